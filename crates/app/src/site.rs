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
mod beside;
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
mod kinds;
mod links;
mod log;
mod overview;
mod reports;
mod table;
mod what_if;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};

use jiff::ToSpan as _;
use servanda_model::assessment::{AsOf, Assessment, Known};
use servanda_model::time::Instant;

use crate::dates;
use crate::error::Error;
use crate::export::xlsx;
use crate::folder::Folder;
use crate::language::Language;
use crate::opened::Opened;
use crate::report::{self, Checked, Input, Parts};
use crate::view::Envelope;

use evidence::CitedBy;

pub use about::About;
pub use article::{Paragraph, RuleField};
pub use beside::{Beside, Cell, Chart, FLOW_WIDTH, Flow, Label, Lane, Mark, Part, Picture, Square};
pub use calendar::has_calendar;
pub use cases::{CaseLine, CasePage, Cases, Neighbour};
pub use changes::{Changes, Courses};
pub use choice::{Choice, Chosen, Offer};
pub use clocks::Clock;
pub use commitment::Commitment;
pub use commitments::{ClauseLine, Commitments};
pub use course::{Course, Run, Runs};
pub use evidence::{EntryLine, EntryPage, Evidence};
pub use feed::{Feed, Item, has_feed};
pub use frame::{Cited, Frame, MenuEntry, MomentView};
pub use gates::Gates;
pub use kinds::{Body, PAGES, PageKind};
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
    /// What somebody still holds: two who look at one instant share it,
    /// whatever each tells changes from.
    moments: Mutex<BTreeMap<String, Weak<Moment>>>,
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

/// One assessment, and the one that changes are told from.
#[derive(Debug)]
pub struct Judged {
    /// The instants.
    pub instants: Instants,
    /// What is shown.
    pub now: Arc<Moment>,
    /// The earlier one.
    pub before: Arc<Moment>,
}

/// One assessment, with what is derived from it on first use.
#[derive(Debug)]
pub struct Moment {
    /// The assessment.
    pub assessment: Assessment,
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
            moments: Mutex::default(),
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
        format!("{} {}", key_of(instants.as_of), key_of(instants.since))
    }

    /// Assesses the folder for these instants.
    pub fn judge(&self, instants: Instants) -> Judged {
        Judged {
            instants,
            now: self.moment(instants.as_of),
            before: self.moment(instants.since),
        }
    }

    fn moment(&self, as_of: AsOf) -> Arc<Moment> {
        let key = key_of(as_of);
        let moments = || self.moments.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(held) = moments().get(&key).and_then(Weak::upgrade) {
            return held;
        }
        // Judged without the lock: two may do the same work, and agree.
        let moment = Arc::new(Moment {
            assessment: self.opened.assess(as_of),
            course: OnceLock::new(),
            cited_by: OnceLock::new(),
            days: OnceLock::new(),
        });
        let mut moments = moments();
        moments.retain(|_, held| held.strong_count() > 0);
        moments.insert(key, Arc::downgrade(&moment));
        moment
    }

    /// Returns the course of every status up to the instant judged.
    pub fn course<'j>(&self, judged: &'j Judged) -> &'j Course {
        judged
            .now
            .course
            .get_or_init(|| Course::of(&self.opened, judged.instants.as_of))
    }

    /// Returns what changed on which day before the instant judged.
    fn days<'j>(&self, judged: &'j Judged) -> &'j feed::Days {
        judged
            .now
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
                .map(|entry| entry.citation.to_string())
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
            .now
            .cited_by
            .get_or_init(|| evidence::cited_by(&judged.now.assessment))
    }

    pub(crate) fn input<'s>(&'s self, judged: &'s Judged, language: Language) -> Input<'s> {
        Input {
            plan: &self.opened.plan,
            record: &self.opened.record,
            head: &self.opened.head,
            settings: &self.opened.folder.settings,
            folder: &self.folder,
            assessment: &judged.now.assessment,
            before: Some(&judged.before.assessment),
            checkability: self.checkability.clone(),
            language,
        }
    }
}

fn key_of(as_of: AsOf) -> String {
    let known = match as_of.known {
        Known::By(at) => at.to_string(),
        Known::Size(size) => size.to_string(),
    };
    format!("{} {known}", as_of.at)
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
        let assessment = &asking.judged.now.assessment;
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

    /// Writes what of the page has a position as GeoJSON.
    ///
    /// # Shape
    /// `None` where nothing can have one.
    pub fn geojson(&self, asking: &Asking) -> Option<String> {
        let input = asking.site.input(asking.judged, asking.language);
        let parts = Parts::new(&input);
        let notice = self.frame.heading.banner.plain();
        has_geojson(self.kind.name).then(|| beside::map::geojson(&parts, &notice))
    }

    /// Writes the page's tables as a workbook, a sheet each.
    ///
    /// # Errors
    /// As [`xlsx::sheets`].
    pub fn workbook(&self, asking: &Asking) -> Result<Vec<u8>, Error> {
        let opened = &asking.site.opened;
        let as_of = asking.judged.instants.as_of;
        let head = self.frame.say("head-notice").plain();
        let notice = self.frame.heading.banner.plain();
        let sheets: Vec<xlsx::Sheet> = self
            .body
            .tables(&self.frame)
            .into_iter()
            .map(|table| table.sheet((!notice.is_empty()).then_some((&head, &notice))))
            .collect();
        let book = xlsx::Book {
            title: &opened.plan.title,
            comment: &notice,
            made: opened.plan.zone.date_of(as_of.at),
            rtl: asking.language.direction() == "rtl",
        };
        xlsx::sheets(&book, &sheets)
    }
}

/// Returns whether a page has what can be drawn on a map.
pub fn has_geojson(page: &str) -> bool {
    page == "map"
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
