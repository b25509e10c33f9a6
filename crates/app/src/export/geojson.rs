//! Where things happened, as GeoJSON, never nearer than to some ten kilometres.
//!
//! # Shape
//! Reports of events that have the fields `latitude` and `longitude`. A position is rounded
//! to a tenth of a degree; `precision_m` tells how far off it may be, and is
//! larger where the source's own code of precision says so. `released_at` is
//! when the report came to be known.
//!
//! # Invariants
//! Only where something is said to have happened: never where a monitor or a
//! source is. Rows that a source's terms keep from being republished one by one
//! are left out and counted.
//!
//! # Source
//! RFC 7946: longitude first, WGS 84.

use serde_json::{Map, Value as Json, json};
use servanda_model::figure::Decimal;
use servanda_model::names::FieldName;
use servanda_model::record::Report;

use super::Source;
use super::tables::republishable;
use crate::{dates, known, places, standing, view};

/// How many digits after the point a coordinate keeps.
const DIGITS: u32 = 1;

/// How far off a rounded position may be: half a tenth of a degree each way,
/// along the diagonal.
const ROUNDED_M: u32 = 7_900;

/// Writes the features.
pub fn features(source: &Source) -> String {
    let opened = source.opened;
    let zone = &opened.plan.zone;
    let standing = standing::reports(&opened.plan, &opened.record, source.assessment.as_of);
    let mut left_out = 0;
    let mut features = Vec::new();
    for one in &standing {
        let Some((latitude, longitude)) = place(one.report) else {
            continue;
        };
        if !republishable(one.entry) {
            left_out += 1;
            continue;
        }
        let cited = view::reason::CitedEntry::new(one.citation(), &opened.record);
        let released = known::since(one.root, &opened.record, zone);
        features.push(json!({
            "type": "Feature",
            "id": cited.entry,
            "geometry": { "type": "Point", "coordinates": [longitude, latitude] },
            "properties": {
                "of": one.report.of,
                "figure": one.report.figure.as_ref().map(ToString::to_string),
                "unit": one.report.unit.as_ref().map(ToString::to_string),
                "scope": one.report.scope,
                "from": zone.date_of(one.report.happened.earliest(zone)).to_string(),
                "to": zone.date_of(one.report.happened.latest(zone)).to_string(),
                "reporter": one.report.reporter.to_string(),
                "publisher": cited.publisher,
                "precision_m": places::precision(one.report).max(ROUNDED_M),
                "released_at": dates::machine(released, zone),
            },
        }));
    }
    let mut collection = Map::new();
    collection.insert("type".into(), "FeatureCollection".into());
    collection.insert("features".into(), Json::Array(features));
    collection.insert("left_out".into(), left_out.into());
    let mut text = serde_json::to_string_pretty(&collection).unwrap_or_default();
    text.push('\n');
    text
}

/// Returns latitude and longitude, rounded, where both are on the earth.
fn place(report: &Report) -> Option<(Json, Json)> {
    let read = |name: &str, most: i64| {
        let text = report.fields.get(&FieldName::new(name))?;
        let degrees: Decimal = text.parse().ok()?;
        let fits = degrees.abs() <= Decimal::from(most);
        // The rounded decimal has so few digits that a number of JSON holds it.
        let rounded = degrees.round_dp(DIGITS).normalize().to_string();
        fits.then(|| serde_json::from_str(&rounded).ok()).flatten()
    };
    Some((read("latitude", 90)?, read("longitude", 180)?))
}
