//! Sections of things said, each with who says it, and of amendments.

use super::Screen;
use crate::report::view::{AmendmentRow, Claim, Section};

/// Writes a section; nothing where it has no rows.
pub(super) fn claims(screen: &mut Screen, section: &Section<Claim>) {
    if !begun(screen, section) {
        return;
    }
    for row in &section.rows {
        let by = format!("{}, {}", screen.text(&row.by), screen.text(&row.when));
        let text = format!("{by}: {} #{}", row.text.plain(), row.cite.label.plain());
        screen.paragraph("  ", "    ", &text);
    }
    if !section.more.is_empty() {
        let more = screen.text(&section.more);
        screen.paragraph("  ", "    ", &more);
    }
}

/// Writes the amendments; nothing where the text declares none.
pub(super) fn amendments(screen: &mut Screen, section: &Section<AmendmentRow>) {
    if !begun(screen, section) {
        return;
    }
    for row in &section.rows {
        let cites: Vec<String> = (row.cites.iter())
            .map(|cite| format!(" #{}", cite.label.plain()))
            .collect();
        let [name, state] = [&row.name, &row.state].map(|text| screen.text(text));
        let text = format!("{name}, {state}: {}{}", row.text.plain(), cites.concat());
        screen.paragraph("  ", "    ", &text);
    }
}

/// Writes a section's heading, and tells whether it has rows: without any,
/// nothing is written.
fn begun<T>(screen: &mut Screen, section: &Section<T>) -> bool {
    if section.rows.is_empty() {
        return false;
    }
    screen.title(&section.title);
    let intro = screen.text(&section.intro);
    screen.paragraph("", "", &intro);
    true
}
