//! What the record tells beside statuses: money and corridors, each figure with
//! who says it. The commands `funds` and `corridors` show all of it.

use servanda_model::record::Citation;
use servanda_model::time::Date;

use super::claims::happened;
use super::context::Context;
use super::view::{Claim, Section};
use crate::corridors::{self, Funnel};
use crate::funds::ledger::Sum;
use crate::funds::{self, Conversion, Stage, Told};
use crate::language::{Prose, Text};

/// How many rows a section shows before it names the command for all.
const ROWS_MAX: usize = 16;

pub(super) fn money(context: &Context) -> Section<Claim> {
    let words = &context.words;
    let record = context.input.record;
    let conversion = Conversion::default();
    let told = funds::funds(context.plan(), record, context.assessment(), &conversion);
    let mut rows: Vec<Claim> = Vec::new();
    for ledger in &told.ledgers {
        for (donor, account) in &ledger.donors {
            for ((stage, currency), sum) in &account.told {
                let on = ledger.flows.iter();
                let on = on
                    .filter(|flow| flow.donor == *donor && flow.stage == *stage)
                    .map(|flow| flow.on)
                    .max();
                let what = amount(context, donor.as_deref(), *stage, (sum, currency));
                let what = with_scope(what, ledger.scope.as_deref());
                let Some(first) = sum.citations.first() else {
                    continue;
                };
                let by = sum.by.iter().map(|(reporter, _)| Text::own(reporter));
                rows.push(row(context, words.list(by), on, &what, *first));
            }
        }
    }
    for one in told.balances.iter().chain(&told.needs) {
        rows.push(figure(context, one));
    }
    let own = told.ledgers.iter().find(|ledger| ledger.scope.is_none());
    let ends = own.and_then(funds::ledger::Ledger::ends_at);
    let ends = ends.filter(|stage| *stage != Stage::Result).map(|stage| {
        let stage = words.say(&format!("stage-{}", stage.key()));
        words.say_with("money-ends", &[("stage", stage.into())])
    });
    let intro = [words.say("money-intro")].into_iter().chain(ends);
    section(
        context,
        "money-title",
        Text::joined(intro, " "),
        rows,
        "funds",
    )
}

pub(super) fn ways(context: &Context) -> Section<Claim> {
    let words = &context.words;
    let record = context.input.record;
    let told = corridors::corridors(context.plan(), record, context.assessment());
    let mut rows: Vec<Claim> = Vec::new();
    for crossing in &told.crossings {
        for now in &crossing.now {
            rows.push(Claim {
                by: Text::own(&now.reporter),
                kind: Text::default(),
                when: happened(context, &now.since),
                text: Prose::unknown(&format!("{}: {}", crossing.name, now.value)),
                cite: context.cite(now.citation),
            });
        }
    }
    for funnel in &told.funnels {
        rows.extend(steps(context, funnel));
    }
    let intro = words.say("ways-intro");
    section(context, "ways-title", intro, rows, "corridors")
}

fn section(
    context: &Context,
    title: &str,
    intro: Text,
    mut rows: Vec<Claim>,
    command: &str,
) -> Section<Claim> {
    let words = &context.words;
    let left = rows.len().saturating_sub(ROWS_MAX);
    rows.truncate(ROWS_MAX);
    let more = if left == 0 {
        Text::default()
    } else {
        let command = Text::ltr(&context.command(command, ""));
        words.say_with(
            "rows-more",
            &[("n", left.into()), ("command", command.into())],
        )
    };
    Section {
        title: words.say(title),
        intro,
        rows,
        more,
        ..Section::default()
    }
}

fn row(context: &Context, by: Text, on: Option<Date>, what: &str, cite: Citation) -> Claim {
    Claim {
        by,
        kind: Text::default(),
        when: on.map_or_else(Text::default, |day| context.words.day(day)),
        text: Prose::unknown(what),
        cite: context.cite(cite),
    }
}

fn amount(
    context: &Context,
    donor: Option<&str>,
    stage: Stage,
    (sum, currency): (&Sum, &str),
) -> String {
    let words = &context.words;
    let who = donor.map_or_else(|| words.say("nobody-named"), Text::own);
    let stage = words.say(&format!("stage-{}", stage.key()));
    format!(
        "{}: {} {} {currency}",
        who.plain(),
        stage.plain(),
        words.figure(&sum.amount.figure()).plain()
    )
}

fn with_scope(what: String, scope: Option<&str>) -> String {
    match scope {
        Some(scope) => format!("{what} ({scope})"),
        None => what,
    }
}

fn figure(context: &Context, told: &Told) -> Claim {
    let amount = context.words.figure(&told.amount.figure()).plain();
    let what = format!("{}: {amount} {}", told.name, told.currency);
    let by = Text::own(&told.reporter);
    row(context, by, Some(told.on), what.trim_end(), told.citation)
}

fn steps(context: &Context, funnel: &Funnel) -> Vec<Claim> {
    let words = &context.words;
    let key = &funnel.key;
    let mut name = key.of.clone();
    for part in key.place.iter().chain(&key.operator) {
        name.push_str(&format!(", {part}"));
    }
    let steps = funnel.steps.iter().map(|step| {
        let word = words.say(&format!("step-{}", step.step.key()));
        let figure = words.figure(&step.figure).plain();
        let what = format!("{name}: {} {figure} {}", word.plain(), key.unit);
        Claim {
            by: Text::own(&key.reporter),
            kind: Text::default(),
            when: key
                .from
                .map_or_else(|| words.day(key.to), |from| words.days(from, key.to)),
            text: Prose::unknown(&with_scope(what, key.scope.as_deref())),
            cite: context.cite(step.citation),
        }
    });
    steps.collect()
}
