//! A folder kept open: its site, its assessments, its pages, each computed once
//! for each (record, instants, language, choice).
//!
//! # Invariants
//! At most [`JUDGING_MAX`] computations run at a time and [`WAITING_MAX`] wait;
//! more are refused, so that nobody can make the service grow by asking for
//! ever new instants.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant, SystemTime};

use jiff::Timestamp;
use servanda_app::Folder;
use servanda_app::site::{Asked, Instants, Judged, Site};
use tokio::sync::{OnceCell, Semaphore, watch};

use crate::answer::Answer;
use crate::cache::Cache;
use crate::error::Error;
use crate::events::{Heard, LISTENERS_MAX};

/// How many computations run at a time.
const JUDGING_MAX: usize = 2;

/// How many may wait for their turn.
const WAITING_MAX: usize = 64;

/// How many assessments are kept.
const JUDGED_MAX: usize = 24;

/// How many bytes of pages are kept.
const PAGES_BYTES_MAX: usize = 48 * 1024 * 1024;

/// How often the folder's files are looked at.
pub(crate) const LOOK_EVERY: Duration = Duration::from_secs(2);

type Note = Box<dyn Fn(&str) + Send + Sync>;
type Judging = Arc<OnceCell<Arc<Judged>>>;

/// A folder kept open.
pub struct Live {
    path: PathBuf,
    named: String,
    note: Note,
    current: RwLock<Arc<Current>>,
    looked: Mutex<Instant>,
    permits: Arc<Semaphore>,
    /// The record's head, for those who listen; none once the service ends.
    pub(crate) heads: watch::Sender<Option<Heard>>,
    /// Places for listeners.
    pub(crate) listeners: Arc<Semaphore>,
    /// The files of the site that are no pages.
    pub(crate) assets: BTreeMap<&'static str, Answer>,
}

/// One state of the folder, with what was computed from it.
pub(crate) struct Current {
    /// The folder's site.
    pub(crate) site: Site,
    /// What its files were when it was read.
    stamp: Stamp,
    judged: Cache<Judging>,
    pub(crate) pages: Cache<Arc<Answer>>,
}

type Stamp = BTreeMap<PathBuf, (u64, Option<SystemTime>)>;

/// Why nothing was computed.
#[derive(Debug)]
pub(crate) enum Refused {
    /// Too many wait already.
    Busy,
    /// A time cannot be read.
    Time(String),
}

impl Live {
    /// Opens a folder.
    ///
    /// # Errors
    /// Where it cannot be shown.
    pub fn open(path: &Path, note: Note) -> Result<Self, Error> {
        let named = path.display().to_string();
        let current = Current::read(path, &named)?;
        let (heads, _) = watch::channel(Some(current.head()));
        Ok(Self {
            path: path.to_owned(),
            named,
            note,
            current: RwLock::new(Arc::new(current)),
            looked: Mutex::new(Instant::now()),
            permits: Arc::new(Semaphore::new(JUDGING_MAX)),
            heads,
            listeners: Arc::new(Semaphore::new(LISTENERS_MAX)),
            assets: crate::assets::all(),
        })
    }

    /// Says whether the folder's record may grow.
    ///
    /// # Errors
    /// Where it is an example.
    pub(crate) fn writable(&self) -> Result<(), Error> {
        let opened = self.current();
        Ok(servanda_app::submit::writable(&opened.site.opened)?)
    }

    /// Returns the folder's present state, read anew where its files changed.
    pub(crate) fn current(&self) -> Arc<Current> {
        let present = {
            let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(&current)
        };
        if !self.due() || stamp(&self.path) == present.stamp {
            return present;
        }
        self.read_anew(present)
    }

    /// Reads the folder anew at once, after something was appended here.
    pub(crate) fn look(&self) {
        let present = {
            let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(&current)
        };
        self.read_anew(present);
    }

    fn read_anew(&self, present: Arc<Current>) -> Arc<Current> {
        match Current::read(&self.path, &self.named) {
            Ok(fresh) => {
                let fresh = Arc::new(fresh);
                let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
                *current = Arc::clone(&fresh);
                self.heads.send_if_modified(|told| {
                    let head = fresh.head();
                    // Once ended, it stays so.
                    let grew = told.as_ref().is_some_and(|told| *told != head);
                    if grew {
                        *told = Some(head);
                    }
                    grew
                });
                fresh
            }
            Err(fault) => {
                // A file may be half written; the last good state is shown on.
                (self.note)(&format!("the folder changed and cannot be read: {fault}"));
                present
            }
        }
    }

    /// Tells all who listen that the service ends.
    pub(crate) fn end(&self) {
        self.heads.send_replace(None);
    }

    /// Returns whether the files are to be looked at again; for one caller only.
    fn due(&self) -> bool {
        let mut looked = self.looked.lock().unwrap_or_else(PoisonError::into_inner);
        if looked.elapsed() < LOOK_EVERY {
            return false;
        }
        *looked = Instant::now();
        true
    }

    /// Computes the first page's assessment and the course of every status
    /// before anyone asks for them.
    pub(crate) fn warm(self: &Arc<Self>) {
        let live = Arc::clone(self);
        tokio::spawn(async move {
            let current = live.current();
            let Ok(instants) = current.site.instants(&Asked::default(), Timestamp::now()) else {
                return;
            };
            if let Ok(judged) = live.judged(&current, instants).await {
                let _course = live
                    .blocking(move || {
                        current.site.course(&judged);
                    })
                    .await;
            }
        });
    }

    /// Resolves what was asked.
    pub(crate) fn instants(current: &Current, asked: &Asked) -> Result<Instants, Refused> {
        current
            .site
            .instants(asked, Timestamp::now())
            .map_err(|fault| Refused::Time(fault.to_string()))
    }

    /// Returns the assessment for these instants, computed once.
    pub(crate) async fn judged(
        &self,
        current: &Arc<Current>,
        instants: Instants,
    ) -> Result<Arc<Judged>, Refused> {
        let key = current.site.key(&instants);
        let cell = current.judged.get(&key).unwrap_or_else(|| {
            let cell = Judging::default();
            current.judged.put(key, 1, Arc::clone(&cell));
            cell
        });
        let judged = cell.get_or_try_init(|| {
            let current = Arc::clone(current);
            self.blocking(move || Arc::new(current.site.judge(instants)))
        });
        judged.await.cloned()
    }

    /// Runs a computation apart from the requests, when its turn comes.
    pub(crate) async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Refused> {
        // A bounded queue: whoever comes after it is told to come again.
        static WAITING: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
        use std::sync::atomic::Ordering::Relaxed;
        if WAITING.fetch_add(1, Relaxed) >= WAITING_MAX {
            WAITING.fetch_sub(1, Relaxed);
            return Err(Refused::Busy);
        }
        let permit = Arc::clone(&self.permits).acquire_owned().await;
        WAITING.fetch_sub(1, Relaxed);
        let Ok(permit) = permit else {
            return Err(Refused::Busy);
        };
        let done = tokio::task::spawn_blocking(move || {
            let done = work();
            drop(permit);
            done
        });
        done.await.map_err(|_| Refused::Busy)
    }
}

impl Current {
    /// Returns the record's head, as listeners are told it.
    fn head(&self) -> Heard {
        let head = &self.site.opened.head;
        Heard {
            origin: head.origin.clone(),
            size: head.size,
            root: head.root.clone(),
        }
    }

    fn read(path: &Path, named: &str) -> Result<Self, Error> {
        let stamp = stamp(path);
        let site = Site::open(Folder::read(path)?, named)?;
        Ok(Self {
            site,
            stamp,
            judged: Cache::new(JUDGED_MAX),
            pages: Cache::new(PAGES_BYTES_MAX),
        })
    }
}

/// Returns size and time of the files that a folder is read from.
fn stamp(path: &Path) -> Stamp {
    let single = ["agreement.md", "servanda.toml", "record/checkpoint"];
    let mut files: Vec<PathBuf> = single.iter().map(|name| path.join(name)).collect();
    for folder in ["annexes", "evidence"] {
        if let Ok(list) = std::fs::read_dir(path.join(folder)) {
            files.extend(list.flatten().map(|file| file.path()));
        }
    }
    files
        .into_iter()
        .filter_map(|file| {
            let about = std::fs::metadata(&file).ok()?;
            Some((file, (about.len(), about.modified().ok())))
        })
        .collect()
}
