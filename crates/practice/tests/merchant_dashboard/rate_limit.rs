use practice::merchant_dashboard::{Behaviour, Endpoint, RateLimit, RetryAfter};
use serde_json::json;

use crate::shop::{GOOD_CARD, LINKS, Shop, order};

fn limited(retry_after: RetryAfter) -> Shop {
    let limit = RateLimit { requests_per_minute: 3, retry_after };
    Shop::with(Behaviour { rate_limit: Some(limit), ..Behaviour::default() })
}

#[test]
fn a_limit_counts_requests_in_a_sliding_minute() {
    let shop = limited(RetryAfter::Seconds);
    shop.get(LINKS).ok();
    shop.wait(30);
    shop.get(LINKS).ok();
    shop.get(LINKS).ok();
    let refused = shop.post(&order());
    assert_eq!(refused.retry_after.as_deref(), Some("30"));
    refused.refused(429);
    shop.wait(30);
    shop.post(&order()).made();
    let happened = shop.happened();
    assert_eq!((happened.links_made, happened.refused_for_rate), (1, 1));
    assert_eq!(shop.books().requests(Endpoint::LinkCreate), 2);
}

#[test]
fn a_refusal_can_come_without_a_word_about_when() {
    let shop = limited(RetryAfter::Absent);
    for _ in 0..3 {
        shop.get(LINKS).ok();
    }
    let refused = shop.get(LINKS);
    assert_eq!(refused.retry_after, None);
    refused.refused(429);
}

#[test]
fn previews_count_and_pages_and_strangers_do_not() {
    let shop = limited(RetryAfter::Seconds);
    let uuid = shop.create(&json!({}));
    for _ in 0..9 {
        assert_eq!(shop.send_as(None, "GET", LINKS, b"").unwrap().status, 401);
        assert_eq!(shop.open_page(&format!("/pay/{uuid}")).0, 200);
    }
    shop.books().pay(&uuid, GOOD_CARD).unwrap();
    shop.preview(&uuid).ok();
    shop.preview(&uuid).ok();
    shop.preview(&uuid).refused(429);
}

#[test]
fn any_number_is_answered_if_nothing_is_said() {
    let shop = Shop::open();
    for _ in 0..1000 {
        shop.get(LINKS).ok();
    }
}
