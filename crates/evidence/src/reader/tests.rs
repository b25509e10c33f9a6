//! Files read through mappings: what becomes of each row.

mod real;

use super::*;
use crate::schema::Admits;
use servanda_statement::Kind;

pub(crate) fn schema() -> Schema {
    let mut schema = Schema::default();
    schema
        .measures
        .insert("Trucks".into(), Some("trucks".into()));
    schema.measures.insert("Deaths".into(), None);
    schema.events.insert("Pledge".into(), BTreeMap::new());
    let harm = [(
        "place".to_owned(),
        Admits::Words(vec!["North".into(), "South".into()]),
    )];
    schema
        .events
        .insert("Attack".into(), harm.into_iter().collect());
    for name in ["Monitors", "Spain", "Ministry"] {
        schema.actors.insert(name.into());
    }
    for unit in ["trucks", "USD", "EUR"] {
        schema.units.insert(unit.into(), unit.into());
    }
    schema
}

fn head(kind: &str) -> String {
    format!(
        "kind = \"{kind}\"\n[source]\npublisher = \"P\"\nlicence = \"L\"\naddress = \"https://p.example\"\n"
    )
}

fn run(kind: FileKind, file: &str, mapping: &str) -> (Vec<Draft>, Vec<String>, Tally) {
    let open = || -> std::io::Result<Box<dyn Read + '_>> { Ok(Box::new(file.as_bytes())) };
    let input = Input {
        name: "f",
        open: &open,
    };
    let mapping =
        Mapping::parse("m.toml", &format!("{}{mapping}", head(kind.word()))).expect("a mapping");
    let schema = schema();
    let mut reader = match Reader::open(kind, &input, &mapping, "m.toml", &schema) {
        Ok(reader) => reader,
        Err(faults) => {
            return (
                vec![],
                faults.iter().map(ToString::to_string).collect(),
                Tally::default(),
            );
        }
    };
    let (mut drafts, mut faults) = (Vec::new(), Vec::new());
    for item in reader.by_ref() {
        match item {
            Item::Draft(draft) => drafts.push(draft),
            Item::Fault(fault) => faults.push(fault.to_string()),
        }
    }
    let tally = reader.tally().clone();
    (drafts, faults, tally)
}

fn text<'a>(draft: &'a Draft, field: &str) -> &'a str {
    draft
        .fields
        .get(field)
        .and_then(Value::as_text)
        .unwrap_or_default()
}

const TRUCKS: &str = "[[read]]\nof = \"Trucks\"\nscope = \"as agreed\"\nunit = \"trucks\"\nreporter = \"Monitors\"\n[read.from]\nhappened = \"day\"\nfigure = \"count\"\n";

#[test]
fn a_table_becomes_reports_with_their_source_and_key() {
    let (drafts, faults, tally) = run(
        FileKind::Csv,
        "day,count\n2026-05-01,٦٠٠\n2026-05-02,\n1 May 2026 ,7x\n",
        TRUCKS,
    );
    assert_eq!(drafts.len(), 1);
    let draft = &drafts[0];
    assert_eq!(
        (draft.kind, text(draft, "figure"), text(draft, "scope")),
        (Kind::Report, "600", "")
    );
    assert_eq!(
        (
            text(draft, "source_publisher"),
            text(draft, "source_address")
        ),
        ("P", "https://p.example")
    );
    assert!(
        Kept::read(text(draft, "body"))
            .unwrap()
            .key
            .contains("happened=2026-05-01")
    );
    assert_eq!(tally.left_out["rows without a figure"], 1);
    assert_eq!(faults.len(), 1);
    assert!(
        faults[0].starts_with("f, line 4, column `count`"),
        "{faults:?}"
    );
    assert_eq!((tally.records, tally.drafts, tally.faults), (3, 1, 1));
}

#[test]
fn another_scope_is_written_on_every_report() {
    let mapping = TRUCKS.replace("as agreed", "offloaded, not collected");
    let (drafts, _, _) = run(FileKind::Csv, "day,count\n2026-05-01,600\n", &mapping);
    assert_eq!(text(&drafts[0], "scope"), "offloaded, not collected");
}

#[test]
fn a_missing_column_is_named_before_any_row_is_read() {
    let (drafts, faults, _) = run(FileKind::Csv, "date,counts\n2026-05-01,600\n", TRUCKS);
    assert!(drafts.is_empty());
    assert_eq!(faults.len(), 2);
    assert!(faults[0].contains("did you mean `counts`?"), "{faults:?}");
    let (_, faults, _) = run(
        FileKind::Ucdp,
        "id,best\n1,2\n",
        &TRUCKS.replace("day", "id").replace("count", "best"),
    );
    assert!(
        faults.iter().any(|fault| fault.contains("where_prec")),
        "{faults:?}"
    );
}

#[test]
fn a_running_total_that_shrinks_is_shown_as_a_revision() {
    let mapping = TRUCKS.replace("reporter", "running = true\nreporter");
    let (drafts, _, tally) = run(
        FileKind::Csv,
        "day,count\n2026-05-01,10\n2026-05-02,12\n2026-05-03,11\n2026-05-04,13\n",
        &mapping,
    );
    assert_eq!(drafts.len(), 4);
    assert_eq!(tally.notices.len(), 1);
    assert_eq!(
        text(&drafts[2], "note"),
        "11 is less than the 12 of 2026-05-02: the source revised its running total"
    );
    assert_eq!(text(&drafts[3], "note"), "");
}

#[test]
fn two_rows_with_one_key_are_refused_where_a_key_was_named() {
    let mapping = TRUCKS.replace("reporter", "key = \"no\"\nreporter");
    let file = "no,day,count\n1,2026-05-01,10\n1,2026-05-02,12\n";
    let (drafts, faults, _) = run(FileKind::Csv, file, &mapping);
    assert_eq!((drafts.len(), faults.len()), (1, 1));
    assert!(faults[0].contains("has the key `1 | count`"), "{faults:?}");
    // Without one, rows that say the same are numbered.
    let (drafts, _, _) = run(
        FileKind::Csv,
        "day,count\n2026-05-01,10\n2026-05-01,10\n",
        TRUCKS,
    );
    assert_eq!(drafts.len(), 2);
    assert_ne!(text(&drafts[0], "body"), text(&drafts[1], "body"));
}

#[test]
fn what_the_agreement_does_not_declare_is_refused_or_left_out() {
    let mapping = "[[read]]\nof = \"Pledge\"\nscope = \"FTS\"\nreporter = \"Monitors\"\nunit = \"USD\"\n[read.from]\nhappened = \"d\"\nfigure = \"a\"\nactor = \"who\"\n[read.names.actor]\n\"Spain, Government of\" = \"Spain\"\n";
    let file = "d,a,who\n2026-01-01,5,\"Spain, Government of\"\n2026-01-02,6,Elsewhere\n";
    let (drafts, faults, _) = run(FileKind::Csv, file, mapping);
    assert_eq!((drafts.len(), faults.len()), (1, 1));
    assert_eq!(drafts[0].fields["actor"], Value::List(vec!["Spain".into()]));
    let mapping = mapping.replace("reporter =", "undeclared = \"leave out\"\nreporter =");
    let (drafts, faults, tally) = run(FileKind::Csv, file, &mapping);
    assert_eq!((drafts.len(), faults.len()), (1, 0));
    assert!(
        tally.left_out.keys().any(|why| why.contains("Elsewhere")),
        "{tally:?}"
    );
}

const FTS: &str = "[[read]]\nof = \"Pledge\"\nscope = \"FTS\"\nunit = \"USD\"\nreporter = \"Monitors\"\n[read.from]\nhappened = \"@decided\"\nfigure = \"amountUSD\"\n[read.where]\nstatus = [\"paid\", \"commitment\"]\n";

#[test]
fn money_is_counted_once() {
    let file = r#"{"data":{"flows":[
 {"id":"1","amountUSD":100,"status":"paid","boundary":"incoming","flowType":"Standard","decisionDate":"2026-01-01T00:00:00Z","childFlowIds":["2"],"parentFlowId":null},
 {"id":"2","amountUSD":60,"status":"paid","boundary":"incoming","flowType":"Standard","decisionDate":"2026-01-02T00:00:00Z","parentFlowId":"1","childFlowIds":null},
 {"id":"3","amountUSD":70,"status":"paid","boundary":"incoming","flowType":"Parked","decisionDate":"2026-01-02T00:00:00Z","childFlowIds":["4"]},
 {"id":"4","amountUSD":70,"status":"paid","boundary":"incoming","flowType":"Standard","decisionDate":"2026-01-02T00:00:00Z","parentFlowId":"3"},
 {"id":"5","amountUSD":9,"status":"paid","boundary":"internal","flowType":"Standard","decisionDate":"2026-01-02T00:00:00Z"},
 {"id":"6","amountUSD":8,"status":"pledge","boundary":"incoming","flowType":"Standard","decisionDate":"2026-01-02T00:00:00Z"},
 {"id":"7","amountUSD":7,"status":"paid","boundary":"incoming","flowType":"Carryover","decisionDate":"2026-01-02T00:00:00Z"}
 ]},"meta":{"nextLink":"https://next"}}"#;
    let (drafts, faults, tally) = run(FileKind::Fts, file, FTS);
    assert_eq!(faults, Vec::<String>::new());
    let taken: Vec<String> = drafts
        .iter()
        .map(|draft| Kept::read(text(draft, "body")).unwrap().key)
        .collect();
    assert_eq!(taken, ["1 | amountUSD", "4 | amountUSD"]);
    assert_eq!(tally.left_out.values().sum::<u64>(), 5);
    assert!(tally.notices[0].contains("https://next"));
    // A mapping that asks for them gets them.
    let (drafts, _, _) = run(
        FileKind::Fts,
        file,
        &format!("{FTS}flowType = [\"Parked\"]\n"),
    );
    assert_eq!(drafts.len(), 1);
}

#[test]
fn acled_rows_give_what_a_report_needs_and_no_more() {
    let mapping = "[[read]]\nof = \"Deaths\"\nscope = \"ACLED\"\nreporter = \"Monitors\"\n[read.from]\nhappened = \"event_date\"\nfigure = \"fatalities\"\n";
    let csv = "event_id_cnty,event_date,time_precision,event_type,fatalities,notes,latitude,longitude,timestamp\nPSE1,31 December 2025,1,Battles,2,a long story,31.5,34.4,1767200000\n";
    let json = r#"{"success":true,"count":1,"data":[{"event_id_cnty":"PSE1","event_date":"2025-12-31","time_precision":"1","event_type":"Battles","fatalities":"2","notes":"a long story","latitude":"31.5","longitude":"34.4","timestamp":"1767200000"}]}"#;
    let (drafts, faults, _) = run(FileKind::Acled, csv, mapping);
    assert_eq!(faults, Vec::<String>::new());
    let (same, _, _) = run(FileKind::Acled, json, mapping);
    assert_eq!(drafts[0].fields, same[0].fields);
    assert!(!format!("{:?}", drafts[0].fields).contains("story"));
    assert_eq!(text(&drafts[0], "happened_from"), "2025-12-31");
    let (_, faults, _) = run(
        FileKind::Acled,
        csv,
        &mapping.replace("[read.from]", "[read.from]\nnote = \"notes\""),
    );
    assert!(faults[0].contains("do not allow"), "{faults:?}");
}

#[test]
fn days_that_nobody_reported_are_left_out() {
    let mapping = "[[read]]\nof = \"Deaths\"\nscope = \"as agreed\"\nreporter = \"Ministry\"\n[read.from]\nhappened = \"report_date\"\nfigure = \"killed\"\n[[read]]\nof = \"Deaths\"\nscope = \"running\"\nrunning = true\nreporter = \"Ministry\"\n[read.from]\nhappened = \"report_date\"\nfigure = \"ext_killed_cum\"\n";
    let file = r#"[{"report_date":"2025-10-11","report_source":"mohtel","killed":4,"ext_killed_cum":9},
 {"report_date":"2025-10-12","report_source":"missing","ext_killed_cum":9},
 {"report_date":"2025-10-13","report_source":"mohtel","killed":null,"ext_killed_cum":8}]"#;
    let (drafts, faults, tally) = run(FileKind::T4p, file, mapping);
    assert_eq!(faults, Vec::<String>::new());
    assert_eq!(drafts.len(), 3);
    assert!(text(&drafts[1], "note").contains("extrapolated"));
    assert!(text(&drafts[2], "note").contains("8 is less than the 9"));
    assert_eq!(tally.left_out.len(), 2);
}

#[test]
fn submissions_name_nobody() {
    let mapping = TRUCKS.replace("figure", "note = \"deviceid\"\nfigure");
    let file = "day,count,deviceid,KEY\n2026-05-01,3,abc,uuid:1\n";
    let (_, faults, _) = run(FileKind::Odk, file, &mapping);
    assert!(faults[0].contains("sources are not named"), "{faults:?}");
    let (drafts, _, _) = run(FileKind::Odk, file, TRUCKS);
    assert_eq!(
        Kept::read(text(&drafts[0], "body")).unwrap().key,
        "uuid:1 | count"
    );
}

mod laws {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn no_bytes_make_a_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400), kind in 0..FileKind::ALL.len()) {
            let open = || -> std::io::Result<Box<dyn Read + '_>> { Ok(Box::new(bytes.as_slice())) };
            let input = Input { name: "f", open: &open };
            if let Ok(mut source) = super::open(FileKind::ALL[kind], &input, None) {
                let mut record = Record::default();
                for _ in 0..500 {
                    if matches!(source.next(&mut record), Step::End | Step::Broken(_)) {
                        break;
                    }
                }
            }
        }

        #[test]
        fn every_row_is_a_draft_or_a_fault_or_counted(rows in proptest::collection::vec(("[0-9]{4}-[0-9]{2}-[0-9]{2}|x|", "[0-9]{1,3}|y|"), 0..20)) {
            let mut file = String::from("day,count\n");
            for (day, count) in &rows {
                file.push_str(&format!("{day},{count}\n"));
            }
            let (drafts, faults, tally) = run(FileKind::Csv, &file, TRUCKS);
            let blank = rows.iter().filter(|(day, count)| day.is_empty() && count.is_empty()).count();
            prop_assert_eq!(usize::try_from(tally.records).unwrap() + blank, rows.len());
            let mut places: BTreeSet<String> = drafts.iter().map(|draft| draft.place.line.to_string()).collect();
            places.extend(faults.iter().map(|fault| fault.split([',', ':']).nth(1).unwrap().replace(" line ", "")));
            let left: u64 = tally.left_out.values().sum();
            prop_assert_eq!(u64::try_from(places.len()).unwrap() + left, tally.records);
        }

        #[test]
        fn the_same_rows_as_csv_and_json_give_the_same_reports(rows in proptest::collection::vec((1..29_u8, 0..1000_u32), 1..10)) {
            let mut csv = String::from("day,count\n");
            let mut json = Vec::new();
            for (number, (day, count)) in rows.iter().enumerate() {
                let day = format!("20{:02}-05-{day:02}", number + 10);
                csv.push_str(&format!("{day},{count}\n"));
                json.push(format!("{{\"day\":\"{day}\",\"count\":{count}}}"));
            }
            let (from_csv, _, _) = run(FileKind::Csv, &csv, TRUCKS);
            let (from_json, _, _) = run(FileKind::Csv, &format!("[{}]", json.join(",")), TRUCKS);
            let fields = |drafts: Vec<Draft>| drafts.into_iter().map(|draft| draft.fields).collect::<Vec<_>>();
            prop_assert_eq!(fields(from_csv), fields(from_json));
        }
    }
}
