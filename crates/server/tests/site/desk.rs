//! The members' desk, asked as a browser and as an attacker asks it.

use std::time::Duration;

use jiff::{Timestamp, ToSpan as _};
use servanda_app::desk::{Answer, Challenge};
use servanda_app::key_file::Key;
use servanda_app::{Folder, Opened, enrol, submit};
use servanda_server::{Desk, Limits, Rate, router_with_desk};

use super::*;

const HOST: &str = "127.0.0.1:8080";
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

fn desk(folder: &Path, limits: Limits) -> Router {
    let live = Arc::new(Live::open(folder, Box::new(|_| {})).unwrap());
    router_with_desk(live, Arc::new(Desk::new(limits)))
}

/// One member's browser.
#[derive(Clone, Default)]
struct Member {
    cookie: String,
    token: String,
}

/// Asks for a page of the desk on a host.
async fn look(site: &Router, address: &str, cookie: &str) -> Got {
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

fn posting(address: &str, pairs: &[(&str, &str)], cookie: &str) -> Request<Body> {
    let request = Request::post(address)
        .header(header::HOST, HOST)
        .header(header::ORIGIN, format!("http://{HOST}"))
        .header(header::CONTENT_TYPE, FORM)
        .header(header::COOKIE, cookie);
    request.body(Body::from(encoded(pairs))).unwrap()
}

async fn send(site: &Router, address: &str, pairs: &[(&str, &str)], cookie: &str) -> Got {
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
fn hidden(page: &str, name: &str) -> String {
    let start = format!("name=\"{name}\" value=\"");
    let rest = page
        .split(&start)
        .nth(1)
        .unwrap_or_else(|| panic!("no {name} in {page}"));
    shown(rest.split('"').next().unwrap())
}

async fn challenge(site: &Router) -> String {
    hidden(&look(site, "/desk/en", "").await.text, "challenge")
}

fn answer(key: &Key, challenge: &str) -> String {
    Answer::sign(key, &Challenge::parse(challenge).unwrap()).to_string()
}

async fn answered(site: &Router, key: &Key, challenge: &str) -> Got {
    let answer = answer(key, challenge);
    let pairs = [("challenge", challenge), ("answer", answer.as_str())];
    send(site, "/desk/en/open", &pairs, "").await
}

async fn sign_in(site: &Router, key: &Key) -> Member {
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

/// Every address that takes a form, with one that would do something.
const POSTS: [(&str, &[(&str, &str)]); 4] = [
    ("/desk/en/prepare", &[("kind", "claim"), ("note", "x")]),
    ("/desk/en/sign", &[("statement", "x"), ("signature", "00")]),
    ("/desk/en/seen", &[("size", "3")]),
    ("/desk/en/close", &[]),
];

#[test]
fn without_a_session_nothing_is_written_and_nothing_shown() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        ferry(folder.path(), "");
        let site = desk(folder.path(), Limits::default());
        let before = opened(folder.path()).head;
        for cookie in ["", "servanda-desk=00", "__Host-servanda-desk=00"] {
            for (address, pairs) in POSTS {
                let got = send(&site, address, pairs, cookie).await;
                assert_eq!(got.status, StatusCode::UNAUTHORIZED, "{address}");
            }
            for page in ["/enter", "/enter?kind=claim", "/keys", "/entered/0"] {
                let got = look(&site, &format!("/desk/ar{page}"), cookie).await;
                assert_eq!(got.status, StatusCode::SEE_OTHER, "{page}");
                assert_eq!(got.headers[header::LOCATION], "/desk/ar");
            }
        }
        assert_eq!(opened(folder.path()).head, before);
        // Only what the desk names is there; the public site is as it was.
        let got = look(&site, "/desk/en/nothing", "").await;
        assert_eq!(got.status, StatusCode::NOT_FOUND);
        let got = send(&site, "/en/overview", &[], "").await;
        assert_eq!(got.status, StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(look(&site, "/en/overview", "").await.status, StatusCode::OK);
        let got = look(&site, "/desk", "").await;
        assert_eq!(got.headers[header::LOCATION], "/desk/en");
    });
}

#[test]
fn the_public_site_alone_has_no_desk() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        ferry(folder.path(), "");
        let site = site(folder.path());
        for address in ["/desk", "/desk/en", "/desk/desk.js", "/desk/en/keys"] {
            let got = look(&site, address, "").await;
            assert_ne!(got.status, StatusCode::OK, "{address}");
        }
        for (address, pairs) in POSTS {
            let got = send(&site, address, pairs, "").await;
            assert_eq!(got.status, StatusCode::METHOD_NOT_ALLOWED, "{address}");
        }
    });
}

#[test]
fn a_challenge_is_good_once_for_one_key_at_one_desk() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        ferry(folder.path(), "");
        let site = desk(folder.path(), Limits::default());
        let given = challenge(&site).await;
        let first = answered(&site, &key("South"), &given).await;
        assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.text);
        let replayed = answered(&site, &key("South"), &given).await;
        assert_eq!(replayed.status, StatusCode::FORBIDDEN);
        assert!(
            replayed.text.contains("answered before"),
            "{}",
            replayed.text
        );
        assert!(!replayed.headers.contains_key(header::SET_COOKIE));
        well_formed(&replayed.text, "/desk/en/open");

        // One that was never given; one for another host.
        let made = format!("servanda-challenge ferry 1 {HOST} {}", "00".repeat(32));
        let elsewhere = challenge(&site).await.replace(HOST, "other.example");
        for asked in [made, elsewhere] {
            let got = answered(&site, &key("South"), &asked).await;
            assert_eq!(got.status, StatusCode::FORBIDDEN, "{asked}");
        }
        // A signature by another key, which uses the challenge up.
        let given = challenge(&site).await;
        let other = answer(&key("North"), &given);
        let forged = format!("{} {}", key("South").public(), &other[65..]);
        let pairs = [("challenge", given.as_str()), ("answer", forged.as_str())];
        let got = send(&site, "/desk/en/open", &pairs, "").await;
        assert_eq!(got.status, StatusCode::FORBIDDEN);
        let got = answered(&site, &key("South"), &given).await;
        assert_eq!(got.status, StatusCode::FORBIDDEN);
        for answer in ["", "00", "x y"] {
            let given = challenge(&site).await;
            let pairs = [("challenge", given.as_str()), ("answer", answer)];
            let got = send(&site, "/desk/en/open", &pairs, "").await;
            assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY, "{answer}");
        }
    });
}

#[test]
fn a_key_that_is_not_on_record_or_has_ended_opens_nothing() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        ferry(folder.path(), "");
        let site = desk(folder.path(), Limits::default());
        let got = answered(&site, &key("Stranger"), &challenge(&site).await).await;
        assert_eq!(got.status, StatusCode::FORBIDDEN);
        assert!(got.text.contains("is not enrolled"), "{}", got.text);

        // A session ends with its key, and the key opens none after.
        let south = sign_in(&site, &key("South")).await;
        let new = Key::from_secret("South", &[9; 32]);
        let then = Timestamp::now();
        enrol::rotate(&opened(folder.path()), &key("South"), &new, then).unwrap();
        // The files are looked at again every two seconds.
        tokio::time::sleep(Duration::from_millis(2300)).await;
        let pairs = [("kind", "claim"), ("note", "x"), ("token", &south.token)];
        let got = send(&site, "/desk/en/prepare", &pairs, &south.cookie).await;
        assert_eq!(got.status, StatusCode::UNAUTHORIZED, "{}", got.text);
        let got = answered(&site, &key("South"), &challenge(&site).await).await;
        assert!(got.text.contains("was replaced in entry"), "{}", got.text);
        sign_in(&site, &new).await;
    });
}

#[test]
fn challenges_and_sessions_run_out() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        ferry(folder.path(), "");
        let short = Duration::from_millis(300);
        let limits = Limits {
            challenge_time: short,
            ..Limits::default()
        };
        let site = desk(folder.path(), limits);
        let given = challenge(&site).await;
        tokio::time::sleep(short).await;
        let got = answered(&site, &key("South"), &given).await;
        assert_eq!(got.status, StatusCode::FORBIDDEN);
        for limits in [
            Limits {
                session_time: short,
                ..Limits::default()
            },
            Limits {
                idle_time: short,
                ..Limits::default()
            },
        ] {
            let site = desk(folder.path(), limits);
            let given = challenge(&site).await;
            let got = answered(&site, &key("South"), &given).await;
            let cookie = got.headers[header::SET_COOKIE].to_str().unwrap();
            let cookie = cookie.split(';').next().unwrap().to_owned();
            tokio::time::sleep(short).await;
            let page = look(&site, "/desk/en", &cookie).await.text;
            assert!(page.contains("name=\"answer\""), "{page}");
        }
        // Whoever signs out is out, though the cookie were kept.
        let site = desk(folder.path(), Limits::default());
        let south = sign_in(&site, &key("South")).await;
        let token = [("token", south.token.as_str())];
        let got = send(&site, "/desk/en/close", &token, &south.cookie).await;
        assert_eq!(got.status, StatusCode::SEE_OTHER);
        let page = look(&site, "/desk/en", &south.cookie).await.text;
        assert!(page.contains("name=\"answer\""), "{page}");
    });
}

#[test]
fn a_form_from_elsewhere_or_without_its_token_does_nothing() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        ferry(folder.path(), "");
        let site = desk(folder.path(), Limits::default());
        let south = sign_in(&site, &key("South")).await;
        let north = sign_in(&site, &key("North")).await;
        let before = opened(folder.path()).head;
        for (address, pairs) in POSTS {
            for token in ["", "00", north.token.as_str()] {
                let mut pairs = pairs.to_vec();
                pairs.push(("token", token));
                let got = send(&site, address, &pairs, &south.cookie).await;
                assert_eq!(got.status, StatusCode::FORBIDDEN, "{address} {token}");
            }
            let mut pairs = pairs.to_vec();
            pairs.push(("token", &south.token));
            for (name, value) in [
                ("origin", Some("https://elsewhere.example")),
                ("origin", Some("http://127.0.0.1:9090")),
                ("origin", Some("null")),
                ("origin", None),
                ("sec-fetch-site", Some("cross-site")),
                ("sec-fetch-site", Some("same-site")),
            ] {
                let mut request = posting(address, &pairs, &south.cookie);
                request.headers_mut().remove(name);
                if let Some(value) = value {
                    request.headers_mut().insert(name, value.parse().unwrap());
                }
                let got = ask(&site, request).await;
                assert_eq!(
                    got.status,
                    StatusCode::FORBIDDEN,
                    "{address} {name} {value:?}"
                );
            }
        }
        let given = challenge(&site).await;
        let answer = answer(&key("South"), &given);
        let pairs = [("challenge", given.as_str()), ("answer", answer.as_str())];
        let mut request = posting("/desk/en/open", &pairs, "");
        let other = "https://elsewhere.example".parse().unwrap();
        request.headers_mut().insert(header::ORIGIN, other);
        assert_eq!(ask(&site, request).await.status, StatusCode::FORBIDDEN);
        assert_eq!(opened(folder.path()).head, before);
        // The session stands: nobody else could end it.
        assert!(
            look(&site, "/desk/en", &south.cookie)
                .await
                .text
                .contains("Sign out")
        );
    });
}

#[test]
fn what_is_too_long_or_no_form_is_refused() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        ferry(folder.path(), "");
        let site = desk(folder.path(), Limits::default());
        let south = sign_in(&site, &key("South")).await;
        let long = "x".repeat(70_000);
        let pairs = [("kind", "claim"), ("note", &long), ("token", &south.token)];
        for address in ["/desk/en/prepare", "/desk/en/sign", "/desk/en/open"] {
            let got = send(&site, address, &pairs, &south.cookie).await;
            assert_eq!(got.status, StatusCode::PAYLOAD_TOO_LARGE, "{address}");
        }
        let mut request = posting("/desk/en/prepare", &pairs[..1], &south.cookie);
        let json = "application/json".parse().unwrap();
        request.headers_mut().insert(header::CONTENT_TYPE, json);
        let got = ask(&site, request).await;
        assert_eq!(got.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
        let request = Request::put("/desk/en").body(Body::empty()).unwrap();
        let got = ask(&site, request).await;
        assert_eq!(got.status, StatusCode::METHOD_NOT_ALLOWED);
        let long = format!("/desk/en?x={}", "x".repeat(3000));
        assert_eq!(
            look(&site, &long, "").await.status,
            StatusCode::URI_TOO_LONG
        );
    });
}

#[test]
fn nobody_asks_too_often() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        ferry(folder.path(), "");
        let few = Rate {
            most: 3,
            each: Duration::from_hours(1),
        };
        let limits = Limits {
            answered_per_address: few,
            ..Limits::default()
        };
        let site = desk(folder.path(), limits);
        for allowed in [true, true, true, false] {
            let got = answered(&site, &key("Stranger"), &challenge(&site).await).await;
            let limited = got.status == StatusCode::TOO_MANY_REQUESTS;
            assert_eq!(limited, !allowed);
            assert_eq!(got.headers.contains_key(header::RETRY_AFTER), limited);
        }
        let limits = Limits {
            prepared_per_key: few,
            entered_per_key: few,
            ..Limits::default()
        };
        let site = desk(folder.path(), limits);
        let south = sign_in(&site, &key("South")).await;
        let north = sign_in(&site, &key("North")).await;
        for address in ["/desk/en/prepare", "/desk/en/sign"] {
            let pairs = [("kind", "claim"), ("note", "x"), ("token", &south.token)];
            for allowed in [true, true, true, false] {
                let got = send(&site, address, &pairs, &south.cookie).await;
                let limited = got.status == StatusCode::TOO_MANY_REQUESTS;
                assert_eq!(limited, !allowed, "{address}");
            }
            // Another member's lane is its own.
            let pairs = [("kind", "claim"), ("note", "x"), ("token", &north.token)];
            let got = send(&site, address, &pairs, &north.cookie).await;
            assert_ne!(got.status, StatusCode::TOO_MANY_REQUESTS);
        }
        let limits = Limits {
            asked_per_address: few,
            ..Limits::default()
        };
        let site = desk(folder.path(), limits);
        for allowed in [true, true, true, false] {
            let got = look(&site, "/desk/en", "").await;
            assert_eq!(got.status == StatusCode::OK, allowed);
        }
        assert_eq!(look(&site, "/en/overview", "").await.status, StatusCode::OK);
    });
}

#[test]
fn cookies_and_headers_are_strict() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        ferry(folder.path(), "");
        let site = desk(folder.path(), Limits::default());
        for (host, start, end) in [
            (HOST, "servanda-desk=", "; Max-Age=28800"),
            ("desk.example", "__Host-servanda-desk=", "; Secure"),
        ] {
            let request = Request::get("/desk/en").header(header::HOST, host);
            let page = ask(&site, request.body(Body::empty()).unwrap()).await;
            let given = hidden(&page.text, "challenge");
            assert!(given.contains(host), "{given}");
            let answer = answer(&key("South"), &given);
            let pairs = [("challenge", given.as_str()), ("answer", answer.as_str())];
            let mut request = posting("/desk/en/open", &pairs, "");
            let headers = request.headers_mut();
            headers.insert(header::HOST, host.parse().unwrap());
            headers.insert(header::ORIGIN, format!("https://{host}").parse().unwrap());
            let got = ask(&site, request).await;
            let cookie = got.headers[header::SET_COOKIE].to_str().unwrap();
            assert!(
                cookie.starts_with(start) && cookie.ends_with(end),
                "{cookie}"
            );
            for part in ["; Path=/", "; HttpOnly", "; SameSite=Strict"] {
                assert!(cookie.contains(part), "{cookie}");
            }
            assert!(cookie.split(';').next().unwrap().len() > 64, "{cookie}");
        }
        let south = sign_in(&site, &key("South")).await;
        for page in ["", "/enter", "/enter?kind=claim", "/keys"] {
            let got = look(&site, &format!("/desk/en{page}"), &south.cookie).await;
            let said = |name: &str| got.headers[name].to_str().unwrap().to_owned();
            assert_eq!(got.status, StatusCode::OK, "{page}");
            assert_eq!(said("cache-control"), "no-store");
            assert_eq!(said("referrer-policy"), "same-origin");
            assert_eq!(said("x-frame-options"), "DENY");
            assert_eq!(said("x-content-type-options"), "nosniff");
            let policy = said("content-security-policy");
            assert!(policy.contains("script-src 'self'"), "{policy}");
            assert!(!policy.contains("unsafe"), "{policy}");
            assert!(!got.text.contains("style=") && !got.text.contains("onclick"));
        }
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
        let pairs = [
            ("statement", name.as_str()),
            ("signature", forged.as_str()),
            token,
        ];
        let got = send(&site, "/desk/en/sign", &pairs, &south.cookie).await;
        assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", got.text);
        assert_eq!(opened(folder.path()).head, before);
        // Another member's session does not know the statement.
        let north = sign_in(&site, &key("North")).await;
        let good = signature(&key("South"), &statement);
        let pairs = [
            ("statement", &*name),
            ("signature", &*good),
            ("token", &*north.token),
        ];
        let got = send(&site, "/desk/en/sign", &pairs, &north.cookie).await;
        assert_eq!(got.status, StatusCode::CONFLICT, "{}", got.text);
        let pairs = [
            ("statement", name.as_str()),
            ("signature", good.as_str()),
            token,
        ];
        let got = send(&site, "/desk/ar/sign", &pairs, &south.cookie).await;
        assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.text);
        let entered = got.headers[header::LOCATION].to_str().unwrap().to_owned();
        assert_eq!(entered, format!("/desk/ar/entered/{}", before.size));
        let after = opened(folder.path());
        assert_eq!(after.head.size, before.size + 1);
        let page = look(&site, &entered, &south.cookie).await;
        assert!(page.text.contains(&after.head.root), "{}", page.text);
        let public = format!("/en/evidence/{}", before.size);
        let public = get(&site, &public).await.text;
        assert!(public.contains("a guard, against orders"), "{public}");
        // The same again is out of place.
        let got = send(&site, "/desk/en/sign", &pairs, &south.cookie).await;
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
