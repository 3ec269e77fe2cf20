use std::sync::Barrier;

use domain::{
    Amount, Money, TillError,
    error::{Doubt, Fault},
    event::Fact,
    hold::HoldEndKind::{self, Capture, Release},
    ids::{HoldEndId, LinkId, PaymentId, SaleId},
    link_life::Absence,
    payment::PaymentStatus,
    refund_life::{RefundEffect, RefundEvent, RefundState},
    sale_state::{About, SaleState},
};
use ledger::{Failure, HoldEndStarted, LedgerError, SaleRecord, StartHoldEndError};
use uuid::Uuid;

use crate::shop::{Shop, at, eur, money, now, tail};

const NOT_SENT: RefundEvent = RefundEvent::NotSent { fault: Fault::Connect };
const UNCLEAR: RefundEvent = RefundEvent::Unclear { doubt: Doubt::TimedOut };

/// A sale of 25.00 EUR, reserved and not captured.
fn reserved(shop: &Shop) -> (SaleId, LinkId, PaymentId) {
    let (sale, link) = shop.waiting();
    (sale, link, shop.reserve(link, 2_500))
}

fn record(shop: &Shop, sale: SaleId) -> SaleRecord {
    shop.ledger.sale(sale).unwrap().unwrap()
}

fn tell(shop: &Shop, end: HoldEndId, event: &RefundEvent) -> RefundState {
    shop.ledger.hold_end_event(now(), end, event).unwrap().0
}

fn made(provider_id: &str) -> RefundEvent {
    RefundEvent::Made { provider_id: provider_id.to_owned().try_into().unwrap() }
}

fn again() -> RefundEvent {
    RefundEvent::Begun { provider_time: at(70) }
}

#[test]
fn a_begun_capture_holds_all_that_its_request_is_made_of() {
    let shop = Shop::new();
    let (sale, _, payment) = reserved(&shop);
    assert_eq!(record(&shop, sale).state(), SaleState::Reserved);
    let start = shop.hold_end(payment, Capture, 2_000);
    assert_eq!(shop.ledger.start_hold_end(now(), &start).unwrap(), HoldEndStarted::Now);

    let record = record(&shop, sale);
    let (of, end) = record.hold_end(start.hold_end).unwrap();
    assert_eq!((of.id, end.payment), (payment, payment));
    assert_eq!(end.state, RefundState::Sending { attempt: 1, seen: false });
    assert_eq!(
        (end.press, end.key, end.kind, end.amount),
        (start.press, start.key, Capture, eur(2_000))
    );
    assert_eq!((end.at, end.first_sent, end.last_sent), (at(0), Some(at(3)), Some(at(3))));
    assert_eq!(record.state(), SaleState::HoldEnding { how: Capture, amount: money(2_000) });
    assert_eq!(shop.ledger.sale_of_hold_end(start.hold_end).unwrap(), Some(sale));
    let facts: Vec<Fact> =
        shop.ledger.timeline(sale).unwrap().into_iter().map(|line| line.fact).collect();
    assert!(matches!(
        facts.as_slice(),
        [
            ..,
            Fact::HoldEndPlanned { kind: Capture, .. },
            Fact::HoldEnd { event: RefundEvent::Begun { .. }, .. }
        ]
    ));
}

#[test]
fn a_part_that_was_captured_is_all_that_was_asked_for() {
    let shop = Shop::new();
    let (sale, link, payment) = reserved(&shop);
    let end = shop.begin_hold_end(payment, Capture, 2_000).unwrap();
    assert_eq!(tell(&shop, end, &made("TRN_C1")), RefundState::Confirmed);
    assert_eq!(record(&shop, sale).state(), SaleState::Reserved, "the payment shows it later");
    shop.becomes(link, payment, PaymentStatus::Paid, 2_000);
    let record = record(&shop, sale);
    assert!(matches!(record.state(), SaleState::Paid { paid, .. } if paid == money(2_000)));
    assert_eq!(record.payments[0].facts().left(), money(2_000));
}

#[test]
fn a_reservation_that_was_given_up_is_released() {
    let shop = Shop::new();
    let (sale, link, payment) = reserved(&shop);
    let end = shop.begin_hold_end(payment, Release, 2_500).unwrap();
    tell(&shop, end, &made("TRN_V1"));
    shop.becomes(link, payment, PaymentStatus::Reversed, 2_500);
    assert_eq!(record(&shop, sale).state(), SaleState::Released { amount: money(2_500) });
}

#[test]
fn a_provider_may_answer_two_with_the_same_id() {
    let shop = Shop::new();
    for _ in 0..2 {
        let (_, _, payment) = reserved(&shop);
        let end = shop.begin_hold_end(payment, Capture, 2_500).unwrap();
        assert_eq!(tell(&shop, end, &made("TRN_1")), RefundState::Confirmed);
    }
}

#[test]
fn no_more_than_is_reserved_is_captured_and_all_of_it_released() {
    let shop = Shop::new();
    let (_, _, payment) = reserved(&shop);
    let before = shop.tables();
    for (kind, minor) in [(Capture, 2_501), (Release, 2_499), (Release, 2_501)] {
        let refused = shop.begin_hold_end(payment, kind, minor);
        assert!(
            matches!(refused, Err(StartHoldEndError::TooMuch { reserved }) if reserved == money(2_500)),
            "{kind:?} {minor}"
        );
    }
    let mut yen = shop.hold_end(payment, Capture, 2_500);
    yen.amount = Amount::new(Money::new(2_500, "JPY".parse().unwrap())).unwrap();
    let refused = shop.ledger.start_hold_end(now(), &yen);
    assert!(matches!(refused, Err(StartHoldEndError::OtherCurrency)));
    assert_eq!(shop.tables(), before);
    shop.begin_hold_end(payment, Capture, 2_500).unwrap();
}

#[test]
fn only_a_reserved_payment_is_captured_or_released() {
    let shop = Shop::new();
    for status in [
        PaymentStatus::Pending,
        PaymentStatus::Paid,
        PaymentStatus::Refused,
        PaymentStatus::Reversed,
        PaymentStatus::Unknown("NEW_WORD".into()),
    ] {
        let (_, link) = shop.waiting();
        let payment = shop.fresh();
        shop.becomes(link, payment, status, 2_500);
        for kind in [Capture, Release] {
            let refused = shop.begin_hold_end(payment, kind, 2_500);
            assert!(matches!(refused, Err(StartHoldEndError::NotReserved)), "{refused:?}");
        }
    }
    let nothing = shop.begin_hold_end(Uuid::max().into(), Capture, 2_500);
    assert!(matches!(nothing, Err(StartHoldEndError::Ledger(LedgerError::NotFound))));
    let nothing = shop.ledger.hold_end_event(now(), Uuid::max().into(), &again());
    assert!(matches!(nothing, Err(LedgerError::NotFound)));
}

#[test]
fn nothing_begins_while_an_earlier_one_may_have_ended_the_reservation() {
    let shop = Shop::new();
    let (_, _, payment) = reserved(&shop);
    let first = shop.begin_hold_end(payment, Capture, 2_500).unwrap();
    let refused = |why: &str| {
        let before = shop.tables();
        for kind in [Capture, Release] {
            let refused = shop.begin_hold_end(payment, kind, 2_500);
            assert!(matches!(refused, Err(StartHoldEndError::StillSettling)), "{why}: {refused:?}");
        }
        assert_eq!(shop.tables(), before);
    };
    refused("on its way");
    for event in [UNCLEAR, RefundEvent::Contradicted] {
        tell(&shop, first, &event);
        refused("not settled");
    }
    tell(&shop, first, &RefundEvent::PersonFoundNone);
    let second = shop.begin_hold_end(payment, Release, 2_500).unwrap();
    tell(&shop, second, &made("TRN_V1"));
    refused("made, although the payment still reads as reserved");
    // A list may lag, but one that failed after all is over.
    tell(&shop, second, &RefundEvent::FailedLate);
    shop.begin_hold_end(payment, Capture, 2_500).unwrap();
}

#[test]
fn one_that_never_left_goes_again_or_makes_room() {
    let shop = Shop::new();
    let (sale, _, payment) = reserved(&shop);
    let first = shop.begin_hold_end(payment, Capture, 2_000).unwrap();
    let (state, effects) = shop.ledger.hold_end_event(now(), first, &NOT_SENT).unwrap();
    assert_eq!(
        (state, effects),
        (RefundState::Reserved, [RefundEffect::OfferSameAgain].as_slice())
    );
    let (state, effects) = shop.ledger.hold_end_event(now(), first, &again()).unwrap();
    assert_eq!(state, RefundState::Sending { attempt: 1, seen: false });
    assert_eq!(effects, [RefundEffect::Send]);
    tell(&shop, first, &NOT_SENT);

    let second = shop.begin_hold_end(payment, Release, 2_500).unwrap();
    let record = record(&shop, sale);
    assert_eq!(record.hold_end(first).unwrap().1.state, RefundState::Withdrawn);
    let (_, end) = record.hold_end(second).unwrap();
    assert_eq!((end.kind, end.state), (Release, RefundState::Sending { attempt: 1, seen: false }));
}

#[test]
fn the_same_press_begins_one_and_belongs_to_its_payment() {
    let shop = Shop::new();
    let ((_, _, payment), (_, _, other)) = (reserved(&shop), reserved(&shop));
    let first = shop.hold_end(payment, Capture, 2_500);
    shop.ledger.start_hold_end(now(), &first).unwrap();
    let before = shop.tables();
    for (payment, same) in [(payment, true), (other, false)] {
        let mut second = shop.hold_end(payment, Capture, 2_500);
        second.press = first.press;
        match shop.ledger.start_hold_end(now(), &second) {
            Ok(started) => assert!(same && started == HoldEndStarted::Before(first.hold_end)),
            Err(refused) => assert!(!same && matches!(refused, StartHoldEndError::OtherPayment)),
        }
    }
    assert_eq!(shop.tables(), before);
}

#[test]
fn a_key_never_serves_two_intents() {
    let shop = Shop::new();
    let ((_, _, payment), (_, _, other)) = (reserved(&shop), reserved(&shop));
    let first = shop.hold_end(payment, Capture, 2_500);
    shop.ledger.start_hold_end(now(), &first).unwrap();
    let mut second = shop.hold_end(other, Capture, 2_500);
    second.key = first.key;
    let refused = shop.ledger.start_hold_end(now(), &second);
    assert!(matches!(
        refused,
        Err(StartHoldEndError::Ledger(LedgerError::Failed(Failure::Conflict)))
    ));
}

/// A capture or release whose first request ended as `ended` says, and whose payment then became `status`.
fn after(
    shop: &Shop,
    (kind, minor): (HoldEndKind, u64),
    ended: &RefundEvent,
    (status, came): (PaymentStatus, u64),
) -> (RefundState, &'static [RefundEffect]) {
    let (_, link, payment) = reserved(shop);
    let end = shop.begin_hold_end(payment, kind, minor).unwrap();
    tell(shop, end, ended);
    shop.becomes(link, payment, status, came);
    shop.ledger.hold_end_event(now(), end, &again()).unwrap()
}

#[test]
fn no_request_begins_once_the_reservation_is_gone() {
    use PaymentStatus::{Paid, Refused, Reversed};

    let shop = Shop::new();
    for (end, now) in [
        ((Capture, 2_500), (Reversed, 2_500)),
        ((Capture, 2_500), (Refused, 2_500)),
        // Somebody captured it, but not this.
        ((Capture, 2_000), (Paid, 2_500)),
        ((Release, 2_500), (Paid, 2_500)),
    ] {
        let (state, effects) = after(&shop, end, &UNCLEAR, now.clone());
        assert_eq!(state, RefundState::NeedsPerson, "{end:?} {now:?}");
        assert_eq!(effects, [RefundEffect::AskPerson]);
        let (state, effects) = after(&shop, end, &NOT_SENT, now.clone());
        assert_eq!((state, effects.len()), (RefundState::Withdrawn, 0), "{end:?} {now:?}");
    }
    // Less is reserved than was asked for: it can't be captured any more.
    let less = (PaymentStatus::Reserved, 1_900);
    assert_eq!(after(&shop, (Capture, 2_000), &UNCLEAR, less).0, RefundState::NeedsPerson);
}

#[test]
fn what_the_payment_shows_was_done_is_done() {
    use PaymentStatus::{Paid, Reversed};

    let shop = Shop::new();
    for (end, now) in [
        ((Capture, 2_500), (Paid, 2_500)),
        ((Capture, 2_000), (Paid, 2_000)),
        ((Release, 2_500), (Reversed, 2_500)),
    ] {
        let (state, effects) = after(&shop, end, &UNCLEAR, now.clone());
        assert_eq!((state, effects.len()), (RefundState::Confirmed, 0), "{end:?} {now:?}");
        // What provably never left has not done it.
        assert_eq!(after(&shop, end, &NOT_SENT, now).0, RefundState::Withdrawn);
    }
}

#[test]
fn no_request_begins_beside_one_that_turned_out_to_be_made() {
    let shop = Shop::new();
    let (sale, _, payment) = reserved(&shop);
    let first = shop.begin_hold_end(payment, Capture, 2_500).unwrap();
    for event in [UNCLEAR, RefundEvent::Absent(Absence::Proven)] {
        tell(&shop, first, &event);
    }
    let second = shop.begin_hold_end(payment, Release, 2_500).unwrap();
    tell(&shop, second, &NOT_SENT);
    assert_eq!(
        tell(&shop, first, &made(&format!("TRN_{}", tail(payment)))),
        RefundState::Confirmed
    );
    assert_eq!(tell(&shop, second, &again()), RefundState::Withdrawn);
    assert_eq!(record(&shop, sale).state(), SaleState::Reserved);
}

#[test]
fn a_person_decides_what_nobody_can_know() {
    let shop = Shop::new();
    let (sale, _, payment) = reserved(&shop);
    let end = shop.begin_hold_end(payment, Release, 2_500).unwrap();
    let why = TillError::PermissionMissing { permission: "TRN_GET_Single".into() };
    tell(&shop, end, &UNCLEAR);
    assert_eq!(record(&shop, sale).state(), SaleState::NotSure { about: About::Release });
    tell(&shop, end, &RefundEvent::LookUpRefused { error: why.clone() });
    tell(&shop, end, &RefundEvent::Contradicted);
    let unsure = record(&shop, sale);
    assert_eq!(unsure.state(), SaleState::NeedsPerson { about: About::Release });
    assert_eq!(unsure.hold_end(end).unwrap().1.error, Some(why));
    let found = RefundEvent::PersonFoundIt { provider_id: None };
    assert_eq!(tell(&shop, end, &found), RefundState::Confirmed);
}

#[test]
fn two_presses_at_once_end_a_reservation_once() {
    let shop = Shop::new();
    for _ in 0..50 {
        let (_, _, payment) = reserved(&shop);
        let barrier = Barrier::new(2);
        let begun: Vec<bool> = std::thread::scope(|threads| {
            let begin = |kind| {
                let (shop, barrier) = (&shop, &barrier);
                threads.spawn(move || {
                    barrier.wait();
                    shop.begin_hold_end(payment, kind, 2_500).is_ok()
                })
            };
            [begin(Capture), begin(Release)].map(|thread| thread.join().unwrap()).to_vec()
        });
        assert_eq!(begun.iter().filter(|begun| **begun).count(), 1);
    }
}
