//! Columns that are made from a record before a mapping looks at it.
//!
//! What lives here: what each kind of file says in several columns and means as
//! one, checks that a kind allows (ranges that contain their estimate,
//! coordinates that lie where the file says), and the names that the two forms
//! of the same source share. Made columns begin with `@`.
//!
//! Sources: the UCDP GED codebook (the estimate and its range; PRIO-GRID cells
//! of half a degree, numbered by rows from the south); OCHA's interface for FTS
//! flows (typed source and destination objects); RFC 7946.

use std::collections::{BTreeMap, BTreeSet};

use servanda_model::figure::Decimal;

use crate::kind::FileKind;
use crate::table::{Columns, Record};

/// A record with the columns made from it.
pub(crate) struct View<'a> {
    pub(crate) columns: &'a Columns,
    pub(crate) record: &'a Record,
    pub(crate) made: BTreeMap<String, String>,
    /// What is to be said with the report.
    pub(crate) remarks: Vec<String>,
}

impl View<'_> {
    /// Returns the value of a column, made or read.
    pub(crate) fn get(&self, column: &str) -> Option<&str> {
        self.made
            .get(column)
            .map(String::as_str)
            .or_else(|| self.read(column))
    }

    fn read(&self, column: &str) -> Option<&str> {
        self.columns
            .place(column)
            .and_then(|place| self.record.at(place))
    }

    fn make(&mut self, column: &str, value: impl Into<String>) {
        let value = value.into();
        if !value.is_empty() {
            self.made.insert(column.to_owned(), value);
        }
    }
}

/// A fault of a record: the column and the reason.
pub(crate) type Fault = (String, String);

/// Makes the columns of a kind.
///
/// # Errors
/// The column that contradicts another, and why.
pub(crate) fn make(
    kind: FileKind,
    view: &mut View<'_>,
    parents: &BTreeSet<String>,
    area: Option<[Decimal; 4]>,
) -> Result<(), Fault> {
    match kind {
        FileKind::Ucdp => ucdp(view)?,
        FileKind::Fts => fts(view, parents),
        FileKind::Csv
        | FileKind::Xlsx
        | FileKind::Ods
        | FileKind::Geojson
        | FileKind::Acled
        | FileKind::AcledDeleted
        | FileKind::Iati
        | FileKind::Un2720
        | FileKind::Hxl
        | FileKind::T4p
        | FileKind::Odk => {}
    }
    position(view, area)
}

fn whole(view: &View<'_>, column: &str) -> Result<Option<i64>, Fault> {
    view.read(column)
        .map(|text| {
            text.parse::<i64>()
                .map_err(|_| (column.to_owned(), format!("`{text}` is not a whole number")))
        })
        .transpose()
}

/// Makes `@deaths`, the range of the estimate, and remarks on what the source
/// itself is unsure of.
fn ucdp(view: &mut View<'_>) -> Result<(), Fault> {
    if let (Some(low), Some(best), Some(high)) = (
        whole(view, "low")?,
        whole(view, "best")?,
        whole(view, "high")?,
    ) {
        let (from, to) = (low.min(best).min(high), high.max(best).max(low));
        view.make(
            "@deaths",
            if from == to {
                from.to_string()
            } else {
                format!("{from}..{to}")
            },
        );
        if !(low <= best && best <= high) {
            let remark =
                format!("the source's best estimate {best} lies outside its range {low} to {high}");
            view.remarks.push(remark);
        } else if low != high {
            view.remarks
                .push(format!("best estimate {best}, range {low} to {high}"));
        }
    }
    let day = |view: &View<'_>, column: &str| {
        view.read(column)
            .map(|text| text.split([' ', 'T']).next().unwrap_or_default().to_owned())
    };
    if let (Some(from), Some(to)) = (day(view, "date_start"), day(view, "date_end")) {
        view.make(
            "@happened",
            if from == to {
                from
            } else {
                format!("{from}..{to}")
            },
        );
    }
    if let Some(status) = view.read("code_status").filter(|status| *status != "Clear") {
        let remark = format!("the source marks it `{status}`");
        view.remarks.push(remark);
    }
    cell(view)
}

/// Checks that the coordinates lie in the PRIO-GRID cell that the row names.
fn cell(view: &View<'_>) -> Result<(), Fault> {
    let Some(gid) = whole(view, "priogrid_gid")? else {
        return Ok(());
    };
    let (Some(latitude), Some(longitude)) =
        (degrees(view, "latitude")?, degrees(view, "longitude")?)
    else {
        return Ok(());
    };
    let Some(expected) = grid(latitude, longitude) else {
        return Ok(());
    };
    if expected == gid {
        return Ok(());
    }
    let swapped = grid(longitude, latitude) == Some(gid);
    let reason = if swapped {
        format!(
            "{latitude}, {longitude} lies outside the row's own grid cell {gid}, and inside it the other way round: latitude and longitude are swapped"
        )
    } else {
        format!("{latitude}, {longitude} lies outside the row's own grid cell {gid}")
    };
    Err(("latitude".into(), reason))
}

fn grid(latitude: Decimal, longitude: Decimal) -> Option<i64> {
    let half = |degrees: Decimal, from: i64| {
        i64::try_from(((degrees + Decimal::from(from)) * Decimal::TWO).floor()).ok()
    };
    Some(half(latitude, 90)? * 720 + half(longitude, 180)? + 1)
}

fn degrees(view: &View<'_>, column: &str) -> Result<Option<Decimal>, Fault> {
    let Some(text) = view.get(column) else {
        return Ok(None);
    };
    let plain = crate::number::western(text).map_err(|reason| (column.to_owned(), reason))?;
    // Coordinates have no more places than the ground has atoms; cut is fine.
    plain.parse::<Decimal>().map(Some).map_err(|_| {
        (
            column.to_owned(),
            format!("`{text}` is not a number of degrees"),
        )
    })
}

const LATITUDES: [&str; 5] = ["latitude", "lat", "#geo+lat", "Latitude", "_latitude"];
const LONGITUDES: [&str; 6] = [
    "longitude",
    "lon",
    "lng",
    "#geo+lon",
    "Longitude",
    "_longitude",
];

/// Checks coordinates, where the record has any.
fn position(view: &View<'_>, area: Option<[Decimal; 4]>) -> Result<(), Fault> {
    let find = |names: &[&'static str]| names.iter().copied().find(|name| view.get(name).is_some());
    let (Some(lat), Some(lon)) = (find(&LATITUDES), find(&LONGITUDES)) else {
        return Ok(());
    };
    let (Some(latitude), Some(longitude)) = (degrees(view, lat)?, degrees(view, lon)?) else {
        return Ok(());
    };
    let on_earth = |latitude: Decimal, longitude: Decimal| {
        latitude.abs() <= Decimal::from(90) && longitude.abs() <= Decimal::from(180)
    };
    if !on_earth(latitude, longitude) {
        let hint = if on_earth(longitude, latitude) {
            ": latitude and longitude are swapped"
        } else {
            ""
        };
        let reason = format!("{latitude}, {longitude} is no place on earth{hint}");
        return Err((lat.to_owned(), reason));
    }
    let Some([south, west, north, east]) = area else {
        return Ok(());
    };
    let inside = |latitude: Decimal, longitude: Decimal| {
        (south..=north).contains(&latitude) && (west..=east).contains(&longitude)
    };
    if inside(latitude, longitude) {
        return Ok(());
    }
    let hint = if inside(longitude, latitude) {
        ", and inside it the other way round: latitude and longitude are swapped"
    } else {
        ""
    };
    let reason = format!("{latitude}, {longitude} lies outside the mapping's `area`{hint}");
    Err((lat.to_owned(), reason))
}

/// The names of the CSV that flows of the interface are given.
pub(crate) const FTS_NAMES: [&str; 14] = [
    "srcOrganization",
    "srcLocations",
    "srcPlan",
    "srcProject",
    "srcGlobalClusters",
    "srcEmergency",
    "srcUsageYear",
    "destOrganization",
    "destLocations",
    "destPlan",
    "destProject",
    "destGlobalClusters",
    "destEmergency",
    "destUsageYear",
];

/// Gives a flow of the interface the names that the CSV has, and marks the
/// child of a parent that is counted.
fn fts(view: &mut View<'_>, parents: &BTreeSet<String>) {
    for (side, prefix) in [("sourceObjects", "src"), ("destinationObjects", "dest")] {
        let mut names: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for number in 0.. {
            let member = |what: &str| view.read(&format!("{side}.{number}.{what}"));
            let (Some(class), Some(name)) = (member("type"), member("name")) else {
                break;
            };
            names
                .entry(class.to_owned())
                .or_default()
                .push(name.to_owned());
        }
        for (class, names) in names {
            let column = match class.as_str() {
                "Organization" => "Organization",
                "Location" => "Locations",
                "Plan" => "Plan",
                "Project" => "Project",
                "GlobalCluster" => "GlobalClusters",
                "Emergency" => "Emergency",
                "UsageYear" => "UsageYear",
                _ => continue,
            };
            view.make(&format!("{prefix}{column}"), names.join("; "));
        }
    }
    for (column, of) in [
        ("decisionDate", "decisionDate"),
        ("date", "date"),
        ("firstReportedDate", "firstReportedDate"),
    ] {
        let day = view
            .read(of)
            .and_then(|text| text.split('T').next())
            .map(str::to_owned);
        if let Some(day) = day {
            view.make(column, day);
        }
    }
    // The day of decision is not always given; the day of report is.
    let day = ["decisionDate", "firstReportedDate", "date"]
        .into_iter()
        .find_map(|column| view.get(column))
        .map(str::to_owned);
    if let Some(day) = day {
        view.make("@decided", day);
    }
    if view
        .read("parentFlowId")
        .is_some_and(|parent| parents.contains(parent))
    {
        view.make("@part", "of a parent in this file");
    }
    rate(view);
}

/// Remarks where the rate does not give the amount in dollars.
fn rate(view: &mut View<'_>) {
    let number = |column: &str| {
        view.read(column)
            .and_then(|text| text.parse::<Decimal>().ok())
    };
    let (Some(dollars), Some(original), Some(rate)) = (
        number("amountUSD"),
        number("originalAmount"),
        number("exchangeRate"),
    ) else {
        return;
    };
    let Some(computed) = original.checked_div(rate) else {
        return;
    };
    // A rate of three or four digits leaves half a percent open.
    let off = (computed - dollars).abs();
    if off > Decimal::ONE && off * Decimal::from(200) > dollars.abs() {
        let remark = format!(
            "{original} at the rate {rate} is {} USD, where the source has {dollars}",
            computed.round()
        );
        view.remarks.push(remark);
    }
}

#[cfg(test)]
mod tests;
