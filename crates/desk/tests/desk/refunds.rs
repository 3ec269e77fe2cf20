//! Never more goes back than came: with refunds at once, with refunds made elsewhere, and whatever the provider would take.

use std::time::Duration;

use desk::{
    domain::{Money, TillError, refund::RefundReason},
    view::SaleView,
};
use providers::TransportFault;

use crate::rig::{Call, Rig, Then, Trouble, code, payment, refund_form, word};

/// Presses Refund `count` times at once, each for `minor` cents.
async fn at_once(
    rig: &Rig,
    sale: &SaleView,
    count: usize,
    minor: &str,
) -> Vec<Result<SaleView, TillError>> {
    let presses: Vec<_> = (0..count)
        .map(|_| {
            let (desk, form) = (rig.desk(), refund_form(sale, minor));
            tokio::spawn(async move { desk.refund(form).await })
        })
        .collect();
    let mut answers = Vec::new();
    for press in presses {
        answers.push(press.await.unwrap());
    }
    answers
}

fn left(minor: u64) -> TillError {
    TillError::OverRefund { left: Money::new(minor, "EUR".parse().unwrap()) }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_refunds_at_once_that_do_not_fit_together_one_is_made() {
    let rig = Rig::start().await;
    let sale = rig.paid("2500").await;
    let answers = at_once(&rig, &sale, 2, "1500").await;
    let (made, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
    assert_eq!(made.len(), 1);
    assert_eq!(refused[0], Err(left(1000)));
    assert_eq!(rig.refunds_made(), 1);
    rig.audit_settled().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_eight_refunds_at_once_as_many_are_made_as_fit() {
    let rig = Rig::start().await;
    let sale = rig.paid("2500").await;
    let answers = at_once(&rig, &sale, 8, "1000").await;
    let made = answers.iter().filter(|answer| answer.is_ok()).count();
    assert_eq!(made, 2);
    for refused in answers.into_iter().filter(Result::is_err) {
        assert_eq!(refused, Err(left(500)));
    }
    let sale = rig.sale(&sale).await;
    assert_eq!(word(&sale), "PARTLY_REFUNDED");
    assert_eq!(payment(&sale).left.minor(), 500);
    assert_eq!(rig.refunds_made(), 2);
    rig.audit_settled().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn refunds_at_once_in_a_bad_network_never_exceed_the_payment() {
    let rig = Rig::start().await;
    let sale = rig.paid("2500").await;
    rig.network.once(Call::Refund, Trouble::Acted(Then::Fault(TransportFault::TimedOut)));
    rig.network.once(Call::Refund, Trouble::Unheard(Then::Fault(TransportFault::ConnectionLost)));
    rig.network.once(Call::Refund, Trouble::Unheard(Then::Fault(TransportFault::Connect)));
    at_once(&rig, &sale, 8, "1000").await;
    rig.audit().await;
    rig.desk().settle_all().await.unwrap();
    rig.audit().await;
    assert!(rig.refunds_made() <= 2);
    let gone: u64 = payment(&rig.sale(&sale).await).refunded.minor();
    assert_eq!(gone, 1000 * rig.refunds_made() as u64);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_made_elsewhere_counts() {
    let rig = Rig::start().await;
    let sale = rig.paid("2500").await;
    rig.refund_elsewhere(&sale, 500).await;

    // 28.00 in all is less than 115 % of 25.00: the provider would take it.
    let asked_before = rig.network.sent(Call::Refund);
    let too_much = rig.desk().refund(refund_form(&sale, "2300")).await;
    assert_eq!(too_much, Err(left(2000)));
    assert_eq!(rig.network.sent(Call::Refund), asked_before);

    let sale = rig.desk().refund(refund_form(&sale, "2000")).await.unwrap();
    assert_eq!(word(&sale), "REFUNDED");
    assert_eq!(payment(&sale).refunded.minor(), 2500);
    assert_eq!(rig.refunds_made(), 2);
    rig.audit_settled().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_made_elsewhere_of_the_same_amount_is_not_taken_for_ours() {
    let rig = Rig::start().await;
    let sale = rig.paid("2500").await;
    rig.network.once(Call::Refund, Trouble::Unheard(Then::Fault(TransportFault::TimedOut)));
    let sale = rig.desk().refund(refund_form(&sale, "1000")).await.unwrap();
    rig.desk().settle_all().await.unwrap();
    rig.refund_elsewhere(&sale, 1000).await;
    let rest = rig.desk().refund(refund_form(&sale, "1000")).await;
    assert_eq!(rest, Err(left(500)));
    rig.audit().await;
    assert_eq!(rig.refunds_made(), 2);
    assert_eq!(payment(&rig.sale(&sale).await).refunded.minor(), 2000);
}

/// A refund of ours that was made and whose answer was lost, and one of the same amount that was made elsewhere.
async fn two_that_look_alike(paid: &str) -> (Rig, SaleView) {
    let rig = Rig::start().await;
    let sale = rig.paid(paid).await;
    rig.network.once(Call::Refund, Trouble::Acted(Then::Fault(TransportFault::TimedOut)));
    let form = refund_form(&sale, "1000");
    let sale = rig.desk().refund(form).await.unwrap();
    rig.refund_elsewhere(&sale, 1000).await;
    (rig, sale)
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_that_look_alike_the_key_tells_which_is_ours() {
    let (rig, sale) = two_that_look_alike("3500").await;
    rig.desk().settle_all().await.unwrap();
    assert_eq!(word(&rig.sale(&sale).await), "PARTLY_REFUNDED");
    let too_much = rig.desk().refund(refund_form(&sale, "1501")).await;
    assert_eq!(too_much, Err(left(1500)));
    let form = refund_form(&sale, "1500");
    let sale = rig.desk().refund(form).await.unwrap();
    assert_eq!(word(&sale), "REFUNDED");
    assert_eq!(rig.refunds_made(), 3);
    rig.audit_settled().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_that_look_alike_a_person_decides_once_the_key_is_forgotten() {
    let (rig, sale) = two_that_look_alike("2500").await;
    rig.clock.advance(Duration::from_hours(30));
    rig.desk().settle_all().await.unwrap();
    let sale = rig.sale(&sale).await;
    assert_eq!(word(&sale), "NEEDS_PERSON");
    assert_eq!(payment(&sale).left.minor(), 1500, "the sum stays reserved");
    let next = rig.desk().refund(refund_form(&sale, "500")).await;
    assert_eq!(next, Err(TillError::StillSettling));
    assert_eq!((rig.refunds_made(), rig.network.sent(Call::Refund)), (2, 1));
    rig.audit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn more_than_came_is_refused_without_a_request_though_the_provider_would_take_it() {
    let rig = Rig::start().await;
    let sale = rig.paid("2500").await;
    let before = rig.network.sent_in_all();
    for minor in ["2501", "2875", "2876"] {
        let refused = rig.desk().refund(refund_form(&sale, minor)).await;
        assert_eq!(refused, Err(left(2500)));
    }
    assert_eq!(rig.network.sent_in_all(), before);
    assert_eq!(payment(&rig.sale(&sale).await).refunds, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_paid_cannot_go_back() {
    let rig = Rig::start().await;
    let sale = rig.waiting("2500").await;
    rig.pay_with(&sale, practice::global_payments::DECLINED_CARD);
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    let refused = rig.desk().refund(refund_form(&sale, "1")).await;
    assert_eq!(refused, Err(TillError::NotRefundable));
    assert_eq!(rig.network.sent(Call::Refund), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_needs_a_sound_amount_and_another_reason_needs_a_note() {
    let rig = Rig::start().await;
    let sale = rig.paid("2500").await;
    for (minor, expected) in [
        ("", "INVALID_AMOUNT"),
        ("0", "INVALID_AMOUNT"),
        ("10.00", "INVALID_AMOUNT"),
        ("-5", "INVALID_AMOUNT"),
    ] {
        let error = rig.desk().refund(refund_form(&sale, minor)).await.unwrap_err();
        assert_eq!(code(&error), expected, "{minor}");
    }
    let mut other = refund_form(&sale, "500");
    other.reason = RefundReason::Other;
    let error = rig.desk().refund(other.clone()).await.unwrap_err();
    assert_eq!(code(&error), "MISSING_REQUIRED_FIELDS");
    other.note = "4242 4242 4242 4242".to_owned();
    let error = rig.desk().refund(other.clone()).await.unwrap_err();
    assert_eq!(code(&error), "CARD_NUMBER_IN_TEXT");
    other.note = "the chair was scratched".to_owned();
    let sale = rig.desk().refund(other).await.unwrap();
    assert_eq!(payment(&sale).refunds[0].note, "the chair was scratched");
    assert_eq!(rig.refunds_made(), 1);
}
