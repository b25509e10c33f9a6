//! The desk in a real browser: a key made there, a reply and a certification
//! signed there, in two languages and two widths.

use super::browser::{Browser, Tab, browser};
use super::desk::{ferry, key, opened};
use super::journeys::{DESK, PHONE, axe, barriers, serve, shown};
use super::*;
use servanda_app::enrol;
use servanda_server::{Desk, router_with_desk};

/// Serves a fresh agreement with its desk, and walks through it.
fn at_the_desk(steps: impl Fn(&mut Browser, &str, &Path) + Send + 'static) {
    let Some(mut browser) = browser() else {
        return;
    };
    run(async move {
        let folder = tempfile::tempdir().unwrap();
        ferry(folder.path(), "a shot from the south bank");
        let live = Arc::new(Live::open(folder.path(), Box::new(|_| {})).unwrap());
        let address = serve(router_with_desk(live, Arc::new(Desk::default()))).await;
        let base = format!("http://{address}");
        let walked = tokio::task::spawn_blocking(move || {
            steps(&mut browser, &base, folder.path());
            let complaints = browser.complaints();
            assert!(complaints.is_empty(), "{complaints:#?}");
        });
        walked.await.unwrap();
    });
}

/// Presses what a selector finds.
fn press(tab: &mut Tab<'_>, selector: &str) {
    tab.run(&format!("document.querySelector({selector:?}).click()"));
}

/// Makes a key in the browser, has it enrolled by another key of its holder, and
/// signs in with it.
fn sign_in(tab: &mut Tab<'_>, base: &str, language: &str, holder: &str, folder: &Path) {
    tab.go(&format!("{base}/desk/{language}"));
    tab.until("document.querySelector('.making')?.hidden===false");
    tab.run(&format!(
        "{{const f=document.querySelector('.making');f.elements.holder.value={holder:?};\
         f.requestSubmit()}}"
    ));
    tab.until("document.querySelector('.request').hidden===false");
    let line = tab.run("document.querySelector('.request pre').textContent");
    let request = enrol::request(line.as_str().unwrap()).unwrap();
    let now = jiff::Timestamp::now();
    enrol::enrol(&opened(folder), &key(holder), &request, now).unwrap();
    // The folder's files are looked at again every two seconds.
    std::thread::sleep(std::time::Duration::from_millis(2200));
    tab.go(&format!("{base}/desk/{language}"));
    tab.until("document.querySelector('.held')?.hidden===false");
    press(tab, ".held button");
    tab.loaded("the queue");
    tab.until("document.querySelector('.signed')!==null");
}

/// Holds that a page fits its window, and that its script left no sign behind.
fn fits(tab: &mut Tab<'_>, width: u32, page: &str) {
    let wide = tab.run("document.documentElement.scrollWidth");
    assert_eq!(wide, width, "{page} at {width}");
    let text = shown(tab);
    assert!(!text.contains("[desk-"), "{page}: {text}");
}

/// Signs what is shown, and returns the page after it.
fn signed(tab: &mut Tab<'_>, width: u32) -> String {
    tab.loaded("what is to be signed");
    tab.until("document.querySelector('.signing .outcome').textContent!==''");
    assert_eq!(
        tab.run("document.querySelector('.signing .outcome').className"),
        "outcome"
    );
    fits(tab, width, "signing");
    press(tab, ".signing button");
    tab.loaded("the receipt");
    tab.until("document.querySelector('.root')!==null");
    fits(tab, width, "receipt");
    shown(tab)
}

const VISITS: [(&str, u32); 4] = [("en", PHONE), ("ar", PHONE), ("en", DESK), ("ar", DESK)];

#[test]
fn a_liaison_replies() {
    for (language, width) in VISITS {
        at_the_desk(move |browser, base, folder| {
            let mut tab = browser.tab(width);
            sign_in(&mut tab, base, language, "South", folder);
            fits(&mut tab, width, "queue");
            let step = "the party may reply within 5 days";
            assert!(shown(&mut tab).contains(step), "{language}");
            press(&mut tab, "#waiting a[href*='kind=reply']");
            tab.loaded("the form");
            fits(&mut tab, width, "form");
            let said = if language == "en" {
                "a guard, against orders; he was relieved"
            } else {
                "حارس خالف الأوامر، وأُعفي من مهمته"
            };
            tab.run(&format!(
                "{{const f=document.querySelector('.acting');f.elements.note.value={said:?};\
                 f.requestSubmit()}}"
            ));
            let page = signed(&mut tab, width);
            let entry = opened(folder).head.size - 1;
            assert!(page.contains(&entry.to_string()), "{page}");
            tab.go(&format!("{base}/{language}/evidence/{entry}"));
            assert!(shown(&mut tab).contains(said), "{language}");
            tab.go(&format!("{base}/desk/{language}"));
            assert!(!shown(&mut tab).contains(step), "{language}");
        });
    }
}

#[test]
fn a_committee_certifies_a_step() {
    for (language, width) in VISITS {
        at_the_desk(move |browser, base, folder| {
            let mut tab = browser.tab(width);
            sign_in(&mut tab, base, language, "Committee", folder);
            assert!(shown(&mut tab).contains("Phase 2"), "{language}");
            press(&mut tab, "#waiting a[href*='kind=certify']");
            tab.loaded("the form");
            fits(&mut tab, width, "form");
            press(&mut tab, ".acting > button");
            signed(&mut tab, width);
            tab.go(&format!("{base}/desk/{language}"));
            let none = "document.querySelector(\"#waiting a[href*='kind=certify']\")===null";
            assert_eq!(tab.run(none), true, "{language}");
            let phases = opened(folder).assess(servanda_app::model::assessment::AsOf {
                at: jiff::Timestamp::now(),
                known: servanda_app::model::assessment::Known::Size(u64::MAX),
            });
            let gate = phases
                .phases
                .iter()
                .find(|one| one.phase.0.as_str() == "Phase 2");
            assert!(gate.unwrap().opened.is_some(), "{language}");
        });
    }
}

#[test]
fn a_page_that_shows_other_bytes_than_it_hands_over_is_not_signed() {
    at_the_desk(|browser, base, folder| {
        let mut tab = browser.tab(DESK);
        sign_in(&mut tab, base, "en", "South", folder);
        // The script runs again over a page that was meddled with.
        for (place, instead) in [
            (
                "data-payload",
                "p.textContent.replace('we yield','we do not yield')",
            ),
            ("data-statement", "p.textContent.replace('claim','reply')"),
            ("data-digest", "'0'.repeat(64)"),
            ("data-field=note", "'we stand firm'"),
            ("data-field=kind", "'Claim'"),
            ("data-field=reporter", "(p.remove(),'')"),
        ] {
            tab.go(&format!("{base}/desk/en/enter?kind=claim"));
            tab.run(
                "{const f=document.querySelector('.acting');f.elements.note.value='we yield 0';\
                 f.requestSubmit()}",
            );
            tab.loaded("what is to be signed");
            tab.until("document.querySelector('.signing .outcome').textContent!==''");
            tab.run(&format!(
                "{{const p=document.querySelector('[{place}]');\
                 p.textContent={instead}}}"
            ));
            tab.run("import('/desk/desk.js?again='+Math.random()).then(()=>true)");
            tab.until("document.querySelector('.signing .outcome.bad')!==null");
            assert_eq!(
                tab.run("document.querySelector('.signing button').hidden"),
                true
            );
        }
    });
}

#[test]
fn nothing_bars_anybody_at_the_desk() {
    let Some(axe) = axe() else {
        return;
    };
    at_the_desk(move |browser, base, folder| {
        let mut tab = browser.tab(PHONE);
        for (language, scheme) in [("en", "light"), ("ar", "dark")] {
            tab.media(scheme, "");
            tab.go(&format!("{base}/desk/{language}"));
            tab.until("document.querySelector('.making')?.hidden===false");
            let found = barriers(&mut tab, &axe);
            assert!(found.is_empty(), "{language} sign-in: {found:#?}");
            sign_in(&mut tab, base, language, "Committee", folder);
            for page in [
                "",
                "/enter",
                "/enter?kind=certify&of=Phase%202",
                "/keys",
                "/entered/1",
            ] {
                tab.go(&format!("{base}/desk/{language}{page}"));
                let found = barriers(&mut tab, &axe);
                assert!(found.is_empty(), "{language}{page} {scheme}: {found:#?}");
            }
            tab.go(&format!(
                "{base}/desk/{language}/enter?kind=certify&of=Phase%202"
            ));
            press(&mut tab, ".acting > button");
            tab.loaded("what is to be signed");
            tab.until("document.querySelector('.signing .outcome').textContent!==''");
            let found = barriers(&mut tab, &axe);
            assert!(found.is_empty(), "{language} signing {scheme}: {found:#?}");
            press(&mut tab, ".closing button");
            tab.loaded("the way in");
        }
    });
}

#[test]
#[ignore = "writes the documents' pictures: `cargo xtask screenshots`"]
fn pictures_of_the_desk() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/pictures");
    // Every page where a folder is named; else only those that documents show.
    let all = std::env::var_os("SERVANDA_DESK_PICTURES").map(PathBuf::from);
    let into = all.clone().unwrap_or(folder);
    at_the_desk(move |browser, base, agreement| {
        let visits: &[(&str, u32, &str)] = if all.is_some() {
            &[
                ("en", DESK, "light"),
                ("ar", PHONE, "light"),
                ("ar", DESK, "dark"),
                ("en", PHONE, "dark"),
            ]
        } else {
            &[("en", DESK, "light")]
        };
        for (language, width, scheme) in visits {
            let mut tab = browser.tab(*width);
            tab.size(*width, 1100);
            tab.media(scheme, "");
            let shoot = |tab: &mut Tab<'_>, name: &str| {
                let name = if all.is_some() {
                    format!("desk-{name}-{language}-{width}-{scheme}.png")
                } else {
                    format!("desk-{name}.png")
                };
                let kept = all.is_some() || name == "desk-queue.png" || name == "desk-signing.png";
                if kept {
                    std::fs::write(into.join(name), tab.picture()).unwrap();
                }
            };
            tab.go(&format!("{base}/desk/{language}"));
            tab.until("document.querySelector('.making')?.hidden===false");
            shoot(&mut tab, "sign-in");
            sign_in(&mut tab, base, language, "South", agreement);
            shoot(&mut tab, "queue");
            for (name, page) in [
                ("enter", "/enter"),
                ("report", "/enter?kind=report&of=Attack"),
                ("keys", "/keys"),
                ("entered", "/entered/1"),
            ] {
                tab.go(&format!("{base}/desk/{language}{page}"));
                shoot(&mut tab, name);
            }
            tab.go(&format!(
                "{base}/desk/{language}/enter?kind=reply&of=2.1&refers=1"
            ));
            tab.run("document.querySelector('.acting textarea').value='a guard, against orders'");
            shoot(&mut tab, "form");
            press(&mut tab, ".acting > button");
            tab.loaded("what is to be signed");
            tab.until("document.querySelector('.signing .outcome').textContent!==''");
            shoot(&mut tab, "signing");
            press(&mut tab, ".closing button");
            tab.loaded("the way in");
        }
    });
}
