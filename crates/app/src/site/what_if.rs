//! What if: an amendment tried on the whole record, beside the text as signed.
//!
//! What lives here: what the page offers to start from, and the answer of
//! `replay` in the page's words. What does not: trying it (`replay`).
//!
//! # Invariants
//! Nothing is written and nothing is kept: the same text on the same record
//! gives the same page. Words are set side by side; nothing says which of two
//! texts is stronger.

use std::collections::BTreeMap;

use serde::Serialize;
use servanda_model::assessment::Status;
use servanda_model::names::ClauseId;
use servanda_model::time::Instant;

use super::{Asking, Choice, Frame, Offer, Table};
use crate::error::Error;
use crate::language::{Prose, Text};
use crate::replay::replay;
use crate::report::Parts;
use crate::report::view::{AmendmentRow, ClauseRef, Mark, Section};
use crate::view::replay::{ChangeView, DeadlineView, ReplayView, WordsView};
use crate::words::ALL;

/// What the pasted text is called in messages about it.
const PASTED: &str = "the text tried";

/// The longest text that is tried, in bytes.
pub const TEXT_BYTES_MAX: usize = 64 * 1024;

/// The page on which an amendment is tried.
#[derive(Clone, Debug, Serialize)]
pub struct WhatIf {
    /// The text in the field: what was tried, or what to start from.
    pub text: String,
    /// Clauses to start from.
    pub offers: Vec<Offer>,
    /// Amendments that the text declares itself.
    pub declared: Section<AmendmentRow>,
    /// What trying it gave.
    pub tried: Option<Tried>,
    /// Why nothing could be tried.
    pub refused: Prose,
}

/// What trying a text gave.
#[derive(Clone, Debug, Serialize)]
pub struct Tried {
    /// How many statuses change and how many stay, in a sentence.
    pub takeaway: Text,
    /// How many cannot be decided any more.
    pub undecidable: Text,
    /// What does not fit, as the command line tells it.
    pub faults: String,
    /// The words that differ.
    pub words: Vec<Reworded>,
    /// Statuses that change, alike ones together.
    pub changes: Vec<Changed>,
    /// Deadlines that move.
    pub deadlines: Vec<Moved>,
    /// Phases that open otherwise: name, before, after.
    pub phases: Vec<(Text, Text, Text)>,
    /// Who must consent: label and names.
    pub consent: Vec<(Text, Text)>,
}

/// An item whose words differ.
#[derive(Clone, Debug, Serialize)]
pub struct Reworded {
    /// The item.
    pub item: Text,
    /// What happened to it.
    pub change: Text,
    /// The fields that differ: label, as signed, as tried.
    pub fields: Vec<(Text, Prose, Prose)>,
}

/// Statuses that change alike.
#[derive(Clone, Debug, Serialize)]
pub struct Changed {
    /// The clause.
    pub clause: ClauseRef,
    /// Which of its instances.
    pub key: Text,
    /// What is supposed, for a status under a reading or an outcome.
    pub supposing: Prose,
    /// As signed; nothing where there is no such instance.
    pub before: Option<Mark>,
    /// As tried.
    pub after: Option<Mark>,
    /// The items whose words it rests on.
    pub because: Text,
}

/// A deadline that moves.
#[derive(Clone, Debug, Serialize)]
pub struct Moved {
    /// The clause.
    pub clause: ClauseRef,
    /// Which of its instances.
    pub key: Text,
    /// Due as signed.
    pub before: Text,
    /// Due as tried.
    pub after: Text,
}

impl WhatIf {
    pub(super) fn new(asking: &Asking, parts: &Parts) -> Self {
        let choice = asking.choice;
        let clause = Choice::of(choice.clause.as_ref());
        let mut page = Self {
            text: String::new(),
            offers: offers(parts, clause),
            declared: parts.amendments(),
            tried: None,
            refused: Prose::default(),
        };
        match Choice::of(choice.text.as_ref()) {
            Some(text) => {
                text.clone_into(&mut page.text);
                match tried(asking, parts, text) {
                    Ok(tried) => page.tried = Some(tried),
                    Err(fault) => page.refused = Prose::english(&fault.to_string()),
                }
            }
            None => page.text = start(parts, clause),
        }
        page
    }

    pub(super) fn tables(&self, frame: &Frame) -> Vec<Table> {
        let heads = [
            "head-clause",
            "head-what",
            "head-as-signed",
            "head-as-tried",
        ];
        let word = |mark: &Option<Mark>| {
            let word = mark.as_ref().map(|mark| mark.word.clone());
            word.unwrap_or_default()
        };
        let tried = self.tried.iter();
        let rows = tried.flat_map(|tried| &tried.changes).map(|change| {
            vec![
                change.clause.id.clone(),
                change.key.clone(),
                word(&change.before),
                word(&change.after),
            ]
        });
        vec![Table::new(
            "statuses",
            heads.iter().map(|id| frame.say(id)).collect(),
            rows.collect(),
        )]
    }
}

fn offers(parts: &Parts, chosen: Option<&str>) -> Vec<Offer> {
    let clauses = parts.input().plan.clauses.iter();
    let offer = |clause: &servanda_model::plan::Clause| Offer {
        value: clause.id.to_string(),
        word: Text::plain_words(&format!("{} {}", clause.id, clause.title)),
        chosen: chosen == Some(clause.id.as_str()),
    };
    clauses.map(offer).collect()
}

/// Writes an amendment that changes nothing yet, from a clause's own words.
fn start(parts: &Parts, clause: Option<&str>) -> String {
    let Some(wanted) = clause else {
        return String::new();
    };
    let mut clauses = parts.input().plan.clauses.iter();
    let Some(clause) = clauses.find(|one| one.id.as_str() == wanted) else {
        return String::new();
    };
    // Quoted words cannot stand among quoted words: the longest piece between
    // them is offered, one with a figure first.
    let pieces = clause.sentence.split('"').map(str::trim);
    let piece = pieces
        .filter(|piece| !piece.is_empty())
        .max_by_key(|piece| {
            (
                piece.contains(|one: char| one.is_ascii_digit()),
                piece.len(),
            )
        })
        .unwrap_or("");
    format!(
        "~~~accord\namendment  Draft of {}: \"{piece}\" becomes \"{piece}\"\n~~~\n",
        clause.id
    )
}

fn tried(asking: &Asking, parts: &Parts, text: &str) -> Result<Tried, Error> {
    let words = parts.words();
    let site = asking.site;
    let answer = replay(&site.opened, asking.judged.instants.as_of, PASTED, text)?;
    let view = &answer.view;
    let whole = |change: &&ChangeView| change.address.supposing.is_none();
    let changed = view.changes.iter().filter(whole).count();
    Ok(Tried {
        takeaway: words.say_with(
            "tried-count",
            &[
                ("n", changed.into()),
                ("same", Text::ltr(&view.same.to_string()).into()),
            ],
        ),
        undecidable: if view.undecidable.is_empty() {
            Text::default()
        } else {
            words.say_with("tried-undecidable", &[("n", view.undecidable.len().into())])
        },
        faults: answer.rendered.clone(),
        words: view.words.iter().map(|one| reworded(parts, one)).collect(),
        changes: changes(parts, view),
        deadlines: view.deadlines.iter().map(|one| moved(parts, one)).collect(),
        phases: phases(parts, view),
        consent: consent(parts, view),
    })
}

fn reworded(parts: &Parts, one: &WordsView) -> Reworded {
    let words = parts.words();
    let prose = |text: &Option<String>| Prose::unknown(text.as_deref().unwrap_or(""));
    let fields = one.fields.iter().map(|field| {
        let label = Text::own(&field.label);
        (label, prose(&field.old), prose(&field.new))
    });
    Reworded {
        item: Text::own(&one.item),
        change: words.say(&format!("tried-{}", one.change)),
        fields: fields.collect(),
    }
}

fn clause_ref(parts: &Parts, id: &str) -> ClauseRef {
    parts.clause_ref(&ClauseId::new(id))
}

/// Puts statuses that change alike together, in the order of the answer.
fn changes(parts: &Parts, view: &ReplayView) -> Vec<Changed> {
    let words = parts.words();
    type Alike<'v> = (
        &'v str,
        &'v Option<String>,
        Option<&'v str>,
        Option<&'v str>,
        bool,
    );
    let mut order: Vec<Alike> = Vec::new();
    let mut alike: BTreeMap<Alike, Vec<&ChangeView>> = BTreeMap::new();
    for change in &view.changes {
        let side =
            |side: &Option<crate::view::replay::SideView>| side.as_ref().map(|side| side.status);
        let one: Alike = (
            &change.address.clause,
            &change.address.supposing,
            side(&change.before),
            side(&change.after),
            change.address.key.is_some(),
        );
        if !alike.contains_key(&one) {
            order.push(one);
        }
        alike.entry(one).or_default().push(change);
    }
    let mark = |key: Option<&str>| {
        let status = ALL
            .into_iter()
            .find(|status: &Status| Some(status.key()) == key);
        status.map(|status| parts.mark(status))
    };
    let told = order.into_iter().map(|one| {
        let members = alike.get(&one).map_or(&[][..], Vec::as_slice);
        let keys: Vec<Text> = members
            .iter()
            .filter_map(|change| change.address.key.as_deref())
            .filter(|key| !key.is_empty())
            .map(Text::own)
            .collect();
        let because = members
            .first()
            .map_or(&[][..], |one| one.because.as_slice());
        Changed {
            clause: clause_ref(parts, one.0),
            key: several(parts, &keys),
            supposing: Prose::english(one.1.as_deref().unwrap_or("")),
            before: mark(one.2),
            after: mark(one.3),
            because: words.list(because.iter().map(|item| Text::own(item))),
        }
    });
    told.collect()
}

/// Names a few keys, or the first and the last of many.
fn several(parts: &Parts, keys: &[Text]) -> Text {
    let words = parts.words();
    match keys {
        [first, _, _, .., last] => words.say_with(
            "keys-many",
            &[
                ("n", keys.len().into()),
                ("first", first.clone().into()),
                ("last", last.clone().into()),
            ],
        ),
        few => words.list(few.iter().cloned()),
    }
}

fn moved(parts: &Parts, one: &DeadlineView) -> Moved {
    let words = parts.words();
    let zone = &parts.input().plan.zone;
    let when = |text: &Option<String>| {
        let at = text
            .as_deref()
            .and_then(|text| text.parse::<Instant>().ok());
        at.map_or_else(Text::default, |at| words.instant(at, zone))
    };
    Moved {
        clause: clause_ref(parts, &one.clause),
        key: Text::own(&one.key),
        before: when(&one.signed),
        after: when(&one.amended),
    }
}

fn phases(parts: &Parts, view: &ReplayView) -> Vec<(Text, Text, Text)> {
    let words = parts.words();
    let side = |side: &Option<crate::view::replay::PhaseSideView>| {
        side.as_ref().map_or_else(Text::default, |side| {
            words.say(&format!("phase-{}", side.status.replace(['_', ' '], "-")))
        })
    };
    let phases = view.phases.iter();
    phases
        .map(|phase| {
            (
                Text::own(&phase.id),
                side(&phase.before),
                side(&phase.after),
            )
        })
        .collect()
}

fn consent(parts: &Parts, view: &ReplayView) -> Vec<(Text, Text)> {
    let words = parts.words();
    let consent = &view.consent;
    let rows = [
        ("consent-parties", &consent.parties),
        ("consent-given", &consent.given),
        ("consent-missing", &consent.missing),
        ("consent-concerned", &consent.concerned),
    ];
    let told = rows.into_iter().filter(|(_, names)| !names.is_empty());
    told.map(|(id, names)| {
        let names = words.list(names.iter().map(|name| Text::own(name)));
        (words.say(id), names)
    })
    .collect()
}
