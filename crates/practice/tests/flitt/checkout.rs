use practice::flitt::{Behaviour, OrderStatus};
use serde_json::json;

use crate::shop::{MERCHANT, ORIGIN, Shop, link, refused, text, with};

#[test]
fn a_link_has_the_documented_address_and_no_signature() {
    let shop = Shop::open();
    let answer = shop.create("order-1", &json!({}));
    let names: Vec<&String> = answer.as_object().unwrap().keys().collect();
    assert_eq!(names, ["checkout_url", "payment_id", "response_status"]);
    let address = text(&answer["checkout_url"]);
    let rest = address.strip_prefix(&format!("{ORIGIN}/merchants/")).unwrap();
    let (merchant, token) = rest.split_once("/default/index.html?token=").unwrap();
    for part in [merchant, token] {
        assert!(part.len() == 40 && part.bytes().all(|byte| byte.is_ascii_hexdigit()), "{address}");
    }
    assert_eq!(text(&answer["payment_id"]).len(), 19);
    assert_eq!(shop.order("order-1").payment_id.to_string(), text(&answer["payment_id"]));
}

#[test]
fn an_order_id_is_for_ever() {
    let shop = Shop::open();
    shop.create("order-1", &json!({}));
    refused(&shop.ask("/api/checkout/url", link("order-1")), 1013);
    shop.wait(40_000);
    refused(&shop.ask("/api/checkout/url", link("order-1")), 1013);
    assert_eq!(shop.books().orders().len(), 1);
}

#[test]
fn a_gateway_may_answer_an_identical_repeat_with_the_first_link() {
    let shop = Shop::open();
    shop.lie(Behaviour { repeats_give_the_first_link: true, ..Behaviour::default() });
    let first = shop.create("order-1", &json!({}));
    assert_eq!(shop.create("order-1", &json!({})), first);
    let other = with(link("order-1"), &json!({ "amount": 1021 }));
    refused(&shop.ask("/api/checkout/url", other), 1013);
    let other = with(link("order-1"), &json!({ "lifetime": 60 }));
    refused(&shop.ask("/api/checkout/url", other), 1013);
}

#[test]
fn a_link_lives_ten_hours_unless_told_otherwise() {
    let shop = Shop::open();
    shop.create("long", &json!({}));
    shop.create("short", &json!({ "lifetime": "900" }));
    shop.wait(899);
    assert_eq!(shop.status("short")["order_status"], "created");
    shop.wait(1);
    assert_eq!(shop.status("short")["order_status"], "expired");
    shop.wait(36_000 - 901);
    assert_eq!(shop.status("long")["order_status"], "created");
    shop.wait(1);
    assert_eq!(shop.status("long")["order_status"], "expired");
}

#[test]
fn a_lifetime_is_between_a_second_and_800_days() {
    let shop = Shop::open();
    shop.create("longest", &json!({ "lifetime": 69_120_000 }));
    for lifetime in [json!(0), json!(-1), json!(69_120_001), json!("soon")] {
        let params = with(link("order-1"), &json!({ "lifetime": lifetime }));
        refused(&shop.ask("/api/checkout/url", params), 1007);
    }
}

#[test]
fn what_was_sent_along_comes_back() {
    let shop = Shop::open();
    let more = json!({
        "sender_email": "buyer@example.com",
        "product_id": "chair",
        "merchant_data": "{\"till\":\"3\"}",
        "lang": "ka",
    });
    shop.create("order-1", &more);
    let status = shop.status("order-1");
    for name in ["sender_email", "product_id", "merchant_data"] {
        assert_eq!(status[name], more[name]);
    }
    assert_eq!(shop.order("order-1").terms.language, "ka");
}

#[test]
fn a_verification_gives_the_money_back_by_itself() {
    let shop = Shop::open();
    let wish = json!({ "verification": "Y", "verification_type": "code" });
    shop.lie(Behaviour {
        verification_reversed_after: Some(std::time::Duration::from_mins(1)),
        ..Behaviour::default()
    });
    shop.paid("order-1", &wish);
    let status = shop.status("order-1");
    assert_eq!(status["order_status"], "approved");
    assert_eq!(status["tran_type"], "verification");
    assert_eq!(status["verification_status"], "verified");
    shop.wait(60);
    let status = shop.status("order-1");
    assert_eq!(
        (&status["order_status"], &status["reversal_amount"]),
        (&json!("reversed"), &json!("1020"))
    );
}

#[test]
fn a_card_is_kept_when_asked() {
    let shop = Shop::open();
    shop.paid("kept", &json!({ "required_rectoken": "Y" }));
    let status = shop.status("kept");
    assert_eq!(text(&status["rectoken"]).len(), 46);
    assert_eq!(status["rectoken_lifetime"], "19.11.2029 10:00:00");
    shop.paid("not-kept", &json!({}));
    assert_eq!(shop.status("not-kept")["rectoken"], "");
}

#[test]
fn holds_can_be_forbidden() {
    let shop = Shop::open();
    shop.lie(Behaviour { preauth_forbidden: true, ..Behaviour::default() });
    let params = with(link("order-1"), &json!({ "preauth": "Y" }));
    refused(&shop.ask("/api/checkout/url", params), 1027);
    shop.create("order-1", &json!({ "preauth": "N" }));
}

#[test]
fn an_order_belongs_to_the_gateways_clock() {
    let shop = Shop::open();
    shop.create("order-1", &json!({ "lifetime": 60 }));
    shop.wait(60);
    let status = shop.order("order-1").status(crate::shop::start());
    assert_eq!(status, OrderStatus::Created);
    assert_eq!(shop.status("order-1")["order_time"], "20.11.2026 10:00:00");
    assert_eq!(shop.status("order-1")["merchant_id"], MERCHANT);
}
