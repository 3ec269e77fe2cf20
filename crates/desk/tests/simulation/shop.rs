//! The provider of a run, with a record of what each key made.

use std::{sync::Arc, time::Duration};

use ledger::Ledger;
use providers::{Method, Request, Response};

use crate::{
    attempts::Attempts,
    clock::TrueTime,
    flitt::Flitt,
    gateway::{Deed, Gateway, Thing},
    global_payments::GlobalPayments,
    history::History,
    merchant_dashboard::MerchantDashboard,
    paymentflow::PaymentFlow,
    plan::Plan,
    promises::Kind,
    witness::Witness,
};

/// The provider.
pub(crate) struct Shop {
    gateway: Arc<dyn Gateway>,
    time: TrueTime,
    witness: Witness,
    attempts: Attempts,
}

/// Whose request it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum From {
    Till,
    Portal,
}

/// An answer on its way back; `None` where the connection was closed without one.
pub(crate) type Arrived = Option<Response>;

/// Something that a key made.
#[derive(Debug, Clone)]
pub(crate) struct Made {
    pub(crate) key: String,
    pub(crate) id: String,
    pub(crate) thing: Thing,
    pub(crate) from: From,
    /// Since the run began.
    pub(crate) at: Duration,
    /// From when on the provider shows it, but for the lag of its reads.
    pub(crate) shows: Duration,
}

impl Shop {
    pub(crate) fn open(
        seed: u64,
        plan: &Plan,
        time: TrueTime,
        ledger: Arc<Ledger>,
        history: Arc<History>,
    ) -> Self {
        let gateway: Arc<dyn Gateway> = match plan.kind {
            Kind::Flitt => Arc::new(Flitt::open(seed, plan, time)),
            Kind::PaymentFlow => Arc::new(PaymentFlow::open(seed, plan, time)),
            Kind::MerchantDashboard => Arc::new(MerchantDashboard::open(seed, plan, time)),
            _ => Arc::new(GlobalPayments::open(seed, plan, time)),
        };
        let attempts = Attempts::new(Arc::clone(&gateway), Arc::clone(&history), time);
        let witness = Witness::new(Arc::clone(&gateway), ledger, history);
        Self { gateway, time, witness, attempts }
    }

    /// The provider's books, and the customer's side of it.
    pub(crate) fn gateway(&self) -> &dyn Gateway {
        &*self.gateway
    }

    /// Who watches what is made.
    pub(crate) fn witness(&self) -> &Witness {
        &self.witness
    }

    /// Who watches what leaves the tills.
    pub(crate) fn attempts(&self) -> &Attempts {
        &self.attempts
    }

    /// Takes one request in, and acts.
    pub(crate) fn take(&self, request: &Request, from: From) -> Arrived {
        let taken = self.gateway.take(request);
        if let Some(deed) = taken.made {
            self.note(deed, from);
        }
        taken.answer
    }

    /// The owner gives a whole payment back in the provider's own portal. True where it went.
    pub(crate) fn refund_by_hand(&self, payment: &str) -> bool {
        let done = self.gateway.refund_by_hand(payment);
        let went = done.is_some();
        if let Some(deed) = done {
            self.note(deed, From::Portal);
        }
        went
    }

    fn note(&self, deed: Deed, from: From) {
        let at = self.time.passed();
        let Deed { key, id, thing, hidden } = deed;
        self.witness.made(Made { key, id, thing, from, at, shows: at + hidden });
    }
}

pub(crate) fn method(method: Method) -> &'static str {
    match method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Patch => "PATCH",
        Method::Delete => "DELETE",
    }
}
