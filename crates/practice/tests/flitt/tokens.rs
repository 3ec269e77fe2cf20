use practice::flitt::Behaviour;
use serde_json::{Value, json};

use crate::shop::{Shop, info, link, opened, refused, text, well_signed, with};

fn recurring(shop: &Shop, order: &str, token: &str, more: &Value) -> Value {
    let params = with(with(link(order), &json!({ "rectoken": token })), more);
    shop.ask("/api/recurring", params)
}

/// A shop in which a card is kept, and its token.
fn kept() -> (Shop, String) {
    let shop = Shop::open();
    shop.paid("first", &json!({ "required_rectoken": "Y" }));
    let token = text(&shop.status("first")["rectoken"]).to_owned();
    (shop, token)
}

#[test]
fn a_kept_card_is_charged_at_once() {
    let (shop, token) = kept();
    let answer = recurring(&shop, "second", &token, &json!({}));
    assert!(well_signed(&answer));
    assert_eq!(
        (&answer["order_status"], &answer["tran_type"]),
        (&json!("approved"), &json!("purchase"))
    );
    assert_eq!(answer["eci"], "7", "nobody was asked");
    assert_eq!(shop.status("second"), answer);
    refused(&recurring(&shop, "second", &token, &json!({})), 1013);
    let held = recurring(&shop, "third", &token, &json!({ "preauth": "Y" }));
    assert_eq!(info(&held)["capture_status"], "hold");
    assert_eq!(shop.capture("third", 100)["capture_status"], "captured");
}

#[test]
fn an_unknown_token_charges_nothing() {
    let (shop, _) = kept();
    refused(&recurring(&shop, "second", "nobody", &json!({})), 1035);
    refused(&recurring(&shop, "second", "", &json!({})), 1009);
    assert_eq!(shop.books().orders().len(), 1);
}

#[test]
fn a_decline_is_a_successful_request() {
    let (shop, token) = kept();
    let token_charges_declined_with = Some(1037);
    shop.lie(Behaviour { token_charges_declined_with, ..Behaviour::default() });
    let answer = recurring(&shop, "second", &token, &json!({}));
    assert_eq!(answer["response_status"], "success");
    assert_eq!(
        (&answer["order_status"], &answer["response_code"]),
        (&json!("declined"), &json!(1037))
    );
}

#[test]
fn a_widget_gets_a_token_alone() {
    let shop = Shop::open();
    let answer = shop.ask("/api/checkout/token/", link("order-1"));
    let names: Vec<&String> = answer.as_object().unwrap().keys().collect();
    assert_eq!(names, ["response_status", "token"]);
    let token = text(&answer["token"]).to_owned();
    assert_eq!(token.len(), 40);
    let address = shop.books().page_url(&practice::flitt::OrderId::new("order-1")).unwrap();
    assert!(address.ends_with(&token));
    let bare = shop.ask_2_0("/api/checkout/token", &link("order-2"));
    assert_eq!(text(&bare["token"]).len(), 40, "beside the envelope");
    let verified = with(link("order-3"), &json!({ "verification": "Y" }));
    assert_eq!(opened(&shop.ask_2_0("/api/checkout/url", &verified))["response_status"], "success");
}
