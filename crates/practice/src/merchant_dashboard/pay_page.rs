//! The page of a link, on which a customer sees what it is for and pays.

use axum::http::StatusCode;
use chrono::Datelike;
use url::form_urlencoded;

use super::behaviour::Behaviour;
use super::currency::Currency;
use super::gateway::Gateway;
use super::ids::LinkUuid;
use super::link::{Link, LinkState};
use super::paying::{self, PayRefusal, Visit};
use super::payment::{Payment, PaymentStatus};
use super::pricing::Line;
use crate::call::Call;
use crate::page::{self, Html, Layout, Notice, Page, fill};
use crate::test_cards::TypedCard;

const FORM: &str = include_str!("pages/form.html");
const LINE: &str = include_str!("pages/line.html");
const EMAIL: &str = include_str!("pages/email.html");
const BACK: &str = include_str!("pages/back.html");

pub(super) const LAYOUT: Layout<'_> = Layout { stylesheet: "/pay/style.css", language: "en" };

/// How many years the card in the form is still good.
const YEARS_TO_COME: i32 = 3;

/// The address of a link's page: `public_url`.
pub(super) fn address(gateway: &Gateway, behaviour: &Behaviour, uuid: &LinkUuid) -> String {
    let origin = behaviour.link_origin.as_deref().unwrap_or(&gateway.shop().origin);
    format!("{origin}/pay/{uuid}")
}

/// `GET {public_url}`.
pub(super) fn open(gateway: &Gateway, uuid: &str) -> Page {
    match paying::payable(&gateway.books(), uuid, gateway.now()) {
        Ok(link) => link_form(gateway, link, StatusCode::OK, None),
        Err(refusal) => refused(&refusal),
    }
}

/// `POST {public_url}/pay`: a start and a payment in one.
pub(super) fn pay(gateway: &Gateway, uuid: &str, call: &Call) -> Page {
    let visit = Visit::by(typed(call, "email"));
    match paying::pay_link(gateway, uuid, visit, &typed_card(call)) {
        Ok(payment) => outcome(gateway, &payment),
        Err(refusal) => {
            let books = gateway.books();
            match (typing_mistake(&refusal), paying::payable(&books, uuid, gateway.now())) {
                (Some(sentence), Ok(link)) => {
                    link_form(gateway, link, StatusCode::BAD_REQUEST, Some(sentence))
                }
                _ => refused(&refusal),
            }
        }
    }
}

fn link_form(gateway: &Gateway, link: &Link, status: StatusCode, refusal: Option<&str>) -> Page {
    let action = format!("/pay/{}/pay", link.uuid);
    let email = Html(EMAIL.to_owned());
    card_form(gateway, link, &action, &email, status, refusal)
}

/// The form for a card, below what is paid for.
pub(super) fn card_form(
    gateway: &Gateway,
    link: &Link,
    action: &str,
    more: &Html,
    status: StatusCode,
    refusal: Option<&str>,
) -> Page {
    let year = (gateway.now().year() + YEARS_TO_COME).rem_euclid(100);
    let lines: String = link.lines.iter().map(|line| row(line, link.currency).0).collect();
    let content = fill(
        FORM,
        &[
            ("shop", &Html::of_text(&gateway.shop().merchant_name)),
            ("lines", &Html(lines)),
            ("amount", &Html::of_text(&link.currency.write(link.totals.total))),
            ("tax", &Html::of_text(&link.currency.write(link.totals.tax))),
            ("refusal", &page::refusal(refusal)),
            ("action", &Html::of_text(action)),
            ("more", more),
            ("expiry", &Html::of_text(&format!("12/{year:02}"))),
        ],
    );
    LAYOUT.page(status, "Pay", &content)
}

fn row(line: &Line, currency: Currency) -> Html {
    let what = format!("{} × {}", line.quantity, line.name);
    let total = currency.write(line.total);
    fill(LINE, &[("what", &Html::of_text(&what)), ("total", &Html::of_text(&total))])
}

/// What was typed into a field of the form; `None` if the field was not sent.
pub(super) fn typed(call: &Call, wanted: &str) -> Option<String> {
    form_urlencoded::parse(&call.body)
        .find_map(|(name, value)| (name == wanted).then(|| value.into_owned()))
}

pub(super) fn typed_card(call: &Call) -> TypedCard {
    TypedCard {
        number: typed(call, "card").unwrap_or_default(),
        expiry: typed(call, "expiry"),
        cvc: typed(call, "cvc"),
    }
}

/// What the customer is told who only mistyped.
pub(super) fn typing_mistake(refusal: &PayRefusal) -> Option<&'static str> {
    match refusal {
        PayRefusal::WrongEmail => Some("Type an e-mail address. Nothing was taken."),
        PayRefusal::UnknownCard => {
            Some("This is not one of the test cards. Never type a real card here.")
        }
        PayRefusal::CardExpired => Some("Type a month to come as MM/YY. Nothing was taken."),
        PayRefusal::WrongCvc => Some("The security code has three digits. Nothing was taken."),
        PayRefusal::UnknownLink
        | PayRefusal::UnknownCheckout
        | PayRefusal::NotPayable(_)
        | PayRefusal::CheckoutOver(_)
        | PayRefusal::Books(_) => None,
    }
}

/// What became of a try to pay.
pub(super) fn outcome(gateway: &Gateway, payment: &Payment) -> Page {
    let status = payment.status(gateway.now());
    if status != PaymentStatus::Paid {
        let back = back(payment.cancel_url.as_deref());
        return notice(&PayRefusal::CheckoutOver(status), &back);
    }
    let amount = payment.currency.write(payment.amount);
    let shop = &gateway.shop().merchant_name;
    let thanks = format!("You paid {amount} to {shop}. You can close this page.");
    let back = back(payment.success_url.as_deref());
    LAYOUT.notice(StatusCode::OK, &Notice::new("paid", "Paid", thanks), &back)
}

/// The way back to where the customer came from, if there is one.
fn back(url: Option<&str>) -> Html {
    url.map(|url| fill(BACK, &[("address", &Html::of_text(url))])).unwrap_or_default()
}

/// The page of something that takes no payment.
pub(super) fn refused(refusal: &PayRefusal) -> Page {
    notice(refusal, &Html::default())
}

fn notice(refusal: &PayRefusal, more: &Html) -> Page {
    let (status, title, sentence) = words(refusal);
    LAYOUT.notice(status, &Notice::new("over", title, sentence), more)
}

fn words(refusal: &PayRefusal) -> (StatusCode, &'static str, &'static str) {
    let gone = |title, sentence| (StatusCode::GONE, title, sentence);
    let conflict = |title, sentence| (StatusCode::CONFLICT, title, sentence);
    match refusal {
        PayRefusal::UnknownLink | PayRefusal::UnknownCheckout => {
            (StatusCode::NOT_FOUND, "No such link", "Ask the shop for a new link.")
        }
        PayRefusal::NotPayable(LinkState::Expired) => {
            gone("Expired", "The time of this link is over. Nothing was taken. Ask for a new link.")
        }
        PayRefusal::NotPayable(LinkState::UsedUp) => gone(
            "Used up",
            "This link has been paid. Nothing more is to do, and nothing was taken now.",
        ),
        PayRefusal::NotPayable(_) => gone(
            "Not available",
            "The shop has ended this link. Nothing was taken. Ask the shop for a new link.",
        ),
        PayRefusal::CheckoutOver(PaymentStatus::Paid) => {
            conflict("Already paid", "Nothing more is to do, and nothing was taken now.")
        }
        PayRefusal::CheckoutOver(PaymentStatus::Pending) => conflict(
            "On its way",
            "The bank is at work. Nothing more is to do; the shop will see when it is done.",
        ),
        PayRefusal::CheckoutOver(PaymentStatus::Failed) => conflict(
            "Refused",
            "The card was refused, and nothing was taken. Open the link again to use another card.",
        ),
        PayRefusal::CheckoutOver(PaymentStatus::Refunded) => {
            conflict("Refunded", "The money went back. Nothing was taken now.")
        }
        PayRefusal::Books(_) => (
            StatusCode::BAD_GATEWAY,
            "Not possible now",
            "The practice books cannot be written. Nothing was taken. Try again later.",
        ),
        PayRefusal::WrongEmail
        | PayRefusal::UnknownCard
        | PayRefusal::CardExpired
        | PayRefusal::WrongCvc => {
            conflict("Not possible", "Nothing was taken. Open the link again.")
        }
    }
}
