//! DuckDB on the policies that SQL can state: resp, cnt and agg.
//!
//! DuckDB comes from the Python package index into a folder of the build. It
//! reads the same events from a file of comma-separated values, its own format,
//! on one thread, and counts; the whole process is measured, as the engine's is.
//! For cnt and agg it answers less: only at time-points where the key itself
//! has an event.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::generate;
use super::{Asked, Cost, RUNS, command, cost, hundredths, judge, median, prepare};

const SCRIPT: &str = include_str!("duck.py");

/// Measures both and prints them side by side.
pub(super) fn run(asked: &Asked, folder: &Path, programs: &Path) -> Result<bool, String> {
    let python = installed(folder)?;
    let script = folder.join("duck.py");
    fs::write(&script, SCRIPT).map_err(|fault| fault.to_string())?;
    let events = asked.events.unwrap_or(1_000_000);
    println!("policy    engine M/s  DuckDB M/s  ratio  engine MB  DuckDB MB");
    for policy in asked
        .policies()
        .filter(|p| ["resp", "cnt", "agg"].contains(&p.name))
    {
        let paths = prepare(policy, events, generate::width(policy), folder)?;
        let [_, _, log] = &paths;
        let table = log.with_extension("csv");
        let text = fs::read_to_string(log).map_err(|fault| fault.to_string())?;
        fs::write(&table, rows(&text)).map_err(|fault| fault.to_string())?;
        let mut costs: [Vec<Cost>; 2] = [Vec::new(), Vec::new()];
        for _ in 0..RUNS {
            let mut duck = Command::new(&python);
            duck.arg(&script).arg(policy.name).arg(&table);
            let engine = command(&judge(programs, &paths));
            for (command, costs) in [engine, duck].iter_mut().zip(&mut costs) {
                costs.push(cost(command)?);
            }
        }
        let [engine, duck] = costs.map(|mut costs| median(&mut costs));
        let rate = |cost: Cost| events / cost.ticks.max(1) / 100;
        println!(
            "{:<9} {:>10}  {:>10}  {:>5}  {:>9}  {:>9}",
            policy.name,
            hundredths(rate(engine)),
            hundredths(rate(duck)),
            hundredths(100 * duck.ticks / engine.ticks.max(1)),
            engine.memory_kb / 1024,
            duck.memory_kb / 1024,
        );
    }
    Ok(true)
}

/// Puts DuckDB into a folder of its own, once, and gives its Python.
pub(super) fn installed(folder: &Path) -> Result<std::path::PathBuf, String> {
    let home = folder.join("duckdb");
    let python = home.join("bin").join("python");
    if home.join("ready").exists() {
        return Ok(python);
    }
    let ran = |command: &mut Command| match command.status() {
        Ok(status) if status.success() => Ok(()),
        _ => Err("DuckDB could not be installed from the Python package index".to_owned()),
    };
    ran(Command::new("python3").args(["-m", "venv"]).arg(&home))?;
    ran(Command::new(&python).args(["-m", "pip", "install", "--quiet", "duckdb"]))?;
    fs::write(home.join("ready"), "").map_err(|fault| fault.to_string())?;
    Ok(python)
}

/// Turns a log of one event per time-point into lines `ts,name,x0,x1,x2`.
fn rows(log: &str) -> String {
    let mut rows = String::from("ts,name,x0,x1,x2\n");
    for line in log.lines() {
        let Some((ts, event)) = line.trim_start_matches('@').split_once(' ') else {
            continue;
        };
        let Some((name, values)) = event.trim_end_matches(");").split_once('(') else {
            continue;
        };
        let missing = 2_usize.saturating_sub(values.matches(',').count());
        rows.push_str(&format!("{ts},{name},{values}{}\n", ",".repeat(missing)));
    }
    rows
}
