//! One piece of work at a time, its result shared by all who waited for it.

use std::{
    future::Future,
    sync::atomic::{AtomicU64, Ordering},
};

use tokio::sync::Mutex;

/// Work that many may want at once and that is done once for all of them.
pub(crate) struct SingleFlight<T> {
    landed: AtomicU64,
    last: Mutex<Option<T>>,
}

impl<T> Default for SingleFlight<T> {
    fn default() -> Self {
        Self { landed: AtomicU64::new(0), last: Mutex::new(None) }
    }
}

impl<T: Clone> SingleFlight<T> {
    /// Does `work`, or waits for whoever does it already and takes that result, a failure too. Work
    /// that is dropped half-way is begun anew by the next in line.
    pub(crate) async fn share(&self, work: impl Future<Output = T>) -> T {
        let before = self.landed.load(Ordering::Acquire);
        let mut last = self.last.lock().await;
        if self.landed.load(Ordering::Acquire) != before
            && let Some(result) = last.as_ref()
        {
            return result.clone();
        }
        let result = work.await;
        *last = Some(result.clone());
        self.landed.fetch_add(1, Ordering::Release);
        result
    }
}
