//! The report as one self-contained page: no script, no request to any host.
//!
//! # Invariants
//! Everything outside the templates' own words passes through `Text` or
//! `Prose`, which escape, or through the template engine, which does too.

use std::path::PathBuf;

use askama::Template;

use super::view::Report;
use crate::error::Error;
use crate::language::Text;

/// The style of the report, on which the site's builds.
pub const STYLE: &str = include_str!("../../templates/report.css");

/// The drawings of all marks, for pages that name them.
pub const MARKS: &str = include_str!("../../templates/marks.html");

#[derive(Template)]
#[template(path = "report.html", whitespace = "minimize")]
struct Page<'a> {
    report: &'a Report,
    contents: Vec<(&'static str, &'a Text)>,
}

/// Writes the report as one HTML page.
///
/// # Errors
/// `Unreadable`, if the page cannot be written; it is written to memory, so
/// that only a fault of ours can cause it.
pub fn html(report: &Report) -> Result<String, Error> {
    let contents = vec![
        ("phases", &report.phases.title),
        ("checkable", &report.checkable.title),
        ("commitments", &report.pillars.title),
        ("cases", &report.cases.title),
        ("changes", &report.changes.title),
        ("dates", &report.dates.title),
        ("waits", &report.waits.title),
        ("indicators", &report.indicators.title),
        ("sources", &report.sources.title),
        ("ends", &report.ends.title),
        ("verify", &report.verify.title),
    ];
    let page = Page { report, contents };
    page.render().map_err(|fault| Error::Unreadable {
        path: PathBuf::from("report.html"),
        why: fault.to_string(),
    })
}
