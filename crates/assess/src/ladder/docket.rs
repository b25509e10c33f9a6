//! The docket: every case as it stands at one instant, and what all of them
//! together change.
//!
//! What lives here: cases with the acts on each, run to one instant. What does
//! not: when cases open (`sweep`). Entry point: [`Docket::at`].

use std::collections::BTreeSet;

use servanda_model::plan::Plan;
use servanda_model::record::Entry;
use servanda_model::time::Instant;

use super::acts::CaseAct;
use super::naming::{Named, named};
use super::opening::Opened;
use super::run::{Run, run};
use super::steps::Scene;

/// Cases run to one instant.
pub(crate) struct Docket<'d, 'a> {
    /// The text.
    pub(crate) plan: &'a Plan,
    /// The cases, in the order of their opening.
    pub(crate) cases: &'d [Opened<'a>],
    /// Every act that was told, in log order.
    pub(crate) acts: &'d [CaseAct<'a>],
    /// Which cases each act names.
    pub(crate) named: Named,
    /// The acts on each case, by instant, then entry, from its opening on.
    pub(crate) on: Vec<Vec<&'d CaseAct<'a>>>,
    /// Every decision to suspend or resume, by instant, then entry.
    pub(crate) of_force: Vec<&'d CaseAct<'a>>,
    /// How far each came.
    pub(crate) runs: Vec<Run<'a>>,
    /// The instant.
    pub(crate) t: Instant,
}

impl<'d, 'a> Docket<'d, 'a> {
    /// Runs cases to an instant.
    pub(crate) fn at(
        plan: &'a Plan,
        entries: &[Entry],
        cases: &'d [Opened<'a>],
        acts: &'d [CaseAct<'a>],
        t: Instant,
    ) -> Self {
        let named = named(entries, acts, cases);
        let on: Vec<Vec<&'d CaseAct<'a>>> = cases
            .iter()
            .enumerate()
            .map(|(place, case)| {
                let mut on: Vec<&CaseAct<'a>> = acts
                    .iter()
                    .zip(&named.cases)
                    .filter(|(act, cases)| {
                        cases.contains(&place) && act.at >= case.at && act.at <= t
                    })
                    .map(|(act, _)| act)
                    .collect();
                on.sort_by_key(|act| (act.at, act.citation));
                on
            })
            .collect();
        let mut of_force: Vec<&'d CaseAct<'a>> = acts
            .iter()
            .filter(|act| act.at <= t && act.of_force())
            .collect();
        of_force.sort_by_key(|act| (act.at, act.citation));
        let runs = cases
            .iter()
            .zip(&on)
            .map(|(case, acts)| {
                run(&Scene {
                    plan,
                    case,
                    acts,
                    of_force: &of_force,
                    t,
                })
            })
            .collect();
        Self {
            plan,
            cases,
            acts,
            named,
            on,
            of_force,
            runs,
            t,
        }
    }

    /// Returns each case with what it is read from and how far it came.
    pub(crate) fn each(&self) -> impl Iterator<Item = (Scene<'_, 'a>, &Run<'a>)> {
        self.cases
            .iter()
            .zip(&self.on)
            .zip(&self.runs)
            .map(|((case, acts), run)| {
                let scene = Scene {
                    plan: self.plan,
                    case,
                    acts,
                    of_force: &self.of_force,
                    t: self.t,
                };
                (scene, run)
            })
    }

    /// Returns which cases an act names, and whether by reference.
    pub(crate) fn named_by(&self, place: usize) -> (Option<&BTreeSet<usize>>, bool) {
        (
            self.named.cases.get(place),
            self.named.by_reference.get(place).copied().unwrap_or(false),
        )
    }
}
