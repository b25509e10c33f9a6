//! The files of the site that are no pages: one style, one script, an icon.
//!
//! # Invariants
//! Embedded in the binary, written by hand, and free of any other host.

use std::collections::BTreeMap;

use servanda_app::report::STYLE;

use crate::answer::{Answer, tag_of_bytes};

/// Counts changes of templates, so that caches see them.
pub(crate) const VERSION: &str = "1";

const SITE: &str = include_str!("../assets/site.css");
const SCRIPT: &str = include_str!("../assets/site.js");
const ICON: &str = include_str!("../assets/icon.svg");

/// Every file, ready to be sent, by name.
pub(crate) fn all() -> BTreeMap<&'static str, Answer> {
    let style = format!("{STYLE}\n{SITE}").into_bytes();
    let files = [
        ("site.css", "text/css; charset=utf-8", style),
        ("site.js", "text/javascript; charset=utf-8", SCRIPT.into()),
        ("icon.svg", "image/svg+xml", ICON.into()),
    ];
    let ready = files
        .into_iter()
        .map(|(name, media, bytes): (_, _, Vec<u8>)| {
            let tag = tag_of_bytes(&bytes);
            (name, Answer::new(media, bytes, tag))
        });
    ready.collect()
}
