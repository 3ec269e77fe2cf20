use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::shop::{Shop, text};

/// The field that a create with this metadata is refused for.
fn refused(shop: &Shop, metadata: &Value) -> Option<String> {
    let body = json!({ "amount": 1, "currency": "USD", "metadata": metadata });
    shop.post("/payments", &body).refused(422, "validation_error", "parameter_invalid")
}

fn pairs(count: usize) -> Value {
    json!((0..count).map(|one| (format!("key_{one}"), "value")).collect::<BTreeMap<_, _>>())
}

#[test]
fn the_longest_metadata_is_kept() {
    let shop = Shop::open();
    let mut metadata = pairs(49);
    metadata["ключ".repeat(10)] = "€".repeat(500).into();
    let id = shop.create(&json!({ "metadata": metadata }));
    assert_eq!(shop.payment(&id)["metadata"], metadata);
    assert_eq!(shop.payment(&shop.create(&json!({ "metadata": null })))["metadata"], json!({}));
}

#[test]
fn each_broken_rule_names_the_key() {
    let shop = Shop::open();
    let long = "k".repeat(41);
    assert_eq!(refused(&shop, &pairs(51)).as_deref(), Some("metadata"));
    assert_eq!(refused(&shop, &json!([["a", "b"]])).as_deref(), Some("metadata"));
    assert_eq!(refused(&shop, &json!({ &long: "v" })), Some(format!("metadata.{long}")));
    assert_eq!(refused(&shop, &json!({ "a": "v".repeat(501) })).as_deref(), Some("metadata.a"));
    for value in [json!(7), json!(true), json!(null), json!({}), json!(["x"])] {
        assert_eq!(refused(&shop, &json!({ "a": value })).as_deref(), Some("metadata.a"));
    }
    assert!(shop.books().payments().is_empty());
}

#[test]
fn refunds_and_customers_have_the_same_rules() {
    let shop = Shop::open();
    let paid = shop.paid();
    let bad = json!({ "a": 7 });
    let refund = json!({ "payment_id": paid, "metadata": bad });
    let customer = json!({ "email": "jane@example.com", "metadata": bad });
    let made = shop.post("/customers", &json!({ "email": "jane@example.com" })).ok();
    let update =
        shop.patch(&format!("/customers/{}", text(&made["id"])), &json!({ "metadata": bad }));
    for answer in [shop.post("/refunds", &refund), shop.post("/customers", &customer), update] {
        let field = answer.refused(422, "validation_error", "parameter_invalid");
        assert_eq!(field.as_deref(), Some("metadata.a"));
    }
    assert!(shop.books().refunds().is_empty());
    assert_eq!(shop.books().customers().len(), 1);
}
