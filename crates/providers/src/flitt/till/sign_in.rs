//! Trying the keys. There is no sign-in: every request is signed (fact sheet, 2), and what signs it is kept as the
//! token.

use std::time::Duration;

use domain::{Outcome, Random, account::Account, error::Doubt};

use super::{errors::Failure, hosts, question::Question, status, who};
use crate::{
    flitt::Order,
    session::{Keys, ProviderAccount, Right, SignedIn},
    transport::{Method, Request, Response, TimeLimit, TransportFault},
};

/// How long the keys are used until they are tried once more. A key that was replaced is noticed by the request that it
/// signs, so this could be longer; once a day costs nothing.
const LIFETIME: Duration = Duration::from_hours(24);

/// What the payment key may do. Nothing tells what a merchant may not: that is refused when it is asked for.
const RIGHTS: [Right; 6] = [
    Right::MakeLinks,
    Right::SeeLinks,
    Right::SeePayments,
    Right::Refund,
    Right::Capture,
    Right::Release,
];

/// Asks for the state of an order that never was: of all that is documented, the only request that tries a key and
/// leaves nothing behind (fact sheet, 3.7.1).
pub(super) fn request(account: &Account, keys: &Keys, random: &dyn Random) -> Request {
    let nobodys_order = hex::encode(random.sixteen_bytes());
    let signed = who::merchant(account, &keys.main)
        .map_err(Failure::Rejected)
        .and_then(|merchant| status::of_order(&nobodys_order)?.signed(account, &merchant));
    // Where nothing can be signed, the request asks for nothing; `read` refuses the keys whatever is answered.
    signed.unwrap_or_else(|_| {
        let url = hosts::base(&account.place) + "/status/order_id";
        Request::new(Method::Post, url, None, TimeLimit::Read).reading()
    })
}

/// Reads the answer: that there is no such order says that the key is good.
pub(super) fn read(
    account: &Account,
    keys: &Keys,
    answer: Result<Response, TransportFault>,
) -> Outcome<SignedIn> {
    let came = who::merchant(account, &keys.main).map_err(Failure::Rejected).and_then(|merchant| {
        let question: Question<Order> = status::of_order(&account.key_id)?;
        question.read(&merchant, answer)
    });
    match came {
        Err(failure) if failure.is_not_found() => Outcome::Done(signed_in(account, keys)),
        Err(failure) => failure.into(),
        // There is an order of a name that was drawn by chance.
        Ok(_) => Outcome::Unclear(Doubt::Different),
    }
}

fn signed_in(account: &Account, keys: &Keys) -> SignedIn {
    let merchant = ProviderAccount { id: account.key_id.clone(), name: String::new() };
    let lists = keys.reports.as_ref().map(|_| Right::ListPayments);
    SignedIn {
        token: keys.main.clone(),
        reports_key: keys.reports.clone(),
        lifetime: LIFETIME,
        merchant_name: String::new(),
        link_account: Some(merchant.clone()),
        payment_account: Some(merchant.clone()),
        link_accounts: vec![merchant.clone()],
        payment_accounts: vec![merchant],
        pay_hosts: Vec::new(),
        rights: RIGHTS.into_iter().chain(lists).collect(),
        missing_right: None,
    }
}
