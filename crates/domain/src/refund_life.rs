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
    },
    /// The refund may have been made.
    Unknown {
        /// How many requests may have arrived.
        attempts: u32,
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
    PersonFoundIt,
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
        (Reserved, RefundEvent::Begun { .. }) => (Sending { attempt: 1 }, &[Send]),
        (Unknown { attempts }, RefundEvent::Begun { .. }) => {
            (Sending { attempt: attempts.saturating_add(1) }, &[Send])
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

        (Sending { attempt: 0 | 1 }, RefundEvent::Rejected { .. }) => (Rejected, &[OfferNew]),
        // An earlier request of ours may be the reason for this no (R10).
        (Sending { attempt }, RefundEvent::Rejected { .. } | RefundEvent::Unclear { .. }) => {
            (Unknown { attempts: attempt }, &[LookUp])
        }
        (Sending { attempt: 0 | 1 }, RefundEvent::NotSent { .. }) => (Reserved, &[OfferSameAgain]),
        (Sending { attempt }, RefundEvent::NotSent { .. }) => {
            (Unknown { attempts: attempt - 1 }, &[LookUpLater])
        }

        (Unknown { .. }, RefundEvent::Absent(Absence::KeyKnown)) => (state, &[Send]),
        (Unknown { .. }, RefundEvent::Absent(Absence::TooEarly)) => (state, &[LookUpLater]),
        (Unknown { .. }, RefundEvent::Absent(Absence::Proven)) => (AbsentConfirmed, &[OfferNew]),
        (
            Unknown { .. },
            RefundEvent::Rejected { .. }
            | RefundEvent::NotSent { .. }
            | RefundEvent::Unclear { .. },
        ) => (state, &[LookUpLater]),
        (Sending { .. } | Unknown { .. }, RefundEvent::Contradicted) => (NeedsPerson, &[AskPerson]),

        (NeedsPerson, RefundEvent::PersonFoundIt) => (Confirmed, &[]),
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
            Sending { attempt: 1 },
            Sending { attempt: 2 },
            Unknown { attempts: 1 },
            Unknown { attempts: 2 },
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
            RefundEvent::NotSent { fault: Fault::Connect },
            RefundEvent::Unclear { doubt: Doubt::TimedOut },
            RefundEvent::Absent(Absence::KeyKnown),
            RefundEvent::Absent(Absence::TooEarly),
            RefundEvent::Absent(Absence::Proven),
            RefundEvent::Contradicted,
            RefundEvent::Withdrawn,
            RefundEvent::FailedLate,
            RefundEvent::PersonFoundIt,
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
        let short = text.split(" {").next().unwrap_or_default();
        short.to_owned()
    }

    proptest! {
        #[test]
        fn a_sum_that_may_be_on_its_way_stays_reserved(choices in prop::collection::vec(0usize..13, 0..40)) {
            // Only a first request's no, a proven absence, a person, or the provider itself may release a sum.
            let events = every_event();
            let mut state = RefundState::Reserved;
            for choice in choices {
                let event = &events[choice];
                let (next, _) = step(state, event);
                if state.reserves() && !next.reserves() {
                    let allowed = matches!(
                        (state, event),
                        (RefundState::Sending { attempt: 1 }, RefundEvent::Rejected { .. })
                            | (RefundState::Unknown { .. }, RefundEvent::Absent(Absence::Proven))
                            | (RefundState::Reserved, RefundEvent::Withdrawn)
                            | (RefundState::NeedsPerson, RefundEvent::PersonFoundNone)
                            | (RefundState::Confirmed, RefundEvent::FailedLate)
                    );
                    prop_assert!(allowed, "{:?} + {:?} released the sum", state, event);
                }
                state = next;
            }
        }
    }
}
