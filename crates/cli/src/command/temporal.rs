//! `temporal`: one formula over one log, read as it comes.

use std::fs::{self, File};
use std::io::{self, Read, Write as _};
use std::path::{Path, PathBuf};

use servanda_app::Error;
use servanda_temporal::{Formula, Options, Stream, Style, parse};

use crate::arguments::Temporal;
use crate::output::{self, Exit};

/// How much of a log is read at once.
const PIECE: usize = 1 << 16;

/// Prints the verdicts of a formula over a log.
pub(super) fn run(asked: &Temporal) -> Result<Exit, Error> {
    let signature =
        parse::signature(&text(&asked.sig)?).map_err(|why| unreadable(&asked.sig, &why))?;
    let formula =
        parse::formula(&text(&asked.formula)?).map_err(|why| unreadable(&asked.formula, &why))?;
    let formula = if asked.negate {
        Formula::not(formula)
    } else {
        formula
    };
    let options = Options {
        end_of_time: asked.end_of_time,
        monpoly: asked.monpoly,
    };
    let style = if asked.every_time_point {
        Style::EveryTimePoint
    } else {
        Style::Changes
    };
    let mut stream = Stream::new(&signature, &formula, options, style)
        .map_err(|why| unreadable(&asked.formula, &why))?;
    let path = asked.log.clone().unwrap_or_else(|| PathBuf::from("-"));
    let mut log: Box<dyn Read> = if path.as_os_str() == "-" {
        Box::new(io::stdin().lock())
    } else {
        Box::new(File::open(&path).map_err(|source| unread(&path, source))?)
    };
    let mut piece = vec![0; PIECE];
    let mut lines = Vec::new();
    loop {
        let length = log
            .read(&mut piece)
            .map_err(|source| unread(&path, source))?;
        if length == 0 {
            break;
        }
        let fed = stream.feed(piece.get(..length).unwrap_or_default(), &mut lines);
        // A reader that went away wants no more, and is no failure.
        if !print(&mut lines) {
            return Ok(Exit::Fine);
        }
        fed.map_err(|why| unreadable(&path, &why))?;
    }
    let open = stream.finish(&mut lines);
    print(&mut lines);
    let open = open.map_err(|why| unreadable(&path, &why))?;
    if open > 0 {
        output::message(&format!(
            "{open} time points at the end of the log are still undecided; --end-of-time takes the log as complete"
        ));
    }
    Ok(Exit::Fine)
}

/// Prints and clears the lines; tells whether anyone still reads.
fn print(lines: &mut Vec<u8>) -> bool {
    let printed = io::stdout().lock().write_all(lines);
    lines.clear();
    printed.is_ok()
}

fn text(path: &Path) -> Result<String, Error> {
    fs::read_to_string(path).map_err(|source| unread(path, source))
}

fn unread(path: &Path, source: io::Error) -> Error {
    Error::File {
        what: "read",
        path: path.to_path_buf(),
        source,
    }
}

fn unreadable(path: &Path, why: &dyn std::fmt::Display) -> Error {
    Error::Unreadable {
        path: path.to_path_buf(),
        why: why.to_string(),
    }
}
