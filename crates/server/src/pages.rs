//! The pages as HTML: one template for each body.
//!
//! # Invariants
//! Everything outside the templates' own words passes through `Text` or
//! `Prose`, which escape, or through the template engine, which does too.

use askama::Template;
use servanda_app::report::MARKS;
use servanda_app::site::{
    About, Body, Commitment, Commitments, EntryPage, Evidence, Frame, Gates, Overview, Page,
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
    EvidencePage, Evidence, "evidence.html";
    OneEntryPage, EntryPage, "entry.html";
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
        Body::Evidence(page) => EvidencePage { frame, page, marks }.render(),
        Body::Entry(page) => OneEntryPage { frame, page, marks }.render(),
        Body::About(page) => AboutPage { frame, page, marks }.render(),
    };
    written.map_err(|fault| Error::Page {
        page: frame.page.to_owned(),
        why: fault.to_string(),
    })
}
