//! Global Payments, Pay by Link (GP API, version 2021-03-22). Facts: the provider's fact sheet.

mod create;
mod currency;
mod errors;
mod find;
mod pages;
mod read;
mod refund;
mod request;
mod sign;
mod wire;

use std::time::Duration;

use domain::{
    Currency, Outcome, Random, Timestamp,
    account::{Account, Environment},
    capabilities::{Capabilities, KeyPromise, LookUp, WriteRules},
    ids::IdempotencyKey,
    link::NewLink,
    pay_url::PayHosts,
    refund::{NewRefund, SeenRefund},
};

use crate::{
    exchange::BoxedExchange,
    provider::{CreatedLink, LinkReport, LinkToRead, MadeRefund, Provider, RefundsToFind},
    session::{Keys, Session, SignedIn},
    transport::{Request, Response, TransportFault},
};

/// The provider.
#[derive(Debug, Clone, Copy)]
pub(crate) struct GlobalPayments;

/// What Global Payments promises about its writes: a key is kept for 24 hours and answered with 409
/// and the id (fact sheet, 5.4); links and refunds are found by reference (3.5, 4.4). The bounds
/// for late effects and for reads that lag are the till's own (RELIABILITY 1.6, R7).
const WRITES: WriteRules = WriteRules {
    key: KeyPromise::ConflictWithId,
    key_window: Some(Duration::from_hours(24)),
    look_up: LookUp::ByReference,
    late_bound: Duration::from_mins(15),
    read_lag: Duration::from_mins(1),
};

/// The narrower of the limits that are known for names and descriptions (fact sheet, 7.3).
static CAPABILITIES: Capabilities = Capabilities {
    create: WRITES,
    refund: WRITES,
    partial_refund: true,
    name_limit: 100,
    description_limit: 250,
};

impl Provider for GlobalPayments {
    fn capabilities(&self) -> &'static Capabilities {
        &CAPABILITIES
    }

    fn takes(&self, currency: Currency) -> bool {
        currency::exponents_agree(currency)
    }

    fn api_host(&self, account: &Account) -> String {
        request::host(account)
    }

    fn pay_hosts(&self, account: &Account) -> PayHosts {
        match account.environment {
            Environment::Live => PayHosts::OneLabelBelow(&["globalpay.com"]),
            Environment::Sandbox => PayHosts::OneLabelBelow(&["sandbox.globalpay.com"]),
            Environment::Practice => PayHosts::Loopback,
        }
    }

    fn sign_in(&self, account: &Account, keys: &Keys, random: &dyn Random) -> Request {
        sign::request(account, keys, random)
    }

    fn signed_in(&self, answer: Result<Response, TransportFault>) -> Outcome<SignedIn> {
        sign::read(answer)
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

    fn refunds_of(
        &self,
        account: &Account,
        payment: RefundsToFind,
    ) -> BoxedExchange<Vec<SeenRefund>> {
        Box::new(refund::RefundsOf::new(account, payment))
    }
}
