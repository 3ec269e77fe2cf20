//! A sale's story, in the words that staff use.

use domain::{
    Money,
    event::Fact,
    hold::HoldEndKind,
    ids::{HoldEndId, RefundId, StaffId},
    link::ProviderLinkState,
    link_life::{Absence, LinkEvent},
    link_wish::{self, Wish, WishEvent},
    payment::PaymentStatus,
    refund_life::{RefundEvent, RefundState},
    sale_state::Moment,
};
use ledger::SaleRecord;

use crate::{
    books_view::staff_name,
    view::{TimelineEntry, TimelineWhat},
};

/// The story, oldest first. What the till only noted for itself is left out.
pub(crate) fn tell(sale: &SaleRecord, story: &[ledger::TimelineEntry]) -> Vec<TimelineEntry> {
    let mut wish = None;
    let lines = story.iter().filter_map(|entry| {
        let what = match &entry.fact {
            Fact::Wish { event, .. } => {
                let line = wished(wish, event);
                (wish, _) = link_wish::step(wish, event);
                line
            }
            fact => what(sale, fact),
        }?;
        Some(TimelineEntry { at: Moment(entry.at), by: person(&what, entry.by), what })
    });
    let mut told: Vec<TimelineEntry> = lines.collect();
    // Each look at the provider may report the same state again.
    told.dedup_by(|later, earlier| later.what == earlier.what && later.by.is_none());
    told
}

/// Who did it, where a person did; the provider does the rest.
fn person(what: &TimelineWhat, by: StaffId) -> Option<String> {
    let by_a_person = matches!(
        what,
        TimelineWhat::SaleStarted
            | TimelineWhat::CancelAsked
            | TimelineWhat::ChangeAsked { .. }
            | TimelineWhat::RefundStarted { .. }
            | TimelineWhat::HoldEndStarted { .. }
            | TimelineWhat::PersonDecided { .. }
    );
    by_a_person.then(|| staff_name(by))
}

fn what(sale: &SaleRecord, fact: &Fact) -> Option<TimelineWhat> {
    match fact {
        Fact::SaleStarted { .. } => Some(TimelineWhat::SaleStarted),
        Fact::Link { event, .. } => link(event),
        Fact::PaymentSeen { seen, .. } => payment(sale, &seen.status, seen.amount),
        Fact::Refund { refund: id, event } => refund(event, amount_of(sale, *id)?),
        Fact::RefundPlanned { amount, .. } => {
            Some(TimelineWhat::RefundStarted { amount: amount.money() })
        }
        Fact::RefundElsewhere { amount, .. } => {
            Some(TimelineWhat::RefundElsewhere { amount: amount.money() })
        }
        Fact::HoldEndPlanned { kind, amount, .. } => {
            Some(TimelineWhat::HoldEndStarted { how: *kind, amount: amount.money() })
        }
        Fact::HoldEnd { hold_end: id, event } => {
            let (how, amount) = hold_end_of(sale, *id)?;
            hold_end(event, how, amount)
        }
        Fact::Wish { .. }
        | Fact::LinkPlanned { .. }
        | Fact::AccountAdded { .. }
        | Fact::AccountChanged { .. }
        | Fact::AccountKeyReplaced { .. }
        | Fact::AccountForgotten { .. } => None,
    }
}

fn link(event: &LinkEvent) -> Option<TimelineWhat> {
    match event {
        LinkEvent::Begun { .. } => Some(TimelineWhat::LinkAsked),
        LinkEvent::Made(_) => Some(TimelineWhat::LinkMade),
        LinkEvent::Unusable { .. } | LinkEvent::Rejected { .. } => Some(TimelineWhat::LinkRefused),
        LinkEvent::NotSent { .. } => Some(TimelineWhat::LinkNotSent),
        LinkEvent::Unclear { .. } => Some(TimelineWhat::LinkUnclear),
        LinkEvent::Observed { state: ProviderLinkState::Expired } => {
            Some(TimelineWhat::LinkExpired)
        }
        LinkEvent::Observed { state: ProviderLinkState::Closed } => Some(TimelineWhat::LinkClosed),
        LinkEvent::Observed { .. } | LinkEvent::Absent(_) => None,
    }
}

/// What `event` tells while `wish` stands. That a link was cancelled shows in the link's own state.
fn wished(wish: Option<Wish>, event: &WishEvent) -> Option<TimelineWhat> {
    match (wish, event) {
        (_, WishEvent::Asked { wish: Wish::Cancel, .. }) => Some(TimelineWhat::CancelAsked),
        (_, WishEvent::Asked { wish: Wish::Change { figures }, .. }) => {
            Some(TimelineWhat::ChangeAsked { amount: figures.each() })
        }
        (Some(Wish::Change { .. }), WishEvent::Granted) => Some(TimelineWhat::LinkChanged),
        (_, WishEvent::Refused { .. }) => Some(TimelineWhat::WishRefused),
        (_, WishEvent::Granted | WishEvent::Overtaken) => None,
    }
}

fn payment(sale: &SaleRecord, status: &PaymentStatus, amount: Money) -> Option<TimelineWhat> {
    match status {
        PaymentStatus::Paid => Some(TimelineWhat::Paid { amount }),
        PaymentStatus::Reserved => Some(TimelineWhat::PaymentReserved { amount }),
        PaymentStatus::Refused => Some(TimelineWhat::CardRefused),
        // A release of this till's tells its own story.
        PaymentStatus::Reversed if has_released(sale) => None,
        PaymentStatus::Reversed => Some(TimelineWhat::RefundElsewhere { amount }),
        PaymentStatus::Pending | PaymentStatus::Unknown(_) => None,
    }
}

fn has_released(sale: &SaleRecord) -> bool {
    let mut ends = sale.payments.iter().flat_map(|payment| &payment.hold_ends);
    ends.any(|end| end.kind == HoldEndKind::Release && end.state == RefundState::Confirmed)
}

fn refund(event: &RefundEvent, amount: Money) -> Option<TimelineWhat> {
    match event {
        RefundEvent::Made { .. } => Some(TimelineWhat::RefundAccepted { amount }),
        RefundEvent::Rejected { .. }
        | RefundEvent::RefusedByRecord { .. }
        | RefundEvent::FailedLate => Some(TimelineWhat::RefundRefused { amount }),
        RefundEvent::NotSent { .. } => Some(TimelineWhat::RefundNotSent { amount }),
        RefundEvent::Unclear { .. } | RefundEvent::Contradicted => {
            Some(TimelineWhat::RefundUnclear { amount })
        }
        RefundEvent::Absent(Absence::Proven) | RefundEvent::Withdrawn => {
            Some(TimelineWhat::RefundNotMade { amount })
        }
        RefundEvent::PersonFoundIt { .. } => Some(TimelineWhat::PersonDecided { made: true }),
        RefundEvent::PersonFoundNone => Some(TimelineWhat::PersonDecided { made: false }),
        RefundEvent::Begun { .. } | RefundEvent::Absent(_) | RefundEvent::LookUpRefused { .. } => {
            None
        }
    }
}

fn hold_end(event: &RefundEvent, how: HoldEndKind, amount: Money) -> Option<TimelineWhat> {
    match event {
        RefundEvent::Made { .. } => Some(TimelineWhat::HoldEndDone { how, amount }),
        RefundEvent::NotSent { .. } => Some(TimelineWhat::HoldEndNotSent { how }),
        RefundEvent::Unclear { .. } | RefundEvent::Contradicted => {
            Some(TimelineWhat::HoldEndUnclear { how })
        }
        RefundEvent::Rejected { .. }
        | RefundEvent::RefusedByRecord { .. }
        | RefundEvent::FailedLate
        | RefundEvent::Absent(Absence::Proven)
        | RefundEvent::Withdrawn => Some(TimelineWhat::HoldEndNotDone { how }),
        RefundEvent::PersonFoundIt { .. } => Some(TimelineWhat::PersonDecided { made: true }),
        RefundEvent::PersonFoundNone => Some(TimelineWhat::PersonDecided { made: false }),
        RefundEvent::Begun { .. } | RefundEvent::Absent(_) | RefundEvent::LookUpRefused { .. } => {
            None
        }
    }
}

fn amount_of(sale: &SaleRecord, refund: RefundId) -> Option<Money> {
    sale.refund(refund).map(|(_, refund)| refund.amount.money())
}

fn hold_end_of(sale: &SaleRecord, id: HoldEndId) -> Option<(HoldEndKind, Money)> {
    sale.hold_end(id).map(|(_, end)| (end.kind, end.amount.money()))
}
