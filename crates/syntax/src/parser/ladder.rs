//! Reads the steps of a ladder, and where cases of a severity start.
//!
//! Entry points: [`step`], [`start`].

use servanda_model::diagnostic::Span;
use servanda_model::time::ClockTime;

use super::evidence::severity;
use crate::ast::{
    Deed, Name, Period, Severity, Snapback, SnapbackEffect, Start, Step, StepAct, StepActor,
    StepJoin, StepPart, StepRider, StepSilence, Words,
};
use crate::cursor::{Cursor, single_spaced};
use crate::kind::SyntaxKind;
use crate::labels::Label;
use crate::trouble::{Read, Trouble};

/// Reads `N part … ; rider …`.
pub(super) fn step(cursor: &mut Cursor<'_>) -> Read<Step> {
    let start = cursor.here().start;
    let number = cursor.count("the number of the step")?;
    let number_span = cursor.since(start);
    let from = cursor.here().start;
    let mut parts = vec![part(cursor)?];
    let join = join(cursor, &mut parts)?;
    let mut riders = Vec::new();
    while cursor.sign(SyntaxKind::Semicolon) {
        riders.push(rider(cursor, &riders)?);
    }
    if !cursor.is_done() {
        return cursor.expected(
            "`within` or `at most` and a period, `and` or `or` and another part, or `;` and what \
             else is said of the step",
        );
    }
    let span = cursor.since(from);
    Ok(Step {
        number,
        number_span,
        parts,
        join,
        riders,
        words: Words {
            text: single_spaced(cursor.slice(span)),
            span,
        },
        span: cursor.since(start),
    })
}

/// Reads the further parts, all joined by one word.
fn join(cursor: &mut Cursor<'_>, parts: &mut Vec<StepPart>) -> Read<StepJoin> {
    let k = cursor.keywords;
    let joint = [k.and, k.or].into_iter().find(|joint| cursor.sees(joint));
    let Some(joint) = joint else {
        return Ok(StepJoin::And);
    };
    while cursor.eat(joint) {
        parts.push(part(cursor)?);
    }
    if cursor.sees(k.and) || cursor.sees(k.or) {
        return Err(Trouble::known(
            "E131",
            cursor.here(),
            "`and` and `or` join the parts of one step",
            &[
                "join all parts of a step by the same word",
                "make two steps of them",
            ],
        ));
    }
    Ok(if joint == k.and {
        StepJoin::And
    } else {
        StepJoin::Or
    })
}

fn part(cursor: &mut Cursor<'_>) -> Read<StepPart> {
    let k = cursor.keywords;
    if cursor.eat(k.snapback) {
        return snapback(cursor).map(StepPart::Snapback);
    }
    let who = if cursor.eat(k.the_party) {
        StepActor::Party
    } else if cursor.eat(k.the_complainant) {
        StepActor::Complainant
    } else {
        StepActor::Named(
            cursor.name("who acts: a name, `the party` or `the complainant`; or `snapback`")?,
        )
    };
    let must = cursor.eat(k.must);
    if !must && !cursor.eat(k.may) {
        return cursor.expected("`must` or `may`");
    }
    let deed = deed(cursor)?;
    Ok(StepPart::Act(StepAct {
        who,
        must,
        deed,
        limits: limits(cursor)?,
    }))
}

fn deed(cursor: &mut Cursor<'_>) -> Read<Deed> {
    let k = cursor.keywords;
    if cursor.eat(k.notify) {
        cursor.eat(k.the_party);
        return Ok(Deed::Notify);
    }
    if cursor.eat(k.refer_to) {
        return Ok(Deed::ReferTo(
            cursor.name("the name of whom it is referred to")?,
        ));
    }
    if cursor.eat(k.suspend) {
        let clause = cursor.clause()?;
        let at_most = cursor
            .eat(k.for_at_most)
            .then(|| cursor.period())
            .transpose()?;
        let clock_stops = after_comma(cursor, k.clock_stops) || cursor.eat(k.clock_stops);
        return Ok(Deed::Suspend {
            clause,
            at_most,
            clock_stops,
        });
    }
    if cursor.eat(k.resume) {
        return Ok(Deed::Resume(cursor.clause()?));
    }
    for (word, deed) in [
        (k.acknowledge, Deed::Acknowledge),
        (k.screen, Deed::Screen),
        (k.verify, Deed::Verify),
        (k.reply, Deed::Reply),
        (k.meet, Deed::Meet),
        (k.find, Deed::Find),
        (k.decide, Deed::Decide),
        (k.act, Deed::Act),
        (k.order_a_remedy, Deed::OrderRemedy),
    ] {
        if cursor.eat(word) {
            return Ok(deed);
        }
    }
    cursor.expected(
        "a deed (`notify`, `acknowledge`, `screen`, `verify`, `reply`, `meet`, `find`, `decide`, \
         `act`, `order a remedy`, `refer to`, `suspend` or `resume`)",
    )
}

/// Reads `within PERIOD` and `at most PERIOD`, each once, commas before them.
fn limits(cursor: &mut Cursor<'_>) -> Read<Vec<Period>> {
    let k = cursor.keywords;
    let mut left = vec![k.within, k.at_most];
    let mut limits = Vec::new();
    while let Some(at) = left
        .iter()
        .position(|word| cursor.sees(word) || sees_after_comma(cursor, word))
    {
        let word = left.remove(at);
        cursor.sign(SyntaxKind::Comma);
        cursor.need(word)?;
        limits.push(cursor.period()?);
    }
    Ok(limits)
}

fn sees_after_comma(cursor: &Cursor<'_>, words: &str) -> bool {
    let mut ahead = cursor.clone();
    ahead.sign(SyntaxKind::Comma) && ahead.sees(words)
}

/// Takes a comma and these words where they come next.
fn after_comma(cursor: &mut Cursor<'_>, words: &str) -> bool {
    let there = sees_after_comma(cursor, words);
    if there {
        cursor.sign(SyntaxKind::Comma);
        cursor.eat(words);
    }
    there
}

fn snapback(cursor: &mut Cursor<'_>) -> Read<Snapback> {
    let k = cursor.keywords;
    let mut effects = vec![effect(cursor)?];
    while cursor.sign(SyntaxKind::Comma) {
        effects.push(effect(cursor)?);
    }
    cursor.need(k.after)?;
    let after = cursor.period()?;
    let at = if cursor.eat(k.at) {
        let clock = clock(cursor)?;
        cursor.need(k.in_)?;
        let zone = cursor.words_until("a zone, such as `UTC+02:00` or `Europe/Rome`", |one| {
            one.at_separator() || [k.unless, k.and, k.or].iter().any(|word| one.sees(word))
        })?;
        Some((clock, zone))
    } else {
        None
    };
    let (unless_cured, unless_decided_by) = if cursor.eat(k.unless) {
        stops(cursor)?
    } else {
        (false, Vec::new())
    };
    Ok(Snapback {
        effects,
        after,
        at,
        unless_cured,
        unless_decided_by,
    })
}

fn effect(cursor: &mut Cursor<'_>) -> Read<SnapbackEffect> {
    let k = cursor.keywords;
    if cursor.eat(k.revives) {
        // A name such as `S1` may look like the number of a clause.
        let declared = cursor.names.longest(cursor.text, cursor.rest()) > 0;
        if cursor.sees_clause() && !declared {
            return Ok(SnapbackEffect::RevivesClause(cursor.clause()?));
        }
        return Ok(SnapbackEffect::RevivesPhase(
            cursor.name("the number of a clause or the name of a phase")?,
        ));
    }
    if cursor.eat(k.ends) {
        return Ok(SnapbackEffect::Ends(cursor.clause()?));
    }
    if cursor.eat(k.suspends) {
        return Ok(SnapbackEffect::Suspends(cursor.clause()?));
    }
    cursor.expected("`revives`, `ends` or `suspends`")
}

/// Takes a time of the clock, such as `20:00`.
fn clock(cursor: &mut Cursor<'_>) -> Read<ClockTime> {
    const WHAT: &str = "a time of the clock, such as `20:00`";
    let text = cursor.peek(0);
    let parts = text.split_once(':').filter(|(hours, minutes)| {
        let two = |digits: &str| digits.len() == 2 && digits.chars().all(|c| c.is_ascii_digit());
        two(hours) && two(minutes)
    });
    let Some((hours, minutes)) = parts else {
        return cursor.expected(WHAT);
    };
    let clock = hours
        .parse()
        .ok()
        .zip(minutes.parse().ok())
        .and_then(|(hours, minutes)| ClockTime::new(hours, minutes, 0, 0).ok());
    let Some(clock) = clock else {
        return Err(Trouble::known(
            "E117",
            cursor.here(),
            format!("`{text}` is no time of the clock"),
            &["write a time from `00:00` to `23:59`"],
        ));
    };
    cursor.take_clock();
    Ok(clock)
}

/// Reads what stops a snapback: `cured`, `ACTOR decides otherwise`, with `or`
/// between them. An `or` that something else follows joins parts.
fn stops(cursor: &mut Cursor<'_>) -> Read<(bool, Vec<Name>)> {
    let k = cursor.keywords;
    let (mut cured, mut deciders) = (false, Vec::new());
    if !stop(cursor, &mut cured, &mut deciders) {
        return cursor.expected("`cured`, or a name and `decides otherwise`");
    }
    while cursor.sees(k.or) {
        let more = cursor.attempt(|ahead| {
            ahead.need(k.or)?;
            if stop(ahead, &mut cured, &mut deciders) {
                Ok(())
            } else {
                ahead.expected("`cured`, or a name and `decides otherwise`")
            }
        });
        if more.is_none() {
            break;
        }
    }
    Ok((cured, deciders))
}

fn stop(cursor: &mut Cursor<'_>, cured: &mut bool, deciders: &mut Vec<Name>) -> bool {
    let k = cursor.keywords;
    if cursor.eat(k.cured) {
        *cured = true;
        return true;
    }
    let decider = cursor.attempt(|ahead| {
        let name = ahead.name("a name")?;
        ahead.need(k.decides_otherwise)?;
        Ok(name)
    });
    let found = decider.is_some();
    deciders.extend(decider);
    found
}

fn rider(cursor: &mut Cursor<'_>, known: &[StepRider]) -> Read<StepRider> {
    let start = cursor.here().start;
    let rider = one_rider(cursor)?;
    let kind = std::mem::discriminant(&rider);
    if known.iter().any(|one| std::mem::discriminant(one) == kind) {
        return Err(Trouble::known(
            "E112",
            Span::new(start, cursor.end()),
            "this is said twice of one step",
            &["say it once"],
        ));
    }
    Ok(rider)
}

fn one_rider(cursor: &mut Cursor<'_>) -> Read<StepRider> {
    let k = cursor.keywords;
    let start = cursor.here().start;
    if cursor.eat(k.no_finding_before) {
        return Ok(StepRider::NoFindingBefore);
    }
    if cursor.eat(k.accused_abstains) {
        return Ok(StepRider::AccusedAbstains);
    }
    if cursor.eat(k.decides_by) {
        let need = cursor.count("how many votes decide, such as `3 of 5`")?;
        cursor.need(k.of)?;
        let all = cursor.count("of how many votes")?;
        return Ok(StepRider::Decides(need, all, cursor.since(start)));
    }
    if cursor.eat(k.extended_by_consent) {
        let by = cursor.names("the name of who consents")?;
        let at_most: Option<Period> = cursor
            .eat(k.for_at_most)
            .then(|| cursor.period())
            .transpose()?;
        return Ok(StepRider::Extended(by, at_most));
    }
    if cursor.eat(k.silence) {
        return silence(cursor).map(StepRider::Silence);
    }
    cursor.expected(
        "`no finding before reply or expiry`, `accused abstains`, `decides by` and votes, \
         `extended by consent of` and names, or `silence` and what it means",
    )
}

fn silence(cursor: &mut Cursor<'_>) -> Read<StepSilence> {
    let k = cursor.keywords;
    for (words, silence) in [
        (k.goes_on, StepSilence::GoesOn),
        (k.waits, StepSilence::Waits),
        (k.closes_the_case, StepSilence::Closes),
        (k.means_substantiated, StepSilence::Substantiates),
        (k.means_not_substantiated, StepSilence::Refutes),
    ] {
        if cursor.eat(words) {
            return Ok(silence);
        }
    }
    cursor.expected(
        "`goes on`, `waits`, `closes the case`, `means substantiated` or `means not substantiated`",
    )
}

/// Reads `starts at step N`.
pub(super) fn start(label: Label, cursor: &mut Cursor<'_>) -> Read<Start> {
    let k = cursor.keywords;
    let start = cursor.here().start;
    let severity = match label {
        Label::Minor => Severity::Minor,
        Label::Serious => Severity::Serious,
        Label::Critical => Severity::Critical,
        _ => severity(cursor)?,
    };
    cursor.need(k.starts_at_step)?;
    let step = cursor.count("the number of a step")?;
    Ok(Start {
        severity,
        step,
        span: cursor.since(start),
    })
}
