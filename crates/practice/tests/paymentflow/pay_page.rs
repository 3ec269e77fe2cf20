use practice::paymentflow::{
    CustomerTrouble, DECLINED_CARDS, EXPIRED_CARDS, Endpoint, INSUFFICIENT_FUNDS_CARDS,
};
use serde_json::{Value, json};

use crate::shop::{ORIGIN, Shop, moved};

fn page(shop: &Shop, id: &str) -> String {
    shop.books().page_url(id).unwrap().strip_prefix(ORIGIN).unwrap().to_owned()
}

fn open(shop: &Shop, path: &str) -> (u16, String) {
    let answer = shop.gateway.answer("GET", path, &[], b"").unwrap();
    assert!(answer.header("content-security-policy").unwrap().contains("default-src 'none'"));
    (answer.status, String::from_utf8(answer.body).unwrap())
}

fn pay(shop: &Shop, path: &str, form: &str) -> (u16, String) {
    let kind = "application/x-www-form-urlencoded";
    let headers = [("Content-Type".to_owned(), kind.to_owned())];
    let path = format!("{path}/pay");
    let answer = shop.gateway.answer("POST", &path, &headers, form.as_bytes()).unwrap();
    (answer.status, String::from_utf8(answer.body).unwrap())
}

#[test]
fn the_page_shows_what_is_paid_for_and_takes_it_once() {
    let shop = Shop::open();
    let id = shop.create(&json!({ "description": "<script>Chair</script>" }));
    let path = page(&shop, &id);
    let (status, shown) = open(&shop, &path);
    assert_eq!(status, 200);
    assert!(shown.contains("25.00 USD") && shown.contains("Corner &lt;shop&gt; &amp; sons"));
    assert!(shown.contains("&lt;script&gt;Chair") && !shown.contains("<script"));
    assert!(shown.contains(&format!("action=\"{path}/pay\"")), "{shown}");
    assert!(shown.contains("href=\"/checkout/style.css\"") && shown.contains("PRACTICE"));
    assert!(shown.contains("value=\"12/29\""), "the expiry in the form is to come: {shown}");
    let (status, shown) = pay(&shop, &path, "card=4242+4242-4242+4242&expiry=12%2F29&cvc=123");
    assert_eq!((status, shown.contains("You paid 25.00 USD")), (200, true), "{shown}");
    assert_eq!(shop.status(&id), "succeeded");
    assert_eq!(pay(&shop, &path, "card=4242424242424242").0, 409);
    let (status, shown) = open(&shop, &path);
    assert_eq!((status, shown.contains("Already paid")), (409, true));
    assert_eq!(shop.happened(), moved(1, (1, 2500), (0, 0)));
    assert_eq!(shop.books().requests(Endpoint::PayPage), 4);
    let css = shop.gateway.answer("GET", "/checkout/style.css", &[], b"").unwrap();
    assert_eq!(css.header("content-type"), Some("text/css; charset=utf-8"));
    assert_eq!(open(&shop, "/checkout/nothing").0, 404);
}

#[test]
fn the_card_alone_is_enough_for_who_pays_without_the_form() {
    let shop = Shop::open();
    let id = shop.create(&json!({}));
    assert_eq!(pay(&shop, &page(&shop, &id), "card=4242424242424242").0, 200);
    assert_eq!(shop.status(&id), "succeeded");
}

#[test]
fn the_test_cards_of_both_lengths_are_refused_by_the_bank_for_good() {
    for (cards, lengths, code) in [
        (DECLINED_CARDS, [17, 16], "card_declined"),
        (INSUFFICIENT_FUNDS_CARDS, [17, 16], "insufficient_funds"),
        (EXPIRED_CARDS, [17, 16], "expired_card"),
    ] {
        assert_eq!(cards.map(str::len), lengths);
        for card in cards {
            let shop = Shop::open();
            let id = shop.create(&json!({}));
            let path = page(&shop, &id);
            let (status, shown) = pay(&shop, &path, &format!("card={card}&expiry=12%2F29&cvc=123"));
            assert_eq!((status, shown.contains("was refused")), (409, true), "{card}");
            let failed = shop.payment(&id);
            assert_eq!(
                (&failed["status"], &failed["failure_code"]),
                (&json!("failed"), &json!(code))
            );
            assert_eq!(pay(&shop, &path, "card=4242424242424242").0, 409, "it is final");
            assert_eq!(open(&shop, &path).0, 409);
            assert_eq!(shop.happened(), moved(1, (0, 0), (0, 0)));
        }
    }
}

#[test]
fn what_the_form_does_not_take_changes_nothing() {
    let shop = Shop::open();
    let id = shop.create(&json!({}));
    let path = page(&shop, &id);
    for form in [
        "",
        "card=",
        "card=4111111111111111",
        "card=400000000000000002",
        "card=4242424242424242&expiry=10%2F26&cvc=123",
        "card=4242424242424242&expiry=&cvc=123",
        "card=4242424242424242&expiry=12%2F29&cvc=12",
        "card=4242424242424242&expiry=12%2F29&cvc=1234",
        "card=4242424242424242&expiry=12%2F29&cvc=abc",
        "card=4000000000000002&expiry=10%2F26&cvc=123",
    ] {
        let (status, shown) = pay(&shop, &path, form);
        assert_eq!((status, shown.contains("role=\"alert\"")), (400, true), "{form}");
        assert_eq!(shop.status(&id), "pending", "{form}");
    }
    assert_eq!(pay(&shop, &path, "card=4242424242424242&expiry=11%2F26&cvc=000").0, 200);
}

#[test]
fn a_link_that_is_cancelled_or_on_its_way_takes_nothing() {
    let shop = Shop::open();
    let cancelled = shop.create(&json!({}));
    shop.cancel(&cancelled).ok();
    let path = page(&shop, &cancelled);
    assert_eq!((open(&shop, &path).0, pay(&shop, &path, "card=4242424242424242").0), (410, 410));
    shop.books().plan(CustomerTrouble::StaysProcessing { seconds: 0 });
    let processing = shop.create(&json!({}));
    let path = page(&shop, &processing);
    assert_eq!((open(&shop, &path).0, pay(&shop, &path, "card=4242424242424242").0), (409, 409));
    assert_eq!(shop.happened(), moved(2, (0, 0), (0, 0)));
    let failure: Value = shop.payment(&processing)["failure_code"].take();
    assert_eq!(failure, json!(null));
}
