//! What the gateway's words mean (3.7.3), and the payment that everything here is about.

use domain::{
    ids::ProviderPaymentId,
    link::ProviderLinkState,
    payment::{Card, LastFour, PaymentStatus, SeenPayment},
};

use super::records::PAYMENT;
use crate::asks::money;

/// The payment, with its card. No moment is told: none of the gateway's has a zone (8, trap 40).
pub(super) fn payment(status: PaymentStatus) -> SeenPayment {
    SeenPayment {
        card: Some(Card {
            brand: "VISA".to_owned(),
            last_four: LastFour::of_masked("6666").unwrap(),
        }),
        ..cardless(status)
    }
}

/// The payment, of which the answer says no more.
pub(super) fn cardless(status: PaymentStatus) -> SeenPayment {
    SeenPayment {
        provider_id: ProviderPaymentId::try_from(PAYMENT.to_owned()).unwrap(),
        status,
        amount: money(1999, "EUR"),
        at: None,
        card: None,
    }
}

/// The payment of so many pence.
pub(super) fn payment_of(minor: u64, status: PaymentStatus) -> SeenPayment {
    SeenPayment { amount: money(minor, "EUR"), ..payment(status) }
}

pub(super) fn unknown(word: &str) -> PaymentStatus {
    PaymentStatus::Unknown(word.to_owned())
}

/// Every word that an order's state is known to have.
pub(super) const ORDER_STATUSES: &[&str] =
    &["created", "processing", "approved", "declined", "expired", "reversed"];

/// What the order's state means for its link: a hint.
pub(super) fn state_of(word: &str) -> ProviderLinkState {
    match word {
        "created" | "processing" => ProviderLinkState::Open,
        "approved" | "reversed" => ProviderLinkState::Paid,
        // With several tries allowed, both come when the order's life is over.
        "declined" | "expired" => ProviderLinkState::Expired,
        other => ProviderLinkState::Unknown(other.to_owned()),
    }
}

/// What the order's state means for its payment, where nobody has tried in vain and no money is held. Refunds are told
/// by a figure of their own, so what went back in full stays paid.
pub(super) fn status_of(word: &str) -> PaymentStatus {
    match word {
        "created" | "processing" => PaymentStatus::Pending,
        "approved" | "reversed" => PaymentStatus::Paid,
        "declined" | "expired" => PaymentStatus::Refused,
        other => unknown(other),
    }
}
