//! From trees to the Plan: every name stands for the thing it names, every
//! omitted field for its default.
//!
//! Entry point: [`lower`]. Declarations first, then clauses; an error spoils
//! its own item. A declaration with an error keeps what could be read of it,
//! so that its uses are not wrong too; a clause with an error is left out.

mod act;
mod actors;
mod agreement;
mod amendment;
mod clause;
mod condition;
mod dates;
mod duty;
mod evidence;
mod gates;
mod kinds;
mod ladder;
pub(crate) mod quote;
mod scope;
mod subject;
mod terms;
mod units;

use std::collections::BTreeMap;

use servanda_model::diagnostic::{Diagnostic, Span};
use servanda_model::figure::Comparison;
use servanda_model::names::{ActorName, CalendarName, ClauseId};
use servanda_model::plan::duty::Moment;
use servanda_model::plan::{AnchorValue, Article, Attributed, Clause, Confidence, Part, Plan};
use servanda_model::time::{Period, PeriodUnit, Zone};
use servanda_syntax::ast;
use servanda_syntax::ast::{Decl, Item};

use crate::annex::{Annexes, Fault};
use crate::codes::{self, Wording};
use crate::source::{Source, text_digest};
pub(crate) use amendment::running;
pub(crate) use dates::fixed;
pub(crate) use ladder::severity_word;
use scope::{ACTORS, ACTORS_AND_ROLES, Kind, Scope};

/// The name of the anchor that every agreement has.
const ENTRY_INTO_FORCE: &str = "Entry into Force";

/// What lowering gives.
pub(crate) struct Lowered {
    /// The Plan, where the agreement is named.
    pub(crate) plan: Option<Plan>,
    /// Clauses as amendments will make them, by the amendment's place.
    pub(crate) amended: Vec<(usize, Clause)>,
    /// Acceptances that belong to no clause.
    pub(crate) accepts: Vec<(servanda_model::plan::Acceptance, Span)>,
    /// Clauses whose evidence is left to an open term.
    pub(crate) open_evidence: Vec<(ClauseId, Span)>,
}

/// The work in progress.
pub(crate) struct Lowering<'a> {
    text: &'a str,
    annexes: &'a Annexes<'a>,
    scope: Scope,
    events: BTreeMap<String, &'a ast::Event>,
    plan: Plan,
    attributed: Attributed,
    /// The clause at hand, which faults belong to.
    clause: Option<ClauseId>,
    open_evidence: Vec<(ClauseId, Span)>,
    out: &'a mut Vec<Diagnostic>,
}

/// Returns the actors whom annexes name, so that the parser can know them.
pub(crate) fn annex_names(file: &ast::File, annexes: &Annexes) -> Vec<String> {
    let mut names = Vec::new();
    for declaration in file.declarations() {
        if let Decl::Role(role) = &declaration.decl
            && let ast::RoleIs::Annex(annex) = &role.is
            && let Ok(items) = annexes.items(&annex.text, annex.span)
        {
            names.extend(items.iter().map(|item| item.key.as_str().to_owned()));
        }
    }
    names
}

/// Lowers a parsed text.
pub(crate) fn lower(
    file: &ast::File,
    source: &Source,
    annexes: &Annexes,
    out: &mut Vec<Diagnostic>,
) -> Lowered {
    let scope = Scope::of(file, out);
    let plan = empty(text_digest(source.text, source.manifest));
    let mut lowering = Lowering {
        text: source.text,
        annexes,
        scope,
        events: BTreeMap::new(),
        plan,
        attributed: Attributed::default(),
        clause: None,
        open_evidence: Vec::new(),
        out,
    };
    let named = lowering.agreement(file);
    lowering.declarations(file);
    lowering.articles(file);
    lowering.clauses(file);
    lowering.pillars(file);
    lowering.reading_units();
    let amended = lowering.amendments(file, source);
    let accepts = acceptances(file);
    let Lowering {
        plan,
        open_evidence,
        ..
    } = lowering;
    Lowered {
        plan: named.then_some(plan),
        amended,
        accepts,
        open_evidence,
    }
}

fn acceptances(file: &ast::File) -> Vec<(servanda_model::plan::Acceptance, Span)> {
    let mut all = Vec::new();
    for declaration in file.declarations() {
        if let Decl::Accepts(accepts) = &declaration.decl {
            let acceptance = servanda_model::plan::Acceptance {
                code: accepts.code.text.clone(),
                because: accepts.because.text.clone(),
            };
            all.push((acceptance, declaration.head_span));
        }
    }
    all
}

fn empty(text_digest: String) -> Plan {
    Plan {
        title: String::new(),
        text_digest,
        zone: Zone {
            name: "UTC+00:00".to_owned(),
            zone: jiff::tz::TimeZone::UTC,
        },
        languages: Vec::new(),
        calendars: Vec::new(),
        parts: Vec::new(),
        articles: Vec::new(),
        actors: Vec::new(),
        roles: Vec::new(),
        lists: Vec::new(),
        places: Vec::new(),
        events: Vec::new(),
        measures: Vec::new(),
        states: Vec::new(),
        units: Vec::new(),
        anchors: Vec::new(),
        phases: Vec::new(),
        terms: Vec::new(),
        clauses: Vec::new(),
        ladders: Vec::new(),
        challenge: None,
        authorities: Vec::new(),
        amendments: Vec::new(),
        indicators: Vec::new(),
    }
}

impl<'a> Lowering<'a> {
    /// Declarations in the order in which they need each other.
    fn declarations(&mut self, file: &'a ast::File) {
        let decls = || file.declarations();
        for declaration in decls() {
            self.people_and_places(declaration);
        }
        self.belongings(file);
        for declaration in decls() {
            self.kind(declaration);
        }
        self.open_terms(file);
        for declaration in decls() {
            self.measure_kind(declaration);
        }
        self.readings(file);
        for declaration in decls() {
            self.gate(declaration);
        }
    }

    fn articles(&mut self, file: &ast::File) {
        for declaration in file.declarations() {
            if let Decl::Part(part) = &declaration.decl
                && self.scope.holds(&part.prefix.text, part.prefix.span)
            {
                self.plan.parts.push(Part {
                    name: part.prefix.text.as_str().into(),
                    title: part.title.text.clone(),
                });
            }
        }
        for article in &file.articles {
            let confidence = article.items.iter().find_map(|item| match item {
                Item::Decl(declaration) => match &declaration.decl {
                    Decl::Text(text) => Some(confidence(text)),
                    _ => None,
                },
                Item::Clause(_) | Item::Broken(_) => None,
            });
            self.plan.articles.push(Article {
                heading: article.heading.clone(),
                prose: article.prose.clone(),
                confidence: confidence.unwrap_or(Confidence::Official),
                span: article.span,
            });
        }
    }

    /// Records a fault, which belongs to the clause at hand.
    fn fault(&mut self, mut fault: Diagnostic) {
        if fault.clause.is_none() {
            fault.clause.clone_from(&self.clause);
        }
        self.out.push(fault);
    }

    /// Passes a result on, its fault recorded.
    fn take<T>(&mut self, result: Result<T, Fault>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(fault) => {
                self.fault(*fault);
                None
            }
        }
    }

    fn resolve(&mut self, name: &ast::Name, kinds: &[Kind], wanted: &str) -> Option<Kind> {
        let result = self.scope.resolve(name, kinds, wanted);
        self.take(result)
    }

    fn actor(&mut self, name: &ast::Name) -> Option<ActorName> {
        self.resolve(name, ACTORS, "party or body")?;
        Some(name.text.as_str().into())
    }

    /// Resolves actors; a role stands for all who hold it.
    fn actors(&mut self, names: &[ast::Name]) -> Vec<ActorName> {
        let mut actors = Vec::new();
        for name in names {
            match self.resolve(name, ACTORS_AND_ROLES, "party or body") {
                Some(Kind::Role) => actors.extend(self.members(&name.text)),
                Some(_) => actors.push(name.text.as_str().into()),
                None => {}
            }
        }
        actors
    }

    fn members(&self, role: &str) -> Vec<ActorName> {
        let found = self
            .plan
            .roles
            .iter()
            .find(|known| known.name.as_str() == role);
        found.map(|known| known.members.clone()).unwrap_or_default()
    }

    fn clause_id(&mut self, number: &ast::ClauseNumber) -> Option<ClauseId> {
        let known = self.scope.resolve_clause(number);
        self.take(known)?;
        Some(number.text.as_str().into())
    }

    fn clause_ids(&mut self, numbers: &[ast::ClauseNumber]) -> Vec<ClauseId> {
        numbers
            .iter()
            .filter_map(|number| self.clause_id(number))
            .collect()
    }

    fn period(&mut self, period: &ast::Period) -> Option<Period> {
        if period.count == 0 {
            self.fault(
                codes::E157
                    .at(period.span, "this period has no length")
                    .effect("it would run out the moment it begins")
                    .way_out("give a number of 1 or more"),
            );
            return None;
        }
        let unit = match &period.unit {
            ast::PeriodUnit::Hours => PeriodUnit::Hour,
            ast::PeriodUnit::Days => PeriodUnit::Day,
            ast::PeriodUnit::Weeks => PeriodUnit::Week,
            ast::PeriodUnit::Months => PeriodUnit::Month,
            ast::PeriodUnit::Years => PeriodUnit::Year,
            ast::PeriodUnit::Calendar(name) => {
                self.resolve(name, &[Kind::Calendar], "calendar")?;
                PeriodUnit::Working(CalendarName::new(&name.text))
            }
        };
        Some(Period {
            count: period.count,
            unit,
        })
    }

    fn source_text(&self, span: Span) -> &'a str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }
}

fn confidence(text: &ast::TextStatus) -> Confidence {
    let from = text.from.as_ref().map(|from| from.text.clone());
    match text.confidence {
        ast::TextConfidence::Official => Confidence::Official,
        ast::TextConfidence::Reported => Confidence::Reported(from),
        ast::TextConfidence::Leaked => Confidence::Leaked(from),
        ast::TextConfidence::Paraphrased => Confidence::Paraphrased(from),
    }
}

fn moment(moment: &ast::Moment) -> Moment {
    match moment.kind {
        ast::MomentKind::On(date) => Moment::On(date),
        ast::MomentKind::At(instant) => Moment::At(instant),
    }
}

fn anchor_value(value: &ast::Moment) -> AnchorValue {
    match value.kind {
        ast::MomentKind::On(date) => AnchorValue::On(date),
        ast::MomentKind::At(instant) => AnchorValue::At(instant),
    }
}

fn comparison(comparison: ast::Comparison) -> Comparison {
    match comparison {
        ast::Comparison::OrMore => Comparison::AtLeast,
        ast::Comparison::OrLess => Comparison::AtMost,
    }
}

/// Returns words with single spaces.
pub(crate) fn single_spaced(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
