use practice::merchant_dashboard::LinkState;
use serde_json::{Value, json};

use crate::shop::{GOOD_CARD, LINKS, NOBODYS, Shop, path};

#[test]
fn what_is_sent_changes_and_the_rest_stays() {
    let shop = Shop::open();
    let uuid = shop.create(&json!({ "max_uses": 1, "metadata": { "intent_id": "1" } }));
    let before = shop.link(&uuid);
    shop.wait(60);
    let changed = shop.patch(&uuid, &json!({ "name": "Window" })).ok();
    let mut expected = before;
    expected["name"] = "Window".into();
    expected["updated_at"] = "2026-11-20T10:01:00Z".into();
    assert_eq!(changed, expected);
    let all = json!({
        "name": "Door",
        "is_active": false,
        "expires_at": "2026-11-21T10:00:00Z",
        "max_uses": 5,
        "metadata": { "till": "2" },
    });
    let changed = shop.patch(&uuid, &all).ok();
    for (field, value) in all.as_object().unwrap() {
        assert_eq!(changed[field], *value, "{field}");
    }
    assert_eq!(shop.link(&uuid), changed);
    let emptied = json!({ "expires_at": null, "max_uses": null, "metadata": null });
    let changed = shop.patch(&uuid, &emptied).ok();
    assert_eq!(
        [&changed["expires_at"], &changed["max_uses"], &changed["metadata"]],
        [&Value::Null, &Value::Null, &json!({})]
    );
    assert_eq!(changed["name"], "Door");
}

#[test]
fn a_change_that_breaks_a_rule_names_each_field_and_changes_nothing() {
    let shop = Shop::open();
    let uuid = shop.create(&json!({}));
    let before = shop.link(&uuid);
    for (field, value) in [
        ("name", json!("")),
        ("name", Value::Null),
        ("is_active", json!("false")),
        ("is_active", Value::Null),
        ("expires_at", json!("2026-11-20T09:59:59Z")),
        ("max_uses", json!(0)),
        ("metadata", json!({ "n": {} })),
        ("total", json!("1.00")),
        ("currency", json!("EUR")),
        ("times_used", json!(0)),
        ("products", json!([])),
    ] {
        assert_eq!(shop.patch(&uuid, &json!({ field: value })).faults(), [field]);
    }
    let both = json!({ "name": "Window", "is_active": 0, "max_uses": 0 });
    assert_eq!(shop.patch(&uuid, &both).faults(), ["is_active", "max_uses"]);
    assert_eq!(shop.link(&uuid), before);
    shop.patch(NOBODYS, &json!({ "name": "X" })).refused(404);
}

#[test]
fn a_link_that_is_switched_off_takes_nothing_until_it_is_on_again() {
    let shop = Shop::open();
    let uuid = shop.create(&json!({}));
    shop.patch(&uuid, &json!({ "is_active": false })).ok();
    shop.preview(&uuid).refused(410);
    assert!(shop.books().pay(&uuid, GOOD_CARD).is_err());
    shop.patch(&uuid, &json!({ "is_active": true })).ok();
    shop.preview(&uuid).ok();
    shop.books().pay(&uuid, GOOD_CARD).unwrap();
}

#[test]
fn a_deleted_link_is_gone_for_staff_and_for_customers() {
    let shop = Shop::open();
    let uuid = shop.create(&json!({}));
    shop.books().pay(&uuid, GOOD_CARD).unwrap();
    let answer = shop.delete(&uuid);
    assert_eq!((answer.status, answer.body.len()), (204, 0));
    shop.get(&path(&uuid)).refused(404);
    shop.get(&format!("{}payments/", path(&uuid))).refused(404);
    shop.patch(&uuid, &json!({ "name": "X" })).refused(404);
    assert_eq!(shop.delete(&uuid).status, 404);
    assert_eq!(shop.get(LINKS).ok()["count"], 0);
    shop.preview(&uuid).refused(410);
    shop.start(&uuid, &json!({ "email": "jane@example.com" })).refused(410);
    assert_eq!(shop.books().link_state(&uuid), Some(LinkState::Deleted));
    assert_eq!(shop.happened().payments_paid, 1, "the money stays");
}
