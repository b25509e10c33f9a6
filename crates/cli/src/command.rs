//! One function per command: parse what is left to parse, call the use case,
//! print its answer.

mod compare;
mod export;
mod judged;
mod keys;
mod recorded;
mod replay;
mod shown;
mod temporal;
mod text;
mod told;

use jiff::Timestamp;
use servanda_app::{Error, Folder, Opened};

use crate::arguments::{Arguments, Command};
use crate::output::{self, Exit};

/// Runs a command.
///
/// # Errors
/// Whatever kept it from answering.
pub(crate) fn run(arguments: Arguments) -> Result<Exit, Error> {
    let json = arguments.json;
    match arguments.command {
        Command::New { dir, from } => text::new(&dir, from.as_deref(), json),
        Command::Check { dir, expand, quiet } => text::check(&dir, expand, quiet, json),
        Command::Report {
            dir,
            as_of,
            since,
            html,
            lang,
            exit,
        } => {
            let asked = judged::Report {
                since: since.as_deref(),
                html: html.as_deref(),
                language: &lang,
            };
            judged::report(&dir, &as_of, &asked, &exit, json)
        }
        Command::Assess {
            dir,
            clauses,
            as_of,
            exit,
        } => judged::assess(&dir, &clauses, &as_of, &exit, json),
        Command::Why { dir, clause, as_of } => judged::why(&dir, &clause, &as_of, json),
        Command::Cases { dir, case, as_of } => judged::cases(&dir, case.as_deref(), &as_of, json),
        Command::Due { dir, days, as_of } => judged::due(&dir, days, &as_of, json),
        Command::Funds(asked) => told::funds(asked, json),
        Command::Corridors { dir, as_of } => told::corridors(&dir, &as_of, json),
        Command::Narratives { dir, as_of } => told::narratives(&dir, &as_of, json),
        Command::Civilians { dir, as_of } => told::civilians(&dir, &as_of, json),
        Command::Replay { dir, amend, as_of } => replay::replay(&dir, &amend, &as_of, json),
        Command::Compare(asked) => compare::compare(&asked, json),
        Command::Import {
            dir,
            kind,
            files,
            all_or_nothing,
            series,
            reporter,
            mapping,
            explain,
            signing,
        } => {
            if explain {
                return recorded::explain(&dir, &kind, &files, json);
            }
            let options = servanda_app::submit::ImportOptions {
                all_or_nothing,
                series,
                reporter,
                mapping,
            };
            recorded::import(&dir, &kind, &files, &options, &signing, json)
        }
        Command::Submit {
            dir,
            kind,
            values,
            signing,
        } => recorded::submit(&dir, &kind, &values, &signing, json),
        Command::Key { command } => keys::run(&command, json),
        Command::Verify { dir } => recorded::verify(&dir, json),
        Command::Serve { dir, listen, desk } => shown::serve(&dir, &listen, desk),
        Command::Export(asked) => export::export(&asked),
        Command::Temporal(asked) => temporal::run(&asked),
        Command::Completions { shell } => Ok(completions(shell)),
    }
}

/// Prints a shell's completion script.
fn completions(shell: clap_complete::Shell) -> Exit {
    let mut script = Vec::new();
    let mut grammar = <Arguments as clap::CommandFactory>::command();
    clap_complete::generate(shell, &mut grammar, "servanda", &mut script);
    output::data(&String::from_utf8_lossy(&script));
    Exit::Fine
}

/// Opens an agreement folder.
fn open(dir: &std::path::Path) -> Result<Opened, Error> {
    Opened::open(Folder::read(dir)?)
}

/// Reads the clock: once a run, here and nowhere else.
fn now() -> Timestamp {
    Timestamp::now()
}
