//! Reads the first lines that say who and what there is: parts, parties,
//! bodies, roles, places and lists.

use super::own_name;
use crate::ast::{Body, List, Part, Party, Place, PlaceIs, Role, RoleIs, Seat};
use crate::cursor::Cursor;
use crate::kind::SyntaxKind;
use crate::labels::DeclarationKind;
use crate::trouble::Read;

pub(super) fn part(cursor: &mut Cursor<'_>) -> Read<Part> {
    let capital = cursor.kind(0) == Some(SyntaxKind::Capital)
        && cursor.peek(0).chars().all(|c| c.is_ascii_uppercase());
    if !capital {
        return cursor.expected("a prefix of capital letters A to Z, such as `S`");
    }
    let prefix = cursor.name_of(1);
    cursor.need(cursor.keywords.is)?;
    let title = cursor.quoted("what the part is called, as a quoted text")?;
    Ok(Part { prefix, title })
}

pub(super) fn party(cursor: &mut Cursor<'_>) -> Read<Party> {
    let mut names = Vec::new();
    loop {
        names.push(own_name(DeclarationKind::Party, cursor)?);
        if !cursor.sign(SyntaxKind::Semicolon) {
            return Ok(Party { names });
        }
    }
}

pub(super) fn bodies(cursor: &mut Cursor<'_>) -> Read<Vec<Body>> {
    let mut bodies = Vec::new();
    loop {
        bodies.push(body(cursor)?);
        if !cursor.sign(SyntaxKind::Semicolon) {
            return Ok(bodies);
        }
    }
}

fn body(cursor: &mut Cursor<'_>) -> Read<Body> {
    let k = cursor.keywords;
    let start = cursor.here().start;
    let mut body = Body {
        name: own_name(DeclarationKind::Body, cursor)?,
        neutral: false,
        belongs_to: Vec::new(),
        seats: Vec::new(),
        decides: None,
        span: servanda_model::diagnostic::Span::default(),
    };
    loop {
        let comma = cursor.sign(SyntaxKind::Comma);
        if cursor.eat(k.neutral) {
            body.neutral = true;
        } else if cursor.eat(k.belongs_to) {
            body.belongs_to.push(cursor.name("the name of a party")?);
            while cursor.eat(k.and) {
                body.belongs_to.push(cursor.name("the name of a party")?);
            }
        } else if cursor.eat(k.of) {
            seats(cursor, &mut body.seats)?;
        } else if cursor.sees(k.decides_by) {
            let start = cursor.here().start;
            cursor.eat(k.decides_by);
            let votes = cursor.count("how many votes decide")?;
            cursor.need(k.of)?;
            let members = cursor.count("of how many")?;
            body.decides = Some((votes, members, cursor.since(start)));
        } else if comma {
            return cursor.expected(
                "`neutral`, `belongs to` and parties, `of` and seats, or `decides by 4 of 5`",
            );
        } else {
            body.span = cursor.since(start);
            return Ok(body);
        }
    }
}

fn seats(cursor: &mut Cursor<'_>, seats: &mut Vec<Seat>) -> Read<()> {
    loop {
        let count = cursor.count("how many seats, then whose")?;
        let of = cursor.name("the name of who holds the seats")?;
        seats.push(Seat { count, of });
        if cursor.kind(0) != Some(SyntaxKind::Comma) || cursor.kind(1) != Some(SyntaxKind::Digits) {
            return Ok(());
        }
        cursor.sign(SyntaxKind::Comma);
    }
}

pub(super) fn role(cursor: &mut Cursor<'_>) -> Read<Role> {
    let k = cursor.keywords;
    let name = own_name(DeclarationKind::Role, cursor)?;
    let is = if cursor.eat(k.from_annex) {
        RoleIs::Annex(cursor.annex()?)
    } else if cursor.eat(k.is) {
        RoleIs::Names(cursor.names("the name of who holds it")?)
    } else {
        return cursor.expected("`from annex` and its name, or `is` and names");
    };
    Ok(Role { name, is })
}

pub(super) fn place(cursor: &mut Cursor<'_>) -> Read<Place> {
    let k = cursor.keywords;
    let name = own_name(DeclarationKind::Place, cursor)?;
    let is = if cursor.eat(k.from_annex) {
        let annex = cursor.annex()?;
        cursor.need(k.map)?;
        PlaceIs::Map(annex)
    } else if cursor.eat(k.is) {
        PlaceIs::Group(cursor.names("the name of a place")?)
    } else {
        PlaceIs::Named
    };
    Ok(Place { name, is })
}

pub(super) fn list(cursor: &mut Cursor<'_>) -> Read<List> {
    let k = cursor.keywords;
    let name = own_name(DeclarationKind::List, cursor)?;
    cursor.need(k.from_annex)?;
    let annex = cursor.annex()?;
    let keyed_by = if cursor.sign(SyntaxKind::Comma) {
        cursor.need(k.keyed_by)?;
        Some(cursor.phrase("what keys an item, such as `file number`")?)
    } else {
        None
    };
    Ok(List {
        name,
        annex,
        keyed_by,
    })
}
