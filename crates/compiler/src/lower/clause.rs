//! Clauses: the duty and every field, with defaults for what is left out.

use servanda_model::names::{ClauseId, PartName};
use servanda_model::plan::{
    Acceptance, Clause, Duty, Measured, OtherHands, Plan, ProposedField, Quote, Silence, Subject,
};
use servanda_syntax::ast;
use servanda_syntax::ast::{FieldValue, Frame, Item};

use super::quote::Prose;
use super::{Lowering, evidence, single_spaced};
use crate::codes::{self, Wording};

impl Lowering<'_> {
    /// Lowers every clause that is whole.
    pub(super) fn clauses(&mut self, file: &ast::File) {
        for (at, article) in file.articles.iter().enumerate() {
            let prose = Prose::of(self.text, &article.prose);
            for item in &article.items {
                if let Item::Clause(clause) = item
                    && !clause.damaged
                    && self.is_first(clause)
                    && let Some(lowered) = self.clause(clause, at, Some(&prose))
                {
                    self.plan.clauses.push(lowered);
                }
            }
        }
    }

    /// Lowers one clause; `None` for an open term and for a clause with an
    /// error, which is told. Quotes are looked for where prose is given.
    pub(super) fn clause(
        &mut self,
        clause: &ast::Clause,
        article: usize,
        prose: Option<&Prose>,
    ) -> Option<Clause> {
        self.clause = Some(clause.number.text.as_str().into());
        let before = self.errors();
        let lowered = self.whole(clause, article, prose);
        if let Some(lowered) = &lowered {
            self.check_dates(lowered);
        }
        let sound = self.errors() == before;
        self.clause = None;
        lowered.filter(|_| sound)
    }

    fn errors(&self) -> usize {
        self.out.len()
    }

    fn whole(
        &mut self,
        clause: &ast::Clause,
        article: usize,
        prose: Option<&Prose>,
    ) -> Option<Clause> {
        let subject = self.subject(clause.subject.as_ref());
        let duty = self.duty(clause);
        // The fields of an open term are read with its readings; its common
        // ones are still checked here.
        let placeholder = duty.is_none();
        let mut lowered = blank(
            clause.number.text.as_str().into(),
            duty.unwrap_or_else(|| Duty::InformsOnly(String::new())),
            subject.unwrap_or(Subject::Nobody),
            article,
            clause.span,
        );
        drop_own_name(&mut lowered);
        lowered.sentence = single_spaced(self.source_text(clause.sentence_span));
        lowered.part = self.part(&clause.number);
        for field in &clause.fields {
            self.field_of(clause, field, &mut lowered, prose);
        }
        if lowered.title.is_empty() {
            lowered.title = title(&lowered, self.source_text(act_span(&clause.frame)));
        }
        (!placeholder).then_some(lowered)
    }

    fn part(&self, number: &ast::ClauseNumber) -> Option<PartName> {
        let prefix = number.prefix();
        let part = self
            .plan
            .parts
            .iter()
            .find(|part| part.name.as_str() == prefix);
        part.map(|part| part.name.clone())
    }

    /// Lowers one field; what cannot be lowered is told and left out.
    fn field_of(
        &mut self,
        clause: &ast::Clause,
        field: &ast::Field,
        to: &mut Clause,
        prose: Option<&Prose>,
    ) -> Option<()> {
        use FieldValue as F;
        let own = clause.number.text.as_str();
        match &field.value {
            F::Title(text) => to.title.clone_from(&text.text),
            F::Owed(names) => to.owed_to = self.actors(names),
            F::Pillar(name) => to.pillar = Some(name.text.as_str().into()),
            F::From(trigger) => to.from = Some(self.trigger(trigger)?),
            F::Until(trigger) => to.until = Some(self.trigger(trigger)?),
            F::While(condition) => to.during.push(self.condition(condition)?),
            F::When(condition) => to.gate = Some(self.condition(condition)?),
            F::Unless(condition) | F::Except(condition) => {
                to.exceptions.push(self.condition(condition)?);
            }
            F::Afresh => to.afresh = true,
            F::Counts(counts) => to.counting.extend(counts.iter().map(super::duty::counting)),
            F::Evidence(rule) => to.evidence = self.evidence(rule)?,
            F::Silence(silence) => to.silence = self.silence(silence)?,
            F::Reports(reports) => to.reports_lag = Some(self.period(&reports.period)?),
            F::Grace(grace) => to.grace = Some(self.grace(grace)?),
            F::Severity(rules) => {
                let event = event_of(&to.duty, &self.plan);
                to.severities = self.severities(rules, event.as_deref())?;
            }
            F::Response(response) => to.response = Some(self.response(response)?),
            F::OtherHands(hands) => to.other_hands = evidence::other_hands(*hands),
            F::Mirrors(mirrors) => to.mirrors = Some(self.mirror(mirrors, own)?),
            F::InStepWith(number) => to.in_step_with = Some(self.other_clause(number, own)?),
            F::Alongside(number, period) => {
                let other = self.other_clause(number, own)?;
                to.alongside = Some((other, self.period(period)?));
            }
            F::Certified(certified) => to.certified = Some(self.certification(certified)?),
            F::Excused(excused) => to.excuses.push(self.excuse(excused)?),
            F::Stale(period) => to.stale = Some(self.period(period)?),
            F::PrevailsOver(numbers) => {
                for number in numbers {
                    to.prevails_over.push(self.other_clause(number, own)?);
                }
            }
            F::Says(texts) => {
                for text in texts {
                    self.says(text, to, prose);
                }
            }
            F::Accepts { code, because } => to.accepts.push(Acceptance {
                code: code.text.clone(),
                because: because.text.clone(),
            }),
            F::Proposed(proposed) => {
                let by = proposed.by.text.as_str();
                for (label, _) in &proposed.labels {
                    to.proposed.push(ProposedField {
                        label: label.text().to_owned(),
                        by: by.to_owned(),
                    });
                }
            }
            F::Note(text) => to.notes.push(text.text.clone()),
            F::By(by) => to.final_deadline = by.is_final,
            // These belong to the duty and are lowered with it.
            F::Within(_) | F::Before(_) | F::Undated | F::After(_) | F::Stages(_) | F::Needs(_) => {
            }
            // A reading is lowered with its term; why a pair differs is for
            // the reader.
            F::Reading(_) | F::Asymmetric(_) => {}
        }
        Some(())
    }

    fn says(&mut self, text: &ast::Text, to: &mut Clause, prose: Option<&Prose>) {
        let Some(prose) = prose else {
            return;
        };
        match prose.find(&text.text) {
            Some(span) => to.says.push(Quote {
                text: text.text.clone(),
                span,
            }),
            None => self.fault(
                codes::E161
                    .at(
                        text.span,
                        "these words do not stand in the prose of this article",
                    )
                    .effect("the clause would claim words that nobody signed")
                    .way_out("copy the words letter by letter from the prose above")
                    .way_out("or move the clause into the article that has them"),
            ),
        }
    }

    /// Thematic headings: the declarations that gather clauses under one.
    pub(super) fn pillars(&mut self, file: &ast::File) {
        for declaration in file.declarations() {
            let ast::Decl::Pillar(pillar) = &declaration.decl else {
                continue;
            };
            for id in self.clause_ids(&pillar.clauses) {
                let clause = self.plan.clauses.iter_mut().find(|clause| clause.id == id);
                if let Some(clause) = clause {
                    clause.pillar = Some(pillar.name.text.as_str().into());
                }
            }
        }
    }
}

/// A clause with nothing but its defaults.
fn blank(
    id: ClauseId,
    duty: Duty,
    subject: Subject,
    article: usize,
    span: servanda_model::diagnostic::Span,
) -> Clause {
    Clause {
        id,
        title: String::new(),
        sentence: String::new(),
        article,
        part: None,
        pillar: None,
        subject,
        owed_to: Vec::new(),
        duty,
        from: None,
        until: None,
        during: Vec::new(),
        gate: None,
        exceptions: Vec::new(),
        afresh: false,
        evidence: evidence::default_rule(),
        silence: Silence::Unknown,
        reports_lag: None,
        grace: None,
        severities: Vec::new(),
        counting: Vec::new(),
        response: None,
        other_hands: OtherHands::Discharge,
        mirrors: None,
        in_step_with: None,
        alongside: None,
        certified: None,
        excuses: Vec::new(),
        stale: None,
        final_deadline: false,
        prevails_over: Vec::new(),
        says: Vec::new(),
        proposed: Vec::new(),
        accepts: Vec::new(),
        notes: Vec::new(),
        added_by: None,
        span,
    }
}

/// An act `by` the obligor itself is its own act: the name adds nothing.
fn drop_own_name(clause: &mut Clause) {
    let Subject::Each(actors) = &clause.subject else {
        return;
    };
    let [only] = actors.as_slice() else {
        return;
    };
    let filters = match &mut clause.duty {
        Duty::Perform(perform) => &mut perform.event.filters,
        Duty::Avoid(pattern) => &mut pattern.filters,
        _ => return,
    };
    filters.retain(|one| one.field.as_str() != "by" || one.value != only.as_str());
}

/// The event whose fields a clause's severities may name.
fn event_of(duty: &Duty, plan: &Plan) -> Option<String> {
    let name = match duty {
        Duty::Perform(perform) => Some(&perform.event.name),
        Duty::Avoid(pattern) => Some(&pattern.name),
        Duty::Keep {
            measured: Measured::Measure(name, _),
            ..
        }
        | Duty::Reach {
            measured: Measured::Measure(name, _),
            ..
        } => {
            let measure = plan.measures.iter().find(|measure| measure.name == *name)?;
            measure.counts.as_ref().map(|(event, _)| event)
        }
        _ => None,
    };
    name.map(|name| name.as_str().to_owned())
}

/// Where the words stand that best name what a clause is about.
fn act_span(frame: &Frame) -> servanda_model::diagnostic::Span {
    match frame {
        Frame::Perform(perform) => perform.act.span,
        Frame::Avoid(act) => act.span,
        Frame::May(power) => power.words.span,
        Frame::Keep(keep) => measured_span(&keep.measured),
        Frame::Reach(reach) => measured_span(&reach.measured),
        Frame::OpenTerm { term, .. } => term.span,
        Frame::NotCheckable(text) | Frame::InformsOnly(text) => text.span,
    }
}

fn measured_span(measured: &ast::Measured) -> servanda_model::diagnostic::Span {
    match measured {
        ast::Measured::Named(name, _) => name.span,
        ast::Measured::Term(term) => term.span,
    }
}

/// Makes a title of the words that name the matter.
fn title(clause: &Clause, words: &str) -> String {
    let words = single_spaced(words);
    let words = words.trim_matches('"');
    let mut title = match &clause.duty {
        Duty::Avoid(_) => format!("No {words}"),
        Duty::InformsOnly(text) | Duty::NotCheckable { because: text, .. } => single_spaced(text),
        _ => words.to_owned(),
    };
    const LONGEST: usize = 80;
    if let Some((cut, _)) = title.char_indices().nth(LONGEST) {
        title.truncate(cut);
        let end = title.rfind(' ').unwrap_or(title.len());
        title.truncate(end);
        title.push('…');
    }
    title
}
