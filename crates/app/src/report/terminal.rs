//! The report for a terminal: one screen after the other, readable without
//! colour, every status by its mark and its word.
//!
//! # Invariants
//! No line is wider than asked, but for a word that is wider itself. What the
//! page opens on demand stays closed here; the last lines say how to open it.

mod case;
mod told;

use super::commitments::one_line;
use super::view::{Cite, Clause, ClauseRef, Mark, Phase, Pillar, Report};
use crate::language::Text;

/// Narrower terminals are written as if they were this wide.
const WIDTH_MIN: usize = 40;

/// The widest line that still reads well.
const WIDTH_MAX: usize = 110;

/// Statuses whose decisive reason stands on a line of its own.
const EXPLAINED: [&str; 8] = [
    "not_met",
    "incident_established",
    "contested",
    "undetermined",
    "met_late",
    "suspended",
    "excused",
    "discharged",
];

/// How many rows a list shows before it counts the rest.
const ROWS_MAX: usize = 8;

/// Writes the report for a terminal.
///
/// # Shape
/// Ends with a line break. With `colour`, marks and headings carry ANSI
/// colours; their words are the same.
pub fn terminal(report: &Report, width: usize, colour: bool) -> String {
    let mut screen = Screen {
        out: String::new(),
        width: width.clamp(WIDTH_MIN, WIDTH_MAX),
        colour,
        rtl: report.direction == "rtl",
    };
    heading(&mut screen, report);
    phases(&mut screen, report);
    checkable(&mut screen, report);
    pillars(&mut screen, report);
    case::cases(&mut screen, report);
    changes(&mut screen, report);
    told::amendments(&mut screen, &report.amendments);
    for section in [&report.priorities, &report.money, &report.ways] {
        told::claims(&mut screen, section);
    }
    ahead(&mut screen, report);
    indicators(&mut screen, report);
    foot(&mut screen, report);
    screen.out
}

struct Screen {
    out: String,
    width: usize,
    colour: bool,
    rtl: bool,
}

impl Screen {
    /// Returns a text as this terminal wants it: a right-to-left one keeps its
    /// isolates, because without them ids would change the order of words.
    fn text(&self, text: &Text) -> String {
        if self.rtl {
            text.marked().to_owned()
        } else {
            text.plain()
        }
    }

    fn line(&mut self, text: &str) {
        self.out.push_str(text.trim_end());
        self.out.push('\n');
    }

    /// Writes a paragraph: the first line after `first`, the others after
    /// `rest`, broken between words.
    fn paragraph(&mut self, first: &str, rest: &str, text: &str) {
        let mut line = first.to_owned();
        let mut empty = true;
        for word in text.split_whitespace() {
            if !empty && columns(&line) + 1 + columns(word) > self.width {
                self.line(&line);
                rest.clone_into(&mut line);
                empty = true;
            }
            if !empty {
                line.push(' ');
            }
            line.push_str(word);
            empty = false;
        }
        self.line(&line);
    }

    fn title(&mut self, text: &Text) {
        self.line("");
        let text = self.text(text);
        let rule = "─".repeat(self.width.saturating_sub(columns(&text) + 1));
        let line = format!("{text} {rule}");
        let line = self.paint("1", &line);
        self.line(&line);
    }

    fn paint(&self, code: &str, text: &str) -> String {
        if self.colour {
            format!("\u{1b}[{code}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }

    fn mark(&self, mark: &Mark) -> String {
        let text = format!("{} {}", mark.mark, self.text(&mark.word));
        self.paint(hue(mark.key), &text)
    }
}

/// Returns the columns that a text takes, without escapes and isolates.
fn columns(text: &str) -> usize {
    let mut count = 0;
    let mut escaped = false;
    for character in text.chars() {
        match character {
            '\u{1b}' => escaped = true,
            'm' if escaped => escaped = false,
            '\u{2066}'..='\u{2069}' | '\u{64b}'..='\u{652}' => {}
            _ if escaped => {}
            _ => count += 1,
        }
    }
    count
}

fn hue(key: &str) -> &'static str {
    match key {
        "met" | "no_incident_established" | "phase_open" => "32",
        "met_late" | "cured" => "33",
        "not_met" | "incident_established" => "31",
        "contested" => "35",
        "pending" | "not_yet_due" | "open" | "not_triggered" | "phase_declared" => "36",
        _ => "0",
    }
}

fn numbers(cites: &[Cite]) -> String {
    if cites.is_empty() {
        return String::new();
    }
    let numbers: Vec<String> = cites
        .iter()
        .take(4)
        .map(|cite| cite.label.plain())
        .collect();
    let more = if cites.len() > numbers.len() {
        "…"
    } else {
        ""
    };
    format!(" [{}{more}]", numbers.join(" "))
}

fn named(screen: &Screen, clause: &ClauseRef) -> String {
    format!("{} {}", screen.text(&clause.id), clause.title.plain())
}

fn heading(screen: &mut Screen, report: &Report) {
    let heading = &report.heading;
    for text in [&heading.banner, &heading.draft] {
        if !text.is_empty() {
            let text = screen.text(text);
            screen.paragraph("! ", "! ", &text);
        }
    }
    let title = screen.text(&heading.title);
    let title = screen.paint("1", &title);
    screen.line("");
    screen.line(&title);
    for text in [&heading.as_of, &heading.record] {
        let text = screen.text(text);
        screen.paragraph("", "", &text);
    }
}

fn phases(screen: &mut Screen, report: &Report) {
    if report.phases.rows.is_empty() {
        return;
    }
    screen.title(&report.phases.title);
    for phase in &report.phases.rows {
        phase_lines(screen, phase);
    }
}

fn phase_lines(screen: &mut Screen, phase: &Phase) {
    let state = screen.text(&phase.state);
    let mut text = format!(
        "{}: {}.",
        screen.text(&phase.name),
        screen.paint(hue(phase.key), &state)
    );
    for (how, cites) in &phase.how {
        text.push(' ');
        text.push_str(&screen.text(how));
        text.push_str(&numbers(cites));
    }
    screen.paragraph("", "  ", &text);
    if phase.residuals.is_empty() {
        return;
    }
    let owed: Vec<String> = phase
        .residuals
        .iter()
        .map(|residual| {
            let clause = screen.text(&residual.clause.id);
            format!(
                "{clause} ({}, {})",
                screen.text(&residual.done),
                screen.text(&residual.mark.word)
            )
        })
        .collect();
    let text = format!(
        "{}: {}",
        screen.text(&phase.residuals_title),
        owed.join("; ")
    );
    screen.paragraph("  ", "    ", &text);
}

fn checkable(screen: &mut Screen, report: &Report) {
    let part = &report.checkable;
    screen.title(&part.title);
    let takeaway = screen.text(&part.takeaway);
    screen.paragraph("", "", &takeaway);
    let rows: Vec<String> = part
        .rows
        .iter()
        .filter_map(|row| {
            // Of the clauses: those checkable as agreed, and with proposals.
            let [clauses, .., agreed, proposed] = row.figures.as_slice() else {
                return None;
            };
            let figures = [agreed, proposed, clauses]
                .map(|figure| screen.text(figure))
                .join("/");
            Some(format!("{} {figures}", screen.text(&row.obligor)))
        })
        .collect();
    if !rows.is_empty() {
        let [.., agreed, proposed] = part.heads.as_slice() else {
            return;
        };
        let clauses = part
            .heads
            .get(1)
            .map(|head| screen.text(head))
            .unwrap_or_default();
        let key = format!(
            "{} / {} / {clauses}",
            screen.text(agreed),
            screen.text(proposed)
        );
        screen.paragraph("  ", "  ", &format!("({key}) {}", rows.join(" · ")));
    }
}

fn pillars(screen: &mut Screen, report: &Report) {
    for pillar in &report.pillars.rows {
        screen.title(&pillar.name);
        let counts = screen.text(&pillar.counts);
        screen.paragraph("", "", &counts);
        pillar_lines(screen, pillar);
    }
}

fn pillar_lines(screen: &mut Screen, pillar: &Pillar) {
    let (silent, told): (Vec<&Clause>, Vec<&Clause>) = pillar
        .clauses
        .iter()
        .partition(|clause| clause.mark.key == "not_measurable");
    for clause in told {
        clause_lines(screen, clause);
    }
    if let Some(first) = silent.first() {
        let ids: Vec<String> = silent
            .iter()
            .map(|clause| screen.text(&clause.name.id))
            .collect();
        let text = format!("{}: {}", screen.mark(&first.mark), ids.join(", "));
        screen.paragraph("  ", "    ", &text);
    }
}

fn clause_lines(screen: &mut Screen, clause: &Clause) {
    let mut text = format!(
        "{} — {}",
        named(screen, &clause.name),
        screen.mark(&clause.mark)
    );
    for part in [&clause.counts, &clause.next] {
        if !part.is_empty() {
            text.push_str(" · ");
            text.push_str(&screen.text(part));
        }
    }
    screen.paragraph("  ", "    ", &text);
    for reading in &clause.readings {
        let text = format!(
            "{}: {}",
            screen.text(&reading.name),
            screen.mark(&reading.mark)
        );
        screen.paragraph("      ", "        ", &text);
    }
    let explained = EXPLAINED.contains(&clause.mark.key) && clause.readings.is_empty();
    if let Some(because) = clause.decisive.as_ref().filter(|_| explained) {
        let text = format!("{}{}", one_line(because), numbers(&because.cites));
        let text = shortened(&text, screen.width.saturating_sub(6));
        screen.line(&format!("      {text}"));
    }
}

/// Cuts a line that is too long, between words, and says so.
fn shortened(text: &str, width: usize) -> String {
    if columns(text) <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    for word in text.split_whitespace() {
        if columns(&out) + columns(word) + 2 > width {
            break;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    format!("{out} …")
}

fn changes(screen: &mut Screen, report: &Report) {
    let part = &report.changes;
    // Without an earlier time there is nothing to say; the page explains.
    if part.intro.is_empty() {
        return;
    }
    screen.title(&part.title);
    let intro = screen.text(&part.intro);
    screen.paragraph("", "", &intro);
    if part.rows.is_empty() {
        let none = screen.text(&part.none);
        screen.paragraph("  ", "  ", &none);
    }
    for change in part
        .rows
        .iter()
        .filter(|change| change.key.is_empty() || change.clause.is_none())
    {
        let what = change
            .clause
            .as_ref()
            .map_or_else(|| screen.text(&change.key), |clause| named(screen, clause));
        let then = if screen.rtl { "←" } else { "→" };
        let cause = if change.cites.is_empty() {
            format!(" ({})", screen.text(&change.cause))
        } else {
            String::new()
        };
        let text = format!(
            "{what}: {} {then} {}{}{cause}",
            screen.mark(&change.before),
            screen.mark(&change.after),
            numbers(&change.cites)
        );
        screen.paragraph("  ", "    ", &text);
    }
}

fn ahead(screen: &mut Screen, report: &Report) {
    screen.title(&report.dates.title);
    if report.dates.rows.is_empty() {
        let none = screen.text(&report.dates.none);
        screen.paragraph("  ", "  ", &none);
    }
    for date in report.dates.rows.iter().take(ROWS_MAX) {
        let clause = date
            .clause
            .as_ref()
            .map(|clause| format!("{}: ", named(screen, clause)))
            .unwrap_or_default();
        let text = format!(
            "{}  {clause}{}",
            screen.text(&date.when),
            screen.text(&date.what)
        );
        screen.paragraph("  ", "    ", &text);
    }
    if report.waits.rows.is_empty() {
        return;
    }
    screen.title(&report.waits.title);
    for wait in report.waits.rows.iter().take(ROWS_MAX) {
        let clause = wait.clause.as_ref().map(|clause| named(screen, clause));
        let waiting = (!wait.waiting.is_empty()).then(|| screen.text(&wait.waiting));
        let mut awaited: Vec<String> = wait
            .on
            .iter()
            .map(|(clause, _, mark)| {
                format!("{} ({})", named(screen, clause), screen.text(&mark.word))
            })
            .collect();
        if !wait.awaited.is_empty() {
            awaited.insert(0, screen.text(&wait.awaited));
        }
        let who: Vec<String> = clause.into_iter().chain(waiting).collect();
        let then = if screen.rtl { "←" } else { "→" };
        screen.paragraph(
            "  ",
            "    ",
            &format!("{} {then} {}", who.join(", "), awaited.join("; ")),
        );
    }
}

fn indicators(screen: &mut Screen, report: &Report) {
    let told: Vec<_> = report.indicators.rows.iter().collect();
    if told.is_empty() {
        return;
    }
    screen.title(&report.indicators.title);
    for indicator in told {
        let name = screen.text(&indicator.name);
        let mut latest: Vec<String> = indicator
            .runs
            .iter()
            .filter_map(|run| {
                let (days, figure, _) = run.rows.last()?;
                Some(format!(
                    "{}: {}, {}",
                    screen.text(&run.caption),
                    screen.text(figure),
                    screen.text(days)
                ))
            })
            .collect();
        if !indicator.none.is_empty() {
            latest.push(screen.text(&indicator.none));
        }
        screen.paragraph("  ", "    ", &format!("{name} — {}", latest.join("; ")));
        for difference in &indicator.differences {
            let difference = screen.text(difference);
            screen.paragraph("    ", "    ", &difference);
        }
    }
}

fn foot(screen: &mut Screen, report: &Report) {
    screen.title(&report.ends.title);
    for (subject, day) in &report.ends.rows {
        let text = format!("{}: {}", screen.text(subject), screen.text(day));
        screen.paragraph("  ", "    ", &text);
    }
    if report.ends.rows.is_empty() {
        let none = screen.text(&report.ends.none);
        screen.paragraph("  ", "  ", &none);
    }
    let intro = format!(
        "{} {}",
        screen.text(&report.sources.intro),
        screen.text(&report.sources.rest)
    );
    screen.line("");
    screen.paragraph("", "", &intro);
    for (command, does) in &report.verify.commands {
        let does = screen.text(does);
        screen.paragraph("  ", "    ", &format!("{command}  {does}"));
    }
}
