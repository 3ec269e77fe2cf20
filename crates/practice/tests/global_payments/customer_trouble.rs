use chrono::{DateTime, TimeDelta, Utc};
use practice::global_payments::{CustomerTrouble, LinkStatus, Trouble};
use serde_json::{Value, json};

use crate::shop::{GOOD_CARD, Shop, start, text};

/// Amount, status and time of every payment that the link shows.
async fn payments(shop: &Shop, link: &Value) -> Vec<(String, String, DateTime<Utc>)> {
    let read = shop.get(&format!("/links/{}", text(&link["id"]))).await.ok();
    let listed = read["transactions"]["transaction_list"].as_array().unwrap();
    let payment = |sale: &Value| {
        let time = text(&sale["time_created"]).parse().unwrap();
        (text(&sale["amount"]).to_owned(), text(&sale["status"]).to_owned(), time)
    };
    listed.iter().map(payment).collect()
}

fn paid(amount: &str, status: &str, seconds: i64) -> (String, String, DateTime<Utc>) {
    (amount.to_owned(), status.to_owned(), start() + TimeDelta::seconds(seconds))
}

#[tokio::test]
async fn the_next_link_is_paid_by_itself_after_its_time() {
    let shop = Shop::open().await;
    let before = shop.link(|_| {}).await;
    shop.books().plan(CustomerTrouble::PaysAfter { seconds: 5 });
    let planned = Trouble::Customer(CustomerTrouble::PaysAfter { seconds: 5 });
    assert_eq!(shop.books().planned(), [planned]);
    let (link, after) = (shop.link(|_| {}).await, shop.link(|_| {}).await);
    assert!(shop.books().planned().is_empty(), "it happens once");
    shop.clock.advance(TimeDelta::milliseconds(4_999));
    assert_eq!(payments(&shop, &link).await, []);
    shop.clock.advance(TimeDelta::seconds(60));
    assert_eq!(payments(&shop, &link).await, [paid("1999", "CAPTURED", 5)]);
    assert_eq!(shop.get(&format!("/links/{}", text(&link["id"]))).await.ok()["status"], "PAID");
    assert_eq!(payments(&shop, &before).await, []);
    assert_eq!(payments(&shop, &after).await, []);
}

#[tokio::test]
async fn the_books_show_what_was_due_before_anybody_asks_the_api() {
    let shop = Shop::open().await;
    shop.books().plan(CustomerTrouble::PaysAfter { seconds: 5 });
    let id = shop.link_id(text(&shop.link(|_| {}).await["id"]));
    shop.clock.advance(TimeDelta::seconds(5));
    assert_eq!(shop.books().link_status(&id), Some(LinkStatus::Paid));
    assert_eq!(shop.books().transactions().len(), 1);
}

#[tokio::test]
async fn a_customer_who_comes_too_late_by_chance_does_not_pay() {
    let shop = Shop::open().await;
    for _ in 0..2 {
        shop.books().plan(CustomerTrouble::PaysAfter { seconds: 5 });
    }
    let (bought, ended) = (shop.link(|_| {}).await, shop.link(|_| {}).await);
    shop.books().pay(&shop.link_id(text(&bought["id"])), GOOD_CARD).unwrap();
    shop.books().switch_off(&shop.link_id(text(&ended["id"]))).unwrap();
    shop.clock.advance(TimeDelta::seconds(5));
    assert_eq!(payments(&shop, &bought).await, [paid("1999", "CAPTURED", 0)]);
    assert_eq!(payments(&shop, &ended).await, []);
}

#[tokio::test]
async fn a_late_customer_pays_after_the_expiry_wherever_it_moves() {
    let shop = Shop::open().await;
    let expires = |body: &mut Value| body["expiration_date"] = "2026-11-20T10:05:00Z".into();
    shop.books().plan(CustomerTrouble::PaysLate { seconds: 60 });
    shop.books().plan(CustomerTrouble::PaysLate { seconds: 0 });
    let (link, moved) = (shop.link(expires).await, shop.link(expires).await);
    let later = json!({ "name": "Later", "expiration_date": "2026-11-20T10:30:00Z" });
    shop.patch(&format!("/links/{}", text(&moved["id"])), &later).await.ok();
    shop.clock.advance(TimeDelta::seconds(301));
    let status = |link: &Value| shop.books().link_status(&shop.link_id(text(&link["id"])));
    assert_eq!(status(&link), Some(LinkStatus::Expired));
    assert_eq!(payments(&shop, &link).await, []);
    shop.clock.advance(TimeDelta::seconds(59));
    assert_eq!(payments(&shop, &link).await, [paid("1999", "CAPTURED", 360)]);
    assert_eq!(payments(&shop, &moved).await, []);
    shop.clock.advance(TimeDelta::hours(1));
    assert_eq!(payments(&shop, &moved).await, [paid("1999", "CAPTURED", 1_801)]);
}

#[tokio::test]
async fn what_was_paid_in_time_is_not_paid_again_late() {
    let shop = Shop::open().await;
    shop.books().plan(CustomerTrouble::PaysLate { seconds: 1 });
    let link = shop.link(|_| {}).await;
    shop.books().pay(&shop.link_id(text(&link["id"])), GOOD_CARD).unwrap();
    shop.clock.advance(TimeDelta::days(2));
    assert_eq!(shop.books().transactions().len(), 1);
}

#[tokio::test]
async fn a_customer_pays_on_a_link_that_was_cancelled() {
    let shop = Shop::open().await;
    for _ in 0..2 {
        shop.books().plan(CustomerTrouble::PaysAfterCancel { seconds: 2 });
    }
    let (by_till, by_portal) = (shop.link(|_| {}).await, shop.link(|_| {}).await);
    shop.clock.advance(TimeDelta::seconds(60));
    assert_eq!(payments(&shop, &by_till).await, []);
    let off = json!({ "name": "Off", "status": "INACTIVE" });
    shop.patch(&format!("/links/{}", text(&by_till["id"])), &off).await.ok();
    shop.books().switch_off(&shop.link_id(text(&by_portal["id"]))).unwrap();
    assert_eq!(payments(&shop, &by_till).await, []);
    shop.clock.advance(TimeDelta::seconds(2));
    for link in [&by_till, &by_portal] {
        assert_eq!(payments(&shop, link).await, [paid("1999", "CAPTURED", 62)]);
    }
}

#[tokio::test]
async fn other_customers_pay_twice_or_another_amount_or_not_really() {
    let shop = Shop::open().await;
    for (trouble, come) in [
        (
            CustomerTrouble::PaysTwice { seconds: 3 },
            vec![paid("1999", "CAPTURED", 3), paid("1999", "CAPTURED", 3)],
        ),
        (
            CustomerTrouble::PaysAnotherAmount { difference: -100, seconds: 3 },
            vec![paid("1899", "CAPTURED", 3)],
        ),
        (
            CustomerTrouble::PaysAnotherAmount { difference: 1, seconds: 3 },
            vec![paid("2000", "CAPTURED", 3)],
        ),
        (
            CustomerTrouble::PaysAnotherAmount { difference: -5_000, seconds: 3 },
            vec![paid("1", "CAPTURED", 3)],
        ),
        (CustomerTrouble::Declines { seconds: 3 }, vec![paid("1999", "DECLINED", 3)]),
        (CustomerTrouble::Reserves { seconds: 3 }, vec![paid("1999", "PREAUTHORIZED", 3)]),
    ] {
        let shop = Shop::open().await;
        shop.books().plan(trouble);
        let link = shop.link(|_| {}).await;
        shop.clock.advance(TimeDelta::seconds(3));
        assert_eq!(payments(&shop, &link).await, come, "{trouble:?}");
        let status =
            if matches!(trouble, CustomerTrouble::Declines { .. }) { "ACTIVE" } else { "PAID" };
        let read = shop.get(&format!("/links/{}", text(&link["id"]))).await.ok();
        assert_eq!(read["status"], status, "{trouble:?}");
    }
    assert!(shop.books().links().is_empty());
}

#[tokio::test]
async fn planned_trouble_can_be_forgotten() {
    let shop = Shop::open().await;
    shop.books().plan(CustomerTrouble::PaysAfter { seconds: 5 });
    let link = shop.link(|_| {}).await;
    shop.books().plan(CustomerTrouble::PaysAfter { seconds: 5 });
    shop.books().clear_planned().unwrap();
    assert!(shop.books().planned().is_empty());
    shop.link(|_| {}).await;
    shop.clock.advance(TimeDelta::seconds(10));
    assert_eq!(payments(&shop, &link).await, [], "who waited has gone");
    assert!(shop.books().transactions().is_empty());
}

#[tokio::test]
async fn a_waiting_customer_survives_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("books.json");
    let shop = Shop::open_with_books(file.clone()).await;
    shop.books().plan(CustomerTrouble::PaysTwice { seconds: 5 });
    shop.link(|_| {}).await;
    drop(shop);
    let shop = Shop::open_with_books(file).await;
    shop.clock.advance(TimeDelta::seconds(5));
    assert_eq!(shop.books().transactions().len(), 2);
}
