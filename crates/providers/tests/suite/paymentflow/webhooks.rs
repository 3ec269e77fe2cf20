//! Events sent to a shop's own server (Webhooks).

use std::time::Duration;

use domain::Timestamp;
use hmac::{Hmac, KeyInit, Mac};
use providers::{Genuine, Notification, Says, Signer};
use serde_json::{Value, json};
use sha2::Sha256;

use super::records::{PAYMENT, payment, refund, seconds};
use crate::{
    answers::with,
    asks::{APP_KEY, REFERENCE, WEBHOOK_SECRET, money, now},
    subject::Message,
};

/// The HMAC of the moment, a dot and the body, under the whole secret.
fn mac(body: &str, moment: Timestamp, secret: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(format!("{}.{body}", seconds(moment)).as_bytes());
    hex::encode(mac.finalize().into_bytes())
}

fn header(body: &str, moment: Timestamp, secret: &str) -> String {
    format!("t={},v1={}", seconds(moment), mac(body, moment, secret))
}

fn event(kind: &str, object: &Value) -> String {
    json!({ "id": "evt_1", "type": kind, "created": seconds(now()), "data": object }).to_string()
}

fn genuine() -> Genuine {
    Genuine {
        signed_by: Signer::Webhook,
        is_ours: true,
        says: Says::Approved,
        order: REFERENCE.to_owned(),
        link: Some(PAYMENT.to_owned().try_into().unwrap()),
        is_fresh: true,
        state: "succeeded".to_owned(),
        amount: Some(money(1999, "EUR")),
    }
}

/// What each kind of event says.
fn kinds() -> Vec<Message> {
    let signed = |name, body: String, worth| Message {
        name,
        signature: header(&body, now(), WEBHOOK_SECRET),
        body,
        worth: Notification::Genuine(worth),
    };
    let of_payment = |word: &str, says| Genuine { says, state: word.to_owned(), ..genuine() };
    let of_refund = |word: &str| Genuine {
        says: Says::Refund,
        // A refund names its payment and not our reference; and its own sum is not what went back in all.
        order: PAYMENT.to_owned(),
        state: word.to_owned(),
        amount: None,
        ..genuine()
    };
    let failed = event("payment.failed", &payment("failed"));
    let cancelled = event("payment.cancelled", &payment("cancelled"));
    let done = event("refund.completed", &with(refund(), "status", "completed"));
    vec![
        signed("a payment", event("payment.succeeded", &payment("succeeded")), genuine()),
        signed("a decline", failed, of_payment("failed", Says::NotApproved)),
        signed("a cancellation", cancelled, of_payment("cancelled", Says::NotApproved)),
        signed("a refund that began", event("refund.created", &refund()), of_refund("pending")),
        signed("a refund that is done", done, of_refund("completed")),
        signed(
            "what nobody knows yet",
            event("payment.disputed", &payment("succeeded")),
            // Nobody knows what its object is.
            Genuine {
                says: Says::Other,
                order: "evt_1".to_owned(),
                link: None,
                state: "payment.disputed".to_owned(),
                amount: None,
                ..genuine()
            },
        ),
    ]
}

pub(super) fn all() -> Vec<Message> {
    let body = || event("payment.succeeded", &payment("succeeded"));
    let message =
        |name, body: String, signature: String, worth| Message { name, body, signature, worth };
    let paid = |name, signature: String, worth| message(name, body(), signature, worth);
    let good = || mac(&body(), now(), WEBHOOK_SECRET);
    let t = seconds(now());
    let is = Notification::Genuine;
    let forged = || Notification::NotGenuine;
    let at = |moment| header(&body(), moment, WEBHOOK_SECRET);
    let tolerated = Duration::from_mins(5);
    let longer = Duration::from_secs(301);
    let stale = || Genuine { is_fresh: false, ..genuine() };
    let mut all = kinds();
    all.extend([
        // The key of the messages is rolled over.
        paid("signed twice", format!("t={t},v1={},v1={}", "0".repeat(64), good()), is(genuine())),
        paid(
            "signed in a way of tomorrow too",
            format!("t={t},v2=abc,v1={}", good()),
            is(genuine()),
        ),
        paid("five minutes old", at(now().minus(tolerated)), is(genuine())),
        paid("five minutes ahead", at(now().plus(tolerated)), is(genuine())),
        paid("older", at(now().minus(longer)), is(stale())),
        paid("further ahead", at(now().plus(longer)), is(stale())),
        paid("signed with the key that pays", header(&body(), now(), APP_KEY), forged()),
        paid("signed with another secret", header(&body(), now(), "whsec_another"), forged()),
        paid(
            "signed with a part of the secret",
            header(&body(), now(), &WEBHOOK_SECRET[6..]),
            forged(),
        ),
        paid("signed with nothing", header(&body(), now(), ""), forged()),
        paid("another moment", format!("t={},v1={}", t + 1, good()), forged()),
        paid("no moment", format!("v1={}", good()), forged()),
        paid("no signature", format!("t={t}"), forged()),
        paid("an empty signature", format!("t={t},v1="), forged()),
        paid("half a signature", format!("t={t},v1={}", &good()[..32]), forged()),
        paid("a longer signature", format!("t={t},v1={}00", good()), forged()),
        paid("signed in a way of tomorrow alone", format!("t={t},v2={}", good()), forged()),
        paid("no header", String::new(), forged()),
        message(
            "with another sum",
            event("payment.succeeded", &with(payment("succeeded"), "amount", 199)),
            at(now()),
            forged(),
        ),
        // What is pasted may get one.
        message("with a line break behind it", format!("{}\r\n", body()), at(now()), is(genuine())),
        message("with a blank in it", body().replacen(':', ": ", 1), at(now()), forged()),
    ]);
    let nonsense = |name, body: &str| {
        let signature = header(body, now(), WEBHOOK_SECRET);
        message(name, body.to_owned(), signature, Notification::Unreadable)
    };
    all.extend([
        nonsense("half of one, signed", &body()[..60]),
        nonsense("a page, signed", "<html></html>"),
        nonsense("a list, signed", "[]"),
        nonsense("no event, signed", r#"{"data":{"id":"pay_1"}}"#),
    ]);
    all
}
