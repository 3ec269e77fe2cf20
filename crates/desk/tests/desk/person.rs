//! What only a person can decide: the evidence that they see, and the decisions that it does not allow.

use std::time::Duration;

use desk::{
    domain::{TillError, error::Fault, hold::HoldEndKind, sale_state::About},
    view::{Decision, Found, PersonCase, SaleView},
};
use practice::global_payments::Behaviour;
use providers::TransportFault;
use serde_json::json;

use crate::rig::{
    Call, Rig, Then, Trouble, answer, code, empty_list, hold_end, hold_end_form, payment, progress,
    progress_word, refund, refund_form, refusal, story, word,
};

/// Longer than a late request and a list that lags may take.
const QUIET: Duration = Duration::from_mins(20);

fn unheard() -> Trouble {
    Trouble::Unheard(Then::Fault(TransportFault::TimedOut))
}

fn this_one(id: &str) -> Found {
    Found::Made { provider_id: Some(id.to_owned()) }
}

const SOME: Found = Found::Made { provider_id: None };

async fn case(rig: &Rig, sale: &SaleView) -> PersonCase {
    rig.desk().person_case(&sale.row.id).await.unwrap()
}

async fn decide(rig: &Rig, case: &PersonCase, found: Found) -> Result<SaleView, TillError> {
    let subject = case.subject.clone();
    rig.desk().decide_case(Decision { subject, found }).await
}

fn no_network(rig: &Rig) {
    for call in [Call::FindTransactions, Call::ReadTransaction] {
        rig.network.always(call, Trouble::Unheard(Then::Fault(TransportFault::Dns)));
    }
}

/// A refund of 9.00 that nobody heard of, and two of 9.00 that somebody else made since.
async fn two_look_alike() -> (Rig, SaleView) {
    let rig = Rig::start().await;
    let sale = rig.paid("2500").await;
    rig.network.once(Call::Refund, unheard());
    let sale = rig.desk().refund(refund_form(&sale, "900")).await.unwrap();
    rig.refund_elsewhere(&sale, 900).await;
    rig.refund_elsewhere(&sale, 900).await;
    rig.desk().settle_all().await.unwrap();
    let sale = rig.sale(&sale).await;
    assert_eq!(word(&sale), "NEEDS_PERSON");
    (rig, sale)
}

/// A refund of 20.00 that the provider says it has seen, and that no list shows even days later.
async fn seen_and_never_shown() -> (Rig, SaleView) {
    let rig = Rig::start().await;
    let sale = rig.paid("2500").await;
    let seen = refusal(409, "DUPLICATE_ACTION", "40039", "Idempotency Key seen before");
    rig.network.once(Call::Refund, Trouble::Unheard(Then::Answer(seen)));
    let sale = rig.desk().refund(refund_form(&sale, "2000")).await.unwrap();
    rig.clock.advance(Duration::from_hours(60));
    rig.desk().settle_all().await.unwrap();
    let sale = rig.sale(&sale).await;
    assert_eq!(word(&sale), "NEEDS_PERSON");
    (rig, sale)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_story_does_not_say_that_nothing_was_made_while_a_person_must_find_out() {
    let (_rig, sale) = seen_and_never_shown().await;
    assert_eq!(story(&sale).last().unwrap(), "REFUND_UNCLEAR");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_evidence_is_all_that_the_provider_shows() {
    let (rig, sale) = two_look_alike().await;
    let case = case(&rig, &sale).await;
    assert_eq!((case.about, case.amount.minor()), (About::Refund, 900));
    assert_eq!(case.payment, payment(&sale).provider_id);
    assert_eq!(case.our_reference, sale.our_reference);
    assert!(case.last_sent.is_some() && case.looked_at.is_some() && case.cannot_look.is_none());
    assert!(!case.may_decide_none, "the request may still be acted on");
    let ids: Vec<_> = case.candidates.iter().map(|found| found.provider_id.clone()).collect();
    assert_eq!(ids, rig.refund_ids(&sale));
    assert!(case.candidates.iter().all(|found| found.fits && found.stands && !found.known));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_says_which_one_it_is() {
    let (rig, sale) = two_look_alike().await;
    let case = case(&rig, &sale).await;
    let [ours, other] = [0, 1].map(|place: usize| this_one(&case.candidates[place].provider_id));
    let sale = decide(&rig, &case, ours.clone()).await.unwrap();
    assert_eq!(progress(refund(&sale)), "DONE");
    let decided = sale.timeline.last().unwrap();
    assert_eq!(serde_json::to_value(&decided.what).unwrap()["kind"], "PERSON_DECIDED");
    assert!(decided.by.is_some(), "who decided it is told");
    // The same again changes nothing, another decision is too late, and the other refund is somebody else's.
    decide(&rig, &case, ours).await.unwrap();
    assert_eq!(decide(&rig, &case, Found::Nothing).await, Err(TillError::EvidenceChanged));
    assert_eq!(decide(&rig, &case, other).await, Err(TillError::EvidenceChanged));
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    assert_eq!(payment(&sale).refunded.minor(), 1800);
    assert_eq!((rig.refunds_made(), rig.network.sent(Call::Refund)), (2, 1));
    rig.audit_settled().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_not_decided_before_the_quiet_period_nor_against_what_is_shown() {
    let (rig, sale) = two_look_alike().await;
    let early = case(&rig, &sale).await;
    let refused = decide(&rig, &early, Found::Nothing).await;
    assert_eq!(refused, Err(TillError::StillSettling));
    rig.clock.advance(QUIET);
    let late = case(&rig, &sale).await;
    assert!(late.may_decide_none);
    let refused = decide(&rig, &late, Found::Nothing).await;
    assert_eq!(refused, Err(TillError::EvidenceChanged));
    assert_eq!(payment(&rig.sale(&sale).await).on_its_way.minor(), 900, "the sum stays reserved");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_is_shown_and_fits_and_is_nobody_elses_can_be_the_one() {
    let rig = Rig::start().await;
    let sale = rig.paid("2500").await;
    // One of ours and one made elsewhere, both of the same amount, and then the one in question.
    let sale = rig.desk().refund(refund_form(&sale, "500")).await.unwrap();
    rig.refund_elsewhere(&sale, 500).await;
    let seen = refusal(409, "DUPLICATE_ACTION", "40039", "Idempotency Key seen before");
    rig.network.once(Call::Refund, Trouble::Unheard(Then::Answer(seen)));
    let sale = rig.desk().refund(refund_form(&sale, "500")).await.unwrap();
    rig.clock.advance(Duration::from_hours(60));
    rig.desk().settle_all().await.unwrap();
    rig.refund_elsewhere(&sale, 300).await;
    let case = case(&rig, &sale).await;
    let shown: Vec<_> = case
        .candidates
        .iter()
        .map(|found| (found.amount.minor(), found.fits, found.known))
        .collect();
    assert_eq!(shown, [(500, true, true), (500, true, true), (300, false, false)]);
    for id in rig.refund_ids(&sale).iter().map(String::as_str).chain(["TRN_nobody", "no id/"]) {
        let refused = decide(&rig, &case, this_one(id)).await;
        assert_eq!(refused, Err(TillError::EvidenceChanged), "{id}");
    }
    assert_eq!(word(&rig.sale(&sale).await), "NEEDS_PERSON");
    // None of them keeps a person from saying that it was never made.
    let sale = decide(&rig, &case, Found::Nothing).await.unwrap();
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    assert_eq!(payment(&sale).refunded.minor(), 1300);
    rig.audit_settled().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_finds_that_nothing_was_made_and_the_sum_is_free_again() {
    let (rig, sale) = seen_and_never_shown().await;
    let case = case(&rig, &sale).await;
    assert_eq!((case.candidates.len(), case.may_decide_none), (0, true));
    let sale = decide(&rig, &case, Found::Nothing).await.unwrap();
    assert_eq!((word(&sale).as_str(), progress(refund(&sale)).as_str()), ("PAID", "NOT_MADE"));
    assert_eq!(story(&sale).last().unwrap(), "PERSON_DECIDED");
    let sale = rig.desk().refund(refund_form(&sale, "2500")).await.unwrap();
    assert_eq!(word(&sale), "REFUNDED");
    rig.audit_settled().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_shows_up_while_the_person_thinks_changes_the_evidence() {
    let (rig, sale) = seen_and_never_shown().await;
    let case = case(&rig, &sale).await;
    rig.refund_elsewhere(&sale, 2000).await;
    let refused = decide(&rig, &case, Found::Nothing).await;
    assert_eq!(refused, Err(TillError::EvidenceChanged));
    let id = rig.refund_ids(&sale).remove(0);
    let sale = decide(&rig, &case, this_one(&id)).await.unwrap();
    assert_eq!((progress(refund(&sale)).as_str(), payment(&sale).refunded.minor()), ("DONE", 2000));
    rig.audit_settled().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_provider_the_case_is_shown_and_only_a_look_of_ones_own_counts() {
    let (rig, sale) = seen_and_never_shown().await;
    no_network(&rig);
    let case = case(&rig, &sale).await;
    assert_eq!(case.cannot_look, Some(TillError::NotSent { fault: Fault::Dns }));
    assert_eq!((case.looked_at, case.candidates.len()), (None, 0));
    let unseen = decide(&rig, &case, this_one("TRN_1")).await;
    assert_eq!(unseen, Err(TillError::NotSent { fault: Fault::Dns }));
    let sale = decide(&rig, &case, SOME).await.unwrap();
    assert_eq!((progress(refund(&sale)).as_str(), payment(&sale).left.minor()), ("DONE", 500));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_person_found_first_counts_once_when_the_provider_shows_it_at_last() {
    let (rig, sale) = seen_and_never_shown().await;
    let case = case(&rig, &sale).await;
    let sale = decide(&rig, &case, SOME).await.unwrap();
    assert_eq!(payment(&sale).refunded.minor(), 2000);
    rig.refund_elsewhere(&sale, 2000).await;
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    assert_eq!((word(&sale).as_str(), payment(&sale).refunded.minor()), ("PARTLY_REFUNDED", 2000));
    rig.audit_settled().await;
    // One more of the same sum is another one.
    rig.refund_elsewhere(&sale, 500).await;
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    assert_eq!(payment(&sale).refunded.minor(), 2500);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_person_found_and_the_provider_shows_as_failed_has_failed() {
    let (rig, sale) = two_look_alike().await;
    no_network(&rig);
    let case = case(&rig, &sale).await;
    decide(&rig, &case, SOME).await.unwrap();
    rig.network.heal();
    let failed = json!({ "total_record_count": 1, "transactions": [{
        "id": "TRN_ours",
        "type": "REFUND",
        "status": "REJECTED",
        "amount": "900",
        "currency": "EUR",
        "reference": sale.our_reference,
        "parent_resource_id": payment(&sale).provider_id,
    }]});
    let listed = Trouble::Unheard(Then::Answer(answer(200, &failed)));
    rig.network.always(Call::FindTransactions, listed);
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    assert_eq!(progress(refund(&sale)), "DONE", "the one that stands may not show yet");
    rig.clock.advance(QUIET);
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    assert_eq!(progress(refund(&sale)), "FAILED_LATE");
    assert_eq!(payment(&sale).left.minor(), 2500);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_was_refused_at_once_is_not_taken_for_one_that_a_person_found() {
    let rig = Rig::start().await;
    let sale = rig.paid("2500").await;
    let no = refusal(400, "INVALID_REQUEST_DATA", "40213", "unexpected data");
    rig.network.once(Call::Refund, Trouble::Unheard(Then::Answer(no)));
    let sale = rig.desk().refund(refund_form(&sale, "900")).await.unwrap();
    let seen = refusal(409, "DUPLICATE_ACTION", "40039", "Idempotency Key seen before");
    rig.network.once(Call::Refund, Trouble::Unheard(Then::Answer(seen)));
    let sale = rig.desk().refund(refund_form(&sale, "900")).await.unwrap();
    rig.clock.advance(Duration::from_hours(60));
    rig.desk().settle_all().await.unwrap();
    let asked = case(&rig, &sale).await;
    decide(&rig, &asked, SOME).await.unwrap();
    let refused = json!({ "total_record_count": 1, "transactions": [{
        "id": "TRN_refused",
        "type": "REFUND",
        "status": "DECLINED",
        "amount": "900",
        "currency": "EUR",
        "reference": sale.our_reference,
        "parent_resource_id": payment(&sale).provider_id,
    }]});
    let listed = Trouble::Unheard(Then::Answer(answer(200, &refused)));
    rig.network.always(Call::FindTransactions, listed);
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    let states: Vec<_> = payment(&sale).refunds.iter().map(progress).collect();
    assert_eq!(states, ["REFUSED", "DONE"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_provider_nothing_can_be_decided_once_the_quiet_period_is_over() {
    let (rig, sale) = seen_and_never_shown().await;
    no_network(&rig);
    let case = case(&rig, &sale).await;
    let sale = decide(&rig, &case, Found::Nothing).await.unwrap();
    assert_eq!((progress(refund(&sale)).as_str(), payment(&sale).left.minor()), ("NOT_MADE", 2500));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sale_that_needs_nobody_has_no_case() {
    let rig = Rig::start().await;
    let sale = rig.paid("2500").await;
    let none = rig.desk().person_case(&sale.row.id).await;
    assert_eq!(none, Err(TillError::NotFound));
    for subject in [sale.row.id.clone(), payment(&sale).id.clone(), "nothing".to_owned()] {
        let none = rig.desk().decide_case(Decision { subject, found: Found::Nothing }).await;
        assert_eq!(none, Err(TillError::NotFound));
    }
    // Nor is anything decided that a person was not asked about.
    let sale = rig.desk().refund(refund_form(&sale, "1000")).await.unwrap();
    let subject = refund(&sale).id.clone();
    let late = rig.desk().decide_case(Decision { subject, found: Found::Nothing }).await;
    assert_eq!(late, Err(TillError::EvidenceChanged));
}

/// A capture of 25.00 that nobody heard of, while somebody else took 10.00.
async fn captured_otherwise() -> (Rig, SaleView) {
    let rig = Rig::start().await;
    let sale = rig.reserved("2500").await;
    rig.network.once(Call::Capture, unheard());
    let sale = rig.desk().end_hold(hold_end_form(&sale, HoldEndKind::Capture, "2500")).await;
    let sale = sale.unwrap();
    rig.end_hold_elsewhere(&sale, HoldEndKind::Capture, 1000).await;
    rig.desk().settle_all().await.unwrap();
    let sale = rig.sale(&sale).await;
    assert_eq!(word(&sale), "NEEDS_PERSON");
    (rig, sale)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reservation_that_ended_otherwise_is_a_persons_to_decide() {
    let (rig, sale) = captured_otherwise().await;
    let early = case(&rig, &sale).await;
    assert_eq!((early.about, early.amount.minor()), (About::Capture, 2500));
    assert!(early.candidates.is_empty() && early.looked_at.is_some());
    let id = payment(&sale).provider_id.clone();
    assert_eq!(decide(&rig, &early, this_one(&id)).await, Err(TillError::EvidenceChanged));
    assert_eq!(decide(&rig, &early, Found::Nothing).await, Err(TillError::StillSettling));
    rig.clock.advance(QUIET);
    let sale = decide(&rig, &early, Found::Nothing).await.unwrap();
    assert_eq!(progress_word(hold_end(&sale).state), "NOT_MADE");
    assert_eq!(word(&sale), "PAID_DIFFERENT_AMOUNT");
    assert_eq!(payment(&sale).left.minor(), 1000);
    assert_eq!(rig.network.sent(Call::Capture), 1);
    rig.audit_settled().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_may_find_that_the_capture_was_made_all_the_same() {
    let (rig, sale) = captured_otherwise().await;
    let case = case(&rig, &sale).await;
    let sale = decide(&rig, &case, SOME).await.unwrap();
    assert_eq!(progress_word(hold_end(&sale).state), "DONE");
    assert_eq!(story(&sale).last().unwrap(), "PERSON_DECIDED");
    assert_eq!(word(&sale), "PAID_DIFFERENT_AMOUNT", "what came is still not what was taken");
}

#[tokio::test(flavor = "multi_thread")]
async fn that_a_capture_was_made_is_believed_only_with_the_payment_at_hand() {
    let (rig, sale) = captured_otherwise().await;
    no_network(&rig);
    let case = case(&rig, &sale).await;
    assert!(case.cannot_look.is_some());
    let blind = decide(&rig, &case, SOME).await;
    assert_eq!(blind, Err(TillError::NotSent { fault: Fault::Dns }));
    assert_eq!(word(&rig.sale(&sale).await), "NEEDS_PERSON");
    rig.network.heal();
    decide(&rig, &case, SOME).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_capture_that_a_person_found_and_the_payment_does_not_show_in_time_can_go_again() {
    let rig = Rig::start().await;
    let sale = rig.reserved("2500").await;
    rig.network.once(Call::Capture, unheard());
    let form = hold_end_form(&sale, HoldEndKind::Capture, "2500");
    let sale = rig.desk().end_hold(form).await.unwrap();
    // A state that nobody can read, for days.
    let strange = Some("FOR_REVIEW".to_owned());
    rig.books()
        .set_behaviour(Behaviour { transaction_status_in_answer: strange, ..Behaviour::default() });
    rig.clock.advance(Duration::from_hours(60));
    rig.desk().settle_all().await.unwrap();
    let asked = case(&rig, &sale).await;
    decide(&rig, &asked, SOME).await.unwrap();
    rig.books().set_behaviour(Behaviour::default());

    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    assert_eq!(progress_word(hold_end(&sale).state), "DONE", "a read may lag behind");
    assert!(!payment(&sale).can_end_hold);
    rig.clock.advance(Duration::from_mins(2));
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    assert_eq!(progress_word(hold_end(&sale).state), "FAILED_LATE");
    assert_eq!(story(&sale).last().unwrap(), "HOLD_END_NOT_DONE");
    assert!(payment(&sale).can_end_hold);
    let form = hold_end_form(&sale, HoldEndKind::Capture, "2500");
    let sale = rig.desk().end_hold(form).await.unwrap();
    assert_eq!(word(&sale), "PAID");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_payment_itself_proves_about_a_capture_stands_above_a_persons_word() {
    for (trouble, says, proven) in [
        (Trouble::Acted(Then::Fault(TransportFault::TimedOut)), Found::Nothing, SOME),
        (unheard(), SOME, Found::Nothing),
    ] {
        let rig = Rig::start().await;
        let sale = rig.reserved("2500").await;
        rig.network.once(Call::Capture, trouble);
        let form = hold_end_form(&sale, HoldEndKind::Capture, "2500");
        let sale = rig.desk().end_hold(form).await.unwrap();
        // For a moment the provider shows what can't be.
        let wrong = Some("REVERSED".to_owned());
        rig.books().set_behaviour(Behaviour {
            transaction_status_in_answer: wrong,
            ..Behaviour::default()
        });
        rig.desk().settle_all().await.unwrap();
        assert_eq!(word(&rig.sale(&sale).await), "NEEDS_PERSON");
        rig.books().set_behaviour(Behaviour::default());
        rig.clock.advance(QUIET);
        let case = case(&rig, &sale).await;
        assert_eq!(decide(&rig, &case, says).await, Err(TillError::EvidenceChanged));
        decide(&rig, &case, proven).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_look_is_told_in_its_own_words() {
    let (rig, sale) = seen_and_never_shown().await;
    let no = refusal(403, "ACTION_NOT_AUTHORIZED", "40212", "Permission not enabled");
    rig.network.once(Call::FindTransactions, Trouble::Unheard(Then::Answer(no)));
    let told = case(&rig, &sale).await;
    assert_eq!(code(told.cannot_look.as_ref().unwrap()), "PERMISSION_MISSING");
    rig.network.once(Call::FindTransactions, Trouble::Unheard(Then::Answer(empty_list())));
    assert_eq!(case(&rig, &sale).await.cannot_look, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_person_found_without_the_till_counts_once_when_the_till_sees_it() {
    let rig = Rig::start().await;
    let sale = rig.paid("2500").await;
    rig.network.once(Call::Refund, Trouble::Acted(Then::Fault(TransportFault::TimedOut)));
    let sale = rig.desk().refund(refund_form(&sale, "900")).await.unwrap();
    rig.refund_elsewhere(&sale, 900).await;
    rig.desk().settle_all().await.unwrap();
    no_network(&rig);
    let case = case(&rig, &sale).await;
    assert!(case.cannot_look.is_some());
    let sale = decide(&rig, &case, SOME).await.unwrap();
    assert_eq!(progress(refund(&sale)), "DONE");
    rig.network.heal();
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    assert_eq!(payment(&sale).refunded.minor(), 1800);
    rig.audit_settled().await;
}
