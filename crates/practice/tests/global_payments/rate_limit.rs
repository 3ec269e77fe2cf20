use chrono::TimeDelta;
use practice::global_payments::{Behaviour, RateLimit, RetryAfter};
use reqwest::Method;

use crate::shop::{Shop, link_body};

fn limited(retry_after: RetryAfter) -> Behaviour {
    let limit = RateLimit { requests_per_minute: 3, retry_after };
    Behaviour { rate_limit: Some(limit), ..Behaviour::default() }
}

/// The status of a read, and its `Retry-After`.
async fn read(shop: &Shop) -> (u16, Option<String>) {
    let response = shop.signed(Method::GET, "/links").send().await.unwrap();
    let retry_after = response.headers().get("retry-after");
    let retry_after = retry_after.map(|value| value.to_str().unwrap().to_owned());
    (response.status().as_u16(), retry_after)
}

#[tokio::test]
async fn the_fourth_request_of_a_minute_is_refused_until_the_first_is_a_minute_old() {
    let shop = Shop::open().await;
    shop.books().set_behaviour(limited(RetryAfter::Seconds));
    for _ in 0..3 {
        assert_eq!(read(&shop).await, (200, None));
        shop.clock.advance(TimeDelta::milliseconds(10_500));
    }
    assert_eq!(read(&shop).await, (429, Some("29".to_owned())), "28.5 s, rounded up");
    let create = shop.signed(Method::POST, "/links").body(link_body().to_string());
    assert_eq!(create.send().await.unwrap().status(), 429);
    assert!(shop.books().links().is_empty(), "a refused request does nothing");
    shop.clock.advance(TimeDelta::milliseconds(28_499));
    assert_eq!(read(&shop).await.0, 429);
    shop.clock.advance(TimeDelta::milliseconds(1));
    assert_eq!(read(&shop).await.0, 200);
    assert_eq!(read(&shop).await.0, 429);
}

#[tokio::test]
async fn it_may_say_when_to_come_back_or_not() {
    let shop = Shop::open().await;
    for (retry_after, said) in [
        (RetryAfter::HttpDate, Some("Fri, 20 Nov 2026 10:01:00 GMT".to_owned())),
        (RetryAfter::Absent, None),
    ] {
        shop.books().set_behaviour(limited(retry_after));
        while read(&shop).await.0 == 200 {}
        assert_eq!(read(&shop).await, (429, said));
    }
    shop.books().set_behaviour(Behaviour::default());
    assert_eq!(read(&shop).await, (200, None));
}

#[tokio::test]
async fn signing_in_counts_and_the_pay_page_does_not() {
    let mut shop = Shop::open().await;
    let link = shop.link(|_| {}).await;
    shop.books().set_behaviour(limited(RetryAfter::Seconds));
    for _ in 0..5 {
        assert_eq!(shop.open_page(&link).await.0, 200);
    }
    shop.sign_in().await;
    assert_eq!(read(&shop).await.0, 200);
    assert_eq!(read(&shop).await.0, 200);
    assert_eq!(read(&shop).await.0, 429);
}
