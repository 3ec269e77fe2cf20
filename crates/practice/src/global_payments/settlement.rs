//! Captured money goes to the merchant's bank: CAPTURED, BATCHED, FUNDED (fact sheet, 4.3).

use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::books::Books;
use super::ids::TransactionId;
use super::transaction_record::{Transaction, TransactionState};
use crate::moments::time_delta;
use crate::random::Random;

/// When captured money is settled by itself. Both times begin at the capture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settlement {
    /// CAPTURED becomes BATCHED.
    pub batched_after: Duration,
    /// BATCHED becomes FUNDED.
    pub funded_after: Duration,
}

/// A transaction's next step, and when it is due.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Settling {
    due: DateTime<Utc>,
    transaction: TransactionId,
}

impl Books {
    /// Settles `transaction`, captured at `captured`, when its time comes.
    pub(super) fn settle_later(
        &mut self,
        transaction: &TransactionId,
        captured: DateTime<Utc>,
        settlement: Settlement,
    ) {
        for after in [settlement.batched_after, settlement.funded_after] {
            let after = time_delta(after);
            let due = captured.checked_add_signed(after).unwrap_or(DateTime::<Utc>::MAX_UTC);
            let place = self.settling.partition_point(|other| other.due <= due);
            self.settling.insert(place, Settling { due, transaction: transaction.clone() });
        }
    }

    pub(super) fn has_to_settle(&self, now: DateTime<Utc>) -> bool {
        self.settling.front().is_some_and(|next| next.due <= now)
    }

    /// Takes every step that is due.
    pub(super) fn settle_due(&mut self, random: &Random, now: DateTime<Utc>) {
        while self.has_to_settle(now) {
            let Some(Settling { due, transaction }) = self.settling.pop_front() else { return };
            self.settle(&transaction, random, due);
        }
    }

    /// Every transaction in the state `word` takes its next step now.
    pub(super) fn settle_all(&mut self, word: &str, random: &Random, now: DateTime<Utc>) {
        let found = self.transactions().iter().filter(|found| found.state.word() == word);
        let ids: Vec<_> = found.map(|found| found.id.clone()).collect();
        for id in ids {
            self.settle(&id, random, now);
        }
    }

    fn settle(&mut self, transaction: &TransactionId, random: &Random, at: DateTime<Utc>) {
        let settled = self.transaction(transaction.as_str()).and_then(next_state);
        let Some(state) = settled else { return };
        let batch = format!("BAT_{}", random.digits(6));
        self.change_transaction(transaction, at, |transaction| {
            transaction.state = state;
            transaction.batch.get_or_insert(batch);
        });
    }
}

/// What was reversed in the meantime has no next step.
fn next_state(transaction: &Transaction) -> Option<TransactionState> {
    match transaction.state.clone() {
        TransactionState::Captured { card, authcode } => {
            Some(TransactionState::Batched { card, authcode })
        }
        TransactionState::Batched { card, authcode } => {
            Some(TransactionState::Funded { card, authcode })
        }
        _ => None,
    }
}
