//! What answers one request: a page in one of its forms, with its name for
//! caches.

use servanda_app::site::{Asking, Choice, Judged, Place, Site, page};
use servanda_app::language::Language;
use sha2::{Digest as _, Sha256};

use crate::error::Error;
use crate::pages;

/// The form of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// For readers.
    Html,
    /// For programs.
    Json,
    /// One of its tables; the first where none is named.
    Csv(Option<String>),
}

/// A page in one form.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The media type.
    pub(crate) media: &'static str,
    /// The bytes.
    pub(crate) body: Vec<u8>,
    /// The entity tag, quotes included.
    pub(crate) tag: String,
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
        if let Some(name) = last.strip_suffix(".json") {
            return (name, Form::Json);
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
    let digits: String = hash
        .finalize()
        .iter()
        .take(12)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    // Weak, because the same page may be sent compressed or not.
    format!("W/\"{digits}\"")
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
    let (media, body) = match &wanted.form {
        Form::Html => ("text/html; charset=utf-8", pages::html(&made)?.into_bytes()),
        Form::Json => {
            let json = serde_json::to_vec_pretty(&made.envelope(&asking));
            let json = json.map_err(|fault| Error::Page {
                page: wanted.page.clone(),
                why: fault.to_string(),
            })?;
            ("application/json", json)
        }
        Form::Csv(table) => {
            let tables = made.body.tables(&made.frame);
            let one = match table {
                None => tables.first(),
                Some(id) => tables.iter().find(|one| one.id == id),
            };
            let Some(one) = one else {
                return Ok(None);
            };
            ("text/csv; charset=utf-8", one.to_csv())
        }
    };
    Ok(Some(Answer { media, body, tag }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_told_from_clause_numbers() {
        let form = Wanted::form;
        assert_eq!(form("5.1"), ("5.1", Form::Html));
        assert_eq!(form("5.1.json"), ("5.1", Form::Json));
        assert_eq!(form("5.1.csv"), ("5.1", Form::Csv(None)));
        assert_eq!(form("5.1.course.csv"), ("5.1", Form::Csv(Some("course".into()))));
        assert_eq!(form("overview.html"), ("overview", Form::Html));
    }
}
