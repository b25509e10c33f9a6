use std::fmt::Write as _;

use super::*;

fn manifest(entries: &[(&str, &str, &str)]) -> String {
    let mut lines = String::new();
    for (name, file, text) in entries {
        let _ = writeln!(lines, "{name} 1 {file} {}", digest(text.as_bytes()));
    }
    lines
}

fn with<T>(text: &str, read: impl FnOnce(&Annexes) -> T) -> T {
    let manifest = manifest(&[("B", "b.csv", text)]);
    let source = Source {
        text: "",
        manifest: Some(manifest.as_bytes()),
        annexes: BTreeMap::from([("b.csv".to_owned(), text.as_bytes())]),
    };
    let mut out = Vec::new();
    let annexes = Annexes::read(&source, &mut out);
    assert_eq!(out, []);
    read(&annexes)
}

#[test]
fn items_keep_their_order_and_their_other_columns() {
    let items = with("file_number,transfer\nD-2,first\nD-1,\n", |annexes| {
        annexes.items("B", Span::default())
    })
    .expect("it reads");
    let keys: Vec<&str> = items.iter().map(|item| item.key.as_str()).collect();
    assert_eq!(keys, ["D-2", "D-1"]);
    assert_eq!(
        items[0].attributes,
        [(FieldName::new("transfer"), "first".to_owned())]
    );
    assert_eq!(items[1].attributes, []);
}

#[test]
fn a_key_twice_is_refused() {
    let fault = with("key\nx\ny\nx\n", |annexes| {
        annexes.items("B", Span::default())
    })
    .expect_err("it is refused");
    assert_eq!(fault.code, "E153");
    assert!(fault.message.contains("lines 2 and 4"), "{}", fault.message);
}

#[test]
fn rows_must_be_as_long_as_the_header() {
    let fault = with("key,group\nx\n", |annexes| {
        annexes.items("B", Span::default())
    })
    .expect_err("it is refused");
    assert_eq!(fault.code, "E154");
}

#[test]
fn holidays_are_sorted_dates() {
    let dates = with(
        "day,why\n2026-03-20,spring\n2026-01-01,new year\n",
        |annexes| annexes.dates("B", Span::default()),
    )
    .expect("it reads");
    assert_eq!(dates.len(), 2);
    assert!(dates[0] < dates[1]);
    let fault = with("day\n20 March\n", |annexes| {
        annexes.dates("B", Span::default())
    })
    .expect_err("it is refused");
    assert_eq!(fault.code, "E154");
}

#[test]
fn another_file_than_the_pinned_one_is_never_read() {
    let manifest = manifest(&[("B", "b.csv", "key\nx\n")]);
    let source = Source {
        text: "",
        manifest: Some(manifest.as_bytes()),
        annexes: BTreeMap::from([("b.csv".to_owned(), "key\ny\n".as_bytes())]),
    };
    let annexes = Annexes::read(&source, &mut Vec::new());
    let fault = annexes.items("B", Span::default()).expect_err("refused");
    assert_eq!(fault.code, "E151");
    let fault = annexes.items("C", Span::default()).expect_err("refused");
    assert_eq!(fault.code, "E152");
}

#[test]
fn manifest_lines_out_of_shape_are_named() {
    let good = digest(b"");
    for (line, part) in [
        ("B 1 b.csv".to_owned(), "needs a name"),
        (format!("B  1 b.csv {good}"), "needs a name"),
        (format!("B 1 ../b.csv {good}"), "folder annexes itself"),
        ("B 1 b.csv abc".to_owned(), "64 letters"),
        (format!("B 1 b.csv {good}\nB 2 c.csv {good}"), "second time"),
    ] {
        let source = Source {
            text: "",
            manifest: Some(line.as_bytes()),
            annexes: BTreeMap::new(),
        };
        let mut out = Vec::new();
        Annexes::read(&source, &mut out);
        assert_eq!(out.len(), 1, "{line}");
        assert_eq!(out[0].code, "E150");
        assert!(out[0].message.contains(part), "{}", out[0].message);
    }
    let source = Source {
        text: "",
        manifest: Some(b"# pinned in May\n\n"),
        annexes: BTreeMap::new(),
    };
    let mut out = Vec::new();
    Annexes::read(&source, &mut out);
    assert_eq!(out, []);
}
