//! The daily series of Tech for Palestine: one party's figures, by day.
//!
//! The file is an array of records with `report_date` and one number per
//! series. Each day on which a chosen series has a value becomes one report of
//! the measure it is read as. Extrapolated series (`ext_…`) are read only where
//! they are asked for by name, and the report says so. Cumulative series
//! (`…_cum`) become running totals.
//!
//! Source: the publisher's API documentation; public domain (Unlicense).

use std::collections::BTreeMap;

use serde_json::Value as Json;
use servanda_statement::{Kind, Value, written};

use crate::{Draft, FILE_BYTES_MAX, Place, Read, RowFault, Schema};

/// How a series is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// The column of the file.
    pub column: String,
    /// The measure it is reported as.
    pub measure: String,
    /// Who is reported to say it.
    pub reporter: String,
    /// The first and last day taken, where not all are.
    pub days: Option<(servanda_model::time::Date, servanda_model::time::Date)>,
}

/// Who relays the figures.
pub const PUBLISHER: &str = "Tech for Palestine";

/// One day of the file.
type Day = serde_json::Map<String, Json>;

/// Reads the chosen series.
///
/// # Shape
/// Places name the number of the record, from 1, as their line.
pub fn read(file: &str, bytes: &[u8], series: &[Series], schema: &Schema) -> Read {
    let days = match days(file, bytes) {
        Ok(days) => days,
        Err(fault) => {
            return Read {
                drafts: Vec::new(),
                faults: vec![fault],
            };
        }
    };
    let faults = undeclared(file, &days, series, schema);
    if !faults.is_empty() {
        return Read {
            drafts: Vec::new(),
            faults,
        };
    }
    let mut read = Read::default();
    for (number, record) in (1_u64..).zip(&days) {
        for wanted in series {
            match day(record, wanted) {
                Ok(Some(fields)) => read.drafts.push(Draft {
                    label: None,
                    kind: Kind::Report,
                    fields,
                    refers: Vec::new(),
                    place: place(file, number, Some(&wanted.column)),
                }),
                Ok(None) => {}
                Err(reason) => {
                    read.faults.push(RowFault {
                        place: place(file, number, Some(&wanted.column)),
                        reason,
                    });
                }
            }
        }
    }
    read
}

fn place(file: &str, line: u64, column: Option<&str>) -> Place {
    Place {
        file: file.to_owned(),
        line,
        column: column.map(str::to_owned),
    }
}

fn days(file: &str, bytes: &[u8]) -> Result<Vec<Day>, RowFault> {
    if bytes.len() > FILE_BYTES_MAX {
        let reason = format!("the file is larger than {FILE_BYTES_MAX} bytes");
        return Err(RowFault {
            place: place(file, 1, None),
            reason,
        });
    }
    serde_json::from_slice(bytes).map_err(|error| RowFault {
        place: place(file, u64::try_from(error.line()).unwrap_or(1), None),
        reason: format!("not an array of daily records: {error}"),
    })
}

/// Says what of the chosen series neither file nor agreement knows.
fn undeclared(file: &str, days: &[Day], series: &[Series], schema: &Schema) -> Vec<RowFault> {
    let mut faults = Vec::new();
    for wanted in series {
        let mut fault = |reason: String| {
            faults.push(RowFault {
                place: place(file, 1, Some(&wanted.column)),
                reason,
            });
        };
        if !days
            .iter()
            .any(|record| record.contains_key(&wanted.column))
        {
            fault(format!(
                "no record has this series; the file has {}",
                columns(days)
            ));
        }
        if !schema.measures.contains_key(&wanted.measure) {
            fault(format!(
                "the agreement declares no measure `{}`",
                wanted.measure
            ));
        }
        if !schema.actors.contains(&wanted.reporter) {
            fault(format!(
                "the agreement declares no actor `{}`",
                wanted.reporter
            ));
        }
    }
    faults
}

fn columns(records: &[Day]) -> String {
    let names: std::collections::BTreeSet<&str> = records
        .iter()
        .flat_map(|record| record.keys().map(String::as_str))
        .collect();
    names.into_iter().collect::<Vec<_>>().join(", ")
}

/// Reads one day of one series; none where the day has no value or lies
/// outside.
fn day(record: &Day, wanted: &Series) -> Result<Option<BTreeMap<String, Value>>, String> {
    let Some(figure) = record.get(&wanted.column).filter(|value| !value.is_null()) else {
        return Ok(None);
    };
    let date = record
        .get("report_date")
        .and_then(Json::as_str)
        .ok_or("`report_date` is missing")?;
    let date = written::read_day(date)?;
    if wanted
        .days
        .is_some_and(|(from, to)| date < from || date > to)
    {
        return Ok(None);
    }
    let figure = figure
        .as_i64()
        .ok_or_else(|| format!("`{figure}` is not a whole number"))?;
    let mut fields = BTreeMap::new();
    let mut put = |name: &str, text: String| {
        fields.insert(name.to_owned(), Value::Text(text));
    };
    put("of", wanted.measure.clone());
    put("reporter", wanted.reporter.clone());
    put("via", PUBLISHER.to_owned());
    put("origin", wanted.reporter.clone());
    put("happened_from", date.to_string());
    put("happened_to", date.to_string());
    put("happened_precision", "day".to_owned());
    put("figure", figure.to_string());
    put("published_on", date.to_string());
    put("source_publisher", PUBLISHER.to_owned());
    if wanted.column.ends_with("_cum") {
        put("per", "running".to_owned());
    }
    if wanted.column.starts_with("ext_") {
        put("note", "extrapolated by the publisher".to_owned());
    }
    Ok(Some(fields))
}

#[cfg(test)]
mod tests;
