//! The public site and the members' desk: routes, pages, static export, API.
//!
//! What lives here: templates over the views of `app` (`pages`), what answers
//! a request (`answer`), the folder kept open with what was computed from it
//! (`live`), who is told that the record grew (`events`), headers and refusals, the files of the site (`assets`), and, where
//! it is asked for, the desk at which members sign (`desk`). What does not:
//! anything that decides what a page says or who may do what; that is
//! `app::site` and `app::desk`.
//!
//! Entry points: [`router`], [`router_with_desk`], [`serve`], [`export()`].
//!
//! # Invariants
//! Without the desk only GET and HEAD are answered, and POST of a text to be
//! tried, of which nothing is kept. No page loads anything from another host,
//! and none carries a style or script of its own. Equal addresses on an equal
//! record give equal bytes.

mod answer;
mod assets;
mod cache;
mod desk;
mod error;
mod events;
mod export;
mod headers;
mod live;
mod openapi;
mod pages;
mod routes;

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use tokio::net::TcpListener;

pub use desk::{Desk, Limits, Rate};
pub use error::Error;
pub use export::export;
pub use live::Live;
pub use routes::{router, router_with_desk};

/// Serves a folder until the process is asked to stop; with the members' desk
/// where `desk` is set.
///
/// `ready` is told the address once requests are taken, `note` what goes wrong
/// later without ending the service.
///
/// # Errors
/// Where the folder cannot be shown, or the address cannot be had.
pub fn serve(
    folder: &Path,
    listen: &str,
    desk: bool,
    ready: impl FnOnce(SocketAddr),
    note: impl Fn(&str) + Send + Sync + 'static,
) -> Result<(), Error> {
    let live = Arc::new(Live::open(folder, Box::new(note))?);
    if desk {
        live.writable()?;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(Error::Runtime)?;
    runtime.block_on(async {
        let listener = TcpListener::bind(listen)
            .await
            .map_err(|source| Error::Listen {
                address: listen.to_owned(),
                source,
            })?;
        ready(listener.local_addr().map_err(Error::Runtime)?);
        live.warm();
        let site = if desk {
            router_with_desk(Arc::clone(&live), Arc::default())
        } else {
            router(Arc::clone(&live))
        };
        let site = site.into_make_service_with_connect_info::<SocketAddr>();
        axum::serve(listener, site)
            .with_graceful_shutdown(async move {
                stopped().await;
                live.end();
            })
            .await
            .map_err(Error::Runtime)
    })
}

/// Waits until the process is asked to stop.
async fn stopped() {
    // Where signals cannot be heard, only a kill ends the service.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
