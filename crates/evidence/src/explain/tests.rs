//! Proposals: they parse, they are refused until finished, and then read.

use super::*;
use crate::Mapping;
use crate::reader::tests::schema;
use std::io::Read;

fn proposed(kind: FileKind, file: &str) -> String {
    let open = || -> std::io::Result<Box<dyn Read + '_>> { Ok(Box::new(file.as_bytes())) };
    let input = Input {
        name: "f",
        open: &open,
    };
    propose(kind, &input, &schema()).unwrap().mapping
}

#[test]
fn a_proposal_parses_and_is_refused_until_it_is_finished() {
    let file = "id,site,report date,trucks\n1,North,2026-05-01,600\n2,South,2026-05-02,500\n";
    let text = proposed(FileKind::Csv, file);
    assert!(text.contains("#   trucks: 600"), "{text}");
    assert!(
        text.contains("happened = \"report date\"\nfigure = \"trucks\""),
        "{text}"
    );
    let mapping = Mapping::parse("m", &text).unwrap();
    assert!(mapping.check("m", FileKind::Csv, &schema()).len() > 3);
    let done = text
        .replace("of = \"?\"", "of = \"Trucks\"\nunit = \"trucks\"")
        .replace("scope = \"?\"", "scope = \"as agreed\"")
        .replace("reporter = \"?\"", "reporter = \"Monitors\"")
        .replace("\"?\"", "\"Somebody\"");
    let mapping = Mapping::parse("m", &done).unwrap();
    assert_eq!(mapping.check("m", FileKind::Csv, &schema()), []);
}

#[test]
fn what_a_known_source_counts_is_said() {
    let text = proposed(
        FileKind::Fts,
        r#"{"data":{"flows":[{"id":"1","amountUSD":5}]}}"#,
    );
    assert_eq!(text.matches("[[read]]").count(), 3);
    assert!(text.contains("of = \"Pledge\""), "{text}");
    assert!(text.contains("scope = \"flows reported to FTS"), "{text}");
    assert!(text.contains("licence = \"CC BY-IGO 3.0\""), "{text}");
}

#[test]
fn headers_cannot_write_into_the_mapping() {
    let text = proposed(
        FileKind::Csv,
        "\"a\nkind = \"\"x\"\"\",b\n1,\"2\n[[read]]\"\n",
    );
    assert!(Mapping::parse("m", &text).is_ok(), "{text}");
}
