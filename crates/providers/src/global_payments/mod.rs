//! Global Payments, Pay by Link (GP API, version 2021-03-22). Facts: the provider's fact sheet.

mod alter;
mod create;
mod currency;
mod errors;
mod find;
mod hold;
mod hosts;
mod lists;
mod pages;
mod payment;
mod read;
mod refund;
mod request;
mod sign;
mod sweep;
mod wire;

use std::time::Duration;

use domain::{
    Currency, Outcome, Random, Timestamp,
    account::Account,
    capabilities::{Capabilities, Changes, KeyPromise, MadeOf, RateLimit, Sweep, WriteRules},
    hold::NewHoldEnd,
    ids::IdempotencyKey,
    link::NewLink,
    pay_url::PayHosts,
    payment::SeenPayment,
    place::Place,
    refund::NewRefund,
};

use crate::{
    exchange::BoxedExchange,
    listing::{
        LinkQuery, Listed, ListedLink, ListedTransaction, SweepAsk, Swept, TransactionQuery,
    },
    not_offered::not_offered,
    provider::{
        Altered, Counting, CreatedLink, HostNotForEnvironment, LinkReport, LinkToAlter, LinkToRead,
        MadeHoldEnd, MadeRefund, PaymentToRead, Provider, RefundsSeen, RefundsToFind,
        SubscriptionToSet,
    },
    session::{Keys, Session, SignedIn},
    transport::{Request, Response, TransportFault},
};

/// The provider.
#[derive(Debug, Clone, Copy)]
pub(crate) struct GlobalPayments;

/// What Global Payments promises about its writes: a key is kept for 24 hours and answered with 409
/// and the id (fact sheet, 5.4). The bounds for late effects and for reads that lag are the till's own (RELIABILITY 1.6,
/// R7).
const WRITES: WriteRules = WriteRules {
    key: KeyPromise::ConflictWithId,
    key_window: Some(Duration::from_hours(24)),
    late_bound: Duration::from_mins(15),
    read_lag: Duration::from_mins(1),
};

/// The texts have the narrower of the limits that are known (fact sheet, 7.3). No rate is documented (5.5): these are
/// what RELIABILITY 5.2 is measured with, and ten seconds' worth of it may go at once.
static CAPABILITIES: Capabilities = Capabilities {
    create: WRITES,
    refund: Some(WRITES),
    capture: Some(WRITES),
    release: Some(WRITES),
    partial_refund: true,
    partial_capture: true,
    cancel: true,
    links_end: true,
    change: Changes::All,
    most_uses: 1_000,
    shipping: true,
    reservations: false,
    card_checks: false,
    subscriptions: false,
    made_of: MadeOf::Sum,
    preview: false,
    own_pay_pages: false,
    needs_host: false,
    session_key: false,
    reports: false,
    payout_key: false,
    webhook_secret: false,
    confirms_pay_host: false,
    customers: false,
    refund_takes: None,
    customer_email: false,
    page_languages: &[],
    lists: true,
    sweep: Sweep::Payments,
    rate_live: RateLimit { per_minute: 600, burst: 100 },
    rate_test: RateLimit { per_minute: 60, burst: 10 },
    name_limit: 100,
    description_limit: 250,
    forbidden: &[],
};

impl Provider for GlobalPayments {
    fn capabilities(&self) -> &'static Capabilities {
        &CAPABILITIES
    }

    fn counting(&self, currency: Currency) -> Counting {
        currency::counting(currency)
    }

    fn check_host(&self, place: &Place) -> Result<(), HostNotForEnvironment> {
        hosts::check(place)
    }

    fn api_host(&self, account: &Account) -> String {
        hosts::api_host(&account.place)
    }

    fn pay_hosts(&self, account: &Account) -> PayHosts {
        hosts::pay_hosts(&account.place)
    }

    fn sign_in(&self, account: &Account, keys: &Keys, random: &dyn Random) -> Request {
        sign::request(account, keys, random)
    }

    fn signed_in(
        &self,
        account: &Account,
        _: &Keys,
        answer: Result<Response, TransportFault>,
    ) -> Outcome<SignedIn> {
        sign::read(account, answer)
    }

    fn authorise(&self, session: &Session, request: Request) -> Request {
        sign::authorise(session, request)
    }

    fn refuses_session(&self, answer: &Response) -> bool {
        errors::is_not_authenticated(answer)
    }

    fn warm_up(&self, account: &Account) -> BoxedExchange<()> {
        Box::new(read::WarmUp::new(account))
    }

    fn create_link(
        &self,
        account: &Account,
        ask: NewLink,
        key: IdempotencyKey,
    ) -> BoxedExchange<CreatedLink> {
        if !ask.kind.is_payment() || ask.customer_email.is_some() || ask.page_language.is_some() {
            return not_offered();
        }
        Box::new(create::CreateLink::new(account, ask, key))
    }

    fn find_link(
        &self,
        account: &Account,
        ask: NewLink,
        since: Timestamp,
    ) -> BoxedExchange<Option<CreatedLink>> {
        Box::new(find::FindLink::new(account, ask, since))
    }

    fn read_link(&self, account: &Account, link: LinkToRead) -> BoxedExchange<LinkReport> {
        Box::new(read::ReadLink::new(account, link))
    }

    fn refund(
        &self,
        account: &Account,
        ask: NewRefund,
        key: IdempotencyKey,
    ) -> BoxedExchange<MadeRefund> {
        Box::new(refund::MakeRefund::new(account, ask, key))
    }

    fn alter_link(&self, account: &Account, link: LinkToAlter) -> BoxedExchange<Altered> {
        Box::new(alter::AlterLink::new(account, link))
    }

    fn set_charges(&self, _: &Account, _: SubscriptionToSet) -> BoxedExchange<bool> {
        not_offered()
    }

    fn list_links(&self, account: &Account, query: LinkQuery) -> BoxedExchange<Listed<ListedLink>> {
        Box::new(lists::links(account, &query))
    }

    fn list_transactions(
        &self,
        account: &Account,
        query: TransactionQuery,
    ) -> BoxedExchange<Listed<ListedTransaction>> {
        Box::new(lists::transactions(account, &query))
    }

    fn sweeps(&self, _: &Account) -> bool {
        true
    }

    fn sweep(&self, account: &Account, ask: SweepAsk) -> BoxedExchange<Swept> {
        Box::new(sweep::Sweep::new(account, ask))
    }

    fn read_payment(
        &self,
        account: &Account,
        payment: PaymentToRead,
    ) -> BoxedExchange<SeenPayment> {
        Box::new(payment::ReadPayment::new(account, payment))
    }

    fn end_hold(
        &self,
        account: &Account,
        ask: NewHoldEnd,
        key: IdempotencyKey,
    ) -> BoxedExchange<MadeHoldEnd> {
        Box::new(hold::EndHold::new(account, ask, key))
    }

    fn refunds_of(&self, account: &Account, payment: RefundsToFind) -> BoxedExchange<RefundsSeen> {
        Box::new(refund::RefundsOf::new(account, payment))
    }
}
