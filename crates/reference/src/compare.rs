//! Where an Assessment and a Judgement differ, in words.
//!
//! Entry point: [`differences`]. Fields on which the page "Meaning" is silent
//! are not compared, nor are reasons.

use std::fmt::Debug;

use servanda_model::assessment::{
    AgreementAxis, Assessment, ClauseStatus, Instance, Outcome, PhaseStatus,
};

use crate::judgement::{ClauseJudgement, InstanceJudgement, Judgement, PhaseJudgement, Said};

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
