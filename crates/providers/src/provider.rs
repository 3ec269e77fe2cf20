//! What every provider answers: data and pure functions.

use domain::{
    Currency, Outcome, Random, TillError, Timestamp,
    account::{Account, ProviderId},
    capabilities::Capabilities,
    ids::{IdempotencyKey, ProviderLinkId, ProviderPaymentId},
    link::{MadeLink, NewLink, ProviderLinkState},
    outcome::Rejection,
    pay_url::PayHosts,
    payment::SeenPayment,
    reference::OurReference,
    refund::{NewRefund, SeenRefund},
};

use crate::{
    exchange::BoxedExchange,
    global_payments::GlobalPayments,
    session::{Keys, Session, SignedIn},
    transport::{Request, Response, TransportFault},
};

/// The provider of that name.
pub fn provider(id: ProviderId) -> &'static dyn Provider {
    match id {
        ProviderId::GlobalPayments => &GlobalPayments,
    }
}

/// A provider. Every method is pure: what it needs of time and chance is handed in.
pub trait Provider: Send + Sync {
    /// What the provider can do and promises.
    fn capabilities(&self) -> &'static Capabilities;

    /// True where the provider's way of counting `currency` is known and agrees with ours.
    fn takes(&self, currency: Currency) -> bool;

    /// The host that the account's requests go to, with its port where it has one.
    fn api_host(&self, account: &Account) -> String;

    /// Where the account's pay pages lie.
    fn pay_hosts(&self, account: &Account) -> PayHosts;

    /// The request that signs in. The only place that sees a key.
    fn sign_in(&self, account: &Account, keys: &Keys, random: &dyn Random) -> Request;

    /// Reads the answer to [`Provider::sign_in`].
    fn signed_in(&self, answer: Result<Response, TransportFault>) -> Outcome<SignedIn>;

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

    /// Reads every refund of one payment, whoever made it.
    fn refunds_of(
        &self,
        account: &Account,
        payment: RefundsToFind,
    ) -> BoxedExchange<Vec<SeenRefund>>;
}

/// A link that the provider surely made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CreatedLink {
    /// It is what was asked for.
    Usable(MadeLink),
    /// It must never be shown.
    Unusable {
        /// The provider's id.
        provider_id: ProviderLinkId,
        /// Why not: another amount, currency, reference or account, or an address that is not the
        /// provider's.
        error: TillError,
    },
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

/// The link that is to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkToRead {
    /// The provider's id.
    pub provider_id: ProviderLinkId,
    /// Our reference: only payments that carry it count.
    pub reference: OurReference,
    /// The link's currency.
    pub currency: Currency,
    /// When it was asked for: no payment is older.
    pub since: Timestamp,
}

/// What the provider says of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkReport {
    /// The link's own state, a hint; `None` where only its payments could be read.
    pub state: Option<ProviderLinkState>,
    /// The payments on it, each read by itself.
    pub payments: Vec<SeenPayment>,
}

/// The payment whose refunds are to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundsToFind {
    /// The provider's id of the payment.
    pub payment: ProviderPaymentId,
    /// The reference of the link that it was paid on.
    pub reference: OurReference,
    /// When it was paid: no refund is older.
    pub paid_at: Timestamp,
}
