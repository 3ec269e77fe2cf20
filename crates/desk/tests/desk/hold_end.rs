//! Reserved money: taken, in part or whole, or given up. What can go wrong on the way, and that it always ends once.

use desk::{
    domain::{TillError, error::Fault, hold::HoldEndKind, ids::PaymentId},
    view::{HoldEndForm, SaleView},
};
use practice::global_payments::{Behaviour, TransactionKind, TransactionState};
use providers::{Lane, Response, TransportFault};
use serde_json::json;

use crate::rig::{
    Call, Rig, Then, Trouble, answer, code, hold_end, hold_end_form, html, payment, press,
    progress_word, refund_form, refusal, story, word,
};

use HoldEndKind::{Capture, Release};

fn lost() -> Then {
    Then::Fault(TransportFault::TimedOut)
}

fn call(kind: HoldEndKind) -> Call {
    match kind {
        Capture => Call::Capture,
        Release => Call::Release,
    }
}

async fn end(rig: &Rig, sale: &SaleView, kind: HoldEndKind, minor: &str) -> SaleView {
    rig.desk().end_hold(hold_end_form(sale, kind, minor)).await.unwrap()
}

/// The same press of the same button once more.
fn same_press(sale: &SaleView) -> HoldEndForm {
    let before = hold_end(sale);
    let minor = before.amount.minor().to_string();
    HoldEndForm { press: before.press.clone(), ..hold_end_form(sale, before.kind, &minor) }
}

fn how_far(sale: &SaleView) -> String {
    progress_word(hold_end(sale).state)
}

/// What the provider says that was taken of the sale's one payment; `None` while it is reserved, or was given up.
fn taken(rig: &Rig, sale: &SaleView) -> Option<u64> {
    let all = rig.books().transactions();
    let paid = all.iter().find(|found| found.id.as_str() == payment(sale).provider_id).unwrap();
    assert!(matches!(paid.kind, TransactionKind::Sale { .. }));
    match paid.state {
        TransactionState::Captured { .. } => Some(paid.amount.get()),
        _ => None,
    }
}

fn ended(kind: HoldEndKind) -> (&'static str, Option<u64>) {
    match kind {
        Capture => ("PAID", Some(2500)),
        Release => ("RELEASED", None),
    }
}

fn is_given_up(rig: &Rig, sale: &SaleView) -> bool {
    let all = rig.books().transactions();
    let paid = all.iter().find(|found| found.id.as_str() == payment(sale).provider_id).unwrap();
    matches!(paid.state, TransactionState::Reversed { .. })
}

/// A reservation of 25.00 whose end ran into `trouble`.
async fn troubled(kind: HoldEndKind, trouble: Trouble) -> (Rig, SaleView) {
    let rig = Rig::start().await;
    let sale = rig.reserved("2500").await;
    rig.network.once(call(kind), trouble);
    let sale = end(&rig, &sale, kind, "2500").await;
    assert_eq!(rig.network.sent(call(kind)), 1, "nothing is repeated by itself");
    (rig, sale)
}

async fn ends_once(rig: &Rig, sale: &SaleView, kind: HoldEndKind, told: &str) {
    let sale = rig.sale(sale).await;
    let (state, money) = ended(kind);
    assert_eq!((word(&sale).as_str(), how_far(&sale).as_str()), (state, "DONE"), "{told}");
    assert_eq!(taken(rig, &sale), money, "{told}");
    assert_eq!(is_given_up(rig, &sale), kind == Release, "{told}");
    rig.audit_settled().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reserved_money_is_not_there_until_it_is_taken() {
    let rig = Rig::start().await;
    let sale = rig.reserved("2500").await;
    assert!(payment(&sale).reserved && payment(&sale).can_end_hold && !payment(&sale).paid);
    assert_eq!(payment(&sale).left.minor(), 0);
    let refund = rig.desk().refund(refund_form(&sale, "2500")).await;
    assert_eq!(refund, Err(TillError::NotRefundable));
    let sale = end(&rig, &sale, Capture, "2500").await;
    ends_once(&rig, &sale, Capture, "").await;
    assert!(!payment(&sale).can_end_hold);
    assert_eq!(
        story(&sale)[3..],
        ["PAYMENT_RESERVED", "HOLD_END_STARTED", "HOLD_END_DONE", "PAID"]
    );
    let sale = rig.desk().refund(refund_form(&sale, "2500")).await.unwrap();
    assert_eq!(word(&sale), "REFUNDED");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_can_be_taken_and_is_then_what_was_asked() {
    let rig = Rig::start().await;
    let sale = rig.reserved("2500").await;
    let sale = end(&rig, &sale, Capture, "1000").await;
    assert_eq!((word(&sale).as_str(), taken(&rig, &sale)), ("PAID", Some(1000)));
    assert_eq!((payment(&sale).amount.minor(), payment(&sale).left.minor()), (1000, 1000));
    let refund = rig.desk().refund(refund_form(&sale, "1001")).await;
    assert_eq!(code(&refund.unwrap_err()), "OVER_REFUND");
    rig.audit_settled().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reservation_can_be_given_up() {
    let rig = Rig::start().await;
    let sale = rig.reserved("2500").await;
    let sale = end(&rig, &sale, Release, "2500").await;
    ends_once(&rig, &sale, Release, "").await;
    assert_eq!(story(&sale)[3..], ["PAYMENT_RESERVED", "HOLD_END_STARTED", "HOLD_END_DONE"]);
    let late = rig.desk().end_hold(hold_end_form(&sale, Capture, "2500")).await;
    assert_eq!(late, Err(TillError::NotReserved));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_not_be_is_refused_before_anything_is_sent() {
    let rig = Rig::start().await;
    let sale = rig.reserved("2500").await;
    let sent = rig.network.sent_in_all();
    for (kind, minor, expected) in [
        (Capture, "2501", "INVALID_AMOUNT"),
        (Capture, "0", "INVALID_AMOUNT"),
        (Release, "2501", "INVALID_AMOUNT"),
        (Release, "1000", "NOT_OFFERED"),
    ] {
        let refused = rig.desk().end_hold(hold_end_form(&sale, kind, minor)).await;
        assert_eq!(code(&refused.unwrap_err()), expected, "{kind:?} {minor}");
    }
    let unknown = PaymentId::from(uuid::Uuid::nil()).to_string();
    let form = HoldEndForm { payment: unknown, ..hold_end_form(&sale, Capture, "2500") };
    assert_eq!(rig.desk().end_hold(form).await, Err(TillError::NotFound));
    assert_eq!(rig.network.sent_in_all(), sent);
    let paid = rig.paid("1000").await;
    let refused = rig.desk().end_hold(hold_end_form(&paid, Capture, "1000")).await;
    assert_eq!(refused, Err(TillError::NotReserved));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_end_that_provably_never_left_goes_with_the_same_press() {
    for kind in [Capture, Release] {
        let (rig, sale) = troubled(kind, Trouble::Unheard(Then::Fault(TransportFault::Tls))).await;
        assert_eq!((word(&sale).as_str(), how_far(&sale).as_str()), ("RESERVED", "NOT_SENT"));
        rig.desk().settle_all().await.unwrap();
        assert_eq!(rig.network.sent(call(kind)), 1, "nobody pressed again");
        let sale = rig.desk().end_hold(same_press(&sale)).await.unwrap();
        ends_once(&rig, &sale, kind, "not sent").await;
        let keys: Vec<_> = rig.network.writes().into_iter().rev().take(2).collect();
        assert_eq!(keys[0], keys[1], "the same request with the same key");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_press_takes_the_place_of_one_that_never_left() {
    let (rig, sale) = troubled(Capture, Trouble::Unheard(Then::Fault(TransportFault::Dns))).await;
    let sale = end(&rig, &sale, Capture, "1000").await;
    let states: Vec<_> =
        payment(&sale).hold_ends.iter().map(|end| progress_word(end.state)).collect();
    assert_eq!(states, ["NOT_MADE", "DONE"]);
    assert_eq!((word(&sale).as_str(), taken(&rig, &sale)), ("PAID", Some(1000)));
}

#[tokio::test(flavor = "multi_thread")]
async fn while_nobody_knows_nothing_is_sent_and_the_next_look_settles_it() {
    let burnt = || Then::Answer(refusal(500, "SYSTEM_ERROR", "50002", "try later"));
    let not_done =
        || Then::Answer(answer(200, &json!({ "id": "TRN_1", "status": "PREAUTHORIZED" })));
    for kind in [Capture, Release] {
        for (trouble, sends) in [
            (Trouble::Acted(lost()), 1),
            (Trouble::Acted(burnt()), 1),
            (Trouble::Acted(Then::Half), 1),
            (Trouble::Acted(Then::Answer(html())), 1),
            (Trouble::Acted(Then::Field("amount", "2499".into())), 1),
            (Trouble::Unheard(lost()), 2),
            (Trouble::Unheard(burnt()), 2),
            (Trouble::Unheard(not_done()), 2),
        ] {
            let told = format!("{kind:?} {trouble:?}");
            let (rig, sale) = troubled(kind, trouble).await;
            assert_eq!((word(&sale).as_str(), how_far(&sale).as_str()), ("NOT_SURE", "NOT_SURE"));
            assert!(!payment(&sale).can_end_hold, "{told}");
            let again = rig.desk().end_hold(same_press(&sale)).await.unwrap();
            assert_eq!(word(&again), "NOT_SURE", "{told}");
            assert_eq!(rig.network.sent(call(kind)), 1, "{told}");
            rig.desk().settle_all().await.unwrap();
            assert_eq!(rig.network.sent(call(kind)), sends, "{told}");
            ends_once(&rig, &sale, kind, &told).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_other_end_waits_until_the_first_one_is_settled() {
    let (rig, sale) = troubled(Capture, Trouble::Acted(lost())).await;
    rig.network.once(Call::ReadTransaction, Trouble::Unheard(Then::Answer(html())));
    let other = rig.desk().end_hold(hold_end_form(&sale, Release, "2500")).await;
    assert_eq!(other, Err(TillError::StillSettling));
    // Once it is settled, there is nothing left to give up.
    let other = rig.desk().end_hold(hold_end_form(&sale, Release, "2500")).await;
    assert_eq!(other, Err(TillError::NotReserved));
    assert_eq!(rig.network.sent(Call::Release), 0);
    ends_once(&rig, &sale, Capture, "settled on the way").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_presses_at_once_end_it_once() {
    for kind in [Capture, Release] {
        let rig = Rig::start().await;
        let sale = rig.reserved("2500").await;
        let form = hold_end_form(&sale, kind, "2500");
        let desk = rig.desk();
        let (one, other) = tokio::join!(desk.end_hold(form.clone()), desk.end_hold(form));
        assert_eq!((one.is_ok(), other.is_ok()), (true, true));
        assert_eq!(rig.network.sent(call(kind)), 1);
        let other = HoldEndForm { press: press(), ..hold_end_form(&sale, kind, "2500") };
        assert_eq!(rig.desk().end_hold(other).await, Err(TillError::NotReserved));
        ends_once(&rig, &sale, kind, "two presses").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_desks_at_once_end_it_once() {
    for (first, second) in [(Capture, Capture), (Capture, Release)] {
        let mut rig = Rig::start().await;
        let sale = rig.reserved("2500").await;
        let [one, other] = rig.two_desks().await;
        let forms = [first, second].map(|kind| hold_end_form(&sale, kind, "2500"));
        let [form, late] = forms;
        let (one, other) = tokio::join!(one.end_hold(form), other.end_hold(late));
        let results = [one.map(drop), other.map(drop)];
        let refused = |result: &&Result<(), TillError>| {
            matches!(result, Err(TillError::StillSettling | TillError::NotReserved))
        };
        assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1, "{results:?}");
        assert_eq!(results.iter().filter(refused).count(), 1, "{results:?}");
        let sent = rig.network.sent(Call::Capture) + rig.network.sent(Call::Release);
        assert_eq!(sent, 1, "{results:?}");
        rig.audit_settled().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_no_is_told_and_the_money_is_still_reserved() {
    let no = refusal(400, "INVALID_REQUEST_DATA", "50020", "Amount not allowed");
    let declined = json!({ "id": "TRN_1", "status": "DECLINED", "amount": "2500" });
    for no in [no, answer(200, &declined)] {
        let (rig, sale) = troubled(Capture, Trouble::Unheard(Then::Answer(no))).await;
        assert_eq!((word(&sale).as_str(), how_far(&sale).as_str()), ("RESERVED", "REFUSED"));
        assert!(hold_end(&sale).error.is_some() && payment(&sale).can_end_hold);
        rig.desk().end_hold(same_press(&sale)).await.unwrap();
        assert_eq!(rig.network.sent(Call::Capture), 1);
        let sale = end(&rig, &sale, Release, "2500").await;
        assert_eq!(word(&sale), "RELEASED");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reservation_that_ended_elsewhere_is_noticed_before_anything_is_sent() {
    let rig = Rig::start().await;
    let sale = rig.reserved("2500").await;
    rig.end_hold_elsewhere(&sale, Release, 2500).await;
    let late = rig.desk().end_hold(hold_end_form(&sale, Capture, "2500")).await;
    assert_eq!(late, Err(TillError::NotReserved));
    assert_eq!(rig.network.sent(Call::Capture), 0);
    let sale = rig.sale(&sale).await;
    assert!(!payment(&sale).reserved);
    assert_eq!(word(&sale), "RELEASED", "no money ever came, so none went back");
    assert_eq!(story(&sale)[3..], ["PAYMENT_RESERVED", "HOLD_END_DONE"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_release_of_ours_hides_no_other_payments_story() {
    let rig = Rig::start().await;
    let mut form = rig.form("2500");
    form.use_limit = Some(2);
    let sale = rig.desk().create_link(form).await.unwrap();
    rig.books().set_behaviour(Behaviour { holds: true, ..Behaviour::default() });
    rig.pay(&sale);
    rig.pay(&sale);
    rig.books().set_behaviour(Behaviour::default());
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    let only =
        |place: usize| SaleView { payments: vec![sale.payments[place].clone()], ..sale.clone() };
    end(&rig, &only(0), Release, "2500").await;
    rig.end_hold_elsewhere(&only(1), Release, 2500).await;
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    let told = story(&sale);
    let count = |what: &str| told.iter().filter(|line| *line == what).count();
    assert_eq!((count("PAYMENT_RESERVED"), count("HOLD_END_DONE")), (2, 2), "{told:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_no_to_a_repeat_is_not_told_as_the_end() {
    let (rig, sale) = troubled(Capture, Trouble::Unheard(lost())).await;
    let no = refusal(400, "INVALID_REQUEST_DATA", "40213", "unexpected data");
    rig.network.once(Call::Capture, Trouble::Unheard(Then::Answer(no)));
    rig.desk().settle_all().await.unwrap();
    let sale = rig.sale(&sale).await;
    assert_eq!((word(&sale).as_str(), rig.network.sent(Call::Capture)), ("NOT_SURE", 2));
    assert_eq!(story(&sale)[3..], ["PAYMENT_RESERVED", "HOLD_END_STARTED", "HOLD_END_UNCLEAR"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_out_of_reach_records_nothing() {
    let rig = Rig::start().await;
    let sale = rig.reserved("2500").await;
    rig.network.once(Call::ReadTransaction, Trouble::Unheard(Then::Fault(TransportFault::Dns)));
    let error = rig.desk().end_hold(hold_end_form(&sale, Capture, "2500")).await.unwrap_err();
    assert_eq!(error, TillError::NotSent { fault: Fault::Dns });
    assert_eq!(payment(&rig.sale(&sale).await).hold_ends, []);
    let sale = end(&rig, &sale, Capture, "2500").await;
    ends_once(&rig, &sale, Capture, "reached again").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_program_finds_out_what_became_of_it() {
    for (silence, kind) in [
        (Trouble::Acted(Then::Silence), Capture),
        (Trouble::Unheard(Then::Silence), Capture),
        (Trouble::Acted(Then::Silence), Release),
    ] {
        let told = format!("{kind:?} {silence:?}");
        let mut rig = Rig::start().await;
        let sale = rig.reserved("2500").await;
        rig.network.once(call(kind), silence);
        let (desk, form) = (rig.desk(), hold_end_form(&sale, kind, "2500"));
        rig.kill_at_silence(async move { desk.end_hold(form).await }).await;
        rig.reopen().await;
        ends_once(&rig, &sale, kind, &told).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_the_provider_may_have_forgotten_is_never_sent_again() {
    let (rig, sale) = troubled(Capture, Trouble::Unheard(lost())).await;
    rig.clock.advance(std::time::Duration::from_hours(30));
    rig.desk().settle_all().await.unwrap();
    let sale = rig.sale(&sale).await;
    assert_eq!((word(&sale).as_str(), how_far(&sale).as_str()), ("RESERVED", "NOT_MADE"));
    assert_eq!((taken(&rig, &sale), rig.network.sent(Call::Capture)), (None, 1));
    let sale = end(&rig, &sale, Capture, "2500").await;
    assert_eq!((word(&sale).as_str(), taken(&rig, &sale)), ("PAID", Some(2500)));
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_that_may_not_read_payments_still_end_it_once_by_the_same_key() {
    let (rig, sale) = troubled(Capture, Trouble::Acted(lost())).await;
    let no: Response = refusal(403, "ACTION_NOT_AUTHORIZED", "40212", "Permission not enabled");
    rig.network.once(Call::ReadTransaction, Trouble::Unheard(Then::Answer(no)));
    rig.desk().settle_all().await.unwrap();
    assert_eq!(rig.network.sent(Call::Capture), 2);
    ends_once(&rig, &sale, Capture, "by the key").await;
    assert_eq!(hold_end(&rig.sale(&sale).await).error, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_that_the_provider_does_not_show_is_a_persons_to_decide() {
    for no in [refusal(404, "RESOURCE_NOT_FOUND", "40118", "Transaction not found"), html()] {
        let (rig, sale) = troubled(Capture, Trouble::Unheard(lost())).await;
        rig.network.always(Call::ReadTransaction, Trouble::Unheard(Then::Answer(no)));
        // Late requests may arrive for 15 minutes, and reads lag for one more.
        for (minutes, then) in [(15, "NOT_SURE"), (2, "NEEDS_PERSON")] {
            rig.clock.advance(std::time::Duration::from_mins(minutes));
            rig.desk().settle_all().await.unwrap();
            assert_eq!(how_far(&rig.sale(&sale).await), then);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_state_that_nobody_knows_leaves_the_question_open() {
    let (rig, sale) = troubled(Capture, Trouble::Acted(lost())).await;
    let strange = Some("FOR_REVIEW".to_owned());
    rig.books()
        .set_behaviour(Behaviour { transaction_status_in_answer: strange, ..Behaviour::default() });
    rig.desk().settle_all().await.unwrap();
    assert_eq!(how_far(&rig.sale(&sale).await), "NOT_SURE");
    rig.books().set_behaviour(Behaviour::default());
    rig.rested();
    rig.desk().work_due(Lane::Settling).await;
    ends_once(&rig, &sale, Capture, "readable again").await;
    assert_eq!(rig.network.sent(Call::Capture), 1);
}
