//! Two sides for the terminal: what corresponds one below the other, then what
//! stands alone.

use servanda_model::assessment::Status;
use servanda_model::time::Zone;

use crate::view::compare::{
    CompareView, InstanceSideView, InstancesView, PairView, PhaseSideView, SideView,
};
use crate::view::instance::LatenessView;
use crate::view::reason::CitedEntry;
use crate::{dates, listing, words};

use super::Side;

/// How many cited entries a line shows before it counts the rest.
const CITES_MAX: usize = 4;

/// Writes two sides beside each other.
pub fn terminal(left: Side, right: Side, view: &CompareView) -> String {
    let mut lines = Vec::new();
    for (name, side, shown) in [("left ", left, &view.left), ("right", right, &view.right)] {
        let unofficial = if shown.agreement.unofficial {
            ", unofficial"
        } else {
            ""
        };
        lines.push(format!(
            "{name}  {} ({}{unofficial})",
            shown.title, shown.agreement.id
        ));
        let judged = listing::as_of_line(side.opened, side.assessment);
        lines.push(format!("       {judged}"));
    }
    lines.push(view.rule.to_owned());
    let zones = [&left.opened.plan.zone, &right.opened.plan.zone];
    lines.extend(phases(view, zones));
    let (other, same): (Vec<&PairView>, Vec<&PairView>) =
        view.pairs.iter().partition(|pair| !pair.differs.is_empty());
    for pair in other {
        lines.push(String::new());
        lines.extend(pair_lines(pair, zones));
    }
    lines.push(String::new());
    lines.extend(same_lines(&same));
    let [left, right] = zones;
    for (name, alone, zone) in [
        ("left", &view.left_alone, left),
        ("right", &view.right_alone, right),
    ] {
        let none = if alone.is_empty() { ": none" } else { ":" };
        lines.push(format!("only on the {name}{none}"));
        lines.extend(alone.iter().flat_map(|side| alone_lines(side, zone)));
    }
    lines.join("\n") + "\n"
}

fn phases(view: &CompareView, zones: [&Zone; 2]) -> Vec<String> {
    let said = |side: &Option<PhaseSideView>, zone| match side {
        None => "no such phase".to_owned(),
        Some(side) => match &side.at {
            Some(at) if side.status == "declared" => {
                format!("declared on {}, not open", since(at, zone))
            }
            Some(at) => format!(
                "{} since {}",
                side.status.replace('_', " "),
                since(at, zone)
            ),
            None => side.status.replace('_', " "),
        },
    };
    let [left, right] = zones;
    let mut lines = vec!["phases, by name:".to_owned()];
    for phase in &view.phases {
        lines.push(format!("  {}", phase.id));
        lines.push(format!("    left   {}", said(&phase.left, left)));
        lines.push(format!("    right  {}", said(&phase.right, right)));
    }
    if view.phases.is_empty() {
        lines = vec!["phases: none".to_owned()];
    }
    lines
}

fn pair_lines(pair: &PairView, zones: [&Zone; 2]) -> Vec<String> {
    let (a, b) = (&pair.left.clause, &pair.right.clause);
    let mut lines = vec![match pair.by {
        "number" => format!("{}  {}", a.id, a.title),
        by => format!("{} beside {}, by {by}: {}", a.id, b.id, b.title),
    }];
    let [left, right] = zones;
    lines.extend(side_lines("left ", &pair.left, left));
    lines.extend(side_lines("right", &pair.right, right));
    // A clause with one instance is shown whole by its two sides.
    let several: Vec<&InstancesView> = pair
        .instances
        .iter()
        .filter(|one| !one.key.is_empty())
        .collect();
    if !several.is_empty() {
        lines.push("  instance by instance, left → right:".to_owned());
    }
    for run in several.chunk_by(|one, next| alike(one, next)) {
        lines.extend(instances(&a.id, run, left));
    }
    lines
}

fn side_lines(name: &str, side: &SideView, zone: &Zone) -> Vec<String> {
    let clause = &side.clause;
    let mut head = format!("  {name}  {} {}", side.mark, side.word);
    let many = clause.instances.len() > 1;
    if many {
        let counts: Vec<String> = clause
            .counts
            .iter()
            .map(|(key, count)| format!("{count} {}", word_of(key)))
            .collect();
        head.push_str(&format!(" ({})", counts.join(", ")));
    }
    if clause.proposed {
        head.push_str(", on a proposed reading");
    }
    let mut lines = vec![head, format!("         {}", side.sentence)];
    let dated = dated(side, zone);
    if !dated.is_empty() {
        lines.push(format!("         {}", dated.join("; ")));
    }
    for one in &side.under {
        lines.push(format!(
            "         {} {} if \"{}\" is {}: {}",
            one.mark, one.word, one.term, one.reading, one.text
        ));
    }
    if !side.proposed.is_empty() {
        let runs = side.proposed.chunk_by(|one, next| one.by == next.by);
        let runs = runs.filter_map(|run| {
            let fields: Vec<&str> = run.iter().map(|one| one.field.as_str()).collect();
            Some(format!("by {}: {}", run.first()?.by, fields.join(", ")))
        });
        let runs: Vec<String> = runs.collect();
        lines.push(format!("         proposed {}", runs.join("; ")));
    }
    lines.push(format!("         {}", cites(&side.cites)));
    lines
}

/// Says when a clause is due, when it was decided and what of it is late.
fn dated(side: &SideView, zone: &Zone) -> Vec<String> {
    let mut parts = Vec::new();
    if let Some([first, last]) = &side.due {
        parts.push(if first == last {
            format!("due {}", day(first, zone))
        } else {
            format!("due from {} to {}", day(first, zone), day(last, zone))
        });
    }
    if let [only] = side.clause.instances.as_slice()
        && let Some(at) = &only.decided_at
    {
        parts.push(format!("decided {}", day(at, zone)));
    }
    if let ([one], true) = (side.late.as_slice(), side.clause.instances.len() == 1) {
        parts.push(lateness(&one.late_by));
    } else if !side.late.is_empty() {
        let runs = side.late.chunk_by(|one, next| one.late_by == next.late_by);
        let runs = runs.filter_map(|run| {
            let (first, last) = (run.first()?, run.last()?);
            let key = if run.len() == 1 {
                first.key.clone()
            } else {
                format!("{} to {}", first.key, last.key)
            };
            Some(format!("{key}: {}", lateness(&first.late_by)))
        });
        parts.push(format!("late: {}", runs.collect::<Vec<_>>().join(", ")));
    }
    parts
}

fn cites(entries: &[CitedEntry]) -> String {
    if entries.is_empty() {
        return "cites nothing".to_owned();
    }
    let one = |entry: &CitedEntry| {
        let source = [entry.publisher.as_deref(), entry.published_on.as_deref()];
        let source: Vec<&str> = source.into_iter().flatten().collect();
        format!("#{} {}", entry.entry, source.join(" "))
            .trim_end()
            .to_owned()
    };
    let shown: Vec<String> = entries.iter().take(CITES_MAX).map(one).collect();
    let more = match entries.len().saturating_sub(CITES_MAX) {
        0 => String::new(),
        more => format!("; and {more} more"),
    };
    format!("cites {}{more}", shown.join("; "))
}

fn alone_lines(side: &SideView, zone: &Zone) -> Vec<String> {
    let proposed = if side.clause.proposed {
        ", on a proposed reading"
    } else {
        ""
    };
    let mut line = format!(
        "  {} {:<6} {}: {}{proposed}",
        side.mark, side.clause.id, side.clause.title, side.word
    );
    if side.clause.instances.len() == 1 {
        for part in dated(side, zone) {
            line.push_str(&format!("; {part}"));
        }
    }
    let mut lines = vec![line];
    if !side.cites.is_empty() {
        lines.push(format!("           {}", cites(&side.cites)));
    }
    lines
}

/// Whether two neighbouring instances read as one line.
fn alike(one: &InstancesView, next: &InstancesView) -> bool {
    let told = |side: &Option<InstanceSideView>| {
        side.as_ref()
            .map(|side| (side.status, side.late_by.clone()))
    };
    told(&one.left) == told(&next.left) && told(&one.right) == told(&next.right)
}

fn instances(id: &str, run: &[&InstancesView], zone: &Zone) -> Vec<String> {
    let (Some(first), Some(last)) = (run.first(), run.last()) else {
        return Vec::new();
    };
    let key = match run.len() {
        1 => format!("[{}]", first.key),
        many => format!("[{}] to [{}], {many} alike", first.key, last.key),
    };
    let side = |side: &Option<InstanceSideView>| match side {
        None => "no such instance".to_owned(),
        Some(side) => match &side.late_by {
            Some(late) => format!("{}, {}", word_of(side.status), lateness(late)),
            None => word_of(side.status),
        },
    };
    let (before, after) = (side(&first.left), side(&first.right));
    let mut line = if before == after {
        format!("    {id}{key}: {before} on both; dates, evidence or readings differ")
    } else {
        format!("    {id}{key}: {before} → {after}")
    };
    let decided = first
        .right
        .as_ref()
        .and_then(|side| side.decided_at.as_ref());
    if let (1, Some(at), true) = (run.len(), decided, before != after) {
        line.push_str(&format!(", decided {}", day(at, zone)));
    }
    vec![line]
}

/// Returns the word for a status's key.
fn word_of(key: &str) -> String {
    let of = |status: &&Status| status.key() == key;
    words::ALL.iter().find(of).map_or_else(
        || key.to_owned(),
        |status| words::status(*status).to_owned(),
    )
}

fn lateness(view: &LatenessView) -> String {
    use servanda_model::assessment::Lateness;
    words::lateness(match (view.unit, view.least, view.most) {
        ("days", Some(least), Some(most)) => Lateness::Days(least, most),
        ("hours", Some(least), Some(most)) => Lateness::Hours(least, most),
        _ => Lateness::Unknown,
    })
}

fn day(at: &str, zone: &Zone) -> String {
    at.parse()
        .map_or_else(|_| at.to_owned(), |at| dates::instant(at, zone))
}

/// Writes when a phase began: the start of a day is that day.
fn since(at: &str, zone: &Zone) -> String {
    at.parse().map_or_else(
        |_| at.to_owned(),
        |at| {
            let date = zone.date_of(at);
            if at == zone.day_start(date) {
                dates::day(date)
            } else {
                dates::instant(at, zone)
            }
        },
    )
}

/// Lists the pairs in which nothing differs: by number alone within one
/// agreement, with both numbers and the status between two.
fn same_lines(same: &[&PairView]) -> Vec<String> {
    if same.is_empty() {
        return vec!["nothing differs in: no clause".to_owned()];
    }
    let mut lines = vec!["nothing differs in:".to_owned()];
    let (numbered, titled): (Vec<&PairView>, Vec<&PairView>) =
        same.iter().partition(|pair| pair.by == "number");
    for row in numbered.chunks(12) {
        let row: Vec<&str> = row.iter().map(|one| one.left.clause.id.as_str()).collect();
        lines.push(format!("  {}", row.join(", ")));
    }
    for one in titled {
        let (left, right) = (&one.left, &one.right);
        lines.push(format!(
            "  {} {} beside {}, by {}: {}: {}",
            left.mark, left.clause.id, right.clause.id, one.by, left.clause.title, left.word
        ));
    }
    lines
}
