//! Response ladders: who acts at each step, and for how long.
//!
//! A step is read from its own words: the actor it begins with, or `the
//! party`; `may reply`; `abstains`; the first `within PERIOD`.

use servanda_model::diagnostic::Span;
use servanda_model::names::ActorName;
use servanda_model::plan::{Ladder, LadderStep};
use servanda_model::time::{Period, PeriodUnit};
use servanda_syntax::ast;

use super::Lowering;
use super::scope::{ACTORS, Kind};

impl Lowering<'_> {
    pub(super) fn ladder(&mut self, ladder: &ast::Ladder, span: Span) {
        if !self.scope.holds(&ladder.name.text, ladder.name.span) {
            return;
        }
        let steps = ladder.steps.iter().map(|step| self.step(step)).collect();
        let severity = |start: &ast::Start| match start.severity {
            ast::Severity::Minor => "minor",
            ast::Severity::Serious => "serious",
            ast::Severity::Critical => "critical",
        };
        self.plan.ladders.push(Ladder {
            name: ladder.name.text.as_str().into(),
            opens: ladder.words.text.clone(),
            steps,
            starts: ladder
                .starts
                .iter()
                .map(|start| (severity(start).to_owned(), start.step))
                .collect(),
            cured_closes: ladder.cured_closes,
            span,
        });
    }

    fn step(&mut self, step: &ast::Step) -> LadderStep {
        let text = &step.words.text;
        let actor = self.acting(text);
        if actor.is_none() {
            self.unknown_actor(step);
        }
        LadderStep {
            number: step.number,
            by_accused: actor.is_none() && begins(text, "the party"),
            actor,
            reply: text.contains("may reply"),
            accused_abstains: text.contains("accused abstains"),
            within: self.within(text),
            text: text.clone(),
            span: step.span,
        }
    }

    /// The longest declared actor that the words begin with.
    fn acting(&self, text: &str) -> Option<ActorName> {
        let names = self.scope.all(ACTORS).filter(|name| begins(text, name));
        names.max_by_key(|name| name.len()).map(ActorName::new)
    }

    /// A step that begins with a name must begin with a declared one.
    fn unknown_actor(&mut self, step: &ast::Step) {
        let text = &step.words.text;
        let capitalised = |word: &&str| word.starts_with(char::is_uppercase);
        let words: Vec<&str> = text.split(' ').take_while(capitalised).collect();
        let declared = words.first().is_some_and(|_| {
            let name = words.join(" ");
            self.scope.find(&name, &[Kind::Role]).is_some()
        });
        if words.is_empty() || declared {
            return;
        }
        let name = ast::Name {
            text: words.join(" "),
            span: crate::locate::phrase_or(self.text, step.words.span, &words.join(" ")),
        };
        self.resolve(&name, ACTORS, "party or body");
    }

    fn within(&self, text: &str) -> Option<Period> {
        let (_, rest) = text.split_once("within ")?;
        let (count, rest) = rest.split_once(' ')?;
        let count = count.parse().ok().filter(|count| *count > 0)?;
        let word = rest.split([' ', ',', ';']).next()?;
        let unit = match word {
            "hour" | "hours" => PeriodUnit::Hour,
            "day" | "days" => PeriodUnit::Day,
            "week" | "weeks" => PeriodUnit::Week,
            "month" | "months" => PeriodUnit::Month,
            "year" | "years" => PeriodUnit::Year,
            _ => {
                let calendars = &self.plan.calendars;
                let known = calendars
                    .iter()
                    .find(|calendar| begins(rest, calendar.name.as_str()))?;
                PeriodUnit::Working(known.name.clone())
            }
        };
        Some(Period { count, unit })
    }
}

/// Whether a text begins with these whole words.
fn begins(text: &str, words: &str) -> bool {
    text.strip_prefix(words).is_some_and(|rest| {
        !rest.starts_with(|letter: char| letter.is_alphanumeric() || letter == '-')
    })
}
