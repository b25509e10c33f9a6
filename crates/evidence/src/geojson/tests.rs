//! Features, their places, and places that are none.

use super::*;

fn all(text: &str) -> (Vec<BTreeMap<String, String>>, Vec<RowFault>) {
    let mut source = Features::open("f.geojson", text.as_bytes()).unwrap();
    let (mut rows, mut faults) = (Vec::new(), Vec::new());
    let mut record = Record::default();
    loop {
        match source.next(&mut record) {
            Step::Record => {
                let names = source.columns().names().iter().enumerate();
                let row = names
                    .filter_map(|(place, name)| Some((name.clone(), record.at(place)?.to_owned())));
                rows.push(row.collect());
            }
            Step::Bad(fault) => faults.push(fault),
            Step::Broken(fault) => {
                faults.push(fault);
                return (rows, faults);
            }
            Step::End => return (rows, faults),
        }
    }
}

#[test]
fn points_have_a_place_and_areas_a_box() {
    let text = r#"{"type":"FeatureCollection","features":[
 {"type":"Feature","id":7,"properties":{"day":"2026-05-01","harm":{"killed":2}},"geometry":{"type":"Point","coordinates":[34.45,31.5,12]}},
 {"type":"Feature","properties":null,"geometry":{"type":"Polygon","coordinates":[[[34.2,31.2],[34.5,31.2],[34.5,31.6],[34.2,31.2]]]}},
 {"type":"Feature","properties":{"day":"x"},"geometry":null}]}"#;
    let (rows, faults) = all(text);
    assert_eq!(faults, []);
    assert_eq!(rows[0]["harm.killed"], "2");
    assert_eq!(
        (
            rows[0]["longitude"].as_str(),
            rows[0]["latitude"].as_str(),
            rows[0]["id"].as_str()
        ),
        ("34.45", "31.5", "7")
    );
    assert_eq!(
        (
            rows[1]["south"].as_str(),
            rows[1]["east"].as_str(),
            rows[1]["geometry"].as_str()
        ),
        ("31.2", "34.5", "Polygon")
    );
    assert_eq!(rows[2].len(), 1);
}

#[test]
fn places_off_the_earth_are_refused_one_by_one() {
    let text = r#"{"type":"FeatureCollection","features":[
 {"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[31.5,134.4]}},
 {"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":["a","b"]}},
 {"type":"Other"},
 {"type":"Feature","properties":{"ok":true},"geometry":{"type":"Point","coordinates":[1e1,2]}}]}"#;
    let (rows, faults) = all(text);
    assert_eq!(rows.len(), 1);
    assert!(faults[0].reason.contains("are swapped"), "{}", faults[0]);
    assert_eq!(faults[0].place.line, 1);
    assert_eq!(faults.len(), 3);
}

#[test]
fn another_system_of_coordinates_is_refused() {
    let text = r#"{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::3857"}},"features":[]}"#;
    let fault = Features::open("f.geojson", text.as_bytes()).err().unwrap();
    assert!(fault.reason.contains("WGS 84"), "{fault}");
}
