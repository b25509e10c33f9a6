//! The pages as HTML: one template for each body.
//!
//! # Invariants
//! Everything outside the templates' own words passes through `Text` or
//! `Prose`, which escape, or through the template engine, which does too.

use askama::Template;
use servanda_app::language::{Language, Text, Words};
use servanda_app::report::MARKS;
use servanda_app::settings::Settings;
use servanda_app::site::{
    About, Beside, Body, CasePage, Cases, Changes, Commitment, Commitments, EntryPage, Evidence,
    FLOW_WIDTH as WIDTH, Feed, Frame, Gates, Overview, Page, Picture, Reports, WhatIf,
};

use crate::error::Error;

macro_rules! templates {
    ($($name:ident, $body:ty, $path:literal;)*) => {$(
        #[derive(Template)]
        #[template(path = $path, whitespace = "minimize")]
        struct $name<'a> {
            frame: &'a Frame,
            page: &'a $body,
            marks: &'static str,
        }
    )*};
}

templates! {
    OverviewPage, Overview, "overview.html";
    CommitmentsPage, Commitments, "commitments.html";
    CommitmentPage, Commitment, "commitment.html";
    GatesPage, Gates, "gates.html";
    CasesPage, Cases, "cases.html";
    OneCasePage, CasePage, "case.html";
    WhatIfPage, WhatIf, "what_if.html";
    EvidencePage, Evidence, "evidence.html";
    OneEntryPage, EntryPage, "entry.html";
    BesidePage, Beside, "beside.html";
    ChangesPage, Changes, "changes.html";
    ReportsPage, Reports, "reports.html";
    AboutPage, About, "about.html";
}

/// Writes a page.
///
/// # Errors
/// `Page`; a page is written to memory, so that only a fault of ours can cause
/// it.
pub(crate) fn html(page: &Page) -> Result<String, Error> {
    let (frame, marks) = (&page.frame, MARKS);
    let written = match &page.body {
        Body::Overview(page) => OverviewPage { frame, page, marks }.render(),
        Body::Commitments(page) => CommitmentsPage { frame, page, marks }.render(),
        Body::Commitment(page) => CommitmentPage { frame, page, marks }.render(),
        Body::Gates(page) => GatesPage { frame, page, marks }.render(),
        Body::Cases(page) => CasesPage { frame, page, marks }.render(),
        Body::Case(page) => OneCasePage { frame, page, marks }.render(),
        Body::WhatIf(page) => WhatIfPage { frame, page, marks }.render(),
        Body::Evidence(page) => EvidencePage { frame, page, marks }.render(),
        Body::Entry(page) => OneEntryPage { frame, page, marks }.render(),
        Body::Beside(page) => BesidePage { frame, page, marks }.render(),
        Body::Changes(page) => ChangesPage { frame, page, marks }.render(),
        Body::Reports(page) => ReportsPage { frame, page, marks }.render(),
        Body::About(page) => AboutPage { frame, page, marks }.render(),
    };
    written.map_err(|fault| Error::Page {
        page: frame.page.to_owned(),
        why: fault.to_string(),
    })
}

/// A feed.
#[derive(Template)]
#[template(path = "feed.xml")]
struct FeedPage<'a> {
    language: &'a str,
    feed: &'a Feed,
}

/// Writes a feed.
///
/// # Errors
/// `Page`, as [`html`].
pub(crate) fn feed(feed: &Feed, language: &str) -> Result<String, Error> {
    let page = FeedPage { language, feed };
    page.render().map_err(|fault| Error::Page {
        page: "feed".into(),
        why: fault.to_string(),
    })
}

/// A refusal, for readers.
#[derive(Template)]
#[template(path = "refusal.html", whitespace = "minimize")]
struct RefusalPage<'a> {
    language: &'static str,
    direction: &'static str,
    status: u16,
    title: Text,
    detail: &'a str,
    back: Text,
}

/// Writes a refusal for readers, in their language.
///
/// # Shape
/// `None` where it cannot be written, so that the plain form serves.
pub(crate) fn refusal(language: Language, status: u16, detail: &str) -> Option<String> {
    let words = Words::of(language);
    let page = RefusalPage {
        language: language.tag(),
        direction: language.direction(),
        status,
        title: words.say(&format!("refused-{status}")),
        detail,
        back: words.say("refused-back"),
    };
    page.render().ok()
}

/// The first page of an export: the languages there are.
#[derive(Template)]
#[template(path = "languages.html", whitespace = "minimize")]
struct LanguagesPage<'a> {
    title: &'a str,
    languages: Vec<(&'static str, &'static str, &'static str)>,
    banners: Vec<(&'static str, &'static str, Text)>,
}

/// Writes the first page of an export.
///
/// # Errors
/// `Page`, as [`html`].
pub(crate) fn languages(settings: &Settings) -> Result<String, Error> {
    let banner = if settings.example {
        Some("banner-example")
    } else {
        settings.unofficial.then_some("banner-unofficial")
    };
    let all = Language::ALL;
    let page = LanguagesPage {
        title: settings.title.as_deref().unwrap_or(&settings.id),
        languages: all
            .map(|one| (one.tag(), one.name(), one.direction()))
            .to_vec(),
        banners: all
            .iter()
            .filter_map(|one| Some((one.tag(), one.direction(), Words::of(*one).say(banner?))))
            .collect(),
    };
    page.render().map_err(|fault| Error::Page {
        page: "index".into(),
        why: fault.to_string(),
    })
}
