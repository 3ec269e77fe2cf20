//! Our own names and values on the provider's objects, by which ours are known again.

use domain::{ids::RefundId, reference::OurReference, refund::RefundOrigin};

use crate::paymentflow::{Named, Payment, Refund, SeenMetadata};

/// Our id of the link, or of the refund.
pub(super) const INTENT: &str = "intent_id";

/// Our reference.
pub(super) const REFERENCE: &str = "reference";

/// Which of the shop's customers a payment is for.
pub(super) const CUSTOMER: &str = "customer_id";

/// False where the payment says that it is none with our reference. Where it does not tell its metadata at all, its id
/// alone says whose it is.
pub(super) fn may_be_ours(payment: &Payment, ours: &OurReference) -> bool {
    fits(payment.metadata.named(REFERENCE), ours.as_str())
}

/// False where the payment says that it is none of the intent `ours`.
pub(super) fn may_be_of(payment: &Payment, ours: &str) -> bool {
    fits(payment.metadata.named(INTENT), ours)
}

/// False where the answer to our own request says that it is of another intent than `ours`. One without our name says
/// nothing: that a refund's record repeats what was sent with it is shown nowhere.
pub(super) fn may_be_refund_of(refund: &Refund, ours: &str) -> bool {
    match intent(&refund.metadata) {
        Named::NotTold | Named::Without => true,
        Named::With(text) => text == ours,
    }
}

/// Our id of what an object was made for. An empty one tells nothing.
pub(super) fn intent(metadata: &SeenMetadata) -> Named<'_> {
    match metadata.named(INTENT) {
        Named::With("") => Named::NotTold,
        told => told,
    }
}

fn fits(told: Named<'_>, ours: &str) -> bool {
    match told {
        Named::NotTold => true,
        Named::Without => false,
        Named::With(text) => text == ours,
    }
}

/// The reference of a payment; empty where it does not tell its metadata, `None` where it tells that it has none.
pub(super) fn reference(payment: &Payment) -> Option<String> {
    match payment.metadata.named(REFERENCE) {
        Named::NotTold => Some(String::new()),
        Named::Without => None,
        Named::With(text) => Some(text.to_owned()),
    }
}

/// Whether a refund is one of this till's, as far as it tells. Metadata without a single name tells nothing: the provider
/// may keep none for refunds.
pub(super) fn origin(refund: &Refund) -> RefundOrigin {
    let names_anything = || refund.metadata.iter().any(|(_, text)| !text.is_empty());
    match intent(&refund.metadata) {
        Named::Without if names_anything() => RefundOrigin::Elsewhere,
        Named::NotTold | Named::Without => RefundOrigin::NotTold,
        Named::With(text) => {
            text.parse::<RefundId>().map_or(RefundOrigin::Elsewhere, RefundOrigin::Ours)
        }
    }
}
