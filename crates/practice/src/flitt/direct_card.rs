//! `POST /api/3dsecure_step1` and `…step2`: a card sent by the merchant itself (fact sheet, 3.6).
//! Only the test cards are taken, and no number is kept.

use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::form_urlencoded;

use super::answering::Said;
use super::cards::{Card, DECLINED_CODE, Verdict, try_card};
use super::checkout::add_order;
use super::checkout_fields::Wish;
use super::envelope::Unpacked;
use super::gateway::Gateway;
use super::params::Params;
use super::payment::{Outcome, record};
use super::payment_answer;
use super::refusal::Refusal;
use super::sign::sha1;
use crate::answer::GatewayAnswer;
use crate::call::Call;
use crate::page::{Html, fill};

/// The customer did not prove to be the card's owner.
const NOT_AUTHENTICATED: u16 = 1024;

const ACS_PAGE: &str = include_str!("pages/acs.html");

/// A card payment that waits for the bank to ask its customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authentication {
    /// Names the wait.
    pub md: String,
    /// Which card.
    pub card: Card,
    /// Whether the bank will approve.
    pub approves: bool,
}

/// Step 1: pays, or sends the customer to the bank.
pub(super) fn begin(gateway: &Gateway, asked: &Unpacked) -> Result<Said, Refusal> {
    let behaviour = gateway.behaviour();
    let params = &asked.params;
    let mut wish = Wish::read(asked, &behaviour)?;
    wish.terms.several_tries = false;
    let number = params.required("card_number", 19)?;
    digits(params, "cvv2", 3..=4)?;
    let expiry = digits(params, "expiry_date", 4..=4)?;
    if !(1..=12).contains(&expiry[..2].parse().unwrap_or(0)) {
        return Err(Refusal::incorrect("expiry_date"));
    }
    params.text("client_ip", 45)?;
    let verdict = try_card(&number).ok_or_else(Refusal::card_number)?;
    let now = gateway.now();
    let order = gateway.change(|books| {
        if books.order(wish.id.as_str()).is_some() {
            return Err(Refusal::duplicate_order());
        }
        let order = add_order(gateway, books, wish, now);
        let (card, approves) = match verdict {
            Verdict::Approved(card) => (card, true),
            Verdict::Declined(card) => (card, false),
        };
        if card.three_d_secure {
            let md = gateway.random().hex(32);
            books.change_order(&order.id, |order| {
                order.authentication = Some(Authentication { md, card, approves });
            });
        } else {
            let outcome = outcome(&order, card, approves);
            record(gateway, books, &order, outcome, now);
        }
        books.order(order.id.as_str()).cloned().ok_or_else(Refusal::order_unknown)
    })?;
    let Some(authentication) = &order.authentication else {
        return Ok(Said::Signed(payment_answer::of(gateway, &behaviour, &order, now)));
    };
    Ok(Said::Signed(Params::from_iter([
        ("response_status", Value::from("success")),
        ("acs_url", Value::from(format!("{}/acs", gateway.shop().origin))),
        ("pareq", Value::from(sha1(&authentication.md))),
        ("md", Value::from(authentication.md.as_str())),
    ])))
}

fn outcome(order: &super::order::Order, card: Card, approves: bool) -> Outcome {
    if approves { Outcome::approved(order, card) } else { Outcome::Declined(card, DECLINED_CODE) }
}

/// Step 2: pays with what the bank told the customer's browser.
pub(super) fn complete(gateway: &Gateway, params: &Params) -> Result<Said, Refusal> {
    let id = params.required("order_id", 1024)?;
    let pares = params.required("pares", 20_480)?;
    let md = params.required("md", 1024)?;
    let behaviour = gateway.behaviour();
    let now = gateway.now();
    let order = gateway.change(|books| {
        let order = books.order(&id).ok_or_else(Refusal::order_unknown)?.clone();
        let Some(Authentication { card, approves, .. }) =
            order.authentication.clone().filter(|waiting| waiting.md == md)
        else {
            return Err(Refusal::incorrect("md"));
        };
        if !order.is_payable(now) {
            return Err(Refusal::completed());
        }
        let outcome = if pares == answer_of_bank(&md) {
            outcome(&order, card, approves)
        } else {
            Outcome::Declined(card, NOT_AUTHENTICATED)
        };
        record(gateway, books, &order, outcome, now);
        books.order(&id).cloned().ok_or_else(Refusal::order_unknown)
    })?;
    Ok(Said::Signed(payment_answer::of(gateway, &behaviour, &order, now)))
}

/// What the pretend bank tells the customer's browser.
fn answer_of_bank(md: &str) -> String {
    sha1(&format!("the bank's answer to {md}"))
}

/// `POST /acs`: the pretend bank's page. It asks nothing, and sends the customer back.
pub(super) fn ask_customer(gateway: &Gateway, call: &Call) -> GatewayAnswer {
    let field = |wanted: &str| {
        form_urlencoded::parse(&call.body)
            .find_map(|(name, value)| (name == wanted).then(|| value.into_owned()))
            .unwrap_or_default()
    };
    let (md, back) = (field("MD"), field("TermUrl"));
    let back = if back.starts_with("http://") || back.starts_with("https://") {
        back
    } else {
        String::new()
    };
    let Html(page) = fill(
        ACS_PAGE,
        &[
            ("back", &Html::of_text(&back)),
            ("md", &Html::of_text(&md)),
            ("pares", &Html::of_text(&answer_of_bank(&md))),
        ],
    );
    let kind = "text/html; charset=utf-8";
    let policy = "default-src 'none'; form-action http: https:; base-uri 'none'";
    GatewayAnswer::new(StatusCode::OK, kind, page, gateway.now())
        .with("content-security-policy", policy)
        .with("referrer-policy", "no-referrer")
}

/// A text of digits only.
fn digits(
    params: &Params,
    name: &'static str,
    length: std::ops::RangeInclusive<usize>,
) -> Result<String, Refusal> {
    let text = params.required(name, *length.end())?;
    let fits = length.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if fits { Ok(text) } else { Err(Refusal::incorrect(name)) }
}
