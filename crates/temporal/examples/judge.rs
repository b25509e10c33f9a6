//! Judges a formula over a log, as `servanda temporal` does, and nothing else:
//! what the bench measures, so that it need not build the rest.
//!
//! `judge SIGNATURE FORMULA LOG [WORKERS]` prints all that holds at each
//! time-point of a complete log.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a program for the bench stands at the edge, where files are"
)]

use std::error::Error;
use std::fs::File;
use std::io::{Read, Write};

use servanda_temporal::{Options, Slices, Stream, Style, parse};

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [signature, formula, log, rest @ ..] = words.as_slice() else {
        return Err("judge SIGNATURE FORMULA LOG [WORKERS]".into());
    };
    let signature = parse::signature(&std::fs::read_to_string(signature)?)?;
    let formula = parse::formula(&std::fs::read_to_string(formula)?)?;
    let options = Options {
        end_of_time: true,
        monpoly: false,
    };
    let style = Style::EveryTimePoint;
    let mut log = File::open(log)?;
    let mut piece = vec![0; 1 << 18];
    let mut lines = Vec::new();
    let mut out = std::io::stdout().lock();
    if let Some(workers) = rest.first() {
        let workers = workers.parse()?;
        let mut slices = Slices::new(&signature, &formula, (options, style), workers)?;
        loop {
            let length = log.read(&mut piece)?;
            let Some(part) = piece.get(..length).filter(|part| !part.is_empty()) else {
                break;
            };
            slices.feed(part, &mut lines)?;
            out.write_all(&lines)?;
            lines.clear();
        }
        slices.finish(&mut lines)?;
    } else {
        let mut stream = Stream::new(&signature, &formula, options, style)?;
        loop {
            let length = log.read(&mut piece)?;
            let Some(part) = piece.get(..length).filter(|part| !part.is_empty()) else {
                break;
            };
            stream.feed(part, &mut lines)?;
            out.write_all(&lines)?;
            lines.clear();
        }
        stream.finish(&mut lines)?;
    }
    out.write_all(&lines)?;
    Ok(())
}
