//! Where an Assessment and a Judgement differ, in words.
//!
//! Entry point: [`differences`]. Fields on which the page "Meaning" is silent
//! are not compared, nor are reasons.

use std::fmt::Debug;

use servanda_model::assessment::{
    AgreementAxis, Assessment, ClauseStatus, Instance, Outcome, PhaseStatus, SlipCause,
};

use servanda_model::case::{CaseStatus, NormChange};

use crate::judgement::{
    CaseJudgement, ClauseJudgement, InstanceJudgement, Judgement, PhaseJudgement, Said,
};

/// Returns every point on which the two differ, in the text's order.
pub fn differences(assessment: &Assessment, judgement: &Judgement) -> Vec<String> {
    let mut found = Vec::new();
    let ids: Vec<_> = assessment.clauses.iter().map(|c| &c.id).collect();
    let wanted: Vec<_> = judgement.clauses.iter().map(|c| &c.id).collect();
    same(&mut found, "clauses", &ids, &wanted);
    for (ours, theirs) in assessment.clauses.iter().zip(&judgement.clauses) {
        clause(&mut found, ours, theirs);
    }
    let phases: Vec<_> = assessment.phases.iter().map(|p| &p.phase).collect();
    let wanted: Vec<_> = judgement.phases.iter().map(|p| &p.phase).collect();
    same(&mut found, "phases", &phases, &wanted);
    for (ours, theirs) in assessment.phases.iter().zip(&judgement.phases) {
        phase(&mut found, ours, theirs);
    }
    let cases: Vec<_> = assessment.cases.iter().map(|c| &c.id).collect();
    let wanted: Vec<_> = judgement.cases.iter().map(|c| &c.id).collect();
    same(&mut found, "cases", &cases, &wanted);
    for (ours, theirs) in assessment.cases.iter().zip(&judgement.cases) {
        if ours.id == theirs.id {
            case(&mut found, ours, theirs);
        }
    }
    let ours: Vec<_> = (assessment.amendments.iter())
        .map(|one| (&one.name, one.state, one.in_force_at))
        .collect();
    let theirs: Vec<_> = (judgement.amendments.iter())
        .map(|one| (&one.name, one.state, one.in_force_at))
        .collect();
    same(&mut found, "amendments", &ours, &theirs);
    found
}

fn same<T: Debug + PartialEq>(found: &mut Vec<String>, what: &str, assess: &T, reference: &T) {
    if assess != reference {
        found.push(format!(
            "{what}: assess {assess:?}, reference {reference:?}"
        ));
    }
}

fn said<T: Debug + PartialEq>(
    found: &mut Vec<String>,
    what: &str,
    assess: &T,
    reference: &Said<T>,
) {
    if let Said::Is(reference) = reference {
        same(found, what, assess, reference);
    }
}

fn clause(found: &mut Vec<String>, ours: &ClauseStatus, theirs: &ClauseJudgement) {
    let id = &ours.id;
    same(found, &format!("{id} status"), &ours.status, &theirs.status);
    same(
        found,
        &format!("{id} on a proposed reading"),
        &ours.on_proposed_reading,
        &theirs.on_proposed_reading,
    );
    same(found, &format!("{id} counts"), &ours.counts, &theirs.counts);
    same(found, &format!("{id} score"), &ours.score, &theirs.score);
    let keys: Vec<_> = ours.instances.iter().map(|i| &i.key).collect();
    let mut wanted: Vec<_> = theirs.instances.iter().map(|i| &i.key).collect();
    wanted.sort();
    let mut sorted = keys.clone();
    sorted.sort();
    same(found, &format!("{id} instances"), &sorted, &wanted);
    for instance_judged in &theirs.instances {
        if let Some(one) = ours.instances.iter().find(|i| i.key == instance_judged.key) {
            instance(found, id.as_str(), one, instance_judged);
        }
    }
}

fn instance(found: &mut Vec<String>, id: &str, ours: &Instance, theirs: &InstanceJudgement) {
    let name = |field: &str| format!("{id} {:?} {field}", ours.key);
    same(found, &name("status"), &ours.status, &theirs.status);
    said(found, &name("evidence"), &ours.evidence, &theirs.evidence);
    said(
        found,
        &name("agreement"),
        &sorted(&ours.agreement),
        &theirs.agreement,
    );
    said(
        found,
        &name("triggered at"),
        &ours.triggered_at,
        &theirs.triggered_at,
    );
    said(found, &name("due at"), &ours.due_at, &theirs.due_at);
    said(
        found,
        &name("decided at"),
        &ours.decided_at,
        &theirs.decided_at,
    );
    said(found, &name("lateness"), &ours.lateness, &theirs.lateness);
    said(found, &name("severity"), &ours.severity, &theirs.severity);
    said(found, &name("progress"), &ours.progress, &theirs.progress);
    said(
        found,
        &name("judged by"),
        &ours.judged_by,
        &theirs.judged_by,
    );
    let slips: Vec<_> = (ours.slips.iter())
        .map(|slip| {
            let by = match &slip.by {
                SlipCause::Amendment(name) => name.as_str(),
                SlipCause::Extension { .. } => "extension",
            };
            (slip.from, slip.to, by.to_owned())
        })
        .collect();
    said(found, &name("slips"), &slips, &theirs.slips);
    let retests: Vec<_> = (ours.retests.iter())
        .map(|retest| (retest.citation, retest.stands))
        .collect();
    said(found, &name("re-tests"), &retests, &theirs.retests);
    if let Said::Is(outcomes) = &theirs.outcomes {
        let in_any_order = |list: &[Outcome]| {
            let mut texts: Vec<String> = list.iter().map(|o| format!("{o:?}")).collect();
            texts.sort();
            texts
        };
        same(
            found,
            &name("outcomes"),
            &in_any_order(&ours.outcomes),
            &in_any_order(outcomes),
        );
    }
}

fn sorted(agreement: &AgreementAxis) -> AgreementAxis {
    match agreement {
        AgreementAxis::DisputedBy(actors) => {
            let mut actors = actors.clone();
            actors.sort();
            AgreementAxis::DisputedBy(actors)
        }
        other => other.clone(),
    }
}

fn phase(found: &mut Vec<String>, ours: &PhaseStatus, theirs: &PhaseJudgement) {
    let name = |field: &str| format!("{:?} {field}", ours.phase);
    same(found, &name("state"), &ours.state, &theirs.state);
    let opened = ours.opened.as_ref().map(|o| (o.at, o.basis));
    same(found, &name("opening"), &opened, &theirs.opened);
    let declared: Vec<_> = ours.declared.iter().map(|d| (d.by.clone(), d.at)).collect();
    same(found, &name("declarations"), &declared, &theirs.declared);
    same(
        found,
        &name("residuals"),
        &ours.residuals,
        &theirs.residuals,
    );
}

/// Returns values in an order that does not depend on who listed them.
fn in_order<T: Debug>(values: impl IntoIterator<Item = T>) -> Vec<String> {
    let mut texts: Vec<String> = values.into_iter().map(|v| format!("{v:?}")).collect();
    texts.sort();
    texts
}

fn case(found: &mut Vec<String>, ours: &CaseStatus, theirs: &CaseJudgement) {
    let name = |field: &str| format!("{:?} {field}", ours.id);
    same(found, &name("ladder"), &ours.ladder, &theirs.ladder);
    same(found, &name("basis"), &ours.basis, &theirs.basis);
    same(
        found,
        &name("against"),
        &in_order(&ours.against),
        &in_order(&theirs.against),
    );
    same(
        found,
        &name("raised by"),
        &in_order(&ours.raised_by),
        &in_order(&theirs.raised_by),
    );
    said(found, &name("severity"), &ours.severity, &theirs.severity);
    same(
        found,
        &name("opened at"),
        &ours.opened_at,
        &theirs.opened_at,
    );
    same(found, &name("state"), &ours.state, &theirs.state);
    let findings = ours.findings.iter().map(|f| (&f.by, f.at, f.outcome));
    let wanted = theirs
        .findings
        .iter()
        .map(|(by, at, what)| (by, *at, *what));
    same(
        found,
        &name("findings"),
        &in_order(findings),
        &in_order(wanted),
    );
    let replies = ours.replies.iter().map(|r| (&r.by, r.at));
    let wanted = theirs.replies.iter().map(|(by, at)| (by, *at));
    same(
        found,
        &name("replies"),
        &in_order(replies),
        &in_order(wanted),
    );
    course(found, ours, theirs);
}

/// Compares what became of a case: steps, waiting, remedies, force and end.
fn course(found: &mut Vec<String>, ours: &CaseStatus, theirs: &CaseJudgement) {
    let name = |field: &str| format!("{:?} {field}", ours.id);
    steps(found, ours, theirs);
    same(
        found,
        &name("waiting"),
        &in_order(&ours.waiting),
        &in_order(&theirs.waiting),
    );
    let remedies = ours.remedies.iter().map(|r| {
        let certified = r.certified.as_ref().map(|(by, at, _)| (by, *at));
        (&r.by, r.at, certified)
    });
    let wanted = theirs.remedies.iter().map(|(by, at, certified)| {
        let certified = certified.as_ref().map(|(by, at)| (by, *at));
        (by, *at, certified)
    });
    same(
        found,
        &name("remedies"),
        &in_order(remedies),
        &in_order(wanted),
    );
    let revived_phase = |kind: &NormChange| matches!(kind, NormChange::RevivedPhase(_));
    let effects = ours.effects.iter().map(|e| {
        let until = e.until.filter(|_| !revived_phase(&e.kind));
        (&e.kind, e.from, until)
    });
    let wanted = theirs.effects.iter().map(|(kind, from, until)| {
        let until = until.filter(|_| !revived_phase(kind));
        (kind, *from, until)
    });
    same(found, &name("force"), &in_order(effects), &in_order(wanted));
    let ended = ours.ended.as_ref().map(|e| (e.at, e.how));
    same(found, &name("end"), &ended, &theirs.ended);
}

fn steps(found: &mut Vec<String>, ours: &CaseStatus, theirs: &CaseJudgement) {
    let numbers: Vec<u32> = ours.steps.iter().map(|s| s.number).collect();
    let wanted: Vec<u32> = theirs.steps.iter().map(|s| s.number).collect();
    same(found, &format!("{:?} steps", ours.id), &numbers, &wanted);
    for (step, judged) in ours.steps.iter().zip(&theirs.steps) {
        let name = format!("{:?} step {}", ours.id, step.number);
        let told = (step.state, step.began, step.due, step.ended);
        let wanted = (judged.state, judged.began, judged.due, judged.ended);
        same(found, &name, &told, &wanted);
    }
}
