//! Reads the fields of declarations into their declaration.

use super::evidence::certified;
use super::field::label;
use super::ladder::{start, step};
use crate::ast::{
    Also, Calendar, Consents, Decl, Effective, Languages, Latest, Name, Phase, Reported,
    RunningDuties, Time, Weekday,
};
use crate::cursor::Cursor;
use crate::kind::SyntaxKind;
use crate::labels::Label;
use crate::trouble::Read;

/// Reads the value of `label` into `decl`, which admits it.
pub(super) fn read(decl: &mut Decl, label: Label, cursor: &mut Cursor<'_>) -> Read<()> {
    let k = cursor.keywords;
    match decl {
        Decl::Agreement(agreement) => match label {
            Label::Time => agreement.time = Some(time(cursor)?),
            Label::Calendar => agreement.calendars.push(calendar(cursor)?),
            Label::Languages => agreement.languages = Some(languages(cursor)?),
            Label::InForce => {
                agreement.in_force = Some(cursor.moment("a date or an instant")?);
            }
            _ => agreement.attributed = attributed(cursor)?,
        },
        Decl::Event(event) => {
            reporting(label, cursor, &mut event.reported, &mut event.attributed)?;
        }
        Decl::Measure(measure) => {
            reporting(
                label,
                cursor,
                &mut measure.reported,
                &mut measure.attributed,
            )?;
        }
        Decl::State(state) => {
            reporting(label, cursor, &mut state.reported, &mut state.attributed)?;
        }
        Decl::Phase(phase) => phase_field(phase, label, cursor)?,
        Decl::Ladder(ladder) => match label {
            Label::Step => ladder.steps.push(step(cursor)?),
            Label::Cured => {
                cursor.need(k.closes_the_ladder)?;
                ladder.cured_closes = true;
            }
            _ => ladder.starts.push(start(label, cursor)?),
        },
        Decl::Amendment(amendment) => match label {
            Label::Also => amendment.also.push(also(cursor)?),
            Label::Consents => amendment.consents = Some(consents(cursor)?),
            _ => amendment.effective = Some(effective(cursor)?),
        },
        Decl::Indicator(indicator) => match label {
            Label::Baseline => indicator.baseline = Some(cursor.words("the baseline, in words")?),
            Label::Target => indicator.target = Some(cursor.words("the target, in words")?),
            _ => reporting(
                label,
                cursor,
                &mut indicator.reported,
                &mut indicator.attributed,
            )?,
        },
        Decl::Part(_)
        | Decl::Party(_)
        | Decl::Bodies(_)
        | Decl::Role(_)
        | Decl::Place(_)
        | Decl::List(_)
        | Decl::Unit(_)
        | Decl::Anchor(_)
        | Decl::Challenge(_)
        | Decl::Authority(_)
        | Decl::Pillar(_)
        | Decl::Text(_)
        | Decl::Accepts(_) => {}
    }
    Ok(())
}

fn phase_field(phase: &mut Phase, label: Label, cursor: &mut Cursor<'_>) -> Read<()> {
    let k = cursor.keywords;
    match label {
        Label::Certified => phase.certified = Some(certified(cursor)?),
        Label::Latest => phase.latest = Some(latest(cursor)?),
        Label::Opened => {
            cursor.need(k.by_declaration_of)?;
            phase.opened_by_declaration_of = Some(cursor.name("the name of who declares")?);
        }
        Label::Waived => {
            cursor.need(k.by)?;
            phase.waived_by = Some(cursor.name("the name of who may waive")?);
        }
        Label::Clauses => phase.clauses = cursor.clauses()?,
        _ => phase.notes.push(cursor.quoted("a quoted text")?),
    }
    Ok(())
}

fn reporting(
    label: Label,
    cursor: &mut Cursor<'_>,
    into: &mut Option<Reported>,
    attributes: &mut Vec<Name>,
) -> Read<()> {
    if label == Label::Reported {
        *into = Some(reported(cursor)?);
    } else {
        *attributes = attributed(cursor)?;
    }
    Ok(())
}

fn reported(cursor: &mut Cursor<'_>) -> Read<Reported> {
    let k = cursor.keywords;
    let start = cursor.here().start;
    let by = cursor.names("the name of who may report")?;
    let mut same = Vec::new();
    let mut is_one = None;
    if cursor.sign(SyntaxKind::Semicolon) {
        cursor.need(k.same)?;
        same.push(cursor.word("a field, or `day`")?);
        while cursor.eat(k.and) {
            same.push(cursor.word("a field, or `day`")?);
        }
        cursor.need(k.is_one)?;
        is_one = Some(cursor.name("the name of the event")?);
    }
    Ok(Reported {
        by,
        same,
        is_one,
        span: cursor.since(start),
    })
}

fn attributed(cursor: &mut Cursor<'_>) -> Read<Vec<Name>> {
    let k = cursor.keywords;
    cursor.need(k.reports)?;
    cursor.need(k.by)?;
    let by = cursor.names("the name of whose reports count")?;
    cursor.need(k.count)?;
    Ok(by)
}

fn time(cursor: &mut Cursor<'_>) -> Read<Time> {
    let k = cursor.keywords;
    cursor.need(k.accord_time_is)?;
    let zone = cursor.phrase("a zone, such as `UTC+02:00` or `Europe/Rome`")?;
    let days_run = cursor.sign(SyntaxKind::Comma);
    if days_run {
        cursor.need(k.days_run)?;
    }
    Ok(Time { zone, days_run })
}

fn calendar(cursor: &mut Cursor<'_>) -> Read<Calendar> {
    let k = cursor.keywords;
    let start = cursor.here().start;
    let name = cursor.name("the name of the calendar, such as `Joint Days`")?;
    cursor.need(k.rest_on)?;
    let mut rest = Vec::new();
    loop {
        rest.push(weekday(cursor)?);
        if !cursor.sign(SyntaxKind::Comma) {
            break;
        }
    }
    let holidays = if cursor.sign(SyntaxKind::Semicolon) {
        cursor.need(k.holidays_from_annex)?;
        Some(cursor.annex()?)
    } else {
        None
    };
    Ok(Calendar {
        name,
        rest,
        holidays,
        span: cursor.since(start),
    })
}

fn weekday(cursor: &mut Cursor<'_>) -> Read<(Weekday, servanda_model::diagnostic::Span)> {
    let k = cursor.keywords;
    let start = cursor.here().start;
    for (word, day) in [
        (k.monday, Weekday::Monday),
        (k.tuesday, Weekday::Tuesday),
        (k.wednesday, Weekday::Wednesday),
        (k.thursday, Weekday::Thursday),
        (k.friday, Weekday::Friday),
        (k.saturday, Weekday::Saturday),
        (k.sunday, Weekday::Sunday),
    ] {
        if cursor.eat(word) {
            return Ok((day, cursor.since(start)));
        }
    }
    cursor.expected("a day of the week, such as `Friday`")
}

fn languages(cursor: &mut Cursor<'_>) -> Read<Languages> {
    let k = cursor.keywords;
    let names = cursor.names("the name of a language")?;
    let authentic = cursor.sign(SyntaxKind::Comma);
    if authentic && !cursor.eat(k.both_authentic) && !cursor.eat(k.all_authentic) {
        return cursor.expected("another language, `both authentic` or `all authentic`");
    }
    Ok(Languages { names, authentic })
}

fn latest(cursor: &mut Cursor<'_>) -> Read<Latest> {
    let k = cursor.keywords;
    let (on, span) = cursor.date()?;
    let then = if cursor.sign(SyntaxKind::Comma) {
        cursor.need(k.then)?;
        let actor = cursor.name("the name of who then decides")?;
        cursor.need(k.decides)?;
        Some(actor)
    } else {
        None
    };
    Ok(Latest { on, span, then })
}

fn also(cursor: &mut Cursor<'_>) -> Read<Also> {
    let start = cursor.here().start;
    let clause = cursor.clause()?;
    let (label, _) = label(cursor)?;
    let words = cursor.words("the label's new value")?;
    Ok(Also {
        clause,
        label,
        words,
        span: cursor.since(start),
    })
}

fn consents(cursor: &mut Cursor<'_>) -> Read<Consents> {
    let k = cursor.keywords;
    let by = cursor.names("the name of who consents")?;
    cursor.need(k.on)?;
    let (on, _) = cursor.date()?;
    let witness = if cursor.sign(SyntaxKind::Semicolon) {
        cursor.need(k.witness)?;
        Some(cursor.name("the name of the witness")?)
    } else {
        None
    };
    Ok(Consents { by, on, witness })
}

fn effective(cursor: &mut Cursor<'_>) -> Read<Effective> {
    let k = cursor.keywords;
    let (on, _) = cursor.date()?;
    if !cursor.sign(SyntaxKind::Semicolon) {
        return Ok(Effective { on, running: None });
    }
    cursor.need(k.running_duties)?;
    let running = if cursor.eat(k.keep_the_earlier_text) {
        RunningDuties::KeepEarlierText
    } else if cursor.eat(k.move_) {
        RunningDuties::Move
    } else if cursor.eat(k.restart) {
        RunningDuties::Restart
    } else {
        return cursor.expected("`keep the earlier text`, `move` or `restart`");
    };
    Ok(Effective {
        on,
        running: Some(running),
    })
}
