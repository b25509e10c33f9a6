//! The strategies reach every status and every basis of an opening.

use std::collections::BTreeMap;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use servanda_reference::{assess, generate::worlds, judgement::Said};

#[test]
fn the_strategies_reach_every_status() {
    let mut runner = TestRunner::deterministic();
    let strategy = worlds();
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    for _case in 0..4000 {
        let (plan, record, as_of) = strategy.new_tree(&mut runner).unwrap().current();
        let judged = assess(&plan, &record, as_of);
        for instance in judged.clauses.iter().flat_map(|c| &c.instances) {
            *seen.entry(instance.status.key().to_owned()).or_default() += 1;
            if let Said::Is(axis) = &instance.evidence {
                *seen.entry(format!("{axis:?}")).or_default() += 1;
            }
            if let Said::Is(Some(late)) = &instance.lateness {
                let kind = format!("{late:?}");
                *seen
                    .entry(kind.split('(').next().unwrap().to_owned())
                    .or_default() += 1;
            }
            if instance.outcomes != Said::Is(Vec::new()) {
                *seen.entry("outcomes".to_owned()).or_default() += 1;
            }
        }
        for phase in &judged.phases {
            *seen
                .entry(format!("{:?} {:?}", phase.state, phase.opened.map(|o| o.1)))
                .or_default() += 1;
            if !phase.residuals.is_empty() {
                *seen.entry("residuals".to_owned()).or_default() += 1;
            }
        }
    }
    for status in [
        "not_triggered",
        "not_yet_due",
        "open",
        "pending",
        "met",
        "met_late",
        "cured",
        "not_met",
        "no_incident_established",
        "incident_established",
        "undetermined",
        "contested",
        "suspended",
        "excused",
        "discharged",
        "Unknown",
        "Days",
        "Hours",
        "outcomes",
        "residuals",
        "Closed Some(Satisfied)",
        "Open Some(Waived)",
        "Open Some(Declared)",
        "Declared None",
    ] {
        assert!(seen.contains_key(status), "no case with {status}");
    }
}
