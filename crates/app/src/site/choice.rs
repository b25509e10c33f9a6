//! What a reader chooses on a page: instants, filters, which stretch of a list.

use serde::Serialize;

use super::Asked;
use crate::language::Text;

/// What was chosen on a page, as written in its address.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Choice {
    /// The instants.
    pub asked: Asked,
    /// Commitments under this pillar.
    pub pillar: Option<String>,
    /// Commitments of this obligor.
    pub obligor: Option<String>,
    /// Commitments with this status.
    pub status: Option<String>,
    /// Entries that this one signed or said.
    pub by: Option<String>,
    /// Entries about this.
    pub of: Option<String>,
    /// The stretch of a long list, from 1.
    pub stretch: Option<u32>,
    /// The clause to start an amendment from.
    pub clause: Option<String>,
    /// A text to be tried.
    pub text: Option<String>,
}

impl Choice {
    /// Returns a value that was chosen; an empty one was not.
    pub(super) fn of(value: Option<&String>) -> Option<&str> {
        value.map(String::as_str).filter(|value| !value.is_empty())
    }
}

/// One thing to choose by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Chosen {
    /// Its name in addresses.
    pub name: &'static str,
    /// The message that labels it.
    #[serde(skip)]
    pub label: &'static str,
    /// What can be chosen.
    pub offers: Vec<Offer>,
}

/// One value to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Offer {
    /// The value in addresses.
    pub value: String,
    /// The word.
    pub word: Text,
    /// Whether it is chosen.
    pub chosen: bool,
}
