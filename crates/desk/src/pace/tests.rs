use domain::ids::{AccountId, LinkId, SaleId};
use uuid::Uuid;

use super::*;

const MADE: i64 = 1_763_632_800_000;

fn at(after: Duration) -> Timestamp {
    Timestamp::from_millis(MADE).unwrap().plus(after)
}

/// A link that can be paid for ten days.
fn open() -> LinkToWatch {
    LinkToWatch {
        link: LinkId::from(Uuid::nil()),
        sale: SaleId::from(Uuid::nil()),
        account: AccountId::from(Uuid::nil()),
        provider_id: None,
        state: LinkState::Active,
        paid: false,
        payment_pending: false,
        several_uses: false,
        wished: false,
        ends_at: at(10 * DAY),
        last_checked: None,
    }
}

fn over(state: LinkState) -> LinkToWatch {
    LinkToWatch { state, ends_at: at(HOUR), ..open() }
}

fn read(last: Option<Duration>) -> Read {
    Read {
        made: at(Duration::ZERO),
        last: last.map(at),
        tries: 0,
        over_since: at(30 * DAY),
        lot: 0,
    }
}

/// When a link is read that is read whenever it is due, after it was made.
fn reads(link: &LinkToWatch, until: Duration) -> Vec<Duration> {
    let (mut last, mut reads) = (None, Vec::new());
    while let Some(next) = next_round(link, read(last)) {
        let after = next.since(at(Duration::ZERO));
        if after > until || last.is_some_and(|last| after <= last) {
            break;
        }
        reads.push(after);
        last = Some(after);
    }
    reads
}

#[test]
fn the_link_on_screen_is_asked_about_every_two_seconds_at_first() {
    let paces = [0, 59, 60, 299, 300, 3_600]
        .map(|seconds| next_on_screen(Duration::from_secs(seconds), false).as_secs());
    assert_eq!(paces, [2, 2, 5, 5, 15, 15]);
    assert_eq!(next_on_screen(HOUR, true), MINUTE);
}

#[test]
fn the_newest_payments_are_listed_more_often_the_younger_the_links_are() {
    let paces = [Some(MINUTE), Some(HOUR), None].map(|age| next_newest(age).as_secs());
    assert_eq!(paces, [3, 6, 60]);
    assert_eq!([true, false].map(|expected| next_whole(expected, true, 1)), [5 * MINUTE, HOUR]);
    assert_eq!([true, false].map(|expected| next_whole(expected, false, 1)), [45 * SECOND, HOUR]);
}

#[test]
fn a_long_list_of_links_without_an_end_is_read_less_often() {
    let paces = [0, 10, 20, 60, 1_000].map(|pages| next_whole(true, false, pages).as_secs());
    assert_eq!(paces, [45, 45, 90, 270, 300]);
}

#[test]
fn an_open_question_is_asked_again_soon_and_then_less_often() {
    let waits: Vec<u64> = (0..12).map(|tries| next_settling(tries).as_secs()).collect();
    assert_eq!(waits[..5], [2, 4, 8, 16, 32]);
    assert!(waits.is_sorted());
    assert_eq!(waits[11], 300);
}

#[test]
fn an_open_link_is_read_every_six_hours_and_just_after_its_end() {
    let mut link = open();
    let reads = reads(&link, DAY);
    assert_eq!(reads, [6 * HOUR, 12 * HOUR, 18 * HOUR, DAY]);

    link.ends_at = at(15 * MINUTE);
    assert_eq!(next_round(&link, read(None)), Some(at(15 * MINUTE + AFTER_THE_END)));
}

#[test]
fn links_that_were_made_together_are_not_read_together() {
    let link = open();
    let due = |lot| next_round(&link, Read { lot, ..read(None) }).unwrap();
    assert_ne!(due(1), due(200));
    for lot in [0, 1, 200, 255] {
        assert!(due(lot) <= at(6 * HOUR) && due(lot) > at(4 * HOUR), "{lot}");
    }
}

#[test]
fn a_link_that_is_over_is_read_for_a_week() {
    for state in [LinkState::Expired, LinkState::Closed] {
        let week = Duration::from_hours(7 * 24 - 2);
        let reads = reads(&over(state), 30 * DAY);
        assert_eq!(reads, [HOUR, DAY, 2 * DAY, week].map(|after| HOUR + after));
    }
}

#[test]
fn a_link_that_was_ended_early_is_read_from_then_on() {
    let link = LinkToWatch { state: LinkState::Closed, ..open() };
    let read = Read { over_since: at(MINUTE), ..read(Some(MINUTE)) };
    assert_eq!(next_round(&link, read), Some(at(MINUTE + HOUR)));
}

#[test]
fn a_payment_under_way_is_followed_closely_and_then_hourly() {
    let link = LinkToWatch { payment_pending: true, ..open() };
    let wait = |tries| {
        let read = Read { tries, ..read(Some(MINUTE)) };
        next_round(&link, read).unwrap().since(at(MINUTE)).as_secs()
    };
    assert_eq!([0, 1, 2, 6, 15, 16, 99].map(wait), [5, 10, 20, 300, 300, 3_600, 3_600]);
    assert_eq!(next_round(&link, read(None)), Some(at(Duration::ZERO)));
}

#[test]
fn a_link_that_is_called_paid_without_money_is_followed_as_closely() {
    let link = LinkToWatch { state: LinkState::Paid, ..open() };
    let next = next_round(&link, read(Some(MINUTE))).unwrap();
    assert_eq!(next.since(at(MINUTE)), 5 * SECOND);
    let proven = LinkToWatch { paid: true, ..link };
    let read = Read { over_since: at(MINUTE), ..read(Some(MINUTE)) };
    assert_eq!(next_round(&proven, read).unwrap().since(at(MINUTE)), HOUR);
}

#[test]
fn refunds_are_followed_for_days_and_less_and_less_often() {
    assert_eq!(next_refund_look(Duration::ZERO), 5 * MINUTE);
    assert_eq!(next_refund_look(HOUR), HOUR);
    assert_eq!(next_refund_look(DAY), DAY);
}

#[test]
fn a_young_link_is_worth_more_than_an_old_one_until_that_has_waited_long() {
    assert!(worth(MINUTE, 30 * SECOND) > worth(2 * HOUR, 30 * SECOND));
    assert!(worth(2 * HOUR, HOUR) > worth(MINUTE, 30 * SECOND));
    assert!(shortest_round(MINUTE) < shortest_round(2 * HOUR));
}

#[test]
fn a_payment_that_came_to_its_end_is_looked_at_sooner_than_one_that_was_begun() {
    assert_eq!(next_chase(0, false), 5 * SECOND);
    assert_eq!(next_chase(0, true), 30 * SECOND);
    assert_eq!(next_chase(9, false), 5 * MINUTE);
}
