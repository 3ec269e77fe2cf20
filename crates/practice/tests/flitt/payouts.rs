use practice::flitt::Behaviour;
use serde_json::{Value, json};

use crate::shop::{BAD_CARD, KEY, PAYOUT_KEY, Shop, link, refused, signature, text, with};

fn pay_out(shop: &Shop, path: &str, key: &str, more: &Value) -> Value {
    let mut params = with(link("out-1"), more);
    params["signature"] = signature(key, &params).into();
    shop.send(path, &params)
}

#[test]
fn a_payout_goes_to_a_card_and_is_signed_with_its_own_key() {
    let shop = Shop::open();
    let card = json!({ "receiver_card_number": "4444555566661111" });
    refused(&pay_out(&shop, "/api/p2pcredit", KEY, &card), 1014);
    let answer = pay_out(&shop, "/api/p2pcredit/", PAYOUT_KEY, &card);
    assert_eq!(
        (&answer["order_status"], &answer["tran_type"]),
        (&json!("approved"), &json!("p2p credit"))
    );
    assert_eq!(answer["signature"], signature(PAYOUT_KEY, &answer));
    assert!(answer["actual_amount"].is_null() && answer["reversal_amount"].is_null());
    assert_eq!(shop.status("out-1")["tran_type"], "p2p credit");
    refused(&pay_out(&shop, "/api/p2pcredit", PAYOUT_KEY, &card), 1013);
}

#[test]
fn a_payout_may_be_declined_or_refused() {
    let shop = Shop::open();
    let ask = |more: Value| pay_out(&shop, "/api/p2pcredit", PAYOUT_KEY, &more);
    refused(&ask(json!({})), 1011);
    refused(&ask(json!({ "receiver_card_number": "4111111111111111" })), 1015);
    refused(&ask(json!({ "receiver_rectoken": "nobody" })), 1035);
    shop.lie(Behaviour { payouts_by_token_only: true, ..Behaviour::default() });
    refused(&ask(json!({ "receiver_card_number": BAD_CARD })), 1074);
    shop.lie(Behaviour::default());
    let answer = ask(json!({ "receiver_card_number": BAD_CARD }));
    assert_eq!(
        (&answer["order_status"], &answer["response_code"]),
        (&json!("declined"), &json!(1058))
    );
}

#[test]
fn a_payout_goes_to_a_kept_card() {
    let shop = Shop::open();
    shop.paid("first", &json!({ "required_rectoken": "Y" }));
    let token = text(&shop.status("first")["rectoken"]).to_owned();
    let answer =
        pay_out(&shop, "/api/p2pcredit", PAYOUT_KEY, &json!({ "receiver_rectoken": token }));
    assert_eq!(answer["masked_card"], "424242XXXXXX4242");
}

#[test]
fn a_payout_goes_to_an_account() {
    let shop = Shop::open();
    let ask = |iban: &str| {
        pay_out(&shop, "/api/ibancredit", PAYOUT_KEY, &json!({ "receiver_iban": iban }))
    };
    for wrong in
        ["G", "GE", "GE00", "ge00TB0000000000000001", "GE00TB00000000000000ა1", "4242424242424242"]
    {
        refused(&ask(wrong), 1076);
    }
    let answer = ask("GE00TB0000000000000001");
    assert_eq!((&answer["order_status"], &answer["masked_card"]), (&json!("approved"), &json!("")));
}
