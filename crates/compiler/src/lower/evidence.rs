//! Evidence, silence, leeway, severity and what follows.

use servanda_model::plan::clause::{Mirror, Response};
use servanda_model::plan::{
    Certification, EvidenceOption, EvidenceRule, Excuse, Grace, Grade, OnSilence, OtherHands,
    Reporters, Severity, SeverityRule, SeverityTest, Silence, TestimonyKind,
};
use servanda_model::time::PeriodUnit;
use servanda_syntax::ast;
use servanda_syntax::ast::EvidenceOptionKind;

use super::Lowering;
use super::scope::Kind;
use crate::codes::{self, Wording};

/// Returns the rule that holds where the text gives none: one report of anyone
/// who may report.
pub(crate) fn default_rule() -> EvidenceRule {
    EvidenceRule {
        options: vec![EvidenceOption {
            need: 1,
            by: Reporters::AnyListed,
            independent: false,
            neutral: 0,
            kind: TestimonyKind::Report,
            grade: None,
        }],
        each_item: false,
    }
}

impl Lowering<'_> {
    /// Lowers an evidence rule. `none` leaves no option: nothing establishes it.
    pub(super) fn evidence(&mut self, evidence: &ast::Evidence) -> Option<EvidenceRule> {
        let mut options = Vec::new();
        for option in &evidence.options {
            match &option.kind {
                EvidenceOptionKind::Reports {
                    count,
                    independent,
                    kind,
                    by,
                    neutral,
                    grade,
                } => {
                    let named = self.actors(by);
                    options.push(EvidenceOption {
                        need: self.at_least_one(*count, option.span)?,
                        by: if by.is_empty() {
                            Reporters::AnyListed
                        } else {
                            Reporters::Named(named)
                        },
                        independent: *independent,
                        neutral: neutral.unwrap_or(0),
                        kind: match kind {
                            ast::ReportKind::Report => TestimonyKind::Report,
                            ast::ReportKind::Finding => TestimonyKind::Finding,
                        },
                        grade: grade.map(grade_of),
                    });
                }
                EvidenceOptionKind::SomeOf {
                    count,
                    of,
                    show: _,
                    grade,
                } => options.push(EvidenceOption {
                    need: self.at_least_one(*count, option.span)?,
                    by: Reporters::Named(self.actors(of)),
                    independent: false,
                    neutral: 0,
                    kind: TestimonyKind::Report,
                    grade: grade.map(grade_of),
                }),
                EvidenceOptionKind::None => {}
                EvidenceOptionKind::Term(term) => {
                    self.term_named(term)?;
                    if let Some(clause) = self.clause.clone() {
                        self.open_evidence.push((clause, option.span));
                    }
                }
            }
        }
        Some(EvidenceRule {
            options,
            each_item: evidence.each_item,
        })
    }

    fn at_least_one(&mut self, count: u32, span: servanda_model::diagnostic::Span) -> Option<u32> {
        if count > 0 {
            return Some(count);
        }
        self.fault(
            codes::E159
                .at(span, "no report at all would establish this")
                .effect("it would count as established from the start")
                .way_out("ask for 1 report or more")
                .way_out("or write `none`, where nobody is to establish it"),
        );
        None
    }

    pub(super) fn silence(&mut self, silence: &ast::Silence) -> Option<Silence> {
        match silence {
            ast::Silence::Unknown => Some(Silence::Unknown),
            ast::Silence::NotDone { by, what } => Some(Silence::NotDoneOnceClosed {
                by: self.actor(by)?,
                what: what.text.clone(),
            }),
        }
    }

    pub(super) fn grace(&mut self, grace: &ast::Grace) -> Option<Grace> {
        match grace {
            ast::Grace::Longer(period) => self.period(period).map(Grace::Longer),
            ast::Grace::Certified {
                period,
                field: _,
                by,
                ground,
            } => Some(Grace::LongerIfCertified {
                period: self.period(period)?,
                by: self.actor(by)?,
                ground: ground.text.clone(),
            }),
            ast::Grace::Slack {
                periods,
                unit: _,
                window,
                floor,
            } => {
                let lowered = self.period(window)?;
                let days = match lowered.unit {
                    PeriodUnit::Day => Some(lowered.count),
                    PeriodUnit::Week => lowered.count.checked_mul(7),
                    PeriodUnit::Hour
                    | PeriodUnit::Month
                    | PeriodUnit::Year
                    | PeriodUnit::Working(_) => None,
                };
                let Some(window_days) = days else {
                    self.fault(
                        codes::E159
                            .at(window.span, "leeway needs a window of days or weeks")
                            .effect("it is unclear which days the leeway covers")
                            .way_out("write `in any 7 days` or `in any 4 weeks`"),
                    );
                    return None;
                };
                Some(Grace::Slack {
                    periods: *periods,
                    window_days,
                    floor: floor.map(|floor| floor.value),
                })
            }
        }
    }

    /// Lowers a severity table, mildest first.
    pub(super) fn severities(
        &mut self,
        rules: &[ast::SeverityRule],
        event: Option<&str>,
    ) -> Option<Vec<SeverityRule>> {
        let mut lowered = Vec::new();
        for rule in rules {
            lowered.push(SeverityRule {
                severity: severity(rule.severity),
                test: self.severity_test(&rule.test, event)?,
            });
        }
        lowered.sort_by_key(|rule| rule.severity);
        Some(lowered)
    }

    fn severity_test(
        &mut self,
        test: &ast::SeverityTest,
        event: Option<&str>,
    ) -> Option<SeverityTest> {
        Some(match test {
            ast::SeverityTest::LateUnder(period) => SeverityTest::LateUnder(self.period(period)?),
            ast::SeverityTest::Below(number) => SeverityTest::Below(number.value),
            ast::SeverityTest::Above(number) => SeverityTest::Above(number.value),
            ast::SeverityTest::BelowRunning(number, days) => {
                SeverityTest::BelowRunning(number.value, *days)
            }
            ast::SeverityTest::FieldIs(word, value) => {
                if let Some(event) = event {
                    let field = self.field(event, word)?;
                    self.check_value(&field, &value.text, value.span)?;
                }
                SeverityTest::FieldIs(word.text.as_str().into(), value.text.clone())
            }
            ast::SeverityTest::Otherwise => SeverityTest::Otherwise,
        })
    }

    pub(super) fn response(&mut self, response: &ast::Response) -> Option<Response> {
        match response {
            ast::Response::Ladder(name) => {
                self.resolve(name, &[Kind::Ladder], "ladder")?;
                Some(Response::Ladder(name.text.as_str().into()))
            }
            ast::Response::None => Some(Response::None),
            ast::Response::PublishedOnly => Some(Response::PublishedOnly),
        }
    }

    pub(super) fn certification(&mut self, certified: &ast::Certified) -> Option<Certification> {
        Some(Certification {
            by: self.actor(&certified.by)?,
            within: match &certified.within {
                Some(period) => Some(self.period(period)?),
                None => None,
            },
            silence: match certified.silence {
                Some(ast::OnSilence::Opens) => OnSilence::Opens,
                Some(ast::OnSilence::KeepsClosed) | None => OnSilence::Waits,
            },
        })
    }

    pub(super) fn excuse(&mut self, excused: &ast::Excused) -> Option<Excuse> {
        Some(Excuse {
            ground: excused.ground.text.clone(),
            certified_by: self.actor(&excused.certified_by)?,
            at_most: match &excused.at_most {
                Some(period) => Some(self.period(period)?),
                None => None,
            },
        })
    }

    pub(super) fn mirror(&mut self, mirrors: &ast::Mirrors, own: &str) -> Option<Mirror> {
        let clause = self.other_clause(&mirrors.clause, own)?;
        if let Some((waited_for, suspended)) = &mirrors.suspends
            && (waited_for.text != mirrors.clause.text || suspended.text != own)
        {
            let other = &mirrors.clause.text;
            self.fault(
                codes::E159
                    .at(
                        waited_for.span,
                        format!(
                            "a mirrored clause can only suspend {own} while {other} is not met"
                        ),
                    )
                    .effect("it is unclear what is suspended")
                    .way_out(format!(
                        "write `while {other} is not met {own} is suspended`"
                    ))
                    .way_out("state another suspension on the clause that it suspends"),
            );
            return None;
        }
        Some(Mirror {
            clause,
            suspends: mirrors.suspends.is_some(),
            clock_stops: mirrors.clock_stops,
        })
    }

    /// Looks up a clause that must be another than the one at hand.
    pub(super) fn other_clause(
        &mut self,
        number: &ast::ClauseNumber,
        own: &str,
    ) -> Option<servanda_model::names::ClauseId> {
        let id = self.clause_id(number)?;
        if id.as_str() == own {
            self.fault(
                codes::E163
                    .at(number.span, format!("clause {own} refers to itself"))
                    .effect("it would wait for itself")
                    .way_out("name the other clause of the pair"),
            );
            return None;
        }
        Some(id)
    }
}

pub(super) fn other_hands(hands: ast::OtherHands) -> OtherHands {
    match hands {
        ast::OtherHands::Count => OtherHands::Count,
        ast::OtherHands::Discharge => OtherHands::Discharge,
        ast::OtherHands::DoNotCount => OtherHands::DoNotCount,
    }
}

pub(super) fn severity(severity: ast::Severity) -> Severity {
    match severity {
        ast::Severity::Minor => Severity::Minor,
        ast::Severity::Serious => Severity::Serious,
        ast::Severity::Critical => Severity::Critical,
    }
}

fn grade_of(mark: ast::GradeMark) -> Grade {
    Grade {
        source: mark.source,
        content: mark.content,
    }
}
