//! Refunds that were confirmed, and what happens to them later.

use serde_json::json;

use super::{hours, let_watch, minutes};
use crate::rig::{Call, Rig, Then, Trouble, answer, payment, progress, refund, refund_form};

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_fails_days_later_is_noticed_and_its_sum_is_free_again() {
    let rig = Rig::start().await;
    let sale = rig.paid("2500").await;
    let sale = rig.desk().refund(refund_form(&sale, "1000")).await.unwrap();
    let_watch(&rig, minutes(10)).await;
    rig.clock.advance(hours(80));
    let failed = json!({ "total_record_count": 1, "transactions": [{
        "id": rig.refund_ids(&sale).remove(0),
        "type": "REFUND",
        "status": "REJECTED",
        "amount": "1000",
        "currency": "EUR",
        "reference": sale.our_reference,
        "parent_resource_id": payment(&sale).provider_id,
    }]});
    let listed = Trouble::Unheard(Then::Answer(answer(200, &failed)));
    rig.network.always(Call::FindTransactions, listed);
    let_watch(&rig, minutes(2)).await;
    let sale = rig.sale(&sale).await;
    assert_eq!(progress(refund(&sale)), "FAILED_LATE");
    assert_eq!(payment(&sale).left.minor(), 2500);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_refund_made_without_this_till_is_noticed_within_minutes() {
    let rig = Rig::start().await;
    let sale = rig.paid("2500").await;
    let sale = rig.desk().refund(refund_form(&sale, "1000")).await.unwrap();
    rig.refund_elsewhere(&sale, 300).await;
    let mut changes = rig.desk().changes();
    let_watch(&rig, minutes(6)).await;
    assert_eq!(payment(&rig.sale(&sale).await).refunded.minor(), 1300);
    assert!(changes.try_recv().is_ok(), "the page is told");
}
