//! What a link has brought (fact sheet, Staff routes: aggregates).

use chrono::{DateTime, Utc};

use super::books::Books;
use super::link::Link;
use super::payment::PaymentStatus;
use crate::minor_units::MinorUnits;

/// The statistics of one link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Statistics {
    /// Payments that came, also those that went back.
    pub times_used: u32,
    /// Payments that came and are still there.
    pub paid_count: u32,
    /// The sum of those, in minor units of the link's currency.
    pub revenue: MinorUnits,
}

impl Books {
    /// The statistics of `link` at `moment`.
    pub(super) fn statistics(&self, link: &Link, moment: DateTime<Utc>) -> Statistics {
        let start = Statistics { times_used: link.uses_without_payment, ..Statistics::default() };
        self.payments_of(&link.uuid, moment).fold(start, |sum, payment| {
            match payment.status(moment) {
                PaymentStatus::Paid => Statistics {
                    times_used: sum.times_used.saturating_add(1),
                    paid_count: sum.paid_count.saturating_add(1),
                    revenue: sum.revenue.plus(payment.amount),
                },
                PaymentStatus::Refunded => {
                    Statistics { times_used: sum.times_used.saturating_add(1), ..sum }
                }
                PaymentStatus::Pending | PaymentStatus::Failed => sum,
            }
        })
    }
}
