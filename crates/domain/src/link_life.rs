//! The life of a link's intent (RELIABILITY 1.4): a total, pure function.
//!
//! A lost *create* answer is harmless as long as nobody has seen the address: the intent is looked up, or left behind as
//! an orphan, and a new one is made. So the address is shown only from [`LinkState::Active`].

use serde::{Deserialize, Serialize};

use crate::{
    TillError,
    clock::Timestamp,
    error::Doubt,
    ids::ProviderLinkId,
    link::{MadeLink, ProviderLinkState},
    money::Amount,
    outcome::NotSent,
};

/// Where an intent to make a link stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum LinkState {
    /// On disk; provably nothing of it is at the provider.
    Reserved,
    /// The `attempt`th request may be at the provider.
    Sending {
        /// Counts from 1; attempts that provably never arrived are not counted.
        attempt: u32,
        /// True once the provider said that it has seen this link.
        seen: bool,
    },
    /// A link may exist; its address was never shown.
    Unknown {
        /// How many requests may have arrived.
        attempts: u32,
        /// True once the provider said that it has seen this link: then no empty list proves that there is none.
        seen: bool,
    },
    /// The link is there, but asks for another sum than staff did: its address is shown once they have taken that sum.
    ToConfirm {
        /// What it asks for.
        total: Amount,
    },
    /// Id and address are in the book. Only now may the address be shown, copied, printed or sent.
    Active,
    /// The provider says that it was paid as often as it can be. No proof of money.
    Paid,
    /// The provider says that its time is over. Money may still come.
    Expired,
    /// The provider says that it was ended. Money may still come.
    Closed,
    /// The provider refused to make it.
    Failed,
    /// The provider may hold a link, or holds one that can't be used. Nobody ever saw its address; it stays watched.
    Orphan,
}

/// What happens to an intent to make a link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum LinkEvent {
    /// A request is about to leave. Committed before its first byte.
    Begun {
        /// When, by the provider's clock as far as the till knows it: the age of a key is counted from here.
        provider_time: Timestamp,
    },
    /// An answer or a look-up gave the link, and it is what was asked for.
    Made(MadeLink),
    /// An answer or a look-up gave a link that must not be used.
    Unusable {
        /// Its id, where it could be read.
        provider_id: Option<ProviderLinkId>,
        /// Why not.
        error: TillError,
    },
    /// The provider said no.
    Rejected {
        /// Why.
        error: TillError,
    },
    /// The request provably was not acted on.
    NotSent {
        /// Why.
        fault: crate::error::Fault,
    },
    /// Nobody knows.
    Unclear {
        /// Why.
        doubt: Doubt,
    },
    /// A look-up found nothing.
    Absent(Absence),
    /// Staff took the sum that the link asks for.
    Confirmed,
    /// Staff did not take it.
    Declined,
    /// Staff try another account for the same sale: a newer link takes this one's place, and nobody is shown this one any
    /// more.
    SetAside,
    /// The provider told the link's state.
    Observed {
        /// The state.
        state: ProviderLinkState,
    },
}

impl From<NotSent> for LinkEvent {
    fn from(not_sent: NotSent) -> Self {
        Self::NotSent { fault: not_sent.fault }
    }
}

/// How much a look-up's 'not found' is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "absence", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Absence {
    /// The provider surely still knows the key: the same request may go again.
    KeyKnown,
    /// The key can't be relied on, and the request may still arrive, or reads may lag behind.
    TooEarly,
    /// The key can't be relied on, and the quiet period is over: nothing was made.
    Proven,
}

/// What must be done after a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LinkEffect {
    /// Send the request, with the intent's own key.
    Send,
    /// Ask the provider what became of it.
    LookUp,
    /// Ask again after a while.
    LookUpLater,
    /// The address may be shown.
    Show,
    /// Keep asking the provider for payments.
    Watch,
    /// Something came that nobody expected: tell staff.
    Alarm,
    /// The same intent may be sent by a person's click.
    OfferSameAgain,
    /// A person may make a new link for this sale.
    OfferNew,
    /// It can be paid though nobody may pay it: have it cancelled.
    Cancel,
}

/// One step in the life of a link's intent.
#[expect(clippy::match_same_arms, reason = "each arm is a row of the protocol's table")]
pub fn step(state: LinkState, event: &LinkEvent) -> (LinkState, &'static [LinkEffect]) {
    use LinkEffect::{
        Alarm, Cancel, LookUp, LookUpLater, OfferNew, OfferSameAgain, Send, Show, Watch,
    };
    use LinkState::{
        Active, Closed, Expired, Failed, Orphan, Paid, Reserved, Sending, ToConfirm, Unknown,
    };

    match (state, event) {
        (Reserved, LinkEvent::Begun { .. }) => (Sending { attempt: 1, seen: false }, &[Send]),
        (Unknown { attempts, seen }, LinkEvent::Begun { .. }) => {
            (Sending { attempt: attempts.saturating_add(1), seen }, &[Send])
        }
        // Nothing of it is at the provider, and its time is over before anything was.
        (Reserved, LinkEvent::Absent(Absence::Proven)) => (Failed, &[OfferNew]),

        (
            Reserved | Sending { .. } | Unknown { .. },
            LinkEvent::Made(MadeLink { total: Some(total), .. }),
        ) => (ToConfirm { total: *total }, &[Watch]),
        (Failed, LinkEvent::Made(MadeLink { total: Some(total), .. })) => {
            (ToConfirm { total: *total }, &[Watch, Alarm])
        }
        (Reserved | Sending { .. } | Unknown { .. }, LinkEvent::Made(_)) => {
            (Active, &[Show, Watch])
        }
        // What the till believed was wrong: the provider has a link after all.
        (Failed, LinkEvent::Made(_)) => (Active, &[Show, Watch, Alarm]),
        // A new link may be on show already, and a customer must never see two.
        (Orphan, LinkEvent::Made(_) | LinkEvent::Unusable { .. }) => (Orphan, &[Watch]),
        (Reserved | Sending { .. } | Unknown { .. } | Failed, LinkEvent::Unusable { .. }) => {
            (Orphan, &[Watch, Alarm, OfferNew])
        }

        (Sending { attempt: 0 | 1, seen: false }, LinkEvent::Rejected { .. }) => {
            (Failed, &[OfferNew])
        }
        // An earlier request of ours may be the reason for this no (R10).
        (Sending { attempt, seen }, LinkEvent::Rejected { .. }) => {
            (Unknown { attempts: attempt, seen }, &[LookUp])
        }
        (Sending { attempt, seen }, LinkEvent::Unclear { doubt }) => {
            (Unknown { attempts: attempt, seen: seen || doubt.proves_existence() }, &[LookUp])
        }
        (Sending { attempt: 0 | 1, seen: false }, LinkEvent::NotSent { .. }) => {
            (Reserved, &[OfferSameAgain])
        }
        (Sending { attempt, seen }, LinkEvent::NotSent { .. }) => {
            (Unknown { attempts: attempt.saturating_sub(1), seen }, &[LookUpLater])
        }

        (Unknown { .. }, LinkEvent::Absent(Absence::KeyKnown)) => (state, &[Send]),
        (Unknown { .. }, LinkEvent::Absent(Absence::TooEarly)) => (state, &[LookUpLater]),
        (Unknown { .. }, LinkEvent::Absent(Absence::Proven)) => (Orphan, &[Watch, OfferNew]),
        (Unknown { attempts, seen }, LinkEvent::Unclear { doubt }) => {
            (Unknown { attempts, seen: seen || doubt.proves_existence() }, &[LookUpLater])
        }
        (Unknown { .. }, LinkEvent::Rejected { .. } | LinkEvent::NotSent { .. }) => {
            (state, &[LookUpLater])
        }

        (ToConfirm { .. }, LinkEvent::Confirmed) => (Active, &[Show, Watch]),
        (ToConfirm { .. }, LinkEvent::Declined) => (Orphan, &[Watch, Cancel, OfferNew]),
        (ToConfirm { .. }, LinkEvent::Observed { state: ProviderLinkState::Open }) => {
            (state, &[Watch])
        }
        // Nobody saw its address through this till, and it is over before anybody took its sum.
        (
            ToConfirm { .. },
            LinkEvent::Observed { state: ProviderLinkState::Expired | ProviderLinkState::Closed },
        ) => (Orphan, &[Watch, OfferNew]),
        (ToConfirm { .. }, LinkEvent::Observed { state: ProviderLinkState::Paid }) => {
            (Orphan, &[Watch, Alarm, OfferNew])
        }

        // Nothing of it is at the provider, so there is nothing to look for.
        (Reserved | Failed, LinkEvent::SetAside) => (Orphan, &[]),
        // It may be there, or a request for it may still arrive: it is looked for, and ended once it is found.
        (Sending { .. } | Unknown { .. }, LinkEvent::SetAside) => (Orphan, &[Watch]),
        (ToConfirm { .. }, LinkEvent::SetAside) => (Orphan, &[Watch, Cancel]),

        (Active | Paid | Expired | Closed, LinkEvent::Observed { state: seen }) => {
            (observed(state, seen), &[Watch])
        }
        (Orphan, LinkEvent::Observed { state: ProviderLinkState::Open }) => {
            (Orphan, &[Watch, Cancel])
        }
        (Orphan, LinkEvent::Observed { .. }) => (Orphan, &[Watch]),

        // Everything else is an answer that comes too late to change anything.
        (
            Reserved
            | Sending { .. }
            | Unknown { .. }
            | ToConfirm { .. }
            | Active
            | Paid
            | Expired
            | Closed
            | Failed
            | Orphan,
            _,
        ) => (state, &[]),
    }
}

fn observed(state: LinkState, seen: &ProviderLinkState) -> LinkState {
    match (state, seen) {
        // A provider's list may lag behind its own 'paid'.
        (LinkState::Paid, _) | (_, ProviderLinkState::Paid) => LinkState::Paid,
        (_, ProviderLinkState::Open) => LinkState::Active,
        (_, ProviderLinkState::Expired) => LinkState::Expired,
        (_, ProviderLinkState::Closed) => LinkState::Closed,
        (_, ProviderLinkState::Unknown(_)) => state,
    }
}

impl LinkState {
    /// True while the till does not know what became of the request.
    pub fn is_open_question(self) -> bool {
        matches!(self, Self::Sending { .. } | Self::Unknown { .. })
    }

    /// True where the provider has a link whose address may be shown.
    pub fn is_shown(self) -> bool {
        matches!(self, Self::Active | Self::Paid | Self::Expired | Self::Closed)
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use proptest::prelude::*;

    use super::*;
    use crate::{error::Fault, pay_url::PayUrl};

    fn made() -> LinkEvent {
        LinkEvent::Made(MadeLink {
            provider_id: String::from("LNK_1").try_into().unwrap(),
            url: PayUrl::stored("https://apis.globalpay.com/x".into()),
            expires_at: None,
            total: None,
        })
    }

    fn total() -> Amount {
        Amount::new(crate::Money::new(2_725, "EUR".parse().unwrap())).unwrap()
    }

    fn made_for_another_sum() -> LinkEvent {
        let LinkEvent::Made(made) = made() else { unreachable!() };
        LinkEvent::Made(MadeLink { total: Some(total()), ..made })
    }

    fn unusable() -> LinkEvent {
        LinkEvent::Unusable { provider_id: None, error: TillError::UnknownError }
    }

    fn rejected() -> LinkEvent {
        LinkEvent::Rejected { error: TillError::UnknownError }
    }

    fn seen(state: ProviderLinkState) -> LinkEvent {
        LinkEvent::Observed { state }
    }

    const NOT_SENT: LinkEvent = LinkEvent::NotSent { fault: Fault::Connect };
    const UNCLEAR: LinkEvent = LinkEvent::Unclear { doubt: Doubt::TimedOut };

    fn every_state() -> Vec<LinkState> {
        use LinkState::*;
        vec![
            Reserved,
            Sending { attempt: 1, seen: false },
            Sending { attempt: 2, seen: false },
            Sending { attempt: 2, seen: true },
            Unknown { attempts: 1, seen: false },
            Unknown { attempts: 2, seen: false },
            Unknown { attempts: 2, seen: true },
            ToConfirm { total: total() },
            Active,
            Paid,
            Expired,
            Closed,
            Failed,
            Orphan,
        ]
    }

    fn every_event() -> Vec<LinkEvent> {
        vec![
            LinkEvent::Begun { provider_time: Timestamp::from_millis(0).unwrap() },
            made(),
            made_for_another_sum(),
            LinkEvent::Confirmed,
            LinkEvent::Declined,
            LinkEvent::SetAside,
            unusable(),
            rejected(),
            NOT_SENT,
            UNCLEAR,
            LinkEvent::Unclear { doubt: Doubt::SeenBefore },
            LinkEvent::Absent(Absence::KeyKnown),
            LinkEvent::Absent(Absence::TooEarly),
            LinkEvent::Absent(Absence::Proven),
            seen(ProviderLinkState::Open),
            seen(ProviderLinkState::Paid),
            seen(ProviderLinkState::Expired),
            seen(ProviderLinkState::Closed),
            seen(ProviderLinkState::Unknown("SLEEPING".into())),
        ]
    }

    #[test]
    fn the_table_of_the_protocol() {
        insta::assert_snapshot!(table());
    }

    fn table() -> String {
        let mut rows = String::new();
        for state in every_state() {
            for event in every_event() {
                let (next, effects) = step(state, &event);
                if next != state || !effects.is_empty() {
                    writeln!(rows, "{state:?} + {} -> {next:?} {effects:?}", name(&event)).unwrap();
                }
            }
        }
        rows
    }

    fn name(event: &LinkEvent) -> String {
        match event {
            LinkEvent::Begun { .. } => "Begun".into(),
            LinkEvent::Made(MadeLink { total: Some(_), .. }) => "Made(another sum)".into(),
            LinkEvent::Made(_) => "Made".into(),
            LinkEvent::Unusable { .. } => "Unusable".into(),
            LinkEvent::Rejected { .. } => "Rejected".into(),
            LinkEvent::NotSent { .. } => "NotSent".into(),
            LinkEvent::Unclear { doubt: Doubt::SeenBefore } => "Unclear(SeenBefore)".into(),
            LinkEvent::Unclear { .. } => "Unclear".into(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn an_unsure_link_never_becomes_failed_or_reserved() {
        for event in every_event() {
            for (attempts, seen) in [(1, false), (2, false), (1, true), (3, true)] {
                let (next, _) = step(LinkState::Unknown { attempts, seen }, &event);
                assert!(
                    !matches!(next, LinkState::Failed | LinkState::Reserved),
                    "{event:?} led to {next:?}"
                );
            }
        }
    }

    proptest! {
        #[test]
        fn a_sum_that_nobody_took_is_never_shown(choices in prop::collection::vec(0..every_event().len(), 0..40)) {
            let events = every_event();
            let mut state = LinkState::ToConfirm { total: total() };
            for choice in choices {
                if events[choice] == LinkEvent::Confirmed {
                    continue;
                }
                let (next, effects) = step(state, &events[choice]);
                prop_assert!(!effects.contains(&LinkEffect::Show) && !next.is_shown());
                state = next;
            }
        }

        #[test]
        fn an_orphan_is_never_shown(choices in prop::collection::vec(0..every_event().len(), 0..40)) {
            let events = every_event();
            let mut state = LinkState::Orphan;
            for choice in choices {
                let (next, effects) = step(state, &events[choice]);
                prop_assert!(!effects.contains(&LinkEffect::Show));
                state = next;
            }
            prop_assert_eq!(state, LinkState::Orphan);
        }

        #[test]
        fn a_request_leaves_only_from_a_committed_begin_or_a_known_key(choices in prop::collection::vec(0..every_event().len(), 0..40)) {
            let events = every_event();
            let mut state = LinkState::Reserved;
            for choice in choices {
                let event = &events[choice];
                let (next, effects) = step(state, event);
                if effects.contains(&LinkEffect::Send) {
                    let allowed = matches!(event, LinkEvent::Begun { .. } | LinkEvent::Absent(Absence::KeyKnown));
                    prop_assert!(allowed, "{:?} sent a request", event);
                }
                state = next;
            }
        }
    }

    #[test]
    fn a_link_that_was_set_aside_is_never_shown() {
        for state in every_state() {
            let (set_aside, effects) = step(state, &LinkEvent::SetAside);
            if state.is_shown() {
                assert_eq!(set_aside, state, "a customer may have it: it goes on being watched");
                continue;
            }
            assert_eq!(set_aside, LinkState::Orphan, "{state:?}");
            let may_be_there =
                !matches!(state, LinkState::Reserved | LinkState::Failed | LinkState::Orphan);
            assert_eq!(effects.contains(&LinkEffect::Watch), may_be_there, "{state:?}");
            assert!(!effects.contains(&LinkEffect::Send), "{state:?}");
        }
    }
}
