use practice::merchant_dashboard::Endpoint;
use serde_json::{Value, json};

use crate::shop::{GOOD_CARD, LINKS, NOBODYS, ORIGIN, Shop, moved, order, path, start, text};

#[test]
fn a_link_is_made_from_products_and_read_back() {
    let shop = Shop::open();
    let mut body = order();
    body["expires_at"] = "2026-11-20T11:30:00+01:00".into();
    body["max_uses"] = 1.into();
    body["metadata"] = json!({ "intent_id": "int_1" });
    let made = shop.post(&body).made();
    let uuid = text(&made["uuid"]);
    assert_eq!(
        made,
        json!({
            "uuid": uuid,
            "name": "Counter",
            "is_active": true,
            "currency": "USD",
            "pricing_mode": "TAX_INCLUSIVE",
            "products": [
                {
                    "product_id": "prod_mug_blue",
                    "name": "Blue mug",
                    "quantity": 2,
                    "unit_price": "12.00",
                    "total": "24.00",
                },
                {
                    "product_id": "prod_tea_green",
                    "name": "Green tea, 100 g",
                    "quantity": 1,
                    "unit_price": "8.50",
                    "total": "8.50",
                },
            ],
            "subtotal": "32.50",
            "tax": "0.00",
            "total": "32.50",
            "expires_at": "2026-11-20T10:30:00Z",
            "max_uses": 1,
            "times_used": 0,
            "paid_count": 0,
            "revenue": "0.00",
            "metadata": { "intent_id": "int_1" },
            "created_at": "2026-11-20T10:00:00Z",
            "updated_at": "2026-11-20T10:00:00Z",
            "public_url": format!("{ORIGIN}/pay/{uuid}"),
        })
    );
    assert_eq!(shop.link(uuid), made);
    assert_eq!(shop.get(LINKS).ok()["results"], json!([made]));
    assert_eq!(shop.books().page_url(uuid).as_deref(), made["public_url"].as_str());
    assert_eq!(shop.books().link(uuid).unwrap().created, start());
    assert_eq!(shop.books().requests_about(Endpoint::LinkDetail, uuid), 1);
}

#[test]
fn a_payment_shows_in_the_statistics_and_in_the_links_payments() {
    let shop = Shop::open();
    let uuid = shop.create(&json!({ "currency": "EUR" }));
    let other = shop.create(&json!({}));
    shop.wait(5);
    let paid = shop.books().pay(&uuid, GOOD_CARD).unwrap();
    assert_eq!(
        shop.payments(&uuid),
        [json!({
            "id": paid.id,
            "status": "paid",
            "amount": "29.90",
            "currency": "EUR",
            "customer_email": "customer@example.com",
            "created_at": "2026-11-20T10:00:05Z",
            "paid_at": "2026-11-20T10:00:05Z",
        })]
    );
    let link = shop.link(&uuid);
    assert_eq!(
        [&link["times_used"], &link["paid_count"], &link["revenue"]],
        [&json!(1), &json!(1), &json!("29.90")]
    );
    assert_eq!(shop.payments(&other), [] as [Value; 0]);
    assert_eq!(shop.happened(), moved(2, (1, 2990), (0, 0)));
}

#[test]
fn a_create_that_breaks_a_rule_names_each_field_and_makes_nothing() {
    let shop = Shop::open();
    let one = |product: Value| json!([product]);
    let mug = |quantity: Value| json!({ "product_id": "prod_mug_blue", "quantity": quantity });
    for (field, value) in [
        ("name", json!("")),
        ("name", json!("x".repeat(256))),
        ("name", Value::Null),
        ("name", json!(7)),
        ("products", json!([])),
        ("products", json!("prod_mug_blue")),
        ("products", json!(["prod_mug_blue"])),
        ("products", one(json!({ "product_id": "prod_nothing", "quantity": 1 }))),
        ("products", one(json!({ "quantity": 1 }))),
        ("products", one(json!({ "product_id": "prod_mug_blue" }))),
        ("products", one(json!({ "product_id": "prod_mug_blue", "quantity": 1, "price": 1 }))),
        ("products", one(mug(json!(0)))),
        ("products", one(mug(json!(-1)))),
        ("products", one(mug(json!(1001)))),
        ("products", one(mug(json!(1.5)))),
        ("products", one(mug(json!("1")))),
        ("currency", json!("GBP")),
        ("currency", json!("usd")),
        ("pricing_mode", json!("NONE")),
        ("expires_at", json!("2026-11-20T10:00:00Z")),
        ("expires_at", json!("tomorrow")),
        ("max_uses", json!(0)),
        ("max_uses", json!("1")),
        ("metadata", json!({ "n": 1 })),
        ("metadata", json!([])),
        ("is_active", json!(false)),
        ("amount", json!("5.00")),
    ] {
        let mut body = order();
        body[field] = value;
        assert_eq!(shop.post(&body).faults(), [field], "{body}");
    }
    assert_eq!(shop.post(&json!({})).faults(), ["name", "products"]);
    let both = json!({ "name": "", "products": [], "currency": "GBP" });
    assert_eq!(shop.post(&both).faults(), ["currency", "name", "products"]);
    assert_eq!(shop.happened(), moved(0, (0, 0), (0, 0)));
}

#[test]
fn a_body_that_is_no_json_object_makes_nothing() {
    let shop = Shop::open();
    for (body, status) in [(&b"{"[..], 400), (b"[]", 400), (b"7", 400)] {
        assert_eq!(shop.send("POST", LINKS, body).unwrap().status, status);
    }
    let authorization = format!("Token {}", crate::shop::TOKEN);
    let form = [
        ("authorization".to_owned(), authorization),
        ("content-type".to_owned(), "application/x-www-form-urlencoded".to_owned()),
    ];
    let answer = shop.gateway.answer("POST", LINKS, &form, b"name=Counter").unwrap();
    assert_eq!(answer.status, 415);
    assert_eq!(shop.happened().links_made, 0);
}

#[test]
fn a_path_without_its_last_slash_is_redirected_and_does_nothing() {
    let shop = Shop::open();
    let uuid = shop.create(&json!({}));
    let body = order().to_string();
    for (method, path, to) in [
        ("POST", "/api/payment-links".to_owned(), LINKS.to_owned()),
        ("GET", "/api/payment-links?page=2".to_owned(), format!("{LINKS}?page=2")),
        ("PATCH", format!("{LINKS}{uuid}"), path(&uuid)),
        ("GET", format!("{LINKS}{uuid}/payments"), format!("{LINKS}{uuid}/payments/")),
        ("POST", format!("{LINKS}public/{uuid}/start"), format!("{LINKS}public/{uuid}/start/")),
    ] {
        let answer = shop.send(method, &path, body.as_bytes()).unwrap();
        assert_eq!((answer.status, answer.header("location")), (301, Some(to.as_str())));
    }
    assert_eq!(shop.happened().links_made, 1);
    assert_eq!(shop.books().requests(Endpoint::Redirect), 5);
    let nowhere = shop.send("GET", "/api/payment-links/nothing", b"").unwrap();
    assert_eq!(nowhere.status, 404, "only a path that is there is redirected");
}

#[test]
fn other_places_and_methods_are_refused_as_json() {
    let shop = Shop::open();
    shop.get(&path(NOBODYS)).refused(404);
    shop.get(&format!("{LINKS}7/")).refused(404);
    shop.get("/api/checkout/create/").refused(404);
    shop.get("/").refused(404);
    let put = shop.send("PUT", LINKS, b"{}").unwrap();
    assert_eq!(put.status, 405);
}
