//! Small plans and records, and the naive assessor run on them.

use std::collections::BTreeMap;

use servanda_model::assessment::{AsOf, Known, Status};
use servanda_model::figure::{Decimal, Figure};
use servanda_model::plan::duty::Moment;
use servanda_model::plan::{Clause, Duty, EventPattern, Perform, Plan, Timing};
use servanda_model::record::{Act, Citation, Entry, LeafIndex, Record, Report, Source};
use servanda_model::time::When;
use servanda_reference::generate::clauses::bare;
use servanda_reference::generate::plans::declared;
use servanda_reference::generate::{day, instant};
use servanda_reference::judgement::{ClauseJudgement, Judgement};

pub(crate) fn plan(clauses: Vec<Clause>) -> Plan {
    Plan {
        clauses,
        ..declared()
    }
}

pub(crate) fn pattern(name: &str) -> EventPattern {
    EventPattern {
        name: name.into(),
        filters: Vec::new(),
    }
}

pub(crate) fn perform(event: &str, timing: Timing) -> Perform {
    Perform {
        event: pattern(event),
        each: None,
        count: 1,
        every: None,
        of_its: None,
        timing,
    }
}

pub(crate) fn by(number: i64) -> Timing {
    Timing::By(Moment::On(day(number)))
}

pub(crate) fn handover() -> Clause {
    bare(1, Duty::Perform(perform("Handover", by(8))))
}

pub(crate) fn report(of: &str, reporter: &str, happened: When) -> Report {
    Report {
        of: of.to_owned(),
        reporter: reporter.into(),
        via: None,
        origin: Some(reporter.to_owned()),
        actors: Vec::new(),
        happened,
        period: None,
        figure: None,
        per: None,
        running_total: false,
        unit: None,
        fields: BTreeMap::new(),
        value: None,
        scope: None,
        grade: None,
        note: None,
    }
}

pub(crate) fn on(number: i64) -> When {
    When::On(day(number), day(number))
}

pub(crate) fn figure(of: &str, reporter: &str, number: i64, n: i64) -> Report {
    Report {
        figure: Some(Figure::Exact(Decimal::from(n))),
        ..report(of, reporter, on(number))
    }
}

pub(crate) fn record(acts: Vec<(&str, Act, Vec<u64>)>) -> Record {
    let zone = declared().zone;
    let entries = acts
        .into_iter()
        .zip(0_u32..)
        .map(|((signer, act, refers), index)| Entry {
            citation: Citation::whole(LeafIndex(u64::from(index))),
            received_at: instant(&zone, 9, i64::from(index)),
            signer: signer.into(),
            act: Some(act),
            refers_to: refers
                .into_iter()
                .map(|n| Citation::whole(LeafIndex(n)))
                .collect(),
            source: Source::default(),
        })
        .collect();
    Record {
        entries,
        backfill: 0,
        ..Record::default()
    }
}

pub(crate) fn reports(all: Vec<Report>) -> Record {
    record(
        all.into_iter()
            .map(|r| ("Desk", Act::Report(r), vec![]))
            .collect(),
    )
}

pub(crate) fn judge(plan: &Plan, record: &Record, at: i64) -> Judgement {
    let size = record.entries.len() as u64;
    let as_of = AsOf {
        at: plan.zone.day_end(day(at)),
        known: Known::Size(size),
    };
    servanda_reference::assess(plan, record, as_of)
}

pub(crate) fn first(clause: Clause, record: &Record, at: i64) -> ClauseJudgement {
    judge(&plan(vec![clause]), record, at).clauses.remove(0)
}

pub(crate) fn status(clause: Clause, record: &Record, at: i64) -> Status {
    first(clause, record, at).status
}

pub(crate) fn statuses(clause: Clause, record: &Record, at: i64) -> Vec<Status> {
    first(clause, record, at)
        .instances
        .iter()
        .map(|i| i.status)
        .collect()
}
