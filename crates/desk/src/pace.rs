//! When the provider is asked next: pure decisions, all of RELIABILITY 5.3.

use std::time::Duration;

use domain::{Timestamp, link_life::LinkState};
use ledger::LinkToWatch;

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_mins(1);
const HOUR: Duration = Duration::from_hours(1);
const DAY: Duration = Duration::from_hours(24);

/// A link that can be paid is read at least so often.
const ROUND: Duration = Duration::from_hours(6);

/// How long after its end a link is read: by then the provider has noticed the end, too.
const AFTER_THE_END: Duration = Duration::from_secs(30);

/// When a link that is over is read again. The last time lies a little before the book stops watching it.
const LATE_LOOKS: [Duration; 4] =
    [HOUR, DAY, Duration::from_hours(48), Duration::from_hours(7 * 24 - 2)];

/// After so many looks at a payment that does not end, once an hour is enough: about an hour after the first.
const HOURLY_AFTER: u32 = 16;

/// How long after a look at the link on screen the next one is due; `shown_for` is how long it stands there.
pub(crate) fn next_on_screen(shown_for: Duration, is_over: bool) -> Duration {
    match shown_for {
        shown_for if shown_for < MINUTE => 2 * SECOND,
        shown_for if shown_for < 5 * MINUTE => 5 * SECOND,
        _ if is_over => MINUTE,
        _ => 15 * SECOND,
    }
}

/// How long after `tries` fruitless look-ups an open question is asked again, or a wish that is not granted.
pub(crate) fn next_settling(tries: u32) -> Duration {
    doubled(2 * SECOND, tries)
}

/// How long after `tries` looks in vain at what a list shows the link is looked at again; sooner where the list shows
/// a payment that came to its end.
pub(crate) fn next_chase(tries: u32, is_begun: bool) -> Duration {
    doubled(if is_begun { 30 * SECOND } else { 5 * SECOND }, tries)
}

/// How long after the beginning of one list of the newest payments the next one begins, where the youngest link on which
/// money is expected is so old; `None` where only late payments may come.
pub(crate) fn next_newest(youngest: Option<Duration>) -> Duration {
    match youngest {
        Some(age) if age < 15 * MINUTE => 3 * SECOND,
        Some(_) => 6 * SECOND,
        None => MINUTE,
    }
}

/// How much longer the whole list waits for each page that it has.
const EACH_PAGE: Duration = Duration::from_millis(4_500);

/// The same for the list of all payments that may still matter, which had so many `pages` last time. Where links have no end,
/// what is paid today may stand as far back as its link was made, so that only this list shows it (RELIABILITY 5.3: within a
/// minute). One that a forgotten link makes long is read less often: it must not eat the budget for ever.
pub(crate) fn next_whole(money_is_expected: bool, links_end: bool, pages: u32) -> Duration {
    match (money_is_expected, links_end) {
        (true, true) => 5 * MINUTE,
        (true, false) => (EACH_PAGE * pages).clamp(45 * SECOND, 5 * MINUTE),
        (false, _) => HOUR,
    }
}

/// `base`, and twice as long with every try, up to five minutes.
fn doubled(base: Duration, tries: u32) -> Duration {
    base.saturating_mul(2_u32.saturating_pow(tries.min(16))).min(5 * MINUTE)
}

/// How long after the last look the refunds of a payment are looked at again, `age` after the latest one was confirmed.
pub(crate) fn next_refund_look(age: Duration) -> Duration {
    match age {
        age if age < HOUR => 5 * MINUTE,
        age if age < DAY => HOUR,
        _ => DAY,
    }
}

/// What decides when a link is read next, besides what the book knows of it. All moments are the provider's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Read {
    /// When the link was made.
    pub(crate) made: Timestamp,
    /// When it was last read.
    pub(crate) last: Option<Timestamp>,
    /// How often it was read since the program started while a payment on it was under way.
    pub(crate) tries: u32,
    /// Since when it is known to be over, where it is.
    pub(crate) over_since: Timestamp,
    /// The same for a link at all times, and different for different ones: what was made together is not read together.
    pub(crate) lot: u8,
}

/// When a link that nobody looks at is read next by itself; `None` where all was said.
pub(crate) fn next_round(link: &LinkToWatch, read: Read) -> Option<Timestamp> {
    let paid_without_proof = link.state == LinkState::Paid && !link.paid;
    if link.payment_pending || paid_without_proof {
        return Some(read.last.map_or(read.made, |last| last.plus(next_pending(read.tries))));
    }
    match link.state {
        LinkState::Orphan => Some(read.last.map_or(read.made, |last| {
            last.plus(if last.since(link.ends_at) < DAY { HOUR } else { ROUND })
        })),
        LinkState::Active | LinkState::ToConfirm { .. } => {
            let last = read.last.unwrap_or(read.made);
            // Between four and a half and six hours.
            let round = ROUND.saturating_sub(ROUND * u32::from(read.lot) / 1024);
            let at_the_end = link.ends_at.plus(AFTER_THE_END + spread(read.lot));
            Some(if last < at_the_end {
                at_the_end.min(last.plus(round))
            } else {
                last.plus(round)
            })
        }
        _ => {
            let end = link.ends_at.min(read.over_since);
            let last = read.last.unwrap_or(end);
            LATE_LOOKS
                .iter()
                .map(|look| end.plus(*look + spread(read.lot)))
                .find(|look| *look > last)
        }
    }
}

/// Up to a minute.
fn spread(lot: u8) -> Duration {
    Duration::from_millis(u64::from(lot) * 1_000 / 4)
}

fn next_pending(tries: u32) -> Duration {
    if tries < HOURLY_AFTER { doubled(5 * SECOND, tries) } else { HOUR }
}

/// How much a read of an open link is worth where no list shows many at once: how likely a payment comes at its `age`,
/// times the square of the time since it was last read (RELIABILITY 5.2).
pub(crate) fn worth(age: Duration, since_read: Duration) -> u128 {
    let seconds = u128::from(since_read.as_secs());
    hazard(age) * seconds * seconds
}

/// Payments of a million open links in a minute, at an age, in the model of RELIABILITY 5.2.
fn hazard(age: Duration) -> u128 {
    match age {
        age if age < 2 * MINUTE => 100_000,
        age if age < 5 * MINUTE => 60_000,
        age if age < 15 * MINUTE => 10_000,
        age if age < HOUR => 1_000,
        age if age < 6 * HOUR => 400,
        age if age < DAY => 60,
        _ => 20,
    }
}

/// How soon an open link may be read once more where no list shows many at once, however little there is to do.
pub(crate) fn shortest_round(age: Duration) -> Duration {
    match age {
        age if age < 15 * MINUTE => 15 * SECOND,
        age if age < DAY => 5 * MINUTE,
        _ => HOUR,
    }
}

#[cfg(test)]
mod tests;
