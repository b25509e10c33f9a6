//! Triggers and conditions.

use servanda_model::plan::duty::ClauseIs;
use servanda_model::plan::{Condition, Trigger};
use servanda_syntax::ast;
use servanda_syntax::ast::{ClauseState, TriggerKind};

use super::scope::{ACTORS, Kind};
use super::{Lowering, evidence, moment};
use crate::codes::{self, Wording};
use crate::nearest::nearest;

impl Lowering<'_> {
    /// Lowers a trigger.
    pub(super) fn trigger(&mut self, trigger: &ast::Trigger) -> Option<Trigger> {
        match &trigger.kind {
            TriggerKind::Act(act) => {
                let pattern = self.pattern(act)?;
                Some(if trigger.each {
                    Trigger::Every(pattern)
                } else {
                    Trigger::First(pattern)
                })
            }
            TriggerKind::Moment(at) => Some(Trigger::Moment(moment(at))),
            TriggerKind::Anchor(name) => {
                self.resolve(name, &[Kind::Anchor], "anchor")?;
                Some(Trigger::Anchor(name.text.as_str().into()))
            }
            TriggerKind::Phase(name) => {
                self.resolve(name, &[Kind::Phase], "phase")?;
                Some(Trigger::Opening(name.text.as_str().into()))
            }
            TriggerKind::Clause(number, state) => {
                Some(Trigger::Clause(self.clause_id(number)?, clause_is(*state)))
            }
        }
    }

    /// Lowers a condition.
    pub(super) fn condition(&mut self, condition: &ast::Condition) -> Option<Condition> {
        use ast::Condition as C;
        match condition {
            C::Clause(number, state) => Some(Condition::Clause(
                self.clause_id(number)?,
                clause_is(*state),
            )),
            C::Stage(number, stage) => {
                let id = self.clause_id(number)?;
                self.stage(number, stage)?;
                Some(Condition::StageMet(id, stage.text.clone()))
            }
            C::DutiesKept(name) => {
                self.resolve(name, ACTORS, "party or body")?;
                Some(Condition::DutiesKept(name.text.as_str().into()))
            }
            C::PhaseMet(name) => {
                self.resolve(name, &[Kind::Phase], "phase")?;
                Some(Condition::PhaseMet(name.text.as_str().into()))
            }
            C::Phase(name) => {
                self.resolve(name, &[Kind::Phase], "phase")?;
                Some(Condition::PhaseOpen(name.text.as_str().into()))
            }
            C::State(name, value) => {
                self.resolve(name, &[Kind::State], "state")?;
                self.state_value(&name.text, value)?;
                Some(Condition::State(
                    name.text.as_str().into(),
                    value.text.clone(),
                ))
            }
            C::Happened(act) => Some(Condition::Happened(
                self.pattern(act)?,
                evidence::default_rule(),
            )),
            C::Passed(at) => Some(Condition::Reached(Trigger::Moment(moment(at)))),
            C::Ground(text) => Some(Condition::Ground(text.text.clone())),
            C::And(all, _) => self.conditions(all).map(Condition::And),
            C::Or(all, _) => self.conditions(all).map(Condition::Or),
        }
    }

    fn conditions(&mut self, all: &[ast::Condition]) -> Option<Vec<Condition>> {
        // Every part is looked at, so that each of its faults is told.
        let lowered: Vec<Option<Condition>> = all.iter().map(|one| self.condition(one)).collect();
        lowered.into_iter().collect()
    }

    fn stage(&mut self, number: &ast::ClauseNumber, stage: &ast::Value) -> Option<()> {
        let stages = self
            .scope
            .stages
            .get(&number.text)
            .map(Vec::as_slice)
            .unwrap_or_default();
        if stages.contains(&stage.text) {
            return Some(());
        }
        let mut fault = codes::E122
            .at(
                stage.span,
                format!("clause {} has no stage `{}`", number.text, stage.text),
            )
            .effect("the condition could never hold");
        fault = if stages.is_empty() {
            fault.way_out(format!("write `{} is met`", number.text))
        } else {
            fault.way_out(format!("its stages are: {}", stages.join(", ")))
        };
        self.fault(fault);
        None
    }

    /// Checks that a state can have a value.
    pub(super) fn state_value(&mut self, state: &str, value: &ast::Value) -> Option<()> {
        let kind = self
            .plan
            .states
            .iter()
            .find(|kind| kind.name.as_str() == state)?;
        if kind.values.contains(&value.text) {
            return Some(());
        }
        let mut fault = codes::E124
            .at(value.span, format!("{state} cannot be `{}`", value.text))
            .effect("no report could ever say so");
        if let Some(other) = nearest(&value.text, kind.values.iter().map(String::as_str)) {
            fault = fault.way_out(format!("did you mean `{other}`?"));
        }
        fault = fault.way_out(format!("its values are: {}", kind.values.join(", ")));
        self.fault(fault);
        None
    }
}

fn clause_is(state: ClauseState) -> ClauseIs {
    match state {
        ClauseState::Met => ClauseIs::Met,
        ClauseState::NotMet => ClauseIs::NotMet,
        ClauseState::Kept => ClauseIs::Kept,
    }
}
