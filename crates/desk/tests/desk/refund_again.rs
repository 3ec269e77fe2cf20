//! A refund that goes again: whatever happened elsewhere in the meantime, never more goes back than came.

use std::time::Duration;

use desk::{
    domain::{Money, TillError},
    view::SaleView,
};
use providers::TransportFault;
use serde_json::json;

use crate::rig::{
    Call, Rig, Then, Trouble, answer, code, empty_list, html, logged, payment, progress, refund,
    refund_form, refusal, story, word,
};

/// A sale of 25.00 of which 20.00 should go back; the refund ran into `trouble`.
async fn troubled(trouble: Trouble) -> (Rig, SaleView) {
    let rig = Rig::start().await;
    let sale = rig.paid("2500").await;
    rig.network.once(Call::Refund, trouble);
    let sale = rig.desk().refund(refund_form(&sale, "2000")).await.unwrap();
    (rig, sale)
}

fn unheard() -> Trouble {
    Trouble::Unheard(Then::Fault(TransportFault::TimedOut))
}

fn seen_before() -> Trouble {
    let words = "Idempotency Key seen before";
    Trouble::Unheard(Then::Answer(refusal(409, "DUPLICATE_ACTION", "40039", words)))
}

fn no_permission() -> Trouble {
    let no = refusal(403, "ACTION_NOT_AUTHORIZED", "40212", "Permission not enabled");
    Trouble::Unheard(Then::Answer(no))
}

fn nothing_listed() -> Trouble {
    Trouble::Unheard(Then::Answer(empty_list()))
}

async fn press_again(rig: &Rig, sale: &SaleView) -> Result<SaleView, TillError> {
    let mut form = refund_form(sale, "2000");
    form.press.clone_from(&refund(sale).press);
    rig.desk().refund(form).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeat_that_no_longer_fits_is_a_persons_to_decide() {
    let (rig, sale) = troubled(unheard()).await;
    rig.refund_elsewhere(&sale, 800).await;
    rig.desk().settle_all().await.unwrap();
    let sale = rig.sale(&sale).await;
    assert_eq!(word(&sale), "NEEDS_PERSON");
    assert_eq!(payment(&sale).refunded.minor(), 800);
    assert_eq!((rig.refunds_made(), rig.network.sent(Call::Refund)), (1, 1));
    let next = rig.desk().refund(refund_form(&sale, "100")).await;
    assert_eq!(next, Err(TillError::OverRefund { left: Money::zero("EUR".parse().unwrap()) }));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeat_that_still_fits_goes_and_what_was_made_elsewhere_is_known() {
    let (rig, sale) = troubled(unheard()).await;
    rig.refund_elsewhere(&sale, 500).await;
    rig.desk().settle_all().await.unwrap();
    let sale = rig.sale(&sale).await;
    assert_eq!(word(&sale), "REFUNDED");
    assert_eq!(payment(&sale).refunded.minor(), 2500);
    rig.audit_settled().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sent_again_after_not_sent_it_is_withdrawn_where_it_no_longer_fits() {
    let (rig, sale) = troubled(Trouble::Unheard(Then::Fault(TransportFault::Connect))).await;
    assert_eq!(progress(refund(&sale)), "NOT_SENT");
    rig.refund_elsewhere(&sale, 800).await;
    let again = press_again(&rig, &sale).await;
    let left = Money::new(1700, "EUR".parse().unwrap());
    assert_eq!(again, Err(TillError::OverRefund { left }));
    let sale = rig.sale(&sale).await;
    assert_eq!(progress(refund(&sale)), "NOT_MADE");
    assert_eq!((rig.refunds_made(), rig.network.sent(Call::Refund)), (1, 1));
    let sale = rig.desk().refund(refund_form(&sale, "1700")).await.unwrap();
    assert_eq!(payment(&sale).refunded.minor(), 2500);
    rig.audit_settled().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_that_look_alike_none_is_repeated_where_a_third_would_not_fit() {
    let rig = Rig::start().await;
    let sale = rig.paid("2500").await;
    rig.network.once(Call::Refund, unheard());
    let sale = rig.desk().refund(refund_form(&sale, "900")).await.unwrap();
    // The provider takes up to 115 %: all three would fit there.
    rig.refund_elsewhere(&sale, 900).await;
    rig.refund_elsewhere(&sale, 900).await;
    rig.desk().settle_all().await.unwrap();
    assert_eq!(word(&rig.sale(&sale).await), "NEEDS_PERSON");
    assert_eq!((rig.refunds_made(), rig.network.sent(Call::Refund)), (2, 1));
    rig.audit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_provider_has_seen_is_never_released_by_an_empty_list() {
    let (rig, sale) = troubled(seen_before()).await;
    rig.clock.advance(Duration::from_hours(60));
    rig.desk().settle_all().await.unwrap();
    let sale = rig.sale(&sale).await;
    assert_eq!(word(&sale), "NEEDS_PERSON");
    assert_eq!(payment(&sale).left.minor(), 500);
    assert_eq!(rig.network.sent(Call::Refund), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_its_own_record_calls_declined_is_refused_on_any_attempt() {
    let (rig, sale) = troubled(Trouble::Acted(Then::Fault(TransportFault::TimedOut))).await;
    rig.network.once(Call::FindTransactions, nothing_listed());
    let declined = Trouble::Acted(Then::Field("status", json!("DECLINED")));
    rig.network.once(Call::ReadTransaction, declined);
    rig.desk().settle_all().await.unwrap();
    let sale = rig.sale(&sale).await;
    assert_eq!(progress(refund(&sale)), "REFUSED");
    assert_eq!(payment(&sale).left.minor(), 2500);
    assert_eq!(rig.network.sent(Call::Refund), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_made_before_ours_was_asked_for_is_never_taken_for_it() {
    let rig = Rig::start().await;
    let sale = rig.paid("2500").await;
    rig.refund_elsewhere(&sale, 1000).await;
    rig.clock.advance(Duration::from_mins(10));
    // The list lags behind when the till asks what is left.
    rig.network.once(Call::FindTransactions, nothing_listed());
    rig.network.once(Call::Refund, unheard());
    let sale = rig.desk().refund(refund_form(&sale, "1000")).await.unwrap();
    rig.desk().settle_all().await.unwrap();
    let sale = rig.sale(&sale).await;
    assert_eq!(progress(refund(&sale)), "DONE");
    assert_eq!(payment(&sale).refunded.minor(), 2000);
    assert_eq!((rig.refunds_made(), rig.network.sent(Call::Refund)), (2, 2));
    rig.audit_settled().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_that_may_not_read_refunds_still_end_in_one_by_the_same_key() {
    let (rig, sale) = troubled(Trouble::Acted(Then::Fault(TransportFault::TimedOut))).await;
    rig.network.always(Call::FindTransactions, no_permission());
    rig.network.once(Call::Refund, unheard());
    rig.desk().settle_all().await.unwrap();
    let unsure = rig.sale(&sale).await;
    assert_eq!(progress(refund(&unsure)), "NOT_SURE");
    assert_eq!(code(refund(&unsure).error.as_ref().unwrap()), "PERMISSION_MISSING");
    rig.rested();
    rig.desk().settle_all().await.unwrap();
    let sale = rig.sale(&sale).await;
    assert_eq!(progress(refund(&sale)), "DONE");
    assert_eq!((refund(&sale).error.as_ref(), rig.refunds_made()), (None, 1));
    rig.audit_settled().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_that_may_not_read_refunds_leave_it_to_a_person_once_the_key_is_forgotten() {
    let (rig, sale) = troubled(unheard()).await;
    rig.network.always(Call::FindTransactions, no_permission());
    rig.clock.advance(Duration::from_hours(60));
    rig.desk().settle_all().await.unwrap();
    let sale = rig.sale(&sale).await;
    assert_eq!(progress(refund(&sale)), "NEEDS_PERSON");
    assert_eq!(code(refund(&sale).error.as_ref().unwrap()), "PERMISSION_MISSING");
    assert_eq!(payment(&sale).left.minor(), 500, "the sum stays reserved");
    assert_eq!(rig.network.sent(Call::Refund), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_look_that_tells_nothing_is_a_persons_to_decide_once_the_quiet_period_is_over() {
    let no = refusal(404, "RESOURCE_NOT_FOUND", "40118", "Transaction not found");
    let fails = [Then::Answer(no), Then::Answer(html()), Then::Fault(TransportFault::TimedOut)];
    for (trouble, after) in fails.into_iter().zip(["NEEDS_PERSON", "NEEDS_PERSON", "NOT_SURE"]) {
        let told = format!("{trouble:?}");
        let (rig, sale) = troubled(unheard()).await;
        rig.network.always(Call::FindTransactions, Trouble::Unheard(trouble));
        // Late requests may arrive for 15 minutes, and lists lag for one more.
        for (minutes, progress_then) in [(15, "NOT_SURE"), (2, after)] {
            rig.clock.advance(Duration::from_mins(minutes));
            rig.desk().settle_all().await.unwrap();
            let sale = rig.sale(&sale).await;
            assert_eq!(progress(refund(&sale)), progress_then, "{told}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_names_another_refund_of_ours_is_a_persons_to_decide() {
    let rig = Rig::start().await;
    let (first, second) = (rig.paid("2500").await, rig.paid("2500").await);
    let first = rig.desk().refund(refund_form(&first, "1000")).await.unwrap();
    let id = rig.refund_ids(&first).remove(0);
    rig.network.once(Call::Refund, Trouble::Acted(Then::Field("id", json!(id))));
    let answered = rig.desk().refund(refund_form(&second, "1000")).await.unwrap();
    assert_eq!(word(&answered), "NEEDS_PERSON");
    rig.audit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_question_that_fails_keeps_no_other_from_being_settled() {
    let mut rig = Rig::start().await;
    let (first, second) = (rig.paid("2500").await, rig.paid("2500").await);
    for sale in [&first, &second] {
        rig.network.once(Call::Refund, unheard());
        rig.desk().refund(refund_form(sale, "1000")).await.unwrap();
    }
    rig.erase_texts(&first).await;
    let settled = rig.desk().settle_all().await;
    assert_eq!(settled, Err(TillError::NotFound));
    assert_eq!(word(&rig.sale(&second).await), "PARTLY_REFUNDED");
}

#[tokio::test(flavor = "multi_thread")]
async fn check_now_notes_refunds_made_elsewhere_and_ours_that_failed_after_all() {
    let rig = Rig::start().await;
    let sale = rig.paid("2500").await;
    let sale = rig.desk().refund(refund_form(&sale, "1000")).await.unwrap();
    rig.refund_elsewhere(&sale, 300).await;
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    assert_eq!(payment(&sale).refunded.minor(), 1300);

    let ours = rig.refund_ids(&sale).remove(0);
    let failed = json!({ "total_record_count": 1, "transactions": [{
        "id": ours,
        "type": "REFUND",
        "status": "REJECTED",
        "amount": "1000",
        "currency": "EUR",
        "reference": sale.our_reference,
        "parent_resource_id": payment(&sale).provider_id,
    }]});
    let listed = Trouble::Unheard(Then::Answer(answer(200, &failed)));
    rig.network.once(Call::FindTransactions, listed);
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    assert_eq!(progress(refund(&sale)), "FAILED_LATE");
    assert_eq!(story(&sale).last().unwrap(), "REFUND_REFUSED");
    let log = String::from_utf8(logged()).unwrap();
    let told = |line: &str| line.contains("nobody expected") && line.contains(&refund(&sale).id);
    assert!(log.lines().any(told), "the log says which refund it is");
    assert_eq!((payment(&sale).refunded.minor(), payment(&sale).left.minor()), (300, 2200));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_names_no_payment_is_booked_on_none_where_there_are_two() {
    let rig = Rig::start().await;
    let once = rig.paid("2500").await;
    let sale_of = |id: &str| {
        json!({ "id": id, "type": "SALE", "status": "CAPTURED", "amount": "2500",
            "currency": "EUR", "reference": once.our_reference })
    };
    let second = sale_of("TRN_second");
    let both = json!({ "amount": "2500", "currency": "EUR",
        "transaction_list": [second, sale_of(&payment(&once).provider_id)] });
    rig.network.once(Call::ReadLink, Trouble::Acted(Then::Field("transactions", both)));
    rig.network.once(Call::ReadTransaction, Trouble::Unheard(Then::Answer(answer(200, &second))));
    let twice = rig.desk().check_now(&once.row.id).await.unwrap();
    assert_eq!(word(&twice), "PAID_TWICE");

    let nameless = json!({ "total_record_count": 1, "transactions": [{
        "id": "TRN_nameless", "type": "REFUND", "status": "CAPTURED",
        "amount": "2500", "currency": "EUR", "reference": once.our_reference,
    }]});
    let listed = Trouble::Unheard(Then::Answer(answer(200, &nameless)));
    rig.network.always(Call::FindTransactions, listed);
    let refused = rig.desk().refund(refund_form(&once, "2500")).await;
    assert_eq!(code(&refused.unwrap_err()), "UNCLEAR_OUTCOME");
    let sale = rig.desk().check_now(&once.row.id).await.unwrap();
    assert!(sale.payments.iter().all(|payment| payment.refunded.is_zero()));
    assert_eq!(rig.network.sent(Call::Refund), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_press_refunds_the_payment_that_it_was_made_for_and_no_other() {
    let rig = Rig::start().await;
    let (first, second) = (rig.paid("2500").await, rig.paid("2500").await);
    let form = refund_form(&first, "1000");
    rig.desk().refund(form.clone()).await.unwrap();
    let mut other = refund_form(&second, "1000");
    other.press = form.press;
    assert_eq!(rig.desk().refund(other).await, Err(TillError::NotFound));
    assert_eq!(rig.refunds_made(), 1);
    assert_eq!(word(&rig.sale(&second).await), "PAID");
}
