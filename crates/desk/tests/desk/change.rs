//! A link that staff change: it asks for the old sum until the provider shows the new one.

use std::sync::Arc;

use desk::{
    domain::{TillError, error::Field, hold::HoldEndKind},
    view::{ChangeForm, LinkWish, NewSaleForm, SaleView},
};
use practice::global_payments::Behaviour;
use providers::{Lane, TransportFault};
use tokio::sync::Notify;

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
async fn which_sum_was_asked_for_is_told_by_the_link_while_the_payment_does_not_show() {
    let rig = Rig::start().await;
    let sale = rig.waiting("2500").await;
    rig.network.once(Call::AlterLink, Trouble::Acted(lost()));
    let sale = change(&rig, &sale, "3000").await;
    rig.pay(&sale);
    rig.network.always(Call::FindTransactions, Trouble::Unheard(Then::Answer(empty_list())));
    rig.network.always(Call::ReadTransaction, Trouble::Unheard(lost()));
    let unsure = settle(&rig, &sale).await;
    assert_eq!((word(&unsure).as_str(), unsure.payments.len()), ("NOT_SURE", 0));
    assert_eq!((unsure.row.amount.minor(), unsure.link.unwrap().wish), (3000, None));
    rig.network.heal();
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    assert_eq!((word(&sale).as_str(), sale.row.amount.minor()), ("PAID", 3000));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_not_asked_for_ever_of_a_link_whose_money_was_given_up() {
    for (trouble, asked) in [(Trouble::Acted(lost()), 3000), (Trouble::Unheard(lost()), 2500)] {
        let rig = Rig::start().await;
        let sale = rig.waiting("2500").await;
        rig.network.once(Call::AlterLink, trouble);
        let sale = change(&rig, &sale, "3000").await;
        rig.books().set_behaviour(Behaviour { holds: true, ..Behaviour::default() });
        rig.pay(&sale);
        rig.books().set_behaviour(Behaviour::default());
        let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
        rig.end_hold_elsewhere(&sale, HoldEndKind::Release, asked).await;
        let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
        assert!(!payment(&sale).reserved);
        let sale = settle(&rig, &sale).await;
        assert_eq!((sale.row.amount.minor(), sale.link.unwrap().wish), (asked, None));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_several_payments_none_tells_whether_a_change_was_made_but_the_link() {
    for (trouble, limit) in [(Trouble::Acted(lost()), 2), (Trouble::Unheard(lost()), 3)] {
        let told = format!("{trouble:?}");
        let rig = Rig::start().await;
        let form = NewSaleForm { use_limit: Some(3), ..rig.form("1000") };
        let sale = rig.desk().create_link(form).await.unwrap();
        rig.pay(&sale);
        let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
        rig.network.once(Call::AlterLink, trouble);
        let form = ChangeForm { use_limit: Some(2), ..change_form(&sale, "1000") };
        let sale = rig.desk().change_link(form).await.unwrap();
        assert_eq!(sale.row.use_limit, Some(3), "{told}");
        for _ in 1..limit {
            rig.pay(&sale);
        }
        let sale = settle(&rig, &sale).await;
        assert_eq!((word(&sale).as_str(), sale.row.use_limit), ("PAID", Some(limit)), "{told}");
        assert_eq!(sale.link.unwrap().wish, None, "{told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_the_sum_is_not_made_any_more_once_the_old_sum_came() {
    for holds in [false, true] {
        let rig = Rig::start().await;
        let form = NewSaleForm { use_limit: Some(3), ..rig.form("1000") };
        let sale = rig.desk().create_link(form).await.unwrap();
        rig.network.once(Call::AlterLink, Trouble::Unheard(lost()));
        let sale = change(&rig, &sale, "1200").await;
        rig.books().set_behaviour(Behaviour { holds, ..Behaviour::default() });
        rig.pay(&sale);
        rig.books().set_behaviour(Behaviour::default());
        rig.desk().check_now(&sale.row.id).await.unwrap();
        let sale = settle(&rig, &sale).await;
        let state = if holds { "RESERVED" } else { "COLLECTING" };
        assert_eq!((word(&sale).as_str(), sale.row.amount.minor()), (state, 1000));
        assert_eq!((asks_for(&rig, &sale), sale.link.unwrap().wish), (1000, None));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_to_one_tills_change_grants_no_change_of_another_till() {
    let mut rig = Rig::start().await;
    let sale = rig.waiting("2500").await;
    let [one, other] = rig.two_desks().await;
    let words =
        |words: &str| ChangeForm { description: words.to_owned(), ..change_form(&sale, "3000") };
    let let_go = Arc::new(Notify::new());
    rig.network.once(Call::AlterLink, Trouble::Acted(Then::Held(Arc::clone(&let_go))));
    let form = words("Three chairs");
    let changing = tokio::spawn(async move { one.change_link(form).await.map(drop) });
    rig.network.silence().await;
    // The same figures with other words, which nobody hears of.
    rig.network.once(Call::AlterLink, Trouble::Unheard(lost()));
    other.change_link(words("Four chairs")).await.unwrap();
    let_go.notify_one();
    changing.await.unwrap().unwrap();
    let between = rig.sale(&sale).await;
    assert_eq!(between.row.what_for, "Two chairs", "no till was told of any other words");
    assert_eq!(between.link.unwrap().wish, Some(LinkWish::Change));
    let sale = settle(&rig, &sale).await;
    assert_eq!((sale.row.what_for.as_str(), sale.row.amount.minor()), ("Four chairs", 3000));
    assert_eq!(rig.link_of(&sale).description, "Four chairs");
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
    let refused = async |change: &dyn Fn(&mut ChangeForm)| {
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
