//! Refunds: attempted once, then looked up, then given to a person. Never sent a second time, whatever happens.

use std::time::Duration;

use desk::{
    domain::refund::RefundReason as Why,
    view::{RefundForm, SaleView},
};
use practice::paymentflow::{AnswerTrouble, Behaviour, MinorUnits, RefundReason};
use providers::TransportFault;
use serde_json::json;

use super::rig::PaymentFlowRig;
use crate::{
    rig::{
        Call, Then, Trouble, answer, code, payment, progress, refund, refund_form, story,
        too_many_requests, word,
    },
    watch::let_watch,
};

async fn settle(rig: &PaymentFlowRig) {
    rig.rested();
    rig.desk().settle_all().await.unwrap();
}

/// A sale of 25.00 of which 10.00 should go back, and the one request ran into `trouble`.
async fn troubled(rig: &PaymentFlowRig, trouble: AnswerTrouble) -> SaleView {
    let sale = rig.paid_at_flow("2500").await;
    rig.gateway().plan(trouble);
    let sale = rig.desk().refund(refund_form(&sale, "1000")).await.unwrap();
    assert_eq!(word(&sale), "NOT_SURE", "{trouble:?}");
    assert_eq!(payment(&sale).left.minor(), 1500, "the sum stays reserved");
    sale
}

#[tokio::test(flavor = "multi_thread")]
async fn the_reason_and_the_intent_go_with_it() {
    let rig = PaymentFlowRig::start().await;
    for (why, word) in [
        (Why::CustomerAsked, Some(RefundReason::CustomerRequest)),
        (Why::PaidTwice, Some(RefundReason::Duplicate)),
        (Why::Fraud, Some(RefundReason::Fraudulent)),
        (Why::WrongAmount, None),
    ] {
        let sale = rig.paid_at_flow("2500").await;
        let form = RefundForm { reason: why, ..refund_form(&sale, "1000") };
        let sale = rig.desk().refund(form).await.unwrap();
        let made = rig.gateway().refunds().pop().unwrap();
        assert_eq!((made.reason, made.amount), (word, MinorUnits::new(1000)), "{why:?}");
        assert_eq!(made.metadata["intent_id"], refund(&sale).id, "{why:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_whose_answer_was_lost_is_looked_up_and_found() {
    for trouble in [
        AnswerTrouble::DropsAnswer,
        AnswerTrouble::FailsAfterActing,
        AnswerTrouble::AnswersPage,
        AnswerTrouble::CutsAnswer,
    ] {
        let mut rig = PaymentFlowRig::start().await;
        let sale = troubled(&rig, trouble).await;
        if trouble == AnswerTrouble::DropsAnswer {
            rig.reopen().await;
        }
        settle(&rig).await;
        let sale = rig.sale(&sale).await;
        assert_eq!(progress(refund(&sale)), "DONE", "{trouble:?}");
        assert_eq!((rig.refunds_sent(), rig.refunds_standing()), (1, 1), "{trouble:?}");
        assert_eq!(payment(&sale).left.minor(), 1500);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_never_arrived_is_never_sent_again_and_is_free_only_after_the_quiet_period() {
    let mut rig = PaymentFlowRig::start().await;
    let sale = rig.paid_at_flow("2500").await;
    rig.network.once(Call::Refund, Trouble::Unheard(Then::Fault(TransportFault::TimedOut)));
    let form = refund_form(&sale, "1000");
    let sale = rig.desk().refund(form.clone()).await.unwrap();
    assert_eq!(word(&sale), "NOT_SURE");
    // The same press, another one, the watcher, a restart.
    rig.desk().refund(form.clone()).await.unwrap();
    let other = rig.desk().refund(refund_form(&sale, "500")).await.unwrap_err();
    assert_eq!(code(&other), "STILL_SETTLING");
    let_watch(&rig, Duration::from_mins(10)).await;
    rig.reopen().await;
    settle(&rig).await;
    assert_eq!(word(&rig.sale(&sale).await), "NOT_SURE");
    assert_eq!(rig.refunds_sent(), 1);

    let_watch(&rig, Duration::from_mins(20)).await;
    rig.desk().refund(form).await.unwrap();
    let sale = rig.sale(&sale).await;
    assert_eq!(progress(refund(&sale)), "NOT_MADE");
    assert_eq!((word(&sale).as_str(), payment(&sale).left.minor()), ("PAID", 2500));
    assert_eq!((rig.refunds_sent(), rig.refunds_standing()), (1, 0));
    // Only a person's new press sends another one.
    let sale = rig.desk().refund(refund_form(&sale, "1000")).await.unwrap();
    assert_eq!(payment(&sale).left.minor(), 1500);
    assert_eq!((rig.refunds_sent(), rig.refunds_standing()), (2, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_provably_never_left_goes_with_the_same_press() {
    let rig = PaymentFlowRig::start().await;
    let sale = rig.paid_at_flow("2500").await;
    let wait = Duration::from_secs(2);
    for never in [Then::Fault(TransportFault::Dns), Then::Answer(too_many_requests(wait))] {
        rig.network.once(Call::Refund, Trouble::Unheard(never));
        let form = refund_form(&sale, "100");
        rig.desk().refund(form.clone()).await.unwrap();
        let made = rig.refunds_standing();
        settle(&rig).await;
        assert_eq!(rig.refunds_standing(), made, "nobody pressed again");
        rig.desk().refund(form.clone()).await.unwrap();
        rig.desk().refund(form).await.unwrap();
        assert_eq!(rig.refunds_standing(), made + 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_the_request_it_is_looked_up_and_not_sent_again() {
    for arrived in [true, false] {
        let mut rig = PaymentFlowRig::start().await;
        let sale = rig.paid_at_flow("2500").await;
        let silence = Then::Silence;
        let trouble = if arrived { Trouble::Acted(silence) } else { Trouble::Unheard(silence) };
        rig.network.once(Call::Refund, trouble);
        let (desk, form) = (rig.desk(), refund_form(&sale, "1000"));
        rig.kill_at_silence(async move { desk.refund(form).await }).await;
        rig.reopen().await;
        settle(&rig).await;
        let_watch(&rig, Duration::from_mins(20)).await;
        let sale = rig.sale(&sale).await;
        let expected = if arrived { "DONE" } else { "NOT_MADE" };
        assert_eq!(progress(refund(&sale)), expected);
        assert_eq!((rig.refunds_sent(), rig.refunds_standing()), (1, usize::from(arrived)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dashboards_refund_of_the_same_amount_is_never_taken_for_ours() {
    let rig = PaymentFlowRig::start().await;
    let sale = rig.paid_at_flow("2500").await;
    rig.network.once(Call::Refund, Trouble::Unheard(Then::Fault(TransportFault::TimedOut)));
    let sale = rig.desk().refund(refund_form(&sale, "1000")).await.unwrap();
    rig.refund_in_the_dashboard(&sale, 1000, &json!({ "by": "the owner" })).await;
    settle(&rig).await;
    assert_eq!(progress(refund(&rig.sale(&sale).await)), "NOT_SURE");
    let_watch(&rig, Duration::from_mins(20)).await;
    let sale = rig.sale(&sale).await;
    assert_eq!(progress(refund(&sale)), "NOT_MADE");
    assert_eq!(payment(&sale).left.minor(), 1500, "theirs counts, once");
    assert_eq!(rig.refunds_sent(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_whose_metadata_is_empty_may_be_ours_and_counts_once() {
    for was_made in [true, false] {
        let rig = PaymentFlowRig::start().await;
        let sale = rig.paid_at_flow("2500").await;
        let lost = Then::Fault(TransportFault::TimedOut);
        let trouble = if was_made { Trouble::Acted(lost) } else { Trouble::Unheard(lost) };
        rig.network.once(Call::Refund, trouble);
        let sale = rig.desk().refund(refund_form(&sale, "1000")).await.unwrap();
        if !was_made {
            rig.refund_in_the_dashboard(&sale, 1000, &json!({})).await;
        }
        let shown = rig.gateway().refunds().remove(0);
        let row = json!({
            "id": shown.id.as_str(), "payment_id": rig.object(&sale).as_str(), "amount": 1000,
            "currency": "EUR", "status": "completed", "metadata": {},
        });
        let page = json!({ "data": [row], "has_more": false, "total_count": 1 });
        rig.network.always(Call::ListRefunds, Trouble::Unheard(Then::Answer(answer(200, &page))));
        let_watch(&rig, Duration::from_mins(30)).await;
        let sale = rig.sale(&sale).await;
        assert_eq!((progress(refund(&sale)).as_str(), payment(&sale).left.minor()), ("DONE", 1500));
        let too_much = rig.desk().refund(refund_form(&sale, "1501")).await.unwrap_err();
        assert_eq!(code(&too_much), "OVER_REFUND");
        assert_eq!(rig.gone_back(&sale), MinorUnits::new(1000));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_fails_days_later_gives_its_sum_back() {
    let rig = PaymentFlowRig::start().await;
    let sale = rig.paid_at_flow("2500").await;
    rig.gateway().plan(AnswerTrouble::RefundFails { seconds: 3 * 86_400 });
    let sale = rig.desk().refund(refund_form(&sale, "1000")).await.unwrap();
    assert_eq!(progress(refund(&sale)), "DONE");
    rig.clock.advance(Duration::from_hours(4 * 24));
    let_watch(&rig, Duration::from_mins(10)).await;
    let sale = rig.sale(&sale).await;
    assert_eq!(progress(refund(&sale)), "FAILED_LATE");
    assert_eq!(payment(&sale).left.minor(), 2500);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_was_taken_unseen_and_failed_is_shown_as_refused() {
    let rig = PaymentFlowRig::start().await;
    rig.behave(Behaviour { refunds_fail: true, ..Behaviour::default() });
    let sale = troubled(&rig, AnswerTrouble::DropsAnswer).await;
    rig.clock.advance(Duration::from_mins(5));
    settle(&rig).await;
    let sale = rig.sale(&sale).await;
    assert_eq!(progress(refund(&sale)), "REFUSED");
    assert_eq!((word(&sale).as_str(), payment(&sale).left.minor()), ("PAID", 2500));
    assert_eq!(rig.refunds_sent(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_made_in_the_dashboard_that_fails_after_all_counts_no_longer() {
    let rig = PaymentFlowRig::start().await;
    let sale = rig.paid_at_flow("2500").await;
    let fails = Behaviour {
        refunds_take: Some(Duration::from_hours(5)),
        refunds_fail: true,
        ..Behaviour::default()
    };
    rig.behave(fails);
    rig.refund_in_the_dashboard(&sale, 2000, &json!({})).await;
    let sale = rig.look(&sale).await;
    assert_eq!((word(&sale).as_str(), payment(&sale).left.minor()), ("PARTLY_REFUNDED", 500));
    rig.clock.advance(Duration::from_hours(6));
    let sale = rig.look(&sale).await;
    assert_eq!((word(&sale).as_str(), payment(&sale).left.minor()), ("PAID", 2500));
    rig.behave(Behaviour::default());
    let sale = rig.desk().refund(refund_form(&sale, "2500")).await.unwrap();
    assert_eq!((word(&sale).as_str(), payment(&sale).refunded.minor()), ("REFUNDED", 2500));
    let told = story(&sale);
    let place = |kind: &str| told.iter().position(|line| line == kind);
    assert!(place("REFUND_ELSEWHERE").unwrap() < place("REFUND_REFUSED").unwrap(), "{told:?}");
    assert_eq!(rig.gone_back(&sale), MinorUnits::new(2500));
}
