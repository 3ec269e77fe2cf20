//! The hosted page on which the customer pays.

use axum::http::StatusCode;
use chrono::Datelike;
use url::form_urlencoded;

use super::behaviour::Behaviour;
use super::gateway::Gateway;
use super::ids::PageToken;
use super::paying::{self, PayRefusal, Which};
use super::payment::{Payment, PaymentStatus};
use crate::call::Call;
use crate::page::{self, Html, Layout, Notice, Page, fill};
use crate::test_cards::TypedCard;

/// Where the pages' stylesheet is.
const STYLESHEET: &str = "/checkout/style.css";

const FORM: &str = include_str!("pages/form.html");

const LAYOUT: Layout<'_> = Layout { stylesheet: STYLESHEET, language: "en" };

/// How many years the card in the form is still good.
const YEARS_TO_COME: i32 = 3;

/// The address of a payment's page: `checkout_url`.
pub(super) fn address(gateway: &Gateway, behaviour: &Behaviour, page: &PageToken) -> String {
    let origin = behaviour.link_origin.as_deref().unwrap_or(&gateway.shop().origin);
    format!("{origin}/checkout/{page}")
}

/// `GET {checkout_url}`.
pub(super) fn open(gateway: &Gateway, page: &str) -> Page {
    match paying::payment(gateway, Which::Page(page)) {
        Ok(payment) => match payment.status(gateway.now()) {
            PaymentStatus::Pending => form(gateway, &payment, StatusCode::OK, None),
            over => refused(&PayRefusal::NotPayable(over)),
        },
        Err(refusal) => refused(&refusal),
    }
}

/// `POST {checkout_url}/pay`.
pub(super) fn pay(gateway: &Gateway, page: &str, call: &Call) -> Page {
    let typed = |wanted: &str| {
        form_urlencoded::parse(&call.body)
            .find_map(|(name, value)| (name == wanted).then(|| value.into_owned()))
    };
    let card = TypedCard {
        number: typed("card").unwrap_or_default(),
        expiry: typed("expiry"),
        cvc: typed("cvc"),
    };
    match paying::pay(gateway, Which::Page(page), &card) {
        Ok(payment) => outcome(gateway, &payment),
        Err(refusal) => {
            match (typing_mistake(&refusal), paying::payment(gateway, Which::Page(page))) {
                (Some(sentence), Ok(payment)) => {
                    form(gateway, &payment, StatusCode::BAD_REQUEST, Some(sentence))
                }
                _ => refused(&refusal),
            }
        }
    }
}

/// What the customer is told who only mistyped.
fn typing_mistake(refusal: &PayRefusal) -> Option<&'static str> {
    match refusal {
        PayRefusal::UnknownCard => {
            Some("This is not one of the test cards. Never type a real card here.")
        }
        PayRefusal::CardExpired => Some("Type a month to come as MM/YY. Nothing was taken."),
        PayRefusal::WrongCvc => Some("The security code has three digits. Nothing was taken."),
        PayRefusal::UnknownPayment
        | PayRefusal::NotPayable(_)
        | PayRefusal::NotProcessing
        | PayRefusal::Books(_) => None,
    }
}

fn outcome(gateway: &Gateway, payment: &Payment) -> Page {
    let now = gateway.now();
    if payment.status(now) != PaymentStatus::Succeeded {
        return refused(&PayRefusal::NotPayable(payment.status(now)));
    }
    let amount = payment.currency.write(payment.paid(now));
    let shop = &gateway.shop().merchant_name;
    let thanks = format!("You paid {amount} to {shop}. You can close this page.");
    LAYOUT.notice(StatusCode::OK, &Notice::new("paid", "Paid", thanks), &Html::default())
}

fn refused(refusal: &PayRefusal) -> Page {
    let (status, title, sentence) = match refusal {
        PayRefusal::UnknownPayment => {
            (StatusCode::NOT_FOUND, "No such link", "Ask the shop for a new link.")
        }
        PayRefusal::NotPayable(PaymentStatus::Succeeded) => (
            StatusCode::CONFLICT,
            "Already paid",
            "This link has been paid. Nothing more is to do, and nothing was taken now.",
        ),
        PayRefusal::NotPayable(PaymentStatus::Processing) => (
            StatusCode::CONFLICT,
            "On its way",
            "The bank is at work. Nothing more is to do; the shop will see when it is done.",
        ),
        PayRefusal::NotPayable(PaymentStatus::Failed) => (
            StatusCode::CONFLICT,
            "Refused",
            "The card was refused, and nothing was taken. Ask the shop for a new link.",
        ),
        PayRefusal::NotPayable(PaymentStatus::Cancelled) => (
            StatusCode::GONE,
            "Cancelled",
            "The shop has cancelled this link. Nothing was taken. Ask the shop for a new link.",
        ),
        PayRefusal::Books(_) => (
            StatusCode::BAD_GATEWAY,
            "Not possible now",
            "The practice books cannot be written. Nothing was taken. Try again later.",
        ),
        PayRefusal::NotPayable(PaymentStatus::Pending)
        | PayRefusal::UnknownCard
        | PayRefusal::CardExpired
        | PayRefusal::WrongCvc
        | PayRefusal::NotProcessing => {
            (StatusCode::CONFLICT, "Not possible", "Nothing was taken. Open the link again.")
        }
    };
    LAYOUT.notice(status, &Notice::new("over", title, sentence), &Html::default())
}

fn form(gateway: &Gateway, payment: &Payment, status: StatusCode, refusal: Option<&str>) -> Page {
    let year = (gateway.now().year() + YEARS_TO_COME).rem_euclid(100);
    let content = fill(
        FORM,
        &[
            ("shop", &Html::of_text(&gateway.shop().merchant_name)),
            ("description", &Html::of_text(payment.description.as_deref().unwrap_or_default())),
            ("amount", &Html::of_text(&payment.currency.write(payment.amount))),
            ("refusal", &page::refusal(refusal)),
            ("page", &Html::of_text(payment.page.as_str())),
            ("expiry", &Html::of_text(&format!("12/{year:02}"))),
        ],
    );
    LAYOUT.page(status, "Pay", &content)
}
