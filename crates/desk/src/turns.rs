//! One at a time: what touches the same payment or intent waits its turn, across the request and not only in the book.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, Weak},
};

use tokio::sync::{Mutex as AsyncMutex, OwnedMutexGuard};
use uuid::Uuid;

/// A turn for each payment or intent that somebody is busy with.
#[derive(Debug, Default)]
pub(crate) struct Turns(Mutex<HashMap<Uuid, Weak<AsyncMutex<()>>>>);

impl Turns {
    /// Waits until nobody else holds the turn of `subject`. Dropping the guard ends the turn.
    pub(crate) async fn wait(&self, subject: Uuid) -> OwnedMutexGuard<()> {
        self.of(subject).lock_owned().await
    }

    /// The turn of `subject`, if nobody holds it.
    pub(crate) fn try_take(&self, subject: Uuid) -> Option<OwnedMutexGuard<()>> {
        self.of(subject).try_lock_owned().ok()
    }

    fn of(&self, subject: Uuid) -> Arc<AsyncMutex<()>> {
        let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        turns.retain(|_, turn| turn.strong_count() > 0);
        if let Some(turn) = turns.get(&subject).and_then(Weak::upgrade) {
            return turn;
        }
        let turn = Arc::new(AsyncMutex::new(()));
        turns.insert(subject, Arc::downgrade(&turn));
        turn
    }
}
