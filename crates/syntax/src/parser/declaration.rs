//! Reads the first line of a declaration, without its fields.

mod cast;

use cast::{bodies, list, part, party, place, role};

use super::condition::{condition, filters, preposition, trigger};
use super::field::{bare_until, code};
use crate::ast::{
    Accepts, Agreement, Amendment, AmendmentChange, Anchor, Authority, Challenge, Decl, Event,
    EventField, EventFieldKind, ForEach, Indicator, Ladder, LadderOpens, Measure, Name, NoRuling,
    Opens, Phase, Pillar, Slot, SlotKind, State, TextConfidence, TextStatus, UnitDecl,
};
use crate::cursor::Cursor;
use crate::kind::SyntaxKind;
use crate::labels::DeclarationKind;
use crate::names::NameKind;
use crate::trouble::Read;

/// Reads the first line of a declaration of `kind`, its keyword left out.
pub(super) fn head(kind: DeclarationKind, cursor: &mut Cursor<'_>) -> Read<Decl> {
    use DeclarationKind as D;
    Ok(match kind {
        D::Agreement => Decl::Agreement(Agreement {
            name: own_name(kind, cursor)?,
            time: None,
            calendars: Vec::new(),
            languages: None,
            in_force: None,
            attributed: Vec::new(),
        }),
        D::Part => Decl::Part(part(cursor)?),
        D::Party => Decl::Party(party(cursor)?),
        D::Body => Decl::Bodies(bodies(cursor)?),
        D::Role => Decl::Role(role(cursor)?),
        D::Place => Decl::Place(place(cursor)?),
        D::List => Decl::List(list(cursor)?),
        D::Event => Decl::Event(event(cursor)?),
        D::Measure => Decl::Measure(measure(cursor)?),
        D::State => Decl::State(state(cursor)?),
        D::Unit => Decl::Unit(unit(cursor)?),
        D::Anchor => Decl::Anchor(anchor(cursor)?),
        D::Phase => Decl::Phase(phase(cursor)?),
        D::Ladder => Decl::Ladder(ladder(cursor)?),
        D::Challenge => Decl::Challenge(challenge(cursor)?),
        D::Authority => Decl::Authority(authority(cursor)?),
        D::Amendment => Decl::Amendment(amendment(cursor)?),
        D::Indicator => Decl::Indicator(indicator(cursor)?),
        D::Pillar => Decl::Pillar(pillar(cursor)?),
        D::Text => Decl::Text(text_status(cursor)?),
        D::Accepts => Decl::Accepts(accepts(cursor)?),
    })
}

/// Takes the name that the declaration declares.
fn own_name(kind: DeclarationKind, cursor: &mut Cursor<'_>) -> Read<Name> {
    let length = cursor
        .names
        .declared(cursor.text, cursor.rest(), 0, NameKind::Declared(kind));
    if length == 0 {
        return cursor.expected("a name that begins with a capital letter");
    }
    Ok(cursor.name_of(length))
}

fn event(cursor: &mut Cursor<'_>) -> Read<Event> {
    let mut event = Event {
        name: own_name(DeclarationKind::Event, cursor)?,
        slots: Vec::new(),
        fields: Vec::new(),
        reported: None,
        attributed: Vec::new(),
    };
    while !cursor.is_done() && !cursor.at_separator() {
        event.slots.push(slot(cursor)?);
    }
    while cursor.sign(SyntaxKind::Comma) {
        event.fields.push(event_field(cursor)?);
    }
    Ok(event)
}

fn slot(cursor: &mut Cursor<'_>) -> Read<Slot> {
    let k = cursor.keywords;
    let start = cursor.here().start;
    let Some((preposition, word)) = preposition(cursor) else {
        const WHAT: &str = "`of`, `by`, `at` or another preposition, or a comma and a field";
        if cursor.peek(1) != k.date {
            return cursor.expected(WHAT);
        }
        let field = cursor.word(WHAT)?;
        cursor.need(k.date)?;
        return Ok(Slot {
            preposition: None,
            kind: SlotKind::Date(field),
            span: cursor.since(start),
        });
    };
    cursor.eat(word);
    let kind = if cursor.eat(k.party) {
        SlotKind::Party
    } else if cursor.eat(k.money) {
        SlotKind::Money
    } else if cursor.sees_name() {
        SlotKind::Term(cursor.name("a name")?)
    } else {
        let noun = cursor.word("a name, `party`, `money`, or a noun such as `truck`")?;
        if cursor.sees(k.in_) && cursor.kind(1) == Some(SyntaxKind::Capital) {
            cursor.eat(k.in_);
            SlotKind::ItemOf(noun, cursor.name("the name of a list")?)
        } else if cursor.eat(k.number) {
            SlotKind::Number(noun)
        } else {
            SlotKind::Noun(noun)
        }
    };
    Ok(Slot {
        preposition: Some(preposition),
        kind,
        span: cursor.since(start),
    })
}

fn event_field(cursor: &mut Cursor<'_>) -> Read<EventField> {
    let k = cursor.keywords;
    let start = cursor.here().start;
    let name = cursor.word("a field, such as `cargo`")?;
    let kind = if cursor.eat(k.one_of) {
        EventFieldKind::OneOf(one_of(cursor)?)
    } else if cursor.eat(k.number) {
        EventFieldKind::Number
    } else if cursor.eat(k.date) {
        EventFieldKind::Date
    } else if cursor.eat(k.money) {
        EventFieldKind::Money
    } else if cursor.eat(k.text) {
        EventFieldKind::Text
    } else {
        return cursor.expected("`one of` and values, `number`, `date`, `money` or `text`");
    };
    Ok(EventField {
        name,
        kind,
        span: cursor.since(start),
    })
}

/// Reads values up to the next field.
fn one_of(cursor: &mut Cursor<'_>) -> Read<Vec<crate::ast::Value>> {
    let k = cursor.keywords;
    let mut values = vec![cursor.value("a value, such as `food`")?];
    while cursor.kind(0) == Some(SyntaxKind::Comma) {
        let field = cursor.kind(1) == Some(SyntaxKind::Word)
            && (cursor.peek(2) == "one"
                || [k.number, k.date, k.money, k.text].contains(&cursor.peek(2)));
        if field {
            break;
        }
        cursor.sign(SyntaxKind::Comma);
        values.push(cursor.value("a value, such as `food`")?);
    }
    Ok(values)
}

fn measure(cursor: &mut Cursor<'_>) -> Read<Measure> {
    let k = cursor.keywords;
    let name = own_name(DeclarationKind::Measure, cursor)?;
    let counts = if cursor.eat(k.counts) {
        let event = cursor.name("the name of an event")?;
        Some((event, filters(cursor)?))
    } else {
        None
    };
    let unit = if cursor.eat(k.in_) {
        Some(cursor.unit("a unit", |_| false)?)
    } else {
        None
    };
    Ok(Measure {
        name,
        counts,
        unit,
        reported: None,
        attributed: Vec::new(),
    })
}

fn state(cursor: &mut Cursor<'_>) -> Read<State> {
    let name = own_name(DeclarationKind::State, cursor)?;
    cursor.need(cursor.keywords.is)?;
    let mut values = vec![cursor.value("a value, such as `open`")?];
    while cursor.sign(SyntaxKind::Comma) {
        values.push(cursor.value("a value, such as `closed`")?);
    }
    Ok(State {
        name,
        values,
        reported: None,
        attributed: Vec::new(),
    })
}

fn unit(cursor: &mut Cursor<'_>) -> Read<UnitDecl> {
    let k = cursor.keywords;
    let unit = cursor.unit("a unit, such as `kg UF6`", |cursor| cursor.sees(k.is))?;
    cursor.need(k.is)?;
    let factor = cursor.number("how many of the other unit it is, as a number")?;
    let base = cursor.unit("the other unit", |_| false)?;
    Ok(UnitDecl { unit, factor, base })
}

fn anchor(cursor: &mut Cursor<'_>) -> Read<Anchor> {
    let k = cursor.keywords;
    let name = own_name(DeclarationKind::Anchor, cursor)?;
    let is = if cursor.eat(k.is) {
        Some(cursor.moment("a date or an instant")?)
    } else {
        None
    };
    let adopted_by = if cursor.eat(k.adopted_by) {
        Some(cursor.name("the name of who adopts it")?)
    } else {
        None
    };
    Ok(Anchor {
        name,
        is,
        adopted_by,
    })
}

fn phase(cursor: &mut Cursor<'_>) -> Read<Phase> {
    let k = cursor.keywords;
    let mut phase = Phase {
        name: own_name(DeclarationKind::Phase, cursor)?,
        for_each: None,
        opens: None,
        beside: Vec::new(),
        instead_of: None,
        certified: None,
        latest: None,
        opened_by_declaration_of: None,
        waived_by: None,
        clauses: Vec::new(),
        notes: Vec::new(),
    };
    if cursor.eat(k.for_each) {
        let field = cursor.word("a field, such as `sector`")?;
        cursor.need(k.in_)?;
        let list = cursor.name("the name of a list")?;
        phase.for_each = Some(ForEach { field, list });
    }
    while !cursor.is_done() {
        let start = cursor.here().start;
        let unsaid = phase.opens.is_none();
        if unsaid && cursor.eat(k.opens_on_terms_not_agreed) {
            phase.opens = Some(Opens::NotAgreed(cursor.since(start)));
        } else if unsaid && cursor.eat(k.opens_on) {
            phase.opens = Some(Opens::On(trigger(cursor)?));
        } else if unsaid && cursor.eat(k.opens_when) {
            phase.opens = Some(Opens::When(condition(cursor)?));
        } else if cursor.eat(k.beside) {
            phase.beside.push(cursor.name("the name of a phase")?);
        } else if phase.instead_of.is_none() && cursor.eat(k.instead_of) {
            phase.instead_of = Some(cursor.name("the name of a phase")?);
        } else {
            return cursor.expected("`opens on`, `opens when`, `beside` or `instead of`");
        }
    }
    Ok(phase)
}

fn ladder(cursor: &mut Cursor<'_>) -> Read<Ladder> {
    let k = cursor.keywords;
    let name = own_name(DeclarationKind::Ladder, cursor)?;
    let opens = if cursor.eat(k.opens_on) {
        LadderOpens::On(cursor.name("the name of the event that opens a case")?)
    } else if cursor.eat(k.for_) {
        const WHAT: &str = "what it answers, such as `one failure or incident by one party`";
        LadderOpens::For(cursor.words(WHAT)?)
    } else {
        return cursor.expected("`for` and what it answers, or `opens on` and an event");
    };
    Ok(Ladder {
        name,
        opens,
        steps: Vec::new(),
        starts: Vec::new(),
        cured_closes: false,
    })
}

fn challenge(cursor: &mut Cursor<'_>) -> Read<Challenge> {
    let k = cursor.keywords;
    cursor.need(k.any_report_within)?;
    let within = cursor.period()?;
    cursor.need_sign(SyntaxKind::Semicolon, "`;` and who rules")?;
    let ruled_by = cursor.name("the name of who rules")?;
    cursor.need(k.rules)?;
    let ruling_within = if cursor.eat(k.within) {
        Some(cursor.period()?)
    } else {
        None
    };
    let no_ruling = if !cursor.sign(SyntaxKind::Semicolon) {
        None
    } else if cursor.eat(k.report_stands) {
        Some(NoRuling::ReportStands)
    } else if cursor.eat(k.report_falls) {
        Some(NoRuling::ReportFalls)
    } else {
        return cursor.expected("`no ruling, report stands` or `no ruling, report falls`");
    };
    Ok(Challenge {
        within,
        ruled_by,
        ruling_within,
        no_ruling,
    })
}

fn authority(cursor: &mut Cursor<'_>) -> Read<Authority> {
    let k = cursor.keywords;
    let actor = cursor.name("the name of whose authority it is")?;
    if !cursor.eat(k.until_and_including) {
        return if cursor.sees(k.until) {
            bare_until(cursor)
        } else {
            cursor.expected("`until and including` and a date")
        };
    }
    let (until, until_span) = cursor.date()?;
    Ok(Authority {
        actor,
        until,
        until_span,
    })
}

fn amendment(cursor: &mut Cursor<'_>) -> Read<Amendment> {
    let k = cursor.keywords;
    let name = own_name(DeclarationKind::Amendment, cursor)?;
    cursor.need(k.of)?;
    let of = cursor.clause()?;
    cursor.sign(SyntaxKind::Colon);
    let change = if cursor.eat(k.adds) {
        AmendmentChange::Adds(cursor.quoted("the words added, as a quoted text")?)
    } else if cursor.eat(k.deletes) {
        AmendmentChange::Deletes(if cursor.is_done() {
            None
        } else {
            Some(cursor.quoted("the words deleted, as a quoted text")?)
        })
    } else if cursor.eat(k.moves_to) {
        let (date, span) = cursor.date()?;
        AmendmentChange::MovesTo(date, span)
    } else {
        let old = cursor.quoted(
            "a quoted text and `becomes` with another, `adds`, `deletes` or `moves to` and a date",
        )?;
        cursor.need(k.becomes)?;
        AmendmentChange::Becomes(old, cursor.quoted("the new words, as a quoted text")?)
    };
    Ok(Amendment {
        name,
        of,
        change,
        also: Vec::new(),
        consents: None,
        effective: None,
    })
}

fn indicator(cursor: &mut Cursor<'_>) -> Read<Indicator> {
    let k = cursor.keywords;
    let name = own_name(DeclarationKind::Indicator, cursor)?;
    let counts = if cursor.eat(k.counts) {
        Some(cursor.name("the name of an event")?)
    } else {
        None
    };
    let by_side_of = if cursor.eat(k.by_side_of) {
        cursor.names("the name of a side")?
    } else {
        Vec::new()
    };
    let each = if cursor.eat(k.each) {
        Some(cursor.rhythm()?)
    } else {
        None
    };
    Ok(Indicator {
        name,
        counts,
        by_side_of,
        each,
        baseline: None,
        target: None,
        reported: None,
        attributed: Vec::new(),
    })
}

fn pillar(cursor: &mut Cursor<'_>) -> Read<Pillar> {
    let name = own_name(DeclarationKind::Pillar, cursor)?;
    cursor.need(cursor.keywords.is)?;
    let clauses = cursor.clauses()?;
    Ok(Pillar { name, clauses })
}

fn text_status(cursor: &mut Cursor<'_>) -> Read<TextStatus> {
    let k = cursor.keywords;
    for (word, confidence) in [
        (k.official, TextConfidence::Official),
        (k.reported, TextConfidence::Reported),
        (k.leaked, TextConfidence::Leaked),
        (k.paraphrased, TextConfidence::Paraphrased),
    ] {
        if cursor.eat(word) {
            let from = if confidence != TextConfidence::Official && cursor.eat(k.from) {
                Some(cursor.quoted("its source, as a quoted text")?)
            } else {
                None
            };
            return Ok(TextStatus { confidence, from });
        }
    }
    cursor.expected("`official`, `reported`, `leaked` or `paraphrased`")
}

fn accepts(cursor: &mut Cursor<'_>) -> Read<Accepts> {
    let code = code(cursor)?;
    cursor.need(cursor.keywords.because)?;
    let because = cursor.quoted("the reason, as a quoted text")?;
    Ok(Accepts { code, because })
}
