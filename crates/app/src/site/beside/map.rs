//! The map: crossings and places that the text names, and where happenings are
//! told, in coarse cells; drawn, and the same as tables and GeoJSON.
//!
//! # Invariants
//! What is told of a report's position is its cell alone (`places`). Happenings
//! of different kinds are never counted together: each has a drawing of its own.
//!
//! # Source
//! RFC 7946: longitude first, WGS 84, rims anticlockwise.

use serde_json::{Value as Json, json};
use servanda_model::figure::Decimal;
use servanda_model::plan::Position;

use super::chart::{self, Chart, Drawing};
use super::{Beside, Cell, Picture, part};
use crate::corridors::StateSince;
use crate::language::{Text, Words};
use crate::places::{
    Area, CELL, COARSE, DELAY_DAYS, HAPPENINGS_MIN, Places, Sort, Spot, Square, places,
};
use crate::report::Parts;

/// How many kinds of happenings have a drawing of their own.
const DRAWINGS_MAX: usize = 6;

/// How many digits after the point a position of the text's own maps keeps.
const DIGITS: u32 = 2;

fn told(parts: &Parts) -> Places {
    let input = parts.input();
    places(input.plan, input.record, input.assessment)
}

pub(super) fn page(parts: &Parts) -> Beside {
    let words = parts.words();
    let told = told(parts);
    let mut named = part(
        words,
        "places",
        &[
            "head-what",
            "head-position",
            "head-state",
            "head-who",
            "head-since",
            "head-named-by",
        ],
        named(parts, &told),
    );
    named.pictures = drawn(words, &told);
    let mut happened = part(
        words,
        "cells",
        &[
            "head-what",
            "head-cell",
            "head-happenings",
            "head-reports",
            "head-days",
        ],
        told.squares.iter().map(|one| square(parts, one)).collect(),
    );
    happened.intro = rules(words, told.young);
    Beside {
        takeaway: words.say("beside-map-note"),
        parts: vec![named, happened],
    }
}

/// Says how positions are made coarse.
fn rules(words: &Words, young: usize) -> Text {
    let size = |tenths: i64| Text::ltr(&Decimal::new(tenths, 1).normalize().to_string());
    let days = u64::try_from(DELAY_DAYS).unwrap_or(0);
    Text::joined(
        [
            words.say_with(
                "map-rule-cells",
                &[
                    ("cell", size(CELL).into()),
                    ("coarse", size(COARSE).into()),
                    ("least", Text::ltr(&HAPPENINGS_MIN.to_string()).into()),
                ],
            ),
            words.say_with("map-rule-delay", &[("n", days.into())]),
            words.say_with("map-rule-young", &[("n", young.into())]),
        ],
        " ",
    )
}

/// Returns how a crossing stands, as far as a sign can tell it.
fn kind(spot: &Spot) -> &'static str {
    if spot.sort == Sort::Place {
        return "place";
    }
    let mut states: Vec<&str> = spot.now.iter().map(|now| now.value.as_str()).collect();
    states.dedup();
    match states.as_slice() {
        [] => "unknown",
        ["open"] => "open",
        ["closed" | "shut"] => "closed",
        _ => "mixed",
    }
}

/// Numbers the places that have a position.
fn numbers(told: &Places) -> impl Iterator<Item = (Text, &Spot)> {
    let placed = told.spots.iter().filter(|spot| !spot.lines.is_empty());
    let numbered = (1_usize..).zip(placed);
    numbered.map(|(number, spot)| (Text::ltr(&number.to_string()), spot))
}

fn named(parts: &Parts, told: &Places) -> Vec<Vec<Cell>> {
    let words = parts.words();
    let mut rows = Vec::new();
    for spot in &told.spots {
        let number = numbers(told).find(|(_, one)| one.name == spot.name);
        let name = number.map_or_else(
            || Text::own(&spot.name),
            |(number, _)| Text::joined([number, Text::own(&spot.name)], " · "),
        );
        let sort = words.say(match spot.sort {
            Sort::Crossing => "map-crossing",
            Sort::Place => "map-place",
        });
        let naming = spot.told.iter().map(|(of, reports)| {
            let count = [("of", Text::own(of).into()), ("n", (*reports).into())];
            words.say_with("map-named-by", &count)
        });
        let naming = Cell::of(words.list(naming));
        let start = |cells: [Cell; 3]| {
            let [state, who, since] = cells;
            let name = Cell::noted(name.clone(), sort.clone());
            let place = Cell::of(position(words, spot));
            vec![name, place, state, who, since, naming.clone()]
        };
        if spot.now.is_empty() {
            let state = match spot.sort {
                Sort::Crossing => Cell::of(words.say("map-no-state")),
                Sort::Place => Cell::default(),
            };
            rows.push(start([state, Cell::default(), Cell::default()]));
        }
        let now = spot.now.iter();
        rows.extend(now.map(|now| start(state(parts, now))));
    }
    rows
}

fn state(parts: &Parts, now: &StateSince) -> [Cell; 3] {
    let by = parts.speaker(&now.reporter, now.via.as_deref());
    [
        Cell::of(Text::own(&now.value)),
        Cell::of(by).citing(parts, &[now.citation]),
        Cell::of(parts.happened(&now.since)),
    ]
}

/// Says where a place is: a point, or a line's two ends.
fn position(words: &Words, spot: &Spot) -> Text {
    let say = |at: &Position| {
        let cut = |n: Decimal| n.round_dp(DIGITS);
        let north = chart::degrees(
            words,
            cut(at.latitude),
            "map-latitude-north",
            "map-latitude-south",
        );
        let east = chart::degrees(words, cut(at.longitude), "map-east", "map-west");
        words.list([north, east])
    };
    let first = spot.lines.first().and_then(|line| line.first());
    let last = spot.lines.last().and_then(|line| line.last());
    match (first, last) {
        (Some(first), Some(last)) if first == last => say(first),
        (Some(first), Some(last)) => words.say_with(
            "map-from-to",
            &[("from", say(first).into()), ("to", say(last).into())],
        ),
        _ => words.say("map-no-position"),
    }
}

fn square(parts: &Parts, square: &Square) -> Vec<Cell> {
    let words = parts.words();
    let (from, to) = square.days;
    let number = |n: usize| Cell::of(words.number(Decimal::from(n)));
    vec![
        Cell::of(Text::own(&square.of)),
        Cell::of(area(words, &square.area)),
        number(square.happenings),
        number(square.reports).citing(parts, &square.citations),
        Cell::of(words.days(from, to)),
    ]
}

/// Says where a cell lies, from its south-western corner to its north-eastern.
fn area(words: &Words, area: &Area) -> Text {
    let (size, south, west) = match area {
        Area::Cell { size, south, west } => (*size, south, west),
        Area::At(place) => return Text::own(place),
        Area::Elsewhere => return words.say("map-elsewhere"),
        Area::Unknown => return words.say("map-no-position"),
    };
    let latitude = |tenths: i64| {
        let degrees = Decimal::new(tenths, 1);
        chart::degrees(words, degrees, "map-latitude-north", "map-latitude-south")
    };
    let longitude =
        |tenths: i64| chart::degrees(words, Decimal::new(tenths, 1), "map-east", "map-west");
    let corner = |up: i64| words.list([latitude(south + up), longitude(west + up)]);
    words.say_with(
        "map-from-to",
        &[("from", corner(0).into()), ("to", corner(size).into())],
    )
}

/// Draws the places, with the cells of one kind of happenings after another.
fn drawn(words: &Words, told: &Places) -> Vec<Picture> {
    let mut kinds: Vec<&str> = Vec::new();
    for one in &told.squares {
        if matches!(one.area, Area::Cell { .. }) && !kinds.contains(&one.of.as_str()) {
            kinds.push(&one.of);
        }
    }
    kinds.truncate(DRAWINGS_MAX);
    let kinds: Vec<Option<&str>> = match kinds.as_slice() {
        [] => vec![None],
        _ => kinds.into_iter().map(Some).collect(),
    };
    let drawings = kinds.into_iter().filter_map(|of| draw(words, told, of));
    drawings.map(|one| Picture::Map(Box::new(one))).collect()
}

fn draw(words: &Words, told: &Places, of: Option<&str>) -> Option<Chart> {
    let own = told.squares.iter();
    let own: Vec<&Square> = own.filter(|one| Some(one.of.as_str()) == of).collect();
    let cells = own.iter().filter_map(|one| match one.area {
        Area::Cell { size, south, west } => Some((south, west, size, one.happenings)),
        Area::Elsewhere | Area::At(_) | Area::Unknown => None,
    });
    // Wider cells lie below finer ones.
    let mut cells: Vec<_> = cells.collect();
    cells.sort_by_key(|(_, _, size, _)| std::cmp::Reverse(*size));
    let places = numbers(told).map(|(number, spot)| {
        let name = Text::own(&spot.name);
        (kind(spot), number, name, spot.lines.as_slice())
    });
    let of_places = numbers(told).map(|(_, spot)| {
        let kind = words.say(&format!("map-key-{}", kind(spot)));
        Text::joined(
            [
                Text::own(&spot.name),
                words.list([kind, position(words, spot)]),
            ],
            ": ",
        )
    });
    let of_cells = own.iter().map(|one| {
        let count = words.number(Decimal::from(one.happenings));
        Text::joined([area(words, &one.area), count], ": ")
    });
    let title = match of {
        None => words.say("map-title"),
        Some(of) => words.say_with("map-title-of", &[("of", Text::own(of).into())]),
    };
    chart::chart(
        words,
        Drawing {
            title,
            description: Text::joined(of_places.chain(of_cells), ". "),
            places: places.collect(),
            cells,
        },
    )
}

/// Writes places and cells as GeoJSON, with a notice where there is one.
pub(in crate::site) fn geojson(parts: &Parts, notice: &str) -> String {
    let told = told(parts);
    let number = |n: Decimal| -> Json {
        let text = n.round_dp(DIGITS).normalize().to_string();
        serde_json::from_str(&text).unwrap_or_default()
    };
    let at = |at: &Position| json!([number(at.longitude), number(at.latitude)]);
    let mut features: Vec<Json> = Vec::new();
    for spot in told.spots.iter().filter(|spot| !spot.lines.is_empty()) {
        let now = spot.now.iter().map(|now| {
            json!({ "value": now.value, "reporter": now.reporter, "entry": now.citation.to_string() })
        });
        let geometries = spot.lines.iter().map(|line| match line.as_slice() {
            [one] => json!({ "type": "Point", "coordinates": at(one) }),
            many => {
                let line: Vec<Json> = many.iter().map(at).collect();
                json!({ "type": "LineString", "coordinates": line })
            }
        });
        features.push(json!({
            "type": "Feature",
            "geometry": { "type": "GeometryCollection", "geometries": geometries.collect::<Vec<_>>() },
            "properties": {
                "place": spot.name,
                "kind": match spot.sort { Sort::Crossing => "crossing", Sort::Place => "place" },
                "now": now.collect::<Vec<_>>(),
            },
        }));
    }
    for one in &told.squares {
        let Area::Cell { size, south, west } = one.area else {
            continue;
        };
        let corner = |up: i64, right: i64| {
            let tenths = |n: i64| number(Decimal::new(n, 1));
            json!([tenths(west + right), tenths(south + up)])
        };
        let ring = [(0, 0), (0, size), (size, size), (size, 0), (0, 0)];
        let ring: Vec<Json> = ring.iter().map(|(up, right)| corner(*up, *right)).collect();
        features.push(json!({
            "type": "Feature",
            "geometry": { "type": "Polygon", "coordinates": [ring] },
            "properties": {
                "of": one.of,
                "happenings": one.happenings,
                "reports": one.reports,
                "from": one.days.0.to_string(),
                "to": one.days.1.to_string(),
            },
        }));
    }
    let mut collection = json!({ "type": "FeatureCollection", "features": features });
    if let (Some(members), false) = (collection.as_object_mut(), notice.is_empty()) {
        members.insert("notice".to_owned(), notice.into());
    }
    format!("{collection:#}\n")
}
