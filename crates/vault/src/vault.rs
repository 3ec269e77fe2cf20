use std::fmt;
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread;
use std::time::Duration;

use secrecy::SecretString;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};
use tokio::time;

use crate::error::{FailureKind, Remedy, VaultError};
use crate::limits::Limits;
use crate::name::VaultName;
use crate::store::{Store, StoreError};

/// A piece of work for the thread that owns the store.
type Job = Box<dyn FnOnce(&dyn Store) + Send>;

/// What is known about one key, for the screens. It never holds the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// The key is there and can be read.
    Present,
    /// The keychain is open and holds no such key.
    Missing,
    /// The keychain is locked.
    Locked,
    /// The keychain did not answer in time; perhaps a prompt of the system is open.
    TimedOut,
    /// This machine offers no keychain.
    NoStore(Remedy),
    /// The keychain failed in another way.
    Failed(FailureKind),
}

/// A handle on the store of keys and of the staff's secret. Clones share it.
///
/// A store that may block has a thread, which ends with the last handle and does one call at a time.
/// A call that arrives meanwhile waits within its own limit and is never handed over if that runs
/// out; so a keychain that hangs collects no work but what [`Vault::forget_later`] leaves, and once
/// it answers the next call goes through.
#[derive(Clone)]
pub struct Vault(Worker);

/// What does the work.
#[derive(Clone)]
enum Worker {
    /// A thread of its own.
    Thread { jobs: mpsc::Sender<Job>, free: Arc<Semaphore>, limits: Limits },
    /// Whoever calls.
    Caller(Arc<Mutex<dyn Store>>),
}

impl Vault {
    /// Starts the thread that owns `store`.
    ///
    /// # Errors
    /// [`FailureKind::Ended`] if the system gives no thread.
    pub fn start(store: impl Store, limits: Limits) -> Result<Self, VaultError> {
        let (jobs, work) = mpsc::channel::<Job>();
        thread::Builder::new()
            .name("vault".to_owned())
            .spawn(move || {
                for job in work {
                    job(&store);
                }
            })
            .map_err(|_| VaultError::Failed(FailureKind::Ended))?;
        Ok(Self(Worker::Thread { jobs, free: Arc::new(Semaphore::new(1)), limits }))
    }

    /// A vault over a store that never blocks, such as one in memory: it needs no thread, and no
    /// call waits.
    pub fn at_once(store: impl Store) -> Self {
        Self(Worker::Caller(Arc::new(Mutex::new(store))))
    }

    /// Keeps `secret` under `name`, in place of an earlier one. Waits up to [`Limits::prompt`].
    ///
    /// # Errors
    /// [`VaultError`]. After [`VaultError::TimedOut`] the key may be saved or not: read it.
    pub async fn save(&self, name: &VaultName, secret: SecretString) -> Result<(), VaultError> {
        let name = name.clone();
        self.run(|limits| limits.prompt, move |store| store.save(&name, &secret)).await
    }

    /// The key that is kept under `name`. Waits up to [`Limits::read`].
    ///
    /// # Errors
    /// [`VaultError::Missing`], [`VaultError::Locked`] and [`VaultError::TimedOut`] are three
    /// different things; and the other variants.
    pub async fn read(&self, name: &VaultName) -> Result<SecretString, VaultError> {
        self.read_within(|limits| limits.read, name).await
    }

    /// As [`Self::read`], and waits up to [`Limits::prompt`]: for a person who asked to unlock the
    /// keychain and is now typing its password.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub async fn read_with_prompt(&self, name: &VaultName) -> Result<SecretString, VaultError> {
        self.read_within(|limits| limits.prompt, name).await
    }

    /// Removes the key that is kept under `name`. Waits up to [`Limits::prompt`].
    ///
    /// # Errors
    /// [`VaultError::Missing`] if there is none, and the other variants. After
    /// [`VaultError::TimedOut`] the key may be there or not.
    pub async fn forget(&self, name: &VaultName) -> Result<(), VaultError> {
        let name = name.clone();
        self.run(|limits| limits.prompt, move |store| store.forget(&name)).await
    }

    /// Removes the key that is kept under `name` once the store has done all that it was handed
    /// before, and waits for nothing. For a key that nobody owns: behind a [`Self::save`] that timed
    /// out and may still take effect.
    ///
    /// # Errors
    /// [`FailureKind::Ended`]. What the store answers is heard by nobody.
    pub fn forget_later(&self, name: &VaultName) -> Result<(), VaultError> {
        let name = name.clone();
        let job: Job = Box::new(move |store| {
            // Nobody waits for the answer, and a key that is not there is what was wanted.
            let _ = store.forget(&name);
        });
        match &self.0 {
            Worker::Thread { jobs, .. } => jobs.send(job).map_err(|_| ENDED),
            Worker::Caller(store) => {
                job(&*store.lock().unwrap_or_else(PoisonError::into_inner));
                Ok(())
            }
        }
    }

    /// Whether the key can be read now. Waits up to [`Limits::read`].
    pub async fn status(&self, name: &VaultName) -> Status {
        let name = name.clone();
        let read = self.run(|limits| limits.read, move |store| store.read(&name).map(drop)).await;
        match read {
            Ok(()) => Status::Present,
            Err(VaultError::Missing) => Status::Missing,
            Err(VaultError::Locked) => Status::Locked,
            Err(VaultError::TimedOut) => Status::TimedOut,
            Err(VaultError::NoStore(remedy)) => Status::NoStore(remedy),
            Err(VaultError::Failed(kind)) => Status::Failed(kind),
            Err(VaultError::TooLarge { .. }) => Status::Failed(FailureKind::System),
        }
    }

    async fn read_within(
        &self,
        limit: fn(&Limits) -> Duration,
        name: &VaultName,
    ) -> Result<SecretString, VaultError> {
        let name = name.clone();
        self.run(limit, move |store| store.read(&name)).await
    }

    /// Does `work`; where a thread does it, waits until that is free, hands it over, and waits for
    /// the answer, all within `limit`.
    async fn run<T: Send + 'static>(
        &self,
        limit: fn(&Limits) -> Duration,
        work: impl FnOnce(&dyn Store) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, VaultError> {
        let (jobs, free, limits) = match &self.0 {
            Worker::Thread { jobs, free, limits } => (jobs, free, limits),
            Worker::Caller(store) => {
                let store = store.lock().unwrap_or_else(PoisonError::into_inner);
                return work(&*store).map_err(VaultError::from);
            }
        };
        let whole = async {
            let turn = Arc::clone(free).acquire_owned().await.map_err(|_| ENDED)?;
            let answer = hand_over(jobs, turn, work)?;
            answer.await.map_err(|_| ENDED)?.map_err(VaultError::from)
        };
        time::timeout(limit(limits), whole).await.unwrap_or(Err(VaultError::TimedOut))
    }
}

/// The turn goes with the work and is given back when the store has answered, even if the caller has
/// left by then.
fn hand_over<T: Send + 'static>(
    jobs: &mpsc::Sender<Job>,
    turn: OwnedSemaphorePermit,
    work: impl FnOnce(&dyn Store) -> Result<T, StoreError> + Send + 'static,
) -> Result<oneshot::Receiver<Result<T, StoreError>>, VaultError> {
    let (reply, answer) = oneshot::channel();
    let job: Job = Box::new(move |store| {
        let result = work(store);
        drop(turn);
        // A caller that ran out of time is no longer there to hear the answer.
        drop(reply.send(result));
    });
    jobs.send(job).map_err(|_| ENDED)?;
    Ok(answer)
}

/// The thread is gone: the store panicked.
const ENDED: VaultError = VaultError::Failed(FailureKind::Ended);

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Vault");
        if let Worker::Thread { limits, .. } = &self.0 {
            shown.field("limits", limits);
        }
        shown.finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
