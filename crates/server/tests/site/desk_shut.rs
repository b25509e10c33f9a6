//! The members' desk, asked as nobody should: without a session, from elsewhere,
//! too late, too often, too much.

use std::time::Duration;

use jiff::Timestamp;
use servanda_app::enrol;
use servanda_app::key_file::Key;
use servanda_server::{Limits, Rate};

use super::desk::{
    HOST, answer, answered, challenge, desk, ferry, hidden, key, look, opened, posting, send,
    sign_in,
};
use super::*;

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
        let named = Request::get("/desk/en").header(header::HOST, "x".repeat(300));
        let got = ask(&site, named.body(Body::empty()).unwrap()).await;
        assert_eq!(got.status, StatusCode::BAD_REQUEST);
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
