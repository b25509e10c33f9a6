//! Reads acts, filters, triggers and conditions.

use crate::ast::{
    Act, Argument, ArgumentKind, ClauseState, Condition, Filter, Name, Preposition, Trigger,
    TriggerKind, Value, ValueKind,
};
use crate::cursor::Cursor;
use crate::kind::SyntaxKind;
use crate::labels::DeclarationKind;
use crate::trouble::{Read, Trouble};

/// How deep brackets may nest.
const DEPTH_MAX: usize = 16;

/// Reads an act: an event with its arguments and filters.
pub(super) fn act(cursor: &mut Cursor<'_>, what: &str) -> Read<Act> {
    let start = cursor.here().start;
    let event = cursor.name(what)?;
    act_from(cursor, event, start)
}

fn act_from(cursor: &mut Cursor<'_>, event: Name, start: usize) -> Read<Act> {
    let mut arguments = Vec::new();
    while let Some(argument) = argument(cursor)? {
        arguments.push(argument);
    }
    let filters = filters(cursor)?;
    Ok(Act {
        event,
        arguments,
        filters,
        span: cursor.since(start),
    })
}

/// Returns the preposition that comes next.
pub(super) fn preposition(cursor: &Cursor<'_>) -> Option<(Preposition, &'static str)> {
    let k = cursor.keywords;
    [
        (Preposition::Of, k.of),
        (Preposition::By, k.by),
        (Preposition::To, k.to),
        (Preposition::From, k.from),
        (Preposition::At, k.at),
        (Preposition::Across, k.across),
        (Preposition::In, k.in_),
        (Preposition::On, k.on),
        (Preposition::Via, k.via),
    ]
    .into_iter()
    .find(|(_, word)| cursor.sees(word))
}

fn argument(cursor: &mut Cursor<'_>) -> Read<Option<Argument>> {
    let k = cursor.keywords;
    let start = cursor.here().start;
    let Some((preposition, word)) = preposition(cursor) else {
        return Ok(None);
    };
    cursor.eat(word);
    let kind = if cursor.eat(k.each) {
        let field = cursor.word("a field of the event, such as `person`")?;
        let list = if cursor.eat(k.in_) {
            Some(cursor.name("the name of a list")?)
        } else {
            None
        };
        ArgumentKind::Each(field, list)
    } else if cursor.eat(k.its) {
        ArgumentKind::Its(cursor.name("the name of an event")?)
    } else if cursor.eat(k.the) {
        ArgumentKind::The(cursor.word("a field of the event, such as `sector`")?)
    } else if cursor.sees_name() {
        ArgumentKind::Term(cursor.name("a name")?)
    } else {
        ArgumentKind::Noun(cursor.word("a name, `each` and a field, `the` and a field, or a noun")?)
    };
    Ok(Some(Argument {
        preposition,
        kind,
        span: cursor.since(start),
    }))
}

/// Reads `where FIELD is VALUE and …`, where it comes next.
pub(super) fn filters(cursor: &mut Cursor<'_>) -> Read<Vec<Filter>> {
    let k = cursor.keywords;
    let mut filters = Vec::new();
    if !cursor.eat(k.where_) {
        return Ok(filters);
    }
    loop {
        let start = cursor.here().start;
        let field = cursor.word("a field, such as `cargo`")?;
        cursor.need(k.is)?;
        let value = cursor.value("the field's value")?;
        filters.push(Filter {
            field,
            value,
            span: cursor.since(start),
        });
        // A condition goes on with a name, a number or a bracket: only a field
        // continues the filter.
        let goes_on = cursor.sees(k.and)
            && cursor.kind(1) == Some(SyntaxKind::Word)
            && cursor.peek(2) == k.is;
        if !goes_on {
            return Ok(filters);
        }
        cursor.eat(k.and);
    }
}

/// Reads `[each] trigger`.
pub(super) fn trigger(cursor: &mut Cursor<'_>) -> Read<Trigger> {
    let k = cursor.keywords;
    let start = cursor.here().start;
    let each = cursor.eat(k.each);
    let kind = if cursor.sees_moment() {
        TriggerKind::Moment(cursor.moment("a date")?)
    } else if cursor.sees_name() && !only_a_clause(cursor) {
        named_trigger(cursor)?
    } else if cursor.sees_clause() {
        let number = cursor.clause()?;
        let state = if cursor.eat(k.is_met) {
            ClauseState::Met
        } else if cursor.eat(k.is_not_met) {
            ClauseState::NotMet
        } else {
            return cursor.expected("`is met` or `is not met`");
        };
        TriggerKind::Clause(number, state)
    } else {
        return cursor.expected(
            "an event, a date, an anchor such as `Entry into Force`, a phase, or `4.1 is met`",
        );
    };
    Ok(Trigger {
        each,
        kind,
        span: cursor.since(start),
    })
}

/// Whether what comes next, such as `S4.1`, is the number of a clause rather
/// than a name: it looks like one and is not declared.
fn only_a_clause(cursor: &Cursor<'_>) -> bool {
    let k = cursor.keywords;
    cursor.sees_clause()
        && cursor.names.longest(cursor.text, cursor.rest()) == 0
        && [k.is, k.stage].contains(&cursor.peek(1))
}

fn named_trigger(cursor: &mut Cursor<'_>) -> Read<TriggerKind> {
    let k = cursor.keywords;
    let start = cursor.here().start;
    let name = cursor.name("a name")?;
    if cursor.names.is(&name.text, DeclarationKind::Phase) {
        if !cursor.eat(k.is_open) {
            cursor.eat(k.opens);
        }
        return Ok(TriggerKind::Phase(name));
    }
    if cursor.names.is(&name.text, DeclarationKind::Anchor) {
        return Ok(TriggerKind::Anchor(name));
    }
    act_from(cursor, name, start).map(TriggerKind::Act)
}

/// Reads a date, an instant or an anchor; an unknown name is an anchor.
pub(super) fn point(cursor: &mut Cursor<'_>) -> Read<Trigger> {
    if cursor.sees_moment() {
        return Ok(cursor.moment("a date")?.into());
    }
    let name = cursor.name("a date, an instant or an anchor such as `Entry into Force`")?;
    Ok(Trigger {
        each: false,
        span: name.span,
        kind: TriggerKind::Anchor(name),
    })
}

/// Reads a date, an instant, an anchor or a phase; an unknown name is an
/// anchor.
pub(super) fn point_or_phase(cursor: &mut Cursor<'_>) -> Read<Trigger> {
    let mut point = point(cursor)?;
    if let TriggerKind::Anchor(name) = &point.kind
        && cursor.names.is(&name.text, DeclarationKind::Phase)
    {
        point.kind = TriggerKind::Phase(name.clone());
    }
    Ok(point)
}

/// Reads a condition.
pub(super) fn condition(cursor: &mut Cursor<'_>) -> Read<Condition> {
    nested(cursor, 0)
}

fn nested(cursor: &mut Cursor<'_>, depth: usize) -> Read<Condition> {
    let k = cursor.keywords;
    let start = cursor.here().start;
    let first = operand(cursor, depth)?;
    let joint = [k.and, k.or].into_iter().find(|joint| cursor.sees(joint));
    let Some(joint) = joint else {
        return Ok(first);
    };
    let mut operands = vec![first];
    while cursor.eat(joint) {
        operands.push(operand(cursor, depth)?);
    }
    if cursor.sees(k.and) || cursor.sees(k.or) {
        return Err(Trouble::known(
            "E131",
            cursor.here(),
            "`and` and `or` stand side by side without brackets",
            &[
                "put brackets around what belongs together, such as `4.1 is met and (4.2 is met \
                 or 4.3 is met)`",
            ],
        ));
    }
    let span = cursor.since(start);
    Ok(if joint == k.and {
        Condition::And(operands, span)
    } else {
        Condition::Or(operands, span)
    })
}

fn operand(cursor: &mut Cursor<'_>, depth: usize) -> Read<Condition> {
    if !cursor.sign(SyntaxKind::Open) {
        return simple(cursor);
    }
    if depth >= DEPTH_MAX {
        return cursor.expected("fewer brackets inside each other");
    }
    let inner = nested(cursor, depth + 1)?;
    cursor.need_sign(SyntaxKind::Close, "a closing bracket `)`")?;
    Ok(inner)
}

fn simple(cursor: &mut Cursor<'_>) -> Read<Condition> {
    let k = cursor.keywords;
    if cursor.eat(k.all_duties_of) {
        let actor = cursor.name("the name of an actor")?;
        cursor.need(k.are_kept)?;
        return Ok(Condition::DutiesKept(actor));
    }
    if cursor.eat(k.all_of) {
        let phase = cursor.name("the name of a phase")?;
        cursor.need(k.is_met)?;
        return Ok(Condition::PhaseMet(phase));
    }
    if cursor.kind(0) == Some(SyntaxKind::Text) {
        return cursor.quoted("a quoted ground").map(Condition::Ground);
    }
    if cursor.sees_moment() {
        let moment = cursor.moment("a date")?;
        cursor.need(k.has_passed)?;
        return Ok(Condition::Passed(moment));
    }
    if cursor.sees_name() && !only_a_clause(cursor) {
        return named(cursor);
    }
    if cursor.sees_clause() {
        return clause_is(cursor);
    }
    cursor.expected(
        "a condition, such as `4.1 is met`, `Phase 1`, `all duties of South are kept` or a \
         quoted ground",
    )
}

fn clause_is(cursor: &mut Cursor<'_>) -> Read<Condition> {
    let k = cursor.keywords;
    let number = cursor.clause()?;
    if cursor.eat(k.stage) {
        let stage = stage_name(cursor)?;
        cursor.need(k.is_met)?;
        return Ok(Condition::Stage(number, stage));
    }
    for (words, state) in [
        (k.is_met, ClauseState::Met),
        (k.is_not_met, ClauseState::NotMet),
        (k.is_kept, ClauseState::Kept),
    ] {
        if cursor.eat(words) {
            return Ok(Condition::Clause(number, state));
        }
    }
    cursor.expected("`is met`, `is not met`, `is kept` or `stage`")
}

/// Reads the name of a stage: one word, number or text; more words would run
/// into the figure that follows.
pub(super) fn stage_name(cursor: &mut Cursor<'_>) -> Read<Value> {
    const WHAT: &str = "the name of a stage, such as `1`";
    match cursor.kind(0) {
        Some(SyntaxKind::Capital) => {
            let name = cursor.name_of(1);
            Ok(Value {
                text: name.text,
                kind: ValueKind::Name,
                span: name.span,
            })
        }
        Some(SyntaxKind::Digits) if !cursor.sees_number() => cursor.expected(WHAT),
        _ => cursor.value(WHAT),
    }
}

/// Reads a condition that begins with a name.
fn named(cursor: &mut Cursor<'_>) -> Read<Condition> {
    let k = cursor.keywords;
    let start = cursor.here().start;
    let name = cursor.name("a name")?;
    if cursor.names.is(&name.text, DeclarationKind::Phase) {
        cursor.eat(k.is_open);
        return Ok(Condition::Phase(name));
    }
    if cursor.eat(k.is) {
        let value = cursor.value("the state's value, such as `open`")?;
        return Ok(Condition::State(name, value));
    }
    let goes_on = preposition(cursor).is_some()
        || cursor.sees(k.where_)
        || cursor.sees(k.has_happened)
        || cursor.names.is(&name.text, DeclarationKind::Event);
    if !goes_on {
        return Ok(Condition::Phase(name));
    }
    let act = act_from(cursor, name, start)?;
    cursor.need(k.has_happened)?;
    Ok(Condition::Happened(act))
}
