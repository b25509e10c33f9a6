//! The words of the pages, in several languages, and how names, dates and
//! numbers stand among them.
//!
//! What lives here: the languages there are, the message files (Fluent, under
//! `locales/`), plurals, dates and grouped numbers. What does not: sentences of
//! agreements and reasons, which stay in their own language and are only set
//! apart from the words around them. Entry point: [`Words::of`].
//!
//! # Invariants
//! Every language has every message. What is put into a message is isolated
//! first, so that an id or a date never changes the order of the words around
//! it.

pub mod text;

use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use servanda_model::assessment::{EvidenceAxis, Lateness, PhaseState, Status};
use servanda_model::figure::{Decimal, Figure};
use servanda_model::plan::Severity;
use servanda_model::time::{Date, Instant, Zone};
use unic_langid::LanguageIdentifier;

pub use text::{Prose, Text};

/// A language of the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Arabic.
    Arabic,
    /// Hebrew.
    Hebrew,
}

impl Language {
    /// Every language there is.
    pub const ALL: [Self; 3] = [Self::English, Self::Arabic, Self::Hebrew];

    /// Returns the BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Arabic => "ar",
            Self::Hebrew => "he",
        }
    }

    /// Returns its own name.
    pub fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Arabic => "العربية",
            Self::Hebrew => "עברית",
        }
    }

    /// Returns the direction of its script, as HTML writes it.
    pub fn direction(self) -> &'static str {
        match self {
            Self::English => "ltr",
            Self::Arabic | Self::Hebrew => "rtl",
        }
    }

    /// Returns the language of a BCP 47 tag, or nothing for any other.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|language| language.tag().eq_ignore_ascii_case(tag.trim()))
    }

    fn messages(self) -> &'static str {
        match self {
            Self::English => concat!(
                include_str!("../locales/en/report.ftl"),
                "\n",
                include_str!("../locales/en/site.ftl"),
                "\n",
                include_str!("../locales/en/export.ftl"),
                "\n",
                include_str!("../locales/en/desk.ftl")
            ),
            Self::Arabic => concat!(
                include_str!("../locales/ar/report.ftl"),
                "\n",
                include_str!("../locales/ar/site.ftl"),
                "\n",
                include_str!("../locales/ar/export.ftl"),
                "\n",
                include_str!("../locales/ar/desk.ftl")
            ),
            Self::Hebrew => concat!(
                include_str!("../locales/he/report.ftl"),
                "\n",
                include_str!("../locales/he/site.ftl"),
                "\n",
                include_str!("../locales/he/export.ftl"),
                "\n",
                include_str!("../locales/he/desk.ftl")
            ),
        }
    }

    fn identifier(self) -> LanguageIdentifier {
        // A tag of ours is well formed; a test holds that plurals follow it.
        self.tag().parse().unwrap_or_default()
    }
}

/// Something put into a message.
#[derive(Clone, Debug)]
pub enum Value {
    /// Words, already isolated where they need it.
    Words(Text),
    /// A number that chooses the plural; written grouped.
    Count(u64),
}

impl From<Text> for Value {
    fn from(text: Text) -> Self {
        Self::Words(text)
    }
}

impl From<usize> for Value {
    fn from(count: usize) -> Self {
        Self::Count(u64::try_from(count).unwrap_or(u64::MAX))
    }
}

impl From<u32> for Value {
    fn from(count: u32) -> Self {
        Self::Count(u64::from(count))
    }
}

impl From<u64> for Value {
    fn from(count: u64) -> Self {
        Self::Count(count)
    }
}

/// The words of one language.
#[derive(Clone, Copy)]
pub struct Words {
    /// Which language it is.
    pub language: Language,
    bundle: &'static FluentBundle<FluentResource>,
}

/// The message files, read once for each language: a page is made from them
/// in much less time than it takes to read them.
static BUNDLES: [OnceLock<FluentBundle<FluentResource>>; 3] = [const { OnceLock::new() }; 3];

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Words")
            .field("language", &self.language)
            .finish_non_exhaustive()
    }
}

impl Words {
    /// Returns the words of a language.
    pub fn of(language: Language) -> Self {
        let [english, arabic, hebrew] = &BUNDLES;
        let kept = match language {
            Language::English => english,
            Language::Arabic => arabic,
            Language::Hebrew => hebrew,
        };
        let bundle = kept.get_or_init(|| Self::read(language));
        Self { language, bundle }
    }

    fn read(language: Language) -> FluentBundle<FluentResource> {
        let mut bundle = FluentBundle::new_concurrent(vec![language.identifier()]);
        // WHY: every value is isolated by our own helper, which the page turns
        // into elements; a second layer of marks would only be noise.
        bundle.set_use_isolating(false);
        // A message file with faults still gives its good messages; a test
        // holds that there are none.
        let resource = match FluentResource::try_new(language.messages().to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        let _already_there = bundle.add_resource(resource);
        bundle
    }

    /// Returns a message without values.
    pub fn say(&self, id: &str) -> Text {
        self.say_with(id, &[])
    }

    /// Returns a message with its values.
    ///
    /// # Shape
    /// A [`Value::Count`] named `n` is `$n` for choosing the plural and
    /// `$n-text` for writing it. An unknown message is its id in brackets.
    pub fn say_with(&self, id: &str, values: &[(&str, Value)]) -> Text {
        let Some(pattern) = self
            .bundle
            .get_message(id)
            .and_then(|message| message.value())
        else {
            return Text::own(&format!("[{id}]"));
        };
        let mut args = FluentArgs::new();
        for (name, value) in values {
            match value {
                Value::Words(text) => {
                    args.set(
                        (*name).to_owned(),
                        FluentValue::from(text.marked().to_owned()),
                    );
                }
                Value::Count(count) => {
                    args.set((*name).to_owned(), FluentValue::from(*count));
                    let written = Text::ltr(&grouped(&count.to_string()));
                    args.set(
                        format!("{name}-text"),
                        FluentValue::from(written.marked().to_owned()),
                    );
                }
            }
        }
        let mut faults = Vec::new();
        Text::from_marked(
            self.bundle
                .format_pattern(pattern, Some(&args), &mut faults)
                .into_owned(),
        )
    }

    /// Returns whether a message exists.
    pub fn has(&self, id: &str) -> bool {
        self.bundle.has_message(id)
    }

    /// Writes a day as people do: `13 October 2025`.
    pub fn day(&self, date: Date) -> Text {
        let month = self.say(&format!("month-{}", date.month()));
        let text = self.say_with(
            "day",
            &[
                ("day", Text::plain_words(&date.day().to_string()).into()),
                ("month", month.into()),
                ("year", Text::plain_words(&date.year().to_string()).into()),
            ],
        );
        text.isolated(self.language)
    }

    /// Writes an instant: its day where it ends one, else with the minute.
    pub fn instant(&self, at: Instant, zone: &Zone) -> Text {
        let date = zone.date_of(at);
        if at == zone.day_end(date) {
            return self.day(date);
        }
        let zoned = at.to_zoned(zone.zone.clone());
        let time = format!("{:02}:{:02}", zoned.hour(), zoned.minute());
        self.say_with(
            "instant",
            &[
                ("day", self.day(date).into()),
                ("time", Text::ltr(&time).into()),
            ],
        )
    }

    /// Writes a run of days: one day, or the first and the last.
    pub fn days(&self, from: Date, to: Date) -> Text {
        if from == to {
            return self.day(from);
        }
        self.say_with(
            "days",
            &[("from", self.day(from).into()), ("to", self.day(to).into())],
        )
    }

    /// Returns the word for a status.
    pub fn status(&self, status: Status) -> Text {
        self.say(&format!("status-{}", status.key().replace('_', "-")))
    }

    /// Returns `18 met`: how many instances have a status.
    pub fn counted(&self, status: Status, count: u32) -> Text {
        self.say_with(
            "counted",
            &[("n", count.into()), ("status", self.status(status).into())],
        )
    }

    /// Returns the word of the evidence axis.
    pub fn evidence(&self, axis: EvidenceAxis) -> Text {
        self.say(match axis {
            EvidenceAxis::Verified => "evidence-verified",
            EvidenceAxis::Estimated => "evidence-estimated",
            EvidenceAxis::Declared => "evidence-declared",
            EvidenceAxis::Contradicted => "evidence-contradicted",
            EvidenceAxis::Insufficient => "evidence-insufficient",
            EvidenceAxis::NoInformation => "evidence-no-information",
        })
    }

    /// Returns the word for a phase's state.
    pub fn phase_state(&self, state: PhaseState) -> Text {
        self.say(match state {
            PhaseState::NotOpen => "phase-not-open",
            PhaseState::Declared => "phase-declared",
            PhaseState::Open => "phase-open",
            PhaseState::Closed => "phase-closed",
        })
    }

    /// Returns the word for a severity.
    pub fn severity(&self, severity: Severity) -> Text {
        self.say(match severity {
            Severity::Minor => "severity-minor",
            Severity::Serious => "severity-serious",
            Severity::Critical => "severity-critical",
        })
    }

    /// Returns the words for a lateness.
    pub fn lateness(&self, lateness: Lateness) -> Text {
        let (id, least, most) = match lateness {
            Lateness::Days(least, most) => ("late-days", least, most),
            Lateness::Hours(least, most) => ("late-hours", least, most),
            Lateness::Unknown => return self.say("late-unknown"),
        };
        let most_text = ("n", Value::Count(most.unsigned_abs()));
        if least == most {
            return self.say_with(id, &[most_text]);
        }
        let least_text = Text::ltr(&least.to_string());
        self.say_with(
            &format!("{id}-between"),
            &[("least", least_text.into()), most_text],
        )
    }

    /// Writes a number with its thousands apart.
    pub fn number(&self, number: Decimal) -> Text {
        Text::ltr(&grouped(&number.normalize().to_string()))
    }

    /// Writes a figure as its source gives it.
    pub fn figure(&self, figure: &Figure) -> Text {
        let with = |id: &str, number: &Decimal| {
            self.say_with(id, &[("number", self.number(*number).into())])
        };
        match figure {
            Figure::Exact(number) => self.number(*number),
            Figure::AtLeast(number) => with("figure-at-least", number),
            Figure::MoreThan(number) => with("figure-more-than", number),
            Figure::AtMost(number) => with("figure-at-most", number),
            Figure::LessThan(number) => with("figure-less-than", number),
            Figure::Between(low, high) => self.say_with(
                "figure-between",
                &[
                    ("low", self.number(*low).into()),
                    ("high", self.number(*high).into()),
                ],
            ),
        }
    }

    /// Joins texts as an enumeration of this language.
    pub fn list(&self, items: impl IntoIterator<Item = Text>) -> Text {
        let comma = match self.language {
            Language::English | Language::Hebrew => ", ",
            Language::Arabic => "، ",
        };
        Text::joined(items, comma)
    }
}

/// Puts a comma between the thousands of a number's whole part.
pub(crate) fn grouped(number: &str) -> String {
    let (sign, rest) = number
        .strip_prefix('-')
        .map_or(("", number), |rest| ("-", rest));
    let (whole, fraction) = rest
        .split_once('.')
        .map_or((rest, None), |(whole, part)| (whole, Some(part)));
    let mut out = String::from(sign);
    for (place, digit) in whole.chars().enumerate() {
        let left = whole.len().saturating_sub(place);
        if place > 0 && left.is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

#[cfg(test)]
mod tests;
