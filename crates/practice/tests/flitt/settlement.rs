use practice::flitt::Behaviour;
use serde_json::{Value, json};

use crate::shop::{MERCHANT, Shop, opened, refused, with};

fn part(merchant: u64, amount: u64) -> Value {
    json!({ "type": "merchant", "requisites": { "merchant_id": merchant, "amount": amount } })
}

fn split(operation: &str, receiver: &[Value], more: &Value) -> Value {
    let params = json!({
        "order_type": "settlement",
        "order_id": "split-1",
        "operation_id": operation,
        "merchant_id": MERCHANT,
        "amount": 1020,
        "currency": "GEL",
        "receiver": receiver,
        "server_callback_url": "http://shop.example/split",
    });
    with(params, more)
}

fn ask(shop: &Shop, params: &Value) -> Value {
    shop.ask_2_0("/api/settlement/", params)
}

#[test]
fn a_paid_order_is_split_among_merchants() {
    let shop = Shop::open();
    shop.paid("order-1", &json!({}));
    let parts = [part(600_001, 1000), part(MERCHANT, 20)];
    let answer = opened(&ask(&shop, &split("order-1", &parts, &json!({}))));
    assert_eq!(
        (&answer["order_status"], &answer["order_id"]),
        (&json!("created"), &json!("split-1"))
    );
    assert!(answer["payment_id"].is_u64());
    assert_eq!(shop.status("split-1")["order_status"], "approved");
    let told: Value = serde_json::from_str(&shop.books().callbacks()[0].body).unwrap();
    let told = opened(&told);
    assert_eq!(told["transaction"][0]["amount"].to_string(), "10.0");
    let again = split("order-1", &parts, &json!({ "order_id": "split-2" }));
    refused(&ask(&shop, &again), 1086);
    refused(&ask(&shop, &split("order-1", &parts, &json!({}))), 1013);
}

#[test]
fn the_parts_must_make_the_whole() {
    let shop = Shop::open();
    shop.paid("order-1", &json!({}));
    refused(&ask(&shop, &split("order-1", &[part(600_001, 1019)], &json!({}))), 1120);
    let less = json!({ "amount": 1000 });
    refused(&ask(&shop, &split("order-1", &[part(600_001, 1000)], &less)), 1120);
    refused(&ask(&shop, &split("order-1", &[], &json!({}))), 1120);
    refused(&ask(&shop, &split("order-1", &[part(999, 1020)], &json!({}))), 1107);
    refused(&ask(&shop, &split("nothing", &[part(600_001, 1020)], &json!({}))), 1018);
    refused(&ask(&shop, &split("order-1", &[json!({ "type": "bank" })], &json!({}))), 1007);
    shop.lie(Behaviour { splits_forbidden: true, ..Behaviour::default() });
    refused(&ask(&shop, &split("order-1", &[part(600_001, 1020)], &json!({}))), 1106);
    assert_eq!(shop.books().orders().len(), 1);
}

#[test]
fn a_hold_is_captured_before_it_is_split() {
    let shop = Shop::open();
    shop.paid("order-1", &json!({ "preauth": "Y" }));
    let captured = json!({ "amount": 400 });
    let parts = [part(600_001, 400)];
    refused(&ask(&shop, &split("order-1", &parts, &captured)), 1114);
    shop.capture("order-1", 400);
    let answer = opened(&ask(&shop, &split("order-1", &parts, &captured)));
    assert_eq!(answer["response_status"], "success");
}

#[test]
fn protocol_1_0_cannot_split() {
    let shop = Shop::open();
    shop.paid("order-1", &json!({}));
    let mut params = split("order-1", &[], &json!({}));
    params["receiver"] = "everybody".into();
    refused(&shop.ask("/api/settlement", params), 1007);
}

#[test]
fn a_refund_of_a_split_names_its_parts() {
    let shop = Shop::open();
    shop.paid("order-1", &json!({}));
    let back = |amount: u64, parts: &[Value]| {
        let params = json!({
            "order_id": "order-1", "merchant_id": MERCHANT, "amount": amount, "currency": "GEL",
            "receiver": parts,
        });
        shop.ask_2_0("/api/reverse/order_id", &params)
    };
    refused(&back(20, &[part(600_001, 20)]), 1108);
    let parts = [part(600_001, 1000), part(700_001, 20)];
    opened(&ask(&shop, &split("order-1", &parts, &json!({}))));
    refused(&shop.reverse("order-1", 20, "r-1"), 1108);
    refused(&back(20, &[part(500_001, 20)]), 1108);
    refused(&back(20, &[part(600_001, 10)]), 1108);
    refused(&back(30, &[part(700_001, 30)]), 1108);
    let answer = opened(&back(20, &[part(700_001, 20)]));
    assert_eq!(answer["reverse_status"], "approved");
    assert_eq!(shop.status("order-1")["reversal_amount"], "20");
}
