//! A link that staff change: it asks for the old sum until the provider shows the new one.

use desk::{
    domain::{TillError, error::Field},
    view::{LinkWish, SaleView},
};
use providers::{Lane, TransportFault};

use crate::rig::{
    Call, Rig, Then, Trouble, change_form, code, empty_list, payment, refusal, story, word,
};

fn lost() -> Then {
    Then::Fault(TransportFault::TimedOut)
}

async fn change(rig: &Rig, sale: &SaleView, minor: &str) -> SaleView {
    rig.desk().change_link(change_form(sale, minor)).await.unwrap()
}

/// What the watcher does by itself about what is unclear or wished.
async fn settle(rig: &Rig, sale: &SaleView) -> SaleView {
    rig.desk().work_due(Lane::Settling).await;
    rig.rested();
    rig.desk().work_due(Lane::Settling).await;
    rig.sale(sale).await
}

fn asks_for(rig: &Rig, sale: &SaleView) -> u64 {
    rig.link_of(sale).total().get()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_link_asks_for_the_new_sum_and_is_paid_with_it() {
    let rig = Rig::start().await;
    let sale = rig.waiting("2500").await;
    let url = sale.link.as_ref().unwrap().url.clone();
    let mut form = change_form(&sale, "3000");
    form.description = "Three chairs".to_owned();
    form.payable_for = Some(3_600);
    let sale = rig.desk().change_link(form).await.unwrap();
    assert_eq!((word(&sale).as_str(), sale.row.amount.minor()), ("WAITING", 3000));
    assert_eq!(sale.row.what_for, "Three chairs");
    let link = sale.link.as_ref().unwrap();
    assert_eq!((&link.url, link.wish), (&url, None), "the customer's address stays");
    assert_eq!(link.expires_at.unwrap().0.rfc3339(), "2026-11-20T11:00:00.000Z");
    assert_eq!(story(&sale)[3..], ["CHANGE_ASKED", "LINK_CHANGED"]);
    let there = rig.link_of(&sale);
    assert_eq!((there.total().get(), there.description.as_str()), (3000, "Three chairs"));
    rig.pay(&sale);
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    assert_eq!(word(&sale), "PAID");
    rig.audit_settled().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn until_the_provider_shows_the_change_the_link_asks_for_the_old_sum() {
    for (trouble, there) in [(Trouble::Acted(lost()), 3000), (Trouble::Unheard(lost()), 2500)] {
        let told = format!("{trouble:?}");
        let rig = Rig::start().await;
        let sale = rig.waiting("2500").await;
        rig.network.once(Call::AlterLink, trouble);
        let sale = change(&rig, &sale, "3000").await;
        assert_eq!((word(&sale).as_str(), sale.row.amount.minor()), ("WAITING", 2500), "{told}");
        assert_eq!(sale.link.as_ref().unwrap().wish, Some(LinkWish::Change), "{told}");
        assert_eq!(asks_for(&rig, &sale), there, "{told}");
        let sale = settle(&rig, &sale).await;
        assert_eq!((word(&sale).as_str(), sale.row.amount.minor()), ("WAITING", 3000), "{told}");
        assert_eq!(sale.link.as_ref().unwrap().wish, None, "{told}");
        assert_eq!(asks_for(&rig, &sale), 3000, "{told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_the_provider_refuses_changes_nothing() {
    let rig = Rig::start().await;
    let sale = rig.waiting("2500").await;
    let no = refusal(400, "INVALID_REQUEST_DATA", "40213", "unexpected data");
    rig.network.once(Call::AlterLink, Trouble::Unheard(Then::Answer(no)));
    let sale = change(&rig, &sale, "3000").await;
    assert_eq!((word(&sale).as_str(), sale.row.amount.minor()), ("WAITING", 2500));
    let link = sale.link.as_ref().unwrap();
    assert_eq!(code(link.wish_error.as_ref().unwrap()), "API_ERROR");
    assert_eq!((link.wish, link.can_change), (None, true));
    rig.pay(&sale);
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    assert_eq!((word(&sale).as_str(), payment(&sale).amount.minor()), ("PAID", 2500));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_old_sum_paid_before_the_change_was_made_is_a_paid_sale() {
    let rig = Rig::start().await;
    let sale = rig.waiting("2500").await;
    rig.pay(&sale);
    let sale = change(&rig, &sale, "3000").await;
    assert_eq!((word(&sale).as_str(), sale.row.amount.minor()), ("PAID", 2500));
    assert_eq!(sale.link.as_ref().unwrap().wish, None);
    assert_eq!(rig.network.sent(Call::AlterLink), 0);
    rig.audit_settled().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_new_sum_paid_before_the_till_knew_of_it_is_a_paid_sale() {
    let rig = Rig::start().await;
    let sale = rig.waiting("2500").await;
    rig.network.once(Call::AlterLink, Trouble::Acted(lost()));
    let sale = change(&rig, &sale, "3000").await;
    assert_eq!(sale.row.amount.minor(), 2500);
    rig.pay(&sale);
    let sale = settle(&rig, &sale).await;
    assert_eq!((word(&sale).as_str(), sale.row.amount.minor()), ("PAID", 3000));
    assert_eq!(payment(&sale).amount.minor(), 3000);
    rig.audit_settled().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn which_sum_was_paid_is_not_guessed_while_the_payment_does_not_show() {
    let rig = Rig::start().await;
    let sale = rig.waiting("2500").await;
    rig.network.once(Call::AlterLink, Trouble::Acted(lost()));
    let sale = change(&rig, &sale, "3000").await;
    rig.pay(&sale);
    rig.network.always(Call::FindTransactions, Trouble::Unheard(Then::Answer(empty_list())));
    rig.network.always(Call::ReadTransaction, Trouble::Unheard(lost()));
    let unsure = settle(&rig, &sale).await;
    assert_eq!((word(&unsure).as_str(), unsure.payments.len()), ("NOT_SURE", 0));
    assert_eq!(unsure.link.as_ref().unwrap().wish, Some(LinkWish::Change));
    rig.network.heal();
    rig.rested();
    let sale = settle(&rig, &sale).await;
    assert_eq!((word(&sale).as_str(), sale.row.amount.minor()), ("PAID", 3000));
    assert_eq!(sale.link.as_ref().unwrap().wish, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancel_takes_the_place_of_a_change_that_is_still_wished() {
    let rig = Rig::start().await;
    let sale = rig.waiting("2500").await;
    rig.network.once(Call::AlterLink, Trouble::Unheard(lost()));
    let sale = change(&rig, &sale, "3000").await;
    let sale = rig.desk().cancel_link(&sale.row.id).await.unwrap();
    assert_eq!((word(&sale).as_str(), sale.row.amount.minor()), ("CLOSED", 2500));
    let late = rig.desk().change_link(change_form(&sale, "3000")).await;
    assert_eq!(late, Err(TillError::LinkOver));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_checked_as_a_new_sale_is_and_costs_no_request_where_it_is_wrong() {
    let rig = Rig::start().await;
    let sale = rig.waiting("2500").await;
    let sent = rig.network.sent_in_all();
    let refused = async |change: &dyn Fn(&mut desk::view::ChangeForm)| {
        let mut form = change_form(&sale, "3000");
        change(&mut form);
        rig.desk().change_link(form).await.unwrap_err()
    };
    let invalid = |field| TillError::InvalidField { field };
    assert_eq!(code(&refused(&|form| form.amount_minor = "0".to_owned()).await), "INVALID_AMOUNT");
    let empty = refused(&|form| form.description = "  ".to_owned()).await;
    assert_eq!(empty, TillError::MissingRequiredFields { fields: vec![Field::Description] });
    let long = refused(&|form| form.description = "x".repeat(1_000)).await;
    assert_eq!(code(&long), "TEXT_TOO_LONG");
    assert_eq!(refused(&|form| form.payable_for = Some(1)).await, invalid(Field::PayableFor));
    assert_eq!(refused(&|form| form.use_limit = Some(1)).await, invalid(Field::UseLimit));
    let shipping = refused(&|form| form.shipping_minor = Some("-1".to_owned())).await;
    assert_eq!(shipping, invalid(Field::Shipping));
    assert_eq!(rig.network.sent_in_all(), sent);
    assert_eq!(rig.sale(&sale).await.link.unwrap().wish, None);
}
