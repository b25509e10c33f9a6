//! What every page has around its body: banner, menu, instants, citation.

use jiff::ToSpan as _;
use serde::Serialize;
use servanda_model::assessment::{AsOf, Known, KnownBy, SEMANTICS};
use servanda_model::plan::AnchorValue;
use servanda_model::time::{Date, Instant, Zone};

use super::{Asking, Body, Links, PAGES, PageKind, has_calendar, has_feed, has_geojson};
use crate::dates;
use crate::language::{Language, Text, Words};
use crate::report::Parts;
use crate::report::view::{Cite, ClauseRef, Heading, Labels};

/// What every page has around its body.
pub struct Frame {
    /// BCP 47 tag of the page's language.
    pub language: &'static str,
    /// Its direction.
    pub direction: &'static str,
    /// Every language of the site: tag, its own name, link, direction.
    pub languages: Vec<(&'static str, &'static str, String, &'static str)>,
    /// The page's name in addresses.
    pub page: &'static str,
    /// Which of its kind it is.
    pub item: Option<String>,
    /// The page's title.
    pub title: Text,
    /// Banner, agreement's title and as-of.
    pub heading: Heading,
    /// The menu.
    pub menu: Vec<MenuEntry>,
    /// The time machine.
    pub moment: MomentView,
    /// How to cite the page.
    pub cited: Cited,
    /// Labels that the report has too.
    pub labels: Labels,
    /// Addresses.
    pub links: Links,
    /// The record in a line: size and short root.
    pub size: Text,
    /// The root, in full.
    pub root: String,
    /// The page's tables, by name.
    pub tables: Vec<&'static str>,
    /// The two instants in a sentence.
    pub as_of: Text,
    /// How entries count as known, in a sentence.
    pub known_how: Text,
    entries: u64,
    as_of_short: Text,
    narrowed: Vec<(&'static str, String)>,
    words: Words,
}

/// One line of the menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MenuEntry {
    /// The page's name in addresses.
    pub name: &'static str,
    /// Its title.
    pub title: Text,
    /// Whether it is the page itself, or the list it belongs to.
    pub here: bool,
}

/// The two instants, and how to ask for others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MomentView {
    /// The instant judged, as it stands in addresses.
    pub at: String,
    /// What was known, as it stands in addresses.
    pub known: String,
    /// The day of the instant judged.
    pub at_day: String,
    /// The day of what was known, where it is a day.
    pub known_day: String,
    /// The first day that can be asked for.
    pub first_day: String,
    /// The last.
    pub last_day: String,
    /// Whether the reader asked for instants of their own.
    pub asked: bool,
    /// Days to look at: what happened then, and the day.
    pub days: Vec<(Text, String)>,
}

/// How to cite a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cited {
    /// The citation.
    pub text: Text,
    /// The page's address with its instants, without the host.
    pub address: String,
}

impl Frame {
    /// Makes the frame of a page.
    pub(super) fn new(kind: &PageKind, body: &Body, asking: &Asking, parts: &Parts) -> Self {
        let language = asking.language;
        let words = Words::of(language);
        let asked = &asking.choice.asked;
        let links = Links::new(asking.place, language.tag(), kind.item, asked);
        let heading = parts.heading();
        let title = match body {
            Body::Commitment(one) => one.title(&words),
            Body::Entry(one) => one.title(&words),
            Body::Case(one) => one.title(&words),
            Body::Overview(_)
            | Body::Commitments(_)
            | Body::Gates(_)
            | Body::Cases(_)
            | Body::Evidence(_)
            | Body::Beside(_)
            | Body::Changes(_)
            | Body::WhatIf(_)
            | Body::Reports(_)
            | Body::About(_) => words.say(&format!("page-{}", kind.name)),
        };
        let moment = moment(asking, parts);
        let head = &asking.site.opened.head;
        let address = links.permanent(kind.name, asking.item, &moment.at, &moment.known);
        let cited = Cited {
            text: words.say_with(
                "cite-text",
                &[
                    ("agreement", heading.title.clone().into()),
                    ("page", title.clone().into()),
                    ("as-of", heading.as_of.clone().into()),
                    ("origin", Text::ltr(&head.origin).into()),
                    ("n", head.size.into()),
                    ("root", Text::ltr(&head.root).into()),
                    ("semantics", Text::ltr(SEMANTICS).into()),
                ],
            ),
            address,
        };
        let mut frame = Self {
            language: language.tag(),
            direction: language.direction(),
            languages: languages(kind, asking, &links),
            page: kind.name,
            item: asking.item.map(str::to_owned),
            title,
            menu: menu(kind, &words),
            moment,
            cited,
            labels: parts.labels(),
            links,
            size: words.say_with("entries", &[("n", head.size.into())]),
            entries: head.size,
            root: head.root.clone(),
            tables: Vec::new(),
            as_of: as_of(asking, parts),
            known_how: known_how(asking, &words),
            as_of_short: as_of_short(asking, parts),
            narrowed: narrowed(asking),
            heading,
            words,
        };
        frame.tables = body.tables(&frame).iter().map(|table| table.id).collect();
        frame
    }

    /// Returns a message of the page's language.
    pub fn say(&self, id: &str) -> Text {
        self.words.say(id)
    }

    /// Returns a message with a number in it.
    pub fn count(&self, id: &str, count: &usize) -> Text {
        self.words.say_with(id, &[("n", (*count).into())])
    }

    /// Returns how many entries the record had when the page was made.
    pub fn record_size(&self) -> u64 {
        self.entries
    }

    /// Returns what a figure is as of, in short.
    pub fn as_of_short(&self) -> Text {
        if self.moment.asked {
            self.as_of.clone()
        } else {
            self.as_of_short.clone()
        }
    }

    /// Returns where a figure comes from.
    pub fn source(&self) -> Text {
        self.words
            .say_with("site-source", &[("entries", self.size.clone().into())])
    }

    /// Links to a case.
    pub fn case(&self, name: &str) -> String {
        self.links.item("cases", name)
    }

    /// Returns whether the page has a feed.
    pub fn has_feed(&self) -> bool {
        has_feed(self.page) && !self.links.exported()
    }

    /// Returns whether the page has a calendar.
    pub fn has_calendar(&self) -> bool {
        has_calendar(self.page)
    }

    /// Returns whether the page has a workbook: among exported files only the
    /// lists have one, since there are as many items as entries.
    pub fn has_workbook(&self) -> bool {
        let file_of_an_item = self.links.exported() && self.item.is_some();
        !self.tables.is_empty() && !file_of_an_item
    }

    /// Returns whether the page has what can be drawn on a map.
    pub fn has_geojson(&self) -> bool {
        has_geojson(self.page)
    }

    /// Links to a commitment.
    pub fn clause(&self, clause: &ClauseRef) -> String {
        self.links.item("commitments", &clause.id.plain())
    }

    /// Links to an entry of the record.
    pub fn entry(&self, cite: &Cite) -> String {
        self.links.item("evidence", &cite.label.plain())
    }

    /// Links to another stretch of this page's list, as it is narrowed.
    pub fn stretch(&self, number: &u32) -> String {
        let number = number.to_string();
        let mut values: Vec<(&str, &str)> = Vec::new();
        values.extend(
            self.narrowed
                .iter()
                .map(|(name, value)| (*name, value.as_str())),
        );
        values.push(("stretch", &number));
        self.links.with(self.page, &values)
    }

    /// Links to this page with changes told since a day.
    pub fn since(&self, day: &str) -> String {
        self.links.with(self.page, &[("since", day)])
    }

    /// Links to this page in another form.
    pub fn form(&self, form: &str) -> String {
        self.links.form(self.page, self.item.as_deref(), form)
    }

    /// Links to one of this page's tables as CSV.
    pub fn csv(&self, table: &str) -> String {
        self.form(&format!("{table}.csv"))
    }
}

fn languages(
    kind: &PageKind,
    asking: &Asking,
    links: &Links,
) -> Vec<(&'static str, &'static str, String, &'static str)> {
    let one = |language: Language| {
        let link = links.in_language(language.tag(), kind.name, asking.item);
        (language.tag(), language.name(), link, language.direction())
    };
    Language::ALL.into_iter().map(one).collect()
}

fn menu(kind: &PageKind, words: &Words) -> Vec<MenuEntry> {
    let lists = PAGES.iter().filter(|page| !page.item);
    lists
        .map(|page| MenuEntry {
            name: page.name,
            title: words.say(&format!("page-{}", page.name)),
            here: page.name == kind.name,
        })
        .collect()
}

/// Writes an instant as addresses have it: its day where it ends one.
pub(super) fn written(at: Instant, zone: &Zone) -> String {
    let day = zone.date_of(at);
    if at == zone.day_end(day) {
        day.to_string()
    } else {
        dates::machine(at, zone)
    }
}

/// Says how entries count as known.
fn known_how(asking: &Asking, words: &Words) -> Text {
    words.say(match asking.judged.now.assessment.known_by {
        KnownBy::Received => "moment-received",
        KnownBy::Published => "moment-published",
    })
}

/// Returns what a long list is narrowed to, by name in addresses.
fn narrowed(asking: &Asking) -> Vec<(&'static str, String)> {
    let choice = asking.choice;
    let named = [("by", &choice.by), ("of", &choice.of)];
    let chosen = named.into_iter();
    chosen
        .filter_map(|(name, value)| Some((name, value.clone()?)))
        .collect()
}

/// Says both instants in a sentence.
fn as_of(asking: &Asking, parts: &Parts) -> Text {
    let words = parts.words();
    let zone = &parts.input().plan.zone;
    let size = asking.site.opened.head.size;
    let AsOf { at, known } = asking.judged.instants.as_of;
    let known = match known {
        Known::By(by) => words.say_with(
            "moment-known-by",
            &[("time", words.instant(by, zone).into())],
        ),
        Known::Size(first) if first >= size => {
            words.say_with("moment-known-all", &[("n", size.into())])
        }
        Known::Size(first) => words.say_with(
            "moment-known-first",
            &[
                ("first", Text::ltr(&first.to_string()).into()),
                ("n", size.into()),
            ],
        ),
    };
    words.say_with(
        "moment-as-of",
        &[
            ("at", words.instant(at, zone).into()),
            ("known", known.into()),
        ],
    )
}

/// Says the instant judged alone.
fn as_of_short(asking: &Asking, parts: &Parts) -> Text {
    let words = parts.words();
    let at = asking.judged.instants.as_of.at;
    let at = words.instant(at, &parts.input().plan.zone);
    words.say_with("site-as-of-short", &[("at", at.into())])
}

fn moment(asking: &Asking, parts: &Parts) -> MomentView {
    let opened = &asking.site.opened;
    let zone = &opened.plan.zone;
    let AsOf { at, known } = asking.judged.instants.as_of;
    let day = zone.date_of(at);
    let (known, known_day) = match known {
        Known::By(by) => (written(by, zone), zone.date_of(by).to_string()),
        Known::Size(size) => (size.to_string(), String::new()),
    };
    let last = opened.record_ends().map_or(day, |end| zone.date_of(end));
    let first = first_day(asking).unwrap_or(last).min(last);
    let given = |text: &Option<String>| text.as_deref().is_some_and(|text| !text.is_empty());
    let asked = &asking.choice.asked;
    MomentView {
        at: written(at, zone),
        known,
        at_day: day.to_string(),
        known_day,
        first_day: first.to_string(),
        last_day: last.max(day).to_string(),
        asked: given(&asked.at) || given(&asked.known),
        days: turning_days(asking, parts),
    }
}

/// Returns the first day of the agreement: its entry into force, where the text
/// states one.
fn first_day(asking: &Asking) -> Option<Date> {
    let plan = &asking.site.opened.plan;
    let stated = plan.anchors.iter().filter_map(|anchor| anchor.stated);
    stated
        .map(|value| match value {
            AnchorValue::At(at) => plan.zone.date_of(at),
            AnchorValue::On(day) => day,
        })
        .min()
}

/// Returns days that a reader may want to go back to: a week after a phase was
/// opened or declared, so that reports of it are known.
fn turning_days(asking: &Asking, parts: &Parts) -> Vec<(Text, String)> {
    let zone = &asking.site.opened.plan.zone;
    let mut days: Vec<(Text, String)> = Vec::new();
    for phase in &asking.judged.now.assessment.phases {
        let opened = phase.opened.as_ref().map(|opening| opening.at);
        let declared = phase.declared.first().map(|declaration| declaration.at);
        let Some(at) = opened.or(declared) else {
            continue;
        };
        let Ok(week) = zone.date_of(at).checked_add(7.days()) else {
            continue;
        };
        let what = parts.words().say_with(
            "moment-after",
            &[("phase", Text::own(phase.phase.0.as_str()).into())],
        );
        days.push((what, week.to_string()));
    }
    days
}
