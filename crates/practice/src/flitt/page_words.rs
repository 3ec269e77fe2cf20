//! What the hosted page says of an order: what will happen, and what happened.

use axum::http::StatusCode;
use chrono::{DateTime, Utc};

use super::order::{Order, OrderKind, OrderStatus, Payment};
use super::subscription::{Period, Subscription};
use crate::page::Notice;

/// What the customer is asked for.
#[derive(Debug)]
pub(super) struct Offer {
    /// The page's title.
    pub(super) title: &'static str,
    /// What the button does.
    pub(super) button: String,
    /// What is to be known before; empty for a plain payment.
    pub(super) note: String,
}

/// What the customer of an open order is asked for.
pub(super) fn offer(order: &Order) -> Offer {
    let amount = order.currency.write(order.amount);
    if order.kind == OrderKind::Verification {
        let note = format!(
            "Your card is only confirmed. {amount} is held, and given back by itself. Nothing is \
             taken."
        );
        return Offer { title: "Confirm your card", button: "Confirm the card".to_owned(), note };
    }
    if order.terms.preauth {
        let note =
            "The amount is only reserved on your card. The shop takes it later, or gives it up.";
        return Offer {
            title: "Reserve",
            button: format!("Reserve {amount}"),
            note: note.to_owned(),
        };
    }
    Offer { title: "Pay", button: format!("Pay {amount}"), note: schedule(order) }
}

/// What came of a try to pay that ended the page.
pub(super) fn outcome(shop: &str, order: &Order, now: DateTime<Utc>) -> Notice<'static> {
    let Some(payment) = &order.payment else {
        let sentence = "The card was refused. Nothing was taken. Ask the shop for a new link.";
        return Notice::new("over", "Refused", sentence);
    };
    if payment.approved > now {
        return Notice::new("over", "Please wait", "The bank is at work. Nothing more is to do.");
    }
    let amount = payment.currency.write(payment.amount);
    let sentence = match (&order.kind, payment.held) {
        (OrderKind::Verification, _) => {
            let back = order.status(now) == OrderStatus::Reversed;
            let back = if back { "has been given back" } else { "is given back by itself" };
            format!("Your card is confirmed. Nothing was taken: {amount} was held, and {back}.")
        }
        (_, true) => format!(
            "{amount} is reserved on your card. {shop} takes it later, or gives it up. Nothing was \
             taken yet."
        ),
        (_, false) => format!("You paid {amount} to {shop}. {}", schedule(order)),
    };
    Notice::new(
        "paid",
        done(order, payment),
        format!("{} You can close this page.", sentence.trim()),
    )
}

fn done(order: &Order, payment: &Payment) -> &'static str {
    match (&order.kind, payment.held) {
        (OrderKind::Verification, _) => "Card confirmed",
        (_, true) => "Reserved",
        (_, false) => "Paid",
    }
}

/// What is said of an order that was over before, or cannot be paid yet.
pub(super) fn over(order: &Order, now: DateTime<Utc>) -> (StatusCode, Notice<'static>) {
    let status = order.status(now);
    let (code, title, sentence) = match status {
        OrderStatus::Approved | OrderStatus::Reversed => {
            let (title, sentence) = standing(order, status);
            (StatusCode::CONFLICT, title, sentence)
        }
        OrderStatus::Processing | OrderStatus::Created => (
            StatusCode::CONFLICT,
            "Please wait",
            "The bank is at work. Nothing more is to do, and nothing was taken now.",
        ),
        OrderStatus::Expired => (
            StatusCode::GONE,
            "Too late",
            "The time to pay is over. Nothing was taken. Ask the shop for a new link.",
        ),
        OrderStatus::Declined => (
            StatusCode::GONE,
            "Refused",
            "The card was refused, and this link is over. Ask the shop for a new link.",
        ),
    };
    (code, Notice::new("over", title, sentence))
}

/// What stands of money that was held or charged.
fn standing(order: &Order, status: OrderStatus) -> (&'static str, &'static str) {
    let held = order.payment.as_ref().is_some_and(|payment| payment.held);
    let kept = order.capture.is_none() && held;
    if order.kind == OrderKind::Verification {
        return ("Card confirmed", "Your card has been confirmed. Nothing was taken.");
    }
    match (status, kept) {
        (OrderStatus::Reversed, true) => {
            ("Given up", "The amount was reserved, and the shop gave it up. Nothing was taken.")
        }
        (OrderStatus::Reversed, false) => {
            ("Given back", "This was paid, and given back in full. Nothing was taken now.")
        }
        (_, true) => (
            "Already reserved",
            "The amount has been reserved. Nothing more is to do, and nothing was taken now.",
        ),
        (_, false) => (
            "Already paid",
            "This link has been paid. Nothing more is to do, and nothing was taken now.",
        ),
    }
}

/// What a subscription will charge; nothing where there is none, or where the shop hides it.
fn schedule(order: &Order) -> String {
    let shown = |charges: &&Subscription| charges.active && charges.shown;
    let Some(charges) = order.subscription.as_ref().filter(shown) else { return String::new() };
    let amount = order.currency.write(charges.amount);
    let start = charges.start.map(|start| format!(", from {}", start.format("%Y-%m-%d")));
    let times = charges.quantity.map(|times| format!(", {times} times"));
    let end = charges.end.map(|end| format!(", until {}", end.format("%Y-%m-%d")));
    let bounds: String = [start, times, end].into_iter().flatten().collect();
    let every = every(charges.every, charges.period);
    format!("After that {amount} is charged {every}{bounds}.")
}

fn every(count: u32, period: Period) -> String {
    let period = match period {
        Period::Day => "day",
        Period::Week => "week",
        Period::Month => "month",
    };
    if count == 1 { format!("every {period}") } else { format!("every {count} {period}s") }
}
