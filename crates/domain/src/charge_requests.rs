//! Which requests to stop or to resume a subscription's charges may still be on their way.
//!
//! They have no key, and no provider tells one from an older one: a request that arrives late undoes the newer wish. So
//! each is written down before it leaves, and what is wished is there only once no request for the opposite can arrive any
//! more (RELIABILITY 1.6, R1 and R7).

use serde::{Deserialize, Serialize};

use crate::{
    clock::Timestamp,
    link_wish::{Wish, WishEvent},
};

/// The requests of one subscription.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ChargeRequests {
    stops: Sent,
    resumes: Sent,
    /// True once the provider has carried out what is wished now.
    carried_out: bool,
}

/// The requests of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
struct Sent {
    /// Of how many no answer was read. One of another till's, to a wish that ended meanwhile, counts too.
    unanswered: u32,
    /// When the last one left, by the provider's clock.
    last: Option<Timestamp>,
}

impl ChargeRequests {
    /// What `event` makes of them, while `wish` stands.
    #[must_use]
    pub fn after(self, wish: Option<Wish>, event: &WishEvent) -> Self {
        let mut next = self;
        if matches!(event, WishEvent::Asked { .. }) {
            next.carried_out = false;
        }
        let Some(sent) = wish.and_then(|wish| next.of(wish)) else {
            return next;
        };
        match event {
            WishEvent::Sent { provider_time } => {
                sent.unanswered = sent.unanswered.saturating_add(1);
                sent.last = Some(*provider_time);
            }
            WishEvent::Answered { as_wished } => {
                sent.unanswered = sent.unanswered.saturating_sub(1);
                next.carried_out = *as_wished;
            }
            WishEvent::Granted | WishEvent::Refused { .. } => {
                sent.unanswered = sent.unanswered.saturating_sub(1);
                next.carried_out = false;
            }
            WishEvent::Asked { .. } | WishEvent::MustEnd | WishEvent::Overtaken => {}
        }
        next
    }

    /// When the last request for the opposite of `wish` left, where one of them may still be on its way.
    pub fn opposite_left(self, wish: Wish) -> Option<Timestamp> {
        let opposite = match wish {
            Wish::StopCharges => self.resumes,
            Wish::ResumeCharges => self.stops,
            Wish::Cancel | Wish::Change { .. } => return None,
        };
        opposite.last.filter(|_| opposite.unanswered > 0)
    }

    /// True where every request for `wish` was answered, or provably never left.
    pub fn all_answered(mut self, wish: Wish) -> bool {
        self.of(wish).is_none_or(|sent| sent.unanswered == 0)
    }

    /// True once the provider has carried out what is wished now.
    pub fn carried_out(self) -> bool {
        self.carried_out
    }

    fn of(&mut self, wish: Wish) -> Option<&mut Sent> {
        match wish {
            Wish::StopCharges => Some(&mut self.stops),
            Wish::ResumeCharges => Some(&mut self.resumes),
            Wish::Cancel | Wish::Change { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::TillError;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_millis(seconds * 1_000).unwrap()
    }

    fn sent(seconds: i64) -> WishEvent {
        WishEvent::Sent { provider_time: at(seconds) }
    }

    fn resumed(events: &[WishEvent]) -> ChargeRequests {
        let wish = Some(Wish::ResumeCharges);
        events.iter().fold(ChargeRequests::default(), |all, event| all.after(wish, event))
    }

    #[test]
    fn a_request_without_an_answer_may_still_undo_the_opposite_wish() {
        let lost = resumed(&[sent(1)]);
        assert_eq!(lost.opposite_left(Wish::StopCharges), Some(at(1)));
        assert_eq!(lost.opposite_left(Wish::ResumeCharges), None);
        // The answer to the second one says nothing about the first.
        let refused = WishEvent::Refused { error: TillError::UnknownError };
        for answer in [WishEvent::Granted, refused, WishEvent::Answered { as_wished: true }] {
            let one_lost = resumed(&[sent(1), sent(2), answer.clone()]);
            assert_eq!(one_lost.opposite_left(Wish::StopCharges), Some(at(2)), "{answer:?}");
            let none_lost = resumed(&[sent(1), answer.clone()]);
            assert_eq!(none_lost.opposite_left(Wish::StopCharges), None, "{answer:?}");
            let all_answered =
                [one_lost, none_lost].map(|all| all.all_answered(Wish::ResumeCharges));
            assert_eq!(all_answered, [false, true], "{answer:?}");
        }
    }

    #[test]
    fn what_was_carried_out_is_so_until_something_else_is_wished() {
        let done = resumed(&[sent(1), WishEvent::Answered { as_wished: true }]);
        assert!(done.carried_out());
        let asked = WishEvent::Asked { wish: Wish::StopCharges, provider_time: at(2) };
        assert!(!done.after(Some(Wish::ResumeCharges), &asked).carried_out());
        assert!(!done.after(Some(Wish::ResumeCharges), &WishEvent::Granted).carried_out());
        assert!(!resumed(&[sent(1), WishEvent::Answered { as_wished: false }]).carried_out());
    }
}
