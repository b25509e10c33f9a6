//! The members' desk: sessions opened by a key's answer to a challenge, pages
//! behind them, and statements that members sign themselves.
//!
//! What lives here: who is let in ([`sessions`]) and how often ([`limits`]), the
//! guard over every request ([`guard`]), forms and cookies as bytes ([`wire`]), the
//! pages ([`pages`]) and what they answer ([`open`], [`acts`], [`shown`]). What does
//! not: what a member may enter and how it comes into the record; that is
//! `app::desk`. Entry points: [`Desk`], [`routes`].
//!
//! # Invariants
//! No page and no act without a live session, but the one that opens it. A
//! session is a key's that may sign: it ends with the key. Every POST is from a
//! page of this very host and, within a session, carries its token. No secret
//! key is ever sent here. No answer is kept by a cache.

mod acts;
mod guard;
mod limits;
mod open;
mod pages;
mod sessions;
mod shown;
mod wire;

use std::sync::Arc;

use axum::Router;
use axum::middleware;
use axum::routing::{get, post};

pub use limits::{Limits, Rate};
pub use sessions::Desk;

use crate::live::Live;

/// What every handler of the desk has.
#[derive(Clone)]
pub(crate) struct Shared {
    /// The folder.
    pub(crate) live: Arc<Live>,
    /// Sessions and limits.
    pub(crate) desk: Arc<Desk>,
    /// Held by whoever appends: two of one process never meet at the lock.
    pub(crate) appending: Arc<tokio::sync::Mutex<()>>,
}

/// Returns the desk's own addresses; everything else is not answered here.
pub(crate) fn routes(live: Arc<Live>, desk: Arc<Desk>) -> Router {
    let shared = Shared {
        live,
        desk,
        appending: Arc::default(),
    };
    Router::new()
        .route("/desk", get(shown::first))
        .route("/desk/desk.css", get(shown::style))
        .route("/desk/desk.js", get(shown::script))
        .route("/desk/{language}", get(shown::home))
        .route("/desk/{language}/enter", get(shown::enter))
        .route("/desk/{language}/keys", get(shown::keys))
        .route("/desk/{language}/entered/{number}", get(shown::entered))
        .route("/desk/{language}/open", post(open::open))
        .route("/desk/{language}/close", post(open::close))
        .route("/desk/{language}/seen", post(open::seen))
        .route("/desk/{language}/prepare", post(acts::prepare))
        .route("/desk/{language}/sign", post(acts::sign))
        .route_layer(middleware::from_fn_with_state(
            shared.clone(),
            guard::guarded,
        ))
        .with_state(shared)
}
