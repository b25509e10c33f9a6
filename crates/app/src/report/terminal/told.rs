//! Sections of things said, each with who says it.

use super::Screen;
use crate::report::view::{Claim, Section};

/// Writes a section; nothing where it has no rows.
pub(super) fn claims(screen: &mut Screen, section: &Section<Claim>) {
    if section.rows.is_empty() {
        return;
    }
    screen.title(&section.title);
    let intro = screen.text(&section.intro);
    screen.paragraph("", "", &intro);
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
