//! What a run needs of a provider, whichever it is: to be asked, to be paid by customers, and to let its books be read.
//! What differs from one provider to the other lies behind [`Gateway`]; the rest of the harness knows none by name.

use std::time::Duration;

use desk::domain::{account::ProviderId, hold::HoldEndKind, payment::PaymentStatus};
use ledger::{HoldEndRecord, PaymentRecord};
use providers::{Request, Response};

use crate::plan::{Befalls, Customer};

/// The provider of a run.
pub(crate) trait Gateway: Send + Sync {
    /// How the shop connects its account.
    fn credentials(&self) -> Credentials;

    /// What names a second app of the same shop, with the same key, where a shop may have several.
    fn other_key_id(&self) -> Option<&'static str> {
        None
    }

    /// Takes one request in, and acts.
    fn take(&self, request: &Request) -> Taken;

    /// Nothing was done for `request`, and `error` was its answer.
    fn failed(&self, request: &Request, error: &Response) {
        let _ = (request, error);
    }

    /// Ends every session, where there are any.
    fn end_sessions(&self) {}

    /// Somebody signs in at the provider's own page, and gets a key, where keys are made so.
    fn sign_in(&self) -> Option<String> {
        None
    }

    /// Spoils the proof that an answer is the provider's own, where it bears one.
    fn forge(&self, answer: &mut Response) {
        let _ = answer;
    }

    /// False where a repeated delivery of `request` would act once more, whatever its sender does.
    fn knows_repeats(&self, request: &Request) -> bool;

    /// By what the provider tells one capture or release of a payment from the next.
    fn key_of_hold_end(&self, payment: &PaymentRecord, end: &HoldEndRecord) -> String;

    /// Which intent of a till a request attempts, where the till promises something of each attempt.
    fn attempt(&self, request: &Request) -> Option<Attempt> {
        let _ = request;
        None
    }

    /// A till's request as the owner makes it in the provider's own portal.
    fn in_portal(&self, request: &Request) -> Request {
        request.clone()
    }

    /// The owner gives a whole payment back in the provider's own portal, where no request of a till can.
    fn refund_by_hand(&self, payment: &str) -> Option<Deed> {
        let _ = payment;
        None
    }

    /// How often a secret was seen where it does not belong.
    fn leaks(&self) -> u64 {
        0
    }

    /// How much of what went back a till can see.
    fn sight(&self) -> Sight;

    /// True for a refund that was taken and failed later.
    fn fell_through(&self, refund: &str) -> bool {
        let _ = refund;
        false
    }

    /// A request as a person reads it.
    fn describe(&self, request: &Request) -> String;

    /// The next link has a customer who does by themselves what no page allows, or not when.
    fn expect(&self, customer: Customer);

    /// What happens to the next link, as soon as it is made.
    fn befall(&self, what: Befalls) {
        let _ = what;
    }

    /// The trouble is over, also that of the banks: what they still owe an answer to they decide now.
    fn trouble_is_over(&self) {}

    /// Our reference of the link that lies at an address.
    fn link_at(&self, address: &str) -> Option<String>;

    /// Somebody opens the page of the link with our reference.
    fn open_page(&self, reference: &str) {
        let _ = reference;
    }

    /// Somebody pays the link with our reference. Tells what came of it.
    fn pay(&self, reference: &str, card: Card) -> String;

    /// All links, oldest first.
    fn links(&self) -> Vec<TheirLink>;

    /// All payments that came to something, oldest first.
    fn payments(&self) -> Vec<TheirPayment>;
}

/// What names the shop at the provider, and where the provider is.
#[derive(Debug, Clone)]
pub(crate) struct Credentials {
    pub(crate) provider: ProviderId,
    pub(crate) port: u16,
    pub(crate) key_id: &'static str,
    pub(crate) key: &'static str,
    /// What names the reports' key, and that key; both empty where the shop has none.
    pub(crate) reports: (&'static str, &'static str),
}

/// What became of a request at the provider.
pub(crate) struct Taken {
    /// `None` where the connection was closed without an answer.
    pub(crate) answer: Option<Response>,
    /// What it made, if anything.
    pub(crate) made: Option<Deed>,
}

/// Something that a request made.
#[derive(Debug, Clone)]
pub(crate) struct Deed {
    /// By what the provider tells it from the next one.
    pub(crate) key: String,
    /// The provider's id of it.
    pub(crate) id: String,
    pub(crate) thing: Thing,
    /// How long the provider shows nothing of it, beside the lag of its reads.
    pub(crate) hidden: Duration,
}

/// What was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Thing {
    Link,
    Refund { payment: String, minor: u64 },
    HoldEnd { payment: String, kind: HoldEndKind },
}

/// One request of an intent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Attempt {
    pub(crate) intent: String,
    pub(crate) key: String,
    pub(crate) write: Write,
}

/// Whether a repeat is safe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Write {
    /// For as long as the provider keeps its key.
    Keyed,
    Keyless,
}

/// How much of what went back a till can see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sight {
    /// Each refund, and whether it is this book's.
    Named,
    /// Each refund.
    Each,
    /// The sum.
    Total,
    Nothing,
}

/// A card that a customer tries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Card {
    Good,
    Declined,
}

/// A link in the provider's books.
#[derive(Debug, Clone)]
pub(crate) struct TheirLink {
    pub(crate) id: String,
    pub(crate) reference: String,
    /// What each customer is asked for.
    pub(crate) minor: u64,
    pub(crate) state: LinkStands,
    /// When it ends by itself, since the run began, where nothing else can end it.
    pub(crate) ends: Option<Duration>,
    /// Whether it charges again by itself, where it began a subscription.
    pub(crate) charges: Option<bool>,
    /// False where nothing that the provider shows tells whose it is, once its id was lost.
    pub(crate) is_named: bool,
}

/// How a link stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LinkStands {
    Payable,
    Paid,
    Expired,
    Ended,
}

/// A payment in the provider's books.
#[derive(Debug, Clone)]
pub(crate) struct TheirPayment {
    pub(crate) id: String,
    pub(crate) status: PaymentStatus,
    /// What of it is, or was, the shop's.
    pub(crate) minor: u64,
    /// What was refunded of it. What is only given up was never the shop's, and is no refund.
    pub(crate) refunded: u64,
}

/// What follows the host.
pub(crate) fn path_of(url: &str) -> &str {
    let host = url.find("://").map_or(0, |place| place + 3);
    url[host..].find('/').map_or("/", |place| &url[host + place..])
}
