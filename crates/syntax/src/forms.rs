//! How each label's value and each declaration is written, for the ways out.
//!
//! The forms are those of the reference grammar, said by example.

use crate::labels::{DeclarationKind, Label};

/// Returns how the value under `label` is written.
pub(crate) fn of_label(label: Label) -> &'static str {
    match label {
        Label::Title | Label::Note => "\"…\"",
        Label::Owed => "to North, South",
        Label::Pillar => "Relief",
        Label::Within => "72 hours after Entry into Force",
        Label::By => "2026-09-30`, `2026-09-30, final` or `the due date",
        Label::Before => "2026-09-30",
        Label::Undated | Label::Afresh => "",
        Label::After => "Entry into Force` or `each Map Handover",
        Label::From => "Entry into Force",
        Label::Until => "and including 2026-12-31",
        Label::While => "Phase 1` or `4.1 is kept",
        Label::When => "4.1 is met and 8.1 stage 1 is met",
        Label::Unless | Label::Except => "4.1 is not met",
        Label::Stage => "1 25% by 2026-09-17; 2 50% by 2026-10-17",
        Label::Counts => "when accepted; disputed items count from the ruling",
        Label::Evidence => "1 report by Monitors, or 2 independent reports",
        Label::Silence => "means not done once Monitors close the day` or `means unknown",
        Label::Reports => "due 48 hours after the day ends",
        Label::Grace => {
            "24 hours`, `24 hours for a person Monitors certify unreachable` or `1 day in any 7 \
             days, never below 450"
        }
        Label::Severity => "minor: under 24 hours late; serious: otherwise",
        Label::Response => "Ladder A`, `none` or `none, published only",
        Label::OtherHands => "count`, `discharge` or `do not count",
        Label::Mirrors => "7.1; while 7.1 is not met 7.2 is suspended, clock stops",
        Label::InStepWith => "7.1",
        Label::Alongside => "7.1 within 48 hours",
        Label::Certified => "Monitors within 48 hours; silence opens the gate",
        Label::Excused => "regional war, certified by Monitors, at most 30 days",
        Label::Stale => "after 120 days",
        Label::PrevailsOver => "5.1, 5.2",
        Label::Says => "\"words of the article\"",
        Label::Proposed => "evidence, silence by Servanda",
        Label::Needs => "a date, a measure",
        Label::Accepts => "CODE because \"…\"",
        Label::Asymmetric => "because \"…\"",
        Label::Reading => "A: 2 hours",
        Label::Time => "Accord Time is UTC+02:00, days run 00:00 to 24:00",
        Label::Calendar => "Joint Days rest on Friday, Saturday; holidays from annex F",
        Label::Languages => "English, Arabic, both authentic",
        Label::InForce => "2025-10-10T09:00Z",
        Label::Attributed => "reports by Monitors count",
        Label::Reported => "Monitors, North; same truck and day is one Entry",
        Label::Latest => "2026-12-31, then Joint Commission decides",
        Label::Opened => "by declaration of Guarantor",
        Label::Waived => "by Joint Commission",
        Label::Clauses => "4.1, 5.1",
        Label::Step => "1 Monitors must notify the party within 24 hours",
        Label::Minor | Label::Serious | Label::Critical => "starts at step 3",
        Label::Cured => "closes the ladder at any step",
        Label::Also => "5.1 severity minor: below 750; serious: below 300",
        Label::Consents => "North, South on 2026-06-01; witness Guarantor",
        Label::Effective => "2026-07-01; running duties keep the earlier text",
        Label::Baseline => "2025 monthly mean 41, annex G",
        Label::Target => "none on either side; informs only",
    }
}

/// Returns how a declaration of `kind` is written.
pub(crate) fn of_declaration(kind: DeclarationKind) -> &'static str {
    use DeclarationKind as D;
    match kind {
        D::Agreement => "agreement Riverside Accord",
        D::Part => "part S is \"Sharm Document\"",
        D::Party => "party North; South",
        D::Body => {
            "body Monitors, neutral` or `body Commission of 2 North, 2 South, decides by 3 of 4"
        }
        D::Role => "role Donor from annex D` or `role Donor is North, South",
        D::Place => "place Line from annex A map` or `place Gates is West Gate, River Gate",
        D::List => "list Detainees from annex B, keyed by file number",
        D::Event => "event Entry of truck at Gates, cargo one of food, fuel, other",
        D::Measure => "measure Trucks Entered counts Entry` or `measure Inspection Time in hours",
        D::State => "state River Crossing is open, limited, closed",
        D::Unit => "unit kg UF6 is 0.676 kg U",
        D::Anchor => "anchor Signature Day is 2026-06-01",
        D::Phase => "phase Phase 2 opens when 4.1 is met",
        D::Ladder => "ladder Ladder A for one failure or incident by one party",
        D::Challenge => {
            "challenge any report within 7 days; Joint Commission rules within 14 days; no ruling, \
             report stands"
        }
        D::Authority => "authority Guarantor until and including 2027-12-31",
        D::Amendment => "amendment A1 of 5.1: \"600 or more\" becomes \"750 or more\"",
        D::Indicator => "indicator Civilian Deaths by side of North, South each month",
        D::Pillar => "pillar Relief is 5.1, 5.2",
        D::Text => "text official` or `text paraphrased from \"…\"",
        D::Accepts => "accepts CODE because \"…\"",
    }
}
