use std::sync::Barrier;

use domain::{
    Money, TillError,
    error::{Doubt, Fault},
    ids::{PaymentId, ProviderRefundId, RefundId, SaleId},
    link_life::Absence,
    payment::PaymentStatus,
    refund_life::{RefundEffect, RefundEvent, RefundState},
    sale_state::SaleState,
};
use ledger::{Elsewhere, Failure, LedgerError, RefundStarted, StartRefundError};
use proptest::prelude::*;
use uuid::Uuid;

use crate::shop::{Shop, at, eur, money, now, seen};

const NOT_SENT: RefundEvent = RefundEvent::NotSent { fault: Fault::Connect };
const UNCLEAR: RefundEvent = RefundEvent::Unclear { doubt: Doubt::TimedOut };

fn id(text: &str) -> ProviderRefundId {
    text.to_owned().try_into().unwrap()
}

fn refund_made(provider_id: &str) -> RefundEvent {
    RefundEvent::Made { provider_id: id(provider_id) }
}

/// A sale of 25.00 EUR, paid.
fn paid(shop: &Shop) -> (SaleId, PaymentId) {
    let (sale, link) = shop.waiting();
    (sale, shop.pay(link, 2_500))
}

fn left(shop: &Shop, sale: SaleId) -> u64 {
    let sale = shop.ledger.sale(sale).unwrap().unwrap();
    sale.payments[0].facts().left().minor()
}

fn confirm(shop: &Shop, refund: RefundId, provider_id: &str) {
    let made = refund_made(provider_id);
    let (state, _) = shop.ledger.refund_event(now(), refund, &made).unwrap();
    assert_eq!(state, RefundState::Confirmed);
}

#[test]
fn a_begun_refund_holds_all_that_its_request_is_made_of() {
    let shop = Shop::new();
    let (sale, payment) = paid(&shop);
    let start = shop.refund(payment, 1_000);
    let started = shop.ledger.start_refund(now(), &start).unwrap();
    assert_eq!(started, RefundStarted::Now);

    let record = shop.ledger.sale(sale).unwrap().unwrap();
    let (of, refund) = record.refund(start.refund).unwrap();
    assert_eq!(of.id, payment);
    assert_eq!(refund.state, RefundState::Sending { attempt: 1, seen: false });
    assert_eq!(
        (refund.press, refund.key, refund.amount, refund.reason),
        (start.press, start.key, start.amount, start.reason)
    );
    assert_eq!(refund.note.as_deref(), Some("came back"));
    assert_eq!((refund.at, refund.first_sent), (at(0), Some(at(2))));
    assert_eq!(record.state(), SaleState::RefundRunning { amount: money(1_000) });
    assert_eq!(shop.ledger.sale_of_refund(start.refund).unwrap(), Some(sale));
}

#[test]
fn the_money_goes_back_in_parts_and_never_more_than_came() {
    let shop = Shop::new();
    let (sale, payment) = paid(&shop);
    let first = shop.begin_refund(payment, 1_000).unwrap();
    confirm(&shop, first, "TRN_R1");
    assert_eq!(left(&shop, sale), 1_500);
    let too_much = shop.begin_refund(payment, 1_501);
    assert!(matches!(too_much, Err(StartRefundError::OverRefund { left }) if left == money(1_500)));
    let second = shop.begin_refund(payment, 1_500).unwrap();
    confirm(&shop, second, "TRN_R2");
    let third = shop.begin_refund(payment, 1);
    assert!(matches!(third, Err(StartRefundError::OverRefund { left }) if left.is_zero()));
    let record = shop.ledger.sale(sale).unwrap().unwrap();
    assert_eq!(record.state(), SaleState::Refunded { refunded: money(2_500) });
}

#[test]
fn the_same_press_begins_one_refund() {
    let shop = Shop::new();
    let (_, payment) = paid(&shop);
    let first = shop.refund(payment, 1_000);
    shop.ledger.start_refund(now(), &first).unwrap();
    let before = shop.tables();
    let mut second = shop.refund(payment, 1_000);
    second.press = first.press;
    let started = shop.ledger.start_refund(now(), &second).unwrap();
    assert_eq!(started, RefundStarted::Before(first.refund));
    assert_eq!(shop.tables(), before);
}

#[test]
fn no_second_refund_begins_before_the_first_is_settled() {
    let shop = Shop::new();
    let (_, payment) = paid(&shop);
    let refund = shop.begin_refund(payment, 1_000).unwrap();
    let refused = |shop: &Shop| {
        let before = shop.tables();
        let refused = shop.begin_refund(payment, 1);
        assert!(matches!(refused, Err(StartRefundError::StillSettling)));
        assert_eq!(shop.tables(), before);
    };
    refused(&shop);
    for event in [UNCLEAR, RefundEvent::Contradicted] {
        shop.ledger.refund_event(now(), refund, &event).unwrap();
        refused(&shop);
    }
    let nothing = RefundEvent::PersonFoundNone;
    shop.ledger.refund_event(now(), refund, &nothing).unwrap();
    shop.begin_refund(payment, 2_500).unwrap();
}

#[test]
fn a_refund_that_never_left_goes_again_or_makes_room() {
    let shop = Shop::new();
    let (sale, payment) = paid(&shop);
    let first = shop.begin_refund(payment, 2_000).unwrap();
    let (state, effects) = shop.ledger.refund_event(now(), first, &NOT_SENT).unwrap();
    assert_eq!(state, RefundState::Reserved);
    assert_eq!(effects, [RefundEffect::OfferSameAgain]);
    assert_eq!(left(&shop, sale), 500);

    let again = RefundEvent::Begun { provider_time: at(70) };
    let (state, effects) = shop.ledger.refund_event(now(), first, &again).unwrap();
    assert_eq!(state, RefundState::Sending { attempt: 1, seen: false });
    assert_eq!(effects, [RefundEffect::Send]);
    shop.ledger.refund_event(now(), first, &NOT_SENT).unwrap();

    let second = shop.begin_refund(payment, 2_500).unwrap();
    let record = shop.ledger.sale(sale).unwrap().unwrap();
    assert_eq!(record.refund(first).unwrap().1.state, RefundState::Withdrawn);
    assert_eq!(
        record.refund(second).unwrap().1.state,
        RefundState::Sending { attempt: 1, seen: false }
    );
}

#[test]
fn a_refund_that_never_left_stays_when_the_next_is_refused() {
    let shop = Shop::new();
    let (sale, payment) = paid(&shop);
    let first = shop.begin_refund(payment, 2_000).unwrap();
    shop.ledger.refund_event(now(), first, &NOT_SENT).unwrap();
    let before = shop.tables();
    let refused = shop.begin_refund(payment, 2_501);
    assert!(matches!(refused, Err(StartRefundError::OverRefund { left }) if left == money(2_500)));
    assert_eq!(shop.tables(), before);
    assert_eq!(left(&shop, sale), 500);
}

#[test]
fn a_refused_refund_gives_its_sum_back_and_tells_why() {
    let shop = Shop::new();
    let (sale, payment) = paid(&shop);
    let refund = shop.begin_refund(payment, 2_500).unwrap();
    let no = RefundEvent::Rejected { error: TillError::CredentialsRefused };
    shop.ledger.refund_event(now(), refund, &no).unwrap();
    let record = shop.ledger.sale(sale).unwrap().unwrap();
    let (_, refund) = record.refund(refund).unwrap();
    assert_eq!(refund.error, Some(TillError::CredentialsRefused));
    assert_eq!(left(&shop, sale), 2_500);
}

#[test]
fn only_money_that_is_there_goes_back() {
    let shop = Shop::new();
    for status in [
        PaymentStatus::Pending,
        PaymentStatus::Reserved,
        PaymentStatus::Refused,
        PaymentStatus::Reversed,
        PaymentStatus::Unknown("NEW_WORD".into()),
    ] {
        let (_, link) = shop.waiting();
        let payment: PaymentId = shop.fresh();
        let provider_id = format!("TRN_{}", Uuid::from(payment).simple());
        let report = seen(&provider_id, status.clone(), 2_500);
        shop.ledger.payment_seen(now(), link, &report, payment).unwrap();
        let refused = shop.begin_refund(payment, 1);
        assert!(matches!(refused, Err(StartRefundError::NotRefundable)), "{status:?}");
    }
}

#[test]
fn a_refund_is_in_the_currency_of_its_payment() {
    let shop = Shop::new();
    let (_, payment) = paid(&shop);
    let mut start = shop.refund(payment, 1_000);
    start.amount = Money::new(1_000, "JPY".parse().unwrap()).try_into().unwrap();
    let refused = shop.ledger.start_refund(now(), &start);
    assert!(
        matches!(refused, Err(StartRefundError::OtherCurrency { paid }) if paid.code() == "EUR")
    );
}

#[test]
fn an_unknown_payment_is_not_found() {
    let shop = Shop::new();
    let refused = shop.begin_refund(Uuid::max().into(), 1);
    assert!(matches!(refused, Err(StartRefundError::Ledger(LedgerError::NotFound))));
}

impl Shop {
    /// A look that was for `looked_for` showed a refund that is none of ours.
    pub(crate) fn elsewhere(
        &self,
        payment: PaymentId,
        provider_id: &str,
        minor: u64,
        looked_for: Option<RefundId>,
    ) -> Elsewhere {
        let provider_id = provider_id.to_owned().try_into().unwrap();
        let amount = eur(minor);
        self.ledger.refund_elsewhere(now(), payment, &provider_id, amount, looked_for).unwrap()
    }
}

#[test]
fn a_refund_made_elsewhere_counts_once() {
    let shop = Shop::new();
    let (sale, payment) = paid(&shop);
    let elsewhere = |minor| shop.elsewhere(payment, "TRN_E", minor, None);
    assert_eq!(elsewhere(700), Elsewhere::News);
    let before = shop.tables();
    assert_eq!(elsewhere(700), Elsewhere::Known);
    assert_eq!(shop.tables(), before);
    assert_eq!(left(&shop, sale), 1_800);
    let refused = shop.begin_refund(payment, 1_801);
    assert!(matches!(refused, Err(StartRefundError::OverRefund { left }) if left == money(1_800)));
    shop.begin_refund(payment, 1_800).unwrap();
}

#[test]
fn our_own_refund_is_no_stranger_s() {
    let shop = Shop::new();
    let (sale, payment) = paid(&shop);
    let refund = shop.begin_refund(payment, 1_000).unwrap();
    confirm(&shop, refund, "TRN_R1");
    assert_eq!(shop.elsewhere(payment, "TRN_R1", 1_000, None), Elsewhere::Known);
    assert_eq!(left(&shop, sale), 1_500);
}

#[test]
fn a_refund_that_may_be_ours_is_no_stranger_s_while_ours_is_not_settled() {
    let shop = Shop::new();
    let (sale, payment) = paid(&shop);
    let refund = shop.begin_refund(payment, 1_000).unwrap();
    for step in [UNCLEAR, RefundEvent::Contradicted] {
        // A look that began before this refund did knows nothing of it.
        assert_eq!(shop.elsewhere(payment, "TRN_R1", 1_000, None), Elsewhere::MayBeOurs);
        shop.ledger.refund_event(now(), refund, &step).unwrap();
    }
    assert_eq!(shop.elsewhere(payment, "TRN_R1", 1_000, None), Elsewhere::MayBeOurs);
    assert_eq!(left(&shop, sale), 1_500);
    shop.ledger.refund_event(now(), refund, &RefundEvent::PersonFoundNone).unwrap();
    assert_eq!(shop.elsewhere(payment, "TRN_R1", 1_000, None), Elsewhere::News);
    assert_eq!(left(&shop, sale), 1_500);
}

#[test]
fn our_own_refund_taken_for_a_stranger_s_is_counted_once_when_it_is_known() {
    let shop = Shop::new();
    let (sale, payment) = paid(&shop);
    let refund = shop.begin_refund(payment, 1_000).unwrap();
    shop.ledger.refund_event(now(), refund, &UNCLEAR).unwrap();
    shop.elsewhere(payment, "TRN_R1", 1_000, Some(refund));
    assert_eq!(left(&shop, sale), 500);
    confirm(&shop, refund, "TRN_R1");
    assert_eq!(left(&shop, sale), 1_500);
    assert_eq!(shop.ledger.sale(sale).unwrap().unwrap().payments[0].elsewhere, vec![]);
}

#[test]
fn one_refund_of_the_provider_never_proves_two_of_ours() {
    let shop = Shop::new();
    let (_, payment) = paid(&shop);
    let first = shop.begin_refund(payment, 1_000).unwrap();
    confirm(&shop, first, "TRN_R1");
    let second = shop.begin_refund(payment, 1_000).unwrap();
    let taken = shop.ledger.refund_event(now(), second, &refund_made("TRN_R1"));
    assert!(matches!(taken, Err(LedgerError::Failed(Failure::Conflict))));
}

#[test]
fn a_refund_of_another_payment_proves_none_of_ours() {
    let shop = Shop::new();
    let ((_, first), (_, second)) = (paid(&shop), paid(&shop));
    shop.elsewhere(first, "TRN_E", 1_000, None);
    let refund = shop.begin_refund(second, 1_000).unwrap();
    let before = shop.tables();
    let taken = shop.ledger.refund_event(now(), refund, &refund_made("TRN_E"));
    assert!(matches!(taken, Err(LedgerError::Failed(Failure::Conflict))));
    assert_eq!(shop.tables(), before);
}

#[test]
fn a_refund_found_by_a_person_learns_its_id_later() {
    let shop = Shop::new();
    let (sale, payment) = paid(&shop);
    let refund = shop.begin_refund(payment, 1_000).unwrap();
    for event in [RefundEvent::Contradicted, RefundEvent::PersonFoundIt { provider_id: None }] {
        shop.ledger.refund_event(now(), refund, &event).unwrap();
    }
    confirm(&shop, refund, "TRN_R1");
    let record = shop.ledger.sale(sale).unwrap().unwrap();
    let (_, refund) = record.refund(refund).unwrap();
    assert_eq!(refund.provider_id, Some(id("TRN_R1")));
}

fn found_by_a_person(shop: &Shop, refund: RefundId, provider_id: &str) -> Result<(), LedgerError> {
    shop.ledger.refund_event(now(), refund, &RefundEvent::Contradicted).unwrap();
    let found = RefundEvent::PersonFoundIt { provider_id: Some(id(provider_id)) };
    shop.ledger.refund_event(now(), refund, &found).map(|(state, _)| {
        assert_eq!(state, RefundState::Confirmed);
    })
}

#[test]
fn a_refund_that_a_person_pointed_out_is_ours_and_no_stranger_s() {
    let shop = Shop::new();
    let (sale, payment) = paid(&shop);
    let refund = shop.begin_refund(payment, 1_000).unwrap();
    shop.elsewhere(payment, "TRN_R1", 1_000, Some(refund));
    found_by_a_person(&shop, refund, "TRN_R1").unwrap();
    let record = shop.ledger.sale(sale).unwrap().unwrap();
    assert_eq!(record.refund(refund).unwrap().1.provider_id, Some(id("TRN_R1")));
    assert_eq!(record.payments[0].elsewhere, vec![]);
    assert_eq!(left(&shop, sale), 1_500);
    assert_eq!(shop.elsewhere(payment, "TRN_R1", 1_000, None), Elsewhere::Known);
}

#[test]
fn a_person_can_t_point_out_the_refund_of_another_intent_or_payment() {
    let shop = Shop::new();
    let ((_, first), (_, second)) = (paid(&shop), paid(&shop));
    let ours = shop.begin_refund(first, 1_000).unwrap();
    confirm(&shop, ours, "TRN_R1");
    shop.elsewhere(second, "TRN_E", 500, None);
    let refund = shop.begin_refund(first, 500).unwrap();
    for taken in ["TRN_R1", "TRN_E"] {
        let answer = found_by_a_person(&shop, refund, taken);
        assert!(matches!(answer, Err(LedgerError::Failed(Failure::Conflict))), "{taken}");
    }
    found_by_a_person(&shop, refund, "TRN_R2").unwrap();
}

/// A refund of 20.00 of 25.00 whose first request ended as `event` says, and 8.00 that went back elsewhere since.
fn no_longer_covered(shop: &Shop, event: &RefundEvent) -> (SaleId, RefundId) {
    let (sale, payment) = paid(shop);
    let refund = shop.begin_refund(payment, 2_000).unwrap();
    shop.ledger.refund_event(now(), refund, event).unwrap();
    let provider_id = format!("TRN_{}", Uuid::from(payment).simple());
    shop.elsewhere(payment, &provider_id, 800, Some(refund));
    (sale, refund)
}

const BEGUN_AGAIN: i64 = 70;

#[test]
fn no_request_begins_that_could_give_back_more_than_came() {
    let shop = Shop::new();
    let again = RefundEvent::Begun { provider_time: at(BEGUN_AGAIN) };
    let (_, unsure) = no_longer_covered(&shop, &UNCLEAR);
    let next = shop.ledger.refund_event(now(), unsure, &again).unwrap();
    assert_eq!(next, (RefundState::NeedsPerson, [RefundEffect::AskPerson].as_slice()));

    let (sale, never_sent) = no_longer_covered(&shop, &NOT_SENT);
    let (state, effects) = shop.ledger.refund_event(now(), never_sent, &again).unwrap();
    assert_eq!((state, effects.len()), (RefundState::Withdrawn, 0));
    assert_eq!(left(&shop, sale), 1_700);
}

#[test]
fn no_request_begins_once_the_money_is_gone() {
    let shop = Shop::new();
    for (ended, state) in [(UNCLEAR, RefundState::NeedsPerson), (NOT_SENT, RefundState::Withdrawn)]
    {
        let (_, link) = shop.waiting();
        let payment = shop.pay(link, 2_500);
        let refund = shop.begin_refund(payment, 1_000).unwrap();
        shop.ledger.refund_event(now(), refund, &ended).unwrap();
        let provider_id = format!("TRN_{}", Uuid::from(payment).simple());
        let reversed = seen(&provider_id, PaymentStatus::Reversed, 2_500);
        shop.ledger.payment_seen(now(), link, &reversed, shop.fresh()).unwrap();
        let again = RefundEvent::Begun { provider_time: at(BEGUN_AGAIN) };
        assert_eq!(shop.ledger.refund_event(now(), refund, &again).unwrap().0, state);
    }
}

#[test]
fn a_press_belongs_to_the_payment_that_it_was_made_for() {
    let shop = Shop::new();
    let ((_, first), (_, second)) = (paid(&shop), paid(&shop));
    let start = shop.refund(first, 1_000);
    shop.ledger.start_refund(now(), &start).unwrap();
    let mut other = shop.refund(second, 1_000);
    other.press = start.press;
    let refused = shop.ledger.start_refund(now(), &other);
    assert!(matches!(refused, Err(StartRefundError::OtherPayment)));
}

#[test]
fn a_refund_is_known_whatever_payment_it_gives_back() {
    let shop = Shop::new();
    let ((_, first), (_, second)) = (paid(&shop), paid(&shop));
    let ours = shop.begin_refund(first, 1_000).unwrap();
    confirm(&shop, ours, "TRN_R1");
    shop.elsewhere(second, "TRN_E", 500, None);
    let seen = [id("TRN_R1"), id("TRN_E"), id("TRN_N")];
    let unknown = shop.ledger.unknown_refunds(shop.account, &seen).unwrap();
    assert_eq!(unknown, [id("TRN_N")]);
}

#[test]
fn two_refunds_at_once_never_take_more_than_is_left() {
    let shop = Shop::new();
    for _ in 0..100 {
        let (sale, payment) = paid(&shop);
        let barrier = Barrier::new(2);
        let begun: Vec<bool> = std::thread::scope(|threads| {
            let begin = || {
                barrier.wait();
                shop.begin_refund(payment, 1_500).is_ok()
            };
            let pair = [threads.spawn(begin), threads.spawn(begin)];
            pair.map(|thread| thread.join().unwrap()).to_vec()
        });
        assert_eq!(begun.iter().filter(|begun| **begun).count(), 1);
        assert_eq!(left(&shop, sale), 1_000);
    }
}

#[derive(Debug, Clone)]
enum Move {
    Begin(u64),
    Step(RefundEvent),
    Elsewhere(u64),
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let one = prop_oneof![
        3 => (1u64..2_600).prop_map(Move::Begin),
        6 => prop::sample::select(vec![
            RefundEvent::Begun { provider_time: at(5) },
            RefundEvent::Rejected { error: TillError::UnknownError },
            NOT_SENT,
            UNCLEAR,
            RefundEvent::Absent(Absence::Proven),
            RefundEvent::Contradicted,
            RefundEvent::PersonFoundIt { provider_id: None },
            RefundEvent::PersonFoundNone,
        ]).prop_map(Move::Step),
        1 => (1u64..400).prop_map(Move::Elsewhere),
    ];
    prop::collection::vec(one, 1..30)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn the_book_and_the_domain_agree_on_what_is_left(moves in moves()) {
        let shop = Shop::new();
        let (sale, payment) = paid(&shop);
        let mut newest = None;
        for (number, step) in moves.into_iter().enumerate() {
            let before = left(&shop, sale);
            match step {
                Move::Begin(minor) => match shop.begin_refund(payment, minor) {
                    Ok(refund) => newest = Some(refund),
                    Err(StartRefundError::OverRefund { left }) => prop_assert!(left.minor() < minor),
                    Err(StartRefundError::StillSettling) => {}
                    Err(other) => return Err(TestCaseError::fail(format!("{other:?}"))),
                },
                Move::Step(event) => if let Some(refund) = newest {
                    shop.ledger.refund_event(now(), refund, &event).unwrap();
                },
                Move::Elsewhere(minor) => if minor <= before {
                    shop.elsewhere(payment, &format!("TRN_E{number}"), minor, newest);
                },
            }
            let record = shop.ledger.sale(sale).unwrap().unwrap();
            let facts = record.payments[0].facts();
            let gone = facts.refunded().minor() + facts.on_its_way().minor();
            prop_assert!(gone <= 2_500, "{gone}");
            prop_assert_eq!(facts.left().minor(), 2_500 - gone);
        }
    }
}
