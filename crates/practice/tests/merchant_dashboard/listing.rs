use practice::merchant_dashboard::{Behaviour, ListShape};
use serde_json::{Value, json};

use crate::shop::{GOOD_CARD, LINKS, ORIGIN, Shop, path, text};

fn uuids(rows: &Value) -> Vec<String> {
    rows.as_array().unwrap().iter().map(|row| text(&row["uuid"]).to_owned()).collect()
}

fn pages_of(size: usize) -> Shop {
    let list_shape = ListShape::Pages { size };
    Shop::with(Behaviour { list_shape, ..Behaviour::default() })
}

#[test]
fn pages_follow_each_other_newest_first_and_miss_nothing() {
    let shop = pages_of(2);
    let mut made: Vec<String> = (0..5).map(|_| shop.create(&json!({}))).collect();
    made.reverse();
    let mut seen = Vec::new();
    let mut next = Some(LINKS.to_owned());
    let mut previous = Vec::new();
    while let Some(path) = next {
        let page = shop.get(&path).ok();
        assert_eq!(page["count"], 5);
        seen.extend(uuids(&page["results"]));
        previous.push(page["previous"].clone());
        next = page["next"].as_str().map(|next| next.strip_prefix(ORIGIN).unwrap().to_owned());
    }
    assert_eq!(seen, made);
    let address = |page: u32| json!(format!("{ORIGIN}{LINKS}?page={page}"));
    assert_eq!(previous, [Value::Null, address(1), address(2)]);
    for page in ["4", "0", "-1", "x", "18446744073709551615"] {
        shop.get(&format!("{LINKS}?page={page}")).refused(404);
    }
}

#[test]
fn a_page_has_50_rows_and_an_empty_list_has_a_first_page() {
    let shop = Shop::open();
    let empty = shop.get(LINKS).ok();
    assert_eq!(empty, json!({ "count": 0, "next": null, "previous": null, "results": [] }));
    for _ in 0..51 {
        shop.create(&json!({}));
    }
    let page = shop.get(LINKS).ok();
    assert_eq!((uuids(&page["results"]).len(), &page["count"]), (50, &json!(51)));
    assert_eq!(page["next"], format!("{ORIGIN}{LINKS}?page=2"));
}

#[test]
fn a_list_can_be_a_bare_array() {
    let shop = Shop::with(Behaviour { list_shape: ListShape::Bare, ..Behaviour::default() });
    let first = shop.create(&json!({}));
    let second = shop.create(&json!({}));
    assert_eq!(uuids(&shop.get(LINKS).ok()), [second, first.clone()]);
    shop.books().pay(&first, GOOD_CARD).unwrap();
    let payments = shop.get(&format!("{}payments/", path(&first))).ok();
    assert_eq!(payments[0]["status"], "paid");
}

#[test]
fn payments_come_in_pages_too_newest_first() {
    let shop = pages_of(1);
    let uuid = shop.create(&json!({}));
    let older = shop.books().pay(&uuid, GOOD_CARD).unwrap().id;
    let newer = shop.books().pay(&uuid, GOOD_CARD).unwrap().id;
    let payments = format!("{}payments/", path(&uuid));
    let page = shop.get(&payments).ok();
    assert_eq!((&page["count"], &page["results"][0]["id"]), (&json!(2), &json!(newer)));
    assert_eq!(page["next"], format!("{ORIGIN}{payments}?page=2"));
    let page = shop.get(&format!("{payments}?page=2")).ok();
    assert_eq!((&page["next"], &page["results"][0]["id"]), (&Value::Null, &json!(older)));
}

#[test]
fn the_next_page_can_be_said_to_be_elsewhere() {
    let shop = Shop::with(Behaviour {
        list_shape: ListShape::Pages { size: 1 },
        next_origin: Some("https://elsewhere.example".to_owned()),
        ..Behaviour::default()
    });
    shop.create(&json!({}));
    shop.create(&json!({}));
    let next = shop.get(LINKS).ok()["next"].take();
    assert_eq!(next, format!("https://elsewhere.example{LINKS}?page=2"));
}

#[test]
fn a_list_looks_at_no_filter() {
    let shop = Shop::open();
    shop.create(&json!({}));
    assert_eq!(shop.get(&format!("{LINKS}?metadata=nothing&search=x")).ok()["count"], 1);
}
