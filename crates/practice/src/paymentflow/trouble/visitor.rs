//! Pretend customers, who do by themselves what was planned. They are called visitors here: a
//! customer of the API is a record.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::super::books::Books;
use super::super::gateway::Gateway;
use super::super::ids::PaymentId;
use super::super::paying::{Try, record};
use super::super::payment::{Payment, PaymentStatus};
use super::CustomerTrouble;
use crate::minor_units::MinorUnits;
use crate::moments::later;
use crate::test_cards::Verdict;

/// When nobody at a counter waits any more.
const PATIENCE: TimeDelta = TimeDelta::minutes(15);

/// Who pays one link.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in super::super) struct Visitor {
    payment: PaymentId,
    trouble: CustomerTrouble,
    /// `None`: waits until the link is cancelled.
    due: Option<DateTime<Utc>>,
}

impl Visitor {
    /// Who pays a link that was just made.
    pub(in super::super) fn of(payment: &Payment, trouble: CustomerTrouble) -> Self {
        let due = match trouble {
            CustomerTrouble::PaysAfterCancel { .. } => None,
            CustomerTrouble::PaysLate { seconds: after } => {
                Some(later(payment.created, PATIENCE + seconds(after)))
            }
            CustomerTrouble::PaysAfter { seconds: after }
            | CustomerTrouble::PaysAnotherAmount { seconds: after, .. }
            | CustomerTrouble::Declines { seconds: after, .. }
            | CustomerTrouble::PaysSlowly { seconds: after, .. }
            | CustomerTrouble::DeclinesSlowly { seconds: after, .. }
            | CustomerTrouble::StaysProcessing { seconds: after } => {
                Some(later(payment.created, seconds(after)))
            }
        };
        Self { payment: payment.id.clone(), trouble, due }
    }
}

fn seconds(count: u32) -> TimeDelta {
    TimeDelta::seconds(count.into())
}

impl Books {
    /// A link was cancelled at `at`: those who waited for it know now when they pay.
    pub(in super::super) fn send_visitors_of_cancelled(
        &mut self,
        payment: &PaymentId,
        at: DateTime<Utc>,
    ) {
        for visitor in self.visitors.iter_mut().filter(|visitor| visitor.payment == *payment) {
            if let CustomerTrouble::PaysAfterCancel { seconds: after } = visitor.trouble {
                visitor.due = Some(later(at, seconds(after)));
            }
        }
    }

    /// When the next visitor acts.
    pub(in super::super) fn next_visitor(&self) -> Option<DateTime<Utc>> {
        self.visitors.iter().filter_map(|visitor| visitor.due).min()
    }

    /// Serves every visitor who is due, the earliest first.
    pub(in super::super) fn serve_visitors(&mut self, gateway: &Gateway, now: DateTime<Utc>) {
        while let Some((place, due)) = self.visitor_due(now) {
            let visitor = self.visitors.remove(place);
            if let Some(payment) = self.payment(visitor.payment.as_str()).cloned() {
                serve(gateway, self, &payment, visitor.trouble, due);
            }
        }
    }

    fn visitor_due(&self, now: DateTime<Utc>) -> Option<(usize, DateTime<Utc>)> {
        let all = self.visitors.iter().enumerate();
        let due = all.filter_map(|(place, visitor)| Some((place, visitor.due?)));
        due.filter(|(_, due)| *due <= now).min_by_key(|(_, due)| *due)
    }
}

fn serve(
    gateway: &Gateway,
    books: &mut Books,
    payment: &Payment,
    trouble: CustomerTrouble,
    at: DateTime<Utc>,
) {
    let welcome = match trouble {
        CustomerTrouble::PaysAfterCancel { .. } => payment.attempt.is_none(),
        _ => payment.status(at) == PaymentStatus::Pending,
    };
    if !welcome {
        return;
    }
    let pays = || Try::of(payment, Verdict::Approved);
    let declines = |code| Try::of(payment, Verdict::Declined(code));
    let attempt = match trouble {
        CustomerTrouble::PaysAfter { .. }
        | CustomerTrouble::PaysLate { .. }
        | CustomerTrouble::PaysAfterCancel { .. } => pays(),
        CustomerTrouble::PaysAnotherAmount { difference, .. } => {
            let amount = payment.amount.get().saturating_add_signed(difference).max(1);
            pays().of_amount(MinorUnits::new(amount))
        }
        CustomerTrouble::Declines { code, .. } => declines(code),
        CustomerTrouble::PaysSlowly { processing, .. } => {
            pays().decided_after(Some(seconds(processing)))
        }
        CustomerTrouble::DeclinesSlowly { processing, code, .. } => {
            declines(code).decided_after(Some(seconds(processing)))
        }
        CustomerTrouble::StaysProcessing { .. } => pays().decided_after(None),
    };
    record(gateway, books, payment, attempt, at);
}
