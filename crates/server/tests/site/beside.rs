//! The pages of what the record tells beside statuses: they show rows, who says
//! what in their own words, and what the record says to it; and they bar nobody.

use super::journeys::{PHONE, axe, barriers, journey};
use super::*;

#[test]
fn gaza_tells_money_ways_and_words_row_by_row() {
    run(async {
        let site = site(&example("gaza"));
        for (page, table, rows, said) in [
            ("funds", "flows", 5, "10,000,000,000 USD"),
            ("funds", "needs", 2, "World Bank"),
            ("corridors", "crossings", 2, "closed"),
            ("corridors", "funnels", 1, "UN2720"),
            ("narratives", "claims", 40, "300 trucks a day announced"),
            ("narratives", "positions", 3, "disputes"),
        ] {
            let address = format!("/en/{page}.{table}.csv");
            let csv = get(&site, &address).await.text;
            assert!(csv.lines().count() > rows, "{address}: {csv}");
            let shown = plain(&get(&site, &format!("/en/{page}")).await.text);
            let there = shown.contains(said) || csv.contains(said);
            assert!(there, "{address}: {said}");
        }
        // Beside each claim stands one of the answers, with the statuses it concerns.
        let page = plain(&get(&site, "/en/narratives").await.text);
        assert!(page.contains("not comparable") && page.contains("C08 contested"));

        // A claim stands in its own words too, in its own direction.
        let river = self::site(&example("riverside"));
        let page = get(&river, "/en/narratives").await.text;
        assert!(page.contains("class=\"own\" dir=\"auto\""));
        assert!(page.contains("لم تدخل سوى 480 شاحنة في ذلك اليوم"));
        for answer in ["the record contradicts it", "the record supports it"] {
            assert!(page.contains(answer), "{answer}");
        }
    });
}

#[test]
fn money_is_drawn_as_far_as_it_can_be_followed() {
    run(async {
        let site = site(&example("riverside"));
        let page = plain(&get(&site, "/en/funds").await.text);
        let picture = page.split("class=\"drawn flow\"").nth(1).unwrap();
        let picture = picture.split("</figure>").next().unwrap();
        for said in [
            "Money in USD, from pledge to verified result",
            "Numbers in thousands of USD",
            "Hill Republic: pledged 5,000,000 USD, disbursed 400,000 USD, the trace ends here, \
             past due: 4,600,000 USD since 10 June 2026",
            "class=\"gap\"",
            "class=\"late\"",
            "class=\"ends\"",
            "nothing on record for the stage between",
        ] {
            assert!(picture.contains(said), "{said}: {picture}");
        }
        // No band is of two donors: as many lanes as donors, and no total.
        assert_eq!(picture.matches("class=\"name\"").count(), 2);
        assert!(!picture.contains("7,000"), "{picture}");
        let arabic = get(&site, "/ar/funds").await.text;
        assert!(
            arabic.contains("text-anchor=\"end\""),
            "lanes start at the right"
        );
    });
}

#[test]
fn nothing_bars_anybody_on_the_pages_beside_statuses() {
    let Some(axe) = axe() else {
        return;
    };
    journey("gaza", move |browser, base| {
        let mut tab = browser.tab(PHONE);
        for scheme in ["light", "dark"] {
            tab.media(scheme, "");
            for language in ["en", "ar"] {
                for page in ["funds", "corridors", "civilians", "narratives", "map"] {
                    tab.go(&format!("{base}/{language}/{page}"));
                    let found = barriers(&mut tab, &axe);
                    assert!(found.is_empty(), "{language}/{page} {scheme}: {found:#?}");
                }
            }
        }
    });
}
