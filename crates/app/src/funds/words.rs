//! The English words for what is told of money.

use servanda_model::record::Citation;

use super::flow::Why;
use super::ledger::Break;

/// Says why a report of money is in no ledger: the key, and in words.
pub fn uncounted(why: &Why) -> (&'static str, String) {
    let key = match why {
        Why::NoFigure => "no_figure",
        Why::NoCurrency(_) => "no_currency",
        Why::Internal(..) => "internal",
    };
    let text = match why {
        Why::NoFigure => "it gives no amount".into(),
        Why::NoCurrency(unit) if unit.is_empty() => "it gives no currency".into(),
        Why::NoCurrency(unit) => format!("its currency can't be told from `{unit}`"),
        Why::Internal(from, to) if from == to => format!("it stays with {from}"),
        Why::Internal(from, to) => format!("it stays inside one house: from {from} to {to}"),
    };
    (key, text)
}

/// Names a donor.
pub fn donor(donor: Option<&str>) -> &str {
    donor.unwrap_or("nobody named")
}

/// Says what a break is: its key, in words, and the entries.
pub fn broken(one: &Break) -> (&'static str, String, Vec<Citation>) {
    match one {
        Break::NamesNothing(citation, from) => (
            "names_nothing",
            format!("entry {citation} names entry {from}, which tells of no money that stands"),
            vec![*citation],
        ),
        Break::NothingBefore(citation, who, stage) => (
            "nothing_before",
            format!(
                "{} by {}, and nothing earlier of that is on record",
                stage.key(),
                donor(who.as_deref())
            ),
            vec![*citation],
        ),
        Break::Backwards(citation, earlier) => (
            "backwards",
            format!("entry {citation} names entry {earlier}, which tells of a later stage"),
            vec![*citation, *earlier],
        ),
        Break::Exceeds {
            donor: who,
            stage,
            before,
            by,
            currency,
        } => (
            "exceeds",
            format!(
                "{}: {} more {currency} {} than {}",
                donor(who.as_deref()),
                by,
                stage.key(),
                before.key()
            ),
            Vec::new(),
        ),
    }
}
