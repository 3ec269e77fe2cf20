//! Refunds in doubt at a provider that shows only a total: those that wait at the bank, those that a person must decide,
//! and what surely must not go back twice.

use std::time::Duration;

use desk::{
    domain::{TillError, hold::HoldEndKind, link_kind::LinkKindForm},
    view::Found,
};
use practice::flitt::Behaviour;
use serde_json::json;

use super::{
    refund_totals::{MADE, QUIET, case, decide, lost, settled, unheard},
    rig::FlittRig,
};
use crate::rig::{
    Call, Then, Trouble, answer, hold_end_form, payment, progress, refund, refund_form, story, word,
};

/// Asks about it as the watcher does, five minutes apart.
async fn waits(rig: &FlittRig, how_long: Duration) {
    let pause = Duration::from_mins(5);
    for _ in 0..how_long.as_secs() / pause.as_secs() {
        rig.clock.advance(pause);
        rig.desk().settle_all().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_portal_shows_that_ours_was_never_made_all_of_the_total_is_a_stranger_s() {
    let rig = FlittRig::start().await;
    let sale = rig.paid_at_flitt("2500").await;
    rig.network.once(Call::Refund, unheard());
    let sale = rig.desk().refund(refund_form(&sale, "1000")).await.unwrap();
    rig.refund_elsewhere(&sale, 2_300).await;
    let sale = settled(&rig, &sale).await;
    assert_eq!(word(&sale), "NEEDS_PERSON");
    let early = decide(&rig, &case(&rig, &sale).await, Found::Nothing).await;
    assert_eq!(early.unwrap_err(), TillError::StillSettling, "it may still arrive");

    rig.clock.advance(QUIET);
    let evidence = case(&rig, &sale).await;
    assert!(evidence.total.as_ref().unwrap().fits, "the till itself can't tell");
    let sale = decide(&rig, &evidence, Found::Nothing).await.unwrap();
    assert_eq!(progress(refund(&sale)), "NOT_MADE");
    assert_eq!((payment(&sale).refunded.minor(), payment(&sale).left.minor()), (2_300, 200));
    let again = rig.desk().refund(refund_form(&sale, "1000")).await;
    assert!(matches!(again, Err(TillError::OverRefund { .. })), "{again:?}");
    // Looking again counts nothing twice.
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    assert_eq!(payment(&sale).refunded.minor(), 2_300);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_waits_at_the_bank_is_never_told_as_not_made() {
    for kind in [LinkKindForm::Payment, LinkKindForm::Reservation] {
        let rig = FlittRig::start().await;
        let is_hold = kind == LinkKindForm::Reservation;
        let mut sale = rig.waiting_for(kind, "2500").await;
        rig.customer_pays(&sale);
        sale = rig.desk().check_now(&sale.row.id).await.unwrap();
        if is_hold {
            // The gateway's own limit stays at the 25.00 that were held.
            let form = hold_end_form(&sale, HoldEndKind::Capture, "1200");
            sale = rig.desk().end_hold(form).await.unwrap();
        }
        let refunds_wait = Some(Duration::from_hours(2));
        rig.gateway().set_behaviour(Behaviour { refunds_wait, ..Behaviour::default() });
        let sale = rig.desk().refund(refund_form(&sale, "1000")).await.unwrap();
        waits(&rig, Duration::from_mins(90)).await;
        let sale = rig.sale(&sale).await;
        assert_eq!(
            (word(&sale).as_str(), progress(refund(&sale)).as_str()),
            ("NOT_SURE", "NOT_SURE")
        );
        let more = rig.desk().refund(refund_form(&sale, "100")).await;
        assert_eq!(more.unwrap_err(), TillError::StillSettling);

        waits(&rig, Duration::from_hours(1)).await;
        let sale = rig.sale(&sale).await;
        assert_eq!(progress(refund(&sale)), "DONE");
        assert_eq!((rig.gone_back(&sale).as_str(), rig.reversals(&sale)), ("1000", 1));
        let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
        assert_eq!(payment(&sale).refunded.minor(), 1_000);
        assert!(!story(&sale).contains(&"REFUND_ELSEWHERE".to_owned()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_waits_at_the_bank_for_more_than_a_day_goes_to_a_person() {
    let rig = FlittRig::start().await;
    let sale = rig.paid_at_flitt("2500").await;
    let refunds_wait = Some(Duration::from_hours(48));
    rig.gateway().set_behaviour(Behaviour { refunds_wait, ..Behaviour::default() });
    let sale = rig.desk().refund(refund_form(&sale, "1000")).await.unwrap();
    waits(&rig, Duration::from_hours(23)).await;
    assert_eq!(word(&rig.sale(&sale).await), "NOT_SURE");
    waits(&rig, Duration::from_mins(90)).await;
    let sale = rig.sale(&sale).await;
    assert_eq!(word(&sale), "NEEDS_PERSON");
    assert_eq!(payment(&sale).left.minor(), 1_500, "its sum stays reserved");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_a_person_vouched_for_is_not_undone_by_a_total() {
    let rig = FlittRig::start().await;
    let sale = rig.paid_at_flitt("2500").await;
    rig.desk().refund(refund_form(&sale, "1000")).await.unwrap();
    let refunds_wait = Some(Duration::from_hours(48));
    rig.gateway().set_behaviour(Behaviour { refunds_wait, ..Behaviour::default() });
    rig.desk().refund(refund_form(&sale, "700")).await.unwrap();
    waits(&rig, Duration::from_hours(26)).await;
    assert_eq!(word(&rig.sale(&sale).await), "NEEDS_PERSON");
    // The portal shows that the bank has it.
    decide(&rig, &case(&rig, &sale).await, MADE).await.unwrap();
    for _ in 0..3 {
        rig.clock.advance(QUIET);
        let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
        assert_eq!((payment(&sale).refunded.minor(), payment(&sale).left.minor()), (1_700, 800));
    }
    rig.clock.advance(Duration::from_hours(48));
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    assert_eq!((payment(&sale).refunded.minor(), rig.gone_back(&sale).as_str()), (1_700, "1700"));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_hold_captured_in_the_portal_no_more_than_that_goes_back() {
    let rig = FlittRig::start().await;
    let sale = rig.waiting_for(LinkKindForm::Reservation, "2500").await;
    rig.customer_pays(&sale);
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    rig.end_hold_elsewhere(&sale, HoldEndKind::Capture, 1_055).await;
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    assert_eq!(payment(&sale).left.minor(), 1_055);
    rig.network.once(Call::Refund, unheard());
    let sale = rig.desk().refund(refund_form(&sale, "1055")).await.unwrap();
    rig.refund_elsewhere(&sale, 1_055).await;
    let sale = settled(&rig, &sale).await;
    assert_eq!(word(&sale), "NEEDS_PERSON");
    assert_eq!((rig.network.sent(Call::Refund), rig.gone_back(&sale).as_str()), (1, "1055"));
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_keys_hand_no_refund_to_a_person() {
    let rig = FlittRig::start().await;
    let sale = rig.paid_at_flitt("2500").await;
    rig.network.once(Call::Refund, lost());
    let sale = rig.desk().refund(refund_form(&sale, "1000")).await.unwrap();
    let no = json!({
        "response_status": "failure", "error_code": 1_014, "error_message": "Invalid signature",
    });
    let no = answer(200, &json!({ "response": no }));
    rig.network.always(Call::Status, Trouble::Unheard(Then::Answer(no)));
    rig.clock.advance(QUIET);
    let sale = settled(&rig, &sale).await;
    assert_eq!(word(&sale), "NOT_SURE");
    rig.network.heal();
    rig.rested();
    let sale = settled(&rig, &sale).await;
    assert_eq!((progress(refund(&sale)).as_str(), rig.reversals(&sale)), ("DONE", 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_stranger_left_too_little_for_goes_to_a_person() {
    let rig = FlittRig::start().await;
    let sale = rig.paid_at_flitt("2500").await;
    rig.network.once(Call::Refund, unheard());
    let sale = rig.desk().refund(refund_form(&sale, "1000")).await.unwrap();
    // Were ours not among the 23.00, a repeat would give back 33.00 of 25.00.
    rig.refund_elsewhere(&sale, 2_300).await;
    let sale = settled(&rig, &sale).await;
    assert_eq!(word(&sale), "NEEDS_PERSON");
    assert_eq!((rig.network.sent(Call::Refund), rig.gone_back(&sale).as_str()), (1, "2300"));

    let evidence = case(&rig, &sale).await;
    let total = evidence.total.clone().unwrap();
    assert!(evidence.candidates.is_empty());
    assert_eq!((total.at_provider.minor(), total.in_book.minor()), (2_300, 1_300));
    assert!(total.fits, "what is left of the total may be this one");
    rig.clock.advance(QUIET);
    let evidence = case(&rig, &sale).await;
    assert!(evidence.may_decide_none);
    let sale = decide(&rig, &evidence, MADE).await.unwrap();
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    assert_eq!((payment(&sale).refunded.minor(), payment(&sale).left.minor()), (2_300, 200));
}
