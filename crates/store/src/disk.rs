//! The little of a file system that a record needs.
//!
//! What lives here: the trait, and its driver for a real folder. What the files
//! mean is not known here.
//!
//! Invariants: a path is relative, its elements joined by `/`, and never leaves
//! the folder.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Write as _};
use std::path::{Path, PathBuf};

/// Is a folder of files.
///
/// Nothing is durable until it is synchronised: a file's bytes by [`Disk::sync`],
/// its name, and the names that went, by [`Disk::sync_folder`].
pub trait Disk {
    /// Keeps other writers out while it lives.
    type Lock;

    /// Returns the bytes of a file; `None` if there is no such file.
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>>;

    /// Opens a file to be read from the start; `None` if there is no such file.
    fn open(&self, path: &str) -> io::Result<Option<Box<dyn Read>>>;

    /// Returns the paths of all files, sorted.
    fn list(&self) -> io::Result<Vec<String>>;

    /// Writes a file from the start, making its folders as needed.
    fn write(&self, path: &str, bytes: &[u8]) -> io::Result<()>;

    /// Adds bytes to the end of a file that is there.
    fn append(&self, path: &str, bytes: &[u8]) -> io::Result<()>;

    /// Makes a file's bytes durable.
    fn sync(&self, path: &str) -> io::Result<()>;

    /// Gives a file another name in the same folder, replacing what was there.
    fn rename(&self, from: &str, to: &str) -> io::Result<()>;

    /// Removes a file; it is no error if there is none.
    fn remove(&self, path: &str) -> io::Result<()>;

    /// Makes the names in the folder that holds `path` durable.
    fn sync_folder(&self, path: &str) -> io::Result<()>;

    /// Takes the writer's lock.
    ///
    /// # Errors
    /// `WouldBlock` if somebody else has it.
    fn lock(&self) -> io::Result<Self::Lock>;
}

/// Is a folder of the machine's file system.
#[derive(Clone, Debug)]
pub struct Folder {
    root: PathBuf,
}

impl Folder {
    /// Names a folder; it need not exist yet.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    fn place(&self, path: &str) -> PathBuf {
        path.split('/')
            .fold(self.root.clone(), |place, element| place.join(element))
    }

    /// Makes the folders above a file, each name durable in its parent.
    fn make_parents(&self, place: &Path) -> io::Result<()> {
        let Some(parent) = place.parent().filter(|parent| !parent.exists()) else {
            return Ok(());
        };
        if parent != self.root {
            self.make_parents(parent)?;
        }
        fs::create_dir_all(parent)?;
        parent.parent().map_or(Ok(()), sync_names)
    }
}

impl Disk for Folder {
    type Lock = File;

    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        match fs::read(self.place(path)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn open(&self, path: &str) -> io::Result<Option<Box<dyn Read>>> {
        match File::open(self.place(path)) {
            Ok(file) => Ok(Some(Box::new(file))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn list(&self) -> io::Result<Vec<String>> {
        let mut paths = Vec::new();
        let mut folders = vec![(self.root.clone(), String::new())];
        while let Some((folder, prefix)) = folders.pop() {
            for item in fs::read_dir(folder)? {
                let item = item?;
                let path = format!("{prefix}{}", item.file_name().to_string_lossy());
                // A link is listed as a file, and nobody knows that file.
                if item.file_type()?.is_dir() {
                    folders.push((item.path(), format!("{path}/")));
                } else {
                    paths.push(path);
                }
            }
        }
        paths.sort();
        Ok(paths)
    }

    fn write(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let place = self.place(path);
        self.make_parents(&place)?;
        File::create(place)?.write_all(bytes)
    }

    fn append(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let file = File::options().append(true).open(self.place(path));
        file?.write_all(bytes)
    }

    fn sync(&self, path: &str) -> io::Result<()> {
        File::open(self.place(path))?.sync_all()
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        fs::rename(self.place(from), self.place(to))
    }

    fn remove(&self, path: &str) -> io::Result<()> {
        match fs::remove_file(self.place(path)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    fn sync_folder(&self, path: &str) -> io::Result<()> {
        self.place(path).parent().map_or(Ok(()), sync_names)
    }

    fn lock(&self) -> io::Result<File> {
        let place = self.place(crate::LOCK);
        self.make_parents(&place)?;
        let file = File::options().create(true).append(true).open(place)?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => Err(io::ErrorKind::WouldBlock.into()),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

fn sync_names(folder: &Path) -> io::Result<()> {
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    // Only Unix can open a folder to synchronise it; elsewhere names are
    // durable with the rename.
    if cfg!(unix) {
        File::open(folder)?.sync_all()
    } else {
        Ok(())
    }
}
