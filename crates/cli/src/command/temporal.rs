//! `temporal`: one formula over one log, read as it comes.

use std::fs::{self, File};
use std::io::{self, Read, Write as _};
use std::path::{Path, PathBuf};

use servanda_app::Error;
use servanda_temporal::{
    Format, Formula, Options, Signature, Slices, Stream, StreamError, Style, parse,
};

use crate::arguments::{LogFormat, Temporal};
use crate::output::{self, Exit};

/// How much of a log is read at once.
const PIECE: usize = 1 << 18;

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
    let of = (&signature, &formula);
    let mut engine = engine(asked, of, (options, style))?;
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
        let fed = engine.feed(piece.get(..length).unwrap_or_default(), &mut lines);
        // A reader that went away wants no more, and is no failure.
        if !print(&mut lines) {
            return Ok(Exit::Fine);
        }
        fed.map_err(|why| unreadable(&path, &why))?;
    }
    if let (Some(kept), Engine::One(stream)) = (&asked.checkpoint, &engine) {
        fs::write(kept, stream.checkpoint()).map_err(|source| Error::File {
            what: "write",
            path: kept.clone(),
            source,
        })?;
        return Ok(Exit::Fine);
    }
    let open = engine.finish(&mut lines);
    print(&mut lines);
    let open = open.map_err(|why| unreadable(&path, &why))?;
    if open > 0 {
        output::message(&format!(
            "{open} time points at the end of the log are still undecided; --end-of-time takes the log as complete"
        ));
    }
    Ok(Exit::Fine)
}

/// One worker, or several.
enum Engine {
    One(Box<Stream>),
    Many(Box<Slices>),
}

impl Engine {
    fn feed(&mut self, log: &[u8], lines: &mut Vec<u8>) -> Result<(), StreamError> {
        match self {
            Self::One(stream) => stream.feed(log, lines),
            Self::Many(slices) => slices.feed(log, lines),
        }
    }

    fn finish(&mut self, lines: &mut Vec<u8>) -> Result<u64, StreamError> {
        match self {
            Self::One(stream) => stream.finish(lines),
            Self::Many(slices) => slices.finish(lines),
        }
    }
}

/// Makes what evaluates the formula.
fn engine(
    asked: &Temporal,
    (signature, formula): (&Signature, &Formula),
    style: (Options, Style),
) -> Result<Engine, Error> {
    let refused = |why| unreadable(&asked.formula, &why);
    let format = match asked.format {
        None => Format::Detect,
        Some(LogFormat::Monpoly) => Format::Points,
        Some(LogFormat::Csv) => Format::Lines,
    };
    if asked.workers > 1 {
        let slices = Slices::new(signature, formula, style, asked.workers);
        let slices = slices.map_err(refused)?;
        if slices.key().is_none() {
            output::message(
                "no variable is named by all parts of the formula, so one worker does it all",
            );
        }
        return Ok(Engine::Many(Box::new(slices.with_format(format))));
    }
    if let Some(kept) = &asked.resume {
        let bytes = fs::read(kept).map_err(|source| unread(kept, source))?;
        let stream = Stream::resume(signature, formula, style, &bytes);
        return Ok(Engine::One(Box::new(
            stream.map_err(|why| unreadable(kept, &why))?,
        )));
    }
    let stream = Stream::new(signature, formula, style.0, style.1);
    Ok(Engine::One(Box::new(
        stream.map_err(refused)?.with_format(format),
    )))
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
