//! The view of `replay`: what an amendment would change.

use serde::Serialize;

use super::check::DiagnosticView;
use super::instance::LatenessView;

/// The data of `replay`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReplayView {
    /// The file tried.
    pub file: String,
    /// The amendments in force, whose words are among those that it is held
    /// against; left out where the words are as signed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub in_force: Vec<String>,
    /// Whether it is a whole agreement text.
    pub whole_text: bool,
    /// The digest of the amended text.
    pub text_digest: String,
    /// The amendments of the file.
    pub amendments: Vec<AmendmentView>,
    /// What does not fit, in the file or in the text as amended.
    pub diagnostics: Vec<DiagnosticView>,
    /// The words that differ.
    pub words: Vec<WordsView>,
    /// Clauses that are new.
    pub added: Vec<String>,
    /// Clauses that are gone.
    pub deleted: Vec<String>,
    /// Statuses that change; nothing else changes.
    pub changes: Vec<ChangeView>,
    /// How many statuses stay as they are, readings left out.
    pub same: usize,
    /// Statuses that cannot be decided any more.
    pub undecidable: Vec<AddressView>,
    /// Deadlines that move, and performance that is more or less late.
    pub deadlines: Vec<DeadlineView>,
    /// Phases that open otherwise.
    pub phases: Vec<PhaseChangeView>,
    /// Who must consent.
    pub consent: ConsentView,
}

/// One amendment of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AmendmentView {
    /// Its name.
    pub name: String,
    /// Its first line.
    pub text: String,
    /// Who consented, by the file's own words.
    pub consents: Vec<String>,
    /// From when it would apply, a day.
    pub effective: Option<String>,
    /// What running duties would do.
    pub running: Option<&'static str>,
}

/// An item whose words differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WordsView {
    /// The item, such as `clause 5.1`.
    pub item: String,
    /// Its number, for a clause.
    pub clause: Option<String>,
    /// `added`, `deleted` or `reworded`.
    pub change: &'static str,
    /// The fields that differ.
    pub fields: Vec<FieldView>,
}

/// A field whose words differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldView {
    /// Its label; `sentence` for a clause's first line.
    pub label: String,
    /// The words as signed.
    pub old: Option<String>,
    /// The words as amended.
    pub new: Option<String>,
}

/// The address of one status.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AddressView {
    /// The clause.
    pub clause: String,
    /// The instance's key; nothing for the whole of the clause.
    pub key: Option<String>,
    /// The reading or outcome supposed; nothing for the status itself.
    pub supposing: Option<String>,
}

/// A status that changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChangeView {
    /// Whose.
    #[serde(flatten)]
    pub address: AddressView,
    /// As signed; nothing where there is no such instance.
    pub before: Option<SideView>,
    /// As amended; nothing where there is no such instance.
    pub after: Option<SideView>,
    /// The items whose words it rests on and that differ.
    pub because: Vec<String>,
}

/// A status under one text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SideView {
    /// The status.
    pub status: &'static str,
    /// When it was decided.
    pub decided_at: Option<String>,
}

/// A deadline under both texts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DeadlineView {
    /// The clause.
    pub clause: String,
    /// The instance's key.
    pub key: String,
    /// Due as signed.
    pub signed: Option<String>,
    /// Due as amended.
    pub amended: Option<String>,
    /// By how many whole days it moves, later being more.
    pub slip_days: Option<i64>,
    /// How late by the text as signed.
    pub late_as_signed: Option<LatenessView>,
    /// How late by the text as amended.
    pub late_as_amended: Option<LatenessView>,
}

/// A phase that opens otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PhaseChangeView {
    /// The phase.
    pub id: String,
    /// Its state as signed, and since when.
    pub before: Option<PhaseSideView>,
    /// Its state as amended, and since when.
    pub after: Option<PhaseSideView>,
}

/// A phase under one text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PhaseSideView {
    /// Its state.
    pub status: &'static str,
    /// When it opened.
    pub opened_at: Option<String>,
}

/// Who must consent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ConsentView {
    /// The parties, all of whom must.
    pub parties: Vec<String>,
    /// Those who consented by the file's own words to every amendment of it.
    pub given: Vec<String>,
    /// The parties who did not.
    pub missing: Vec<String>,
    /// Others who owe, or are owed, what the changed clauses say.
    pub concerned: Vec<String>,
    /// What the text says about it.
    pub rule: String,
}
