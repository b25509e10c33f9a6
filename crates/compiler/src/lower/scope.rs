//! Names: what the text declares, as what, and where.
//!
//! Entry point: [`Scope::of`]. Broken declarations declare too, so that one
//! mistake does not make every use of its name wrong.

use std::collections::BTreeMap;

use servanda_model::diagnostic::{Diagnostic, Span};
use servanda_syntax::ast;
use servanda_syntax::ast::{Decl, Item, PlaceIs};

use crate::annex::Fault;
use crate::codes::{self, Wording};
use crate::nearest::nearest;

/// What a name can stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Party,
    Body,
    Member,
    Role,
    Place,
    List,
    Event,
    Measure,
    Indicator,
    State,
    Unit,
    Anchor,
    Phase,
    Ladder,
    Calendar,
    Pillar,
    Part,
    Amendment,
    /// Declared by an item that could not be read.
    Unread,
}

/// Kinds that can owe, act and report.
pub(crate) const ACTORS: &[Kind] = &[Kind::Party, Kind::Body, Kind::Member];

/// Kinds that can owe, act and report, and the roles that stand for several.
pub(crate) const ACTORS_AND_ROLES: &[Kind] = &[Kind::Party, Kind::Body, Kind::Member, Kind::Role];

impl Kind {
    /// Returns the word for it, with its article.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Party => "a party",
            Self::Body => "a body",
            Self::Member => "a member of a role",
            Self::Role => "a role",
            Self::Place => "a place",
            Self::List => "a list",
            Self::Event => "an event",
            Self::Measure => "a measure",
            Self::Indicator => "an indicator",
            Self::State => "a state",
            Self::Unit => "a unit",
            Self::Anchor => "an anchor",
            Self::Phase => "a phase",
            Self::Ladder => "a ladder",
            Self::Calendar => "a calendar",
            Self::Pillar => "a pillar",
            Self::Part => "a part",
            Self::Amendment => "an amendment",
            Self::Unread => "a declaration that cannot be read",
        }
    }
}

/// Everything that the text declares, by name.
#[derive(Debug, Default)]
pub(crate) struct Scope {
    names: BTreeMap<String, Vec<(Kind, Span)>>,
    /// Clause numbers, broken clauses included.
    pub(crate) clauses: BTreeMap<String, Span>,
    /// Names of the stages of clauses that have any.
    pub(crate) stages: BTreeMap<String, Vec<String>>,
}

impl Scope {
    /// Collects the names of a text.
    ///
    /// # Errors
    /// `E121` for a name declared twice, `E123` for a clause number used twice.
    pub(crate) fn of(file: &ast::File, out: &mut Vec<Diagnostic>) -> Self {
        let mut scope = Self::default();
        for item in file.items() {
            match item {
                Item::Decl(declaration) => scope.declaration(&declaration.decl, out),
                Item::Clause(clause) => {
                    scope.clause(&clause.number, out);
                    scope.stages_of(clause);
                }
                Item::Broken(broken) => {
                    if let Some(number) = &broken.number {
                        scope
                            .clauses
                            .entry(number.text.clone())
                            .or_insert(number.span);
                    }
                    for name in &broken.declares {
                        scope
                            .names
                            .entry(name.text.clone())
                            .or_default()
                            .push((Kind::Unread, name.span));
                    }
                }
            }
        }
        scope
    }

    /// Declares a name.
    pub(crate) fn declare(
        &mut self,
        kind: Kind,
        name: &str,
        span: Span,
        out: &mut Vec<Diagnostic>,
    ) {
        let known = self.names.entry(name.to_owned()).or_default();
        let pair = |a, b| {
            matches!(
                (a, b),
                (Kind::Event, Kind::Measure) | (Kind::Measure, Kind::Event)
            )
        };
        if let Some((_, first)) = known
            .iter()
            .find(|(other, _)| *other != Kind::Unread && !pair(*other, kind))
        {
            out.push(
                codes::E121
                    .at(span, format!("`{name}` is declared twice"))
                    .label(*first, "the first declaration")
                    .effect("the first one holds, the second is left out")
                    .way_out("give one of them another name"),
            );
            return;
        }
        known.push((kind, span));
    }

    /// Returns the kind in which a name is declared, among those asked for.
    pub(crate) fn find(&self, name: &str, kinds: &[Kind]) -> Option<Kind> {
        let known = self.names.get(name)?;
        known
            .iter()
            .map(|(kind, _)| *kind)
            .find(|kind| kinds.contains(kind))
    }

    /// Returns whether the declaration at this place is the one that holds.
    pub(crate) fn holds(&self, name: &str, span: Span) -> bool {
        self.names
            .get(name)
            .is_some_and(|known| known.iter().any(|(_, at)| *at == span))
    }

    /// Returns every declared name of these kinds.
    pub(crate) fn all<'b>(&'b self, kinds: &'b [Kind]) -> impl Iterator<Item = &'b str> {
        let of_kind =
            |known: &&Vec<(Kind, Span)>| known.iter().any(|(kind, _)| kinds.contains(kind));
        self.names
            .iter()
            .filter(move |(_, known)| of_kind(known))
            .map(|(name, _)| name.as_str())
    }

    /// Looks a name up, or says why it cannot stand here.
    ///
    /// # Errors
    /// `E122` for a name that is declared as nothing, `E125` for one that is
    /// declared as something else.
    pub(crate) fn resolve(
        &self,
        name: &ast::Name,
        kinds: &[Kind],
        wanted: &str,
    ) -> Result<Kind, Fault> {
        if let Some(kind) = self.find(&name.text, kinds) {
            return Ok(kind);
        }
        match self.names.get(&name.text).and_then(|known| known.first()) {
            None => {
                let mut fault = codes::E122
                    .at(name.span, format!("unknown {wanted} `{}`", name.text))
                    .effect("what is said about it has no meaning");
                if let Some(other) = nearest(&name.text, self.all(kinds)) {
                    fault = fault.way_out(format!("did you mean `{other}`?"));
                }
                Err(fault
                    .way_out(format!("declare `{}`, or correct the name", name.text))
                    .into())
            }
            Some((Kind::Unread, at)) => Err(codes::E122
                .at(
                    name.span,
                    format!("`{}` is declared in a line that cannot be read", name.text),
                )
                .label(*at, "the line that cannot be read")
                .effect("what is said about it has no meaning until that line is put right")
                .way_out("put the declaration right first")
                .into()),
            Some((kind, at)) => Err(codes::E125
                .at(
                    name.span,
                    format!(
                        "`{}` is {}, but this place needs {}",
                        name.text,
                        kind.words(),
                        article(wanted)
                    ),
                )
                .label(*at, "declared here")
                .effect("the words have no meaning here")
                .way_out(format!("name {}", article(wanted)))
                .into()),
        }
    }

    /// Looks a clause number up.
    ///
    /// # Errors
    /// `E122` for a number that no clause has.
    pub(crate) fn resolve_clause(&self, number: &ast::ClauseNumber) -> Result<(), Fault> {
        if self.clauses.contains_key(&number.text) {
            return Ok(());
        }
        let mut fault = codes::E122
            .at(number.span, format!("unknown clause `{}`", number.text))
            .effect("what is said about it has no meaning");
        if let Some(other) = nearest(&number.text, self.clauses.keys().map(String::as_str)) {
            fault = fault.way_out(format!("did you mean `{other}`?"));
        }
        Err(fault
            .way_out(format!(
                "write clause {}, or correct the number",
                number.text
            ))
            .into())
    }

    fn clause(&mut self, number: &ast::ClauseNumber, out: &mut Vec<Diagnostic>) {
        let Some(first) = self.clauses.get(&number.text) else {
            self.clauses.insert(number.text.clone(), number.span);
            return;
        };
        out.push(
            codes::E123
                .at(number.span, format!("clause {} comes twice", number.text))
                .of(&number.text.as_str().into())
                .label(*first, "the first clause of this number")
                .effect("the first one holds, the second is left out")
                .way_out("give the second a number of its own"),
        );
    }

    fn stages_of(&mut self, clause: &ast::Clause) {
        for field in &clause.fields {
            if let ast::FieldValue::Stages(stages) = &field.value {
                let names = stages.iter().map(|stage| stage.name.text.clone());
                self.stages
                    .entry(clause.number.text.clone())
                    .or_default()
                    .extend(names);
            }
        }
    }

    fn declaration(&mut self, decl: &Decl, out: &mut Vec<Diagnostic>) {
        let mut add = |kind: Kind, name: &ast::Name| self.declare(kind, &name.text, name.span, out);
        match decl {
            Decl::Agreement(agreement) => {
                agreement
                    .calendars
                    .iter()
                    .for_each(|calendar| add(Kind::Calendar, &calendar.name));
            }
            Decl::Part(part) => add(Kind::Part, &part.prefix),
            Decl::Party(party) => party.names.iter().for_each(|name| add(Kind::Party, name)),
            Decl::Bodies(bodies) => bodies.iter().for_each(|body| add(Kind::Body, &body.name)),
            Decl::Role(role) => add(Kind::Role, &role.name),
            Decl::Place(place) => {
                add(Kind::Place, &place.name);
                if let PlaceIs::Group(members) = &place.is {
                    // A place may belong to several groups.
                    for member in members {
                        if self.find(&member.text, &[Kind::Place]).is_none() {
                            self.declare(Kind::Place, &member.text, member.span, out);
                        }
                    }
                }
            }
            Decl::List(list) => add(Kind::List, &list.name),
            Decl::Event(event) => add(Kind::Event, &event.name),
            Decl::Measure(measure) => add(Kind::Measure, &measure.name),
            Decl::State(state) => add(Kind::State, &state.name),
            Decl::Unit(unit) => self.declare(Kind::Unit, &unit.unit.text, unit.unit.span, out),
            Decl::Anchor(anchor) => add(Kind::Anchor, &anchor.name),
            Decl::Phase(phase) => add(Kind::Phase, &phase.name),
            Decl::Ladder(ladder) => add(Kind::Ladder, &ladder.name),
            Decl::Amendment(amendment) => add(Kind::Amendment, &amendment.name),
            Decl::Indicator(indicator) => add(Kind::Indicator, &indicator.name),
            Decl::Pillar(pillar) => add(Kind::Pillar, &pillar.name),
            Decl::Challenge(_) | Decl::Authority(_) | Decl::Text(_) | Decl::Accepts(_) => {}
        }
    }
}

fn article(word: &str) -> String {
    let vowel = word.starts_with(['a', 'e', 'i', 'o', 'u']) && !word.starts_with("uni");
    format!("{} {word}", if vowel { "an" } else { "a" })
}
