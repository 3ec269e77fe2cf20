//! What a sale is to staff, for every situation that the design names.

#![expect(clippy::unwrap_used, reason = "a test stops where it can't go on")]

use std::time::Duration;

use domain::{
    Amount, Money, TillError, Timestamp,
    error::Doubt,
    hold::HoldEndKind,
    ids::{LinkId, PaymentId},
    link_life::LinkState,
    payment::PaymentStatus,
    refund_life::RefundState,
    sale_state::{
        About, HoldEndFacts, LinkFacts, Mark, Moment, PaymentFacts, RefundFacts, SaleFacts,
        SaleState, sale_state,
    },
    usage::Usage,
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

fn this_link() -> LinkId {
    LinkId::from(Uuid::from_u128(0x11_4c))
}

fn earlier_link() -> LinkId {
    LinkId::from(Uuid::from_u128(0xea_71))
}

/// A sale that staff took to another account, whose link is in `link`; the first one is in `earlier`.
fn tried_with_another(
    earlier: LinkState,
    link: LinkState,
    payments: Vec<PaymentFacts>,
) -> SaleFacts {
    let mut facts = facts(link, payments);
    let earlier = LinkFacts { id: earlier_link(), state: earlier, ..facts.link.clone().unwrap() };
    facts.earlier.push(earlier);
    facts
}

fn on_earlier(payment: PaymentFacts) -> PaymentFacts {
    PaymentFacts { link: earlier_link(), ..payment }
}

fn payment(status: PaymentStatus, minor: u64) -> PaymentFacts {
    PaymentFacts {
        id: PaymentId::from(Uuid::from_u128(0x0b_21)),
        link: this_link(),
        was_paid: status == PaymentStatus::Paid,
        status,
        amount: eur(minor),
        at: noon(),
        told_at: Some(noon()),
        refunds: Vec::new(),
        elsewhere: eur(0),
        hold_ends: Vec::new(),
    }
}

fn paid(minor: u64) -> PaymentFacts {
    payment(PaymentStatus::Paid, minor)
}

fn refunded(mut payment: PaymentFacts, state: RefundState, minor: u64) -> PaymentFacts {
    payment.refunds.push(RefundFacts { state, amount: amount(minor) });
    payment
}

fn hold_end(kind: HoldEndKind, state: RefundState, minor: u64) -> HoldEndFacts {
    HoldEndFacts { kind, state, amount: amount(minor) }
}

/// A payment of 25.00 in `status` that this till tried to end as `end` says.
fn held(status: PaymentStatus, minor: u64, end: HoldEndFacts) -> PaymentFacts {
    PaymentFacts { hold_ends: vec![end], ..payment(status, minor) }
}

fn ends_at() -> Timestamp {
    noon().plus(15 * MINUTE)
}

fn facts(link: LinkState, payments: Vec<PaymentFacts>) -> SaleFacts {
    let link = LinkFacts {
        id: this_link(),
        state: link,
        expires_at: Some(ends_at()),
        error: None,
        cancelled_at: None,
        over_since: None,
    };
    SaleFacts {
        asked: amount(2_500),
        shipping: None,
        usage: Usage::Single,
        link: Some(link),
        earlier: Vec::new(),
        payments,
    }
}

fn sale(link: LinkState, payments: Vec<PaymentFacts>) -> SaleState {
    sale_state(&facts(link, payments))
}

/// A sale that staff cancelled `minutes` after noon.
fn cancelled(link: LinkState, minutes: u32, payments: Vec<PaymentFacts>) -> SaleState {
    let mut facts = facts(link, payments);
    facts.link.as_mut().unwrap().cancelled_at = Some(noon().plus(minutes * MINUTE));
    sale_state(&facts)
}

/// A sale whose link can be paid three times.
fn three_times(link: LinkState, payments: Vec<PaymentFacts>) -> SaleFacts {
    let usage = Usage::Multiple { limit: 3.try_into().unwrap() };
    SaleFacts { usage, ..facts(link, payments) }
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
    let mut facts = facts(LinkState::Orphan, vec![]);
    facts.link.as_mut().unwrap().error = Some(error.clone());
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
fn a_payment_that_the_provider_is_at_is_neither_paid_nor_in_doubt() {
    let processing = || payment(PaymentStatus::Processing, 2_500);
    assert!(!processing().is_paid() && processing().left().is_zero());
    for link in [LinkState::Active, LinkState::Paid] {
        assert_eq!(sale(link, vec![processing()]), SaleState::Paying, "{link:?}");
    }
    // Staff cancelled while the customer confirmed: what comes of the money says more than the wish.
    assert_eq!(cancelled(LinkState::Active, 5, vec![processing()]), SaleState::Paying);
    // A card that was declined before changes nothing, and one of which nobody knows anything does.
    let declined = payment(PaymentStatus::Refused, 2_500);
    assert_eq!(sale(LinkState::Active, vec![declined, processing()]), SaleState::Paying);
    let strange = payment(PaymentStatus::Unknown("sleeping".into()), 2_500);
    let unsure = SaleState::NotSure { about: About::Payment };
    assert_eq!(sale(LinkState::Active, vec![strange, processing()]), unsure);
    assert!(matches!(sale(LinkState::Paid, vec![paid(2_500)]), SaleState::Paid { .. }));
}

#[test]
fn a_payment_that_nobody_began_after_all_is_as_if_there_were_none() {
    let not_begun = || vec![payment(PaymentStatus::NotBegun, 2_500)];
    for link in [LinkState::Active, LinkState::Closed, LinkState::Paid, LinkState::Expired] {
        assert_eq!(sale(link, not_begun()), sale(link, vec![]), "{link:?}");
    }
    let expires_at = match sale(LinkState::Active, not_begun()) {
        SaleState::Waiting { expires_at } => expires_at,
        other => panic!("{other:?}"),
    };
    let before =
        vec![payment(PaymentStatus::Refused, 2_500), payment(PaymentStatus::NotBegun, 2_500)];
    assert_eq!(sale(LinkState::Active, before), SaleState::CardRefused { expires_at });
}

#[test]
fn a_payment_that_failed_with_its_link_says_so_unless_staff_ended_the_link() {
    let refused = || vec![payment(PaymentStatus::Refused, 2_500)];
    assert_eq!(sale(LinkState::Closed, refused()), SaleState::PaymentFailed);
    assert_eq!(sale(LinkState::Closed, vec![]), SaleState::Closed);
    assert_eq!(cancelled(LinkState::Closed, 5, refused()), SaleState::Closed);
    // Where the link stands, the customer may try another card.
    assert!(matches!(sale(LinkState::Active, refused()), SaleState::CardRefused { .. }));
    let came_after_all = vec![payment(PaymentStatus::Refused, 2_500), paid(2_500)];
    assert!(matches!(sale(LinkState::Closed, came_after_all), SaleState::Paid { .. }));
}

/// Paid so many minutes after noon, as the provider tells.
fn came_at(minutes: u32) -> PaymentFacts {
    let at = noon().plus(minutes * MINUTE);
    PaymentFacts { at, told_at: Some(at), ..paid(2_500) }
}

/// Paid at a moment that the provider does not tell; the till saw it so many minutes after noon.
fn seen_at(minutes: u32) -> PaymentFacts {
    PaymentFacts { told_at: None, ..came_at(minutes) }
}

/// The link's looks had shown it over since so many minutes after noon.
fn over_since(minutes: u32, sale: &mut SaleFacts) {
    sale.link.as_mut().unwrap().over_since = Some(noon().plus(minutes * MINUTE));
}

#[test]
fn money_after_the_end_is_paid_late() {
    let late = came_at(16);
    assert!(matches!(sale(LinkState::Expired, vec![late]), SaleState::PaidLate { .. }));
    assert!(matches!(sale(LinkState::Expired, vec![paid(2_500)]), SaleState::Paid { .. }));
}

#[test]
fn money_of_an_untold_moment_is_late_only_where_a_look_had_shown_the_link_over() {
    let mut facts = facts(LinkState::Paid, vec![seen_at(20)]);
    assert!(matches!(sale_state(&facts), SaleState::Paid { .. }));
    over_since(16, &mut facts);
    assert!(matches!(sale_state(&facts), SaleState::PaidLate { .. }));
    // The same look told both, so it proves no order.
    over_since(20, &mut facts);
    assert!(matches!(sale_state(&facts), SaleState::Paid { .. }));
    // What the provider tells proves more than when the till looked.
    over_since(16, &mut facts);
    facts.payments = vec![PaymentFacts { told_at: Some(noon()), ..seen_at(20) }];
    assert!(matches!(sale_state(&facts), SaleState::Paid { .. }));
}

#[test]
fn money_of_an_untold_moment_came_after_a_cancel_only_where_a_look_had_shown_the_link_over() {
    let mut facts = facts(LinkState::Paid, vec![seen_at(10)]);
    facts.link.as_mut().unwrap().cancelled_at = Some(noon().plus(5 * MINUTE));
    assert!(matches!(sale_state(&facts), SaleState::Paid { .. }));
    over_since(6, &mut facts);
    assert!(matches!(sale_state(&facts), SaleState::PaidAfterCancel { .. }));
}

#[test]
fn a_link_for_several_payments_goes_on_after_one_of_an_untold_moment() {
    let facts = three_times(LinkState::Active, vec![seen_at(20)]);
    assert!(matches!(sale_state(&facts), SaleState::Collecting { times: 1, .. }));
}

#[test]
fn money_that_was_taken_and_can_t_be_counted_is_no_reservation_any_more() {
    let unsure = SaleState::NotSure { about: About::Capture };
    let taken = payment(PaymentStatus::Taken, 2_500);
    assert!(!taken.can_end_hold() && taken.left().is_zero());
    assert_eq!(sale(LinkState::Paid, vec![taken.clone()]), unsure);
    assert_eq!(sale(LinkState::Paid, vec![taken, paid(2_500)]), unsure);
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

#[test]
fn a_link_that_staff_cancel_may_still_be_paid_until_the_provider_shows_it_closed() {
    assert_eq!(cancelled(LinkState::Active, 0, vec![]), SaleState::Cancelling);
    assert_eq!(cancelled(LinkState::Closed, 0, vec![]), SaleState::Closed);
    assert_eq!(cancelled(LinkState::Expired, 0, vec![]), SaleState::Expired);
    let declined = vec![payment(PaymentStatus::Refused, 2_500)];
    assert_eq!(cancelled(LinkState::Active, 0, declined), SaleState::Cancelling);
}

#[test]
fn money_on_a_cancelled_link_says_so_unless_it_was_there_before() {
    let came = |minutes| vec![came_at(minutes)];
    for link in [LinkState::Active, LinkState::Paid, LinkState::Closed] {
        let after = cancelled(link, 5, came(6));
        assert!(matches!(after, SaleState::PaidAfterCancel { .. }), "{link:?}: {after:?}");
        assert!(matches!(cancelled(link, 5, came(4)), SaleState::Paid { .. }), "{link:?}");
    }
    // What staff decided says more than that the time was over, too.
    let late = cancelled(LinkState::Closed, 5, came(16));
    assert!(matches!(late, SaleState::PaidAfterCancel { .. }), "{late:?}");
    let back = vec![refunded(came(6).remove(0), RefundState::Confirmed, 2_500)];
    let settled = SaleState::Refunded { refunded: eur(2_500) };
    assert_eq!(cancelled(LinkState::Closed, 5, back), settled);
}

#[test]
fn a_reservation_that_is_being_ended_shows_how_far_it_is() {
    use RefundState::{NeedsPerson, Sending, Unknown};

    let reserved = |end| sale(LinkState::Active, vec![held(PaymentStatus::Reserved, 2_500, end)]);
    for (kind, about) in
        [(HoldEndKind::Capture, About::Capture), (HoldEndKind::Release, About::Release)]
    {
        let with = |state| reserved(hold_end(kind, state, 2_500));
        assert_eq!(
            with(Sending { attempt: 1, seen: false }),
            SaleState::HoldEnding { how: kind, amount: eur(2_500) }
        );
        let unknown = with(Unknown { attempts: 1, seen: false });
        assert_eq!(unknown, SaleState::NotSure { about });
        assert_eq!(with(NeedsPerson), SaleState::NeedsPerson { about });
        for over in [RefundState::Reserved, RefundState::Rejected, RefundState::AbsentConfirmed] {
            assert_eq!(with(over), SaleState::Reserved, "{over:?}");
        }
        // Made, and the payment does not show it yet.
        assert_eq!(with(RefundState::Confirmed), SaleState::Reserved);
    }
}

#[test]
fn a_reservation_ends_once() {
    let with = |status, state| {
        held(status, 2_500, hold_end(HoldEndKind::Capture, state, 2_500)).can_end_hold()
    };
    assert!(payment(PaymentStatus::Reserved, 2_500).can_end_hold());
    for (state, may) in [
        (RefundState::Reserved, true),
        (RefundState::Rejected, true),
        (RefundState::AbsentConfirmed, true),
        (RefundState::Withdrawn, true),
        (RefundState::FailedLate, true),
        (RefundState::Sending { attempt: 1, seen: false }, false),
        (RefundState::Unknown { attempts: 1, seen: false }, false),
        (RefundState::NeedsPerson, false),
        (RefundState::Confirmed, false),
    ] {
        assert_eq!(with(PaymentStatus::Reserved, state), may, "{state:?}");
        assert!(!with(PaymentStatus::Paid, state), "{state:?}");
    }
}

#[test]
fn a_smaller_sum_is_green_only_where_this_till_captured_just_that() {
    let captured = |state, came| {
        let end = hold_end(HoldEndKind::Capture, state, 2_000);
        sale(LinkState::Paid, vec![held(PaymentStatus::Paid, came, end)])
    };
    let green = captured(RefundState::Confirmed, 2_000);
    assert!(matches!(green, SaleState::Paid { paid, .. } if paid == eur(2_000)), "{green:?}");
    for (state, came) in [(RefundState::Confirmed, 1_999), (RefundState::Rejected, 2_000)] {
        assert_eq!(captured(state, came), SaleState::PaidDifferentAmount { paid: eur(came) });
    }
}

#[test]
fn a_reservation_that_was_given_up_is_released_whoever_did_it_and_never_a_refund() {
    let reversed = |payment| sale(LinkState::Active, vec![payment]);
    for state in [RefundState::Confirmed, RefundState::Rejected] {
        let end = hold_end(HoldEndKind::Release, state, 2_500);
        let released = reversed(held(PaymentStatus::Reversed, 2_500, end));
        assert_eq!(released, SaleState::Released { amount: eur(2_500) }, "{state:?}");
    }
    let elsewhere = reversed(payment(PaymentStatus::Reversed, 2_500));
    assert_eq!(elsewhere, SaleState::Released { amount: eur(2_500) });
    // Money that was there went back.
    let paid = PaymentFacts { was_paid: true, ..payment(PaymentStatus::Reversed, 2_500) };
    assert_eq!(reversed(paid), SaleState::Refunded { refunded: eur(2_500) });
}

#[test]
fn shipping_is_part_of_what_is_asked() {
    let shipped = |came| {
        let payments = vec![paid(came)];
        sale_state(&SaleFacts { shipping: Some(eur(350)), ..facts(LinkState::Paid, payments) })
    };
    assert!(matches!(shipped(2_850), SaleState::Paid { paid, .. } if paid == eur(2_850)));
    for came in [2_500, 2_851] {
        assert_eq!(shipped(came), SaleState::PaidDifferentAmount { paid: eur(came) });
    }
}

#[test]
fn a_link_for_several_payments_collects_until_it_is_used_up_or_over() {
    let times = |link, times| sale_state(&three_times(link, vec![paid(2_500); times]));
    let expires_at = Some(Moment(ends_at()));
    assert_eq!(times(LinkState::Active, 0), SaleState::Waiting { expires_at });
    for (count, sum) in [(1, 2_500), (2, 5_000)] {
        let collecting =
            SaleState::Collecting { times: count, limit: 3, paid: eur(sum), expires_at };
        assert_eq!(times(LinkState::Active, count as usize), collecting);
        for over in [LinkState::Expired, LinkState::Closed, LinkState::Paid] {
            let state = times(over, count as usize);
            assert!(matches!(state, SaleState::Paid { paid, .. } if paid == eur(sum)), "{over:?}");
        }
    }
    let full = times(LinkState::Active, 3);
    assert!(matches!(full, SaleState::Paid { paid, .. } if paid == eur(7_500)), "{full:?}");
    assert_eq!(times(LinkState::Active, 4), SaleState::PaidTwice { paid: eur(10_000) });
}

#[test]
fn one_wrong_amount_among_several_payments_is_told() {
    let wrong = three_times(LinkState::Active, vec![paid(2_500), paid(2_400)]);
    assert_eq!(sale_state(&wrong), SaleState::PaidDifferentAmount { paid: eur(4_900) });
    // Two that only add up to what two should bring are still wrong.
    let even = three_times(LinkState::Active, vec![paid(2_600), paid(2_400)]);
    assert_eq!(sale_state(&even), SaleState::PaidDifferentAmount { paid: eur(5_000) });
}

/// What a link collected that can be paid three times and is still open.
fn collecting(times: u32, kept: u64) -> SaleState {
    let expires_at = Some(Moment(ends_at()));
    SaleState::Collecting { times, limit: 3, paid: eur(kept), expires_at }
}

#[test]
fn a_refund_of_one_of_several_payments_leaves_the_link_collecting() {
    let back = |minor| refunded(paid(2_500), RefundState::Confirmed, minor);
    let with = |link, payments| sale_state(&three_times(link, payments));
    for (gone, kept) in [(2_500, 2_500), (1_000, 4_000)] {
        let state = with(LinkState::Active, vec![paid(2_500), back(gone)]);
        assert_eq!(state, collecting(2, kept), "{gone}");
        let over = with(LinkState::Closed, vec![paid(2_500), back(gone)]);
        assert_eq!(over, SaleState::PartlyRefunded { refunded: eur(gone), paid: eur(5_000) });
    }
    assert_eq!(with(LinkState::Active, vec![back(2_500)]), collecting(1, 0));
    let over = with(LinkState::Closed, vec![back(2_500)]);
    assert_eq!(over, SaleState::Refunded { refunded: eur(2_500) });
}

#[test]
fn a_wrong_amount_among_several_payments_is_told_until_it_is_put_right() {
    let wrong = |payment| sale_state(&three_times(LinkState::Active, vec![paid(2_500), payment]));
    let back = |came, gone| refunded(paid(came), RefundState::Confirmed, gone);
    // A refund of another payment puts nothing right.
    let beside = vec![back(2_500, 2_500), paid(2_400)];
    let told = SaleState::PaidDifferentAmount { paid: eur(4_900) };
    assert_eq!(sale_state(&three_times(LinkState::Active, beside)), told);
    for (came, gone) in [(2_400, 100), (2_600, 50)] {
        let told = SaleState::PaidDifferentAmount { paid: eur(2_500 + came) };
        assert_eq!(wrong(back(came, gone)), told, "{came} {gone}");
    }
    assert_eq!(wrong(back(2_400, 2_400)), collecting(2, 2_500));
    assert_eq!(wrong(back(2_600, 100)), collecting(2, 5_000));
}

#[test]
fn money_that_is_only_reserved_is_not_hidden_by_money_that_came() {
    let reserved = || payment(PaymentStatus::Reserved, 2_500);
    let usage = Usage::Multiple { limit: 2.try_into().unwrap() };
    for link in [LinkState::Active, LinkState::Paid, LinkState::Expired] {
        let twice = SaleFacts { usage, ..facts(link, vec![reserved(), paid(2_500)]) };
        assert_eq!(sale_state(&twice), SaleState::Reserved, "{link:?}");
        let thrice = three_times(link, vec![paid(2_500), reserved()]);
        assert_eq!(sale_state(&thrice), SaleState::Reserved, "{link:?}");
    }
    let back = refunded(paid(2_500), RefundState::Confirmed, 2_500);
    assert_eq!(sale(LinkState::Paid, vec![back, reserved()]), SaleState::Reserved);
    // It was ended, and the payment only does not show it yet.
    let end = hold_end(HoldEndKind::Release, RefundState::Confirmed, 2_500);
    let ended = held(PaymentStatus::Reserved, 2_500, end);
    let state = sale(LinkState::Paid, vec![ended, paid(2_500)]);
    assert!(matches!(state, SaleState::Paid { .. }), "{state:?}");
}

#[test]
fn a_confirmed_card_is_neither_paid_nor_refundable() {
    let confirmed = payment(PaymentStatus::CardConfirmed, 100);
    assert!(!confirmed.is_paid());
    assert_eq!(confirmed.left(), eur(0));
    assert!(!confirmed.can_end_hold());
    for link in [LinkState::Active, LinkState::Paid, LinkState::Expired] {
        let state = sale(link, vec![confirmed.clone()]);
        assert_eq!(state, SaleState::CardConfirmed { at: Moment(noon()) }, "{link:?}");
    }
    // A card that was declined first changes nothing.
    let declined = payment(PaymentStatus::Refused, 100);
    let state = sale(LinkState::Paid, vec![declined, confirmed]);
    assert_eq!(state, SaleState::CardConfirmed { at: Moment(noon()) });
}

#[test]
fn a_card_check_that_took_money_after_all_is_not_hidden() {
    let confirmed = payment(PaymentStatus::CardConfirmed, 100);
    let state = sale(LinkState::Paid, vec![confirmed, paid(2_500)]);
    assert!(matches!(state, SaleState::Paid { .. }), "{state:?}");
}

#[test]
fn the_newest_link_tells_the_state_while_nobody_paid() {
    let facts = tried_with_another(LinkState::Orphan, LinkState::Active, vec![]);
    assert!(matches!(sale_state(&facts), SaleState::Waiting { .. }));
    let facts = tried_with_another(LinkState::Active, LinkState::Failed, vec![]);
    assert!(matches!(sale_state(&facts), SaleState::LinkRefused { .. }));
}

#[test]
fn money_on_a_link_that_was_set_aside_pays_the_sale() {
    let paid = on_earlier(paid(2_500));
    let facts = tried_with_another(LinkState::Orphan, LinkState::Active, vec![paid]);
    assert!(matches!(sale_state(&facts), SaleState::Paid { .. }));
}

#[test]
fn both_links_paid_is_paid_twice() {
    let payments = vec![on_earlier(paid(2_500)), paid(2_500)];
    let facts = tried_with_another(LinkState::Orphan, LinkState::Paid, payments);
    assert_eq!(sale_state(&facts), SaleState::PaidTwice { paid: eur(5_000) });
}

#[test]
fn once_one_of_two_payments_went_back_it_is_paid_twice_no_more() {
    let payments =
        vec![on_earlier(refunded(paid(2_500), RefundState::Confirmed, 2_500)), paid(2_500)];
    let facts = tried_with_another(LinkState::Orphan, LinkState::Paid, payments);
    assert!(matches!(sale_state(&facts), SaleState::PartlyRefunded { .. }));
}

#[test]
fn whether_money_came_late_is_told_by_the_link_that_it_came_on() {
    let mut facts =
        tried_with_another(LinkState::Closed, LinkState::Active, vec![on_earlier(came_at(5))]);
    facts.earlier[0].cancelled_at = Some(noon().plus(4 * MINUTE));
    assert!(matches!(sale_state(&facts), SaleState::PaidAfterCancel { .. }));
    // The same moment on the link that stands is in time.
    facts.payments = vec![came_at(5)];
    assert!(matches!(sale_state(&facts), SaleState::Paid { .. }));
}

#[test]
fn what_was_taken_back_of_the_earlier_link_hides_no_next_one_that_can_be_paid() {
    let reversed = payment(PaymentStatus::Reversed, 2_500);
    let on = |next| {
        let payments = vec![on_earlier(reversed.clone())];
        sale_state(&tried_with_another(LinkState::Closed, next, payments))
    };
    assert!(matches!(on(LinkState::Active), SaleState::Waiting { .. }));
    let over = on(LinkState::Closed);
    assert!(matches!(over, SaleState::Refunded { .. } | SaleState::Released { .. }), "{over:?}");
}

#[test]
fn a_card_that_was_refused_on_the_earlier_link_says_nothing_about_the_next() {
    let refused = payment(PaymentStatus::Refused, 2_500);
    let facts =
        tried_with_another(LinkState::Closed, LinkState::Active, vec![on_earlier(refused.clone())]);
    assert!(matches!(sale_state(&facts), SaleState::Waiting { .. }));
    let facts = tried_with_another(LinkState::Closed, LinkState::Active, vec![refused]);
    assert!(matches!(sale_state(&facts), SaleState::CardRefused { .. }));
}
