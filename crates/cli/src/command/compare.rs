//! `compare`: two agreements, or one folder at two times, side by side.

use std::path::Path;

use servanda_app::compare::{Side, compare as use_case, differ, terminal};
use servanda_app::view::{Envelope, UNOFFICIAL};
use servanda_app::{Error, Opened};

use super::{now, open};
use crate::arguments::Compare;
use crate::output::{self, Exit};

/// Prints two sides beside each other.
pub(super) fn compare(asked: &Compare, json: bool) -> Result<Exit, Error> {
    let [left_at, right_at] = two("--at", &asked.at)?;
    let [left_known, right_known] = two("--known", &asked.known)?;
    let now = now();
    let judge = |dir: &Path, at: Option<&str>, known: Option<&str>| -> Result<_, Error> {
        let opened: Opened = open(dir)?;
        let assessment = opened.assess(opened.as_of(at, known, now)?);
        Ok((opened, assessment))
    };
    let (left, left_assessment) = judge(&asked.left, left_at, left_known)?;
    let (right, right_assessment) = judge(&asked.right, right_at, right_known)?;
    let on_left = Side {
        opened: &left,
        assessment: &left_assessment,
    };
    let on_right = Side {
        opened: &right,
        assessment: &right_assessment,
    };
    let view = use_case(on_left, on_right);
    let found = differ(&view);
    if json {
        let data = serde_json::to_value(&view).unwrap_or_default();
        let as_of = (left_assessment.as_of, left_assessment.known_by);
        let mut answer = Envelope::new("compare", &left, Some(as_of), data);
        if view.right.agreement.unofficial && answer.warnings.is_empty() {
            answer.warnings.push(UNOFFICIAL.to_owned());
        }
        output::answer(&answer);
    } else {
        output::data(&terminal(on_left, on_right, &view));
    }
    Ok(if asked.exit_code && found {
        Exit::Adverse
    } else {
        Exit::Fine
    })
}

/// Gives one value to both sides, or one to each.
fn two<'a>(option: &str, values: &'a [String]) -> Result<[Option<&'a str>; 2], Error> {
    match values {
        [] => Ok([None, None]),
        [both] => Ok([Some(both), Some(both)]),
        [left, right] => Ok([Some(left), Some(right)]),
        _ => Err(Error::Argument(format!(
            "`{option}` stands there {} times: give it once for both sides, or twice, the left side's first",
            values.len()
        ))),
    }
}
