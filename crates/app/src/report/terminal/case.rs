//! Cases on the terminal's report.

use super::super::view::{Case, Claim, Report};
use super::{ROWS_MAX, Screen, named, numbers};

/// Writes the cases that have not ended, then counts the others.
pub(super) fn cases(screen: &mut Screen, report: &Report) {
    let open: Vec<&Case> = report
        .cases
        .rows
        .iter()
        .filter(|case| case.ended.is_none())
        .collect();
    if report.cases.rows.is_empty() {
        return;
    }
    screen.title(&report.cases.title);
    for case in open.iter().take(ROWS_MAX) {
        lines(screen, report, case);
    }
    for case in &report.cases.rows {
        if let Some((ended, cites)) = &case.ended {
            let text = format!(
                "{} — {}{}",
                name(screen, case),
                screen.text(ended),
                numbers(cites)
            );
            screen.paragraph("  ", "    ", &text);
        }
    }
    if open.len() > ROWS_MAX {
        screen.line("  …");
    }
}

fn name(screen: &Screen, case: &Case) -> String {
    let clause = case.clause.as_ref().map(|clause| named(screen, clause));
    let id = (!case.id.is_empty()).then(|| screen.text(&case.id));
    let parts: Vec<String> = clause.into_iter().chain(id).collect();
    parts.join(", ")
}

fn lines(screen: &mut Screen, report: &Report, case: &Case) {
    let text = format!("{} — {}", name(screen, case), screen.text(&case.state));
    screen.paragraph("  ", "    ", &text);
    let opened = format!("{}{}", screen.text(&case.opened), numbers(&case.cites));
    screen.paragraph("      ", "        ", &opened);
    for wait in &case.waits {
        let wait = screen.text(wait);
        screen.paragraph("      ", "        ", &wait);
    }
    let title = screen.text(&report.labels.findings);
    let none = screen.text(&case.no_finding);
    said(screen, &title, &case.findings, &none);
    let title = screen.text(&report.labels.replies);
    let none = screen.text(&case.no_reply);
    said(screen, &title, &case.replies, &none);
    for (effect, cites) in &case.effects {
        let text = format!("{}{}", screen.text(effect), numbers(cites));
        screen.paragraph("      ", "        ", &text);
    }
}

fn said(screen: &mut Screen, title: &str, claims: &[Claim], none: &str) {
    for claim in claims {
        let mut text = format!(
            "{title}: {}, {}, {}",
            screen.text(&claim.by),
            screen.text(&claim.when),
            screen.text(&claim.kind)
        );
        let words = claim.text.plain();
        if !words.is_empty() {
            text.push_str(&format!(": {words}"));
        }
        text.push_str(&numbers(std::slice::from_ref(&claim.cite)));
        screen.paragraph("      ", "        ", &text);
    }
    if !none.is_empty() {
        screen.paragraph("      ", "        ", &format!("{title}: {none}"));
    }
}
