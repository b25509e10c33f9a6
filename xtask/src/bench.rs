//! `cargo xtask bench temporal`: the engine on ten policies, beside a loop
//! written by hand for each.
//!
//! Logs come from [`generate`], the loops live in [`mod@floor`]. What is measured
//! is the processor time of a process of its own, start and reading included,
//! and the most memory it held, both as the system counts them (Linux only).
//! Of five runs, alternating with the loop's, the median counts. Only the
//! engine's crate is built, with its example `judge`, which does what
//! `servanda temporal` does.
//!
//! `--sweep` takes the densities 1, 10, 100 and 1,000; `--instructions` counts
//! instructions instead (valgrind) and adds them to [`TREND`]; `--duckdb` holds
//! DuckDB against the policies that it can state ([`duck`]).

use std::fs::{self, File, OpenOptions};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

mod duck;
mod floor;
mod generate;
mod import;

use generate::{POLICIES, Policy};

const RUNS: usize = 5;

/// Where the counts of instructions are kept.
const TREND: &str = "xtask/bench/instructions.csv";

/// What one run took.
#[derive(Debug, Clone, Copy)]
struct Cost {
    /// In hundredths of a second.
    ticks: u64,
    memory_kb: u64,
}

/// Says what is to be measured.
#[derive(Debug, Default)]
struct Asked {
    events: Option<u64>,
    policy: Option<&'static Policy>,
    widths: Vec<u64>,
    instructions: bool,
    duckdb: bool,
}

impl Asked {
    fn parse(arguments: &[&str]) -> Result<Self, String> {
        let mut asked = Self::default();
        for argument in arguments {
            let number = |text: &str| {
                text.parse::<u64>()
                    .map_err(|_| format!("`{argument}` is no number of events"))
            };
            if let Some(text) = argument.strip_prefix("--width=") {
                asked.widths = vec![number(text)?.max(1)];
            } else if *argument == "--sweep" {
                asked.widths = vec![1, 10, 100, 1_000];
            } else if *argument == "--instructions" {
                asked.instructions = true;
            } else if *argument == "--duckdb" {
                asked.duckdb = true;
            } else if let Some(policy) = POLICIES.iter().find(|p| p.name == *argument) {
                asked.policy = Some(policy);
            } else {
                asked.events = Some(number(argument)?);
            }
        }
        Ok(asked)
    }

    fn policies(&self) -> impl Iterator<Item = &'static Policy> {
        let chosen = self.policy.map(|policy| policy.name);
        POLICIES
            .iter()
            .filter(move |p| chosen.is_none_or(|name| name == p.name))
    }
}

/// Runs the bench over `arguments`.
///
/// # Errors
/// When an argument is unknown or something cannot be built or run.
pub(crate) fn run(root: &Path, arguments: &[&str]) -> Result<bool, String> {
    let asked = Asked::parse(arguments)?;
    let engine = &["-p", "servanda-temporal", "--example", "judge"][..];
    let Some((folder, programs)) = built(root, &[engine, &["-p", "xtask"]])? else {
        return Ok(false);
    };
    if asked.instructions {
        return trend(root, &asked, &folder, &programs);
    }
    if asked.duckdb {
        return duck::run(&asked, &folder, &programs);
    }
    println!("policy    width   engine M/s  loop M/s  ratio  engine MB  loop MB  goal M/s");
    let events = asked.events.unwrap_or(1_000_000);
    for policy in asked.policies() {
        let usual = vec![generate::width(policy)];
        let widths = if asked.widths.is_empty() {
            &usual
        } else {
            &asked.widths
        };
        for &width in widths {
            let paths = prepare(policy, events, width, &folder)?;
            measure(policy, (events, width), &paths, &programs)?;
        }
    }
    Ok(true)
}

/// Runs the bench of imports over as many rows as asked for, else a million.
///
/// # Errors
/// When the number is none, or something cannot be built or run.
pub(crate) fn imports(root: &Path, arguments: &[&str]) -> Result<bool, String> {
    let rows = match arguments {
        [] => 1_000_000,
        [rows, ..] => rows
            .parse()
            .map_err(|_| format!("`{rows}` is no number of rows"))?,
    };
    match built(root, &[&["-p", "servanda-cli"]])? {
        Some((folder, programs)) => import::run(&folder, &programs, rows),
        None => Ok(false),
    }
}

/// Builds what is measured; gives the bench's folder and that of the programs.
fn built(root: &Path, targets: &[&[&str]]) -> Result<Option<(PathBuf, PathBuf)>, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    for target in targets {
        let built = Command::new(&cargo)
            .args(["build", "--release"])
            .args(*target)
            .current_dir(root)
            .status()
            .map_err(|fault| format!("cargo could not be started: {fault}"))?;
        if !built.success() {
            return Ok(None);
        }
    }
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let folder = target.join("bench");
    fs::create_dir_all(&folder).map_err(|fault| fault.to_string())?;
    Ok(Some((folder, target.join("release"))))
}

/// Counts instructions per event and adds them to the trend.
fn trend(root: &Path, asked: &Asked, folder: &Path, programs: &Path) -> Result<bool, String> {
    let events = asked.events.unwrap_or(100_000);
    let name = Command::new("git")
        .args(["describe", "--always", "--dirty"])
        .current_dir(root)
        .output()
        .map_err(|fault| format!("git could not be started: {fault}"))?;
    let name = String::from_utf8_lossy(&name.stdout).trim().to_owned();
    let mut kept = OpenOptions::new()
        .append(true)
        .open(root.join(TREND))
        .map_err(|fault| format!("{TREND}: {fault}"))?;
    for policy in asked.policies() {
        let width = generate::width(policy);
        let paths = prepare(policy, events, width, folder)?;
        let engine = instructions(Command::new("valgrind"), &judge(programs, &paths))?;
        let [_, _, log] = &paths;
        let hand = [
            programs.join("xtask"),
            "floor".into(),
            policy.name.into(),
            log.clone(),
        ];
        let hand = instructions(Command::new("valgrind"), &hand)?;
        let line = format!(
            "{name},{},{events},{width},{},{}",
            policy.name,
            engine / events.max(1),
            hand / events.max(1)
        );
        println!("{line}");
        writeln!(kept, "{line}").map_err(|fault| format!("{TREND}: {fault}"))?;
    }
    Ok(true)
}

/// Runs a program under valgrind and reads how many instructions it took.
fn instructions(mut valgrind: Command, program: &[PathBuf]) -> Result<u64, String> {
    let output = valgrind
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .args(program)
        .output()
        .map_err(|fault| format!("valgrind could not be started: {fault}"))?;
    let text = String::from_utf8_lossy(&output.stderr);
    let counted = text
        .lines()
        .find_map(|line| line.split_once("Collected : "));
    let counted = counted.and_then(|(_, number)| number.trim().parse().ok());
    counted.ok_or_else(|| format!("valgrind counted nothing:\n{text}"))
}

/// Gives the words that run the engine.
fn judge(programs: &Path, [signature, formula, log]: &[PathBuf; 3]) -> [PathBuf; 4] {
    let program = programs.join("examples").join("judge");
    [program, signature.clone(), formula.clone(), log.clone()]
}

fn command([program, words @ ..]: &[PathBuf; 4]) -> Command {
    let mut command = Command::new(program);
    command.args(words);
    command
}

/// Runs the hand-written loop of one policy over one log.
///
/// # Errors
/// When the log cannot be read.
pub(crate) fn floor(policy: &str, path: &str) -> Result<bool, String> {
    let log = fs::read(path).map_err(|fault| format!("{path}: {fault}"))?;
    println!("{}", floor::run(policy, &log));
    Ok(true)
}

/// Writes the signature, the formula and the log of a policy.
fn prepare(
    policy: &Policy,
    events: u64,
    width: u64,
    folder: &Path,
) -> Result<[PathBuf; 3], String> {
    let file = |ending: &str| folder.join(format!("{}-{events}-{width}.{ending}", policy.name));
    let paths = [file("sig"), file("mfotl"), file("log")];
    let [signature, formula, log] = &paths;
    let written = fs::write(signature, policy.signature)
        .and_then(|()| fs::write(formula, policy.formula))
        .and_then(|()| {
            let mut out = BufWriter::new(File::create(log)?);
            generate::write(policy, events, width, &mut out)?;
            out.flush()
        });
    written.map_err(|fault| format!("the log of {} could not be written: {fault}", policy.name))?;
    Ok(paths)
}

fn measure(
    policy: &Policy,
    (events, width): (u64, u64),
    paths: &[PathBuf; 3],
    programs: &Path,
) -> Result<(), String> {
    let [_, _, log] = paths;
    let mut costs: [Vec<Cost>; 2] = [Vec::new(), Vec::new()];
    for _ in 0..RUNS {
        let mut engine = command(&judge(programs, paths));
        let mut hand = Command::new(programs.join("xtask"));
        hand.args(["floor", policy.name]).arg(log);
        for (command, costs) in [&mut engine, &mut hand].into_iter().zip(&mut costs) {
            costs.push(cost(command)?);
        }
    }
    let [engine, hand] = costs.map(|mut costs| median(&mut costs));
    // In hundredths of a million events per second.
    let rate = |cost: Cost| events / cost.ticks.max(1) / 100;
    println!(
        "{:<9} {width:>5}   {:>10}  {:>8}  {:>5}  {:>9}  {:>7}  {:>8}",
        policy.name,
        hundredths(rate(engine)),
        hundredths(rate(hand)),
        hundredths(100 * engine.ticks / hand.ticks.max(1)),
        engine.memory_kb / 1024,
        hand.memory_kb / 1024,
        hundredths(policy.goal / 10_000),
    );
    Ok(())
}

fn median(costs: &mut [Cost]) -> Cost {
    costs.sort_by_key(|cost| cost.ticks);
    costs.get(costs.len() / 2).copied().unwrap_or(Cost {
        ticks: 1,
        memory_kb: 0,
    })
}

fn hundredths(number: u64) -> String {
    format!("{}.{:02}", number / 100, number % 100)
}

/// Runs a command to its end and reads from the system what it took.
fn cost(command: &mut Command) -> Result<Cost, String> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .map_err(|error| format!("a measured run could not be started: {error}"))?;
    let status = format!("/proc/{}/status", child.id());
    let stat = format!("/proc/{}/stat", child.id());
    let mut memory_kb = 0;
    // A process that ended keeps its times until it is waited for.
    let ticks = loop {
        let line = fs::read_to_string(&stat).map_err(|error| error.to_string())?;
        let after = line.rsplit_once(") ").map_or("", |(_, rest)| rest);
        let fields: Vec<&str> = after.split(' ').collect();
        if fields.first() == Some(&"Z") {
            let field = |at: usize| fields.get(at).and_then(|f| f.parse::<u64>().ok());
            break field(11).unwrap_or(0) + field(12).unwrap_or(0);
        }
        let text = fs::read_to_string(&status).unwrap_or_default();
        let peak = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let peak = peak.and_then(|p| p.trim().strip_suffix(" kB")?.parse().ok());
        memory_kb = memory_kb.max(peak.unwrap_or(0));
        std::thread::sleep(Duration::from_millis(20));
    };
    let ended = child.wait().map_err(|error| error.to_string())?;
    if ended.success() {
        Ok(Cost { ticks, memory_kb })
    } else {
        Err("a measured run failed".to_owned())
    }
}
