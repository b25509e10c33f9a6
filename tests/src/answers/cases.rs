//! The answers to addresses of cases.

use servanda_app::cases::{ending_word, state_word, step_word};
use servanda_app::dates;
use servanda_model::assessment::Assessment;
use servanda_model::case::{CaseStatus, NormChange};
use servanda_model::time::{Instant, Zone};

use super::joined;

/// Answers to `1`, `1.steps` and so on.
pub(super) fn answer(assessment: &Assessment, zone: &Zone, address: &str) -> String {
    let (number, field) = address.split_once('.').unwrap_or((address, ""));
    let place = number.parse::<usize>().ok();
    let case = place.and_then(|place| assessment.cases.get(place.checked_sub(1)?));
    match case {
        Some(case) => of_case(case, zone, field),
        None => "no such case".into(),
    }
}

fn of_case(case: &CaseStatus, zone: &Zone, field: &str) -> String {
    let time = |at: Instant| dates::instant(at, zone);
    match field {
        "" => {
            let how = case.ended.as_ref().map(|end| ending_word(end.how));
            let how = how.map(|how| format!(" ({how})")).unwrap_or_default();
            format!("{}{how}", state_word(case.state))
        }
        "against" => joined(case.against.iter().map(ToString::to_string)),
        "opened" => time(case.opened_at),
        "ended" => case
            .ended
            .as_ref()
            .map_or_else(|| "no".into(), |end| time(end.at)),
        "steps" => joined(
            case.steps
                .iter()
                .map(|step| format!("{} {}", step.number, step_word(step.state))),
        ),
        "waits" => joined(case.waiting.iter().map(|one| one.actor.to_string())),
        "remedies" => joined(case.remedies.iter().map(|one| one.by.to_string())),
        "changes" => joined(case.effects.iter().map(|one| change(&one.kind))),
        other => format!("no such field {other}"),
    }
}

fn change(kind: &NormChange) -> String {
    match kind {
        NormChange::Suspended(id, _) => format!("{id} suspended"),
        NormChange::Ended(id) => format!("{id} ended"),
        NormChange::RevivedClause(id) => format!("{id} revived"),
        NormChange::RevivedPhase(name) => format!("{name} revived"),
    }
}
