//! How an account stands, for one plain sentence on its card.

use std::time::Duration;

use domain::account::Account;

use super::{Executor, account_state::lock};
use crate::{breaker::Failing, rest::Refusal};

/// How an account stands with its provider. Whatever it says, a person may press a button.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Health {
    /// Nothing is known to be wrong.
    Good,
    /// The provider refuses the keys, or what they give: the owner must look at them.
    KeysRefused,
    /// The keychain does not give the keys: somebody must open it.
    KeychainClosed,
    /// The provider asked the till to slow down.
    AskedToWait {
        /// For how much longer the till asks nothing by itself.
        left: Duration,
    },
    /// Too much failed, and the till leaves the provider alone for a while.
    Resting {
        /// What failed.
        why: Failing,
        /// For how much longer the till asks nothing by itself; zero while it tries again.
        left: Duration,
    },
}

impl Executor {
    /// How an account stands.
    pub fn health(&self, account: &Account) -> Health {
        let state = self.state(account);
        let now = self.clock.elapsed();
        match lock(&state.sign_in().rest).refusal() {
            Some(Refusal::Key) => return Health::KeysRefused,
            Some(Refusal::Keychain(_)) => return Health::KeychainClosed,
            None => {}
        }
        let gate = lock(&state.gate);
        if let Some(left) = gate.asked_wait(now) {
            Health::AskedToWait { left }
        } else if let Some((why, left)) = gate.resting(now) {
            Health::Resting { why, left }
        } else {
            Health::Good
        }
    }
}
