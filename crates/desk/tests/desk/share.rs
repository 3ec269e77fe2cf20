//! Links for customers who are not at the counter: which may leave the till, and what is told of it.

use std::time::Duration;

use desk::domain::{
    TillError,
    account::Environment,
    shared_link::{ShareWay, SharedLink},
};
use desk::view::SaleView;

use crate::rig::{CASHIER_PIN, MANAGER_PIN, Rig, story};

#[expect(clippy::unwrap_used, reason = "a test stops where the sale has no link")]
fn link_id(sale: &SaleView) -> String {
    sale.link.as_ref().unwrap().id.clone()
}

#[expect(clippy::unwrap_used, reason = "a test stops where nobody is at the till")]
async fn share(rig: &Rig, sale: &SaleView) -> Result<SharedLink, TillError> {
    let desk = rig.desk();
    desk.link_to_share(desk.actor().unwrap(), &link_id(sale)).await
}

#[tokio::test]
async fn a_customer_is_told_of_the_link_and_nothing_that_only_staff_see() {
    let rig = Rig::start().await;
    let sale = rig.waiting("2500").await;
    let shared = share(&rig, &sale).await.unwrap();
    let link = sale.link.as_ref().unwrap();
    assert_eq!(shared.url.as_str(), link.url);
    assert_eq!(shared.amount, sale.row.amount);
    assert_eq!(shared.what_for, sale.row.what_for);
    assert_eq!(shared.shop_name, sale.name);
    assert_eq!(shared.reference, sale.our_reference);
    assert_eq!(shared.ends_at, link.expires_at.map(|at| at.0));
    assert_eq!(shared.environment, sale.row.environment);
    assert_ne!(shared.environment, Environment::Live);
}

#[tokio::test]
async fn a_link_that_nobody_can_pay_goes_to_nobody() {
    let rig = Rig::start().await;
    let paid = rig.paid("1000").await;
    assert_eq!(share(&rig, &paid).await, Err(TillError::LinkOver));

    let cancelled = rig.waiting("1100").await;
    assert!(share(&rig, &cancelled).await.is_ok());
    rig.desk().cancel_link(&cancelled.row.id).await.unwrap();
    assert_eq!(share(&rig, &cancelled).await, Err(TillError::LinkOver));

    let waiting = rig.waiting("1200").await;
    assert!(share(&rig, &waiting).await.is_ok());
    rig.clock.advance(Duration::from_hours(24));
    assert_eq!(share(&rig, &waiting).await, Err(TillError::LinkOver), "its end has come");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_to_be_printed_hears_when_the_link_is_over_or_its_person_is_gone() {
    let rig = Rig::start().await;
    let sale = rig.waiting("2500").await;
    let (desk, link) = (rig.desk(), link_id(&sale));
    let by = desk.actor().unwrap();
    let (over, ()) = tokio::join!(desk.until_not_sharable(by, &link), async {
        rig.desk().cancel_link(&sale.row.id).await.unwrap();
    });
    assert_eq!(over, TillError::LinkOver);

    // Nobody tells of time that passes.
    let sale = rig.waiting("2500").await;
    rig.desk().link_to_share(by, &link_id(&sale)).await.unwrap();
    let (desk, link) = (rig.desk(), link_id(&sale));
    let (over, ()) = tokio::join!(desk.until_not_sharable(by, &link), async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        rig.clock.advance(Duration::from_hours(24));
    });
    assert_eq!(over, TillError::LinkOver);

    let sale = rig.waiting("2500").await;
    let crew = rig.staffed().await;
    rig.sign_in(&crew.manager, MANAGER_PIN).await;
    let (desk, link) = (rig.desk(), link_id(&sale));
    let by = desk.actor().unwrap();
    let (gone, ()) = tokio::join!(desk.until_not_sharable(by, &link), async {
        rig.desk().lock().await.unwrap();
    });
    assert_eq!(gone, TillError::TillLocked);
    rig.sign_in(&crew.cashier, CASHIER_PIN).await;
    assert_eq!(desk.until_not_sharable(by, &link).await, TillError::TillLocked, "somebody else");
}

#[tokio::test]
async fn the_story_tells_who_sent_it_and_how_each_once() {
    let rig = Rig::start().await;
    let sale = rig.waiting("2500").await;
    let link = link_id(&sale);
    let desk = rig.desk();
    for way in [ShareWay::Email, ShareWay::Email, ShareWay::Slip, ShareWay::Email] {
        desk.note_shared(desk.actor().unwrap(), &link, way).await.unwrap();
    }
    let sale = rig.sale(&sale).await;
    let told = story(&sale);
    assert_eq!(told[3..], ["LINK_SHARED", "LINK_SHARED", "LINK_SHARED"], "{told:?}");
    let shared = sale.timeline.iter().skip(3);
    assert!(shared.clone().all(|entry| entry.by.is_some()));
    let ways: Vec<String> =
        shared.map(|entry| serde_json::to_value(&entry.what).unwrap()["way"].to_string()).collect();
    assert_eq!(ways, ["\"EMAIL\"", "\"SLIP\"", "\"EMAIL\""]);
}

#[tokio::test]
async fn a_cashier_sends_what_they_may_see() {
    let rig = Rig::start().await;
    let crew = rig.staffed().await;
    rig.sign_in(&crew.manager, MANAGER_PIN).await;
    let open = rig.waiting("1200").await;
    rig.sign_in(&crew.cashier, CASHIER_PIN).await;
    assert!(share(&rig, &open).await.is_ok(), "open sales are everybody's");
}
