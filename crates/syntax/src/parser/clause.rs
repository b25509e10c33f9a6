//! Reads the sentence of a clause: its number, who owes, and its frame.

use super::condition::{act, filters, point};
use crate::ast::{
    Bound, BoundKind, Cadence, ClauseNumber, Comparison, Every, Frame, Keep, Measured, Perform,
    Power, Reach, ReachTarget, Subject, SubjectTerm, Words,
};
use crate::cursor::Cursor;
use crate::kind::SyntaxKind;
use crate::labels::DeclarationKind;
use crate::trouble::{Read, Trouble};

/// What a sentence is made of.
pub(super) struct Sentence {
    pub(super) number: ClauseNumber,
    pub(super) subject: Option<Subject>,
    pub(super) frame: Frame,
}

/// Reads a clause's first line.
pub(super) fn sentence(cursor: &mut Cursor<'_>) -> Read<Sentence> {
    let k = cursor.keywords;
    let number = cursor.clause()?;
    if cursor.eat(k.open_term) {
        let term = cursor.quoted("the words in dispute, as a quoted text")?;
        let settled_by = if cursor.eat(k.settled_by) {
            Some(cursor.name("the name of who settles it")?)
        } else {
            None
        };
        return Ok(Sentence {
            number,
            subject: None,
            frame: Frame::OpenTerm { term, settled_by },
        });
    }
    let nobody = cursor.sees(k.not_checkable_because) || cursor.sees(k.informs_only);
    let subject = if nobody { None } else { Some(subject(cursor)?) };
    let frame = frame(cursor)?;
    Ok(Sentence {
        number,
        subject,
        frame,
    })
}

fn subject(cursor: &mut Cursor<'_>) -> Read<Subject> {
    let k = cursor.keywords;
    let start = cursor.here().start;
    let each = cursor.eat(k.each);
    let mut terms = vec![subject_term(cursor, each)?];
    while cursor.eat(k.and) {
        terms.push(subject_term(cursor, each)?);
    }
    let together = cursor.eat(k.together);
    Ok(Subject {
        each,
        terms,
        together,
        span: cursor.since(start),
    })
}

fn subject_term(cursor: &mut Cursor<'_>, each: bool) -> Read<SubjectTerm> {
    let here = cursor.here();
    if each && cursor.eat(cursor.keywords.party) {
        return Ok(SubjectTerm::Party(here));
    }
    cursor
        .name("who owes or may, such as `North`, `each party` or `each Donor`")
        .map(SubjectTerm::Name)
}

fn frame(cursor: &mut Cursor<'_>) -> Read<Frame> {
    let k = cursor.keywords;
    if cursor.eat(k.must_perform) {
        return perform(cursor).map(Frame::Perform);
    }
    if cursor.eat(k.must_not_commit) {
        return act(cursor, "the name of an event").map(Frame::Avoid);
    }
    if cursor.eat(k.must_keep) {
        return keep(cursor).map(Frame::Keep);
    }
    if cursor.eat(k.must_reach) {
        return reach(cursor).map(Frame::Reach);
    }
    if cursor.eat(k.may) {
        return power(cursor).map(Frame::May);
    }
    if cursor.eat(k.not_checkable_because) {
        return cursor
            .quoted("the reason, as a quoted text")
            .map(Frame::NotCheckable);
    }
    if cursor.eat(k.informs_only) {
        return cursor
            .quoted("what it informs of, as a quoted text")
            .map(Frame::InformsOnly);
    }
    cursor.expected(
        "`must perform`, `must not commit`, `must keep`, `must reach`, `may`, `not checkable \
         because` or `informs only`",
    )
}

fn perform(cursor: &mut Cursor<'_>) -> Read<Perform> {
    let k = cursor.keywords;
    let declared = cursor.names.longest(cursor.text, cursor.rest()) > 0;
    let here = cursor.here();
    let count = if !declared && cursor.kind(0) == Some(SyntaxKind::Digits) {
        Some((cursor.count("how many acts, as a whole number")?, here))
    } else {
        None
    };
    let act = act(cursor, "the name of an event")?;
    let start = cursor.here().start;
    let every = if cursor.eat(k.every) {
        let period = cursor.rhythm()?;
        cursor.need(k.from)?;
        let from = point(cursor)?;
        Some(Every {
            period,
            from,
            span: cursor.since(start),
        })
    } else {
        None
    };
    Ok(Perform { count, act, every })
}

fn power(cursor: &mut Cursor<'_>) -> Read<Power> {
    let what = "what may be done";
    let act = if cursor.names.is(&cursor.peek_name(), DeclarationKind::Event) {
        let mut ahead = cursor.clone();
        act(&mut ahead, what).ok().filter(|_| ahead.is_done())
    } else {
        None
    };
    let words = cursor.words_until(what, |cursor| cursor.sees(cursor.keywords.if_))?;
    if !cursor.is_done() {
        return cursor.expected(what);
    }
    Ok(Power {
        words: Words { ..words },
        act,
    })
}

fn keep(cursor: &mut Cursor<'_>) -> Read<Keep> {
    let k = cursor.keywords;
    let measured = measured(cursor)?;
    cursor.need(k.at)?;
    let bound = bound(cursor)?;
    let cadence = if cursor.eat(k.at_each_report) {
        Cadence::AtEachReport
    } else if cursor.eat(k.at_all_times) {
        Cadence::AtAllTimes
    } else if cursor.eat(k.each) {
        Cadence::Each(cursor.rhythm()?)
    } else {
        return cursor.expected("`each day` or another period, `at each report` or `at all times`");
    };
    Ok(Keep {
        measured,
        bound,
        cadence,
    })
}

fn reach(cursor: &mut Cursor<'_>) -> Read<Reach> {
    let k = cursor.keywords;
    let measured = measured(cursor)?;
    let target = if cursor.eat(k.of) {
        ReachTarget::Whole(cursor.number("the whole, as a number")?)
    } else if cursor.eat(k.at) {
        ReachTarget::At(bound(cursor)?)
    } else {
        return cursor.expected("`of` and a number, or `at` and a bound such as `20 or more`");
    };
    Ok(Reach { measured, target })
}

/// Reads what is measured: a name with filters, or an open term.
fn measured(cursor: &mut Cursor<'_>) -> Read<Measured> {
    const WHAT: &str = "a measure, an event, a state or an open term";
    if cursor.kind(0) == Some(SyntaxKind::Text) {
        return cursor.quoted(WHAT).map(Measured::Term);
    }
    let name = cursor.name(WHAT)?;
    Ok(Measured::Named(name, filters(cursor)?))
}

fn bound(cursor: &mut Cursor<'_>) -> Read<Bound> {
    const WHAT: &str = "a bound, such as `600 or more`, `2 hours or less` or a state's value";
    let k = cursor.keywords;
    let start = cursor.here().start;
    let kind = if cursor.kind(0) == Some(SyntaxKind::Text) {
        let text = cursor.quoted(WHAT)?;
        BoundKind::Term(text, comparison(cursor)?)
    } else if cursor.kind(0) == Some(SyntaxKind::Digits) {
        let number = cursor.number(WHAT)?;
        let compares = |cursor: &Cursor<'_>| cursor.sees(k.or_more) || cursor.sees(k.or_less);
        if !(0..cursor.rest().len()).any(|ahead| cursor.peek(ahead) == k.or) {
            // Without its side a bound would be met by two opposite readings.
            return Err(Trouble::known(
                "E116",
                cursor.here(),
                "the bound does not say on which side of it the figure is kept",
                &["write `or more` or `or less` after the number and its unit"],
            ));
        }
        let unit = if compares(cursor) {
            None
        } else {
            Some(cursor.unit("a unit, then `or more` or `or less`", compares)?)
        };
        BoundKind::Number(number, unit, comparison(cursor)?)
    } else {
        BoundKind::Value(cursor.value(WHAT)?)
    };
    Ok(Bound {
        kind,
        span: cursor.since(start),
    })
}

fn comparison(cursor: &mut Cursor<'_>) -> Read<Comparison> {
    let k = cursor.keywords;
    if cursor.eat(k.or_more) {
        Ok(Comparison::OrMore)
    } else if cursor.eat(k.or_less) {
        Ok(Comparison::OrLess)
    } else {
        cursor.expected("`or more` or `or less`")
    }
}
