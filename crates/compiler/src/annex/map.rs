//! A map annex: what a collection of GeoJSON draws.
//!
//! Entry point: [`read`]. A feature's property `place` names what it draws. Of
//! areas only the rims are kept; heights are passed over.
//!
//! # Invariants
//! Positions are decimals from the digits that stand in the file, and lie on
//! the earth.
//!
//! # Source
//! RFC 7946: WGS 84, longitude first.

use serde_json::Value as Json;
use servanda_model::figure::Decimal;
use servanda_model::plan::{Drawn, Position};

/// The most positions of a map.
const POSITIONS_MAX: usize = 20_000;

/// In how many lists a line of positions lies at the most: that of an area's
/// rims, and that of several areas.
const DEPTH_MAX: usize = 2;

/// Reads a map; `place` is what a feature without a name draws.
///
/// # Errors
/// Why it cannot be read.
pub(super) fn read(bytes: &[u8], place: &str) -> Result<Vec<Drawn>, String> {
    let json: Json =
        serde_json::from_slice(bytes).map_err(|fault| format!("it is no JSON: {fault}"))?;
    let features = match json.get("type").and_then(Json::as_str) {
        Some("FeatureCollection") => json.get("features").and_then(Json::as_array),
        _ => None,
    };
    let features = features.ok_or("it is no FeatureCollection")?;
    let mut left = POSITIONS_MAX;
    let drawn = features.iter().map(|feature| {
        let name = feature.pointer("/properties/place").and_then(Json::as_str);
        let mut lines = Vec::new();
        if let Some(coordinates) = feature.pointer("/geometry/coordinates") {
            walk(coordinates, DEPTH_MAX, &mut lines, &mut left)?;
        }
        Ok(Drawn {
            name: name.unwrap_or(place).to_owned(),
            lines,
        })
    });
    drawn.collect()
}

/// Goes through lists of positions down to lines.
fn walk(
    coordinates: &Json,
    depth: usize,
    lines: &mut Vec<Vec<Position>>,
    left: &mut usize,
) -> Result<(), String> {
    let items = coordinates
        .as_array()
        .ok_or("its coordinates are no list")?;
    if items.first().is_some_and(Json::is_number) {
        lines.push(vec![position(items)?]);
        return spend(left, 1);
    }
    let of_positions = |item: &Json| item.get(0).is_some_and(Json::is_number);
    if !items.is_empty() && items.iter().all(of_positions) {
        spend(left, items.len())?;
        let line = items
            .iter()
            .filter_map(Json::as_array)
            .map(|item| position(item));
        lines.push(line.collect::<Result<_, _>>()?);
        return Ok(());
    }
    let depth = depth.checked_sub(1).ok_or("its lists lie too deep")?;
    let mut items = items.iter();
    items.try_for_each(|item| walk(item, depth, lines, left))
}

fn spend(left: &mut usize, positions: usize) -> Result<(), String> {
    let rest = left.checked_sub(positions);
    *left = rest.ok_or_else(|| format!("it has more than {POSITIONS_MAX} positions"))?;
    Ok(())
}

fn position(items: &[Json]) -> Result<Position, String> {
    let number = |place: usize| {
        let text = items
            .get(place)
            .filter(|item| item.is_number())?
            .to_string();
        let plain = text.parse::<Decimal>();
        plain.or_else(|_| Decimal::from_scientific(&text)).ok()
    };
    let (Some(longitude), Some(latitude)) = (number(0), number(1)) else {
        return Err("a position has no longitude and latitude".to_owned());
    };
    if latitude.abs() > Decimal::from(90) || longitude.abs() > Decimal::from(180) {
        return Err(format!(
            "{longitude}, {latitude} is no place on earth; longitude stands first"
        ));
    }
    Ok(Position {
        longitude,
        latitude,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(geometry: &str) -> Result<Vec<Vec<String>>, String> {
        let text = format!(
            r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","geometry":{geometry}}}]}}"#
        );
        let drawn = read(text.as_bytes(), "Line")?;
        let [one] = drawn.as_slice() else {
            return Err(format!("{drawn:?}"));
        };
        assert_eq!(one.name, "Line");
        let said = |at: &Position| format!("{} {}", at.longitude, at.latitude);
        let line = |line: &Vec<Position>| line.iter().map(said).collect();
        Ok(one.lines.iter().map(line).collect())
    }

    #[test]
    fn points_lines_and_areas_are_read_digit_by_digit() {
        let point = lines(r#"{"type":"Point","coordinates":[34.2592,31.2486,7]}"#);
        assert_eq!(point.unwrap(), [["34.2592 31.2486"]]);
        let line = lines(r#"{"type":"LineString","coordinates":[[0.0,0],[0.4,-0.1]]}"#);
        assert_eq!(line.unwrap(), [["0.0 0", "0.4 -0.1"]]);
        let area = lines(r#"{"type":"MultiPolygon","coordinates":[[[[1,2],[3,4]],[[5,6]]]]}"#);
        assert_eq!(area.unwrap(), [vec!["1 2", "3 4"], vec!["5 6"]]);
        assert_eq!(lines("null").unwrap(), Vec::<Vec<String>>::new());
    }

    #[test]
    fn what_is_no_map_says_why() {
        for (geometry, why) in [
            (r#"{"coordinates":[31.2,134]}"#, "longitude stands first"),
            (r#"{"coordinates":["a","b"]}"#, "no list"),
            (r#"{"coordinates":[[[[[[1,2]]]]]]}"#, "too deep"),
            (
                r#"{"coordinates":[[1,2],[3]]}"#,
                "no longitude and latitude",
            ),
        ] {
            let fault = lines(geometry).unwrap_err();
            assert!(fault.contains(why), "{geometry}: {fault}");
        }
        assert!(
            read(b"{}", "Line")
                .unwrap_err()
                .contains("FeatureCollection")
        );
        assert!(read(b"[", "Line").unwrap_err().contains("JSON"));
        let many = format!("[{}]", vec!["[1,2]"; POSITIONS_MAX + 1].join(","));
        let fault = lines(&format!(r#"{{"coordinates":{many}}}"#)).unwrap_err();
        assert!(fault.contains("positions"), "{fault}");
    }
}
