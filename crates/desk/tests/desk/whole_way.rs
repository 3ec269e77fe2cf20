//! A payment from the first click to the last cent that goes back.

use desk::domain::{
    Money, TillError,
    sale_state::{Mark, SaleState},
};

use practice::global_payments::Behaviour;

use crate::rig::{Call, Rig, payment, refund_form, word};

fn euro(minor: u64) -> Money {
    Money::new(minor, "EUR".parse().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sale_is_paid_and_goes_back_in_two_parts_and_not_a_cent_more() {
    Box::pin(paid_and_back(Rig::start().await)).await;
}

/// A link's own state and counters lag or never move (fact sheet, 9.12): nothing may depend on them.
#[tokio::test(flavor = "multi_thread")]
async fn a_sale_goes_the_whole_way_though_its_link_never_shows_that_it_was_used() {
    let rig = Rig::start().await;
    let behaviour = Behaviour { counters_never_move: true, ..Behaviour::default() };
    rig.books().set_behaviour(behaviour);
    Box::pin(paid_and_back(rig)).await;
}

async fn paid_and_back(rig: Rig) {
    let desk = rig.desk();

    let sale = rig.waiting("2500").await;
    let shown = sale.link.as_ref().unwrap();
    let made = rig.link_of(&sale);
    assert_eq!(made.amount.get(), 2500);
    assert_eq!(made.currency.code(), "EUR");
    assert!(shown.url.ends_with(made.page.as_str()) && shown.payable);
    assert_eq!(desk.shown_link(&shown.id).await.unwrap().url, shown.url);

    // The customer has the page open: that is no payment.
    rig.books().open_page(&made.id).unwrap();
    let sale = desk.check_now(&sale.row.id).await.unwrap();
    assert_eq!(word(&sale), "WAITING");

    rig.pay(&sale);
    let sale = desk.check_now(&sale.row.id).await.unwrap();
    let SaleState::Paid { paid, mark, .. } = sale.row.state else {
        panic!("{:?}", sale.row.state);
    };
    assert_eq!(paid, euro(2500));
    assert_eq!(mark, Mark::of(payment(&sale).id.parse().unwrap()));
    assert!(!sale.link.as_ref().unwrap().payable);

    let sale = desk.refund(refund_form(&sale, "1000")).await.unwrap();
    assert_eq!(
        sale.row.state,
        SaleState::PartlyRefunded { refunded: euro(1000), paid: euro(2500) }
    );
    assert_eq!(payment(&sale).left, euro(1500));

    let sale = desk.refund(refund_form(&sale, "1500")).await.unwrap();
    assert_eq!(sale.row.state, SaleState::Refunded { refunded: euro(2500) });

    // The provider would give back up to 28.75; the till gives back no more than came.
    let asked_before = rig.network.sent(Call::Refund);
    let third = desk.refund(refund_form(&sale, "1")).await;
    assert_eq!(third, Err(TillError::OverRefund { left: euro(0) }));
    assert_eq!(rig.network.sent(Call::Refund), asked_before);
    assert_eq!(rig.refunds_made(), 2);

    let day = desk.day_totals("2026-11-20T00:00:00Z", "2026-11-21T00:00:00Z").await.unwrap();
    assert_eq!((day.count, day.totals), (1, vec![euro(0)]));
    rig.audit_settled().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_still_there_after_the_program_was_killed() {
    let mut rig = Rig::start().await;
    let sale = rig.paid("2500").await;
    let sale = rig.desk().refund(refund_form(&sale, "1000")).await.unwrap();
    rig.reopen().await;
    assert_eq!(rig.sale(&sale).await, sale);
    rig.audit_settled().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_costs_one_request_once_everything_is_ready() {
    let rig = Rig::start().await;
    rig.desk().prepare(&rig.account()).await.unwrap();
    let before = rig.network.sent_in_all();
    rig.waiting("2500").await;
    assert_eq!(rig.network.sent_in_all() - before, 1);
}
