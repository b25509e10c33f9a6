//! What answers one request: a page in one of its forms, with its name for
//! caches.

use std::io::Write as _;

use axum::body::Bytes;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use servanda_app::language::Language;
use servanda_app::site::{Asking, COMMITTEE, Choice, Judged, Page, Place, Site, page};
use sha2::{Digest as _, Sha256};

use crate::error::Error;
use crate::pages;

/// The media type of a workbook.
pub(crate) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The form of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// For readers.
    Html,
    /// For programs.
    Json,
    /// One of its tables; the first where none is named.
    Csv(Option<String>),
    /// What changed, as a feed.
    Atom,
    /// What is due, as a calendar.
    Ics,
    /// Its tables, as a workbook.
    Xlsx,
    /// What has a position.
    Geojson,
}

/// What is sent: a page in one form, or another file of the site.
///
/// # Invariants
/// `packed` unpacks to `body`. It is packed once, when it is made, so that
/// sending costs nothing.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The media type.
    pub(crate) media: &'static str,
    /// The bytes.
    pub(crate) body: Bytes,
    /// The bytes, gzipped.
    pub(crate) packed: Bytes,
    /// The entity tag, quotes included.
    pub(crate) tag: String,
    /// What it may load, where that is another policy than the pages'.
    pub(crate) policy: Option<String>,
}

impl Answer {
    /// Makes an answer, and packs it.
    pub(crate) fn new(media: &'static str, body: Vec<u8>, tag: String) -> Self {
        let mut packing = GzEncoder::new(Vec::new(), Compression::new(6));
        // Writing to memory does not fail.
        let _written = packing.write_all(&body);
        let packed = packing.finish().unwrap_or_default();
        Self {
            media,
            body: body.into(),
            packed: packed.into(),
            tag,
            policy: None,
        }
    }

    /// Returns how many bytes it takes to keep.
    pub(crate) fn weight(&self) -> usize {
        self.body.len() + self.packed.len()
    }
}

/// What names a page among those of one record.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    /// The language.
    pub(crate) language: Language,
    /// The page.
    pub(crate) page: String,
    /// Which one of its kind.
    pub(crate) item: Option<String>,
    /// The form.
    pub(crate) form: Form,
    /// What was chosen.
    pub(crate) choice: Choice,
}

impl Wanted {
    /// Splits the last part of an address into a name and a form.
    ///
    /// # Shape
    /// `C08` is a page, `C08.json` its data, `C08.csv` its first table,
    /// `C08.course.csv` the table `course`. A clause `5.1` keeps its point.
    pub(crate) fn form(last: &str) -> (&str, Form) {
        let whole = [
            (".json", Form::Json),
            (".atom", Form::Atom),
            (".ics", Form::Ics),
            (".xlsx", Form::Xlsx),
            (".geojson", Form::Geojson),
        ];
        for (suffix, form) in whole {
            if let Some(name) = last.strip_suffix(suffix) {
                return (name, form);
            }
        }
        if let Some(name) = last.strip_suffix(".csv") {
            let table = name.rsplit_once('.').filter(|(_, table)| {
                !table.is_empty() && table.chars().all(|one| one.is_ascii_lowercase())
            });
            return match table {
                Some((name, table)) => (name, Form::Csv(Some(table.to_owned()))),
                None => (name, Form::Csv(None)),
            };
        }
        (last.strip_suffix(".html").unwrap_or(last), Form::Html)
    }

    /// Writes a key for these instants.
    pub(crate) fn key(&self, instants: &str) -> String {
        format!(
            "{} {:?} {:?} {:?} {:?} {instants}",
            self.language.tag(),
            self.page,
            self.item,
            self.form,
            self.choice,
        )
    }
}

/// Names a file by its bytes.
pub(crate) fn tag_of_bytes(bytes: &[u8]) -> String {
    quoted(Sha256::digest(bytes).as_slice())
}

/// Names the answer to a request before it is made: what it is a function of.
pub(crate) fn tag(site: &Site, key: &str) -> String {
    let head = &site.opened.head;
    let mut hash = Sha256::new();
    for part in [
        env!("CARGO_PKG_VERSION"),
        crate::assets::VERSION,
        &site.opened.plan.text_digest,
        &head.root,
        &head.openings_digest,
        key,
    ] {
        hash.update(part);
        hash.update([0]);
    }
    quoted(hash.finalize().as_slice())
}

fn quoted(digest: &[u8]) -> String {
    let digits = digest.iter().take(12).map(|byte| format!("{byte:02x}"));
    // Weak, because the same page may be sent packed or not.
    format!("W/\"{}\"", digits.collect::<String>())
}

/// Makes an answer.
///
/// # Shape
/// `None` where there is no such page, item or table.
///
/// # Errors
/// `Page`, for a fault of ours.
pub(crate) fn answer(
    site: &Site,
    judged: &Judged,
    wanted: &Wanted,
    place: &Place,
    tag: String,
) -> Result<Option<Answer>, Error> {
    let report = wanted.page == "reports" && wanted.item.as_deref() == Some(COMMITTEE);
    if report && wanted.form == Form::Html {
        return report_page(site, judged, wanted.language, tag).map(Some);
    }
    let asking = Asking {
        site,
        judged,
        language: wanted.language,
        choice: &wanted.choice,
        item: wanted.item.as_deref(),
        place,
    };
    let Some(made) = page(&wanted.page, &asking) else {
        return Ok(None);
    };
    let body = body(&made, &asking, &wanted.form)?;
    Ok(body.map(|(media, body)| Answer::new(media, body, tag)))
}

/// Writes a page in a form.
fn body(
    made: &Page,
    asking: &Asking,
    form: &Form,
) -> Result<Option<(&'static str, Vec<u8>)>, Error> {
    Ok(match form {
        Form::Html => Some(("text/html; charset=utf-8", pages::html(made)?.into_bytes())),
        Form::Json => {
            let json = serde_json::to_vec_pretty(&made.envelope(asking));
            let json = json.map_err(|fault| Error::Page {
                page: made.frame.page.to_owned(),
                why: fault.to_string(),
            })?;
            Some(("application/json", json))
        }
        Form::Csv(table) => {
            let tables = made.body.tables(&made.frame);
            let one = match table {
                None => tables.first(),
                Some(id) => tables.iter().find(|one| one.id == id),
            };
            let head = made.frame.say("head-notice").plain();
            let notice = made.frame.heading.banner.plain();
            let banner = (!notice.is_empty()).then_some((head.as_str(), notice.as_str()));
            one.map(|one| ("text/csv; charset=utf-8", one.to_csv(banner)))
        }
        Form::Atom => {
            let feed = made.feed(asking);
            let feed = feed.map(|feed| pages::feed(&feed, made.frame.language));
            let media = "application/atom+xml; charset=utf-8";
            feed.transpose()?.map(|feed| (media, feed.into_bytes()))
        }
        Form::Ics => {
            let calendar = made.calendar(asking);
            calendar.map(|calendar| ("text/calendar; charset=utf-8", calendar.into_bytes()))
        }
        Form::Xlsx => Some((XLSX, made.workbook(asking)?)),
        Form::Geojson => {
            let places = made.geojson(asking);
            places.map(|places| ("application/geo+json", places.into_bytes()))
        }
    })
}

/// Makes the report, which carries its style itself: it may use that style, named
/// by its digest, and nothing else.
fn report_page(
    site: &Site,
    judged: &Judged,
    language: Language,
    tag: String,
) -> Result<Answer, Error> {
    let page = site.report(judged, language)?;
    let style = page
        .split_once("<style>")
        .and_then(|(_, rest)| rest.split_once("</style>"))
        .map_or("", |(style, _)| style);
    let digest = BASE64_STANDARD.encode(Sha256::digest(style));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'"
    );
    let made = Answer::new("text/html; charset=utf-8", page.into_bytes(), tag);
    Ok(Answer {
        policy: Some(policy),
        ..made
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_unpacks_to_the_same() {
        let answer = Answer::new("text/plain", b"the same, the same".to_vec(), String::new());
        let mut unpacked = Vec::new();
        let mut reading = flate2::read::GzDecoder::new(answer.packed.as_ref());
        std::io::Read::read_to_end(&mut reading, &mut unpacked).unwrap();
        assert_eq!(unpacked, answer.body);
    }

    #[test]
    fn forms_are_told_from_clause_numbers() {
        let form = Wanted::form;
        assert_eq!(form("5.1"), ("5.1", Form::Html));
        assert_eq!(form("5.1.json"), ("5.1", Form::Json));
        assert_eq!(form("5.1.csv"), ("5.1", Form::Csv(None)));
        assert_eq!(
            form("5.1.course.csv"),
            ("5.1", Form::Csv(Some("course".into())))
        );
        assert_eq!(form("overview.html"), ("overview", Form::Html));
        assert_eq!(form("5.1.xlsx"), ("5.1", Form::Xlsx));
        assert_eq!(form("map.geojson"), ("map", Form::Geojson));
    }
}
