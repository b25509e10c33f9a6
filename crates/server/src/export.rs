//! The site as files that any web server can show, or a disk.
//!
//! # Shape
//! `LANGUAGE/PAGE.html` and `LANGUAGE/PAGE/ITEM.html`, beside each the same as
//! `.json`, its tables as `.NAME.csv` and, for lists, `.xlsx`, its dates as `.ics` and what has
//! a position as `.geojson`; `static/`; `index.html` with the languages.
//!
//! # Invariants
//! Files are written in a fixed order with fixed contents: the same record and
//! instants give the same bytes. Nothing outside the folder is written, since
//! every name is percent-encoded as in links.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use servanda_app::Folder;
use servanda_app::language::Language;
use servanda_app::site::{
    Asked, Asking, COMMITTEE, Choice, Judged, PAGES, PageKind, Place, Site, filed, page,
};

use crate::assets;
use crate::error::Error;
use crate::pages;

/// Writes the site of a folder, and returns how many files it has.
///
/// # Errors
/// Where the folder cannot be shown, a time cannot be read, or a file cannot be
/// written.
pub fn export(
    folder: &Path,
    output: &Path,
    at: Option<&str>,
    known: Option<&str>,
) -> Result<usize, Error> {
    let named = folder.display().to_string();
    let site = Site::open(Folder::read(folder)?, &named)?;
    let asked = Asked {
        at: at.map(str::to_owned),
        known: known.map(str::to_owned),
        since: None,
    };
    let judged = site.judge(site.instants(&asked, Timestamp::now())?);
    let mut writing = Writing {
        output: output.to_owned(),
        files: 0,
    };
    for (name, file) in assets::all() {
        writing.write(&format!("static/{name}"), &file.body)?;
    }
    for language in Language::ALL {
        for kind in PAGES {
            let items: Vec<Option<String>> = if kind.item {
                site.items(kind.name, &judged)
                    .into_iter()
                    .map(Some)
                    .collect()
            } else {
                vec![None]
            };
            for item in items {
                writing.page(&site, &judged, language, kind, item.as_deref())?;
            }
        }
        let report = site.report(&judged, language)?;
        let name = format!("{}/reports/{COMMITTEE}.html", language.tag());
        writing.write(&name, report.as_bytes())?;
    }
    let first = pages::languages(&site.opened.folder.settings)?;
    writing.write("index.html", first.as_bytes())?;
    Ok(writing.files)
}

struct Writing {
    output: PathBuf,
    files: usize,
}

impl Writing {
    fn page(
        &mut self,
        site: &Site,
        judged: &Judged,
        language: Language,
        kind: &PageKind,
        item: Option<&str>,
    ) -> Result<(), Error> {
        let asking = Asking {
            site,
            judged,
            language,
            choice: &Choice::default(),
            item,
            place: &Place::Exported,
        };
        let Some(made) = page(kind.name, &asking) else {
            return Ok(());
        };
        let item = item.map_or_else(String::new, |item| format!("/{}", filed(item)));
        let stem = format!("{}/{}{item}", language.tag(), kind.name);
        self.write(&format!("{stem}.html"), pages::html(&made)?.as_bytes())?;
        let json = serde_json::to_vec_pretty(&made.envelope(&asking)).unwrap_or_default();
        self.write(&format!("{stem}.json"), &json)?;
        let head = made.frame.say("head-notice").plain();
        let notice = made.frame.heading.banner.plain();
        let banner = (!notice.is_empty()).then_some((head.as_str(), notice.as_str()));
        for table in made.body.tables(&made.frame) {
            self.write(&format!("{stem}.{}.csv", table.id), &table.to_csv(banner))?;
        }
        if let Some(calendar) = made.calendar(&asking) {
            self.write(&format!("{stem}.ics"), calendar.as_bytes())?;
        }
        if made.frame.has_workbook() {
            self.write(&format!("{stem}.xlsx"), &made.workbook(&asking)?)?;
        }
        if let Some(places) = made.geojson(&asking) {
            self.write(&format!("{stem}.geojson"), places.as_bytes())?;
        }
        Ok(())
    }

    fn write(&mut self, name: &str, bytes: &[u8]) -> Result<(), Error> {
        let path = self.output.join(name);
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |source| Error::Write { path, source }
        };
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(failed(parent))?;
        }
        std::fs::write(&path, bytes).map_err(failed(&path))?;
        self.files += 1;
        Ok(())
    }
}
