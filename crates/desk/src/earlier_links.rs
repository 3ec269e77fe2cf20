//! The links of a sale whose place another account's link took.

use domain::{TillError, link_life::LinkState, payment::PaymentStatus};
use ledger::{LinkRecord, SaleRecord};

use crate::{
    makers::Makers,
    view::{EarlierLink, EarlierLinkState},
};

/// Oldest first.
pub(crate) fn views(sale: &SaleRecord, makers: &Makers) -> Vec<EarlierLink> {
    let oldest_first = sale.others.iter().rev();
    oldest_first
        .map(|other| EarlierLink {
            account_name: makers.name(other.link.id),
            state: state(sale, &other.link),
        })
        .collect()
}

fn state(sale: &SaleRecord, link: &LinkRecord) -> EarlierLinkState {
    let is_paid = sale
        .payments
        .iter()
        .any(|payment| payment.link == link.id && payment.status == PaymentStatus::Paid);
    match link.state {
        _ if is_paid => EarlierLinkState::Paid,
        LinkState::Expired | LinkState::Closed => EarlierLinkState::Over,
        LinkState::Failed => EarlierLinkState::NeverMade,
        LinkState::Orphan
            if link.provider_id.is_none() && link.error == Some(TillError::LinkNeverMade) =>
        {
            EarlierLinkState::NeverMade
        }
        _ => EarlierLinkState::Watched,
    }
}
