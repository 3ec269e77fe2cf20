//! What staff asked for and what the provider did, compared at every step of the provider.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
    time::Duration,
};

use desk::domain::{account::Environment, payment::PaymentStatus, refund_life::RefundState};
use ledger::{Ledger, SaleRecord, SaleSearch};

use crate::{
    gateway::{Gateway, Thing},
    history::{History, Wrong},
    shop::{From, Made},
};

/// A refund in the portal that the provider has shown for longer than this was there to be seen before any till's request
/// could leave: a request arrives at most ten minutes after it left, after a look that may lag by a minute.
const SURELY_SEEN: Duration = Duration::from_mins(15);

/// Watches the provider.
pub(crate) struct Witness {
    gateway: Arc<dyn Gateway>,
    ledger: Arc<Ledger>,
    history: Arc<History>,
    seen: Mutex<Seen>,
}

#[derive(Default)]
struct Seen {
    made: Vec<Made>,
    /// The payment and the amount of each press of Refund.
    asked: Vec<(String, u64)>,
}

impl Witness {
    pub(crate) fn new(
        gateway: Arc<dyn Gateway>,
        ledger: Arc<Ledger>,
        history: Arc<History>,
    ) -> Self {
        Self { gateway, ledger, history, seen: Mutex::default() }
    }

    /// Somebody presses Refund, for the first time with this press.
    pub(crate) fn refund_asked(&self, payment: &str, minor: u64) {
        self.seen.lock().unwrap().asked.push((payment.to_owned(), minor));
    }

    /// The provider did something. Looks at once whether it should have.
    pub(crate) fn made(&self, made: Made) {
        self.history.tell("provider", format_args!("does {:?} as {}", made.thing, made.id));
        let (thing, key) = (made.thing.clone(), made.key.clone());
        let mut seen = self.seen.lock().unwrap();
        seen.made.push(made);
        if let Thing::Refund { payment, minor } = &thing {
            self.look_at_payment(&seen, payment);
            self.look_at_presses(&seen, payment, *minor);
            self.look_at_book(&key);
        }
    }

    /// What staff were told never to have been made, and may have made anew, must not be made any more.
    fn look_at_book(&self, key: &str) {
        let sales = sales(&self.ledger);
        let mut refunds =
            sales.iter().flat_map(|sale| &sale.payments).flat_map(|payment| &payment.refunds);
        let released = refunds.find(|refund| {
            refund.key.to_string() == key
                && matches!(refund.state, RefundState::AbsentConfirmed | RefundState::Withdrawn)
        });
        if let Some(refund) = released {
            let how = format_args!("{} was {:?} when it was made", refund.id, refund.state);
            self.history.wrong(Wrong::DoubleRefund, how);
        }
    }

    /// A person sees a sale as paid. That must be the provider's own word, and about one of `sums` where those are known.
    pub(crate) fn shown_as_paid(
        &self,
        sale: &str,
        provider_ids: &[&str],
        sums: Option<&BTreeSet<u64>>,
    ) {
        let theirs = self.gateway.payments();
        let fits = |minor| sums.is_none_or(|sums| sums.contains(&minor));
        let came = |id: &&str| theirs.iter().any(|found| found.id == **id && fits(found.minor));
        if !provider_ids.iter().any(came) {
            let how = format_args!("{sale} is shown as paid by {provider_ids:?}, for {sums:?}");
            self.history.wrong(Wrong::FalseGreen, how);
        }
    }

    /// All that was made so far.
    pub(crate) fn all(&self) -> Vec<Made> {
        self.seen.lock().unwrap().made.clone()
    }

    /// What a key made.
    pub(crate) fn made_with(&self, key: &str) -> Option<Made> {
        self.seen.lock().unwrap().made.iter().find(|made| made.key == key).cloned()
    }

    fn look_at_payment(&self, seen: &Seen, payment: &str) {
        let all = self.gateway.payments();
        let Some(paid) = all.iter().find(|found| found.id == payment) else { return };
        let came = if paid.status == PaymentStatus::Paid { paid.minor } else { 0 };
        let sum = |counts: &dyn Fn(&Made) -> bool| -> u64 {
            seen.made
                .iter()
                .filter(|made| is_refund_of(made, payment) && counts(made))
                .filter(|made| !self.gateway.fell_through(&made.id))
                .map(minor)
                .sum()
        };
        let ours = sum(&|made| made.from == From::Till);
        let now = seen.made.last().map(|made| made.at).unwrap_or_default();
        let old = sum(&|made| made.from == From::Portal && made.shows + SURELY_SEEN < now);
        let in_all = paid.refunded.max(sum(&|_| true));
        let portal = in_all.saturating_sub(ours);
        let last_is_ours = seen.made.last().is_some_and(|made| made.from == From::Till);
        if ours > came || (portal == 0 && in_all > came) || (last_is_ours && ours + old > came) {
            self.history.wrong(
                Wrong::OverRefund,
                format_args!(
                    "{in_all} of {came} went back of {payment}, {ours} of it by the tills"
                ),
            );
        }
    }

    fn look_at_presses(&self, seen: &Seen, payment: &str, minor: u64) {
        let same = |found: &&Made| {
            found.from == From::Till
                && found.thing == (Thing::Refund { payment: payment.to_owned(), minor })
        };
        let done = seen.made.iter().filter(same).count();
        let asked =
            seen.asked.iter().filter(|asked| **asked == (payment.to_owned(), minor)).count();
        if done > asked {
            self.history.wrong(
                Wrong::DoubleRefund,
                format_args!("{asked} presses gave {minor} of {payment} back {done} times"),
            );
        }
    }
}

/// Every sale in the book, oldest first.
pub(crate) fn sales(ledger: &Ledger) -> Vec<SaleRecord> {
    let mut found = ledger.find_sales(&SaleSearch::newest(Environment::Practice, 100)).unwrap();
    found.reverse();
    found
}

fn is_refund_of(made: &Made, wanted: &str) -> bool {
    matches!(&made.thing, Thing::Refund { payment, .. } if payment == wanted)
}

fn minor(made: &Made) -> u64 {
    match made.thing {
        Thing::Refund { minor, .. } => minor,
        Thing::Link | Thing::HoldEnd { .. } => 0,
    }
}
