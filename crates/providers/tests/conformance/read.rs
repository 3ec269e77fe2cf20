//! Reading a link and the payments on it.

use domain::{
    Outcome, Timestamp,
    payment::{PaymentStatus, SeenPayment},
};
use serde_json::{Value, json};

use crate::support::{
    global_payments, link, link_to_read, list, ok, outcome, play, query, sale, sandbox, with,
};

/// The only payment, where its own record is `transaction`.
fn payment(transaction: &Value) -> SeenPayment {
    let link = with(link(), "transactions/transaction_list", [sale()]);
    let read = global_payments().read_link(&sandbox(), link_to_read());
    match outcome(read, vec![ok(&link), ok(transaction)]) {
        Outcome::Done(mut report) => report.payments.pop().unwrap(),
        other => panic!("no report: {other:?}"),
    }
}

#[test]
fn loose_forms_of_a_transaction_do_no_harm() {
    for transaction in [
        with(sale(), "time_created", ""),
        with(sale(), "payment_method", ""),
        with(sale(), "payment_method/card", Value::Null),
        with(sale(), "action", "TRANSACTION_SINGLE"),
        with(sale(), "risk_assessment", json!([{ "mode": "ACTIVE" }])),
    ] {
        assert_eq!(payment(&transaction).status, PaymentStatus::Paid);
    }
    for (text, moment) in [
        ("2026-11-20T14:05:36Z", "2026-11-20T14:05:36Z"),
        ("2026-11-20T14:05:36", "2026-11-20T14:05:36Z"),
        ("2026-11-20T14:05:36.123456789Z", "2026-11-20T14:05:36.123Z"),
        ("2026-11-20", "2026-11-20T00:00:00Z"),
    ] {
        let seen = payment(&with(sale(), "time_created", text));
        assert_eq!(seen.at, Timestamp::parse(moment), "{text}");
    }
}

#[test]
fn the_search_names_a_window_that_no_zone_can_shift_past_a_payment() {
    let read = global_payments().read_link(&sandbox(), link_to_read());
    let (_, sent) = play(read, vec![ok(&link()), list("transactions", &[])]);
    let query = query(&sent[1]);
    for (name, value) in [
        ("reference", "Table 7 #2-0123456789"),
        ("type", "SALE"),
        ("from_time_created", "2026-11-19"),
        ("to_time_created", "2026-11-21"),
    ] {
        assert!(query.contains(&(name.to_owned(), value.to_owned())), "{name}");
    }
}
