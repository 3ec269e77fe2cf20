//! What the customer does, and what staff see of it.

use std::time::Duration;

use desk::{domain::sale_state::SaleState, view::CustomerPage};
use practice::global_payments::DECLINED_CARD;
use providers::TransportFault;
use serde_json::json;

use crate::rig::{Call, Rig, Then, Trouble, payment, refund_form, word};

#[tokio::test(flavor = "multi_thread")]
async fn a_declined_card_leaves_the_link_good() {
    let rig = Rig::start().await;
    let sale = rig.waiting("2500").await;
    rig.pay_with(&sale, DECLINED_CARD);
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    assert_eq!(word(&sale), "CARD_REFUSED");
    assert!(sale.link.as_ref().unwrap().payable);
    assert!(matches!(
        CustomerPage::of(&sale.row, sale.link.as_ref(), &sale.name),
        CustomerPage::Pay { card_refused: true, .. }
    ));
    rig.pay(&sale);
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    assert_eq!(word(&sale), "PAID");
    assert_eq!(sale.payments.iter().filter(|payment| payment.paid).count(), 1);
    rig.audit_settled().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_ends_when_the_provider_says_so_and_not_before() {
    let rig = Rig::start().await;
    let sale = rig.waiting("2500").await;
    rig.clock.advance(Duration::from_mins(16));
    // Its time is over by the till's own clock; only the provider ends it.
    assert_eq!(word(&rig.sale(&sale).await), "WAITING");
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    assert_eq!(word(&sale), "EXPIRED");
    assert!(!sale.link.as_ref().unwrap().payable);
    let page = CustomerPage::of(&sale.row, sale.link.as_ref(), &sale.name);
    assert!(matches!(page, CustomerPage::Over { .. }));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_was_switched_off_elsewhere_is_closed() {
    let rig = Rig::start().await;
    let sale = rig.waiting("2500").await;
    rig.books().switch_off(&rig.link_of(&sale).id).unwrap();
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    assert_eq!(word(&sale), "CLOSED");
}

#[tokio::test(flavor = "multi_thread")]
async fn money_that_comes_after_the_end_is_paid_late() {
    let rig = Rig::start().await;
    let sale = rig.waiting("2500").await;
    rig.pay(&sale);
    rig.network.once(
        Call::ReadTransaction,
        Trouble::Acted(Then::Field("time_created", json!("2026-11-20T10:20:00.000Z"))),
    );
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    let SaleState::PaidLate { paid, .. } = sale.row.state else {
        panic!("{:?}", sale.row.state);
    };
    assert_eq!(paid.minor(), 2500);
    assert_eq!(payment(&sale).left.minor(), 2500);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_card_is_known_by_its_brand_and_last_four_digits() {
    let rig = Rig::start().await;
    let sale = rig.paid("2500").await;
    let card = payment(&sale).card.as_ref().unwrap();
    assert_eq!((card.brand.as_str(), card.last_four.as_str()), ("VISA", "4242"));
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_provider_cannot_be_reached_the_sale_says_since_when() {
    let rig = Rig::start().await;
    let sale = rig.waiting("2500").await;
    for minutes in 1..=3 {
        rig.clock.advance(Duration::from_mins(1));
        rig.network.once(Call::ReadLink, Trouble::Unheard(Then::Fault(TransportFault::Dns)));
        let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
        assert_eq!(word(&sale), "WAITING", "after {minutes} minutes");
        let since = sale.link.as_ref().unwrap().cannot_check_since.unwrap();
        assert_eq!(since.0.rfc3339(), "2026-11-20T10:01:00.000Z");
    }
    rig.pay(&sale);
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    let link = sale.link.as_ref().unwrap();
    assert_eq!(word(&sale), "PAID");
    assert_eq!(link.cannot_check_since, None);
    assert_eq!(link.last_checked.unwrap().0.rfc3339(), "2026-11-20T10:03:00.000Z");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_watcher_sees_the_payment_by_itself() {
    let rig = Rig::start().await;
    let sale = rig.waiting("2500").await;
    rig.desk().look_at(Some(sale.row.id.parse().unwrap()));
    rig.pay(&sale);
    let mut changes = rig.desk().changes();
    let watching = tokio::spawn(rig.desk().0.watch());
    while word(&rig.sale(&sale).await) != "PAID" {
        changes.recv().await.unwrap();
    }
    watching.abort();
    rig.audit_settled().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_watcher_settles_what_is_open_by_itself() {
    let rig = Rig::start().await;
    let sale = rig.paid("2500").await;
    rig.network.once(Call::Refund, Trouble::Unheard(Then::Fault(TransportFault::TimedOut)));
    let sale = rig.desk().refund(refund_form(&sale, "2500")).await.unwrap();
    assert_eq!(word(&sale), "NOT_SURE");
    let mut changes = rig.desk().changes();
    let watching = tokio::spawn(rig.desk().0.watch());
    while word(&rig.sale(&sale).await) != "REFUNDED" {
        changes.recv().await.unwrap();
    }
    watching.abort();
    assert_eq!(rig.refunds_made(), 1);
}
