//! `POST /api/p2pcredit` and `/api/ibancredit`: money from the merchant to a card or an account
//! (fact sheet, 3.13). Request and answer are signed with the payout key.

use super::answering::Said;
use super::books::Books;
use super::cards::{Card, Verdict, try_card};
use super::checkout::add_order;
use super::checkout_fields::Wish;
use super::endpoint::Endpoint;
use super::envelope::Unpacked;
use super::gateway::Gateway;
use super::order::OrderKind;
use super::params::Params;
use super::payment::{Outcome, record};
use super::payment_answer;
use super::refusal::Refusal;

/// The receiver's bank does not take the money.
const RECEIVER_DECLINED: u16 = 1058;

/// Pays out at once.
pub(super) fn create(
    gateway: &Gateway,
    endpoint: Endpoint,
    asked: &Unpacked,
) -> Result<Said, Refusal> {
    let behaviour = gateway.behaviour();
    let params = &asked.params;
    let mut wish = Wish::read(asked, &behaviour)?;
    wish.kind = OrderKind::Payout;
    wish.terms.several_tries = false;
    wish.terms.preauth = false;
    let now = gateway.now();
    let order = gateway.change(|books| {
        if books.order(wish.id.as_str()).is_some() {
            return Err(Refusal::duplicate_order());
        }
        let verdict = if endpoint == Endpoint::PayoutToAccount {
            read_iban(params)?;
            None
        } else {
            Some(read_receiver(books, params, behaviour.payouts_by_token_only)?)
        };
        let order = add_order(gateway, books, wish, now);
        let outcome = match verdict {
            Some(Verdict::Declined(card)) => Outcome::Declined(card, RECEIVER_DECLINED),
            Some(Verdict::Approved(card)) => Outcome::charged(&order, Some(card)),
            None => Outcome::charged(&order, None),
        };
        record(gateway, books, &order, outcome, now);
        books.order(order.id.as_str()).cloned().ok_or_else(Refusal::order_unknown)
    })?;
    let mut told = payment_answer::of(gateway, &behaviour, &order, now);
    for absent in ["actual_amount", "actual_currency", "reversal_amount"] {
        told.remove(absent);
    }
    Ok(Said::Signed(told))
}

/// A kept card, or one of the test cards.
fn read_receiver(books: &Books, params: &Params, by_token_only: bool) -> Result<Verdict, Refusal> {
    for name in ["receiver_rectoken", "external_rectoken"] {
        if let Some(token) = params.text(name, 64)? {
            let card = books.card_of_token(&token).ok_or_else(Refusal::token_unknown)?;
            return Ok(Verdict::Approved(Card { three_d_secure: false, ..card.clone() }));
        }
    }
    let number = params.required("receiver_card_number", 19)?;
    if by_token_only {
        return Err(Refusal::payout_by_token_only());
    }
    try_card(&number).ok_or_else(Refusal::card_number)
}

/// Two letters, two digits, and up to 30 letters and digits.
fn read_iban(params: &Params) -> Result<(), Refusal> {
    let iban = params.required("receiver_iban", 34)?;
    let (country, rest) = iban.split_at_checked(2).unwrap_or_default();
    let (check, account) = rest.split_at_checked(2).unwrap_or_default();
    let fits = country.bytes().all(|byte| byte.is_ascii_uppercase())
        && check.len() == 2
        && check.bytes().all(|byte| byte.is_ascii_digit())
        && account.len() > 10
        && account.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if fits { Ok(()) } else { Err(Refusal::iban()) }
}
