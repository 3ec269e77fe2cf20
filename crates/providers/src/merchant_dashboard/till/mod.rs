//! The merchant dashboard as a provider of the till: links from the organization's catalogue, their states, and what a
//! customer sees of them, built on the client library beside it.
//!
//! A link is known again by our id of it and our reference, which stand in its metadata. Its payments alone prove that money
//! came: its counters and switches are hints. Refunds are made in the dashboard, and only read here.

mod alter;
mod capabilities;
mod create;
mod deleted;
mod errors;
mod find;
mod hosts;
mod judge;
mod keys;
mod marks;
mod pages;
mod payment_id;
mod payment_search;
mod payments;
mod preview;
mod products;
mod question;
mod read;
mod show;
mod sign_in;
mod state;
mod sweep;
mod twins;

use domain::{
    Currency, Outcome, Random, TillError, Timestamp, account::Account, capabilities::Capabilities,
    error::Field, hold::NewHoldEnd, ids::IdempotencyKey, link::NewLink, pay_url::PayHosts,
    payment::SeenPayment, place::Place, refund::NewRefund,
};

use crate::{
    exchange::BoxedExchange,
    listing::{
        LinkQuery, Listed, ListedLink, ListedTransaction, SweepAsk, Swept, TransactionQuery,
    },
    merchant_dashboard::LinkCurrency,
    not_offered::not_offered,
    provider::{
        Altered, Counting, CreatedLink, HostNotForEnvironment, LinkReport, LinkToAlter,
        LinkToPreview, LinkToRead, MadeHoldEnd, MadeRefund, PaymentToRead, Preview, Provider,
        RefundsSeen, RefundsToFind, SubscriptionToSet,
    },
    session::{Keys, Session, SignedIn},
    transport::{Request, Response, TransportFault},
};

/// The provider.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MerchantDashboard;

impl Provider for MerchantDashboard {
    fn capabilities(&self) -> &'static Capabilities {
        &capabilities::CAPABILITIES
    }

    fn counting(&self, currency: Currency) -> Counting {
        match LinkCurrency::try_from(currency) {
            Ok(_) => Counting::Agrees,
            Err(_) => Counting::NotTaken,
        }
    }

    fn check_host(&self, place: &Place) -> Result<(), HostNotForEnvironment> {
        hosts::check(place)
    }

    fn check_account(&self, account: &Account) -> Result<(), Field> {
        keys::check_account(account)
    }

    fn key_id(&self, keys: &Keys) -> Option<String> {
        Some(keys::id(keys))
    }

    fn check_keys(&self, _: &Account, keys: &Keys) -> Result<(), TillError> {
        keys::check(keys)
    }

    fn api_host(&self, account: &Account) -> String {
        hosts::api_host(&account.place)
    }

    fn dashboard(&self, account: &Account) -> Option<String> {
        hosts::dashboard(&account.place)
    }

    fn pay_hosts(&self, account: &Account) -> PayHosts {
        hosts::pay_hosts(account)
    }

    fn sign_in(&self, account: &Account, keys: &Keys, _: &dyn Random) -> Request {
        sign_in::request(account, keys)
    }

    fn signed_in(
        &self,
        account: &Account,
        keys: &Keys,
        answer: Result<Response, TransportFault>,
    ) -> Outcome<SignedIn> {
        sign_in::read(account, keys, answer)
    }

    fn authorise(&self, session: &Session, request: Request) -> Request {
        sign_in::authorise(session, request)
    }

    fn refuses_session(&self, answer: &Response) -> bool {
        errors::is_session_over(answer)
    }

    fn warm_up(&self, account: &Account) -> BoxedExchange<()> {
        sign_in::warm_up(account)
    }

    fn create_link(
        &self,
        account: &Account,
        ask: NewLink,
        _: IdempotencyKey,
    ) -> BoxedExchange<CreatedLink> {
        create::link(account, ask)
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

    fn refund(&self, _: &Account, _: NewRefund, _: IdempotencyKey) -> BoxedExchange<MadeRefund> {
        not_offered()
    }

    fn alter_link(&self, account: &Account, link: LinkToAlter) -> BoxedExchange<Altered> {
        alter::link(account, link)
    }

    fn set_charges(&self, _: &Account, _: SubscriptionToSet) -> BoxedExchange<bool> {
        not_offered()
    }

    fn list_links(&self, _: &Account, _: LinkQuery) -> BoxedExchange<Listed<ListedLink>> {
        // A page is found by the address in the one before it, and no list can be asked for anything: to read the link
        // itself costs less and tells more.
        not_offered()
    }

    fn list_transactions(
        &self,
        _: &Account,
        _: TransactionQuery,
    ) -> BoxedExchange<Listed<ListedTransaction>> {
        not_offered()
    }

    fn sweeps(&self, _: &Account) -> bool {
        true
    }

    fn sweep(&self, account: &Account, ask: SweepAsk) -> BoxedExchange<Swept> {
        Box::new(sweep::SweepPage::new(account, ask))
    }

    fn read_payment(
        &self,
        account: &Account,
        payment: PaymentToRead,
    ) -> BoxedExchange<SeenPayment> {
        payments::read(account, payment)
    }

    fn end_hold(
        &self,
        _: &Account,
        _: NewHoldEnd,
        _: IdempotencyKey,
    ) -> BoxedExchange<MadeHoldEnd> {
        not_offered()
    }

    fn refunds_of(&self, account: &Account, payment: RefundsToFind) -> BoxedExchange<RefundsSeen> {
        payments::refunds_of(account, payment)
    }

    fn preview_link(&self, account: &Account, link: LinkToPreview) -> BoxedExchange<Preview> {
        Box::new(preview::PreviewLink::new(account, link))
    }
}
