//! The tables of labels are those of the reference grammar.

use std::collections::BTreeMap;

use servanda_syntax::labels::{
    DeclarationKind, FrameKind, LabelSpec, labels_of, labels_of_declaration,
};

const GRAMMAR: &str = include_str!("../../../../docs/book/reference/grammar.md");

/// Returns the rows of the first table below `heading`, cell by cell.
fn table(heading: &str) -> Vec<Vec<&'static str>> {
    let (_, below) = GRAMMAR.split_once(heading).expect("the heading");
    below
        .lines()
        .skip_while(|line| !line.starts_with('|'))
        .take_while(|line| line.starts_with('|'))
        .skip(2)
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect()
}

/// Returns the words that a cell shows as code.
fn coded(cell: &'static str) -> impl Iterator<Item = &'static str> {
    cell.split('`').skip(1).step_by(2)
}

fn shown(specs: &[LabelSpec]) -> BTreeMap<&'static str, bool> {
    let shown: BTreeMap<_, _> = specs
        .iter()
        .map(|spec| (spec.label.text(), spec.many))
        .collect();
    assert_eq!(shown.len(), specs.len(), "no label twice: {specs:?}");
    shown
}

#[test]
fn labels_by_frame() {
    let rows = table("## Labels by frame");
    for frame in FrameKind::ALL {
        let mut written = BTreeMap::new();
        for row in &rows {
            let [labels, _, frames, many] = row.as_slice() else {
                panic!("{row:?}");
            };
            let admits = match *frames {
                "all" => true,
                "all but O" => frame.letter() != 'O',
                letters => letters.contains(frame.letter()),
            };
            if admits {
                written.extend(coded(labels).map(|label| (label, *many == "many")));
            }
        }
        assert_eq!(shown(&labels_of(frame)), written, "{frame:?}");
    }
}

#[test]
fn labels_of_declarations() {
    let mut written: BTreeMap<&str, BTreeMap<&str, bool>> = BTreeMap::new();
    let mut items = "";
    for row in table("### Fields of declarations") {
        let [item, labels, .., many] = row.as_slice() else {
            panic!("{row:?}");
        };
        if !item.is_empty() {
            items = item;
        }
        for item in items.split(", ") {
            let labels = coded(labels).map(|label| (label, *many == "many"));
            written.entry(item).or_default().extend(labels);
        }
    }
    written.remove("open term (clause)");
    for kind in DeclarationKind::ALL {
        let table = written.remove(kind.text()).unwrap_or_default();
        assert_eq!(shown(labels_of_declaration(*kind)), table, "{kind:?}");
    }
    assert!(written.is_empty(), "{written:?}");
}

#[test]
fn declarations() {
    let written: Vec<&str> = table("### Declarations").iter().map(|row| row[0]).collect();
    let kinds: Vec<&str> = DeclarationKind::ALL
        .iter()
        .map(|kind| kind.text())
        .collect();
    assert_eq!(written, kinds);
}
