//! Every relative link in a Markdown file leads to a tracked file or folder,
//! and every anchor in it to a heading.
//!
//! Addresses on the web are not followed: a check must not need the network.

use super::Report;
use super::markdown::{anchors, blanked};
use crate::folder::{Tree, beside};

/// Follows the links of every Markdown file.
pub(super) fn check(tree: &Tree, report: &mut Report) {
    for (path, text) in tree.ending(".md") {
        let shown = blanked(text);
        for (index, line) in shown.lines().enumerate() {
            for target in targets(line) {
                if let Some(message) = dead(tree, path, target) {
                    report.fault(path, index + 1, message);
                }
            }
        }
    }
}

/// Says what is wrong with a link, if anything.
fn dead(tree: &Tree, path: &str, target: &str) -> Option<String> {
    let is_address = target.contains("://") || target.starts_with("mailto:");
    if target.is_empty() || is_address || target.starts_with("data:") {
        return None;
    }
    let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
    let file = file.replace("%20", " ");
    let place = if file.is_empty() {
        path.to_owned()
    } else if file.starts_with('/') {
        return Some(format!("`{target}` starts at the root; links are relative"));
    } else {
        match beside(path, &file) {
            Some(place) if tree.holds(&place) => place,
            _ => return Some(format!("`{target}` leads to no tracked file")),
        }
    };
    if anchor.is_empty() || place.strip_suffix(".md").is_none() {
        return None;
    }
    let known = tree.text(&place).map(anchors).unwrap_or_default();
    (!known.contains(anchor)).then(|| format!("`{target}` leads to no heading"))
}

/// Lists the link targets in a line: `[…](here)`, `[…]: here`, `href="here"`.
fn targets(line: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for rest in line.split("](").skip(1) {
        found.extend(rest.split(')').next().map(destination));
    }
    if line.starts_with('[')
        && let Some((label, rest)) = line.split_once("]: ")
        && !label.starts_with("[^")
    {
        found.push(destination(rest));
    }
    for attribute in ["href=\"", "src=\""] {
        for rest in line.split(attribute).skip(1) {
            found.extend(rest.split('"').next());
        }
    }
    found
}

/// Cuts title and angle brackets off a link's target.
fn destination(written: &str) -> &str {
    let written = written.trim();
    match written.strip_prefix('<') {
        Some(inside) => inside.split('>').next().unwrap_or(inside),
        None => written.split_whitespace().next().unwrap_or(written),
    }
}

#[cfg(test)]
mod tests {
    use super::super::faults;
    use super::*;

    fn seen(text: &str) -> Vec<String> {
        faults(
            check,
            &[
                ("docs/a.md", text),
                ("docs/b c.md", "# Two words\n"),
                ("x/y.rs", ""),
            ],
        )
    }

    #[test]
    fn live_links_pass() {
        let text = "[a](b%20c.md) ![i](../x/y.rs \"title\") [f](../x) [h](<b c.md#two-words>)\n\
                    [w](https://example.org/x) [m](mailto:a@b) [s](#self)\n# Self\n\
                    [r]: ../x/y.rs\n<a href=\"../x/y.rs\">y</a>\n`[no](gone)`\n";
        assert_eq!(seen(text), Vec::<String>::new());
    }

    #[test]
    fn dead_links_are_found_in_every_shape() {
        for text in [
            "[a](gone.md)",
            "[a](../../out.md)",
            "[a](/docs/a.md)",
            "[a](#nowhere)",
            "[a](b%20c.md#three)",
            "[r]: gone.md",
            "<img src=\"gone.png\">",
        ] {
            assert_eq!(seen(text).len(), 1, "{text}");
        }
    }
}
