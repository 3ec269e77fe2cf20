//! A sale's story, in the words that staff use.

use std::{collections::HashMap, mem::discriminant};

use domain::{
    Money,
    event::Fact,
    hold::HoldEndKind,
    ids::{HoldEndId, LinkId, PaymentId, RefundId, StaffId},
    link::{MadeLink, ProviderLinkState},
    link_life::{self, LinkEvent, LinkState},
    link_wish::{self, Wish, WishEvent},
    payment::{PaymentStatus, SeenPayment},
    refund_life::{self, RefundEvent, RefundState},
    sale_state::Moment,
};
use ledger::{HoldEndRecord, PaymentRecord, SaleRecord};
use uuid::Uuid;

use crate::{
    makers::Makers,
    staff_names::StaffNames,
    view::{TimelineEntry, TimelineWhat},
};

/// The story, oldest first. What the till only noted for itself is left out.
pub(crate) fn tell(
    sale: &SaleRecord,
    story: &[ledger::TimelineEntry],
    names: &StaffNames,
    makers: &Makers,
) -> Vec<TimelineEntry> {
    let mut wishes: HashMap<LinkId, Option<Wish>> = HashMap::new();
    let mut states: HashMap<LinkId, LinkState> = HashMap::new();
    let mut intents = Intents::default();
    let lines = story.iter().filter_map(|entry| {
        let what = match &entry.fact {
            Fact::Wish { link, event } => {
                let wish = wishes.entry(*link).or_default();
                let line = wished(*wish, event);
                *wish = link_wish::step(*wish, event);
                line
            }
            Fact::Link { link: id, event } => {
                let state = states.entry(*id).or_insert(LinkState::Reserved);
                (*state, _) = link_life::step(*state, event);
                link(event, *state)
            }
            Fact::LinkPlanned { link, account: Some(_), .. } => {
                Some(TimelineWhat::TriedWith { account: makers.name(*link) })
            }
            Fact::Refund { refund: id, event } => {
                let amount = amount_of(sale, *id)?;
                refund(event, intents.reached(Uuid::from(*id), event)?, amount)
            }
            Fact::HoldEnd { hold_end: id, event } => {
                let (how, amount) = hold_end_of(sale, *id)?;
                hold_end(event, intents.reached(Uuid::from(*id), event)?, how, amount)
            }
            fact => what(sale, fact, names),
        }?;
        let line = TimelineEntry { at: Moment(entry.at), by: person(&what, entry.by, names), what };
        Some((subject(&entry.fact), line))
    });
    let mut told: Vec<(Option<Uuid>, TimelineEntry)> = lines.collect();
    // Each look at the provider may report the same state again, and staff may copy a link again. Two payments of the same
    // sum are two lines.
    told.dedup_by(|(later_of, later), (earlier_of, earlier)| {
        let is_told_once =
            later.by.is_none() || matches!(later.what, TimelineWhat::LinkShared { .. });
        let is_same = (&later.what, &later.by) == (&earlier.what, &earlier.by);
        later_of == earlier_of && is_same && is_told_once
    });
    told.into_iter().map(|(_, line)| line).collect()
}

/// The payment, refund, capture or release that a fact is about; `None` where it is about the link or the sale.
fn subject(fact: &Fact) -> Option<Uuid> {
    match fact {
        Fact::PaymentSeen { payment, .. } => Some(Uuid::from(*payment)),
        Fact::Refund { refund, .. } => Some(Uuid::from(*refund)),
        Fact::HoldEnd { hold_end, .. } => Some(Uuid::from(*hold_end)),
        _ => None,
    }
}

/// Where the story has brought each refund, capture and release: the same event may end one and leave another open.
#[derive(Default)]
struct Intents(HashMap<Uuid, RefundState>);

impl Intents {
    /// The state that `event` brings an intent to; `None` where it only stays in its own.
    fn reached(&mut self, intent: Uuid, event: &RefundEvent) -> Option<RefundState> {
        let state = self.0.entry(intent).or_insert(RefundState::Reserved);
        let before = discriminant(state);
        (*state, _) = refund_life::step(*state, event);
        (discriminant(state) != before).then_some(*state)
    }
}

/// Who did it, where a person did; the provider does the rest.
fn person(what: &TimelineWhat, by: StaffId, names: &StaffNames) -> Option<String> {
    let by_a_person = matches!(
        what,
        TimelineWhat::SaleStarted
            | TimelineWhat::CustomerChosen { .. }
            | TimelineWhat::LinkShared { .. }
            | TimelineWhat::CancelAsked
            | TimelineWhat::ChangeAsked { .. }
            | TimelineWhat::ChargesAsked { .. }
            | TimelineWhat::RefundStarted { .. }
            | TimelineWhat::HoldEndStarted { .. }
            | TimelineWhat::PersonDecided { .. }
            | TimelineWhat::TriedWith { .. }
            | TimelineWhat::TotalTaken
            | TimelineWhat::TotalDeclined
    );
    by_a_person.then(|| names.of(by))
}

fn what(sale: &SaleRecord, fact: &Fact, names: &StaffNames) -> Option<TimelineWhat> {
    match fact {
        Fact::SaleStarted { .. } => Some(TimelineWhat::SaleStarted),
        Fact::SaleCustomerChosen { chosen, .. } => {
            Some(TimelineWhat::CustomerChosen { chosen: *chosen })
        }
        Fact::LinkShared { way, .. } => Some(TimelineWhat::LinkShared { way: *way }),
        Fact::PaymentSeen { payment: id, seen, .. } => payment(sale, *id, seen),
        Fact::RefundPlanned { amount, approved_by, .. } => Some(TimelineWhat::RefundStarted {
            amount: amount.money(),
            approved_by: approved_by.map(|approver| names.of(approver)),
        }),
        Fact::RefundElsewhere { amount, .. } => {
            Some(TimelineWhat::RefundElsewhere { amount: amount.money() })
        }
        Fact::RefundElsewhereFailed { amount, .. } => {
            Some(TimelineWhat::RefundRefused { amount: amount.money() })
        }
        Fact::HoldEndPlanned { kind, amount, .. } => {
            Some(TimelineWhat::HoldEndStarted { how: *kind, amount: amount.money() })
        }
        Fact::Wish { .. }
        | Fact::Link { .. }
        | Fact::Refund { .. }
        | Fact::HoldEnd { .. }
        | Fact::LinkPlanned { .. }
        | Fact::AccountAdded { .. }
        | Fact::AccountChanged { .. }
        | Fact::AccountKeyReplaced { .. }
        | Fact::AccountForgotten { .. }
        | Fact::CustomerMade { .. }
        | Fact::CustomerChanged { .. }
        | Fact::CustomerDeleted { .. }
        | Fact::StaffAdded { .. }
        | Fact::StaffRoleChanged { .. }
        | Fact::StaffRenamed { .. }
        | Fact::StaffRetired { .. }
        | Fact::PinSet { .. }
        | Fact::PinRefused { .. }
        | Fact::SignedIn
        | Fact::PinProven { .. }
        | Fact::RecoveryCodeMade
        | Fact::Recovered { .. }
        | Fact::RulesChanged { .. }
        | Fact::SettingsChanged { .. }
        | Fact::ShopNamed
        | Fact::IdlePictureChanged { .. }
        | Fact::AccountChosen { .. }
        | Fact::HistoryExported
        | Fact::ProductsExported
        | Fact::SalesExported
        | Fact::BackedUp
        | Fact::BookRestored { .. }
        | Fact::LogExported => None,
    }
}

fn link(event: &LinkEvent, reached: LinkState) -> Option<TimelineWhat> {
    match event {
        // An earlier request may have made it all the same.
        LinkEvent::Rejected { .. } | LinkEvent::NotSent { .. }
            if matches!(reached, LinkState::Unknown { .. }) =>
        {
            Some(TimelineWhat::LinkUnclear)
        }
        LinkEvent::Begun { .. } => Some(TimelineWhat::LinkAsked),
        LinkEvent::Made(MadeLink { total: Some(total), .. }) => {
            Some(TimelineWhat::LinkMadeForAnotherTotal { total: total.money() })
        }
        LinkEvent::Made(_) => Some(TimelineWhat::LinkMade),
        LinkEvent::Confirmed => Some(TimelineWhat::TotalTaken),
        LinkEvent::Declined => Some(TimelineWhat::TotalDeclined),
        LinkEvent::Unusable { .. } | LinkEvent::Rejected { .. } => Some(TimelineWhat::LinkRefused),
        LinkEvent::NotSent { .. } => Some(TimelineWhat::LinkNotSent),
        LinkEvent::Unclear { .. } => Some(TimelineWhat::LinkUnclear),
        LinkEvent::Observed { state: ProviderLinkState::Expired } => {
            Some(TimelineWhat::LinkExpired)
        }
        LinkEvent::Observed { state: ProviderLinkState::Closed } => Some(TimelineWhat::LinkClosed),
        LinkEvent::Observed { .. } | LinkEvent::Absent(_) | LinkEvent::SetAside => None,
    }
}

/// What `event` tells while `wish` stands. That a link was cancelled shows in the link's own state.
fn wished(wish: Option<Wish>, event: &WishEvent) -> Option<TimelineWhat> {
    match (wish, event) {
        (_, WishEvent::Asked { wish: Wish::Cancel, .. }) => Some(TimelineWhat::CancelAsked),
        (_, WishEvent::Asked { wish: Wish::Change { figures }, .. }) => {
            Some(TimelineWhat::ChangeAsked { amount: figures.each() })
        }
        (_, WishEvent::Asked { wish: wish @ (Wish::StopCharges | Wish::ResumeCharges), .. }) => {
            Some(TimelineWhat::ChargesAsked { stop: *wish == Wish::StopCharges })
        }
        (Some(Wish::Change { .. }), WishEvent::Granted) => Some(TimelineWhat::LinkChanged),
        (Some(wish @ (Wish::StopCharges | Wish::ResumeCharges)), WishEvent::Granted) => {
            Some(TimelineWhat::ChargesSet { stopped: wish == Wish::StopCharges })
        }
        (Some(Wish::StopCharges | Wish::ResumeCharges), WishEvent::Refused { .. }) => {
            Some(TimelineWhat::ChargesRefused)
        }
        (_, WishEvent::Refused { .. }) => Some(TimelineWhat::WishRefused),
        (
            _,
            WishEvent::MustEnd
            | WishEvent::Sent { .. }
            | WishEvent::Answered { .. }
            | WishEvent::Granted
            | WishEvent::Overtaken,
        ) => None,
    }
}

fn payment(sale: &SaleRecord, id: PaymentId, seen: &SeenPayment) -> Option<TimelineWhat> {
    let amount = seen.amount;
    match seen.status {
        PaymentStatus::Paid => Some(TimelineWhat::Paid { amount }),
        PaymentStatus::Reserved => Some(TimelineWhat::PaymentReserved { amount }),
        PaymentStatus::Refused => Some(TimelineWhat::CardRefused),
        PaymentStatus::Reversed => reversed(sale.payment(id)?, amount),
        PaymentStatus::CardConfirmed => Some(TimelineWhat::CardConfirmed),
        PaymentStatus::Processing => Some(TimelineWhat::Paying),
        PaymentStatus::Pending
        | PaymentStatus::NotBegun
        | PaymentStatus::Taken
        | PaymentStatus::Unknown(_) => None,
    }
}

fn reversed(payment: &PaymentRecord, amount: Money) -> Option<TimelineWhat> {
    let release = HoldEndKind::Release;
    if payment.came_at.is_some() {
        return Some(TimelineWhat::RefundElsewhere { amount });
    }
    let released = |end: &HoldEndRecord| end.kind == release && end.state == RefundState::Confirmed;
    // A release of this till's tells its own story.
    let told = payment.hold_ends.iter().any(released);
    (!told).then_some(TimelineWhat::HoldEndDone { how: release, amount })
}

fn refund(event: &RefundEvent, reached: RefundState, amount: Money) -> Option<TimelineWhat> {
    decided(event).or(match reached {
        RefundState::Sending { .. } => None,
        RefundState::Confirmed => Some(TimelineWhat::RefundAccepted { amount }),
        RefundState::Reserved => Some(TimelineWhat::RefundNotSent { amount }),
        RefundState::Unknown { .. } | RefundState::NeedsPerson => {
            Some(TimelineWhat::RefundUnclear { amount })
        }
        RefundState::Rejected | RefundState::FailedLate => {
            Some(TimelineWhat::RefundRefused { amount })
        }
        RefundState::AbsentConfirmed | RefundState::Withdrawn => {
            Some(TimelineWhat::RefundNotMade { amount })
        }
    })
}

fn hold_end(
    event: &RefundEvent,
    reached: RefundState,
    how: HoldEndKind,
    amount: Money,
) -> Option<TimelineWhat> {
    decided(event).or(match reached {
        RefundState::Sending { .. } => None,
        RefundState::Confirmed => Some(TimelineWhat::HoldEndDone { how, amount }),
        RefundState::Reserved => Some(TimelineWhat::HoldEndNotSent { how }),
        RefundState::Unknown { .. } | RefundState::NeedsPerson => {
            Some(TimelineWhat::HoldEndUnclear { how })
        }
        RefundState::Rejected
        | RefundState::FailedLate
        | RefundState::AbsentConfirmed
        | RefundState::Withdrawn => Some(TimelineWhat::HoldEndNotDone { how }),
    })
}

/// What a person decided is told as that.
fn decided(event: &RefundEvent) -> Option<TimelineWhat> {
    match event {
        RefundEvent::PersonFoundIt { .. } => Some(TimelineWhat::PersonDecided { made: true }),
        RefundEvent::PersonFoundNone => Some(TimelineWhat::PersonDecided { made: false }),
        _ => None,
    }
}

fn amount_of(sale: &SaleRecord, refund: RefundId) -> Option<Money> {
    sale.refund(refund).map(|(_, refund)| refund.amount.money())
}

fn hold_end_of(sale: &SaleRecord, id: HoldEndId) -> Option<(HoldEndKind, Money)> {
    sale.hold_end(id).map(|(_, end)| (end.kind, end.amount.money()))
}
