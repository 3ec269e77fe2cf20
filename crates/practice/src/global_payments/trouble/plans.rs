//! The troubles that are planned and have not begun.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{AnswerTrouble, CustomerTrouble, Trouble};

/// Planned troubles, the oldest first. They are not kept in the file.
#[derive(Debug, Default)]
pub(in super::super) struct Plans(Mutex<VecDeque<Trouble>>);

impl Plans {
    fn lock(&self) -> MutexGuard<'_, VecDeque<Trouble>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(in super::super) fn add(&self, trouble: Trouble) {
        self.lock().push_back(trouble);
    }

    pub(in super::super) fn all(&self) -> Vec<Trouble> {
        self.lock().iter().copied().collect()
    }

    pub(in super::super) fn clear(&self) {
        self.lock().clear();
    }

    /// The customer of the link that is being made.
    pub(in super::super) fn take_customer(&self) -> Option<CustomerTrouble> {
        self.take(|trouble| match trouble {
            Trouble::Customer(customer) => Some(customer),
            Trouble::Answer(_) => None,
        })
    }

    /// What happens to the write that is being answered.
    pub(in super::super) fn take_answer(&self) -> Option<AnswerTrouble> {
        self.take(|trouble| match trouble {
            Trouble::Answer(answer) => Some(answer),
            Trouble::Customer(_) => None,
        })
    }

    fn take<T>(&self, choose: impl Fn(Trouble) -> Option<T>) -> Option<T> {
        let mut planned = self.lock();
        let place = planned.iter().position(|trouble| choose(*trouble).is_some())?;
        planned.remove(place).and_then(choose)
    }
}
