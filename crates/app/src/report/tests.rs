//! The report of a hand-made input, in both forms and both languages.

use std::collections::BTreeSet;

use jiff::civil::date;
use servanda_model::assessment::*;
use servanda_model::figure::{Decimal, Figure};
use servanda_model::plan::{Grade, Plan};
use servanda_model::record::{
    Act, Citation, Coverage, Entry, LeafIndex, Remark, Report as Told, Source,
};
use servanda_model::time::{Instant, When};

use super::*;

mod page;

const TEXT: &str = r#"# Ford Accord

## Relief

The bridge opens within three days. Each side returns what it holds.

```accord
agreement  Ford Accord
  time     Accord Time is UTC+02:00, days run 00:00 to 24:00
  in force 2026-01-01
party      North; South
body       Monitors, neutral
body       North Office belongs to North
phase      Phase 1 opens on Entry into Force
phase      Phase 2 opens on terms not agreed
pillar     Relief is 1.1, 1.2
event      Bridge Opening
event      Return
indicator  Crossings each day
  reported   North Office
1.1  North must perform Bridge Opening
  title     "Open the bridge"
  within    3 days after Entry into Force
  owed      to South
  evidence  1 report
  response  none, published only
  proposed  evidence by Servanda
1.2  South must perform 3 Return
  title     "Return what is held"
  within    30 days after Entry into Force
  owed      to North
  evidence  1 report
  response  none, published only
1.3  not checkable because "no measure"
  title     "Good will"
  needs     measure
```
"#;

/// Text that would break a page which did not escape it.
const HOSTILE: &str = "<script>alert(\"1\")</script>'&\u{202E}";

struct Made {
    plan: Plan,
    record: Record,
    head: Head,
    settings: Settings,
    assessment: Assessment,
    before: Assessment,
}

fn instant(text: &str) -> Instant {
    text.parse().unwrap()
}

fn cite(entry: u64) -> Citation {
    Citation::whole(LeafIndex(entry))
}

fn reason(kind: ReasonKind, text: &str, entries: &[u64]) -> Reason {
    Reason {
        kind,
        text: text.into(),
        citations: entries.iter().map(|entry| cite(*entry)).collect(),
    }
}

fn instance(status: Status, due: &str, reasons: Vec<Reason>) -> Instance {
    Instance {
        key: InstanceKey::default(),
        status,
        evidence: EvidenceAxis::Declared,
        agreement: AgreementAxis::Agreed,
        triggered_at: Some(instant("2026-01-01T00:00+02")),
        due_at: Some(instant(due)),
        decided_at: None,
        lateness: None,
        severity: None,
        progress: None,
        outcomes: Vec::new(),
        judged_by: None,
        slips: Vec::new(),
        retests: Vec::new(),
        reasons,
    }
}

fn status(id: &str, status: Status, instances: Vec<Instance>) -> ClauseStatus {
    ClauseStatus {
        id: id.into(),
        status,
        on_proposed_reading: id == "1.1",
        counts: vec![(status, 1)],
        score: None,
        instances,
        readings: Vec::new(),
        beside: Vec::new(),
        reasons: Vec::new(),
    }
}

fn entry(index: u64, act: Act, source: Source) -> Entry {
    Entry {
        citation: cite(index),
        received_at: instant("2026-01-10T00:00Z"),
        signer: "Monitors".into(),
        act: Some(act),
        refers_to: Vec::new(),
        source,
    }
}

fn report_of(of: &str, figure: Option<i64>, day: i8) -> Told {
    Told {
        of: of.into(),
        reporter: "North Office".into(),
        via: Some("Daily Ford".into()),
        origin: None,
        actors: vec!["North".into()],
        happened: When::On(date(2026, 1, day), date(2026, 1, day)),
        period: None,
        figure: figure.map(|number| Figure::Exact(Decimal::from(number))),
        per: None,
        running_total: false,
        unit: None,
        fields: std::collections::BTreeMap::new(),
        value: None,
        scope: None,
        grade: Some(Grade {
            source: 'B',
            content: 2,
        }),
        note: Some(HOSTILE.into()),
    }
}

fn record() -> Record {
    let source = |address: &str| Source {
        publisher: Some(HOSTILE.into()),
        published_on: Some(date(2026, 1, 6)),
        address: Some(address.into()),
        digest: None,
    };
    let mut entries = vec![
        entry(
            0,
            Act::Report(report_of("Bridge Opening", None, 5)),
            source("https://ford.example/a?b=1&c=\"2\""),
        ),
        entry(
            1,
            Act::Claim(Remark {
                happened: Some(When::On(date(2026, 1, 7), date(2026, 1, 7))),
                concerns: vec!["1.1".into()],
                text: HOSTILE.into(),
                ..Remark::by(HOSTILE.into())
            }),
            source("javascript:alert(1)"),
        ),
        entry(
            2,
            Act::Coverage(Coverage {
                of: None,
                until: date(2026, 1, 31),
            }),
            Source::default(),
        ),
    ];
    for day in 1..=10_i8 {
        let index = u64::try_from(day).unwrap() + 2;
        entries.push(entry(
            index,
            Act::Report(report_of("Crossings", Some(7), day)),
            Source::default(),
        ));
    }
    Record {
        entries,
        backfill: 0,
        ..Record::default()
    }
}

fn phases() -> Vec<PhaseStatus> {
    let phase = |name: &str, state| PhaseStatus {
        phase: (name.into(), None),
        state,
        opened: None,
        declared: Vec::new(),
        residuals: Vec::new(),
        conditions: Vec::new(),
        waits_for: Vec::new(),
        reasons: Vec::new(),
    };
    let opened = Opening {
        at: instant("2026-01-01T21:59:59.999999999Z"),
        basis: OpeningBasis::Satisfied,
        citations: Vec::new(),
    };
    let declared = Declaration {
        by: "North".into(),
        at: instant("2026-01-14T00:00+02"),
        citation: cite(1),
    };
    let residual = Residual {
        clause: "1.2".into(),
        done: (0, 3),
        status: Status::NotYetDue,
    };
    vec![
        PhaseStatus {
            opened: Some(opened),
            ..phase("Phase 1", PhaseState::Open)
        },
        PhaseStatus {
            declared: vec![declared],
            residuals: vec![residual],
            ..phase("Phase 2", PhaseState::Declared)
        },
    ]
}

fn assessment(at: &str, bridge: Status) -> Assessment {
    let bridge_reasons = vec![
        reason(
            ReasonKind::Rule,
            "must perform Bridge Opening by 4 January 2026",
            &[],
        ),
        reason(
            ReasonKind::For,
            "North Office reports it on 5 January 2026",
            &[0],
        ),
        reason(ReasonKind::Against, HOSTILE, &[1]),
    ];
    let mut bridge_instance = instance(bridge, "2026-01-04T21:59:59.999999999Z", bridge_reasons);
    bridge_instance.lateness = Some(Lateness::Days(1, 1));
    let values = (1..=10_i8).map(|day| IndicatorValue {
        side: None,
        days: (date(2026, 1, day), date(2026, 1, day)),
        figure: Figure::Exact(Decimal::from(7)),
        running_total: false,
        reporter: "North Office".into(),
        citation: cite(u64::try_from(day).unwrap() + 2),
    });
    let total = IndicatorValue {
        side: None,
        days: (date(2026, 1, 10), date(2026, 1, 10)),
        figure: Figure::Exact(Decimal::from(1_084)),
        running_total: true,
        reporter: "North Office".into(),
        citation: cite(12),
    };
    Assessment {
        as_of: AsOf {
            at: instant(at),
            known: Known::Size(13),
        },
        known_by: KnownBy::Received,
        phases: phases(),
        clauses: vec![
            status("1.1", bridge, vec![bridge_instance]),
            status(
                "1.2",
                Status::NotYetDue,
                vec![instance(
                    Status::NotYetDue,
                    "2026-01-31T21:59:59.999999999Z",
                    Vec::new(),
                )],
            ),
            status("1.3", Status::NotMeasurable, Vec::new()),
        ],
        indicators: vec![IndicatorSeries {
            name: "Crossings".into(),
            values: values.chain([total]).collect(),
        }],
        waiting_sets: Vec::new(),
        cases: Vec::new(),
        amendments: Vec::new(),
        without_effect: Vec::new(),
        record_ends: vec![(None, date(2026, 1, 31))],
    }
}

fn made() -> Made {
    let source = servanda_compiler::Source {
        text: TEXT,
        ..servanda_compiler::Source::default()
    };
    let compiled = servanda_compiler::compile(&source);
    let errors: Vec<String> = compiled
        .diagnostics
        .iter()
        .map(|one| one.message.clone())
        .collect();
    let plan = compiled.plan.unwrap_or_else(|| panic!("{errors:?}"));
    assert_eq!(plan.clauses.len(), 3, "{errors:?}");
    Made {
        plan,
        record: record(),
        head: Head {
            origin: "servanda.example/ford/1".into(),
            size: 13,
            root: "ab".repeat(32),
            openings_digest: "cd".repeat(32),
        },
        settings: Settings::read("id = \"ford\"").unwrap(),
        assessment: assessment("2026-01-20T21:59:59.999999999Z", Status::MetLate),
        before: assessment("2026-01-03T21:59:59.999999999Z", Status::NotYetDue),
    }
}

impl Made {
    fn report(&self, language: Language) -> Report {
        let all = servanda_compiler::checkability(&self.plan, TEXT);
        report(&Input {
            plan: &self.plan,
            record: &self.record,
            head: &self.head,
            settings: &self.settings,
            folder: "examples/ford",
            assessment: &self.assessment,
            before: Some(&self.before),
            checkability: all.into_iter().map(Checked::from).collect(),
            language,
        })
    }
}

#[test]
fn the_terminal_form_reads_as_agreed() {
    let shown = terminal(&made().report(Language::English), 80, false);
    let kept = include_str!("tests/terminal.txt");
    if std::env::var_os("SERVANDA_UPDATE").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/report/tests/terminal.txt");
        std::fs::write(path, &shown).unwrap();
        return;
    }
    assert_eq!(shown, kept, "set SERVANDA_UPDATE to keep the new form");
}

#[test]
fn no_line_of_the_terminal_form_is_wider_than_asked() {
    for line in terminal(&made().report(Language::English), 60, false).lines() {
        assert!(line.chars().count() <= 60, "{line}");
    }
}

#[test]
fn colour_changes_no_word() {
    let report = made().report(Language::English);
    let coloured = terminal(&report, 80, true);
    let mut plain = String::new();
    let mut escaped = false;
    for character in coloured.chars() {
        match character {
            '\u{1b}' => escaped = true,
            'm' if escaped => escaped = false,
            _ if escaped => {}
            other => plain.push(other),
        }
    }
    assert_ne!(coloured, plain);
    assert_eq!(plain, terminal(&report, 80, false));
}

#[test]
fn checkability_comes_before_any_status() {
    let made = made();
    let report = made.report(Language::English);
    let page = html(&report).unwrap();
    assert!(page.find("id=\"checkable\"").unwrap() < page.find("id=\"commitments\"").unwrap());
    assert_eq!(
        report.checkable.rows.len(),
        3,
        "North, South, and nobody named"
    );
    assert!(
        report
            .checkable
            .takeaway
            .plain()
            .starts_with("Of 3 clauses")
    );
}

#[test]
fn a_declaration_is_told_with_who_when_and_what_was_owed() {
    let report = made().report(Language::English);
    let declared = report.phases.rows.get(1).unwrap();
    assert_eq!(
        declared.how.first().unwrap().0.plain(),
        "Declared open by North on 14 January 2026. No conditions for its opening were agreed, \
         so none could be satisfied."
    );
    assert_eq!(declared.residuals.first().unwrap().done.plain(), "0 of 3");
}

#[test]
fn a_sum_and_a_running_total_stand_side_by_side() {
    let report = made().report(Language::English);
    let indicator = report.indicators.rows.first().unwrap();
    let difference = indicator.differences.first().unwrap().plain();
    assert!(difference.contains("add up to 70"), "{difference}");
    assert!(difference.contains("is 1,084: 1,014 apart"), "{difference}");
    assert!(indicator.runs.iter().any(|run| run.chart.is_some()));
    assert_eq!(indicator.runs.len(), 2, "the total has its own table");
}

#[test]
fn what_changed_names_the_entries() {
    let mut made = made();
    for clause in &mut made.before.clauses {
        for instance in &mut clause.instances {
            instance.reasons.clear();
        }
    }
    let report = made.report(Language::English);
    let change = report.changes.rows.first().unwrap();
    assert_eq!(
        (change.before.key, change.after.key),
        ("not_yet_due", "met_late")
    );
    let labels: Vec<String> = change.cites.iter().map(|cite| cite.label.plain()).collect();
    assert_eq!(labels, ["0", "1"]);
}

#[test]
fn without_new_entries_a_change_is_by_time_alone() {
    let report = made().report(Language::English);
    assert_eq!(
        report.changes.rows.first().unwrap().cause.plain(),
        "by time alone"
    );
}

#[test]
fn what_was_not_known_is_not_shown() {
    let mut made = made();
    made.assessment.as_of.known = Known::Size(1);
    let report = made.report(Language::English);
    let clause = report
        .pillars
        .rows
        .first()
        .and_then(|pillar| pillar.clauses.first())
        .unwrap();
    assert!(clause.claims.is_empty());
}

#[test]
fn nothing_totals_what_a_party_kept() {
    let shown = terminal(&made().report(Language::English), 80, false);
    for line in shown.lines().filter(|line| line.contains("North")) {
        assert!(!line.contains("% "), "{line}");
    }
    let anchors: BTreeSet<&str> = BTreeSet::from(["Relief", "Without a heading"]);
    let report = made().report(Language::English);
    for pillar in &report.pillars.rows {
        assert!(
            anchors.contains(pillar.name.plain().as_str()),
            "grouped by heading, not by party"
        );
    }
}
