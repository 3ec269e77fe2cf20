//! Whether a message that the shop's own server received is genuine, and what it says (fact sheet, 'Webhooks').

use std::slice;

use domain::{Timestamp, ids::ProviderLinkId};

use super::marks;
use crate::{
    members::Members,
    notification::{Genuine, Notification, Received, Says, Signer},
    paymentflow::{
        Payment, PaymentId, Refund,
        webhook::{self, Event, EventData, EventType, SignatureFault, WebhookFault, WebhookSecret},
    },
    session::Keys,
};

/// Reads a message as it was received. A genuine one is a hint to look, and proves nothing.
pub(super) fn read(keys: &Keys, received: Received<'_>) -> Notification {
    let is_object = serde_json::from_str::<Members>(received.body).is_ok();
    let secret = keys.webhook.clone().and_then(|secret| WebhookSecret::new(secret).ok());
    let Some(secret) = secret else {
        return if is_object { Notification::NotGenuine } else { Notification::Unreadable };
    };
    let verified = match verify(received, &secret) {
        // What was pasted may have got a line break at its end on the way.
        Err(WebhookFault::InvalidSignature(_)) => verify(trimmed(received), &secret),
        verified => verified,
    };
    match verified {
        Ok((event, is_fresh)) => Notification::Genuine(genuine(&event, is_fresh)),
        Err(WebhookFault::InvalidPayload(_)) => Notification::Unreadable,
        Err(WebhookFault::InvalidSignature(_)) if !is_object => Notification::Unreadable,
        Err(WebhookFault::InvalidSignature(_)) => Notification::NotGenuine,
    }
}

fn trimmed(received: Received<'_>) -> Received<'_> {
    Received { body: received.body.trim(), ..received }
}

/// The event, and whether it was signed just now.
fn verify(received: Received<'_>, secret: &WebhookSecret) -> Result<(Event, bool), WebhookFault> {
    let now = seconds(received.now);
    let at = |now| {
        let (body, header) = (received.body.as_bytes(), received.signature.trim().as_bytes());
        webhook::verify(body, header, slice::from_ref(secret), now)
    };
    match at(now) {
        // The signature is right, only old, or from the future: so at its own time it is right altogether.
        Err(WebhookFault::InvalidSignature(SignatureFault::NotNow { off_by })) => {
            let event = match at(now.saturating_sub(off_by)) {
                Err(WebhookFault::InvalidSignature(_)) => at(now.saturating_add(off_by)),
                came => came,
            };
            event.map(|event| (event, false))
        }
        came => came.map(|event| (event, true)),
    }
}

fn seconds(now: Timestamp) -> u64 {
    u64::try_from(now.millis().div_euclid(1_000)).unwrap_or_default()
}

fn genuine(event: &Event, is_fresh: bool) -> Genuine {
    let about = match &event.data {
        EventData::Payment(payment) => of_payment(payment),
        EventData::Refund(refund) => of_refund(refund),
        EventData::Other(_) => About::default(),
    };
    let told = |text: String, other: &str| if text.is_empty() { other.to_owned() } else { text };
    Genuine {
        signed_by: Signer::Webhook,
        // The secret is the account's own.
        is_ours: true,
        says: says(&event.kind),
        order: told(about.order, event.id.as_str()),
        link: about.link,
        is_fresh,
        state: told(about.state, event.kind.word()),
        amount: about.amount,
    }
}

fn says(kind: &EventType) -> Says {
    match kind {
        EventType::PaymentSucceeded => Says::Approved,
        EventType::PaymentFailed | EventType::PaymentCancelled => Says::NotApproved,
        EventType::RefundCreated | EventType::RefundCompleted => Says::Refund,
        EventType::Unknown(_) => Says::Other,
    }
}

/// What a message is about.
#[derive(Default)]
struct About {
    order: String,
    link: Option<ProviderLinkId>,
    state: String,
    amount: Option<domain::Money>,
}

fn of_payment(payment: &Payment) -> About {
    let reference = marks::reference(payment).filter(|reference| !reference.is_empty());
    About {
        order: reference.unwrap_or_else(|| payment.id.to_string()),
        link: link(&payment.id),
        state: payment.status.word().to_owned(),
        amount: payment.amount,
    }
}

/// A refund tells its own sum, and not what went back in all.
fn of_refund(refund: &Refund) -> About {
    About {
        order: refund.payment_id.to_string(),
        link: link(&refund.payment_id),
        state: refund.status.word().to_owned(),
        amount: None,
    }
}

fn link(id: &PaymentId) -> Option<ProviderLinkId> {
    id.as_str().to_owned().try_into().ok()
}
