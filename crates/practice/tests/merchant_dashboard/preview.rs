use practice::merchant_dashboard::{Endpoint, LinkState};
use serde_json::{Value, json};

use crate::shop::{GOOD_CARD, LINKS, NOBODYS, Shop, TOKEN};

#[test]
fn a_customer_sees_what_is_paid_for_and_nothing_internal() {
    let shop = Shop::open();
    let uuid = shop.create(&json!({
        "expires_at": "2026-11-20T10:15:00Z",
        "metadata": { "intent_id": "1" },
    }));
    let link = shop.link(&uuid);
    let preview = shop.preview(&uuid).ok();
    assert_eq!(
        preview,
        json!({
            "uuid": uuid,
            "organization_name": "Corner <shop> & sons",
            "currency": "USD",
            "pricing_mode": "TAX_INCLUSIVE",
            "products": link["products"],
            "subtotal": "32.50",
            "tax": "0.00",
            "total": "32.50",
            "expires_at": "2026-11-20T10:15:00Z",
        })
    );
    assert_eq!(shop.books().requests_about(Endpoint::Preview, &uuid), 1);
}

#[test]
fn a_link_that_takes_no_payment_is_gone_and_does_not_say_why() {
    let shop = Shop::open();
    let ends = json!({ "expires_at": "2026-11-20T10:15:00Z" });
    let expired = shop.create(&ends);
    let off = shop.create(&json!({}));
    shop.patch(&off, &json!({ "is_active": false })).ok();
    let used_up = shop.create(&json!({ "max_uses": 2 }));
    let paid_once = shop.create(&json!({ "max_uses": 2 }));
    for uuid in [&used_up, &used_up, &paid_once] {
        shop.books().pay(uuid, GOOD_CARD).unwrap();
    }
    shop.wait(15 * 60 - 1);
    shop.preview(&expired).ok();
    shop.wait(1);
    let mut said: Vec<Value> = Vec::new();
    for (uuid, state) in [
        (&expired, LinkState::Expired),
        (&off, LinkState::SwitchedOff),
        (&used_up, LinkState::UsedUp),
    ] {
        assert_eq!(shop.books().link_state(uuid), Some(state));
        let answer = shop.preview(uuid);
        said.push(answer.body.clone());
        answer.refused(410);
        shop.start(uuid, &json!({ "email": "jane@example.com" })).refused(410);
    }
    assert!(said.iter().all(|body| *body == said[0]), "{said:?}");
    shop.preview(&paid_once).ok();
    shop.preview(NOBODYS).refused(404);
    shop.start(NOBODYS, &json!({})).refused(404);
}

#[test]
fn the_staff_detail_tells_why_a_link_is_gone() {
    let shop = Shop::open();
    let uuid = shop.create(&json!({ "max_uses": 1, "expires_at": "2026-11-20T10:15:00Z" }));
    shop.books().pay(&uuid, GOOD_CARD).unwrap();
    let link = shop.link(&uuid);
    assert_eq!(
        [&link["is_active"], &link["times_used"], &link["max_uses"], &link["expires_at"]],
        [&json!(true), &json!(1), &json!(1), &json!("2026-11-20T10:15:00Z")]
    );
}

#[test]
fn a_token_on_a_customer_route_is_noticed() {
    let shop = Shop::open();
    let uuid = shop.create(&json!({}));
    shop.preview(&uuid).ok();
    assert_eq!(shop.books().token_exposures(), 0);
    let token = format!("Token {TOKEN}");
    let path = format!("{LINKS}public/{uuid}/");
    assert_eq!(shop.send_as(Some(&token), "GET", &path, b"").unwrap().status, 200);
    shop.create(&json!({ "name": format!("link of {TOKEN}") }));
    shop.get(&format!("{LINKS}?token={TOKEN}")).ok();
    shop.get("/api/elsewhere/");
    assert_eq!(shop.books().token_exposures(), 4);
}
