//! Answers of success that can't be understood: each of them proves no more than no answer at all.

use providers::paymentflow::{Call, PaymentFlowError, Unreadable, customers, payments, refunds};
use serde_json::{Value, json};

use crate::stage::{new_payment, new_refund, pay, payment, read, response, told_payment, with};

#[track_caller]
fn unreadable<A: std::fmt::Debug>(call: &Call<A>, body: &str) -> Unreadable {
    match call.read(Ok(&response(200, body))) {
        Err(PaymentFlowError::Unreadable(why)) => why,
        other => panic!("{body}: {other:?}"),
    }
}

#[test]
fn what_is_no_object_is_not_read() {
    let whole = told_payment().to_string();
    let cut = &whole[..whole.len() - 2];
    let deep = format!("{{\"id\":\"pay_1\",\"x\":{}1{}}}", "[".repeat(50_000), "]".repeat(50_000));
    for body in [
        "",
        " ",
        "null",
        "true",
        "0",
        "\"pay_1\"",
        "[]",
        "[{}]",
        "<html>maintenance</html>",
        cut,
        "{",
        "{\"id\"",
        "{\"id\":\"pay_1\"",
        "{\"id\":\"pay_1\",\"id\":\"pay_2\"}",
        "{\"id\":\"\\ud800\"}",
        "{\"id\":\"pay_1\"}{}",
        "{'id':'pay_1'}",
    ] {
        let create = payments::create(&new_payment()).unwrap();
        assert_eq!(unreadable(&create, body), Unreadable::Format, "{body}");
        assert_eq!(unreadable(&refunds::create(&new_refund()), body), Unreadable::Format);
        let list = payments::list(&<_>::default()).unwrap();
        assert_eq!(unreadable(&list, body), Unreadable::Format);
        let delete = customers::delete(&"cus_1".parse().unwrap());
        assert_eq!(unreadable(&delete, body), Unreadable::Format);
    }
    let retrieve = payments::retrieve(&pay("pay_1"));
    let invalid = response(200, b"{\"id\":\"pay_\xff\"}".as_slice());
    assert_eq!(retrieve.read(Ok(&invalid)).err(), Some(Unreadable::Format.into()));
    // Deep nesting is told or passed over, and never ends the program.
    let _ = retrieve.read(Ok(&response(200, deep)));
}

#[test]
fn an_answer_without_an_id_is_none() {
    let create = payments::create(&new_payment()).unwrap();
    for body in ["{}", "{\"id\":null}", "{\"id\":\"\"}", "{\"error\":{\"message\":\"no\"}}"] {
        assert_eq!(unreadable(&create, body), Unreadable::Missing { name: "id" }, "{body}");
    }
    for id in [json!("a/b"), json!(".."), json!("a b"), json!({}), json!(["pay_1"]), json!(true)] {
        let body = json!({ "id": id }).to_string();
        assert_eq!(unreadable(&create, &body), Unreadable::Malformed { name: "id" }, "{body}");
    }
}

#[test]
fn a_sum_that_cannot_be_meant_is_never_taken_for_none() {
    let malformed = Unreadable::Malformed { name: "amount" };
    for amount in [
        "-1",
        "-2500",
        "25.00",
        "2.5e3",
        "1e3",
        "18446744073709551616",
        "99999999999999999999",
        "\"\u{661}\"",
        "\"25.00\"",
        "\"2,500\"",
        "\" 2500\"",
        "\"+2500\"",
        "\"0x10\"",
        "\"NaN\"",
        "[2500]",
        "{\"value\":2500}",
        "true",
    ] {
        let body = format!("{{\"id\":\"pay_1\",\"currency\":\"USD\",\"amount\":{amount}}}");
        assert_eq!(unreadable(&payments::retrieve(&pay("pay_1")), &body), malformed, "{amount}");
    }
}

#[test]
fn a_currency_that_nobody_can_count_is_never_taken_for_none() {
    for currency in
        [json!("XXX"), json!("dollars"), json!("ლარი"), json!(840), json!({}), json!([])]
    {
        let told = with(told_payment(), "currency", currency);
        let malformed = Unreadable::Malformed { name: "currency" };
        assert_eq!(payment(&told).err(), Some(malformed.into()), "{told}");
    }
}

#[test]
fn an_answer_about_something_else_is_refused() {
    let not_ours = |name| Some(PaymentFlowError::from(Unreadable::NotOurs { name }));
    let other = with(told_payment(), "id", "pay_other".into());
    assert_eq!(payment(&other).err(), not_ours("id"));
    assert_eq!(read(&payments::cancel(&pay("pay_abc123")), &other).err(), not_ours("id"));
    // A new one may have any id.
    assert!(read(&payments::create(&new_payment()).unwrap(), &other).is_ok());

    let refund = |payment: Value| json!({ "id": "ref_1", "payment_id": payment, "amount": 1 });
    let create = refunds::create(&new_refund());
    assert_eq!(read(&create, &refund("pay_other".into())).err(), not_ours("payment_id"));
    assert!(read(&create, &refund("pay_abc123".into())).is_ok());
    let missing = Unreadable::Missing { name: "payment_id" };
    assert_eq!(read(&create, &refund(Value::Null)).err(), Some(missing.into()));
    let retrieve = refunds::retrieve(&"ref_2".parse().unwrap());
    assert_eq!(read(&retrieve, &refund("pay_abc123".into())).err(), not_ours("id"));

    let customer = json!({ "id": "cus_other", "email": "a@b" });
    let retrieve = customers::retrieve(&"cus_1".parse().unwrap());
    assert_eq!(read(&retrieve, &customer).err(), not_ours("id"));
}
