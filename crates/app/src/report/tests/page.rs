//! What holds of the page whatever the agreement.

use super::*;

const CSS: &str = include_str!("../../../templates/report.css");

fn page(language: Language) -> String {
    html(&made().report(language)).unwrap()
}

/// Returns every value of an attribute.
fn values<'p>(page: &'p str, attribute: &str) -> Vec<&'p str> {
    let start = format!(" {attribute}=\"");
    page.split(&start)
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect()
}

#[test]
fn nobody_has_signed_it_and_the_page_says_so() {
    let english = page(Language::English);
    assert!(english.contains("No party and no body has signed, approved or seen it."));
    assert!(page(Language::Arabic).contains("لم يوقّعه"));
    let mut made = made();
    made.settings.unofficial = false;
    assert!(
        !html(&made.report(Language::English))
            .unwrap()
            .contains("class=\"banner\"")
    );
}

#[test]
fn it_asks_nothing_of_any_host_and_runs_nothing() {
    for language in Language::ALL {
        let page = page(language);
        for forbidden in [
            "<script",
            " src=",
            "@import",
            "url(",
            "<link",
            "<iframe",
            "<img",
            "<object",
            " onclick",
            " onload",
            "javascript:",
        ] {
            assert!(!page.contains(forbidden), "{forbidden}");
        }
        let outside: BTreeSet<&str> = page
            .match_indices("http")
            .map(|(at, _)| {
                page.get(at..)
                    .and_then(|rest| rest.split(['"', '<', ' ', '\'']).next())
                    .unwrap()
            })
            .filter(|text| text.contains("//"))
            .collect();
        assert_eq!(
            outside,
            BTreeSet::from(["https://ford.example/a?b=1&#38;c=&#34;2&#34;"])
        );
    }
}

#[test]
fn every_link_within_the_page_leads_somewhere_and_no_name_is_used_twice() {
    for language in Language::ALL {
        let page = page(language);
        let ids = values(&page, "id");
        let unique: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len());
        let links: Vec<&str> = values(&page, "href")
            .into_iter()
            .filter_map(|href| href.strip_prefix('#'))
            .collect();
        assert!(links.contains(&"e0") && links.contains(&"c-1.1"));
        for link in links {
            assert!(unique.contains(link), "#{link}");
        }
    }
}

#[test]
fn it_has_the_language_and_direction_of_its_words() {
    assert!(page(Language::English).contains("<html lang=\"en\" dir=\"ltr\">"));
    let arabic = page(Language::Arabic);
    assert!(arabic.contains("<html lang=\"ar\" dir=\"rtl\">"));
    assert!(arabic.contains("class=\"draft\""));
    assert!(arabic.contains("<bdi dir=\"ltr\">1.1</bdi>"));
    assert!(
        arabic.contains("dir=\"auto\" lang=\"en\""),
        "reasons keep their own language"
    );
    assert!(arabic.contains("<svg direction=\"ltr\""));
}

#[test]
fn every_value_of_every_message_is_given() {
    for language in Language::ALL {
        let page = page(language);
        assert!(
            !page.contains("{$"),
            "{:?}",
            page.split("{$").nth(1).map(|rest| rest.get(..30))
        );
        assert!(!page.contains("{{"));
    }
}

#[test]
fn hostile_text_stays_text() {
    let mut made = made();
    made.plan.title = HOSTILE.into();
    made.settings.title = Some(HOSTILE.into());
    for clause in &mut made.plan.clauses {
        clause.title = HOSTILE.into();
        clause.sentence = HOSTILE.into();
        clause.notes.push(HOSTILE.into());
        clause.pillar = Some(HOSTILE.into());
    }
    for article in &mut made.plan.articles {
        article.heading = HOSTILE.into();
    }
    for clause in &mut made.assessment.clauses {
        clause
            .reasons
            .push(reason(ReasonKind::Dispute, HOSTILE, &[]));
    }
    for series in &mut made.assessment.indicators {
        series.name = HOSTILE.into();
    }
    made.head.origin = HOSTILE.into();
    for language in Language::ALL {
        let page = html(&made.report(language)).unwrap();
        assert!(!page.contains("<script"));
        assert!(!page.contains('\u{202E}'));
        assert!(!page.contains("alert(\"1\")"));
        assert!(page.matches("alert(").count() > 10);
    }
}

#[test]
fn headings_descend_by_one_and_tables_have_captions_and_scopes() {
    let page = page(Language::English);
    let mut last = 0;
    for part in page.split("<h").skip(1) {
        let Some(level) = part.chars().next().and_then(|first| first.to_digit(10)) else {
            continue;
        };
        assert!(level <= last + 1, "h{level} after h{last}");
        last = level;
    }
    assert_eq!(page.matches("<h1").count(), 1);
    assert_eq!(
        page.matches("<table").count(),
        page.matches("<caption").count()
    );
    assert_eq!(
        page.matches("<th").count() - page.matches("<thead").count(),
        page.matches("<th scope=").count()
    );
    assert!(page.contains("role=\"img\"><title>"));
}

#[test]
fn the_styles_know_no_left_and_no_right() {
    let style = CSS.replace("[dir=\"rtl\"]", "");
    for physical in [
        "margin-left",
        "margin-right",
        "padding-left",
        "padding-right",
        "border-left",
        "border-right",
        "text-align: left",
        "text-align: right",
        "float:",
        " left:",
        " right:",
        " width:",
        " height:",
    ] {
        let found = style
            .lines()
            .find(|line| line.contains(physical) && !line.contains("stroke-width"));
        assert_eq!(found, None, "{physical}");
    }
}

/// Reads the colours that a block of the stylesheet sets.
fn colours(block: &str) -> Vec<(&str, [f64; 3])> {
    let declarations = block
        .split(';')
        .filter_map(|one| one.trim().split_once(':'));
    declarations
        .filter_map(|(name, value)| {
            let digits = value.trim().strip_prefix('#')?;
            let long = if digits.len() == 3 {
                digits.chars().flat_map(|digit| [digit, digit]).collect()
            } else {
                digits.to_owned()
            };
            let part = |at: usize| u8::from_str_radix(long.get(at..at + 2)?, 16).ok();
            let name = name.trim().rsplit(['\n', '{', ' ']).next()?;
            Some((
                name,
                [
                    f64::from(part(0)?),
                    f64::from(part(2)?),
                    f64::from(part(4)?),
                ],
            ))
        })
        .collect()
}

/// The relative luminance of WCAG 2.2.
fn luminance(colour: [f64; 3]) -> f64 {
    let [red, green, blue] = colour.map(|part| {
        let part = part / 255.0;
        if part <= 0.04045 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn every_colour_of_text_stands_out_in_every_theme() {
    let blocks: Vec<&str> = CSS
        .split(":root {")
        .skip(1)
        .filter_map(|rest| rest.split('}').next())
        .collect();
    assert_eq!(blocks.len(), 3, "light, dark, print");
    for block in blocks {
        let colours = colours(block);
        let ground: Vec<_> = colours
            .iter()
            .filter(|(name, _)| matches!(*name, "--paper" | "--panel"))
            .collect();
        let text: Vec<_> = colours
            .iter()
            .filter(|(name, _)| !matches!(*name, "--paper" | "--panel" | "--line"))
            .collect();
        assert_eq!((ground.len(), text.len()), (2, 12));
        for (name, colour) in text {
            for (under, paper) in &ground {
                let ratio = contrast(*colour, *paper);
                assert!(ratio >= 4.5, "{name} on {under}: {ratio:.2}");
            }
        }
    }
}

#[test]
fn contrast_is_computed_as_the_standard_does() {
    let ratio = contrast([0.0; 3], [255.0; 3]);
    assert!((ratio - 21.0).abs() < 1e-9);
    let grey = contrast([119.0; 3], [255.0; 3]);
    assert!((grey - 4.478).abs() < 0.001, "{grey}");
}
