//! The words and marks for statuses, axes and gates, in English.
//!
//! Keys for programs live in `model`; these are for people. A status always
//! has its own word and its own mark, so that nothing hangs on colour.

use servanda_model::assessment::{
    AgreementAxis, EvidenceAxis, Lateness, OpeningBasis, PhaseState, Status,
};
use servanda_model::plan::Severity;

/// Returns the word for a status.
pub fn status(status: Status) -> &'static str {
    match status {
        Status::NotTriggered => "not triggered",
        Status::NotYetDue => "not yet due",
        Status::Open => "open, no date",
        Status::Pending => "pending",
        Status::Met => "met",
        Status::MetLate => "met late",
        Status::Cured => "cured",
        Status::NotMet => "not met",
        Status::NoIncidentEstablished => "no incident established",
        Status::IncidentEstablished => "incident established",
        Status::Undetermined => "undetermined",
        Status::Contested => "contested",
        Status::Suspended => "suspended",
        Status::Excused => "excused",
        Status::Discharged => "discharged",
        Status::NotMeasurable => "not measurable",
    }
}

/// Returns the mark for a status, one character that reads without colour.
pub fn mark(status: Status) -> &'static str {
    match status {
        Status::NotTriggered => "·",
        Status::NotYetDue => "○",
        Status::Open => "◌",
        Status::Pending => "◔",
        Status::Met => "●",
        Status::MetLate => "◕",
        Status::Cured => "◑",
        Status::NotMet => "✕",
        Status::NoIncidentEstablished => "□",
        Status::IncidentEstablished => "■",
        Status::Undetermined => "?",
        Status::Contested => "≠",
        Status::Suspended => "‖",
        Status::Excused => "◇",
        Status::Discharged => "–",
        Status::NotMeasurable => "∅",
    }
}

/// Returns the key and word of the evidence axis.
pub fn evidence(axis: EvidenceAxis) -> (&'static str, &'static str) {
    match axis {
        EvidenceAxis::Verified => ("verified", "verified"),
        EvidenceAxis::Estimated => ("estimated", "estimated"),
        EvidenceAxis::Declared => ("declared", "declared"),
        EvidenceAxis::Contradicted => ("contradicted", "contradicted"),
        EvidenceAxis::Insufficient => ("insufficient", "not sufficient"),
        EvidenceAxis::NoInformation => ("no_information", "no information"),
    }
}

/// Returns the key and the words of the agreement axis.
pub fn agreement(axis: &AgreementAxis) -> (&'static str, String) {
    match axis {
        AgreementAxis::Agreed => ("agreed", "not disputed on record".into()),
        AgreementAxis::DisputedBy(actors) => {
            let names: Vec<&str> = actors
                .iter()
                .map(servanda_model::names::ActorName::as_str)
                .collect();
            ("disputed", format!("disputed by {}", names.join(", ")))
        }
        AgreementAxis::PendingReply => ("pending_reply", "reply or ruling awaited".into()),
    }
}

/// Returns the words for a lateness.
pub fn lateness(lateness: Lateness) -> String {
    let range = |least: i64, most: i64, unit: &str| {
        let plural = |count: i64| if count == 1 { "" } else { "s" };
        if least == most {
            format!("{most} {unit}{} late", plural(most))
        } else {
            format!("{least} to {most} {unit}{} late", plural(most))
        }
    };
    match lateness {
        Lateness::Days(least, most) => range(least, most, "day"),
        Lateness::Hours(least, most) => range(least, most, "hour"),
        Lateness::Unknown => "lateness unknown".into(),
    }
}

/// Returns the key, which is also the word, of a phase's state.
pub fn phase_state(state: PhaseState) -> (&'static str, &'static str) {
    match state {
        PhaseState::NotOpen => ("not_open", "not open"),
        PhaseState::Declared => ("declared", "declared"),
        PhaseState::Open => ("open", "open"),
        PhaseState::Closed => ("closed", "closed"),
    }
}

/// Returns the key, which is also the word, of the way a gate opened.
pub fn basis(basis: OpeningBasis) -> &'static str {
    match basis {
        OpeningBasis::Satisfied => "satisfied",
        OpeningBasis::Waived => "waived",
        OpeningBasis::Declared => "declared",
    }
}

/// Returns the key, which is also the word, of a severity.
pub fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Minor => "minor",
        Severity::Serious => "serious",
        Severity::Critical => "critical",
    }
}

/// Every status, in the order of the legend.
pub const ALL: [Status; 16] = [
    Status::NotTriggered,
    Status::NotYetDue,
    Status::Open,
    Status::Pending,
    Status::Met,
    Status::MetLate,
    Status::Cured,
    Status::NotMet,
    Status::NoIncidentEstablished,
    Status::IncidentEstablished,
    Status::Undetermined,
    Status::Contested,
    Status::Suspended,
    Status::Excused,
    Status::Discharged,
    Status::NotMeasurable,
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_status_has_its_own_word_and_mark() {
        let words: BTreeSet<_> = ALL.iter().map(|s| status(*s)).collect();
        let marks: BTreeSet<_> = ALL.iter().map(|s| mark(*s)).collect();
        assert_eq!(words.len(), ALL.len());
        assert_eq!(marks.len(), ALL.len());
    }

    #[test]
    fn lateness_reads_as_a_sentence_part() {
        assert_eq!(lateness(Lateness::Days(5, 5)), "5 days late");
        assert_eq!(lateness(Lateness::Days(1, 1)), "1 day late");
        assert_eq!(lateness(Lateness::Days(1, 7)), "1 to 7 days late");
        assert_eq!(lateness(Lateness::Unknown), "lateness unknown");
    }
}
