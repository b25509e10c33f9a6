//! The drawing of a map: a frame with a net of degrees, a scale, north, places
//! and cells.
//!
//! What lives here: how degrees become units of the drawing's box, and what is
//! drawn where. What does not: which cells there are (`places`), the tables
//! beside it and markup.
//!
//! # Invariants
//! Every map is drawn with north above and east to the right, in every
//! language. Its units come from decimals alone, so that the same record gives
//! the same bytes everywhere.
//!
//! # Source
//! The equirectangular projection, true to scale along the middle parallel; a
//! degree of a meridian of a sphere of 6,371 km is 111.195 km.

use std::fmt::Write as _;

use servanda_model::figure::Decimal;
use servanda_model::plan::Position;

use super::Label;
use crate::language::{Text, Words};

/// The width of the drawing's box.
const WIDTH: i64 = super::FLOW_WIDTH as i64;

/// The least and the most height of the frame.
const HEIGHT: (i64, i64) = (320, 560);

/// The strip below the frame, for the scale.
const FOOT: i64 = 52;

/// The least degrees that a frame shows, in tenths.
const SPAN_MIN: i64 = 4;

/// The lengths a scale may have, in kilometres.
const SCALES_KM: [i64; 10] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

/// The distances between lines of the net, in tenths of a degree.
const NETS: [i64; 8] = [1, 2, 5, 10, 20, 50, 100, 200];

/// A map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// What it shows.
    pub title: Text,
    /// The same in words.
    pub description: Text,
    /// The box's height.
    pub height: i64,
    /// The frame's height.
    pub frame: i64,
    /// The lines of the net.
    pub net: String,
    /// The degrees of the net, the scale's length and north.
    pub labels: Vec<Label>,
    /// Cells: left, top, width, height, how many happenings.
    pub cells: Vec<Square>,
    /// Lines of places.
    pub ways: Vec<String>,
    /// Places: left, top, what each is, and its number.
    pub marks: Vec<Mark>,
    /// The scale's line.
    pub scale: String,
    /// What the signs in it mean, for those that it has.
    pub signs: Vec<(&'static str, Text)>,
    /// The places by number.
    pub numbered: Vec<(Text, Text)>,
}

/// A cell on the map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Square {
    /// Its left rim.
    pub x: i64,
    /// Its upper rim.
    pub y: i64,
    /// Its width.
    pub width: i64,
    /// Its height.
    pub height: i64,
    /// How many happenings, in its middle.
    pub label: Label,
}

/// A place on the map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// From the left.
    pub x: i64,
    /// From above.
    pub y: i64,
    /// What it is: `open`, `closed`, `mixed`, `unknown` or `place`.
    pub kind: &'static str,
    /// Its number beside it; none for a place drawn in several parts.
    pub label: Label,
}

/// What is to be drawn.
pub(super) struct Drawing<'a> {
    pub(super) title: Text,
    pub(super) description: Text,
    /// Places: what each is, its number, its name, its points and lines.
    pub(super) places: Vec<(&'static str, Text, Text, &'a [Vec<Position>])>,
    /// Cells: southern and western rim and size in tenths of a degree, and how
    /// many happenings.
    pub(super) cells: Vec<(i64, i64, i64, usize)>,
}

/// How degrees become units.
struct View {
    south: Decimal,
    north: Decimal,
    west: Decimal,
    east: Decimal,
    /// Units of a degree northwards and eastwards.
    unit: (Decimal, Decimal),
    frame: i64,
}

/// Draws a map.
///
/// # Shape
/// `None` where nothing has a position.
pub(super) fn chart(words: &Words, drawing: Drawing<'_>) -> Option<Chart> {
    let view = View::of(&drawing)?;
    let mut labels = Vec::new();
    let net = view.net(words, &mut labels);
    let scale = view.scale(words, &mut labels);
    labels.push(Label {
        x: units(WIDTH - 28),
        y: 62,
        anchor: "middle",
        text: words.say("map-north"),
    });
    let mut marks = Vec::new();
    let mut ways = Vec::new();
    let mut numbered = Vec::new();
    for (kind, number, name, lines) in drawing.places {
        for line in lines {
            if line.len() > 1 {
                ways.push(view.way(line));
            }
        }
        // A line bears its number at its middle.
        let first = lines.first().and_then(|line| line.get(line.len() / 2));
        if let Some(at) = first {
            let (x, y) = view.place(*at);
            marks.push(Mark {
                x,
                y,
                kind,
                label: Label {
                    x: units(x + 15),
                    y: units(y - 8),
                    anchor: "start",
                    text: number.clone(),
                },
            });
            numbered.push((number, name));
        }
    }
    let cells = drawing.cells.iter().map(|cell| view.cell(words, *cell));
    let cells: Vec<Square> = cells.collect();
    Some(Chart {
        title: drawing.title,
        description: drawing.description,
        height: view.frame + FOOT,
        frame: view.frame,
        net,
        labels,
        signs: signs(words, &marks, &ways, &cells),
        cells,
        ways,
        marks,
        scale,
        numbered,
    })
}

fn signs(
    words: &Words,
    marks: &[Mark],
    ways: &[String],
    cells: &[Square],
) -> Vec<(&'static str, Text)> {
    let kinds = ["open", "closed", "mixed", "unknown", "place"];
    let there = |kind: &&str| marks.iter().any(|mark| mark.kind == *kind);
    let marked = kinds.into_iter().filter(there);
    let way = (!ways.is_empty()).then_some("way");
    let cell = (!cells.is_empty()).then_some("cell");
    let all = marked.chain(way).chain(cell);
    all.map(|kind| (kind, words.say(&format!("map-key-{kind}"))))
        .collect()
}

impl View {
    fn of(drawing: &Drawing<'_>) -> Option<Self> {
        let tenths = |tenths: i64| Decimal::new(tenths, 1);
        let lines = drawing.places.iter().flat_map(|place| place.3);
        let mut corners: Vec<(Decimal, Decimal)> = lines
            .flatten()
            .map(|at| (at.latitude, at.longitude))
            .collect();
        for (south, west, size, _) in &drawing.cells {
            corners.push((tenths(*south), tenths(*west)));
            corners.push((tenths(south + size), tenths(west + size)));
        }
        let latitudes = || corners.iter().map(|corner| corner.0);
        let longitudes = || corners.iter().map(|corner| corner.1);
        let (south, north) = widened(latitudes().min()?, latitudes().max()?, tenths(SPAN_MIN));
        let (west, east) = widened(longitudes().min()?, longitudes().max()?, tenths(SPAN_MIN));
        let narrow = cosine((south + north) / Decimal::TWO);
        let mut view = Self {
            south,
            north,
            west,
            east,
            unit: (Decimal::ONE, Decimal::ONE),
            frame: 0,
        };
        view.fit(narrow)?;
        Some(view)
    }

    /// Makes the frame as wide as the box and neither flat nor high, by showing
    /// more beside or above.
    fn fit(&mut self, narrow: Decimal) -> Option<()> {
        let width = Decimal::from(WIDTH);
        let high = |view: &Self, unit: Decimal| (view.north - view.south) * unit;
        let mut unit = width.checked_div((self.east - self.west) * narrow)?;
        let most = Decimal::from(HEIGHT.1);
        if high(self, unit) > most {
            unit = most.checked_div(self.north - self.south)?;
            let wide = width.checked_div(unit * narrow)?;
            (self.west, self.east) = around(self.west, self.east, wide);
        }
        let least = Decimal::from(HEIGHT.0);
        if high(self, unit) < least {
            let tall = least.checked_div(unit)?;
            (self.south, self.north) = around(self.south, self.north, tall);
        }
        self.unit = (unit, unit * narrow);
        self.frame = whole(high(self, unit));
        Some(())
    }

    fn place(&self, at: Position) -> (i64, i64) {
        (self.x(at.longitude), self.y(at.latitude))
    }

    fn x(&self, longitude: Decimal) -> i64 {
        whole((longitude - self.west) * self.unit.1)
    }

    fn y(&self, latitude: Decimal) -> i64 {
        whole((self.north - latitude) * self.unit.0)
    }

    fn way(&self, line: &[Position]) -> String {
        let mut path = String::new();
        for at in line {
            let (x, y) = self.place(*at);
            let _ = write!(path, "{}{x} {y}", if path.is_empty() { "M" } else { "L" });
        }
        path
    }

    fn cell(&self, words: &Words, (south, west, size, count): (i64, i64, i64, usize)) -> Square {
        let tenths = |tenths: i64| Decimal::new(tenths, 1);
        let (left, right) = (self.x(tenths(west)), self.x(tenths(west + size)));
        let (top, bottom) = (self.y(tenths(south + size)), self.y(tenths(south)));
        Square {
            x: left,
            y: top,
            width: right - left,
            height: bottom - top,
            label: Label {
                x: units(i64::midpoint(left, right)),
                y: units(i64::midpoint(top, bottom) + 6),
                anchor: "middle",
                text: words.number(Decimal::from(count)),
            },
        }
    }

    /// Draws meridians and parallels, at most six of each.
    fn net(&self, words: &Words, labels: &mut Vec<Label>) -> String {
        let wide = (self.east - self.west).max(self.north - self.south);
        let fits = |step: &&i64| wide <= Decimal::new(**step * 6, 1);
        let step = NETS.iter().find(fits).copied().unwrap_or(300);
        let multiples = |from: Decimal, to: Decimal| {
            let tenths = |n: Decimal| i64::try_from((n * Decimal::TEN).ceil()).unwrap_or(0);
            let first = tenths(from).div_euclid(step) * step;
            let all = (0..64).map(move |n| Decimal::new(first + n * step, 1));
            all.skip_while(move |n| *n <= from)
                .take_while(move |n| *n < to)
        };
        let mut path = String::new();
        for longitude in multiples(self.west, self.east) {
            let x = self.x(longitude);
            let _ = write!(path, "M{x} 0V{}", self.frame);
            if (50..WIDTH - 50).contains(&x) {
                labels.push(Label {
                    x: units(x),
                    y: units(self.frame - 8),
                    anchor: "middle",
                    text: degrees(words, longitude, "map-east", "map-west"),
                });
            }
        }
        for latitude in multiples(self.south, self.north) {
            let y = self.y(latitude);
            let _ = write!(path, "M0 {y}H{WIDTH}");
            if (30..self.frame - 40).contains(&y) {
                labels.push(Label {
                    x: 6,
                    y: units(y - 6),
                    anchor: "start",
                    text: degrees(words, latitude, "map-latitude-north", "map-latitude-south"),
                });
            }
        }
        path
    }

    /// Draws the longest scale that takes a third of the width at most.
    fn scale(&self, words: &Words, labels: &mut Vec<Label>) -> String {
        let of_km = |km: i64| {
            let degrees = Decimal::from(km).checked_div(Decimal::new(111_195, 3));
            whole(degrees.unwrap_or_default() * self.unit.0)
        };
        let fits = |km: &&i64| of_km(**km) <= WIDTH / 3;
        let km = SCALES_KM.iter().rev().find(fits).copied().unwrap_or(1);
        let (long, y) = (of_km(km), self.frame + 24);
        labels.push(Label {
            x: units(long + 14),
            y: units(y + 7),
            anchor: "start",
            text: words
                .say_with("map-km", &[("n", Text::ltr(&km.to_string()).into())])
                .isolated(words.language),
        });
        format!("M1 {}V{y}H{}V{}", y - 8, long + 1, y - 8)
    }
}

/// Writes a coordinate with its hemisphere.
pub(super) fn degrees(words: &Words, value: Decimal, above: &str, below: &str) -> Text {
    let id = if value.is_sign_negative() {
        below
    } else {
        above
    };
    // The sign goes with its number in either direction.
    let digits = Text::ltr(&format!("{}°", value.abs().normalize()));
    words
        .say_with(id, &[("degrees", digits.into())])
        .isolated(words.language)
}

/// Adds a fifth on every side, and shows a least span.
fn widened(from: Decimal, to: Decimal, least: Decimal) -> (Decimal, Decimal) {
    let span = (to - from) * Decimal::new(14, 1);
    around(from, to, span.max(least))
}

/// Returns a span of this length around the middle of another.
fn around(from: Decimal, to: Decimal, span: Decimal) -> (Decimal, Decimal) {
    let middle = (from + to) / Decimal::TWO;
    let half = span / Decimal::TWO;
    (middle - half, middle + half)
}

/// Returns the cosine of degrees, by its series; never below a hundredth, so
/// that a map of a pole is still a map.
fn cosine(degrees: Decimal) -> Decimal {
    let half_turn = Decimal::new(31_415_926_536, 10);
    let angle = degrees * half_turn / Decimal::from(180);
    let square = angle * angle;
    let mut term = Decimal::ONE;
    let mut sum = Decimal::ONE;
    for n in 1..=8_i64 {
        term = (-term * square / Decimal::from((2 * n - 1) * (2 * n))).round_dp(18);
        sum += term;
    }
    sum.max(Decimal::new(1, 2)).round_dp(9)
}

fn whole(units: Decimal) -> i64 {
    i64::try_from(units.round()).unwrap_or(0)
}

fn units(n: i64) -> u32 {
    u32::try_from(n).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cosine_is_that_of_the_books() {
        for (degrees, expected) in [
            ("0", "1"),
            ("31.4", "0.853550797"),
            ("-60", "0.5"),
            ("90", "0.01"),
        ] {
            let found = cosine(degrees.parse().unwrap());
            let off = (found - expected.parse::<Decimal>().unwrap()).abs();
            assert!(off < Decimal::new(1, 8), "{degrees}: {found}");
        }
    }
}
