use practice::flitt::{APPROVED_CARDS, DECLINED_CARDS, Endpoint};
use serde_json::{Value, json};

use crate::shop::{BAD_CARD, ORIGIN, Shop, text};

pub(crate) fn path(answer: &Value) -> String {
    text(&answer["checkout_url"]).strip_prefix(ORIGIN).unwrap().to_owned()
}

pub(crate) fn open(shop: &Shop, path: &str) -> (u16, String) {
    let answer = shop.gateway.answer("GET", path, &[], b"").unwrap();
    assert!(answer.header("content-security-policy").unwrap().contains("default-src 'none'"));
    (answer.status, String::from_utf8(answer.body).unwrap())
}

pub(crate) fn pay(shop: &Shop, path: &str, card: &str) -> (u16, String) {
    let body = format!("card={card}");
    let path = format!("{path}/pay");
    let answer = shop.post(&path, "application/x-www-form-urlencoded", body.as_bytes()).unwrap();
    (answer.status, String::from_utf8(answer.body).unwrap())
}

#[test]
fn the_page_shows_what_is_paid_for_and_takes_it() {
    let shop = Shop::open();
    let path = path(&shop.create("order-1", &json!({ "order_desc": "<script>სკამი</script>" })));
    let (status, page) = open(&shop, &path);
    assert_eq!(status, 200);
    assert!(page.contains("10.20 GEL") && page.contains("Corner &lt;shop&gt; &amp; sons"));
    assert!(page.contains("&lt;script&gt;სკამი") && !page.contains("<script"));
    assert!(page.contains(&format!("action=\"{path}/pay\"")), "{page}");
    assert!(page.contains("href=\"/merchants/style.css\""));
    let (status, page) = pay(&shop, &path, "4242 4242-4242 4242");
    assert_eq!((status, page.contains("You paid 10.20 GEL")), (200, true));
    assert_eq!(shop.status("order-1")["order_status"], "approved");
    assert_eq!(pay(&shop, &path, "4242424242424242").0, 409);
    assert_eq!(open(&shop, &path).0, 409);
    assert_eq!(shop.books().requests(Endpoint::PayPage), 4);
    let css = shop.gateway.answer("GET", "/merchants/style.css", &[], b"").unwrap();
    assert_eq!(css.header("content-type"), Some("text/css; charset=utf-8"));
}

#[test]
fn a_refused_card_may_be_followed_by_another() {
    let shop = Shop::open();
    let several = path(&shop.create("several", &json!({})));
    let (status, page) = pay(&shop, &several, BAD_CARD);
    assert_eq!((status, page.contains("Try another card")), (200, true));
    assert_eq!(pay(&shop, &several, "4444555566661111").0, 200);
    let once = path(&shop.create("once", &json!({ "delayed": "N" })));
    assert!(pay(&shop, &once, BAD_CARD).1.contains("Ask the shop for a new link"));
    assert_eq!(pay(&shop, &once, "4444555566661111").0, 410);
}

#[test]
fn only_test_cards_are_taken() {
    let shop = Shop::open();
    let path = path(&shop.create("order-1", &json!({})));
    for card in ["4111111111111111", "", "x", "ა"] {
        assert_eq!(pay(&shop, &path, card).0, 400, "{card}");
    }
    assert_eq!(shop.status("order-1")["order_status"], "created");
}

#[test]
fn every_test_card_does_what_is_documented() {
    for (cards, word) in [(APPROVED_CARDS, "approved"), (DECLINED_CARDS, "processing")] {
        for card in cards {
            let shop = Shop::open();
            pay(&shop, &path(&shop.create("order-1", &json!({}))), card);
            let status = shop.status("order-1");
            assert_eq!(status["order_status"], word, "{card}");
            let masked = format!("{}XXXXXX{}", &card[..6], &card[12..]);
            assert_eq!(status["masked_card"], masked);
        }
    }
}

#[test]
fn a_page_is_over_when_its_time_is() {
    let shop = Shop::open();
    let path = path(&shop.create("order-1", &json!({ "lifetime": 60 })));
    shop.wait(60);
    assert_eq!(open(&shop, &path).0, 410);
    assert_eq!(pay(&shop, &path, "4242424242424242").0, 410);
    assert_eq!(open(&shop, "/merchants/x/default/index.html?token=unknown").0, 404);
    assert_eq!(open(&shop, "/merchants/x/default/index.html").0, 404);
}
