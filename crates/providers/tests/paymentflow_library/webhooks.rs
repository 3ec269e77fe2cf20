//! Messages: the vectors, the times, several secrets, and each event once.

use hmac::{Hmac, KeyInit, Mac};
use providers::paymentflow::{
    EventId, PaymentStatus, RefundReason, SeenReason,
    webhook::{
        Event, EventData, EventType, HandledEvents, MOST_EVENTS, SignatureFault, TOLERANCE,
        WebhookFault, WebhookSecret, verify,
    },
};
use serde_json::{Value, json};
use sha2::Sha256;

pub(crate) const NOW: u64 = 1_767_225_600;
pub(crate) const SECRET: &str = "whsec_test_secret";

pub(crate) fn secret(text: &str) -> WebhookSecret {
    WebhookSecret::new(text.into()).unwrap()
}

/// The signature that the provider makes, without the library.
pub(crate) fn sign(secret: &str, time: &str, payload: &[u8]) -> String {
    let mut hmac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    hmac.update(time.as_bytes());
    hmac.update(b".");
    hmac.update(payload);
    hex::encode(hmac.finalize().into_bytes())
}

fn header(secret: &str, time: u64, payload: &[u8]) -> String {
    format!("t={time},v1={}", sign(secret, &time.to_string(), payload))
}

fn signed(payload: &[u8]) -> Result<Event, WebhookFault> {
    verify(payload, header(SECRET, NOW, payload).as_bytes(), &[secret(SECRET)], NOW)
}

fn told(event: &Value) -> Result<Event, WebhookFault> {
    signed(event.to_string().as_bytes())
}

fn event(kind: &str, data: &Value) -> Value {
    json!({ "id": "evt_1", "type": kind, "created": NOW, "data": data })
}

const WRONG: WebhookFault = WebhookFault::InvalidSignature(SignatureFault::Wrong);

#[test]
fn every_vector_holds() {
    let vectors: Value = serde_json::from_str(include_str!("fixtures/webhooks.json")).unwrap();
    let vectors = vectors.as_array().unwrap();
    assert_eq!(vectors.len(), 7);
    for vector in vectors {
        let text = |name: &str| vector[name].as_str().unwrap_or_default();
        let now = vector["timestamp"].as_u64().unwrap();
        let payload = text("payload").as_bytes();
        let read = verify(payload, text("header").as_bytes(), &[secret(text("secret"))], now);
        if vector["valid"] == true {
            let id = json!(read.unwrap().id.as_str());
            assert_eq!(id, serde_json::from_slice::<Value>(payload).unwrap()["id"]);
        } else {
            let fault = read.unwrap_err();
            assert!(matches!(fault, WebhookFault::InvalidSignature(_)), "{vector}");
            assert_eq!(fault.status(), 401);
        }
    }
}

#[test]
fn an_event_is_read_with_what_it_is_about() {
    let paid = event(
        "payment.succeeded",
        &json!({ "id": "pay_1", "status": "succeeded", "amount": 2500, "currency": "USD" }),
    );
    let paid = told(&paid).unwrap();
    assert_eq!((paid.id.as_str(), paid.kind), ("evt_1", EventType::PaymentSucceeded));
    assert!(paid.created.is_some());
    let EventData::Payment(payment) = paid.data else { panic!() };
    assert_eq!(payment.status, PaymentStatus::Succeeded);

    let back = json!({ "id": "ref_1", "payment_id": "pay_1", "reason": "fraudulent" });
    for (word, kind) in [
        ("refund.created", EventType::RefundCreated),
        ("refund.completed", EventType::RefundCompleted),
    ] {
        let event = told(&event(word, &back)).unwrap();
        assert_eq!(event.kind, kind);
        let EventData::Refund(refund) = event.data else { panic!() };
        assert_eq!(refund.payment_id.as_str(), "pay_1");
        assert_eq!(refund.reason, Some(SeenReason::Known(RefundReason::Fraudulent)));
    }
    for (word, kind) in [
        ("payment.failed", EventType::PaymentFailed),
        ("payment.cancelled", EventType::PaymentCancelled),
    ] {
        let event = told(&event(word, &json!({ "id": "pay_é€😀" }))).unwrap();
        assert_eq!(event.kind, kind);
        let EventData::Payment(payment) = event.data else { panic!() };
        assert_eq!(payment.id.as_str(), "pay_é€😀");
    }
}

#[test]
fn an_event_of_another_kind_survives() {
    for data in [json!({ "id": "dp_1" }), json!([1]), json!("x"), json!(null)] {
        let event = told(&event("dispute.opened", &data)).unwrap();
        assert_eq!(event.kind, EventType::Unknown("dispute.opened".to_owned()));
        assert!(matches!(event.data, EventData::Other(_)));
    }
}

#[test]
fn a_payload_that_cannot_be_read_is_told_apart_from_a_wrong_signature() {
    let payloads = [
        "",
        "null",
        "[]",
        "{",
        "<html>",
        "{}",
        r#"{"id":"evt_1"}"#,
        r#"{"id":"evt_1","type":"payment.succeeded"}"#,
        r#"{"id":"evt_1","type":"payment.succeeded","data":"x"}"#,
        r#"{"id":"evt_1","type":"payment.succeeded","data":{}}"#,
        r#"{"id":"evt_1","type":"refund.created","data":{"id":"ref_1"}}"#,
        r#"{"type":"payment.succeeded","data":{"id":"pay_1"}}"#,
        r#"{"id":"../x","type":"payment.succeeded","data":{"id":"pay_1"}}"#,
        r#"{"id":"evt_1","type":"payment.succeeded","data":{"id":"pay_1"},"id":"evt_2"}"#,
    ];
    for payload in payloads.map(str::as_bytes).into_iter().chain([b"\xff\xfe".as_slice()]) {
        let fault = signed(payload).unwrap_err();
        assert!(matches!(fault, WebhookFault::InvalidPayload(_)), "{fault:?}");
        assert_eq!(fault.status(), 400);
        // Of a stranger not even that is told.
        let stranger = header("whsec_stranger", NOW, payload);
        assert_eq!(verify(payload, stranger.as_bytes(), &[secret(SECRET)], NOW), Err(WRONG));
    }
}

#[test]
fn a_signature_is_good_for_five_minutes_either_way() {
    let payload = event("x", &json!({})).to_string();
    let header = header(SECRET, NOW, payload.as_bytes());
    let at = |now| verify(payload.as_bytes(), header.as_bytes(), &[secret(SECRET)], now);
    assert_eq!(TOLERANCE.as_secs(), 300);
    for now in [NOW - 300, NOW, NOW + 300] {
        assert!(at(now).is_ok());
    }
    for (now, off_by) in [(NOW - 301, 301), (NOW + 301, 301), (0, NOW), (u64::MAX, u64::MAX - NOW)]
    {
        let not_now = WebhookFault::InvalidSignature(SignatureFault::NotNow { off_by });
        assert_eq!(at(now), Err(not_now));
        assert_eq!(not_now.status(), 401);
    }
}

#[test]
fn while_a_secret_is_rolled_over_either_of_two_will_do() {
    let payload = event("x", &json!({})).to_string();
    let payload = payload.as_bytes();
    let (old, new) = (secret("whsec_old"), secret("whsec_new"));
    let by = |key| sign(key, &NOW.to_string(), payload);
    let takes = |header: &str, secrets: &[WebhookSecret]| {
        verify(payload, header.as_bytes(), secrets, NOW).is_ok()
    };
    // The provider signs with both, or with the one that we know beside another.
    let both = format!("t={NOW},v1={},v1={}", by("whsec_old"), by("whsec_new"));
    assert!(takes(&both, std::slice::from_ref(&old)) && takes(&both, std::slice::from_ref(&new)));
    assert!(!takes(&both, &[secret("whsec_third")]));
    let lone = format!("t={NOW},v1={}", by("whsec_new"));
    assert!(takes(&lone, &[old.clone(), new.clone()]) && takes(&lone, &[new, old.clone()]));
    assert!(!takes(&lone, &[old]));
    assert!(!takes(&lone, &[]));
}

#[test]
fn the_whole_secret_signs_with_its_prefix() {
    let payload = event("x", &json!({})).to_string();
    let payload = payload.as_bytes();
    let without = header("test_secret", NOW, payload);
    assert_eq!(verify(payload, without.as_bytes(), &[secret(SECRET)], NOW), Err(WRONG));
    // Longer than a block of the hash.
    let long = format!("whsec_{}", "ღ😀".repeat(100));
    let header = header(&long, NOW, payload);
    assert!(verify(payload, header.as_bytes(), &[secret(&long)], NOW).is_ok());
    for text in ["", "whsec_", "sk_live_abc", "WHSEC_abc", "abc"] {
        assert!(WebhookSecret::new(text.into()).is_err(), "{text}");
    }
}

#[test]
fn an_event_is_handled_once() {
    let id = |n: usize| EventId::new(&format!("evt_{n}")).unwrap();
    let mut handled = HandledEvents::default();
    assert!(handled.is_news(&id(1)));
    // Looking is not handling: one whose handling failed comes again.
    assert!(handled.is_news(&id(1)));
    assert!(handled.handled(id(1)));
    assert!(!handled.is_news(&id(1)));
    assert!(!handled.handled(id(1)));
    assert!(handled.is_news(&id(2)));
}

#[test]
fn the_oldest_event_is_forgotten_and_no_other() {
    let id = |n: usize| EventId::new(&format!("evt_{n}")).unwrap();
    let mut handled = HandledEvents::default();
    for n in 0..MOST_EVENTS {
        assert!(handled.handled(id(n)));
        // One that comes again takes no place of another.
        assert!(!handled.handled(id(n)));
    }
    assert!(!handled.is_news(&id(0)));
    assert!(handled.handled(id(MOST_EVENTS)));
    assert!(handled.is_news(&id(0)));
    assert!(!handled.is_news(&id(1)) && !handled.is_news(&id(MOST_EVENTS)));
}
