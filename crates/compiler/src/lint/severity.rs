//! A204: failures to which none of a clause's severities applies, in the text
//! as it is and as its amendments will make it.

use rust_decimal::Decimal;
use servanda_model::diagnostic::Diagnostic;
use servanda_model::figure::Comparison;
use servanda_model::plan::{Clause, Duty, FieldKind, SeverityTest, Target};

use super::{Lens, listed_in_words};
use crate::codes::{self, Wording};
use crate::locate;

pub(super) fn check(lens: &Lens, out: &mut Vec<Diagnostic>) {
    for clause in &lens.plan.clauses {
        if let Some(gap) = gap(lens, clause) {
            out.push(
                codes::A204
                    .at(
                        locate::field_or(lens.text, clause.span, "severity"),
                        format!("{gap} has no severity in {}", clause.id),
                    )
                    .of(&clause.id)
                    .effect("such a failure is established, but nothing says how grave it is")
                    .way_out("let the mildest severity begin at the bound")
                    .way_out("or end the line with `otherwise`"),
            );
        }
    }
    for (at, clause) in lens.amended {
        let before = lens.clause(&clause.id).and_then(|clause| gap(lens, clause));
        if let (Some(gap), Some(amendment)) = (gap(lens, clause), lens.plan.amendments.get(*at))
            && before.is_none()
        {
            out.push(
                codes::A204
                    .at(
                        locate::first_line(lens.text, amendment.span),
                        format!(
                            "once {} applies, {gap} has no severity in {}",
                            amendment.name, clause.id
                        ),
                    )
                    .of(&clause.id)
                    .effect("the amendment moves the bound, but not the severities")
                    .way_out(format!(
                        "add `also {} severity …` to the amendment",
                        clause.id
                    )),
            );
        }
    }
}

/// Describes the failures without a severity, where there are any.
fn gap(lens: &Lens, clause: &Clause) -> Option<String> {
    let tests: Vec<&SeverityTest> = clause.severities.iter().map(|rule| &rule.test).collect();
    if tests.is_empty() || tests.contains(&&SeverityTest::Otherwise) {
        return None;
    }
    match &clause.duty {
        Duty::Keep {
            target: Target::Number(side, bound, _),
            ..
        } => figures(&tests, *side, *bound),
        Duty::Avoid(pattern) => values(lens, pattern.name.as_str(), &tests),
        Duty::Perform(_) | Duty::Reach { .. } => late(&tests),
        _ => None,
    }
}

fn figures(tests: &[&SeverityTest], side: Comparison, bound: Decimal) -> Option<String> {
    let reached = tests.iter().filter_map(|test| match (side, test) {
        (Comparison::AtLeast, SeverityTest::Below(number))
        | (Comparison::AtMost, SeverityTest::Above(number)) => Some(*number),
        _ => None,
    });
    match side {
        Comparison::AtLeast => match reached.max() {
            None => Some(format!("a failure below {bound}")),
            Some(most) if most < bound => Some(format!("a failure from {most} to below {bound}")),
            Some(_) => None,
        },
        Comparison::AtMost => match reached.min() {
            None => Some(format!("a failure above {bound}")),
            Some(least) if least > bound => Some(format!("a failure above {bound} up to {least}")),
            Some(_) => None,
        },
    }
}

fn values(lens: &Lens, event: &str, tests: &[&SeverityTest]) -> Option<String> {
    let kind = lens
        .plan
        .events
        .iter()
        .find(|kind| kind.name.as_str() == event)?;
    let field = tests.iter().find_map(|test| match test {
        SeverityTest::FieldIs(field, _) => Some(field),
        _ => None,
    })?;
    let declared = kind.fields.iter().find(|known| known.name == *field)?;
    let FieldKind::OneOf(all) = &declared.kind else {
        return None;
    };
    let covered = |value: &&String| {
        tests.iter().any(|test| matches!(test, SeverityTest::FieldIs(known, said) if known == field && said == *value))
    };
    let open: Vec<&String> = all.iter().filter(|value| !covered(value)).collect();
    if open.is_empty() {
        return None;
    }
    Some(format!(
        "an incident with {field} {}",
        listed_in_words(&open, "or")
    ))
}

fn late(tests: &[&SeverityTest]) -> Option<String> {
    let lateness = tests
        .iter()
        .any(|test| matches!(test, SeverityTest::LateUnder(_)));
    let only = tests
        .iter()
        .all(|test| matches!(test, SeverityTest::LateUnder(_)));
    (lateness && only).then(|| "a longer delay".to_owned())
}
