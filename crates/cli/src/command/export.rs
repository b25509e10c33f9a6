//! The command that writes a folder in another form: `export`.

use std::io::Write as _;
use std::path::Path;

use servanda_app::Error;
use servanda_app::export::{self, File, Form, Source};

use super::judged::{earlier, judge, language};
use super::shown::fault;
use crate::arguments::Export;
use crate::output::{self, Exit};

/// Writes a folder in another form.
pub(super) fn export(asked: &Export) -> Result<Exit, Error> {
    if asked.to == "html" {
        let (at, known) = (asked.as_of.at.as_deref(), asked.as_of.known.as_deref());
        let files = servanda_server::export(&asked.dir, &asked.output, at, known).map_err(fault)?;
        output::message(&format!(
            "wrote {files} files to {}",
            asked.output.display()
        ));
        return Ok(Exit::Fine);
    }
    let Some(form) = Form::parse(&asked.to) else {
        let words: Vec<&str> = Form::ALL.iter().map(|form| form.word()).collect();
        let message = format!(
            "`{}` is no form to export to: there are html, {}",
            asked.to,
            words.join(", ")
        );
        return Err(Error::Argument(message));
    };
    let language = language(&asked.lang)?;
    let (opened, assessment) = judge(&asked.dir, &asked.as_of)?;
    let before = match form {
        Form::Atom => Some(earlier(&opened, &assessment, asked.since.as_deref())?),
        Form::Csv
        | Form::Json
        | Form::Xlsx
        | Form::Geojson
        | Form::Iati
        | Form::Akn
        | Form::Ics
        | Form::Xlsform => None,
    };
    let source = Source {
        opened: &opened,
        assessment: &assessment,
        before: before.as_ref(),
        language,
    };
    let files = export::make(form, &source)?;
    write(&asked.output, &files)?;
    Ok(Exit::Fine)
}

fn write(path: &Path, files: &[File]) -> Result<(), Error> {
    if let [File { name: None, bytes }] = files {
        if path == Path::new("-") {
            let mut out = std::io::stdout().lock();
            // A reader that went away is no failure.
            let _ = out.write_all(bytes).and_then(|()| out.flush());
            return Ok(());
        }
        save(path, bytes)?;
        output::message(&format!("wrote {}", path.display()));
        return Ok(());
    }
    for file in files {
        let name = file.name.as_deref().unwrap_or("data");
        save(&path.join(name), &file.bytes)?;
    }
    output::message(&format!(
        "wrote {} files to {}",
        files.len(),
        path.display()
    ));
    Ok(())
}

fn save(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let failed = |source| Error::File {
        what: "write",
        path: path.to_owned(),
        source,
    };
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent).map_err(failed)?;
    }
    std::fs::write(path, bytes).map_err(failed)
}
