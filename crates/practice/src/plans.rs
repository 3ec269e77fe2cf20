//! The troubles that are planned and have not begun.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Planned troubles, the oldest first. They are not kept in the file.
#[derive(Debug)]
pub(crate) struct Plans<T>(Mutex<VecDeque<T>>);

impl<T> Default for Plans<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T: Copy> Plans<T> {
    fn lock(&self) -> MutexGuard<'_, VecDeque<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn add(&self, trouble: T) {
        self.lock().push_back(trouble);
    }

    pub(crate) fn all(&self) -> Vec<T> {
        self.lock().iter().copied().collect()
    }

    pub(crate) fn clear(&self) {
        self.lock().clear();
    }

    /// Takes the oldest trouble that `choose` wants.
    pub(crate) fn take<U>(&self, choose: impl Fn(T) -> Option<U>) -> Option<U> {
        let mut planned = self.lock();
        let place = planned.iter().position(|trouble| choose(*trouble).is_some())?;
        planned.remove(place).and_then(choose)
    }
}
