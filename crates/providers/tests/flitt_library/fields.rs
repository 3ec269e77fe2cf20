//! What is refused before anything is sent, and by which name.

use domain::Money;
use providers::flitt::{
    Capture, CheckoutUrl, Fault, FieldFault, Lang, MerchantId, NewOrder, OrderId, OrderStatusQuery,
    Receiver, Reverse, ReverseId, UnknownLang,
};
use serde_json::Value;

use crate::stage::{gel, order_id, sent};

fn order() -> NewOrder {
    NewOrder::new(order_id(), "Two coffees", gel(1_020))
}

/// What is wrong with the order that `change` makes.
fn fault(change: impl FnOnce(&mut NewOrder)) -> Option<FieldFault> {
    let mut order = order();
    change(&mut order);
    CheckoutUrl { order }.call().err()
}

fn sent_order(change: impl FnOnce(&mut NewOrder)) -> Value {
    let mut order = order();
    change(&mut order);
    sent(&CheckoutUrl { order }.call().unwrap())
}

#[test]
fn an_amount_has_one_to_twelve_digits() {
    let with = |minor| fault(|order| order.money = gel(minor));
    let out_of_range = Some(FieldFault { field: "amount", fault: Fault::OutOfRange });
    assert_eq!(with(0), out_of_range);
    assert_eq!(with(1), None);
    assert_eq!(with(999_999_999_999), None);
    assert_eq!(with(1_000_000_000_000), out_of_range);
    let nothing = Money::zero("GEL".parse().unwrap());
    assert_eq!(Reverse::new(order_id(), nothing, None).call().err(), out_of_range);
    assert_eq!(Capture { order_id: order_id(), money: nothing }.call().err(), out_of_range);
}

#[test]
fn the_separator_is_refused_in_every_text() {
    let bad = || Some("a|b".to_owned());
    let separator = |field| Some(FieldFault { field, fault: Fault::Separator });
    assert_eq!(fault(|order| order.description = "a|b".into()), separator("order_desc"));
    assert_eq!(fault(|order| order.sender_email = bad()), separator("sender_email"));
    assert_eq!(fault(|order| order.merchant_data = bad()), separator("merchant_data"));
    assert_eq!(fault(|order| order.product_id = bad()), separator("product_id"));
    assert_eq!(fault(|order| order.response_url = bad()), separator("response_url"));
    assert_eq!(fault(|order| order.rectoken = Some("a|b".into())), separator("rectoken"));
    assert_eq!(OrderId::new("a|b").err(), separator("order_id"));
    assert_eq!(ReverseId::new("a|b").err(), separator("reverse_id"));
    let mut reverse = Reverse::new(order_id(), gel(1), None);
    reverse.comment = bad();
    assert_eq!(reverse.call().err(), separator("comment"));
}

#[test]
fn lengths_count_characters() {
    let too_long = |field, limit| {
        Some(FieldFault { field, fault: Fault::TooLong { limit, length: limit + 1 } })
    };
    assert_eq!(OrderId::new("ქ".repeat(1_024)).err(), None);
    assert_eq!(OrderId::new("ქ".repeat(1_025)).err(), too_long("order_id", 1_024));
    assert_eq!(fault(|order| order.description = "☕".repeat(1_024)), None);
    assert_eq!(
        fault(|order| order.description = "☕".repeat(1_025)),
        too_long("order_desc", 1_024)
    );
    assert_eq!(ReverseId::new("r".repeat(51)).err(), too_long("reverse_id", 50));
    let email = |length| fault(|order| order.sender_email = Some("e".repeat(length)));
    assert_eq!((email(256), email(257)), (None, too_long("sender_email", 256)));
    let data = |length| fault(|order| order.merchant_data = Some("d".repeat(length)));
    assert_eq!((data(2_048), data(2_049)), (None, too_long("merchant_data", 2_048)));
}

#[test]
fn what_is_mandatory_is_not_empty_and_what_is_empty_is_not_sent() {
    let missing = |field| Some(FieldFault { field, fault: Fault::Missing });
    assert_eq!(OrderId::new("").err(), missing("order_id"));
    assert_eq!(ReverseId::new("").err(), missing("reverse_id"));
    assert_eq!(fault(|order| order.description = String::new()), missing("order_desc"));
    let sent = sent_order(|order| {
        order.sender_email = Some(String::new());
        order.merchant_data = Some(String::new());
    });
    let names: Vec<_> = sent.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(names, ["amount", "currency", "merchant_id", "order_desc", "order_id", "signature"]);
}

#[test]
fn a_link_lives_a_second_to_800_days() {
    let out_of_range = Some(FieldFault { field: "lifetime", fault: Fault::OutOfRange });
    let with = |seconds| fault(|order| order.lifetime = Some(seconds));
    assert_eq!((with(0), with(69_120_001)), (out_of_range, out_of_range));
    assert_eq!((with(1), with(69_120_000)), (None, None));
    assert_eq!(sent_order(|order| order.lifetime = Some(900))["lifetime"], 900);
}

#[test]
fn everything_about_an_order_is_sent_under_its_name() {
    let sent = sent_order(|order| {
        order.description = "ორი ყავა ☕".into();
        order.preauth = Some(true);
        order.delayed = Some(false);
        order.required_rectoken = Some(true);
        order.lang = Some("ka".parse().unwrap());
        order.sender_email = Some("buyer@example.com".into());
        order.merchant_data = Some(r#"{"cart": 7}"#.into());
        order.product_id = Some("sku".into());
        order.response_url = Some("https://shop.example/back".into());
        order.server_callback_url = Some("https://shop.example/hook".into());
        order.subscription_callback_url = Some("https://shop.example/sub".into());
        order.chargeback_callback_url = Some("https://shop.example/back-charge".into());
        order.cancel_url = Some("https://shop.example/no".into());
        order.rectoken = Some("T".into());
        order.receiver_rectoken = Some("R".into());
        order.design_id = Some("42".into());
        order.payment_systems = Some("card,opb".into());
        order.default_payment_system = Some("card".into());
        order.payment_method = Some("tbc".into());
    });
    for (name, value) in [
        ("order_desc", "ორი ყავა ☕"),
        ("preauth", "Y"),
        ("delayed", "N"),
        ("required_rectoken", "Y"),
        ("lang", "ka"),
        ("sender_email", "buyer@example.com"),
        ("merchant_data", r#"{"cart": 7}"#),
        ("product_id", "sku"),
        ("response_url", "https://shop.example/back"),
        ("server_callback_url", "https://shop.example/hook"),
        ("subscription_callback_url", "https://shop.example/sub"),
        ("chargeback_callback_url", "https://shop.example/back-charge"),
        ("cancel_url", "https://shop.example/no"),
        ("rectoken", "T"),
        ("receiver_rectoken", "R"),
        ("design_id", "42"),
        ("payment_systems", "card,opb"),
        ("default_payment_system", "card"),
        ("payment_method", "tbc"),
        ("order_id", "order_12345"),
        ("currency", "GEL"),
    ] {
        assert_eq!(sent[name], value, "{name}");
    }
    assert_eq!(
        (sent["amount"].as_u64(), sent["merchant_id"].as_u64()),
        (Some(1_020), Some(1_549_901))
    );
}

#[test]
fn a_refund_carries_its_key_and_its_reason() {
    let key = ReverseId::new("refund_001").unwrap();
    let mut reverse = Reverse::new(order_id(), gel(40), Some(key));
    reverse.comment = Some("უკან".into());
    reverse.email = Some("staff@example.com".into());
    let sent = sent(&reverse.call().unwrap());
    for (name, value) in
        [("reverse_id", "refund_001"), ("comment", "უკან"), ("email", "staff@example.com")]
    {
        assert_eq!(sent[name], value, "{name}");
    }
}

#[test]
fn only_known_languages_and_merchant_numbers_are_taken() {
    assert_eq!("xx".parse::<Lang>(), Err(UnknownLang));
    assert_eq!("KA".parse::<Lang>(), Err(UnknownLang));
    for wrong in ["", "0", "-1", "1e3", "1 549901", "1000000000000", "merchant"] {
        assert!(wrong.parse::<MerchantId>().is_err(), "{wrong}");
    }
    assert_eq!("999999999999".parse::<MerchantId>().unwrap().number(), 999_999_999_999);
}

#[test]
fn parts_must_add_up() {
    let part = |amount| Receiver {
        merchant: "600001".parse().unwrap(),
        amount,
        description: None,
        partner_fee: None,
    };
    let does_not_fit = Some(FieldFault { field: "receiver", fault: Fault::DoesNotFit });
    let with =
        |parts: &[u64]| fault(|order| order.receivers = parts.iter().copied().map(part).collect());
    assert_eq!(with(&[1_000, 20]), None);
    assert_eq!(with(&[1_000, 21]), does_not_fit);
    assert_eq!(with(&[1_000]), does_not_fit);
    let nothing = Some(FieldFault { field: "receiver.amount", fault: Fault::OutOfRange });
    assert_eq!(with(&[1_020, 0]), nothing);
}

#[test]
fn a_version_is_sent_only_when_asked_for() {
    let call = OrderStatusQuery { order_id: order_id() }.call().unwrap();
    assert_eq!(sent(&call).get("version"), None);
    assert_eq!(sent(&call.with_version())["version"], "1.0.1");
}
