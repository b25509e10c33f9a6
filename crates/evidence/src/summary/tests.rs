//! Summaries that add up, and that do not.

use super::*;
use crate::table::{Source as _, Step};

const TEXT: &str = r#"{"summary":{"trucks":5,"pallets":9},"organizations":[
 {"organization":"One","trucks":3,"pallets":4},{"organization":"Two","trucks":2,"pallets":4}],"fetchedAt":"2026-03-09T06:57:40.435Z"}"#;

#[test]
fn the_total_and_its_parts_are_records() {
    let mut summary = read("s.json", TEXT.as_bytes()).unwrap();
    let mut names = Vec::new();
    let mut record = Record::default();
    while summary.next(&mut record) == Step::Record {
        let place = summary.columns().place("organization").unwrap();
        names.push(record.at(place).unwrap().to_owned());
    }
    assert_eq!(names, [ALL, "One", "Two"]);
    assert!(summary.asides()["sum of pallets"].contains("add up to 8, the total says 9"));
    assert!(!summary.asides().contains_key("sum of trucks"));
}

#[test]
fn anything_else_is_refused() {
    for (text, says) in [
        ("", "not JSON"),
        ("{}", "no `summary`"),
        ("[]", "no `summary`"),
    ] {
        let fault = read("s.json", text.as_bytes()).err().unwrap();
        assert!(fault.reason.contains(says), "{fault}");
    }
}
