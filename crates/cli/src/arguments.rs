//! The command line's grammar.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

/// For each promise in a peace agreement: who owes what to whom, by when, what
/// counts as proof, what each side reports, and what is still open.
#[derive(Debug, Parser)]
#[command(name = "servanda", version, propagate_version = true, after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// Print JSON on standard output.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXAMPLES: &str = "Examples:
  servanda report examples/gaza                          the two pages that a committee reads
  servanda why examples/gaza C04[28]                     one status, with its reason
  servanda assess examples/gaza --at 2026-01-20 --known 2026-01-20
  servanda verify examples/gaza                          the record against itself";

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Start a folder, empty or from a tracker.
    New {
        /// The folder to make.
        dir: PathBuf,
        /// A tracker (.xlsx, .ods or .csv) with the columns number, text, obligor, deadline, proof.
        #[arg(long)]
        from: Option<PathBuf>,
    },
    /// Show what does not fit in the text, and what is probably unintended.
    Check {
        /// The agreement folder.
        dir: PathBuf,
        /// Also print the defaults that omitted fields take.
        #[arg(long)]
        expand: bool,
        /// Leave out advices.
        #[arg(long)]
        quiet: bool,
    },
    /// Print the report: what changed, why, due next, awaiting reply.
    Report {
        /// The agreement folder.
        dir: PathBuf,
        #[command(flatten)]
        as_of: AsOf,
        /// What changed since this time or record size; 30 days before where left out.
        #[arg(long)]
        since: Option<String>,
        /// Write the page to this file.
        #[arg(long)]
        html: Option<PathBuf>,
        /// The page's language: en, ar or he.
        #[arg(long, default_value = "en")]
        lang: String,
        #[command(flatten)]
        exit: ExitCodes,
    },
    /// Print statuses.
    Assess {
        /// The agreement folder.
        dir: PathBuf,
        /// Clauses; all where none is named.
        clauses: Vec<String>,
        #[command(flatten)]
        as_of: AsOf,
        #[command(flatten)]
        exit: ExitCodes,
    },
    /// Print one status with its reason.
    Why {
        /// The agreement folder.
        dir: PathBuf,
        /// A clause, or one instance of it as `CLAUSE[KEY]`.
        clause: String,
        #[command(flatten)]
        as_of: AsOf,
    },
    /// Print cases: where each stands, for whom it waits, and since when.
    Cases {
        /// The agreement folder.
        dir: PathBuf,
        /// A case, a clause or a ladder; all where none is named.
        case: Option<String>,
        #[command(flatten)]
        as_of: AsOf,
    },
    /// Print what is due next, and what awaits reports.
    Due {
        /// The agreement folder.
        dir: PathBuf,
        /// How many days ahead.
        #[arg(long, default_value_t = 30)]
        days: u32,
        #[command(flatten)]
        as_of: AsOf,
    },
    /// Print money: pledged, committed, disbursed, spent, verified; by donor and clause.
    Funds(Funds),
    /// Print corridors: figures step by step, crossings, denials of access.
    Corridors {
        /// The agreement folder.
        dir: PathBuf,
        #[command(flatten)]
        as_of: AsOf,
    },
    /// Print civilians: each community under each indicator, incidents of harm.
    Civilians {
        /// The agreement folder.
        dir: PathBuf,
        #[command(flatten)]
        as_of: AsOf,
    },
    /// Print what was said: claims beside the record, positions, outside events, risks.
    Narratives {
        /// The agreement folder.
        dir: PathBuf,
        #[command(flatten)]
        as_of: AsOf,
    },
    /// Print what an amendment would change: judge the record under the proposed text.
    #[command(after_help = REPLAY)]
    Replay {
        /// The agreement folder.
        dir: PathBuf,
        /// A Markdown file whose `accord` block holds amendments, or a whole amended text.
        #[arg(long)]
        amend: PathBuf,
        #[command(flatten)]
        as_of: AsOf,
    },
    /// Print two agreements, or one folder at two times, side by side.
    #[command(after_help = COMPARE)]
    Compare(Compare),
    /// Load files into the record.
    #[command(after_help = IMPORT)]
    Import {
        /// The agreement folder.
        dir: PathBuf,
        /// The kind of file: csv, xlsx, ods, geojson, acled, acled-deleted, ucdp, fts, iati, un2720, hxl, t4p or odk.
        kind: String,
        /// The files.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Take nothing where one row is bad.
        #[arg(long)]
        all_or_nothing: bool,
        /// For t4p: COLUMN=MEASURE, which series is read as which measure.
        #[arg(long, value_parser = pair)]
        series: Vec<(String, String)>,
        /// For t4p: who is reported to say it.
        #[arg(long)]
        reporter: Option<String>,
        /// How the files are read: which column is which field, and what the figures count.
        #[arg(long)]
        mapping: Option<PathBuf>,
        /// Print a mapping proposed for the first file, and read nothing.
        #[arg(long)]
        explain: bool,
        #[command(flatten)]
        signing: Signing,
    },
    /// Sign and append one statement.
    #[command(after_help = SUBMIT)]
    Submit {
        /// The agreement folder.
        dir: PathBuf,
        /// The kind: report, closure, declare, challenge, position and so on.
        kind: String,
        /// COLUMN=VALUE, with the columns of evidence files.
        #[arg(value_parser = pair)]
        values: Vec<(String, String)>,
        #[command(flatten)]
        signing: Signing,
    },
    /// Make keys; enrol, rotate, revoke and list them.
    Key {
        /// What to do with keys.
        #[command(subcommand)]
        command: KeyCommand,
    },
    /// Verify a record against itself.
    Verify {
        /// The agreement folder, or a bare record folder.
        dir: PathBuf,
    },
    /// Serve the public site.
    Serve {
        /// The agreement folder.
        dir: PathBuf,
        /// The address and port to listen on; port 0 takes any that is free.
        #[arg(long, default_value = "127.0.0.1:8080")]
        listen: String,
        /// Also serve the members' desk, where statements are signed and appended.
        #[arg(long)]
        desk: bool,
    },
    /// Write what is there in another form.
    #[command(after_help = EXPORT)]
    Export(Export),
    /// Evaluate one temporal formula over a log of events, in MonPoly's formats.
    #[command(after_help = TEMPORAL)]
    Temporal(Temporal),
    /// Print a completion script for a shell.
    Completions {
        /// The shell.
        shell: Shell,
    },
}

const REPLAY: &str = "A line of the file's `accord` block, for example:
  amendment  A2 of 5.1: \"600 or more\" becomes \"400 or more\"";

const COMPARE: &str = "Examples:
  servanda compare examples/truce-2025 examples/gaza
  servanda compare examples/gaza examples/gaza --at 2026-01-20 --at 2026-07-04";

const IMPORT: &str = "Examples:
  servanda import river csv january.csv                  rows of an evidence file
  servanda import river fts flows.json --explain > fts.toml
  servanda import river fts flows.json --mapping fts.toml";

const SUBMIT: &str = "Examples:
  servanda submit river report of=\"Map Handover\" reporter=Monitors happened=2026-05-01 sector=1
  servanda submit river decision act=suspend of=9.1 reporter=Guarantor happened=2026-05-28 refers=12";

const TEMPORAL: &str = "Example:
  servanda temporal --sig bank.sig --formula late.mfotl --log bank.log --every-time-point";

const EXPORT: &str = "Forms:
  html      the public site as files, into a folder
  csv       tables with their description as CSV on the Web, into a folder
  json      everything computed, and the entries it rests on
  xlsx      the tables as one workbook
  geojson   where things happened, rounded to some ten kilometres
  iati      money, as IATI activities
  akn       text and clauses, as Akoma Ntoso
  ics       deadlines, for calendars
  atom      changed statuses, for feed readers
  xlsform   a form for the field, for ODK and Kobo";

/// What is asked of an export.
#[derive(Debug, Args)]
pub(crate) struct Export {
    /// The agreement folder.
    pub(crate) dir: PathBuf,
    /// The form; see below.
    #[arg(long)]
    pub(crate) to: String,
    /// The file or folder to write; `-` for standard output, where it is one file.
    #[arg(long)]
    pub(crate) output: PathBuf,
    /// The language of our own words: en, ar or he.
    #[arg(long, default_value = "en")]
    pub(crate) lang: String,
    /// For atom: what changed since this time or record size; 30 days before where left out.
    #[arg(long)]
    pub(crate) since: Option<String>,
    #[command(flatten)]
    pub(crate) as_of: AsOf,
}

/// What is asked of money.
#[derive(Debug, Args)]
pub(crate) struct Funds {
    /// The agreement folder.
    pub(crate) dir: PathBuf,
    /// Also in this currency, such as USD; the text's where left out.
    #[arg(long = "in")]
    pub(crate) into: Option<String>,
    /// At the rate of this day; of each flow's own day where left out.
    #[arg(long)]
    pub(crate) rate_on: Option<String>,
    #[command(flatten)]
    pub(crate) as_of: AsOf,
}

/// What is asked of a comparison.
#[derive(Debug, Args)]
pub(crate) struct Compare {
    /// The agreement folder on the left.
    pub(crate) left: PathBuf,
    /// The agreement folder on the right; the same one for two times.
    pub(crate) right: PathBuf,
    /// The instant judged: once for both sides, or twice, the left side's first. Where left out: now; for an example, where its record ends.
    #[arg(long)]
    pub(crate) at: Vec<String>,
    /// What was known: once for both sides, or twice; everything where left out.
    #[arg(long)]
    pub(crate) known: Vec<String>,
    /// Exit with 1 where something differs.
    #[arg(long)]
    pub(crate) exit_code: bool,
}

/// What the temporal engine is asked.
#[derive(Debug, Args)]
pub(crate) struct Temporal {
    /// The signature: which events there are, with the types of their arguments.
    #[arg(long)]
    pub(crate) sig: PathBuf,
    /// The file with the formula.
    #[arg(long)]
    pub(crate) formula: PathBuf,
    /// The log, in order of time; standard input where left out or `-`.
    #[arg(long)]
    pub(crate) log: Option<PathBuf>,
    /// Take the log as complete, so that nothing stays undecided.
    #[arg(long)]
    pub(crate) end_of_time: bool,
    /// Aggregate nothing to 0 where there is no grouping, as MonPoly does.
    #[arg(long)]
    pub(crate) monpoly: bool,
    /// Print all that holds at each time-point rather than what changes.
    #[arg(long)]
    pub(crate) every_time_point: bool,
    /// Evaluate the formula's negation; also written -negate.
    #[arg(long)]
    pub(crate) negate: bool,
    /// The log's format, `monpoly` or `csv`; told by how it begins where left out.
    #[arg(long, hide_possible_values = true)]
    pub(crate) format: Option<LogFormat>,
    /// Share the log out among this many workers, where the formula has a key that all its parts name.
    #[arg(long, default_value_t = 1, hide_default_value = true)]
    pub(crate) workers: usize,
    /// At the end of the log, write what is held to this file instead of ending.
    #[arg(long, conflicts_with_all = ["end_of_time", "workers"])]
    pub(crate) checkpoint: Option<PathBuf>,
    /// Go on from a file that --checkpoint wrote, with the log that follows.
    #[arg(long, conflicts_with = "workers")]
    pub(crate) resume: Option<PathBuf>,
}

/// Names the formats of a log.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum LogFormat {
    /// `@10 pay("a",5)("b",7) close("c");`
    Monpoly,
    /// `pay, tp=3, ts=10, x0=a, x1=5`, one event per line
    Csv,
}

/// Gives the words of the command line, with MonPoly's own as ours.
pub(crate) fn words() -> impl Iterator<Item = std::ffi::OsString> {
    const OWN: [&str; 4] = ["-negate", "-sig", "-formula", "-log"];
    std::env::args_os().map(|word| match word.to_str() {
        Some(own) if OWN.contains(&own) => format!("-{own}").into(),
        _ => word,
    })
}

/// The two instants of an answer.
#[derive(Debug, Args)]
pub(crate) struct AsOf {
    /// The instant judged: a date (its end, in Accord Time) or an instant. Where left out: now; for an example, where its record ends.
    #[arg(long)]
    pub(crate) at: Option<String>,
    /// What was known: a date, an instant or a record size; everything where left out.
    #[arg(long)]
    pub(crate) known: Option<String>,
}

/// Whether statuses set the exit code.
#[derive(Debug, Args)]
pub(crate) struct ExitCodes {
    /// Exit with 1 where a status is adverse.
    #[arg(long)]
    pub(crate) exit_code: bool,
    /// Exit with 3 where a status is undetermined.
    #[arg(long)]
    pub(crate) strict: bool,
}

/// Who signs.
#[derive(Debug, Args)]
pub(crate) struct Signing {
    /// The key file; the folder's desk key where left out.
    #[arg(long)]
    pub(crate) key: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) passphrase: Passphrase,
}

/// Where the passphrase of a sealed key comes from.
#[derive(Debug, Args)]
pub(crate) struct Passphrase {
    /// The file whose first line is the passphrase; else the variable SERVANDA_PASSPHRASE.
    #[arg(long)]
    pub(crate) passphrase_file: Option<PathBuf>,
    /// Ask for the passphrase where it is not given.
    #[arg(long)]
    pub(crate) interactive: bool,
}

/// What to do with keys.
#[derive(Debug, Subcommand)]
pub(crate) enum KeyCommand {
    /// Make a key of one's own, sealed with a passphrase.
    New {
        /// The agreement folder.
        dir: PathBuf,
        /// Whose key it is: the name in the agreement.
        #[arg(long)]
        name: String,
        /// The file to write; `keys/NAME.key` in the folder where left out.
        #[arg(long)]
        out: Option<PathBuf>,
        /// Leave the secret open in the file.
        #[arg(long)]
        plain: bool,
        /// Write the key's request to this file.
        #[arg(long)]
        request_to: Option<PathBuf>,
        #[command(flatten)]
        passphrase: Passphrase,
    },
    /// Show a key and its request: the line to send to whoever enrols it.
    Show {
        /// The agreement folder.
        dir: PathBuf,
        /// Write the request to this file.
        #[arg(long)]
        request_to: Option<PathBuf>,
        #[command(flatten)]
        signing: Signing,
    },
    /// Enrol a key, or sign for one that is on record.
    Enrol {
        /// The agreement folder.
        dir: PathBuf,
        /// The request of the key to enrol, or a file that holds it; the signing key itself where left out.
        #[arg(long)]
        request: Option<String>,
        #[command(flatten)]
        signing: Signing,
    },
    /// Put a new key of the same holder in the place of the one that signs.
    Rotate {
        /// The agreement folder.
        dir: PathBuf,
        /// The file of the new key.
        #[arg(long)]
        to: PathBuf,
        #[command(flatten)]
        signing: Signing,
    },
    /// End a key for good.
    Revoke {
        /// The agreement folder.
        dir: PathBuf,
        /// The key: its id or its public key.
        id: String,
        /// Since when it may have been in other hands: an instant, or a date (its beginning, in Accord Time).
        #[arg(long)]
        suspected_since: Option<String>,
        #[command(flatten)]
        signing: Signing,
    },
    /// Answer a desk's challenge, to open a session there.
    Answer {
        /// The agreement folder.
        dir: PathBuf,
        /// The challenge, as the desk's page shows it.
        challenge: String,
        #[command(flatten)]
        signing: Signing,
    },
    /// List the keys on record.
    List {
        /// The agreement folder.
        dir: PathBuf,
    },
}

fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("write it as NAME=VALUE".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_grammar_is_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn pairs_split_at_the_first_sign() {
        assert_eq!(pair("note=a=b"), Ok(("note".into(), "a=b".into())));
        assert!(pair("note").is_err());
    }
}
