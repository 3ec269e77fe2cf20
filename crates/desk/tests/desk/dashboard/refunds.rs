//! Nothing is refunded here: the sale says where, and shows what went back there.

use std::time::Duration;

use desk::{domain::TillError, view::RefundsAt};

use super::rig::DashboardRig;
use crate::{
    rig::{Rig, payment, refund_form, story, word},
    watch::let_watch,
};

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_is_not_offered_and_leaves_no_trace() {
    let rig = DashboardRig::start().await;
    let sale = rig.waiting_mug().await;
    rig.customer_pays(&sale);
    let sale = rig.look(&sale).await;
    assert_eq!(payment(&sale).refunds_at, RefundsAt::Dashboard);
    let (asked, told) = (rig.gateway().all_requests(), sale.timeline.clone());
    for minor in ["100", "1100"] {
        let refused = rig.desk().refund(refund_form(&sale, minor)).await;
        assert_eq!(refused, Err(TillError::NotOffered));
    }
    let sale = rig.sale(&sale).await;
    assert_eq!((word(&sale).as_str(), sale.timeline.clone()), ("PAID", told));
    assert!(payment(&sale).refunds.is_empty());
    assert!(payment(&sale).on_its_way.is_zero());
    assert_eq!(rig.gateway().all_requests(), asked, "nothing was asked of the dashboard");
    let url = rig.desk().dashboard_of(&rig.account()).await.unwrap();
    assert!(url.ends_with("/dashboard/"), "{url}");
}

#[tokio::test(flavor = "multi_thread")]
async fn elsewhere_the_dashboard_is_at_its_own_host() {
    let rig = DashboardRig::start_elsewhere().await;
    let url = rig.desk().dashboard_of(&rig.account()).await.unwrap();
    assert_eq!(url, format!("https://{}/", super::rig::HOST));
    let other = Rig::start().await;
    let none = other.desk().dashboard_of(&other.account()).await;
    assert_eq!(none, Err(TillError::NotOffered));
    assert_eq!(payment(&other.paid("2500").await).refunds_at, RefundsAt::Till);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_went_back_in_the_dashboard_shows_as_refunded() {
    let rig = DashboardRig::start().await;
    let sale = rig.waiting_mug().await;
    rig.customer_pays(&sale);
    let sale = rig.look(&sale).await;
    // The dashboard's own name of it, which is one's own only within the link.
    let known = payment(&sale).provider_id.clone();
    let paid = known.strip_prefix(&format!("{}.", rig.uuid(&sale))).unwrap();
    rig.gateway().refund(paid).unwrap();
    for _ in 0..3 {
        let sale = rig.look(&sale).await;
        assert_eq!(word(&sale), "REFUNDED");
        let payment = payment(&sale);
        assert_eq!((payment.refunded.minor(), payment.left.minor()), (1100, 0));
        let lines = story(&sale).into_iter().filter(|line| line == "REFUND_ELSEWHERE");
        assert_eq!(lines.count(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_that_went_back_before_the_till_saw_it_was_paid_and_refunded() {
    let rig = DashboardRig::start().await;
    let sale = rig.waiting_mug().await;
    rig.customer_pays(&sale);
    let payments = rig.gateway().payments_of(&rig.uuid(&sale));
    rig.gateway().refund(payments[0].id.as_str()).unwrap();
    assert_eq!(word(&rig.look(&sale).await), "REFUNDED");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_several_payments_one_went_back() {
    let rig = DashboardRig::start().await;
    let sale = rig.collecting(2).await;
    rig.customer_pays(&sale);
    rig.customer_pays(&sale);
    let payments = rig.gateway().payments_of(&rig.uuid(&sale));
    rig.gateway().refund(payments[1].id.as_str()).unwrap();
    let sale = rig.look(&sale).await;
    assert_eq!(word(&sale), "PARTLY_REFUNDED");
    let gone: Vec<u64> = sale.payments.iter().map(|payment| payment.refunded.minor()).collect();
    assert_eq!(gone.iter().sum::<u64>(), 1100);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_till_sees_by_itself_that_what_it_finds_paid_has_gone_back() {
    let rig = DashboardRig::start().await;
    for on_screen in [true, false] {
        let sale = rig.waiting_mug().await;
        if on_screen {
            rig.desk().look_at(Some(sale.row.id.parse().unwrap()));
        }
        rig.customer_pays(&sale);
        let payments = rig.gateway().payments_of(&rig.uuid(&sale));
        rig.gateway().refund(payments[0].id.as_str()).unwrap();
        let span = if on_screen { Duration::from_mins(1) } else { Duration::from_mins(20) };
        let_watch(&rig, span).await;
        assert_eq!(word(&rig.sale(&sale).await), "REFUNDED", "{on_screen}");
    }
}
