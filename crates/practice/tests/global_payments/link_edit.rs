use chrono::TimeDelta;
use practice::global_payments::{Behaviour, Endpoint, LinkStatus, MinorUnits};
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::shop::{GOOD_CARD, Shop, text};

/// The whole set, as a careful client sends it back.
fn edit() -> Value {
    json!({
        "usage_mode": "SINGLE",
        "usage_limit": 1,
        "name": "Corner shop",
        "description": "Two chairs",
        "type": "PAYMENT",
        "status": "ACTIVE",
        "shippable": "NO",
        "expiration_date": "2026-11-21T10:00:00Z",
        "transactions": { "amount": "1999" },
    })
}

fn path(link: &Value) -> String {
    format!("/links/{}", text(&link["id"]))
}

#[tokio::test]
async fn an_edit_changes_what_was_sent_and_nothing_else() {
    let shop = Shop::open().await;
    let link = shop.link(|_| {}).await;
    let mut body = edit();
    body["usage_mode"] = "MULTIPLE".into();
    body["usage_limit"] = 5.into();
    body["name"] = "Corner shop, corrected".into();
    body["description"] = "Three chairs".into();
    body["transactions"]["amount"] = "1008".into();
    body["expiration_date"] = "2026-11-22T10:15:30Z".into();
    body["shippable"] = "YES".into();
    body["shipping_amount"] = "250".into();
    body["images"] = json!(["ignored"]);
    let edited = shop.patch(&path(&link), &body).await.ok();
    assert_eq!(edited["action"]["type"], "LINK_EDIT");
    assert_eq!(edited["action"]["result_code"], "SUCCESS");
    let read = shop.get(&path(&link)).await.ok();
    for shown in [&edited, &read] {
        for (field, value) in [
            ("id", &link["id"]),
            ("url", &link["url"]),
            ("reference", &link["reference"]),
            ("status", &json!("ACTIVE")),
            ("usage_mode", &json!("MULTIPLE")),
            ("usage_limit", &json!(5)),
            ("name", &json!("Corner shop, corrected")),
            ("description", &json!("Three chairs")),
            ("expiration_date", &json!("2026-11-22T10:15:30.000Z")),
            ("shippable", &json!("YES")),
            ("shipping_amount", &json!("250")),
            ("images", &json!([])),
        ] {
            assert_eq!(&shown[field], value, "{field}");
        }
        assert_eq!(shown["transactions"]["amount"], "1008");
        assert_eq!(shown["transactions"]["currency"], "GBP");
    }
    assert_eq!(shop.books().requests(Endpoint::LinkEdit), 1);
    assert_eq!(shop.books().links().len(), 1);
}

#[tokio::test]
async fn the_page_asks_for_the_new_amount_until_the_new_expiry() {
    let shop = Shop::open().await;
    let link = shop.link(|body| body["expiration_date"] = "2026-11-20T10:05:00Z".into()).await;
    shop.open_page(&link).await;
    let mut body = edit();
    body["transactions"]["amount"] = "2500".into();
    body["expiration_date"] = "2026-11-20T10:30:00Z".into();
    shop.patch(&path(&link), &body).await.ok();
    shop.clock.advance(TimeDelta::minutes(20));
    let (status, page) = shop.open_page(&link).await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("25.00 GBP") && !page.contains("19.99"), "{page}");
    shop.pay(&link, "card=4242424242424242").await;
    assert_eq!(shop.books().transactions()[0].amount, MinorUnits::new(2500));
}

#[tokio::test]
async fn only_the_name_is_required() {
    let shop = Shop::open().await;
    let link = shop
        .link(|body| {
            body["shippable"] = "YES".into();
            body["shipping_amount"] = "350".into();
        })
        .await;
    let mut body = edit();
    body.as_object_mut().unwrap().remove("name");
    let told = shop.patch(&path(&link), &body).await;
    let told = told.refused(400, "MANDATORY_DATA_MISSING", "40005");
    assert_eq!(told, "Request expects the following field name");
    let edited = shop.patch(&path(&link), &json!({ "name": "Other" })).await.ok();
    assert_eq!(edited["name"], "Other");
    for field in ["description", "usage_mode", "expiration_date", "shippable", "shipping_amount"] {
        assert_eq!(edited[field], link[field], "{field}");
    }
    let edited = shop.patch(&path(&link), &json!({ "name": "Other", "shippable": "NO" })).await;
    assert_eq!(edited.ok()["shippable"], "NO", "an edit can turn shipping off");
}

#[tokio::test]
async fn what_cannot_be_edited_is_refused() {
    let shop = Shop::open().await;
    let link = shop.link(|_| {}).await;
    for (field, value) in [
        ("reference", json!("OTHER-REFERENCE")),
        ("notifications", json!({ "return_url": "https://shop.example" })),
    ] {
        let mut body = edit();
        body[field] = value;
        let told = shop.patch(&path(&link), &body).await;
        assert!(told.refused(400, "INVALID_REQUEST_DATA", "40043").ends_with(field));
    }
    for field in ["currency", "country", "channel", "allowed_payment_methods"] {
        let mut body = edit();
        body["transactions"][field] = "X".into();
        let told = shop.patch(&path(&link), &body).await;
        assert!(told.refused(400, "INVALID_REQUEST_DATA", "40043").ends_with(field));
    }
    for (field, value, status, code, detail) in [
        ("type", json!("GIFT"), 400, "INVALID_REQUEST_DATA", "40090"),
        ("status", json!("PAID"), 400, "INVALID_REQUEST_DATA", "40090"),
        ("usage_mode", json!("TWICE"), 400, "INVALID_REQUEST_DATA", "40090"),
        ("shippable", json!("YES"), 422, "MANDATORY_DATA_MISSING", "40251"),
        ("expiration_date", json!("tomorrow"), 400, "INVALID_REQUEST_DATA", "40213"),
        ("transactions", json!({ "amount": "0" }), 400, "INVALID_REQUEST_DATA", "50020"),
    ] {
        let mut body = edit();
        body[field] = value;
        shop.patch(&path(&link), &body).await.refused(status, code, detail);
    }
    let read = shop.get(&path(&link)).await.ok();
    assert_eq!(read["name"], link["name"]);
    assert_eq!(read["status"], "ACTIVE");
}

#[tokio::test]
async fn an_unknown_link_is_refused_as_one_of_a_400_status() {
    let shop = Shop::open().await;
    let told = shop.patch("/links/LNK_unknown", &edit()).await;
    let told = told.refused(400, "INVALID_REQUEST_DATA", "40108");
    assert!(told.contains("400 status"), "{told}");
}

#[tokio::test]
async fn a_link_that_is_over_cannot_be_edited() {
    let shop = Shop::open().await;
    let (paid, closed) = (shop.link(|_| {}).await, shop.link(|_| {}).await);
    let expired = shop.link(|body| body["expiration_date"] = "2026-11-20T10:05:00Z".into()).await;
    shop.books().pay(&shop.link_id(text(&paid["id"])), GOOD_CARD).unwrap();
    shop.books().close(&shop.link_id(text(&closed["id"]))).unwrap();
    shop.clock.advance(TimeDelta::minutes(6));
    for (link, status) in [(&paid, "PAID"), (&closed, "CLOSED"), (&expired, "EXPIRED")] {
        let told = shop.patch(&path(link), &edit()).await;
        let told = told.refused(400, "INVALID_REQUEST_DATA", "40108");
        assert!(told.contains(&format!("{status} status")), "{told}");
        assert_eq!(shop.get(&path(link)).await.ok()["status"], status);
    }
}

#[tokio::test]
async fn a_link_is_switched_off_and_on_again() {
    let shop = Shop::open().await;
    let link = shop.link(|_| {}).await;
    shop.open_page(&link).await;
    let mut body = edit();
    body["status"] = "INACTIVE".into();
    for _ in 0..2 {
        assert_eq!(shop.patch(&path(&link), &body).await.ok()["status"], "INACTIVE");
    }
    assert_eq!(shop.get(&path(&link)).await.ok()["status"], "INACTIVE");
    assert_eq!(shop.open_page(&link).await.0, StatusCode::GONE);
    assert_eq!(shop.pay(&link, "card=4242424242424242").await.0, StatusCode::GONE);
    // An edit that says nothing of the status does not switch it on.
    assert_eq!(
        shop.patch(&path(&link), &json!({ "name": "Other" })).await.ok()["status"],
        "INACTIVE"
    );
    assert_eq!(shop.patch(&path(&link), &edit()).await.ok()["status"], "ACTIVE");
    assert_eq!(shop.pay(&link, "card=4242424242424242").await.0, StatusCode::OK);
}

#[tokio::test]
async fn who_opened_the_page_before_may_be_let_to_pay_on_a_cancelled_link() {
    let shop = Shop::open().await;
    shop.books()
        .set_behaviour(Behaviour { opened_pages_stay_payable: true, ..Behaviour::default() });
    let (opened, unseen) = (shop.link(|_| {}).await, shop.link(|_| {}).await);
    shop.open_page(&opened).await;
    let mut body = edit();
    body["status"] = "INACTIVE".into();
    for link in [&opened, &unseen] {
        shop.patch(&path(link), &body).await.ok();
        assert_eq!(shop.open_page(link).await.0, StatusCode::GONE, "nobody can open it now");
    }
    assert_eq!(shop.pay(&opened, "card=4242424242424242").await.0, StatusCode::OK);
    assert_eq!(shop.pay(&opened, "card=4242424242424242").await.0, StatusCode::CONFLICT);
    assert_eq!(shop.pay(&unseen, "card=4242424242424242").await.0, StatusCode::GONE);
    let status = |link: &Value| shop.books().link_status(&shop.link_id(text(&link["id"])));
    assert_eq!(status(&opened), Some(LinkStatus::Paid));
    assert_eq!(status(&unseen), Some(LinkStatus::Inactive));
}

#[tokio::test]
async fn a_limit_that_is_used_up_is_refused() {
    let shop = Shop::open().await;
    let link = shop
        .link(|body| {
            body["usage_mode"] = "MULTIPLE".into();
            body["usage_limit"] = 5.into();
        })
        .await;
    let id = shop.link_id(text(&link["id"]));
    shop.books().pay(&id, GOOD_CARD).unwrap();
    shop.books().pay(&id, GOOD_CARD).unwrap();
    for (mode, limit) in [("MULTIPLE", 2), ("SINGLE", 1)] {
        let body = json!({ "name": "Other", "usage_mode": mode, "usage_limit": limit });
        let told = shop.patch(&path(&link), &body).await;
        told.refused(400, "INVALID_REQUEST_DATA", "40090");
    }
    let edited = shop.patch(&path(&link), &json!({ "name": "Other", "usage_limit": 3 })).await.ok();
    assert_eq!((&edited["usage_limit"], &edited["usage_count"]), (&json!(3), &json!("2")));
    shop.books().pay(&id, GOOD_CARD).unwrap();
    assert_eq!(shop.books().link_status(&id), Some(LinkStatus::Paid));
}

#[tokio::test]
async fn editing_needs_its_permission() {
    let mut shop = Shop::open().await;
    let link = shop.link(|_| {}).await;
    shop.restrict(&["LNK_POST_Create", "LNK_GET_Single"]).await;
    let told = shop.patch(&path(&link), &edit()).await;
    told.refused(403, "ACTION_NOT_AUTHORIZED", "40212");
    shop.restrict(&["LNK_PATCH_Edit"]).await;
    shop.patch(&path(&link), &edit()).await.ok();
}
