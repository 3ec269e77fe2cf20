use practice::flitt::{Behaviour, CallbackReason, OrderKind, OrderStatus};
use serde_json::{Value, json};

use crate::shop::{BAD_CARD, MERCHANT, Shop, link, opened, refused, text, with};

const DAY: i64 = 86_400;

fn wish(order: &str, recurring: &Value) -> Value {
    let data = json!({ "amount": 500, "every": 1, "period": "month" });
    with(link(order), &json!({ "subscription": "Y", "recurring_data": with(data, recurring) }))
}

/// Makes and pays an order with a subscription; returns the shop.
fn subscribed(recurring: &Value) -> Shop {
    let shop = Shop::open();
    let made = opened(&shop.ask_2_0("/api/checkout/url", &wish("order-1", recurring)));
    assert_eq!(made["response_status"], "success", "{made}");
    shop.pay("order-1");
    shop
}

/// How many later charges there are.
fn charges(shop: &Shop) -> usize {
    shop.books().orders().len() - 1
}

fn switch(shop: &Shop, action: &str) -> Value {
    let params = json!({ "order_id": "order-1", "merchant_id": MERCHANT, "action": action });
    shop.ask("/api/subscription", params)
}

#[test]
fn charges_come_by_the_calendar_and_name_their_parent() {
    let shop = subscribed(&json!({}));
    shop.wait(30 * DAY - 1);
    assert_eq!(charges(&shop), 0);
    shop.wait(1);
    assert_eq!(charges(&shop), 1);
    shop.wait(62 * DAY);
    assert_eq!(charges(&shop), 3);
    let orders = shop.books().orders();
    let charge = &orders[1];
    assert_eq!(charge.time_created.to_string(), "2026-12-20 10:00:00 UTC");
    assert_eq!(charge.amount.get(), 500);
    let parent = orders[0].id.clone();
    assert_eq!(charge.kind, OrderKind::SubscriptionCharge { parent });
    let status = shop.status(charge.id.as_str());
    assert_eq!(
        (&status["order_status"], &status["parent_order_id"]),
        (&json!("approved"), &json!("order-1"))
    );
}

#[test]
fn a_start_in_the_future_is_kept_to() {
    let shop = subscribed(&json!({ "start_time": "2026-11-25", "period": "day", "every": "2" }));
    shop.wait(5 * DAY - 10 * 3600 - 1);
    assert_eq!(charges(&shop), 0);
    shop.wait(1);
    assert_eq!(charges(&shop), 1);
    shop.wait(2 * DAY);
    assert_eq!(charges(&shop), 2);
}

#[test]
fn a_number_or_an_end_stops_the_charges() {
    let shop = subscribed(&json!({ "period": "week", "quantity": 2 }));
    shop.wait(100 * DAY);
    assert_eq!(charges(&shop), 2);
    let shop = subscribed(&json!({ "period": "week", "end_time": "2026-12-05 10:00:00" }));
    shop.wait(100 * DAY);
    assert_eq!(charges(&shop), 2);
}

#[test]
fn a_trial_puts_the_first_charge_off() {
    let trial = json!({ "period": "day", "trial_period": "week", "trial_quantity": 2 });
    let shop = subscribed(&trial);
    shop.wait(15 * DAY - 1);
    assert_eq!(charges(&shop), 0);
    shop.wait(1);
    assert_eq!(charges(&shop), 1);
}

#[test]
fn a_stopped_subscription_rests_until_it_is_started() {
    let shop = subscribed(&json!({ "period": "day" }));
    shop.wait(DAY);
    let answer = switch(&shop, "stop");
    assert_eq!(answer["status"], "disabled");
    assert_eq!(answer["signature"], crate::shop::signature(crate::shop::KEY, &answer));
    shop.wait(5 * DAY);
    assert_eq!(charges(&shop), 1);
    assert_eq!(switch(&shop, "start")["status"], "active");
    shop.wait(DAY);
    assert_eq!(charges(&shop), 2);
    let params = json!({ "order_id": "order-1", "merchant_id": MERCHANT, "action": "stop" });
    assert_eq!(opened(&shop.ask_2_0("/api/subscription/", &params))["status"], "disabled");
    refused(&switch(&shop, "sleep"), 1007);
}

#[test]
fn a_switch_may_be_answered_with_its_own_signature() {
    let shop = subscribed(&json!({ "period": "day" }));
    shop.lie(Behaviour { subscription_answers_repeat_the_signature: true, ..Behaviour::default() });
    let params = json!({ "order_id": "order-1", "merchant_id": MERCHANT, "action": "stop" });
    let request = crate::shop::signature(crate::shop::KEY, &params);
    let answer = switch(&shop, "stop");
    assert_eq!((&answer["status"], &answer["signature"]), (&json!("disabled"), &json!(request)));
    // In protocol 2.0 nobody has seen it.
    assert_eq!(opened(&shop.ask_2_0("/api/subscription/", &params))["status"], "disabled");
}

#[test]
fn only_a_subscription_can_be_stopped() {
    let shop = Shop::open();
    refused(&switch(&shop, "stop"), 1018);
    shop.create("order-1", &json!({}));
    refused(&switch(&shop, "stop"), 1100);
}

#[test]
fn later_charges_are_told_where_the_subscription_says() {
    let shop = Shop::open();
    let more = json!({
        "server_callback_url": "http://shop.example/order",
        "subscription_callback_url": "http://shop.example/subscription",
    });
    shop.ask_2_0("/api/checkout/url", &with(wish("order-1", &json!({ "period": "day" })), &more));
    shop.pay("order-1");
    shop.wait(DAY);
    let told = shop.books().callbacks();
    assert_eq!(told.len(), 2);
    assert_eq!(
        (told[1].url.as_str(), told[1].reason),
        ("http://shop.example/subscription", CallbackReason::Approved)
    );
    let body: Value = serde_json::from_str(&told[1].body).unwrap();
    assert_eq!(opened(&body)["parent_order_id"], "order-1");
}

#[test]
fn a_charge_may_be_declined() {
    let shop = subscribed(&json!({ "period": "day" }));
    let token_charges_declined_with = Some(1037);
    shop.lie(Behaviour { token_charges_declined_with, ..Behaviour::default() });
    shop.wait(DAY);
    let charge = shop.books().orders()[1].id.clone();
    assert_eq!(shop.books().status(&charge), Some(OrderStatus::Declined));
    assert_eq!(shop.status(charge.as_str())["response_code"], 1037);
}

#[test]
fn an_unpaid_order_charges_nothing() {
    let shop = Shop::open();
    shop.ask_2_0("/api/checkout/url", &wish("order-1", &json!({ "period": "day" })));
    shop.books().pay(&practice::flitt::OrderId::new("order-1"), BAD_CARD).unwrap();
    shop.wait(10 * DAY);
    assert_eq!(charges(&shop), 0);
}

#[test]
fn what_the_seeds_of_the_sdk_send_is_taken() {
    let shop = Shop::open();
    let seed = json!({
        "start_time": "2024-12-01", "amount": 10000, "every": 1, "period": "month",
        "readonly": "y", "state": "y",
    });
    let made = opened(&shop.ask_2_0("/api/checkout/url", &wish("order-1", &seed)));
    assert!(text(&made["checkout_url"]).contains("token="));
    shop.lie(Behaviour { subscriptions_must_end: true, ..Behaviour::default() });
    refused(&shop.ask_2_0("/api/checkout/url", &wish("order-2", &seed)), 1011);
}

#[test]
fn each_wrong_member_is_refused() {
    let shop = Shop::open();
    for (wrong, code) in [
        (json!({ "period": "year" }), 1007),
        (json!({ "every": 0 }), 1007),
        (json!({ "every": null }), 1011),
        (json!({ "amount": 0 }), 1023),
        (json!({ "amount": "ten" }), 1007),
        (json!({ "quantity": -1 }), 1007),
        (json!({ "start_time": "01.12.2026" }), 1007),
        (json!({ "end_time": "soon" }), 1007),
        (json!({ "trial_period": "day" }), 1011),
        (json!({ "trial_quantity": 1 }), 1011),
        (json!({ "state": "maybe" }), 1007),
    ] {
        refused(&shop.ask_2_0("/api/checkout/url", &wish("order-1", &wrong)), code);
    }
    let bare = with(link("order-1"), &json!({ "subscription": "Y" }));
    refused(&shop.ask("/api/checkout/url", bare), 1011);
    let listed = with(link("order-1"), &json!({ "subscription": "Y", "recurring_data": [] }));
    refused(&shop.ask_2_0("/api/checkout/url", &listed), 1007);
    assert!(shop.books().orders().is_empty());
}
