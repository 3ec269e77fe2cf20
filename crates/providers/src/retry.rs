//! Whether a read that got no answer is asked again while somebody waits for it.

use std::time::Duration;

use crate::{
    transport::{Class, Lane, Response, TransportFault},
    window::Window,
};

/// How often a read is sent at most.
const MOST_ATTEMPTS: u32 = 3;

/// The first pause lies between nothing and this; the next may be twice as long. One provider asks for a second
/// (PaymentFlow's fact sheet, Rate limits), and chance halves it on average.
const FIRST_PAUSE: Duration = Duration::from_secs(1);

/// How long the pause before the next attempt may be, or `None` where there is none. Chance picks
/// the pause within it (RELIABILITY 5.1).
///
/// Only a person's read is asked again: the till's own looks have a schedule of their own, and a
/// write is never repeated without a look at what became of it (RELIABILITY 1.6, R11). Where the
/// provider said when to come back, that stands.
pub(crate) fn longest_pause(
    class: Class,
    lane: Lane,
    attempt: u32,
    answer: &Result<Response, TransportFault>,
) -> Option<Duration> {
    let may_help = match answer {
        Ok(answer) => answer.status >= 500 && answer.asked_wait().is_none(),
        Err(fault) => match fault {
            TransportFault::Connect | TransportFault::TimedOut | TransportFault::ConnectionLost => {
                true
            }
            TransportFault::Dns
            | TransportFault::Tls
            | TransportFault::TooLarge
            | TransportFault::TooDeep
            | TransportFault::Redirected => false,
        },
    };
    let again =
        may_help && class == Class::Reads && lane == Lane::Person && attempt < MOST_ATTEMPTS;
    again.then(|| FIRST_PAUSE.saturating_mul(2_u32.saturating_pow(attempt.saturating_sub(1))))
}

/// Over how long repeats are counted.
const SPAN: Duration = Duration::from_mins(2);

/// Of so many requests one may be a repeat.
const REQUESTS_PER_REPEAT: usize = 10;

/// So many repeats are allowed however few requests there were.
const FREE_REPEATS: usize = 4;

/// How many of an account's requests are repeats: where much fails, repeats would only add to the
/// trouble.
#[derive(Debug)]
pub(crate) struct RetryBudget(Window);

impl RetryBudget {
    pub(crate) fn new() -> Self {
        Self(Window::new(SPAN))
    }

    /// Counts a request that leaves.
    pub(crate) fn note(&mut self, is_repeat: bool, now: Duration) {
        self.0.note(is_repeat, now);
    }

    /// True where one more repeat is within bounds.
    pub(crate) fn has_room(&mut self, now: Duration) -> bool {
        let (requests, repeats) = self.0.count(now);
        repeats < FREE_REPEATS.max(requests / REQUESTS_PER_REPEAT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[expect(clippy::unnecessary_wraps, reason = "a script mixes answers with faults")]
    fn answered(status: u16) -> Result<Response, TransportFault> {
        Ok(Response { status, date: None, retry_after: None, body: Vec::new() })
    }

    #[test]
    fn a_persons_read_is_sent_three_times_at_most_with_longer_pauses() {
        let lost = Err(TransportFault::ConnectionLost);
        let pause = |attempt| longest_pause(Class::Reads, Lane::Person, attempt, &lost);
        assert_eq!(pause(1), Some(Duration::from_secs(1)));
        assert_eq!(pause(2), Some(Duration::from_secs(2)));
        assert_eq!(pause(3), None);
    }

    #[test]
    fn nothing_but_a_persons_read_is_sent_again() {
        let lost = Err(TransportFault::Connect);
        assert_eq!(longest_pause(Class::Writes, Lane::Person, 1, &lost), None);
        for lane in [Lane::OnScreen, Lane::Settling, Lane::Sweep] {
            assert_eq!(longest_pause(Class::Reads, lane, 1, &lost), None);
        }
    }

    #[test]
    fn only_what_may_pass_by_itself_is_tried_again() {
        let again = |answer: &_| longest_pause(Class::Reads, Lane::Person, 1, answer).is_some();
        for status in [500, 502, 503, 504] {
            assert!(again(&answered(status)), "{status}");
        }
        for status in [200, 400, 401, 403, 404, 429] {
            assert!(!again(&answered(status)), "{status}");
        }
        for fault in
            [TransportFault::Connect, TransportFault::TimedOut, TransportFault::ConnectionLost]
        {
            assert!(again(&Err(fault)), "{fault}");
        }
        for fault in [
            TransportFault::Dns,
            TransportFault::Tls,
            TransportFault::TooLarge,
            TransportFault::TooDeep,
            TransportFault::Redirected,
        ] {
            assert!(!again(&Err(fault)), "{fault}");
        }
        let busy = answered(503).map(|answer| Response {
            retry_after: Some(crate::RetryAfter::Wait(Duration::from_secs(20))),
            ..answer
        });
        assert!(!again(&busy));
    }

    #[test]
    fn one_request_in_ten_may_be_a_repeat() {
        let mut budget = RetryBudget::new();
        let now = Duration::from_secs(1);
        for _ in 0..100 {
            budget.note(false, now);
        }
        let mut repeats = 0;
        while budget.has_room(now) {
            budget.note(true, now);
            repeats += 1;
        }
        assert_eq!(repeats, 11);
        assert!(!budget.has_room(now + SPAN.saturating_sub(Duration::from_nanos(1))));
        assert!(budget.has_room(now + SPAN));
    }

    #[test]
    fn a_few_repeats_are_free() {
        let mut budget = RetryBudget::new();
        for _ in 0..4 {
            assert!(budget.has_room(Duration::ZERO));
            budget.note(true, Duration::ZERO);
        }
        assert!(!budget.has_room(Duration::ZERO));
    }
}
