//! The annex of keys: which keys the agreement itself names.
//!
//! A CSV file pinned in the manifest under the name `keys`, with the columns
//! `actor` and `key`. Since the text's digest covers the manifest, whoever signs
//! the text signs whose keys count.

use std::collections::BTreeMap;

use servanda_compiler::Source;
use servanda_model::names::ActorName;
use servanda_model::plan::Plan;
use servanda_statement::{PublicKey, Trust};

use crate::error::Error;
use crate::folder::Folder;

/// The annex's name in the manifest.
pub(crate) const ANNEX: &str = "keys";

/// Reads what an agreement says about keys.
///
/// # Errors
/// `Unreadable`, where the annex of keys is not the pinned file or does not
/// fit: a key misread here would speak for nobody, or for somebody else.
pub(crate) fn trust(folder: &Folder, plan: &Plan) -> Result<Trust, Error> {
    let source = Source {
        text: &folder.text,
        manifest: folder.manifest.as_deref(),
        annexes: (folder.annexes.iter())
            .map(|(name, bytes)| (name.clone(), bytes.as_slice()))
            .collect(),
    };
    let unreadable = |why: String| Error::Unreadable {
        path: folder.path.join("annexes").join("manifest"),
        why: format!("annex {ANNEX}: {why}"),
    };
    let named = match servanda_compiler::annex(&source, ANNEX).map_err(unreadable)? {
        Some(bytes) => named(bytes, plan).map_err(unreadable)?,
        None => BTreeMap::new(),
    };
    Ok(Trust::of(plan, named))
}

fn named(bytes: &[u8], plan: &Plan) -> Result<BTreeMap<PublicKey, ActorName>, String> {
    let mut rows = csv::Reader::from_reader(bytes);
    let header = rows.headers().map_err(|fault| fault.to_string())?.clone();
    if header.iter().map(str::trim).ne(["actor", "key"]) {
        return Err("its columns must be `actor,key`".into());
    }
    let mut named = BTreeMap::new();
    for (line, row) in (2_u64..).zip(rows.records()) {
        let row = row.map_err(|fault| fault.to_string())?;
        let cell = |column: usize| row.get(column).unwrap_or_default().trim();
        let actor = ActorName::new(cell(0));
        if !plan.actors.iter().any(|one| one.name == actor) {
            return Err(format!(
                "line {line}: the agreement declares no actor `{actor}`"
            ));
        }
        let key = PublicKey::parse(cell(1))
            .ok_or_else(|| format!("line {line}: a key is 64 lower-case hexadecimal digits"))?;
        if named.insert(key, actor).is_some() {
            return Err(format!("line {line}: the key stands there twice"));
        }
    }
    Ok(named)
}
