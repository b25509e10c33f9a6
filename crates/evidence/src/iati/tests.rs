//! Activity files of both versions, and hostile ones.

use super::*;

fn all(text: &str) -> (Vec<BTreeMap<String, String>>, Option<RowFault>) {
    let mut source = Activities::open("a.xml", text.as_bytes()).unwrap();
    let mut rows = Vec::new();
    let mut record = Record::default();
    loop {
        match source.next(&mut record) {
            Step::Record => {
                let names = source.columns().names();
                let row = names
                    .iter()
                    .enumerate()
                    .filter_map(|(place, name)| Some((name.clone(), record.at(place)?.to_owned())));
                rows.push(row.collect());
            }
            Step::End => return (rows, None),
            Step::Bad(fault) | Step::Broken(fault) => return (rows, Some(fault)),
        }
    }
}

const ACTIVITY: &str = r#"<iati-activities version="2.03">
<iati-activity default-currency="USD">
 <iati-identifier>XX-1</iati-identifier>
 <reporting-org ref="XX"><narrative>Fund &amp; Co</narrative><narrative xml:lang="fr">Fonds</narrative></reporting-org>
 <title><narrative>Roads</narrative></title>
 <transaction ref="t1">
  <transaction-type code="1"/>
  <transaction-date iso-date="2026-03-01"/>
  <value value-date="2026-03-02">1000</value>
  <provider-org ref="YY" provider-activity-id="YY-9"><narrative>Giver</narrative></provider-org>
 </transaction>
 <transaction>
  <transaction-type code="3"/><transaction-date iso-date="2026-04-01"/>
  <value currency="EUR" value-date="2026-04-01">7.50</value>
  <receiver-org receiver-activity-id="ZZ-3"><narrative>Taker</narrative></receiver-org>
 </transaction>
 <result type="2"><title><narrative>Roads open</narrative></title>
  <indicator measure="1"><title><narrative>km</narrative></title>
   <baseline year="2025" value="10"/>
   <period><period-start iso-date="2026-01-01"/><period-end iso-date="2026-06-30"/>
    <target value="40"/>
    <actual value="20"/>
    <actual value="12"><dimension name="area" value="north"/></actual></period>
   <period><period-start iso-date="2026-07-01"/><period-end iso-date="2026-12-31"/><target value="80"/></period>
  </indicator></result>
</iati-activity></iati-activities>"#;

#[test]
fn transactions_and_results_keep_what_is_said_above_them() {
    let (rows, fault) = all(ACTIVITY);
    assert_eq!(fault, None);
    assert_eq!(rows.len(), 5);
    let first = &rows[0];
    for (column, value) in [
        ("@key", "XX-1 transaction t1"),
        ("element", "transaction"),
        ("activity", "XX-1"),
        ("activity-title", "Roads"),
        ("reporting-org", "Fund & Co"),
        ("type", "1"),
        ("date", "2026-03-01"),
        ("value", "1000"),
        ("currency", "USD"),
        ("value-date", "2026-03-02"),
        ("provider-org", "Giver"),
        ("provider-activity-id", "YY-9"),
        ("version", "2.03"),
    ] {
        assert_eq!(
            first.get(column).map(String::as_str),
            Some(value),
            "{column}"
        );
    }
    assert_eq!(
        (
            rows[1]["currency"].as_str(),
            rows[1]["receiver-activity-id"].as_str()
        ),
        ("EUR", "ZZ-3")
    );
    assert!(!rows[1].contains_key("provider-org"));
    assert_eq!(
        (
            rows[2]["actual"].as_str(),
            rows[2]["baseline"].as_str(),
            rows[2]["target"].as_str()
        ),
        ("20", "10", "40")
    );
    assert!(!rows[2].contains_key("dimensions"));
    assert_eq!(rows[3]["dimensions"], "area north");
    assert_eq!(rows[4]["period-end"], "2026-12-31");
    assert!(!rows[4].contains_key("actual"));
}

#[test]
fn words_of_the_first_version_become_codes() {
    let text = r#"<iati-activity default-currency="GBP"><iati-identifier>a</iati-identifier>
<transaction flow="incoming" type="contribution"><value value-date="2010-07-07">1000000</value>
<provider-org ref="d">DFID</provider-org><provider-activity ref="p">Source</provider-activity></transaction>
<transaction flow="outgoing" type="disbursement"><value value-date="2010-01-01">5</value></transaction></iati-activity>"#;
    let (rows, fault) = all(text);
    assert_eq!(fault, None);
    assert_eq!(
        (rows[0]["type"].as_str(), rows[0]["provider-org"].as_str()),
        ("1", "DFID")
    );
    assert_eq!(
        (
            rows[0]["provider-activity-id"].as_str(),
            rows[0]["date"].as_str()
        ),
        ("p", "2010-07-07")
    );
    assert_eq!(
        (rows[1]["type"].as_str(), rows[1]["currency"].as_str()),
        ("3", "GBP")
    );
}

#[test]
fn declarations_and_entities_are_refused_at_once() {
    let mut laughs =
        String::from("<?xml version=\"1.0\"?>\n<!DOCTYPE lolz [\n<!ENTITY a \"lol\">\n");
    for (one, ten) in ["a", "b", "c", "d", "e", "f", "g", "h"]
        .iter()
        .zip(["b", "c", "d", "e", "f", "g", "h", "i"])
    {
        laughs.push_str(&format!(
            "<!ENTITY {ten} \"{}\">\n",
            format!("&{one};").repeat(10)
        ));
    }
    laughs.push_str("]>\n<iati-activities>&i;</iati-activities>");
    let (rows, fault) = all(&laughs);
    assert!(rows.is_empty());
    assert!(fault.unwrap().reason.contains("document type declaration"));
    let (_, fault) = all(
        "<iati-activities><iati-activity><title>&lol;</title></iati-activity></iati-activities>",
    );
    assert!(fault.unwrap().reason.contains("`&lol;`"));
    let (_, fault) = all("<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><x/>");
    assert!(fault.unwrap().reason.contains("document type declaration"));
}

#[test]
fn what_breaks_is_told_with_its_line() {
    for (text, line, says) in [
        (
            "<iati-activities>\n<iati-activity>\n</iati-activities>",
            3,
            "not XML",
        ),
        ("<iati-activities>\n<iati-activity>\n", 3, "ends inside"),
        ("<other/>", 1, "no `iati-activity`"),
        ("day,trucks\n", 2, "no `iati-activity`"),
    ] {
        let fault = all(text).1.unwrap();
        assert_eq!(fault.place.line, line, "{fault}");
        assert!(fault.reason.contains(says), "{fault}");
    }
    let deep = format!("<iati-activities>{}", "<a>".repeat(100_000));
    assert!(all(&deep).1.unwrap().reason.contains("nested deeper"));
    let long = format!(
        "<iati-activities><a>{}</a></iati-activities>",
        "x".repeat(2 * RECORD_BYTES_MAX)
    );
    assert!(all(&long).1.unwrap().reason.contains("longer than"));
}
