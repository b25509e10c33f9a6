//! Markdown with its code blanked out, and the anchors of its headings.
//!
//! Only what the links rule needs: fenced blocks, inline code, headings.

use std::collections::BTreeSet;

/// Replaces fenced blocks and inline code by blanks; line breaks stay.
pub(super) fn blanked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut fence: Option<(char, usize)> = None;
    for line in text.split_inclusive('\n') {
        let marker = marker(line);
        match (fence, marker) {
            (None, None) => out.push_str(&without_inline_code(line)),
            (None, Some((character, length, _))) => {
                fence = Some((character, length));
                out.push('\n');
            }
            (Some((character, length)), Some((closing, long, bare)))
                if closing == character && long >= length && bare =>
            {
                fence = None;
                out.push('\n');
            }
            (Some(_), _) => out.push('\n'),
        }
    }
    out
}

/// Reads a fence: its character, its length, and whether nothing follows.
fn marker(line: &str) -> Option<(char, usize, bool)> {
    let line = line.trim();
    let character = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let tail = line.trim_start_matches(character);
    let length = line.len() - tail.len();
    // Backticks after the fence would make it inline code.
    (length >= 3 && !(character == '`' && tail.contains('`'))).then_some((
        character,
        length,
        tail.is_empty(),
    ))
}

fn without_inline_code(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(start) = rest.find('`') {
        let (front, code) = rest.split_at(start);
        let length = code.len() - code.trim_start_matches('`').len();
        let (ticks, inside) = code.split_at(length);
        out.push_str(front);
        match inside.find(ticks) {
            Some(end) => {
                out.push_str(&" ".repeat(length * 2 + end));
                rest = inside.get(end + length..).unwrap_or("");
            }
            None => {
                out.push_str(ticks);
                rest = inside;
            }
        }
    }
    out.push_str(rest);
    out
}

/// Lists the anchors that headings and `id="…"` attributes give.
pub(super) fn anchors(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let without_fences = blanked(text);
    for (line, shown) in text.lines().zip(without_fences.lines()) {
        if shown.starts_with('#') {
            let slug = slug(line.trim_start_matches('#').trim());
            let mut name = slug.clone();
            let mut repeat = 0;
            while !found.insert(name) {
                repeat += 1;
                name = format!("{slug}-{repeat}");
            }
        }
        for id in shown.split("id=\"").skip(1) {
            found.extend(id.split('"').next().map(str::to_owned));
        }
    }
    found
}

fn slug(heading: &str) -> String {
    heading
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
        .flat_map(char::to_lowercase)
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_blanked_and_prose_stays() {
        let text = "a `[x](y)` b\n````md\n```\n[c](d)\n```\n````\n[e](f)\n";
        let seen = blanked(text);
        assert_eq!(seen.lines().count(), text.lines().count());
        assert!(seen.contains("[e](f)") && !seen.contains("(y)") && !seen.contains("(d)"));
    }

    #[test]
    fn headings_become_anchors_as_on_the_web() {
        let seen =
            anchors("# What it is, and `why`\n## A\n## A\n```\n# no\n```\n<a id=\"z\"></a>\n");
        let expected = ["a", "a-1", "what-it-is-and-why", "z"];
        assert_eq!(seen.into_iter().collect::<Vec<_>>(), expected);
    }
}
