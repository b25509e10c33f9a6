//! What every request to the desk must pass before anything answers it.
//!
//! # Invariants
//! A POST is answered only where its `Origin` names this very host. Whatever is
//! answered is kept by no cache, and tells no other site where it was read.

use std::net::SocketAddr;
use std::time::Duration;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;

use super::Shared;
use super::limits::Lane;
use super::wire::host;
use crate::headers::{problem, secure};
use crate::routes::{ADDRESS_BYTES_MAX, Reader};

/// The longest name of a host, with its port.
const HOST_BYTES_MAX: usize = 255;

/// How long a request may take.
const REQUEST_TIME_MAX: Duration = Duration::from_mins(1);

/// From where a request comes, as far as the connection tells.
#[derive(Clone, Debug)]
pub(super) struct Address(pub(super) String);

/// Refuses what does not come plainly from a page of this host, or too often.
pub(super) async fn guarded(
    State(shared): State<Shared>,
    mut request: Request,
    next: Next,
) -> Response {
    let connection = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let address = connection.map_or_else(|| "unknown".into(), |one| one.0.ip().to_string());
    let reader = Reader::of(&request);
    let refused = if shared.desk.may(Lane::Asked, &address) {
        refused(&request)
    } else {
        Some(too_often())
    };
    request.extensions_mut().insert(Address(address));
    let response = match refused {
        Some(refusal) => refusal,
        None => match tokio::time::timeout(REQUEST_TIME_MAX, next.run(request)).await {
            Ok(response) => response,
            Err(_) => late(),
        },
    };
    let mut response = reader.told(response);
    let headers = response.headers_mut();
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    // Without any referrer a browser names no origin with a form either.
    headers.insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("same-origin"),
    );
    secure(headers);
    response
}

fn refused(request: &Request) -> Option<Response> {
    let address = request.uri().path_and_query();
    if address.is_some_and(|address| address.as_str().len() > ADDRESS_BYTES_MAX) {
        return Some(problem(
            StatusCode::URI_TOO_LONG,
            "The address is too long",
            "an address has at most 2048 bytes",
        ));
    }
    let headers = request.headers();
    // Challenges are kept with the host that they were given on.
    if host(headers).len() > HOST_BYTES_MAX {
        return Some(problem(
            StatusCode::BAD_REQUEST,
            "The host's name is too long",
            "a host's name has at most 255 bytes",
        ));
    }
    match *request.method() {
        Method::GET | Method::HEAD => None,
        Method::POST if !of_this_host(headers) => Some(problem(
            StatusCode::FORBIDDEN,
            "The form is not from a page of this desk",
            "a form is taken only from a page of this very host: open the desk here and try \
             again; a server in front of it must pass the header `Host` on",
        )),
        Method::POST if !is_form(headers) => Some(problem(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "This is no form",
            "the desk takes forms, application/x-www-form-urlencoded",
        )),
        Method::POST => None,
        _ => {
            let mut refusal = problem(
                StatusCode::METHOD_NOT_ALLOWED,
                "Only GET, HEAD and POST are answered here",
                "use the pages of the desk, or `servanda submit`",
            );
            let allowed = HeaderValue::from_static("GET, HEAD, POST");
            refusal.headers_mut().insert(header::ALLOW, allowed);
            Some(refusal)
        }
    }
}

/// Returns whether a request comes from a page of the host that it is sent to.
fn of_this_host(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let origin = text("origin").and_then(|origin| origin.split_once("://"));
    let own = origin.is_some_and(|(scheme, own)| {
        matches!(scheme, "http" | "https") && !own.is_empty() && own == host(headers)
    });
    own && text("sec-fetch-site").is_none_or(|site| site == "same-origin")
}

fn is_form(headers: &HeaderMap) -> bool {
    let media = headers.get(header::CONTENT_TYPE);
    let media = media.and_then(|value| value.to_str().ok()).unwrap_or("");
    media.starts_with("application/x-www-form-urlencoded")
}

/// Refuses whoever asks too often.
pub(super) fn too_often() -> Response {
    let mut refusal = problem(
        StatusCode::TOO_MANY_REQUESTS,
        "Too much is asked for from here",
        "wait a minute, then try again",
    );
    let wait = HeaderValue::from_static("60");
    refusal.headers_mut().insert(header::RETRY_AFTER, wait);
    refusal
}

/// Says that an answer took too long; what was begun may still be done.
fn late() -> Response {
    problem(
        StatusCode::SERVICE_UNAVAILABLE,
        "The answer took too long",
        "look among the entries whether yours is there before you send it again; a statement is \
         taken once only",
    )
}

/// Refuses what cannot be done at this moment.
pub(super) fn busy() -> Response {
    let mut refusal = problem(
        StatusCode::SERVICE_UNAVAILABLE,
        "Too much is asked for at once",
        "nothing was recorded; try again in a few seconds",
    );
    let wait = HeaderValue::from_static("5");
    refusal.headers_mut().insert(header::RETRY_AFTER, wait);
    refusal
}
