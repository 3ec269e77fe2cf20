//! The dashboard's own page: staff sign in there, see what was paid, and refund it.

use axum::http::StatusCode;

use super::credentials::StaffToken;
use super::gateway::Gateway;
use super::pay_page::{LAYOUT, typed};
use super::paying::{self, RefundRefusal};
use super::payment::{Payment, PaymentStatus};
use crate::books_file::BooksError;
use crate::call::Call;
use crate::page::{self, Html, Notice, Page, fill};

const DASHBOARD: &str = include_str!("pages/dashboard.html");
const TOKEN: &str = include_str!("pages/token.html");
const PAID: &str = include_str!("pages/paid.html");

/// How many payments the page shows.
const MOST_SHOWN: usize = 20;

/// `GET /dashboard/`.
pub(super) fn open(gateway: &Gateway) -> Page {
    page(gateway, StatusCode::OK, &Html::default())
}

/// `POST /dashboard/`: signs in, and shows the token of the new session.
pub(super) fn sign_in(gateway: &Gateway) -> Page {
    match gateway.sign_in() {
        Ok(token) => {
            let token = Html::of_text(StaffToken::expose(&token));
            page(gateway, StatusCode::OK, &fill(TOKEN, &[("token", &token)]))
        }
        Err(error) => not_kept(&error),
    }
}

/// `POST /dashboard/refund/`.
pub(super) fn refund(gateway: &Gateway, call: &Call) -> Page {
    let payment = typed(call, "payment").unwrap_or_default();
    match paying::refund(gateway, &payment) {
        Ok(_) => open(gateway),
        Err(RefundRefusal::Books(error)) => not_kept(&error),
        Err(RefundRefusal::UnknownPayment | RefundRefusal::NotPaid(_)) => {
            let sentence = "Only a payment that is there can be refunded, and once.";
            page(gateway, StatusCode::CONFLICT, &page::refusal(Some(sentence)))
        }
    }
}

fn page(gateway: &Gateway, status: StatusCode, news: &Html) -> Page {
    let now = gateway.now();
    let books = gateway.books();
    let paid = books.payments().iter().rev();
    let paid = paid.filter(|payment| payment.status(now) == PaymentStatus::Paid);
    let rows: String = paid.take(MOST_SHOWN).map(|payment| row(payment).0).collect();
    let shop = Html::of_text(&gateway.shop().merchant_name);
    let content = fill(DASHBOARD, &[("shop", &shop), ("news", news), ("rows", &Html(rows))]);
    LAYOUT.page(status, "Dashboard", &content)
}

fn row(payment: &Payment) -> Html {
    let amount = payment.currency.write(payment.amount);
    fill(
        PAID,
        &[
            ("amount", &Html::of_text(&amount)),
            ("email", &Html::of_text(&payment.billing.email)),
            ("payment", &Html::of_text(payment.id.as_str())),
        ],
    )
}

fn not_kept(_: &BooksError) -> Page {
    let sentence = "The practice books cannot be written. Nothing was done. Try again later.";
    let notice = Notice::new("over", "Not possible now", sentence);
    LAYOUT.notice(StatusCode::BAD_GATEWAY, &notice, &Html::default())
}
