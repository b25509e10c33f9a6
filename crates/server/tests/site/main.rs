//! The whole surface of the site, asked as a browser asks it.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::panic,
    clippy::case_sensitive_file_extension_comparisons,
    reason = "a test fails by panicking, and says what it left out"
)]

mod beside;
mod browser;
mod desk;
mod desk_journeys;
mod desk_shut;
mod events;
mod journeys;
mod places;
mod programs;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use programs::{amendment, post};
use servanda_server::{Live, router};
use tower::ServiceExt as _;

const LANGUAGES: [&str; 3] = ["en", "ar", "he"];
const PAGES: [&str; 14] = [
    "overview",
    "commitments",
    "gates",
    "cases",
    "evidence",
    "funds",
    "corridors",
    "map",
    "civilians",
    "narratives",
    "changes",
    "what-if",
    "reports",
    "about",
];

fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../examples")
        .join(name)
}

fn site(folder: &Path) -> Router {
    router(Arc::new(Live::open(folder, Box::new(|_| {})).unwrap()))
}

struct Got {
    status: StatusCode,
    headers: HeaderMap,
    text: String,
}

async fn ask(site: &Router, request: Request<Body>) -> Got {
    let response = site.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap();
    Got {
        status: parts.status,
        headers: parts.headers,
        text: String::from_utf8_lossy(&bytes).into_owned(),
    }
}

/// Gets an address; a site that is busy is asked again, as it asks to be.
async fn get(site: &Router, address: &str) -> Got {
    loop {
        let got = ask(site, Request::get(address).body(Body::empty()).unwrap()).await;
        if got.status != StatusCode::SERVICE_UNAVAILABLE {
            return got;
        }
    }
}

/// Runs a test's steps on a runtime of its own.
fn run(steps: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(steps);
}

/// Returns every value of an attribute.
fn values<'p>(page: &'p str, attribute: &str) -> Vec<&'p str> {
    let start = format!(" {attribute}=\"");
    page.split(&start)
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect()
}

/// Elements that have no end.
const VOID: [&str; 7] = ["meta", "link", "input", "br", "hr", "img", "col"];

/// Walks a page's elements and holds that each one that begins ends in its
/// place, that no name is used twice, and that attributes are quoted.
fn well_formed(page: &str, address: &str) {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = page.strip_prefix("<!DOCTYPE html>").expect(address);
    while let Some(start) = rest.find('<') {
        let inner = &rest[start + 1..];
        let end = inner.find('>').expect(address);
        let tag = &inner[..end];
        rest = &inner[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(
                open.pop(),
                Some(name),
                "{address}: …{}",
                &rest[..rest.len().min(80)]
            );
            continue;
        }
        let name = tag.split([' ', '\n', '/']).next().unwrap();
        assert!(
            name.chars().all(|one| one.is_ascii_alphanumeric()),
            "{address}: <{tag}>"
        );
        assert_eq!(tag.matches('"').count() % 2, 0, "{address}: <{tag}>");
        if !tag.ends_with('/') && !VOID.contains(&name) {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{address}: {open:?}");
    let ids = values(page, "id");
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), unique.len(), "{address}: a name is used twice");
    for link in values(page, "href") {
        if let Some(name) = link.strip_prefix('#') {
            assert!(unique.contains(name), "{address}: {link}");
        }
    }
}

/// Drops what sets words apart from those around them.
fn plain(page: &str) -> String {
    let page = page.replace("<bdi>", "").replace("</bdi>", "");
    page.replace("<bdi dir=\"ltr\">", "")
}

/// Undoes the escapes that addresses in attributes have.
fn unescaped(text: &str) -> String {
    text.replace("&amp;", "&").replace("&#38;", "&")
}

#[test]
fn every_page_answers_in_every_language() {
    run(async {
        let site = site(&example("riverside"));
        for language in LANGUAGES {
            for page in PAGES {
                let address = format!("/{language}/{page}");
                let got = get(&site, &address).await;
                assert_eq!(got.status, StatusCode::OK, "{address}: {}", got.text);
                well_formed(&got.text, &address);
                let direction = if language == "en" { "ltr" } else { "rtl" };
                let start = format!("<html lang=\"{language}\" dir=\"{direction}\">");
                assert!(got.text.contains(&start), "{address}");
                assert!(got.text.contains("class=\"banner\""), "{address}");
                assert_eq!(
                    got.text.contains("class=\"draft\""),
                    language != "en",
                    "{address}"
                );
                for lost in ["{$", "{{", "]</", ">[", "style=", "onclick", "<script>"] {
                    assert!(!got.text.contains(lost), "{address}: {lost}");
                }
                let json = get(&site, &format!("{address}.json")).await;
                let data: serde_json::Value = serde_json::from_str(&json.text).unwrap();
                assert_eq!(data["schema"], format!("servanda/site/{page}/1"));
                assert!(data["data"].is_object() && data["as_of"]["at"].is_string());
                let csv = get(&site, &format!("{address}.csv")).await;
                assert_eq!(csv.status, StatusCode::OK, "{address}.csv");
                // Nothing was tried yet, and no crossing is declared.
                let rows = usize::from(!["what-if", "corridors"].contains(&page));
                assert!(csv.text.lines().count() > rows, "{address}.csv");
                let notice = csv.text.lines().skip(1).all(|row| !row.ends_with(','));
                assert!(notice, "{address}.csv: a row without the notice");
            }
        }
    });
}

#[test]
fn every_link_leads_somewhere() {
    run(async {
        let site = site(&example("riverside"));
        let mut seen: BTreeMap<String, String> = BTreeMap::new();
        let mut ahead: Vec<(String, String)> = vec![("/en/overview".into(), "start".into())];
        while let Some((address, from)) = ahead.pop() {
            if seen.contains_key(&address) {
                continue;
            }
            let got = get(&site, &address).await;
            assert!(
                got.status == StatusCode::OK || got.status.is_redirection(),
                "{address} on {from}: {}",
                got.text
            );
            seen.insert(address.clone(), from);
            let html = got.headers[header::CONTENT_TYPE].to_str().unwrap();
            // One language is walked whole; of the others every list's first.
            if !html.starts_with("text/html") || !address.starts_with("/en/") {
                continue;
            }
            // The report carries its style sheet, whose signs are no markup.
            if !address.contains("/reports/") {
                well_formed(&got.text, &address);
            }
            for link in values(&got.text, "href")
                .into_iter()
                .chain(values(&got.text, "src"))
            {
                let link = unescaped(link.split('#').next().unwrap());
                if link.starts_with("http") {
                    assert!(!link.contains("localhost"));
                } else if let Some(query) = link.strip_prefix('?') {
                    let page = address.split('?').next().unwrap();
                    // A chosen instant is looked at once, not from every page.
                    if page == "/en/overview" && !address.contains('?') {
                        ahead.push((format!("{page}?{query}"), address.clone()));
                    }
                } else if !(link.is_empty() || address.contains('?') && link.contains('?')) {
                    ahead.push((link, address.clone()));
                }
            }
        }
        assert!(seen.len() > 150, "{}", seen.len());
        for wanted in [
            "/en/commitments/4.1",
            "/en/evidence/3",
            "/he/commitments/5.1",
        ] {
            assert!(seen.contains_key(wanted), "{wanted}");
        }
    });
}

#[test]
fn answers_are_guarded_and_nothing_but_reading_is_answered() {
    run(async {
        let site = site(&example("riverside"));
        for address in ["/en/overview", "/static/site.css", "/en/nothing", "/"] {
            let got = get(&site, address).await;
            let policy = got.headers[header::CONTENT_SECURITY_POLICY]
                .to_str()
                .unwrap();
            assert!(policy.starts_with("default-src 'none'"), "{address}");
            assert!(
                !policy.contains("unsafe") && !policy.contains("http"),
                "{address}"
            );
            assert_eq!(got.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
            assert_eq!(got.headers[header::REFERRER_POLICY], "no-referrer");
            assert!(!got.headers.contains_key(header::SET_COOKIE), "{address}");
        }
        for method in ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"] {
            for address in [
                "/",
                "/en/overview",
                "/en/commitments/4.1",
                "/static/site.css",
            ] {
                let request = Request::builder().method(method).uri(address);
                let got = ask(&site, request.body(Body::empty()).unwrap()).await;
                assert_eq!(
                    got.status,
                    StatusCode::METHOD_NOT_ALLOWED,
                    "{method} {address}"
                );
            }
        }
        let head = Request::head("/en/overview").body(Body::empty()).unwrap();
        let head = ask(&site, head).await;
        assert_eq!(head.status, StatusCode::OK);
        assert!(head.text.is_empty());
        let long = format!("/en/overview?at={}", "1".repeat(3000));
        assert_eq!(get(&site, &long).await.status, StatusCode::URI_TOO_LONG);
    });
}

#[test]
fn refusals_say_what_is_wrong_for_programs() {
    run(async {
        let site = site(&example("riverside"));
        for (address, status) in [
            ("/en/nothing", 404),
            ("/fr/overview", 404),
            ("/en/commitments/99.9", 404),
            ("/en/evidence/9999", 404),
            ("/en/evidence/-1", 404),
            ("/en/overview.nothing.csv", 404),
            ("/static/../Cargo.toml", 404),
            ("/en/overview?at=soon", 400),
            ("/en/overview?known=%3Cscript%3E", 400),
        ] {
            let got = get(&site, address).await;
            assert_eq!(got.status.as_u16(), status, "{address}");
            assert_eq!(
                got.headers[header::CONTENT_TYPE],
                "application/problem+json"
            );
            let problem: serde_json::Value = serde_json::from_str(&got.text).unwrap();
            assert_eq!(problem["status"], status);
        }
    });
}

#[test]
fn what_a_reader_has_already_is_not_sent_again() {
    run(async {
        let site = site(&example("riverside"));
        let first = get(&site, "/en/commitments").await;
        let tag = first.headers[header::ETAG].clone();
        let again = Request::get("/en/commitments").header(header::IF_NONE_MATCH, &tag);
        let again = ask(&site, again.body(Body::empty()).unwrap()).await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED);
        assert!(again.text.is_empty());
        // The same instants asked for in other words are the same page, another
        // instant, filter, language or form is another.
        let mut tags = BTreeSet::from([tag.to_str().unwrap().to_owned()]);
        for other in [
            "/en/commitments?at=2026-05-20",
            "/en/commitments?known=7",
            "/en/commitments?status=met",
            "/ar/commitments",
            "/en/commitments.json",
        ] {
            let got = get(&site, other).await;
            let tag = got.headers[header::ETAG].to_str().unwrap().to_owned();
            assert!(tags.insert(tag), "{other}");
        }
    });
}

#[test]
fn a_chosen_instant_is_told_kept_and_cited() {
    run(async {
        let site = site(&example("riverside"));
        let got = get(&site, "/en/commitments/4.1?at=2026-05-04&known=2026-05-04").await;
        assert_eq!(got.status, StatusCode::OK, "{}", got.text);
        assert!(got.text.contains("You are looking at a chosen instant"));
        assert!(got.text.contains("4 May 2026"));
        let kept = values(&got.text, "href")
            .into_iter()
            .filter(|link| link.starts_with("/en/") && !link.contains("at=2026-05-04"))
            .collect::<Vec<_>>();
        assert_eq!(kept, Vec::<&str>::new());
        assert!(
            got.text
                .contains("/en/commitments/4.1?at=2026-05-04&#38;known=2026-05-04")
                || got
                    .text
                    .contains("/en/commitments/4.1?at=2026-05-04&amp;known=2026-05-04")
        );
        // What was learnt in June was not known in May.
        let early = get(&site, "/en/evidence.csv?known=2026-05-04").await;
        let late = get(&site, "/en/evidence.csv").await;
        assert!(early.text.lines().count() < late.text.lines().count());
    });
}

#[test]
fn lists_are_narrowed_by_theme_obligor_and_status() {
    run(async {
        let site = site(&example("gaza"));
        let all = get(&site, "/en/commitments").await.text;
        let few = get(&site, "/en/commitments?status=contested").await.text;
        let count = |page: &str| page.matches("<article class=\"clause\"").count();
        assert_eq!(count(&few), 2);
        assert!(count(&all) > 40);
        assert!(few.contains("C08") && !few.contains("\"/en/commitments/C04\""));
        let none = get(&site, "/en/commitments?status=cured&obligor=Nobody%3Cb%3E")
            .await
            .text;
        assert_eq!(count(&none), 0);
        assert!(!none.contains("<b>"));
        let one = get(
            &site,
            "/en/commitments?pillar=Relief&obligor=Israel&status=contested",
        )
        .await;
        assert_eq!(count(&one.text), 2);
        assert!(one.text.contains("<option value=\"Relief\" selected>"));
    });
}

#[test]
fn a_newcomer_reads_why_trucks_are_contested() {
    run(async {
        let site = site(&example("gaza"));
        let page = get(&site, "/en/commitments/C08").await.text;
        for said in [
            "contested",
            "is not a quotation of any instrument",
            "<mark>",
            "proposed by",
            "reading",
            "As known then",
            "As known now",
            "COGAT",
            "Media Office",
        ] {
            assert!(page.contains(said), "{said}");
        }
        let arabic = get(&site, "/ar/commitments/C08").await.text;
        assert!(arabic.contains("متنازع فيه") && arabic.contains("كما كان معلومًا حينها"));
        let hebrew = get(&site, "/he/commitments/C08").await.text;
        assert!(hebrew.contains("שנוי במחלוקת"));
    });
}

#[test]
fn checkability_comes_before_any_status_and_nothing_totals_a_party() {
    run(async {
        let site = site(&example("gaza"));
        let page = get(&site, "/en/overview").await.text;
        let checkable = page.find("id=\"checkable\"").unwrap();
        assert!(checkable < page.find("id=\"pillars\"").unwrap());
        assert!(checkable < page.find("class=\"unit s-").unwrap());
        // A theme's heading carries no status of its own.
        for units in page.split("class=\"units\"").skip(1) {
            let heading = units.split("</h3>").next().unwrap();
            assert!(!heading.contains("s-met") && !heading.contains("status"));
        }
    });
}

const HOSTILE: &str = "<script>alert(1)</script><img src=x onerror=alert(2)>";

/// Copies an example, with a text that would run if it were taken for markup
/// put wherever people write.
fn poisoned(into: &Path) {
    let from = example("riverside");
    for part in ["", "annexes", "evidence"] {
        std::fs::create_dir_all(into.join(part)).unwrap();
        for file in std::fs::read_dir(from.join(part)).unwrap().flatten() {
            if file.path().is_file() {
                let to = into.join(part).join(file.file_name());
                std::fs::copy(file.path(), to).unwrap();
            }
        }
    }
    let text = into.join("agreement.md");
    let agreement = std::fs::read_to_string(&text)
        .unwrap()
        .replace(
            "## Article 4. Persons held",
            &format!("## Article 4 {HOSTILE}"),
        )
        .replace(
            "of entry into force.\n",
            &format!("of entry into force. {HOSTILE}\n"),
        )
        .replace(
            "  grace     24 hours",
            &format!("  title     \"{HOSTILE}\"\n  note      \"{HOSTILE}\"\n  grace     24 hours"),
        );
    std::fs::write(text, agreement).unwrap();
    let rows = into.join("evidence/releases.csv");
    let evidence = std::fs::read_to_string(&rows)
        .unwrap()
        .replace("thirty hours late", HOSTILE)
        .replace("Bulletin of the Monitors", HOSTILE);
    std::fs::write(rows, evidence).unwrap();
    let settings = into.join("servanda.toml");
    let served = std::fs::read_to_string(&settings).unwrap();
    let kept: String = served
        .lines()
        .filter(|line| !line.starts_with("title"))
        .map(|line| format!("{line}\n"))
        .collect();
    std::fs::write(settings, format!("{kept}title = \"{HOSTILE}\"\n")).unwrap();
}

#[test]
fn what_people_write_shows_as_text() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        poisoned(folder.path());
        let site = site(folder.path());
        let mut shown = 0;
        let mut pages: Vec<String> = Vec::new();
        for language in LANGUAGES {
            for page in PAGES {
                pages.push(format!("/{language}/{page}"));
            }
            pages.push(format!("/{language}/commitments/4.1"));
            pages.push(format!("/{language}/commitments/4.1.atom"));
            pages.push(format!("/{language}/overview.ics"));
            pages.push(format!("/{language}/cases/6.1-North-54"));
            pages.extend((0..40).map(|entry| format!("/{language}/evidence/{entry}")));
        }
        for address in pages {
            let got = get(&site, &address).await;
            if got.status != StatusCode::OK {
                assert!(address.contains("/evidence/"), "{address}: {}", got.text);
                continue;
            }
            if address.ends_with(".ics") {
                // A calendar is no markup; a line of its text ends no line.
                assert!(got.text.contains("alert(1)"), "{address}");
                continue;
            }
            if !address.ends_with(".atom") {
                well_formed(&got.text, &address);
            }
            let text = &got.text;
            assert!(
                !text.contains("<script>") && !text.contains("<img"),
                "{address}"
            );
            shown += text.matches("alert(1)").count();
        }
        assert!(shown > 60, "{shown}");
        // Sent to be tried, and put into every place of an address.
        for text in [HOSTILE.to_owned(), amendment(HOSTILE), "</textarea>".into()] {
            let got = post(&site, "/he/what-if", &text).await;
            well_formed(&got.text, "/he/what-if");
            assert!(!got.text.contains("<script>") && !got.text.contains("<img"));
            assert_eq!(got.text.matches("</textarea>").count(), 1);
        }
        let asked = "%3Cscript%3E%22%27%3E";
        for query in [
            "status", "obligor", "pillar", "by", "of", "clause", "stretch",
        ] {
            for page in PAGES {
                let address = format!("/ar/{page}?{query}={asked}");
                let got = get(&site, &address).await;
                well_formed(&got.text, &address);
                assert!(!got.text.contains("<script>"), "{address}");
            }
        }
    });
}

#[test]
fn a_reader_is_refused_in_words() {
    run(async {
        let site = site(&example("riverside"));
        for (address, said) in [
            ("/ar/nothing", "لا توجد صفحة كهذه"),
            ("/en/overview?at=soon", "This address cannot be read"),
            ("/nowhere", "There is no such page"),
        ] {
            let request = Request::get(address).header(header::ACCEPT, "text/html,*/*");
            let got = ask(&site, request.body(Body::empty()).unwrap()).await;
            assert!(got.status.is_client_error(), "{address}");
            assert!(got.text.contains(said), "{address}: {}", got.text);
            well_formed(&got.text, address);
        }
    });
}

#[test]
fn a_case_says_who_holds_it_up_and_since_when() {
    run(async {
        let site = site(&example("riverside"));
        let then = "at=2026-05-20&known=2026-05-20";
        let page = get(&site, &format!("/en/cases/6.1-North-54?{then}"))
            .await
            .text;
        for said in [
            "reply due",
            "North",
            "19 May 2026",
            "24 May 2026",
            "4 days left",
        ] {
            assert!(plain(&page).contains(said), "{said}");
        }
        let gates = get(&site, &format!("/ar/gates?{then}")).await.text;
        assert!(gates.contains("/ar/cases/6.1-North-54?at=2026-05-20"));
        let all = get(&site, "/en/cases").await.text;
        let few = get(&site, "/en/cases?status=closed").await.text;
        let count = |page: &str| page.matches("<article class=\"case-line\"").count();
        assert!(count(&few) >= 1 && count(&few) < count(&all));
    });
}

#[test]
fn the_report_runs_under_a_policy_of_its_own() {
    run(async {
        let site = site(&example("riverside"));
        let got = get(&site, "/he/reports/committee").await;
        assert_eq!(got.status, StatusCode::OK, "{}", got.text);
        let policy = got.headers[header::CONTENT_SECURITY_POLICY]
            .to_str()
            .unwrap();
        assert!(policy.contains("style-src 'sha256-") && !policy.contains("unsafe"));
        assert!(got.text.contains("<html lang=\"he\" dir=\"rtl\">"));
        assert!(!got.text.contains(" style="));
    });
}

/// Lists the files under a folder, relative to it.
fn files(folder: &Path, under: &Path, into: &mut BTreeSet<PathBuf>) {
    for file in std::fs::read_dir(under).unwrap().flatten() {
        if file.path().is_dir() {
            files(folder, &file.path(), into);
        } else {
            into.insert(file.path().strip_prefix(folder).unwrap().to_owned());
        }
    }
}

#[test]
fn the_export_works_from_any_folder_and_every_link_in_it_is_a_file() {
    let output = tempfile::tempdir().unwrap();
    let written = servanda_server::export(&example("riverside"), output.path(), None, None);
    let mut there = BTreeSet::new();
    files(output.path(), output.path(), &mut there);
    assert_eq!(written.unwrap(), there.len());
    for file in &there {
        if file.extension().is_none_or(|end| end != "html") {
            continue;
        }
        let page = std::fs::read_to_string(output.path().join(file)).unwrap();
        let name = file.display().to_string();
        assert!(
            !page.contains("href=\"/") && !page.contains("<form"),
            "{name}"
        );
        if name != "index.html" && !name.contains("reports/committee") {
            well_formed(&page, &name);
            assert!(page.contains("class=\"banner\""), "{name}");
        }
        for link in values(&page, "href")
            .into_iter()
            .chain(values(&page, "src"))
        {
            let link = unescaped(link.split('#').next().unwrap());
            if link.is_empty() || link.starts_with("http") {
                continue;
            }
            let mut target = file.parent().unwrap().to_owned();
            for part in link.split('/') {
                match part {
                    ".." => assert!(target.pop(), "{name}: {link}"),
                    part => target.push(part),
                }
            }
            assert!(there.contains(&target), "{name}: {link}");
        }
    }
    assert!(there.contains(Path::new("he/commitments/5.1.html")));
}

#[test]
fn a_first_visit_is_small() {
    run(async {
        let site = site(&example("gaza"));
        let mut sum = 0;
        for address in [
            "/ar/overview",
            "/static/site.css",
            "/static/site.js",
            "/static/icon.svg",
        ] {
            let request = Request::get(address).header(header::ACCEPT_ENCODING, "gzip");
            let response = site
                .clone()
                .oneshot(request.body(Body::empty()).unwrap())
                .await
                .unwrap();
            let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
            sum += bytes.len();
        }
        assert!(sum <= 100 * 1024, "{sum} bytes compressed");
    });
}
