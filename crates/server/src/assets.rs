//! The files of the site that are no pages: one style, one script, an icon.
//!
//! # Invariants
//! Embedded in the binary, written by hand, and free of any other host.

use servanda_app::report::STYLE;

/// Counts changes of templates, so that caches see them.
pub(crate) const VERSION: &str = "1";

const SITE: &str = include_str!("../assets/site.css");
const SCRIPT: &str = include_str!("../assets/site.js");
const ICON: &str = include_str!("../assets/icon.svg");

/// Every file: name, media type, bytes.
pub(crate) fn all() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let style = format!("{STYLE}\n{SITE}").into_bytes();
    vec![
        ("site.css", "text/css; charset=utf-8", style),
        ("site.js", "text/javascript; charset=utf-8", SCRIPT.into()),
        ("icon.svg", "image/svg+xml", ICON.into()),
    ]
}
