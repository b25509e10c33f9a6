//! `cargo xtask bench import`: a file of many rows into a record, beside
//! DuckDB's reader of the same file.
//!
//! What is measured is `servanda import` whole: reading, the agreement's check of
//! each row, its line, its hash, and the batch on disk. DuckDB reads the file
//! into a table, on one thread. Memory is shown at the number of rows asked for
//! and at a tenth of it, since it may not grow with a file but for the keys of
//! its rows.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::Command;

use super::duck::installed;
use super::{Cost, cost, hundredths, median};

const RUNS: usize = 3;

const READ: &str = "import sys, duckdb\n\
    database = duckdb.connect(config={'threads': 1})\n\
    database.execute(f\"CREATE TABLE t AS FROM read_csv('{sys.argv[1]}', header = true)\")\n\
    print(database.execute('SELECT count(*) FROM t').fetchone()[0])\n";

const AGREEMENT: &str = r"# Bench

```accord
agreement  Bench
  time      Accord Time is UTC+02:00
  in force  2026-01-01
party      North; South
body       Monitors, neutral
measure    Deaths
  reported  Monitors
measure    Money in USD
  reported  Monitors
```
";

/// A kind of file that is measured.
struct Sort {
    kind: &'static str,
    mapping: &'static str,
    header: &'static str,
    row: fn(u64, &mut dyn Write) -> std::io::Result<()>,
}

const SORTS: [Sort; 2] = [
    Sort {
        kind: "acled",
        mapping: "kind = \"acled\"\n[source]\npublisher = \"ACLED\"\nlicence = \"terms\"\n\
            [[read]]\nof = \"Deaths\"\nscope = \"as ACLED counts\"\nreporter = \"Monitors\"\n\
            [read.from]\nhappened = \"event_date\"\nfigure = \"fatalities\"\n",
        header: "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,\
            sub_event_type,actor1,assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,\
            civilian_targeting,iso,region,country,admin1,admin2,admin3,location,latitude,\
            longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp",
        row: acled,
    },
    Sort {
        kind: "fts",
        mapping: "kind = \"fts\"\n[source]\npublisher = \"OCHA\"\nlicence = \"CC BY-IGO 3.0\"\n\
            [[read]]\nof = \"Money\"\nscope = \"flows\"\nunit = \"USD\"\nreporter = \"Monitors\"\n\
            [read.from]\nhappened = \"@decided\"\nfigure = \"amountUSD\"\n\
            [read.where]\nstatus = [\"paid\"]\n",
        header: "id,amountUSD,budgetYear,contributionType,createdAt,date,decisionDate,\
            description,exchangeRate,firstReportedDate,flowType,method,newMoney,originalAmount,\
            originalCurrency,status,boundary,srcOrganization,destOrganization,destPlan",
        row: fts,
    },
];

fn acled(row: u64, out: &mut dyn Write) -> std::io::Result<()> {
    let (month, day) = (1 + row % 11, 1 + row % 28);
    writeln!(
        out,
        "PSE{row},2026-{month:02}-{day:02},2026,1,Political violence,Battles,Armed clash,\
         \"Force {} (2022-)\",,1,Group {},,3,13,,275,Middle East,Palestine,Gaza Strip,Khan Yunis,,\
         Place {},31.{:03},34.{:03},1,Source {},Local,\"On {day}, event {row} near the place, with \
         a note as long as such rows have, reported by several.\",{},crowd size=no report,17{row:08}",
        row % 17,
        row % 23,
        row % 400,
        row % 1000,
        row % 900,
        row % 50,
        row % 4
    )
}

fn fts(row: u64, out: &mut dyn Write) -> std::io::Result<()> {
    let day = format!("2026-{:02}-{:02}", 1 + row % 11, 1 + row % 28);
    writeln!(
        out,
        "{row},{},2026,financial,{day},{day},{day},\"Assistance, tranche {row}\",1.{:03},{day},\
         Standard,Traditional aid,true,{},EUR,paid,incoming,Donor {},Agency {},Plan {}",
        1000 + row % 99_999,
        row % 1000,
        900 + row % 99_999,
        row % 40,
        row % 60,
        row % 9
    )
}

/// Runs the bench over so many rows.
///
/// # Errors
/// When something cannot be built, written or run.
pub(super) fn run(folder: &Path, programs: &Path, rows: u64) -> Result<bool, String> {
    let python = installed(folder)?;
    let script = folder.join("read.py");
    fs::write(&script, READ).map_err(|fault| fault.to_string())?;
    println!("kind   rows       import k/s  DuckDB k/s  ratio  import MB  at a tenth  DuckDB MB");
    for sort in &SORTS {
        let (whole, tenth) = (table(folder, sort, rows)?, table(folder, sort, rows / 10)?);
        let mut costs: [Vec<Cost>; 2] = [Vec::new(), Vec::new()];
        for _ in 0..RUNS {
            costs[0].push(import(folder, programs, sort, &whole)?);
            costs[1].push(cost(Command::new(&python).arg(&script).arg(&whole))?);
        }
        let small = import(folder, programs, sort, &tenth)?;
        let [import, duck] = costs.map(|mut costs| median(&mut costs));
        // In hundredths of a thousand rows per second.
        let rate = |cost: Cost| rows * 10 / cost.ticks.max(1);
        println!(
            "{:<6} {rows:<9}  {:>10}  {:>10}  {:>5}  {:>9}  {:>10}  {:>9}",
            sort.kind,
            hundredths(rate(import)),
            hundredths(rate(duck)),
            hundredths(100 * duck.ticks / import.ticks.max(1)),
            import.memory_kb / 1024,
            small.memory_kb / 1024,
            duck.memory_kb / 1024,
        );
    }
    Ok(true)
}

/// Imports a table into a record of its own.
fn import(folder: &Path, programs: &Path, sort: &Sort, table: &Path) -> Result<Cost, String> {
    let place = folder.join("import");
    let told = |fault: std::io::Error| format!("{}: {fault}", place.display());
    if place.exists() {
        fs::remove_dir_all(&place).map_err(told)?;
    }
    fs::create_dir_all(&place).map_err(told)?;
    fs::write(place.join("agreement.md"), AGREEMENT).map_err(told)?;
    fs::write(place.join("servanda.toml"), "id = \"bench\"\n").map_err(told)?;
    let mapping = place.join("mapping.toml");
    fs::write(&mapping, sort.mapping).map_err(told)?;
    let mut command = Command::new(programs.join("servanda"));
    command.arg("import").arg(&place).arg(sort.kind).arg(table);
    cost(command.arg("--mapping").arg(&mapping))
}

/// Writes a table of so many rows, once.
fn table(folder: &Path, sort: &Sort, rows: u64) -> Result<std::path::PathBuf, String> {
    let path = folder.join(format!("{}-{rows}.csv", sort.kind));
    let write = || {
        let mut out = BufWriter::new(File::create(&path)?);
        writeln!(out, "{}", sort.header)?;
        (0..rows).try_for_each(|row| (sort.row)(row, &mut out))?;
        out.flush()
    };
    write().map_err(|fault: std::io::Error| format!("{}: {fault}", path.display()))?;
    Ok(path)
}
