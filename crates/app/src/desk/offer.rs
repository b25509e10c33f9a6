//! What a member may enter: every act that the agreement lets it, subject by
//! subject, and what it may say to one entry.
//!
//! # Invariants
//! Nothing is offered that `policy::may` does not allow. An offer is no promise:
//! the act itself is asked about again when it is written out.

use std::collections::BTreeSet;

use servanda_assess::policy::{self, Answer, Signer};
use servanda_model::names::ActorName;
use servanda_model::plan::{Grace, Plan};
use servanda_model::record::{
    Act, Citation, Closure, Consent, Coverage, Decision, DecisionAct, Entry, Remark, Report,
    RulingOutcome, Stance,
};
use servanda_model::time::{Date, When};

use super::Member;

/// Kinds of act that have a form and decide nothing, as `servanda submit` names
/// them.
const OTHERS: [&str; 14] = [
    "report",
    "finding",
    "closure",
    "coverage",
    "denial",
    "challenge",
    "ruling",
    "reply",
    "withdrawal",
    "reading",
    "position",
    "claim",
    "context",
    "amendment",
];

/// Returns every kind of act that has a form, as `servanda submit` names it.
pub fn kinds() -> impl Iterator<Item = &'static str> {
    let decisions = DecisionAct::ALL.into_iter().map(DecisionAct::word);
    OTHERS.into_iter().chain(decisions)
}

/// Something that a member may enter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The kind, as `servanda submit` names it.
    pub kind: &'static str,
    /// What it is about, where its kind is about something.
    pub of: Option<String>,
    /// The entry that it answers.
    pub refers: Option<Citation>,
}

/// Lists what a member may enter of its own accord, kind by kind, in the order
/// of the text.
pub fn offers(plan: &Plan, member: &Member) -> Vec<Offer> {
    let asking = Asking { plan, member };
    let mut found = Vec::new();
    let mut add = |kind: &'static str, subjects: &[String], act: &dyn Fn(&str) -> Act| {
        let allowed = subjects.iter().filter(|of| asking.may(&act(of), &[]));
        found.extend(allowed.map(|of| Offer {
            kind,
            of: Some(of.clone()),
            refers: None,
        }));
    };
    let by = &member.actor;
    let reported = reportable(plan);
    let clauses: Vec<String> = plan.clauses.iter().map(|one| one.id.to_string()).collect();
    add("report", &reported, &|of| Act::Report(report(by, of, None)));
    add("finding", &reported, &|of| {
        Act::Finding(report(by, of, None))
    });
    add("finding", &clauses, &|of| {
        Act::Finding(report(by, of, Some("substantiated")))
    });
    add("closure", &closable(plan), &|of| {
        Act::Closure(closure(by, of))
    });
    for act in DecisionAct::ALL {
        add(act.word(), &decidable(plan, act), &|of| {
            Act::Decision(decision(by, act, of))
        });
    }
    let terms: Vec<String> = plan.terms.iter().map(|one| one.name.to_string()).collect();
    add("reading", &terms, &|of| Act::Reading {
        term: of.to_owned(),
        reading: String::new(),
        by: by.clone(),
    });
    let amendments: Vec<String> = plan.amendments.iter().map(|one| one.name.clone()).collect();
    add("amendment", &amendments, &|of| {
        Act::Consent(consent(by, of))
    });
    found.extend(asking.plain());
    found
}

/// Lists what a member may say to one entry.
pub fn on_entry(plan: &Plan, member: &Member, entry: &Entry) -> Vec<Offer> {
    let asking = Asking { plan, member };
    let by = &member.actor;
    // Keys and what this version does not read are nobody's words.
    if matches!(entry.act, None | Some(Act::Other(_))) {
        return Vec::new();
    }
    let reported = matches!(entry.act, Some(Act::Report(_) | Act::Finding(_)));
    let challenged = matches!(entry.act, Some(Act::Challenge { .. }));
    let mut acts: Vec<(&'static str, Act)> = Vec::new();
    // Nobody answers itself.
    if entry.signer != *by {
        acts.push(("reply", Act::Reply(Remark::by(by.clone()))));
    }
    if reported {
        let grounds = None;
        let by = by.clone();
        acts.push(("challenge", Act::Challenge { by, grounds }));
        acts.push(("withdrawal", Act::Correction(None)));
    }
    if challenged {
        let outcome = RulingOutcome::Rejected;
        let by = by.clone();
        acts.push(("ruling", Act::Ruling { by, outcome }));
    }
    let allowed = acts
        .into_iter()
        .filter(|(_, act)| asking.may(act, &[entry]));
    allowed
        .map(|(kind, _)| Offer {
            kind,
            of: None,
            refers: Some(entry.citation),
        })
        .collect()
}

/// Lists what a member may do about a case on a clause, opened by an entry.
pub(super) fn on_case(plan: &Plan, member: &Member, of: &str, opened: &Entry) -> Vec<Offer> {
    let asking = Asking { plan, member };
    let by = &member.actor;
    let offer = |kind: &'static str| Offer {
        kind,
        of: Some(of.to_owned()),
        refers: Some(opened.citation),
    };
    let mut found: Vec<Offer> = on_entry(plan, member, opened)
        .into_iter()
        .filter(|one| one.kind == "reply")
        .collect();
    let general = [
        DecisionAct::Certify,
        DecisionAct::Waive,
        DecisionAct::Declare,
        DecisionAct::Propose,
        DecisionAct::Adopt,
        DecisionAct::Reprioritise,
    ];
    for act in DecisionAct::ALL {
        let allowed = asking.may(&Act::Decision(decision(by, act, of)), &[opened]);
        if allowed && !general.contains(&act) {
            found.push(offer(act.word()));
        }
    }
    let finds = Act::Finding(report(by, of, Some("substantiated")));
    if asking.may(&finds, &[opened]) {
        found.push(offer("finding"));
    }
    found
}

struct Asking<'a> {
    plan: &'a Plan,
    member: &'a Member,
}

impl Asking<'_> {
    fn may(&self, act: &Act, cites: &[&Entry]) -> bool {
        let signer = Signer {
            actor: &self.member.actor,
            desk: self.member.desk,
        };
        policy::may(self.plan, signer, act, cites) == Answer::Allowed
    }

    /// Acts that are about nothing in particular.
    fn plain(&self) -> Vec<Offer> {
        let by = &self.member.actor;
        let remark = || Remark::by(by.clone());
        let until = Date::MIN;
        let acts = [
            (
                "position",
                Act::Position {
                    remark: remark(),
                    stance: Stance::Support,
                },
            ),
            ("claim", Act::Claim(remark())),
            ("denial", Act::Denial(remark())),
            ("context", Act::Context(remark())),
            ("coverage", Act::Coverage(Coverage { of: None, until })),
        ];
        let allowed = acts.into_iter().filter(|(_, act)| self.may(act, &[]));
        allowed
            .map(|(kind, _)| Offer {
                kind,
                of: None,
                refers: None,
            })
            .collect()
    }
}

/// Names everything that can be reported.
fn reportable(plan: &Plan) -> Vec<String> {
    let events = plan.events.iter().map(|one| one.name.to_string());
    let measures = plan.measures.iter().map(|one| one.name.to_string());
    let states = plan.states.iter().map(|one| one.name.to_string());
    events.chain(measures).chain(states).collect()
}

/// Names everything that can be closed.
fn closable(plan: &Plan) -> Vec<String> {
    let clauses = plan.clauses.iter().map(|one| one.id.to_string());
    let annexes = plan.lists.iter().map(|one| format!("annex {}", one.annex));
    clauses.chain(annexes).chain(reportable(plan)).collect()
}

/// Names everything that an act may decide on: what a form for it would make
/// sense for, which is less than what the text would let pass.
fn decidable(plan: &Plan, act: DecisionAct) -> Vec<String> {
    let phases = plan.phases.iter().map(|one| one.name.to_string());
    let clauses = plan.clauses.iter().map(|one| one.id.to_string());
    let ladders = plan.ladders.iter().map(|one| one.name.to_string());
    match act {
        DecisionAct::Propose | DecisionAct::Adopt => {
            let open = plan.anchors.iter().filter(|one| one.stated.is_none());
            open.map(|one| one.name.to_string()).collect()
        }
        DecisionAct::Declare => phases.collect(),
        DecisionAct::Waive => phases.chain(clauses).collect(),
        DecisionAct::Certify => phases.chain(clauses).chain(grounds(plan)).collect(),
        DecisionAct::Reprioritise | DecisionAct::Invoke => clauses.collect(),
        DecisionAct::Extend
        | DecisionAct::Suspend
        | DecisionAct::Resume
        | DecisionAct::Notify
        | DecisionAct::Screen
        | DecisionAct::Verify
        | DecisionAct::Meet
        | DecisionAct::Decide
        | DecisionAct::Acknowledge
        | DecisionAct::Comply
        | DecisionAct::Refuse
        | DecisionAct::Refer
        | DecisionAct::Remedy
        | DecisionAct::Close => clauses.chain(ladders).collect(),
    }
}

/// Names the grounds that somebody certifies.
fn grounds(plan: &Plan) -> BTreeSet<String> {
    let mut grounds: BTreeSet<String> = BTreeSet::new();
    for clause in &plan.clauses {
        grounds.extend(clause.excuses.iter().map(|one| one.ground.clone()));
        if let Some(Grace::LongerIfCertified { ground, .. }) = &clause.grace {
            grounds.insert(ground.clone());
        }
    }
    grounds
}

const ANY_DAY: When = When::On(Date::MIN, Date::MIN);

fn report(by: &ActorName, of: &str, value: Option<&str>) -> Report {
    Report {
        of: of.to_owned(),
        reporter: by.clone(),
        via: None,
        origin: None,
        actors: Vec::new(),
        happened: ANY_DAY,
        period: None,
        figure: None,
        per: None,
        running_total: false,
        unit: None,
        fields: std::collections::BTreeMap::default(),
        value: value.map(str::to_owned),
        scope: None,
        grade: None,
        note: None,
    }
}

fn closure(by: &ActorName, of: &str) -> Closure {
    Closure {
        by: by.clone(),
        of: of.to_owned(),
        period: None,
        fields: std::collections::BTreeMap::default(),
        happened: ANY_DAY,
    }
}

fn decision(by: &ActorName, act: DecisionAct, of: &str) -> Decision {
    Decision {
        act,
        by: by.clone(),
        via: None,
        happened: ANY_DAY,
        of: of.to_owned(),
        fields: std::collections::BTreeMap::default(),
        value: None,
        until: None,
        reasons: None,
        residuals: Vec::new(),
        votes: std::collections::BTreeMap::default(),
        grade: None,
    }
}

fn consent(by: &ActorName, to: &str) -> Consent {
    Consent {
        by: by.clone(),
        via: None,
        to: to.to_owned(),
        happened: None,
        old_digest: None,
        new_digest: None,
        note: None,
    }
}
