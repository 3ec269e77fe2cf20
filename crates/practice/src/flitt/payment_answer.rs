//! The final payment answer: what status, callbacks and reports tell of an order
//! (fact sheet, 3.7.2). Empty fields are there as `""`, and the types are the printed ones.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

use super::behaviour::Behaviour;
use super::cards::Card;
use super::gateway::Gateway;
use super::money::major_number;
use super::order::{Order, OrderKind, OrderStatus, Payment};
use super::params::Params;
use super::refusal::describe;
use crate::minor_units::MinorUnits;

/// A moment as answers write it. No source names the zone (fact sheet, 3.7.2); here it is UTC.
pub(super) fn written(moment: DateTime<Utc>) -> String {
    moment.format("%d.%m.%Y %H:%M:%S").to_string()
}

/// All that is told of `order` at `now`, without a signature.
pub(super) fn of(
    gateway: &Gateway,
    behaviour: &Behaviour,
    order: &Order,
    now: DateTime<Utc>,
) -> Params {
    let status = order.status(now);
    let payment = order.payment.as_ref().filter(|payment| payment.approved <= now);
    let failed = order.declined_tries.last().filter(|_| {
        matches!(status, OrderStatus::Processing | OrderStatus::Declined) && order.payment.is_none()
    });
    let card =
        payment.and_then(|payment| payment.card.as_ref()).or(failed.map(|declined| &declined.card));
    let merchant =
        behaviour.merchant_id_in_answer.unwrap_or(gateway.shop().credentials.merchant_id);
    let shown = |lie: &Option<String>, truth: &str| Value::from(lie.as_deref().unwrap_or(truth));
    let of_payment = |lie: &Option<String>, truth: fn(&Payment) -> String| {
        payment.map_or(Value::from(""), |payment| shown(lie, &truth(payment)))
    };
    let card_text = |text: fn(&Card) -> String| card.map(text).unwrap_or_default();
    let mut params = Params::from_iter([
        ("order_id", shown(&behaviour.order_id_in_answer, order.id.as_str())),
        ("merchant_id", Value::from(merchant.get())),
        ("payment_id", Value::from(order.payment_id.get())),
        ("order_status", shown(&behaviour.order_status_in_answer, status.word())),
        ("response_status", Value::from("success")),
        ("response_code", failed.map_or(Value::from(""), |declined| declined.code.into())),
        ("tran_type", shown(&behaviour.tran_type_in_answer, order.kind.word())),
        ("amount", shown(&behaviour.amount_in_answer, &order.amount.to_string())),
        ("currency", shown(&behaviour.currency_in_answer, order.currency.code())),
        (
            "actual_amount",
            payment.map_or(Value::from(""), |payment| {
                let actual = confirmed_capture(order, now)
                    .filter(|_| behaviour.actual_amount_is_what_was_captured)
                    .unwrap_or(payment.amount);
                shown(&behaviour.actual_amount_in_answer, &actual.to_string())
            }),
        ),
        (
            "actual_currency",
            of_payment(&behaviour.actual_currency_in_answer, |payment| {
                payment.currency.code().to_owned()
            }),
        ),
        (
            "reversal_amount",
            shown(&behaviour.reversal_amount_in_answer, &order.reversed(now).to_string()),
        ),
        ("settlement_amount", Value::from("0")),
        ("card_bin", card.and_then(|card| card.first6.parse().ok()).map_or("".into(), u64_value)),
        ("additional_info", additional_info(behaviour, order, now)),
    ]);
    let described = failed.map_or("", |declined| describe(declined.code));
    let taken = |text: fn(&Payment) -> &str| payment.map_or("", text);
    let texts: [(&str, &str); 21] = [
        ("response_description", described),
        ("order_time", &written(order.time_created)),
        ("masked_card", &card_text(Card::masked)),
        ("card_type", &card_text(|card| card.brand.clone())),
        ("payment_system", if card.is_some() { "card" } else { "" }),
        ("eci", payment.and(card).map_or("", Card::eci)),
        ("approval_code", taken(|payment| &payment.approval_code)),
        ("rrn", taken(|payment| &payment.rrn)),
        ("rectoken", taken(|payment| payment.rectoken.as_deref().unwrap_or_default())),
        ("rectoken_lifetime", &token_lifetime(payment)),
        ("verification_status", verification_status(order, payment)),
        ("sender_email", &order.terms.sender_email),
        ("product_id", &order.terms.product_id),
        ("merchant_data", &order.terms.merchant_data),
        ("settlement_currency", ""),
        ("settlement_date", ""),
        ("fee", ""),
        ("fee_oplata", "0"),
        ("sender_cell_phone", ""),
        ("sender_account", ""),
        ("parent_order_id", parent(order)),
    ];
    for (name, text) in texts {
        params.set(name, text);
    }
    params
}

/// What was captured, once the bank has confirmed it.
fn confirmed_capture(order: &Order, now: DateTime<Utc>) -> Option<MinorUnits> {
    let capture = order.capture.as_ref().filter(|capture| capture.confirmed <= now);
    capture.map(|capture| capture.amount)
}

fn parent(order: &Order) -> &str {
    match &order.kind {
        OrderKind::SubscriptionCharge { parent } => parent.as_str(),
        _ => "",
    }
}

fn u64_value(number: u64) -> Value {
    Value::from(number)
}

/// A kept card can be charged for three years.
fn token_lifetime(payment: Option<&Payment>) -> String {
    let kept = payment.filter(|payment| payment.rectoken.is_some());
    let until = kept
        .and_then(|payment| payment.approved.checked_add_signed(chrono::TimeDelta::days(3 * 365)));
    until.map(written).unwrap_or_default()
}

fn verification_status(order: &Order, payment: Option<&Payment>) -> &'static str {
    match (&order.kind, payment) {
        (OrderKind::Verification, Some(_)) => "verified",
        _ => "",
    }
}

/// A JSON text, unless a lie makes it an object. Most members can be null.
fn additional_info(behaviour: &Behaviour, order: &Order, now: DateTime<Utc>) -> Value {
    let info = Value::Object(info_members(behaviour, order, now));
    if behaviour.additional_info_as_object && order.terms.enveloped {
        info
    } else {
        Value::from(info.to_string())
    }
}

fn info_members(behaviour: &Behaviour, order: &Order, now: DateTime<Utc>) -> Map<String, Value> {
    let capture_status = order.capture_status(now);
    let shown = behaviour.capture_status_in_answer.as_deref().or(capture_status);
    let captured = confirmed_capture(order, now);
    let amount = |amount: MinorUnits| {
        if behaviour.capture_amount_in_minor_units {
            Value::from(amount.get())
        } else {
            major_number(amount)
        }
    };
    let payment = order.payment.as_ref().filter(|payment| payment.approved <= now);
    let card = payment.and_then(|payment| payment.card.as_ref());
    let mut info = Map::new();
    for (name, value) in [
        ("capture_status", json!(shown)),
        ("capture_amount", captured.map_or(Value::Null, amount)),
        ("reservation_data", json!(order.terms.reservation_data)),
        ("transaction_id", payment.map_or(Value::Null, |_| order.payment_id.get().into())),
        ("bank_response_code", Value::Null),
        ("bank_response_description", Value::Null),
        ("client_fee", major_number(MinorUnits::default())),
        ("settlement_fee", major_number(MinorUnits::default())),
        ("bank_name", Value::Null),
        ("bank_country", Value::Null),
        ("card_type", json!(card.map(|card| card.brand.as_str()))),
        ("card_product", Value::Null),
        ("card_category", Value::Null),
        ("timeend", json!(payment.map(|payment| written(payment.approved)))),
        ("ipaddress_v4", Value::Null),
        ("payment_method", json!(card.map(|_| "card"))),
        ("version_3ds", Value::Null),
        ("is_test", json!(behaviour.is_test_in_answer.unwrap_or(true))),
    ] {
        info.insert(name.to_owned(), value);
    }
    info
}
