//! Reads the values of a clause's fields, one reader for each label.

use super::condition::{act, condition, point_or_phase, stage_name, trigger};
use super::evidence::{certified, evidence, grace, severities, silence};
use crate::ast::{
    By, ByWhen, Counting, Excused, FieldValue, Mirrors, OtherHands, Proposed, Reading,
    ReadingValue, ReportsDue, Response, Stage, StageAmount, Trigger, Within, Words,
};
use crate::cursor::{Cursor, single_spaced};
use crate::kind::SyntaxKind;
use crate::labels::Label;
use crate::trouble::{Read, Trouble};

/// Reads the value of a clause's field under `label`; `None` for a label that
/// only declarations have.
pub(super) fn value(label: Label, cursor: &mut Cursor<'_>) -> Read<Option<FieldValue>> {
    use FieldValue as V;
    let k = cursor.keywords;
    Ok(Some(match label {
        Label::Title => V::Title(cursor.quoted("a quoted text")?),
        Label::Owed => {
            cursor.need(k.to)?;
            V::Owed(cursor.names("the name of an actor")?)
        }
        Label::Pillar => V::Pillar(cursor.name("the name of a pillar")?),
        Label::Within => V::Within(within(cursor)?),
        Label::By => V::By(by(cursor)?),
        Label::Before => V::Before(cursor.moment("a date or an instant")?),
        Label::Undated => V::Undated,
        Label::After => V::After(trigger(cursor)?),
        Label::From => V::From(trigger(cursor)?),
        Label::Until => V::Until(until(cursor)?),
        Label::While => V::While(condition(cursor)?),
        Label::When => V::When(condition(cursor)?),
        Label::Unless => V::Unless(condition(cursor)?),
        Label::Except => V::Except(condition(cursor)?),
        Label::Afresh => V::Afresh,
        Label::Stage => V::Stages(stages(cursor)?),
        Label::Counts => V::Counts(counts(cursor)?),
        Label::Evidence => V::Evidence(evidence(cursor)?),
        Label::Silence => V::Silence(silence(cursor)?),
        Label::Reports => V::Reports(reports(cursor)?),
        Label::Grace => V::Grace(grace(cursor)?),
        Label::Severity => V::Severity(severities(cursor)?),
        Label::Response => V::Response(response(cursor)?),
        Label::OtherHands => V::OtherHands(other_hands(cursor)?),
        Label::Mirrors => V::Mirrors(mirrors(cursor)?),
        Label::InStepWith => V::InStepWith(cursor.clause()?),
        Label::Alongside => {
            let clause = cursor.clause()?;
            cursor.need(k.within)?;
            V::Alongside(clause, cursor.period()?)
        }
        _ => return marking(label, cursor),
    }))
}

/// Reads the value of a field that says something about the clause itself.
fn marking(label: Label, cursor: &mut Cursor<'_>) -> Read<Option<FieldValue>> {
    use FieldValue as V;
    let k = cursor.keywords;
    Ok(Some(match label {
        Label::Certified => V::Certified(certified(cursor)?),
        Label::Excused => V::Excused(excused(cursor)?),
        Label::Stale => {
            cursor.need(k.after)?;
            V::Stale(cursor.period()?)
        }
        Label::PrevailsOver => V::PrevailsOver(cursor.clauses()?),
        Label::Says => V::Says(vec![
            cursor.quoted("the words of the article, in quotation marks")?,
        ]),
        Label::Proposed => V::Proposed(proposed(cursor)?),
        Label::Needs => V::Needs(needs(cursor)?),
        Label::Accepts => {
            let code = code(cursor)?;
            cursor.need(k.because)?;
            V::Accepts {
                code,
                because: cursor.quoted("the reason, as a quoted text")?,
            }
        }
        Label::Asymmetric => {
            cursor.need(k.because)?;
            V::Asymmetric(cursor.quoted("the reason, as a quoted text")?)
        }
        Label::Note => V::Note(cursor.quoted("a quoted text")?),
        Label::Reading => V::Reading(reading(cursor)?),
        _ => return Ok(None),
    }))
}

/// Reads the code of a warning or advice.
pub(super) fn code(cursor: &mut Cursor<'_>) -> Read<crate::ast::Name> {
    let text = cursor.peek(0);
    let figures = text.strip_prefix(['A', 'V']).unwrap_or("");
    if figures.len() == 3 && figures.chars().all(|c| c.is_ascii_digit()) {
        return Ok(cursor.name_of(1));
    }
    cursor.expected("the code of a warning or an advice: `A` or `V` and three digits")
}

fn within(cursor: &mut Cursor<'_>) -> Read<Within> {
    let period = cursor.period()?;
    cursor.need(cursor.keywords.after)?;
    let trigger = trigger(cursor)?;
    Ok(Within { period, trigger })
}

fn by(cursor: &mut Cursor<'_>) -> Read<By> {
    let k = cursor.keywords;
    let start = cursor.here().start;
    let when = if cursor.eat(k.pledged_date) {
        ByWhen::Pledged(cursor.since(start))
    } else if cursor.eat(k.the) {
        let field = cursor.word("a field of the event that triggers")?;
        cursor.need(k.date)?;
        ByWhen::Field(field)
    } else {
        ByWhen::Moment(cursor.moment("a date, an instant, or `the due date`")?)
    };
    let is_final = cursor.sign(SyntaxKind::Comma);
    if is_final {
        cursor.need(k.final_)?;
    }
    Ok(By { when, is_final })
}

/// Returns the trouble that a bare `until` is.
pub(super) fn bare_until<T>(cursor: &Cursor<'_>) -> Read<T> {
    Err(Trouble::known(
        "E141",
        cursor.here(),
        "`until` alone leaves open whether its last day belongs to it",
        &["write `until and including`"],
    ))
}

fn until(cursor: &mut Cursor<'_>) -> Read<Trigger> {
    if !cursor.eat(cursor.keywords.and_including) {
        return bare_until(cursor);
    }
    point_or_phase(cursor)
}

fn stages(cursor: &mut Cursor<'_>) -> Read<Vec<Stage>> {
    let mut stages = Vec::new();
    loop {
        let start = cursor.here().start;
        let name = stage_name(cursor)?;
        let amount = if cursor.sees_share() {
            StageAmount::Share(cursor.share()?)
        } else {
            StageAmount::Number(cursor.number("a share such as `25%`, or a number")?)
        };
        cursor.need(cursor.keywords.by)?;
        let (by, _) = cursor.date()?;
        stages.push(Stage {
            name,
            amount,
            by,
            span: cursor.since(start),
        });
        if !cursor.sign(SyntaxKind::Semicolon) {
            return Ok(stages);
        }
    }
}

fn counts(cursor: &mut Cursor<'_>) -> Read<Vec<Counting>> {
    let k = cursor.keywords;
    let mut counts = Vec::new();
    loop {
        counts.push(if cursor.eat(k.when_accepted) {
            Counting::WhenAccepted
        } else if cursor.eat(k.disputed_from_ruling) {
            Counting::DisputedFromRuling
        } else if cursor.eat(k.cumulative) {
            Counting::Cumulative
        } else {
            let unit = cursor.unit(
                "`when accepted`, `disputed items count from the ruling`, `cumulative`, or a \
                 currency with `at the rate of the day received`",
                |cursor| cursor.sees(k.at),
            )?;
            cursor.need(k.at_the_rate)?;
            Counting::AtRateOf(unit)
        });
        if !cursor.sign(SyntaxKind::Semicolon) && !cursor.sign(SyntaxKind::Comma) {
            return Ok(counts);
        }
    }
}

fn reports(cursor: &mut Cursor<'_>) -> Read<ReportsDue> {
    let k = cursor.keywords;
    cursor.need(k.due)?;
    let period = cursor.period()?;
    cursor.need(k.after)?;
    let after = cursor.phrase("after what they are due, such as `the day ends`")?;
    Ok(ReportsDue { period, after })
}

fn response(cursor: &mut Cursor<'_>) -> Read<Response> {
    let k = cursor.keywords;
    if !cursor.eat(k.none) {
        return cursor
            .name("the name of a ladder, or `none`")
            .map(Response::Ladder);
    }
    if cursor.sign(SyntaxKind::Comma) {
        cursor.need(k.published_only)?;
        return Ok(Response::PublishedOnly);
    }
    Ok(Response::None)
}

fn other_hands(cursor: &mut Cursor<'_>) -> Read<OtherHands> {
    let k = cursor.keywords;
    if cursor.eat(k.do_not_count) {
        Ok(OtherHands::DoNotCount)
    } else if cursor.eat(k.count) {
        Ok(OtherHands::Count)
    } else if cursor.eat(k.discharge) {
        Ok(OtherHands::Discharge)
    } else {
        cursor.expected("`count`, `discharge` or `do not count`")
    }
}

fn mirrors(cursor: &mut Cursor<'_>) -> Read<Mirrors> {
    let k = cursor.keywords;
    let clause = cursor.clause()?;
    let mut mirrors = Mirrors {
        clause,
        suspends: None,
        clock_stops: false,
    };
    if cursor.sign(SyntaxKind::Semicolon) {
        cursor.need(k.while_)?;
        let while_clause = cursor.clause()?;
        cursor.need(k.is_not_met)?;
        let suspended = cursor.clause()?;
        cursor.need(k.is_suspended)?;
        mirrors.suspends = Some((while_clause, suspended));
        if cursor.sign(SyntaxKind::Comma) {
            cursor.need(k.clock_stops)?;
            mirrors.clock_stops = true;
        }
    }
    Ok(mirrors)
}

fn excused(cursor: &mut Cursor<'_>) -> Read<Excused> {
    let k = cursor.keywords;
    let ground = cursor.phrase("the ground, such as `regional war`")?;
    cursor.need_sign(SyntaxKind::Comma, "`, certified by` and who certifies")?;
    cursor.need(k.certified_by)?;
    let certified_by = cursor.name("the name of who certifies")?;
    let at_most = if cursor.sign(SyntaxKind::Comma) {
        cursor.need(k.at_most)?;
        Some(cursor.period()?)
    } else {
        None
    };
    Ok(Excused {
        ground,
        certified_by,
        at_most,
    })
}

fn proposed(cursor: &mut Cursor<'_>) -> Read<Proposed> {
    let mut labels = Vec::new();
    loop {
        labels.push(label(cursor)?);
        if !cursor.sign(SyntaxKind::Comma) {
            break;
        }
    }
    cursor.need(cursor.keywords.by)?;
    let by = cursor.phrase("who proposes them, such as `Servanda`")?;
    Ok(Proposed { labels, by })
}

/// Reads a label as a word of a value.
pub(super) fn label(cursor: &mut Cursor<'_>) -> Read<(Label, servanda_model::diagnostic::Span)> {
    let start = cursor.here().start;
    // `proposed by by WORDS` is possible: the label `by` is a label first.
    match Label::ALL.iter().find(|label| cursor.eat(label.text())) {
        Some(label) => Ok((*label, cursor.since(start))),
        None => cursor.expected("a label, such as `evidence`"),
    }
}

fn needs(cursor: &mut Cursor<'_>) -> Read<Vec<Words>> {
    let mut needs = Vec::new();
    loop {
        needs.push(cursor.phrase("what is missing, such as `a date`")?);
        if !cursor.sign(SyntaxKind::Comma) {
            return Ok(needs);
        }
    }
}

fn reading(cursor: &mut Cursor<'_>) -> Read<Reading> {
    let k = cursor.keywords;
    let name = cursor.value("the name of a reading, such as `A`")?;
    cursor.need_sign(SyntaxKind::Colon, "`:` and what the term then means")?;
    let start = cursor.here().start;
    let value = if cursor.eat(k.evidence) {
        ReadingValue::Evidence(evidence(cursor)?)
    } else if cursor.sees_number() && !cursor.sees_name() {
        let number = cursor.number("a number")?;
        let unit = if cursor.is_done() || cursor.at_separator() {
            None
        } else {
            Some(cursor.unit("a unit", |_| false)?)
        };
        ReadingValue::Number(number, unit)
    } else if cursor.sees_name() {
        ReadingValue::Named(act(cursor, "a measure or an event")?)
    } else {
        ReadingValue::Value(cursor.value(
            "a number with its unit, a measure, a state's value, or `evidence` and a rule",
        )?)
    };
    let span = cursor.since(start);
    let words = Words {
        text: single_spaced(cursor.slice(span)),
        span,
    };
    Ok(Reading { name, value, words })
}
