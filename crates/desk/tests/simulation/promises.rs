//! The providers of the runs: Flitt, PaymentFlow, a merchant dashboard, and some that speak as Global Payments does and
//! promise other things, so that the protocol's obedience to promises is tried, and not only four wires.

use std::{sync::LazyLock, time::Duration};

use desk::{
    domain::{
        Currency, Outcome, TillError, Timestamp,
        account::{Account, ProviderId},
        capabilities::{Capabilities, KeyPromise, RateLimit, WriteRules},
        error::Field,
        hold::NewHoldEnd,
        ids::IdempotencyKey,
        link::NewLink,
        pay_url::PayHosts,
        payment::SeenPayment,
        place::Place,
        refund::NewRefund,
    },
    seams::Random,
};
use providers::{
    Altered, BoxedExchange, Counting, CreatedLink, HostNotForEnvironment, Keys, LinkQuery,
    LinkReport, LinkToAlter, LinkToPreview, LinkToRead, Listed, ListedLink, ListedTransaction,
    MadeHoldEnd, MadeRefund, PaymentToRead, Preview, Provider, RefundsSeen, RefundsToFind, Request,
    Response, Session, SignedIn, SubscriptionToSet, SweepAsk, Swept, TransactionQuery,
    TransportFault, provider,
};

/// How the provider of a run takes a repeated key, and how much it lets go back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Refuses and names what the first request made, for a day. The most of Global Payments.
    ConflictForADay,
    /// The same for eight hours.
    ConflictForEightHours,
    /// The same for ever, and no more than came may go back.
    ConflictForEver,
    /// Gives the first answer again, for a day.
    ReplayForADay,
    /// Gives the first answer again, an error too, for a day.
    ReplayErrorsForADay,
    /// Knows no keys.
    Keyless,
    /// Flitt, as it is: an order id is used up for ever, a refund's key too, and only a total tells what went back.
    Flitt,
    /// PaymentFlow, as it is: a link's key is known for a day, and no refund has one.
    PaymentFlow,
    /// A merchant dashboard, as it is: it knows no keys, and refunds nothing that a till asks for.
    MerchantDashboard,
}

impl Kind {
    const ALL: [Self; 9] = [
        Self::ConflictForADay,
        Self::ConflictForEightHours,
        Self::ConflictForEver,
        Self::ReplayForADay,
        Self::ReplayErrorsForADay,
        Self::Keyless,
        Self::Flitt,
        Self::PaymentFlow,
        Self::MerchantDashboard,
    ];

    /// Those that speak as Global Payments does.
    pub(crate) const GLOBAL_PAYMENTS: [Self; 6] = [
        Self::ConflictForADay,
        Self::ConflictForEightHours,
        Self::ConflictForEver,
        Self::ReplayForADay,
        Self::ReplayErrorsForADay,
        Self::Keyless,
    ];

    /// How long a key is known, as promised and as done; `None` for ever.
    pub(crate) fn key_window(self) -> Option<Duration> {
        match self {
            Self::ConflictForADay
            | Self::ReplayForADay
            | Self::ReplayErrorsForADay
            | Self::PaymentFlow => Some(Duration::from_hours(24)),
            Self::ConflictForEightHours => Some(Duration::from_hours(8)),
            Self::ConflictForEver | Self::Keyless | Self::Flitt | Self::MerchantDashboard => None,
        }
    }

    /// The most that may go back of a payment, in percent of it.
    pub(crate) fn refund_limit_percent(self) -> u32 {
        if self == Self::ConflictForEver { 100 } else { 115 }
    }

    /// The provider that promises this.
    pub(crate) fn provider(self) -> &'static dyn Provider {
        static PROVIDERS: [Promises; 9] = [
            Promises(Kind::ConflictForADay),
            Promises(Kind::ConflictForEightHours),
            Promises(Kind::ConflictForEver),
            Promises(Kind::ReplayForADay),
            Promises(Kind::ReplayErrorsForADay),
            Promises(Kind::Keyless),
            Promises(Kind::Flitt),
            Promises(Kind::PaymentFlow),
            Promises(Kind::MerchantDashboard),
        ];
        &PROVIDERS[self as usize]
    }

    fn capabilities(self) -> &'static Capabilities {
        static CAPABILITIES: LazyLock<[Capabilities; 9]> =
            LazyLock::new(|| Kind::ALL.map(capabilities));
        &CAPABILITIES[self as usize]
    }

    /// What is really spoken.
    fn inner(self) -> &'static dyn Provider {
        provider(match self {
            Self::Flitt => ProviderId::Flitt,
            Self::PaymentFlow => ProviderId::PaymentFlow,
            Self::MerchantDashboard => ProviderId::MerchantDashboard,
            _ => ProviderId::GlobalPayments,
        })
    }

    /// What a repeated key gives; `None` where that is left to what the provider itself promises.
    fn key(self) -> Option<KeyPromise> {
        Some(match self {
            Self::ConflictForADay | Self::ConflictForEightHours | Self::ConflictForEver => {
                KeyPromise::ConflictWithId
            }
            Self::ReplayForADay | Self::ReplayErrorsForADay => KeyPromise::Replay,
            Self::Keyless => KeyPromise::None,
            Self::Flitt | Self::PaymentFlow | Self::MerchantDashboard => return None,
        })
    }
}

/// More than a run ever asks, so that the budget hides no other fault. Flitt's own stays, as without a list the budget alone
/// sets the pace of the watcher; so do PaymentFlow's and the dashboard's, which may count the requests of both tills.
const RATE: RateLimit = RateLimit { per_minute: 6_000, burst: 1_000 };

fn capabilities(kind: Kind) -> Capabilities {
    let mut capabilities = kind.inner().capabilities().clone();
    let Some(key) = kind.key() else { return capabilities };
    let promise = |rules: WriteRules| WriteRules { key, key_window: kind.key_window(), ..rules };
    capabilities.create = WriteRules { key, key_window: kind.key_window(), ..capabilities.create };
    capabilities.refund = capabilities.refund.map(promise);
    capabilities.capture = capabilities.capture.map(promise);
    capabilities.release = capabilities.release.map(promise);
    capabilities.rate_live = RATE;
    capabilities.rate_test = RATE;
    capabilities
}

/// A provider with promises that may be others than its own.
struct Promises(Kind);

impl Provider for Promises {
    fn capabilities(&self) -> &'static Capabilities {
        self.0.capabilities()
    }

    fn counting(&self, currency: Currency) -> Counting {
        self.0.inner().counting(currency)
    }

    fn check_host(&self, place: &Place) -> Result<(), HostNotForEnvironment> {
        self.0.inner().check_host(place)
    }

    fn check_account(&self, account: &Account) -> Result<(), Field> {
        self.0.inner().check_account(account)
    }

    fn key_id(&self, keys: &Keys) -> Option<String> {
        self.0.inner().key_id(keys)
    }

    fn check_keys(&self, account: &Account, keys: &Keys) -> Result<(), TillError> {
        self.0.inner().check_keys(account, keys)
    }

    fn api_host(&self, account: &Account) -> String {
        self.0.inner().api_host(account)
    }

    fn pay_hosts(&self, account: &Account) -> PayHosts {
        self.0.inner().pay_hosts(account)
    }

    fn sign_in(&self, account: &Account, keys: &Keys, random: &dyn Random) -> Request {
        self.0.inner().sign_in(account, keys, random)
    }

    fn signed_in(
        &self,
        account: &Account,
        keys: &Keys,
        answer: Result<Response, TransportFault>,
    ) -> Outcome<SignedIn> {
        self.0.inner().signed_in(account, keys, answer)
    }

    fn authorise(&self, session: &Session, request: Request) -> Request {
        self.0.inner().authorise(session, request)
    }

    fn refuses_session(&self, answer: &Response) -> bool {
        self.0.inner().refuses_session(answer)
    }

    fn warm_up(&self, account: &Account) -> BoxedExchange<()> {
        self.0.inner().warm_up(account)
    }

    fn create_link(
        &self,
        account: &Account,
        ask: NewLink,
        key: IdempotencyKey,
    ) -> BoxedExchange<CreatedLink> {
        self.0.inner().create_link(account, ask, key)
    }

    fn find_link(
        &self,
        account: &Account,
        ask: NewLink,
        since: Timestamp,
    ) -> BoxedExchange<Option<CreatedLink>> {
        self.0.inner().find_link(account, ask, since)
    }

    fn read_link(&self, account: &Account, link: LinkToRead) -> BoxedExchange<LinkReport> {
        self.0.inner().read_link(account, link)
    }

    fn refund(
        &self,
        account: &Account,
        ask: NewRefund,
        key: IdempotencyKey,
    ) -> BoxedExchange<MadeRefund> {
        self.0.inner().refund(account, ask, key)
    }

    fn alter_link(&self, account: &Account, link: LinkToAlter) -> BoxedExchange<Altered> {
        self.0.inner().alter_link(account, link)
    }

    fn set_charges(
        &self,
        account: &Account,
        subscription: SubscriptionToSet,
    ) -> BoxedExchange<bool> {
        self.0.inner().set_charges(account, subscription)
    }

    fn list_links(&self, account: &Account, query: LinkQuery) -> BoxedExchange<Listed<ListedLink>> {
        self.0.inner().list_links(account, query)
    }

    fn list_transactions(
        &self,
        account: &Account,
        query: TransactionQuery,
    ) -> BoxedExchange<Listed<ListedTransaction>> {
        self.0.inner().list_transactions(account, query)
    }

    fn sweeps(&self, account: &Account) -> bool {
        self.0.inner().sweeps(account)
    }

    fn sweep(&self, account: &Account, ask: SweepAsk) -> BoxedExchange<Swept> {
        self.0.inner().sweep(account, ask)
    }

    fn read_payment(
        &self,
        account: &Account,
        payment: PaymentToRead,
    ) -> BoxedExchange<SeenPayment> {
        self.0.inner().read_payment(account, payment)
    }

    fn end_hold(
        &self,
        account: &Account,
        ask: NewHoldEnd,
        key: IdempotencyKey,
    ) -> BoxedExchange<MadeHoldEnd> {
        self.0.inner().end_hold(account, ask, key)
    }

    fn refunds_of(&self, account: &Account, payment: RefundsToFind) -> BoxedExchange<RefundsSeen> {
        self.0.inner().refunds_of(account, payment)
    }

    fn preview_link(&self, account: &Account, link: LinkToPreview) -> BoxedExchange<Preview> {
        self.0.inner().preview_link(account, link)
    }
}
