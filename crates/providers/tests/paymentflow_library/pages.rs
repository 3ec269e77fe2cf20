//! Lists: rows that can't be read, cursors that lead nowhere, and lists that do not heed what was asked.

use providers::paymentflow::{
    Next, Page, Payment, PaymentFlowError, PaymentsQuery, Refund, RefundsQuery, Unreadable,
    customers, payments, refunds,
};
use serde_json::{Value, json};

use crate::stage::{pay, read};

fn page_after(told: &Value, after: Option<&str>) -> Result<Page<Payment>, PaymentFlowError> {
    let query = PaymentsQuery { starting_after: after.map(pay), ..PaymentsQuery::default() };
    read(&payments::list(&query).unwrap(), told)
}

fn page(told: &Value) -> Page<Payment> {
    page_after(told, None).unwrap()
}

fn rows(ids: &[&str]) -> Value {
    ids.iter().map(|id| json!({ "id": id, "status": "pending" })).collect()
}

#[test]
fn a_page_says_where_the_list_goes_on() {
    let first =
        page(&json!({ "data": rows(&["pay_2", "pay_1"]), "has_more": true, "total_count": 7 }));
    assert_eq!(first.rows().map(|row| row.id.as_str()).collect::<Vec<_>>(), ["pay_2", "pay_1"]);
    assert_eq!((first.has_more, first.total_count), (true, Some(7)));
    assert_eq!(first.next, Next::After(pay("pay_1")));
    assert!(first.is_whole());
    let last = page(&json!({ "data": rows(&["pay_0"]), "has_more": false }));
    assert_eq!((last.next, last.total_count), (Next::End, None));
    let none = page(&json!({ "data": [], "has_more": false, "total_count": "0" }));
    assert_eq!((none.data.len(), none.next, none.total_count), (0, Next::End, Some(0)));
}

#[test]
fn a_row_that_cannot_be_read_hides_none_of_the_others_and_is_told() {
    let told = json!({
        "data": [
            { "id": "pay_4", "amount": 100, "currency": "EUR" },
            { "id": "pay_3", "amount": -1, "currency": "EUR" },
            { "status": "pending" },
            42, null, "pay_x", [{ "id": "pay_y" }],
            { "id": "pay_1", "future": true },
        ],
        "has_more": true,
    });
    let page = page(&told);
    assert_eq!(page.rows().map(|row| row.id.as_str()).collect::<Vec<_>>(), ["pay_4", "pay_1"]);
    assert!(!page.is_whole());
    let bad = page.data[1].as_ref().unwrap_err();
    assert_eq!(bad.id.as_deref(), Some("pay_3"));
    assert_eq!(bad.why, Unreadable::Malformed { name: "amount" });
    let without = page.data[2].as_ref().unwrap_err();
    assert_eq!((without.id.as_deref(), without.why), (None, Unreadable::Missing { name: "id" }));
    for row in &page.data[3..7] {
        assert_eq!(row.as_ref().unwrap_err().why, Unreadable::Format);
    }
    assert_eq!(page.next, Next::After(pay("pay_1")));
}

#[test]
fn the_cursor_is_known_though_its_row_cannot_be_read() {
    let told =
        json!({ "data": [{ "id": "pay_1", "amount": {}, "currency": "EUR" }], "has_more": true });
    let page = page(&told);
    assert_eq!((page.rows().count(), page.next), (0, Next::After(pay("pay_1"))));
}

#[test]
fn more_that_no_cursor_leads_to_is_not_the_end() {
    for data in [json!([]), json!([{ "status": "pending" }]), json!([{ "id": "a/b" }]), json!([7])]
    {
        assert_eq!(page(&json!({ "data": data, "has_more": true })).next, Next::Lost, "{data}");
    }
    // A provider that does not heed the cursor would be asked for ever.
    let same = json!({ "data": rows(&["pay_2", "pay_1"]), "has_more": true });
    assert_eq!(page_after(&same, Some("pay_1")).unwrap().next, Next::Lost);
    assert_eq!(page_after(&same, Some("pay_2")).unwrap().next, Next::After(pay("pay_1")));
}

#[test]
fn a_page_without_its_parts_is_none_and_never_an_empty_list() {
    let missing = |name| Some(PaymentFlowError::from(Unreadable::Missing { name }));
    let malformed = |name| Some(PaymentFlowError::from(Unreadable::Malformed { name }));
    for (told, error) in [
        (json!({}), missing("data")),
        (json!({ "has_more": false }), missing("data")),
        (json!({ "data": null, "has_more": false }), malformed("data")),
        (json!({ "data": {}, "has_more": false }), malformed("data")),
        (json!({ "data": "[]x", "has_more": false }), malformed("data")),
        (json!({ "data": [] }), missing("has_more")),
        (json!({ "data": [], "has_more": null }), malformed("has_more")),
        (json!({ "data": [], "has_more": "perhaps" }), malformed("has_more")),
        (json!({ "data": [], "has_more": {} }), malformed("has_more")),
    ] {
        assert_eq!(page_after(&told, None).err(), error, "{told}");
    }
}

#[test]
fn a_count_that_cannot_be_read_is_not_known() {
    for odd in [json!(-1), json!(1.5), json!("many"), json!([]), json!(null)] {
        assert_eq!(
            page(&json!({ "data": [], "has_more": false, "total_count": odd })).total_count,
            None
        );
    }
}

#[test]
fn refunds_of_another_payment_are_told_as_such() {
    let query = RefundsQuery { payment_id: pay("pay_1"), limit: None, starting_after: None };
    let told = json!({
        "data": [
            { "id": "ref_3", "payment_id": "pay_1", "amount": 1, "currency": "EUR" },
            { "id": "ref_2", "payment_id": "pay_2", "amount": 1, "currency": "EUR" },
            { "id": "ref_1", "amount": 1, "currency": "EUR" },
        ],
        "has_more": false,
    });
    let page: Page<Refund> = read(&refunds::list(&query).unwrap(), &told).unwrap();
    assert_eq!(page.rows().map(|row| row.id.as_str()).collect::<Vec<_>>(), ["ref_3"]);
    let other = page.data[1].as_ref().unwrap_err();
    assert_eq!(other.why, Unreadable::NotOurs { name: "payment_id" });
    assert_eq!(other.id.as_deref(), Some("ref_2"));
    let nobodys = page.data[2].as_ref().unwrap_err();
    assert_eq!(nobodys.why, Unreadable::Missing { name: "payment_id" });
}

#[test]
fn customers_are_listed_like_everything_else() {
    let told = json!({ "data": [{ "id": "cus_1", "email": "a@b" }], "has_more": true });
    let page = read(&customers::list(&<_>::default()).unwrap(), &told).unwrap();
    assert_eq!(page.next, Next::After("cus_1".parse().unwrap()));
}
