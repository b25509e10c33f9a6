//! Funds: from pledge to verified result, donor by donor, each amount in its own
//! currency.

use servanda_model::record::Citation;

use super::flow::{PICTURES_MAX, flows};
use super::{Beside, Cell, Picture, part};
use crate::funds::ledger::{Ledger, Sum};
use crate::funds::money::Amount;
use crate::funds::{Conversion, Told, funds, words as english};
use crate::language::{Prose, Text, Words};
use crate::report::Parts;

/// How many entries a cell cites.
const CITED_MAX: usize = 6;

pub(super) fn page(parts: &Parts) -> Beside {
    let (input, words) = (parts.input(), parts.words());
    let told = funds(
        input.plan,
        input.record,
        input.assessment,
        &Conversion::default(),
    );
    let ledgers = || told.ledgers.iter();
    let donors = ledgers().flat_map(|ledger| donors(parts, ledger)).collect();
    let overdue = ledgers()
        .flat_map(|ledger| overdue(parts, ledger))
        .collect();
    let breaks = ledgers().flat_map(|ledger| breaks(parts, ledger)).collect();
    let need = told.needs.iter().chain(&told.balances);
    let need = need.map(|one| figure(parts, one)).collect();
    let drawn = ledgers().flat_map(|ledger| flows(words, ledger));
    let mut by_donor = part(
        words,
        "flows",
        &["head-donor", "head-stage", "head-amount", "head-who"],
        donors,
    );
    by_donor.pictures = drawn.take(PICTURES_MAX).map(Picture::Flow).collect();
    Beside {
        takeaway: words.say("beside-funds-note"),
        parts: vec![
            by_donor,
            part(
                words,
                "overdue",
                &["head-donor", "head-amount", "head-due"],
                overdue,
            ),
            part(words, "breaks", &["head-what"], breaks),
            part(
                words,
                "needs",
                &["head-what", "head-amount", "head-who"],
                need,
            ),
        ],
    }
}

pub(super) fn amount(words: &Words, amount: Amount, currency: &str) -> Text {
    let figure = words.figure(&amount.figure());
    Text::joined([figure, Text::ltr(currency)], " ")
}

pub(super) fn donor(words: &Words, donor: Option<&str>) -> Text {
    donor.map_or_else(|| words.say("nobody-named"), Text::own)
}

fn donors(parts: &Parts, ledger: &Ledger) -> Vec<Vec<Cell>> {
    let words = parts.words();
    let mut rows = Vec::new();
    for (who, account) in &ledger.donors {
        for ((stage, currency), sum) in &account.told {
            let scope = ledger.scope.as_deref().unwrap_or_default();
            rows.push(vec![
                Cell::of(donor(words, who.as_deref())),
                Cell {
                    said: Prose::unknown(scope),
                    ..Cell::of(words.say(&format!("stage-{}", stage.key())))
                },
                Cell::of(amount(words, sum.amount, currency)),
                reporters(parts, sum),
            ]);
        }
    }
    rows
}

fn reporters(parts: &Parts, sum: &Sum) -> Cell {
    let by = sum.by.iter().map(|(reporter, _)| Text::own(reporter));
    let cited: Vec<Citation> = sum.citations.iter().copied().take(CITED_MAX).collect();
    Cell::of(parts.words().list(by)).citing(parts, &cited)
}

fn overdue(parts: &Parts, ledger: &Ledger) -> Vec<Vec<Cell>> {
    let words = parts.words();
    let rows = ledger.overdue.iter().map(|one| {
        let missing = words.figure(&servanda_model::figure::Figure::Exact(one.missing));
        vec![
            Cell::of(donor(words, one.donor.as_deref())).citing(parts, &[one.citation]),
            Cell::of(Text::joined([missing, Text::ltr(&one.currency)], " ")),
            Cell::of(words.day(one.due)),
        ]
    });
    rows.collect()
}

fn breaks(parts: &Parts, ledger: &Ledger) -> Vec<Vec<Cell>> {
    let rows = ledger.breaks.iter().map(|one| {
        let (_, text, citations) = english::broken(one);
        let cell = Cell {
            said: Prose::english(&text),
            ..Cell::default()
        };
        vec![cell.citing(parts, &citations)]
    });
    rows.collect()
}

fn figure(parts: &Parts, told: &Told) -> Vec<Cell> {
    vec![
        Cell::of(Text::own(&told.name)),
        Cell::of(amount(parts.words(), told.amount, &told.currency)),
        Cell::noted(Text::own(&told.reporter), parts.words().day(told.on))
            .citing(parts, &[told.citation]),
    ]
}
