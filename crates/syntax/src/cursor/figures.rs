//! Reads numbers, shares, dates, instants and periods.

use servanda_model::diagnostic::Span;
use servanda_model::figure::Decimal;
use servanda_model::time::{Date, Instant};

use super::Cursor;
use crate::ast::{Moment, MomentKind, Number, Period, PeriodUnit};
use crate::kind::SyntaxKind;
use crate::trouble::{Read, Trouble};

/// The most digits before and after the point of a number.
const DIGITS_MAX: usize = 18;

impl Cursor<'_> {
    /// Whether a plain number comes next.
    pub(crate) fn sees_number(&self) -> bool {
        is_number(self.peek(0))
    }

    /// Takes a plain number.
    pub(crate) fn number(&mut self, what: &str) -> Read<Number> {
        if !self.sees_number() {
            return self.expected(what);
        }
        self.thousands()?;
        self.decimal(self.peek(0))
    }

    /// Whether a share comes next.
    pub(crate) fn sees_share(&self) -> bool {
        self.peek(0).strip_suffix('%').is_some_and(is_number)
    }

    /// Takes a share: the figure before `%`.
    pub(crate) fn share(&mut self) -> Read<Number> {
        match self.peek(0).strip_suffix('%') {
            Some(figure) if is_number(figure) => self.decimal(figure),
            _ => self.expected("a share, such as `25%`"),
        }
    }

    fn decimal(&mut self, figure: &str) -> Read<Number> {
        let long = figure
            .split(['.', '-'])
            .any(|digits| digits.len() > DIGITS_MAX);
        let value = Decimal::from_str_exact(figure).ok().filter(|_| !long);
        let Some(value) = value else {
            return Err(Trouble::known(
                "E117",
                self.here(),
                format!("the number `{figure}` has too many digits"),
                &["write at most 18 digits before and after the point"],
            ));
        };
        let span = self.take(1, SyntaxKind::Number);
        Ok(Number { value, span })
    }

    /// Says that a number with separators, such as `10,000`, is not one.
    fn thousands(&self) -> Read<()> {
        if let [number, comma, digits, ..] = self.rest()
            && comma.kind == SyntaxKind::Comma
            && number.span.end == comma.span.start
            && comma.span.end == digits.span.start
            && digits.kind == SyntaxKind::Digits
        {
            return Err(Trouble::known(
                "E117",
                Span::new(number.span.start, digits.span.end),
                "a number has no commas inside",
                &["write the digits without a comma, such as `10000`"],
            ));
        }
        Ok(())
    }

    /// Takes a whole number.
    pub(crate) fn count(&mut self, what: &str) -> Read<u32> {
        let text = self.peek(0);
        if text.is_empty() || !text.chars().all(|c| c.is_ascii_digit()) {
            return self.expected(what);
        }
        self.thousands()?;
        match text.parse() {
            Ok(count) => {
                self.take(1, SyntaxKind::Number);
                Ok(count)
            }
            Err(_) => Err(Trouble::known(
                "E117",
                self.here(),
                format!("the number `{text}` is too large here"),
                &["write a whole number below 4294967296"],
            )),
        }
    }

    /// Whether something that looks like a date or an instant comes next.
    pub(crate) fn sees_moment(&self) -> bool {
        looks_like_date(self.peek(0).get(..10).unwrap_or(""))
    }

    /// Takes a date.
    pub(crate) fn date(&mut self) -> Read<(Date, Span)> {
        let moment = self.moment("a date, such as `2026-09-30`")?;
        match moment.kind {
            MomentKind::On(date) => Ok((date, moment.span)),
            MomentKind::At(_) => Err(Trouble::known(
                "E117",
                moment.span,
                "a date stands here, without the time of day",
                &["leave out everything from the `T` on"],
            )),
        }
    }

    /// Takes a date or an instant.
    pub(crate) fn moment(&mut self, what: &str) -> Read<Moment> {
        if !self.sees_moment() {
            return self.expected(what);
        }
        let text = self.peek(0);
        let kind = if text.len() == 10 {
            text.parse().ok().map(MomentKind::On)
        } else {
            instant(text).map(MomentKind::At)
        };
        let Some(kind) = kind else {
            return Err(Trouble::known(
                "E117",
                self.here(),
                format!("`{text}` is no date or instant of the calendar"),
                &[
                    "write a date as year-month-day, such as `2026-09-30`",
                    "write an instant with its offset, such as `2025-10-10T09:00Z`",
                ],
            ));
        };
        let span = self.take(1, SyntaxKind::Moment);
        Ok(Moment { kind, span })
    }

    /// Takes the next token as a time of the clock.
    pub(crate) fn take_clock(&mut self) {
        self.take(1, SyntaxKind::Moment);
    }

    /// Takes a period with its number.
    pub(crate) fn period(&mut self) -> Read<Period> {
        const WHAT: &str = "a period, such as `72 hours` or `7 days`";
        let start = self.here().start;
        let count = self.count(WHAT)?;
        let unit = self.period_unit("`hours`, `days`, `weeks`, `months`, `years` or a calendar")?;
        Ok(Period {
            count,
            unit,
            span: self.since(start),
        })
    }

    /// Takes a period, or the bare word of one (`each day`).
    pub(crate) fn rhythm(&mut self) -> Read<Period> {
        if self.kind(0) == Some(SyntaxKind::Digits) {
            return self.period();
        }
        let start = self.here().start;
        let unit = self.period_unit("a period, such as `day`, `month` or `2 weeks`")?;
        Ok(Period {
            count: 1,
            unit,
            span: self.since(start),
        })
    }

    /// Takes the unit of a period.
    pub(crate) fn period_unit(&mut self, what: &str) -> Read<PeriodUnit> {
        let k = self.keywords;
        for (one, many, unit) in [
            (k.hour, k.hours, PeriodUnit::Hours),
            (k.day, k.days, PeriodUnit::Days),
            (k.week, k.weeks, PeriodUnit::Weeks),
            (k.month, k.months, PeriodUnit::Months),
            (k.year, k.years, PeriodUnit::Years),
        ] {
            if self.eat(many) || self.eat(one) {
                return Ok(unit);
            }
        }
        Ok(PeriodUnit::Calendar(self.name(what)?))
    }
}

fn is_number(text: &str) -> bool {
    let text = text.strip_prefix('-').unwrap_or(text);
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    [whole, part]
        .iter()
        .all(|digits| !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit()))
}

fn looks_like_date(text: &str) -> bool {
    text.len() == 10
        && text.char_indices().all(|(at, c)| match at {
            4 | 7 => c == '-',
            _ => c.is_ascii_digit(),
        })
}

/// Reads `YYYY-MM-DDThh:mm` or `…:ss`, then `Z` or an offset.
fn instant(text: &str) -> Option<Instant> {
    let (date, clock) = text.split_once('T')?;
    let (clock, zone) = clock.split_at(clock.find(['Z', '+', '-'])?);
    let offset = zone.len() == 6 && zone.get(3..4) == Some(":");
    let seconds = match clock.len() {
        // Seconds are optional in the text, not for the library.
        5 => ":00",
        8 => "",
        _ => return None,
    };
    (zone == "Z" || offset)
        .then(|| format!("{date}T{clock}{seconds}{zone}"))
        .and_then(|text| text.parse().ok())
}
