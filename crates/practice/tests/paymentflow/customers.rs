use serde_json::{Value, json};

use crate::shop::{Shop, start, text};

const VALIDATION: &str = "validation_error";

fn jane(shop: &Shop) -> String {
    let body = json!({
        "email": "jane@example.com",
        "name": "Jane Doe",
        "phone": "+995 555 12 34 56",
        "metadata": { "vip": "true" },
    });
    text(&shop.post("/customers", &body).ok()["id"]).to_owned()
}

#[test]
fn a_customer_is_made_changed_and_deleted() {
    let shop = Shop::open();
    let id = jane(&shop);
    let path = format!("/customers/{id}");
    let mut expected = json!({
        "id": id,
        "email": "jane@example.com",
        "name": "Jane Doe",
        "phone": "+995 555 12 34 56",
        "metadata": { "vip": "true" },
        "created": start().timestamp(),
    });
    assert!(id.starts_with("cus_"));
    assert_eq!(shop.get(&path).ok(), expected);
    let changed = shop.patch(&path, &json!({ "email": "new@example.com" })).ok();
    expected["email"] = json!("new@example.com");
    assert_eq!(changed, expected);
    let more = json!({ "name": "J.", "phone": "1", "metadata": { "user_id": "67890" } });
    shop.patch(&path, &more).ok();
    expected["name"] = json!("J.");
    expected["phone"] = json!("1");
    expected["metadata"] = json!({ "user_id": "67890" });
    assert_eq!(shop.get(&path).ok(), expected);
    assert_eq!(shop.delete(&path).ok(), json!({ "id": id, "deleted": true }));
    shop.get(&path).refused(404, VALIDATION, "resource_missing");
    shop.patch(&path, &json!({})).refused(404, VALIDATION, "resource_missing");
    shop.delete(&path).refused(404, VALIDATION, "resource_missing");
    let kept = format!("{:?}", shop.books().customers());
    assert!(!kept.contains("example.com") && !kept.contains("67890"), "{kept}");
}

#[test]
fn a_customer_that_breaks_a_rule_is_not_made_or_changed() {
    let shop = Shop::open();
    let id = jane(&shop);
    let path = format!("/customers/{id}");
    let named = |answer: crate::shop::Answer, code: &str| answer.refused(422, VALIDATION, code);
    let missing = shop.post("/customers", &json!({ "name": "Jane" }));
    assert_eq!(named(missing, "parameter_missing").as_deref(), Some("email"));
    for (body, field) in [(json!({ "email": "@x" }), "email"), (json!({ "phone": 7 }), "phone")] {
        let answer = shop.patch(&path, &body);
        assert_eq!(named(answer, "parameter_invalid").as_deref(), Some(field));
    }
    assert_eq!(shop.books().customers().len(), 1);
    assert_eq!(shop.get(&path).ok()["email"], "jane@example.com");
}

#[test]
fn customers_are_listed_in_pages_and_by_email() {
    let shop = Shop::open();
    let (first, second) = (jane(&shop), jane(&shop));
    let body = json!({ "email": "other@example.com" });
    let third = text(&shop.post("/customers", &body).ok()["id"]).to_owned();
    let ids = |page: &Value| -> Vec<String> {
        page["data"].as_array().unwrap().iter().map(|one| text(&one["id"]).to_owned()).collect()
    };
    let page = shop.get("/customers?limit=2").ok();
    assert_eq!(ids(&page), [&*third, &*second]);
    assert_eq!((&page["has_more"], &page["total_count"]), (&json!(true), &json!(3)));
    let jane = shop.get("/customers?email=jane%40example.com").ok();
    assert_eq!(ids(&jane), [&*second, &*first]);
    shop.delete(&format!("/customers/{second}")).ok();
    let behind = shop.get(&format!("/customers?starting_after={second}")).ok();
    assert_eq!((ids(&behind), &behind["total_count"]), (vec![first], &json!(2)));
}
