//! What holds of every page, in every language.

use super::*;
use std::path::Path;

fn site() -> Site {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/riverside");
    Site::open(Folder::read(&path).unwrap(), "examples/riverside").unwrap()
}

fn judged(site: &Site) -> Judged {
    let asked = Asked::default();
    site.judge(site.instants(&asked, Instant::UNIX_EPOCH).unwrap())
}

fn asking<'a>(
    site: &'a Site,
    judged: &'a Judged,
    language: Language,
    choice: &'a Choice,
    item: Option<&'a str>,
) -> Asking<'a> {
    Asking {
        site,
        judged,
        language,
        choice,
        item,
        place: &Place::Served,
    }
}

#[test]
fn every_figure_is_a_table_whose_rows_fit_its_heads() {
    let site = site();
    let judged = judged(&site);
    let choice = Choice::default();
    for language in Language::ALL {
        for kind in PAGES {
            let items = if kind.item {
                site.items(kind.name, &judged)
                    .into_iter()
                    .map(Some)
                    .collect()
            } else {
                vec![None]
            };
            assert!(!items.is_empty(), "{}", kind.name);
            for item in items {
                let asking = asking(&site, &judged, language, &choice, item.as_deref());
                let made = page(kind.name, &asking).unwrap();
                let tables = made.body.tables(&made.frame);
                assert!(!tables.is_empty(), "{}", kind.name);
                for table in tables {
                    for row in &table.rows {
                        assert_eq!(row.len(), table.heads.len(), "{} {}", kind.name, table.id);
                    }
                    for cell in table.heads.iter().chain(table.rows.iter().flatten()) {
                        assert!(!cell.starts_with('['), "{cell} in {}", table.id);
                    }
                }
            }
        }
    }
}

#[test]
fn what_was_learnt_later_changes_no_course_as_known_then() {
    let site = site();
    let whole = judged(&site);
    let asked = Asked {
        at: None,
        known: Some("2026-05-20".into()),
        since: None,
    };
    let early = site.judge(site.instants(&asked, Instant::UNIX_EPOCH).unwrap());
    let (late, early) = (site.course(&whole), site.course(&early));
    assert_eq!(late.days, early.days);
    let before = late
        .days
        .iter()
        .take_while(|day| day.to_string().as_str() <= "2026-05-20")
        .count();
    assert!(before > 3);
    for clause in &site.opened.plan.clauses {
        let (late, early) = (late.then(&clause.id), early.then(&clause.id));
        assert_eq!(
            late.map(|one| &one[..before]),
            early.map(|one| &one[..before])
        );
    }
}

#[test]
fn the_end_of_the_course_is_the_status_shown() {
    let site = site();
    let judged = judged(&site);
    let course = site.course(&judged);
    for clause in &judged.now.assessment.clauses {
        let last = course.then(&clause.id).and_then(<[_]>::last);
        assert_eq!(last, Some(&clause.status), "{}", clause.id);
    }
}

#[test]
fn equal_instants_have_equal_keys_however_they_are_written() {
    let site = site();
    let key = |at: &str| {
        let asked = Asked {
            at: Some(at.into()),
            ..Asked::default()
        };
        site.key(&site.instants(&asked, Instant::UNIX_EPOCH).unwrap())
    };
    assert_eq!(key("2026-05-20"), key(" 2026-05-20 "));
    assert_ne!(key("2026-05-20"), key("2026-05-21"));
    assert_eq!(key("2026-05-20T10:00Z"), key("2026-05-20T12:00+02:00"));
}

#[test]
fn changes_are_told_from_the_day_asked_for() {
    let site = site();
    let asked = Asked {
        since: Some("2026-05-02".into()),
        ..Asked::default()
    };
    let judged = site.judge(site.instants(&asked, Instant::UNIX_EPOCH).unwrap());
    let choice = Choice {
        asked,
        ..Choice::default()
    };
    let asking = asking(&site, &judged, Language::English, &choice, None);
    let made = page("changes", &asking).unwrap();
    let Body::Changes(changes) = &made.body else {
        panic!("another page");
    };
    assert!(changes.changes.intro.plain().contains("2 May 2026"));
    assert!(!changes.changes.rows.is_empty());
    assert_eq!(
        changes.changes.rows.len(),
        changes
            .takeaway
            .plain()
            .split(' ')
            .next()
            .unwrap()
            .parse::<usize>()
            .unwrap()
    );
}
