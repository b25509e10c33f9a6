//! The command that shows a folder to others: `serve`.

use std::path::Path;

use servanda_app::Error;

use crate::output::{self, Exit};

/// Serves the public site until the process is asked to stop, with the members'
/// desk where that is asked for.
pub(super) fn serve(dir: &Path, listen: &str, desk: bool) -> Result<Exit, Error> {
    let ready = |address: std::net::SocketAddr| {
        output::message(&format!("listening on http://{address}/"));
        if desk {
            output::message(&format!("the members' desk is at http://{address}/desk"));
        }
    };
    servanda_server::serve(dir, listen, desk, ready, output::message).map_err(fault)?;
    Ok(Exit::Fine)
}

/// Turns a fault of the site into one of the command line.
pub(super) fn fault(fault: servanda_server::Error) -> Error {
    match fault {
        servanda_server::Error::Folder(error) => error,
        servanda_server::Error::Listen { address, source } => Error::Site {
            what: format!("could not listen on `{address}`"),
            source,
        },
        servanda_server::Error::Runtime(source) => Error::Site {
            what: "the service stopped".into(),
            source,
        },
        servanda_server::Error::Write { path, source } => Error::File {
            what: "write",
            path,
            source,
        },
        servanda_server::Error::Page { page, why } => Error::Site {
            what: format!("the page `{page}` could not be made"),
            source: std::io::Error::other(why),
        },
    }
}
