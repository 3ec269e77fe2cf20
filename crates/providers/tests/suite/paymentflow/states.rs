//! What the provider's words mean (Payments), and the payment that everything here is about.

use domain::{
    ids::ProviderPaymentId,
    link::ProviderLinkState,
    payment::{PaymentStatus, SeenPayment},
};

use super::records::PAYMENT;
use crate::asks::money;

/// The payment. `created` is when it was asked for, not when it was paid, and no card is told.
pub(super) fn payment(status: PaymentStatus) -> SeenPayment {
    SeenPayment {
        provider_id: ProviderPaymentId::try_from(PAYMENT.to_owned()).unwrap(),
        status,
        amount: money(1999, "EUR"),
        at: None,
        card: None,
    }
}

/// Every word that a payment's status is known to have.
pub(super) const STATUSES: &[&str] = &["pending", "processing", "succeeded", "failed", "cancelled"];

/// What a word means for the link: a hint.
pub(super) fn state_of(word: &str) -> ProviderLinkState {
    match word {
        "pending" | "processing" => ProviderLinkState::Open,
        "succeeded" => ProviderLinkState::Paid,
        "failed" | "cancelled" => ProviderLinkState::Closed,
        other => ProviderLinkState::Unknown(other.to_owned()),
    }
}

/// What it means for the payment on it; `None` where nobody has tried to pay.
pub(super) fn status_of(word: &str) -> Option<PaymentStatus> {
    match word {
        "pending" | "cancelled" => None,
        "processing" => Some(PaymentStatus::Processing),
        "succeeded" => Some(PaymentStatus::Paid),
        "failed" => Some(PaymentStatus::Refused),
        other => Some(PaymentStatus::Unknown(other.to_owned())),
    }
}
