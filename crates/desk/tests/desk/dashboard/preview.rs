//! 'Check as customer': the page as anybody sees it, asked for without any key.

use std::time::Duration;

use desk::{
    domain::TillError,
    view::{CustomerCheck, GoneReason, SaleView},
};
use practice::merchant_dashboard::{Behaviour, LinkTrouble, MinorUnits, ReadTrouble};

use super::{
    rig::{DashboardRig, ONE_MUG},
    sessions::delete_in_the_dashboard,
};
use crate::rig::{Call, Rig, code, word};

async fn seen(rig: &DashboardRig, sale: &SaleView) -> CustomerCheck {
    rig.desk().check_as_customer(&sale.row.id).await.unwrap()
}

async fn gone(rig: &DashboardRig, sale: &SaleView) -> GoneReason {
    match seen(rig, sale).await {
        CustomerCheck::Gone { reason, .. } => reason,
        page @ CustomerCheck::Page { .. } => panic!("{page:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_is_what_was_asked_for() {
    let rig = DashboardRig::start().await;
    let sale = rig.sale_of(&[("prod_mug_blue", 2), ("prod_soap", 1)]).await;
    assert!(sale.can_preview);
    let CustomerCheck::Page { shop, lines, total, as_asked, .. } = seen(&rig, &sale).await else {
        panic!("it can be paid");
    };
    assert_eq!((shop.as_str(), total.minor(), as_asked), ("Practice Shop", 2695, true));
    let lines: Vec<_> = lines
        .iter()
        .map(|line| (line.name.as_str(), line.quantity, line.total.unwrap().minor()))
        .collect();
    assert_eq!(lines, [("Blue mug", 2, 2200), ("Olive soap", 1, 495)]);
    assert_eq!((rig.network.sent(Call::Preview), rig.gateway().token_exposures()), (1, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_asks_for_something_else_says_so() {
    let rig = DashboardRig::start().await;
    let sale = rig.waiting_mug().await;
    let more = Some(MinorUnits::new(1101));
    rig.behave(Behaviour { total_in_answer: more, ..Behaviour::default() });
    let CustomerCheck::Page { as_asked, total, .. } = seen(&rig, &sale).await else { panic!() };
    assert_eq!((as_asked, total.minor()), (false, 1101));
}

#[tokio::test(flavor = "multi_thread")]
async fn it_needs_no_session_and_its_answer_ends_none() {
    let rig = DashboardRig::start().await;
    let sale = rig.waiting_mug().await;
    rig.gateway().end_sessions().unwrap();
    let CustomerCheck::Page { as_asked, .. } = seen(&rig, &sale).await else { panic!() };
    assert!(as_asked);
    assert_eq!(rig.gateway().token_exposures(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_looked_at_also_while_the_till_knows_that_its_session_is_over() {
    let rig = DashboardRig::start().await;
    let (open, over) = (rig.waiting_mug().await, rig.waiting_mug().await);
    rig.customer_pays(&over);
    rig.gateway().end_sessions().unwrap();
    let refused = rig.desk().create_link(rig.form_of(ONE_MUG).await).await;
    assert_eq!(refused, Err(TillError::CredentialsRefused));
    let CustomerCheck::Page { as_asked, .. } = seen(&rig, &open).await else { panic!() };
    assert!(as_asked);
    // Why one is gone, only staff are told.
    assert_eq!(gone(&rig, &over).await, GoneReason::Untold);
    assert_eq!(rig.gateway().token_exposures(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_is_gone_says_why() {
    let rig = DashboardRig::start().await;
    for (trouble, reason) in [
        (LinkTrouble::Expires, GoneReason::Expired),
        (LinkTrouble::UsedUp, GoneReason::UsedUp),
        (LinkTrouble::SwitchedOff, GoneReason::SwitchedOff),
    ] {
        rig.gateway().plan(trouble);
        let sale = rig.sale_of(ONE_MUG).await;
        assert_eq!(gone(&rig, &sale).await, reason);
    }
    let paid = rig.waiting_mug().await;
    rig.customer_pays(&paid);
    assert_eq!(gone(&rig, &paid).await, GoneReason::UsedUp);
    let cancelled = rig.waiting_mug().await;
    rig.desk().cancel_link(&cancelled.row.id).await.unwrap();
    assert_eq!(gone(&rig, &cancelled).await, GoneReason::SwitchedOff);
    let late = rig.waiting_mug().await;
    rig.clock.advance(Duration::from_mins(16));
    assert_eq!(gone(&rig, &late).await, GoneReason::Expired);
    let deleted = rig.waiting_mug().await;
    delete_in_the_dashboard(&rig, &deleted).await;
    // Whoever deleted it switched it off for good.
    assert_eq!(gone(&rig, &deleted).await, GoneReason::SwitchedOff);
}

#[tokio::test(flavor = "multi_thread")]
async fn why_it_is_gone_needs_the_session_and_is_untold_without_one() {
    let rig = DashboardRig::start().await;
    let sale = rig.waiting_mug().await;
    rig.customer_pays(&sale);
    rig.gateway().end_sessions().unwrap();
    assert_eq!(gone(&rig, &sale).await, GoneReason::Untold);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_could_not_be_looked_at_is_an_error_and_no_page() {
    let rig = DashboardRig::start().await;
    let sale = rig.waiting_mug().await;
    for trouble in [ReadTrouble::ReadAnswersPage, ReadTrouble::ReadCutsAnswer] {
        rig.gateway().plan(trouble);
        assert!(rig.desk().check_as_customer(&sale.row.id).await.is_err(), "{trouble:?}");
    }
    assert_eq!(word(&rig.sale(&sale).await), "WAITING");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_without_previews_offers_none() {
    let rig = Rig::start().await;
    let sale = rig.waiting("2500").await;
    assert!(!sale.can_preview);
    let refused = rig.desk().check_as_customer(&sale.row.id).await;
    assert_eq!(refused, Err(TillError::NotOffered));
    let unknown = rig.desk().check_as_customer("no id").await;
    assert_eq!(code(&unknown.unwrap_err()), "NOT_FOUND");
}
