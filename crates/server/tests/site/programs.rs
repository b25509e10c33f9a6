//! What programs ask: data, calendars, feeds, a text to be tried, and the
//! description of it all.

use super::*;

/// Sends a text to be tried, as a form does.
pub(crate) async fn post(site: &Router, address: &str, text: &str) -> Got {
    let body: String = text.bytes().map(|byte| format!("%{byte:02x}")).collect();
    let form = "application/x-www-form-urlencoded";
    let request = Request::post(address).header(header::CONTENT_TYPE, form);
    ask(
        site,
        request.body(Body::from(format!("text={body}"))).unwrap(),
    )
    .await
}

pub(crate) fn amendment(words: &str) -> String {
    format!("~~~accord\namendment  A2 of 5.1: \"600 or more\" becomes \"{words}\"\n~~~\n")
}

#[test]
fn a_text_is_tried_and_nothing_is_kept() {
    run(async {
        let site = site(&example("riverside"));
        let before = get(&site, "/en/overview").await;
        let tried = post(&site, "/en/what-if", &amendment("620 or more")).await;
        assert_eq!(tried.status, StatusCode::OK, "{}", tried.text);
        well_formed(&tried.text, "/en/what-if");
        for said in [
            "statuses change",
            "620 or more",
            "As signed",
            "North, South",
        ] {
            assert!(plain(&tried.text).contains(said), "{said}");
        }
        assert_eq!(tried.headers[header::CACHE_CONTROL], "no-store");
        assert!(!tried.headers.contains_key(header::ETAG));
        let after = get(&site, "/en/overview").await;
        assert_eq!(before.headers[header::ETAG], after.headers[header::ETAG]);

        // A program sends the text itself, and gets the same as data.
        let request = Request::post("/en/what-if.json").header(header::CONTENT_TYPE, "text/plain");
        let request = request.body(Body::from(amendment("620 or more"))).unwrap();
        let data: serde_json::Value =
            serde_json::from_str(&ask(&site, request).await.text).unwrap();
        assert!(data["data"]["tried"]["changes"].as_array().unwrap().len() > 1);

        // What cannot be tried is told, and what is too long is not read.
        let refused = post(&site, "/en/what-if", "no amendment").await;
        assert!(refused.text.contains("role=\"alert\""), "{}", refused.text);
        let long = Request::post("/en/what-if")
            .body(Body::from("x".repeat(300_000)))
            .unwrap();
        assert_eq!(ask(&site, long).await.status, StatusCode::PAYLOAD_TOO_LARGE);
        let offered = get(&site, "/en/what-if?clause=5.1").await.text;
        assert!(offered.contains("amendment  Draft of 5.1: "), "{offered}");
    });
}

#[test]
fn deadlines_are_a_calendar_whose_events_keep_their_names() {
    run(async {
        let site = site(&example("riverside"));
        let early = get(&site, "/en/overview.ics?at=2026-05-20&known=2026-05-20").await;
        assert_eq!(
            early.headers[header::CONTENT_TYPE],
            "text/calendar; charset=utf-8"
        );
        let late = get(&site, "/en/overview.ics?at=2026-06-15").await.text;
        let names = |calendar: &str| -> BTreeSet<String> {
            let whole = calendar.replace("\r\n ", "");
            let names = whole.lines().filter_map(|line| line.strip_prefix("UID:"));
            names.map(str::to_owned).collect()
        };
        let (first, second) = (names(&early.text), names(&late));
        assert!(
            first.intersection(&second).count() > 0,
            "{first:?} {second:?}"
        );
        let whole = early.text.replace("\r\n ", "");
        assert_eq!(whole.matches("BEGIN:VEVENT").count(), first.len());
        // A clock of a case is among them, and every event says what this is.
        assert!(whole.contains("UID:riverside/6.1-North-54/"), "{whole}");
        let notices = whole.matches("No party and no body has signed").count();
        assert!(notices > first.len(), "{notices}");
        for line in early.text.split("\r\n") {
            assert!(line.len() <= 75 && !line.contains('\n'), "{line}");
        }
    });
}

#[test]
fn a_feed_tells_each_change_once_and_for_ever() {
    run(async {
        let site = site(&example("riverside"));
        let ids = |feed: &str| -> Vec<String> {
            let ids = feed.split("<entry>").skip(1);
            let ids = ids.filter_map(|entry| entry.split("<id>").nth(1)?.split('<').next());
            ids.map(str::to_owned).collect()
        };
        let feed = get(&site, "/en/changes.atom").await;
        assert_eq!(
            feed.headers[header::CONTENT_TYPE],
            "application/atom+xml; charset=utf-8"
        );
        let all = ids(&feed.text);
        assert!(all.len() > 1, "{}", feed.text);
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
        let earlier = ids(&get(&site, "/en/changes.atom?at=2026-06-08").await.text);
        let kept = earlier.iter().filter(|id| all.contains(id)).count();
        let within = earlier.iter().filter(|id| {
            let day = id.rsplit('/').nth(1).unwrap();
            day > "2026-06-01"
        });
        assert_eq!(kept, within.count());
        let one = ids(&get(&site, "/en/commitments/4.1.atom").await.text);
        assert!(one.iter().all(|id| id.contains("/4.1/")) && one.len() < all.len());
        let owed = ids(&get(&site, "/ar/changes.atom?obligor=South").await.text);
        assert!(owed.len() < all.len());
    });
}

#[test]
fn every_page_is_described_for_programs() {
    run(async {
        let site = site(&example("riverside"));
        let got = get(&site, "/openapi.json").await;
        let document: serde_json::Value = serde_json::from_str(&got.text).unwrap();
        assert_eq!(document["openapi"], "3.1.0");
        let paths = document["paths"].as_object().unwrap();
        for page in PAGES {
            assert!(
                paths.contains_key(&format!("/{{language}}/{page}.json")),
                "{page}"
            );
        }
        // Who listens is answered without an end: `events` holds that.
        assert!(paths.contains_key("/api/events"));
        for path in paths.keys().filter(|path| path.starts_with("/{")) {
            let address = path.replace("{language}", "ar");
            let item = if path.contains("/evidence/") {
                "3"
            } else if path.contains("/cases/") {
                "6.1-North-54"
            } else {
                "4.1"
            };
            let address = address.replace("{item}", item);
            assert_eq!(
                get(&site, &address).await.status,
                StatusCode::OK,
                "{address}"
            );
        }
    });
}
