//! What is made of records of UCDP and FTS, and places checked.

use super::*;

fn make_of(
    kind: FileKind,
    cells: &[(&str, &str)],
    area: Option<[&str; 4]>,
) -> Result<(BTreeMap<String, String>, Vec<String>), Fault> {
    let columns = Columns::new(cells.iter().map(|(name, _)| *name));
    let record = Record {
        line: 2,
        values: cells.iter().map(|(_, value)| (*value).to_owned()).collect(),
        formulas: Vec::new(),
    };
    let mut view = View {
        columns: &columns,
        record: &record,
        made: BTreeMap::new(),
        remarks: Vec::new(),
    };
    let area = area.map(|sides| sides.map(|side| side.parse().unwrap()));
    let parents = BTreeSet::from(["9".to_owned()]);
    make(kind, &mut view, &parents, area)?;
    Ok((view.made, view.remarks))
}

#[test]
fn an_estimate_keeps_its_range() {
    let ged = |low, best, high| {
        make_of(
            FileKind::Ucdp,
            &[
                ("low", low),
                ("best", best),
                ("high", high),
                ("date_start", "2013-12-13 00:00:00.000"),
                ("date_end", "2013-12-14"),
            ],
            None,
        )
        .unwrap()
    };
    let (made, remarks) = ged("1", "3", "8");
    assert_eq!(
        (made["@deaths"].as_str(), made["@happened"].as_str()),
        ("1..8", "2013-12-13..2013-12-14")
    );
    assert_eq!(remarks, ["best estimate 3, range 1 to 8"]);
    assert_eq!(ged("2", "2", "2").0["@deaths"], "2");
    // A row of the published file has its best estimate above both ends.
    let (made, remarks) = ged("0", "3", "0");
    assert_eq!(made["@deaths"], "0..3");
    assert!(remarks[0].contains("outside its range"));
}

#[test]
fn swapped_coordinates_are_found_by_the_rows_own_cell() {
    let at = |latitude, longitude| {
        make_of(
            FileKind::Ucdp,
            &[
                ("latitude", latitude),
                ("longitude", longitude),
                ("priogrid_gid", "161821"),
            ],
            None,
        )
    };
    assert!(at("22.488976", "90.062732").is_ok());
    let (column, reason) = at("90.0", "22.488976").unwrap_err();
    assert_eq!(column, "latitude");
    assert!(reason.contains("outside"), "{reason}");
    let swapped = make_of(
        FileKind::Ucdp,
        &[
            ("latitude", "34.45"),
            ("longitude", "31.5"),
            ("priogrid_gid", "175389"),
        ],
        None,
    );
    assert!(swapped.unwrap_err().1.contains("are swapped"));
}

#[test]
fn places_outside_the_earth_or_the_area_are_refused() {
    let gaza = Some(["31.2", "34.2", "31.7", "34.6"]);
    let at = |latitude, longitude, area| {
        make_of(
            FileKind::Csv,
            &[("lat", latitude), ("lon", longitude)],
            area,
        )
        .map_err(|(_, reason)| reason)
    };
    assert!(at("31.5", "34.45", gaza).is_ok());
    assert!(at("٣١٫٥", "34.45", gaza).is_ok());
    assert!(
        at("34.45", "31.5", gaza)
            .unwrap_err()
            .contains("are swapped")
    );
    assert!(
        at("48", "2", gaza)
            .unwrap_err()
            .contains("outside the mapping's `area`")
    );
    assert!(
        at("134.45", "31.5", None)
            .unwrap_err()
            .contains("are swapped")
    );
    assert!(
        at("31.5", "200", None)
            .unwrap_err()
            .contains("no place on earth")
    );
    assert!(at("north", "2", None).unwrap_err().contains("degrees"));
    assert!(at("", "2", None).is_ok());
}

#[test]
fn flows_of_the_interface_have_the_names_of_the_csv() {
    let (made, remarks) = make_of(
        FileKind::Fts,
        &[
            ("sourceObjects.0.type", "Organization"),
            ("sourceObjects.0.name", "Spain, Government of"),
            ("sourceObjects.1.type", "UsageYear"),
            ("sourceObjects.1.name", "2020"),
            ("destinationObjects.0.type", "Location"),
            (
                "destinationObjects.0.name",
                "occupied Palestinian territory",
            ),
            ("decisionDate", "2021-02-01T00:00:00Z"),
            ("parentFlowId", "9"),
            ("amountUSD", "1694015"),
            ("originalAmount", "1395868"),
            ("exchangeRate", "0.824"),
        ],
        None,
    )
    .unwrap();
    assert_eq!(made["srcOrganization"], "Spain, Government of");
    assert_eq!(made["destLocations"], "occupied Palestinian territory");
    assert_eq!(
        (made["@decided"].as_str(), made["@part"].as_str()),
        ("2021-02-01", "of a parent in this file")
    );
    assert!(remarks.is_empty(), "{remarks:?}");
    let (_, remarks) = make_of(
        FileKind::Fts,
        &[
            ("amountUSD", "1112842"),
            ("originalAmount", "10000000"),
            ("exchangeRate", "1"),
        ],
        None,
    )
    .unwrap();
    assert!(
        remarks[0].contains("10000000 USD, where the source has 1112842"),
        "{remarks:?}"
    );
}
