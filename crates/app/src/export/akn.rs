//! The text and its clauses as Akoma Ntoso.
//!
//! # Shape
//! A `doc` of articles. The prose of an article stands in paragraphs; each
//! clause is a paragraph with its number and its sentence. `eId` tells where
//! something stands in this version; `wId` hangs on the article's heading and
//! the clause's number, and stays when others move.
//!
//! # Source
//! OASIS Akoma Ntoso 1.0 (namespace `akn/3.0`), with its naming convention.

use servanda_model::plan::{Article, Clause, Confidence};
use servanda_model::time::Date;

use super::Source;
use super::xml::Xml;

/// The namespace.
const NAMESPACE: &str = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0";

/// Writes the document.
pub fn document(source: &Source) -> String {
    let plan = &source.opened.plan;
    let mut xml = Xml::new();
    xml.open("akomaNtoso", &[("xmlns", NAMESPACE)]);
    xml.open(
        "doc",
        &[("name", "agreement"), ("contains", "originalVersion")],
    );
    meta(source, &mut xml);
    xml.open("preface", &[]);
    xml.open("p", &[]);
    xml.leaf("docTitle", &[], &plan.title);
    xml.close();
    if source.opened.folder.settings.unofficial {
        xml.leaf("p", &[], crate::view::UNOFFICIAL);
    }
    xml.close();
    xml.open("mainBody", &[]);
    for (index, article) in plan.articles.iter().enumerate() {
        let clauses = plan.clauses.iter().filter(|clause| clause.article == index);
        let clauses: Vec<&Clause> = clauses.collect();
        write(source, index + 1, article, &clauses, &mut xml);
    }
    xml.finish()
}

/// Returns the day of the work: that of entry into force, where the text states
/// it, or else the day judged.
fn dated(source: &Source) -> Date {
    let plan = &source.opened.plan;
    let stated = plan.anchors.iter().find_map(|anchor| {
        let force = anchor.name.as_str() == "Entry into Force";
        match anchor.stated.filter(|_| force)? {
            servanda_model::plan::AnchorValue::On(day) => Some(day),
            servanda_model::plan::AnchorValue::At(at) => Some(plan.zone.date_of(at)),
        }
    });
    stated.unwrap_or_else(|| plan.zone.date_of(source.assessment.as_of.at))
}

fn meta(source: &Source, xml: &mut Xml) {
    let plan = &source.opened.plan;
    let day = dated(source).to_string();
    let work = work(source, &day);
    xml.open("meta", &[]);
    identification(source, &day, &work, xml);
    xml.open("lifecycle", &[("source", "#servanda")]);
    xml.empty(
        "eventRef",
        &[
            ("eId", "event_1"),
            ("date", &day),
            ("source", "#original"),
            ("type", "generation"),
        ],
    );
    xml.close();
    xml.open("references", &[("source", "#servanda")]);
    xml.empty(
        "original",
        &[
            ("eId", "original"),
            ("href", &work),
            ("showAs", &plan.title),
        ],
    );
    let mut bodies = vec![
        ("servanda".to_owned(), "Servanda".to_owned()),
        ("parties".to_owned(), "The parties".to_owned()),
    ];
    let actors = plan.actors.iter();
    bodies.extend(actors.map(|actor| (body(actor.name.as_str()), actor.name.to_string())));
    for (id, name) in &bodies {
        xml.empty(
            "TLCOrganization",
            &[
                ("eId", id),
                ("href", &format!("/ontology/organization/{id}")),
                ("showAs", name),
            ],
        );
    }
    xml.close();
    xml.close();
}

/// Returns the address of the work.
fn work(source: &Source, day: &str) -> String {
    let id = &source.opened.folder.settings.id;
    format!("/akn/un/doc/agreement/{day}/{id}")
}

fn identification(source: &Source, day: &str, work: &str, xml: &mut Xml) {
    let plan = &source.opened.plan;
    let judged = plan.zone.date_of(source.assessment.as_of.at).to_string();
    let digest: String = plan.text_digest.chars().take(16).collect();
    let version = format!("{work}/eng:{digest}");
    let levels = [
        ("FRBRWork", work.to_owned(), day, "adoption"),
        ("FRBRExpression", version.clone(), day, "text"),
        (
            "FRBRManifestation",
            format!("{version}.xml"),
            judged.as_str(),
            "export",
        ),
    ];
    xml.open("identification", &[("source", "#servanda")]);
    for (level, address, date, name) in levels {
        xml.open(level, &[]);
        xml.empty("FRBRthis", &[("value", &format!("{address}/!main"))]);
        xml.empty("FRBRuri", &[("value", &address)]);
        xml.empty("FRBRdate", &[("date", date), ("name", name)]);
        let author = if level == "FRBRWork" {
            "#parties"
        } else {
            "#servanda"
        };
        xml.empty("FRBRauthor", &[("href", author)]);
        match level {
            "FRBRWork" => {
                xml.empty("FRBRcountry", &[("value", "un")]);
            }
            "FRBRExpression" => {
                xml.empty("FRBRlanguage", &[("language", "eng")]);
            }
            _ => {
                xml.empty("FRBRformat", &[("value", "application/akn+xml")]);
            }
        }
        xml.close();
    }
    xml.close();
}

fn body(name: &str) -> String {
    format!("org.{}", slug(name))
}

/// Writes a name as an id: letters and digits, with `-` for the rest.
fn slug(text: &str) -> String {
    let mut id = String::new();
    for character in text.chars().flat_map(char::to_lowercase) {
        if character.is_alphanumeric() {
            id.push(character);
        } else if !id.ends_with('-') && !id.is_empty() {
            id.push('-');
        }
    }
    id.trim_end_matches('-').to_owned()
}

fn write(source: &Source, number: usize, article: &Article, clauses: &[&Clause], xml: &mut Xml) {
    let id = format!("art_{number}");
    let stable = format!("art_{}", slug(&article.heading));
    xml.open("article", &[("eId", &id), ("wId", &stable)]);
    xml.leaf("heading", &[], &article.heading);
    let text = &source.opened.folder.text;
    let prose: Vec<&str> = article
        .prose
        .iter()
        .filter_map(|span| text.get(span.start..span.end))
        .flat_map(|text| text.split("\n\n"))
        .map(str::trim)
        .filter(|text| !text.is_empty() && !text.starts_with("##"))
        .collect();
    if let Some(words) = confidence(&article.confidence) {
        note(xml, &id, &words);
    }
    for (at, paragraph) in (1..).zip(&prose) {
        let child: u32 = at;
        let own = format!("{id}__para_{child}");
        let single: Vec<&str> = paragraph.split_whitespace().collect();
        xml.open(
            "paragraph",
            &[("eId", &own), ("wId", &format!("{stable}__para_{child}"))],
        );
        xml.open("content", &[]).leaf("p", &[], &single.join(" "));
        xml.close().close();
    }
    for clause in clauses {
        let own = format!("{id}__para_{}", slug(clause.id.as_str()));
        let stays = format!("clause_{}", clause.id);
        xml.open(
            "paragraph",
            &[("eId", &own), ("wId", &stays), ("class", "accord")],
        );
        xml.leaf("num", &[], clause.id.as_str());
        xml.leaf("heading", &[], &clause.title);
        xml.open("content", &[]);
        xml.open("p", &[]);
        let owing = clause.subject.actors().first();
        match owing {
            Some(actor) => {
                let refers = format!("#{}", body(actor.as_str()));
                xml.leaf("span", &[("refersTo", &refers)], &clause.sentence);
            }
            None => {
                xml.leaf("span", &[], &clause.sentence);
            }
        }
        xml.close();
        for quote in &clause.says {
            xml.open("p", &[]).leaf("i", &[], &quote.text);
            xml.close();
        }
        for field in &clause.proposed {
            let words = format!("{}: proposed by {}, not agreed", field.label, field.by);
            xml.leaf("p", &[("class", "proposed")], &words);
        }
        xml.close().close();
    }
    if prose.is_empty() && clauses.is_empty() {
        xml.open("content", &[]).leaf("p", &[], "");
        xml.close();
    }
    xml.close();
}

/// Writes how the words of an article are known, as its first paragraph.
fn note(xml: &mut Xml, id: &str, words: &str) {
    let own = format!("{id}__para_0");
    xml.open("paragraph", &[("eId", &own), ("class", "text-confidence")]);
    xml.open("content", &[]).leaf("p", &[], words);
    xml.close().close();
}

fn confidence(confidence: &Confidence) -> Option<String> {
    let from = |word: &str, from: &Option<String>| {
        Some(match from {
            Some(from) => format!("Text {word}, from {from}."),
            None => format!("Text {word}."),
        })
    };
    match confidence {
        Confidence::Official => None,
        Confidence::Reported(source) => from("as reported", source),
        Confidence::Leaked(source) => from("from a leak", source),
        Confidence::Paraphrased(source) => from("paraphrased", source),
    }
}
