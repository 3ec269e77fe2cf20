//! What every provider answers: data and pure functions.

mod preview;

use std::convert::Infallible;

use domain::{
    Currency, Money, Outcome, Random, TillError, Timestamp,
    account::{Account, ProviderId},
    capabilities::Capabilities,
    customer::{CustomerChange, CustomerDetails, KeptCustomer},
    customer_email::CustomerEmail,
    error::Field,
    hold::NewHoldEnd,
    ids::{IdempotencyKey, ProviderCustomerId, ProviderLinkId, ProviderPaymentId},
    link::{Alteration, MadeLink, NewLink, OwnRecord, ProviderLinkState},
    outcome::Rejection,
    pay_url::PayHosts,
    payment::{PaymentStatus, SeenPayment},
    place::Place,
    reference::OurReference,
    refund::{NewRefund, SeenRefund},
};

use crate::{
    exchange::BoxedExchange,
    flitt::till::Flitt,
    global_payments::GlobalPayments,
    listing::{
        LinkQuery, Listed, ListedLink, ListedTransaction, SweepAsk, Swept, TransactionQuery,
    },
    merchant_dashboard::till::MerchantDashboard,
    not_offered::not_offered,
    notification::{Notification, Received},
    paymentflow::till::PaymentFlow,
    session::{Keys, Session, SignedIn},
    transport::{Request, Response, TransportFault},
};

pub use preview::{GoneReason, LinkToPreview, Preview, PreviewLine, PreviewPage};

/// The provider of that name.
pub fn provider(id: ProviderId) -> &'static dyn Provider {
    match id {
        ProviderId::GlobalPayments => &GlobalPayments,
        ProviderId::Flitt => &Flitt,
        ProviderId::PaymentFlow => &PaymentFlow,
        ProviderId::MerchantDashboard => &MerchantDashboard,
    }
}

/// A provider. Every method is pure: what it needs of time and chance is handed in.
pub trait Provider: Send + Sync {
    /// What the provider can do and promises.
    fn capabilities(&self) -> &'static Capabilities;

    /// How the provider counts `currency`, beside how the till does.
    fn counting(&self, currency: Currency) -> Counting;

    /// Whether a key of the place's environment may be sent to its host, where the owner named the host by hand: so a key
    /// never meets a host of another environment.
    ///
    /// # Errors
    /// The host is one of another environment, or one that need not be named by hand.
    fn check_host(&self, place: &Place) -> Result<(), HostNotForEnvironment>;

    /// Whether an account can be as the owner described it: what names its keys, and which accounts of the provider's own
    /// it names.
    ///
    /// # Errors
    /// The first field that can't be used.
    fn check_account(&self, account: &Account) -> Result<(), Field> {
        let _ = account;
        Ok(())
    }

    /// What names the account's keys, where they bear their own name; `None` where the owner must say it.
    fn key_id(&self, keys: &Keys) -> Option<String> {
        let _ = keys;
        None
    }

    /// Whether the keys can be the account's, as far as they show it by themselves: before anything is sent with them.
    ///
    /// # Errors
    /// `KeyForOtherEnvironment`, or `InvalidField` where it is no key of the provider's.
    fn check_keys(&self, account: &Account, keys: &Keys) -> Result<(), TillError> {
        let _ = (account, keys);
        Ok(())
    }

    /// What the owner should know of the account's key, although it works.
    fn warns_of_key(&self, account: &Account) -> Option<KeyWarning> {
        let _ = account;
        None
    }

    /// The host that the account's requests go to, with its port where it has one.
    fn api_host(&self, account: &Account) -> String;

    /// The page on which staff see the account at the provider itself; `None` where the till does not know it.
    fn dashboard(&self, account: &Account) -> Option<String> {
        let _ = account;
        None
    }

    /// Where the account's pay pages lie.
    fn pay_hosts(&self, account: &Account) -> PayHosts;

    /// The request that signs in, or tries the keys where every request is signed.
    fn sign_in(&self, account: &Account, keys: &Keys, random: &dyn Random) -> Request;

    /// Reads the answer to [`Provider::sign_in`] with `keys`, and finds the provider's accounts that the owner named, or the only ones
    /// that fit.
    fn signed_in(
        &self,
        account: &Account,
        keys: &Keys,
        answer: Result<Response, TransportFault>,
    ) -> Outcome<SignedIn>;

    /// `request` with the session's sign-in.
    fn authorise(&self, session: &Session, request: Request) -> Request;

    /// True where the answer says that the sign-in is over, so that a new one helps. Never for a
    /// missing permission.
    fn refuses_session(&self, answer: &Response) -> bool;

    /// One cheap read that opens the connection. Any answer will do.
    fn warm_up(&self, account: &Account) -> BoxedExchange<()>;

    /// Makes a link.
    fn create_link(
        &self,
        account: &Account,
        ask: NewLink,
        key: IdempotencyKey,
    ) -> BoxedExchange<CreatedLink>;

    /// Looks for the link that `ask` may have made, by our reference; `since` is when it was first
    /// asked for. `None` where the provider shows no such link.
    fn find_link(
        &self,
        account: &Account,
        ask: NewLink,
        since: Timestamp,
    ) -> BoxedExchange<Option<CreatedLink>>;

    /// Reads a link and the payments on it.
    fn read_link(&self, account: &Account, link: LinkToRead) -> BoxedExchange<LinkReport>;

    /// Gives money back.
    fn refund(
        &self,
        account: &Account,
        ask: NewRefund,
        key: IdempotencyKey,
    ) -> BoxedExchange<MadeRefund>;

    /// Ends a link before its time, or changes its terms: reads it, writes the whole set, reads it back, and tells only
    /// what it read. May be repeated.
    fn alter_link(&self, account: &Account, link: LinkToAlter) -> BoxedExchange<Altered>;

    /// Stops the charges of a subscription, or has it charge again, and gives whether it charges now. May be repeated.
    fn set_charges(
        &self,
        account: &Account,
        subscription: SubscriptionToSet,
    ) -> BoxedExchange<bool>;

    /// One page of the account's links. Only where [`Capabilities::lists`] says so.
    fn list_links(&self, account: &Account, query: LinkQuery) -> BoxedExchange<Listed<ListedLink>>;

    /// One page of the account's payments and refunds. Only where [`Capabilities::lists`] says so.
    fn list_transactions(
        &self,
        account: &Account,
        query: TransactionQuery,
    ) -> BoxedExchange<Listed<ListedTransaction>>;

    /// True where one request shows the payments of many of this account's links.
    fn sweeps(&self, account: &Account) -> bool;

    /// One page of the payments of all links, newest first: the watcher's look at many links at once. What it gives is a
    /// hint to read the links concerned, never proof.
    fn sweep(&self, account: &Account, ask: SweepAsk) -> BoxedExchange<Swept>;

    /// Reads one payment.
    fn read_payment(&self, account: &Account, payment: PaymentToRead)
    -> BoxedExchange<SeenPayment>;

    /// Captures or releases a reserved payment.
    fn end_hold(
        &self,
        account: &Account,
        ask: NewHoldEnd,
        key: IdempotencyKey,
    ) -> BoxedExchange<MadeHoldEnd>;

    /// Reads what went back of one payment, whoever gave it back.
    fn refunds_of(&self, account: &Account, payment: RefundsToFind) -> BoxedExchange<RefundsSeen>;

    /// Reads a message that the provider sent to the shop's own server, as it was received: whether one of the account's
    /// keys signed it, and what it says. `None` where the provider signs none.
    fn read_notification(
        &self,
        account: &Account,
        keys: &Keys,
        received: Received<'_>,
    ) -> Option<Notification> {
        let _ = (account, keys, received);
        None
    }

    /// What a customer will see of a link, asked for as one asks: without any key. Only where [`Capabilities::preview`]
    /// says so.
    fn preview_link(&self, account: &Account, link: LinkToPreview) -> BoxedExchange<Preview> {
        let _ = (account, link);
        not_offered()
    }

    /// One page of the shop's customers. Like the four that follow, only where [`Capabilities::customers`] says so.
    fn find_customers(
        &self,
        account: &Account,
        ask: CustomersToFind,
    ) -> BoxedExchange<CustomersFound> {
        let _ = (account, ask);
        not_offered()
    }

    /// Reads one customer.
    fn read_customer(
        &self,
        account: &Account,
        customer: ProviderCustomerId,
    ) -> BoxedExchange<KeptCustomer> {
        let _ = (account, customer);
        not_offered()
    }

    /// Makes a customer. Where the answer was lost, nobody knows whether there is one; no money hangs on it.
    fn create_customer(
        &self,
        account: &Account,
        details: CustomerDetails,
        key: IdempotencyKey,
    ) -> BoxedExchange<KeptCustomer> {
        let _ = (account, details, key);
        not_offered()
    }

    /// Changes what the provider keeps of a customer, and gives what it keeps then. May be repeated.
    fn change_customer(
        &self,
        account: &Account,
        change: CustomerChange,
    ) -> BoxedExchange<KeptCustomer> {
        let _ = (account, change);
        not_offered()
    }

    /// Deletes a customer. One that is not there is deleted already. May be repeated.
    fn delete_customer(
        &self,
        account: &Account,
        customer: ProviderCustomerId,
    ) -> BoxedExchange<()> {
        let _ = (account, customer);
        not_offered()
    }
}

/// Which of the shop's customers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomersToFind {
    /// With this address; `None` for all.
    pub email: Option<CustomerEmail>,
    /// Those that follow this one; `None` for the first ones.
    pub after: Option<ProviderCustomerId>,
}

/// One page of the shop's customers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomersFound {
    /// Those of this page that could be read.
    pub customers: Vec<KeptCustomer>,
    /// The last one of this page, where more follow it.
    pub more_after: Option<ProviderCustomerId>,
}

/// What the owner should know of a key that works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyWarning {
    /// It is one that the provider means for web pages. The provider may not let it do all that a till does.
    Publishable,
}

/// A link that the provider surely made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CreatedLink {
    /// It is what was asked for.
    Usable(MadeLink),
    /// It must never be shown.
    Unusable {
        /// The provider's id; `None` where it is told nowhere and nobody can pay the link any more.
        provider_id: Option<ProviderLinkId>,
        /// Why not: another amount, currency, reference or account, or an address that is not the
        /// provider's.
        error: TillError,
    },
}

/// How a provider counts a currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counting {
    /// In the minor units of ISO 4217.
    Agrees,
    /// The sources contradict each other, or ISO 4217. An amount goes out as the provider's own table says; a customer
    /// could still be charged a multiple, so only the owner may allow it.
    Disputed {
        /// How many minor digits the provider's table gives.
        theirs: u8,
    },
    /// The provider takes no such money.
    NotTaken,
}

/// A host that must not get a key of that environment.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{host} is no host for this environment")]
pub struct HostNotForEnvironment {
    /// The host.
    pub host: String,
}

/// A link that shall be ended or changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkToAlter {
    /// The provider's id.
    pub provider_id: ProviderLinkId,
    /// Our reference, which must be the link's.
    pub reference: OurReference,
    /// When it was asked for.
    pub since: Timestamp,
    /// What it shall become.
    pub alteration: Alteration,
}

/// A subscription that shall be stopped, or charge again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubscriptionToSet {
    /// The provider's id of the link that began it.
    pub provider_id: ProviderLinkId,
    /// Our reference, which must be the link's.
    pub reference: OurReference,
    /// True where it shall charge.
    pub charge: bool,
}

/// What a link was when it was read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Altered {
    /// As it was wished in all that a customer pays; texts and the exact end may be in a form of the provider's own. A
    /// changed link may have come to its end since.
    AsWished(ProviderLinkState),
    /// It had come to its end in another way.
    Over(ProviderLinkState),
    /// Not as it was wished, though the provider took the write: to be tried again.
    NotYet(ProviderLinkState),
}

/// The payment that is to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentToRead {
    /// The provider's id.
    pub provider_id: ProviderPaymentId,
    /// The reference of the link that it was made on: another one's payment is none of ours.
    pub reference: OurReference,
    /// The link's currency.
    pub currency: Currency,
    /// What the book knows of the link.
    pub own: OwnRecord,
}

/// What became of a capture or a release that the provider surely knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MadeHoldEnd {
    /// It was done; the payment as it is now.
    Done(SeenPayment),
    /// The payment's own record, read back because the provider knew the key, says that it was refused. Final, whichever
    /// attempt asked: unlike a no to a request, also one that comes as a decline, no earlier attempt can have worked.
    Refused(Rejection),
}

/// What became of a refund that the provider surely knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MadeRefund {
    /// It stands, and is of exactly the amount asked for.
    Stands(SeenRefund),
    /// The provider's record of what this very key made says that it was refused. Final, whichever
    /// attempt asked: unlike a no to a request, no earlier attempt can have worked.
    Refused(Rejection),
}

/// What a provider shows of the refunds of a payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefundsSeen {
    /// Each of them.
    Each(Vec<SeenRefund>),
    /// Only what went back in all: which refunds that was, nobody can tell (RELIABILITY 1.6, R8).
    Total(RefundedTotal),
    /// Nothing: the provider was asked, and has no way to tell.
    Untold,
}

/// What went back of a payment in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefundedTotal {
    /// How much that was.
    pub gone: Money,
    /// The most that the provider lets go back in all; `None` where that is not known. It may be more than came: all that
    /// was held, or what the customer paid on top.
    pub at_most: Option<Money>,
}

/// The link that is to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkToRead {
    /// The provider's id.
    pub provider_id: ProviderLinkId,
    /// Our reference: only payments that carry it count.
    pub reference: OurReference,
    /// The link's currency.
    pub currency: Currency,
    /// What the book knows of it.
    pub own: OwnRecord,
    /// When it was asked for: no payment is older.
    pub since: Timestamp,
    /// The payments on it that were read before, and as what. One that had come to its end need not be read again, so
    /// that a look at a link for many payments costs no more than a look at any other.
    pub known: Vec<(ProviderPaymentId, PaymentStatus)>,
    /// Another number with each look: it picks the few of those that are read again all the same, so that over time
    /// all are.
    pub turn: u64,
}

/// What the provider says of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkReport {
    /// The link's own state, a hint; `None` where only its payments could be read.
    pub state: Option<ProviderLinkState>,
    /// The payments on it, each read by itself. Those that need not be read again are left out.
    pub payments: Vec<SeenPayment>,
    /// What went back of them without this till, where the provider tells it beside them and makes no refunds for a till;
    /// each names its payment.
    pub went_back: Vec<SeenRefund>,
    /// Why the read broke off after it had brought many payments; `None` where it came to its end. What it brought is
    /// true all the same, and known to the next look, which goes on from there.
    pub broke_off: Option<Outcome<Infallible>>,
    /// True where the account does not find it, and customers find it no more: it was deleted.
    pub is_deleted: bool,
}

impl LinkReport {
    /// True where it tells nothing that another merchant's key would not tell, too.
    pub fn shows_nothing(&self) -> bool {
        self.is_deleted && self.payments.is_empty()
    }
}

/// The payment whose refunds are to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundsToFind {
    /// The provider's id of the payment.
    pub payment: ProviderPaymentId,
    /// The reference of the link that it was paid on.
    pub reference: OurReference,
    /// The payment's currency.
    pub currency: Currency,
    /// When it was paid: no refund is older.
    pub paid_at: Timestamp,
}
