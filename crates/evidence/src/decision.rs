//! What a row says of a decision or of a case: which acts there are, which
//! columns they may fill, and what their values may be.
//!
//! Source: the reference page "Evidence files".

use std::collections::BTreeMap;

use crate::cell;
use crate::schema::Schema;

/// Columns by which an act says which case it is about, what a remedy asks
/// for, and how sure a finding is.
pub(crate) const FIELDS: [&str; 9] = [
    "party",
    "item",
    "stage",
    "day",
    "who",
    "what",
    "where",
    "verify",
    "confidence",
];

/// What a body can find of a case.
pub(crate) const OUTCOMES: [&str; 3] = ["substantiated", "not substantiated", "undetermined"];

/// Says why an act does not take this value.
pub(crate) fn value_fault(act: &str, value: Option<&str>, schema: &Schema) -> Option<String> {
    match (act, value) {
        ("decide", Some(value)) => {
            let known = OUTCOMES.contains(&value) || value == "otherwise";
            (!known).then(|| format!("`{value}` is not one of {}, otherwise", OUTCOMES.join(", ")))
        }
        ("screen", Some(value)) => (value != "declined").then(|| {
            format!("`{value}` is not `declined`; leave it empty where the case is taken up")
        }),
        ("refer", None) => Some("name whom the case is referred to".into()),
        ("refer", Some(value)) => (!schema.actors.contains(value))
            .then(|| format!("the agreement declares no actor `{value}`")),
        _ => None,
    }
}

/// Reads `North for; South against; Guarantor abstains`.
pub(crate) fn votes(text: &str, schema: &Schema) -> Result<BTreeMap<String, String>, String> {
    let mut votes = BTreeMap::new();
    for one in cell::list(text) {
        let (member, vote) = one.rsplit_once(' ').unwrap_or((one.as_str(), ""));
        let member = member.trim();
        if !["for", "against", "abstains"].contains(&vote) {
            return Err(format!(
                "`{one}` is no vote: write a name, then `for`, `against` or `abstains`"
            ));
        }
        if !schema.actors.contains(member) {
            return Err(format!("the agreement declares no actor `{member}`"));
        }
        if votes.insert(member.to_owned(), vote.to_owned()).is_some() {
            return Err(format!("`{member}` votes twice"));
        }
    }
    Ok(votes)
}
