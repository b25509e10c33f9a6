//! Tables of text as they come: tags, marks, line ends, and what is refused.

use super::*;

type Rows = Vec<(u64, Vec<String>)>;

fn read(bytes: &[u8], header: Header) -> Result<(Vec<String>, Rows, Vec<RowFault>), RowFault> {
    let mut table = Delimited::open("t.csv", bytes, header)?;
    let (mut rows, mut faults) = (Vec::new(), Vec::new());
    let mut record = Record::default();
    loop {
        match table.next(&mut record) {
            Step::Record => rows.push((record.line, record.values.clone())),
            Step::Bad(fault) => faults.push(fault),
            Step::Broken(fault) => {
                faults.push(fault);
                break;
            }
            Step::End => break,
        }
    }
    Ok((table.columns().names().to_vec(), rows, faults))
}

fn refused(bytes: &[u8]) -> String {
    match read(bytes, Header::First) {
        Err(fault) => fault.to_string(),
        Ok((_, _, faults)) => faults.first().expect("a fault").to_string(),
    }
}

#[test]
fn mixed_line_ends_and_the_mark_of_utf8_are_read() {
    let bytes = b"\xEF\xBB\xBFa,b\r\n1,2\n3,\"4\r\n5\"\r6,7\n";
    let (names, rows, faults) = read(bytes, Header::First).unwrap();
    assert_eq!((names, faults), (vec!["a".into(), "b".into()], vec![]));
    let values: Vec<Vec<String>> = rows.into_iter().map(|(_, values)| values).collect();
    assert_eq!(values, [["1", "2"], ["3", "4\r\n5"], ["6", "7"]]);
}

#[test]
fn a_row_of_tags_below_the_header_is_no_data() {
    let text = b"date,killed\n#date+start,#affected+killed\n2024-01-01,3\n";
    let (names, rows, _) = read(text, Header::First).unwrap();
    assert_eq!(names, ["date", "killed"]);
    assert_eq!(rows.len(), 1);
    let (names, rows, _) = read(text, Header::Tags).unwrap();
    assert_eq!(names, ["#date+start", "#affected+killed"]);
    assert_eq!(rows, [(3, vec!["2024-01-01".into(), "3".into()])]);
}

#[test]
fn tags_stand_below_several_rows_and_compare_without_order() {
    let text = ",Who?,\nNo,Org,Org\n,#org +Es+name,\n1,a,b\n".as_bytes();
    let (names, rows, _) = read(text, Header::Tags).unwrap();
    assert_eq!(names, ["No", "#org+es+name", "Org"]);
    assert_eq!(rows.len(), 1);
    let none = read(b"a,b\n1,2\n", Header::Tags).unwrap_err();
    assert!(none.reason.contains("HXL tags"), "{none}");
    // A value that begins with the sign of a number is no tag.
    let (_, rows, _) = read(b"a,b\n#1,#2\n", Header::First).unwrap();
    assert_eq!(rows.len(), 1);
}

#[test]
fn another_encoding_is_refused_with_its_place() {
    let fault = refused(b"name,figure\nQud\xE9,3\nok,4\n");
    assert_eq!(
        fault,
        "t.csv, line 2, column `name`: byte 4 of the value (0xE9) is not UTF-8, perhaps Latin-1 or a Windows code page: save the file as UTF-8"
    );
    assert!(refused(b"\xFF\xFEa\0,\0").contains("UTF-16"));
    assert!(refused(b"a,b\n1,\0\n").contains("zero byte"));
    assert!(refused(b"PK\x03\x04xx").contains("workbook"));
}

#[test]
fn what_is_no_table_is_refused() {
    assert!(refused(b"").contains("empty"));
    assert!(refused(b"\xEF\xBB\xBF").contains("empty"));
    assert!(refused(b"a;b;c\n1;2;3\n").contains("semicolons"));
    assert!(refused(b"a\tb\n1\t2\n").contains("tabs"));
    assert!(refused(b"a,b\n1,2,3\n").contains("3 values where the header has 2"));
    // Empty cells past the header are what spreadsheets leave behind.
    let (_, rows, faults) = read(b"a,b\n1,2,,\n", Header::First).unwrap();
    assert_eq!((rows.len(), faults.len()), (1, 0));
}

#[test]
fn ten_million_columns_are_refused_before_they_are_kept() {
    struct Commas(usize);
    impl Read for Commas {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let many = buffer.len().min(self.0);
            buffer[..many].fill(b',');
            self.0 -= many;
            Ok(many)
        }
    }
    let fault = Delimited::open("t.csv", Commas(10_000_000), Header::First)
        .err()
        .expect("a fault");
    assert!(fault.reason.contains("longer than the limit"), "{fault}");
    let header = vec!["c"; COLUMNS_MAX + 1].join(",");
    assert!(refused(header.as_bytes()).contains("past the limit of 4096"));
}

#[test]
fn a_quotation_mark_that_is_not_closed_is_found() {
    let mut text = b"a,b\n1,\"never closed\n".to_vec();
    for _ in 0..200_000 {
        text.extend(b"2,3,4,5,6\n");
    }
    assert!(refused(&text).starts_with("t.csv, line 2: a quotation mark"));
}
