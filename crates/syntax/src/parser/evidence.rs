//! Reads evidence rules, silence, grace and severity.

use crate::ast::{
    Certified, Evidence, EvidenceOption, EvidenceOptionKind, Grace, GradeMark, OnSilence,
    ReportKind, Severity, SeverityRule, SeverityTest, Silence,
};
use crate::cursor::Cursor;
use crate::kind::SyntaxKind;
use crate::trouble::Read;

/// Reads `option { or option } [, report each item]`.
pub(super) fn evidence(cursor: &mut Cursor<'_>) -> Read<Evidence> {
    let k = cursor.keywords;
    let start = cursor.here().start;
    let mut options = vec![option(cursor)?];
    let mut each_item = false;
    loop {
        let comma = cursor.kind(0) == Some(SyntaxKind::Comma);
        let next = cursor.peek(usize::from(comma));
        if next == k.or {
            if comma {
                cursor.sign(SyntaxKind::Comma);
            }
            cursor.eat(k.or);
            options.push(option(cursor)?);
        } else if comma {
            cursor.sign(SyntaxKind::Comma);
            cursor.need(k.report_each_item)?;
            each_item = true;
            break;
        } else {
            break;
        }
    }
    Ok(Evidence {
        options,
        each_item,
        span: cursor.since(start),
    })
}

fn option(cursor: &mut Cursor<'_>) -> Read<EvidenceOption> {
    const WHAT: &str = "an evidence rule, such as `1 report by Monitors` or `2 of North, South each show the total`";
    let k = cursor.keywords;
    let start = cursor.here().start;
    let kind = if cursor.eat(k.none) {
        EvidenceOptionKind::None
    } else if cursor.kind(0) == Some(SyntaxKind::Text) {
        EvidenceOptionKind::Term(cursor.quoted(WHAT)?)
    } else {
        let count = cursor.count(WHAT)?;
        if cursor.eat(k.of) {
            some_of(cursor, count)?
        } else {
            reports(cursor, count)?
        }
    };
    Ok(EvidenceOption {
        kind,
        span: cursor.since(start),
    })
}

fn some_of(cursor: &mut Cursor<'_>, count: u32) -> Read<EvidenceOptionKind> {
    let k = cursor.keywords;
    let of = cursor.names("the name of an actor who reports")?;
    let show = if cursor.eat(k.each_show) {
        let stop = |cursor: &Cursor<'_>| {
            cursor.at_separator() || cursor.sees(k.graded) || cursor.sees(k.or)
        };
        Some(cursor.words_until("what each shows, such as `the day total`", stop)?)
    } else {
        None
    };
    Ok(EvidenceOptionKind::SomeOf {
        count,
        of,
        show,
        grade: grade(cursor)?,
    })
}

fn reports(cursor: &mut Cursor<'_>, count: u32) -> Read<EvidenceOptionKind> {
    let k = cursor.keywords;
    let independent = cursor.eat(k.independent);
    let kind = if cursor.eat(k.report) || cursor.eat(k.reports) {
        ReportKind::Report
    } else if cursor.eat(k.finding) || cursor.eat(k.findings) {
        ReportKind::Finding
    } else {
        return cursor.expected("`report`, `reports`, `finding`, `findings` or `of` and names");
    };
    let by = if cursor.eat(k.by) {
        cursor.names("the name of an actor who reports")?
    } else {
        Vec::new()
    };
    let neutral = cursor.attempt(|cursor| {
        cursor.need_sign(SyntaxKind::Comma, "`,`")?;
        let count = cursor.count("how many of them")?;
        cursor.need(k.of_them_neutral)?;
        Ok(count)
    });
    Ok(EvidenceOptionKind::Reports {
        count,
        independent,
        kind,
        by,
        neutral,
        grade: grade(cursor)?,
    })
}

fn grade(cursor: &mut Cursor<'_>) -> Read<Option<GradeMark>> {
    const WHAT: &str = "a grade: a letter A to F and a digit 1 to 6, such as `B2`";
    let k = cursor.keywords;
    if !cursor.eat(k.graded) {
        return Ok(None);
    }
    let mark: Vec<char> = cursor.peek(0).chars().collect();
    let [source @ 'A'..='F', digit @ '1'..='6'] = mark.as_slice() else {
        return cursor.expected(WHAT);
    };
    let content = digit
        .to_digit(10)
        .and_then(|digit| u8::try_from(digit).ok());
    let span = cursor.name_of(1).span;
    cursor.need(k.or_better)?;
    Ok(content.map(|content| GradeMark {
        source: *source,
        content,
        span,
    }))
}

/// Reads `means unknown` or `means not done once ACTOR closes WORDS`.
pub(super) fn silence(cursor: &mut Cursor<'_>) -> Read<Silence> {
    let k = cursor.keywords;
    if cursor.eat(k.means_unknown) {
        return Ok(Silence::Unknown);
    }
    if !cursor.eat(k.means_not_done_once) {
        return cursor
            .expected("`means unknown`, or `means not done once`, who closes, `closes` and what");
    }
    let by = cursor.name("the name of who closes")?;
    if !cursor.eat(k.closes) && !cursor.eat(k.close) {
        return cursor.expected("`closes` or `close`");
    }
    let what = cursor.phrase("what is closed, such as `the day`")?;
    Ok(Silence::NotDone { by, what })
}

/// Reads leeway.
pub(super) fn grace(cursor: &mut Cursor<'_>) -> Read<Grace> {
    let k = cursor.keywords;
    let period = cursor.period()?;
    if cursor.eat(k.in_any) {
        let window = cursor.period()?;
        let floor = if cursor.sign(SyntaxKind::Comma) {
            cursor.need(k.never_below)?;
            Some(cursor.number("the floor, as a number")?)
        } else {
            None
        };
        return Ok(Grace::Slack {
            periods: period.count,
            unit: period.unit,
            window,
            floor,
        });
    }
    if !cursor.eat(k.for_) {
        return Ok(Grace::Longer(period));
    }
    if !cursor.eat(k.a) {
        cursor.need(k.an)?;
    }
    let field = cursor.word("a field of the event, such as `person`")?;
    let by = cursor.name("the name of who certifies")?;
    if !cursor.eat(k.certify) && !cursor.eat(k.certifies) {
        return cursor.expected("`certify` or `certifies`");
    }
    let ground = cursor.phrase("what is certified, such as `unreachable`")?;
    Ok(Grace::Certified {
        period,
        field,
        by,
        ground,
    })
}

/// Reads the words that say how grave something is.
pub(super) fn severity(cursor: &mut Cursor<'_>) -> Read<Severity> {
    let k = cursor.keywords;
    for (word, severity) in [
        (k.minor, Severity::Minor),
        (k.serious, Severity::Serious),
        (k.critical, Severity::Critical),
    ] {
        if cursor.eat(word) {
            return Ok(severity);
        }
    }
    cursor.expected("`minor:`, `serious:` or `critical:` and a test")
}

/// Reads `minor: test; serious: test; …`.
pub(super) fn severities(cursor: &mut Cursor<'_>) -> Read<Vec<SeverityRule>> {
    let mut rules = Vec::new();
    loop {
        let start = cursor.here().start;
        let severity = severity(cursor)?;
        cursor.need_sign(SyntaxKind::Colon, "`:` and a test")?;
        let test = test(cursor)?;
        rules.push(SeverityRule {
            severity,
            test,
            span: cursor.since(start),
        });
        if !cursor.sign(SyntaxKind::Semicolon) {
            return Ok(rules);
        }
    }
}

fn test(cursor: &mut Cursor<'_>) -> Read<SeverityTest> {
    let k = cursor.keywords;
    if cursor.eat(k.otherwise) {
        return Ok(SeverityTest::Otherwise);
    }
    if cursor.eat(k.under) {
        let period = cursor.period()?;
        cursor.need(k.late)?;
        return Ok(SeverityTest::LateUnder(period));
    }
    if cursor.eat(k.above) {
        return cursor.number("a number").map(SeverityTest::Above);
    }
    if cursor.eat(k.below) {
        let number = cursor.number("a number")?;
        if !cursor.eat(k.on) {
            return Ok(SeverityTest::Below(number));
        }
        let days = cursor.count("how many days running")?;
        if !cursor.eat(k.day_running) {
            cursor.need(k.days_running)?;
        }
        return Ok(SeverityTest::BelowRunning(number, days));
    }
    let field = cursor.word(
        "a test: `under 24 hours late`, `below 600`, `above 10`, a field with its value, or \
         `otherwise`",
    )?;
    let value = cursor.value("the field's value")?;
    Ok(SeverityTest::FieldIs(field, value))
}

/// Reads `ACTOR [within PERIOD] [; silence …]`.
pub(super) fn certified(cursor: &mut Cursor<'_>) -> Read<Certified> {
    let k = cursor.keywords;
    let by = cursor.name("the name of who certifies")?;
    let within = if cursor.eat(k.within) {
        Some(cursor.period()?)
    } else {
        None
    };
    let silence = if cursor.sign(SyntaxKind::Semicolon) {
        Some(on_silence(cursor)?)
    } else {
        None
    };
    Ok(Certified {
        by,
        within,
        silence,
    })
}

fn on_silence(cursor: &mut Cursor<'_>) -> Read<OnSilence> {
    let k = cursor.keywords;
    if cursor.eat(k.silence_opens) {
        Ok(OnSilence::Opens)
    } else if cursor.eat(k.silence_keeps) {
        Ok(OnSilence::KeepsClosed)
    } else {
        cursor.expected("`silence opens the gate` or `silence keeps it closed`")
    }
}
