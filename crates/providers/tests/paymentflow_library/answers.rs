//! What is read of answers, also of such as nobody promised.

use domain::Timestamp;
use providers::paymentflow::{
    Customer, PaymentStatus, Refund, RefundReason, RefundStatus, SeenReason, customers, payments,
    refunds,
};
use serde_json::{Value, json};

use crate::stage::{money, new_payment, payment, read, response, told_payment, with};

fn refund(told: &Value) -> Refund {
    read(&refunds::retrieve(&"ref_abc123".parse().unwrap()), told).unwrap()
}

fn told_refund() -> Value {
    json!({ "id": "ref_abc123", "payment_id": "pay_abc123", "amount": 1000, "currency": "EUR" })
}

fn customer(told: &Value) -> Customer {
    read(&customers::retrieve(&"cus_abc123".parse().unwrap()), told).unwrap()
}

#[test]
fn a_payment_is_read_whole() {
    let told = json!({
        "id": "pay_abc123", "object": "payment", "status": "failed", "amount": 2500,
        "currency": "USD", "customer_email": "n@shop.example", "description": "ყავა 😀",
        "metadata": { "intent_id": "i-1" }, "created": 1_767_225_600, "amount_refunded": 100,
        "failure_code": "insufficient_funds", "checkout_url": "https://pay.example/c?x=1#y",
        "unknown": { "deep": [1, { "a": null }] },
    });
    let payment = read(&payments::create(&new_payment()).unwrap(), &told).unwrap();
    assert_eq!(payment.id.as_str(), "pay_abc123");
    assert_eq!(payment.status, PaymentStatus::Failed);
    assert_eq!(payment.amount, Some(money(2_500, "USD")));
    assert_eq!(payment.customer_email.unwrap().as_str(), "n@shop.example");
    assert_eq!(payment.description.unwrap().as_str(), "ყავა 😀");
    assert_eq!(payment.created, Timestamp::from_millis(1_767_225_600_000));
    assert_eq!(payment.amount_refunded, Some(Ok(money(100, "USD"))));
    assert_eq!(payment.failure_code.as_deref(), Some("insufficient_funds"));
    assert_eq!(payment.checkout_url.as_deref(), Some("https://pay.example/c?x=1#y"));
}

#[test]
fn what_is_absent_or_null_is_none_and_not_something_else() {
    let nulls = json!({
        "id": "pay_abc123", "status": null, "amount": null, "currency": null, "created": null,
        "customer_email": null, "description": "", "metadata": null, "amount_refunded": null,
        "failure_code": null, "checkout_url": null,
    });
    for told in [json!({ "id": "pay_abc123" }), nulls] {
        let payment = payment(&told).unwrap();
        assert_eq!(payment.status, PaymentStatus::Unknown(String::new()));
        assert_eq!((payment.amount, payment.amount_refunded), (None, None));
        assert_eq!((payment.customer_email, payment.description), (None, None));
        assert_eq!(
            (payment.created, payment.failure_code, payment.checkout_url),
            (None, None, None)
        );
        assert!(!payment.metadata.is_told());
    }
}

#[test]
fn the_states_of_a_payment_are_the_documented_words_and_nothing_like_them() {
    for (word, status) in [
        ("pending", PaymentStatus::Pending),
        ("processing", PaymentStatus::Processing),
        ("succeeded", PaymentStatus::Succeeded),
        ("failed", PaymentStatus::Failed),
        ("cancelled", PaymentStatus::Cancelled),
    ] {
        let read = payment(&with(told_payment(), "status", word.into())).unwrap().status;
        assert_eq!((read.word(), &read), (word, &status));
    }
    for word in ["Succeeded", "succeeded ", "paid", "requires_action", "canceled"] {
        let read = payment(&with(told_payment(), "status", word.into())).unwrap().status;
        assert_eq!(read, PaymentStatus::Unknown(word.to_owned()));
    }
    for odd in [json!(true), json!(["succeeded"]), json!({ "succeeded": 1 })] {
        let read = payment(&with(told_payment(), "status", odd)).unwrap().status;
        assert_eq!(read, PaymentStatus::Unknown(String::new()));
    }
}

#[test]
fn a_sum_may_be_text_and_its_currency_is_the_answers_own() {
    for (amount, currency, sum) in [
        (json!("2500"), "USD", money(2_500, "USD")),
        (json!(0), "EUR", money(0, "EUR")),
        (json!(2500), "usd", money(2_500, "USD")),
        (json!(7), "JPY", money(7, "JPY")),
        (json!(u64::MAX), "KWD", money(u64::MAX, "KWD")),
        (json!("18446744073709551615"), "KWD", money(u64::MAX, "KWD")),
        // More than any floating-point number of the usual size can hold.
        (json!(9_007_199_254_740_993_u64), "USD", money(9_007_199_254_740_993, "USD")),
    ] {
        let told = with(with(told_payment(), "amount", amount), "currency", currency.into());
        assert_eq!(payment(&told).unwrap().amount, Some(sum));
    }
    let without = json!({ "id": "pay_abc123", "amount": 2500, "amount_refunded": 1 });
    let without = payment(&without).unwrap();
    assert_eq!((without.amount, without.amount_refunded), (None, None));
}

#[test]
fn a_refunded_sum_that_cannot_be_read_is_told_as_such_and_spoils_nothing_else() {
    for odd in [json!(-1), json!(1.5), json!("1,00"), json!([1]), json!({}), json!(true)] {
        let told = with(told_payment(), "amount_refunded", odd);
        let payment = payment(&told).unwrap();
        assert!(matches!(payment.amount_refunded, Some(Err(_))));
        assert_eq!(payment.amount, Some(money(2_500, "USD")));
    }
}

#[test]
fn a_moment_is_seconds_as_number_or_text_or_a_date() {
    let moment = Timestamp::from_millis(1_767_225_600_000);
    for told in [json!(1_767_225_600), json!("1767225600"), json!("2026-01-01T00:00:00Z")] {
        assert_eq!(payment(&with(told_payment(), "created", told)).unwrap().created, moment);
    }
    let millis = json!(1_767_225_600_000_u64);
    for odd in [json!("soon"), millis, json!(i64::MAX), json!(-1), json!(1.5), json!([])] {
        assert_eq!(payment(&with(told_payment(), "created", odd)).unwrap().created, None);
    }
}

#[test]
fn a_refund_is_read_whole_and_in_part() {
    let told = json!({
        "id": "ref_abc123", "payment_id": "pay_abc123", "amount": "1000", "currency": "EUR",
        "reason": "duplicate", "status": "completed", "created": 1_767_225_600,
        "metadata": { "intent_id": "r-1" },
    });
    let whole = refund(&told);
    assert_eq!((whole.id.as_str(), whole.payment_id.as_str()), ("ref_abc123", "pay_abc123"));
    assert_eq!(whole.amount, Some(money(1_000, "EUR")));
    assert_eq!(whole.reason, Some(SeenReason::Known(RefundReason::Duplicate)));
    assert_eq!(whole.status, RefundStatus::Completed);
    assert!(whole.created.is_some() && whole.metadata.is_told());
    let part = refund(&told_refund());
    assert_eq!((part.reason, part.created), (None, None));
    assert_eq!(part.status, RefundStatus::Unknown(String::new()));
}

#[test]
fn the_words_of_a_refund_survive() {
    for (word, status) in [
        ("pending", RefundStatus::Pending),
        ("completed", RefundStatus::Completed),
        ("failed", RefundStatus::Failed),
        ("reversed", RefundStatus::Unknown("reversed".to_owned())),
    ] {
        assert_eq!(refund(&with(told_refund(), "status", word.into())).status, status);
    }
    for reason in RefundReason::ALL {
        let told = with(told_refund(), "reason", reason.word().into());
        assert_eq!(refund(&told).reason, Some(SeenReason::Known(reason)));
    }
    let told = with(told_refund(), "reason", "goodwill".into());
    assert_eq!(refund(&told).reason, Some(SeenReason::Unknown("goodwill".to_owned())));
}

#[test]
fn a_customer_is_read_whole_and_in_part() {
    let whole = customer(&json!({
        "id": "cus_abc123", "email": "n@shop.example", "name": "ნინო", "phone": 995_555_123_456_u64,
        "metadata": { "vip": "true" }, "created": 1,
    }));
    assert_eq!(whole.email.unwrap().as_str(), "n@shop.example");
    assert_eq!(whole.name.unwrap().as_str(), "ნინო");
    assert_eq!(whole.phone.unwrap().as_str(), "995555123456");
    assert!(whole.metadata.is_told() && whole.created.is_some() && !whole.deleted);
    let gone = customer(&json!({ "id": "cus_abc123", "deleted": true }));
    assert_eq!((gone.email, gone.name, gone.phone, gone.deleted), (None, None, None, true));
}

#[test]
fn a_deletion_says_whether_the_customer_is_gone() {
    let call = customers::delete(&"cus_abc123".parse().unwrap());
    for (deleted, gone) in [(json!(true), true), (json!("true"), true), (json!(false), false)] {
        let told = json!({ "id": "cus_abc123", "deleted": deleted });
        assert_eq!(read(&call, &told).unwrap().deleted, gone);
    }
    for told in [
        json!({ "id": "cus_abc123" }),
        json!({ "id": "cus_abc123", "deleted": null }),
        json!({ "deleted": true }),
        json!({ "id": "cus_other", "deleted": true }),
    ] {
        assert!(read(&call, &told).is_err(), "{told}");
    }
}

#[test]
fn each_status_of_success_is_read() {
    let call = payments::create(&new_payment()).unwrap();
    for status in [200, 201, 202] {
        assert!(call.read(Ok(&response(status, told_payment().to_string()))).is_ok());
    }
}
