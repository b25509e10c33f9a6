//! The public site as plain data: what each page shows, with every figure of it
//! also as a table.
//!
//! What lives here: an agreement folder made ready to be shown ([`Site`]), one
//! assessment with what the pages derive from it ([`Judged`]), and one view per
//! page ([`page`]). What does not: markup, addresses of requests, caching
//! (`server`). A page is a view here, a template there, and a line in [`PAGES`].
//!
//! Entry points: [`Site::open`], [`Site::judge`], [`page`].
//!
//! # Invariants
//! A page is a function of the record's head, the as-of, the language and what
//! was chosen on it. Nothing totals a party, and no pillar has a status.

mod about;
mod article;
mod calendar;
mod cases;
mod changes;
mod choice;
mod clocks;
mod commitment;
mod commitments;
mod course;
mod evidence;
mod feed;
mod frame;
mod gates;
mod links;
mod log;
mod overview;
mod reports;
mod table;
mod what_if;

use std::sync::OnceLock;

use jiff::ToSpan as _;
use serde::Serialize;
use servanda_model::assessment::{AsOf, Assessment, Known};
use servanda_model::time::Instant;

use crate::dates;
use crate::error::Error;
use crate::folder::Folder;
use crate::language::Language;
use crate::opened::Opened;
use crate::report::{self, Checked, Input, Parts};
use crate::view::Envelope;

use evidence::CitedBy;

pub use about::About;
pub use article::{Paragraph, RuleField};
pub use changes::{Changes, Courses};
pub use calendar::has_calendar;
pub use cases::{CaseLine, CasePage, Cases};
pub use choice::{Choice, Chosen, Offer};
pub use clocks::Clock;
pub use commitment::Commitment;
pub use commitments::{ClauseLine, Commitments};
pub use course::{Course, Run, Runs};
pub use evidence::{EntryLine, EntryPage, Evidence};
pub use feed::{Feed, Item, has_feed};
pub use frame::{Cited, Frame, MenuEntry, MomentView};
pub use gates::Gates;
pub use links::{Links, Place, encoded, filed};
pub use log::{Inclusion, Log};
pub use overview::{Bar, Overview, Step, Unit, Units};
pub use reports::{COMMITTEE, Document, Reports};
pub use table::Table;
pub use what_if::{Changed, Moved, Reworded, TEXT_BYTES_MAX, Tried, WhatIf};

/// How many hours before the instant judged changes are told from, where
/// nothing else is asked.
const SINCE_HOURS: i64 = 30 * 24;

/// An agreement folder, ready to be shown.
#[derive(Debug)]
pub struct Site {
    /// The folder, its text compiled and its record read.
    pub opened: Opened,
    /// The log that the record was read from.
    pub log: Log,
    folder: String,
    checkability: Vec<Checked>,
}

/// What of the two instants a reader asked for, as written.
///
/// # Shape
/// `None` and an empty text both mean that nothing was asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Asked {
    /// The instant judged.
    pub at: Option<String>,
    /// What was known.
    pub known: Option<String>,
    /// From when changes are told.
    pub since: Option<String>,
}

/// The instants of a page, resolved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instants {
    /// The as-of of the assessment.
    pub as_of: AsOf,
    /// The as-of that changes are told from.
    pub since: AsOf,
}

/// One assessment, the one that changes are told from, and what is derived
/// from both on first use.
#[derive(Debug)]
pub struct Judged {
    /// The instants.
    pub instants: Instants,
    /// The assessment shown.
    pub assessment: Assessment,
    /// The earlier one.
    pub before: Assessment,
    course: OnceLock<Course>,
    cited_by: OnceLock<CitedBy>,
    days: OnceLock<feed::Days>,
}

impl Site {
    /// Opens a folder; `named` is how the user named it, for commands shown.
    ///
    /// # Errors
    /// As [`Opened::open`].
    pub fn open(folder: Folder, named: &str) -> Result<Self, Error> {
        let opened = Opened::open(folder)?;
        let checkability = opened.checkability();
        let log = Log::open(&opened.folder, &opened.plan, opened.head.size)?;
        Ok(Self {
            opened,
            log,
            folder: named.to_owned(),
            checkability,
        })
    }

    /// Resolves what was asked.
    ///
    /// # Shape
    /// What was left out is as on the command line; `now` is cut to its minute,
    /// so that all readers of one minute share one assessment.
    ///
    /// # Errors
    /// `Argument`, where a text is no time.
    pub fn instants(&self, asked: &Asked, now: Instant) -> Result<Instants, Error> {
        let text = |text: &Option<String>| {
            let kept = text.as_deref().map(str::trim);
            kept.filter(|text| !text.is_empty()).map(str::to_owned)
        };
        let minute = Instant::from_second(now.as_second() / 60 * 60).unwrap_or(now);
        let as_of = self.opened.as_of(
            text(&asked.at).as_deref(),
            text(&asked.known).as_deref(),
            minute,
        )?;
        let since = match text(&asked.since) {
            None => {
                let earlier = as_of.at.checked_sub(SINCE_HOURS.hours());
                let earlier = earlier.unwrap_or(as_of.at);
                AsOf {
                    at: earlier,
                    known: Known::By(earlier),
                }
            }
            Some(since) => {
                let known = dates::read_known(&since, &self.opened.plan.zone);
                match known.map_err(Error::Argument)? {
                    Known::By(at) => AsOf {
                        at,
                        known: Known::By(at),
                    },
                    size @ Known::Size(_) => AsOf {
                        at: as_of.at,
                        known: size,
                    },
                }
            }
        };
        Ok(Instants { as_of, since })
    }

    /// Writes instants as a key: the same for the same assessment.
    pub fn key(&self, instants: &Instants) -> String {
        let one = |as_of: &AsOf| {
            let known = match as_of.known {
                Known::By(at) => at.to_string(),
                Known::Size(size) => size.to_string(),
            };
            format!("{} {known}", as_of.at)
        };
        format!("{} {}", one(&instants.as_of), one(&instants.since))
    }

    /// Assesses the folder for these instants.
    pub fn judge(&self, instants: Instants) -> Judged {
        Judged {
            instants,
            assessment: self.opened.assess(instants.as_of),
            before: self.opened.assess(instants.since),
            course: OnceLock::new(),
            cited_by: OnceLock::new(),
            days: OnceLock::new(),
        }
    }

    /// Returns the course of every status up to the instant judged.
    pub fn course<'j>(&self, judged: &'j Judged) -> &'j Course {
        judged
            .course
            .get_or_init(|| Course::of(&self.opened, judged.instants.as_of))
    }

    /// Returns what changed on which day before the instant judged.
    fn days<'j>(&self, judged: &'j Judged) -> &'j feed::Days {
        judged
            .days
            .get_or_init(|| feed::Days::of(&self.opened, judged.instants.as_of))
    }

    /// Writes the committee's report for these instants as one page of its own.
    ///
    /// # Errors
    /// As [`report::html`].
    pub fn report(&self, judged: &Judged, language: Language) -> Result<String, Error> {
        report::html(&report::report(&self.input(judged, language)))
    }

    /// Returns every item of a page's kind at these instants, as addresses name
    /// them.
    pub fn items(&self, page: &str, judged: &Judged) -> Vec<String> {
        let input = self.input(judged, Language::English);
        match page {
            "commitments" => {
                let clauses = self.opened.plan.clauses.iter();
                clauses.map(|clause| clause.id.to_string()).collect()
            }
            "evidence" => Parts::new(&input)
                .known()
                .map(|entry| entry.index.0.to_string())
                .collect(),
            "cases" => {
                let cases = cases::named(&Parts::new(&input));
                cases.into_iter().map(|(name, _)| name).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Returns which commitments rest on which entries.
    fn cited_by(judged: &Judged) -> &CitedBy {
        judged
            .cited_by
            .get_or_init(|| evidence::cited_by(&judged.assessment))
    }

    fn input<'s>(&'s self, judged: &'s Judged, language: Language) -> Input<'s> {
        Input {
            plan: &self.opened.plan,
            record: &self.opened.record,
            head: &self.opened.head,
            settings: &self.opened.folder.settings,
            folder: &self.folder,
            assessment: &judged.assessment,
            before: Some(&judged.before),
            checkability: self.checkability.clone(),
            language,
        }
    }
}

/// What a page is made from.
pub struct Asking<'a> {
    /// The folder.
    pub site: &'a Site,
    /// The assessment.
    pub judged: &'a Judged,
    /// The language of the page.
    pub language: Language,
    /// What was chosen on the page.
    pub choice: &'a Choice,
    /// Which one of the page's kind, where it has several.
    pub item: Option<&'a str>,
    /// Where the page stands among its links.
    pub place: &'a Place,
}

/// One line of the table of pages.
#[derive(Clone, Copy, Debug)]
pub struct PageKind {
    /// Its name in addresses and, after `page-`, among the messages.
    pub name: &'static str,
    /// Whether it is one of several, each with a name of its own.
    pub item: bool,
    /// Makes its body; `None` where there is no such item.
    pub make: fn(&Asking, &Parts) -> Option<Body>,
}

/// Every page, those of the menu in its order.
pub const PAGES: &[PageKind] = &[
    PageKind {
        name: "overview",
        item: false,
        make: |_, parts| Some(Body::Overview(Overview::new(parts))),
    },
    PageKind {
        name: "commitments",
        item: false,
        make: |asking, parts| Some(Body::Commitments(Commitments::new(asking, parts))),
    },
    PageKind {
        name: "commitments",
        item: true,
        make: |asking, parts| {
            Commitment::new(asking, parts).map(|one| Body::Commitment(Box::new(one)))
        },
    },
    PageKind {
        name: "gates",
        item: false,
        make: |_, parts| Some(Body::Gates(Gates::new(parts))),
    },
    PageKind {
        name: "cases",
        item: false,
        make: |asking, parts| Some(Body::Cases(Cases::new(asking, parts))),
    },
    PageKind {
        name: "cases",
        item: true,
        make: |asking, parts| CasePage::new(asking, parts).map(|one| Body::Case(Box::new(one))),
    },
    PageKind {
        name: "evidence",
        item: false,
        make: |asking, parts| Some(Body::Evidence(Evidence::new(asking, parts))),
    },
    PageKind {
        name: "evidence",
        item: true,
        make: |asking, parts| EntryPage::new(asking, parts).map(|one| Body::Entry(Box::new(one))),
    },
    PageKind {
        name: "changes",
        item: false,
        make: |asking, parts| Some(Body::Changes(Changes::new(asking, parts))),
    },
    PageKind {
        name: "what-if",
        item: false,
        make: |asking, parts| Some(Body::WhatIf(Box::new(WhatIf::new(asking, parts)))),
    },
    PageKind {
        name: "reports",
        item: false,
        make: |_, parts| Some(Body::Reports(Reports::new(parts))),
    },
    PageKind {
        name: "about",
        item: false,
        make: |_, parts| Some(Body::About(About::new(parts))),
    },
];

/// What one page shows.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum Body {
    /// Phases, checkability, pillars, changes, dates.
    Overview(Overview),
    /// The list of commitments.
    Commitments(Commitments),
    /// One commitment.
    Commitment(Box<Commitment>),
    /// Phases and who waits for whom.
    Gates(Gates),
    /// The list of cases.
    Cases(Cases),
    /// One case.
    Case(Box<CasePage>),
    /// The list of entries.
    Evidence(Evidence),
    /// One entry.
    Entry(Box<EntryPage>),
    /// What changed.
    Changes(Changes),
    /// An amendment tried.
    WhatIf(Box<WhatIf>),
    /// Documents to be printed and sent.
    Reports(Reports),
    /// What names and ends the record, and how to read the site.
    About(About),
}

impl Body {
    /// Returns its figures as tables, the page's main one first.
    pub fn tables(&self, frame: &Frame) -> Vec<Table> {
        match self {
            Self::Overview(page) => page.tables(frame),
            Self::Commitments(page) => page.tables(frame),
            Self::Commitment(page) => page.tables(frame),
            Self::Gates(page) => page.tables(frame),
            Self::Cases(page) => page.tables(frame),
            Self::Case(page) => page.tables(frame),
            Self::Evidence(page) => page.tables(frame),
            Self::Entry(page) => page.tables(frame),
            Self::Changes(page) => page.tables(frame),
            Self::WhatIf(page) => page.tables(frame),
            Self::Reports(page) => page.tables(frame),
            Self::About(page) => page.tables(frame),
        }
    }
}

/// A page: its frame and its body.
pub struct Page {
    /// What all pages have.
    pub frame: Frame,
    /// What it shows.
    pub body: Body,
    /// Its kind.
    pub kind: &'static PageKind,
}

impl Page {
    /// Wraps the page for programs.
    pub fn envelope(&self, asking: &Asking) -> Envelope {
        let data = serde_json::to_value(&self.body).unwrap_or_default();
        let assessment = &asking.judged.assessment;
        let command = if self.kind.item {
            format!("site/{}/one", self.kind.name)
        } else {
            format!("site/{}", self.kind.name)
        };
        Envelope::new(
            &command,
            &asking.site.opened,
            Some((assessment.as_of, assessment.known_by)),
            data,
        )
    }
}

impl Page {
    /// Makes the page's feed.
    ///
    /// # Shape
    /// `None` where it has none.
    pub fn feed(&self, asking: &Asking) -> Option<Feed> {
        let input = asking.site.input(asking.judged, asking.language);
        let parts = Parts::new(&input);
        has_feed(self.kind.name).then(|| feed::feed(asking, &parts, &self.frame))
    }

    /// Writes the page's deadlines and clocks as iCalendar.
    ///
    /// # Shape
    /// `None` where it has none.
    pub fn calendar(&self, asking: &Asking) -> Option<String> {
        let input = asking.site.input(asking.judged, asking.language);
        let parts = Parts::new(&input);
        has_calendar(self.kind.name).then(|| calendar::calendar(asking, &parts, &self.frame))
    }
}

/// Makes a page.
///
/// # Shape
/// `None` where there is no page of this name, or no such item.
pub fn page(name: &str, asking: &Asking) -> Option<Page> {
    let kind = PAGES
        .iter()
        .find(|kind| kind.name == name && kind.item == asking.item.is_some())?;
    let input = asking.site.input(asking.judged, asking.language);
    let parts = Parts::new(&input);
    let body = (kind.make)(asking, &parts)?;
    let frame = Frame::new(kind, &body, asking, &parts);
    Some(Page { frame, body, kind })
}

#[cfg(test)]
mod tests;
