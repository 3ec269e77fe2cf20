//! The hosted page on which the customer pays.

use axum::http::StatusCode;
use url::form_urlencoded;

use super::gateway::Gateway;
use super::link_record::{Link, LinkStatus};
use super::payment::{self, PayRefusal, Which};
use crate::call::Call;
use crate::page::{self, Html, Layout, Notice, Page, fill};

/// Where the pages' stylesheet is.
const STYLESHEET: &str = "/ucp/hpp/style.css";

const FORM: &str = include_str!("pages/form.html");

const LAYOUT: Layout<'_> = Layout { stylesheet: STYLESHEET, language: "en" };

/// `GET {link URL}`.
pub(super) fn open(gateway: &Gateway, page: &str) -> Page {
    match payment::open(gateway, Which::Page(page)) {
        Ok(link) => form(gateway, &link, StatusCode::OK, None),
        Err(refusal) => refused(&refusal),
    }
}

/// `POST {link URL}/pay`.
pub(super) fn pay(gateway: &Gateway, page: &str, call: &Call) -> Page {
    let card = form_urlencoded::parse(&call.body)
        .find_map(|(name, value)| (name == "card").then(|| value.into_owned()))
        .unwrap_or_default();
    let link = match payment::link(gateway, Which::Page(page)) {
        Ok(link) => link,
        Err(refusal) => return refused(&refusal),
    };
    match payment::pay(gateway, Which::Page(page), &card) {
        Ok(sale) if sale.state.approval().is_some() => {
            let amount = sale.currency.write(sale.amount);
            let shop = &gateway.shop().merchant_name;
            let thanks = format!("You paid {amount} to {shop}. You can close this page.");
            notice(StatusCode::OK, "paid", "Paid", &thanks)
        }
        Ok(_) => {
            let sentence = "The card was refused. Try another card.";
            form(gateway, &link, StatusCode::OK, Some(sentence))
        }
        Err(PayRefusal::UnknownCard) => {
            let sentence = "This is not one of the test cards. Never type a real card here.";
            form(gateway, &link, StatusCode::BAD_REQUEST, Some(sentence))
        }
        Err(refusal) => refused(&refusal),
    }
}

fn refused(refusal: &PayRefusal) -> Page {
    let (status, title, sentence) = match refusal {
        PayRefusal::UnknownLink => {
            (StatusCode::NOT_FOUND, "No such link", "Ask the shop for a new link.")
        }
        PayRefusal::LinkOver(LinkStatus::Paid) => (
            StatusCode::CONFLICT,
            "Already paid",
            "This link has been paid. Nothing more is to do, and nothing was taken now.",
        ),
        PayRefusal::LinkOver(LinkStatus::Expired) => (
            StatusCode::GONE,
            "Too late",
            "The time to pay is over. Nothing was taken. Ask the shop for a new link.",
        ),
        PayRefusal::LinkOver(LinkStatus::Inactive | LinkStatus::Closed | LinkStatus::Active) => (
            StatusCode::GONE,
            "Switched off",
            "The shop has switched this link off. Nothing was taken. Ask the shop for a new link.",
        ),
        PayRefusal::UnknownCard => (
            StatusCode::BAD_REQUEST,
            "Not a test card",
            "Nothing was taken. Go back and use one of the test cards.",
        ),
        PayRefusal::Books(_) => (
            StatusCode::BAD_GATEWAY,
            "Not possible now",
            "The practice books cannot be written. Nothing was taken. Try again later.",
        ),
    };
    notice(status, "over", title, sentence)
}

fn form(gateway: &Gateway, link: &Link, status: StatusCode, refusal: Option<&str>) -> Page {
    let shop = &gateway.shop().merchant_name;
    // Many shops give their links their own name; it need not stand there twice.
    let name = if link.name == *shop { "" } else { &link.name };
    let content = fill(
        FORM,
        &[
            ("shop", &Html::of_text(shop)),
            ("name", &Html::of_text(name)),
            ("description", &Html::of_text(&link.description)),
            ("amount", &Html::of_text(&link.currency.write(link.total()))),
            ("refusal", &page::refusal(refusal)),
            ("page", &Html::of_text(link.page.as_str())),
        ],
    );
    LAYOUT.page(status, "Pay", &content)
}

fn notice(status: StatusCode, look: &str, title: &str, sentence: &str) -> Page {
    LAYOUT.notice(status, &Notice::new(look, title, sentence), &Html::default())
}
