//! Who listens is told that the record grew.

use axum::body::BodyDataStream;
use futures_util::StreamExt as _;
use servanda_app::submit;

use super::desk::{ferry, key, opened};
use super::*;

/// Starts to listen, perhaps again.
async fn listen(site: &Router, known: Option<u64>) -> (StatusCode, HeaderMap, BodyDataStream) {
    let mut request = Request::get("/api/events");
    if let Some(known) = known {
        request = request.header("last-event-id", known);
    }
    let request = request.body(Body::empty()).unwrap();
    let (parts, body) = site.clone().oneshot(request).await.unwrap().into_parts();
    (parts.status, parts.headers, body.into_data_stream())
}

/// Waits for the next event.
async fn heard(stream: &mut BodyDataStream) -> String {
    let limit = std::time::Duration::from_mins(1);
    let frame = tokio::time::timeout(limit, stream.next()).await;
    let bytes = frame.expect("nothing was heard").expect("the stream ended");
    String::from_utf8(bytes.unwrap().to_vec()).unwrap()
}

fn claim(folder: &Path) -> u64 {
    let note = [("note".to_owned(), "we are still here".to_owned())];
    let now = jiff::Timestamp::now();
    let done = submit::submit(&opened(folder), "claim", &note, &key("North"), now);
    done.unwrap().size
}

#[test]
fn a_listener_is_told_each_head_once_and_comes_again_where_it_left() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        ferry(folder.path(), "shots at the landing");
        let size = opened(folder.path()).head.size;
        let site = site(folder.path());
        let (status, headers, mut stream) = listen(&site, None).await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(headers[header::CONTENT_TYPE], "text/event-stream");
        let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'"));
        let first = heard(&mut stream).await;
        assert!(first.contains(&format!("id: {size}\n")), "{first}");
        assert!(first.contains("event: record\n"), "{first}");
        assert!(first.contains(&format!("\"size\":{size}")), "{first}");

        // One that knows this head hears nothing until there is another.
        let (_, _, mut again) = listen(&site, Some(size)).await;
        let (_, _, mut behind) = listen(&site, Some(1)).await;
        assert!(heard(&mut behind).await.contains(&format!("id: {size}\n")));
        let grown = claim(folder.path());
        assert!(grown > size);
        for stream in [&mut stream, &mut again, &mut behind] {
            let next = heard(stream).await;
            assert!(next.contains(&format!("id: {grown}\n")), "{next}");
        }
    });
}

#[test]
fn only_so_many_listen_at_a_time() {
    run(async {
        let site = site(&example("riverside"));
        let mut held = Vec::new();
        loop {
            let (status, headers, stream) = listen(&site, None).await;
            if status != StatusCode::OK {
                assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
                assert!(headers.contains_key(header::RETRY_AFTER));
                break;
            }
            held.push(stream);
        }
        assert_eq!(held.len(), 64);
        // Pages are answered all the same, and a place that is left is free.
        assert_eq!(get(&site, "/en/about").await.status, StatusCode::OK);
        held.pop();
        assert_eq!(listen(&site, None).await.0, StatusCode::OK);
    });
}
