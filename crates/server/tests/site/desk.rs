//! The members' desk, asked as a member's browser asks it. Who is not let in is
//! asked in `desk_shut`.

use jiff::{Timestamp, ToSpan as _};
use servanda_app::desk::{Answer, Challenge};
use servanda_app::key_file::Key;
use servanda_app::{Folder, Opened, submit};
use servanda_server::{Desk, Limits, router_with_desk};

use super::*;

pub(crate) const HOST: &str = "127.0.0.1:8080";
const FORM: &str = "application/x-www-form-urlencoded";

/// Three keys that the agreement names and one that it does not; the secret of
/// each is one byte, again and again.
pub(crate) fn key(name: &str) -> Key {
    let byte = match name {
        "North" => 1,
        "South" => 2,
        "Monitors" => 3,
        "Committee" => 4,
        _ => 5,
    };
    Key::from_secret(name, &[byte; 32])
}

pub(crate) fn opened(folder: &Path) -> Opened {
    Opened::open(Folder::read(folder).unwrap()).unwrap()
}

/// Signs with a key file's key, as the command line does, so many minutes ago.
fn submitted(folder: &Path, ago: i64, (by, kind): (&str, &str), pairs: &[(&str, &str)]) {
    let owned = |(column, value): &(&str, &str)| ((*column).to_owned(), (*value).to_owned());
    let pairs: Vec<(String, String)> = pairs.iter().map(owned).collect();
    let then = Timestamp::now() - ago.minutes();
    submit::submit(&opened(folder), kind, &pairs, &key(by), then).unwrap();
}

/// Makes the folder of an agreement in which South may reply to an incident, and
/// a gate waits for the Committee.
pub(crate) fn ferry(folder: &Path, remark: &str) {
    let now = Timestamp::now();
    let day = |hours: i64| (now + hours.hours()).strftime("%Y-%m-%d").to_string();
    let at = |hours: i64| {
        (now + hours.hours())
            .strftime("%Y-%m-%dT%H:%MZ")
            .to_string()
    };
    let text = include_str!("ferry.md")
        .replace("IN-FORCE", &day(-30 * 24))
        .replace("DUE", &day(20 * 24));
    std::fs::create_dir_all(folder.join("annexes")).unwrap();
    std::fs::write(folder.join("agreement.md"), text).unwrap();
    std::fs::write(folder.join("servanda.toml"), "id = \"ferry\"\n").unwrap();
    let mut keys = "actor,key\n".to_owned();
    for name in ["North", "South", "Monitors", "Committee"] {
        keys.push_str(&format!("{name},{}\n", key(name).public()));
    }
    let digest = servanda_app::opened::digest(keys.as_bytes());
    let manifest = format!("keys 1 keys.csv {digest}\n");
    std::fs::write(folder.join("annexes/keys.csv"), keys).unwrap();
    std::fs::write(folder.join("annexes/manifest"), manifest).unwrap();
    let attack = at(-30);
    let report = [
        ("of", "Attack"),
        ("actor", "South"),
        ("happened", &attack),
        ("note", remark),
    ];
    submitted(folder, 240, ("Monitors", "report"), &report);
    // A case opens when its incident is known, and its notice comes after.
    let notice = at(-2);
    let notify = [("of", "2.1"), ("happened", &*notice), ("refers", "#1")];
    submitted(folder, 110, ("Monitors", "notify"), &notify);
    let left = [("of", "Withdrawal"), ("happened", &*notice)];
    submitted(folder, 100, ("Monitors", "report"), &left);
    for name in ["North", "South", "Committee"] {
        submitted(folder, 90, (name, "claim"), &[("note", "we are here")]);
    }
}

pub(crate) fn desk(folder: &Path, limits: Limits) -> Router {
    let live = Arc::new(Live::open(folder, Box::new(|_| {})).unwrap());
    router_with_desk(live, Arc::new(Desk::new(limits)))
}

/// One member's browser.
#[derive(Clone, Default)]
pub(crate) struct Member {
    pub(crate) cookie: String,
    pub(crate) token: String,
}

/// Asks for a page of the desk on a host.
pub(crate) async fn look(site: &Router, address: &str, cookie: &str) -> Got {
    let request = Request::get(address)
        .header(header::HOST, HOST)
        .header(header::COOKIE, cookie);
    ask(site, request.body(Body::empty()).unwrap()).await
}

fn encoded(pairs: &[(&str, &str)]) -> String {
    let one = |text: &str| -> String { text.bytes().map(|byte| format!("%{byte:02x}")).collect() };
    let pairs: Vec<String> = pairs
        .iter()
        .map(|(name, value)| format!("{}={}", one(name), one(value)))
        .collect();
    pairs.join("&")
}

pub(crate) fn posting(address: &str, pairs: &[(&str, &str)], cookie: &str) -> Request<Body> {
    let request = Request::post(address)
        .header(header::HOST, HOST)
        .header(header::ORIGIN, format!("http://{HOST}"))
        .header(header::CONTENT_TYPE, FORM)
        .header(header::COOKIE, cookie);
    request.body(Body::from(encoded(pairs))).unwrap()
}

pub(crate) async fn send(
    site: &Router,
    address: &str,
    pairs: &[(&str, &str)],
    cookie: &str,
) -> Got {
    ask(site, posting(address, pairs, cookie)).await
}

/// Undoes the escapes of a page's text.
fn shown(text: &str) -> String {
    let text = text
        .replace("&#34;", "\"")
        .replace("&quot;", "\"")
        .replace("&#39;", "'");
    let text = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#60;", "<");
    text.replace("&#62;", ">")
        .replace("&#38;", "&")
        .replace("&amp;", "&")
}

/// Returns the value of a form's hidden field.
pub(crate) fn hidden(page: &str, name: &str) -> String {
    let start = format!("name=\"{name}\" value=\"");
    let rest = page
        .split(&start)
        .nth(1)
        .unwrap_or_else(|| panic!("no {name} in {page}"));
    shown(rest.split('"').next().unwrap())
}

pub(crate) async fn challenge(site: &Router) -> String {
    hidden(&look(site, "/desk/en", "").await.text, "challenge")
}

pub(crate) fn answer(key: &Key, challenge: &str) -> String {
    Answer::sign(key, &Challenge::parse(challenge).unwrap()).to_string()
}

pub(crate) async fn answered(site: &Router, key: &Key, challenge: &str) -> Got {
    let answer = answer(key, challenge);
    let pairs = [("challenge", challenge), ("answer", answer.as_str())];
    send(site, "/desk/en/open", &pairs, "").await
}

pub(crate) async fn sign_in(site: &Router, key: &Key) -> Member {
    let challenge = challenge(site).await;
    let got = answered(site, key, &challenge).await;
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.text);
    let cookie = got.headers[header::SET_COOKIE].to_str().unwrap();
    let cookie = cookie.split(';').next().unwrap().to_owned();
    let token = hidden(&look(site, "/desk/en", &cookie).await.text, "token");
    Member { cookie, token }
}

/// Returns what a signing page holds: the statement's bytes and its name.
fn to_sign(page: &str) -> (String, String) {
    let statement = page.split("data-statement>").nth(1).unwrap();
    let statement = shown(statement.split("</pre>").next().unwrap());
    (statement, hidden(page, "statement"))
}

fn signature(key: &Key, statement: &str) -> String {
    let signature = key.sign(statement.as_bytes()).signature;
    signature.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Hands in a signature over a statement that was shown.
async fn hand_in(site: &Router, member: &Member, name: &str, signature: &str) -> Got {
    let pairs = [
        ("statement", name),
        ("signature", signature),
        ("token", member.token.as_str()),
    ];
    send(site, "/desk/en/sign", &pairs, &member.cookie).await
}

#[test]
fn what_the_text_does_not_let_a_member_is_refused_in_words() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        ferry(folder.path(), "");
        let site = desk(folder.path(), Limits::default());
        let south = sign_in(&site, &key("South")).await;
        // What the text does not let it is refused in words, and nothing happens.
        let before = opened(folder.path()).head;
        let token = ("token", south.token.as_str());
        let certify = [
            ("kind", "certify"),
            ("of", "Phase 2"),
            ("happened", "2026-01-01"),
            token,
        ];
        let got = send(&site, "/desk/en/prepare", &certify, &south.cookie).await;
        assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(shown(&got.text).contains("`South`"), "{}", got.text);
        assert!(got.text.contains("What can be done"), "{}", got.text);
        well_formed(&got.text, "refused");
        let unread = [
            ("kind", "report"),
            ("of", "Attack"),
            ("happened", "soon"),
            token,
        ];
        let got = send(&site, "/desk/en/prepare", &unread, &south.cookie).await;
        assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(got.text.contains("value=\"soon\""), "{}", got.text);
        assert_eq!(opened(folder.path()).head, before);
    });
}

#[test]
fn a_member_enters_what_it_signs_and_nothing_else() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        ferry(folder.path(), "");
        let site = desk(folder.path(), Limits::default());
        let south = sign_in(&site, &key("South")).await;
        let home = look(&site, "/desk/en", &south.cookie).await.text;
        well_formed(&home, "/desk/en");
        assert!(
            plain(&home).contains("the party may reply within 5 days"),
            "{home}"
        );
        assert!(home.contains("kind=reply&#38;refers=1"), "{home}");
        assert!(!home.contains("kind=certify"), "{home}");

        let before = opened(folder.path()).head;
        let token = ("token", south.token.as_str());
        // A reply: shown, signed, entered.
        let reply = [
            ("kind", "reply"),
            ("refers", "#1"),
            ("note", "a guard, against orders"),
            token,
        ];
        let got = send(&site, "/desk/en/prepare", &reply, &south.cookie).await;
        assert_eq!(got.status, StatusCode::OK, "{}", got.text);
        well_formed(&got.text, "signing");
        assert!(shown(&got.text).contains("servanda submit DIR reply 'refers=#1'"));
        let (statement, name) = to_sign(&got.text);
        let forged = signature(&key("North"), &statement);
        let got = hand_in(&site, &south, &name, &forged).await;
        assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", got.text);
        assert_eq!(opened(folder.path()).head, before);
        // Another member's session does not know the statement.
        let north = sign_in(&site, &key("North")).await;
        let good = signature(&key("South"), &statement);
        let got = hand_in(&site, &north, &name, &good).await;
        assert_eq!(got.status, StatusCode::CONFLICT, "{}", got.text);
        let got = hand_in(&site, &south, &name, &good).await;
        assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.text);
        let entered = got.headers[header::LOCATION].to_str().unwrap().to_owned();
        assert_eq!(entered, format!("/desk/en/entered/{}", before.size));
        let after = opened(folder.path());
        assert_eq!(after.head.size, before.size + 1);
        let page = look(&site, &entered, &south.cookie).await;
        assert!(page.text.contains(&after.head.root), "{}", page.text);
        let public = format!("/en/evidence/{}", before.size);
        let public = get(&site, &public).await.text;
        assert!(public.contains("a guard, against orders"), "{public}");
        // The same again is out of place.
        let got = hand_in(&site, &south, &name, &good).await;
        assert_eq!(got.status, StatusCode::CONFLICT);
        assert_eq!(opened(folder.path()).head, after.head);
        // What it has replied to waits for it no more.
        let home = look(&site, "/desk/en", &south.cookie).await.text;
        assert!(
            !home.contains("the party may reply within 5 days"),
            "{home}"
        );
    });
}

#[test]
fn what_was_seen_is_news_no_more() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        ferry(folder.path(), "");
        let site = desk(folder.path(), Limits::default());
        let south = sign_in(&site, &key("South")).await;
        let home = look(&site, "/desk/en", &south.cookie).await.text;
        assert!(home.contains("class=\"news\""), "{home}");
        let size = hidden(&home, "size");
        let pairs = [("size", size.as_str()), ("token", south.token.as_str())];
        let got = send(&site, "/desk/en/seen", &pairs, &south.cookie).await;
        let seen = got.headers[header::SET_COOKIE].to_str().unwrap();
        assert!(
            seen.contains("Path=/desk; HttpOnly; SameSite=Strict"),
            "{seen}"
        );
        let both = format!("{}; {}", south.cookie, seen.split(';').next().unwrap());
        let home = look(&site, "/desk/en", &both).await.text;
        assert!(
            !home.contains("class=\"news\"") && home.contains("Nothing new"),
            "{home}"
        );
    });
}

#[test]
fn what_members_write_shows_as_text() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        ferry(folder.path(), HOSTILE);
        let site = desk(folder.path(), Limits::default());
        let south = sign_in(&site, &key("South")).await;
        let token = ("token", south.token.as_str());
        let mut shown_as_text = 0;
        let mut check = |page: &str, address: &str| {
            well_formed(page, address);
            assert!(
                !page.contains("<script>") && !page.contains("<img"),
                "{address}"
            );
            shown_as_text += page.matches("alert(1)").count();
        };
        for language in LANGUAGES {
            let home = look(&site, &format!("/desk/{language}"), &south.cookie).await;
            check(&home.text, language);
            for note in [HOSTILE, "</textarea><script>alert(1)</script>", "</pre>"] {
                let address = format!("/desk/{language}/prepare");
                let reply = [("kind", "reply"), ("refers", "#1"), ("note", note), token];
                let got = send(&site, &address, &reply, &south.cookie).await;
                assert_eq!(got.status, StatusCode::OK, "{}", got.text);
                check(&got.text, &address);
                let unread = [
                    ("kind", "report"),
                    ("of", note),
                    ("happened", note),
                    ("note", note),
                    token,
                ];
                let got = send(&site, &address, &unread, &south.cookie).await;
                assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
                check(&got.text, &address);
                let pairs = [("challenge", note), ("answer", note)];
                let got = send(&site, &format!("/desk/{language}/open"), &pairs, "").await;
                check(&got.text, "open");
            }
            let asked = "%3Cscript%3Ealert(1)%22%27%3E";
            let address = format!("/desk/{language}/enter?kind=claim&of={asked}&refers={asked}");
            check(&look(&site, &address, &south.cookie).await.text, &address);
        }
        assert!(shown_as_text > 20, "{shown_as_text}");
    });
}

#[test]
fn every_offer_leads_to_a_form() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        ferry(folder.path(), "");
        let site = desk(folder.path(), Limits::default());
        for (name, may) in [("Monitors", 8), ("South", 6), ("Committee", 8)] {
            let member = sign_in(&site, &key(name)).await;
            let page = look(&site, "/desk/he/enter", &member.cookie).await.text;
            well_formed(&page, "/desk/he/enter");
            let links: Vec<String> = values(&page, "href")
                .into_iter()
                .filter(|link| link.contains("enter?kind="))
                .map(shown)
                .filter(|link| link.starts_with("/desk/he/enter"))
                .collect();
            assert!(links.len() >= may, "{name}: {links:#?}");
            for link in links {
                let got = look(&site, &link, &member.cookie).await;
                assert_eq!(got.status, StatusCode::OK, "{link}: {}", got.text);
                well_formed(&got.text, &link);
                assert!(!got.text.contains("[desk-"), "{link}: {}", got.text);
            }
        }
    });
}
