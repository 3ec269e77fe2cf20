//! Refunds at a provider that shows only how much went back in all: one for each press, none of a stranger's taken for
//! ours, and never more than came.

use std::time::Duration;

use desk::{
    domain::{TillError, hold::HoldEndKind, link_kind::LinkKindForm},
    view::{Decision, Found, PersonCase, SaleView},
};
use practice::flitt::{AnswerTrouble, Behaviour};
use providers::TransportFault;

use super::rig::FlittRig;
use crate::rig::{
    Call, Then, Trouble, hold_end_form, payment, progress, refund, refund_form, story, word,
};

/// Longer than a late request and a total that lags may take.
pub(super) const QUIET: Duration = Duration::from_mins(20);

pub(super) fn lost() -> Trouble {
    Trouble::Acted(Then::Fault(TransportFault::TimedOut))
}

pub(super) fn unheard() -> Trouble {
    Trouble::Unheard(Then::Fault(TransportFault::TimedOut))
}

pub(super) async fn settled(rig: &FlittRig, sale: &SaleView) -> SaleView {
    rig.desk().settle_all().await.unwrap();
    rig.sale(sale).await
}

/// The gateway tells this total, whatever went back.
fn tells(rig: &FlittRig, total: &str) {
    let reversal_amount_in_answer = Some(total.to_owned());
    rig.gateway().set_behaviour(Behaviour { reversal_amount_in_answer, ..Behaviour::default() });
}

fn tells_the_truth(rig: &FlittRig) {
    rig.gateway().set_behaviour(Behaviour::default());
}

pub(super) async fn case(rig: &FlittRig, sale: &SaleView) -> PersonCase {
    rig.desk().person_case(&sale.row.id).await.unwrap()
}

pub(super) async fn decide(
    rig: &FlittRig,
    case: &PersonCase,
    found: Found,
) -> Result<SaleView, TillError> {
    rig.desk().decide_case(Decision { subject: case.subject.clone(), found }).await
}

/// Two looks, apart, long after the last request.
async fn long_after(rig: &FlittRig, sale: &SaleView) -> SaleView {
    rig.clock.advance(QUIET);
    rig.desk().check_now(&sale.row.id).await.unwrap();
    rig.clock.advance(QUIET);
    rig.desk().check_now(&sale.row.id).await.unwrap()
}

pub(super) const MADE: Found = Found::Made { provider_id: None };

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_goes_back_in_parts_until_nothing_is_left() {
    let rig = FlittRig::start().await;
    let sale = rig.paid_at_flitt("2500").await;
    for (minor, gone, word_after) in [
        ("1000", 1_000, "PARTLY_REFUNDED"),
        ("700", 1_700, "PARTLY_REFUNDED"),
        ("800", 2_500, "REFUNDED"),
    ] {
        let sale = rig.desk().refund(refund_form(&sale, minor)).await.unwrap();
        assert_eq!(payment(&sale).refunded.minor(), gone);
        assert_eq!(word(&sale), word_after);
    }
    assert_eq!((rig.gone_back(&sale).as_str(), rig.reversals(&sale)), ("2500", 3));
    let more = rig.desk().refund(refund_form(&sale, "1")).await;
    assert!(matches!(more, Err(TillError::OverRefund { left }) if left.is_zero()), "{more:?}");
    // Looking again finds nothing new, and nobody else's.
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    assert_eq!(payment(&sale).refunded.minor(), 2_500);
    assert!(!story(&sale).contains(&"REFUND_ELSEWHERE".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_whose_answer_was_lost_ends_as_one() {
    // All of the payment, and part of it.
    for minor in ["2500", "1000"] {
        let rig = FlittRig::start().await;
        let sale = rig.paid_at_flitt("2500").await;
        rig.network.once(Call::Refund, lost());
        let sale = rig.desk().refund(refund_form(&sale, minor)).await.unwrap();
        assert_eq!(progress(refund(&sale)), "NOT_SURE");
        assert_eq!(payment(&sale).on_its_way.minor().to_string(), minor);
        let sale = settled(&rig, &sale).await;
        assert_eq!(progress(refund(&sale)), "DONE");
        assert_eq!((rig.gone_back(&sale).as_str(), rig.reversals(&sale)), (minor, 1));
        assert!(!story(&sale).contains(&"REFUND_ELSEWHERE".to_owned()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_nobody_heard_of_is_made_with_its_own_key() {
    let rig = FlittRig::start().await;
    let sale = rig.paid_at_flitt("2500").await;
    rig.network.once(Call::Refund, unheard());
    let sale = rig.desk().refund(refund_form(&sale, "1000")).await.unwrap();
    assert_eq!((progress(refund(&sale)).as_str(), rig.reversals(&sale)), ("NOT_SURE", 0));
    let sale = settled(&rig, &sale).await;
    assert_eq!(progress(refund(&sale)), "DONE");
    assert_eq!((rig.gone_back(&sale).as_str(), rig.reversals(&sale)), ("1000", 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_made_elsewhere_is_written_down_once() {
    let rig = FlittRig::start().await;
    let sale = rig.paid_at_flitt("2500").await;
    rig.refund_elsewhere(&sale, 700).await;
    for _ in 0..3 {
        rig.desk().check_now(&sale.row.id).await.unwrap();
    }
    rig.refund_elsewhere(&sale, 300).await;
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    assert_eq!((payment(&sale).refunded.minor(), payment(&sale).left.minor()), (1_000, 1_500));
    let elsewhere = story(&sale).into_iter().filter(|line| line == "REFUND_ELSEWHERE").count();
    assert_eq!(elsewhere, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_refund_leaves_before_what_went_back_elsewhere_is_known() {
    let rig = FlittRig::start().await;
    let sale = rig.paid_at_flitt("2500").await;
    rig.refund_elsewhere(&sale, 700).await;
    let refused = rig.desk().refund(refund_form(&sale, "2000")).await;
    assert!(
        matches!(refused, Err(TillError::OverRefund { left }) if left.minor() == 1_800),
        "{refused:?}"
    );
    assert_eq!((rig.network.sent(Call::Refund), rig.reversals(&sale)), (0, 1));
    rig.desk().refund(refund_form(&sale, "1800")).await.unwrap();
    assert_eq!(rig.gone_back(&sale), "2500");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_strangers_refund_that_can_t_be_ours_is_theirs_and_ours_goes_again() {
    let rig = FlittRig::start().await;
    let sale = rig.paid_at_flitt("2500").await;
    rig.network.once(Call::Refund, unheard());
    let sale = rig.desk().refund(refund_form(&sale, "1000")).await.unwrap();
    rig.refund_elsewhere(&sale, 700).await;
    let sale = settled(&rig, &sale).await;
    assert_eq!(progress(refund(&sale)), "DONE");
    assert_eq!((rig.gone_back(&sale).as_str(), rig.reversals(&sale)), ("1700", 2));
    assert_eq!(payment(&sale).refunded.minor(), 1_700);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_strangers_refund_of_the_same_sum_is_not_taken_for_ours() {
    let rig = FlittRig::start().await;
    let sale = rig.paid_at_flitt("2500").await;
    rig.network.once(Call::Refund, unheard());
    let sale = rig.desk().refund(refund_form(&sale, "1000")).await.unwrap();
    rig.refund_elsewhere(&sale, 1_000).await;
    // The total may hold it; its key tells that it was not made, and now it is.
    let sale = settled(&rig, &sale).await;
    assert_eq!(progress(refund(&sale)), "DONE");
    assert_eq!((rig.gone_back(&sale).as_str(), rig.reversals(&sale)), ("2000", 2));
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    assert_eq!((payment(&sale).refunded.minor(), payment(&sale).left.minor()), (2_000, 500));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_hold_captured_in_part_no_more_than_that_goes_back() {
    let rig = FlittRig::start().await;
    let sale = rig.waiting_for(LinkKindForm::Reservation, "2500").await;
    rig.customer_pays(&sale);
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    let form = hold_end_form(&sale, HoldEndKind::Capture, "1200");
    let sale = rig.desk().end_hold(form).await.unwrap();
    rig.network.once(Call::Refund, unheard());
    let sale = rig.desk().refund(refund_form(&sale, "1200")).await.unwrap();
    rig.refund_elsewhere(&sale, 1_200).await;
    // The gateway would give back 24.00 of the 25.00 that were held, though only 12.00 came.
    let sale = settled(&rig, &sale).await;
    assert_eq!(word(&sale), "NEEDS_PERSON");
    assert_eq!((rig.network.sent(Call::Refund), rig.gone_back(&sale).as_str()), (1, "1200"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_is_never_answered_goes_to_a_person_after_five_times() {
    let rig = FlittRig::start().await;
    let sale = rig.paid_at_flitt("2500").await;
    rig.network.always(Call::Refund, lost());
    let sale = rig.desk().refund(refund_form(&sale, "1000")).await.unwrap();
    for _ in 0..10 {
        rig.rested();
        rig.desk().settle_all().await.unwrap();
    }
    let sale = rig.sale(&sale).await;
    assert_eq!(word(&sale), "NEEDS_PERSON");
    assert_eq!((rig.network.sent(Call::Refund), rig.reversals(&sale)), (5, 1));
    rig.network.heal();
    let evidence = case(&rig, &sale).await;
    let sale = decide(&rig, &evidence, MADE).await.unwrap();
    assert_eq!((progress(refund(&sale)).as_str(), payment(&sale).left.minor()), ("DONE", 1_500));
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    assert_eq!(payment(&sale).refunded.minor(), 1_000, "nothing of it is somebody else's");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_nobody_ever_hears_of_is_given_up_once_nothing_can_arrive() {
    let rig = FlittRig::start().await;
    let sale = rig.paid_at_flitt("2500").await;
    rig.network.always(Call::Refund, unheard());
    let sale = rig.desk().refund(refund_form(&sale, "1000")).await.unwrap();
    for _ in 0..10 {
        rig.rested();
        rig.desk().settle_all().await.unwrap();
    }
    assert_eq!(rig.network.sent(Call::Refund), 5);
    assert_eq!(word(&rig.sale(&sale).await), "NOT_SURE", "the last one may still arrive");
    rig.clock.advance(QUIET);
    let sale = settled(&rig, &sale).await;
    assert_eq!((word(&sale).as_str(), progress(refund(&sale)).as_str()), ("PAID", "NOT_MADE"));
    assert_eq!(payment(&sale).left.minor(), 2_500);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_the_bank_declines_leaves_the_sum_free() {
    let rig = FlittRig::start().await;
    let sale = rig.paid_at_flitt("2500").await;
    rig.gateway().plan(AnswerTrouble::DeclinesRefund { code: 1_000 });
    let sale = rig.desk().refund(refund_form(&sale, "1000")).await.unwrap();
    assert_eq!((progress(refund(&sale)).as_str(), payment(&sale).left.minor()), ("REFUSED", 2_500));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_the_total_lacks_long_after_has_failed() {
    let rig = FlittRig::start().await;
    let sale = rig.paid_at_flitt("2500").await;
    rig.desk().refund(refund_form(&sale, "1000")).await.unwrap();
    let sale = rig.desk().refund(refund_form(&sale, "300")).await.unwrap();
    tells(&rig, "300");
    let early = rig.desk().check_now(&sale.row.id).await.unwrap();
    assert_eq!(payment(&early).refunded.minor(), 1_300, "a total may lag behind");
    let sale = long_after(&rig, &sale).await;
    let states: Vec<_> = payment(&sale).refunds.iter().map(progress).collect();
    assert_eq!(states, ["FAILED_LATE", "DONE"]);
    assert_eq!(payment(&sale).left.minor(), 2_200);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_look_long_after_is_too_thin_a_proof() {
    let rig = FlittRig::start().await;
    let sale = rig.paid_at_flitt("2500").await;
    let sale = rig.desk().refund(refund_form(&sale, "1000")).await.unwrap();
    rig.clock.advance(QUIET);
    tells(&rig, "0");
    let look = async || rig.desk().check_now(&sale.row.id).await.unwrap();
    assert_eq!(progress(refund(&look().await)), "DONE");
    assert_eq!(progress(refund(&look().await)), "DONE", "the same moment once more");
    rig.clock.advance(QUIET);
    assert_eq!(progress(refund(&look().await)), "FAILED_LATE");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gap_that_may_be_more_than_one_of_ours_changes_nothing() {
    let rig = FlittRig::start().await;
    let sale = rig.paid_at_flitt("2500").await;
    for _ in 0..2 {
        rig.desk().refund(refund_form(&sale, "400")).await.unwrap();
    }
    tells(&rig, "400");
    let sale = long_after(&rig, &sale).await;
    let states: Vec<_> = payment(&sale).refunds.iter().map(progress).collect();
    assert_eq!(states, ["DONE", "DONE"], "nobody can tell which one failed");
    assert_eq!(payment(&sale).left.minor(), 1_700, "too little rather than too much is left");
    tells_the_truth(&rig);
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    assert_eq!(payment(&sale).refunded.minor(), 800);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gap_that_is_no_refund_of_ours_changes_nothing() {
    let rig = FlittRig::start().await;
    let sale = rig.paid_at_flitt("2500").await;
    rig.desk().refund(refund_form(&sale, "1000")).await.unwrap();
    rig.refund_elsewhere(&sale, 1_000).await;
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    assert_eq!(payment(&sale).refunded.minor(), 2_000);
    // Ours, or the other one?
    tells(&rig, "1000");
    let sale = long_after(&rig, &sale).await;
    assert_eq!((progress(refund(&sale)).as_str(), payment(&sale).left.minor()), ("DONE", 500));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_total_below_what_is_known_settles_nothing_before_the_quiet_period() {
    let rig = FlittRig::start().await;
    let sale = rig.paid_at_flitt("2500").await;
    rig.desk().refund(refund_form(&sale, "300")).await.unwrap();
    rig.network.once(Call::Refund, lost());
    rig.desk().refund(refund_form(&sale, "1000")).await.unwrap();
    tells(&rig, "0");
    let sale = settled(&rig, &sale).await;
    assert_eq!(word(&sale), "NOT_SURE", "a total may lag behind");
    assert_eq!(rig.network.sent(Call::Refund), 2);
    rig.clock.advance(QUIET);
    let sale = settled(&rig, &sale).await;
    assert_eq!(word(&sale), "NEEDS_PERSON");
    let evidence = case(&rig, &sale).await;
    let total = evidence.total.clone().unwrap();
    assert_eq!((total.at_provider.minor(), total.in_book.minor(), total.fits), (0, 300, false));
    let made = decide(&rig, &evidence, MADE).await;
    assert_eq!(made, Err(TillError::EvidenceChanged), "nothing at all went back");
    tells_the_truth(&rig);
    let evidence = case(&rig, &sale).await;
    assert!(evidence.total.as_ref().unwrap().fits);
    let sale = decide(&rig, &evidence, MADE).await.unwrap();
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    assert_eq!(payment(&sale).refunded.minor(), 1_300);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_tills_at_once_never_give_back_more_than_came_nor_count_a_refund_twice() {
    for first_answer in [None, Some(lost()), Some(unheard())] {
        let mut rig = FlittRig::start().await;
        let sale = rig.paid_at_flitt("2500").await;
        let [one, other] = rig.two_desks().await;
        if let Some(trouble) = first_answer {
            rig.network.once(Call::Refund, trouble);
        }
        let both = tokio::join!(
            one.refund(refund_form(&sale, "1500")),
            other.refund(refund_form(&sale, "1500")),
        );
        for desk in [&one, &other] {
            desk.settle_all().await.unwrap();
            desk.check_now(&sale.row.id).await.unwrap();
        }
        let sale = rig.sale(&sale).await;
        assert_eq!((rig.gone_back(&sale).as_str(), rig.reversals(&sale)), ("1500", 1), "{both:?}");
        assert_eq!(payment(&sale).refunded.minor(), 1_500, "{both:?}");
        assert!(!story(&sale).contains(&"REFUND_ELSEWHERE".to_owned()), "{both:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_till_s_refund_that_a_look_sees_first_is_no_stranger_s() {
    let mut rig = FlittRig::start().await;
    let sale = rig.paid_at_flitt("2500").await;
    let [one, other] = rig.two_desks().await;
    // The gateway has made it, and the first till still waits for the answer.
    let let_go = std::sync::Arc::new(tokio::sync::Notify::new());
    rig.network.once(Call::Refund, Trouble::Acted(Then::Held(let_go.clone())));
    let form = refund_form(&sale, "1000");
    let refunding = tokio::spawn(async move { one.refund(form).await });
    rig.network.silence().await;
    let seen = other.check_now(&sale.row.id).await.unwrap();
    assert_eq!(payment(&seen).refunded.minor(), 0);
    let refused = other.refund(refund_form(&sale, "500")).await;
    assert_eq!(refused.unwrap_err(), TillError::StillSettling);
    let_go.notify_one();
    let sale = refunding.await.unwrap().unwrap();
    assert_eq!((payment(&sale).refunded.minor(), rig.gone_back(&sale).as_str()), (1_000, "1000"));
    assert!(!story(&sale).contains(&"REFUND_ELSEWHERE".to_owned()));
}
