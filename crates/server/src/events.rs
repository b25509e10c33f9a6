//! Server-sent events: the record grew.
//!
//! What lives here: who listens, what they are told and when a stream ends.
//! What does not: looking at the folder (`live`). Entry point: [`listen`].
//!
//! # Invariants
//! An event tells the record's head and nothing that the pages do not show. At
//! most [`LISTENERS_MAX`] listen at a time, none for longer than
//! [`LISTENING_MAX`]; more are refused. Every stream ends when the service does.
//!
//! # Source
//! The HTML Standard, "Server-sent events".

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream::unfold;
use serde_json::json;
use tokio::sync::{OwnedSemaphorePermit, watch};
use tokio::time::{Instant, timeout_at};

use crate::headers::problem;
use crate::live::{LOOK_EVERY, Live};

/// Where they are heard.
pub(crate) const ADDRESS: &str = "/api/events";

/// How many may listen at a time.
pub(crate) const LISTENERS_MAX: usize = 64;

/// How long one connection may listen; a browser then comes again by itself.
const LISTENING_MAX: Duration = Duration::from_mins(30);

/// How often a line that says nothing keeps a connection open.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// After how long a listener that lost its connection comes again.
const RETRY: Duration = Duration::from_secs(10);

/// A record's head, as listeners are told it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Heard {
    /// The record's name.
    pub(crate) origin: String,
    /// How many entries it has.
    pub(crate) size: u64,
    /// Its root.
    pub(crate) root: String,
}

/// One who listens.
struct Listener {
    live: Arc<Live>,
    heads: watch::Receiver<Option<Heard>>,
    told: Option<Heard>,
    /// The size that the listener had before it lost its connection.
    known: Option<u64>,
    until: Instant,
    _place: OwnedSemaphorePermit,
}

/// Tells a listener the record's head, at once and whenever it is another.
pub(crate) async fn listen(State(live): State<Arc<Live>>, headers: HeaderMap) -> Response {
    let Ok(place) = Arc::clone(&live.listeners).try_acquire_owned() else {
        let mut refusal = problem(
            StatusCode::SERVICE_UNAVAILABLE,
            "Too many listen already",
            "ask for a page's `ETag` now and then instead, or come again later",
        );
        let later = HeaderValue::from_static("60");
        refusal.headers_mut().insert(header::RETRY_AFTER, later);
        return refusal;
    };
    let known = headers.get("last-event-id");
    let known = known.and_then(|id| id.to_str().ok()?.parse().ok());
    let listener = Listener {
        heads: live.heads.subscribe(),
        live,
        told: None,
        known,
        until: Instant::now() + LISTENING_MAX,
        _place: place,
    };
    let events = unfold(listener, |mut listener| async move {
        let head = listener.next().await?;
        Some((Ok::<Event, Infallible>(event(&head)), listener))
    });
    let alive = KeepAlive::new().interval(HEARTBEAT);
    let mut response = Sse::new(events).keep_alive(alive).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // Proxies that gather an answer before sending it would keep it for ever.
    let unbuffered = HeaderName::from_static("x-accel-buffering");
    headers.insert(unbuffered, HeaderValue::from_static("no"));
    response
}

fn event(head: &Heard) -> Event {
    let data = json!({ "origin": head.origin, "size": head.size, "root": head.root });
    Event::default()
        .event("record")
        .id(head.size.to_string())
        .retry(RETRY)
        .data(data.to_string())
}

impl Listener {
    /// Waits for a head that the listener was not told.
    ///
    /// # Shape
    /// `None` where the stream ends.
    async fn next(&mut self) -> Option<Heard> {
        loop {
            let head = self.heads.borrow_and_update().clone()?;
            // Whoever comes again with the same size has missed nothing.
            let missed = self.known.take().is_none_or(|size| size != head.size);
            let fresh = self.told.as_ref().map_or(missed, |told| *told != head);
            self.told = Some(head.clone());
            if fresh {
                return Some(head);
            }
            let now = Instant::now();
            if now >= self.until {
                return None;
            }
            let wake = self.until.min(now + LOOK_EVERY);
            if timeout_at(wake, self.heads.changed()).await.is_err() {
                // Nobody else may be asking for pages: somebody has to look.
                let live = Arc::clone(&self.live);
                tokio::task::spawn_blocking(move || drop(live.current()))
                    .await
                    .ok()?;
            }
        }
    }
}
