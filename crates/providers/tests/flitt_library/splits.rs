//! Splitting a payment among merchants, and giving a split back.

use providers::flitt::{
    Fault, FieldFault, OrderId, OrderStatus, Protocol, Receiver, Reverse, Settlement, Unsendable,
};
use serde_json::json;

use crate::stage::{JSON, enveloped, gel, merchant, order_id, response, sent_v2};

fn receiver(merchant: &str, amount: u64) -> Receiver {
    Receiver { merchant: merchant.parse().unwrap(), amount, description: None, partner_fee: None }
}

fn split(receivers: Vec<Receiver>) -> Settlement {
    let paid = OrderId::new("paid_1").unwrap();
    Settlement::new(order_id(), paid, gel(1_000), receivers)
}

#[test]
fn a_split_names_the_paid_order_and_every_part() {
    let mut split = split(vec![receiver("600001", 400), receiver("700001", 600)]);
    split.description = Some("market".into());
    split.server_callback_url = Some("https://shop.example/hook".into());
    split.response_url = Some("https://shop.example/back".into());
    let part = |merchant: u64, amount: u64| json!({ "type": "merchant", "requisites": { "merchant_id": merchant, "amount": amount } });
    assert_eq!(
        sent_v2(&split.call().unwrap()),
        json!({
            "order_type": "settlement", "order_id": "order_12345", "operation_id": "paid_1",
            "amount": 1_000, "currency": "GEL", "merchant_id": 1_549_901, "order_desc": "market",
            "server_callback_url": "https://shop.example/hook",
            "response_url": "https://shop.example/back",
            "receiver": [part(600_001, 400), part(700_001, 600)],
        })
    );
}

#[test]
fn a_split_that_does_not_add_up_is_refused_before_it_is_sent() {
    let fault = |fault| Some(FieldFault { field: "receiver", fault });
    let call = |receivers| split(receivers).call().err();
    assert_eq!(call(Vec::new()), fault(Fault::Missing));
    assert_eq!(call(vec![receiver("600001", 999)]), fault(Fault::DoesNotFit));
    assert_eq!(
        call(vec![receiver("600001", 400), receiver("700001", 601)]),
        fault(Fault::DoesNotFit)
    );
    assert_eq!(call(vec![receiver("600001", 1_000)]), None);
}

#[test]
fn a_split_needs_protocol_2_and_begins_as_created() {
    let call = split(vec![receiver("600001", 1_000)]).call().unwrap();
    let refused = call.sign(&merchant(), JSON).err();
    assert_eq!(refused, Some(Unsendable::NeedsV2 { name: "receiver".into() }));
    let answer = enveloped(&json!({
        "order_status": "created", "order_id": "order_12345", "payment_id": 800_000_002,
        "response_status": "success", "order_type": "settlement",
    }));
    let body = json!({ "response": answer }).to_string();
    let order = call.read(&merchant(), Protocol::V2, &response(body)).unwrap();
    assert_eq!(order.status, OrderStatus::Created);
    assert_eq!(order.payment_id.unwrap().as_str(), "800000002");
}

#[test]
fn a_split_is_given_back_in_its_parts() {
    let mut reverse = Reverse::new(order_id(), gel(300), None);
    reverse.receivers = vec![receiver("500001", 100), receiver("600001", 200)];
    let sent = sent_v2(&reverse.call().unwrap());
    assert_eq!(sent["receiver"][1]["requisites"], json!({ "merchant_id": 600_001, "amount": 200 }));
    reverse.receivers.pop();
    let does_not_fit = FieldFault { field: "receiver", fault: Fault::DoesNotFit };
    assert_eq!(reverse.call().err(), Some(does_not_fit));
}
