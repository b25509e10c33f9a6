//! Mappings that say enough, and every way in which they do not.

use super::*;
use crate::reader::tests::schema;

const GOOD: &str = r#"
kind = "csv"
[source]
publisher = "Monitors"
licence = "CC BY 4.0"
[[read]]
of = "Trucks"
scope = "as agreed"
unit = "trucks"
reporter = "Monitors"
[read.from]
happened = "day"
figure = "count"
"#;

fn faults(from: &str, to: &str) -> Vec<String> {
    assert!(GOOD.contains(from), "{from}");
    let text = GOOD.replacen(from, to, 1);
    match Mapping::parse("m.toml", &text) {
        Err(fault) => vec![fault.to_string()],
        Ok(mapping) => mapping
            .check("m.toml", FileKind::Csv, &schema())
            .iter()
            .map(ToString::to_string)
            .collect(),
    }
}

#[test]
fn a_mapping_that_says_enough_passes() {
    assert_eq!(faults("kind", "kind"), Vec::<String>::new());
}

#[test]
fn what_is_missing_or_unknown_is_named() {
    for (from, to, says) in [
        ("scope = \"as agreed\"", "", "say what the figures count"),
        ("\"as agreed\"", "\"?\"", "say what the figures count"),
        (
            "unit = \"trucks\"",
            "",
            "`Trucks` is in `trucks`: say the figures' unit",
        ),
        (
            "of = \"Trucks\"",
            "of = \"Truck\"",
            "did you mean `Trucks`?",
        ),
        ("reporter = \"Monitors\"", "", "reporter"),
        ("happened = \"day\"", "", "happened"),
        ("licence = \"CC BY 4.0\"", "licence = \"?\"", "fill it in"),
        ("licence = \"CC BY 4.0\"", "", "missing field `licence`"),
        ("kind = \"csv\"", "kind = \"fts\"", "is for `fts`"),
        ("figure = \"count\"", "figures = \"count\"", "no such field"),
        (
            "figure = \"count\"",
            "figure = [\"a\", \"b\", \"c\"]",
            "two ends of a range",
        ),
        (
            "figure = \"count\"",
            "refers = \"count\"",
            "not taken from a column",
        ),
        ("reporter =", "reporters =", "unknown field `reporters`"),
        (
            "kind = \"csv\"",
            "kind = \"csv\"\ndates = \"backwards\"",
            "not day first or month first",
        ),
    ] {
        let found = faults(from, to);
        assert!(
            found.iter().any(|fault| fault.contains(says)),
            "{from} -> {to}: {found:?}"
        );
    }
    let fault = Mapping::parse("m.toml", "kind = \"csv\"\n\n[source\n").unwrap_err();
    assert_eq!(fault.place.line, 3, "{fault}");
}
