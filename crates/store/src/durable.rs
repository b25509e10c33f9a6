//! Changes to files that last.
//!
//! What lives here: replacing a file whole, removing one, the writer's lock,
//! with errors that name the file. The order of changes is `write`'s matter.

use crate::layout::{LOCK, TEMPORARY};
use crate::{Disk, Error};

/// Takes the writer's lock.
pub(crate) fn take_lock<D: Disk>(disk: &D) -> Result<D::Lock, Error> {
    disk.lock().map_err(|source| match source.kind() {
        std::io::ErrorKind::WouldBlock => Error::Locked,
        _ => Error::Disk {
            what: "lock",
            path: LOCK.to_owned(),
            source,
        },
    })
}

/// Returns the paths of all files.
pub(crate) fn list<D: Disk>(disk: &D) -> Result<Vec<String>, Error> {
    disk.list().map_err(|source| Error::Disk {
        what: "list",
        path: String::new(),
        source,
    })
}

/// Removes files whose writing was cut off; their entries were never acknowledged.
pub(crate) fn remove_temporary<D: Disk>(disk: &D) -> Result<Vec<String>, Error> {
    let mut paths = list(disk)?;
    paths.retain(|path| path.ends_with(TEMPORARY));
    paths.iter().try_for_each(|path| remove(disk, path))?;
    Ok(paths)
}

/// Removes a file for good.
pub(crate) fn remove<D: Disk>(disk: &D, path: &str) -> Result<(), Error> {
    let failed = |source| Error::Disk {
        what: "remove",
        path: path.to_owned(),
        source,
    };
    disk.remove(path)
        .and_then(|()| disk.sync_folder(path))
        .map_err(failed)
}

/// Writes a file so that its name stands for the old bytes or the new, never
/// for a part.
pub(crate) fn put<D: Disk>(disk: &D, path: &str, bytes: &[u8]) -> Result<(), Error> {
    let beside = format!("{path}{TEMPORARY}");
    let failed = |what| {
        move |source| Error::Disk {
            what,
            path: path.to_owned(),
            source,
        }
    };
    disk.write(&beside, bytes).map_err(failed("write"))?;
    disk.sync(&beside).map_err(failed("synchronise"))?;
    disk.rename(&beside, path).map_err(failed("rename"))?;
    disk.sync_folder(path)
        .map_err(failed("synchronise the folder of"))
}
