//! Money as lines for the terminal.

use std::fmt::Write as _;

use servanda_model::assessment::Assessment;
use servanda_model::plan::Plan;

use super::ledger::Ledger;
use super::money::Amount;
use super::{Funds, Stage, Told, words};
use crate::{dates, view};

/// Writes an amount for people, with its thousands apart.
pub fn amount(amount: Amount) -> String {
    let number =
        |n: servanda_model::figure::Decimal| crate::language::grouped(&n.normalize().to_string());
    match amount.high {
        Some(high) if high == amount.low => number(amount.low),
        Some(high) => format!("{} to {}", number(amount.low), number(high)),
        None => format!("at least {}", number(amount.low)),
    }
}

/// Writes all money, ledger by ledger.
pub fn lines(funds: &Funds, plan: &Plan, assessment: &Assessment) -> String {
    let mut text = String::new();
    if funds.ledgers.is_empty() && funds.needs.is_empty() && funds.balances.is_empty() {
        text.push_str("nothing about money is on record\n");
    }
    for ledger in &funds.ledgers {
        of_ledger(funds, ledger, plan, assessment, &mut text);
    }
    let own = funds.ledgers.iter().find(|ledger| ledger.scope.is_none());
    if !funds.needs.is_empty() {
        text.push_str("need\n");
    }
    for need in &funds.needs {
        text.push_str(&told(need));
        for share in view::funds::funded(need, own) {
            let _ = writeln!(text, "    {}: {} percent of it", share.stage, share.percent);
        }
    }
    if !funds.balances.is_empty() {
        text.push_str("in funds\n");
    }
    for balance in &funds.balances {
        text.push_str(&told(balance));
    }
    for one in &funds.uncounted {
        let _ = writeln!(
            text,
            "not counted: entry {}: {}",
            one.citation,
            words::uncounted(&one.why).1
        );
    }
    text
}

fn told(told: &Told) -> String {
    let currency = if told.currency.is_empty() {
        "(no currency given)"
    } else {
        told.currency.as_str()
    };
    format!(
        "  {}: {} {currency}, {}, {} [#{}]\n",
        told.name,
        amount(told.amount),
        told.reporter,
        dates::day(told.on),
        told.citation
    )
}

fn of_ledger(
    funds: &Funds,
    ledger: &Ledger,
    plan: &Plan,
    assessment: &Assessment,
    text: &mut String,
) {
    match &ledger.scope {
        None => text.push_str("money as the text counts it\n"),
        Some(scope) => {
            let _ = writeln!(text, "beside, not part of the above: {scope}");
        }
    }
    for stage in Stage::ALL {
        let told = ledger.stages.iter().filter(|((own, _), _)| *own == stage);
        let told: Vec<String> = told
            .map(|((_, currency), sum)| format!("{} {currency}", amount(*sum)))
            .collect();
        let told = if told.is_empty() {
            "nothing on record".to_owned()
        } else {
            told.join("; ")
        };
        let _ = writeln!(
            text,
            "  {:<10} {told}{}",
            stage.key(),
            at_rate(funds, ledger, stage)
        );
    }
    if let Some(stage) = ledger.ends_at().filter(|stage| *stage != Stage::Result) {
        let _ = writeln!(text, "  the trace ends at {}", stage.key());
    }
    for (donor, account) in &ledger.donors {
        let told = account.told.iter().map(|((stage, currency), sum)| {
            format!("{} {} {currency}", stage.key(), amount(sum.amount))
        });
        let told: Vec<String> = told.collect();
        let donor = words::donor(donor.as_deref());
        let _ = writeln!(text, "  {donor}: {}", told.join("; "));
    }
    for clause in &ledger.clauses {
        let status = assessment.clauses.iter().find(|one| one.id == clause.id);
        let title = plan.clauses.iter().find(|one| one.id == clause.id);
        let _ = writeln!(
            text,
            "  {} {}: {}",
            clause.id,
            title.map_or("", |clause| clause.title.as_str()),
            status.map_or("", |status| crate::words::status(status.status))
        );
        for past in &clause.overdue {
            let _ = writeln!(
                text,
                "    past due since {}: {} of {} {}",
                dates::day(past.due),
                crate::language::grouped(&past.missing.to_string()),
                crate::language::grouped(&past.of.to_string()),
                past.currency
            );
        }
    }
    failings(ledger, text);
}

/// Writes what is overdue, and where chains are broken.
fn failings(ledger: &Ledger, text: &mut String) {
    for one in &ledger.overdue {
        let _ = writeln!(
            text,
            "  overdue: {}, {} of {} {}, due {}, {} days ago [#{}]",
            words::donor(one.donor.as_deref()),
            crate::language::grouped(&one.missing.to_string()),
            crate::language::grouped(&one.of.to_string()),
            one.currency,
            dates::day(one.due),
            one.days,
            one.citation
        );
    }
    for one in &ledger.breaks {
        let (_, sentence, _) = words::broken(one);
        let _ = writeln!(text, "  broken: {sentence}");
    }
}

/// Writes what a stage comes to at a rate, where anything had to be converted.
fn at_rate(funds: &Funds, ledger: &Ledger, stage: Stage) -> String {
    let Some(into) = &funds.into else {
        return String::new();
    };
    let foreign = ledger
        .stages
        .keys()
        .any(|(own, currency)| *own == stage && currency != into);
    let Some((sum, without)) = ledger.converted.get(&stage).filter(|_| foreign) else {
        return String::new();
    };
    let without = match without {
        0 => String::new(),
        count => format!("; {count} without a rate left out"),
    };
    format!(" (= {} {into}{without})", amount(*sum))
}
