//! What an amendment would change, for the terminal.
//!
//! Neighbouring instances that change alike read as one line.

use crate::dates;
use crate::listing;
use crate::opened::Opened;
use crate::view::replay::{ChangeView, ConsentView, DeadlineView, ReplayView, WordsView};

use super::Replay;

/// Writes what an amendment would change.
pub fn terminal(opened: &Opened, replay: &Replay) -> String {
    let view = &replay.view;
    let mut lines = vec![listing::as_of_line(opened, &replay.signed)];
    if !view.in_force.is_empty() {
        lines.push(format!(
            "held against the words in force, with {} done; both are judged as if their words had always stood",
            view.in_force.join(", ")
        ));
    }
    if view.whole_text {
        lines.push(format!("tried: {}, a whole text", view.file));
    }
    for one in &view.amendments {
        lines.push(format!("tried: {}", one.text));
        if let Some(effective) = &one.effective {
            let running = one
                .running
                .map(|running| format!("; running duties {running}"))
                .unwrap_or_default();
            lines.push(format!(
                "  it would apply from {effective}{running}; here the whole record is judged under its words"
            ));
        }
    }
    lines.push(String::new());
    lines.push(titled("words that differ", view.words.len()));
    lines.extend(view.words.iter().flat_map(words));
    lines.push(titled("clauses added", view.added.len()));
    lines.extend(view.added.iter().map(|id| format!("  {id}")));
    lines.push(titled("clauses deleted", view.deleted.len()));
    lines.extend(view.deleted.iter().map(|id| format!("  {id}")));
    lines.push(String::new());
    let of = format!("statuses that change ({} stay the same)", view.same);
    lines.push(titled(&of, view.changes.len()));
    lines.extend(changes(opened, &view.changes));
    lines.push(titled("becomes undecidable", view.undecidable.len()));
    for one in runs(&view.undecidable, |a, b| {
        a.clause == b.clause && a.supposing == b.supposing && a.key.is_some() == b.key.is_some()
    }) {
        lines.push(format!(
            "  {}",
            addressed(one.first(), one.last(), one.len())
        ));
    }
    lines.push(titled("deadlines that move", view.deadlines.len()));
    for one in runs(&view.deadlines, |a, b| {
        a.clause == b.clause
            && a.signed == b.signed
            && a.amended == b.amended
            && a.late_as_signed == b.late_as_signed
            && a.late_as_amended == b.late_as_amended
    }) {
        lines.extend(deadline(opened, one));
    }
    lines.push(titled("phases that open otherwise", view.phases.len()));
    lines.extend(phases(view));
    lines.push(String::new());
    lines.extend(consent(&view.consent));
    lines.join("\n") + "\n"
}

fn titled(title: &str, count: usize) -> String {
    if count == 0 {
        format!("{title}: none")
    } else {
        format!("{title}:")
    }
}

fn words(view: &WordsView) -> Vec<String> {
    let mut lines = vec![match view.change {
        "reworded" => format!("  {}", view.item),
        change => format!("  {}, {change}", view.item),
    }];
    for field in &view.fields {
        lines.push(format!("    {}", field.label));
        lines.extend(field.old.iter().map(|old| format!("    - {old}")));
        lines.extend(field.new.iter().map(|new| format!("    + {new}")));
    }
    lines
}

/// Cuts a list into runs of neighbours that are alike.
fn runs<T>(all: &[T], alike: impl Fn(&T, &T) -> bool) -> Vec<&[T]> {
    all.chunk_by(|left, right| alike(left, right)).collect()
}

fn changes(opened: &Opened, changes: &[ChangeView]) -> Vec<String> {
    let same = |a: &ChangeView, b: &ChangeView| {
        let status = |one: &ChangeView| {
            let of = |side: &Option<crate::view::replay::SideView>| {
                side.as_ref().map(|side| side.status)
            };
            (of(&one.before), of(&one.after))
        };
        a.address.clause == b.address.clause
            && a.address.key.is_some()
            && b.address.key.is_some()
            && a.address.supposing == b.address.supposing
            && status(a) == status(b)
    };
    // What is supposed stands apart from the statuses, so that days that
    // change alike stand together.
    let mut ordered: Vec<&ChangeView> = changes.iter().collect();
    ordered.sort_by_key(|one| {
        let place = changes
            .iter()
            .position(|other| other.address.clause == one.address.clause);
        let under = one.address.supposing.clone();
        (place, one.address.key.is_some(), under)
    });
    let mut lines = Vec::new();
    let mut clause = "";
    for run in ordered.chunk_by(|a, b| same(a, b)) {
        let (Some(first), Some(last)) = (run.first(), run.last()) else {
            continue;
        };
        if first.address.clause != clause {
            clause = &first.address.clause;
            if !first.because.is_empty() {
                lines.push(format!("  because of {}:", first.because.join(", ")));
            }
        }
        let address = addressed(Some(&first.address), Some(&last.address), run.len());
        lines.push(format!(
            "  {address}: {} → {}{}",
            side(first.before.as_ref()),
            side(first.after.as_ref()),
            decided(opened, run)
        ));
    }
    lines
}

fn side(side: Option<&crate::view::replay::SideView>) -> String {
    side.map_or_else(
        || "no such instance".to_owned(),
        |side| side.status.replace('_', " "),
    )
}

/// Says when one status was decided under each text; runs say it day by day
/// in the machine-readable answer.
fn decided(opened: &Opened, run: &[&ChangeView]) -> String {
    let [only] = run else {
        return String::new();
    };
    let day = |side: &Option<crate::view::replay::SideView>| {
        let at = side.as_ref()?.decided_at.as_ref()?;
        let at = at.parse().ok()?;
        Some(dates::instant(at, &opened.plan.zone))
    };
    if only.before.is_none() || only.after.is_none() {
        return String::new();
    }
    match (day(&only.before), day(&only.after)) {
        (None, None) => String::new(),
        (Some(before), Some(after)) if before == after => format!(", decided {before}"),
        (before, after) => {
            let word = |at: Option<String>| at.unwrap_or_else(|| "not yet".to_owned());
            format!(", decided {} → {}", word(before), word(after))
        }
    }
}

fn addressed(
    first: Option<&crate::view::replay::AddressView>,
    last: Option<&crate::view::replay::AddressView>,
    count: usize,
) -> String {
    let (Some(first), Some(last)) = (first, last) else {
        return String::new();
    };
    let mut text = first.clause.clone();
    match (&first.key, &last.key) {
        (Some(from), Some(to)) if count > 1 => {
            text.push_str(&format!("[{from}] to [{to}], {count} alike"));
        }
        (Some(key), _) if !key.is_empty() => text.push_str(&format!("[{key}]")),
        _ => {}
    }
    if let Some(supposing) = &first.supposing {
        text.push_str(&format!(", under {supposing}"));
    }
    text
}

fn deadline(opened: &Opened, run: &[DeadlineView]) -> Vec<String> {
    let (Some(first), Some(last)) = (run.first(), run.last()) else {
        return Vec::new();
    };
    let zone = &opened.plan.zone;
    let day = |at: &Option<String>| {
        let at = at.as_ref().and_then(|at| at.parse().ok());
        at.map_or_else(|| "no date".to_owned(), |at| dates::instant(at, zone))
    };
    let slip = match first.slip_days {
        Some(0) | None => String::new(),
        Some(days) if days > 0 => format!(", {days} days later"),
        Some(days) => format!(", {} days earlier", -days),
    };
    let key = match (run.len(), first.key.as_str()) {
        (1, "") => String::new(),
        (1, key) => format!("[{key}]"),
        (many, key) => format!("[{key}] to [{}], {many} alike", last.key),
    };
    let mut line = format!(
        "  {}{key}: {} → {}{slip}",
        first.clause,
        day(&first.signed),
        day(&first.amended)
    );
    if first.late_as_signed != first.late_as_amended {
        let late = |view: &Option<crate::view::instance::LatenessView>| {
            view.as_ref()
                .map_or_else(|| "in time or not done".to_owned(), lateness)
        };
        line.push_str(&format!(
            "; {} → {}",
            late(&first.late_as_signed),
            late(&first.late_as_amended)
        ));
    }
    vec![line]
}

fn lateness(view: &crate::view::instance::LatenessView) -> String {
    match (view.least, view.most) {
        (Some(least), Some(most)) if least == most => format!("{most} {} late", view.unit),
        (Some(least), Some(most)) => format!("{least} to {most} {} late", view.unit),
        _ => "lateness unknown".to_owned(),
    }
}

fn phases(view: &ReplayView) -> Vec<String> {
    let side = |side: &Option<crate::view::replay::PhaseSideView>| match side {
        None => "no such phase".to_owned(),
        Some(side) => match &side.opened_at {
            Some(at) => format!("{} from {at}", side.status.replace('_', " ")),
            None => side.status.replace('_', " "),
        },
    };
    let line = |one: &crate::view::replay::PhaseChangeView| {
        format!("  {}: {} → {}", one.id, side(&one.before), side(&one.after))
    };
    view.phases.iter().map(line).collect()
}

fn consent(view: &ConsentView) -> Vec<String> {
    let mut lines = vec![format!(
        "must consent: {} ({})",
        view.parties.join(", "),
        view.rule
    )];
    let given = if view.given.is_empty() {
        "nobody".to_owned()
    } else {
        view.given.join(", ")
    };
    let missing = if view.missing.is_empty() {
        String::new()
    } else {
        format!("; missing: {}", view.missing.join(", "))
    };
    lines.push(format!(
        "  consented by the file's own words: {given}{missing}"
    ));
    if !view.concerned.is_empty() {
        lines.push(format!(
            "  no party, but owing or owed what changes: {}",
            view.concerned.join(", ")
        ));
    }
    lines
}
