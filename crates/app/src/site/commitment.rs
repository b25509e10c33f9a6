//! One commitment: its text beside its rule, its status in both times, why,
//! with what evidence, and what is said about it.

use serde::Serialize;
use servanda_model::names::ClauseId;
use servanda_model::plan::Confidence;

use super::{Asking, Frame, Paragraph, RuleField, Runs, Table, article, evidence};
use crate::language::{Text, Words};
use crate::report::Parts;
use crate::report::view::{Clause, ClauseRef, Sources};

/// One commitment.
#[derive(Clone, Debug, Serialize)]
pub struct Commitment {
    /// The commitment with its status and reasons.
    pub clause: Clause,
    /// Its pillar.
    pub pillar: Text,
    /// The heading of its article.
    pub article: Text,
    /// The prose of its article, with what it rests on marked.
    pub prose: Vec<Paragraph>,
    /// Whether the prose is the signed text.
    pub quotation: bool,
    /// The fields of its rule.
    pub rule: Vec<RuleField>,
    /// The course of its status.
    pub course: Option<Runs>,
    /// What it cites.
    pub sources: Sources,
    /// The commitments before and after it in the text.
    pub beside: (Option<ClauseRef>, Option<ClauseRef>),
}

impl Commitment {
    pub(super) fn new(asking: &Asking, parts: &Parts) -> Option<Self> {
        let plan = parts.input().plan;
        let wanted = asking.item?;
        let place = plan
            .clauses
            .iter()
            .position(|one| one.id.as_str() == wanted)?;
        let planned = plan.clauses.get(place)?;
        let mut clause = parts.clause(&planned.id)?;
        // The page's own data has what the page leaves out.
        for group in clause.groups.iter_mut().filter(|group| group.left > 0) {
            let left = ("n", group.left.into());
            group.more = parts.words().say_with("rows-more-data", &[left]);
        }
        let text = &asking.site.opened.folder.text;
        let written = plan.articles.get(planned.article);
        let near = |place: Option<usize>| {
            let id: &ClauseId = &plan.clauses.get(place?)?.id;
            Some(parts.clause_ref(id))
        };
        let course = asking.site.course(asking.judged).runs(&planned.id, parts);
        Some(Self {
            pillar: planned
                .pillar
                .as_ref()
                .map_or_else(Text::default, |pillar| Text::own(pillar.as_str())),
            article: written.map_or_else(Text::default, |one| Text::own(&one.heading)),
            prose: written.map_or_else(Vec::new, |one| article::paragraphs(text, one, planned)),
            quotation: written.is_some_and(|one| one.confidence == Confidence::Official),
            rule: article::fields(text, planned, parts.words()),
            course,
            sources: parts.sources(),
            beside: (near(place.checked_sub(1)), near(Some(place + 1))),
            clause,
        })
    }

    pub(super) fn title(&self, words: &Words) -> Text {
        words.say_with(
            "commitment-title",
            &[
                ("id", self.clause.name.id.clone().into()),
                ("title", Text::own(self.clause.name.title.plain()).into()),
            ],
        )
    }

    pub(super) fn tables(&self, frame: &Frame) -> Vec<Table> {
        let mut tables = vec![Table::new(
            "evidence",
            self.sources.heads.clone(),
            self.sources.rows.iter().map(evidence::cells).collect(),
        )];
        if let Some(course) = &self.course {
            let row = |known: &str, run: &super::Run| {
                vec![
                    frame.say(known),
                    run.from.clone(),
                    run.to.clone(),
                    run.mark.word.clone(),
                    Text::ltr(run.mark.key),
                ]
            };
            let then = course.then.iter().map(|run| row("course-then", run));
            let now = course.now.iter().map(|run| row("course-now", run));
            let heads = [
                "head-known",
                "head-from",
                "head-to",
                "head-status",
                "head-key",
            ];
            tables.push(Table::new(
                "course",
                heads.iter().map(|id| frame.say(id)).collect(),
                then.chain(now).collect(),
            ));
        }
        tables
    }
}
