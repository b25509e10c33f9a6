//! Strategies for small valid agreements, records and as-ofs.
//!
//! What lives here: [`worlds`], the entry point, and the days everything
//! happens on. Agreements are made by [`plans`], records by [`records`]. A
//! strategy draws small numbers and a pure function builds values from them,
//! so that a failure shrinks towards the first choice of everything: one
//! clause, one report, no extras.
//!
//! # Invariants
//! Everything happens within 24 days from Monday 5 January 2026, so that
//! reports fall on, just before and just after due dates.

pub mod changes;
pub mod clauses;
pub mod extras;
pub mod ladders;
pub mod moves;
pub mod plans;
pub mod records;

use proptest::prelude::*;
use servanda_model::assessment::{AsOf, Known};
use servanda_model::plan::Plan;
use servanda_model::record::Record;
use servanda_model::time::{Date, Instant, Zone};

/// Returns the day a number of days after the first.
pub fn day(number: i64) -> Date {
    let first = jiff::civil::date(2026, 1, 5);
    jiff::Span::new()
        .try_days(number)
        .ok()
        .and_then(|span| first.checked_add(span).ok())
        .unwrap_or(first)
}

/// Returns the instant so many hours into a day.
pub fn instant(zone: &Zone, number: i64, hours: i64) -> Instant {
    let start = zone.day_start(day(number));
    start
        .checked_add(jiff::Span::new().hours(hours))
        .unwrap_or(start)
}

/// Returns a strategy for an agreement, a record of it and an as-of.
pub fn worlds() -> impl Strategy<Value = (Plan, Record, AsOf)> {
    (plans::plans(), records::drafts(), as_ofs()).prop_map(|(plan, drafts, draft)| {
        let record = records::build(&plan, &drafts);
        let as_of = draft.build(&plan, &record);
        (plan, record, as_of)
    })
}

/// Returns a strategy for an agreement with amendments, a record with consents
/// to them, and an as-of.
pub fn worlds_with_amendments() -> impl Strategy<Value = (Plan, Record, AsOf)> {
    (
        plans::plans(),
        changes::drafts(),
        records::drafts(),
        as_ofs(),
    )
        .prop_map(|(mut plan, amendments, drafts, draft)| {
            changes::amend(&mut plan, &amendments);
            let mut record = records::build(&plan, &drafts);
            changes::consent(&plan, &amendments, &mut record);
            let as_of = draft.build(&plan, &record);
            (plan, record, as_of)
        })
}

/// Returns a strategy for an agreement with ladders, a record with acts of
/// anybody on its cases, and an as-of.
pub fn worlds_with_cases() -> impl Strategy<Value = (Plan, Record, AsOf)> {
    (ladders::plans(), moves::drafts(), as_ofs()).prop_map(|(plan, drafts, draft)| {
        let record = moves::build(&plan, &drafts);
        let as_of = draft.build(&plan, &record);
        (plan, record, as_of)
    })
}

/// An as-of in small numbers.
#[derive(Clone, Debug)]
struct AsOfDraft {
    day: i64,
    hour: Option<i64>,
    known: u8,
    back: i64,
}

fn as_ofs() -> impl Strategy<Value = AsOfDraft> {
    (
        prop_oneof![4 => 8_i64..24, 1 => 0_i64..8],
        prop::option::weighted(0.3, prop::sample::select(vec![0_i64, 9, 12])),
        prop_oneof![4 => Just(0_u8), 1 => Just(1_u8), 1 => Just(2_u8), 1 => Just(3_u8)],
        1_i64..8,
    )
        .prop_map(|(day, hour, known, back)| AsOfDraft {
            day,
            hour,
            known,
            back,
        })
}

impl AsOfDraft {
    fn build(&self, plan: &Plan, record: &Record) -> AsOf {
        let zone = &plan.zone;
        let at = match self.hour {
            Some(hour) => instant(zone, self.day, hour),
            None => zone.day_end(day(self.day)),
        };
        let size = u64::try_from(record.entries.len()).unwrap_or(u64::MAX);
        let known = match self.known {
            0 => Known::Size(size),
            1 => Known::By(at),
            2 => Known::By(zone.day_end(day(self.day - self.back))),
            _ => Known::Size(size.saturating_sub(u64::try_from(self.back).unwrap_or(0))),
        };
        AsOf { at, known }
    }
}
