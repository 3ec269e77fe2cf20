//! Whether a link was deleted in the dashboard. That staff do not find it may pass; that customers do not find it either, long
//! after it was made, does not (fact sheet, 'Staff routes': a deleted link becomes unavailable).

use domain::{Timestamp, account::Account};

use super::{
    capabilities::CAPABILITIES,
    errors::{self, Failure},
    question,
};
use crate::{
    merchant_dashboard::{LinkUuid, customer},
    transport::{Request, Response, TransportFault},
};

/// True where `answer`, staff's look at a link asked for at `since`, may mean that it was deleted: it is too old to be only
/// not shown yet.
pub(super) fn may_be(
    answer: &Result<Response, TransportFault>,
    since: Timestamp,
    now: Timestamp,
) -> bool {
    errors::is_absent(answer) && now.since(since) >= CAPABILITIES.create.read_lag
}

/// Asks whether customers find the link.
pub(super) fn question(account: &Account, link: &LinkUuid) -> Result<Request, Failure> {
    question::as_anyone(account, &customer::preview(link))
}

/// True where customers do not find it, or none that they may pay. Anything else proves nothing.
pub(super) fn is_proven(answer: &Result<Response, TransportFault>) -> bool {
    errors::is_absent(answer) || errors::is_gone(answer)
}
