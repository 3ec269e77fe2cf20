//! The watcher: it settles what is open and watches what may still bring or take money (RELIABILITY 5.3).
//!
//! It works in three lanes that never wait for each other: the link on screen; what is unclear or wished; and all the
//! rest, one account beside the other. Each lane computes when its next piece of work is due and sleeps until then, or
//! until something changes. What is due at once is spread by the account's budget and by small gaps, so that neither
//! the start of the program nor the end of a sleep is ever a burst.

mod chase;
mod lists;
mod look;
mod memory;
mod on_screen;
mod pages;
mod refunds;
mod rounds;
mod rows;
mod settling;
mod sweep;
mod wakes;

use std::{collections::HashMap, sync::Arc, time::Duration};

use domain::{TillError, ids::AccountId};
use ledger::Ledger;
use providers::Lane;
use tokio::{sync::broadcast::error::RecvError, task::JoinSet};

pub(crate) use look::made_at;
pub(crate) use memory::Watcher;

use crate::desk::{Change, Desk};

/// The longest sleep. A timer stands still while the computer sleeps, and work may be due when it wakes.
const LONGEST_SLEEP: Duration = Duration::from_mins(1);

/// How long a lane rests after the book failed.
const AFTER_TROUBLE: Duration = Duration::from_secs(5);

impl Desk {
    /// Settles what is open and watches what may still bring money, until the program ends.
    pub async fn watch(self: Arc<Self>) {
        tokio::join!(
            self.keep(Lane::OnScreen),
            self.keep(Lane::Settling),
            self.keep_sweeping(),
            self.notice_wakes(),
        );
    }

    /// Does what is due in one lane of the watcher, and tells how long nothing is due then, unless something changes.
    /// A person's lane has no work.
    ///
    /// In the lane of the sweep every account does one piece of work: one look, or one page of a list. [`Desk::watch`]
    /// calls nothing else, so that a simulation may drive the watcher in its own time.
    pub async fn work_due(&self, lane: Lane) -> Duration {
        let next = match lane {
            Lane::Person => return Duration::MAX,
            Lane::OnScreen => self.on_screen_due().await,
            Lane::Settling => self.settling_due().await,
            Lane::Sweep => self.sweeps_due().await,
        };
        or_rest(next)
    }

    async fn sweeps_due(&self) -> Result<Duration, TillError> {
        let mut next = Duration::MAX;
        for account in self.book.ask(Ledger::accounts).await? {
            if let Some(due) = self.sweep_due(account.id).await? {
                next = next.min(due);
            }
        }
        Ok(next)
    }

    async fn keep(&self, lane: Lane) {
        let mut woken = self.watcher.woken();
        loop {
            woken.mark_unchanged();
            let next = self.work_due(lane).await;
            self.sleep(next, &mut woken).await;
        }
    }

    /// Sweeps each account in use, one beside the other: one whose provider does not answer keeps no other waiting.
    async fn keep_sweeping(self: &Arc<Self>) {
        let mut sweeps = JoinSet::new();
        let mut running = HashMap::new();
        let mut changes = self.changes();
        loop {
            match self.book.ask(Ledger::accounts).await {
                Ok(accounts) => {
                    for account in accounts {
                        if !running.values().any(|swept| *swept == account.id) {
                            let sweep = Arc::clone(self).keep_sweeping_account(account.id);
                            running.insert(sweeps.spawn(sweep).id(), account.id);
                        }
                    }
                }
                Err(error) => {
                    tracing::warn!(%error, "the watcher could not read the accounts");
                    tokio::time::sleep(AFTER_TROUBLE).await;
                    continue;
                }
            }
            loop {
                tokio::select! {
                    Some(ended) = sweeps.join_next_with_id() => {
                        let task = ended.map_or_else(|error| error.id(), |(task, ())| task);
                        running.remove(&task);
                        break;
                    }
                    change = changes.recv() => match change {
                        Ok(Change::Sale(_) | Change::Session) => {}
                        Ok(Change::Till) | Err(RecvError::Lagged(_)) => break,
                        Err(RecvError::Closed) => return,
                    },
                }
            }
        }
    }

    /// Ends when the account is not in use any more.
    async fn keep_sweeping_account(self: Arc<Self>, account: AccountId) {
        let mut woken = self.watcher.woken();
        loop {
            woken.mark_unchanged();
            match self.sweep_due(account).await.transpose() {
                Some(next) => self.sleep(or_rest(next), &mut woken).await,
                None => return,
            }
        }
    }

    async fn sleep(&self, next: Duration, woken: &mut tokio::sync::watch::Receiver<u64>) {
        tokio::select! {
            () = tokio::time::sleep(next.min(LONGEST_SLEEP)) => {}
            // It never fails: the sender lives as long as the desk.
            _ = woken.changed() => {}
        }
    }
}

fn or_rest(next: Result<Duration, TillError>) -> Duration {
    next.unwrap_or_else(|error| {
        tracing::warn!(%error, "the watcher could not look");
        AFTER_TROUBLE
    })
}
