//! `key`: keys shown, enrolled, rotated, revoked and listed.
//!
//! What lives here: making key entries and telling what the record holds of
//! keys. What does not: who may (`statement::keyring`), and key files
//! ([`crate::key_file`]). A key entry that would be void is never appended.

use std::path::{Path, PathBuf};

use serde::Serialize;
use servanda_model::time::Instant;
use servanda_statement::keyring::{Ground, Held};
use servanda_statement::{Key, KeyAct, KeyId, Kind, PublicKey, Request};

use crate::error::Error;
use crate::opened::Opened;
use crate::record_folder;
use crate::sign::enrolment;
use crate::submit::{SubmitView, secret, writable};
use crate::tail::Tail;

/// One key as it stands on record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KeyView {
    /// Its id.
    pub id: String,
    /// The public key.
    pub public: String,
    /// Whose it is, or is said to be.
    pub holder: String,
    /// As whom its entries are read.
    pub speaks_as: String,
    /// Why, in a word: `first`, `named`, `own`, `of_party`, `joint` or `word`.
    pub ground: &'static str,
    /// Parties that have signed for it, where all must.
    pub signed_for_by: Vec<String>,
    /// The entry that enrolled it.
    pub enrolled: u64,
    /// The entry that put another in its place.
    pub rotated: Option<u64>,
    /// The entry that revoked it.
    pub revoked: Option<u64>,
    /// Since when what it signed is suspect.
    pub suspected_since: Option<String>,
    /// Entries signed while it may have been in other hands.
    pub suspect: Vec<u64>,
}

/// What a key file and its request look like.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ShownKey {
    /// The holder.
    pub holder: String,
    /// The key's id.
    pub id: String,
    /// The public key, as the agreement's annex of keys names it.
    pub public: String,
    /// The line to send to whoever enrols it.
    pub request: String,
}

/// Returns where a new key of a holder lies unless told otherwise.
pub fn default_path(opened: &Opened, holder: &str) -> PathBuf {
    let name: String = holder
        .to_lowercase()
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { '-' })
        .collect();
    record_folder::keys(&opened.folder).join(format!("{}.key", name.trim_matches('-')))
}

/// Shows a key with its request for this record.
pub fn show(opened: &Opened, key: &Key) -> ShownKey {
    let settings = &opened.folder.settings;
    ShownKey {
        holder: key.name().to_owned(),
        id: key.id().to_string(),
        public: key.public().to_string(),
        request: Request::sign(key, &settings.id, settings.epoch).to_line(),
    }
}

/// Enrols a key by its request; a key may enrol itself where the agreement names
/// it, or where it begins the record.
///
/// # Errors
/// `Argument` for a request that is not this record's; `NotEntitled` where the
/// signer may not; everything that keeps a record from growing.
pub fn enrol(
    opened: &Opened,
    by: &Key,
    request: &Request,
    now: Instant,
) -> Result<SubmitView, Error> {
    let settings = &opened.folder.settings;
    if !request.fits(&settings.id, settings.epoch) {
        let why = format!(
            "the request is not by key {} for `{}` in the record {}/{}: have its holder run \
             `servanda key show` on this folder",
            request.key.id(),
            request.holder,
            settings.id,
            settings.epoch
        );
        return Err(Error::Argument(why));
    }
    let act = KeyAct::Enrol {
        key: request.key,
        holder: request.holder.as_str().into(),
        request: (request.key != by.public()).then_some(request.signature),
    };
    append(opened, by, &[], &act, now)
}

/// Puts a new key of the same holder in the place of the one that signs.
///
/// # Errors
/// `NotEntitled` where the old key may not; everything that keeps a record from
/// growing.
pub fn rotate(opened: &Opened, old: &Key, new: &Key, now: Instant) -> Result<SubmitView, Error> {
    if old.name() != new.name() {
        let why = format!(
            "a key of `{}` cannot take the place of one of `{}`",
            new.name(),
            old.name()
        );
        return Err(Error::Argument(why));
    }
    let act = KeyAct::Rotate {
        key: new.public(),
        holder: new.name().into(),
    };
    append(opened, old, &[new], &act, now)
}

/// Revokes a key, named by its id or its public key.
///
/// # Errors
/// `Unknown` for a key that is not on record; `NotEntitled` where the signer
/// may not; everything that keeps a record from growing.
pub fn revoke(
    opened: &Opened,
    by: &Key,
    key: &str,
    suspected_since: Option<Instant>,
    now: Instant,
) -> Result<SubmitView, Error> {
    let id = KeyId::parse(key).or_else(|| PublicKey::parse(key).map(|public| public.id()));
    let held = id.and_then(|id| opened.keyring.get(id));
    let held = held.ok_or_else(|| Error::Unknown {
        what: "key",
        name: key.to_owned(),
        hint: String::new(),
    })?;
    let act = KeyAct::Revoke {
        key: held.public,
        suspected_since,
        together: opened.keyring.together(by.id(), held.public.id()),
    };
    append(opened, by, &[], &act, now)
}

/// Lists the keys on record, in the order in which they came.
pub fn list(opened: &Opened) -> Vec<KeyView> {
    let suspect = opened.keyring.suspect();
    let mut keys: Vec<(&KeyId, &Held)> = opened.keyring.keys().collect();
    keys.sort_by_key(|(id, held)| (held.entry, **id));
    keys.into_iter()
        .map(|(id, held)| {
            let (ground, signed_for_by) = match &held.ground {
                Ground::First => ("first", Vec::new()),
                Ground::Named => ("named", Vec::new()),
                Ground::Own => ("own", Vec::new()),
                Ground::OfParty(party) => ("of_party", vec![party.to_string()]),
                Ground::Joint => ("joint", Vec::new()),
                Ground::Word { joined, .. } => {
                    ("word", joined.iter().map(ToString::to_string).collect())
                }
            };
            let since = held.revoked.as_ref().map(|revocation| {
                i64::try_from(revocation.suspected_since_ms)
                    .ok()
                    .and_then(|ms| Instant::from_millisecond(ms).ok())
                    .unwrap_or(Instant::MAX)
                    .to_string()
            });
            KeyView {
                id: id.to_string(),
                public: held.public.to_string(),
                holder: held.holder.to_string(),
                speaks_as: held.speaks_as().to_string(),
                ground,
                signed_for_by,
                enrolled: held.entry,
                rotated: held.rotated.map(|(entry, _)| entry),
                revoked: held.revoked.as_ref().map(|revocation| revocation.entry),
                suspected_since: since,
                suspect: (suspect.iter())
                    .filter(|(_, (key, _))| key == id)
                    .map(|(entry, _)| *entry)
                    .collect(),
            }
        })
        .collect()
}

/// Writes one key of a list as a line.
pub fn line(view: &KeyView) -> String {
    let standing = match view.ground {
        "first" => "began the record".to_owned(),
        "named" => "named by the agreement".to_owned(),
        "own" => "enrolled by its holder's other key".to_owned(),
        "of_party" => format!("enrolled by {}", view.signed_for_by.join(", ")),
        "joint" => "every party signed for it".to_owned(),
        _ if view.signed_for_by.is_empty() => {
            format!("on the word of {} alone: speaks as that", view.speaks_as)
        }
        _ => format!(
            "on the word of {}: speaks as that; signed for by {}",
            view.speaks_as,
            view.signed_for_by.join(", ")
        ),
    };
    let mut text = format!(
        "{}  {}  entry {}  {standing}",
        view.id, view.holder, view.enrolled
    );
    if let Some(entry) = view.rotated {
        text.push_str(&format!("; replaced in entry {entry}"));
    }
    if let (Some(entry), Some(since)) = (view.revoked, &view.suspected_since) {
        text.push_str(&format!(
            "; revoked in entry {entry}, suspect since {since}"
        ));
    }
    if !view.suspect.is_empty() {
        let entries: Vec<String> = view.suspect.iter().map(u64::to_string).collect();
        text.push_str(&format!(" (entries {})", entries.join(", ")));
    }
    text
}

/// Appends one key entry, after the enrolment of a signer that may still enrol
/// itself.
fn append(
    opened: &Opened,
    by: &Key,
    others: &[&Key],
    act: &KeyAct,
    now: Instant,
) -> Result<SubmitView, Error> {
    writable(opened)?;
    let mut store = record_folder::open(&opened.folder)?;
    let mut tail = Tail::read(opened, by.id())?;
    let mut author = tail.author(opened, by);
    let received = tail.received_at_ms(now);
    let mut entries = Vec::new();
    let itself = matches!(act, KeyAct::Enrol { key, .. } if *key == by.public());
    if itself || tail.keyring.get(by.id()).is_none() {
        let fields = if tail.size() == 0 {
            enrolment(by)
        } else {
            KeyAct::Enrol {
                key: by.public(),
                holder: by.name().into(),
                request: None,
            }
            .to_fields()
        };
        entries.push((Vec::new(), fields));
    }
    if !itself {
        entries.push((others.to_vec(), act.to_fields()));
    }
    let mut signed = Vec::new();
    for (others, fields) in entries {
        let entry = author.sign_with(
            &others,
            Kind::Key,
            fields,
            Vec::new(),
            secret(opened)?,
            received,
        )?;
        tail.take(&entry)?;
        signed.push(entry);
    }
    let count = u64::try_from(signed.len()).unwrap_or(u64::MAX);
    let appended = store.append(signed)?;
    Ok(SubmitView {
        first: Some(appended.first.0),
        appended: count,
        size: appended.size.0,
        root: appended.root.to_hex(),
        refused: Vec::new(),
        ways_out: Vec::new(),
        files: Vec::new(),
    })
}

/// Reads a request given on the command line, or the file that holds it.
///
/// # Errors
/// `Argument`, where it is no request; `File`.
pub fn request(given: &str) -> Result<Request, Error> {
    let path = Path::new(given);
    let line = if given.contains(' ') || !path.is_file() {
        given.to_owned()
    } else {
        String::from_utf8_lossy(&crate::folder::bytes_of(path)?).into_owned()
    };
    Request::parse(&line).map_err(Error::Argument)
}
