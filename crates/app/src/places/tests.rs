use servanda_model::record::LeafIndex;

use super::*;

/// Makes a report of a day of May at a place, in hundredths of a degree.
fn point(entry: u64, day: i8, latitude: i64, longitude: i64) -> Point {
    let on = Date::new(2026, 5, day).unwrap();
    let degrees = |hundredths: i64| Decimal::new(hundredths, 2);
    let cell = |size: i64| {
        let south = cut(degrees(latitude), size)?;
        Some((south, cut(degrees(longitude), size)?))
    };
    Point {
        fine: cell(CELL),
        coarse: cell(COARSE),
        days: (on, on),
        citation: Citation {
            entry: LeafIndex(entry),
            row: None,
        },
    }
}

fn merged(points: Vec<Point>) -> Vec<(Area, usize, usize)> {
    let mut squares = Vec::new();
    merge("Attack", points, &mut squares);
    let told = squares.iter();
    told.map(|one| (one.area.clone(), one.happenings, one.reports))
        .collect()
}

#[test]
fn a_cell_with_too_few_goes_to_the_coarser_one_and_then_nowhere() {
    let cell = |size, south, west| Area::Cell { size, south, west };
    // Three in one cell, two beside it, one far away.
    let points = vec![
        point(1, 1, 3121, 3425),
        point(2, 2, 3122, 3426),
        point(3, 3, 3129, 3429),
        point(4, 4, 3131, 3425),
        point(5, 5, 3141, 3425),
        point(6, 6, 3000, 3000),
    ];
    assert_eq!(
        merged(points),
        [(cell(1, 312, 342), 3, 3), (Area::Elsewhere, 3, 3)]
    );
    let points = vec![
        point(1, 1, 3121, 3425),
        point(2, 2, 3131, 3425),
        point(3, 3, 3141, 3425),
    ];
    assert_eq!(merged(points), [(cell(5, 310, 340), 3, 3)]);
}

#[test]
fn reports_of_one_day_and_cell_are_one_happening() {
    let points = vec![
        point(1, 1, 3121, 3425),
        point(2, 1, 3122, 3426),
        point(3, 1, 3123, 3427),
    ];
    assert_eq!(merged(points), [(Area::Elsewhere, 1, 3)]);
}

#[test]
fn cells_are_cut_downwards_south_and_west_of_zero_too() {
    let cut = |text: &str, size| cut(text.parse().unwrap(), size);
    assert_eq!(cut("31.29", CELL), Some(312));
    assert_eq!(cut("31.29", COARSE), Some(310));
    assert_eq!(cut("-0.01", CELL), Some(-1));
    assert_eq!(cut("-0.01", COARSE), Some(-5));
    assert_eq!(cut("0", CELL), Some(0));
}
