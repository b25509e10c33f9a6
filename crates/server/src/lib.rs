//! The public site: routes, pages, static export, API.
//!
//! What lives here: templates over the views of `app` (`pages`), what answers
//! a request (`answer`), the folder kept open with what was computed from it
//! (`live`), headers and refusals, the files of the site (`assets`). What
//! does not: anything that decides what a page says; that is `app::site`.
//!
//! Entry points: [`router`], [`serve`], [`export()`].
//!
//! # Invariants
//! Only GET and HEAD are answered, and POST of a text to be tried, of which
//! nothing is kept. No page loads anything from another host,
//! and none carries a style or script of its own. Equal addresses on an equal
//! record give equal bytes.

mod answer;
mod assets;
mod cache;
mod error;
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

pub use error::Error;
pub use export::export;
pub use live::Live;
pub use routes::router;

/// Serves a folder until the process is asked to stop.
///
/// `ready` is told the address once requests are taken, `note` what goes wrong
/// later without ending the service.
///
/// # Errors
/// Where the folder cannot be shown, or the address cannot be had.
pub fn serve(
    folder: &Path,
    listen: &str,
    ready: impl FnOnce(SocketAddr),
    note: impl Fn(&str) + Send + Sync + 'static,
) -> Result<(), Error> {
    let live = Arc::new(Live::open(folder, Box::new(note))?);
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
        axum::serve(listener, router(Arc::clone(&live)))
            .with_graceful_shutdown(stopped())
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
