//! The portal's reports as hints: what a row names is read by itself, and nothing is believed that a row says.

use std::time::Duration;

use desk::{domain::link_kind::LinkKindForm, seams::Clock, view::SaleView};
use providers::{Lane, RetryAfter, TransportFault};
use serde_json::json;

use super::rig::FlittRig;
use crate::rig::{Call, Then, Trouble, answer, payment, word};

/// Lets the sweep work for as long as `span`.
async fn let_sweep(rig: &FlittRig, span: Duration) {
    let end = rig.clock.elapsed() + span;
    loop {
        let next = rig.desk().work_due(Lane::Sweep).await;
        let left = end.saturating_sub(rig.clock.elapsed());
        rig.clock.advance(next.min(left));
        if next > left {
            return;
        }
    }
}

async fn old_and_waiting(rig: &FlittRig) -> SaleView {
    let form = desk::view::NewSaleForm { payable_for: 10 * 24 * 3_600, ..rig.form("2500") };
    let sale = rig.desk().create_link(form).await.unwrap();
    // So old that it is read but seldom by itself.
    rig.clock.advance(Duration::from_hours(30));
    rig.desk().check_now(&sale.row.id).await.unwrap();
    sale
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_names_the_order_leads_to_a_look_at_it() {
    let rig = FlittRig::start_with_reports(&[]).await;
    let sale = old_and_waiting(&rig).await;
    let_sweep(&rig, Duration::from_mins(6)).await;
    rig.customer_pays(&sale);
    let payment_id = rig.order(&sale).payment_id.to_string();
    rig.show_report(&[[&sale.our_reference, &payment_id, "approved"]]);
    let_sweep(&rig, Duration::from_mins(1)).await;
    let sale = rig.sale(&sale).await;
    assert_eq!(word(&sale), "PAID");
    assert_eq!(payment(&sale).provider_id, payment_id);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_is_no_proof() {
    let rig = FlittRig::start_with_reports(&[]).await;
    let sale = old_and_waiting(&rig).await;
    let payment_id = rig.order(&sale).payment_id.to_string();
    rig.show_report(&[[&sale.our_reference, &payment_id, "approved"]]);
    let_sweep(&rig, Duration::from_mins(6)).await;
    assert_eq!(word(&rig.sale(&sale).await), "WAITING");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_later_charge_of_a_subscription_is_none_of_the_sale_s_payments() {
    let rig = FlittRig::start_with_reports(&[]).await;
    let sale = rig.paid_at_flitt("2500").await;
    rig.show_report(&[["5f1c-2", "4400000000000000001", "approved"]]);
    let_sweep(&rig, Duration::from_mins(6)).await;
    assert_eq!(rig.sale(&sale).await.payments.len(), 1);
}

/// The links are read one by one where the portal is of no use, as if there were none.
async fn is_read_by_itself(break_portal: impl Fn(&FlittRig)) {
    let rig = FlittRig::start_with_reports(&[]).await;
    break_portal(&rig);
    let_sweep(&rig, Duration::from_mins(1)).await;
    let sale = rig.waiting_for(LinkKindForm::Payment, "2500").await;
    let_sweep(&rig, Duration::from_mins(1)).await;
    rig.customer_pays(&sale);
    let_sweep(&rig, Duration::from_mins(1)).await;
    assert_eq!(word(&rig.sale(&sale).await), "PAID");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_portal_that_refuses_the_key_keeps_no_payment_from_being_seen() {
    is_read_by_itself(FlittRig::refuse_reports).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_portal_that_does_not_answer_keeps_no_payment_from_being_seen() {
    is_read_by_itself(|rig| {
        rig.network.heal();
        let down = Trouble::Unheard(Then::Fault(TransportFault::ConnectionLost));
        rig.network.always(Call::ReportToken, down);
    })
    .await;
}

/// What the portal wishes holds the reports alone: the gateway's own host never asked for it.
#[tokio::test(flavor = "multi_thread")]
async fn a_portal_that_asks_to_wait_keeps_no_payment_from_being_seen() {
    for status in [429, 503] {
        is_read_by_itself(|rig| {
            rig.network.heal();
            let mut busy = answer(status, &json!({}));
            busy.retry_after = Some(RetryAfter::Wait(Duration::from_mins(10)));
            rig.network.always(Call::ReportToken, Trouble::Unheard(Then::Answer(busy)));
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_without_a_key_for_reports_asks_for_none() {
    let rig = FlittRig::start().await;
    let sale = rig.waiting_for(LinkKindForm::Payment, "2500").await;
    rig.customer_pays(&sale);
    let_sweep(&rig, Duration::from_mins(1)).await;
    assert_eq!(word(&rig.sale(&sale).await), "PAID");
    assert_eq!(rig.network.sent(Call::ReportToken), 0);
}
