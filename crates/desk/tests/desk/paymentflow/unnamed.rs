//! A provider that gives no metadata back: nothing that it shows tells which payment is whose.

use std::time::Duration;

use practice::paymentflow::{AnswerTrouble, Behaviour};

use super::rig::PaymentFlowRig;
use crate::{
    rig::{Call, word},
    watch::let_watch,
};

fn unnamed() -> Behaviour {
    Behaviour { metadata_missing: true, ..Behaviour::default() }
}

async fn settle(rig: &PaymentFlowRig) {
    rig.rested();
    rig.desk().settle_all().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn its_key_finds_an_unclear_link_where_no_list_can() {
    let rig = PaymentFlowRig::start().await;
    rig.behave(unnamed());
    rig.gateway().plan(AnswerTrouble::DropsAnswer);
    let sale = rig.desk().create_link(rig.form("2500")).await.unwrap();
    settle(&rig).await;
    assert_eq!(word(&rig.sale(&sale).await), "NOT_SURE", "one answer may be broken");
    let_watch(&rig, Duration::from_hours(1)).await;
    let sale = rig.sale(&sale).await;
    assert_eq!(word(&sale), "WAITING");
    assert_eq!(rig.gateway().payments().len(), 1);
    let page = rig.gateway().page_url(rig.object(&sale).as_str());
    assert_eq!(sale.link.map(|link| link.url), page);
}

#[tokio::test(flavor = "multi_thread")]
async fn once_the_key_may_be_forgotten_an_unclear_link_is_given_up_and_nobody_says_it_was_never_made()
 {
    let mut rig = PaymentFlowRig::start().await;
    rig.behave(unnamed());
    rig.gateway().plan(AnswerTrouble::DropsAnswer);
    let sale = rig.desk().create_link(rig.form("2500")).await.unwrap();
    rig.clock.advance(Duration::from_hours(20));
    rig.reopen().await;
    settle(&rig).await;
    assert_eq!(word(&rig.sale(&sale).await), "NOT_SURE", "one answer may be broken");
    let_watch(&rig, Duration::from_hours(1)).await;
    let sale = rig.sale(&sale).await;
    assert_eq!(word(&sale), "LINK_REFUSED");
    let state = serde_json::to_value(&sale.row.state).unwrap();
    assert_eq!(state["error"]["code"], "INVALID_RESPONSE");
    assert!(sale.link.is_none(), "its address is never shown");
    assert_eq!(rig.network.sent(Call::CreateLink), 1, "it never goes again");
    assert_eq!(word(&rig.waiting("2500").await), "WAITING", "a new one can be made");
}
