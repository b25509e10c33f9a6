//! Names: one small type per kind of thing that a text can name.
//!
//! A name is what the text says, compared byte for byte after normalisation by
//! the compiler (single spaces, NFC). Cloning is cheap.

use std::fmt;
use std::sync::Arc;

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Makes the name from its text.
            pub fn new(text: impl AsRef<str>) -> Self {
                Self(Arc::from(text.as_ref()))
            }

            /// Returns the name's text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:?}", &*self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self::new(text)
            }
        }
    )*};
}

names! {
    /// The number of a clause with its part's prefix, such as `5.1` or `C08`.
    ClauseId;
    /// The prefix of a part, such as `S` in `S4.1`.
    PartName;
    /// A party, body, office or organisation that can owe, act or report.
    ActorName;
    /// A role that several actors hold, such as `Donor`.
    RoleName;
    /// A kind of event, such as `Release`.
    EventName;
    /// A measure, such as `Trucks Entered`.
    MeasureName;
    /// A state that something is in, such as `Rafah Crossing`.
    StateName;
    /// A list of items from an annex, such as `Detainees`.
    ListName;
    /// The key of one item of a list: a file number, never a person's name.
    ItemKey;
    /// A place or a named group of places.
    PlaceName;
    /// A date that others hang on, such as `Entry into Force`.
    AnchorName;
    /// A phase, such as `Phase 2`.
    PhaseName;
    /// An open term, by the words in dispute.
    TermName;
    /// One reading of an open term, such as `A`.
    ReadingName;
    /// A response ladder.
    LadderName;
    /// A field of an event, such as `cargo`.
    FieldName;
    /// A unit of measurement, such as `hours`, `USD` or `kg UF6`.
    UnitName;
    /// A calendar of working days, such as `Joint Days`.
    CalendarName;
    /// A thematic heading of the site, such as `Relief`.
    PillarName;
}
