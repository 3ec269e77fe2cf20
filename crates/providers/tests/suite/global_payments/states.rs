//! What the provider's words mean (3.3, 4.3), and the payment that everything here is about.

use domain::{
    ids::ProviderPaymentId,
    link::ProviderLinkState,
    payment::{Card, LastFour, PaymentStatus, SeenPayment},
};

use super::records::PAYMENT;
use crate::{answers::moment, asks::money};

pub(super) fn payment(status: PaymentStatus) -> SeenPayment {
    SeenPayment {
        provider_id: ProviderPaymentId::try_from(PAYMENT.to_owned()).unwrap(),
        status,
        amount: money(1999, "EUR"),
        at: Some(moment("2026-11-20T14:05:36.709Z")),
        card: Some(Card {
            brand: "VISA".to_owned(),
            last_four: LastFour::of_masked("5262").unwrap(),
        }),
    }
}

/// What a word means for a shop (4.3).
pub(super) fn status_of(word: &str) -> PaymentStatus {
    match word {
        "INITIATED" | "AUTHENTICATED" | "SUCCESS_AUTHENTICATED" | "PENDING" => {
            PaymentStatus::Pending
        }
        "PREAUTHORIZED" => PaymentStatus::Reserved,
        "CAPTURED" | "BATCHED" | "FUNDED" => PaymentStatus::Paid,
        "REVERSED" => PaymentStatus::Reversed,
        "DECLINED" | "REJECTED" | "FAILED" | "CANCELLED" | "EXPIRED" => PaymentStatus::Refused,
        other => PaymentStatus::Unknown(other.to_owned()),
    }
}

/// Every word that a transaction's status is known to have (4.3).
pub(super) const STATUSES: &[&str] = &[
    "INITIATED",
    "AUTHENTICATED",
    "SUCCESS_AUTHENTICATED",
    "PENDING",
    "DECLINED",
    "PREAUTHORIZED",
    "CAPTURED",
    "BATCHED",
    "REVERSED",
    "FUNDED",
    "REJECTED",
    "FAILED",
    "FOR_REVIEW",
    "CANCELLED",
    "EXPIRED",
    "",
];

/// Every word that a link's status is known to have (3.3).
pub(super) const LINK_STATUSES: &[&str] =
    &["ACTIVE", "INACTIVE", "CLOSED", "EXPIRED", "PAID", "SOMETHING_NEW"];

pub(super) fn state_of(word: &str) -> ProviderLinkState {
    match word {
        "ACTIVE" => ProviderLinkState::Open,
        "INACTIVE" | "CLOSED" => ProviderLinkState::Closed,
        "EXPIRED" => ProviderLinkState::Expired,
        "PAID" => ProviderLinkState::Paid,
        other => ProviderLinkState::Unknown(other.to_owned()),
    }
}
