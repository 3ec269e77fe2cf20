//! `POST /api/checkout/url`: a payment link (fact sheet, 3.1 and 3.2).

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

use super::answering::Said;
use super::books::Books;
use super::checkout_fields::Wish;
use super::envelope::Unpacked;
use super::gateway::Gateway;
use super::ids::{PageToken, PaymentId};
use super::order::Order;
use super::params::Params;
use super::pay_page;
use super::refusal::Refusal;
use super::trouble::Customer;

/// Makes an order and gives the address of its page, or refuses. Also an identical repeat is refused, which is the stricter of the
/// two readings (fact sheet, section 9).
pub(super) fn create(gateway: &Gateway, asked: &Unpacked) -> Result<Said, Refusal> {
    let order = make(gateway, asked)?;
    let address = pay_page::address(gateway, &gateway.behaviour(), &order.page);
    Ok(Said::Plain(Params::from_iter([
        ("response_status", Value::from("success")),
        ("checkout_url", Value::from(address)),
        ("payment_id", Value::from(order.payment_id.to_string())),
    ])))
}

/// `POST /api/checkout/token`: the same for widgets, which get the token alone; in protocol 2.0,
/// too, beside the envelope (fact sheet, 1.3 and 3.3).
pub(super) fn create_token(gateway: &Gateway, asked: &Unpacked) -> Result<Said, Refusal> {
    let order = make(gateway, asked)?;
    Ok(Said::Bare(Params::from_iter([
        ("response_status", Value::from("success")),
        ("token", Value::from(order.page.as_str())),
    ])))
}

fn make(gateway: &Gateway, asked: &Unpacked) -> Result<Order, Refusal> {
    let behaviour = gateway.behaviour();
    let wish = Wish::read(asked, &behaviour)?;
    let now = gateway.now();
    gateway.change(|books| {
        if let Some(first) = books.order(wish.id.as_str()) {
            let same = behaviour.repeats_give_the_first_link && wish.is_of(first);
            return if same { Ok(first.clone()) } else { Err(Refusal::duplicate_order()) };
        }
        let order = add_order(gateway, books, wish, now);
        if let Some(trouble) = gateway.plans().take_customer() {
            books.customers.push(Customer::of(&order, trouble));
        }
        Ok(order)
    })
}

/// Writes a new order into the books; its id must be free.
pub(super) fn add_order(
    gateway: &Gateway,
    books: &mut Books,
    wish: Wish,
    now: DateTime<Utc>,
) -> Order {
    let lifetime = TimeDelta::seconds(wish.lifetime.into());
    let order = Order {
        id: wish.id,
        payment_id: fresh_payment_id(gateway, books),
        page: fresh_page(gateway, books),
        kind: wish.kind,
        description: wish.description,
        amount: wish.amount,
        currency: wish.currency,
        terms: wish.terms,
        subscription: wish.subscription,
        time_created: now,
        expires: now.checked_add_signed(lifetime).unwrap_or(DateTime::<Utc>::MAX_UTC),
        declined_tries: Vec::new(),
        authentication: None,
        payment: None,
        capture: None,
        reversals: Vec::new(),
    };
    books.add_order(order.clone());
    order
}

/// 19 digits that the books do not hold yet; a seeded gateway that reopens them would draw the
/// ids of its last run again.
fn fresh_payment_id(gateway: &Gateway, books: &Books) -> PaymentId {
    loop {
        let digits = gateway.random().digits(18);
        let tail = digits.bytes().fold(0, |number, digit| number * 10 + u64::from(digit - b'0'));
        let id = PaymentId(8_000_000_000_000_000_000 + tail);
        if !books.has_payment_id(id) {
            return id;
        }
    }
}

fn fresh_page(gateway: &Gateway, books: &Books) -> PageToken {
    loop {
        let token = gateway.random().hex(40);
        if books.order_of_page(&token).is_none() {
            return PageToken(token);
        }
    }
}
