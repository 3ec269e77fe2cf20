use std::fmt;
use std::sync::{Arc, mpsc};
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

/// A handle on the store of keys. Clones share one thread, which ends with the last of them.
///
/// The thread does one call at a time. A call that arrives meanwhile waits within its own limit and
/// is never handed over if that runs out; so a keychain that hangs collects no work but what
/// [`Vault::forget_later`] leaves, and once it answers the next call goes through.
#[derive(Clone)]
pub struct Vault {
    jobs: mpsc::Sender<Job>,
    free: Arc<Semaphore>,
    limits: Limits,
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
        Ok(Self { jobs, free: Arc::new(Semaphore::new(1)), limits })
    }

    /// Keeps `secret` under `name`, in place of an earlier one. Waits up to [`Limits::prompt`].
    ///
    /// # Errors
    /// [`VaultError`]. After [`VaultError::TimedOut`] the key may be saved or not: read it.
    pub async fn save(&self, name: &VaultName, secret: SecretString) -> Result<(), VaultError> {
        let name = name.clone();
        self.run(self.limits.prompt, move |store| store.save(&name, &secret)).await
    }

    /// The key that is kept under `name`. Waits up to [`Limits::read`].
    ///
    /// # Errors
    /// [`VaultError::Missing`], [`VaultError::Locked`] and [`VaultError::TimedOut`] are three
    /// different things; and the other variants.
    pub async fn read(&self, name: &VaultName) -> Result<SecretString, VaultError> {
        self.read_within(self.limits.read, name).await
    }

    /// As [`Self::read`], and waits up to [`Limits::prompt`]: for a person who asked to unlock the
    /// keychain and is now typing its password.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub async fn read_with_prompt(&self, name: &VaultName) -> Result<SecretString, VaultError> {
        self.read_within(self.limits.prompt, name).await
    }

    /// Removes the key that is kept under `name`. Waits up to [`Limits::prompt`].
    ///
    /// # Errors
    /// [`VaultError::Missing`] if there is none, and the other variants. After
    /// [`VaultError::TimedOut`] the key may be there or not.
    pub async fn forget(&self, name: &VaultName) -> Result<(), VaultError> {
        let name = name.clone();
        self.run(self.limits.prompt, move |store| store.forget(&name)).await
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
        self.jobs.send(job).map_err(|_| ENDED)
    }

    /// Whether the key can be read now. Waits up to [`Limits::read`].
    pub async fn status(&self, name: &VaultName) -> Status {
        let name = name.clone();
        let read = self.run(self.limits.read, move |store| store.read(&name).map(drop)).await;
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
        limit: Duration,
        name: &VaultName,
    ) -> Result<SecretString, VaultError> {
        let name = name.clone();
        self.run(limit, move |store| store.read(&name)).await
    }

    /// Waits until the thread is free, hands it `work`, and waits for the answer, all within
    /// `limit`.
    async fn run<T: Send + 'static>(
        &self,
        limit: Duration,
        work: impl FnOnce(&dyn Store) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, VaultError> {
        let whole = async {
            let turn = Arc::clone(&self.free).acquire_owned().await.map_err(|_| ENDED)?;
            let answer = self.hand_over(turn, work)?;
            answer.await.map_err(|_| ENDED)?.map_err(VaultError::from)
        };
        time::timeout(limit, whole).await.unwrap_or(Err(VaultError::TimedOut))
    }

    /// The turn goes with the work and is given back when the store has answered, even if the
    /// caller has left by then.
    fn hand_over<T: Send + 'static>(
        &self,
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
        self.jobs.send(job).map_err(|_| ENDED)?;
        Ok(answer)
    }
}

/// The thread is gone: the store panicked.
const ENDED: VaultError = VaultError::Failed(FailureKind::Ended);

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vault").field("limits", &self.limits).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
