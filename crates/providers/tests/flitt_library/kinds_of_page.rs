//! Pages that are for something else than a payment: the check of a card, and a subscription.

use providers::flitt::{
    CheckoutToken, CheckoutUrl, Fault, FieldFault, FlittError, NewOrder, NotProven, Period,
    Protocol, Purpose, ReservationData, Schedule, ScheduleEnd, ScheduleState, ScheduleTime,
    SubscriptionAction, SubscriptionStatus, SubscriptionSwitch, Trial, Unreadable, Unsendable,
    VerificationKind,
};
use serde_json::{Value, json};

use crate::stage::{
    FORM, JSON, XML, enveloped, gel, merchant, order_id, read, response, sent, sent_v2, signed,
};

fn page(purpose: Purpose) -> CheckoutUrl {
    let order = NewOrder { purpose, ..NewOrder::new(order_id(), "x", gel(100)) };
    CheckoutUrl { order }
}

#[test]
fn a_card_is_checked_by_code_or_by_amount() {
    for (kind, word) in [(VerificationKind::Code, "code"), (VerificationKind::Amount, "amount")] {
        let call = page(Purpose::Verification(Some(kind))).call().unwrap();
        let sent = sent(&call);
        assert_eq!(
            (&sent["verification"], &sent["verification_type"]),
            (&json!("Y"), &json!(word))
        );
    }
    // The documentation knows no more than this.
    let plain = sent(&page(Purpose::Verification(None)).call().unwrap());
    assert_eq!((&plain["verification"], plain.get("verification_type")), (&json!("Y"), None));
    let payment = sent(&page(Purpose::Payment).call().unwrap());
    assert_eq!(payment.get("verification"), None);
}

/// The schedule that `change` makes, as it is sent.
fn schedule(change: impl FnOnce(&mut Schedule)) -> Result<Value, FieldFault> {
    let mut schedule = Schedule::new(500, Period::Month);
    change(&mut schedule);
    let call = page(Purpose::Subscription(schedule)).call()?;
    let sent = sent_v2(&call);
    assert_eq!(sent["subscription"], "Y");
    Ok(sent["recurring_data"].clone())
}

fn at(text: &str) -> ScheduleTime {
    ScheduleTime::new(text).unwrap()
}

#[test]
fn a_schedule_says_when_and_how_much() {
    let bare = schedule(|_| ()).unwrap();
    assert_eq!(bare, json!({ "amount": 500, "every": 1, "period": "month" }));
    let full = schedule(|schedule| {
        schedule.every = 2;
        schedule.period = Period::Week;
        schedule.start = Some(at("2026-12-01"));
        schedule.end = Some(ScheduleEnd::After(12));
        schedule.trial = Some(Trial { period: Period::Day, quantity: 14 });
        schedule.state = Some(ScheduleState::ShownReadonly);
        schedule.readonly = Some(true);
    });
    assert_eq!(
        full.unwrap(),
        json!({
            "amount": 500, "every": 2, "period": "week", "start_time": "2026-12-01",
            "quantity": 12, "trial_period": "day", "trial_quantity": 14,
            "state": "shown_readonly", "readonly": "y",
        })
    );
    let end = schedule(|schedule| {
        schedule.end = Some(ScheduleEnd::At(at("2027-12-01 00:00:00")));
    });
    assert_eq!(end.unwrap()["end_time"], "2027-12-01 00:00:00");
}

#[test]
fn a_schedule_that_charges_nothing_or_never_is_refused() {
    let field = |field| FieldFault { field, fault: Fault::OutOfRange };
    let amount = schedule(|schedule| schedule.amount = 0).unwrap_err();
    assert_eq!(amount, field("recurring_data.amount"));
    let every = schedule(|schedule| schedule.every = 0).unwrap_err();
    assert_eq!(every, field("recurring_data.every"));
    for times in [0, 1_000_000] {
        let end = schedule(|schedule| schedule.end = Some(ScheduleEnd::After(times)));
        assert_eq!(end.unwrap_err(), field("recurring_data"));
    }
    let trial = Trial { period: Period::Day, quantity: 0 };
    let trial = schedule(|schedule| schedule.trial = Some(trial)).unwrap_err();
    assert_eq!(trial, field("recurring_data"));
}

#[test]
fn a_schedule_takes_days_that_exist() {
    for wrong in [
        "",
        "2026-13-01",
        "2026-02-30",
        "01.12.2026",
        "2026-12-01T00:00:00",
        "2026-12-01 24:00:00",
        "2026-12-01 00:00",
        "2026-12-1",
        "2026-12-01 ",
        "2026-12-01 00:00:00 ",
    ] {
        assert!(ScheduleTime::new(wrong).is_err(), "{wrong}");
    }
    assert_eq!(at("2028-02-29").as_str(), "2028-02-29");
}

#[test]
fn a_subscription_needs_protocol_2() {
    let call = page(Purpose::Subscription(Schedule::new(500, Period::Month))).call().unwrap();
    for protocol in [JSON, FORM, XML] {
        let refused = call.sign(&merchant(), protocol).err();
        assert_eq!(refused, Some(Unsendable::NeedsV2 { name: "recurring_data".into() }));
    }
}

fn switch(action: SubscriptionAction) -> SubscriptionSwitch {
    SubscriptionSwitch { order_id: order_id(), action }
}

#[test]
fn a_subscription_is_stopped_and_started_in_either_protocol() {
    for (action, word) in [(SubscriptionAction::Stop, "stop"), (SubscriptionAction::Start, "start")]
    {
        let call = switch(action).call().unwrap();
        assert_eq!(call.path(), "/subscription");
        assert_eq!(sent(&call)["action"], word);
        assert_eq!(sent_v2(&call)["action"], word);
    }
}

#[test]
fn the_state_that_a_switch_leaves_is_read() {
    let call = switch(SubscriptionAction::Stop).call().unwrap();
    let answer = |status: &str| {
        json!({
            "response_status": "success", "merchant_id": 1_549_901, "order_id": "order_12345",
            "status": status,
        })
    };
    let disabled = answer("disabled");
    assert_eq!(read(&call, &disabled), Ok(SubscriptionStatus::Disabled));
    assert_eq!(read(&call, &signed(answer("active"))), Ok(SubscriptionStatus::Active));
    let body = json!({ "response": enveloped(&disabled) }).to_string();
    let in_v2 = call.read(&merchant(), Protocol::V2, &response(body));
    assert_eq!(in_v2, Ok(SubscriptionStatus::Disabled));
    let paused = SubscriptionStatus::Unknown("paused".into());
    assert_eq!(read(&call, &answer("paused")), Ok(paused));
    assert_eq!(read(&call, &answer("")), Err(Unreadable::Missing { name: "status" }.into()));
    let mut forged = disabled.clone();
    forged["signature"] = "0".repeat(40).into();
    assert_eq!(read(&call, &forged), Err(NotProven::WrongSignature.into()));
    let mut other = disabled;
    other["order_id"] = "order_2".into();
    assert_eq!(read(&call, &other), Err(FlittError::NotOurs { name: "order_id" }));
}

#[test]
fn a_switch_may_be_answered_with_its_own_signature() {
    let call = switch(SubscriptionAction::Stop).call().unwrap();
    let request = sent(&call);
    let answer = json!({
        "response_status": "success", "merchant_id": 1_549_901, "order_id": "order_12345",
        "status": "disabled", "signature": request["signature"],
    });
    // So the documents print it.
    assert_eq!(read(&call, &answer), Ok(SubscriptionStatus::Disabled));
    // The signature of another request is a wrong one, and so is this one's where no such answer is known.
    let wrong = || NotProven::WrongSignature.into();
    let start = switch(SubscriptionAction::Start).call().unwrap();
    assert_eq!(read(&start, &answer), Err(wrong()));
    let body = json!({ "response": answer }).to_string();
    assert_eq!(call.read(&merchant(), Protocol::V2, &response(body)), Err(wrong()));
    let order = NewOrder::new(order_id(), "x", gel(100));
    let checkout = CheckoutUrl { order }.call().unwrap();
    let link = json!({
        "response_status": "success", "checkout_url": "https://x", "payment_id": "1",
        "signature": sent(&checkout)["signature"],
    });
    assert_eq!(read(&checkout, &link).err(), Some(wrong()));
}

#[test]
fn a_widgets_token_comes_bare_in_either_protocol() {
    let call = CheckoutToken { order: NewOrder::new(order_id(), "x", gel(100)) }.call().unwrap();
    let token = "6a".repeat(20);
    let body = json!({ "response": { "response_status": "success", "token": token } }).to_string();
    for protocol in [JSON, Protocol::V2] {
        assert_eq!(call.read(&merchant(), protocol, &response(body.clone())), Ok(token.clone()));
    }
    for protocol in [FORM, XML] {
        assert_eq!(call.sign(&merchant(), protocol).err(), Some(Unsendable::NeedsJson));
    }
}

#[test]
fn reservation_data_is_encoded_once() {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    let mut page = page(Purpose::Payment);
    let mut data = ReservationData {
        phone: Some("+12345678".into()),
        account: Some("id32648480".into()),
        customer_city: Some(String::new()),
        ..ReservationData::default()
    };
    data.further.insert("products".into(), json!([{ "id": 1, "price": 10.5 }]));
    page.order.reservation_data = Some(data.clone());
    let sent = sent(&page.call().unwrap());
    let decoded = STANDARD.decode(sent["reservation_data"].as_str().unwrap()).unwrap();
    assert_eq!(
        serde_json::from_slice::<Value>(&decoded).unwrap(),
        json!({
            "phonemobile": "+12345678", "account": "id32648480",
            "products": [{ "id": 1, "price": 10.5 }],
        })
    );
    for further in [json!("ნინო"), json!([{ "name": "a|b" }]), json!({ "ნ": 1 })] {
        let mut data = data.clone();
        data.further.insert("products".into(), further);
        page.order.reservation_data = Some(data);
        let malformed = FieldFault { field: "reservation_data", fault: Fault::Malformed };
        assert_eq!(page.call().err(), Some(malformed));
    }
    data.customer_name = Some("ნინო".into());
    page.order.reservation_data = Some(data);
    let not_latin = FieldFault { field: "customer_name", fault: Fault::Malformed };
    assert_eq!(page.call().err(), Some(not_latin));
}
