//! The hosted checkout: the page of a payment that was started by the API.

use axum::http::StatusCode;

use super::behaviour::Behaviour;
use super::books::Books;
use super::gateway::Gateway;
use super::ids::CheckoutToken;
use super::link::Link;
use super::pay_page::{card_form, outcome, refused, typed_card, typing_mistake};
use super::paying::{self, PayRefusal};
use crate::call::Call;
use crate::page::{Html, Page};

/// The address of a checkout: `checkout_url`.
pub(super) fn address(gateway: &Gateway, behaviour: &Behaviour, token: &CheckoutToken) -> String {
    let origin = behaviour.link_origin.as_deref().unwrap_or(&gateway.shop().origin);
    format!("{origin}/checkout/{token}")
}

/// `GET {checkout_url}`.
pub(super) fn open(gateway: &Gateway, token: &str) -> Page {
    let books = gateway.books();
    match find(gateway, &books, token) {
        Ok(link) => form(gateway, link, token, StatusCode::OK, None),
        Err(refusal) => refused(&refusal),
    }
}

/// `POST {checkout_url}/pay`.
pub(super) fn pay(gateway: &Gateway, token: &str, call: &Call) -> Page {
    match paying::pay_checkout(gateway, token, &typed_card(call)) {
        Ok(payment) => outcome(gateway, &payment),
        Err(refusal) => {
            let books = gateway.books();
            match (typing_mistake(&refusal), find(gateway, &books, token)) {
                (Some(sentence), Ok(link)) => {
                    form(gateway, link, token, StatusCode::BAD_REQUEST, Some(sentence))
                }
                _ => refused(&refusal),
            }
        }
    }
}

/// The link of a checkout that nobody has tried to pay.
fn find<'a>(gateway: &Gateway, books: &'a Books, token: &str) -> Result<&'a Link, PayRefusal> {
    let payment = books.payment_of_token(token).ok_or(PayRefusal::UnknownCheckout)?;
    if payment.attempt.is_some() {
        return Err(PayRefusal::CheckoutOver(payment.status(gateway.now())));
    }
    books.link(payment.link.as_str()).ok_or(PayRefusal::UnknownLink)
}

fn form(
    gateway: &Gateway,
    link: &Link,
    token: &str,
    status: StatusCode,
    refusal: Option<&str>,
) -> Page {
    let action = format!("/checkout/{token}/pay");
    card_form(gateway, link, &action, &Html::default(), status, refusal)
}
