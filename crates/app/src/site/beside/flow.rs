//! The picture of money on its way: a lane for each donor, a column for each
//! stage, a band as thick as the amount.
//!
//! What lives here: the drawing as plain data, in units of its own box. What
//! does not: what the money comes to (`funds`), the table beside it (`super`)
//! and markup (`server`).
//!
//! # Invariants
//! One picture for each scope and currency, so that nothing is converted or
//! added up; each lane is one donor's own. What is less than certain is drawn
//! apart from what is sure, and a lane that ends before a verified result says
//! so. Stages run in the direction of the page's language.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use servanda_model::figure::{Decimal, Figure};

use crate::funds::Stage;
use crate::funds::ledger::{Account, Donor, Ledger, Overdue};
use crate::funds::money::Amount;
use crate::language::{Text, Words};

/// The width of the drawing's box.
pub const WIDTH: u32 = 720;

/// The width of a stage's column.
const COLUMN: u32 = WIDTH / 5;

/// Where a stage's band begins and ends in its column.
const FLAT: (u32, u32) = (6, 92);

/// How thick a band is at the most.
const THICK: u32 = 40;

/// Where the first lane begins, below the names of the stages.
const TOP: u32 = 36;

/// The height of a line of words.
const LINE: u32 = 26;

/// How many lanes a picture has at the most.
const LANES_MAX: usize = 16;

/// How many pictures there are at the most.
pub(super) const PICTURES_MAX: usize = 6;

/// Money of one scope in one currency, on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    /// What it shows.
    pub title: Text,
    /// The same in words.
    pub description: Text,
    /// The box's height.
    pub height: u32,
    /// What one of the numbers stands for.
    pub unit: Text,
    /// The stages: the middle of each column, and its name.
    pub heads: Vec<(u32, Text)>,
    /// One for each donor, from above.
    pub lanes: Vec<Lane>,
    /// What the signs in it mean, for those that it has.
    pub signs: Vec<(&'static str, Text)>,
    /// Who is in the table alone; empty for nobody.
    pub left_out: Text,
}

/// One donor's money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lane {
    /// Who gives.
    pub name: Label,
    /// What is past due; none for nothing.
    pub overdue: Option<Label>,
    /// Shapes, by what they mean: `sure`, `open`, `gap`, `late`, `none`,
    /// `ends`.
    pub shapes: Vec<(&'static str, String)>,
    /// The amounts below the bands.
    pub amounts: Vec<Label>,
}

/// Words in a drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// From the left.
    pub x: u32,
    /// From above, to the line they stand on.
    pub y: u32,
    /// Which part of them stands there: `start`, `middle` or `end`.
    pub anchor: &'static str,
    /// The words.
    pub text: Text,
}

/// Draws a ledger, currency by currency.
pub(super) fn flows(words: &Words, ledger: &Ledger) -> Vec<Flow> {
    let told = ledger.donors.values().flat_map(|account| &account.told);
    let currencies: BTreeSet<&str> = told.map(|((_, code), _)| code.as_str()).collect();
    let drawn = currencies
        .into_iter()
        .filter_map(|currency| flow(words, ledger, currency));
    drawn.take(PICTURES_MAX).collect()
}

/// What one donor gave in the picture's currency.
struct Given<'a> {
    donor: &'a Donor,
    stages: Vec<(Stage, Amount)>,
    most: Decimal,
    late: Vec<&'a Overdue>,
}

fn given<'a>(
    ledger: &'a Ledger,
    donor: &'a Donor,
    account: &Account,
    currency: &str,
) -> Option<Given<'a>> {
    let told = account.told.iter();
    let own = told.filter(|((_, code), _)| code == currency);
    let stages: Vec<(Stage, Amount)> = own.map(|((stage, _), sum)| (*stage, sum.amount)).collect();
    let most = stages.iter().map(|(_, amount)| top(*amount)).max()?;
    let late = ledger.overdue.iter();
    let late = late.filter(|one| one.donor == *donor && one.currency == currency);
    Some(Given {
        donor,
        stages,
        most,
        late: late.collect(),
    })
}

/// Returns the most that is drawn of an amount.
fn top(amount: Amount) -> Decimal {
    amount.high.unwrap_or(amount.low)
}

fn flow(words: &Words, ledger: &Ledger, currency: &str) -> Option<Flow> {
    let donors = ledger.donors.iter();
    let mut all: Vec<Given<'_>> = donors
        .filter_map(|(donor, account)| given(ledger, donor, account, currency))
        .collect();
    let left = all.len().saturating_sub(LANES_MAX);
    if left > 0 {
        // Those whose bands could be seen at all are drawn, in the table's order.
        all.sort_by_key(|one| std::cmp::Reverse(one.most));
        all.truncate(LANES_MAX);
        all.sort_by(|one, other| one.donor.cmp(other.donor));
    }
    let most = all.iter().map(|one| one.most).max()?;
    let scale = Scale::of(words, most);
    let mut y = TOP;
    let mut lanes = Vec::new();
    for one in &all {
        let (lane, below) = scale.lane(words, one, y);
        lanes.push(lane);
        y = below;
    }
    let heads = Stage::ALL.iter().zip(0_u32..).map(|(stage, column)| {
        let name = words.say(&format!("stage-{}", stage.key()));
        (scale.middle(column), name.isolated(words.language))
    });
    let with = [("currency", Text::ltr(currency).into())];
    let title = match &ledger.scope {
        None => words.say_with("flow-title", &with),
        Some(scope) => {
            let [currency] = with.clone();
            words.say_with(
                "flow-title-scope",
                &[currency, ("scope", Text::own(scope).into())],
            )
        }
    };
    let told = all.iter().map(|one| described(words, one, currency));
    Some(Flow {
        title,
        description: Text::joined(told, ". "),
        height: y,
        unit: words.say_with(scale.unit, &with),
        heads: heads.collect(),
        signs: signs(words, &lanes),
        lanes,
        left_out: if left == 0 {
            Text::default()
        } else {
            words.say_with("flow-left-out", &[("n", left.into())])
        },
    })
}

/// Says a lane in words.
fn described(words: &Words, one: &Given<'_>, currency: &str) -> Text {
    let told = one.stages.iter().map(|(stage, amount)| {
        let stage = words.say(&format!("stage-{}", stage.key()));
        Text::joined([stage, super::funds::amount(words, *amount, currency)], " ")
    });
    let ends = (!reaches_the_end(one)).then(|| words.say("flow-ends"));
    let late = one.late.iter().map(|late| overdue(words, late));
    Text::joined(
        [
            super::funds::donor(words, one.donor.as_deref()),
            words.list(told.chain(ends).chain(late)),
        ],
        ": ",
    )
}

fn overdue(words: &Words, late: &Overdue) -> Text {
    let missing = Amount::of(&Figure::Exact(late.missing), Decimal::ONE);
    words.say_with(
        "flow-overdue",
        &[
            (
                "amount",
                super::funds::amount(words, missing, &late.currency).into(),
            ),
            ("day", words.day(late.due).into()),
        ],
    )
}

fn reaches_the_end(one: &Given<'_>) -> bool {
    one.stages
        .last()
        .is_some_and(|(stage, amount)| *stage == Stage::Result && !amount.is_zero())
}

fn signs(words: &Words, lanes: &[Lane]) -> Vec<(&'static str, Text)> {
    let there = |kind: &str| {
        let shapes = lanes.iter().flat_map(|lane| &lane.shapes);
        shapes.into_iter().any(|(own, _)| *own == kind)
    };
    let all = [
        ("sure", "flow-key-sure"),
        ("open", "flow-key-open"),
        ("gap", "flow-key-gap"),
        ("late", "flow-key-late"),
        ("ends", "flow-key-ends"),
    ];
    let kept = all.into_iter().filter(|(kind, _)| there(kind));
    kept.map(|(kind, id)| (kind, words.say(id))).collect()
}

/// How amounts become thickness and stages become places.
struct Scale {
    most: Decimal,
    /// What the numbers are divided by, and how that is said.
    by: Decimal,
    unit: &'static str,
    mirrored: bool,
}

impl Scale {
    fn of(words: &Words, most: Decimal) -> Self {
        let (by, unit) = if most >= Decimal::from(10_000_000_u32) {
            (Decimal::from(1_000_000_u32), "flow-unit-million")
        } else if most >= Decimal::from(100_000_u32) {
            (Decimal::ONE_THOUSAND, "flow-unit-thousand")
        } else {
            (Decimal::ONE, "flow-unit-one")
        };
        Self {
            most: most.max(Decimal::ONE),
            by,
            unit,
            mirrored: words.language.direction() == "rtl",
        }
    }

    /// Turns a distance from where reading begins into one from the left.
    fn x(&self, from_start: u32) -> u32 {
        if self.mirrored {
            WIDTH.saturating_sub(from_start)
        } else {
            from_start
        }
    }

    fn middle(&self, column: u32) -> u32 {
        self.x(column * COLUMN + u32::midpoint(FLAT.0, FLAT.1))
    }

    /// Returns how thick an amount is: never nothing where it is something.
    fn thick(&self, amount: Decimal) -> u32 {
        let scaled = amount.checked_mul(Decimal::from(THICK));
        let scaled = scaled.and_then(|scaled| scaled.checked_div(self.most));
        let whole = scaled.map_or(0, |scaled| u32::try_from(scaled.round()).unwrap_or(THICK));
        let least = if amount > Decimal::ZERO { 2 } else { 0 };
        whole.clamp(least, THICK)
    }

    fn start(&self, y: u32, text: Text, words: &Words) -> Label {
        Label {
            x: self.x(0),
            y,
            anchor: if self.mirrored { "end" } else { "start" },
            text: text.isolated(words.language),
        }
    }

    /// Draws one donor's lane, and returns where the next one begins.
    fn lane(&self, words: &Words, one: &Given<'_>, above: u32) -> (Lane, u32) {
        let name = super::funds::donor(words, one.donor.as_deref());
        let mut y = above + LINE;
        let name = self.start(y - 6, name, words);
        let late = one.late.iter().map(|late| overdue(words, late));
        let late = words.list(late);
        let overdue = (!late.is_empty()).then(|| {
            y += LINE;
            self.start(y - 6, late, words)
        });
        let widest = one.stages.iter().map(|(_, amount)| self.outer(*amount));
        let half = widest.max().unwrap_or(0) / 2 + 5;
        let axis = y + half;
        let mut shapes = self.bands(one, axis);
        let missing = one.late.iter().map(|late| late.missing);
        let missing = missing.fold(Decimal::ZERO, |sum, one| {
            sum.checked_add(one).unwrap_or(Decimal::MAX)
        });
        if let Some((Stage::Pledge, pledged)) = one.stages.first()
            && missing > Decimal::ZERO
        {
            shapes.push(("late", self.lower_part(top(*pledged), missing, axis)));
        }
        let below = axis + half + LINE;
        let amounts = one.stages.iter().map(|(stage, amount)| Label {
            x: self.middle(column(*stage)),
            y: below - 4,
            anchor: "middle",
            text: self.written(words, *amount).isolated(words.language),
        });
        let lane = Lane {
            name,
            overdue,
            shapes,
            amounts: amounts.collect(),
        };
        (lane, below + 12)
    }

    /// Writes an amount in the picture's unit.
    fn written(&self, words: &Words, amount: Amount) -> Text {
        let part = |n: Decimal| {
            let part = n.checked_div(self.by).unwrap_or(n);
            part.round_dp(1).normalize()
        };
        let short = Amount {
            low: part(amount.low),
            high: amount.high.map(part),
        };
        words.figure(&short.figure())
    }

    /// Draws the bands from stage to stage, and where they end.
    fn bands(&self, one: &Given<'_>, axis: u32) -> Vec<(&'static str, String)> {
        let mut shapes = Vec::new();
        let ribbon = |thick: &dyn Fn(Amount) -> u32| -> Vec<(Stage, u32)> {
            let stages = one.stages.iter();
            stages
                .map(|(stage, amount)| (*stage, thick(*amount)))
                .collect()
        };
        let outer = ribbon(&|amount| self.outer(amount));
        let sure = ribbon(&|amount| self.thick(amount.low));
        // Past a stage that nobody reports, a band is only a link.
        for pair in outer.windows(2) {
            if let [(before, _), (after, _)] = pair
                && column(*after) > column(*before) + 1
            {
                shapes.push(("gap", self.link(pair, axis)));
            }
        }
        let uncertain = one.stages.iter().any(|(_, one)| one.high != Some(one.low));
        let runs = |stages: &[(Stage, u32)]| -> Vec<String> {
            let adjacent =
                |one: &(Stage, u32), next: &(Stage, u32)| column(next.0) <= column(one.0) + 1;
            let runs = stages.chunk_by(adjacent);
            runs.map(|run| self.band(run, axis)).collect()
        };
        if uncertain {
            shapes.extend(runs(&outer).into_iter().map(|run| ("open", run)));
        }
        if sure.iter().any(|(_, thick)| *thick > 0) {
            shapes.extend(runs(&sure).into_iter().map(|run| ("sure", run)));
        }
        let Some((last, amount)) = one.stages.last() else {
            return shapes;
        };
        if !reaches_the_end(one) {
            let end = column(*last) * COLUMN + FLAT.1 + 6;
            let half = self.outer(*amount) / 2 + 5;
            shapes.push(("ends", self.jagged(end, axis, half)));
            if *last != Stage::Result {
                let (from, to) = (self.x(end + 8), self.x(WIDTH - COLUMN + FLAT.1));
                shapes.push(("none", format!("M{from} {axis}H{to}")));
            }
        }
        shapes
    }

    /// Returns how thick an amount is at the most.
    fn outer(&self, amount: Amount) -> u32 {
        match amount.high {
            Some(high) => self.thick(high),
            // Nobody knows how much more: a little wider than what is sure.
            None => (self.thick(amount.low) + 8).min(THICK),
        }
    }

    /// Draws the link between two stages that are no neighbours.
    fn link(&self, pair: &[(Stage, u32)], axis: u32) -> String {
        let [(before, thick), (after, thin)] = pair else {
            return String::new();
        };
        let from = self.x(column(*before) * COLUMN + FLAT.1);
        let to = self.x(column(*after) * COLUMN + FLAT.0);
        let edges = |thick: u32| (axis - thick / 2, axis - thick / 2 + thick);
        let (near, far) = (edges(*thick), edges(*thin));
        format!(
            "M{from} {}L{to} {}V{}L{from} {}Z",
            near.0, far.0, far.1, near.1
        )
    }

    /// Draws one band through its stages: flat in each, drawn out between.
    fn band(&self, stages: &[(Stage, u32)], axis: u32) -> String {
        let mut there = String::new();
        let mut back: Vec<String> = Vec::new();
        for (stage, thick) in stages {
            let left = column(*stage) * COLUMN;
            let (from, to) = (left + FLAT.0, left + FLAT.1);
            let (from, to) = (self.x(from), self.x(to));
            let (above, below) = (axis - thick / 2, axis - thick / 2 + thick);
            if there.is_empty() {
                let _ = write!(there, "M{from} {above}H{to}");
                back.push(format!("L{to} {below}H{from}Z"));
            } else {
                let _ = write!(there, "L{from} {above}H{to}");
                back.push(format!("L{to} {below}H{from}"));
            }
        }
        back.reverse();
        there + &back.concat()
    }

    /// Draws the part of a pledge's band that is past due, at its lower edge.
    fn lower_part(&self, pledged: Decimal, missing: Decimal, axis: u32) -> String {
        let whole = self.thick(pledged);
        let part = self.thick(missing).min(whole);
        let below = axis - whole / 2 + whole;
        let (from, to) = (self.x(FLAT.0), self.x(FLAT.1));
        format!("M{from} {}H{to}V{below}H{from}Z", below - part)
    }

    /// Draws the jagged line at which a trace ends.
    fn jagged(&self, at: u32, axis: u32, half: u32) -> String {
        let (near, far) = (self.x(at), self.x(at + 6));
        let (top, bottom) = (axis - half, axis + half);
        let step = (bottom - top) / 4;
        let mut path = format!("M{near} {top}");
        for turn in 1..=4 {
            let x = if turn % 2 == 1 { far } else { near };
            let _ = write!(path, "L{x} {}", top + turn * step);
        }
        path
    }
}

fn column(stage: Stage) -> u32 {
    let place = Stage::ALL.iter().position(|one| *one == stage);
    place.map_or(0, |place| u32::try_from(place).unwrap_or(0))
}
