//! Duties: the frames, and by when.

use rust_decimal::Decimal;
use servanda_model::diagnostic::Span;
use servanda_model::figure::Comparison;
use servanda_model::plan::duty::Moment;
use servanda_model::plan::{
    Cadence, Counting, Duty, EventPattern, FieldKind, Filter, Measure, Measured, Perform, Power,
    Stage, Target, Timing, Trigger,
};
use servanda_syntax::ast;
use servanda_syntax::ast::{BoundKind, ByWhen, FieldValue, Frame, ReachTarget, StageAmount};

use super::act::LoweredAct;
use super::scope::Kind;
use super::{Lowering, comparison, moment};
use crate::codes::{self, Wording};

const MEASURED: &[Kind] = &[Kind::Measure, Kind::Indicator, Kind::Event, Kind::State];

impl Lowering<'_> {
    /// Lowers what a clause commits to; `None` also for an open term.
    pub(super) fn duty(&mut self, clause: &ast::Clause) -> Option<Duty> {
        match &clause.frame {
            Frame::Perform(perform) => self.perform(clause, perform).map(Duty::Perform),
            Frame::Avoid(act) => self.pattern(act).map(Duty::Avoid),
            Frame::May(power) => self.power(power).map(Duty::May),
            Frame::Keep(keep) => self.keep(keep),
            Frame::Reach(reach) => self.reach(clause, reach),
            Frame::OpenTerm { .. } => None,
            Frame::NotCheckable(because) => Some(Duty::NotCheckable {
                because: because.text.clone(),
                needs: needs(clause),
            }),
            Frame::InformsOnly(text) => Some(Duty::InformsOnly(text.text.clone())),
        }
    }

    fn power(&mut self, power: &ast::Power) -> Option<Power> {
        let event = match &power.act {
            Some(act) => Some(self.pattern(act)?),
            None => None,
        };
        Some(Power {
            text: power.words.text.clone(),
            event,
        })
    }

    fn perform(&mut self, clause: &ast::Clause, perform: &ast::Perform) -> Option<Perform> {
        let act = self.act(&perform.act)?;
        let count = match perform.count {
            Some((0, span)) => {
                self.fault(
                    codes::E159
                        .at(span, "nothing is asked where the number is 0")
                        .effect("the clause would be met from the start")
                        .way_out("give a number of 1 or more"),
                );
                return None;
            }
            Some((count, _)) => count,
            None => 1,
        };
        let every = match &perform.every {
            Some(every) => Some((self.period(&every.period)?, self.trigger(&every.from)?)),
            None => None,
        };
        let timing = self.timing(clause, &act)?;
        self.bindings(&act, &timing)?;
        Some(Perform {
            event: act.pattern,
            each: act.each,
            count,
            every,
            of_its: act.of_its,
            timing,
        })
    }

    /// By when an act is due.
    fn timing(&mut self, clause: &ast::Clause, act: &LoweredAct) -> Option<Timing> {
        let mut after = None;
        for field in &clause.fields {
            match &field.value {
                FieldValue::Within(within) => {
                    let period = self.period(&within.period);
                    let trigger = self.trigger(&within.trigger);
                    return Some(Timing::Within(period?, trigger?));
                }
                FieldValue::By(by) => return self.by(&by.when, act),
                FieldValue::Before(at) => return Some(Timing::Before(moment(at))),
                FieldValue::After(trigger) => after = Some(self.trigger(trigger)?),
                _ => {}
            }
        }
        if let Frame::Perform(ast::Perform { every: Some(_), .. }) = &clause.frame {
            return Some(Timing::Recurring);
        }
        Some(Timing::Undated(after))
    }

    fn by(&mut self, when: &ByWhen, act: &LoweredAct) -> Option<Timing> {
        let (wanted, span) = match when {
            ByWhen::Moment(at) => return Some(Timing::By(moment(at))),
            ByWhen::Field(word) => (Some(word.text.as_str()), word.span),
            ByWhen::Pledged(span) => (None, *span),
        };
        let dated = act.of_its.as_ref().and_then(|event| {
            let kind = self.plan.events.iter().find(|kind| kind.name == *event)?;
            kind.fields.iter().find(|field| {
                field.kind == FieldKind::Date
                    && wanted.is_none_or(|name| field.name.as_str() == name)
            })
        });
        if let Some(field) = dated {
            return Some(Timing::ByField(field.name.clone()));
        }
        let message = match &act.of_its {
            Some(event) => format!("{event} declares no such date"),
            None => "the act answers no event that could carry the date".to_owned(),
        };
        self.fault(
            codes::E124
                .at(span, message)
                .effect("nothing says when it is due")
                .way_out(
                    "declare the date with the event: `event Pledge by Donor of money due date`",
                )
                .way_out("name the event answered: `Disbursement of its Pledge`"),
        );
        None
    }

    /// Fields taken from the trigger must be fields of it.
    fn bindings(&mut self, act: &LoweredAct, timing: &Timing) -> Option<()> {
        for word in &act.bound {
            let trigger = match timing {
                Timing::Within(_, Trigger::Every(event))
                | Timing::Undated(Some(Trigger::Every(event))) => Some(event),
                _ => None,
            };
            let Some(trigger) = trigger else {
                self.fault(
                    codes::E124
                        .at(
                            word.span,
                            format!("nothing says which `{}` is meant", word.text),
                        )
                        .effect("`the` takes the field from what triggers the duty")
                        .way_out("give it a trigger: `within 7 days after each …`")
                        .way_out(format!("or write `each {}`", word.text)),
                );
                return None;
            };
            let name = trigger.name.as_str().to_owned();
            self.field(&name, word)?;
        }
        Some(())
    }

    fn measured(&mut self, measured: &ast::Measured) -> Option<Measured> {
        match measured {
            ast::Measured::Term(term) => self.term_named(term).map(Measured::Term),
            ast::Measured::Named(name, filters) => {
                match self.resolve(name, MEASURED, "measure, event or state")? {
                    Kind::State => Some(Measured::State(name.text.as_str().into())),
                    kind => {
                        if kind == Kind::Event {
                            self.measure_of_event(&name.text);
                        }
                        let filters = self.measure_filters(&name.text, filters)?;
                        Some(Measured::Measure(name.text.as_str().into(), filters))
                    }
                }
            }
        }
    }

    /// Lowers the filters of a measure; one that counts no event has no
    /// declared fields, so its filters stay as written.
    pub(super) fn measure_filters(
        &mut self,
        measure: &str,
        filters: &[ast::Filter],
    ) -> Option<Vec<Filter>> {
        let known = self
            .plan
            .measures
            .iter()
            .find(|known| known.name.as_str() == measure);
        let event = known
            .and_then(|known| known.counts.as_ref())
            .map(|(event, _)| event.as_str().to_owned());
        match event {
            Some(event) => {
                let lowered = self.filters(&event, filters);
                (lowered.len() == filters.len()).then_some(lowered)
            }
            None => Some(
                filters
                    .iter()
                    .map(|one| Filter {
                        field: one.field.text.as_str().into(),
                        value: one.value.text.clone(),
                    })
                    .collect(),
            ),
        }
    }

    fn keep(&mut self, keep: &ast::Keep) -> Option<Duty> {
        let measured = self.measured(&keep.measured)?;
        let target = self.target(&measured, &keep.bound)?;
        let cadence = match &keep.cadence {
            ast::Cadence::Each(period) => Cadence::Each(self.period(period)?),
            ast::Cadence::AtEachReport => Cadence::AtEachReport,
            ast::Cadence::AtAllTimes => Cadence::AtAllTimes,
        };
        Some(Duty::Keep {
            measured,
            target,
            cadence,
        })
    }

    fn target(&mut self, measured: &Measured, bound: &ast::Bound) -> Option<Target> {
        match (&bound.kind, measured) {
            (BoundKind::Value(value), Measured::State(state)) => {
                let state = state.as_str().to_owned();
                self.state_value(&state, value)?;
                Some(Target::State(value.text.clone()))
            }
            (BoundKind::Number(number, unit, side), Measured::Measure(name, _)) => {
                let measure = self.measure_named(name.as_str())?;
                let unit = unit.as_ref().map(|unit| (unit.text.as_str(), unit.span));
                let (number, unit) = self.in_unit_of(&measure, number.value, unit)?;
                Some(Target::Number(comparison(*side), number, unit))
            }
            (BoundKind::Number(number, unit, side), Measured::Term(_)) => Some(Target::Number(
                comparison(*side),
                number.value,
                unit.as_ref().map(|unit| unit.text.as_str().into()),
            )),
            (BoundKind::Term(term, side), Measured::Measure(..) | Measured::Term(_)) => {
                let term = self.term_named(term)?;
                Some(Target::Term(comparison(*side), term))
            }
            (BoundKind::Value(value), Measured::Term(_)) => Some(Target::State(value.text.clone())),
            (BoundKind::Value(_), Measured::Measure(name, _)) => {
                let name = name.as_str().to_owned();
                self.wrong_bound(bound.span, &name, "a measure", "`600 or more`");
                None
            }
            (BoundKind::Number(..) | BoundKind::Term(..), Measured::State(name)) => {
                let name = name.as_str().to_owned();
                self.wrong_bound(bound.span, &name, "a state", "one of its values");
                None
            }
        }
    }

    fn wrong_bound(&mut self, span: Span, name: &str, kind: &str, needs: &str) {
        self.fault(
            codes::E125
                .at(
                    span,
                    format!("`{name}` is {kind}, so it is kept at {needs}"),
                )
                .effect("nothing says when the duty is kept")
                .way_out(format!("write {needs} after `at`")),
        );
    }

    fn measure_named(&self, name: &str) -> Option<Measure> {
        self.plan
            .measures
            .iter()
            .find(|known| known.name.as_str() == name)
            .cloned()
    }

    fn reach(&mut self, clause: &ast::Clause, reach: &ast::Reach) -> Option<Duty> {
        let measured = self.measured(&reach.measured)?;
        let (side, figure, whole) = match &reach.target {
            ReachTarget::Whole(number) => (Comparison::AtLeast, number.value, Some(number.value)),
            ReachTarget::At(bound) => match self.target(&measured, bound)? {
                Target::Number(side, number, _) => (side, number, None),
                Target::Term(..) | Target::State(_) => {
                    self.fault(
                        codes::E125
                            .at(bound.span, "what is to be reached must be a number")
                            .effect("nothing says when it is reached")
                            .way_out("write a number, such as `at 840 or more`")
                            .way_out("or use `must keep`, which admits an open term or a state"),
                    );
                    return None;
                }
            },
        };
        let mut stages = Vec::new();
        for field in &clause.fields {
            if let FieldValue::Stages(list) = &field.value {
                for stage in list {
                    stages.push(self.stage_of(stage, whole)?);
                }
            }
        }
        if stages.is_empty() {
            let no_act = LoweredAct {
                pattern: EventPattern {
                    name: "".into(),
                    filters: Vec::new(),
                },
                each: None,
                of_its: None,
                bound: Vec::new(),
            };
            let timing = self.timing(clause, &no_act)?;
            stages.push(Stage {
                name: String::new(),
                figure,
                timing,
            });
        }
        Some(Duty::Reach {
            measured,
            comparison: side,
            stages,
            whole,
        })
    }

    fn stage_of(&mut self, stage: &ast::Stage, whole: Option<Decimal>) -> Option<Stage> {
        let figure = match (&stage.amount, whole) {
            (StageAmount::Number(number), _) => number.value,
            (StageAmount::Share(share), Some(whole)) => {
                let part = share
                    .value
                    .checked_mul(whole)
                    .and_then(|part| part.checked_div(Decimal::ONE_HUNDRED));
                match part {
                    Some(part) => part.ceil().normalize(),
                    None => {
                        self.share_of_nothing(share.span, "the share is too large to work out");
                        return None;
                    }
                }
            }
            (StageAmount::Share(share), None) => {
                self.share_of_nothing(share.span, "nothing says of what this is a share");
                return None;
            }
        };
        Some(Stage {
            name: stage.name.text.clone(),
            figure,
            timing: Timing::By(Moment::On(stage.by)),
        })
    }

    fn share_of_nothing(&mut self, span: Span, message: &str) {
        self.fault(
            codes::E159
                .at(span, message)
                .effect("the stage has no figure to reach")
                .way_out("name the whole: `must reach … of 840`")
                .way_out("or give the stage a plain number"),
        );
    }
}

fn needs(clause: &ast::Clause) -> Vec<String> {
    let mut needs = Vec::new();
    for field in &clause.fields {
        if let FieldValue::Needs(words) = &field.value {
            needs.extend(words.iter().map(|one| one.text.clone()));
        }
    }
    needs
}

/// Lowers how a clause counts.
pub(super) fn counting(counting: &ast::Counting) -> Counting {
    match counting {
        ast::Counting::WhenAccepted => Counting::WhenAccepted,
        ast::Counting::DisputedFromRuling => Counting::DisputedFromRuling,
        ast::Counting::Cumulative => Counting::Cumulative,
        ast::Counting::AtRateOf(unit) => Counting::Currency(unit.text.as_str().into()),
    }
}
