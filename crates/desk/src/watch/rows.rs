//! Which rows of a list are worth a question to the book.

use std::{collections::HashMap, time::Duration};

use domain::{ids::ProviderPaymentId, payment::PaymentStatus};
use providers::SweptPayment;

use crate::pace::next_chase;

/// How long a row is remembered that no list shows any more.
const KEPT: Duration = Duration::from_hours(1);

/// The rows that were looked into. A list shows the same ones again and again, and some for long without anything to
/// learn from them: a page that a customer opened and left, for example. One that changed is always looked into.
#[derive(Debug, Default)]
pub(super) struct Rows(HashMap<ProviderPaymentId, Row>);

#[derive(Debug)]
struct Row {
    status: PaymentStatus,
    times_paid: Option<u32>,
    tries: u32,
    /// When it is looked into again, on the clock that counts sleep.
    due: Duration,
}

impl Rows {
    /// Those of `rows` that are new, that changed, or that are due again at `now`.
    pub(super) fn fresh(&mut self, rows: Vec<SweptPayment>, now: Duration) -> Vec<SweptPayment> {
        rows.into_iter().filter(|row| self.is_fresh(row, now)).collect()
    }

    fn is_fresh(&mut self, row: &SweptPayment, now: Duration) -> bool {
        let same = |known: &&Row| known.status == row.status && known.times_paid == row.times_paid;
        let known = self.0.get(&row.provider_id).filter(same);
        let tries = match known {
            Some(known) if now < known.due => return false,
            Some(known) => known.tries.saturating_add(1),
            None => 0,
        };
        let due = now.saturating_add(next_chase(tries, row.status.is_under_way()));
        let seen = Row { status: row.status.clone(), times_paid: row.times_paid, tries, due };
        self.0.insert(row.provider_id.clone(), seen);
        true
    }

    /// Forgets what was not seen for long.
    pub(super) fn tidy(&mut self, now: Duration) {
        self.0.retain(|_, row| now < row.due.saturating_add(KEPT));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: &str, status: PaymentStatus) -> SweptPayment {
        let provider_id = String::from(id).try_into().unwrap();
        let reference = "T-0123456789".to_owned();
        SweptPayment { provider_id, times_paid: None, reference, status, at: None }
    }

    fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn a_row_that_changed_is_looked_into_at_once_and_the_same_one_less_and_less_often() {
        let mut rows = Rows::default();
        let begun = || vec![row("TRN_1", PaymentStatus::Pending)];
        let looked: Vec<u64> =
            (0..600).filter(|second| !rows.fresh(begun(), at(*second)).is_empty()).collect();
        assert_eq!(looked, [0, 30, 90, 210, 450]);

        assert_eq!(rows.fresh(vec![row("TRN_1", PaymentStatus::Paid)], at(601)).len(), 1);
        assert_eq!(rows.fresh(vec![row("TRN_1", PaymentStatus::Paid)], at(602)).len(), 0);
        assert_eq!(rows.fresh(vec![row("TRN_2", PaymentStatus::Paid)], at(602)).len(), 1);
    }

    #[test]
    fn what_no_list_shows_any_more_is_forgotten() {
        let mut rows = Rows::default();
        rows.fresh(vec![row("TRN_1", PaymentStatus::Paid)], at(0));
        rows.tidy(at(600));
        assert_eq!(rows.0.len(), 1);
        rows.tidy(at(2 * 3_600));
        assert!(rows.0.is_empty());
    }
}
