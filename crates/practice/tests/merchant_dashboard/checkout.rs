use practice::merchant_dashboard::CustomerTrouble;
use serde_json::{Value, json};

use crate::shop::{ORIGIN, Shop, moved, text};

fn address(started: &Value) -> String {
    text(&started["checkout_url"]).strip_prefix(ORIGIN).unwrap().to_owned()
}

fn started(shop: &Shop, uuid: &str) -> String {
    address(&shop.start(uuid, &json!({ "email": "jane@example.com" })).ok())
}

#[test]
fn a_checkout_is_started_and_paid() {
    let shop = Shop::open();
    let uuid = shop.create(&json!({ "max_uses": 1 }));
    let body = json!({
        "email": "jane@example.com",
        "first_name": "Jane",
        "last_name": "Doe",
        "city": "Lisbon",
        "currency": "USD",
        "success_url": "https://shop.example/done?a=1&b=2",
        "cancel_url": "https://shop.example/back",
    });
    let started = shop.start(&uuid, &body).ok();
    let token = text(&started["token"]);
    assert_eq!(started["checkout_url"], format!("{ORIGIN}/checkout/{token}"));
    let pending = shop.payments(&uuid);
    assert_eq!(
        [&pending[0]["status"], &pending[0]["paid_at"], &pending[0]["customer_email"]],
        [&json!("pending"), &Value::Null, &json!("jane@example.com")]
    );
    assert_eq!(shop.link(&uuid)["times_used"], 0, "a start uses nothing up");
    shop.wait(30);
    let path = address(&started);
    let (status, shown) = shop.open_page(&path);
    assert_eq!(status, 200);
    assert!(shown.contains("32.50 USD") && shown.contains("Corner &lt;shop&gt; &amp; sons"));
    assert!(shown.contains(&format!("action=\"{path}/pay\"")), "{shown}");
    let (status, shown) = shop.send_form(&format!("{path}/pay"), "card=4242424242424242");
    assert_eq!((status, shown.contains("You paid 32.50 USD")), (200, true), "{shown}");
    assert!(shown.contains("href=\"https://shop.example/done?a=1&amp;b=2\""), "{shown}");
    let paid = &shop.payments(&uuid)[0];
    assert_eq!(
        [&paid["status"], &paid["created_at"], &paid["paid_at"]],
        [&json!("paid"), &json!("2026-11-20T10:00:00Z"), &json!("2026-11-20T10:00:30Z")]
    );
    let billing = &shop.books().payments()[0].billing;
    assert_eq!(billing.more["first_name"], "Jane");
    assert_eq!((shop.open_page(&path).0, shop.open_page("/checkout/nothing").0), (409, 404));
}

#[test]
fn a_declined_checkout_is_over_and_the_link_can_be_paid_again() {
    let shop = Shop::open();
    let uuid = shop.create(&json!({ "max_uses": 1 }));
    let path = started(&shop, &uuid);
    let pay = |form: &str| shop.send_form(&format!("{path}/pay"), form).0;
    assert_eq!(pay("card=4111111111111111"), 400);
    assert_eq!(shop.statuses(&uuid), ["pending"], "a card that is none was not tried");
    assert_eq!(pay("card=4000000000000002"), 409);
    assert_eq!(shop.statuses(&uuid), ["failed"]);
    assert_eq!(pay("card=4242424242424242"), 409);
    let second = started(&shop, &uuid);
    assert_eq!(shop.send_form(&format!("{second}/pay"), "card=4242424242424242").0, 200);
    assert_eq!(shop.statuses(&uuid), ["paid", "failed"]);
    assert_eq!(shop.happened(), moved(1, (1, 3250), (0, 0)));
}

#[test]
fn a_checkout_that_was_started_in_time_is_paid_in_spite_of_all() {
    let shop = Shop::open();
    let uuid = shop.create(&json!({ "max_uses": 1 }));
    let (first, second) = (started(&shop, &uuid), started(&shop, &uuid));
    assert_eq!(shop.send_form(&format!("{first}/pay"), "card=4242424242424242").0, 200);
    shop.start(&uuid, &json!({ "email": "late@example.com" })).refused(410);
    shop.patch(&uuid, &json!({ "is_active": false })).ok();
    assert_eq!(shop.send_form(&format!("{second}/pay"), "card=4242424242424242").0, 200);
    let link = shop.link(&uuid);
    assert_eq!((&link["times_used"], &link["max_uses"]), (&json!(2), &json!(1)));
    assert_eq!(shop.happened(), moved(1, (2, 6500), (0, 0)));
}

#[test]
fn a_start_that_breaks_a_rule_names_each_field_and_starts_nothing() {
    let shop = Shop::open();
    let uuid = shop.create(&json!({}));
    assert_eq!(shop.start(&uuid, &json!({})).faults(), ["email"]);
    for (field, value) in [
        ("email", json!("jane")),
        ("email", json!("a@b@c")),
        ("currency", json!("EUR")),
        ("currency", json!("GBP")),
        ("success_url", json!("http://shop.example/")),
        ("cancel_url", json!("javascript:alert(1)")),
        ("first_name", json!(7)),
    ] {
        let mut body = json!({ "email": "jane@example.com" });
        body[field] = value;
        assert_eq!(shop.start(&uuid, &body).faults(), [field], "{body}");
    }
    assert!(shop.books().payments().is_empty());
}

#[test]
fn a_bank_that_takes_its_time_leaves_the_payment_pending() {
    let shop = Shop::open();
    shop.books().plan(CustomerTrouble::PaysSlowly { processing: 30, seconds: 5 });
    let uuid = shop.create(&json!({}));
    shop.wait(34);
    assert_eq!(shop.statuses(&uuid), ["pending"]);
    let token = shop.books().payments()[0].token.to_string();
    assert_eq!(shop.open_page(&format!("/checkout/{token}")).0, 409);
    shop.wait(1);
    assert_eq!(shop.statuses(&uuid), ["paid"]);
}
