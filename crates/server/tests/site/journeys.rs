//! Journeys in a real browser, where one is installed: what a reader sees and
//! does, with and without script, in two directions and two widths.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use super::browser::{Browser, Tab, browser};
use super::*;

pub(crate) const PHONE: u32 = 390;
pub(crate) const DESK: u32 = 1280;

/// Every page that a reader may land on, one of each kind.
fn landings(example_name: &str) -> Vec<String> {
    let one: &[&str] = match example_name {
        "gaza" => &["commitments/C08", "evidence/17"],
        _ => &["commitments/5.1", "evidence/17", "cases/6.1-North-54"],
    };
    let pages = PAGES.iter().chain(one);
    pages.map(|page| (*page).to_owned()).collect()
}

pub(crate) async fn serve(site: Router) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, site).await });
    address
}

/// Runs a journey beside a served example, and holds that the browser had
/// nothing to complain of.
pub(crate) fn journey(example_name: &str, steps: impl FnOnce(&mut Browser, &str) + Send + 'static) {
    let Some(mut browser) = browser() else {
        return;
    };
    let name = example_name.to_owned();
    run(async move {
        let address = serve(site(&example(&name))).await;
        let base = format!("http://{address}");
        let walked = tokio::task::spawn_blocking(move || {
            steps(&mut browser, &base);
            let complaints = browser.complaints();
            assert!(complaints.is_empty(), "{complaints:#?}");
        });
        walked.await.unwrap();
    });
}

pub(crate) fn shown(tab: &mut Tab<'_>) -> String {
    let text = tab.run("document.body.innerText");
    text.as_str().unwrap().to_owned()
}

#[test]
fn a_newcomer_reads_why_with_script_off() {
    journey("gaza", |browser, base| {
        let mut tab = browser.tab(PHONE);
        tab.script(false);
        for (language, said) in [
            ("en", ["contested", "As known then", "is not a quotation"]),
            (
                "ar",
                ["متنازع فيه", "كما كان معلومًا حينها", "وليست اقتباسًا"],
            ),
        ] {
            for width in [PHONE, DESK] {
                tab.size(width, 900);
                tab.go(&format!("{base}/{language}/overview"));
                tab.run(&format!(
                    "document.querySelector('a[href=\"/{language}/commitments/C08\"]').click()"
                ));
                tab.loaded("the commitment");
                let page = shown(&mut tab).to_lowercase();
                for words in said {
                    let words = words.to_lowercase();
                    assert!(page.contains(&words), "{language} {width}: {words}");
                }
            }
        }
    });
}

#[test]
fn nothing_is_wider_than_a_phone() {
    for name in ["gaza", "riverside"] {
        journey(name, move |browser, base| {
            let mut tab = browser.tab(PHONE);
            for width in [320, PHONE] {
                tab.size(width, 900);
                for language in ["en", "ar"] {
                    for page in landings(name) {
                        tab.go(&format!("{base}/{language}/{page}"));
                        let wide = tab.run("document.documentElement.scrollWidth");
                        assert_eq!(wide, width, "{language}/{page} at {width}");
                    }
                }
            }
        });
    }
}

#[test]
fn a_journalist_verifies_an_entry_and_copies_a_citation() {
    journey("gaza", |browser, base| {
        let mut tab = browser.tab(DESK);
        let press = "document.querySelector('.check button').click()";
        let said = "document.querySelector('.outcome').textContent";
        for entry in [0, 17, 255] {
            tab.go(&format!("{base}/en/evidence/{entry}"));
            tab.run(press);
            tab.until(&format!("{said}!==''"));
            assert_eq!(
                tab.run(said),
                "The entry is in the tree under this root.",
                "{entry}"
            );
        }
        // Another byte, and the same browser says so.
        tab.run("document.querySelector('.outcome').textContent=''");
        tab.run("document.querySelector('[data-leaf]').textContent='00'");
        tab.run(press);
        tab.until(&format!("{said}!==''"));
        assert!(tab.run(said).as_str().unwrap().contains("NOT"));
        let cited = shown(&mut tab);
        assert!(cited.contains("/en/evidence/255?at=2026-07-04&known=367"));
    });
}

#[test]
fn an_analyst_tries_an_amendment() {
    journey("riverside", |browser, base| {
        let mut tab = browser.tab(DESK);
        for (language, script, said) in [("en", true, "as tried"), ("ar", false, "كما جُرّب")]
        {
            tab.script(script);
            tab.go(&format!("{base}/{language}/what-if?clause=5.1"));
            tab.run(
                "{const t=document.querySelector('textarea');\
                 t.value=t.value.replace(/becomes \"(.*)600/,'becomes \"$1620')}",
            );
            tab.run("document.querySelector('.trying button').click()");
            tab.loaded("what was tried");
            let page = shown(&mut tab).to_lowercase();
            assert!(page.contains(said), "{language}: {page}");
            assert!(page.contains("620 or more"), "{language}: {page}");
            let rows = tab.run("document.querySelectorAll('#statuses tbody tr').length");
            assert!(rows.as_u64().unwrap() >= 2, "{language}: {rows}");
        }
    });
}

#[test]
fn the_slider_leads_to_another_day_and_links_keep_it() {
    journey("gaza", |browser, base| {
        let mut tab = browser.tab(DESK);
        tab.go(&format!("{base}/ar/overview"));
        tab.run("document.querySelector('.machine').open=true");
        tab.run(
            "{const r=document.querySelector('.slide input');r.value='10';\
             r.dispatchEvent(new Event('input'));r.dispatchEvent(new Event('change'))}",
        );
        tab.loaded("the other day");
        let kept = tab.run(
            "[...document.querySelectorAll('.menu a')].every(a=>a.href.includes(location.search.match(/at=[^&]*/)[0]))",
        );
        assert_eq!(kept, true);
    });
}

#[test]
fn the_keyboard_alone_suffices() {
    journey("riverside", |browser, base| {
        let mut tab = browser.tab(PHONE);
        for language in ["en", "ar"] {
            for page in ["overview", "commitments", "cases", "what-if"] {
                tab.go(&format!("{base}/{language}/{page}"));
                tab.press("Tab");
                let first = tab.run("document.activeElement.className");
                assert_eq!(first, "skip", "{language}/{page}");
                tab.press("Enter");
                tab.until("document.activeElement.id==='page'||location.hash==='#page'");
                tab.go(&format!("{base}/{language}/{page}?"));
                let mut seen = BTreeSet::new();
                for _ in 0..18 {
                    tab.press("Tab");
                    let at = tab.run(
                        "(()=>{const e=document.activeElement,r=e.getBoundingClientRect(),\
                         s=getComputedStyle(e);\
                         return [e.outerHTML.slice(0,90),\
                         s.outlineStyle!=='none'&&parseFloat(s.outlineWidth)>=2,\
                         r.bottom>0&&r.top<innerHeight&&r.width>0]})()",
                    );
                    assert_eq!(at[1], true, "{language}/{page}: no outline on {}", at[0]);
                    assert_eq!(at[2], true, "{language}/{page}: hidden focus on {}", at[0]);
                    seen.insert(at[0].to_string());
                }
                assert!(seen.len() >= 17, "{language}/{page}: {seen:#?}");
            }
        }
    });
}

/// Fetches the accessibility checker into the build folder, once.
pub(crate) fn axe() -> Option<String> {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("axe");
    let script = folder.join("node_modules/axe-core/axe.min.js");
    if !script.is_file() {
        std::fs::create_dir_all(&folder).unwrap();
        let fetched = Command::new("npm")
            .args(["install", "--no-audit", "--no-fund", "--silent", "--prefix"])
            .arg(&folder)
            .arg("axe-core@4.14")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        if !fetched.is_ok_and(|status| status.success()) {
            println!("left out: axe-core, which npm could not fetch");
            return None;
        }
    }
    Some(std::fs::read_to_string(script).unwrap())
}

/// Asks the checker what bars somebody on the page as it stands.
pub(crate) fn barriers(tab: &mut Tab<'_>, axe: &str) -> Vec<serde_json::Value> {
    tab.run("document.querySelectorAll('details').forEach(d=>d.open=true)");
    tab.run(axe);
    let found = tab.run(
        "axe.run(document,{resultTypes:['violations'],runOnly:['wcag2a','wcag2aa',\
         'wcag21a','wcag21aa','wcag22aa','best-practice']}).then(r=>r.violations.map(\
         v=>v.impact+' '+v.id+': '+v.nodes.slice(0,3).map(n=>n.target+' '\
         +(n.any[0]?.message??n.none[0]?.message??'')).join(' | ')))",
    );
    found.as_array().unwrap().clone()
}

#[test]
fn nothing_bars_anybody_on_any_page_in_either_direction() {
    let Some(axe) = axe() else {
        return;
    };
    journey("riverside", move |browser, base| {
        let mut tab = browser.tab(PHONE);
        for (language, scheme) in [("en", "light"), ("ar", "dark")] {
            tab.media(scheme, "");
            for page in landings("riverside") {
                tab.go(&format!("{base}/{language}/{page}"));
                let found = barriers(&mut tab, &axe);
                assert!(found.is_empty(), "{language}/{page} {scheme}: {found:#?}");
            }
        }
    });
}

/// The pictures that the documents show: name, address, width, height, scheme.
const PICTURES: [(&str, &str, &str, u32, u32, &str); 5] = [
    ("overview", "gaza", "en/overview", DESK, 1100, "light"),
    ("overview-ar", "gaza", "ar/overview", PHONE, 1100, "light"),
    (
        "commitment",
        "gaza",
        "en/commitments/C08",
        DESK,
        1100,
        "light",
    ),
    (
        "commitment-dark",
        "gaza",
        "ar/commitments/C08",
        PHONE,
        1100,
        "dark",
    ),
    (
        "case",
        "riverside",
        "en/cases/6.1-North-54",
        DESK,
        1100,
        "light",
    ),
];

#[test]
#[ignore = "writes the documents' pictures: `cargo xtask screenshots`"]
fn pictures_of_the_main_pages() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/pictures");
    std::fs::create_dir_all(&folder).unwrap();
    for name in ["gaza", "riverside"] {
        let folder = folder.clone();
        journey(name, move |browser, base| {
            let of_this = PICTURES.iter().filter(|picture| picture.1 == name);
            for (file, _, page, width, height, scheme) in of_this {
                let mut tab = browser.tab(*width);
                tab.size(*width, *height);
                tab.media(scheme, "");
                tab.go(&format!("{base}/{page}"));
                let picture = tab.picture();
                std::fs::write(folder.join(format!("{file}.png")), picture).unwrap();
            }
        });
    }
}
