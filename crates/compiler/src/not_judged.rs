//! Constructs that are read and checked, but not judged yet: named wherever a
//! text uses them, so that a reader knows what no status covers.
//!
//! The list shrinks as `assess` learns them: see `CONSTRUCTS`.

use servanda_model::diagnostic::Span;
use servanda_model::names::ClauseId;
use servanda_model::plan::{
    Cadence, Clause, Condition, Counting, Duty, EventPattern, Opens, Phase, Plan, Timing, Trigger,
};
use servanda_model::time::PeriodUnit;

use crate::locate;

/// A construct of the text that no status takes into account yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotJudged {
    /// The clause it stands in, where it stands in one.
    pub clause: Option<ClauseId>,
    /// What it is, in words for the reader.
    pub construct: &'static str,
    /// Where it stands.
    pub span: Span,
}

/// One construct: the words for it, and where a Plan has it.
type Construct = (
    &'static str,
    fn(&Plan, &str) -> Vec<(Option<ClauseId>, Span)>,
);

/// What is not judged yet.
const CONSTRUCTS: &[Construct] = &[
    (
        "what an amendment changes of ladders, precedence, powers or the kind of duty",
        amendments,
    ),
    ("the end of an authority", authorities),
    ("a certification that performance waits for", certified),
    ("a rule of counting other than adding up", counted),
    ("the latest date of a phase", latest),
    ("a phase in another's place", instead),
    ("a rate by the hour or the working day", fine_rates),
    (
        "a trigger or condition that names who acts (`by South`)",
        named_actors,
    ),
    (
        "contradictions between clauses, which need a solver",
        contradictions,
    ),
];

/// The words for evidence that is left to an open term.
const OPEN_EVIDENCE: &str = "evidence that is left to an open term";

/// Finds what is not judged, by place in the text.
pub(crate) fn find(plan: &Plan, text: &str, open_evidence: &[(ClauseId, Span)]) -> Vec<NotJudged> {
    let mut found = Vec::new();
    for (construct, places) in CONSTRUCTS {
        found.extend(
            places(plan, text)
                .into_iter()
                .map(|(clause, span)| NotJudged {
                    clause,
                    construct,
                    span,
                }),
        );
    }
    found.extend(open_evidence.iter().map(|(clause, span)| NotJudged {
        clause: Some(clause.clone()),
        construct: OPEN_EVIDENCE,
        span: *span,
    }));
    found.sort_by_key(|one| one.span);
    found
}

fn amendments(plan: &Plan, text: &str) -> Vec<(Option<ClauseId>, Span)> {
    let mut found = Vec::new();
    for amendment in &plan.amendments {
        for change in amendment.changes.iter().flatten() {
            let signed = plan.clauses.iter().find(|one| one.id == change.clause);
            let differs = match (signed, &change.becomes) {
                (Some(old), Some(new)) => beyond_words(old, new),
                (Some(old), None) => empowers(old),
                (None, _) => false,
            };
            if differs {
                let place = locate::first_line(text, amendment.span);
                found.push((Some(change.clause.clone()), place));
            }
        }
    }
    found
}

/// Returns whether two versions of a clause differ in what is read from the
/// text as signed alone.
fn beyond_words(old: &Clause, new: &Clause) -> bool {
    let avoids = |clause: &Clause| matches!(clause.duty, Duty::Avoid(_));
    old.response != new.response
        || old.prevails_over != new.prevails_over
        || old.excuses != new.excuses
        || avoids(old) != avoids(new)
        || empowers(old) != empowers(new)
        || empowers(old) && old.duty != new.duty
}

fn empowers(clause: &Clause) -> bool {
    matches!(clause.duty, Duty::May(_))
}

fn authorities(plan: &Plan, text: &str) -> Vec<(Option<ClauseId>, Span)> {
    plan.authorities
        .iter()
        .map(|one| (None, locate::first_line(text, one.span)))
        .collect()
}

fn certified(plan: &Plan, text: &str) -> Vec<(Option<ClauseId>, Span)> {
    clauses_with(plan, text, "certified", |clause| clause.certified.is_some())
}

fn counted(plan: &Plan, text: &str) -> Vec<(Option<ClauseId>, Span)> {
    clauses_with(plan, text, "counts", |clause| {
        let other = |rule: &Counting| !matches!(rule, Counting::Cumulative);
        clause.counting.iter().any(other)
    })
}

fn fine_rates(plan: &Plan, text: &str) -> Vec<(Option<ClauseId>, Span)> {
    clauses_with(plan, text, "each", |clause| match &clause.duty {
        Duty::Keep {
            cadence: Cadence::Each(period),
            ..
        } => matches!(period.unit, PeriodUnit::Hour | PeriodUnit::Working(_)),
        _ => false,
    })
}

fn clauses_with(
    plan: &Plan,
    text: &str,
    label: &str,
    holds: fn(&Clause) -> bool,
) -> Vec<(Option<ClauseId>, Span)> {
    let each = plan.clauses.iter().filter(|clause| holds(clause));
    each.map(|clause| {
        let span = locate::field_or(text, clause.span, label);
        (Some(clause.id.clone()), span)
    })
    .collect()
}

fn latest(plan: &Plan, text: &str) -> Vec<(Option<ClauseId>, Span)> {
    phases_with(plan, text, |phase| phase.latest.is_some())
}

fn instead(plan: &Plan, text: &str) -> Vec<(Option<ClauseId>, Span)> {
    phases_with(plan, text, |phase| phase.instead_of.is_some())
}

fn phases_with(
    plan: &Plan,
    text: &str,
    holds: fn(&Phase) -> bool,
) -> Vec<(Option<ClauseId>, Span)> {
    let each = plan.phases.iter().filter(|phase| holds(phase));
    each.map(|phase| (None, locate::first_line(text, phase.span)))
        .collect()
}

fn contradictions(plan: &Plan, text: &str) -> Vec<(Option<ClauseId>, Span)> {
    if plan.clauses.len() < 2 {
        return Vec::new();
    }
    let head = plan
        .anchors
        .iter()
        .find(|anchor| anchor.name.as_str() == "Entry into Force");
    head.map(|anchor| (None, locate::first_line(text, anchor.span)))
        .into_iter()
        .collect()
}

fn named_actors(plan: &Plan, text: &str) -> Vec<(Option<ClauseId>, Span)> {
    let names_actor =
        |pattern: &&EventPattern| pattern.filters.iter().any(|one| one.field.as_str() == "by");
    let mut found = Vec::new();
    for clause in &plan.clauses {
        if patterns_of_clause(clause).iter().any(names_actor) {
            found.push((
                Some(clause.id.clone()),
                locate::first_line(text, clause.span),
            ));
        }
    }
    for phase in &plan.phases {
        let mut patterns = Vec::new();
        match &phase.opens {
            Opens::On(trigger) => of_trigger(trigger, &mut patterns),
            Opens::When(condition) => of_condition(condition, &mut patterns),
            Opens::NotAgreed => {}
        }
        if patterns.iter().any(names_actor) {
            found.push((None, locate::first_line(text, phase.span)));
        }
    }
    found
}

/// Every kind of event that a clause names, its own act included.
fn patterns_of_clause(clause: &Clause) -> Vec<&EventPattern> {
    let mut found = Vec::new();
    match &clause.duty {
        Duty::Perform(perform) => {
            found.push(&perform.event);
            of_timing(&perform.timing, &mut found);
        }
        Duty::Avoid(pattern) => found.push(pattern),
        Duty::Reach { stages, .. } => {
            for stage in stages {
                of_timing(&stage.timing, &mut found);
            }
        }
        Duty::Keep { .. } | Duty::May(_) | Duty::NotCheckable { .. } | Duty::InformsOnly(_) => {}
    }
    for trigger in clause.from.iter().chain(&clause.until) {
        of_trigger(trigger, &mut found);
    }
    for condition in clause
        .during
        .iter()
        .chain(&clause.gate)
        .chain(&clause.exceptions)
    {
        of_condition(condition, &mut found);
    }
    found
}

fn of_timing<'a>(timing: &'a Timing, found: &mut Vec<&'a EventPattern>) {
    if let Some(trigger) = timing.trigger() {
        of_trigger(trigger, found);
    }
}

fn of_trigger<'a>(trigger: &'a Trigger, found: &mut Vec<&'a EventPattern>) {
    if let Trigger::First(pattern) | Trigger::Every(pattern) = trigger {
        found.push(pattern);
    }
}

fn of_condition<'a>(condition: &'a Condition, found: &mut Vec<&'a EventPattern>) {
    match condition {
        Condition::Happened(pattern, _) => found.push(pattern),
        Condition::Reached(trigger) => of_trigger(trigger, found),
        Condition::And(all) | Condition::Or(all) => {
            for one in all {
                of_condition(one, found);
            }
        }
        _ => {}
    }
}
