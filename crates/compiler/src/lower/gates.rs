//! Phases and their gates, challenges and authorities.

use servanda_model::diagnostic::Span;
use servanda_model::names::PhaseName;
use servanda_model::plan::duty::Moment;
use servanda_model::plan::{Authority, ChallengeRule, Condition, Opens, Phase};
use servanda_syntax::ast;
use servanda_syntax::ast::Decl;

use super::Lowering;
use super::scope::Kind;
use crate::codes::{self, Wording};

impl Lowering<'_> {
    pub(super) fn gate(&mut self, declaration: &ast::Declaration) {
        match &declaration.decl {
            Decl::Phase(phase) => self.phase(phase, declaration.span),
            Decl::Ladder(ladder) => self.ladder(declaration, ladder),
            Decl::Challenge(challenge) => self.challenge(challenge, declaration.span),
            Decl::Authority(authority) => self.authority(authority, declaration.span),
            _ => {}
        }
    }

    fn phase(&mut self, phase: &ast::Phase, span: Span) {
        if !self.scope.holds(&phase.name.text, phase.name.span) {
            return;
        }
        let for_each = phase.for_each.as_ref().and_then(|each| {
            self.resolve(&each.list, &[Kind::List], "list")?;
            Some(servanda_model::names::ListName::new(&each.list.text))
        });
        let opens = self.opens(phase);
        let beside = phase
            .beside
            .iter()
            .filter_map(|name| self.phase_name(name))
            .collect();
        let instead_of = phase
            .instead_of
            .as_ref()
            .and_then(|name| self.phase_name(name));
        let latest = phase.latest.as_ref().map(|latest| {
            let then = latest.then.as_ref().and_then(|name| self.actor(name));
            (Moment::On(latest.on), then)
        });
        let lowered = Phase {
            name: phase.name.text.as_str().into(),
            for_each,
            opens,
            opened_by_declaration_of: phase
                .opened_by_declaration_of
                .as_ref()
                .and_then(|name| self.actor(name)),
            certified: phase
                .certified
                .as_ref()
                .and_then(|certified| self.certification(certified)),
            waived_by: phase.waived_by.as_ref().and_then(|name| self.actor(name)),
            latest,
            beside,
            instead_of,
            clauses: self.clause_ids(&phase.clauses),
            notes: phase.notes.iter().map(|note| note.text.clone()).collect(),
            span,
        };
        self.plan.phases.push(lowered);
    }

    /// What opens a phase; what cannot be read opens nothing.
    fn opens(&mut self, phase: &ast::Phase) -> Opens {
        match &phase.opens {
            Some(ast::Opens::On(trigger)) => {
                self.trigger(trigger).map_or(Opens::NotAgreed, Opens::On)
            }
            Some(ast::Opens::When(condition)) => self
                .condition(condition)
                .map_or(Opens::NotAgreed, |condition: Condition| {
                    Opens::When(condition)
                }),
            Some(ast::Opens::NotAgreed(_)) | None => Opens::NotAgreed,
        }
    }

    pub(super) fn phase_name(&mut self, name: &ast::Name) -> Option<PhaseName> {
        self.resolve(name, &[Kind::Phase], "phase")?;
        Some(name.text.as_str().into())
    }

    fn challenge(&mut self, challenge: &ast::Challenge, span: Span) {
        if let Some(known) = &self.plan.challenge {
            let first = known.span;
            self.fault(
                codes::E121
                    .at(span, "how reports are challenged is said twice")
                    .label(first, "first here")
                    .effect("the first one holds")
                    .way_out("leave one out"),
            );
            return;
        }
        let within = self.period(&challenge.within);
        let ruled_by = self.actor(&challenge.ruled_by);
        let ruling_within = challenge
            .ruling_within
            .as_ref()
            .and_then(|period| self.period(period));
        if let (Some(within), Some(ruled_by)) = (within, ruled_by) {
            self.plan.challenge = Some(ChallengeRule {
                within,
                ruled_by,
                ruling_within,
                report_stands_without_ruling: challenge.no_ruling
                    != Some(ast::NoRuling::ReportFalls),
                span,
            });
        }
    }

    fn authority(&mut self, authority: &ast::Authority, span: Span) {
        if let Some(actor) = self.actor(&authority.actor) {
            self.plan.authorities.push(Authority {
                actor,
                until: Moment::On(authority.until),
                span,
            });
        }
    }
}
