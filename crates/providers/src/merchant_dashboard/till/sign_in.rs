//! Trying the token. There is no sign-in: whoever signed in to the dashboard gave the token, and every request shows it.

use std::time::Duration;

use domain::{Outcome, account::Account, pay_url::PayHost};

use super::{errors, hosts, keys, question};
use crate::{
    exchange::{BoxedExchange, Exchange, Scene, Step},
    merchant_dashboard::{Link, Page, StaffToken, links},
    session::{Keys, ProviderAccount, Right, Session, SignedIn},
    transport::{Method, Request, Response, TimeLimit, TransportFault},
};

/// How long the token is used until it is tried once more. A session that has ended is noticed by the request that shows
/// its token, so this could be longer; once a day costs nothing.
const LIFETIME: Duration = Duration::from_hours(24);

/// What a token may do. Nothing tells what one may not: that is refused when it is asked for. There are no refunds and no
/// reservations (fact sheet, 'What it does not have').
const RIGHTS: [Right; 6] = [
    Right::MakeLinks,
    Right::SeeLinks,
    Right::ListLinks,
    Right::AlterLinks,
    Right::SeePayments,
    Right::ListPayments,
];

/// Asks for the first page of the links with the token. Of all reads it tells the most: that the token is good, and where
/// customers pay.
pub(super) fn request(account: &Account, keys: &Keys) -> Request {
    let signed = keys::usable(&keys.main).ok().and_then(|token| {
        let base = hosts::base(&account.place).ok()?;
        Some(links::list().request(&base, &token))
    });
    // Without a token the request asks for nothing; `read` refuses the keys whatever is answered.
    signed.unwrap_or_else(|| {
        Request::new(Method::Get, hosts::address(&account.place), None, TimeLimit::Read)
    })
}

/// Reads the answer: a list says that the token is good.
pub(super) fn read(
    account: &Account,
    keys: &Keys,
    answer: Result<Response, TransportFault>,
) -> Outcome<SignedIn> {
    if keys::usable(&keys.main).is_err() {
        return errors::unusable_token().into();
    }
    match errors::read(&links::list(), answer) {
        Ok(page) => Outcome::Done(signed_in(account, keys, &page)),
        Err(failure) => failure.into(),
    }
}

fn signed_in(account: &Account, keys: &Keys, first: &Page<Link>) -> SignedIn {
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
        pay_hosts: pay_hosts(account, first),
        rights: RIGHTS.to_vec(),
        missing_right: None,
    }
}

/// Where the links' pages lie, each host once, in the order of the links; where no link tells, where the template leads
/// to, or the dashboard itself. What the account can't use is left out.
fn pay_hosts(account: &Account, first: &Page<Link>) -> Vec<PayHost> {
    let mut seen = Vec::new();
    let addresses = first.rows().filter_map(|link| link.public_url.as_deref());
    for host in addresses.filter_map(PayHost::of_address) {
        if hosts::may_be_pay_host(&account.place, &host) && !seen.contains(&host) {
            seen.push(host);
        }
    }
    if seen.is_empty() {
        let likely = hosts::likely_pay_host(account);
        seen.extend(likely.filter(|host| hosts::may_be_pay_host(&account.place, host)));
    }
    seen
}

/// `request` with the session's token. A session has none but a checked one.
pub(super) fn authorise(session: &Session, request: Request) -> Request {
    match StaffToken::new(session.signed_in().token.clone()) {
        Ok(token) => token.authorise(request),
        Err(_) => request,
    }
}

/// One read that opens the connection: the first page of the links, for there is no smaller one. Any answer will do.
pub(super) fn warm_up(account: &Account) -> BoxedExchange<()> {
    Box::new(WarmUp { account: account.clone() })
}

struct WarmUp {
    account: Account,
}

impl Exchange for WarmUp {
    type Output = ();

    fn next(
        &mut self,
        _: &Scene<'_>,
        answer: Option<Result<Response, TransportFault>>,
    ) -> Step<()> {
        match answer {
            None => question::send(question::request(&self.account, &links::list())),
            Some(answer) => Step::End(answer.map_or_else(Outcome::from, |_| Outcome::Done(()))),
        }
    }
}
