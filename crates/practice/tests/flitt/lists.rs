use chrono::TimeDelta;
use practice::flitt::OrderId;
use serde_json::{Value, json};

use crate::shop::{BAD_CARD, KEY, MERCHANT, Shop, refused, signature};

fn list(shop: &Shop, order: &str) -> Value {
    let params = json!({ "order_id": order, "merchant_id": MERCHANT });
    shop.ask("/api/transaction_list/", params)
}

#[test]
fn a_list_of_transactions_has_amounts_in_major_units() {
    let shop = Shop::open();
    shop.create("order-1", &json!({ "preauth": "Y" }));
    shop.books().pay(&OrderId::new("order-1"), BAD_CARD).unwrap();
    shop.wait(60);
    shop.pay("order-1");
    shop.capture("order-1", 1000);
    shop.reverse("order-1", 302, "r-1");
    let rows = list(&shop, "order-1");
    let rows = rows.as_array().unwrap();
    let facts: Vec<_> = rows
        .iter()
        .map(|row| {
            (
                row["tran_type"].as_str().unwrap(),
                row["transaction_status"].as_str().unwrap(),
                row["amount"].to_string(),
            )
        })
        .collect();
    assert_eq!(
        facts,
        [
            ("purchase", "declined", "10.2".to_owned()),
            ("purchase", "approved", "10.2".to_owned()),
            ("reverse", "approved", "3.02".to_owned()),
        ]
    );
    assert_eq!(rows[1]["capture_amount"].to_string(), "10.0");
    assert_eq!((&rows[1]["eci"], &rows[1]["preauth"]), (&json!("05"), &json!(true)));
    assert_eq!(rows[1]["timestart"], "20.11.2026 10:01:00");
    assert_eq!(rows[2]["parent_tran_id"], rows[1]["id"]);
    assert!(rows.iter().all(|row| row["signature"].is_null()));
}

#[test]
fn an_untouched_order_has_an_empty_list() {
    let shop = Shop::open();
    shop.create("order-1", &json!({}));
    assert_eq!(list(&shop, "order-1"), json!([]));
    refused(&list(&shop, "nothing"), 1018);
}

#[test]
fn a_list_is_answered_in_json_only() {
    let shop = Shop::open();
    let kind = "application/x-www-form-urlencoded";
    assert_eq!(shop.post("/api/transaction_list", kind, b"order_id=x").unwrap().status, 500);
}

fn report(shop: &Shop, from: &str, to: &str) -> Value {
    let params = json!({ "date_from": from, "date_to": to, "merchant_id": MERCHANT });
    shop.ask("/api/reports/", params)
}

#[test]
fn a_report_tells_the_orders_of_its_days() {
    let shop = Shop::open();
    shop.paid("first", &json!({}));
    shop.clock.advance(TimeDelta::days(1));
    shop.create("second", &json!({}));
    let rows = report(&shop, "20.11.2026 00:00:00", "20.11.2026 23:59:59");
    let rows = rows.as_array().unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(
        (&rows[0]["order_id"], &rows[0]["actual_amount"]),
        (&json!("first"), &json!("1020"))
    );
    assert!(rows[0]["signature"].is_null());
    let both = report(&shop, "20.11.2026 10:00:00", "21.11.2026 10:00:00");
    assert_eq!(both.as_array().unwrap().len(), 2);
    assert_eq!(report(&shop, "01.01.2026 00:00:00", "02.01.2026 00:00:00"), json!([]));
}

#[test]
fn wrong_dates_get_a_general_decline() {
    let shop = Shop::open();
    refused(&report(&shop, "2026-11-20 00:00:00", "20.11.2026 23:59:59"), 1000);
    refused(&report(&shop, "21.11.2026 00:00:00", "20.11.2026 23:59:59"), 1000);
    refused(&report(&shop, "32.11.2026 00:00:00", "20.11.2026 23:59:59"), 1000);
}

#[test]
fn a_report_comes_in_each_format() {
    let shop = Shop::open();
    shop.paid("first", &json!({}));
    let texts = json!({
        "date_from": "20.11.2026 00:00:00",
        "date_to": "20.11.2026 23:59:59",
        "merchant_id": MERCHANT.to_string(),
    });
    let signature = signature(KEY, &texts);
    let xml = format!(
        "<request><date_from>20.11.2026 00:00:00</date_from><date_to>20.11.2026 23:59:59</date_to>\
         <merchant_id>{MERCHANT}</merchant_id><signature>{signature}</signature></request>"
    );
    let answer = shop.post("/api/reports", "application/xml", xml.as_bytes()).unwrap();
    let answer = String::from_utf8(answer.body).unwrap();
    assert!(answer.contains("<response><item><"), "{answer}");
    assert!(answer.contains("<order_id>first</order_id>"), "{answer}");
}
