//! The `servanda` binary: arguments in, answers out.
//!
//! What lives here: the command line's grammar ([`arguments`]), one module per
//! command ([`command`]), what is printed where ([`output`]). Everything that a
//! command does lives in `app`. Data goes to standard output, messages to
//! standard error; exit codes are those of [`output::Exit`].

mod arguments;
mod command;
mod output;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    let arguments = match arguments::Arguments::try_parse_from(arguments::words()) {
        Ok(arguments) => arguments,
        Err(usage) => return output::usage(&usage),
    };
    let json = arguments.json;
    match command::run(arguments) {
        Ok(exit) => exit.into(),
        Err(error) => output::error(&error, json).into(),
    }
}
