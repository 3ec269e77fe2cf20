//! What the provider said about a sale, and the names by which it is known there: for the support of either side.

use domain::{
    event::Fact, link_life::LinkEvent, link_wish::WishEvent, refund_life::RefundEvent,
    sale_state::Moment,
};
use ledger::{SaleRecord, TimelineEntry};
use serde::Serialize;
use serde_json::Value;

use crate::view::{IdKind, ProviderSaid, SaidAbout, SaleIdView};

/// What is not among the provider's words: the address of the pay page, and ids from which it may follow, for nobody may
/// be shown a link before staff have taken its sum.
const LEFT_OUT: [&str; 2] = ["url", "provider_id"];

/// The names of the sale and of all that belongs to it. A link that may not be shown has none.
pub(crate) fn ids(sale: &SaleRecord) -> Vec<SaleIdView> {
    let of = |kind, id: String| SaleIdView { kind, id };
    let mut ids = vec![of(IdKind::Sale, sale.id.to_string())];
    ids.extend(sale.our_reference().map(|id| of(IdKind::Reference, id.as_str().to_owned())));
    let others = sale.others.iter().map(|other| &other.link);
    let shown = sale.link.iter().chain(others).filter(|link| link.state.is_shown());
    let links = shown.filter_map(|link| link.provider_id.as_ref());
    ids.extend(links.map(|id| of(IdKind::Link, id.to_string())));
    for payment in &sale.payments {
        ids.push(of(IdKind::Payment, payment.provider_id.to_string()));
        let ours = payment.refunds.iter().filter_map(|refund| refund.provider_id.as_ref());
        let elsewhere = payment.elsewhere.iter().map(|refund| &refund.provider_id);
        ids.extend(ours.chain(elsewhere).map(|id| of(IdKind::Refund, id.to_string())));
    }
    ids
}

/// Each answer that told something new, oldest first, as the book has it.
pub(crate) fn said(story: &[TimelineEntry]) -> Vec<ProviderSaid> {
    let told = story.iter().filter_map(|entry| {
        let (about, said) = answer(&entry.fact)?;
        Some(ProviderSaid { at: Moment(entry.at), about, said })
    });
    let mut said: Vec<ProviderSaid> = told.collect();
    said.dedup_by(|later, earlier| later.about == earlier.about && later.said == earlier.said);
    said
}

fn answer(fact: &Fact) -> Option<(SaidAbout, String)> {
    match fact {
        Fact::Link { event, .. } => {
            let is_an_answer = !matches!(
                event,
                LinkEvent::Begun { .. }
                    | LinkEvent::Confirmed
                    | LinkEvent::Declined
                    | LinkEvent::SetAside
            );
            is_an_answer.then(|| (SaidAbout::Link, words(event)))
        }
        Fact::Wish { event, .. } => {
            let is_an_answer = !matches!(
                event,
                WishEvent::Asked { .. } | WishEvent::MustEnd | WishEvent::Sent { .. }
            );
            is_an_answer.then(|| (SaidAbout::Link, words(event)))
        }
        Fact::PaymentSeen { seen, .. } => Some((SaidAbout::Payment, words(seen))),
        Fact::Refund { event, .. } => is_said(event).then(|| (SaidAbout::Refund, words(event))),
        Fact::HoldEnd { event, .. } => is_said(event).then(|| (SaidAbout::HoldEnd, words(event))),
        Fact::RefundElsewhere { amount, .. } | Fact::RefundElsewhereFailed { amount, .. } => {
            Some((SaidAbout::Refund, words(amount)))
        }
        _ => None,
    }
}

/// Whether the provider said it, and not the till or a person.
fn is_said(event: &RefundEvent) -> bool {
    !matches!(
        event,
        RefundEvent::Begun { .. }
            | RefundEvent::Withdrawn
            | RefundEvent::PersonFoundIt { .. }
            | RefundEvent::PersonFoundNone
    )
}

/// What was said, as the book keeps it.
fn words(event: &impl Serialize) -> String {
    let mut said = serde_json::to_value(event).unwrap_or_default();
    if let Value::Object(said) = &mut said {
        for name in LEFT_OUT {
            said.remove(name);
        }
    }
    match said {
        Value::String(word) => word,
        said => said.to_string(),
    }
}
