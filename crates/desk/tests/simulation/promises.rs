//! Providers that promise other things than Global Payments does. They speak the same language, so that the protocol's
//! obedience to promises is tried, and not a second wire.

use std::{sync::LazyLock, time::Duration};

use desk::{
    domain::{
        Currency, Outcome, Timestamp,
        account::{Account, ProviderId},
        capabilities::{Capabilities, KeyPromise, RateLimit, WriteRules},
        hold::NewHoldEnd,
        ids::IdempotencyKey,
        link::NewLink,
        pay_url::PayHosts,
        payment::SeenPayment,
        place::Place,
        refund::{NewRefund, SeenRefund},
    },
    seams::Random,
};
use providers::{
    Altered, BoxedExchange, Counting, CreatedLink, HostNotForEnvironment, Keys, LinkQuery,
    LinkReport, LinkToAlter, LinkToRead, Listed, ListedLink, ListedTransaction, MadeHoldEnd,
    MadeRefund, PaymentToRead, Provider, RefundsToFind, Request, Response, Session, SignedIn,
    SweepAsk, Swept, TransactionQuery, TransportFault, provider,
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
}

impl Kind {
    pub(crate) const ALL: [Self; 6] = [
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
            Self::ConflictForADay | Self::ReplayForADay | Self::ReplayErrorsForADay => {
                Some(Duration::from_hours(24))
            }
            Self::ConflictForEightHours => Some(Duration::from_hours(8)),
            Self::ConflictForEver | Self::Keyless => None,
        }
    }

    /// The most that may go back of a payment, in percent of it.
    pub(crate) fn refund_limit_percent(self) -> u32 {
        if self == Self::ConflictForEver { 100 } else { 115 }
    }

    /// The provider that promises this.
    pub(crate) fn provider(self) -> &'static dyn Provider {
        static PROVIDERS: [Promises; 6] = [
            Promises(Kind::ConflictForADay),
            Promises(Kind::ConflictForEightHours),
            Promises(Kind::ConflictForEver),
            Promises(Kind::ReplayForADay),
            Promises(Kind::ReplayErrorsForADay),
            Promises(Kind::Keyless),
        ];
        &PROVIDERS[self as usize]
    }

    fn capabilities(self) -> &'static Capabilities {
        static CAPABILITIES: LazyLock<[Capabilities; 6]> =
            LazyLock::new(|| Kind::ALL.map(capabilities));
        &CAPABILITIES[self as usize]
    }

    fn key(self) -> KeyPromise {
        match self {
            Self::ConflictForADay | Self::ConflictForEightHours | Self::ConflictForEver => {
                KeyPromise::ConflictWithId
            }
            Self::ReplayForADay | Self::ReplayErrorsForADay => KeyPromise::Replay,
            Self::Keyless => KeyPromise::None,
        }
    }
}

/// More than a run ever asks, so that the budget hides no other fault.
const RATE: RateLimit = RateLimit { per_minute: 6_000, burst: 1_000 };

fn capabilities(kind: Kind) -> Capabilities {
    let mut capabilities = inner().capabilities().clone();
    let promise =
        |rules: WriteRules| WriteRules { key: kind.key(), key_window: kind.key_window(), ..rules };
    capabilities.create = promise(capabilities.create);
    capabilities.refund = promise(capabilities.refund);
    capabilities.capture = capabilities.capture.map(promise);
    capabilities.release = capabilities.release.map(promise);
    capabilities.rate_live = RATE;
    capabilities.rate_test = RATE;
    capabilities
}

fn inner() -> &'static dyn Provider {
    provider(ProviderId::GlobalPayments)
}

/// Global Payments with other promises.
struct Promises(Kind);

impl Provider for Promises {
    fn capabilities(&self) -> &'static Capabilities {
        self.0.capabilities()
    }

    fn counting(&self, currency: Currency) -> Counting {
        inner().counting(currency)
    }

    fn check_host(&self, place: &Place) -> Result<(), HostNotForEnvironment> {
        inner().check_host(place)
    }

    fn api_host(&self, account: &Account) -> String {
        inner().api_host(account)
    }

    fn pay_hosts(&self, account: &Account) -> PayHosts {
        inner().pay_hosts(account)
    }

    fn sign_in(&self, account: &Account, keys: &Keys, random: &dyn Random) -> Request {
        inner().sign_in(account, keys, random)
    }

    fn signed_in(
        &self,
        account: &Account,
        answer: Result<Response, TransportFault>,
    ) -> Outcome<SignedIn> {
        inner().signed_in(account, answer)
    }

    fn authorise(&self, session: &Session, request: Request) -> Request {
        inner().authorise(session, request)
    }

    fn refuses_session(&self, answer: &Response) -> bool {
        inner().refuses_session(answer)
    }

    fn warm_up(&self, account: &Account) -> BoxedExchange<()> {
        inner().warm_up(account)
    }

    fn create_link(
        &self,
        account: &Account,
        ask: NewLink,
        key: IdempotencyKey,
    ) -> BoxedExchange<CreatedLink> {
        inner().create_link(account, ask, key)
    }

    fn find_link(
        &self,
        account: &Account,
        ask: NewLink,
        since: Timestamp,
    ) -> BoxedExchange<Option<CreatedLink>> {
        inner().find_link(account, ask, since)
    }

    fn read_link(&self, account: &Account, link: LinkToRead) -> BoxedExchange<LinkReport> {
        inner().read_link(account, link)
    }

    fn refund(
        &self,
        account: &Account,
        ask: NewRefund,
        key: IdempotencyKey,
    ) -> BoxedExchange<MadeRefund> {
        inner().refund(account, ask, key)
    }

    fn alter_link(&self, account: &Account, link: LinkToAlter) -> BoxedExchange<Altered> {
        inner().alter_link(account, link)
    }

    fn list_links(&self, account: &Account, query: LinkQuery) -> BoxedExchange<Listed<ListedLink>> {
        inner().list_links(account, query)
    }

    fn list_transactions(
        &self,
        account: &Account,
        query: TransactionQuery,
    ) -> BoxedExchange<Listed<ListedTransaction>> {
        inner().list_transactions(account, query)
    }

    fn sweep(&self, account: &Account, ask: SweepAsk) -> BoxedExchange<Swept> {
        inner().sweep(account, ask)
    }

    fn read_payment(
        &self,
        account: &Account,
        payment: PaymentToRead,
    ) -> BoxedExchange<SeenPayment> {
        inner().read_payment(account, payment)
    }

    fn end_hold(
        &self,
        account: &Account,
        ask: NewHoldEnd,
        key: IdempotencyKey,
    ) -> BoxedExchange<MadeHoldEnd> {
        inner().end_hold(account, ask, key)
    }

    fn refunds_of(
        &self,
        account: &Account,
        payment: RefundsToFind,
    ) -> BoxedExchange<Vec<SeenRefund>> {
        inner().refunds_of(account, payment)
    }
}
