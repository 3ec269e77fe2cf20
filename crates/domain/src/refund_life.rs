//! The life of a refund's intent (RELIABILITY 1.5): a total, pure function.
//!
//! A lost *refund* answer must never be answered by a new refund. Until the outcome is known, the sum stays reserved
//! against the payment.

use serde::{Deserialize, Serialize};

use crate::{
    TillError,
    clock::Timestamp,
    error::{Doubt, Fault},
    ids::ProviderRefundId,
    link_life::Absence,
    outcome::NotSent,
};

/// Where an intent to refund stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RefundState {
    /// On disk, the sum is reserved; provably nothing of it is at the provider.
    Reserved,
    /// The `attempt`th request may be at the provider.
    Sending {
        /// Counts from 1; attempts that provably never arrived are not counted.
        attempt: u32,
        /// True once the provider said that it has seen this refund.
        seen: bool,
    },
    /// The refund may have been made.
    Unknown {
        /// How many requests may have arrived.
        attempts: u32,
        /// True once the provider said that it has seen this refund: then no empty list proves that there is none.
        seen: bool,
    },
    /// The provider made it.
    Confirmed,
    /// The provider refused it.
    Rejected,
    /// A look-up after the quiet period proved that it was never made.
    AbsentConfirmed,
    /// Staff took it back before anything was sent.
    Withdrawn,
    /// The evidence contradicts itself; a person must decide.
    NeedsPerson,
    /// The provider took it and failed it later.
    FailedLate,
}

/// What happens to an intent to refund.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RefundEvent {
    /// A request is about to leave. Committed before its first byte.
    Begun {
        /// When, by the provider's clock as far as the till knows it: the age of a key is counted from here.
        provider_time: Timestamp,
    },
    /// An answer or a look-up shows the refund.
    Made {
        /// The provider's id.
        provider_id: ProviderRefundId,
    },
    /// The provider said no.
    Rejected {
        /// Why.
        error: TillError,
    },
    /// The provider's own record of this very refund, found by its key, says that it was refused: final on any attempt.
    RefusedByRecord {
        /// Why.
        error: TillError,
    },
    /// The provider refuses to tell what became of it.
    LookUpRefused {
        /// Why.
        error: TillError,
    },
    /// The request provably was not acted on.
    NotSent {
        /// Why.
        fault: Fault,
    },
    /// Nobody knows.
    Unclear {
        /// Why.
        doubt: Doubt,
    },
    /// A look-up found nothing.
    Absent(Absence),
    /// What was found does not fit what was asked.
    Contradicted,
    /// Staff took it back.
    Withdrawn,
    /// The provider failed it after it had taken it.
    FailedLate,
    /// A person saw the refund in the provider's own records.
    PersonFoundIt {
        /// Which one, where the till could show it to them.
        provider_id: Option<ProviderRefundId>,
    },
    /// A person saw that the provider's own records have no such refund.
    PersonFoundNone,
}

impl From<NotSent> for RefundEvent {
    fn from(not_sent: NotSent) -> Self {
        Self::NotSent { fault: not_sent.fault }
    }
}

/// What must be done after a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RefundEffect {
    /// Send the request, with the intent's own key and body.
    Send,
    /// Ask the provider what became of it.
    LookUp,
    /// Ask again after a while.
    LookUpLater,
    /// The same intent may be sent by a person's click.
    OfferSameAgain,
    /// A person may start a new refund, with the evidence shown.
    OfferNew,
    /// A person must decide.
    AskPerson,
    /// Something came that nobody expected: tell staff.
    Alarm,
}

/// One step in the life of a refund's intent.
#[expect(clippy::match_same_arms, reason = "each arm is a row of the protocol's table")]
pub fn step(state: RefundState, event: &RefundEvent) -> (RefundState, &'static [RefundEffect]) {
    use RefundEffect::{Alarm, AskPerson, LookUp, LookUpLater, OfferNew, OfferSameAgain, Send};
    use RefundState::{
        AbsentConfirmed, Confirmed, FailedLate, NeedsPerson, Rejected, Reserved, Sending, Unknown,
        Withdrawn,
    };

    match (state, event) {
        (Reserved, RefundEvent::Begun { .. }) => (Sending { attempt: 1, seen: false }, &[Send]),
        (Unknown { attempts, seen }, RefundEvent::Begun { .. }) => {
            (Sending { attempt: attempts.saturating_add(1), seen }, &[Send])
        }
        (Reserved, RefundEvent::Withdrawn) => (Withdrawn, &[]),

        (Sending { .. } | Unknown { .. } | NeedsPerson, RefundEvent::Made { .. }) => {
            (Confirmed, &[])
        }
        // Released too early: the money went back after all. Applied, never dropped.
        (
            Reserved | Rejected | AbsentConfirmed | Withdrawn | FailedLate,
            RefundEvent::Made { .. },
        ) => (Confirmed, &[Alarm]),

        (Sending { .. } | Unknown { .. }, RefundEvent::RefusedByRecord { .. }) => {
            (Rejected, &[OfferNew])
        }
        (Sending { attempt: 0 | 1, seen: false }, RefundEvent::Rejected { .. }) => {
            (Rejected, &[OfferNew])
        }
        // An earlier request of ours may be the reason for this no (R10).
        (Sending { attempt, seen }, RefundEvent::Rejected { .. }) => {
            (Unknown { attempts: attempt, seen }, &[LookUp])
        }
        (Sending { attempt, seen }, RefundEvent::Unclear { doubt }) => {
            (Unknown { attempts: attempt, seen: seen || doubt.proves_existence() }, &[LookUp])
        }
        (Sending { attempt: 0 | 1, seen: false }, RefundEvent::NotSent { .. }) => {
            (Reserved, &[OfferSameAgain])
        }
        (Sending { attempt, seen }, RefundEvent::NotSent { .. }) => {
            (Unknown { attempts: attempt.saturating_sub(1), seen }, &[LookUpLater])
        }

        (Unknown { .. }, RefundEvent::Absent(Absence::KeyKnown)) => (state, &[Send]),
        (Unknown { .. }, RefundEvent::Absent(Absence::TooEarly)) => (state, &[LookUpLater]),
        (Unknown { seen: false, .. }, RefundEvent::Absent(Absence::Proven)) => {
            (AbsentConfirmed, &[OfferNew])
        }
        // The provider has seen it and does not show it: no list can release the sum any more.
        (Unknown { seen: true, .. }, RefundEvent::Absent(Absence::Proven)) => {
            (NeedsPerson, &[AskPerson])
        }
        (Unknown { attempts, seen }, RefundEvent::Unclear { doubt }) => {
            (Unknown { attempts, seen: seen || doubt.proves_existence() }, &[LookUpLater])
        }
        (
            Unknown { .. },
            RefundEvent::Rejected { .. }
            | RefundEvent::NotSent { .. }
            | RefundEvent::LookUpRefused { .. },
        ) => (state, &[LookUpLater]),
        (Sending { .. } | Unknown { .. }, RefundEvent::Contradicted) => (NeedsPerson, &[AskPerson]),

        (NeedsPerson, RefundEvent::PersonFoundIt { .. }) => (Confirmed, &[]),
        (NeedsPerson, RefundEvent::PersonFoundNone) => (AbsentConfirmed, &[OfferNew]),
        (Confirmed, RefundEvent::FailedLate) => (FailedLate, &[Alarm, OfferNew]),

        // Everything else is an answer that comes too late to change anything.
        (
            Reserved
            | Sending { .. }
            | Unknown { .. }
            | Confirmed
            | Rejected
            | AbsentConfirmed
            | Withdrawn
            | NeedsPerson
            | FailedLate,
            _,
        ) => (state, &[]),
    }
}

impl RefundState {
    /// True while the sum counts against what may still be refunded.
    pub fn reserves(self) -> bool {
        !matches!(self, Self::Rejected | Self::AbsentConfirmed | Self::Withdrawn | Self::FailedLate)
    }

    /// True while the till does not know what became of the request.
    pub fn is_open_question(self) -> bool {
        matches!(self, Self::Sending { .. } | Self::Unknown { .. })
    }

    /// True while nobody knows what became of the request: the till finds out, or a person must.
    pub fn is_unsettled(self) -> bool {
        self.is_open_question() || self == Self::NeedsPerson
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use proptest::prelude::*;

    use super::*;

    fn every_state() -> Vec<RefundState> {
        use RefundState::*;
        vec![
            Reserved,
            Sending { attempt: 1, seen: false },
            Sending { attempt: 2, seen: false },
            Sending { attempt: 2, seen: true },
            Unknown { attempts: 1, seen: false },
            Unknown { attempts: 2, seen: false },
            Unknown { attempts: 2, seen: true },
            Confirmed,
            Rejected,
            AbsentConfirmed,
            Withdrawn,
            NeedsPerson,
            FailedLate,
        ]
    }

    fn every_event() -> Vec<RefundEvent> {
        vec![
            RefundEvent::Begun { provider_time: Timestamp::from_millis(0).unwrap() },
            RefundEvent::Made { provider_id: String::from("TRN_1").try_into().unwrap() },
            RefundEvent::Rejected { error: TillError::UnknownError },
            RefundEvent::RefusedByRecord { error: TillError::UnknownError },
            RefundEvent::LookUpRefused { error: TillError::UnknownError },
            RefundEvent::NotSent { fault: Fault::Connect },
            RefundEvent::Unclear { doubt: Doubt::TimedOut },
            RefundEvent::Unclear { doubt: Doubt::SeenBefore },
            RefundEvent::Absent(Absence::KeyKnown),
            RefundEvent::Absent(Absence::TooEarly),
            RefundEvent::Absent(Absence::Proven),
            RefundEvent::Contradicted,
            RefundEvent::Withdrawn,
            RefundEvent::FailedLate,
            RefundEvent::PersonFoundIt { provider_id: None },
            RefundEvent::PersonFoundNone,
        ]
    }

    #[test]
    fn the_table_of_the_protocol() {
        let mut rows = String::new();
        for state in every_state() {
            for event in every_event() {
                let (next, effects) = step(state, &event);
                if next != state || !effects.is_empty() {
                    writeln!(rows, "{state:?} + {} -> {next:?} {effects:?}", name(&event)).unwrap();
                }
            }
        }
        insta::assert_snapshot!(rows);
    }

    fn name(event: &RefundEvent) -> String {
        let text = format!("{event:?}");
        if matches!(event, RefundEvent::Unclear { doubt: Doubt::SeenBefore }) {
            return "Unclear(SeenBefore)".to_owned();
        }
        let short = text.split(" {").next().unwrap_or_default();
        short.to_owned()
    }

    proptest! {
        #[test]
        fn a_sum_that_may_be_on_its_way_stays_reserved(choices in prop::collection::vec(0usize..16, 0..40)) {
            // Only a first request's no, a proven absence, a person, or the provider itself may release a sum.
            let events = every_event();
            let mut state = RefundState::Reserved;
            for choice in choices {
                let event = &events[choice];
                let (next, _) = step(state, event);
                if state.reserves() && !next.reserves() {
                    let allowed = matches!(
                        (state, event),
                        (
                            RefundState::Sending { attempt: 1, seen: false },
                            RefundEvent::Rejected { .. },
                        )
                            | (
                                RefundState::Sending { .. } | RefundState::Unknown { .. },
                                RefundEvent::RefusedByRecord { .. },
                            )
                            | (
                                RefundState::Unknown { seen: false, .. },
                                RefundEvent::Absent(Absence::Proven),
                            )
                            | (RefundState::Reserved, RefundEvent::Withdrawn)
                            | (RefundState::NeedsPerson, RefundEvent::PersonFoundNone)
                            | (RefundState::Confirmed, RefundEvent::FailedLate)
                    );
                    prop_assert!(allowed, "{:?} + {:?} released the sum", state, event);
                }
                state = next;
            }
        }

        #[test]
        fn what_the_provider_has_seen_is_never_forgotten(choices in prop::collection::vec(0usize..16, 0..40)) {
            let events = every_event();
            let mut state = RefundState::Unknown { attempts: 1, seen: true };
            for choice in choices {
                let (next, _) = step(state, &events[choice]);
                if let RefundState::Sending { seen, .. } | RefundState::Unknown { seen, .. } = next {
                    prop_assert!(seen, "{:?} + {:?} forgot it", state, events[choice]);
                } else {
                    break;
                }
                state = next;
            }
        }
    }
}
