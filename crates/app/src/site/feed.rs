//! What changed on which day, as feeds tell it.
//!
//! # Shape
//! One item for each commitment whose status at the end of a day was another
//! than at the end of the day before, each as it was known then. Days are those
//! of Accord Time, the latest first.
//!
//! # Invariants
//! An item's id names agreement, epoch, commitment, day and status, so that it
//! stays the same however often it is read; what was learnt later makes new
//! items and changes no old one.

use jiff::ToSpan as _;
use servanda_model::assessment::{AsOf, Assessment, Status};
use servanda_model::names::ClauseId;
use servanda_model::time::Date;

use super::{Asking, Choice, Frame, course};
use crate::dates;
use crate::opened::Opened;
use crate::report::Parts;

/// How many days a feed looks back.
const DAYS: i32 = 14;

/// What changed on which day: the commitment, before, after.
#[derive(Clone, Debug, Default)]
pub(super) struct Days(Vec<(Date, ClauseId, Status, Status)>);

/// A feed.
#[derive(Clone, Debug)]
pub struct Feed {
    /// Its id: a tag URI.
    pub id: String,
    /// Its title.
    pub title: String,
    /// That nobody signed, approved or saw the record.
    pub banner: String,
    /// The page it belongs to.
    pub page: String,
    /// Its own address.
    pub own: String,
    /// When what it tells was last looked at.
    pub updated: String,
    /// Who wrote it.
    pub author: String,
    /// Its items, latest first.
    pub items: Vec<Item>,
}

/// One item of a feed.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// When it was.
    pub updated: String,
    /// The page that shows it as it was known then.
    pub page: String,
    /// What changed, in a sentence.
    pub text: String,
}

impl Days {
    /// Judges each day as it was known then.
    pub(super) fn of(opened: &Opened, as_of: AsOf) -> Self {
        let zone = &opened.plan.zone;
        let last = zone.date_of(as_of.at);
        let record = course::prefix(opened, as_of.known);
        let days: Vec<Date> = (0..=DAYS)
            .rev()
            .filter_map(|back| last.checked_sub(back.days()).ok())
            .collect();
        let instants: Vec<AsOf> = days
            .iter()
            .map(|day| {
                if *day == last {
                    as_of.at
                } else {
                    zone.day_end(*day)
                }
            })
            .map(|at| course::as_known_then(at, as_of.known))
            .collect();
        let judged = course::side_by_side(opened, &record, &instants);
        let mut found = Vec::new();
        let mut before: Option<Assessment> = None;
        for (day, after) in days.into_iter().zip(judged) {
            for clause in &after.clauses {
                let earlier = before.iter().flat_map(|one| &one.clauses);
                let earlier = earlier
                    .filter(|one| one.id == clause.id)
                    .map(|one| one.status);
                for earlier in earlier.filter(|status| *status != clause.status) {
                    found.push((day, clause.id.clone(), earlier, clause.status));
                }
            }
            before = Some(after);
        }
        found.reverse();
        Self(found)
    }
}

/// Returns whether a page has a feed.
pub fn has_feed(page: &str) -> bool {
    matches!(page, "overview" | "changes" | "commitments")
}

/// Makes the feed of a page.
pub(super) fn feed(asking: &Asking, parts: &Parts, frame: &Frame) -> Feed {
    let words = parts.words();
    let plan = parts.input().plan;
    let zone = &plan.zone;
    let origin = asking.site.opened.head.origin.as_str();
    // A tag URI is an authority, a day on which it was ours, and a name.
    let (authority, rest) = origin.split_once('/').unwrap_or((origin, ""));
    let tag = |name: &str| format!("tag:{authority},2026:{rest}/{name}");
    let item = asking.item.filter(|_| frame.page == "commitments");
    let owes = |id: &ClauseId| {
        let wanted = Choice::of(asking.choice.obligor.as_ref());
        let clause = plan.clauses.iter().find(|one| one.id == *id);
        wanted.is_none_or(|name| {
            let mut actors = clause.into_iter().flat_map(|one| one.subject.actors());
            actors.any(|actor| actor.as_str() == name)
        })
    };
    let days = asking.site.days(asking.judged);
    let shown = days.0.iter().filter(|(_, clause, _, _)| {
        item.is_none_or(|wanted| wanted == clause.as_str()) && owes(clause)
    });
    let items = shown.map(|(day, clause, before, after)| {
        let name = parts.clause_ref(clause);
        let instant = day.to_string();
        let title = format!(
            "{} {}: {}",
            name.id.plain(),
            name.title.plain(),
            words.status(*after).plain()
        );
        let told = words.say_with(
            "feed-item",
            &[
                ("before", words.status(*before).into()),
                ("after", words.status(*after).into()),
                ("day", words.day(*day).into()),
            ],
        );
        let at = if *day == zone.date_of(asking.judged.instants.as_of.at) {
            asking.judged.instants.as_of.at
        } else {
            zone.day_end(*day)
        };
        Item {
            id: tag(&format!(
                "{}/{instant}/{}",
                super::encoded(clause.as_str()),
                after.key()
            )),
            title,
            updated: dates::machine(at, zone),
            page: frame
                .links
                .permanent("commitments", Some(clause.as_str()), &instant, &instant),
            text: told.plain(),
        }
    });
    Feed {
        id: tag(&format!(
            "{}/{}",
            frame.page,
            item.map(super::encoded).unwrap_or_default()
        )),
        title: format!("{} · {}", frame.heading.title.plain(), frame.title.plain()),
        banner: frame.heading.banner.plain(),
        page: frame.links.form(frame.page, asking.item, ""),
        own: frame.form("atom"),
        updated: dates::machine(asking.judged.instants.as_of.at, zone),
        author: "Servanda".to_owned(),
        items: items.collect(),
    }
}
