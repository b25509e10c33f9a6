//! Addresses of pages: as a server answers them, and as files of an export.
//!
//! # Invariants
//! Links of a server keep the instants that the reader asked for; links of an
//! export are relative and end in `.html`, so that the files work from any web
//! server and from a disk. Every part of a path and every value is
//! percent-encoded.

use super::Asked;

/// Where a page stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// On a server.
    Served,
    /// Among exported files.
    Exported,
}

/// The links of one page.
#[derive(Clone, Debug)]
pub struct Links {
    place: Place,
    language: &'static str,
    /// From the page to the root, for relative links.
    up: &'static str,
    query: String,
}

impl Links {
    /// Makes the links of a page; one with an item lies a folder deeper.
    pub fn new(place: &Place, language: &'static str, item: bool, asked: &Asked) -> Self {
        let mut query = String::new();
        for (name, value) in [("at", &asked.at), ("known", &asked.known)] {
            if let Some(value) = value.as_deref().filter(|value| !value.is_empty()) {
                query.push(if query.is_empty() { '?' } else { '&' });
                query.push_str(&format!("{name}={}", encoded(value)));
            }
        }
        Self {
            place: place.clone(),
            language,
            up: if item { "../../" } else { "../" },
            query,
        }
    }

    /// Returns whether the page is one of exported files.
    pub fn exported(&self) -> bool {
        self.place == Place::Exported
    }

    /// Links to a page of the same language.
    pub fn to(&self, page: &str) -> String {
        self.full(self.language, page, None, "", &self.query)
    }

    /// Links to one of a page's items.
    pub fn item(&self, page: &str, item: &str) -> String {
        self.full(self.language, page, Some(item), "", &self.query)
    }

    /// Links to a page or item in another language.
    pub fn in_language(&self, language: &str, page: &str, item: Option<&str>) -> String {
        self.full(language, page, item, "", &self.query)
    }

    /// Links to a page in another form: `json`, or `TABLE.csv`.
    pub fn form(&self, page: &str, item: Option<&str>, form: &str) -> String {
        self.full(self.language, page, item, form, &self.query)
    }

    /// Links to a page with further values in the query.
    pub fn with(&self, page: &str, values: &[(&str, &str)]) -> String {
        let mut query = self.query.clone();
        for (name, value) in values.iter().filter(|(_, value)| !value.is_empty()) {
            query.push(if query.is_empty() { '?' } else { '&' });
            query.push_str(&format!("{name}={}", encoded(value)));
        }
        self.full(self.language, page, None, "", &query)
    }

    /// Returns a page's address with instants of its own, as citations give it.
    pub fn permanent(&self, page: &str, item: Option<&str>, at: &str, known: &str) -> String {
        let query = format!("?at={}&known={}", encoded(at), encoded(known));
        let served = Self {
            place: Place::Served,
            ..self.clone()
        };
        served.full(self.language, page, item, "", &query)
    }

    /// Links to a file of the site that is no page.
    pub fn asset(&self, name: &str) -> String {
        match self.place {
            Place::Served => format!("/static/{name}"),
            Place::Exported => format!("{}static/{name}", self.up),
        }
    }

    fn full(
        &self,
        language: &str,
        page: &str,
        item: Option<&str>,
        form: &str,
        query: &str,
    ) -> String {
        match self.place {
            Place::Served => {
                let item = item.map_or_else(String::new, |item| format!("/{}", encoded(item)));
                let dot = if form.is_empty() { "" } else { "." };
                format!("/{language}/{page}{item}{dot}{form}{query}")
            }
            Place::Exported => {
                let item = item.map_or_else(String::new, |item| format!("/{}", filed(item)));
                let form = if form.is_empty() { "html" } else { form };
                format!("{}{language}/{page}{item}.{form}", self.up)
            }
        }
    }
}

/// Names an item's file in an export: a name that every disk takes and no
/// browser decodes.
pub fn filed(item: &str) -> String {
    encoded(item).replace('%', "_")
}

/// Percent-encodes everything but what RFC 3986 calls unreserved.
pub fn encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_kept_along_links_and_nothing_leaves_its_place() {
        let asked = Asked {
            at: Some("2026-01-20T12:00+02:00".into()),
            known: Some(String::new()),
            since: None,
        };
        let links = Links::new(&Place::Served, "ar", false, &asked);
        assert_eq!(
            links.item("commitments", "A/B?\"<"),
            "/ar/commitments/A%2FB%3F%22%3C?at=2026-01-20T12%3A00%2B02%3A00"
        );
        assert_eq!(
            links.with("commitments", &[("status", "met"), ("pillar", "")]),
            "/ar/commitments?at=2026-01-20T12%3A00%2B02%3A00&status=met"
        );
    }

    #[test]
    fn exported_links_are_relative_files() {
        let links = Links::new(&Place::Exported, "en", true, &Asked::default());
        assert_eq!(links.to("gates"), "../../en/gates.html");
        assert_eq!(
            links.form("commitments", Some("5.1"), "json"),
            "../../en/commitments/5.1.json"
        );
        assert_eq!(links.asset("site.css"), "../../static/site.css");
        assert_eq!(
            links.item("commitments", "A/1"),
            "../../en/commitments/A_2F1.html"
        );
    }
}
