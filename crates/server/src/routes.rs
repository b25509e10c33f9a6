//! From a request to an answer.
//!
//! # Invariants
//! GET and HEAD only, and POST of a text to be tried, which is computed, shown
//! and forgotten; everything else is refused. What a reader writes into an
//! address or a text reaches a page only as text.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Bytes, to_bytes};
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use servanda_app::language::Language;
use servanda_app::site::{Asked, Choice, Place, TEXT_BYTES_MAX};

use crate::answer::{Answer, Form, Wanted, answer, tag};
use crate::desk::Desk;
use crate::events;
use crate::headers::{Said, problem, secure};
use crate::live::{Live, Refused};
use crate::pages;

/// The longest address that is read.
pub(crate) const ADDRESS_BYTES_MAX: usize = 2048;

/// How long a request may take.
const REQUEST_TIME_MAX: Duration = Duration::from_mins(1);

/// Returns the whole surface of the site with the members' desk.
pub fn router_with_desk(live: Arc<Live>, desk: Arc<Desk>) -> Router {
    crate::desk::routes(Arc::clone(&live), desk).fallback_service(router(live))
}

/// Returns the whole surface of the public site.
pub fn router(live: Arc<Live>) -> Router {
    Router::new()
        .route("/", get(first))
        .route("/openapi.json", get(described))
        .route(events::ADDRESS, get(events::listen))
        .route("/static/{name}", get(asset))
        .route("/{language}", get(of_language))
        .route("/{language}/", get(of_language))
        .route("/{language}/{page}", get(page_of).post(tried))
        .route("/{language}/{page}/{item}", get(item_of))
        .fallback(nothing)
        .layer(middleware::from_fn(guarded))
        .with_state(live)
}

/// Refuses what is not asked for plainly, and adds headers to every answer.
async fn guarded(request: Request, next: Next) -> Response {
    let long = request
        .uri()
        .path_and_query()
        .is_some_and(|address| address.as_str().len() > ADDRESS_BYTES_MAX);
    let reader = Reader::of(&request);
    let tries = request.method() == Method::POST && is_tried(request.uri().path());
    let mut response = if !matches!(*request.method(), Method::GET | Method::HEAD) && !tries {
        let mut refusal = problem(
            StatusCode::METHOD_NOT_ALLOWED,
            "Only GET and HEAD are answered here",
            "this site is read-only; statements are signed and appended with `servanda submit`",
        );
        refusal
            .headers_mut()
            .insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        refusal
    } else if long {
        problem(
            StatusCode::URI_TOO_LONG,
            "The address is too long",
            "an address has at most 2048 bytes",
        )
    } else {
        let answered = tokio::time::timeout(REQUEST_TIME_MAX, next.run(request)).await;
        answered.unwrap_or_else(|_| refuse(Refused::Busy))
    };
    response = reader.told(response);
    secure(response.headers_mut());
    response
}

/// Returns whether a text may be sent to an address.
fn is_tried(path: &str) -> bool {
    path.ends_with("/what-if") || path.ends_with("/what-if.json")
}

/// Who asks: a reader with a browser, or a program.
pub(crate) struct Reader {
    browser: bool,
    language: Language,
}

impl Reader {
    /// Tells a reader by what a request accepts.
    pub(crate) fn of(request: &Request) -> Self {
        let headers = request.headers();
        let accepted = headers.get(header::ACCEPT);
        let browser = accepted
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.contains("text/html"));
        let mut parts = request.uri().path().split('/').skip(1);
        // The desk's pages have their language behind its name.
        let first = parts.next().filter(|part| *part != "desk");
        let language = first.or_else(|| parts.next()).and_then(Language::from_tag);
        Self {
            browser,
            language: language.unwrap_or_else(|| accepted_language(headers)),
        }
    }

    /// Writes a refusal as a page, for a reader.
    pub(crate) fn told(&self, response: Response) -> Response {
        let said = response.extensions().get::<Said>().cloned();
        let Some(said) = said.filter(|_| self.browser) else {
            return response;
        };
        let Some(page) = pages::refusal(self.language, said.status, &said.detail) else {
            return response;
        };
        let (mut parts, _) = response.into_parts();
        let media = HeaderValue::from_static("text/html; charset=utf-8");
        parts.headers.insert(header::CONTENT_TYPE, media);
        parts.headers.remove(header::CONTENT_LENGTH);
        Response::from_parts(parts, page.into())
    }
}

/// Leads to the first page, in the language the reader's browser asks for.
async fn first(headers: HeaderMap) -> Redirect {
    let language = accepted_language(&headers);
    Redirect::temporary(&format!("/{}/overview", language.tag()))
}

/// Returns the language that a reader's browser asks for.
pub(crate) fn accepted_language(headers: &HeaderMap) -> Language {
    let accepted = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("");
    accepted
        .split(',')
        .filter_map(|one| one.split([';', '-']).next())
        .find_map(Language::from_tag)
        .unwrap_or_default()
}

async fn of_language(Path(language): Path<String>) -> Response {
    match Language::from_tag(&language) {
        Some(language) => {
            Redirect::temporary(&format!("/{}/overview", language.tag())).into_response()
        }
        None => nothing().await,
    }
}

async fn asset(
    State(live): State<Arc<Live>>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Response {
    let Some(found) = live.assets.get(name.as_str()) else {
        return nothing().await;
    };
    if matches(&headers, &found.tag) {
        return unchanged(&found.tag);
    }
    send(found, &headers)
}

/// Describes the API to programs.
async fn described() -> Response {
    let headers = [(header::CONTENT_TYPE, "application/json")];
    let document = format!("{:#}\n", crate::openapi::document());
    (headers, document).into_response()
}

async fn page_of(
    State(live): State<Arc<Live>>,
    Path((language, last)): Path<(String, String)>,
    Query(query): Query<BTreeMap<String, String>>,
    headers: HeaderMap,
) -> Response {
    let (page, form) = Wanted::form(&last);
    let wanted = wanted(&language, page, None, form, &query);
    respond(&live, wanted, &headers).await
}

async fn item_of(
    State(live): State<Arc<Live>>,
    Path((language, page, last)): Path<(String, String, String)>,
    Query(query): Query<BTreeMap<String, String>>,
    headers: HeaderMap,
) -> Response {
    let (item, form) = Wanted::form(&last);
    let wanted = wanted(&language, &page, Some(item), form, &query);
    respond(&live, wanted, &headers).await
}

fn wanted(
    language: &str,
    page: &str,
    item: Option<&str>,
    form: Form,
    query: &BTreeMap<String, String>,
) -> Option<Wanted> {
    let value = |name: &str| query.get(name).filter(|value| !value.is_empty()).cloned();
    Some(Wanted {
        language: Language::from_tag(language)?,
        page: page.to_owned(),
        item: item.map(str::to_owned),
        form,
        choice: Choice {
            asked: Asked {
                at: value("at"),
                known: value("known"),
                since: value("since"),
            },
            pillar: value("pillar"),
            obligor: value("obligor"),
            status: value("status"),
            by: value("by"),
            of: value("of"),
            stretch: value("stretch").and_then(|number| number.parse().ok()),
            clause: value("clause"),
            text: None,
        },
    })
}

/// Tries a text: computes and shows, and keeps nothing.
async fn tried(
    State(live): State<Arc<Live>>,
    Path((language, last)): Path<(String, String)>,
    Query(query): Query<BTreeMap<String, String>>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    // A form's signs may take three bytes each.
    let Ok(body) = to_bytes(body, TEXT_BYTES_MAX * 3).await else {
        return too_long();
    };
    let text = text_of(&parts.headers, &body);
    if text.len() > TEXT_BYTES_MAX {
        return too_long();
    }
    let (page, form) = Wanted::form(&last);
    let Some(mut wanted) = wanted(&language, page, None, form, &query) else {
        return nothing().await;
    };
    wanted.choice.text = Some(text);
    make(&live, wanted, &parts.headers).await
}

fn too_long() -> Response {
    problem(
        StatusCode::PAYLOAD_TOO_LARGE,
        "The text is too long",
        "a text to be tried has at most 64 KiB; `servanda replay` takes longer ones",
    )
}

/// Returns the text that was sent: a form's field `text`, or the whole body.
fn text_of(headers: &HeaderMap, body: &Bytes) -> String {
    let media = headers.get(header::CONTENT_TYPE);
    let form = media
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.starts_with("application/x-www-form-urlencoded"));
    let whole = String::from_utf8_lossy(body);
    if !form {
        return whole.into_owned();
    }
    let field = whole.split('&').find_map(|pair| pair.strip_prefix("text="));
    // Browsers end the lines of a form's text with both signs.
    field
        .map_or_else(String::new, decoded)
        .replace("\r\n", "\n")
}

/// Undoes the encoding of a form's value.
pub(crate) fn decoded(value: &str) -> String {
    let mut out = Vec::with_capacity(value.len());
    let mut bytes = value.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'+' => out.push(b' '),
            b'%' => {
                let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
                let pair = (digit(bytes.next()), digit(bytes.next()));
                if let (Some(high), Some(low)) = pair {
                    out.push(u8::try_from(high * 16 + low).unwrap_or(b'?'));
                }
            }
            other => out.push(other),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Makes an answer that is not kept.
async fn make(live: &Arc<Live>, wanted: Wanted, headers: &HeaderMap) -> Response {
    let looking = Arc::clone(live);
    let Ok(current) = tokio::task::spawn_blocking(move || looking.current()).await else {
        return refuse(Refused::Busy);
    };
    let instants = match Live::instants(&current, &wanted.choice.asked) {
        Ok(instants) => instants,
        Err(refused) => return refuse(refused),
    };
    let judged = match live.judged(&current, instants).await {
        Ok(judged) => judged,
        Err(refused) => return refuse(refused),
    };
    let made = live
        .blocking(move || {
            let tag = String::new();
            answer(&current.site, &judged, &wanted, &Place::Served, tag)
        })
        .await;
    match made {
        Ok(Ok(Some(answer))) => {
            let mut response = send(&answer, headers);
            let headers = response.headers_mut();
            headers.remove(header::ETAG);
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            response
        }
        Ok(Ok(None)) => nothing().await,
        Ok(Err(fault)) => failed(&fault),
        Err(refused) => refuse(refused),
    }
}

/// Says that a page could not be made.
pub(crate) fn failed(fault: &crate::error::Error) -> Response {
    problem(
        StatusCode::INTERNAL_SERVER_ERROR,
        "The page could not be made",
        &fault.to_string(),
    )
}

async fn respond(live: &Arc<Live>, wanted: Option<Wanted>, headers: &HeaderMap) -> Response {
    let Some(wanted) = wanted else {
        return nothing().await;
    };
    let looking = Arc::clone(live);
    let Ok(current) = tokio::task::spawn_blocking(move || looking.current()).await else {
        return refuse(Refused::Busy);
    };
    let instants = match Live::instants(&current, &wanted.choice.asked) {
        Ok(instants) => instants,
        Err(refused) => return refuse(refused),
    };
    let key = wanted.key(&current.site.key(&instants));
    let tag = tag(&current.site, &key);
    if matches(headers, &tag) {
        return unchanged(&tag);
    }
    if let Some(kept) = current.pages.get(&key) {
        return send(&kept, headers);
    }
    let judged = match live.judged(&current, instants).await {
        Ok(judged) => judged,
        Err(refused) => return refuse(refused),
    };
    let made = {
        let current = Arc::clone(&current);
        live.blocking(move || answer(&current.site, &judged, &wanted, &Place::Served, tag))
            .await
    };
    match made {
        Ok(Ok(Some(answer))) => {
            let answer = Arc::new(answer);
            current.pages.put(key, answer.weight(), Arc::clone(&answer));
            send(&answer, headers)
        }
        Ok(Ok(None)) => nothing().await,
        Ok(Err(fault)) => failed(&fault),
        Err(refused) => refuse(refused),
    }
}

/// Returns whether the reader has this very answer already.
fn matches(headers: &HeaderMap, tag: &str) -> bool {
    let known = headers.get_all(header::IF_NONE_MATCH);
    let bare = tag.trim_start_matches("W/");
    known
        .iter()
        .filter_map(|value| value.to_str().ok())
        .any(|value| {
            value
                .split(',')
                .any(|one| one.trim() == "*" || one.trim().trim_start_matches("W/") == bare)
        })
}

fn unchanged(tag: &str) -> Response {
    (StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response()
}

/// Sends an answer, packed where the reader takes that.
pub(crate) fn send(answer: &Answer, asked: &HeaderMap) -> Response {
    let headers = [
        (header::CONTENT_TYPE, answer.media),
        (header::ETAG, answer.tag.as_str()),
        (header::CACHE_CONTROL, "public, max-age=0, must-revalidate"),
        (header::VARY, "accept-encoding"),
    ];
    let mut response = if takes_gzip(asked) {
        let encoding = [(header::CONTENT_ENCODING, "gzip")];
        (headers, encoding, answer.packed.clone()).into_response()
    } else {
        (headers, answer.body.clone()).into_response()
    };
    let policy = answer.policy.as_deref().map(HeaderValue::from_str);
    if let Some(Ok(policy)) = policy {
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// Returns whether the reader takes gzip, as RFC 9110 section 12.5.3 says.
fn takes_gzip(asked: &HeaderMap) -> bool {
    let accepted = asked.get_all(header::ACCEPT_ENCODING);
    accepted
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|one| {
            let (name, weight) = one.split_once(';').unwrap_or((one, ""));
            let refused = matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000");
            name.trim().eq_ignore_ascii_case("gzip") && !refused
        })
}

fn refuse(refused: Refused) -> Response {
    match refused {
        Refused::Busy => {
            let mut response = problem(
                StatusCode::SERVICE_UNAVAILABLE,
                "Too much is asked for at once",
                "try again in a few seconds; the latest instants are answered at once",
            );
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
            response
        }
        Refused::Time(why) => problem(StatusCode::BAD_REQUEST, "A time cannot be read", &why),
    }
}

/// Says that there is no such page.
pub(crate) async fn nothing() -> Response {
    problem(
        StatusCode::NOT_FOUND,
        "There is no such page",
        "the pages are listed at /en/overview",
    )
}
