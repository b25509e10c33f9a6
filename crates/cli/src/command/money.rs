//! The command about money: `funds`.

use std::path::Path;

use servanda_app::funds::{self, Conversion, money};
use servanda_app::view::Envelope;
use servanda_app::view::funds::FundsView;
use servanda_app::{Error, listing};

use super::judged::judge;
use crate::arguments::AsOf;
use crate::output::{self, Exit};

/// Prints what the record tells of money.
pub(super) fn funds(
    dir: &Path,
    into: Option<String>,
    rate_on: Option<&str>,
    as_of: &AsOf,
    json: bool,
) -> Result<Exit, Error> {
    let currency = into.as_deref().is_none_or(money::is_currency);
    if !currency {
        let message = "`--in` takes the three capital letters of a currency, such as USD";
        return Err(Error::Argument(message.to_owned()));
    }
    let rate_on = match rate_on {
        None => None,
        Some(text) => Some(text.parse().map_err(|_| {
            Error::Argument(format!("`{text}` is not a day: write it as 2026-05-31"))
        })?),
    };
    let (opened, assessment) = judge(dir, as_of)?;
    let conversion = Conversion { into, rate_on };
    let told = funds::funds(&opened.plan, &opened.record, &assessment, &conversion);
    if json {
        let view = FundsView::new(&told, &opened.plan, &assessment, &opened.record);
        let data = serde_json::to_value(&view).unwrap_or_default();
        let as_of = Some((assessment.as_of, assessment.known_by));
        output::answer(&Envelope::new("funds", &opened, as_of, data));
    } else {
        output::data(&format!(
            "{}\n{}",
            listing::as_of_line(&opened, &assessment),
            funds::terminal::lines(&told, &opened.plan, &assessment)
        ));
    }
    Ok(Exit::Fine)
}
