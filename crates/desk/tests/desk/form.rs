//! What staff type wrongly is told at once, by the field, before anything is recorded or sent.

use desk::view::NewSaleForm;
use serde_json::{Value, json};

use crate::rig::{Rig, press};

async fn refused(rig: &Rig, change: impl FnOnce(&mut NewSaleForm)) -> Value {
    let mut form = rig.form("2500");
    change(&mut form);
    let error = rig.desk().create_link(form).await.unwrap_err();
    serde_json::to_value(&error).unwrap()
}

fn amount(fault: &str) -> Value {
    json!({ "code": "INVALID_AMOUNT", "fault": fault })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_form_is_told_by_its_field_and_leaves_nothing_behind() {
    let rig = Rig::start().await;
    let sent_before = rig.network.sent_in_all();

    let empty = refused(&rig, |form| form.amount_minor.clear()).await;
    assert_eq!(empty, json!({ "code": "MISSING_REQUIRED_FIELDS", "fields": ["AMOUNT"] }));
    for (typed, fault) in [
        ("0", "ZERO"),
        ("-1", "NEGATIVE"),
        ("25.00", "NOT_A_NUMBER"),
        ("25x", "NOT_A_NUMBER"),
        ("1.234,50", "NOT_A_NUMBER"),
        ("999999999999999999999999", "TOO_LARGE"),
    ] {
        let told = refused(&rig, |form| form.amount_minor = typed.to_owned()).await;
        assert_eq!(told, amount(fault), "{typed}");
    }
    let foreign = refused(&rig, |form| form.currency = "USD".to_owned()).await;
    let offered = json!(["EUR", "GBP"]);
    assert_eq!(
        foreign,
        json!({ "code": "CURRENCY_NOT_OFFERED", "currency": "USD", "offered": offered })
    );
    let unusable = refused(&rig, |form| form.reference = "!?€".to_owned()).await;
    assert_eq!(unusable, json!({ "code": "MISSING_REQUIRED_FIELDS", "fields": ["REFERENCE"] }));
    let long = refused(&rig, |form| form.description = "x".repeat(251)).await;
    assert_eq!(
        long,
        json!({ "code": "TEXT_TOO_LONG", "field": "DESCRIPTION", "limit": 250, "length": 251 })
    );
    let card = refused(&rig, |form| form.staff_note = "4242 4242 4242 4242".to_owned()).await;
    assert_eq!(card, json!({ "code": "CARD_NUMBER_IN_TEXT", "field": "STAFF_NOTE" }));
    let never = refused(&rig, |form| form.payable_for = 0).await;
    assert_eq!(never, json!({ "code": "INVALID_FIELD", "field": "PAYABLE_FOR" }));
    let nobody = refused(&rig, |form| form.account = press()).await;
    assert_eq!(nobody, json!({ "code": "NOT_FOUND" }));

    assert_eq!(rig.rows().await, []);
    assert_eq!((rig.links_made(), rig.network.sent_in_all()), (0, sent_before));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_put_right_is_sent_by_the_same_press() {
    let rig = Rig::start().await;
    let mut form = rig.form("0");
    rig.desk().create_link(form.clone()).await.unwrap_err();
    form.amount_minor = "2500".to_owned();
    let sale = rig.desk().create_link(form).await.unwrap();
    assert_eq!(rig.link_of(&sale).amount.get(), 2500);
}
