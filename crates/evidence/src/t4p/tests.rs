//! The daily series, on records of the published form.

use super::*;

const FILE: &str = r#"[
  {"report_date":"2025-10-10","report_source":"mohtel","killed":3,"killed_cum":67000},
  {"report_date":"2025-10-11","report_source":"mohtel","killed":4,"killed_cum":67004,"killed_truce_new":1},
  {"report_date":"2025-10-12","report_source":"missing","killed_truce_new":null},
  {"report_date":"2025-10-13","killed_truce_new":2}
]"#;

fn schema() -> Schema {
    let mut schema = Schema::default();
    schema.measures.insert("Deaths".into(), None);
    schema.actors.insert("Ministry".into());
    schema
}

fn series(column: &str) -> Series {
    Series {
        column: column.into(),
        measure: "Deaths".into(),
        reporter: "Ministry".into(),
        days: None,
    }
}

#[test]
fn each_day_with_a_value_is_one_report() {
    let read = read(
        "d.json",
        FILE.as_bytes(),
        &[series("killed_truce_new")],
        &schema(),
    );
    assert_eq!(read.faults, []);
    let days: Vec<&Value> = read
        .drafts
        .iter()
        .map(|draft| &draft.fields["happened_from"])
        .collect();
    assert_eq!(
        days,
        [&Value::from("2025-10-11"), &Value::from("2025-10-13")]
    );
    assert_eq!(read.drafts[1].fields["figure"], Value::from("2"));
    assert_eq!(read.drafts[1].place.line, 4);
}

#[test]
fn cumulative_series_are_running_totals() {
    let read = read(
        "d.json",
        FILE.as_bytes(),
        &[series("killed_cum")],
        &schema(),
    );
    assert!(
        read.drafts
            .iter()
            .all(|draft| draft.fields["per"] == Value::from("running"))
    );
}

#[test]
fn days_outside_the_range_are_left_out() {
    let day = |text| written::read_day(text).unwrap();
    let wanted = Series {
        days: Some((day("2025-10-12"), day("2025-10-31"))),
        ..series("killed_truce_new")
    };
    assert_eq!(
        read("d.json", FILE.as_bytes(), &[wanted], &schema())
            .drafts
            .len(),
        1
    );
}

#[test]
fn what_is_missing_is_named() {
    let fault = |series: Series, text: &str| {
        read("d.json", text.as_bytes(), &[series], &schema()).faults[0].to_string()
    };
    assert!(fault(series("killed_by"), FILE).contains("the file has killed"));
    assert!(
        fault(
            Series {
                measure: "Births".into(),
                ..series("killed")
            },
            FILE
        )
        .contains("no measure `Births`")
    );
    assert!(fault(series("killed"), "{}").contains("not an array of daily records"));
    assert!(
        fault(
            series("killed"),
            r#"[{"report_date":"2025-10-11","killed":1.5}]"#
        )
        .contains("not a whole number")
    );
    assert!(fault(series("killed"), r#"[{"killed":1}]"#).contains("`report_date` is missing"));
}

#[test]
fn the_published_file_reads_whole_where_it_is_at_hand() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/data/t4p/casualties_daily.json"
    );
    let Ok(bytes) = std::fs::read(path) else {
        return;
    };
    let day = |text| written::read_day(text).unwrap();
    let wanted = Series {
        days: Some((day("2025-10-11"), day("2026-07-04"))),
        ..series("killed_truce_new")
    };
    let read = read("casualties_daily.json", &bytes, &[wanted], &schema());
    assert_eq!(read.faults, []);
    let sum: i64 = read
        .drafts
        .iter()
        .filter_map(|draft| draft.fields["figure"].as_text()?.parse::<i64>().ok())
        .sum();
    assert_eq!(sum, 992);
}
