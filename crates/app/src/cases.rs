//! Cases for the terminal.
//!
//! What lives here: which cases a user names, and how one is set out. What
//! does not: how it runs (`assess`) and its machine-readable form
//! ([`crate::view::case`]). Entry points: [`chosen`], [`short`], [`whole`].
//!
//! # Invariants
//! Findings and replies are told in the same form, one below the other, also
//! where there are none; silence is told as silence.

use servanda_model::assessment::Assessment;
use servanda_model::case::{
    CaseEnding, CaseOutcome, CaseState, CaseStatus, CaseWaiting, NormEffect, Remedy, StepState,
    StepStatus,
};
use servanda_model::names::ActorName;
use servanda_model::plan::Plan;
use servanda_model::record::Citation;
use servanda_model::time::{Instant, Zone};

use crate::error::Error;
use crate::view::case as keys;
use crate::{dates, words};

/// Returns the cases a user named by their address, clause or ladder; all
/// where nothing is named.
///
/// # Errors
/// `Unknown`, for a name that no case has.
pub fn chosen<'a>(
    assessment: &'a Assessment,
    name: Option<&str>,
) -> Result<Vec<&'a CaseStatus>, Error> {
    let Some(name) = name.map(str::trim) else {
        return Ok(assessment.cases.iter().collect());
    };
    let answers = |case: &&CaseStatus| {
        let clause = keys::clause(&case.id);
        keys::id(&case.id).eq_ignore_ascii_case(name)
            || clause.is_some_and(|clause| clause.eq_ignore_ascii_case(name))
            || case.ladder.as_str().eq_ignore_ascii_case(name)
    };
    let found: Vec<&CaseStatus> = assessment.cases.iter().filter(answers).collect();
    if !found.is_empty() {
        return Ok(found);
    }
    let known: Vec<String> = assessment
        .cases
        .iter()
        .map(|case| keys::id(&case.id))
        .take(8)
        .collect();
    Err(Error::Unknown {
        what: "case",
        name: name.to_owned(),
        hint: if known.is_empty() {
            "; there are none".into()
        } else {
            format!("; there are {} …", known.join("; "))
        },
    })
}

/// Writes a case in a few lines: where it stands, for whom it waits, what was
/// found and what was replied.
pub fn short(case: &CaseStatus, plan: &Plan) -> String {
    let page = Page { case, plan };
    let mut lines = page.head();
    lines.extend(page.waiting());
    lines.extend(page.said());
    lines.extend(page.effects());
    lines.join("\n") + "\n"
}

/// Writes a case with all its steps.
pub fn whole(case: &CaseStatus, plan: &Plan) -> String {
    let page = Page { case, plan };
    let mut lines = page.head();
    lines.extend(page.waiting());
    lines.extend(page.said());
    lines.push("  steps".to_owned());
    for status in &case.steps {
        lines.extend(page.step(status));
    }
    lines.extend(case.remedies.iter().map(|remedy| page.remedy(remedy)));
    lines.extend(page.denials());
    lines.extend(page.effects());
    lines.join("\n") + "\n"
}

struct Page<'a> {
    case: &'a CaseStatus,
    plan: &'a Plan,
}

impl Page<'_> {
    fn zone(&self) -> &Zone {
        &self.plan.zone
    }

    fn time(&self, at: Instant) -> String {
        dates::instant(at, self.zone())
    }

    fn title(&self) -> String {
        let clause = keys::clause(&self.case.id);
        let found = self
            .plan
            .clauses
            .iter()
            .find(|one| Some(one.id.as_str()) == clause.as_deref());
        found
            .filter(|clause| !clause.title.is_empty())
            .map(|clause| format!("  {}", clause.title))
            .unwrap_or_default()
    }

    fn head(&self) -> Vec<String> {
        let case = self.case;
        let mut opened = format!(
            "  {}, {}; opened {} on {}",
            keys::basis(case.basis),
            against(&case.against),
            self.time(case.opened_at),
            case.ladder
        );
        if !case.raised_by.is_empty() {
            opened.push_str(&format!("; raised by {}", listed(&case.raised_by)));
        }
        if let Some(severity) = case.severity {
            opened.push_str(&format!("; {}", words::severity(severity)));
        }
        opened.push_str(&cites(&case.citations));
        let mut state = state_word(case.state).to_owned();
        if let Some(end) = &case.ended {
            state.push_str(&format!(
                ": {} on {}{}",
                ending_word(end.how),
                self.time(end.at),
                cites(&end.citations)
            ));
        }
        vec![
            format!("{}{}: {state}", keys::id(&case.id), self.title()),
            opened,
        ]
    }

    fn waiting(&self) -> Vec<String> {
        let line = |one: &CaseWaiting| {
            let until = match one.due {
                Some(due) if one.overdue => format!("; its time ran out {}", self.time(due)),
                Some(due) => format!("; until {}", self.time(due)),
                None => "; without a limit".to_owned(),
            };
            format!(
                "  waits for {} (step {}) since {}{until}",
                one.actor,
                one.step,
                self.time(one.since)
            )
        };
        self.case.waiting.iter().map(line).collect()
    }

    /// Findings and replies, in the same form.
    fn said(&self) -> Vec<String> {
        let case = self.case;
        let mut lines = Vec::new();
        for finding in &case.findings {
            let mut text = outcome_word(finding.outcome).to_owned();
            if !finding.attributed_to.is_empty() {
                text.push_str(&format!(
                    ", attributed to {}",
                    listed(&finding.attributed_to)
                ));
            }
            if let Some(confidence) = &finding.confidence {
                text.push_str(&format!(", confidence {confidence}"));
            }
            lines.push(format!(
                "  finding  {}, {}: {text}{}",
                finding.by,
                self.time(finding.at),
                cites(&[finding.citation])
            ));
        }
        if case.findings.is_empty() {
            lines.push("  finding  none".to_owned());
        }
        for reply in &case.replies {
            lines.push(format!(
                "  reply    {}, {}: \"{}\"{}",
                reply.by,
                self.time(reply.at),
                reply.text,
                cites(&[reply.citation])
            ));
        }
        let silent = keys::silent(case, self.plan);
        if !silent.is_empty() {
            lines.push(format!(
                "  reply    {}: silence; the time for a reply has run out",
                listed(&silent)
            ));
        } else if case.replies.is_empty() {
            lines.push("  reply    none".to_owned());
        }
        lines
    }

    fn step(&self, status: &StepStatus) -> Vec<String> {
        let step = keys::step(self.case, self.plan, status.number);
        let text = step.map(|step| step.text.as_str()).unwrap_or_default();
        let mut times = Vec::new();
        if let Some(began) = status.began {
            times.push(format!("began {}", self.time(began)));
        }
        if let Some(due) = status.due {
            let word = if step.is_some_and(keys::takes_effect) {
                "takes effect"
            } else {
                "until"
            };
            let mut due_text = format!("{word} {}", self.time(due));
            if let Some(zone) = step.and_then(keys::zone) {
                due_text.push_str(&format!(
                    " ({} in {})",
                    dates::instant(due, zone),
                    zone.name
                ));
            }
            times.push(due_text);
        }
        if let Some(ended) = status.ended {
            times.push(format!("ended {}", self.time(ended)));
        }
        let mut lines = vec![format!(
            "    {:<2} {:<11} {text}",
            status.number,
            step_word(status.state)
        )];
        if !times.is_empty() {
            lines.push(format!(
                "       {}{}",
                times.join("; "),
                cites(&status.citations)
            ));
        }
        lines
    }

    fn remedy(&self, remedy: &Remedy) -> String {
        let mut parts = vec![remedy.what.clone().unwrap_or_else(|| "not said".into())];
        parts.extend(remedy.who.as_ref().map(|who| format!("by {who}")));
        parts.extend(remedy.place.as_ref().map(|place| format!("at {place}")));
        parts.extend(remedy.due.map(|due| format!("until {}", self.time(due))));
        let verify = remedy.verified_by.as_ref();
        parts.extend(verify.map(|how| format!("verified by {how}")));
        parts.push(match &remedy.certified {
            Some((by, at, citation)) => format!(
                "certified by {by} on {}{}",
                self.time(*at),
                cites(&[*citation])
            ),
            None => "not certified".to_owned(),
        });
        format!(
            "  remedy   ordered by {} on {}: {}{}",
            remedy.by,
            self.time(remedy.at),
            parts.join(", "),
            cites(&[remedy.citation])
        )
    }

    fn denials(&self) -> Option<String> {
        let denials = &self.case.denials;
        (!denials.is_empty()).then(|| format!("  access was denied{}", cites(denials)))
    }

    fn effects(&self) -> Vec<String> {
        let line = |effect: &NormEffect| {
            let (change, of, stops) = keys::change(&effect.kind);
            let until = effect
                .until
                .map(|until| format!(" until {}", self.time(until)))
                .unwrap_or_default();
            let clock = if stops { ", its clock stops" } else { "" };
            format!(
                "  effect   {of} {} from {}{until}{clock}{}",
                effect_word(change),
                self.time(effect.from),
                cites(&effect.citations)
            )
        };
        self.case.effects.iter().map(line).collect()
    }
}

fn listed(actors: &[ActorName]) -> String {
    let names: Vec<&str> = actors.iter().map(ActorName::as_str).collect();
    names.join(", ")
}

fn against(actors: &[ActorName]) -> String {
    if actors.is_empty() {
        "against nobody named".to_owned()
    } else {
        format!("against {}", listed(actors))
    }
}

fn cites(citations: &[Citation]) -> String {
    if citations.is_empty() {
        return String::new();
    }
    let entries: Vec<String> = citations.iter().take(4).map(ToString::to_string).collect();
    let more = if citations.len() > entries.len() {
        " …"
    } else {
        ""
    };
    format!(" [{}{more}]", entries.join(" "))
}

/// Returns the word for where a case stands.
pub fn state_word(state: CaseState) -> &'static str {
    match state {
        CaseState::Alleged => "alleged",
        CaseState::Screened => "screened",
        CaseState::Verifying => "verifying",
        CaseState::Substantiated => "substantiated",
        CaseState::NotSubstantiated => "not substantiated",
        CaseState::Undetermined => "undetermined",
        CaseState::ReplyDue => "reply due",
        CaseState::Response => "response awaited",
        CaseState::Remedied => "remedied",
        CaseState::Referred => "referred",
        CaseState::Closed => "closed",
    }
}

fn outcome_word(outcome: CaseOutcome) -> &'static str {
    match outcome {
        CaseOutcome::Substantiated => "substantiated",
        CaseOutcome::NotSubstantiated => "not substantiated",
        CaseOutcome::Undetermined => "undetermined",
    }
}

/// Returns the word for how a step stands.
pub fn step_word(state: StepState) -> &'static str {
    match state {
        StepState::NotReached => "not reached",
        StepState::Skipped => "skipped",
        StepState::Running => "running",
        StepState::Available => "available",
        StepState::Done => "done",
        StepState::RanOut => "ran out",
        StepState::Stopped => "stopped",
        StepState::NotNeeded => "not needed",
    }
}

/// Returns the word for how a case ended.
pub fn ending_word(how: CaseEnding) -> &'static str {
    match how {
        CaseEnding::Cured => "made good",
        CaseEnding::Withdrawn => "nothing in the record establishes it any more",
        CaseEnding::Remedied => "remedy certified",
        CaseEnding::NotSubstantiated => "found not substantiated",
        CaseEnding::Declined => "not taken up",
        CaseEnding::Decided => "by decision",
        CaseEnding::Silence => "by silence, as the text says",
    }
}

fn effect_word(change: &str) -> &'static str {
    match change {
        "suspended" => "is suspended",
        "ended" => "is ended",
        "revived" => "is in force again",
        _ => "is open again",
    }
}
