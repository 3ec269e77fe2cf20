//! What the watcher remembers while the program runs. Forgotten with it: the book knows what must never be lost.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use domain::ids::{AccountId, SaleId};
use tokio::sync::{Mutex as AsyncMutex, watch};

use super::{on_screen::OnScreen, settling::Settling, sweep::Sweeping};

/// The sale that staff look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shown {
    pub(crate) sale: SaleId,
    /// Since when, on the clock that counts sleep.
    pub(crate) since: Duration,
}

/// The watcher's memory. Each lane's part is held while it works, so that no two work at the same.
#[derive(Debug, Default)]
pub(crate) struct Watcher {
    shown: Mutex<Option<Shown>>,
    /// Counts what may bring work.
    changes: watch::Sender<u64>,
    pub(super) on_screen: AsyncMutex<OnScreen>,
    pub(super) settling: AsyncMutex<Settling>,
    sweeping: Mutex<HashMap<AccountId, Arc<AsyncMutex<Sweeping>>>>,
}

impl Watcher {
    /// Staff look at `sale` from `now` on, which is on the clock that counts sleep.
    pub(crate) fn show(&self, sale: Option<SaleId>, now: Duration) {
        {
            let mut shown = lock(&self.shown);
            if shown.map(|shown| shown.sale) == sale {
                return;
            }
            *shown = sale.map(|sale| Shown { sale, since: now });
        }
        self.wake();
    }

    pub(super) fn shown(&self) -> Option<Shown> {
        *lock(&self.shown)
    }

    /// Something changed that may bring work: nobody sleeps on.
    pub(crate) fn wake(&self) {
        self.changes.send_modify(|changes| *changes = changes.wrapping_add(1));
    }

    /// How many times something changed.
    pub(super) fn changes(&self) -> u64 {
        *self.changes.borrow()
    }

    /// Every change from now on.
    pub(super) fn woken(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    pub(super) fn sweeping(&self, account: AccountId) -> Arc<AsyncMutex<Sweeping>> {
        Arc::clone(lock(&self.sweeping).entry(account).or_default())
    }

    /// The account is not in use any more.
    pub(super) fn forget(&self, account: AccountId) {
        lock(&self.sweeping).remove(&account);
    }
}

/// What a lock guards here is a value that is replaced whole: a panic elsewhere leaves it sound.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
