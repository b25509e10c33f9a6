//! Opening and closing sessions, and noting what was seen.

use axum::extract::{Extension, Path, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use servanda_app::desk::{Answer, Challenge, Member};

use super::Shared;
use super::acts::{posted, with_session};
use super::guard::{Address, busy, too_often};
use super::limits::Lane;
use super::pages;
use super::sessions::Shut;
use super::shown::{Visit, on, page};
use super::wire::{cookie, field, host, seen_cookie};
use crate::headers::problem;

/// Shows how to sign in, with a challenge that is good once; `refused` says why
/// an answer before it opened nothing.
pub(super) fn sign_in(
    shared: &Shared,
    visit: &Visit,
    host: &str,
    refused: Option<(StatusCode, &str)>,
) -> Response {
    let settings = &visit.current.site.opened.folder.settings;
    let given = (shared.desk).challenge(&settings.id, settings.epoch, host);
    let Ok(challenge) = given else {
        return busy();
    };
    let (status, why) = refused.unwrap_or((StatusCode::OK, ""));
    let plan = &visit.current.site.opened.plan;
    let actors: Vec<String> = plan.actors.iter().map(|one| one.name.to_string()).collect();
    page(
        status,
        pages::sign_in(&visit.frame("open", ""), &challenge, &actors, why),
    )
}

/// Takes the answer to a challenge, and opens a session for a key that may sign.
pub(super) async fn open(
    State(shared): State<Shared>,
    Path(language): Path<String>,
    Extension(Address(address)): Extension<Address>,
    request: Request,
) -> Response {
    if !shared.desk.may(Lane::Answered, &address) {
        return too_often();
    }
    let (headers, form) = match posted(request).await {
        Ok(posted) => posted,
        Err(refusal) => return refusal,
    };
    let visit = match Visit::of(&shared, &language, &headers).await {
        Ok(visit) => visit,
        Err(refusal) => return refusal,
    };
    let host = host(&headers);
    let again = |status, why: &str| sign_in(&shared, &visit, host, Some((status, why)));
    let read = Challenge::parse(field(&form, "challenge"))
        .and_then(|challenge| Ok((challenge, Answer::parse(field(&form, "answer"))?)));
    let (challenge, answer) = match read {
        Ok(read) => read,
        Err(why) => return again(StatusCode::UNPROCESSABLE_ENTITY, &why),
    };
    // The challenge kept names the host that it was given on.
    if challenge.host != host {
        return again(StatusCode::FORBIDDEN, CHALLENGE);
    }
    match shared.desk.answered(&challenge, &answer) {
        Ok(()) => {}
        Err(Shut::Challenge | Shut::Full) => return again(StatusCode::FORBIDDEN, CHALLENGE),
        Err(Shut::Answer) => {
            let why = "the answer is not this key's signature over this challenge";
            return again(StatusCode::FORBIDDEN, why);
        }
    }
    let member = match Member::of(&visit.current.site.opened, answer.key) {
        Ok(member) => member,
        Err(refused) => {
            let ways = refused.ways_out().join("; ");
            return again(StatusCode::FORBIDDEN, &format!("{refused}. {ways}"));
        }
    };
    match shared.desk.open(member) {
        Ok(id) => {
            let seconds = shared.desk.limits().session_time.as_secs();
            let home = format!("/desk/{}", visit.language.tag());
            on(&home, Some(&cookie(host, &id, seconds)))
        }
        Err(_) => busy(),
    }
}

const CHALLENGE: &str = "the challenge was answered before, is too old, or is not this desk's: \
                         answer the new one";

/// Ends the session.
pub(super) async fn close(
    State(shared): State<Shared>,
    Path(language): Path<String>,
    request: Request,
) -> Response {
    let (visit, headers, _, held) = match with_session(&shared, &language, request).await {
        Ok(found) => found,
        Err(refusal) => return refusal,
    };
    shared.desk.close(&held);
    let home = format!("/desk/{}", visit.language.tag());
    on(&home, Some(&cookie(host(&headers), "", 0)))
}

/// Notes how many entries the member has seen; in a cookie, nowhere else.
pub(super) async fn seen(
    State(shared): State<Shared>,
    Path(language): Path<String>,
    request: Request,
) -> Response {
    let (visit, headers, form, held) = match with_session(&shared, &language, request).await {
        Ok(found) => found,
        Err(refusal) => return refusal,
    };
    let Ok(size) = field(&form, "size").parse::<u64>() else {
        return problem(
            StatusCode::UNPROCESSABLE_ENTITY,
            "This is no number of entries",
            "go back to the desk and try again",
        );
    };
    let cookie = seen_cookie(host(&headers), &held.member.id().to_string(), size);
    on(&format!("/desk/{}", visit.language.tag()), Some(&cookie))
}
