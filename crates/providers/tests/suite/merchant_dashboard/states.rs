//! What the dashboard's words mean ('Staff routes'), and the payment that everything here is about.

use domain::{
    ids::ProviderPaymentId,
    payment::{PaymentStatus, SeenPayment},
};

use super::records::{OUR_PAYMENT, PAID_AT};
use crate::{answers::moment, asks::money};

/// Every word that a payment's status is known to have.
pub(super) const STATUSES: &[&str] = &["pending", "paid", "failed", "refunded"];

/// What it means. A payment that went back was paid.
pub(super) fn status_of(word: &str) -> Option<PaymentStatus> {
    match word {
        "pending" => Some(PaymentStatus::Pending),
        "paid" | "refunded" => Some(PaymentStatus::Paid),
        "failed" => Some(PaymentStatus::Refused),
        _ => None,
    }
}

/// The payment as a record with the status `word` tells it, but for that status.
pub(super) fn seen(status: PaymentStatus, at: &str) -> SeenPayment {
    SeenPayment {
        provider_id: ProviderPaymentId::try_from(OUR_PAYMENT.to_owned()).unwrap(),
        status,
        amount: money(1999, "EUR"),
        at: Some(moment(at)),
        card: None,
    }
}

/// What is told of the payment whose record has that word; it was paid when it says so, and began otherwise.
pub(super) fn payment(word: &str) -> SeenPayment {
    let at = if matches!(word, "paid" | "refunded") { PAID_AT } else { "2026-11-20T14:04:30Z" };
    seen(status_of(word).unwrap(), at)
}
