use serde_json::{Value, json};

use crate::shop::{BAD_CARD, GOOD_CARD, Shop, text};

fn ids(page: &Value) -> Vec<&str> {
    page["data"].as_array().unwrap().iter().map(|one| text(&one["id"])).collect()
}

#[test]
fn pages_follow_each_other_newest_first_and_miss_nothing() {
    let shop = Shop::open();
    let mut made: Vec<String> = (0..25).map(|_| shop.create(&json!({}))).collect();
    made.reverse();
    let mut seen = Vec::new();
    let mut path = "/payments?".to_owned();
    for (count, more) in [(10, true), (10, true), (5, false)] {
        let page = shop.get(&path).ok();
        let found = ids(&page);
        assert_eq!(
            (found.len(), &page["has_more"], &page["total_count"]),
            (count, &json!(more), &json!(25))
        );
        path = format!("/payments?starting_after={}", found[found.len() - 1]);
        seen.extend(found.into_iter().map(str::to_owned));
    }
    assert_eq!(seen, made);
    let end = shop.get(&path).ok();
    assert_eq!((ids(&end).len(), &end["has_more"]), (0, &json!(false)));
    assert_eq!(ids(&shop.get("/payments?limit=100").ok()).len(), 25);
    let exact = shop.get("/payments?limit=25").ok();
    assert_eq!((ids(&exact).len(), &exact["has_more"]), (25, &json!(false)));
}

#[test]
fn a_list_is_filtered_by_email_and_status() {
    let shop = Shop::open();
    let jane = || json!({ "customer_email": "jane+1@example.com" });
    let pending = shop.create(&jane());
    let paid = shop.create(&jane());
    shop.books().pay(&paid, GOOD_CARD).unwrap();
    let failed = shop.create(&jane());
    shop.books().pay(&failed, BAD_CARD).unwrap();
    let cancelled = shop.create(&jane());
    shop.cancel(&cancelled).ok();
    let other = shop.paid();
    let found = |query: &str| {
        let page = shop.get(&format!("/payments?{query}")).ok();
        assert_eq!(page["total_count"], ids(&page).len());
        ids(&page).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let email = "customer_email=jane%2B1%40example.com";
    assert_eq!(found(email), [&*cancelled, &*failed, &*paid, &*pending]);
    assert_eq!(found(&format!("{email}&status=succeeded")), [&*paid]);
    assert_eq!(found("status=succeeded"), [&*other, &*paid]);
    assert_eq!(found("status=pending"), [&*pending]);
    assert_eq!(found("status=failed"), [&*failed]);
    assert_eq!(found("customer_email=nobody%40example.com"), Vec::<String>::new());
}

#[test]
fn a_cursor_stands_where_its_own_record_passes_no_filter_any_more() {
    let shop = Shop::open();
    let older = shop.create(&json!({}));
    let cursor = shop.create(&json!({}));
    shop.books().pay(&cursor, GOOD_CARD).unwrap();
    let page = shop.get(&format!("/payments?status=pending&starting_after={cursor}")).ok();
    assert_eq!(ids(&page), [&*older]);
}

#[test]
fn a_query_that_breaks_a_rule_is_refused() {
    let shop = Shop::open();
    for (query, field) in [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=ten", "limit"),
        ("status=cancelled", "status"),
        ("status=paid", "status"),
        ("starting_after=pay_nothing", "starting_after"),
        ("page=2", "page"),
    ] {
        let named = shop.get(&format!("/payments?{query}")).refused(
            400,
            "validation_error",
            "parameter_invalid",
        );
        assert_eq!(named.as_deref(), Some(field), "{query}");
    }
}
