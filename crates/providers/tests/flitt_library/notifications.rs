//! What the till tells staff of a pasted callback is what the library reads in it.

use domain::{
    Timestamp,
    account::{Account, Country, ProviderId},
    ids::AccountId,
    place::{Host, Place},
};
use providers::{
    Keys, Notification, Received, Says,
    flitt::{Callback, Expected, Meaning, OrderStatus, TranType},
    provider,
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::stage::{gel, key, order_id, signed};

fn account() -> Account {
    Account {
        id: AccountId::from(Uuid::from_u128(7)),
        provider: ProviderId::Flitt,
        place: Place::Sandbox { host: Host::Global, extra_root: None },
        name: "Corner shop".to_owned(),
        key_id: "1549901".to_owned(),
        reports_id: None,
        merchant: None,
        link_account: None,
        payment_account: None,
        pay_host: None,
        pay_page: None,
        pricing: None,
        country: Country::try_from("GE".to_owned()).unwrap(),
        currencies: vec!["GEL".parse().unwrap()],
        allowed_disputed: Vec::new(),
        return_page: None,
        description: "Your purchase".to_owned(),
        added_at: Timestamp::parse("2026-11-20T14:03:00Z").unwrap(),
    }
}

/// What the till tells of `message`, and what the library reads in it.
fn both(message: &Value) -> (Says, Meaning) {
    let body = message.to_string();
    let keys = Keys::main("test".into());
    let received = Received { body: &body, signature: "", now: account().added_at };
    let told = provider(ProviderId::Flitt).read_notification(&account(), &keys, received);
    let Some(Notification::Genuine(told)) = told else { panic!("{told:?}") };
    let callback = Callback::read("application/json", body.as_bytes(), &key("test")).unwrap();
    let expected =
        Expected { merchant: "1549901".parse().unwrap(), order_id: order_id(), money: gel(100) };
    (told.says, callback.meaning(&expected).unwrap())
}

#[test]
fn staff_are_told_what_a_callback_means() {
    let refunded = |total| Meaning::Refunded { total: Some(total) };
    for (tran_type, order_status, back, says, meaning) in [
        ("purchase", "approved", "0", Says::Approved, Meaning::Paid),
        ("purchase", "approved", "40", Says::Refund, refunded(40)),
        ("reverse", "reversed", "100", Says::Refund, refunded(100)),
        ("purchase", "expired", "0", Says::NotApproved, Meaning::NotPaid(OrderStatus::Expired)),
        (
            "verification",
            "approved",
            "0",
            Says::Approved,
            Meaning::OtherKind(TranType::Verification),
        ),
        // What goes back after the check of a card is no refund.
        (
            "verification",
            "reversed",
            "100",
            Says::NotApproved,
            Meaning::OtherKind(TranType::Verification),
        ),
    ] {
        let message = signed(json!({
            "order_id": "order_12345", "merchant_id": 1_549_901, "amount": "100",
            "currency": "GEL", "order_status": order_status, "tran_type": tran_type,
            "reversal_amount": back,
        }));
        assert_eq!(both(&message), (says, meaning), "{message}");
    }
}
