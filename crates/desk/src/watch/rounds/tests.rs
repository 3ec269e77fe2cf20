use domain::ids::{AccountId, SaleId};

use super::*;

const MINUTE: Duration = Duration::from_mins(1);
const HOUR: Duration = Duration::from_hours(1);

/// The program has run for so long.
fn after(elapsed: Duration) -> Moment {
    let now = Timestamp::from_millis(1_763_632_800_000).unwrap().plus(elapsed);
    Moment { now, provider_time: now, elapsed }
}

/// A link that was made when the program started, and ends ten days later.
fn link(number: u8) -> LinkToWatch {
    let made = u64::try_from(after(Duration::ZERO).now.millis()).unwrap();
    let id = uuid::Builder::from_unix_timestamp_millis(made, &[number; 10]).into_uuid();
    LinkToWatch {
        link: id.into(),
        sale: SaleId::from(id),
        account: AccountId::from(Uuid::nil()),
        provider_id: None,
        state: LinkState::Active,
        paid: false,
        payment_pending: false,
        several_uses: false,
        wished: false,
        ends_at: after(240 * HOUR).now,
        last_checked: None,
    }
}

fn rounds(links: &[LinkToWatch], swept: bool, moment: Moment) -> Rounds {
    let mut rounds = Rounds::default();
    rounds.load(links.to_vec(), Vec::new(), swept, moment);
    rounds
}

/// How many seconds nothing is due.
fn wait(rounds: &Rounds, moment: Moment) -> u64 {
    rounds.next(true, moment).unwrap().at.saturating_sub(moment.elapsed).as_secs()
}

#[test]
fn what_is_under_way_comes_before_what_has_waited_for_hours() {
    let moment = after(8 * HOUR);
    let pending = LinkToWatch {
        payment_pending: true,
        last_checked: Some(moment.now.minus(MINUTE)),
        ..link(2)
    };
    let rounds = rounds(&[link(1), pending.clone(), link(3)], true, moment);
    assert_eq!(rounds.next(true, moment).unwrap().round, Round::Link(pending.link));
}

#[test]
fn a_link_that_a_person_looked_at_has_time() {
    let moment = after(7 * HOUR);
    let seen = LinkToWatch { last_checked: Some(moment.now.minus(MINUTE)), ..link(1) };
    let mut rounds = rounds(&[seen], true, moment);
    let due = rounds.next(true, moment).unwrap().at;
    assert!(due > 11 * HOUR && due < 13 * HOUR, "{due:?}");

    rounds.looked(Round::Link(link(1).link), true, true, after(8 * HOUR));
    assert!(rounds.next(true, after(8 * HOUR)).unwrap().at > due);
}

#[test]
fn a_look_noted_while_the_clock_was_ahead_holds_nothing_back() {
    let moment = after(7 * HOUR);
    let ahead = moment.now.plus(365 * 24 * HOUR);
    let noted = LinkToWatch { last_checked: Some(ahead), ..link(1) };
    let never = LinkToWatch { last_checked: None, ..link(1) };
    let (noted, never) = (rounds(&[noted], true, moment), rounds(&[never], true, moment));
    assert_eq!(wait(&noted, moment), wait(&never, moment));
}

#[test]
fn a_look_that_failed_is_tried_again_later() {
    let moment = after(7 * HOUR);
    let mut rounds = rounds(&[link(1)], true, moment);
    let round = Round::Link(link(1).link);
    let waits: Vec<u64> = (0..3)
        .map(|_| {
            rounds.looked(round, false, true, moment);
            wait(&rounds, moment)
        })
        .collect();
    assert_eq!(waits, [2, 4, 8]);
    // What the book says anew does not undo that.
    rounds.load(vec![link(1)], Vec::new(), true, moment);
    assert_eq!(wait(&rounds, moment), 8);
}

#[test]
fn without_a_list_the_link_whose_read_is_worth_most_comes_first() {
    let moment = after(HOUR);
    let seen_now = |number| LinkToWatch { last_checked: Some(moment.now), ..link(number) };
    let long_ago = LinkToWatch { last_checked: Some(after(20 * MINUTE).now), ..link(2) };
    let links = [seen_now(1), long_ago.clone(), seen_now(3)];
    let next = rounds(&links, false, moment).next(false, moment).unwrap();
    assert_eq!(next.round, Round::Link(long_ago.link));
    assert!(next.at <= moment.elapsed);
    // With one, none of them is due for hours.
    assert!(rounds(&links, true, moment).next(true, moment).unwrap().at > 2 * HOUR);
}

#[test]
fn the_youngest_link_on_which_money_is_expected_sets_the_pace() {
    let moment = after(HOUR);
    let reserved = LinkToWatch { state: LinkState::Paid, payment_pending: true, ..link(1) };
    assert!(rounds(&[reserved], true, moment).youngest().is_some());
    let expired = LinkToWatch { state: LinkState::Expired, ..link(1) };
    assert_eq!(rounds(std::slice::from_ref(&expired), true, moment).youngest(), None);
    let youngest = rounds(&[expired, link(2)], true, moment).youngest();
    assert_eq!(youngest, Some(after(Duration::ZERO).now));
}

#[test]
fn refunds_are_followed_five_minutes_after_they_were_confirmed() {
    let refunds = RefundsToWatch {
        payment: PaymentId::from(Uuid::nil()),
        sale: SaleId::from(Uuid::nil()),
        account: AccountId::from(Uuid::nil()),
        confirmed_at: after(HOUR).now,
        last_checked: None,
    };
    let moment = after(HOUR + MINUTE);
    let mut rounds = Rounds::default();
    rounds.load(Vec::new(), vec![refunds], true, moment);
    let due = rounds.next(true, moment).unwrap();
    assert_eq!(due, Due { round: Round::Refunds(refunds), at: HOUR + 5 * MINUTE });

    rounds.looked(due.round, true, true, after(3 * HOUR));
    assert_eq!(rounds.next(true, after(3 * HOUR)).unwrap().at, 4 * HOUR);
}
