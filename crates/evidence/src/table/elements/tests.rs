//! Lists of JSON: where they lie, how they are flattened, where they break.

use super::*;

/// Columns, rows, faults, and what stands beside the list.
type Found = (
    Vec<String>,
    Vec<Vec<String>>,
    Vec<RowFault>,
    BTreeMap<String, String>,
);

fn read(text: &str, paths: &[&[&str]]) -> Result<Found, RowFault> {
    let mut list = Elements::open("t.json", text.as_bytes(), paths)?;
    let (mut rows, mut faults) = (Vec::new(), Vec::new());
    let mut record = Record::default();
    loop {
        match list.next(&mut record) {
            Step::Record => rows.push(record.values.clone()),
            Step::Bad(fault) => faults.push(fault),
            Step::Broken(fault) => {
                faults.push(fault);
                break;
            }
            Step::End => break,
        }
    }
    let asides = list.asides().clone();
    Ok((list.columns().names().to_vec(), rows, faults, asides))
}

const PATHS: &[&[&str]] = &[&["data", "flows"], &["data"]];

#[test]
fn objects_in_objects_and_in_lists_become_columns() {
    let text =
        r#"[{"a":1,"b":{"c":"x","d":null},"e":[{"f":2},{"f":3}],"g":["p","q"]},{"a":0.824}]"#;
    let (names, rows, faults, _) = read(text, &[]).unwrap();
    assert_eq!(names, ["a", "b.c", "b.d", "e.0.f", "e.1.f", "g"]);
    assert_eq!(rows[0], ["1", "x", "", "2", "3", "p; q"]);
    assert_eq!((rows[1][0].as_str(), rows[1][1].as_str()), ("0.824", ""));
    assert_eq!(faults, []);
}

#[test]
fn the_list_may_lie_under_keys_with_more_around_it() {
    let text = r#"{"status":"ok","data":{"incoming":{"x":[1,2]},"flows":[{"id":"1"},{"id":"2"}],"rest":3},"meta":{"nextLink":"https://next"}}"#;
    let (_, rows, faults, asides) = read(text, PATHS).unwrap();
    assert_eq!(rows, [["1"], ["2"]]);
    assert_eq!(faults, []);
    assert_eq!(asides["meta.nextLink"], "https://next");
    assert_eq!(asides["status"], "ok");
    let (_, rows, _, asides) =
        read(r#"{"count":1,"data":[{"id":"}]"}],"last":"\"]"}"#, PATHS).unwrap();
    assert_eq!(rows, [["}]"]]);
    assert_eq!(asides["last"], "\"]");
}

#[test]
fn what_is_no_such_list_is_refused() {
    for (text, says) in [
        ("", "empty"),
        ("42", "begins with `4`"),
        (r#"{"other":[1]}"#, "no list under `data.flows` or `data`"),
        (r#"{"data""#, "missing after the key"),
        (r#"{"data":"#, "empty"),
    ] {
        let fault = read(text, PATHS).unwrap_err().to_string();
        assert!(fault.contains(says), "{text}: {fault}");
    }
}

#[test]
fn what_breaks_on_the_way_is_told_and_what_came_before_is_kept() {
    for (text, good, says) in [
        (r#"[{"a":1},{"a":2"#, 1, "ends in the middle"),
        (r#"[{"a":1} {"a":2}]"#, 1, "not closed"),
        (r#"[{"a":1},7,{"a":2}]"#, 2, "no object"),
        (r#"[{"a":1},{"a":},{"a":2}]"#, 2, "not an object of JSON"),
        (r#"[{"a":1}] []"#, 1, "something follows"),
    ] {
        let (_, rows, faults, _) = read(text, PATHS).unwrap();
        assert_eq!(rows.len(), good, "{text}");
        assert!(faults[0].reason.contains(says), "{text}: {}", faults[0]);
    }
}

#[test]
fn depth_and_size_are_bounded() {
    let deep = format!("[{}", "{\"a\":".repeat(100_000));
    assert!(
        read(&deep, &[]).unwrap().2[0]
            .reason
            .contains("nested deeper")
    );
    let long = format!(
        "[{{\"a\":\"{}\"}},{{\"a\":1}}]",
        "x".repeat(RECORD_BYTES_MAX)
    );
    let (_, rows, faults, _) = read(&long, &[]).unwrap();
    assert_eq!(rows.len(), 1);
    assert!(faults[0].reason.contains("longer than"), "{}", faults[0]);
    let wide: Vec<String> = (0..5000).map(|n| format!("\"c{n}\":1")).collect();
    let wide = format!("[{{{}}}]", wide.join(","));
    assert!(
        read(&wide, &[]).unwrap().2[0]
            .reason
            .contains("more than 4096")
    );
}
