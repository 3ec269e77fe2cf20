use practice::paymentflow::{Allowance, Behaviour, Endpoint, RateLimit, RetryAfter};
use serde_json::json;

use crate::shop::{BAD_CARD, Shop, link};

fn refused(shop: &Shop) -> Option<String> {
    let answer = shop.post("/payments", &link());
    let wait = answer.retry_after.clone();
    answer.refused(429, "rate_limit_error", "rate_limited");
    wait
}

#[test]
fn the_sandbox_answers_100_requests_in_a_sliding_minute() {
    let shop = Shop::open();
    for _ in 0..40 {
        shop.get("/payments").ok();
    }
    shop.wait(30);
    for _ in 0..60 {
        shop.get("/payments").ok();
    }
    assert_eq!(refused(&shop).as_deref(), Some("30"));
    shop.wait(29);
    assert_eq!(refused(&shop).as_deref(), Some("1"));
    shop.wait(1);
    for _ in 0..40 {
        shop.get("/payments").ok();
    }
    assert_eq!(refused(&shop).as_deref(), Some("30"));
    let happened = shop.happened();
    assert_eq!((happened.payments_made, happened.refused_for_rate), (0, 3));
    assert_eq!(shop.books().requests(Endpoint::PaymentCreate), 3);
}

#[test]
fn production_answers_1000() {
    let shop = Shop::open();
    shop.lie(Behaviour { allowance: Allowance::Production, ..Behaviour::default() });
    for _ in 0..1000 {
        shop.get("/payments/pay_nothing").refused(404, "validation_error", "resource_missing");
    }
    assert_eq!(refused(&shop).as_deref(), Some("60"));
}

#[test]
fn the_limit_can_be_another_or_none() {
    let shop = Shop::open();
    let limit = RateLimit { requests_per_minute: 1, retry_after: RetryAfter::Absent };
    shop.lie(Behaviour { allowance: Allowance::Other(limit), ..Behaviour::default() });
    let id = shop.create(&json!({}));
    assert_eq!(refused(&shop), None);
    shop.lie(Behaviour { allowance: Allowance::Unlimited, ..Behaviour::default() });
    for _ in 0..200 {
        shop.get("/payments").ok();
    }
    shop.books().pay(&id, BAD_CARD).unwrap();
}

#[test]
fn who_is_not_signed_in_uses_up_no_requests_and_the_page_neither() {
    let shop = Shop::open();
    let id = shop.create(&json!({}));
    let page = shop.books().page_url(&id).unwrap();
    let page = page.strip_prefix(crate::shop::ORIGIN).unwrap();
    for _ in 0..200 {
        assert_eq!(shop.send("sk_test_other", "GET", "/payments", None, b"").unwrap().status, 401);
        assert_eq!(shop.gateway.answer("GET", page, &[], b"").unwrap().status, 200);
    }
    for _ in 0..99 {
        shop.get("/payments").ok();
    }
    assert!(refused(&shop).is_some());
}
