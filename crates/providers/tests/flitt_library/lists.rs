//! Lists: the transactions of an order, the old report, and receipts.

use domain::Money;
use providers::flitt::{
    CaptureStatus, Fault, FieldFault, FiscalData, FlittError, Members, NotASum, OldReport,
    OrderStatus, RefusalKind, ReportTime, TranType, TransactionListQuery, Unreadable, Unsendable,
};
use serde_json::{Value, json};

use crate::stage::{FORM, gel, members, merchant, order_id, read, sent};

#[test]
fn transactions_count_major_units() {
    let call = TransactionListQuery { order_id: order_id() }.call().unwrap();
    let rows = json!([
        {
            "id": 2_008_762_318, "payment_id": 800_000_001, "tran_type": "purchase",
            "amount": 302.35, "currency": "GEL", "actual_amount": "20.0", "actual_currency": "UAH",
            "capture_amount": 1, "capture_status": "captured", "transaction_status": "approved",
            "preauth": true, "istest": "Y", "response_code": "", "timestart": "09.10.2024 21:20:46",
        },
        { "tran_type": "reverse", "reversal_amount": 0.5, "currency": "GEL", "preauth": "N" },
    ]);
    let list = read(&call, &rows).unwrap();
    let [Ok(purchase), Ok(reverse)] = list.as_slice() else { panic!("{list:?}") };
    let uah = |minor| Money::new(minor, "UAH".parse().unwrap());
    assert_eq!(purchase.amount.as_ref().unwrap().money(), Ok(gel(30_235)));
    assert_eq!(purchase.actual.as_ref().unwrap().money(), Ok(uah(2_000)));
    assert_eq!(purchase.capture.as_ref().unwrap().money(), Ok(uah(100)));
    assert_eq!(purchase.capture_status, Some(CaptureStatus::Captured));
    assert_eq!((purchase.preauth, purchase.is_test), (Some(true), Some(true)));
    assert_eq!(purchase.tran_type, TranType::Purchase);
    assert_eq!(reverse.reversal.as_ref().unwrap().money(), Ok(gel(50)));
    assert_eq!((reverse.preauth, reverse.amount.as_ref()), (Some(false), None));
    assert_eq!(read(&call, &json!([])), Ok(Vec::new()));
}

#[test]
fn a_decimal_becomes_a_sum_by_moving_its_digits() {
    let sum = |written: &str, currency: &str| {
        let row: Members = serde_json::from_str(&format!(r#"{{"a":{written}}}"#)).unwrap();
        let decimal = row.decimal("a").unwrap();
        assert_eq!(decimal.as_str(), written.trim_matches('"'));
        decimal.in_major_units(currency.parse().unwrap()).map(Money::minor)
    };
    for (written, currency, minor) in [
        ("20.0", "GEL", Ok(2_000)),
        ("302.35", "GEL", Ok(30_235)),
        ("0.1", "GEL", Ok(10)),
        ("7", "GEL", Ok(700)),
        ("7.", "GEL", Ok(700)),
        ("0.07", "GEL", Ok(7)),
        ("1.23000", "GEL", Ok(123)),
        ("500.0", "JPY", Ok(500)),
        ("1.234", "KWD", Ok(1_234)),
        ("90071992547409.93", "GEL", Ok(9_007_199_254_740_993)),
        ("1.234", "GEL", Err(NotASum)),
        ("0.5", "JPY", Err(NotASum)),
        ("-1.00", "GEL", Err(NotASum)),
        ("1e3", "GEL", Err(NotASum)),
        ("99999999999999999999", "GEL", Err(NotASum)),
    ] {
        let text = format!("\"{written}\"");
        assert_eq!(sum(&text, currency), minor, "{written} {currency}");
        if !written.ends_with('.') {
            assert_eq!(sum(written, currency), minor, "{written} {currency} as a number");
        }
    }
    for text in ["\"1,5\"", "\".5\"", "\"1.2.3\"", "\"+1\"", "\" 1\"", "\"1.5 GEL\""] {
        assert_eq!(sum(text, "GEL"), Err(NotASum), "{text}");
    }
    assert_eq!(members(&json!({ "a": "" })).decimal("a"), None);
}

#[test]
fn a_refused_list_is_a_refusal() {
    let call = TransactionListQuery { order_id: order_id() }.call().unwrap();
    let no = json!({ "response_status": "failure", "error_code": 1018, "error_message": "no" });
    let Err(FlittError::Refused(refusal)) = read(&call, &no) else { panic!() };
    assert_eq!(refusal.kind, RefusalKind::UnknownOrder);
    let odd = json!({ "response_status": "success" });
    assert_eq!(read(&call, &odd).err(), Some(Unreadable::Format.into()));
    assert_eq!(read(&call, &json!([1])).err(), Some(Unreadable::Format.into()));
}

#[test]
fn lists_come_in_json_only() {
    let call = TransactionListQuery { order_id: order_id() }.call().unwrap();
    assert_eq!(call.sign(&merchant(), FORM).err(), Some(Unsendable::NeedsJson));
}

fn time(text: &str) -> ReportTime {
    ReportTime::new(text).unwrap()
}

#[test]
fn the_old_report_is_asked_by_days_that_exist_and_in_order() {
    for wrong in [
        "",
        "01.01.2023",
        "2023-01-01 00:00:00",
        "31.02.2023 00:00:00",
        "1.1.2023 00:00:00",
        "01.01.2023 24:00:00",
        "01.01.2023  00:00:00",
        "01.01.2023 00:00:00Z",
        "01.01.23 00:00:00",
    ] {
        assert_eq!(ReportTime::new(wrong), None, "{wrong}");
    }
    let [from, to] = [time("31.01.2023 00:00:00"), time("01.02.2023 00:00:00")];
    let report = OldReport { from: from.clone(), to: to.clone() };
    let sent = sent(&report.call().unwrap());
    assert_eq!(sent["date_from"], "31.01.2023 00:00:00");
    assert_eq!(sent["date_to"], "01.02.2023 00:00:00");
    let backwards = OldReport { from: to, to: from.clone() }.call().err();
    let out_of_range = FieldFault { field: "date_to", fault: Fault::OutOfRange };
    assert_eq!(backwards, Some(out_of_range));
    assert!(OldReport { from: from.clone(), to: from }.call().is_ok());
}

#[test]
fn the_old_report_is_a_list_of_orders() {
    let [from, to] = [time("01.01.2023 00:00:00"), time("02.01.2023 00:00:00")];
    let call = OldReport { from, to }.call().unwrap();
    let row = json!({
        "order_id": "order_12345", "order_status": "approved", "amount": "100", "currency": "GEL",
        "merchant_id": 1_549_901,
    });
    let orders = read(&call, &json!([row, row])).unwrap();
    assert_eq!(orders.len(), 2);
    let second = orders[1].as_ref().unwrap();
    assert_eq!((&second.status, second.amount), (&OrderStatus::Approved, Some(gel(100))));
    let odd = json!({ "order_id": "order_12345", "amount": "100", "currency": "GEL" });
    let orders = read(&call, &json!([odd, row])).unwrap();
    let missing = Unreadable::Missing { name: "order_status" };
    assert_eq!(orders[0].as_ref().err(), Some(&missing));
    assert_eq!(orders[1].as_ref().unwrap().order_id, "order_12345");
    let foreign = json!({
        "order_id": "order_1", "order_status": "approved", "merchant_id": 1_549_902,
    });
    let not_ours = FlittError::NotOurs { name: "merchant_id" };
    assert_eq!(read(&call, &json!([row, foreign])).err(), Some(not_ours));
}

#[test]
fn one_odd_transaction_is_told_and_a_foreign_one_is_refused() {
    let call = TransactionListQuery { order_id: order_id() }.call().unwrap();
    let row = json!({ "order_id": "order_12345", "merchant_id": "1549901", "amount": 1.5 });
    for (name, odd) in [
        ("currency", json!("lari")),
        ("payment_id", json!("x")),
        ("order_id", json!({ "a": 1 })),
        ("merchant_id", json!(true)),
        ("merchant_id", json!(null)),
        ("response_code", json!([1])),
    ] {
        let mut unreadable = row.clone();
        unreadable[name] = odd;
        let list = read(&call, &json!([row, unreadable, row])).unwrap();
        assert!(list[0].is_ok() && list[2].is_ok(), "{name}");
        assert_eq!(list[1].as_ref().err(), Some(&Unreadable::Malformed { name }));
    }
    for (name, other) in [("order_id", json!("order_2")), ("merchant_id", json!(1_549_902))] {
        let mut foreign = row.clone();
        foreign[name] = other;
        let list = read(&call, &json!([row, foreign]));
        assert_eq!(list.err(), Some(FlittError::NotOurs { name }));
    }
}

#[test]
fn a_receipt_stays_as_it_came() {
    let call = FiscalData { order_id: order_id() }.call().unwrap();
    let answer = json!({
        "order_id": "order_12345", "fiscalisation_data": { "x": 1 }, "response_status": "success",
    });
    let receipt = read(&call, &answer).unwrap();
    assert_eq!(receipt.object("fiscalisation_data").unwrap().text("x"), Some("1"));
    let no: Value = json!({ "error": "Merchant account not found", "response_status": "success" });
    assert!(matches!(read(&call, &no), Err(FlittError::Refused(_))));
}
