//! PaymentFlow as a provider of the till: links, their states, refunds, customers and messages, built on the client
//! library beside it.
//!
//! A link is a payment that nobody has paid yet, with its checkout page; once a customer begins, the same object is the
//! payment on it. It is known again by our id of the link and our reference, which stand in its metadata.

mod cancel;
mod capabilities;
mod create;
mod customers;
mod errors;
mod find;
mod hosts;
mod keys;
mod marks;
mod notification;
mod pages;
mod question;
mod refund;
mod refunds_of;
mod sign_in;
mod state;
mod status;
mod sweep;

use domain::{
    Currency, Outcome, Random, TillError, Timestamp,
    account::Account,
    capabilities::Capabilities,
    customer::{CustomerChange, CustomerDetails, KeptCustomer},
    error::Field,
    hold::NewHoldEnd,
    ids::{IdempotencyKey, ProviderCustomerId},
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
    notification::{Notification, Received},
    provider::{
        Altered, Counting, CreatedLink, CustomersFound, CustomersToFind, HostNotForEnvironment,
        KeyWarning, LinkReport, LinkToAlter, LinkToRead, MadeHoldEnd, MadeRefund, PaymentToRead,
        Provider, RefundsSeen, RefundsToFind, SubscriptionToSet,
    },
    session::{Keys, Session, SignedIn},
    transport::{Request, Response, TransportFault},
};

/// The provider.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PaymentFlow;

impl Provider for PaymentFlow {
    fn capabilities(&self) -> &'static Capabilities {
        &capabilities::CAPABILITIES
    }

    fn counting(&self, _: Currency) -> Counting {
        // 'The smallest currency unit' of ISO 4217 (fact sheet, 'Payments').
        Counting::Agrees
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

    fn check_keys(&self, account: &Account, keys: &Keys) -> Result<(), TillError> {
        keys::check(account, keys)
    }

    fn warns_of_key(&self, account: &Account) -> Option<KeyWarning> {
        keys::warning(account)
    }

    fn api_host(&self, account: &Account) -> String {
        hosts::api_host(&account.place)
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
        // The key was replaced, or has expired. Trying the one that is kept now tells.
        errors::is_not_authenticated(answer)
    }

    fn warm_up(&self, account: &Account) -> BoxedExchange<()> {
        sign_in::warm_up(account)
    }

    fn create_link(
        &self,
        account: &Account,
        ask: NewLink,
        key: IdempotencyKey,
    ) -> BoxedExchange<CreatedLink> {
        create::link(account, ask, key)
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
        status::link(account, link)
    }

    fn refund(
        &self,
        account: &Account,
        ask: NewRefund,
        key: IdempotencyKey,
    ) -> BoxedExchange<MadeRefund> {
        refund::make(account, ask, key)
    }

    fn alter_link(&self, account: &Account, link: LinkToAlter) -> BoxedExchange<Altered> {
        cancel::link(account, link)
    }

    fn set_charges(&self, _: &Account, _: SubscriptionToSet) -> BoxedExchange<bool> {
        not_offered()
    }

    fn list_links(&self, _: &Account, _: LinkQuery) -> BoxedExchange<Listed<ListedLink>> {
        // A page is found by the row before it and not by its number, and no list can be asked for one of our references:
        // to read the link itself costs as much and tells more.
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
        status::payment(account, payment)
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
        Box::new(refunds_of::RefundsOf::new(account, payment))
    }

    fn read_notification(
        &self,
        _: &Account,
        keys: &Keys,
        received: Received<'_>,
    ) -> Option<Notification> {
        Some(notification::read(keys, received))
    }

    fn find_customers(
        &self,
        account: &Account,
        ask: CustomersToFind,
    ) -> BoxedExchange<CustomersFound> {
        customers::find(account, ask)
    }

    fn read_customer(
        &self,
        account: &Account,
        customer: ProviderCustomerId,
    ) -> BoxedExchange<KeptCustomer> {
        customers::read(account, &customer)
    }

    fn create_customer(
        &self,
        account: &Account,
        details: CustomerDetails,
        key: IdempotencyKey,
    ) -> BoxedExchange<KeptCustomer> {
        customers::create(account, &details, key)
    }

    fn change_customer(
        &self,
        account: &Account,
        change: CustomerChange,
    ) -> BoxedExchange<KeptCustomer> {
        customers::change(account, &change)
    }

    fn delete_customer(
        &self,
        account: &Account,
        customer: ProviderCustomerId,
    ) -> BoxedExchange<()> {
        customers::delete(account, &customer)
    }
}
