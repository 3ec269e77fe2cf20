//! A sale's story, in the words that staff use.

use domain::{
    Money,
    event::Fact,
    ids::{RefundId, StaffId},
    link::ProviderLinkState,
    link_life::LinkEvent,
    payment::PaymentStatus,
    refund_life::RefundEvent,
    sale_state::Moment,
};
use ledger::SaleRecord;

use crate::{
    books_view::staff_name,
    view::{TimelineEntry, TimelineWhat},
};

/// The story, oldest first. What the till only noted for itself is left out.
pub(crate) fn tell(sale: &SaleRecord, story: &[ledger::TimelineEntry]) -> Vec<TimelineEntry> {
    let lines = story.iter().filter_map(|entry| {
        let what = what(sale, &entry.fact)?;
        Some(TimelineEntry { at: Moment(entry.at), by: person(&what, entry.by), what })
    });
    let mut told: Vec<TimelineEntry> = lines.collect();
    // Each look at the provider may report the same state again.
    told.dedup_by(|later, earlier| later.what == earlier.what);
    told
}

/// Who did it, where a person did; the provider does the rest.
fn person(what: &TimelineWhat, by: StaffId) -> Option<String> {
    let by_a_person =
        matches!(what, TimelineWhat::SaleStarted | TimelineWhat::RefundStarted { .. });
    by_a_person.then(|| staff_name(by))
}

fn what(sale: &SaleRecord, fact: &Fact) -> Option<TimelineWhat> {
    match fact {
        Fact::SaleStarted { .. } => Some(TimelineWhat::SaleStarted),
        Fact::Link { event, .. } => link(event),
        Fact::PaymentSeen { seen, .. } => payment(&seen.status, seen.amount),
        Fact::Refund { refund: id, event } => refund(event, amount_of(sale, *id)?),
        Fact::RefundPlanned { amount, .. } => {
            Some(TimelineWhat::RefundStarted { amount: amount.money() })
        }
        Fact::RefundElsewhere { amount, .. } => {
            Some(TimelineWhat::RefundElsewhere { amount: amount.money() })
        }
        Fact::LinkPlanned { .. }
        | Fact::AccountAdded { .. }
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

fn payment(status: &PaymentStatus, amount: Money) -> Option<TimelineWhat> {
    match status {
        PaymentStatus::Paid => Some(TimelineWhat::Paid { amount }),
        PaymentStatus::Reserved => Some(TimelineWhat::PaymentReserved { amount }),
        PaymentStatus::Refused => Some(TimelineWhat::CardRefused),
        PaymentStatus::Reversed => Some(TimelineWhat::RefundElsewhere { amount }),
        PaymentStatus::Pending | PaymentStatus::Unknown(_) => None,
    }
}

fn refund(event: &RefundEvent, amount: Money) -> Option<TimelineWhat> {
    match event {
        RefundEvent::Made { .. } | RefundEvent::PersonFoundIt => {
            Some(TimelineWhat::RefundAccepted { amount })
        }
        RefundEvent::Rejected { .. }
        | RefundEvent::RefusedByRecord { .. }
        | RefundEvent::FailedLate => Some(TimelineWhat::RefundRefused { amount }),
        RefundEvent::NotSent { .. } => Some(TimelineWhat::RefundNotSent { amount }),
        RefundEvent::Unclear { .. } | RefundEvent::Contradicted => {
            Some(TimelineWhat::RefundUnclear { amount })
        }
        RefundEvent::Absent(domain::link_life::Absence::Proven)
        | RefundEvent::PersonFoundNone
        | RefundEvent::Withdrawn => Some(TimelineWhat::RefundNotMade { amount }),
        RefundEvent::Begun { .. } | RefundEvent::Absent(_) | RefundEvent::LookUpRefused { .. } => {
            None
        }
    }
}

fn amount_of(sale: &SaleRecord, refund: RefundId) -> Option<Money> {
    sale.refund(refund).map(|(_, refund)| refund.amount.money())
}
