//! `cargo xtask bench temporal`: the engine on ten policies, beside a loop
//! written by hand for each.
//!
//! Logs come from [`generate`], the loops live in [`mod@floor`]. What is measured
//! is the processor time of a process of its own, start and reading included,
//! and the most memory it held, both as the system counts them (Linux only).
//! Of five runs, alternating with the loop's, the median counts.

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

mod floor;
mod generate;

use generate::{POLICIES, Policy};

const RUNS: usize = 5;

/// What one run took.
#[derive(Debug, Clone, Copy)]
struct Cost {
    /// In hundredths of a second.
    ticks: u64,
    memory_kb: u64,
}

/// Runs the bench over `arguments`: how many events, at most one policy, and
/// how many events per time-point.
///
/// # Errors
/// When an argument is unknown or something cannot be built or run.
pub(crate) fn run(root: &Path, arguments: &[&str]) -> Result<bool, String> {
    let (mut events, mut chosen, mut width) = (1_000_000, None, None);
    for argument in arguments {
        let number = |text: &str| {
            text.parse::<u64>()
                .map_err(|_| format!("`{argument}` is no number of events"))
        };
        if let Some(text) = argument.strip_prefix("--width=") {
            width = Some(number(text)?.max(1));
        } else if POLICIES.iter().any(|p| p.name == *argument) {
            chosen = Some(*argument);
        } else {
            events = number(argument)?;
        }
    }
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built = Command::new(cargo)
        .args(["build", "--release", "-p", "servanda-cli", "-p", "xtask"])
        .current_dir(root)
        .status()
        .map_err(|fault| format!("cargo could not be started: {fault}"))?;
    if !built.success() {
        return Ok(false);
    }
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let folder = target.join("bench");
    fs::create_dir_all(&folder).map_err(|fault| fault.to_string())?;
    println!("policy    width   engine M/s  loop M/s  ratio  engine MB  loop MB  goal M/s");
    for policy in POLICIES
        .iter()
        .filter(|p| chosen.is_none_or(|name| name == p.name))
    {
        let width = width.unwrap_or_else(|| generate::width(policy));
        let paths = prepare(policy, events, width, &folder)?;
        measure(policy, (events, width), &paths, &target.join("release"))?;
    }
    Ok(true)
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
    let [signature, formula, log] = paths;
    let mut costs: [Vec<Cost>; 2] = [Vec::new(), Vec::new()];
    for _ in 0..RUNS {
        let mut engine = Command::new(programs.join("servanda"));
        engine.args(["temporal", "--end-of-time", "--every-time-point", "--sig"]);
        engine
            .arg(signature)
            .arg("--formula")
            .arg(formula)
            .arg("--log")
            .arg(log);
        let mut hand = Command::new(programs.join("xtask"));
        hand.args(["floor", policy.name]).arg(log);
        for (command, costs) in [&mut engine, &mut hand].into_iter().zip(&mut costs) {
            costs.push(cost(command)?);
        }
    }
    let [engine, hand] = costs.map(|mut costs| {
        costs.sort_by_key(|cost| cost.ticks);
        costs.get(RUNS / 2).copied().unwrap_or(Cost {
            ticks: 1,
            memory_kb: 0,
        })
    });
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
