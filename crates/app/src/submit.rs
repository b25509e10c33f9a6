//! `submit` and `import`: statements signed with a key and appended.
//!
//! The first key that writes to a record enrols itself as its desk, and so does
//! one that the agreement names; any other must have been enrolled before. What
//! a signer may enter is the agreement's to say (`assess::policy`). Either all
//! that may be entered is appended, or nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde::Serialize;
pub use servanda_assess::policy::Answer;
use servanda_assess::policy::{self, Signer};
use servanda_evidence::{Draft, FileKind, RowFault, Schema, csv, single, t4p};
use servanda_model::names::ActorName;
use servanda_model::plan::Plan;
use servanda_model::record::{Act, Citation, Entry, LeafIndex, Source};
use servanda_model::time::Instant;
use servanda_statement::record::act_of;
use servanda_statement::{Key, Kind, Payload, Reference, Secret, Value};
use servanda_store::NewEntry;

use crate::error::Error;
use crate::folder::evidence_of;
use crate::import::{self, FileView, enter};
use crate::opened::{Head, Opened, digest};
use crate::record_folder;
use crate::sign::{Author, enrolment};
use crate::tail::Tail;

/// What was appended, and what was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SubmitView {
    /// The number of the first entry appended; none where nothing was.
    pub first: Option<u64>,
    /// How many entries were appended, an enrolment included.
    pub appended: u64,
    /// The record's size now.
    pub size: u64,
    /// The record's root now.
    pub root: String,
    /// Rows that were refused.
    pub refused: Vec<String>,
    /// For rows that the signer may not enter: what can be done instead.
    pub ways_out: Vec<String>,
    /// What was made of each file, where files were read through a mapping.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FileView>,
}

/// How an import goes about it.
#[derive(Clone, Debug, Default)]
pub struct ImportOptions {
    /// Whether one bad row keeps all out.
    pub all_or_nothing: bool,
    /// For `t4p`: which series is read as which measure.
    pub series: Vec<(String, String)>,
    /// For `t4p`: who is reported to say it.
    pub reporter: Option<String>,
    /// The mapping by which the files are read.
    pub mapping: Option<PathBuf>,
}

/// Returns the key file used where the user names none.
pub fn default_key(opened: &Opened) -> PathBuf {
    record_folder::keys(&opened.folder).join("desk.key")
}

/// Appends one statement given as pairs of column and value; `refers` holds
/// entry numbers.
///
/// # Errors
/// `Rows` where a value does not fit; `NotEntitled` where the signer may not
/// enter it; everything that keeps a record from growing.
pub fn submit(
    opened: &Opened,
    kind: &str,
    pairs: &[(String, String)],
    key: &Key,
    now: Instant,
) -> Result<SubmitView, Error> {
    writable(opened)?;
    standing(opened, key)?;
    let draft = draft(&opened.plan, key.name(), kind, pairs)?;
    let view = append(opened, key, vec![draft], Vec::new(), false, now)?;
    match view.refused.first() {
        None => Ok(view),
        Some(first) if view.ways_out.is_empty() => Err(Error::Rows {
            refused: 1,
            first: first.clone(),
        }),
        Some(why) => Err(Error::NotEntitled {
            why: why
                .trim_start_matches("the command line, line 1: ")
                .to_owned(),
            ways_out: view.ways_out,
        }),
    }
}

/// Says whether an actor may enter an act, given as [`submit`] takes it; `desk`
/// where its key began the record, `cites` for what the act refers to.
///
/// # Errors
/// `Rows` where a value does not fit.
pub fn may(
    plan: &Plan,
    actor: &str,
    desk: bool,
    kind: &str,
    pairs: &[(String, String)],
    cites: &[&Entry],
) -> Result<Answer, Error> {
    let draft = draft(plan, actor, kind, pairs)?;
    let actor = ActorName::new(actor);
    let signer = Signer {
        actor: &actor,
        desk,
    };
    match act(&draft)? {
        Ok(act) => Ok(answer(
            plan,
            signer,
            (draft.kind, &draft.fields),
            &act,
            cites,
        )),
        Err(first) => Err(Error::Rows { refused: 1, first }),
    }
}

/// Asks the agreement whether a signer may enter what a statement of this kind
/// with these fields says.
pub(crate) fn answer(
    plan: &Plan,
    signer: Signer<'_>,
    (kind, fields): (Kind, &BTreeMap<String, Value>),
    act: &Act,
    cites: &[&Entry],
) -> Answer {
    let by = fields.get("reporter").and_then(Value::as_text);
    if kind == Kind::Amendment && by != Some(signer.actor.as_str()) {
        return Answer::Refused {
            why: format!(
                "`{}` cannot consent for `{}`",
                signer.actor,
                by.unwrap_or_default()
            ),
            way_out: "whoever consents signs with its own key".into(),
        };
    }
    policy::may(plan, signer, act, cites)
}

/// Reads one act from pairs; who signs it says it, unless another is named.
pub(crate) fn draft(
    plan: &Plan,
    actor: &str,
    kind: &str,
    pairs: &[(String, String)],
) -> Result<Draft, Error> {
    let mut pairs = pairs.to_vec();
    if kind != "report" {
        pairs.push(("kind".into(), kind.into()));
    }
    // Coverage is stated by whoever signs, and says nothing of a reporter.
    if kind != "coverage" && !pairs.iter().any(|(column, _)| column == "reporter") {
        pairs.push(("reporter".into(), actor.into()));
    }
    let schema = Schema::of(plan);
    single::read("the command line", &pairs, &schema).map_err(|faults| refused(&faults))
}

/// Reads what a draft says as an act; the fault, where it says nothing that its
/// kind could mean.
///
/// # Errors
/// `Statement`, where a field does not fit.
pub(crate) fn act(draft: &Draft) -> Result<Result<Act, String>, Error> {
    let payload = Payload::new(Secret([0; 32]), draft.fields.clone())?;
    Ok(match act_of(draft.kind, &payload) {
        Act::Other(fault) if fault != draft.kind.word() => Err(format!("{}: {fault}", draft.place)),
        act => Ok(act),
    })
}

/// Reads files and appends their good rows.
///
/// # Errors
/// `Rows` with `all_or_nothing` where a row is bad, `Argument` for an unknown
/// kind of file, and everything that keeps a record from growing.
pub fn import(
    opened: &Opened,
    kind: &str,
    files: &[PathBuf],
    options: &ImportOptions,
    key: &Key,
    now: Instant,
) -> Result<SubmitView, Error> {
    writable(opened)?;
    let file_kind = import::kind_of(kind)?;
    if file_kind != FileKind::Csv || options.mapping.is_some() {
        return enter(opened, file_kind, files, options, key, now);
    }
    let schema = Schema::of(&opened.plan);
    let mut drafts = Vec::new();
    let mut faults: Vec<RowFault> = Vec::new();
    for path in files {
        let bytes = evidence_of(path)?;
        let name = path.display().to_string();
        let read = csv::read(&name, &bytes, &schema);
        let digest = Value::from(digest(&bytes));
        drafts.extend(read.drafts.into_iter().map(|mut draft| {
            draft.fields.insert("source_digest".into(), digest.clone());
            draft
        }));
        faults.extend(read.faults);
    }
    if options.all_or_nothing && !faults.is_empty() {
        return Err(refused(&faults));
    }
    let refused = faults.iter().map(ToString::to_string).collect();
    append(opened, key, drafts, refused, options.all_or_nothing, now)
}

/// Says whether a key is on record, or may enrol itself.
///
/// # Errors
/// `NotEntitled`.
fn standing(opened: &Opened, key: &Key) -> Result<(), Error> {
    let refused = |why: String| Error::NotEntitled {
        why,
        ways_out: ways_in(),
    };
    if opened.keyring.get(key.id()).is_some() {
        return match opened.keyring.may_sign(key.id()) {
            Ok(_) => Ok(()),
            Err(why) => Err(refused(why)),
        };
    }
    let trust = crate::opened::trust(&opened.folder, &opened.plan)?;
    let named = trust.named.get(&key.public()).map(ActorName::as_str);
    if opened.head.size == 0 || named == Some(key.name()) {
        return Ok(());
    }
    Err(refused(format!(
        "the key of `{}` is not enrolled in this record",
        key.name()
    )))
}

/// How a key comes on record.
pub(crate) fn ways_in() -> Vec<String> {
    vec![
        "sign with a key that is on record and not ended".into(),
        "name the key in the agreement's annex of keys".into(),
        "have it enrolled by a key of the same holder, or by the desk: `servanda key enrol`".into(),
    ]
}

/// Says whether a folder's record may grow.
///
/// # Errors
/// `Forbidden` for an example.
pub fn writable(opened: &Opened) -> Result<(), Error> {
    record_folder::refuse_example(&opened.folder)
}

pub(crate) fn refused(faults: &[RowFault]) -> Error {
    let first = faults.first().map(ToString::to_string).unwrap_or_default();
    Error::Rows {
        refused: faults.len(),
        first,
    }
}

/// Reads which series of a daily file are read as what.
///
/// # Errors
/// `Argument`.
pub(crate) fn series(options: &ImportOptions) -> Result<Vec<t4p::Series>, Error> {
    let (false, Some(reporter)) = (options.series.is_empty(), &options.reporter) else {
        let why = "a daily series needs `--series COLUMN=MEASURE` and `--reporter NAME`: \
                   which column is read as which measure, and who says it";
        return Err(Error::Argument(why.into()));
    };
    let one = |(column, measure): &(String, String)| t4p::Series {
        column: column.clone(),
        measure: measure.clone(),
        reporter: reporter.clone(),
        days: None,
    };
    Ok(options.series.iter().map(one).collect())
}

/// Signs drafts and appends those that their signer may enter.
fn append(
    opened: &Opened,
    key: &Key,
    drafts: Vec<Draft>,
    refused: Vec<String>,
    all_or_nothing: bool,
    now: Instant,
) -> Result<SubmitView, Error> {
    writable(opened)?;
    // A record begins with a statement, never with a refusal.
    if drafts.is_empty() {
        return Ok(nothing(opened, refused, 0));
    }
    // Opening first takes the lock, so that what is read below is the last.
    let mut store = record_folder::open(&opened.folder)?;
    let tail = Tail::read(opened, key.id())?;
    let mut incoming = Incoming {
        opened,
        author: tail.author(opened, key),
        received: tail.received_at_ms(now),
        signer: tail.speaks_as(key)?,
        tail,
        entries: Vec::new(),
        labels: BTreeMap::new(),
        unlabelled: BTreeSet::new(),
        said: Vec::new(),
        refused,
        not_entitled: Vec::new(),
    };
    if incoming.tail.keyring.get(key.id()).is_none() {
        let enrolled = incoming.author.sign(
            Kind::Key,
            enrolment(key),
            Vec::new(),
            secret(opened)?,
            incoming.received,
        )?;
        incoming.tail.take(&enrolled)?;
        incoming.entries.push(enrolled);
    }
    let begun = incoming.entries.len();
    for draft in drafts {
        incoming.take(draft)?;
    }
    if all_or_nothing && !incoming.not_entitled.is_empty() {
        return Err(Error::NotEntitled {
            why: incoming.refused.join("; "),
            ways_out: incoming.not_entitled,
        });
    }
    if incoming.entries.len() == begun {
        return Ok(SubmitView {
            ways_out: incoming.not_entitled,
            ..nothing(opened, incoming.refused, 0)
        });
    }
    let appended = store.append(incoming.entries.clone())?;
    Ok(SubmitView {
        first: Some(appended.first.0),
        appended: u64::try_from(incoming.entries.len()).unwrap_or(u64::MAX),
        size: appended.size.0,
        root: appended.root.to_hex(),
        refused: incoming.refused,
        ways_out: incoming.not_entitled,
        files: Vec::new(),
    })
}

/// What is told where nothing was appended.
pub(crate) fn nothing(opened: &Opened, refused: Vec<String>, appended: u64) -> SubmitView {
    let Head { size, root, .. } = opened.head.clone();
    SubmitView {
        first: None,
        appended,
        size,
        root,
        refused,
        ways_out: Vec::new(),
        files: Vec::new(),
    }
}

/// Entries on their way into a record, in order.
struct Incoming<'a> {
    opened: &'a Opened,
    author: Author<'a>,
    received: u64,
    signer: ActorName,
    tail: Tail,
    entries: Vec<NewEntry>,
    labels: BTreeMap<String, u64>,
    unlabelled: BTreeSet<String>,
    said: Vec<Entry>,
    refused: Vec<String>,
    not_entitled: Vec<String>,
}

impl Incoming<'_> {
    /// Signs a draft, or notes why its signer may not enter it.
    fn take(&mut self, draft: Draft) -> Result<(), Error> {
        let index = self.tail.size() + u64::try_from(self.said.len()).unwrap_or(u64::MAX);
        let cites = draft
            .refers
            .iter()
            .any(|label| self.unlabelled.contains(label));
        if cites {
            let why = "it refers to a row that was refused";
            self.refuse(&draft, why, "mend that row, then offer both");
            return Ok(());
        }
        let references = references(&draft, &self.labels, index)?;
        let act = match act(&draft)? {
            Ok(act) => act,
            Err(fault) => {
                self.refused.push(fault);
                self.unlabelled.extend(draft.label);
                return Ok(());
            }
        };
        let asked = Signer {
            actor: &self.signer,
            desk: self.tail.keeps_the_desk(&self.signer),
        };
        let cited: Vec<&Entry> = (references.iter())
            .filter_map(|reference| self.entry(*reference))
            .collect();
        let said = (draft.kind, &draft.fields);
        if let Answer::Refused { why, way_out } =
            answer(&self.opened.plan, asked, said, &act, &cited)
        {
            self.refuse(&draft, &why, &way_out);
            return Ok(());
        }
        let fields = named_words(&self.opened.plan, &draft);
        self.said.push(Entry {
            citation: Citation::whole(LeafIndex(index)),
            received_at: Instant::MIN,
            signer: self.signer.clone(),
            act: Some(act),
            refers_to: (references.iter())
                .filter_map(|cited| citation(*cited))
                .collect(),
            source: Source::default(),
        });
        if let Some(label) = draft.label.clone() {
            self.labels.insert(label, index);
        }
        self.entries.push(self.author.sign(
            draft.kind,
            fields,
            references,
            secret(self.opened)?,
            self.received,
        )?);
        Ok(())
    }

    /// Looks up an entry of the record, or one on its way into it.
    fn entry(&self, reference: Reference) -> Option<&Entry> {
        match reference.entry.checked_sub(self.tail.size()) {
            Some(new) => self.said.get(usize::try_from(new).ok()?),
            None => self.tail.record.find(citation(reference)?),
        }
    }

    fn refuse(&mut self, draft: &Draft, why: &str, way_out: &str) {
        self.refused.push(format!("{}: {why}", draft.place));
        self.not_entitled.push(way_out.to_owned());
        self.unlabelled.extend(draft.label.clone());
    }
}

/// Returns the fields of a draft; a consent names the words that it is to, as
/// they stand, where it does not itself.
pub(crate) fn named_words(plan: &Plan, draft: &Draft) -> BTreeMap<String, Value> {
    let mut fields = draft.fields.clone();
    let name = fields.get("of").and_then(Value::as_text);
    let amendment = plan
        .amendments
        .iter()
        .find(|one| draft.kind == Kind::Amendment && Some(one.name.as_str()) == name);
    if let Some(amendment) = amendment.filter(|one| one.changes.is_some()) {
        let digests = &amendment.digests;
        for (field, digest) in [("old_digest", &digests.old), ("new_digest", &digests.new)] {
            let own = || Value::from(digest.as_str());
            fields.entry(field.to_owned()).or_insert_with(own);
        }
    }
    fields
}

pub(crate) fn secret(opened: &Opened) -> Result<Secret, Error> {
    record_folder::draw(&opened.folder.record()).map(Secret)
}

/// Returns what a reference cites; a row past what a batch can have cites
/// nothing.
pub(crate) fn citation(reference: Reference) -> Option<Citation> {
    let row = reference.row.map(u32::try_from).transpose().ok()?;
    Some(Citation {
        entry: LeafIndex(reference.entry),
        row,
    })
}

/// Resolves what a row refers to: a label of this file, or an entry's number,
/// or a row of one.
pub(crate) fn references(
    draft: &Draft,
    labels: &BTreeMap<String, u64>,
    next: u64,
) -> Result<Vec<Reference>, Error> {
    let find = |text: &String| {
        let label = labels.get(text).copied();
        let label = label.map(|entry| Reference { entry, row: None });
        match label.or_else(|| Reference::parse(text.trim_start_matches('#'))) {
            Some(reference) if reference.entry < next => Ok(reference),
            _ => Err(Error::Argument(format!(
                "{}: `{text}` is neither the label of an earlier row nor the number of an earlier entry",
                draft.place
            ))),
        }
    };
    draft.refers.iter().map(find).collect()
}
