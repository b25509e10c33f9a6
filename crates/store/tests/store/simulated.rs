//! A disk in memory that fails on demand and forgets what was not synchronised.

use servanda_store::Disk;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::io;
use std::rc::Rc;

/// Says what happens at the operation that fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Nothing of it takes place.
    Nothing,
    /// A write stops half way; any other operation does not take place.
    Short,
    /// It takes place and still reports an error.
    Whole,
}

/// Says what is left after a crash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Crash {
    /// The process ended; the system kept everything it was told.
    Process,
    /// Power was lost; only what was synchronised is left.
    Power,
    /// Power was lost; of the rest, every second file and name is left.
    Some,
}

#[derive(Clone, Default)]
struct Inode {
    bytes: Vec<u8>,
    durable: Vec<u8>,
}

#[derive(Clone, Default)]
struct State {
    inodes: Vec<Inode>,
    names: BTreeMap<String, usize>,
    durable_names: BTreeMap<String, usize>,
}

#[derive(Default)]
struct Shared {
    state: RefCell<State>,
    locked: Cell<bool>,
    operations: Cell<usize>,
    fault: Cell<Option<(usize, Fault)>>,
}

/// Is a folder in memory.
#[derive(Clone, Default)]
pub(crate) struct Simulated(Rc<Shared>);

/// Is the lock of a simulated disk.
pub(crate) struct Held(Rc<Shared>);

impl Drop for Held {
    fn drop(&mut self) {
        self.0.locked.set(false);
    }
}

impl Simulated {
    /// Lets the operation with this number, counted from now, fail.
    pub(crate) fn fail_at(&self, operation: usize, fault: Fault) {
        self.0
            .fault
            .set(Some((self.0.operations.get() + operation, fault)));
    }

    /// Returns how many changing operations there were.
    pub(crate) fn operations(&self) -> usize {
        self.0.operations.get()
    }

    /// Returns the disk as it is after a crash.
    pub(crate) fn after(&self, crash: Crash) -> Self {
        let mut state = self.0.state.borrow().clone();
        let mut count = 0_usize;
        let mut keep = || {
            count += 1;
            crash == Crash::Process || (crash == Crash::Some && count.is_multiple_of(2))
        };
        for inode in &mut state.inodes {
            if inode.bytes != inode.durable && !keep() {
                inode.bytes = inode.durable.clone();
            }
        }
        let mut names = state.durable_names.clone();
        for (name, inode) in &state.names {
            if names.get(name) != Some(inode) && keep() {
                names.insert(name.clone(), *inode);
            }
        }
        names.retain(|name, _| state.names.contains_key(name) || !keep());
        for inode in &mut state.inodes {
            inode.durable = inode.bytes.clone();
        }
        state.names = names.clone();
        state.durable_names = names;
        Self(Rc::new(Shared {
            state: RefCell::new(state),
            ..Shared::default()
        }))
    }

    /// Returns the bytes of all files.
    pub(crate) fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let state = self.0.state.borrow();
        let bytes =
            |(name, inode): (&String, &usize)| (name.clone(), state.inodes[*inode].bytes.clone());
        state.names.iter().map(bytes).collect()
    }

    /// Replaces the bytes of a file.
    pub(crate) fn set(&self, path: &str, bytes: Vec<u8>) {
        let mut state = self.0.state.borrow_mut();
        state.inodes.push(Inode {
            durable: bytes.clone(),
            bytes,
        });
        let inode = state.inodes.len() - 1;
        state.names.insert(path.to_owned(), inode);
        state.durable_names.insert(path.to_owned(), inode);
    }

    fn change(&self, act: impl FnOnce(&mut State, bool) -> io::Result<()>) -> io::Result<()> {
        let number = self.0.operations.get();
        self.0.operations.set(number + 1);
        let fault = self
            .0
            .fault
            .get()
            .filter(|(at, _)| *at == number)
            .map(|(_, fault)| fault);
        let mut state = self.0.state.borrow_mut();
        match fault {
            None => act(&mut state, false),
            Some(Fault::Nothing) => Err(io::Error::other("simulated fault")),
            Some(Fault::Short) => {
                act(&mut state, true).and(Err(io::Error::other("simulated fault")))
            }
            Some(Fault::Whole) => {
                act(&mut state, false).and(Err(io::Error::other("simulated fault")))
            }
        }
    }
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

impl Disk for Simulated {
    type Lock = Held;

    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        let state = self.0.state.borrow();
        Ok(state
            .names
            .get(path)
            .map(|inode| state.inodes[*inode].bytes.clone()))
    }

    fn open(&self, path: &str) -> io::Result<Option<Box<dyn io::Read>>> {
        let bytes = self.read(path)?;
        Ok(bytes.map(|bytes| Box::new(io::Cursor::new(bytes)) as Box<dyn io::Read>))
    }

    fn list(&self) -> io::Result<Vec<String>> {
        Ok(self.0.state.borrow().names.keys().cloned().collect())
    }

    fn write(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        self.change(|state, short| {
            let bytes = if short {
                &bytes[..bytes.len() / 2]
            } else {
                bytes
            };
            let next = state.inodes.len();
            let inode = *state.names.entry(path.to_owned()).or_insert(next);
            if inode == next {
                state.inodes.push(Inode::default());
            }
            state.inodes[inode].bytes = bytes.to_vec();
            Ok(())
        })
    }

    fn append(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        self.change(|state, short| {
            let cut = if short { bytes.len() / 2 } else { bytes.len() };
            let inode = state.names.get(path).copied();
            let inode = inode.ok_or(io::ErrorKind::NotFound)?;
            state.inodes[inode].bytes.extend_from_slice(&bytes[..cut]);
            Ok(())
        })
    }

    fn sync(&self, path: &str) -> io::Result<()> {
        self.change(|state, short| {
            let inode = state
                .names
                .get(path)
                .copied()
                .ok_or(io::ErrorKind::NotFound)?;
            if !short {
                state.inodes[inode].durable = state.inodes[inode].bytes.clone();
            }
            Ok(())
        })
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        self.change(|state, short| {
            if !short {
                let inode = state.names.remove(from).ok_or(io::ErrorKind::NotFound)?;
                state.names.insert(to.to_owned(), inode);
            }
            Ok(())
        })
    }

    fn remove(&self, path: &str) -> io::Result<()> {
        self.change(|state, short| {
            if !short {
                state.names.remove(path);
            }
            Ok(())
        })
    }

    fn sync_folder(&self, path: &str) -> io::Result<()> {
        self.change(|state, short| {
            if !short {
                let folder = folder(path).to_owned();
                let here = |name: &String| self::folder(name) == folder;
                state.durable_names.retain(|name, _| !here(name));
                let names = state.names.iter().filter(|(name, _)| here(name));
                let names: Vec<_> = names.map(|(name, inode)| (name.clone(), *inode)).collect();
                state.durable_names.extend(names);
            }
            Ok(())
        })
    }

    fn lock(&self) -> io::Result<Held> {
        if self.0.locked.replace(true) {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        Ok(Held(Rc::clone(&self.0)))
    }
}
