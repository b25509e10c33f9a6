//! Commands about what the record tells besides statuses: `funds`,
//! `corridors`, `civilians`, `narratives`.

use std::path::Path;

use servanda_app::funds::{Conversion, money};
use servanda_app::model::assessment::Assessment;
use servanda_app::view::Envelope;
use servanda_app::view::civilians::CiviliansView;
use servanda_app::view::corridors::CorridorsView;
use servanda_app::view::funds::FundsView;
use servanda_app::view::narratives::NarrativesView;
use servanda_app::{Error, Opened, civilians, corridors, funds, listing, narratives};

use super::judged::judge;
use crate::arguments::{AsOf, Funds};
use crate::output::{self, Exit};

/// Prints what the record tells of money.
pub(super) fn funds(asked: Funds, json: bool) -> Result<Exit, Error> {
    let Funds {
        dir,
        into,
        rate_on,
        as_of,
    } = asked;
    let currency = into.as_deref().is_none_or(money::is_currency);
    if !currency {
        let message = "`--in` takes the three capital letters of a currency, such as USD";
        return Err(Error::Argument(message.to_owned()));
    }
    let rate_on = match rate_on.as_deref() {
        None => None,
        Some(text) => Some(text.parse().map_err(|_| {
            Error::Argument(format!("`{text}` is not a day: write it as 2026-05-31"))
        })?),
    };
    let (opened, assessment) = judge(&dir, &as_of)?;
    let conversion = Conversion { into, rate_on };
    let told = funds::funds(&opened.plan, &opened.record, &assessment, &conversion);
    if json {
        let view = FundsView::new(&told, &opened.plan, &assessment, &opened.record);
        answer("funds", &opened, &assessment, &view);
    } else {
        let lines = funds::terminal::lines(&told, &opened.plan, &assessment);
        print(&opened, &assessment, &lines);
    }
    Ok(Exit::Fine)
}

/// Prints what the record tells of corridors and crossings.
pub(super) fn corridors(dir: &Path, as_of: &AsOf, json: bool) -> Result<Exit, Error> {
    let (opened, assessment) = judge(dir, as_of)?;
    let told = corridors::corridors(&opened.plan, &opened.record, &assessment);
    if json {
        let view = CorridorsView::new(&told, &opened.plan, &opened.record);
        answer("corridors", &opened, &assessment, &view);
    } else {
        let lines = corridors::terminal::lines(&told, &opened.plan);
        print(&opened, &assessment, &lines);
    }
    Ok(Exit::Fine)
}

/// Prints what the record tells of civilians.
pub(super) fn civilians(dir: &Path, as_of: &AsOf, json: bool) -> Result<Exit, Error> {
    let (opened, assessment) = judge(dir, as_of)?;
    let told = civilians::civilians(&opened.plan, &opened.record, &assessment);
    if json {
        let view = CiviliansView::new(&told, &opened.record);
        answer("civilians", &opened, &assessment, &view);
    } else {
        print(&opened, &assessment, &civilians::terminal::lines(&told));
    }
    Ok(Exit::Fine)
}

/// Prints what was said about the agreement, and what the record says to it.
pub(super) fn narratives(dir: &Path, as_of: &AsOf, json: bool) -> Result<Exit, Error> {
    let (opened, assessment) = judge(dir, as_of)?;
    let told = narratives::narratives(&opened.plan, &opened.record, &assessment);
    if json {
        let view = NarrativesView::new(&told, &opened.plan, &opened.record);
        answer("narratives", &opened, &assessment, &view);
    } else {
        let lines = narratives::terminal::lines(&told, &opened.plan);
        print(&opened, &assessment, &lines);
    }
    Ok(Exit::Fine)
}

fn answer(command: &str, opened: &Opened, assessment: &Assessment, view: &impl serde::Serialize) {
    let data = serde_json::to_value(view).unwrap_or_default();
    let as_of = Some((assessment.as_of, assessment.known_by));
    output::answer(&Envelope::new(command, opened, as_of, data));
}

fn print(opened: &Opened, assessment: &Assessment, lines: &str) {
    let as_of = listing::as_of_line(opened, assessment);
    output::data(&format!("{as_of}\n{lines}"));
}
