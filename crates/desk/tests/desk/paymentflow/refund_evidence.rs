//! What a look at the refunds proves, and what only a person can decide: a list whose records bear our ids, only a total,
//! or nothing at all.

use std::time::Duration;

use desk::view::{Decision, Found, PersonCase, SaleView};
use practice::paymentflow::{AnswerTrouble, Behaviour, MinorUnits};
use providers::TransportFault;
use serde_json::json;

use super::rig::PaymentFlowRig;
use crate::{
    rig::{
        Call, Then, Trouble, answer, code, payment, progress, refund, refund_form, refusal, word,
    },
    watch::let_watch,
};

const SOME: Found = Found::Made { provider_id: None };

/// There is no list of refunds.
fn no_list() -> Behaviour {
    Behaviour { refund_list_missing: true, ..Behaviour::default() }
}

/// Nor a total.
fn untold() -> Behaviour {
    Behaviour { amount_refunded_missing: true, ..no_list() }
}

/// A refund of 10.00 of 25.00 whose answer was lost; the provider made it, or never heard of it.
async fn unclear(behaviour: Behaviour, was_made: bool) -> (PaymentFlowRig, SaleView) {
    let rig = PaymentFlowRig::start().await;
    rig.behave(behaviour);
    let sale = rig.paid_at_flow("2500").await;
    let lost = Then::Fault(TransportFault::TimedOut);
    let trouble = if was_made { Trouble::Acted(lost) } else { Trouble::Unheard(lost) };
    rig.network.once(Call::Refund, trouble);
    let sale = rig.desk().refund(refund_form(&sale, "1000")).await.unwrap();
    assert_eq!(word(&sale), "NOT_SURE");
    rig.rested();
    rig.desk().settle_all().await.unwrap();
    let sale = rig.sale(&sale).await;
    (rig, sale)
}

async fn case(rig: &PaymentFlowRig, sale: &SaleView) -> PersonCase {
    rig.desk().person_case(&sale.row.id).await.unwrap()
}

fn decision(case: &PersonCase, found: Found) -> Decision {
    Decision { subject: case.subject.clone(), found }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_total_that_may_hold_it_is_for_a_person() {
    let (rig, sale) = unclear(no_list(), true).await;
    assert_eq!(word(&sale), "NEEDS_PERSON");
    let case = case(&rig, &sale).await;
    let total = case.total.as_ref().unwrap();
    assert_eq!((total.at_provider.minor(), total.in_book.minor(), total.fits), (1000, 0, true));
    let sale = rig.desk().decide_case(decision(&case, SOME)).await.unwrap();
    assert_eq!((word(&sale).as_str(), payment(&sale).left.minor()), ("PARTLY_REFUNDED", 1500));
    assert_eq!(rig.refunds_sent(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_total_without_it_frees_nothing_by_itself() {
    let (rig, sale) = unclear(no_list(), false).await;
    assert_eq!(word(&sale), "NOT_SURE");
    // The total may leave out what has not reached the customer yet: only a person can see that it was never made.
    let_watch(&rig, Duration::from_mins(30)).await;
    let sale = rig.sale(&sale).await;
    assert_eq!((word(&sale).as_str(), payment(&sale).left.minor()), ("NEEDS_PERSON", 1500));
    let case = case(&rig, &sale).await;
    assert!(case.may_decide_none);
    let sale = rig.desk().decide_case(decision(&case, Found::Nothing)).await.unwrap();
    assert_eq!((progress(refund(&sale)).as_str(), payment(&sale).left.minor()), ("NOT_MADE", 2500));
    assert_eq!(rig.refunds_sent(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_total_that_leaves_out_what_is_under_way_gives_back_no_sum() {
    let rig = PaymentFlowRig::start().await;
    rig.behave(no_list());
    let sale = rig.paid_at_flow("2500").await;
    let sale = rig.desk().refund(refund_form(&sale, "1000")).await.unwrap();
    assert_eq!(progress(refund(&sale)), "DONE");
    rig.network.always(Call::ReadLink, Trouble::Acted(Then::Field("amount_refunded", json!(0))));
    let_watch(&rig, Duration::from_hours(3)).await;
    let sale = rig.sale(&sale).await;
    assert_eq!((progress(refund(&sale)).as_str(), payment(&sale).left.minor()), ("DONE", 1500));
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nothing_is_told_the_book_alone_counts_and_an_unclear_one_goes_to_a_person_at_once() {
    for was_made in [true, false] {
        let (rig, sale) = unclear(untold(), was_made).await;
        assert_eq!(word(&sale), "NEEDS_PERSON", "at once");
        let first = case(&rig, &sale).await;
        assert_eq!((first.total.clone(), first.candidates.len()), (None, 0));
        let nothing = rig.desk().decide_case(decision(&first, Found::Nothing)).await;
        assert_eq!(code(&nothing.unwrap_err()), "STILL_SETTLING", "it may still arrive");
        let other = rig.desk().refund(refund_form(&sale, "500")).await.unwrap_err();
        assert_eq!(code(&other), "STILL_SETTLING");
        let_watch(&rig, Duration::from_hours(2)).await;
        assert_eq!(rig.refunds_sent(), 1, "it is never sent again");
        let found = if was_made { SOME } else { Found::Nothing };
        let sale = rig.desk().decide_case(decision(&case(&rig, &sale).await, found)).await.unwrap();
        let left = if was_made { 1500 } else { 2500 };
        assert_eq!(payment(&sale).left.minor(), left);
        // A new press is another refund, and the book says how much may go.
        let too_much = rig.desk().refund(refund_form(&sale, &(left + 1).to_string())).await;
        assert_eq!(code(&too_much.unwrap_err()), "OVER_REFUND");
        let sale = rig.desk().refund(refund_form(&sale, &left.to_string())).await.unwrap();
        assert!(payment(&sale).left.is_zero());
        assert_eq!(rig.gone_back(&sale), MinorUnits::new(2500));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_list_tells_no_ids_one_that_looks_alike_is_taken_for_ours() {
    let behaviour = Behaviour { metadata_missing: true, ..Behaviour::default() };
    let rig = PaymentFlowRig::start().await;
    let sale = rig.paid_at_flow("2500").await;
    rig.behave(behaviour);
    rig.gateway().plan(AnswerTrouble::DropsAnswer);
    let sale = rig.desk().refund(refund_form(&sale, "1000")).await.unwrap();
    rig.rested();
    rig.desk().settle_all().await.unwrap();
    let sale = rig.sale(&sale).await;
    assert_eq!((progress(refund(&sale)).as_str(), payment(&sale).left.minor()), ("DONE", 1500));
    assert_eq!(rig.refunds_sent(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn ours_under_another_amount_is_for_a_person_and_never_absent() {
    let rig = PaymentFlowRig::start().await;
    let sale = rig.paid_at_flow("2500").await;
    rig.gateway().plan(AnswerTrouble::DropsAnswer);
    let sale = rig.desk().refund(refund_form(&sale, "1000")).await.unwrap();
    let other = Some(MinorUnits::new(700));
    rig.behave(Behaviour { refund_amount_in_answer: other, ..Behaviour::default() });
    let_watch(&rig, Duration::from_mins(30)).await;
    let sale = rig.sale(&sale).await;
    assert_eq!(word(&sale), "NEEDS_PERSON");
    let case = case(&rig, &sale).await;
    let [shown] = case.candidates.as_slice() else { panic!("{case:?}") };
    assert_eq!((shown.amount.minor(), shown.fits, shown.stands), (700, true, true));
    let none = rig.desk().decide_case(decision(&case, Found::Nothing)).await.unwrap_err();
    assert_eq!(code(&none), "EVIDENCE_CHANGED", "it bears our id");
    let this_one = Found::Made { provider_id: Some(shown.provider_id.clone()) };
    let sale = rig.desk().decide_case(decision(&case, this_one)).await.unwrap();
    assert_eq!((progress(refund(&sale)).as_str(), payment(&sale).left.minor()), ("DONE", 1500));
    assert_eq!(rig.refunds_sent(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_the_book_gave_up_and_the_list_shows_is_made_after_all_and_no_strangers() {
    // The provider said no, and made it all the same.
    let rig = PaymentFlowRig::start().await;
    let sale = rig.paid_at_flow("2500").await;
    let no = refusal_of_theirs();
    rig.network.once(Call::Refund, Trouble::Acted(no));
    let sale = rig.desk().refund(refund_form(&sale, "1000")).await.unwrap();
    assert_eq!((progress(refund(&sale)).as_str(), payment(&sale).left.minor()), ("REFUSED", 2500));
    let sale = rig.look(&sale).await;
    assert_eq!((progress(refund(&sale)).as_str(), payment(&sale).left.minor()), ("DONE", 1500));
    assert_eq!(payment(&sale).refunded.minor(), 1000, "it counts once");

    // It was proven absent while the list lagged far behind.
    let rig = PaymentFlowRig::start().await;
    let sale = rig.paid_at_flow("2500").await;
    rig.gateway().plan(AnswerTrouble::DropsAnswer);
    let sale = rig.desk().refund(refund_form(&sale, "1000")).await.unwrap();
    rig.clock.advance(Duration::from_mins(30));
    let empty = json!({ "data": [], "has_more": false, "total_count": 0 });
    rig.network.once(Call::ListRefunds, Trouble::Unheard(Then::Answer(answer(200, &empty))));
    rig.desk().settle_all().await.unwrap();
    let sale = rig.sale(&sale).await;
    assert_eq!(progress(refund(&sale)), "NOT_MADE");
    // Before the next one leaves, the till looks once more.
    let too_much = rig.desk().refund(refund_form(&sale, "2000")).await.unwrap_err();
    assert_eq!(code(&too_much), "OVER_REFUND");
    let sale = rig.sale(&sale).await;
    assert_eq!((progress(refund(&sale)).as_str(), payment(&sale).left.minor()), ("DONE", 1500));
    assert_eq!(rig.gone_back(&sale), MinorUnits::new(1000));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_only_a_person_vouched_for_is_known_again_by_its_id() {
    let (rig, sale) = unclear(untold(), true).await;
    let sale = rig.desk().decide_case(decision(&case(&rig, &sale).await, SOME)).await.unwrap();
    // The list is there after all, and shows a dashboard's refund of the same amount first.
    rig.refund_in_the_dashboard(&sale, 1000, &json!({})).await;
    rig.behave(Behaviour::default());
    let sale = rig.look(&sale).await;
    assert_eq!(payment(&sale).refunded.minor(), 2000);
    assert_eq!(payment(&sale).left.minor(), 500);
}

fn refusal_of_theirs() -> Then {
    let error = json!({ "error": { "type": "validation_error", "code": "no", "message": "No." } });
    Then::Answer(answer(422, &error))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_the_list_that_can_not_be_read_settles_nothing() {
    let (rig, sale) = {
        let rig = PaymentFlowRig::start().await;
        let sale = rig.paid_at_flow("2500").await;
        rig.gateway().plan(AnswerTrouble::DropsAnswer);
        let sale = rig.desk().refund(refund_form(&sale, "1000")).await.unwrap();
        (rig, sale)
    };
    let gone = refusal(500, "x", "x", "x");
    rig.network.always(Call::ListRefunds, Trouble::Unheard(Then::Answer(gone)));
    let_watch(&rig, Duration::from_mins(30)).await;
    assert_eq!(word(&rig.sale(&sale).await), "NOT_SURE");
    rig.network.heal();
    rig.rested();
    let_watch(&rig, Duration::from_mins(10)).await;
    assert_eq!(progress(refund(&rig.sale(&sale).await)), "DONE");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_total_that_lacks_one_that_failed_is_no_proof_of_a_refund_made_elsewhere() {
    let rig = PaymentFlowRig::start().await;
    rig.behave(no_list());
    let sale = rig.paid_at_flow("2500").await;
    rig.gateway().plan(AnswerTrouble::RefundFails { seconds: 60 });
    let sale = rig.desk().refund(refund_form(&sale, "600")).await.unwrap();
    assert_eq!(progress(refund(&sale)), "DONE");
    let lost = Then::Fault(TransportFault::TimedOut);
    rig.network.once(Call::Refund, Trouble::Acted(lost));
    let sale = rig.desk().refund(refund_form(&sale, "1000")).await.unwrap();
    rig.clock.advance(Duration::from_mins(2));
    // 10.00 went back in all; the book knows of 6.00 that failed meanwhile.
    let_watch(&rig, Duration::from_mins(30)).await;
    let sale = rig.desk().decide_case(decision(&case(&rig, &sale).await, SOME)).await.unwrap();
    let_watch(&rig, Duration::from_mins(30)).await;
    let sale = rig.look(&sale).await;
    assert_eq!(
        payment(&sale).left.minor(),
        900,
        "6.00 and 10.00 of 25.00, and nothing that nobody made"
    );
}
