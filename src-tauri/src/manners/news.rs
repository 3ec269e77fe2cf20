//! What a change of a sale is worth telling: a payment, or something that somebody has to look at.

use std::collections::HashMap;

use desk::{
    domain::{
        ids::SaleId,
        sale_state::{About, SaleState},
    },
    view::News,
};

/// The sales of this run, as they were seen last. What was told once is not told again.
#[derive(Debug, Default)]
pub(crate) struct Seen(HashMap<SaleId, Known>);

#[derive(Debug, Clone, Copy)]
struct Known {
    standing: Standing,
    /// True once its money was there: a refund that did not go through is no payment.
    was_paid: bool,
}

impl Seen {
    fn note(&mut self, sale: SaleId, state: &SaleState) {
        let standing = Standing::of(state);
        let was_paid = self.0.get(&sale).is_some_and(|known| known.was_paid) || standing.is_paid();
        self.0.insert(sale, Known { standing, was_paid });
    }

    /// Notes how a sale stands that was not seen before.
    pub(crate) fn note_first(&mut self, sale: SaleId, state: &SaleState) {
        if !self.0.contains_key(&sale) {
            self.note(sale, state);
        }
    }

    /// Notes how a sale stands now, and says what of that is news.
    pub(crate) fn news(&mut self, sale: SaleId, state: &SaleState) -> Option<News> {
        let before = self.0.get(&sale).copied();
        self.note(sale, state);
        let now = Standing::of(state);
        if before.is_some_and(|before| before.standing == now) {
            return None;
        }
        match now {
            Standing::Quiet | Standing::Refund => None,
            // First seen as it is: it was settled in an earlier run, and nobody waits for it.
            Standing::Paid | Standing::Ended if before.is_none() => None,
            Standing::Paid => (!before?.was_paid).then_some(News::Paid),
            Standing::Collecting(times) => match before?.standing {
                Standing::Collecting(before) if times < before => None,
                _ => Some(News::Paid),
            },
            Standing::Refused | Standing::Ended | Standing::Unexpected | Standing::Person => {
                Some(News::Attention)
            }
        }
    }
}

/// What of a state matters to somebody who does not look at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// It goes on by itself, or staff did it themselves.
    Quiet,
    /// A card was declined.
    Refused,
    /// The link ended unpaid.
    Ended,
    /// Paid so many times, and it can be paid again.
    Collecting(u32),
    Paid,
    /// Money came late, twice, or not as asked.
    Unexpected,
    /// It waits for a person.
    Person,
    /// Money goes back, or went.
    Refund,
}

impl Standing {
    fn is_paid(self) -> bool {
        matches!(self, Self::Paid | Self::Collecting(_) | Self::Unexpected | Self::Refund)
    }

    fn of(state: &SaleState) -> Self {
        match state {
            SaleState::CardRefused { .. } => Self::Refused,
            SaleState::PaymentFailed | SaleState::Expired => Self::Ended,
            SaleState::Collecting { times, .. } => Self::Collecting(*times),
            SaleState::Paid { .. } => Self::Paid,
            SaleState::PaidLate { .. }
            | SaleState::PaidAfterCancel { .. }
            | SaleState::PaidTwice { .. }
            | SaleState::PaidDifferentAmount { .. } => Self::Unexpected,
            SaleState::NeedsPerson { .. } | SaleState::Reserved => Self::Person,
            SaleState::NotSure { about: About::Refund }
            | SaleState::RefundRunning { .. }
            | SaleState::PartlyRefunded { .. }
            | SaleState::Refunded { .. } => Self::Refund,
            SaleState::Making
            | SaleState::NotSent
            | SaleState::ConfirmTotal { .. }
            | SaleState::Waiting { .. }
            | SaleState::Paying
            | SaleState::NotSure { .. }
            | SaleState::Cancelling
            | SaleState::HoldEnding { .. }
            | SaleState::Released { .. }
            | SaleState::CardConfirmed { .. }
            | SaleState::Closed
            | SaleState::LinkRefused { .. } => Self::Quiet,
        }
    }
}

#[cfg(test)]
mod tests {
    use desk::domain::{
        Timestamp,
        ids::PaymentId,
        sale_state::{Mark, Moment},
    };
    use uuid::Uuid;

    use super::*;
    use crate::manners::sample::euros;

    const WAITING: SaleState = SaleState::Waiting { expires_at: None };
    const NEEDS_PERSON: SaleState = SaleState::NeedsPerson { about: About::Refund };

    fn sale() -> SaleId {
        SaleId::from(Uuid::nil())
    }

    fn paid() -> SaleState {
        let mark = Mark::of(PaymentId::from(Uuid::nil()));
        let at = Moment(Timestamp::parse("2026-03-02T10:00:00Z").unwrap());
        SaleState::Paid { at, paid: euros(2_500), mark }
    }

    fn collecting(times: u32) -> SaleState {
        let paid = euros(u64::from(times) * 2_500);
        SaleState::Collecting { times, limit: 10, paid, expires_at: None }
    }

    /// What is told of a sale that goes through these states.
    fn told(states: &[SaleState]) -> Vec<Option<News>> {
        let (mut seen, sale) = (Seen::default(), sale());
        states.iter().map(|state| seen.news(sale, state)).collect()
    }

    #[test]
    fn a_payment_is_told_once() {
        assert_eq!(
            told(&[WAITING, SaleState::Paying, paid(), paid()]),
            [None, None, Some(News::Paid), None]
        );
    }

    #[test]
    fn each_payment_of_a_link_for_several_is_told() {
        assert_eq!(
            told(&[WAITING, collecting(1), collecting(2), collecting(2), paid()]),
            [None, Some(News::Paid), Some(News::Paid), None, None]
        );
    }

    #[test]
    fn what_was_paid_before_this_run_is_no_news() {
        assert_eq!(told(&[paid()]), [None]);
        assert_eq!(told(&[SaleState::Expired]), [None]);
        let mut seen = Seen::default();
        seen.note_first(sale(), &WAITING);
        assert_eq!(seen.news(sale(), &paid()), Some(News::Paid));
    }

    #[test]
    fn a_refund_that_did_not_go_through_is_no_payment() {
        let running = SaleState::RefundRunning { amount: euros(500) };
        assert_eq!(
            told(&[WAITING, paid(), running, NEEDS_PERSON, paid()]),
            [None, Some(News::Paid), None, Some(News::Attention), None]
        );
        assert_eq!(told(&[SaleState::NotSure { about: About::Refund }, paid()]), [None, None]);
    }

    #[test]
    fn what_somebody_has_to_look_at_is_told_apart_from_a_payment() {
        for state in [
            SaleState::CardRefused { expires_at: None },
            SaleState::PaymentFailed,
            SaleState::Expired,
            SaleState::Reserved,
            SaleState::PaidTwice { paid: euros(5_000) },
            SaleState::PaidDifferentAmount { paid: euros(1) },
        ] {
            let states = [WAITING, state.clone(), state];
            assert_eq!(told(&states), [None, Some(News::Attention), None], "{states:?}");
        }
    }

    #[test]
    fn money_that_nobody_expected_is_told_of_an_older_sale_too() {
        let twice = SaleState::PaidTwice { paid: euros(5_000) };
        assert_eq!(told(&[twice]), [Some(News::Attention)]);
    }

    #[test]
    fn what_staff_do_themselves_makes_no_noise() {
        let ended = [WAITING, SaleState::Cancelling, SaleState::Closed];
        assert_eq!(told(&ended), [None, None, None]);
    }
}
