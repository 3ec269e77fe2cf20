use practice::merchant_dashboard::{
    DECLINED_CARDS, EXPIRED_CARDS, Endpoint, INSUFFICIENT_FUNDS_CARDS,
};
use serde_json::json;

use crate::shop::{NOBODYS, Shop, moved};

fn pay(shop: &Shop, uuid: &str, form: &str) -> (u16, String) {
    shop.send_form(&format!("/pay/{uuid}/pay"), form)
}

#[test]
fn the_page_shows_the_products_and_takes_the_total_once() {
    let shop = Shop::open();
    let uuid = shop.create(&json!({ "name": "internal words", "max_uses": 1 }));
    let path = format!("/pay/{uuid}");
    let (status, shown) = shop.open_page(&path);
    assert_eq!(status, 200);
    assert!(shown.contains("Corner &lt;shop&gt; &amp; sons") && shown.contains("PRACTICE"));
    assert!(shown.contains("2 × Blue mug") && shown.contains("24.00 USD"), "{shown}");
    assert!(shown.contains("Pay 32.50 USD") && !shown.contains("internal words"));
    assert!(shown.contains(&format!("action=\"{path}/pay\"")), "{shown}");
    assert!(shown.contains("value=\"12/29\""), "the expiry in the form is to come: {shown}");
    let form = "email=jane%40example.com&card=4242+4242-4242+4242&expiry=12%2F29&cvc=123";
    let (status, shown) = pay(&shop, &uuid, form);
    assert_eq!((status, shown.contains("You paid 32.50 USD")), (200, true), "{shown}");
    assert_eq!(shop.payments(&uuid)[0]["customer_email"], "jane@example.com");
    let (status, shown) = pay(&shop, &uuid, "card=4242424242424242");
    assert_eq!((status, shown.contains("has been paid")), (410, true), "{shown}");
    assert_eq!(shop.open_page(&path).0, 410);
    assert_eq!(shop.happened(), moved(1, (1, 3250), (0, 0)));
    assert_eq!(shop.books().requests(Endpoint::PayPage), 4);
    assert_eq!(shop.open_page(&format!("/pay/{NOBODYS}")).0, 404);
    let css = shop.gateway.answer("GET", "/pay/style.css", &[], b"").unwrap();
    assert_eq!(css.header("content-type"), Some("text/css; charset=utf-8"));
}

#[test]
fn the_card_alone_is_enough_and_a_link_without_a_limit_is_paid_many_times() {
    let shop = Shop::open();
    let uuid = shop.create(&json!({}));
    for _ in 0..3 {
        assert_eq!(pay(&shop, &uuid, "card=4242424242424242").0, 200);
    }
    assert_eq!(shop.link(&uuid)["times_used"], 3);
    assert_eq!(shop.happened(), moved(1, (3, 9750), (0, 0)));
}

#[test]
fn the_test_cards_are_refused_by_the_bank_and_the_link_stays_payable() {
    let shop = Shop::open();
    let uuid = shop.create(&json!({ "max_uses": 1 }));
    let cards = [DECLINED_CARDS, INSUFFICIENT_FUNDS_CARDS, EXPIRED_CARDS].concat();
    for card in &cards {
        let (status, shown) = pay(&shop, &uuid, &format!("card={card}"));
        assert_eq!((status, shown.contains("was refused")), (409, true), "{card}");
    }
    assert_eq!(shop.statuses(&uuid), ["failed"; 6]);
    assert_eq!(shop.link(&uuid)["times_used"], 0);
    assert_eq!(pay(&shop, &uuid, "card=4242424242424242").0, 200);
    assert_eq!(shop.happened(), moved(1, (1, 3250), (0, 0)));
}

#[test]
fn what_the_form_does_not_take_changes_nothing() {
    let shop = Shop::open();
    let uuid = shop.create(&json!({}));
    for form in [
        "",
        "card=4111111111111111",
        "card=4242424242424242&email=",
        "card=4242424242424242&email=jane",
        "card=4242424242424242&expiry=10%2F26&cvc=123",
        "card=4242424242424242&expiry=12%2F29&cvc=12",
    ] {
        let (status, shown) = pay(&shop, &uuid, form);
        assert_eq!((status, shown.contains("role=\"alert\"")), (400, true), "{form}");
    }
    assert!(shop.books().payments().is_empty());
}

#[test]
fn a_link_that_is_over_says_what_it_is() {
    let shop = Shop::open();
    let expired = shop.create(&json!({ "expires_at": "2026-11-20T10:15:00Z" }));
    let off = shop.create(&json!({}));
    shop.patch(&off, &json!({ "is_active": false })).ok();
    let deleted = shop.create(&json!({}));
    shop.delete(&deleted);
    shop.wait(15 * 60);
    for (uuid, title) in [(expired, "Expired"), (off, "Not available"), (deleted, "Not available")]
    {
        let (status, shown) = shop.open_page(&format!("/pay/{uuid}"));
        assert_eq!((status, shown.contains(title)), (410, true), "{shown}");
        assert_eq!(pay(&shop, &uuid, "card=4242424242424242").0, 410);
    }
    assert!(shop.books().payments().is_empty());
}
