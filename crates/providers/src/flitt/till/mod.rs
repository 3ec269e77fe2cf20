//! Flitt as a provider of the till: links, their states, captures, releases, refunds and subscriptions, built on the
//! client library beside it.
//!
//! A link is an order with its checkout page. The till calls it by the id that the gateway gives its payment, and asks
//! for it by its order id, which is our reference. There is no second look at its address, nothing ends it before its
//! time, and nothing lists such links.

mod capture;
mod charges;
mod checkout;
mod create;
mod errors;
mod find;
mod hosts;
mod notification;
mod question;
mod reverse;
mod sign_in;
mod state;
mod status;
mod sum;
mod sweep;
mod units;
mod warm_up;
mod who;

use std::time::Duration;

use domain::{
    Currency, Outcome, Random, Timestamp,
    account::Account,
    capabilities::{Capabilities, Changes, KeyPromise, MadeOf, RateLimit, Sweep, WriteRules},
    error::Field,
    hold::{HoldEndKind, NewHoldEnd},
    ids::IdempotencyKey,
    link::NewLink,
    pay_url::PayHosts,
    payment::SeenPayment,
    place::Place,
    refund::NewRefund,
};

use super::{call, lang::LANGUAGES, sign::SEPARATOR};
use crate::{
    exchange::BoxedExchange,
    listing::{
        LinkQuery, Listed, ListedLink, ListedTransaction, SweepAsk, Swept, TransactionQuery,
    },
    not_offered::not_offered,
    notification::{Notification, Received},
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
pub(crate) struct Flitt;

/// What Flitt promises about its writes: a reverse with the same `reverse_id`, and a capture of the same amount, may be
/// repeated for ever and tell what became of the first (fact sheet, 3.8, 3.9). The bounds for late effects and for
/// reads that lag are the till's own (RELIABILITY 1.6, R7).
const WRITES: WriteRules = WriteRules {
    key: KeyPromise::Replay,
    key_window: None,
    late_bound: Duration::from_mins(15),
    read_lag: Duration::from_mins(1),
};

/// An order id is used up for ever by the first request that names it, and the address is told only once (fact sheet,
/// 3.1, section 8, trap 30).
const CREATE: WriteRules = WriteRules { key: KeyPromise::UniqueReference, ..WRITES };

/// A text may have 1,024 characters (fact sheet, 3.1), but nobody reads so many on a page for paying: the limits are
/// those of the till's other forms. No rate is documented (9): these are the till's own, below what RELIABILITY 5.2 is
/// measured with, because the order's state is the only thing to ask for and each link is asked for by itself.
static CAPABILITIES: Capabilities = Capabilities {
    create: CREATE,
    refund: Some(WRITES),
    capture: Some(WRITES),
    release: Some(WRITES),
    partial_refund: true,
    partial_capture: true,
    cancel: false,
    links_end: true,
    change: Changes::None,
    most_uses: 1,
    shipping: false,
    reservations: true,
    card_checks: true,
    subscriptions: true,
    made_of: MadeOf::Sum,
    preview: false,
    own_pay_pages: false,
    needs_host: false,
    session_key: false,
    reports: true,
    payout_key: true,
    webhook_secret: false,
    confirms_pay_host: false,
    customers: false,
    refund_takes: None,
    customer_email: true,
    page_languages: &LANGUAGES,
    lists: false,
    sweep: Sweep::Payments,
    rate_live: RateLimit { per_minute: 300, burst: 30 },
    rate_test: RateLimit { per_minute: 60, burst: 10 },
    name_limit: 100,
    description_limit: 250,
    forbidden: &[SEPARATOR],
};

impl Provider for Flitt {
    fn capabilities(&self) -> &'static Capabilities {
        &CAPABILITIES
    }

    fn counting(&self, currency: Currency) -> Counting {
        units::counting(currency)
    }

    fn check_host(&self, place: &Place) -> Result<(), HostNotForEnvironment> {
        hosts::check(place)
    }

    fn check_account(&self, account: &Account) -> Result<(), Field> {
        who::check(account)
    }

    fn api_host(&self, account: &Account) -> String {
        hosts::api_host(&account.place)
    }

    fn pay_hosts(&self, account: &Account) -> PayHosts {
        hosts::pay_hosts(&account.place)
    }

    fn sign_in(&self, account: &Account, keys: &Keys, random: &dyn Random) -> Request {
        sign_in::request(account, keys, random)
    }

    fn signed_in(
        &self,
        account: &Account,
        keys: &Keys,
        answer: Result<Response, TransportFault>,
    ) -> Outcome<SignedIn> {
        sign_in::read(account, keys, answer)
    }

    fn authorise(&self, _: &Session, request: Request) -> Request {
        // Its body is signed already.
        request
    }

    fn refuses_session(&self, answer: &Response) -> bool {
        // The key was replaced, or the merchant closed. Trying the keys once more tells.
        call::refuses_the_merchant(answer)
    }

    fn warm_up(&self, account: &Account) -> BoxedExchange<()> {
        Box::new(warm_up::WarmUp::new(account))
    }

    fn create_link(
        &self,
        account: &Account,
        ask: NewLink,
        _: IdempotencyKey,
    ) -> BoxedExchange<CreatedLink> {
        Box::new(create::CreateLink::new(account, ask))
    }

    fn find_link(
        &self,
        account: &Account,
        ask: NewLink,
        _: Timestamp,
    ) -> BoxedExchange<Option<CreatedLink>> {
        Box::new(find::FindLink::new(account, ask))
    }

    fn read_link(&self, account: &Account, link: LinkToRead) -> BoxedExchange<LinkReport> {
        status::link(account, link)
    }

    fn refund(
        &self,
        account: &Account,
        ask: NewRefund,
        key: IdempotencyKey,
    ) -> BoxedExchange<MadeRefund> {
        Box::new(reverse::GiveBack::new(account, ask, key))
    }

    fn alter_link(&self, _: &Account, _: LinkToAlter) -> BoxedExchange<Altered> {
        not_offered()
    }

    fn set_charges(
        &self,
        account: &Account,
        subscription: SubscriptionToSet,
    ) -> BoxedExchange<bool> {
        charges::set(account, &subscription)
    }

    fn list_links(&self, _: &Account, _: LinkQuery) -> BoxedExchange<Listed<ListedLink>> {
        not_offered()
    }

    fn list_transactions(
        &self,
        _: &Account,
        _: TransactionQuery,
    ) -> BoxedExchange<Listed<ListedTransaction>> {
        not_offered()
    }

    fn sweeps(&self, account: &Account) -> bool {
        account.reports_id.is_some()
    }

    fn sweep(&self, account: &Account, ask: SweepAsk) -> BoxedExchange<Swept> {
        Box::new(sweep::Sweep::new(account, ask))
    }

    fn read_payment(
        &self,
        account: &Account,
        payment: PaymentToRead,
    ) -> BoxedExchange<SeenPayment> {
        status::payment(account, payment)
    }

    fn end_hold(
        &self,
        account: &Account,
        ask: NewHoldEnd,
        key: IdempotencyKey,
    ) -> BoxedExchange<MadeHoldEnd> {
        match ask.kind {
            HoldEndKind::Capture => Box::new(capture::TakeHold::new(account, ask)),
            HoldEndKind::Release => reverse::release(account, ask, key),
        }
    }

    fn refunds_of(&self, account: &Account, payment: RefundsToFind) -> BoxedExchange<RefundsSeen> {
        status::refunds(account, payment)
    }

    fn read_notification(
        &self,
        account: &Account,
        keys: &Keys,
        received: Received<'_>,
    ) -> Option<Notification> {
        Some(notification::read(account, keys, received.body))
    }
}
