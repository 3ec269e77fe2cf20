//! Payments on links that nobody looks at. PaymentFlow lists payments by when their link was made, and a link has no end.

use std::time::Duration;

use practice::paymentflow::{Allowance, Behaviour, CustomerTrouble, DECLINED_CARDS};

use super::rig::PaymentFlowRig;
use crate::{
    rig::{Call, word},
    watch::let_watch,
};

const MINUTE: Duration = Duration::from_mins(1);
const DAY: Duration = Duration::from_hours(24);

/// Each link is read at least so often, whatever the lists show.
const ROUND: Duration = Duration::from_hours(6);

/// Many paid links that are younger than any other.
async fn many(rig: &PaymentFlowRig, count: usize) {
    rig.behave(Behaviour { allowance: Allowance::Unlimited, ..Behaviour::default() });
    for _ in 0..count {
        let sale = rig.desk().create_link(rig.form("100")).await.unwrap();
        rig.customer_pays(&sale);
    }
    rig.clock.advance(10 * MINUTE);
    rig.behave(Behaviour::default());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_is_known_within_seconds_and_only_its_link_is_read() {
    let rig = PaymentFlowRig::start().await;
    let mut sales = Vec::new();
    for _ in 0..6 {
        sales.push(rig.waiting("2500").await);
    }
    let_watch(&rig, 2 * MINUTE).await;
    assert_eq!(rig.network.sent(Call::ReadLink), 0, "nothing happened, so no link is read");
    rig.customer_pays(&sales[3]);
    let_watch(&rig, Duration::from_secs(6)).await;
    assert_eq!(word(&rig.sale(&sales[3]).await), "PAID");
    assert_eq!(rig.network.sent(Call::ReadLink), 1);
    let_watch(&rig, 2 * MINUTE).await;
    assert_eq!(rig.network.sent(Call::ReadLink), 1, "the list shows it on, and it is no news");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_of_ten_days_ago_that_is_paid_today_is_seen_within_a_minute() {
    let rig = PaymentFlowRig::start().await;
    let mut old = Vec::new();
    for _ in 0..4 {
        old.push(rig.waiting("2500").await);
    }
    rig.clock.advance(10 * DAY);
    many(&rig, 220).await;
    let_watch(&rig, 20 * MINUTE).await;
    for sale in &old {
        rig.customer_pays(sale);
        let_watch(&rig, MINUTE).await;
        assert_eq!(word(&rig.sale(sale).await), "PAID");
    }
    assert_eq!(rig.gateway().happened().refused_for_rate, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_till_was_off_for_days_while_it_was_paid() {
    let mut rig = PaymentFlowRig::start().await;
    let (one, other) = (rig.waiting("2500").await, rig.waiting("300").await);
    let_watch(&rig, MINUTE).await;
    rig.close().await;
    rig.clock.advance(40 * DAY);
    rig.customer_pays(&one);
    rig.clock.advance(DAY);
    rig.reopen().await;
    let_watch(&rig, MINUTE).await;
    assert_eq!(word(&rig.sale(&one).await), "PAID");
    assert_eq!(word(&rig.sale(&other).await), "WAITING", "no end: no clock of the till's ends it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bank_that_takes_two_hours_is_waited_for() {
    let rig = PaymentFlowRig::start().await;
    rig.gateway().plan(CustomerTrouble::PaysSlowly { processing: 7_200, seconds: 60 });
    let sale = rig.waiting("2500").await;
    rig.clock.advance(2 * MINUTE);
    assert_eq!(word(&rig.look(&sale).await), "PAYING");
    let looks = rig.network.sent(Call::ReadLink);
    let_watch(&rig, 130 * MINUTE).await;
    assert_eq!(word(&rig.sale(&sale).await), "PAID");
    let looks = rig.network.sent(Call::ReadLink) - looks;
    assert!(looks < 30, "{looks} looks at one payment");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_declined_card_is_seen_too_for_it_ends_the_link() {
    let rig = PaymentFlowRig::start().await;
    let sale = rig.waiting("2500").await;
    let_watch(&rig, MINUTE).await;
    rig.customer_tries(&sale, DECLINED_CARDS[1]);
    let_watch(&rig, ROUND).await;
    assert_eq!(word(&rig.sale(&sale).await), "PAYMENT_FAILED");
}

#[tokio::test(flavor = "multi_thread")]
async fn where_rows_bear_no_reference_each_link_is_read_by_itself() {
    let rig = PaymentFlowRig::start().await;
    let sale = rig.waiting("2500").await;
    let_watch(&rig, MINUTE).await;
    rig.behave(Behaviour { metadata_missing: true, ..Behaviour::default() });
    rig.customer_pays(&sale);
    let_watch(&rig, ROUND).await;
    assert_eq!(word(&rig.sale(&sale).await), "PAID");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_forgotten_only_once_no_link_of_it_can_be_paid() {
    let rig = PaymentFlowRig::start().await;
    let sale = rig.waiting("2500").await;
    rig.clock.advance(90 * DAY);
    let open = rig.desk().forget_account(&rig.account()).await.unwrap_err();
    assert_eq!(crate::rig::code(&open), "LINKS_STILL_OPEN", "time alone ends nothing");
    rig.desk().cancel_link(&sale.row.id).await.unwrap();
    rig.desk().forget_account(&rig.account()).await.unwrap();
}
