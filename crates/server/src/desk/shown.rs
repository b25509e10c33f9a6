//! The pages that only show: the queue, what may be entered, keys, and what was
//! entered.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use jiff::Timestamp;
use servanda_app::desk::{Citation, Member, Offer, form, offers, queue};
use servanda_app::language::Language;
use servanda_app::site::{Asked, Asking, Choice, Judged, Place};

use super::Shared;
use super::guard::busy;
use super::pages::{self, Frame};
use super::sessions::Held;
use super::wire::{cookie_name, cookie_of, host, seen_name};
use crate::answer::{Answer, tag_of_bytes};
use crate::error::Error;
use crate::live::Current;
use crate::routes::{accepted_language, nothing, send};

const STYLE: &str = include_str!("../../assets/desk.css");
const SCRIPT: &str = include_str!("../../assets/desk.js");

/// One look at the desk: in which language, at what, by whom.
pub(super) struct Visit {
    pub(super) language: Language,
    pub(super) current: Arc<Current>,
    pub(super) judged: Arc<Judged>,
    pub(super) held: Option<Held>,
}

impl Visit {
    /// Reads the folder's present state and finds the session.
    ///
    /// # Errors
    /// The refusal to be sent, where there is no such language or too much is
    /// asked for at once.
    pub(super) async fn of(
        shared: &Shared,
        language: &str,
        headers: &HeaderMap,
    ) -> Result<Self, Response> {
        let Some(language) = Language::from_tag(language) else {
            return Err(nothing().await);
        };
        let looking = Arc::clone(&shared.live);
        let current = tokio::task::spawn_blocking(move || looking.current()).await;
        let current = current.map_err(|_| busy())?;
        // Judged at the end of this minute: what a member has just entered counts
        // on the next page it sees.
        let minute = Timestamp::now() + Duration::from_mins(1);
        let instants = current.site.instants(&Asked::default(), minute);
        let instants = instants.map_err(|_| busy())?;
        let judged = shared.live.judged(&current, instants).await;
        let judged = judged.map_err(|_| busy())?;
        let held = held(shared, &current, headers);
        Ok(Self {
            language,
            current,
            judged,
            held,
        })
    }

    /// Hands on what pages are made from.
    pub(super) fn asking<T>(&self, make: impl FnOnce(&Asking) -> T) -> T {
        let choice = Choice::default();
        make(&Asking {
            site: &self.current.site,
            judged: &self.judged,
            language: self.language,
            choice: &choice,
            item: None,
            place: &Place::Served,
        })
    }

    /// Returns the frame of a page; `rest` is its address after the language.
    pub(super) fn frame(&self, here: &'static str, rest: &str) -> Frame {
        self.asking(|asking| Frame::new(asking, self.held.as_ref(), here, rest))
    }
}

/// Finds the session of a request. It ends with its key.
pub(super) fn held(shared: &Shared, current: &Current, headers: &HeaderMap) -> Option<Held> {
    let id = cookie_of(headers, cookie_name(host(headers)))?;
    let mut held = shared.desk.session(id)?;
    if let Ok(member) = Member::of(&current.site.opened, held.member.key) {
        held.member = member;
        Some(held)
    } else {
        shared.desk.close(&held);
        None
    }
}

/// Sends a page, or says that it could not be made.
pub(super) fn page(status: StatusCode, made: Result<String, Error>) -> Response {
    match made {
        Ok(page) => (status, Html(page)).into_response(),
        Err(fault) => crate::routes::failed(&fault),
    }
}

/// Leads to the desk in the reader's language.
pub(super) async fn first(headers: HeaderMap) -> Redirect {
    Redirect::temporary(&format!("/desk/{}", accepted_language(&headers).tag()))
}

pub(super) async fn style(headers: HeaderMap) -> Response {
    file("text/css; charset=utf-8", STYLE, &headers)
}

pub(super) async fn script(headers: HeaderMap) -> Response {
    file("text/javascript; charset=utf-8", SCRIPT, &headers)
}

fn file(media: &'static str, text: &str, headers: &HeaderMap) -> Response {
    let bytes = text.as_bytes().to_vec();
    let tag = tag_of_bytes(&bytes);
    send(&Answer::new(media, bytes, tag), headers)
}

/// Shows the queue, or how to sign in.
pub(super) async fn home(
    State(shared): State<Shared>,
    Path(language): Path<String>,
    headers: HeaderMap,
) -> Response {
    let visit = match Visit::of(&shared, &language, &headers).await {
        Ok(visit) => visit,
        Err(refusal) => return refusal,
    };
    let Some(held) = visit.held.clone() else {
        return super::open::sign_in(&shared, &visit, host(&headers), None);
    };
    let id = held.member.id().to_string();
    let seen = cookie_of(&headers, &seen_name(&id)).and_then(|size| size.parse().ok());
    let made = shared.live.blocking(move || {
        let queue = visit.asking(|asking| queue(asking, &held.member, seen.unwrap_or(0)));
        pages::queue(&visit.frame("queue", ""), &queue)
    });
    match made.await {
        Ok(made) => page(StatusCode::OK, made),
        Err(_) => busy(),
    }
}

/// Leads whoever has no session to the page that opens one.
pub(super) fn to_home(language: Language) -> Response {
    Redirect::to(&format!("/desk/{}", language.tag())).into_response()
}

/// Shows what the member may enter, or the form for one act.
pub(super) async fn enter(
    State(shared): State<Shared>,
    Path(language): Path<String>,
    Query(query): Query<BTreeMap<String, String>>,
    headers: HeaderMap,
) -> Response {
    let visit = match Visit::of(&shared, &language, &headers).await {
        Ok(visit) => visit,
        Err(refusal) => return refusal,
    };
    let Some(held) = visit.held.clone() else {
        return to_home(visit.language);
    };
    let opened = &visit.current.site.opened;
    let plan = &opened.plan;
    let Some(offer) = offer_of(&query) else {
        let offers = offers(plan, &held.member);
        let frame = visit.frame("enter", "/enter");
        return page(StatusCode::OK, pages::offers(&frame, opened, &offers));
    };
    let Some(fields) = form(plan, &offer, Timestamp::now()) else {
        return nothing().await;
    };
    let frame = visit.frame("enter", &format!("/enter{}", pages::query(&offer)));
    page(
        StatusCode::OK,
        pages::form(&frame, &offer, fields, &[], None),
    )
}

/// Reads what the form is for.
pub(super) fn offer_of(query: &BTreeMap<String, String>) -> Option<Offer> {
    let value = |name: &str| query.get(name).filter(|value| !value.is_empty());
    let kind = pages::kind(value("kind")?)?;
    Some(Offer {
        kind,
        of: value("of").cloned(),
        refers: value("refers").and_then(|entry| Citation::parse(entry.trim_start_matches('#'))),
    })
}

/// Shows the keys on record, and how they come and go.
pub(super) async fn keys(
    State(shared): State<Shared>,
    Path(language): Path<String>,
    headers: HeaderMap,
) -> Response {
    let visit = match Visit::of(&shared, &language, &headers).await {
        Ok(visit) => visit,
        Err(refusal) => return refusal,
    };
    let Some(held) = &visit.held else {
        return to_home(visit.language);
    };
    let keys = servanda_app::enrol::list(&visit.current.site.opened);
    let frame = visit.frame("keys", "/keys");
    page(StatusCode::OK, pages::keys(&frame, &held.member, &keys))
}

/// Shows what was entered, with the record's new root.
pub(super) async fn entered(
    State(shared): State<Shared>,
    Path((language, number)): Path<(String, u64)>,
    headers: HeaderMap,
) -> Response {
    let visit = match Visit::of(&shared, &language, &headers).await {
        Ok(visit) => visit,
        Err(refusal) => return refusal,
    };
    if visit.held.is_none() {
        return to_home(visit.language);
    }
    let head = &visit.current.site.opened.head;
    if number >= head.size {
        return nothing().await;
    }
    let frame = visit.frame("enter", &format!("/entered/{number}"));
    page(StatusCode::OK, pages::entered(&frame, number, &head.root))
}

/// Sends a reader on after something was done, with a cookie where one is set.
pub(super) fn on(address: &str, cookie: Option<&str>) -> Response {
    let mut response = Redirect::to(address).into_response();
    if let Some(Ok(cookie)) = cookie.map(axum::http::HeaderValue::from_str) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}
