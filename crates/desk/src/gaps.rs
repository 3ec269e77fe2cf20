//! Totals that were less than what the book counts, until the next look. One look is too thin a proof to free a sum.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use domain::{Money, ids::PaymentId};

/// A total beside what the book counted when it was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Gap {
    pub(crate) total: Money,
    pub(crate) in_book: Money,
}

/// The gaps that were seen, each since when it is the same, on the clock that counts sleep.
#[derive(Debug, Default)]
pub(crate) struct Gaps(Mutex<HashMap<PaymentId, (Gap, Duration)>>);

impl Gaps {
    /// Notes that `gap` was seen at `now`. True where the same one was seen longer than `apart` ago, and no other since.
    pub(crate) fn is_lasting(
        &self,
        payment: PaymentId,
        gap: Gap,
        now: Duration,
        apart: Duration,
    ) -> bool {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (first, since) = seen.entry(payment).or_insert((gap, now));
        if *first != gap {
            (*first, *since) = (gap, now);
        }
        now.saturating_sub(*since) > apart
    }

    /// Forgets the gap of a payment: there is none any more.
    pub(crate) fn close(&self, payment: PaymentId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&payment);
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_gap_lasts_where_two_looks_apart_show_the_same() {
        let money = |minor| Money::new(minor, "GEL".parse().unwrap());
        let (payment, gaps) = (PaymentId::from(Uuid::nil()), Gaps::default());
        let look = |total, in_book, minute| {
            let gap = Gap { total: money(total), in_book: money(in_book) };
            let now = Duration::from_mins(minute);
            gaps.is_lasting(payment, gap, now, Duration::from_mins(16))
        };
        assert!(!look(300, 1_300, 0));
        assert!(!look(300, 1_300, 16));
        assert!(look(300, 1_300, 17));
        // Another gap is a new one.
        assert!(!look(300, 2_300, 18));
        assert!(!look(300, 1_300, 60));
        assert!(look(300, 1_300, 77));
        gaps.close(payment);
        assert!(!look(300, 1_300, 100));
    }
}
