//! What the till calls a payment: the link's id and the payment's own. Of the dashboard's ids of payments it is only known
//! that they tell the payments of one link apart ([A], fact sheet, 'Staff routes').

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{error::Doubt, ids::ProviderPaymentId};
use sha2::{Digest, Sha256};

use crate::merchant_dashboard::LinkUuid;

/// What stands between the two. No UUID holds it, and no id begins with it.
const BETWEEN: char = '.';

/// The longest id, in characters, that is kept as it is. A longer one is kept as its digest, so that the whole, and what a
/// refund's id adds to it, is no longer than an id may be.
const LONGEST: usize = 54;

/// The till's id of the payment that the dashboard calls `id` on `link`.
pub(super) fn join(link: &LinkUuid, id: &ProviderPaymentId) -> Result<ProviderPaymentId, Doubt> {
    let joined = if id.as_str().len() <= LONGEST {
        format!("{link}{BETWEEN}{id}")
    } else {
        let digest = URL_SAFE_NO_PAD.encode(Sha256::digest(id.as_str()));
        // Twice, as no id begins: what is a digest is never taken for an id.
        format!("{link}{BETWEEN}{BETWEEN}{digest}")
    };
    joined.try_into().map_err(|_| Doubt::Unreadable)
}

/// The link that a payment of the till's is on.
pub(super) fn link(id: &ProviderPaymentId) -> Result<LinkUuid, Doubt> {
    let (link, _) = id.as_str().split_once(BETWEEN).ok_or(Doubt::Unreadable)?;
    link.parse().map_err(|_| Doubt::Unreadable)
}
