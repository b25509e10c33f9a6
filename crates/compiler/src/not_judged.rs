//! Constructs that are read and checked, but not judged yet: named wherever a
//! text uses them, so that a reader knows what no status covers.
//!
//! The list shrinks as `assess` learns them: see [`CONSTRUCTS`].

use servanda_model::diagnostic::Span;
use servanda_model::names::ClauseId;
use servanda_model::plan::Plan;

use crate::locate;

/// A construct of the text that no status takes into account yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotJudged {
    /// The clause it stands in, where it stands in one.
    pub clause: Option<ClauseId>,
    /// What it is, in words for the reader.
    pub construct: &'static str,
    /// Where it stands.
    pub span: Span,
}

/// One construct: the words for it, and where a Plan has it.
type Construct = (
    &'static str,
    fn(&Plan, &str) -> Vec<(Option<ClauseId>, Span)>,
);

/// What is not judged yet.
const CONSTRUCTS: &[Construct] = &[
    ("the steps of a ladder", ladders),
    ("the effect of an amendment", amendments),
    ("the end of an authority", authorities),
    ("a final deadline", finals),
    (
        "contradictions between clauses, which need a solver",
        contradictions,
    ),
];

/// The words for evidence that is left to an open term.
const OPEN_EVIDENCE: &str = "evidence that is left to an open term";

/// Finds what is not judged, by place in the text.
pub(crate) fn find(plan: &Plan, text: &str, open_evidence: &[(ClauseId, Span)]) -> Vec<NotJudged> {
    let mut found = Vec::new();
    for (construct, places) in CONSTRUCTS {
        found.extend(
            places(plan, text)
                .into_iter()
                .map(|(clause, span)| NotJudged {
                    clause,
                    construct,
                    span,
                }),
        );
    }
    found.extend(open_evidence.iter().map(|(clause, span)| NotJudged {
        clause: Some(clause.clone()),
        construct: OPEN_EVIDENCE,
        span: *span,
    }));
    found.sort_by_key(|one| one.span);
    found
}

fn ladders(plan: &Plan, text: &str) -> Vec<(Option<ClauseId>, Span)> {
    plan.ladders
        .iter()
        .map(|ladder| (None, locate::first_line(text, ladder.span)))
        .collect()
}

fn amendments(plan: &Plan, text: &str) -> Vec<(Option<ClauseId>, Span)> {
    let each = plan.amendments.iter();
    each.map(|one| (Some(one.of.clone()), locate::first_line(text, one.span)))
        .collect()
}

fn authorities(plan: &Plan, text: &str) -> Vec<(Option<ClauseId>, Span)> {
    plan.authorities
        .iter()
        .map(|one| (None, locate::first_line(text, one.span)))
        .collect()
}

fn finals(plan: &Plan, text: &str) -> Vec<(Option<ClauseId>, Span)> {
    let each = plan.clauses.iter().filter(|clause| clause.final_deadline);
    each.map(|clause| {
        (
            Some(clause.id.clone()),
            locate::field_or(text, clause.span, "by"),
        )
    })
    .collect()
}

fn contradictions(plan: &Plan, text: &str) -> Vec<(Option<ClauseId>, Span)> {
    if plan.clauses.len() < 2 {
        return Vec::new();
    }
    let head = plan
        .anchors
        .iter()
        .find(|anchor| anchor.name.as_str() == "Entry into Force");
    head.map(|anchor| (None, locate::first_line(text, anchor.span)))
        .into_iter()
        .collect()
}
