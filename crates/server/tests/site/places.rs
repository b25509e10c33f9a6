//! The map: what it shows of positions, and what it never shows.

use jiff::{Timestamp, ToSpan as _};
use servanda_app::submit;

use super::desk::{key, opened};
use super::*;

const TEXT: &str = "# Ridge Accord

```accord
agreement  Ridge Accord
  time        Accord Time is UTC+00:00
  in force    2026-01-01
party      North; South
body       Monitors, neutral
place      Ways from annex W map
place      Mill
state      Ridge Gate is open, closed
  reported  Monitors, North
event      Attack by party, latitude number, longitude number, geo-precision number
  reported  Monitors, North, South
```

## Article 1
Nobody shall attack.

```accord
1.1  each party must not commit Attack
  from      Entry into Force
  evidence  1 report by Monitors
  response  none, published only
```
";

const WAYS: &str = r#"{ "type": "FeatureCollection", "features": [
  { "type": "Feature", "properties": { "place": "Ridge Gate" },
    "geometry": { "type": "Point", "coordinates": [10.1234, 50.1234] } },
  { "type": "Feature", "properties": { "place": "<b>Ridge Road</b>" },
    "geometry": { "type": "LineString", "coordinates": [[10.1, 50.1], [10.5, 50.3]] } }
] }"#;

/// The minutes and seconds of a position, which no page may show.
const EXACT: [&str; 3] = ["50.2345", "10.3456", "50.7891"];

fn attack(days_ago: i64, (latitude, longitude): (&str, &str), precision: &str) -> Row {
    let day = Timestamp::now() - (days_ago * 24).hours();
    let pairs = [
        ("of", "Attack"),
        ("actor", "South"),
        ("latitude", latitude),
        ("longitude", longitude),
        ("geo-precision", precision),
        ("happened", &day.strftime("%Y-%m-%d").to_string()),
    ];
    let kept = pairs.iter().filter(|(_, value)| !value.is_empty());
    kept.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

type Row = Vec<(String, String)>;

/// Makes a folder whose record tells of attacks in one cell, in a wider one, and
/// of a young one.
fn ridge(folder: &Path) {
    std::fs::create_dir_all(folder.join("annexes")).unwrap();
    std::fs::write(folder.join("agreement.md"), TEXT).unwrap();
    std::fs::write(folder.join("servanda.toml"), "id = \"ridge\"\n").unwrap();
    let digest = servanda_app::opened::digest(WAYS.as_bytes());
    std::fs::write(folder.join("annexes/ways.geojson"), WAYS).unwrap();
    let keys: String = ["Monitors", "North"]
        .map(|name| format!("{name},{}\n", key(name).public()))
        .concat();
    let keys = format!("actor,key\n{keys}");
    let pinned = servanda_app::opened::digest(keys.as_bytes());
    std::fs::write(folder.join("annexes/keys.csv"), keys).unwrap();
    let manifest = format!("W 1 ways.geojson {digest}\nkeys 1 keys.csv {pinned}\n");
    std::fs::write(folder.join("annexes/manifest"), manifest).unwrap();
    let exact = (EXACT[0], EXACT[1]);
    let mut rows: Vec<Row> = (10..14).map(|day| attack(day, exact, "1")).collect();
    // Three that share only the coarser cell, one too vague for any cell.
    rows.push(attack(20, (EXACT[2], "10.1"), "1"));
    rows.push(attack(21, ("50.6", "10.3"), "1"));
    rows.push(attack(22, ("50.9", "10.4"), "2"));
    rows.push(attack(23, ("50.2", "10.3"), "3"));
    // Yesterday, and one of which nobody says where.
    rows.push(attack(1, exact, "1"));
    rows.push(attack(30, ("", ""), ""));
    let day = (Timestamp::now() - 48.hours())
        .strftime("%Y-%m-%d")
        .to_string();
    for (reporter, value) in [("Monitors", "open"), ("North", "closed")] {
        let pairs = [("of", "Ridge Gate"), ("value", value), ("happened", &*day)];
        let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
        told(folder, reporter, &pairs, 5 * 24 * 60);
    }
    for row in &rows {
        told(folder, "Monitors", row, 5 * 24 * 60);
    }
    // The record itself is now, so that only what is young is held back.
    let now = [("note".to_owned(), "we are here".to_owned())];
    submit::submit(
        &opened(folder),
        "claim",
        &now,
        &key("North"),
        Timestamp::now(),
    )
    .unwrap();
}

fn told(folder: &Path, by: &str, pairs: &[(String, String)], minutes_ago: i64) {
    let then = Timestamp::now() - minutes_ago.minutes();
    submit::submit(&opened(folder), "report", pairs, &key(by), then).unwrap();
}

#[test]
fn a_map_shows_cells_and_no_position_of_a_report() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        ridge(folder.path());
        let site = site(folder.path());
        let page = get(&site, "/en/map").await.text;
        well_formed(&page, "/en/map");
        let csv = get(&site, "/en/map.cells.csv").await.text;
        let rows: Vec<&str> = csv.lines().skip(1).collect();
        assert_eq!(rows.len(), 4, "{csv}");
        for (row, said) in rows.iter().zip([
            "\"50.2° N, 10.3° E to 50.3° N, 10.4° E\",4,4",
            "\"50.5° N, 10° E to 51° N, 10.5° E\",3,3",
            "elsewhere,1,1",
            "no position on record,1,1",
        ]) {
            assert!(row.starts_with("Attack,") && row.contains(said), "{row}");
        }
        for said in [
            "cells of 0.1 degree",
            "fewer than 3 happenings",
            "3 days after",
            "One report is younger",
            "Attack: happenings in each cell",
            "<desc>",
            "50.12° N, 10.12° E",
        ] {
            assert!(plain(&page).contains(said), "{said}");
        }
        // Nor does any other page, form or instant tell a position, or a young one.
        let mut addresses = vec!["/en/map".to_owned(), "/ar/map".into(), "/he/map".into()];
        for form in ["json", "geojson", "places.csv", "cells.csv", "xlsx"] {
            addresses.push(format!("/en/map.{form}"));
        }
        addresses.push("/en/map.cells.csv?at=2099-01-01".into());
        addresses.push("/en/evidence".into());
        addresses.push("/en/evidence.csv".into());
        addresses.extend((0..14).map(|entry| format!("/en/evidence/{entry}")));
        addresses.extend((0..14).map(|entry| format!("/en/evidence/{entry}.json")));
        for address in addresses {
            let got = get(&site, &address).await;
            for exact in EXACT {
                assert!(!got.text.contains(exact), "{address}: {exact}");
            }
            let markup = got.headers[header::CONTENT_TYPE].to_str().unwrap();
            let markup = markup.starts_with("text/html");
            assert!(!(markup && got.text.contains("<b>Ridge")), "{address}");
        }
        let later = get(&site, "/en/map.cells.csv?at=2099-01-01").await.text;
        assert_eq!(later, csv);
        let entry = get(&site, "/en/evidence/7").await.text;
        assert!(plain(&entry).contains("shown on the map alone"), "{entry}");
    });
}

#[test]
fn what_has_a_position_is_geojson_and_tables_are_a_workbook() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        ridge(folder.path());
        let site = site(folder.path());
        let got = get(&site, "/en/map.geojson").await;
        assert_eq!(got.headers[header::CONTENT_TYPE], "application/geo+json");
        let map: serde_json::Value = serde_json::from_str(&got.text).unwrap();
        let features = map["features"].as_array().unwrap();
        let kinds: Vec<&str> = features
            .iter()
            .map(|one| one["geometry"]["type"].as_str().unwrap())
            .collect();
        assert_eq!(
            kinds,
            [
                "GeometryCollection",
                "GeometryCollection",
                "Polygon",
                "Polygon"
            ]
        );
        // Both say how the gate stands, so that neither is shown alone.
        let now = features[0]["properties"]["now"].as_array().unwrap();
        assert_eq!(now.len(), 2, "{now:?}");
        let ring = &features[2]["geometry"]["coordinates"][0];
        assert_eq!(ring[0], serde_json::json!([10.3, 50.2]));
        assert_eq!(
            get(&site, "/en/funds.geojson").await.status,
            StatusCode::NOT_FOUND
        );
        for page in PAGES {
            let got = get(&site, &format!("/ar/{page}.xlsx")).await;
            assert_eq!(got.status, StatusCode::OK, "{page}");
            assert!(got.text.starts_with("PK"), "{page}");
        }
    });
}

#[test]
fn gaza_shows_its_crossings_with_who_says_what_of_them() {
    run(async {
        let site = site(&example("gaza"));
        let page = plain(&get(&site, "/en/map").await.text);
        for said in [
            "1 · Rafah Crossing",
            "31.25° N, 34.26° E",
            "2 · Kerem Shalom Crossing",
            "told differently",
            " km\u{2069}</text>",
        ] {
            assert!(page.contains(said), "{said}");
        }
        let river = self::site(&example("riverside"));
        let cells = get(&river, "/en/map.cells.csv").await.text;
        assert!(cells.contains("Attack,Line,2,2"), "{cells}");
        let rows = get(&river, "/en/map.csv").await.text;
        assert!(
            rows.contains("West Gate; place,no position on record"),
            "{rows}"
        );
        assert!(rows.contains("1 · Line; place,\"0° N, 0° E to"), "{rows}");
    });
}
