//! Commands about the record: `import`, `submit`, `verify`.

use std::path::{Path, PathBuf};

use servanda_app::import::FileView;
use servanda_app::submit::{self as append, ImportOptions, SubmitView};
use servanda_app::{Error, verify as audit};

use super::keys::key;
use super::{now, open};
use crate::arguments::Signing;
use crate::output::{self, Exit};

/// Loads files into the record.
pub(super) fn import(
    dir: &Path,
    kind: &str,
    files: &[PathBuf],
    options: &ImportOptions,
    signing: &Signing,
    json: bool,
) -> Result<Exit, Error> {
    let opened = open(dir)?;
    let view = append::import(
        &opened,
        kind,
        files,
        options,
        &key(&opened, signing)?,
        now(),
    )?;
    Ok(appended(&view, json))
}

/// Prints the mapping proposed for the first of the files.
pub(super) fn explain(
    dir: &Path,
    kind: &str,
    files: &[PathBuf],
    json: bool,
) -> Result<Exit, Error> {
    let opened = open(dir)?;
    let file = files.first().map_or(Path::new(""), PathBuf::as_path);
    let view = servanda_app::import::explain(&opened, kind, file)?;
    if let Some(fault) = &view.fault {
        output::message(&format!("met while looking: {fault}"));
    }
    if json {
        output::answer(&view);
    } else {
        output::data(&view.mapping);
    }
    Ok(Exit::Fine)
}

/// Signs and appends one statement.
pub(super) fn submit(
    dir: &Path,
    kind: &str,
    values: &[(String, String)],
    signing: &Signing,
    json: bool,
) -> Result<Exit, Error> {
    let opened = open(dir)?;
    let view = append::submit(&opened, kind, values, &key(&opened, signing)?, now())?;
    Ok(appended(&view, json))
}

pub(super) fn appended(view: &SubmitView, json: bool) -> Exit {
    for refused in &view.refused {
        output::message(&format!("refused: {refused}"));
    }
    if json {
        output::answer(view);
    } else {
        for file in &view.files {
            output::data(&made_of(file));
        }
        let last = view.first.map_or(0, |first| first + view.appended - 1);
        let range = match view.first {
            None => "nothing was appended".to_owned(),
            Some(first) if first == last => format!("appended entry {first}"),
            Some(first) => format!("appended entries {first} to {last}"),
        };
        output::data(&format!(
            "{range}; the record has {} entries, root {}\n",
            view.size, view.root
        ));
    }
    for way in &view.ways_out {
        output::message(&format!("  way out: {way}"));
    }
    if !view.ways_out.is_empty() {
        Exit::NotEntitled
    } else if view.refused.is_empty() {
        Exit::Fine
    } else {
        Exit::Adverse
    }
}

/// Says in words what was made of a file.
fn made_of(file: &FileView) -> String {
    let mut text = format!(
        "{}: {} records; {} new, {} already in the record, {} corrected, {} withdrawn\n",
        file.file, file.records, file.new, file.unchanged, file.corrected, file.withdrawn
    );
    if let Some(entry) = file.entry {
        text.push_str(&format!("  batch: entry {entry}, {} rows\n", file.rows));
    }
    for (why, count) in &file.left_out {
        text.push_str(&format!("  {count} left out: {why}\n"));
    }
    for notice in &file.notices {
        text.push_str(&format!("  notice: {notice}\n"));
    }
    text
}

/// Verifies a record.
pub(super) fn verify(dir: &Path, json: bool) -> Result<Exit, Error> {
    let view = audit::verify(dir)?;
    let exit = if view.ok { Exit::Fine } else { Exit::Adverse };
    if json {
        output::answer(&view);
        return Ok(exit);
    }
    let mut text = String::new();
    for problem in &view.problems {
        match problem.entry {
            Some(entry) => text.push_str(&format!(
                "entry {entry}: {} (file `{}`)\n",
                problem.what, problem.file
            )),
            None => text.push_str(&format!("file `{}`: {}\n", problem.file, problem.what)),
        }
    }
    for notice in &view.notices {
        text.push_str(&format!("notice: {notice}\n"));
    }
    let size = view.size.map_or_else(
        || "no readable checkpoint".to_owned(),
        |size| format!("{size} entries"),
    );
    let root = view
        .root
        .map(|root| format!(", root {root}"))
        .unwrap_or_default();
    let word = if view.ok { "ok" } else { "not ok" };
    text.push_str(&format!("{word}: {size}{root}\n{}\n", view.proves));
    output::data(&text);
    Ok(exit)
}
