//! Summaries of the UN2720 mechanism: totals for each organisation.
//!
//! Each organisation is one record, and so is the total of all, whose
//! `organization` is `(all)`. The file has no time series: the figures run from
//! the mechanism's beginning to when they were fetched, which is the column
//! `fetchedAt`. A total is never taken together with its parts: a mapping that
//! does not say which of them it wants is given the total alone, by
//! `--explain`.
//!
//! Source: the answer of the mechanism's dashboard, as republished; it has no
//! documentation.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::RowFault;
use crate::table::elements::{flatten, scalar};
use crate::table::{Columns, Held, Record, fault};

/// The `organization` of the total.
pub const ALL: &str = "(all)";

/// Reads a summary.
///
/// # Errors
/// A fault where the file is not one, or its parts do not add up to its total.
pub fn read(file: &str, bytes: &[u8]) -> Result<Held, RowFault> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let json: Json = serde_json::from_slice(bytes).map_err(|error| {
        let line = u64::try_from(error.line()).unwrap_or(1);
        fault(file, line, format!("not JSON: {error}"))
    })?;
    let (Some(total), Some(parts)) = (
        json.get("summary").and_then(Json::as_object),
        json.get("organizations").and_then(Json::as_array),
    ) else {
        let reason = "the file is no UN2720 summary: it has no `summary` and `organizations`";
        return Err(fault(file, 1, reason));
    };
    let fetched = json.get("fetchedAt").cloned().unwrap_or(Json::Null);
    let mut columns = Columns::default();
    let mut rows = Vec::new();
    let every = Json::from(ALL);
    let wholes = std::iter::once((Some(&every), total));
    let members = parts
        .iter()
        .filter_map(|part| Some((None, part.as_object()?)));
    for ((name, members), number) in wholes.chain(members).zip(1_u64..) {
        let mut record = Record {
            line: number,
            ..Record::default()
        };
        let named = name.map(|name| ("organization", name));
        // A later summary is another report, not a revision of this one.
        let who = name.or_else(|| members.get("organization"));
        let parts = who.into_iter().chain([&fetched]).filter_map(scalar);
        let key = Json::from(parts.collect::<Vec<_>>().join(" "));
        let fields = members.iter().map(|(key, value)| (key.as_str(), value));
        let fetched = std::iter::once(("fetchedAt", &fetched));
        let keyed = std::iter::once(("@key", &key));
        let all = named.into_iter().chain(fields).chain(fetched).chain(keyed);
        for (key, value) in all {
            flatten(&mut columns, &mut record, key, value)
                .map_err(|reason| fault(file, number, reason))?;
        }
        rows.push(record);
    }
    Ok(Held::new(columns, rows, adds_up(total, parts)))
}

/// Says where the parts do not add up to the total.
fn adds_up(total: &serde_json::Map<String, Json>, parts: &[Json]) -> BTreeMap<String, String> {
    let mut asides = BTreeMap::new();
    for (key, value) in total {
        let Some(whole) = value.as_i64() else {
            continue;
        };
        let sum = parts
            .iter()
            .filter_map(|part| part.get(key).and_then(Json::as_i64))
            .try_fold(0_i64, i64::checked_add);
        if let Some(sum) = sum.filter(|sum| *sum != whole) {
            asides.insert(
                format!("sum of {key}"),
                format!("the organisations' {key} add up to {sum}, the total says {whole}"),
            );
        }
    }
    asides
}

#[cfg(test)]
mod tests;
