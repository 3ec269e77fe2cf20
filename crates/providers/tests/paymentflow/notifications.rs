//! Messages that the shop's own server received.

use domain::Timestamp;
use hmac::{Hmac, KeyInit, Mac};
use providers::{Genuine, Keys, Notification, Received, Says, Signer};
use serde_json::{Value, json};
use sha2::Sha256;

use crate::support::{
    KEY, NOW, PAYMENT, REFERENCE, WEBHOOK_SECRET, in_state, keys, link_id, money, now, paymentflow,
    refund, shop, with, without,
};

fn event(kind: &str, data: &Value) -> String {
    json!({ "id": "evt_1", "type": kind, "created": NOW, "data": data }).to_string()
}

/// The signature of `body` under `secret`, made at `time`.
fn signature(secret: &str, time: i64, body: &str) -> String {
    let mut hmac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    hmac.update(format!("{time}.{body}").as_bytes());
    format!("t={time},v1={}", hex::encode(hmac.finalize().into_bytes()))
}

fn read_with(keys: &Keys, body: &str, signature: &str) -> Notification {
    let received = Received { body, signature, now: now() };
    paymentflow().read_notification(&shop(), keys, received).expect("it signs messages")
}

fn read(body: &str, signature: &str) -> Notification {
    read_with(&keys(), body, signature)
}

/// What a message of now says.
fn genuine(kind: &str, data: &Value) -> Genuine {
    let body = event(kind, data);
    match read(&body, &signature(WEBHOOK_SECRET, NOW, &body)) {
        Notification::Genuine(genuine) => genuine,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_message_tells_which_payment_to_look_at() {
    let due = Genuine {
        signed_by: Signer::Webhook,
        is_ours: true,
        says: Says::Approved,
        order: REFERENCE.to_owned(),
        link: Some(link_id()),
        is_fresh: true,
        state: "succeeded".to_owned(),
        amount: Some(money(1_999, "GBP")),
    };
    assert_eq!(genuine("payment.succeeded", &in_state("succeeded")), due);
    let mute = without(in_state("failed"), "metadata");
    let failed = Genuine {
        says: Says::NotApproved,
        order: PAYMENT.to_owned(),
        state: "failed".to_owned(),
        ..due.clone()
    };
    assert_eq!(genuine("payment.failed", &mute), failed);
    assert_eq!(genuine("payment.cancelled", &in_state("cancelled")).says, Says::NotApproved);
    for kind in ["refund.created", "refund.completed"] {
        let back = Genuine {
            says: Says::Refund,
            order: PAYMENT.to_owned(),
            state: "pending".to_owned(),
            amount: None,
            ..due.clone()
        };
        assert_eq!(genuine(kind, &refund()), back);
    }
    let news = genuine("payout.made", &json!({ "id": "po_1" }));
    assert_eq!((news.says, news.link, news.state.as_str()), (Says::Other, None, "payout.made"));
}

#[test]
fn only_what_the_accounts_own_secret_signed_is_genuine() {
    let body = event("payment.succeeded", &in_state("succeeded"));
    let good = signature(WEBHOOK_SECRET, NOW, &body);
    let longer = with(in_state("succeeded"), "amount", 199);
    for (body, header) in [
        (body.clone(), signature("whsec_another", NOW, &body)),
        (body.clone(), signature(KEY, NOW, &body)),
        (event("payment.succeeded", &longer), good.clone()),
        (body.clone(), good.replace("t=1", "t=2")),
        (body.clone(), String::new()),
        (body.clone(), "v1=".to_owned()),
    ] {
        assert_eq!(read(&body, &header), Notification::NotGenuine, "{header}");
    }
    let without_secret = Keys::main(KEY.into());
    assert_eq!(read_with(&without_secret, &body, &good), Notification::NotGenuine);
    // While the secret is rolled over there are two.
    let (time, ours) = good.split_once(',').unwrap();
    let two = format!("{time},v1={},{ours}", "0".repeat(64));
    assert!(matches!(read(&body, &two), Notification::Genuine(_)));
}

#[test]
fn a_message_of_another_time_is_genuine_and_old() {
    let body = event("payment.succeeded", &in_state("succeeded"));
    for (off_by, is_fresh) in
        [(0, true), (300, true), (301, false), (-300, true), (-301, false), (90_000, false)]
    {
        let header = signature(WEBHOOK_SECRET, NOW - off_by, &body);
        let Notification::Genuine(told) = read(&body, &header) else { panic!("{off_by}") };
        assert_eq!((told.is_fresh, told.link), (is_fresh, Some(link_id())), "{off_by}");
    }
    let late = Timestamp::from_millis(NOW * 1_000 + 300_999).unwrap();
    let header = signature(WEBHOOK_SECRET, NOW, &body);
    let received = Received { body: &body, signature: &header, now: late };
    let read = paymentflow().read_notification(&shop(), &keys(), received);
    assert!(matches!(read, Some(Notification::Genuine(Genuine { is_fresh: true, .. }))));
}

#[test]
fn a_line_break_that_was_pasted_along_does_no_harm() {
    let body = event("payment.succeeded", &in_state("succeeded"));
    let header = signature(WEBHOOK_SECRET, NOW, &body);
    let pasted = format!("{body}\r\n");
    assert!(matches!(read(&pasted, &format!(" {header}\n")), Notification::Genuine(_)));
}

#[test]
fn what_is_no_message_is_told_apart() {
    for body in ["", "<html></html>", "was this paid?", "[]", "{\"id\":"] {
        assert_eq!(read(body, &signature(WEBHOOK_SECRET, NOW, "x")), Notification::Unreadable);
    }
    let nothing = json!({ "id": "evt_1", "type": "payment.succeeded" }).to_string();
    for off_by in [0, 400, -400] {
        for signed in [nothing.clone(), format!("{nothing}\n")] {
            let header = signature(WEBHOOK_SECRET, NOW - off_by, &signed);
            assert_eq!(read(&signed, &header), Notification::Unreadable, "{off_by} {signed:?}");
        }
    }
}
