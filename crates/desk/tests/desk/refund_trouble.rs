//! What can go wrong while money goes back: what staff see at once, and that it always ends in one refund or none.

use std::time::Duration;

use desk::{domain::TillError, view::SaleView};
use providers::{Response, TransportFault};
use serde_json::json;

use crate::rig::{
    Call, Rig, Then, Trouble, answer, code, empty_list, html, payment, progress, refund,
    refund_form, refusal, story, too_many_requests, word,
};

/// A sale of 25.00 of which 10.00 should go back, and the refund ran into `trouble`.
async fn troubled(trouble: Trouble) -> (Rig, SaleView) {
    let rig = Rig::start().await;
    let sale = rig.paid("2500").await;
    rig.network.once(Call::Refund, trouble);
    let sale = rig.desk().refund(refund_form(&sale, "1000")).await.unwrap();
    assert_eq!(rig.network.sent(Call::Refund), 1, "nothing is repeated by itself");
    rig.audit().await;
    (rig, sale)
}

/// Provably not acted on: the sale is still paid, and the same press makes one refund.
async fn is_not_sent(trouble: Trouble) {
    let told = format!("{trouble:?}");
    let (rig, sale) = troubled(trouble).await;
    assert_eq!(progress(refund(&sale)), "NOT_SENT", "{told}");
    assert_eq!(word(&sale), "PAID", "{told}");
    rig.desk().settle_all().await.unwrap();
    assert_eq!(rig.refunds_made(), 0, "nobody pressed again after {told}");
    let again = press_again(&rig, &sale).await.unwrap();
    ends_with_one_refund(&rig, &again).await;
}

/// Nobody knows: the sum stays reserved, the same press sends nothing, no other refund may begin, and the next look
/// settles it.
async fn is_not_sure(trouble: Trouble, made: usize) {
    let told = format!("{trouble:?}");
    let (rig, sale) = troubled(trouble).await;
    assert_eq!(word(&sale), "NOT_SURE", "{told}");
    assert_eq!(progress(refund(&sale)), "NOT_SURE", "{told}");
    let held = payment(&sale);
    assert_eq!((held.on_its_way.minor(), held.left.minor()), (1000, 1500), "{told}");
    assert_eq!(rig.refunds_made(), made, "{told}");
    let again = press_again(&rig, &sale).await.unwrap();
    assert_eq!(word(&again), "NOT_SURE", "{told}");
    assert_eq!(rig.network.sent(Call::Refund), 1, "{told}");
    rig.desk().settle_all().await.unwrap();
    let sends = if made == 0 { 2 } else { 1 };
    assert_eq!(rig.network.sent(Call::Refund), sends, "{told}");
    ends_with_one_refund(&rig, &sale).await;
}

/// The provider's no: nothing went back, and all of it may still go.
async fn is_refused(answer: Response) -> TillError {
    let (rig, sale) = troubled(Trouble::Unheard(Then::Answer(answer))).await;
    assert_eq!(progress(refund(&sale)), "REFUSED");
    assert_eq!(word(&sale), "PAID");
    press_again(&rig, &sale).await.unwrap();
    rig.desk().settle_all().await.unwrap();
    assert_eq!((rig.refunds_made(), rig.network.sent(Call::Refund)), (0, 1));
    assert_eq!(payment(&sale).left.minor(), 2500);
    let error = refund(&sale).error.clone().unwrap();
    let sale = rig.desk().refund(refund_form(&sale, "2500")).await.unwrap();
    assert_eq!(word(&sale), "REFUNDED");
    rig.audit_settled().await;
    error
}

async fn press_again(rig: &Rig, sale: &SaleView) -> Result<SaleView, TillError> {
    let mut form = refund_form(sale, "1000");
    form.press.clone_from(&refund(sale).press);
    rig.desk().refund(form).await
}

async fn ends_with_one_refund(rig: &Rig, sale: &SaleView) {
    let sale = rig.sale(sale).await;
    assert_eq!(word(&sale), "PARTLY_REFUNDED");
    assert_eq!(progress(refund(&sale)), "DONE");
    assert_eq!(rig.refunds_made(), 1);
    let left = payment(&sale).left.minor();
    assert_eq!(left, 1500);
    rig.audit_settled().await;
}

fn fault(fault: TransportFault) -> Then {
    Then::Fault(fault)
}

#[tokio::test(flavor = "multi_thread")]
async fn no_network() {
    for before_it_left in [TransportFault::Dns, TransportFault::Connect, TransportFault::Tls] {
        is_not_sent(Trouble::Unheard(fault(before_it_left))).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_network_while_the_provider_is_asked_what_is_left_records_nothing() {
    let rig = Rig::start().await;
    let sale = rig.paid("2500").await;
    for (lost, expected) in [
        (fault(TransportFault::Dns), "NOT_SENT"),
        (fault(TransportFault::TooLarge), "UNCLEAR_OUTCOME"),
        (Then::Answer(html()), "UNCLEAR_OUTCOME"),
        (Then::Answer(too_many_requests(Duration::from_secs(3))), "TOO_MANY_REQUESTS"),
    ] {
        rig.network.once(Call::FindTransactions, Trouble::Unheard(lost));
        let error = rig.desk().refund(refund_form(&sale, "1000")).await.unwrap_err();
        assert_eq!(code(&error), expected);
    }
    assert_eq!(payment(&rig.sale(&sale).await).refunds, []);
    assert_eq!((rig.refunds_made(), rig.network.sent(Call::Refund)), (0, 0));
    let sale = rig.desk().refund(refund_form(&sale, "1000")).await.unwrap();
    ends_with_one_refund(&rig, &sale).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_time_out_or_a_lost_connection_before_the_provider_acted() {
    for lost in [TransportFault::TimedOut, TransportFault::ConnectionLost] {
        is_not_sure(Trouble::Unheard(fault(lost)), 0).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_time_out_or_a_lost_connection_after_the_provider_acted() {
    for lost in [TransportFault::TimedOut, TransportFault::ConnectionLost] {
        is_not_sure(Trouble::Acted(fault(lost)), 1).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_is_too_large_or_leads_elsewhere() {
    for refused in [TransportFault::TooLarge, TransportFault::Redirected] {
        is_not_sure(Trouble::Acted(fault(refused)), 1).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_is_over_is_renewed_once_and_nobody_notices() {
    let rig = Rig::start().await;
    let sale = rig.paid("2500").await;
    let expired = refusal(401, "NOT_AUTHENTICATED", "40002", "The access token has expired");
    rig.network.once(Call::Refund, Trouble::Unheard(Then::Answer(expired)));
    let sale = rig.desk().refund(refund_form(&sale, "1000")).await.unwrap();
    assert_eq!(rig.network.sent(Call::Refund), 2);
    assert_eq!(rig.network.sent(Call::SignIn), 2);
    ends_with_one_refund(&rig, &sale).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_is_never_good_is_not_sent() {
    let rig = Rig::start().await;
    let sale = rig.paid("2500").await;
    let never = refusal(401, "NOT_AUTHENTICATED", "40001", "Invalid access token used");
    rig.network.always(Call::Refund, Trouble::Unheard(Then::Answer(never)));
    let sale = rig.desk().refund(refund_form(&sale, "1000")).await.unwrap();
    assert_eq!(progress(refund(&sale)), "NOT_SENT");
    assert_eq!(rig.network.sent(Call::Refund), 2, "one renewal and no more");
    rig.network.heal();
    let sale = press_again(&rig, &sale).await.unwrap();
    ends_with_one_refund(&rig, &sale).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_permission() {
    let no =
        refusal(403, "ACTION_NOT_AUTHORIZED", "40212", "Permission not enabled to execute action");
    assert_eq!(code(&is_refused(no).await), "PERMISSION_MISSING");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unprocessable_request() {
    let no = refusal(422, "INVALID_TRANSACTION_ACTION", "40038", "not captured yet");
    assert_eq!(
        is_refused(no).await,
        TillError::ApiError {
            provider_code: "40038".to_owned(),
            detail: "not captured yet".to_owned()
        }
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_requests_is_not_sent() {
    let wait = too_many_requests(Duration::from_secs(7));
    is_not_sent(Trouble::Unheard(Then::Answer(wait))).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_known_key_without_an_id() {
    let seen =
        || Then::Answer(refusal(409, "DUPLICATE_ACTION", "40039", "Idempotency Key seen before"));
    is_not_sure(Trouble::Unheard(seen()), 0).await;
    is_not_sure(Trouble::Acted(seen()), 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_fails_before_and_after_it_acted() {
    for status in [500, 502, 503] {
        let broken = || Then::Answer(refusal(status, "SYSTEM_ERROR", "50002", "try later"));
        is_not_sure(Trouble::Unheard(broken()), 0).await;
        is_not_sure(Trouble::Acted(broken()), 1).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn html_instead_of_json() {
    is_not_sure(Trouble::Unheard(Then::Answer(html())), 0).await;
    is_not_sure(Trouble::Acted(Then::Answer(html())), 1).await;
    let blocked = Response { status: 403, ..html() };
    is_not_sure(Trouble::Unheard(Then::Answer(blocked)), 0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn half_a_body_or_none() {
    is_not_sure(Trouble::Acted(Then::Half), 1).await;
    is_not_sure(Trouble::Acted(Then::Answer(answer(200, &json!({})))), 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_amount_or_currency_in_the_answer() {
    is_not_sure(Trouble::Acted(Then::Field("amount", json!("1001"))), 1).await;
    is_not_sure(Trouble::Acted(Then::Field("currency", json!("GBP"))), 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_list_lags_behind_the_key_finds_the_refund() {
    let (rig, sale) = troubled(Trouble::Acted(fault(TransportFault::TimedOut))).await;
    rig.network.once(Call::FindTransactions, Trouble::Unheard(Then::Answer(empty_list())));
    rig.desk().settle_all().await.unwrap();
    let mut refunds = rig.network.writes();
    refunds.retain(|write| write.url.ends_with("/refund"));
    assert_eq!(refunds.len(), 2);
    assert_eq!(refunds[0], refunds[1]);
    ends_with_one_refund(&rig, &sale).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_look_that_fails_leaves_the_question_open_and_the_sum_reserved() {
    let (rig, sale) = troubled(Trouble::Acted(fault(TransportFault::TimedOut))).await;
    for failing in [
        fault(TransportFault::Connect),
        fault(TransportFault::TimedOut),
        Then::Answer(html()),
        Then::Answer(refusal(500, "SYSTEM_ERROR", "50002", "try later")),
        Then::Answer(answer(200, &json!({ "paging": {} }))),
    ] {
        rig.network.once(Call::FindTransactions, Trouble::Unheard(failing));
        rig.desk().settle_all().await.unwrap();
        let sale = rig.sale(&sale).await;
        assert_eq!((word(&sale).as_str(), payment(&sale).left.minor()), ("NOT_SURE", 1500));
        rig.rested();
    }
    assert_eq!(rig.network.sent(Call::Refund), 1);
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    ends_with_one_refund(&rig, &sale).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_refund_waits_until_the_first_one_is_settled() {
    let (rig, sale) = troubled(Trouble::Unheard(fault(TransportFault::TimedOut))).await;
    rig.network.always(Call::FindTransactions, Trouble::Unheard(fault(TransportFault::TimedOut)));
    let second = rig.desk().refund(refund_form(&sale, "1500")).await;
    assert!(second.is_err(), "{second:?}");
    assert_eq!(rig.network.sent(Call::Refund), 1);
    assert_eq!(rig.refunds_made(), 0);
    rig.network.heal();
    // Now the first one is settled on the way, and both are made.
    let sale = rig.desk().refund(refund_form(&sale, "1500")).await.unwrap();
    assert_eq!(word(&sale), "REFUNDED");
    assert_eq!(rig.refunds_made(), 2);
    rig.audit_settled().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_whose_end_is_not_known_is_never_taken_for_somebody_elses() {
    let (rig, sale) = troubled(Trouble::Acted(fault(TransportFault::TimedOut))).await;
    // The look that would settle it fails, and the look for refunds made elsewhere would not.
    rig.network.once(Call::FindTransactions, Trouble::Unheard(Then::Answer(html())));
    let second = rig.desk().refund(refund_form(&sale, "500")).await;
    assert_eq!(second, Err(TillError::StillSettling));
    assert_eq!(payment(&rig.sale(&sale).await).refunded.minor(), 0);
    rig.desk().settle_all().await.unwrap();
    ends_with_one_refund(&rig, &sale).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn trouble_again_and_again_still_ends_in_one_refund() {
    let (rig, sale) = troubled(Trouble::Unheard(fault(TransportFault::TimedOut))).await;
    for trouble in [
        Trouble::Unheard(fault(TransportFault::Connect)),
        Trouble::Unheard(Then::Answer(too_many_requests(Duration::from_secs(1)))),
        // A later no may be the echo of an earlier success.
        Trouble::Unheard(Then::Answer(refusal(400, "INVALID_REQUEST_DATA", "40087", "no"))),
        Trouble::Acted(Then::Half),
    ] {
        rig.network.once(Call::Refund, trouble);
        rig.desk().settle_all().await.unwrap();
        let sale = rig.sale(&sale).await;
        assert_eq!((word(&sale).as_str(), payment(&sale).left.minor()), ("NOT_SURE", 1500));
        rig.rested();
    }
    rig.desk().settle_all().await.unwrap();
    ends_with_one_refund(&rig, &sale).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_weekend_only_a_look_decides_and_the_old_key_is_never_sent() {
    let (rig, sale) = troubled(Trouble::Unheard(fault(TransportFault::TimedOut))).await;
    rig.clock.advance(Duration::from_hours(60));
    rig.desk().settle_all().await.unwrap();
    let sale = rig.sale(&sale).await;
    assert_eq!(progress(refund(&sale)), "NOT_MADE");
    assert_eq!((word(&sale).as_str(), payment(&sale).left.minor()), ("PAID", 2500));
    assert_eq!((rig.refunds_made(), rig.network.sent(Call::Refund)), (0, 1));
    let sale = rig.desk().refund(refund_form(&sale, "2500")).await.unwrap();
    assert_eq!(word(&sale), "REFUNDED");
    rig.audit_settled().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_made_before_a_weekend_is_found_after_it() {
    let (mut rig, sale) = troubled(Trouble::Acted(fault(TransportFault::TimedOut))).await;
    rig.clock.advance(Duration::from_hours(60));
    rig.reopen().await;
    assert_eq!(rig.network.sent(Call::Refund), 1);
    ends_with_one_refund(&rig, &sale).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_no_to_a_repeat_is_not_told_as_the_end() {
    let (rig, sale) = troubled(Trouble::Unheard(fault(TransportFault::TimedOut))).await;
    let no = refusal(400, "INVALID_REQUEST_DATA", "40213", "unexpected data");
    rig.network.once(Call::Refund, Trouble::Unheard(Then::Answer(no)));
    rig.desk().settle_all().await.unwrap();
    let sale = rig.sale(&sale).await;
    assert_eq!((word(&sale).as_str(), rig.network.sent(Call::Refund)), ("NOT_SURE", 2));
    assert_eq!(story(&sale).last().unwrap(), "REFUND_UNCLEAR");
}
