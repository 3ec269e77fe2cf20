//! The page says what will happen, and then what happened: only a payment is called one.

use std::time::Duration;

use practice::flitt::Behaviour;
use serde_json::{Value, json};

use crate::pay_page::{open, path, pay};
use crate::shop::{BAD_CARD, GOOD_CARD, Shop, link, opened, with};

/// Makes an order and returns its page before the customer pays, after, and when it is opened again.
fn story(shop: &Shop, more: &Value) -> [String; 3] {
    let path = path(&shop.create("order-1", more));
    let (status, before) = open(shop, &path);
    assert_eq!(status, 200, "{before}");
    let (status, after) = pay(shop, &path, GOOD_CARD);
    assert_eq!(status, 200, "{after}");
    let (status, again) = open(shop, &path);
    assert_eq!(status, 409, "{again}");
    assert_eq!(pay(shop, &path, GOOD_CARD), (409, again.clone()));
    [before, after, again]
}

fn says_paid(page: &str) -> bool {
    ["Paid", "paid ", "You paid", "Pay "].iter().any(|word| page.contains(word))
}

#[test]
fn a_payment_is_paid() {
    let [before, after, again] = story(&Shop::open(), &json!({}));
    assert!(before.contains(">Pay 10.20 GEL</button>"), "{before}");
    assert!(after.contains(">Paid</h1>") && after.contains("You paid 10.20 GEL to Corner"));
    assert!(again.contains("Already paid"), "{again}");
}

#[test]
fn a_hold_is_reserved_and_never_called_paid() {
    let shop = Shop::open();
    let [before, after, again] = story(&shop, &json!({ "preauth": "Y" }));
    assert!(before.contains("Reserve 10.20 GEL</button>"), "{before}");
    assert!(before.contains("The amount is only reserved on your card."));
    assert!(after.contains(">Reserved</h1>"), "{after}");
    assert!(after.contains("10.20 GEL is reserved on your card.") && after.contains("taken yet"));
    assert!(again.contains("Already reserved"), "{again}");
    for page in [before, after, again] {
        assert!(!says_paid(&page), "{page}");
    }
}

#[test]
fn a_hold_that_ended_says_how() {
    let shop = Shop::open();
    let taken = path(&shop.create("taken", &json!({ "preauth": "Y" })));
    shop.pay("taken");
    shop.capture("taken", 400);
    assert!(open(&shop, &taken).1.contains("Already paid"));
    let released = path(&shop.create("released", &json!({ "preauth": "Y" })));
    shop.pay("released");
    shop.reverse("released", 1020, "r-1");
    let (_, page) = open(&shop, &released);
    assert!(page.contains("gave it up") && !says_paid(&page), "{page}");
    let refunded = path(&shop.create("refunded", &json!({})));
    shop.pay("refunded");
    shop.reverse("refunded", 1020, "r-2");
    assert!(open(&shop, &refunded).1.contains("given back in full"));
}

#[test]
fn a_card_check_confirms_a_card_and_is_never_called_paid() {
    for (wait, back) in [(None, "has been given back"), (Some(60), "is given back by itself")] {
        let shop = Shop::open();
        let verification_reversed_after = wait.map(Duration::from_secs);
        shop.lie(Behaviour { verification_reversed_after, ..Behaviour::default() });
        let [before, after, again] = story(&shop, &json!({ "verification": "Y" }));
        assert!(before.contains(">Confirm the card</button>"), "{before}");
        assert!(before.contains("10.20 GEL is held, and given back by itself. Nothing is taken."));
        assert!(after.contains(">Card confirmed</h1>") && after.contains(back), "{after}");
        assert!(after.contains("Nothing was taken"));
        for page in [before, after, again] {
            assert!(!says_paid(&page), "{page}");
        }
    }
}

#[test]
fn a_subscription_says_what_it_will_charge() {
    for (recurring, said) in [
        (json!({}), "After that 5.00 GEL is charged every month."),
        (
            json!({ "every": 2, "period": "week", "start_time": "2026-12-01", "quantity": 12 }),
            "After that 5.00 GEL is charged every 2 weeks, from 2026-12-01, 12 times.",
        ),
        (
            json!({ "period": "day", "end_time": "2027-01-01 00:00:00" }),
            "After that 5.00 GEL is charged every day, until 2027-01-01.",
        ),
        (json!({ "state": "hidden" }), ""),
        (json!({ "state": "n" }), ""),
    ] {
        let shop = Shop::open();
        let data = with(json!({ "amount": 500, "every": 1, "period": "month" }), &recurring);
        let more = json!({ "subscription": "Y", "recurring_data": data });
        let made = opened(&shop.ask_2_0("/api/checkout/url", &with(link("order-1"), &more)));
        let path = path(&made);
        let (_, before) = open(&shop, &path);
        let (_, after) = pay(&shop, &path, GOOD_CARD);
        assert!(after.contains("You paid 10.20 GEL"), "{after}");
        for page in [before, after] {
            assert_eq!(page.contains("After that"), !said.is_empty(), "{recurring} {page}");
            assert!(page.contains(said), "{recurring} {page}");
        }
    }
}

#[test]
fn what_was_refused_took_nothing() {
    let shop = Shop::open();
    let path = path(&shop.create("order-1", &json!({ "delayed": "N", "preauth": "Y" })));
    let (_, page) = pay(&shop, &path, BAD_CARD);
    assert!(page.contains("Refused") && page.contains("Nothing was taken"), "{page}");
}

#[test]
fn the_page_names_the_asked_language_and_is_english() {
    let shop = Shop::open();
    for (asked, language) in [(json!({ "lang": "ka" }), "ka"), (json!({}), "en")] {
        let order = format!("order-{language}");
        let path = path(&shop.create(&order, &asked));
        for page in [open(&shop, &path).1, pay(&shop, &path, GOOD_CARD).1, open(&shop, &path).1] {
            assert!(page.contains(&format!("<html lang=\"{language}\">")), "{page}");
            assert!(page.contains("<body lang=\"en\">"), "{page}");
        }
    }
}
