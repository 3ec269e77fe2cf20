use serde_json::{Value, json};

use crate::shop::{BAD_CARD, MERCHANT, ORIGIN, Shop, info, link, refused, text, well_signed, with};

fn begin(shop: &Shop, card: &str, more: &Value) -> Value {
    let card = json!({ "card_number": card, "cvv2": "123", "expiry_date": "1229" });
    shop.ask("/api/3dsecure_step1/", with(with(link("order-1"), &card), more))
}

fn complete(shop: &Shop, pares: &str, md: &str) -> Value {
    let params =
        json!({ "order_id": "order-1", "merchant_id": MERCHANT, "pares": pares, "md": md });
    shop.ask("/api/3dsecure_step2/", params)
}

/// What the pretend bank gives the customer's browser.
fn ask_bank(shop: &Shop, answer: &Value) -> String {
    assert_eq!(answer["acs_url"], format!("{ORIGIN}/acs"));
    let body = format!(
        "PaReq={}&MD={}&TermUrl=https://shop.example/",
        text(&answer["pareq"]),
        text(&answer["md"])
    );
    let page = shop.post("/acs", "application/x-www-form-urlencoded", body.as_bytes()).unwrap();
    let page = String::from_utf8(page.body).unwrap();
    assert!(page.contains("action=\"https://shop.example/\""), "{page}");
    let (_, rest) = page.split_once("name=\"pares\" value=\"").unwrap();
    rest.split_once('"').unwrap().0.to_owned()
}

#[test]
fn a_card_without_3_d_secure_pays_at_once() {
    let shop = Shop::open();
    let answer = begin(&shop, "4444555511116666", &json!({}));
    assert!(well_signed(&answer));
    assert_eq!((&answer["order_status"], &answer["eci"]), (&json!("approved"), &json!("7")));
}

#[test]
fn the_bank_asks_its_customer_between_the_steps() {
    let shop = Shop::open();
    let asked = begin(&shop, "4444555566661111", &json!({ "preauth": "Y" }));
    assert_eq!(asked["response_status"], "success");
    assert_eq!(shop.status("order-1")["order_status"], "created");
    refused(&complete(&shop, "anything", "another"), 1007);
    let pares = ask_bank(&shop, &asked);
    let answer = complete(&shop, &pares, text(&asked["md"]));
    assert_eq!(answer["order_status"], "approved");
    assert_eq!(info(&answer)["capture_status"], "hold");
    refused(&complete(&shop, &pares, text(&asked["md"])), 1019);
}

#[test]
fn a_wrong_answer_of_the_bank_is_1024() {
    let shop = Shop::open();
    let asked = begin(&shop, "4444555566661111", &json!({}));
    let answer = complete(&shop, "forged", text(&asked["md"]));
    assert_eq!(
        (&answer["order_status"], &answer["response_code"]),
        (&json!("declined"), &json!(1024))
    );
}

#[test]
fn a_refused_card_is_refused_after_the_bank() {
    let shop = Shop::open();
    let asked = begin(&shop, BAD_CARD, &json!({}));
    let pares = ask_bank(&shop, &asked);
    assert_eq!(complete(&shop, &pares, text(&asked["md"]))["response_code"], 1000);
}

#[test]
fn only_test_cards_are_taken_and_no_number_is_kept() {
    let shop = Shop::open();
    refused(&begin(&shop, "4111111111111111", &json!({})), 1015);
    refused(&begin(&shop, "4444555511116666", &json!({ "cvv2": "12" })), 1007);
    refused(&begin(&shop, "4444555511116666", &json!({ "expiry_date": "1329" })), 1007);
    refused(&begin(&shop, "4444555511116666", &json!({ "expiry_date": "ა1" })), 1007);
    begin(&shop, "4444555511116666", &json!({}));
    assert!(!format!("{:?}", shop.books().orders()).contains("4444555511116666"));
}

#[test]
fn tax_receipts_are_not_to_be_had() {
    let shop = Shop::open();
    let params = json!({ "order_id": "order-1", "merchant_id": MERCHANT });
    let answer = shop.ask("/api/fiscal_data", params);
    assert_eq!(answer["response_status"], "success");
    assert!(answer["error"].is_string());
}
