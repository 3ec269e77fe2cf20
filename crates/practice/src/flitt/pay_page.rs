//! The hosted page on which the customer pays.

use axum::http::{Method, StatusCode};
use sha1::{Digest, Sha1};
use url::form_urlencoded;

use super::behaviour::Behaviour;
use super::gateway::Gateway;
use super::ids::PageToken;
use super::order::Order;
use super::page_words;
use super::payment::{self, PayRefusal, Which};
use super::way_back;
use crate::answer::GatewayAnswer;
use crate::call::Call;
use crate::page::{self, Html, Layout, Notice, Page, fill};

/// Where the pages' stylesheet is.
const STYLESHEET: &str = "/merchants/style.css";

const FORM: &str = include_str!("pages/form.html");
const NOTE: &str = include_str!("pages/note.html");

/// Of pages that are about no order.
const PLAIN: Layout<'_> = Layout { stylesheet: STYLESHEET, language: "en" };

/// What stands behind a page's address when its form is sent.
const PAY: &str = "/pay";

/// The address of an order's page, in the documented form (fact sheet, 0.2).
pub(super) fn address(gateway: &Gateway, behaviour: &Behaviour, page: &PageToken) -> String {
    let origin = behaviour.link_origin.as_deref().unwrap_or(&gateway.shop().origin);
    format!("{origin}{}", path(gateway, page))
}

fn path(gateway: &Gateway, page: &PageToken) -> String {
    let merchant = gateway.shop().credentials.merchant_id.to_string();
    let merchant = hex::encode(Sha1::digest(merchant));
    format!("/merchants/{merchant}/default/index.html?token={page}")
}

/// `GET {link URL}`, and `POST {link URL}/pay`, where `/pay` stands behind the token.
pub(super) fn answer(gateway: &Gateway, call: &Call) -> GatewayAnswer {
    let token = form_urlencoded::parse(call.query.as_bytes())
        .find_map(|(name, value)| (name == "token").then(|| value.into_owned()))
        .unwrap_or_default();
    let page = match (&call.method, token.strip_suffix(PAY)) {
        (&Method::GET, None) => open(gateway, &token),
        (&Method::POST, Some(page)) => pay(gateway, page, call),
        (&Method::GET | &Method::POST, _) => refused(&PayRefusal::UnknownOrder),
        _ => {
            notice(StatusCode::METHOD_NOT_ALLOWED, "Not possible", "Open this page, or pay on it.")
        }
    };
    GatewayAnswer::page(page, gateway.now())
}

fn open(gateway: &Gateway, page: &str) -> Page {
    let now = gateway.now();
    match payment::order(gateway, Which::Page(page)) {
        Ok(order) if order.is_payable(now) => form(gateway, &order, StatusCode::OK, None),
        Ok(order) => over(gateway, &order),
        Err(refusal) => refused(&refusal),
    }
}

fn pay(gateway: &Gateway, page: &str, call: &Call) -> Page {
    let card = form_urlencoded::parse(&call.body)
        .find_map(|(name, value)| (name == "card").then(|| value.into_owned()))
        .unwrap_or_default();
    match payment::pay(gateway, Which::Page(page), &card) {
        Ok(order) if order.is_payable(gateway.now()) => {
            let sentence = "The card was refused. Try another card.";
            form(gateway, &order, StatusCode::OK, Some(sentence))
        }
        Ok(order) => {
            let shop = &gateway.shop().merchant_name;
            let notice = page_words::outcome(shop, &order, gateway.now());
            with_way_back(gateway, &order, StatusCode::OK, &notice)
        }
        Err(PayRefusal::UnknownCard) => match payment::order(gateway, Which::Page(page)) {
            Ok(order) => {
                let sentence = "This is not one of the test cards. Never type a real card here.";
                form(gateway, &order, StatusCode::BAD_REQUEST, Some(sentence))
            }
            Err(refusal) => refused(&refusal),
        },
        Err(PayRefusal::NotPayable(_)) => match payment::order(gateway, Which::Page(page)) {
            Ok(order) => over(gateway, &order),
            Err(refusal) => refused(&refusal),
        },
        Err(refusal) => refused(&refusal),
    }
}

fn over(gateway: &Gateway, order: &Order) -> Page {
    let (status, notice) = page_words::over(order, gateway.now());
    with_way_back(gateway, order, status, &notice)
}

fn with_way_back(
    gateway: &Gateway,
    order: &Order,
    status: StatusCode,
    notice: &Notice<'_>,
) -> Page {
    match way_back::of(gateway, order, gateway.now()) {
        Some(back) => {
            let page = layout(order).notice(status, notice, &back.form);
            Page { posts_to: Some(back.origin), ..page }
        }
        None => layout(order).notice(status, notice, &Html::default()),
    }
}

fn refused(refusal: &PayRefusal) -> Page {
    let (status, title, sentence) = match refusal {
        PayRefusal::UnknownOrder => {
            (StatusCode::NOT_FOUND, "No such link", "Ask the shop for a new link.")
        }
        PayRefusal::NotPayable(_) | PayRefusal::UnknownCard => {
            (StatusCode::CONFLICT, "Not possible", "Nothing was taken. Open the link again.")
        }
        PayRefusal::Books(_) => (
            StatusCode::BAD_GATEWAY,
            "Not possible now",
            "The practice books cannot be written. Nothing was taken. Try again later.",
        ),
    };
    notice(status, title, sentence)
}

fn notice(status: StatusCode, title: &str, sentence: &str) -> Page {
    PLAIN.notice(status, &Notice::new("over", title, sentence), &Html::default())
}

fn layout(order: &Order) -> Layout<'_> {
    Layout { stylesheet: STYLESHEET, language: &order.terms.language }
}

fn form(gateway: &Gateway, order: &Order, status: StatusCode, refusal: Option<&str>) -> Page {
    let action = format!("{}{PAY}", path(gateway, &order.page));
    let offer = page_words::offer(order);
    let note = match offer.note.as_str() {
        "" => Html::default(),
        note => fill(NOTE, &[("note", &Html::of_text(note))]),
    };
    let content = fill(
        FORM,
        &[
            ("shop", &Html::of_text(&gateway.shop().merchant_name)),
            ("description", &Html::of_text(&order.description)),
            ("amount", &Html::of_text(&order.currency.write(order.amount))),
            ("note", &note),
            ("refusal", &page::refusal(refusal)),
            ("action", &Html::of_text(&action)),
            ("button", &Html::of_text(&offer.button)),
        ],
    );
    layout(order).page(status, offer.title, &content)
}
