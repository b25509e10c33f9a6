//! The agreement's head: its name, Accord Time, calendars and languages.

use jiff::tz::{Offset, TimeZone};
use servanda_model::diagnostic::Span;
use servanda_model::plan::{Anchor, Attributed};
use servanda_model::time::{Calendar, Zone};
use servanda_syntax::ast;
use servanda_syntax::ast::Decl;

use super::scope::Kind;
use super::{ENTRY_INTO_FORCE, Lowering, anchor_value};
use crate::codes::{self, Wording};

impl Lowering<'_> {
    /// Lowers the head; returns whether there is a readable one.
    pub(super) fn agreement(&mut self, file: &ast::File) -> bool {
        let mut heads = file.declarations().filter_map(|one| match &one.decl {
            Decl::Agreement(agreement) => Some((agreement, one.span)),
            _ => None,
        });
        let Some((agreement, span)) = heads.next() else {
            let start = Span::new(0, self.text.find('\n').unwrap_or(self.text.len()));
            self.fault(
                codes::E120
                    .at(start, "the text does not say which agreement it is")
                    .effect("nothing in it can be judged")
                    .way_out(
                        "begin the first block with a line such as `agreement  Riverside Accord`",
                    ),
            );
            return false;
        };
        for (second, _) in heads {
            self.fault(
                codes::E121
                    .at(second.name.span, "the agreement is named twice")
                    .label(agreement.name.span, "the first name")
                    .effect("the first one holds")
                    .way_out("leave one out, or gather instruments with `part`"),
            );
        }
        self.plan.title.clone_from(&agreement.name.text);
        if let Some(time) = &agreement.time {
            self.zone(time);
        }
        if let Some(languages) = &agreement.languages {
            self.plan.languages = languages
                .names
                .iter()
                .map(|name| name.text.clone())
                .collect();
        }
        for calendar in &agreement.calendars {
            self.calendar(calendar);
        }
        let declared = self.scope.find(ENTRY_INTO_FORCE, &[Kind::Anchor]).is_some();
        if !declared {
            self.scope
                .declare(Kind::Anchor, ENTRY_INTO_FORCE, span, self.out);
            self.plan.anchors.push(Anchor {
                name: ENTRY_INTO_FORCE.into(),
                stated: agreement.in_force.as_ref().map(anchor_value),
                adopted_by: None,
                span,
            });
        }
        let by = self.actors(&agreement.attributed);
        self.attributed = Attributed { by };
        true
    }

    fn zone(&mut self, time: &ast::Time) {
        let name = time.zone.text.clone();
        match zone(&name) {
            Some(zone) => self.plan.zone = Zone { name, zone },
            None => self.fault(
                codes::E127
                    .at(time.zone.span, format!("there is no zone `{name}`"))
                    .effect("days are counted in UTC instead")
                    .way_out("write an offset such as `UTC+02:00`")
                    .way_out("or the name of a zone, such as `Asia/Jerusalem`"),
            ),
        }
    }

    fn calendar(&mut self, calendar: &ast::Calendar) {
        let mut rest: Vec<i8> = calendar.rest.iter().map(|(day, _)| day.number()).collect();
        rest.sort_unstable();
        rest.dedup();
        if rest.len() == 7 {
            self.fault(
                codes::E128
                    .at(
                        calendar.span,
                        format!("{} rest on every day of the week", calendar.name.text),
                    )
                    .effect("a period counted in them never ends, so the days of rest are left out")
                    .way_out("leave at least one working day"),
            );
            rest.clear();
        }
        let holidays = calendar
            .holidays
            .as_ref()
            .map(|annex| self.annexes.dates(&annex.text, annex.span));
        let holidays = holidays
            .and_then(|dates| self.take(dates))
            .unwrap_or_default();
        if self.scope.holds(&calendar.name.text, calendar.name.span) {
            self.plan.calendars.push(Calendar {
                name: calendar.name.text.as_str().into(),
                rest,
                holidays,
            });
        }
    }
}

/// Reads an offset from UTC or the name of a zone.
pub(super) fn zone(name: &str) -> Option<TimeZone> {
    let Some(offset) = name.strip_prefix("UTC") else {
        return TimeZone::get(name).ok();
    };
    if offset.is_empty() {
        return Some(TimeZone::UTC);
    }
    let (sign, digits) = match (
        offset.strip_prefix('+'),
        offset.strip_prefix(['-', '\u{2212}']),
    ) {
        (Some(digits), _) => (1, digits),
        (None, Some(digits)) => (-1, digits),
        (None, None) => return None,
    };
    let (hours, minutes) = digits.split_once(':')?;
    if hours.len() != 2 || minutes.len() != 2 {
        return None;
    }
    let hours: i32 = hours
        .parse()
        .ok()
        .filter(|hours| (0..=14).contains(hours))?;
    let minutes: i32 = minutes
        .parse()
        .ok()
        .filter(|minutes| (0..60).contains(minutes))?;
    let offset = Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()?;
    Some(TimeZone::fixed(offset))
}
