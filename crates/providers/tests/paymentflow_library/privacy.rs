//! What a log may hold.

use providers::paymentflow::{
    CustomerChange, NewCustomer, NewPayment, customers, payments, webhook::WebhookSecret,
};
use serde_json::json;

use crate::stage::{KEY, metadata, new_payment, pay, read, request, response};

#[test]
fn a_request_and_a_call_show_neither_key_nor_person() {
    let asked = NewPayment {
        customer_email: Some("canary@shop.example".into()),
        description: Some("canary cake".into()),
        metadata: metadata(&[("note", "canary note")]),
        ..new_payment()
    };
    let call = payments::create(&asked).unwrap();
    let list = payments::list(&providers::paymentflow::PaymentsQuery {
        customer_email: Some("canary@shop.example".into()),
        ..<_>::default()
    });
    let list = list.unwrap();
    let shown = format!("{asked:?} {call:?} {:?} {list:?} {:?}", request(&call), request(&list));
    for hidden in [KEY, "Canary", "canary"] {
        assert!(!shown.contains(hidden), "{shown}");
    }
    assert!(shown.contains("/payments"));
}

#[test]
fn what_is_known_of_a_person_is_not_shown() {
    let told = json!({
        "id": "cus_1", "email": "canary@shop.example", "name": "canary", "phone": "canary",
        "metadata": { "note": "canary" },
    });
    let customer = read(&customers::retrieve(&"cus_1".parse().unwrap()), &told).unwrap();
    let paid = json!({
        "id": "pay_1", "customer_email": "canary@b", "description": "canary",
        "metadata": { "note": "canary" },
    });
    let paid = read(&payments::retrieve(&pay("pay_1")), &paid).unwrap();
    let new = NewCustomer {
        email: "canary@b".into(),
        name: Some("canary".into()),
        phone: Some("canary".into()),
        metadata: metadata(&[("note", "canary")]),
    };
    let change = CustomerChange { name: Some("canary".into()), ..CustomerChange::default() };
    let answer = response(200, told.to_string());
    let shown = format!("{customer:?} {paid:?} {new:?} {change:?} {answer:?}");
    assert!(!shown.contains("canary"), "{shown}");
    assert!(shown.contains("cus_1"));
}

#[test]
fn a_webhook_secret_is_not_shown() {
    let shown = format!("{:?}", WebhookSecret::new("whsec_canary".into()).unwrap());
    assert!(!shown.contains("canary") && !shown.contains("whsec"), "{shown}");
}
