//! What a sale is to staff, for every situation that the design names.

#![expect(clippy::unwrap_used, reason = "a test stops where it can't go on")]

use std::time::Duration;

use domain::{
    Amount, Money, TillError, Timestamp,
    error::Doubt,
    ids::PaymentId,
    link_life::LinkState,
    payment::PaymentStatus,
    refund_life::RefundState,
    sale_state::{
        About, LinkFacts, Mark, Moment, PaymentFacts, RefundFacts, SaleFacts, SaleState, sale_state,
    },
};
use uuid::Uuid;

const MINUTE: Duration = Duration::from_mins(1);

fn noon() -> Timestamp {
    Timestamp::parse("2026-11-20T12:00:00Z").unwrap()
}

fn eur(minor: u64) -> Money {
    Money::new(minor, "EUR".parse().unwrap())
}

fn amount(minor: u64) -> Amount {
    Amount::new(eur(minor)).unwrap()
}

fn payment(status: PaymentStatus, minor: u64) -> PaymentFacts {
    PaymentFacts {
        id: PaymentId::from(Uuid::from_u128(0x0b_21)),
        status,
        amount: eur(minor),
        at: noon(),
        refunds: Vec::new(),
        elsewhere: eur(0),
    }
}

fn paid(minor: u64) -> PaymentFacts {
    payment(PaymentStatus::Paid, minor)
}

fn refunded(mut payment: PaymentFacts, state: RefundState, minor: u64) -> PaymentFacts {
    payment.refunds.push(RefundFacts { state, amount: amount(minor) });
    payment
}

fn sale(link: LinkState, payments: Vec<PaymentFacts>) -> SaleState {
    let expires_at = Some(noon().plus(15 * MINUTE));
    sale_state(&SaleFacts {
        asked: amount(2_500),
        link: Some(LinkFacts { state: link, expires_at, error: None }),
        payments,
    })
}

#[test]
fn without_a_payment_the_link_tells_the_state() {
    let expires_at = Some(Moment(noon().plus(15 * MINUTE)));
    for (link, expected) in [
        (LinkState::Reserved, SaleState::NotSent),
        (LinkState::Sending { attempt: 1, seen: false }, SaleState::Making),
        (
            LinkState::Unknown { attempts: 1, seen: false },
            SaleState::NotSure { about: About::Link },
        ),
        (LinkState::Active, SaleState::Waiting { expires_at }),
        (LinkState::Expired, SaleState::Expired),
        (LinkState::Closed, SaleState::Closed),
    ] {
        assert_eq!(sale(link, vec![]), expected, "{link:?}");
    }
}

#[test]
fn a_refused_link_says_why() {
    let error = TillError::InvalidResponse { doubt: Doubt::Different };
    let link = LinkFacts { state: LinkState::Orphan, expires_at: None, error: Some(error.clone()) };
    let facts = SaleFacts { asked: amount(2_500), link: Some(link), payments: vec![] };
    assert_eq!(sale_state(&facts), SaleState::LinkRefused { error });
}

#[test]
fn a_links_own_word_is_no_proof() {
    assert_eq!(sale(LinkState::Paid, vec![]), SaleState::NotSure { about: About::Payment });
}

#[test]
fn only_a_final_paid_payment_of_the_asked_amount_is_green() {
    let green = SaleState::Paid {
        at: Moment(noon()),
        paid: eur(2_500),
        mark: Mark { colour: 3, word: 33 },
    };
    assert_eq!(sale(LinkState::Active, vec![paid(2_500)]), green);
    for status in [PaymentStatus::Pending, PaymentStatus::Unknown("CAPTURED_ISH".into())] {
        let state = sale(LinkState::Active, vec![payment(status, 2_500)]);
        assert_eq!(state, SaleState::NotSure { about: About::Payment });
    }
    assert_eq!(
        sale(LinkState::Active, vec![payment(PaymentStatus::Reserved, 2_500)]),
        SaleState::Reserved
    );
    for other in [2_499, 2_501] {
        let state = sale(LinkState::Active, vec![paid(other)]);
        assert_eq!(state, SaleState::PaidDifferentAmount { paid: eur(other) });
    }
}

#[test]
fn another_currency_is_another_amount() {
    let usd = Money::new(2_500, "USD".parse().unwrap());
    let payment =
        PaymentFacts { amount: usd, elsewhere: Money::zero(usd.currency()), ..paid(2_500) };
    assert_eq!(
        sale(LinkState::Active, vec![payment]),
        SaleState::PaidDifferentAmount { paid: usd }
    );
}

#[test]
fn a_refused_card_leaves_the_link_good_until_it_is_over() {
    let refused = || vec![payment(PaymentStatus::Refused, 2_500)];
    let expires_at = Some(Moment(noon().plus(15 * MINUTE)));
    assert_eq!(sale(LinkState::Active, refused()), SaleState::CardRefused { expires_at });
    assert_eq!(sale(LinkState::Expired, refused()), SaleState::Expired);
    let then_paid = vec![payment(PaymentStatus::Refused, 2_500), paid(2_500)];
    assert!(matches!(sale(LinkState::Active, then_paid), SaleState::Paid { .. }));
}

#[test]
fn money_after_the_end_is_paid_late() {
    let late = PaymentFacts { at: noon().plus(16 * MINUTE), ..paid(2_500) };
    assert!(matches!(sale(LinkState::Expired, vec![late]), SaleState::PaidLate { .. }));
    assert!(matches!(sale(LinkState::Expired, vec![paid(2_500)]), SaleState::Paid { .. }));
}

#[test]
fn money_twice_asks_for_one_refund_and_is_content_with_it() {
    assert_eq!(
        sale(LinkState::Active, vec![paid(2_500), paid(2_500)]),
        SaleState::PaidTwice { paid: eur(5_000) }
    );
    let one_back = vec![paid(2_500), refunded(paid(2_500), RefundState::Confirmed, 2_500)];
    let settled = SaleState::PartlyRefunded { refunded: eur(2_500), paid: eur(5_000) };
    assert_eq!(sale(LinkState::Active, one_back), settled);
}

#[test]
fn refunds_show_how_far_they_are() {
    let with = |state, minor| sale(LinkState::Paid, vec![refunded(paid(2_500), state, minor)]);
    assert_eq!(
        with(RefundState::Sending { attempt: 1, seen: false }, 500),
        SaleState::RefundRunning { amount: eur(500) }
    );
    assert_eq!(
        with(RefundState::Unknown { attempts: 1, seen: false }, 500),
        SaleState::NotSure { about: About::Refund }
    );
    assert_eq!(
        with(RefundState::NeedsPerson, 500),
        SaleState::NeedsPerson { about: About::Refund }
    );
    let part = SaleState::PartlyRefunded { refunded: eur(500), paid: eur(2_500) };
    assert_eq!(with(RefundState::Confirmed, 500), part);
    assert_eq!(with(RefundState::Confirmed, 2_500), SaleState::Refunded { refunded: eur(2_500) });
    for released in [
        RefundState::Rejected,
        RefundState::AbsentConfirmed,
        RefundState::Withdrawn,
        RefundState::FailedLate,
    ] {
        assert!(matches!(with(released, 500), SaleState::Paid { .. }), "{released:?}");
    }
}

#[test]
fn a_refund_made_elsewhere_counts() {
    let payment = PaymentFacts { elsewhere: eur(2_500), ..paid(2_500) };
    assert_eq!(payment.left(), eur(0));
    assert_eq!(sale(LinkState::Paid, vec![payment]), SaleState::Refunded { refunded: eur(2_500) });
}

#[test]
fn what_is_left_counts_every_refund_that_may_have_been_made() {
    for (state, left) in [
        (RefundState::Reserved, 1_500),
        (RefundState::Sending { attempt: 1, seen: false }, 1_500),
        (RefundState::Unknown { attempts: 2, seen: false }, 1_500),
        (RefundState::Confirmed, 1_500),
        (RefundState::NeedsPerson, 1_500),
        (RefundState::Rejected, 2_500),
        (RefundState::AbsentConfirmed, 2_500),
        (RefundState::Withdrawn, 2_500),
        (RefundState::FailedLate, 2_500),
    ] {
        assert_eq!(refunded(paid(2_500), state, 1_000).left(), eur(left), "{state:?}");
    }
    assert_eq!(payment(PaymentStatus::Reserved, 2_500).left(), eur(0));
}
