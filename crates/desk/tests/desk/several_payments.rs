//! Links that can be paid several times, and links that ask for shipping.

use desk::{
    domain::{TillError, error::Field},
    view::{NewSaleForm, SaleView},
};
use practice::global_payments::{Behaviour, LinkStatus, Usage};

use crate::rig::{Call, Rig, change_form, refund_form, story, word};

async fn make(rig: &Rig, minor: &str, edit: impl FnOnce(&mut NewSaleForm)) -> SaleView {
    let mut form = rig.form(minor);
    edit(&mut form);
    rig.desk().create_link(form).await.unwrap()
}

async fn look(rig: &Rig, sale: &SaleView) -> SaleView {
    rig.desk().check_now(&sale.row.id).await.unwrap()
}

fn customer(sale: &SaleView) -> (String, String) {
    let shown = serde_json::to_value(&sale.customer).unwrap();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    (text(&shown["kind"]), text(&shown["amount"]["minor"]))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_for_several_payments_collects_until_its_limit() {
    let rig = Rig::start().await;
    let sale = make(&rig, "1000", |form| form.use_limit = Some(3)).await;
    assert_eq!((word(&sale).as_str(), sale.row.use_limit), ("WAITING", Some(3)));
    assert_eq!(rig.link_of(&sale).usage, Usage::Multiple { limit: 3 });
    for times in 1..=2 {
        rig.pay(&sale);
        let sale = look(&rig, &sale).await;
        let state = serde_json::to_value(&sale.row.state).unwrap();
        assert_eq!(state["kind"], "COLLECTING");
        assert_eq!((&state["times"], &state["limit"]), (&times.into(), &3.into()));
        assert_eq!(state["paid"]["minor"], (1000 * times).to_string());
        let pay = ("PAY".to_owned(), "1000".to_owned());
        assert_eq!(customer(&sale), pay, "the next customer may pay");
    }
    rig.pay(&sale);
    let sale = look(&rig, &sale).await;
    assert_eq!(word(&sale), "PAID");
    assert_eq!(customer(&sale), ("PAID".to_owned(), "3000".to_owned()));
    assert_eq!(sale.payments.len(), 3);
    let link = rig.link_of(&sale).id;
    assert!(rig.books().pay(&link, "4242424242424242").is_err(), "the provider takes no fourth");
    rig.audit_settled().await;
}

/// What came to its end is read again a few at a time: a look at a link for many payments stays a small thing.
#[tokio::test(flavor = "multi_thread")]
async fn a_look_at_a_link_that_was_paid_many_times_reads_what_is_new() {
    let rig = Rig::start().await;
    let sale = make(&rig, "1000", |form| form.use_limit = Some(60)).await;
    for _ in 0..40 {
        rig.pay(&sale);
    }
    assert_eq!(look(&rig, &sale).await.payments.len(), 40);
    for _ in 0..5 {
        rig.pay(&sale);
    }
    let reads = || rig.network.sent(Call::ReadTransaction);
    let before = reads();
    assert_eq!(look(&rig, &sale).await.payments.len(), 45);
    assert_eq!(reads() - before, 5 + 10, "the five new ones, and some of those that were known");
    rig.audit_settled().await;
}

/// The link's list of payments is not refreshed: the latest one stands in it as it was when the customer opened the page.
#[tokio::test(flavor = "multi_thread")]
async fn a_payment_that_the_link_shows_as_begun_is_found_beside_the_others() {
    let rig = Rig::start().await;
    let behaviour = Behaviour { latest_entry_stays_begun: true, ..Behaviour::default() };
    rig.books().set_behaviour(behaviour);
    let sale = make(&rig, "1000", |form| form.use_limit = Some(3)).await;
    for times in 1..=2 {
        rig.pay(&sale);
        let sale = look(&rig, &sale).await;
        let state = serde_json::to_value(&sale.row.state).unwrap();
        assert_eq!((&state["kind"], &state["times"]), (&"COLLECTING".into(), &times.into()));
    }
    rig.pay(&sale);
    let sale = look(&rig, &sale).await;
    assert_eq!((word(&sale).as_str(), sale.payments.len()), ("PAID", 3));
    rig.audit_settled().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_was_paid_can_be_cancelled_while_it_collects() {
    let rig = Rig::start().await;
    let sale = make(&rig, "1000", |form| form.use_limit = Some(3)).await;
    rig.pay(&sale);
    let sale = look(&rig, &sale).await;
    assert!(sale.link.as_ref().unwrap().can_cancel);
    let sale = rig.desk().cancel_link(&sale.row.id).await.unwrap();
    assert_eq!(word(&sale), "PAID", "what came, came before the cancel");
    assert_eq!(story(&sale).last().unwrap(), "LINK_CLOSED");
    let link = rig.link_of(&sale).id;
    assert_eq!(rig.books().link_status(&link), Some(LinkStatus::Inactive));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_to_one_customer_keeps_the_code_before_the_next() {
    let rig = Rig::start().await;
    let sale = make(&rig, "1000", |form| form.use_limit = Some(3)).await;
    rig.pay(&sale);
    let sale = look(&rig, &sale).await;
    let sale = rig.desk().refund(refund_form(&sale, "1000")).await.unwrap();
    assert_eq!(word(&sale), "COLLECTING");
    assert_eq!(customer(&sale), ("PAY".to_owned(), "1000".to_owned()));
    rig.pay(&sale);
    let sale = look(&rig, &sale).await;
    let state = serde_json::to_value(&sale.row.state).unwrap();
    assert_eq!((&state["times"], &state["paid"]["minor"]), (&2.into(), &"1000".into()));
    rig.audit_settled().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_limit_can_be_raised_but_not_below_what_was_paid() {
    let rig = Rig::start().await;
    let sale = make(&rig, "1000", |form| form.use_limit = Some(3)).await;
    rig.pay(&sale);
    rig.pay(&sale);
    let sale = look(&rig, &sale).await;
    let mut form = change_form(&sale, "1000");
    form.use_limit = Some(2);
    let refused = rig.desk().change_link(form.clone()).await;
    assert_eq!(refused, Err(TillError::InvalidField { field: Field::UseLimit }));
    form.use_limit = Some(5);
    let sale = rig.desk().change_link(form).await.unwrap();
    assert_eq!((word(&sale).as_str(), sale.row.use_limit), ("COLLECTING", Some(5)));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_each_payment_is_of_stays_once_money_is_there_or_reserved() {
    for holds in [false, true] {
        let rig = Rig::start().await;
        let sale = make(&rig, "1000", |form| form.use_limit = Some(3)).await;
        rig.books().set_behaviour(Behaviour { holds, ..Behaviour::default() });
        rig.pay(&sale);
        let sale = look(&rig, &sale).await;
        let sent = rig.network.sent_in_all();
        let refused = rig.desk().change_link(change_form(&sale, "1200")).await;
        assert_eq!(refused, Err(TillError::InvalidField { field: Field::Amount }), "{holds}");
        let mut form = change_form(&sale, "1000");
        form.shipping_minor = Some("200".to_owned());
        let refused = rig.desk().change_link(form.clone()).await;
        assert_eq!(refused, Err(TillError::InvalidField { field: Field::Shipping }), "{holds}");
        assert_eq!(rig.network.sent_in_all(), sent);
        form.shipping_minor = None;
        form.description = "Three chairs".to_owned();
        let sale = rig.desk().change_link(form).await.unwrap();
        assert_eq!((sale.row.what_for.as_str(), sale.row.amount.minor()), ("Three chairs", 1000));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_limit_below_what_is_paid_or_reserved_is_refused() {
    let rig = Rig::start().await;
    let sale = make(&rig, "1000", |form| form.use_limit = Some(4)).await;
    rig.pay(&sale);
    rig.books().set_behaviour(Behaviour { holds: true, ..Behaviour::default() });
    rig.pay(&sale);
    let sale = look(&rig, &sale).await;
    let mut form = change_form(&sale, "1000");
    form.use_limit = Some(2);
    let refused = rig.desk().change_link(form).await;
    assert_eq!(refused, Err(TillError::InvalidField { field: Field::UseLimit }));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_shipping_costs_is_part_of_what_the_customer_pays() {
    let rig = Rig::start().await;
    let sale = make(&rig, "2500", |form| form.shipping_minor = Some("350".to_owned())).await;
    assert_eq!(sale.row.amount.minor(), 2500);
    assert_eq!(sale.row.shipping.unwrap().minor(), 350);
    assert_eq!(customer(&sale), ("PAY".to_owned(), "2850".to_owned()));
    rig.pay(&sale);
    let sale = look(&rig, &sale).await;
    assert_eq!(word(&sale), "PAID");
    assert_eq!(sale.payments[0].amount.minor(), 2850);
    rig.audit_settled().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_with_a_limit_or_a_cost_that_no_link_has_is_refused_before_anything_is_sent() {
    let rig = Rig::start().await;
    let sent = rig.network.sent_in_all();
    for limit in [0, 1, 1_001] {
        let mut form = rig.form("1000");
        form.use_limit = Some(limit);
        let refused = rig.desk().create_link(form).await;
        assert_eq!(refused, Err(TillError::InvalidField { field: Field::UseLimit }));
    }
    let mut form = rig.form("1000");
    form.shipping_minor = Some("cheap".to_owned());
    let refused = rig.desk().create_link(form).await;
    assert_eq!(refused, Err(TillError::InvalidField { field: Field::Shipping }));
    assert_eq!(rig.network.sent_in_all(), sent);
}
