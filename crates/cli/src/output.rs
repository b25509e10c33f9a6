//! What is printed where, and how a run ends.

use std::io::{self, Write as _};
use std::process::ExitCode;

use serde_json::json;
use servanda_app::Error;

/// How a run ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Nothing adverse.
    Fine,
    /// A status, a diagnostic or a verification is adverse.
    Adverse,
    /// Wrong usage, or a failure.
    Failure,
    /// A status is undetermined, and the user asked to be told.
    Undetermined,
    /// The key or its role is not entitled.
    NotEntitled,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Fine => 0,
            Exit::Adverse => 1,
            Exit::Failure => 2,
            Exit::Undetermined => 3,
            Exit::NotEntitled => 4,
        })
    }
}

/// Prints data to standard output. A reader that went away is no failure.
pub(crate) fn data(text: &str) {
    let mut out = io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// Prints a message to standard error.
pub(crate) fn message(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Prints an answer as JSON.
pub(crate) fn answer(value: &impl serde::Serialize) {
    let text = serde_json::to_string_pretty(value)
        .unwrap_or_else(|fault| format!("{{\"error\":\"{fault}\"}}"));
    data(&format!("{text}\n"));
}

/// Prints an error with its ways out.
pub(crate) fn error(error: &Error, json: bool) -> Exit {
    let ways_out = error.ways_out();
    if json {
        answer(&json!({"error": {
            "code": error.code(),
            "message": error.chain(),
            "place": error.place(),
            "ways_out": ways_out,
        }}));
    } else {
        message(&format!("error: {}", error.chain()));
        for way in ways_out {
            message(&format!("  way out: {way}"));
        }
    }
    if matches!(error, Error::Forbidden { .. } | Error::NotEntitled { .. }) {
        Exit::NotEntitled
    } else {
        Exit::Failure
    }
}

/// Prints what clap says: help to standard output, complaints to standard
/// error.
pub(crate) fn usage(usage: &clap::Error) -> ExitCode {
    if usage.use_stderr() {
        message(usage.to_string().trim_end());
        return Exit::Failure.into();
    }
    data(&usage.to_string());
    Exit::Fine.into()
}
