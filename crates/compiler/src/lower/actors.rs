//! Parties, bodies, roles, places and lists.

use servanda_model::diagnostic::{Diagnostic, Span};
use servanda_model::names::{ActorName, PlaceName};
use servanda_model::plan::{Actor, ActorKind, List, Place, Role};
use servanda_syntax::ast;
use servanda_syntax::ast::{Decl, PlaceIs, RoleIs};

use super::Lowering;
use super::scope::{ACTORS, Kind};
use crate::codes::{self, Wording};

impl Lowering<'_> {
    pub(super) fn people_and_places(&mut self, declaration: &ast::Declaration) {
        match &declaration.decl {
            Decl::Party(party) => party.names.iter().for_each(|name| self.party(name)),
            Decl::Bodies(bodies) => bodies.iter().for_each(|body| self.body(body)),
            Decl::Role(role) => self.role(role),
            Decl::Place(place) => self.place(place),
            Decl::List(list) => self.list(list),
            _ => {}
        }
    }

    fn party(&mut self, name: &ast::Name) {
        if self.scope.holds(&name.text, name.span) {
            let party = ActorName::new(&name.text);
            self.plan.actors.push(Actor {
                parties: vec![party.clone()],
                name: party,
                kind: ActorKind::Party,
                neutral: false,
                seats: Vec::new(),
                decides: None,
                span: name.span,
            });
        }
    }

    fn body(&mut self, body: &ast::Body) {
        if self.scope.holds(&body.name.text, body.name.span) {
            self.plan.actors.push(Actor {
                name: body.name.text.as_str().into(),
                kind: ActorKind::Body,
                parties: Vec::new(),
                neutral: body.neutral,
                seats: Vec::new(),
                decides: body.decides.map(|(need, all, _)| (need, all)),
                span: body.span,
            });
        }
    }

    /// What bodies belong to and are composed of, once every actor is known.
    pub(super) fn belongings(&mut self, file: &ast::File) {
        for declaration in file.declarations() {
            let Decl::Bodies(bodies) = &declaration.decl else {
                continue;
            };
            for body in bodies {
                if self.scope.holds(&body.name.text, body.name.span) {
                    self.belonging(body);
                }
            }
        }
    }

    fn belonging(&mut self, body: &ast::Body) {
        let mut parties = Vec::new();
        for name in &body.belongs_to {
            if self.resolve(name, &[Kind::Party], "party").is_some() {
                parties.push(ActorName::new(&name.text));
            }
        }
        let mut seats = Vec::new();
        for seat in &body.seats {
            if let Some(actor) = self.actor(&seat.of) {
                seats.push((seat.count, actor));
            }
        }
        let total = seats
            .iter()
            .map(|(count, _)| *count)
            .fold(0, u32::saturating_add);
        if let Some((need, all, span)) = body.decides
            && ((!seats.is_empty() && total != all && seats.len() == body.seats.len()) || need == 0)
        {
            let message = if need == 0 {
                format!("{} would decide with no vote at all", body.name.text)
            } else {
                format!(
                    "{} has {total} seats, but decides by {need} of {all}",
                    body.name.text
                )
            };
            self.fault(
                codes::E126
                    .at(span, message)
                    .effect("it is unclear when it has decided")
                    .way_out("let seats and votes add up"),
            );
        }
        let known = self
            .plan
            .actors
            .iter_mut()
            .find(|actor| actor.name.as_str() == body.name.text);
        if let Some(actor) = known {
            actor.parties = parties;
            actor.seats = seats;
        }
    }

    fn role(&mut self, role: &ast::Role) {
        let mut members = Vec::new();
        match &role.is {
            RoleIs::Names(names) => {
                for name in names {
                    self.member(&name.text, name.span);
                    members.push(ActorName::new(&name.text));
                }
            }
            RoleIs::Annex(annex) => {
                let items = self.annexes.items(&annex.text, annex.span);
                for item in self.take(items).unwrap_or_default() {
                    self.member(item.key.as_str(), role.name.span);
                    members.push(ActorName::new(item.key.as_str()));
                }
            }
        }
        if self.scope.holds(&role.name.text, role.name.span) {
            self.plan.roles.push(Role {
                name: role.name.text.as_str().into(),
                members,
            });
        }
    }

    /// Makes an actor of a role's holder, unless the text declares it itself.
    fn member(&mut self, name: &str, span: Span) {
        if self.scope.find(name, ACTORS).is_some() {
            return;
        }
        self.scope.declare(Kind::Member, name, span, self.out);
        self.plan.actors.push(Actor {
            name: name.into(),
            kind: ActorKind::Member,
            parties: Vec::new(),
            neutral: false,
            seats: Vec::new(),
            decides: None,
            span,
        });
    }

    fn place(&mut self, place: &ast::Place) {
        let mut members = Vec::new();
        let mut drawn = Vec::new();
        match &place.is {
            PlaceIs::Named => {}
            PlaceIs::Map(annex) => {
                let map = self.annexes.map(&annex.text, &place.name.text, annex.span);
                drawn = self.take(map).unwrap_or_default();
            }
            PlaceIs::Group(names) => {
                members.extend(names.iter().map(|name| PlaceName::new(&name.text)));
            }
        }
        if self.scope.holds(&place.name.text, place.name.span) {
            self.plan.places.push(Place {
                name: place.name.text.as_str().into(),
                members: members.clone(),
                drawn,
            });
        }
        for member in members {
            if !self.plan.places.iter().any(|known| known.name == member) {
                self.plan.places.push(Place {
                    name: member,
                    members: Vec::new(),
                    drawn: Vec::new(),
                });
            }
        }
    }

    fn list(&mut self, list: &ast::List) {
        let items = self.annexes.items(&list.annex.text, list.annex.span);
        let mut items = self.take(items).unwrap_or_default();
        // A report may name several items at once, divided by spaces.
        if let Some(item) = items.iter().find(|item| item.key.as_str().contains(' ')) {
            let fault = spaced_key(list, item.key.as_str());
            self.fault(fault);
            items.clear();
        }
        if self.scope.holds(&list.name.text, list.name.span) {
            self.plan.lists.push(List {
                name: list.name.text.as_str().into(),
                annex: list.annex.text.clone(),
                keyed_by: list
                    .keyed_by
                    .as_ref()
                    .map(|words| words.text.clone())
                    .unwrap_or_default(),
                items,
            });
        }
    }
}

fn spaced_key(list: &ast::List, key: &str) -> Diagnostic {
    let annex = &list.annex.text;
    codes::E154
        .at(
            list.annex.span,
            format!("annex {annex} cannot be read: the key `{key}` is more than one word"),
        )
        .effect("reports divide several keys by spaces, so the list stays empty")
        .way_out("give each item a key of one word, such as a file number")
}
