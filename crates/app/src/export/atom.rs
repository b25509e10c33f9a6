//! Feeds that other programs follow.
//!
//! What lives here: the form of a feed ([`Feed`], [`write()`]) and the feed of
//! changed statuses ([`changes`]). Other pages make feeds of their own of the
//! same form.
//!
//! # Invariants
//! An entry's id hangs on what it tells and never on when it is asked for: who
//! follows a feed sees each change once.
//!
//! # Source
//! RFC 4287 (Atom); RFC 4151 for ids as tags.

use std::collections::BTreeSet;

use servanda_model::assessment::Assessment;
use servanda_model::record::{Citation, Record};
use servanda_model::time::{Instant, Zone};

use super::ical::plain_id;
use super::xml::Xml;
use crate::known;
use crate::report::view::Change;
use crate::report::{Input, Parts};

/// The year in which logs began to be named as they are; part of every id.
const NAMED_SINCE: &str = "2026";

/// A feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    /// Its id, a tag from [`id`].
    pub id: String,
    /// Its title.
    pub title: String,
    /// What else to know first.
    pub subtitle: String,
    /// Its language, BCP 47.
    pub language: String,
    /// Who publishes it.
    pub author: String,
    /// When it changed last.
    pub updated: Instant,
    /// Where the feed itself is, and the page that shows the same; empty where
    /// there is none.
    pub links: Vec<(Relation, String)>,
    /// Its entries, in the order to be read.
    pub entries: Vec<Entry>,
}

/// What a link leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// The feed itself.
    Itself,
    /// A page with the same content.
    Alternate,
}

/// One entry of a feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its id, a tag from [`id`].
    pub id: String,
    /// Its title.
    pub title: String,
    /// When what it tells came to be known.
    pub updated: Instant,
    /// What it tells.
    pub content: String,
    /// The page about it.
    pub link: Option<String>,
    /// Keys by which programs sort it.
    pub categories: Vec<String>,
}

/// Makes an id in the name of a folder's log: a tag, whose parts are escaped.
pub fn id(log: &str, agreement: &str, epoch: u64, parts: &[&str]) -> String {
    let mut tag = format!("tag:{log},{NAMED_SINCE}:{agreement}/{epoch}");
    for part in parts {
        tag.push('/');
        tag.push_str(&plain_id(part));
    }
    tag
}

/// Writes a feed.
pub fn write(feed: &Feed) -> String {
    let mut xml = Xml::new();
    xml.open(
        "feed",
        &[
            ("xmlns", "http://www.w3.org/2005/Atom"),
            ("xml:lang", &feed.language),
        ],
    );
    xml.leaf("id", &[], &feed.id);
    xml.leaf("title", &[], &feed.title);
    if !feed.subtitle.is_empty() {
        xml.leaf("subtitle", &[], &feed.subtitle);
    }
    xml.leaf("updated", &[], &moment(feed.updated));
    xml.open("author", &[]).leaf("name", &[], &feed.author);
    xml.close();
    for (relation, address) in &feed.links {
        let relation = match relation {
            Relation::Itself => "self",
            Relation::Alternate => "alternate",
        };
        xml.empty("link", &[("rel", relation), ("href", address)]);
    }
    xml.leaf("generator", &[], "Servanda");
    for entry in &feed.entries {
        xml.open("entry", &[]);
        xml.leaf("id", &[], &entry.id);
        xml.leaf("title", &[], &entry.title);
        xml.leaf("updated", &[], &moment(entry.updated));
        if let Some(address) = &entry.link {
            xml.empty("link", &[("rel", "alternate"), ("href", address)]);
        }
        for category in &entry.categories {
            xml.empty("category", &[("term", category)]);
        }
        xml.leaf("content", &[("type", "text")], &entry.content);
        xml.close();
    }
    xml.finish()
}

/// Makes the feed of the clauses and phases whose status changed since the
/// earlier assessment.
///
/// # Shape
/// Newest first. Links are left to the caller, who knows the address of the
/// pages; a change's clause is its first category.
pub fn changes(input: &Input) -> Feed {
    let parts = Parts::new(input);
    let heading = parts.heading();
    let settings = input.settings;
    let mut entries: Vec<Entry> = parts
        .changes()
        .rows
        .iter()
        // WHY: which instances change alike differs from day to day, so only
        // changes of a whole clause or phase keep their ids.
        .filter(|change| change.clause.is_none() || change.key.is_empty())
        .map(|change| entry(input, &parts, change))
        .collect();
    entries.sort_by(|one, other| (other.updated, &one.id).cmp(&(one.updated, &other.id)));
    let section = parts.words().say("changes-title");
    Feed {
        id: id(&settings.log, &settings.id, settings.epoch, &["changes"]),
        title: format!("{}: {}", heading.title.plain(), section.plain()),
        subtitle: heading.banner.plain(),
        language: input.language.tag().to_owned(),
        author: input.head.origin.clone(),
        updated: entries
            .first()
            .map_or_else(|| newest(input), |entry| entry.updated),
        links: Vec::new(),
        entries,
    }
}

fn entry(input: &Input, parts: &Parts, change: &Change) -> Entry {
    let cited: BTreeSet<Citation> = change
        .cites
        .iter()
        .filter_map(|cite| Citation::parse(&cite.label.plain()))
        .collect();
    let zone = &input.plan.zone;
    let learnt = cited
        .iter()
        .filter_map(|index| since(*index, input.record, zone))
        .max();
    let clause = change.clause.as_ref().map(|clause| clause.id.plain());
    let updated = learnt
        .or_else(|| decided(input.assessment, clause.as_deref(), change.after.key))
        .unwrap_or(input.assessment.as_of.at);
    let settings = input.settings;
    let key = change.key.plain();
    let about = clause.clone().unwrap_or_default();
    let day = zone.date_of(updated).to_string();
    let name = match &change.clause {
        Some(clause) if key.is_empty() => format!("{} {}", about, clause.title.plain()),
        Some(clause) => format!("{about}[{key}] {}", clause.title.plain()),
        None => key.clone(),
    };
    let arrow = if input.language.direction() == "rtl" {
        '←'
    } else {
        '→'
    };
    let mut content = vec![format!(
        "{} {arrow} {}",
        change.before.word.plain(),
        change.after.word.plain()
    )];
    content.extend(cited.iter().map(|index| {
        let row = parts.source(*index);
        format!(
            "#{index} {} · {}",
            row.by.plain(),
            row.published.plain().trim()
        )
    }));
    content.push(change.cause.plain());
    content.retain(|line| !line.is_empty());
    Entry {
        id: id(
            &settings.log,
            &settings.id,
            settings.epoch,
            &["changes", &about, &key, change.after.key, &day],
        ),
        title: format!("{name}: {}", change.after.word.plain()),
        updated,
        content: content.join("\n"),
        link: None,
        categories: clause
            .into_iter()
            .chain([change.after.key.to_owned()])
            .collect(),
    }
}

/// Returns when an entry came to be known.
fn since(citation: Citation, record: &Record, zone: &Zone) -> Option<Instant> {
    let entry = record.find(citation)?;
    Some(known::since(entry, record, zone))
}

/// Returns when time alone decided a status of a clause, as far as its
/// instances say.
fn decided(assessment: &Assessment, clause: Option<&str>, key: &str) -> Option<Instant> {
    let clause = assessment
        .clauses
        .iter()
        .find(|status| Some(status.id.as_str()) == clause)?;
    let alike = clause
        .instances
        .iter()
        .filter(|one| one.status.key() == key);
    alike
        .filter_map(|one| one.decided_at.or(one.due_at))
        .filter(|at| *at <= assessment.as_of.at)
        .max()
}

fn newest(input: &Input) -> Instant {
    let zone = &input.plan.zone;
    known::entries(input.record, zone, input.assessment.as_of.known)
        .map(|entry| known::since(entry, input.record, zone))
        .max()
        .unwrap_or(input.assessment.as_of.at)
}

/// Writes an instant to the second.
fn moment(at: Instant) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
