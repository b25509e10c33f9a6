//! Ladders: what opens a case, and who must or may do what at each step.
//!
//! A ladder with a mistake keeps its name, so that clauses can name it, and
//! has no steps: a step that is missing would let the next ones run wrongly.

use servanda_model::diagnostic::Span;
use servanda_model::plan::{
    Deed, Join, Ladder, LadderOpens, LadderStep, Severity, Snapback, SnapbackEffect, StepAct,
    StepActor, StepPart, StepSilence,
};
use servanda_model::time::{Period, Zone};
use servanda_syntax::ast;
use servanda_syntax::ast::StepRider;

use super::Lowering;
use super::agreement::zone;
use super::evidence::severity;
use super::scope::Kind;
use crate::codes::{self, Wording};

impl Lowering<'_> {
    pub(super) fn ladder(&mut self, declaration: &ast::Declaration, ladder: &ast::Ladder) {
        if !self.scope.holds(&ladder.name.text, ladder.name.span) {
            return;
        }
        let faults = self.out.len();
        let (opens, words) = self.ladder_opens(&ladder.opens);
        let mut steps: Vec<LadderStep> = Vec::new();
        for step in &ladder.steps {
            let last = steps.last().map(|last| (last.number, last.span));
            match last.filter(|(number, _)| step.number <= *number) {
                Some((number, first)) => self.out_of_order(ladder, step, number, first),
                None => steps.extend(self.step(ladder, step)),
            }
        }
        if declaration.damaged || self.out.len() > faults {
            steps.clear();
        } else {
            self.starts_are_there(ladder, &steps);
        }
        let starts = ladder
            .starts
            .iter()
            .filter(|start| steps.iter().any(|step| step.number == start.step))
            .map(|start| (severity(start.severity), start.step))
            .collect();
        self.plan.ladders.push(Ladder {
            name: ladder.name.text.as_str().into(),
            opens,
            words,
            steps,
            starts,
            cured_closes: ladder.cured_closes,
            span: declaration.span,
        });
    }

    /// What opens it; an event that is not declared opens nothing.
    fn ladder_opens(&mut self, opens: &ast::LadderOpens) -> (LadderOpens, String) {
        match opens {
            ast::LadderOpens::For(words) => (LadderOpens::Failure, words.text.clone()),
            ast::LadderOpens::On(event) => {
                self.resolve(event, &[Kind::Event], "event");
                let name = event.text.as_str().into();
                (LadderOpens::Event(name), event.text.clone())
            }
        }
    }

    fn out_of_order(&mut self, ladder: &ast::Ladder, step: &ast::Step, last: u32, first: Span) {
        self.fault(
            codes::E166
                .at(
                    step.number_span,
                    format!(
                        "step {} of {} stands after step {last}",
                        step.number, ladder.name.text
                    ),
                )
                .label(first, format!("step {last}"))
                .effect("it is unclear which step comes next, so no case can run on it")
                .way_out("number the steps in the order in which they follow each other"),
        );
    }

    fn starts_are_there(&mut self, ladder: &ast::Ladder, steps: &[LadderStep]) {
        for start in &ladder.starts {
            if steps.iter().any(|step| step.number == start.step) {
                continue;
            }
            let severity = severity_word(severity(start.severity));
            let mut fault = codes::A215
                .at(
                    start.span,
                    format!(
                        "{} has no step {} for {severity} cases to start at",
                        ladder.name.text, start.step
                    ),
                )
                .effect(format!("a {severity} case starts at the first step"));
            if let Some(last) = steps.last() {
                fault = fault.way_out(format!("name a step that is there, up to {}", last.number));
            }
            self.fault(fault.way_out("write the step"));
        }
    }

    /// Lowers a step; `None` where a fault was told.
    fn step(&mut self, ladder: &ast::Ladder, step: &ast::Step) -> Option<LadderStep> {
        let parts: Vec<StepPart> = step
            .parts
            .iter()
            .filter_map(|part| self.step_part(part))
            .collect();
        let mut lowered = LadderStep {
            number: step.number,
            parts,
            join: match step.join {
                ast::StepJoin::And => Join::All,
                ast::StepJoin::Or => Join::Any,
            },
            bars_finding: false,
            accused_abstains: false,
            decides: None,
            silence: StepSilence::GoesOn,
            extended_by: Vec::new(),
            extended_at_most: None,
            text: step.words.text.clone(),
            span: step.span,
        };
        for rider in &step.riders {
            self.rider(ladder, &mut lowered, rider)?;
        }
        (lowered.parts.len() == step.parts.len()).then_some(lowered)
    }

    fn rider(
        &mut self,
        ladder: &ast::Ladder,
        step: &mut LadderStep,
        rider: &StepRider,
    ) -> Option<()> {
        match rider {
            StepRider::NoFindingBefore => step.bars_finding = true,
            StepRider::AccusedAbstains => step.accused_abstains = true,
            StepRider::Decides(need, all, span) if *need == 0 || need > all => {
                self.fault(
                    codes::E126
                        .at(
                            *span,
                            format!(
                                "step {} of {} decides by {need} of {all} votes",
                                step.number, ladder.name.text
                            ),
                        )
                        .effect("it is unclear when it has decided")
                        .way_out(format!("ask for 1 vote or more, and at most {all}")),
                );
                return None;
            }
            StepRider::Decides(need, all, _) => step.decides = Some((*need, *all)),
            StepRider::Extended(by, at_most) => {
                step.extended_by = by.iter().filter_map(|name| self.actor(name)).collect();
                if let Some(period) = at_most {
                    step.extended_at_most = Some(self.period(period)?);
                }
            }
            StepRider::Silence(silence) => step.silence = step_silence(*silence),
        }
        Some(())
    }

    fn step_part(&mut self, part: &ast::StepPart) -> Option<StepPart> {
        match part {
            ast::StepPart::Act(act) => self.step_act(act).map(StepPart::Act),
            ast::StepPart::Snapback(snapback) => self.snapback(snapback).map(StepPart::Snapback),
        }
    }

    fn step_act(&mut self, act: &ast::StepAct) -> Option<StepAct> {
        let by = match &act.who {
            ast::StepActor::Named(name) => self.actor(name).map(StepActor::Named),
            ast::StepActor::Party => Some(StepActor::Accused),
            ast::StepActor::Complainant => Some(StepActor::Complainant),
        };
        let deed = self.deed(&act.deed);
        let limits: Vec<Option<Period>> =
            act.limits.iter().map(|limit| self.period(limit)).collect();
        let limits: Option<Vec<Period>> = limits.into_iter().collect();
        let mut limits = limits?.into_iter();
        Some(StepAct {
            by: by?,
            must: act.must,
            deed: deed?,
            within: limits.next(),
            at_most: limits.next(),
        })
    }

    fn deed(&mut self, deed: &ast::Deed) -> Option<Deed> {
        Some(match deed {
            ast::Deed::Notify => Deed::Notify,
            ast::Deed::Acknowledge => Deed::Acknowledge,
            ast::Deed::Screen => Deed::Screen,
            ast::Deed::Verify => Deed::Verify,
            ast::Deed::Reply => Deed::Reply,
            ast::Deed::Meet => Deed::Meet,
            ast::Deed::Find => Deed::Find,
            ast::Deed::Decide => Deed::Decide,
            ast::Deed::Act => Deed::Comply,
            ast::Deed::OrderRemedy => Deed::Remedy,
            ast::Deed::ReferTo(name) => Deed::Refer(self.actor(name)?),
            ast::Deed::Suspend {
                clause,
                at_most,
                clock_stops,
            } => Deed::Suspend {
                clause: self.clause_id(clause)?,
                at_most: match at_most {
                    Some(period) => Some(self.period(period)?),
                    None => None,
                },
                clock_stops: *clock_stops,
            },
            ast::Deed::Resume(clause) => Deed::Resume(self.clause_id(clause)?),
        })
    }

    fn snapback(&mut self, snapback: &ast::Snapback) -> Option<Snapback> {
        let effects: Vec<SnapbackEffect> = snapback
            .effects
            .iter()
            .filter_map(|effect| self.snapback_effect(effect))
            .collect();
        let after = self.period(&snapback.after);
        let at = match &snapback.at {
            Some((clock, name)) => Some((*clock, self.step_zone(name)?)),
            None => None,
        };
        let deciders = snapback.unless_decided_by.iter();
        let unless_decided_by: Vec<_> = deciders.filter_map(|name| self.actor(name)).collect();
        let whole = effects.len() == snapback.effects.len()
            && unless_decided_by.len() == snapback.unless_decided_by.len();
        Some(Snapback {
            effects,
            after: after?,
            at,
            unless_cured: snapback.unless_cured,
            unless_decided_by,
        })
        .filter(|_| whole)
    }

    fn snapback_effect(&mut self, effect: &ast::SnapbackEffect) -> Option<SnapbackEffect> {
        Some(match effect {
            ast::SnapbackEffect::RevivesClause(clause) => {
                SnapbackEffect::RevivesClause(self.clause_id(clause)?)
            }
            ast::SnapbackEffect::RevivesPhase(name) => {
                SnapbackEffect::RevivesPhase(self.phase_name(name)?)
            }
            ast::SnapbackEffect::Ends(clause) => SnapbackEffect::Ends(self.clause_id(clause)?),
            ast::SnapbackEffect::Suspends(clause) => {
                SnapbackEffect::Suspends(self.clause_id(clause)?)
            }
        })
    }

    fn step_zone(&mut self, name: &ast::Words) -> Option<Zone> {
        let found = zone(&name.text);
        if found.is_none() {
            self.fault(
                codes::E127
                    .at(name.span, format!("there is no zone `{}`", name.text))
                    .effect("it is unclear at which instant the step takes effect")
                    .way_out("write an offset such as `UTC+02:00`")
                    .way_out("or the name of a zone, such as `America/New_York`"),
            );
        }
        Some(Zone {
            zone: found?,
            name: name.text.clone(),
        })
    }
}

/// Returns the word that the text has for a severity.
pub(crate) fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Minor => "minor",
        Severity::Serious => "serious",
        Severity::Critical => "critical",
    }
}

fn step_silence(silence: ast::StepSilence) -> StepSilence {
    match silence {
        ast::StepSilence::GoesOn => StepSilence::GoesOn,
        ast::StepSilence::Waits => StepSilence::Waits,
        ast::StepSilence::Closes => StepSilence::Closes,
        ast::StepSilence::Substantiates => StepSilence::Substantiates,
        ast::StepSilence::Refutes => StepSilence::Refutes,
    }
}
