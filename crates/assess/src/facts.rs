//! What is known: the prefix of the record, with corrections applied.
//!
//! What lives here: which entries are known, what corrections leave of them,
//! and where the record ends. What does not: who may report what
//! (`testimony`) and what a challenge does (`variants`). Entry point:
//! [`Facts::new`].
//!
//! # Source
//! "Meaning", section 1.

use std::collections::BTreeMap;

use servanda_model::assessment::Known;
use servanda_model::names::ActorName;
use servanda_model::plan::Plan;
use servanda_model::record::{
    Act, Citation, Closure, Consent, Decision, Entry, Remark, Report, RulingOutcome, Stance,
    first_told,
};
use servanda_model::time::{Date, Instant, Zone};

/// An effective report or finding.
#[derive(Clone, Debug)]
pub(crate) struct Fact<'a> {
    /// The entry that first told it, by which challenges know it.
    pub(crate) root: Citation,
    /// What it says now.
    pub(crate) report: &'a Report,
    /// Whether it is a finding.
    pub(crate) finding: bool,
    /// Who signed what it says now.
    pub(crate) signer: &'a ActorName,
    /// The entry that says it now: its place in log order.
    pub(crate) citation: Citation,
    /// When it can have happened at the earliest.
    pub(crate) earliest: Instant,
    /// When it can have happened at the latest.
    pub(crate) latest: Instant,
}

/// A dated act that is no report.
#[derive(Clone, Debug)]
pub(crate) struct Dated<'a, T> {
    /// The act.
    pub(crate) act: &'a T,
    /// The instant from which it counts.
    pub(crate) at: Instant,
    /// When it became known.
    pub(crate) known: Instant,
    /// Its entry.
    pub(crate) citation: Citation,
}

/// A consent to an amendment.
pub(crate) type Given<'a> = Dated<'a, Consent>;

/// A challenge, with the report it was made to.
#[derive(Clone, Debug)]
pub(crate) struct Challenge<'a> {
    /// Its entry.
    pub(crate) citation: Citation,
    /// When it was made.
    pub(crate) at: Instant,
    /// The root of the report.
    pub(crate) report: Citation,
    /// When the report first became known.
    pub(crate) report_known: Instant,
    /// Rulings on it, in log order.
    pub(crate) rulings: Vec<(Citation, &'a ActorName, Instant, RulingOutcome)>,
}

/// A reading of a term, settled.
#[derive(Clone, Debug)]
pub(crate) struct Settled<'a> {
    /// The term.
    pub(crate) term: &'a str,
    /// The reading.
    pub(crate) reading: &'a str,
    /// Who settled it.
    pub(crate) by: &'a ActorName,
    /// When.
    pub(crate) at: Instant,
    /// The entry.
    pub(crate) citation: Citation,
}

/// Everything known, in the order in which it counts.
///
/// # Invariants
/// Reports and dated acts ascend by instant, then by log order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts<'a> {
    /// Effective reports and findings.
    pub(crate) reports: Vec<Fact<'a>>,
    /// The same by what they are of: indices into `reports`, ascending.
    pub(crate) by_name: BTreeMap<&'a str, Vec<usize>>,
    /// Re-tests, which count for no status, in the same order.
    pub(crate) retests: Vec<Fact<'a>>,
    /// Decisions.
    pub(crate) decisions: Vec<Dated<'a, Decision>>,
    /// Closures.
    pub(crate) closures: Vec<Dated<'a, Closure>>,
    /// Positions, in log order.
    pub(crate) positions: Vec<(Dated<'a, Remark>, Stance)>,
    /// Challenges, in log order.
    pub(crate) challenges: Vec<Challenge<'a>>,
    /// Rulings that refer to no known challenge, or were made by anybody.
    pub(crate) rulings: Vec<(Citation, &'a ActorName)>,
    /// Consents to amendments, by instant, then by log order.
    pub(crate) consents: Vec<Given<'a>>,
    /// Settled readings, in log order.
    pub(crate) readings: Vec<Settled<'a>>,
    /// Coverage, in log order.
    pub(crate) coverage: Vec<(Option<&'a str>, Date)>,
    /// The day of `known`, where it is an instant.
    pub(crate) known_day: Option<Date>,
    /// The instant of `known`, where it is one.
    pub(crate) known_at: Option<Instant>,
}

/// The dates of an entry.
#[derive(Clone, Copy)]
pub(crate) struct Dates<'a> {
    /// Accord Time.
    pub(crate) zone: &'a Zone,
    /// How many leading entries are dated by publication.
    pub(crate) backfill: u64,
}

impl Dates<'_> {
    fn published(&self, entry: &Entry) -> Option<Date> {
        (entry.citation.number() < self.backfill)
            .then_some(entry.source.published_on)
            .flatten()
    }

    /// Returns when an entry became known.
    pub(crate) fn known(&self, entry: &Entry) -> Instant {
        self.published(entry)
            .map_or(entry.received_at, |day| self.zone.day_end(day))
    }

    /// Returns from when a challenge, ruling or reading counts.
    pub(crate) fn effective(&self, entry: &Entry) -> Instant {
        self.published(entry)
            .map_or(entry.received_at, |day| self.zone.day_start(day))
    }
}

impl<'a> Facts<'a> {
    /// Reads the known prefix of some entries.
    pub(crate) fn new(plan: &Plan, entries: &'a [Entry], backfill: u64, known: Known) -> Self {
        Self::told(plan, entries, backfill, known, Instant::MAX)
    }

    /// Reads those of the known entries that were told by an instant.
    pub(crate) fn told(
        plan: &Plan,
        entries: &'a [Entry],
        backfill: u64,
        known: Known,
        told: Instant,
    ) -> Self {
        let zone = &plan.zone;
        let dates = Dates { zone, backfill };
        let kept: BTreeMap<Citation, &'a Entry> = entries
            .iter()
            .filter(|entry| match known {
                Known::Size(size) => entry.citation.number() < size,
                Known::By(by) => dates.known(entry) <= by,
            })
            .filter(|entry| told == Instant::MAX || dates.known(entry) <= told)
            .map(|entry| (entry.citation, entry))
            .collect();
        let mut facts = Self::default();
        if let Known::By(by) = known {
            facts.known_day = Some(zone.date_of(by));
            facts.known_at = Some(by);
        }
        facts.read_reports(zone, &kept);
        for entry in kept.values() {
            facts.read_act(zone, &dates, &kept, entry);
        }
        facts.read_rulings(&dates, &kept);
        facts.decisions.sort_by_key(|d| (d.at, d.citation));
        facts.closures.sort_by_key(|c| (c.at, c.citation));
        facts
            .consents
            .sort_by_key(|given| (given.at, given.citation));
        facts
    }

    fn read_reports(&mut self, zone: &Zone, kept: &BTreeMap<Citation, &'a Entry>) {
        let corrections = corrections(kept);
        for entry in kept.values() {
            let (report, finding) = match &entry.act {
                Some(Act::Report(report)) => (report, false),
                Some(Act::Finding(report)) => (report, true),
                _ => continue,
            };
            let (report, from) = match corrections.get(&entry.citation) {
                Some((None, _)) => continue,
                Some((Some(report), from)) => (*report, *from),
                None => (report, *entry),
            };
            let fact = Fact {
                root: entry.citation,
                report,
                finding,
                signer: &from.signer,
                citation: from.citation,
                earliest: report.happened.earliest(zone),
                latest: report.happened.latest(zone),
            };
            match report.retests() {
                Some(_) => self.retests.push(fact),
                None => self.reports.push(fact),
            }
        }
        self.reports
            .sort_by_key(|fact| (fact.latest, fact.citation));
        self.retests
            .sort_by_key(|fact| (fact.latest, fact.citation));
        for (index, fact) in self.reports.iter().enumerate() {
            self.by_name
                .entry(fact.report.of.as_str())
                .or_default()
                .push(index);
        }
    }

    fn read_act(
        &mut self,
        zone: &Zone,
        dates: &Dates<'_>,
        kept: &BTreeMap<Citation, &'a Entry>,
        entry: &'a Entry,
    ) {
        let citation = entry.citation;
        let (effective, known) = (dates.effective(entry), dates.known(entry));
        match &entry.act {
            Some(Act::Decision(act)) => self.decisions.push(Dated {
                act,
                at: act.happened.latest(zone),
                known,
                citation,
            }),
            Some(Act::Closure(act)) => self.closures.push(Dated {
                act,
                at: act.happened.latest(zone),
                known,
                citation,
            }),
            Some(Act::Position { remark, stance }) => {
                let at = remark
                    .happened
                    .as_ref()
                    .map_or(entry.received_at, |when| when.latest(zone));
                let dated = Dated {
                    act: remark,
                    at,
                    known,
                    citation,
                };
                self.positions.push((dated, *stance));
            }
            Some(Act::Coverage(coverage)) => {
                self.coverage.push((coverage.of.as_deref(), coverage.until));
            }
            Some(Act::Reading { term, reading, by }) => self.readings.push(Settled {
                term,
                reading,
                by,
                at: effective,
                citation,
            }),
            Some(Act::Consent(act)) => {
                let happened = act.happened.as_ref();
                self.consents.push(Dated {
                    act,
                    at: happened.map_or(known, |when| when.latest(zone)),
                    known,
                    citation,
                });
            }
            Some(Act::Challenge { .. }) => {
                for reference in &entry.refers_to {
                    let Some(root) = root_of(kept, *reference) else {
                        continue;
                    };
                    self.challenges.push(Challenge {
                        citation,
                        at: effective,
                        report: root.citation,
                        report_known: dates.known(root),
                        rulings: Vec::new(),
                    });
                }
            }
            _ => {}
        }
    }

    fn read_rulings(&mut self, dates: &Dates<'_>, kept: &BTreeMap<Citation, &'a Entry>) {
        for entry in kept.values() {
            let Some(Act::Ruling { by, outcome }) = &entry.act else {
                continue;
            };
            self.rulings.push((entry.citation, by));
            for challenge in &mut self.challenges {
                if entry.refers_to.contains(&challenge.citation) {
                    challenge
                        .rulings
                        .push((entry.citation, by, dates.effective(entry), *outcome));
                }
            }
        }
    }

    /// Returns the reports of a name, by (latest, log order).
    pub(crate) fn of<'s>(&'s self, name: &str) -> impl Iterator<Item = (usize, &'s Fact<'a>)> {
        self.by_name
            .get(name)
            .into_iter()
            .flatten()
            .filter_map(|index| self.reports.get(*index).map(|fact| (*index, fact)))
    }

    /// Returns the last day of the record for a subject, seen from `at`.
    pub(crate) fn end(&self, subject: Option<&str>, at: Instant) -> Option<Date> {
        let last = |of: Option<&str>| {
            self.coverage
                .iter()
                .rev()
                .find(|(covered, _)| *covered == of)
                .map(|(_, until)| *until)
        };
        let covered = subject
            .and_then(|name| last(Some(name)))
            .or_else(|| last(None));
        let known = self
            .known_at
            .filter(|known| *known < at)
            .and(self.known_day);
        match (covered, known) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        }
    }
}

/// Follows corrections back to the report or finding that was told first.
fn root_of<'a>(kept: &BTreeMap<Citation, &'a Entry>, reference: Citation) -> Option<&'a Entry> {
    first_told(|citation| kept.get(&citation).copied(), reference)
}

/// Returns what the last effective correction leaves of each first entry.
fn corrections<'a>(
    kept: &BTreeMap<Citation, &'a Entry>,
) -> BTreeMap<Citation, (Option<&'a Report>, &'a Entry)> {
    let mut left = BTreeMap::new();
    for entry in kept.values() {
        let Some(Act::Correction(new)) = &entry.act else {
            continue;
        };
        for root in entry
            .corrects()
            .filter_map(|earlier| root_of(kept, earlier))
        {
            let Some(Act::Report(told) | Act::Finding(told)) = &root.act else {
                continue;
            };
            let same_reporter = new
                .as_ref()
                .is_some_and(|report| report.reporter == told.reporter);
            if entry.signer == root.signer || same_reporter {
                left.insert(root.citation, (new.as_ref(), *entry));
            }
        }
    }
    left
}

/// Returns whether a decision names a thing: what it is of, or a field's value.
pub(crate) fn names(decision: &Decision, thing: &str) -> bool {
    decision.of == thing || decision.fields.values().any(|value| value == thing)
}
