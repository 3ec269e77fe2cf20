use practice::paymentflow::Endpoint;
use serde_json::{Value, json};

use crate::shop::{GOOD_CARD, ORIGIN, Shop, link, moved, start, text};

const VALIDATION: &str = "validation_error";

#[test]
fn a_link_is_made_and_read_back() {
    let shop = Shop::open();
    let made = shop
        .post(
            "/payments",
            &json!({
                "amount": 2500,
                "currency": "USD",
                "customer_email": "jane@example.com",
                "description": "Two chairs",
                "metadata": { "intent_id": "int_1" },
            }),
        )
        .ok();
    let id = text(&made["id"]);
    let address = text(&made["checkout_url"]);
    assert!(id.starts_with("pay_") && id.len() == 28, "{id}");
    assert!(address.starts_with(&format!("{ORIGIN}/checkout/")) && !address.contains(id));
    assert_eq!(
        made,
        json!({
            "id": id,
            "status": "pending",
            "amount": 2500,
            "currency": "USD",
            "customer_email": "jane@example.com",
            "description": "Two chairs",
            "metadata": { "intent_id": "int_1" },
            "created": start().timestamp(),
            "amount_refunded": 0,
            "failure_code": null,
            "checkout_url": address,
        })
    );
    assert_eq!(shop.payment(id), made);
    assert_eq!(shop.books().page_url(id).as_deref(), Some(address));
    assert_eq!(shop.books().requests_about(Endpoint::PaymentRetrieve, id), 1);
    shop.get("/payments/pay_nothing").refused(404, VALIDATION, "resource_missing");
}

#[test]
fn a_create_that_breaks_a_rule_names_the_field_and_makes_nothing() {
    let shop = Shop::open();
    let amount = |amount: Value| json!({ "amount": amount, "currency": "USD" });
    let cases = [
        (json!({ "currency": "USD" }), "parameter_missing", "amount"),
        (json!({ "amount": 2500 }), "parameter_missing", "currency"),
        (amount(json!(0)), "parameter_invalid", "amount"),
        (amount(json!(-1)), "parameter_invalid", "amount"),
        (amount(json!("2500")), "parameter_invalid", "amount"),
        (amount(json!(25.0)), "parameter_invalid", "amount"),
        (amount(json!(1_000_000_000_000_u64)), "parameter_invalid", "amount"),
        (json!({ "amount": 1, "currency": "usd" }), "parameter_invalid", "currency"),
        (json!({ "amount": 1, "currency": "ABC" }), "parameter_invalid", "currency"),
        (json!({ "amount": 1, "currency": "USD", "email": "x" }), "parameter_unknown", "email"),
        (
            json!({ "amount": 1, "currency": "USD", "customer_email": "jane" }),
            "parameter_invalid",
            "customer_email",
        ),
        (
            json!({ "amount": 1, "currency": "USD", "description": 7 }),
            "parameter_invalid",
            "description",
        ),
    ];
    for (body, code, field) in cases {
        let named = shop.post("/payments", &body).refused(422, VALIDATION, code);
        assert_eq!(named.as_deref(), Some(field), "{body}");
    }
    for body in [&b""[..], b"{", b"[]", b"7"] {
        let answer = shop.send(crate::shop::KEY, "POST", "/payments", None, body).unwrap();
        crate::shop::read(&answer).refused(400, VALIDATION, "invalid_json");
    }
    let plain = [
        ("authorization".to_owned(), format!("Bearer {}", crate::shop::KEY)),
        ("content-type".to_owned(), "text/plain".to_owned()),
    ];
    let body = link().to_string();
    let answer = shop.gateway.answer("POST", "/v1/payments", &plain, body.as_bytes()).unwrap();
    assert_eq!(answer.status, 400);
    assert_eq!(shop.happened(), moved(0, (0, 0), (0, 0)));
}

#[test]
fn a_paid_link_says_so_and_counts_once() {
    let shop = Shop::open();
    let id = shop.create(&json!({}));
    assert_eq!(shop.happened(), moved(1, (0, 0), (0, 0)));
    shop.books().pay(&id, GOOD_CARD).unwrap();
    assert_eq!(shop.status(&id), "succeeded");
    assert!(shop.books().pay(&id, GOOD_CARD).is_err());
    assert_eq!(shop.happened(), moved(1, (1, 2500), (0, 0)));
}
