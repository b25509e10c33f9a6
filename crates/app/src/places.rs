//! Places: what the text and the record name, and where things happened.
//!
//! What lives here: crossings and other places with where they are, as the
//! text's own maps have it ([`Spot`]), and reports of events that carry a
//! position, counted in coarse cells ([`Square`]). What does not: statuses,
//! drawings and words. Entry point: [`places`], a pure function.
//!
//! A position is told by the fields `latitude` and `longitude` of an event's
//! report; how exact it is, by `where-prec` or `geo-precision`, where the event
//! has those.
//!
//! # Invariants
//! No position of a report leaves this module: only cells do, of [`CELL`] tenths
//! of a degree or coarser, with at least [`HAPPENINGS_MIN`] happenings of one
//! kind in each. A happening is in no cell until the record itself is
//! [`DELAY_DAYS`] days past it. So no choice of instants shows a young one.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan as _;
use servanda_model::assessment::Assessment;
use servanda_model::figure::Decimal;
use servanda_model::names::FieldName;
use servanda_model::plan::{Duty, FieldKind, Plan, Position};
use servanda_model::record::{Citation, Record, Report};
use servanda_model::time::{Date, Instant};

use crate::civilians;
use crate::corridors::{StateSince, corridors};
use crate::known;
use crate::standing::{self, Standing};

/// How wide and high a cell is, in tenths of a degree.
pub const CELL: i64 = 1;

/// How wide and high a coarser cell is, in tenths of a degree.
pub const COARSE: i64 = 5;

/// How many happenings of one kind a cell holds at the least.
pub const HAPPENINGS_MIN: usize = 3;

/// How many days pass until a position counts.
pub const DELAY_DAYS: i64 = 3;

/// How far off a position may be, in metres, to lie in a cell.
const CELL_PRECISION_M: u32 = 8_000;

/// How far off it may be to lie in a coarser one.
const COARSE_PRECISION_M: u32 = 30_000;

/// How many entries a cell names.
const CITED_MAX: usize = 6;

/// Everything about places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// What the text names: crossings first, then places, in its order.
    pub spots: Vec<Spot>,
    /// Happenings by kind, from the finest cells to those that lie in none.
    pub squares: Vec<Square>,
    /// How many reports are too young to be in a cell.
    pub young: usize,
}

/// What a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// Something that the text lets be open, closed or the like.
    Crossing,
    /// Any other place.
    Place,
}

/// A place that the text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// Its name.
    pub name: String,
    /// What it is.
    pub sort: Sort,
    /// Where it is: points and lines; empty where no map of the text says so.
    pub lines: Vec<Vec<Position>>,
    /// What each reporter says that it is now, for a crossing.
    pub now: Vec<StateSince>,
    /// How many reports of which event name it.
    pub told: BTreeMap<String, usize>,
}

/// Where happenings lie.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Area {
    /// In a cell: its south-western corner and its size, in tenths of a degree.
    Cell {
        /// How large it is.
        size: i64,
        /// Its southern rim.
        south: i64,
        /// Its western rim.
        west: i64,
    },
    /// Somewhere: too few share a cell, or the position is too vague.
    Elsewhere,
    /// At a place that the text names.
    At(String),
    /// No report says where.
    Unknown,
}

/// Happenings of one kind in one area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Square {
    /// The event.
    pub of: String,
    /// Where.
    pub area: Area,
    /// How many happenings: reports of the same days and cell are one.
    pub happenings: usize,
    /// How many reports.
    pub reports: usize,
    /// The first and the last day.
    pub days: (Date, Date),
    /// The first of the entries.
    pub citations: Vec<Citation>,
}

/// Reads what text and record tell of places.
pub fn places(plan: &Plan, record: &Record, assessment: &Assessment) -> Places {
    let standing = standing::reports(plan, record, assessment.as_of);
    let (squares, young) = squares(plan, record, assessment.as_of.at, &standing);
    Places {
        spots: spots(plan, record, assessment, &standing),
        squares,
        young,
    }
}

fn spots(
    plan: &Plan,
    record: &Record,
    assessment: &Assessment,
    standing: &[Standing<'_>],
) -> Vec<Spot> {
    let crossings = corridors(plan, record, assessment).crossings;
    let mut spots: Vec<Spot> = Vec::new();
    let mut add = |name: &str, sort: Sort, now: Vec<StateSince>| {
        if spots.iter().all(|spot| spot.name != name) {
            spots.push(Spot {
                name: name.to_owned(),
                sort,
                lines: drawn(plan, name),
                now,
                told: BTreeMap::new(),
            });
        }
    };
    for crossing in crossings {
        add(&crossing.name, Sort::Crossing, crossing.now);
    }
    for place in &plan.places {
        let name = place.name.as_str();
        let itself = place.drawn.iter().any(|one| one.name == name);
        // A group, or a map of several things, is no place of its own.
        if place.members.is_empty() && (itself || place.drawn.is_empty()) {
            add(name, Sort::Place, Vec::new());
        }
        for one in &place.drawn {
            add(&one.name, Sort::Place, Vec::new());
        }
    }
    for one in standing {
        let named = place_of(plan, one.report);
        let spot = named.and_then(|name| spots.iter_mut().find(|spot| spot.name == name));
        if let Some(spot) = spot {
            *spot.told.entry(one.report.of.clone()).or_default() += 1;
        }
    }
    spots
}

/// Returns what the text's maps draw under a name.
fn drawn(plan: &Plan, name: &str) -> Vec<Vec<Position>> {
    let all = plan.places.iter().flat_map(|place| &place.drawn);
    let own = all.filter(|one| one.name == name);
    let lines = own.flat_map(|one| one.lines.iter().cloned());
    lines.filter(|line| !line.is_empty()).collect()
}

/// Returns the place that a report is of, also where its event has only one.
fn place_of<'a>(plan: &'a Plan, report: &'a Report) -> Option<&'a str> {
    if let Some(place) = report.fields.get(&FieldName::new("place")) {
        return Some(place.as_str());
    }
    let event = plan.events.iter();
    let mut event = event.filter(|event| event.name.as_str() == report.of);
    let only = event
        .next()?
        .fields
        .iter()
        .find_map(|field| match &field.kind {
            FieldKind::PlaceOf(place) => Some(place),
            FieldKind::ItemOf(_)
            | FieldKind::OneOf(_)
            | FieldKind::Number
            | FieldKind::Date
            | FieldKind::Money
            | FieldKind::Noun
            | FieldKind::Text => None,
        })?;
    let place = plan.places.iter().find(|place| place.name == *only)?;
    match place.members.as_slice() {
        [] => Some(place.name.as_str()),
        [single] => Some(single.as_str()),
        _ => None,
    }
}

/// Returns the events that are shown by where they happened: what must not be
/// committed, what tells of harm, and what carries a position.
fn located(plan: &Plan) -> BTreeSet<&str> {
    let avoided = plan.clauses.iter().filter_map(|clause| match &clause.duty {
        Duty::Avoid(pattern) => Some(pattern.name.as_str()),
        Duty::Perform(_)
        | Duty::Keep { .. }
        | Duty::Reach { .. }
        | Duty::May(_)
        | Duty::NotCheckable { .. }
        | Duty::InformsOnly(_) => None,
    });
    let told = plan.events.iter().filter(|event| {
        let named = |name: &str| event.fields.iter().any(|field| field.name.as_str() == name);
        civilians::tells_harm(event) || named("latitude") && named("longitude")
    });
    avoided
        .chain(told.map(|event| event.name.as_str()))
        .collect()
}

/// A cell's southern and western rim, in tenths of a degree.
type Corner = (i64, i64);

/// One report on its way into a cell.
struct Point {
    fine: Option<Corner>,
    coarse: Option<Corner>,
    days: (Date, Date),
    citation: Citation,
}

fn squares(
    plan: &Plan,
    record: &Record,
    at: Instant,
    standing: &[Standing<'_>],
) -> (Vec<Square>, usize) {
    let zone = &plan.zone;
    let located = located(plan);
    let known = record.entries.iter();
    let ends = known.map(|entry| known::since(entry, record, zone)).max();
    // Whoever asks for a later instant learns nothing earlier.
    let by = ends.map_or(at, |ends| ends.min(at));
    let mut young = 0;
    let mut by_kind: BTreeMap<&str, Vec<Point>> = BTreeMap::new();
    let mut named: BTreeMap<(&str, Area), Vec<Point>> = BTreeMap::new();
    for one in standing {
        let Some(kind) = located.get(one.report.of.as_str()) else {
            continue;
        };
        let happened = &one.report.happened;
        let days = (
            zone.date_of(happened.earliest(zone)),
            zone.date_of(happened.latest(zone)),
        );
        let citation = one.citation();
        let Some((latitude, longitude)) = position(one.report) else {
            let place = place_of(plan, one.report);
            let area = place.map_or(Area::Unknown, |place| Area::At(place.to_owned()));
            named.entry((kind, area)).or_default().push(Point {
                fine: None,
                coarse: None,
                days,
                citation,
            });
            continue;
        };
        let told = happened
            .latest(zone)
            .max(known::since(one.root, record, zone));
        let free = told.checked_add((DELAY_DAYS * 24).hours());
        if free.is_ok_and(|free| free > by) {
            young += 1;
            continue;
        }
        let precision = precision(one.report);
        let cell = |size: i64| Some((cut(latitude, size)?, cut(longitude, size)?));
        by_kind.entry(kind).or_default().push(Point {
            fine: (precision <= CELL_PRECISION_M)
                .then(|| cell(CELL))
                .flatten(),
            coarse: (precision <= COARSE_PRECISION_M)
                .then(|| cell(COARSE))
                .flatten(),
            days,
            citation,
        });
    }
    let mut squares = Vec::new();
    for (kind, points) in by_kind {
        merge(kind, points, &mut squares);
    }
    for ((kind, area), points) in named {
        squares.extend(square(kind, area, points));
    }
    (squares, young)
}

/// Puts points of one kind into cells; a cell with too few gives them on to the
/// coarser one around it, and that one to nowhere in particular.
fn merge(kind: &str, points: Vec<Point>, squares: &mut Vec<Square>) {
    let mut left = points;
    for (size, fine) in [(CELL, true), (COARSE, false)] {
        let mut cells: BTreeMap<Corner, Vec<Point>> = BTreeMap::new();
        let mut rest = Vec::new();
        for point in left {
            match if fine { point.fine } else { point.coarse } {
                Some(cell) => cells.entry(cell).or_default().push(point),
                None => rest.push(point),
            }
        }
        for ((south, west), points) in cells {
            if happenings(&points) < HAPPENINGS_MIN {
                rest.extend(points);
                continue;
            }
            squares.extend(square(kind, Area::Cell { size, south, west }, points));
        }
        left = rest;
    }
    squares.extend(square(kind, Area::Elsewhere, left));
}

fn happenings(points: &[Point]) -> usize {
    let told = points.iter().map(|one| (one.days, one.fine));
    told.collect::<BTreeSet<_>>().len()
}

fn square(kind: &str, area: Area, mut points: Vec<Point>) -> Option<Square> {
    points.sort_by_key(|point| point.citation);
    let first = points.iter().map(|point| point.days.0).min()?;
    let last = points.iter().map(|point| point.days.1).max()?;
    let citations = points.iter().map(|point| point.citation);
    Some(Square {
        of: kind.to_owned(),
        area,
        happenings: happenings(&points),
        reports: points.len(),
        days: (first, last),
        citations: citations.take(CITED_MAX).collect(),
    })
}

/// Returns a coordinate's cell: tenths of a degree of its lower rim.
fn cut(degrees: Decimal, size: i64) -> Option<i64> {
    let cells = (degrees * Decimal::TEN).checked_div(Decimal::from(size))?;
    let tenths = i64::try_from(cells.floor()).ok()?.checked_mul(size)?;
    Some(tenths)
}

/// Returns latitude and longitude, where both are on the earth.
fn position(report: &Report) -> Option<(Decimal, Decimal)> {
    let read = |name: &str, most: i64| {
        let text = report.fields.get(&FieldName::new(name))?;
        let degrees: Decimal = text.parse().ok()?;
        (degrees.abs() <= Decimal::from(most)).then_some(degrees)
    };
    Some((read("latitude", 90)?, read("longitude", 180)?))
}

/// Returns whether a field says where something happened to the metre.
pub(crate) fn is_position(field: &FieldName) -> bool {
    matches!(field.as_str(), "latitude" | "longitude")
}

/// Returns how far off a position may be by its source's own code, in metres;
/// 0 where none is given.
pub(crate) fn precision(report: &Report) -> u32 {
    let code = |name: &str| report.fields.get(&FieldName::new(name)).map(String::as_str);
    match (code("where-prec"), code("geo-precision")) {
        // UCDP: 1 exact, 2 within 25 km, 3 a district, 4 a province, 5 a line
        // or area, 6 a country, 7 the high seas.
        (Some("2"), _) => 25_000,
        (Some("3"), _) => 50_000,
        (Some("4" | "5"), _) => 150_000,
        (Some("6" | "7"), _) => 500_000,
        // ACLED: 1 a town, 2 near it, 3 a region.
        (_, Some("2")) => 25_000,
        (_, Some("3")) => 150_000,
        _ => 0,
    }
}

#[cfg(test)]
mod tests;
