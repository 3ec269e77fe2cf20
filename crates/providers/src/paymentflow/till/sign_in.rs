//! Trying the key. There is no sign-in: every request shows the key, which is kept as the token.

use std::time::Duration;

use domain::{Outcome, account::Account, pay_url::PayHost};

use super::{errors, hosts, keys, pages::FEW_ROWS, question::ask};
use crate::{
    exchange::{BoxedExchange, Exchange, Scene, Step},
    paymentflow::{ApiKey, Call, FieldFault, KeyKind, Page, Payment, PaymentsQuery, payments},
    session::{Keys, ProviderAccount, Right, Session, SignedIn},
    transport::{Method, Request, Response, TimeLimit, TransportFault},
};

/// How long the key is used until it is tried once more. One that was replaced is noticed by the request that shows it,
/// so this could be longer; once a day costs nothing.
const LIFETIME: Duration = Duration::from_hours(24);

/// What a key may do. Nothing tells what one may not: that is refused when it is asked for.
const RIGHTS: [Right; 7] = [
    Right::MakeLinks,
    Right::SeeLinks,
    Right::ListLinks,
    Right::AlterLinks,
    Right::SeePayments,
    Right::ListPayments,
    Right::Refund,
];

/// What nothing shows of a key that is made to be seen. It is tried all the same.
const RIGHTS_OF_SECRET_KEYS: [Right; 2] = [Right::AlterLinks, Right::Refund];

/// The newest payments. Of all reads it tells the most: that the key is good, and where customers pay. Few rows tell it,
/// and an answer that is too long would keep the account from being used.
fn newest(limit: u32) -> Result<Call<Page<Payment>>, FieldFault> {
    payments::list(&PaymentsQuery { limit: Some(limit), ..PaymentsQuery::default() })
}

/// Asks for the newest payments with the key.
pub(super) fn request(account: &Account, keys: &Keys) -> Request {
    let signed = keys::usable(account, &keys.main).ok().and_then(|key| {
        let base = hosts::base(&account.place).ok()?;
        Some(newest(FEW_ROWS).ok()?.request(&base, &key))
    });
    // A key of another environment never leaves, and without one the request asks for nothing; `read` refuses the keys
    // whatever is answered.
    signed.unwrap_or_else(|| {
        Request::new(Method::Get, hosts::address(&account.place), None, TimeLimit::Read)
    })
}

/// Reads the answer: a list says that the key is good.
pub(super) fn read(
    account: &Account,
    keys: &Keys,
    answer: Result<Response, TransportFault>,
) -> Outcome<SignedIn> {
    let Ok(key) = keys::usable(account, &keys.main) else {
        return errors::unusable_key().into();
    };
    let page = newest(FEW_ROWS).map_err(Into::into).and_then(|call| errors::read(&call, answer));
    match page {
        Ok(page) => Outcome::Done(signed_in(account, keys, key.kind(), &page)),
        Err(failure) => failure.into(),
    }
}

fn signed_in(account: &Account, keys: &Keys, kind: KeyKind, newest: &Page<Payment>) -> SignedIn {
    let is_held = |right: &Right| kind == KeyKind::Secret || !RIGHTS_OF_SECRET_KEYS.contains(right);
    let merchant = ProviderAccount { id: account.key_id.clone(), name: String::new() };
    SignedIn {
        token: keys.main.clone(),
        reports_key: None,
        lifetime: LIFETIME,
        merchant_name: String::new(),
        link_account: Some(merchant.clone()),
        payment_account: Some(merchant.clone()),
        link_accounts: vec![merchant.clone()],
        payment_accounts: vec![merchant],
        pay_hosts: pay_hosts(account, newest),
        rights: RIGHTS.into_iter().filter(is_held).collect(),
        missing_right: None,
    }
}

/// Where the payments' pages lie, each host once, that of the newest payment first. What the account can't use is left
/// out.
fn pay_hosts(account: &Account, newest: &Page<Payment>) -> Vec<PayHost> {
    let mut seen = Vec::new();
    let addresses = newest.rows().filter_map(|payment| payment.checkout_url.as_deref());
    for host in addresses.filter_map(PayHost::of_address) {
        if hosts::may_be_pay_host(&account.place, &host) && !seen.contains(&host) {
            seen.push(host);
        }
    }
    seen
}

/// `request` with the session's key. A session has none but a checked one.
pub(super) fn authorise(session: &Session, request: Request) -> Request {
    match ApiKey::new(session.signed_in().token.clone()) {
        Ok(key) => key.authorise(request),
        Err(_) => request,
    }
}

/// One cheap read that opens the connection: the newest payment. Any answer will do.
pub(super) fn warm_up(account: &Account) -> BoxedExchange<()> {
    Box::new(WarmUp(ask(account, newest(1).map_err(Into::into), |_| Outcome::Done(()))))
}

/// No answer at all opens no connection.
struct WarmUp(BoxedExchange<()>);

impl Exchange for WarmUp {
    type Output = ();

    fn next(
        &mut self,
        scene: &Scene<'_>,
        answer: Option<Result<Response, TransportFault>>,
    ) -> Step<()> {
        match answer {
            Some(Err(fault)) => Step::End(fault.into()),
            answer => self.0.next(scene, answer),
        }
    }
}
