//! A message of the provider's, pasted: a genuine and fresh one makes the till ask about that sale at once, and proves
//! nothing by itself.

use std::time::Duration;

use desk::view::{NotificationSays as Says, NotificationSigner as Signer, NotificationVerdict};
use practice::paymentflow::{Behaviour, EventKind};
use serde_json::json;

use super::rig::PaymentFlowRig;
use crate::rig::{code, payment, refund_form, story, word};

/// The last message of that kind, and its signature as it is sent now.
fn sent(rig: &PaymentFlowRig, kind: EventKind) -> (String, String) {
    let mut events = rig.gateway().events();
    events.retain(|event| event.kind == kind);
    let body = events.pop().unwrap().body;
    let signature = rig.gateway().signature(&body);
    (body, signature)
}

async fn check(rig: &PaymentFlowRig, (body, signature): &(String, String)) -> NotificationVerdict {
    rig.desk().check_notification(&rig.account(), body, signature).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_genuine_one_makes_the_till_look_at_its_sale_once_and_again() {
    let rig = PaymentFlowRig::start().await;
    let (sale, other) = (rig.waiting("2500").await, rig.waiting("300").await);
    rig.customer_pays(&sale);
    rig.customer_pays(&other);
    let sent = {
        let mut events = rig.gateway().events();
        events.retain(|event| event.body.contains(rig.object(&sale).as_str()));
        let body = events.pop().unwrap().body;
        (body.clone(), rig.gateway().signature(&body))
    };
    let said = check(&rig, &sent).await;
    assert_eq!((said.verdict, said.key), (Says::Approved, Some(Signer::Webhook)));
    assert_eq!((said.sale.as_ref(), said.old), (Some(&sale.row.id), false));
    let read = rig.sale(&sale).await;
    assert_eq!(word(&read), "PAID");
    assert_eq!(word(&rig.sale(&other).await), "WAITING", "no other sale is asked about");
    // The same message again is the same news.
    let told = story(&read);
    assert_eq!(check(&rig, &sent).await.verdict, Says::Approved);
    assert_eq!(story(&rig.sale(&sale).await), told);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_it_says_is_no_proof() {
    let rig = PaymentFlowRig::start().await;
    let sale = rig.waiting("2500").await;
    rig.customer_pays(&sale);
    let sent = sent(&rig, EventKind::PaymentSucceeded);
    let processing = Some("processing".to_owned());
    rig.behave(Behaviour { payment_status_in_answer: processing, ..Behaviour::default() });
    assert_eq!(check(&rig, &sent).await.verdict, Says::Approved);
    assert_eq!(word(&rig.sale(&sale).await), "PAYING");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_one_is_told_apart_and_makes_nobody_look() {
    let rig = PaymentFlowRig::start().await;
    let sale = rig.waiting("2500").await;
    rig.customer_pays(&sale);
    let sent = sent(&rig, EventKind::PaymentSucceeded);
    rig.clock.advance(Duration::from_secs(301));
    let asked = rig.network.sent_in_all();
    let said = check(&rig, &sent).await;
    assert!(said.old || said.verdict == Says::NotGenuine, "{said:?}");
    assert_eq!(rig.network.sent_in_all(), asked);
    assert_eq!(word(&rig.sale(&sale).await), "WAITING");
}

#[tokio::test(flavor = "multi_thread")]
async fn how_old_it_is_the_providers_clock_tells_and_not_the_tills() {
    for minutes in [6, 60] {
        let rig = PaymentFlowRig::start_behind(Duration::from_mins(minutes)).await;
        let sale = rig.waiting("2500").await;
        rig.customer_pays(&sale);
        let said = check(&rig, &sent(&rig, EventKind::PaymentSucceeded)).await;
        assert_eq!((said.verdict, said.old), (Says::Approved, false));
        assert_eq!(word(&rig.sale(&sale).await), "PAID");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_without_our_reference_finds_its_sale_by_the_link() {
    let rig = PaymentFlowRig::start().await;
    let sale = rig.waiting("2500").await;
    rig.behave(Behaviour { metadata_missing: true, ..Behaviour::default() });
    rig.customer_pays(&sale);
    let said = check(&rig, &sent(&rig, EventKind::PaymentSucceeded)).await;
    assert_eq!(said.sale.as_ref(), Some(&sale.row.id));
    assert_eq!(word(&rig.sale(&sale).await), "PAID");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_about_a_refund_makes_the_till_look_at_the_refunds() {
    let rig = PaymentFlowRig::start().await;
    let sale = rig.paid_at_flow("2500").await;
    rig.refund_in_the_dashboard(&sale, 700, &json!({})).await;
    let said = check(&rig, &sent(&rig, EventKind::RefundCreated)).await;
    assert_eq!((said.verdict, said.sale.as_ref()), (Says::Refund, Some(&sale.row.id)));
    let sale = rig.sale(&sale).await;
    assert_eq!(payment(&sale).refunded.minor(), 700);
    let too_much = rig.desk().refund(refund_form(&sale, "1801")).await.unwrap_err();
    assert_eq!(code(&too_much), "OVER_REFUND");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forged_or_changed_one_shows_nothing_and_asks_nothing() {
    let rig = PaymentFlowRig::start().await;
    let sale = rig.waiting("2500").await;
    rig.customer_pays(&sale);
    let (body, signature) = sent(&rig, EventKind::PaymentSucceeded);
    let asked = rig.network.sent_in_all();
    for forged in [
        (body.replace("2500", "9900"), signature.clone()),
        (body.clone(), String::new()),
        (body.clone(), signature.replace("v1=", "v1=0")),
    ] {
        let said = check(&rig, &forged).await;
        assert_eq!((said.verdict, said.sale), (Says::NotGenuine, None));
    }
    assert_eq!(rig.network.sent_in_all(), asked);
    assert_eq!(word(&rig.sale(&sale).await), "WAITING");
}
