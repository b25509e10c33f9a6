//! Journeys in a real browser, where one is installed: what a reader sees, with
//! and without script, in two directions and two widths.
//!
//! The browser is asked through its command line alone: a page goes in, the
//! document it became comes out. Where something has to be measured or pressed,
//! a probe serves the page with a few lines of script added and its policy left
//! out; everything else about it is the site's.

use std::net::SocketAddr;
use std::process::{Command, Stdio};

use axum::extract::Query;
use axum::response::Html;
use axum::routing::get as on_get;

use super::*;

const BROWSERS: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// Finds a browser, or says that the journeys are left out.
fn browser() -> Option<&'static str> {
    let left_out = std::env::var("SERVANDA_WITHOUT").unwrap_or_default();
    if left_out.split(',').any(|group| group == "browser") {
        println!("left out: journeys in a browser, as asked");
        return None;
    }
    let found = BROWSERS.into_iter().find(|name| {
        let version = Command::new(name)
            .arg("--version")
            .stdout(Stdio::null())
            .status();
        version.is_ok_and(|status| status.success())
    });
    if found.is_none() {
        println!(
            "left out: journeys in a browser; `cargo xtask setup --with browser` installs one"
        );
    }
    found
}

/// Lets the browser load an address and returns the document it became.
fn document(browser: &str, address: &str, width: u32, script: bool) -> String {
    let profile = tempfile::tempdir().unwrap();
    let mut asked = Command::new(browser);
    asked
        .args([
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            "--virtual-time-budget=5000",
            "--dump-dom",
        ])
        .arg(format!("--window-size={width},900"))
        .arg(format!("--user-data-dir={}", profile.path().display()));
    if !script {
        asked.arg("--blink-settings=scriptEnabled=false");
    }
    let output = asked.arg(address).stderr(Stdio::null()).output().unwrap();
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Serves the site, and at `/probe` any page of it with script added.
async fn serve(site: Router) -> SocketAddr {
    let inner = site.clone();
    let probe = on_get(move |Query(asked): Query<BTreeMap<String, String>>| {
        let inner = inner.clone();
        async move {
            let page = get(&inner, &asked["page"]).await.text;
            let script = format!("<script>{}</script></body>", asked["run"]);
            Html(page.replace("</body>", &script))
        }
    });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let site = Router::new().route("/probe", probe).fallback_service(site);
    tokio::spawn(async move { axum::serve(listener, site).await });
    address
}

/// Runs a journey beside a served example.
fn journey(example_name: &str, steps: impl FnOnce(&'static str, &str) + Send + 'static) {
    let Some(browser) = browser() else {
        return;
    };
    let name = example_name.to_owned();
    run(async move {
        let address = serve(site(&example(&name))).await;
        let base = format!("http://{address}");
        let walked = tokio::task::spawn_blocking(move || steps(browser, &base)).await;
        walked.unwrap();
    });
}

#[test]
#[ignore = "waits for the site's pages to be looked at in a browser"]
fn a_newcomer_reads_why_with_script_off() {
    journey("gaza", |browser, base| {
        for (language, said) in [
            ("en", ["contested", "As known then", "is not a quotation"]),
            (
                "ar",
                ["متنازع فيه", "كما كان معلومًا حينها", "وليست اقتباسًا"],
            ),
        ] {
            for width in [390, 1280] {
                let list = document(
                    browser,
                    &format!("{base}/{language}/overview"),
                    width,
                    false,
                );
                let link = format!("/{language}/commitments/C08");
                assert!(
                    list.contains(&format!("href=\"{link}\"")),
                    "{language} {width}"
                );
                let page = document(browser, &format!("{base}{link}"), width, false);
                for words in said {
                    assert!(page.contains(words), "{language} {width}: {words}");
                }
            }
        }
    });
}

#[test]
#[ignore = "waits for the site's pages to be looked at in a browser"]
fn nothing_is_wider_than_a_phone() {
    journey("gaza", |browser, base| {
        let measure = "document.documentElement.dataset.wide=document.documentElement.scrollWidth";
        for language in LANGUAGES {
            let one = ["commitments/C08", "evidence/17"].map(str::to_owned);
            for page in PAGES.map(str::to_owned).into_iter().chain(one) {
                let probe = format!("{base}/probe?page=/{language}/{page}&run={measure}");
                let page_seen = document(browser, &probe, 500, true);
                let wide = page_seen
                    .split("data-wide=\"")
                    .nth(1)
                    .and_then(|rest| rest.split('"').next())
                    .and_then(|wide| wide.parse::<u32>().ok());
                assert!(
                    wide.is_some_and(|wide| wide <= 500),
                    "{language}/{page}: {wide:?}"
                );
            }
        }
    });
}

#[test]
#[ignore = "waits for the site's pages to be looked at in a browser"]
fn a_journalist_verifies_an_entry() {
    journey("gaza", |browser, base| {
        for (entry, spoil, said) in [
            (0, "", "is in the tree"),
            (17, "", "is in the tree"),
            (255, "", "is in the tree"),
            (
                17,
                "document.querySelector('[data-leaf]').textContent='00';",
                "is NOT in the tree",
            ),
        ] {
            let press =
                "setTimeout(()=>{SPOIL document.querySelector('.check button').click()},500)"
                    .replace("SPOIL", spoil);
            let probe = format!("{base}/probe?page=/en/evidence/{entry}&run={press}");
            let page = document(browser, &probe, 1280, true);
            let outcome = page
                .split("role=\"status\">")
                .nth(1)
                .and_then(|rest| rest.split('<').next())
                .unwrap_or("");
            assert!(outcome.contains(said), "entry {entry}: {outcome}");
        }
    });
}
