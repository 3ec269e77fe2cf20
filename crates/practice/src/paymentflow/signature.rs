//! The signature of webhooks (fact sheet, Webhooks).

use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::credentials::{PaymentFlowCredentials, WebhookSecret};

/// The header that carries it.
pub(super) const HEADER: &str = "PaymentFlow-Signature";

/// The value of [`HEADER`] for a body that is sent at `now`: the moment, and one signature under
/// each secret.
pub(super) fn of(credentials: &PaymentFlowCredentials, body: &str, now: DateTime<Utc>) -> String {
    let moment = now.timestamp();
    let signed = format!("{moment}.{body}");
    credentials
        .webhook_secrets()
        .filter_map(|secret| under(secret, &signed))
        .fold(format!("t={moment}"), |header, signature| format!("{header},v1={signature}"))
}

/// HMAC-SHA256 in lower-case hex. HMAC takes keys of every length, so there always is one.
fn under(secret: &WebhookSecret, signed: &str) -> Option<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.expose().as_bytes()).ok()?;
    mac.update(signed.as_bytes());
    Some(hex::encode(mac.finalize().into_bytes()))
}
