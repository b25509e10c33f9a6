//! Statements written out, and taken once they are signed.
//!
//! # Invariants
//! Nothing is recorded before a signature of the session's key over the very
//! bytes shown has been checked. A refusal says why and what can be done, and
//! leaves the record as it was.

use std::sync::Arc;

use axum::body::to_bytes;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use jiff::Timestamp;
use servanda_app::desk::{self, Citation, Offer, form, signature_of};

use super::Shared;
use super::guard::{busy, too_often};
use super::limits::{BODY_BYTES_MAX, Lane};
use super::pages::{self, Refusal};
use super::sessions::Held;
use super::shown::{Visit, on, page};
use super::wire::{self, field};
use crate::headers::problem;
use crate::routes::nothing;

type Form = Vec<(String, String)>;

/// Reads a form that was sent, up to its limit.
///
/// # Errors
/// The refusal to be sent.
pub(super) async fn posted(request: Request) -> Result<(HeaderMap, Form), Response> {
    let (parts, body) = request.into_parts();
    match to_bytes(body, BODY_BYTES_MAX).await {
        Ok(body) => Ok((parts.headers, wire::form(&body))),
        Err(_) => Err(problem(
            StatusCode::PAYLOAD_TOO_LARGE,
            "The form is too long",
            "a form has at most 64 KiB; `servanda import` takes whole files",
        )),
    }
}

/// Reads a form that belongs to a session, and holds that it carries its token.
///
/// # Errors
/// The refusal to be sent.
pub(super) async fn with_session(
    shared: &Shared,
    language: &str,
    request: Request,
) -> Result<(Visit, HeaderMap, Form, Held), Response> {
    let (headers, form) = posted(request).await?;
    let visit = Visit::of(shared, language, &headers).await?;
    let Some(held) = visit.held.clone() else {
        return Err(problem(
            StatusCode::UNAUTHORIZED,
            "There is no session",
            "it has ended, or its key has: sign in with a key on record",
        ));
    };
    if !held.carries(field(&form, "token")) {
        return Err(problem(
            StatusCode::FORBIDDEN,
            "The form is not of this session",
            "open the page again and send its own form",
        ));
    }
    Ok((visit, headers, form, held))
}

/// Writes out the statement that a form asks for, and shows it for signing.
pub(super) async fn prepare(
    State(shared): State<Shared>,
    Path(language): Path<String>,
    request: Request,
) -> Response {
    let (visit, _, sent, held) = match with_session(&shared, &language, request).await {
        Ok(found) => found,
        Err(refusal) => return refusal,
    };
    if !shared
        .desk
        .may(Lane::Prepared, &held.member.id().to_string())
    {
        return too_often();
    }
    let Some(kind) = pages::kind(field(&sent, "kind")) else {
        return nothing().await;
    };
    let filled = sent.iter().filter(|(name, value)| {
        !matches!(name.as_str(), "kind" | "token") && !value.trim().is_empty()
    });
    let pairs: Form = filled.cloned().collect();
    let desk = Arc::clone(&shared.desk);
    let made = shared.live.blocking(move || {
        let opened = &visit.current.site.opened;
        let offer = offer_of(kind, &pairs);
        match desk::prepare(opened, &held.member, kind, &pairs) {
            Ok(prepared) => {
                let rest = format!("/enter{}", pages::query(&offer));
                let frame = visit.frame("enter", &rest);
                let signing = pages::signing(&frame, opened, &prepared, (kind, &pairs));
                let name = desk.keep(&held, prepared);
                (StatusCode::OK, signing.written(&name.unwrap_or_default()))
            }
            Err(refused) => {
                let refusal = Refusal::of(&refused);
                let fields = form(&opened.plan, &offer, Timestamp::now()).unwrap_or_default();
                let rest = format!("/enter{}", pages::query(&offer));
                let frame = visit.frame("enter", &rest);
                let made = pages::form(&frame, &offer, fields, &pairs, Some(refusal));
                (StatusCode::UNPROCESSABLE_ENTITY, made)
            }
        }
    });
    match made.await {
        Ok((status, made)) => page(status, made),
        Err(_) => busy(),
    }
}

/// Returns what a form that was sent is for.
fn offer_of(kind: &'static str, pairs: &[(String, String)]) -> Offer {
    let given = |name: &str| {
        let value = field(pairs, name);
        (!value.is_empty()).then(|| value.to_owned())
    };
    Offer {
        kind,
        of: given("of"),
        refers: given("refers").and_then(|entry| Citation::parse(entry.trim_start_matches('#'))),
    }
}

/// Takes the signature over a statement that was shown, and appends it.
pub(super) async fn sign(
    State(shared): State<Shared>,
    Path(language): Path<String>,
    request: Request,
) -> Response {
    let (visit, _, sent, held) = match with_session(&shared, &language, request).await {
        Ok(found) => found,
        Err(refusal) => return refusal,
    };
    if !shared
        .desk
        .may(Lane::Entered, &held.member.id().to_string())
    {
        return too_often();
    }
    let name = field(&sent, "statement").to_owned();
    let Some(prepared) = shared.desk.prepared(&held, &name) else {
        return problem(
            StatusCode::CONFLICT,
            "This statement no longer waits for a signature",
            "it was entered already, or others were written out since: fill in the form again",
        );
    };
    let Some(signature) = signature_of(field(&sent, "signature")) else {
        return problem(
            StatusCode::UNPROCESSABLE_ENTITY,
            "There is no signature",
            "a signature is 128 hexadecimal digits; the page makes it where script runs and the \
             key is kept in this browser, and `servanda submit` with a key file",
        );
    };
    let language = visit.language;
    let appending = shared.appending.lock().await;
    let live = Arc::clone(&shared.live);
    let made = shared.live.blocking(move || {
        let opened = &visit.current.site.opened;
        let entered = desk::enter(opened, &prepared, signature, Timestamp::now());
        if entered.is_ok() {
            live.look();
        }
        entered
    });
    let made = made.await;
    drop(appending);
    match made {
        Ok(Ok(view)) => {
            shared.desk.forget(&held, &name);
            let number = view.first.unwrap_or_default();
            on(&format!("/desk/{}/entered/{number}", language.tag()), None)
        }
        Ok(Err(refused)) => refusal(&refused),
        Err(_) => busy(),
    }
}

/// Says why a signed statement was not taken.
fn refusal(refused: &servanda_app::Error) -> Response {
    if refused.passes() {
        return busy();
    }
    let status = match refused.code() {
        "not-entitled" | "forbidden" => StatusCode::FORBIDDEN,
        "argument" => StatusCode::CONFLICT,
        "statement" | "rows" => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    };
    let ways = refused.ways_out().join("; ");
    let detail = format!("{}. {ways}", refused.chain());
    problem(status, "The statement was not entered", &detail)
}
