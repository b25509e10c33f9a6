//! Section 4 of "Meaning": one instance of an act, the first line that applies.
//!
//! Entry point: [`judge`].

use servanda_model::assessment::{InstanceKey, Lateness, Status};
use servanda_model::figure::{Comparison, Decimal};
use servanda_model::plan::{Clause, OtherHands, Plan, Silence, Timing};
use servanda_model::record::{Act, Closure, DecisionAct};
use servanda_model::time::Instant;

use crate::axes;
use crate::conditions::{self, Scope};
use crate::due::{after, in_time, late, lateness, names_it};
use crate::force::{self, Standing};
use crate::judgement::{InstanceJudgement, Said, SlipJudgement};
use crate::known::beyond;
use crate::reciprocity;
use crate::testimony::{Told, contains, establishes};
use crate::triggers::Triggering;
use crate::world::Ctx;

/// One instance to judge, with everything told of it.
#[derive(Clone)]
pub(crate) struct Case<'p> {
    pub(crate) clause: &'p Clause,
    pub(crate) key: InstanceKey,
    /// The name of the clause's event, measure or state.
    pub(crate) subject: &'p str,
    pub(crate) timing: Option<&'p Timing>,
    pub(crate) told: Vec<Told>,
    pub(crate) triggered: Option<Triggering>,
    /// Due date with grace.
    pub(crate) due: Option<Instant>,
    /// How decisions moved the due date.
    pub(crate) slips: Vec<SlipJudgement>,
    /// Whether performance before the trigger counts.
    pub(crate) early: bool,
    /// Whether it waits for a step of section 10.
    pub(crate) waits: bool,
    /// Whether its window was looked at already: a period of a rate.
    pub(crate) windowed: bool,
}

/// What section 4 says of a case.
struct Ruled {
    status: Status,
    decided: Said<Option<Instant>>,
    lateness: Option<Lateness>,
    due: Option<Instant>,
    by_figures: bool,
}

impl Ruled {
    fn plain(status: Status, due: Option<Instant>) -> Self {
        Self {
            status,
            decided: Said::Nothing,
            lateness: None,
            due,
            by_figures: false,
        }
    }
}

impl Case<'_> {
    fn done(&self, own: bool) -> Vec<&Told> {
        self.told
            .iter()
            .filter(|t| t.done && t.own == own)
            .collect()
    }

    /// Returns whether undone testimonies as of an instant or later suffice.
    fn undone(&self, plan: &Plan, at: Instant) -> bool {
        let told: Vec<&Told> = self
            .told
            .iter()
            .filter(|t| !t.done && t.as_of >= at)
            .collect();
        establishes(plan, &self.clause.evidence, &told)
    }

    /// Returns d*: the least instant by which performance is established.
    pub(crate) fn performed_at(&self, plan: &Plan) -> Option<Instant> {
        let done = self.done(true);
        let mut ends: Vec<Instant> = done.iter().map(|t| t.when.latest(&plan.zone)).collect();
        ends.sort();
        ends.into_iter().find(|end| {
            let by: Vec<&Told> = done
                .iter()
                .copied()
                .filter(|t| t.when.latest(&plan.zone) <= *end)
                .collect();
            establishes(plan, &self.clause.evidence, &by)
        })
    }
}

/// Judges one instance.
pub(crate) fn judge(ctx: &Ctx<'_>, case: &Case<'_>) -> InstanceJudgement {
    let plan = ctx.world.plan;
    let moved = moved(ctx, case);
    let case = &Case {
        due: moved.due,
        ..case.clone()
    };
    let ruled = rule(ctx, case, &moved);
    let told: Vec<&Told> = case.told.iter().collect();
    let floor = crate::rates::floor(case.clause);
    let kept_floor = told.iter().filter(|t| !t.done).all(|t| {
        t.figure
            .as_ref()
            .is_some_and(|f| floor.is_none_or(|floor| f.surely_within(Comparison::AtLeast, floor)))
    });
    InstanceJudgement {
        evidence: Said::Is(axes::evidence(plan, &case.clause.evidence, &told)),
        agreement: Said::Is(axes::agreement(ctx, &case.clause.id, &told)),
        triggered_at: Said::Is(case.triggered.as_ref().and_then(|t| t.at)),
        due_at: Said::Is(ruled.due),
        decided_at: ruled.decided,
        lateness: Said::Is(ruled.lateness),
        slips: Said::Is(case.slips.clone()),
        performed_at: case.performed_at(plan),
        begun: case
            .triggered
            .as_ref()
            .map(|t| t.at.unwrap_or(Instant::MIN)),
        forgivable: ruled.by_figures && kept_floor,
        ..InstanceJudgement::bare(case.key.clone(), ruled.status)
    }
}

/// Returns what suspensions do to an act or a quantity (14).
fn moved(ctx: &Ctx<'_>, case: &Case<'_>) -> force::Moved {
    let Some(timing) = case.timing.filter(|_| !case.windowed) else {
        return force::Moved {
            due: case.due,
            now: false,
            held: false,
        };
    };
    let timed = match timing {
        Timing::Within(period, _) => Some(&period.unit),
        _ => None,
    };
    let beside = case.clause.alongside.as_ref().map(|(_, p)| &p.unit);
    let hours = timed.into_iter().chain(beside).any(force::counts_hours);
    let triggered = case.triggered.as_ref().and_then(|t| t.at);
    force::move_due(ctx, case.clause, case.due, triggered, hours)
}

fn rule(ctx: &Ctx<'_>, case: &Case<'_>, moved: &force::Moved) -> Ruled {
    let mut due = case.due;
    let mut windows = excuses(ctx, case.clause);
    loop {
        if let Some(ruled) = lines_1_to_9(ctx, case, due) {
            return ruled;
        }
        let moment = due.map_or(ctx.at, |d| d.min(ctx.at));
        let Some(place) = windows
            .iter()
            .position(|(from, to)| *from <= moment && moment <= *to)
        else {
            break;
        };
        let (from, to) = windows.remove(place);
        if from <= ctx.at && ctx.at <= to {
            return Ruled::plain(Status::Excused, due);
        }
        if due.is_some() {
            due = Some(to);
        }
    }
    let ruled = lines_12_to_18(ctx, case, due);
    let suspends = moved.held
        || matches!(
            ruled.status,
            Status::NotYetDue | Status::Pending | Status::Undetermined | Status::NotMet
        );
    if suspends && (moved.now || reciprocity::suspended(ctx, case.clause, &case.key)) {
        return Ruled::plain(Status::Suspended, ruled.due);
    }
    ruled
}

fn lines_1_to_9(ctx: &Ctx<'_>, case: &Case<'_>, due: Option<Instant>) -> Option<Ruled> {
    let plan = ctx.world.plan;
    let zone = &plan.zone;
    let rule = &case.clause.evidence;
    if line_1(ctx, case, due) {
        return Some(Ruled::plain(Status::Discharged, due));
    }
    let done = case.done(true);
    let performed = case.performed_at(plan);
    if performed.is_some_and(|d| case.undone(plan, d)) {
        return Some(Ruled::plain(Status::Contested, due));
    }
    let those = |test: &dyn Fn(&Told) -> bool| {
        let chosen: Vec<&Told> = done.iter().copied().filter(|t| test(t)).collect();
        establishes(plan, rule, &chosen)
    };
    let t_plus = due.map_or(performed.is_some(), |d| {
        those(&|t| in_time(zone, &t.when, d))
    });
    let l_plus = due.is_some_and(|d| those(&|t| late(zone, &t.when, d)));
    if t_plus && l_plus {
        return Some(Ruled::plain(Status::Contested, due));
    }
    if let Some(performed) = performed {
        let untriggered_early = case.triggered.is_none() && case.early;
        let decided = Said::Is(Some(performed));
        let Some(d) = due.filter(|_| !t_plus && !untriggered_early) else {
            return Some(Ruled {
                decided,
                ..Ruled::plain(Status::Met, due)
            });
        };
        let (status, how_late) = if l_plus || case.undone(plan, d) {
            let how_late = lateness(ctx, case.clause, case.timing, &done, performed, d);
            (Status::MetLate, how_late)
        } else {
            (Status::Met, Lateness::Unknown)
        };
        return Some(Ruled {
            decided,
            lateness: Some(how_late),
            ..Ruled::plain(status, due)
        });
    }
    let overtaken = case.clause.other_hands == OtherHands::Discharge
        && establishes(plan, rule, &case.done(false));
    if overtaken {
        return Some(Ruled {
            lateness: Some(Lateness::Unknown),
            ..Ruled::plain(Status::Discharged, due)
        });
    }
    if case.triggered.is_none() {
        return Some(Ruled::plain(Status::NotTriggered, due));
    }
    if lapsed(ctx, case, due) {
        return Some(Ruled::plain(Status::Discharged, due));
    }
    None
}

/// Superseded, waived, or excepted (4, line 1).
fn line_1(ctx: &Ctx<'_>, case: &Case<'_>, due: Option<Instant>) -> bool {
    let end = due.map_or(ctx.at, |d| d.min(ctx.at));
    let scope = Scope::clause(case.clause, case.key.item.as_ref());
    let start = match case.key.days {
        Some((first, _)) if case.windowed => ctx.world.plan.zone.day_start(first),
        _ => Instant::MIN,
    };
    let excepted = case.clause.exceptions.iter().any(|exception| {
        ctx.instants()
            .into_iter()
            .filter(|t| start <= *t && *t <= end)
            .any(|t| conditions::holds(ctx, exception, t, scope))
    });
    excepted || superseded(ctx.world.plan, case.clause) || waived(ctx, case.clause, &case.key)
}

/// Returns whether a clause prevails over this one.
pub(crate) fn superseded(plan: &Plan, clause: &Clause) -> bool {
    plan.clauses
        .iter()
        .any(|c| c.added_by.is_none() && c.prevails_over.contains(&clause.id))
}

/// Returns whether all whom an instance is owed to have waived it.
pub(crate) fn waived(ctx: &Ctx<'_>, clause: &Clause, key: &InstanceKey) -> bool {
    let waivers = ctx.decisions(DecisionAct::Waive);
    !clause.owed_to.is_empty()
        && clause.owed_to.iter().all(|creditor| {
            waivers.iter().any(|d| {
                let limited = [
                    key.item
                        .as_ref()
                        .map(servanda_model::names::ItemKey::as_str),
                    key.stage.as_deref(),
                ];
                let reaches =
                    d.fields.is_empty() || limited.iter().flatten().any(|thing| names_it(d, thing));
                d.by == *creditor && d.of == clause.id.as_str() && reaches
            })
        })
}

/// The `while` ceased or the `until` passed before the due date (4, line 9).
fn lapsed(ctx: &Ctx<'_>, case: &Case<'_>, due: Option<Instant>) -> bool {
    if case.windowed {
        return false;
    }
    let before_due = |t: Instant| due.is_none_or(|d| t < d);
    match force::standing(ctx, &case.clause.id, ctx.at) {
        Standing::Ended(end) if before_due(end) => return true,
        Standing::Revived(_) => return false,
        Standing::Ended(_) if force::ever_revived(ctx, &case.clause.id) => return false,
        Standing::Ended(_) | Standing::Plain => {}
    }
    let start = case.triggered.as_ref().and_then(|t| t.at);
    let scope = Scope::clause(case.clause, case.key.item.as_ref());
    let ceased = ctx
        .instants()
        .into_iter()
        .chain([ctx.at])
        .filter(|t| start.is_none_or(|s| *t > s) && before_due(*t))
        .any(|t| !conditions::all_hold(ctx, &case.clause.during, t, scope));
    let passed = case.clause.until.as_ref().is_some_and(|until| {
        crate::triggers::taus(ctx, until, scope)
            .first()
            .is_some_and(|tau| tau.latest < ctx.at && before_due(tau.latest))
    });
    ceased || passed
}

/// Returns the windows of certified grounds, by their start (4, line 10).
pub(crate) fn excuses(ctx: &Ctx<'_>, clause: &Clause) -> Vec<(Instant, Instant)> {
    let plan = ctx.world.plan;
    let mut windows = Vec::new();
    for excuse in &clause.excuses {
        for decision in ctx.decisions(DecisionAct::Certify) {
            if decision.by != excuse.certified_by || !names_it(decision, &excuse.ground) {
                continue;
            }
            let until = decision.until.map(|day| plan.zone.day_end(day));
            let at_most = excuse
                .at_most
                .as_ref()
                .map(|p| after(plan, decision.happened.latest(&plan.zone), p));
            let end = until
                .into_iter()
                .chain(at_most)
                .min()
                .unwrap_or(Instant::MAX);
            windows.push((decision.happened.earliest(&plan.zone), end));
        }
    }
    windows.sort();
    windows
}

fn lines_12_to_18(ctx: &Ctx<'_>, case: &Case<'_>, due: Option<Instant>) -> Ruled {
    let plan = ctx.world.plan;
    let past_record = |t: Instant| beyond(ctx, case.subject, t);
    if case.waits {
        return Ruled::plain(Status::NotYetDue, due);
    }
    let Some(due) = due else {
        let status = if past_record(ctx.at) {
            Status::Undetermined
        } else {
            Status::Open
        };
        return Ruled::plain(status, None);
    };
    let is = |status| Ruled::plain(status, Some(due));
    if ctx.at <= due {
        return is(Status::NotYetDue);
    }
    let closure = closures(ctx, case);
    let refuted = case.undone(plan, due);
    let closed = closure.filter(|_| !case.told.iter().any(|t| t.done));
    if refuted || closed.is_some() {
        let decided = if refuted {
            due
        } else {
            closed.map_or(due, |at| at.max(due))
        };
        return Ruled {
            decided: Said::Is(Some(decided)),
            by_figures: refuted,
            ..is(Status::NotMet)
        };
    }
    if past_record(due) {
        return is(Status::Undetermined);
    }
    let lag = case
        .clause
        .reports_lag
        .as_ref()
        .map_or(due, |lag| after(plan, due, lag));
    if ctx.at <= lag {
        return is(Status::Pending);
    }
    let awaits = matches!(case.clause.silence, Silence::NotDoneOnceClosed { .. });
    if awaits && closure.is_none() && !past_record(ctx.at) {
        return is(Status::Pending);
    }
    is(Status::Undetermined)
}

/// Returns the first instant at which the matter is closed, if it is.
fn closures(ctx: &Ctx<'_>, case: &Case<'_>) -> Option<Instant> {
    let zone = &ctx.world.plan.zone;
    let Silence::NotDoneOnceClosed { by, .. } = &case.clause.silence else {
        return None;
    };
    ctx.world
        .entries
        .iter()
        .filter_map(|e| match &e.act {
            Some(Act::Closure(closure)) if closure.by == *by => Some(closure),
            _ => None,
        })
        .filter(|c| c.happened.latest(zone) <= ctx.at && closes(ctx.world.plan, case, c))
        .map(|c| c.happened.latest(zone))
        .min()
}

fn closes(plan: &Plan, case: &Case<'_>, closure: &Closure) -> bool {
    let list = crate::acts::list_of(plan, case.clause);
    let named = closure.of == case.clause.id.as_str()
        || closure.of == case.subject
        || list.is_some_and(|l| {
            closure.of == l.name.as_str() || closure.of == format!("annex {}", l.annex)
        });
    let fields = closure.fields.iter().all(|(field, value)| {
        let item = case
            .key
            .item
            .as_ref()
            .map(servanda_model::names::ItemKey::as_str);
        let item_field = crate::acts::item_field(plan, case.clause);
        let filters = crate::acts::filters_of(case.clause);
        if item_field == Some(field) || field.as_str() == "item" {
            return item.is_some_and(|item| crate::acts::holds_key(value, item));
        }
        if field.as_str() == "stage" {
            return case.key.stage.as_ref() == Some(value);
        }
        filters
            .iter()
            .find(|f| f.field == *field)
            .is_none_or(|f| f.value == *value || contains(plan, value, &f.value))
    });
    let due_day = case.due.map(|due| plan.zone.date_of(due));
    let days = case.key.days.or(due_day.map(|day| (day, day)));
    let days = match (closure.period, days) {
        (Some((from, to)), Some((first, last))) => from <= first && last <= to,
        _ => true,
    };
    named && fields && days
}

/// Returns how much is established of how much: the greatest amount for which
/// the evidence suffices.
pub(crate) fn greatest(amounts: &[Decimal], enough: impl Fn(Decimal) -> bool) -> Decimal {
    amounts
        .iter()
        .copied()
        .filter(|n| enough(*n))
        .max()
        .unwrap_or(Decimal::ZERO)
}
