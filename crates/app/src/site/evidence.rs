//! Evidence: every known entry of the record, and one entry with where it comes
//! from, what it bears on, and what a reader needs to check it.
//!
//! # Invariants
//! A sealed entry shows its place, its signer and its day, and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use servanda_model::assessment::{Assessment, Reason};
use servanda_model::figure::Decimal;
use servanda_model::names::{ClauseId, UnitName};
use servanda_model::record::{Act, Citation, Entry, Report, Source};

use super::{Asking, Choice, Chosen, Frame, Inclusion, Offer, Table};
use crate::language::{Prose, Text, Words};
use crate::places::is_position;
use crate::report::Parts;
use crate::report::view::{Cite, ClauseRef, Mark, SourceRow};

/// How many entries one stretch of the list shows.
const STRETCH: usize = 100;

/// How many rows the page of a batch names.
const ROWS_SHOWN: usize = 100;

/// Which commitments rest on an entry.
pub(super) type CitedBy = BTreeMap<Citation, BTreeSet<ClauseId>>;

/// The list of entries.
#[derive(Clone, Debug, Serialize)]
pub struct Evidence {
    /// How many there are, and which are shown.
    pub takeaway: Text,
    /// Column heads.
    pub heads: Vec<Text>,
    /// What the list can be narrowed to.
    pub choices: Vec<Chosen>,
    /// The entries shown.
    pub rows: Vec<EntryLine>,
    /// Every stretch of the list: its words and its number; the one shown has
    /// none.
    pub stretches: Vec<(Text, Option<u32>)>,
}

/// One entry in the list.
#[derive(Clone, Debug, Serialize)]
pub struct EntryLine {
    /// The entry as a source.
    pub source: SourceRow,
    /// The fields of what it reports, such as which item of a list.
    pub fields: Text,
    /// What was said, where the entry is a remark.
    pub says: Prose,
}

/// One entry.
#[derive(Clone, Debug, Serialize)]
pub struct EntryPage {
    /// Its number, with the row of a batch.
    pub cited: String,
    /// The entry as a source.
    pub source: SourceRow,
    /// What it says and where it comes from, label by label.
    pub facts: Vec<(Text, Text)>,
    /// The first rows of a batch; the list of entries has all.
    pub rows: Vec<Cite>,
    /// Earlier entries it refers to.
    pub refers_to: Vec<Cite>,
    /// Later entries that refer to it.
    pub referred_by: Vec<Cite>,
    /// Commitments whose status rests on it.
    pub used_in: Vec<(ClauseRef, Mark)>,
    /// What a reader needs to check it.
    pub inclusion: Option<Inclusion>,
    /// The root that the checkpoint signs.
    pub root: String,
    /// The signed checkpoint.
    pub checkpoint: String,
    /// The command that checks the whole record.
    pub command: String,
    /// The entries before and after it.
    pub beside: (Option<Cite>, Option<Cite>),
}

/// Collects which commitments rest on which entries.
pub(super) fn cited_by(assessment: &Assessment) -> CitedBy {
    let mut cited = CitedBy::new();
    for clause in &assessment.clauses {
        let own = clause.reasons.iter().chain(&clause.beside);
        let instances = clause.instances.iter().flat_map(|one| &one.reasons);
        for Reason { citations, .. } in own.chain(instances) {
            for citation in citations {
                cited
                    .entry(*citation)
                    .or_default()
                    .insert(clause.id.clone());
            }
        }
    }
    cited
}

impl Evidence {
    pub(super) fn new(asking: &Asking, parts: &Parts) -> Self {
        let words = parts.words();
        let all: Vec<&Entry> = parts.known().collect();
        let choice = asking.choice;
        let (by, of) = (
            Choice::of(choice.by.as_ref()),
            Choice::of(choice.of.as_ref()),
        );
        let fits = |entry: &&&Entry| {
            by.is_none_or(|by| speaker(entry) == by) && of.is_none_or(|of| subject(entry) == of)
        };
        let known: Vec<&Entry> = all.iter().filter(fits).copied().collect();
        let count = known.len().div_ceil(STRETCH);
        let asked = asking.choice.stretch.unwrap_or(1);
        let asked = usize::try_from(asked).unwrap_or(1).clamp(1, count.max(1));
        // An export has one page for all, since its links choose nothing.
        let whole = *asking.place == super::Place::Exported;
        let (start, length) = if whole {
            (0, known.len())
        } else {
            ((asked - 1) * STRETCH, STRETCH)
        };
        let rows: Vec<EntryLine> = known
            .iter()
            .skip(start)
            .take(length)
            .map(|entry| line(parts, entry))
            .collect();
        let stretches = (1..=count).map(|number| {
            let from = (number - 1) * STRETCH + 1;
            let to = (number * STRETCH).min(known.len());
            let told = Text::ltr(&format!("{from}–{to}"));
            (told, u32::try_from(number).ok().filter(|_| number != asked))
        });
        Self {
            takeaway: if known.len() == all.len() {
                words.say_with("evidence-known", &[("n", all.len().into())])
            } else {
                words.say_with(
                    "evidence-shown",
                    &[
                        ("shown", Text::ltr(&known.len().to_string()).into()),
                        ("n", all.len().into()),
                    ],
                )
            },
            choices: choices(choice, &all),
            heads: heads(words),
            rows,
            stretches: if whole || count < 2 {
                Vec::new()
            } else {
                stretches.collect()
            },
        }
    }

    pub(super) fn tables(&self, frame: &Frame) -> Vec<Table> {
        let mut heads = self.heads.clone();
        heads.extend([frame.say("fact-fields"), frame.say("fact-text")]);
        let row = |line: &EntryLine| {
            let mut row = cells(&line.source);
            row.extend([line.fields.clone(), Text::own(line.says.plain())]);
            row
        };
        vec![Table::new(
            "entries",
            heads,
            self.rows.iter().map(row).collect(),
        )]
    }
}

fn line(parts: &Parts, entry: &Entry) -> EntryLine {
    let act = entry.act.as_ref();
    let report = act.and_then(Act::report);
    let fields = report.map(|report| reported_fields(parts.words(), report));
    EntryLine {
        source: parts.source(entry.citation),
        fields: fields.unwrap_or_default(),
        says: Prose::unknown(
            act.and_then(Act::remark)
                .map_or("", |remark| remark.text.as_str()),
        ),
    }
}

/// Returns who says what an entry says: its signer, where it names nobody else.
fn speaker(entry: &Entry) -> &str {
    let by = entry.act.as_ref().and_then(Act::speaker);
    by.unwrap_or(&entry.signer).as_str()
}

/// Returns what an entry is about, by its name in the text; empty for nothing.
fn subject(entry: &Entry) -> &str {
    entry
        .act
        .as_ref()
        .and_then(Act::subject)
        .unwrap_or_default()
}

fn choices(choice: &Choice, all: &[&Entry]) -> Vec<Chosen> {
    let offers = |chosen: &Option<String>, names: BTreeSet<&str>| -> Vec<Offer> {
        let names = names.into_iter().filter(|name| !name.is_empty());
        let offer = |name: &str| Offer {
            value: name.to_owned(),
            word: Text::own(name),
            chosen: Choice::of(chosen.as_ref()) == Some(name),
        };
        names.map(offer).collect()
    };
    let entries = || all.iter().copied();
    vec![
        Chosen {
            name: "by",
            label: "choose-by",
            offers: offers(&choice.by, entries().map(speaker).collect()),
        },
        Chosen {
            name: "of",
            label: "choose-of",
            offers: offers(&choice.of, entries().map(subject).collect()),
        },
    ]
}

fn heads(words: &Words) -> Vec<Text> {
    [
        "head-entry",
        "head-who-says",
        "head-published",
        "head-grade",
        "head-remark",
    ]
    .iter()
    .map(|id| words.say(id))
    .collect()
}

/// Writes a source as a table's row.
pub(super) fn cells(row: &SourceRow) -> Vec<Text> {
    vec![
        row.cite.label.clone(),
        Text::joined([row.by.clone(), row.what.clone()], ": "),
        row.published.clone(),
        row.grade.clone(),
        Text::own(row.note.plain()),
    ]
}

impl EntryPage {
    pub(super) fn new(asking: &Asking, parts: &Parts) -> Option<Self> {
        let asked = Citation::parse(asking.item?)?;
        let known: Vec<&Entry> = parts.known().collect();
        let place = known.iter().position(|entry| entry.citation == asked)?;
        let entry = known.get(place)?;
        let cite = |entry: &&Entry| parts.source(entry.citation).cite;
        let referred = known
            .iter()
            .filter(|later| later.refers_to.contains(&entry.citation));
        let used = super::Site::cited_by(asking.judged).get(&entry.citation);
        let status = |id: &ClauseId| {
            let mut clauses = asking.judged.now.assessment.clauses.iter();
            let status = clauses.find(|clause| clause.id == *id)?.status;
            Some((parts.clause_ref(id), parts.mark(status)))
        };
        let log = &asking.site.log;
        let commands = parts.verify().commands;
        Some(Self {
            cited: asked.to_string(),
            source: parts.source(entry.citation),
            facts: facts(parts, entry, rows(&known, place).count()),
            refers_to: entry
                .refers()
                .map(|cited| parts.source(cited).cite)
                .collect(),
            rows: rows(&known, place).take(ROWS_SHOWN).map(cite).collect(),
            referred_by: referred.map(cite).collect(),
            used_in: used.into_iter().flatten().filter_map(status).collect(),
            inclusion: log.inclusion(asked.number()),
            root: asking.site.opened.head.root.clone(),
            checkpoint: log.checkpoint.clone(),
            command: commands
                .into_iter()
                .next()
                .map_or_else(String::new, |one| one.0),
            beside: (
                place
                    .checked_sub(1)
                    .and_then(|one| known.get(one))
                    .map(cite),
                known.get(place + 1).map(cite),
            ),
        })
    }

    pub(super) fn title(&self, words: &Words) -> Text {
        words.say_with("entry-title", &[("number", Text::ltr(&self.cited).into())])
    }

    pub(super) fn tables(&self, frame: &Frame) -> Vec<Table> {
        let row = |(label, value): &(Text, Text)| vec![label.clone(), value.clone()];
        vec![Table::new(
            "entry",
            vec![frame.say("head-what"), frame.say("head-says")],
            self.facts.iter().map(row).collect(),
        )]
    }
}

/// Returns the rows of the entry at a place: none, where it is no batch.
fn rows<'k, 'a>(known: &'k [&'a Entry], place: usize) -> impl Iterator<Item = &'k &'a Entry> {
    let batch = known.get(place).map(|entry| entry.citation);
    let batch = batch.filter(|citation| citation.row.is_none());
    let later = known.iter().skip(place + 1);
    later.take_while(move |row| batch.is_some_and(|batch| batch.entry == row.citation.entry))
}

/// Tells an entry label by label; what it does not say is left out.
fn facts(parts: &Parts, entry: &Entry, rows: usize) -> Vec<(Text, Text)> {
    let words = parts.words();
    let zone = &parts.input().plan.zone;
    let mut facts: Vec<(&str, Text)> = Vec::new();
    let act = entry.act.as_ref();
    if let Some(report) = act.and_then(Act::report) {
        reported(words, report, &mut facts);
    } else if let Some(remark) = act.and_then(Act::remark) {
        facts.push(("fact-reporter", Text::own(remark.by.as_str())));
        let via = remark.via.as_deref().unwrap_or("");
        facts.push(("fact-via", Text::own(via)));
        facts.push(("fact-text", Text::own(&remark.text)));
        let concerns = remark.concerns.iter().map(|name| Text::own(name));
        facts.push(("fact-concerns", words.list(concerns)));
    } else if let Some(act) = act {
        let by = act.speaker().map_or("", |by| by.as_str());
        facts.push(("fact-reporter", Text::own(by)));
        facts.push(("fact-of", Text::own(act.subject().unwrap_or(""))));
        facts.push(("fact-text", Text::own(act.text().unwrap_or(""))));
    }
    published(words, &entry.source, &mut facts);
    if rows > 0 {
        facts.push(("fact-rows", words.number(Decimal::from(rows))));
    }
    facts.push(("fact-signer", Text::own(entry.signer.as_str())));
    facts.push(("fact-received", words.instant(entry.received_at, zone)));
    facts
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(label, value)| (words.say(label), value))
        .collect()
}

fn reported(words: &Words, report: &Report, facts: &mut Vec<(&str, Text)>) {
    let optional = |text: &Option<String>| Text::own(text.as_deref().unwrap_or(""));
    facts.push(("fact-of", Text::own(&report.of)));
    facts.push(("fact-reporter", Text::own(report.reporter.as_str())));
    facts.push(("fact-via", optional(&report.via)));
    let origin = match &report.origin {
        Some(origin) => Text::own(origin),
        None => words.say("fact-origin-unknown"),
    };
    facts.push(("fact-origin", origin));
    if let Some(figure) = &report.figure {
        facts.push(("fact-figure", words.figure(figure)));
    }
    let unit = report.unit.as_ref().map_or("", UnitName::as_str);
    facts.push(("fact-unit", Text::own(unit)));
    facts.push(("fact-value", optional(&report.value)));
    if let Some((from, to)) = report.period {
        facts.push(("fact-period", words.days(from, to)));
    }
    facts.push(("fact-fields", reported_fields(words, report)));
    facts.push(("fact-scope", optional(&report.scope)));
}

fn reported_fields(words: &Words, report: &Report) -> Text {
    // A position shows on the map alone, in a cell with others.
    let (places, fields): (Vec<_>, Vec<_>) = report
        .fields
        .iter()
        .partition(|(field, _)| is_position(field));
    let coarse = (!places.is_empty()).then(|| words.say("fact-position"));
    let fields = fields.into_iter().map(|(field, value)| {
        words.say_with(
            "fact-field",
            &[
                ("field", Text::own(field.as_str()).into()),
                ("value", Text::own(value).into()),
            ],
        )
    });
    words.list(fields.chain(coarse))
}

fn published(words: &Words, source: &Source, facts: &mut Vec<(&str, Text)>) {
    let optional = |text: &Option<String>| Text::own(text.as_deref().unwrap_or(""));
    facts.push(("fact-publisher", optional(&source.publisher)));
    if let Some(day) = source.published_on {
        facts.push(("fact-published", words.day(day)));
    }
    facts.push(("fact-address", optional(&source.address)));
    let digest = source.digest.as_deref().unwrap_or("");
    if !digest.is_empty() {
        facts.push(("fact-digest", Text::ltr(digest)));
    }
}
