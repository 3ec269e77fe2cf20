//! A link whose address the dashboard did not give: it is shown only after a customer would have seen it there (DESIGN,
//! section 3, 'URLs').

use domain::{
    Money, Outcome, TillError, account::Account, error::Doubt, ids::ProviderLinkId, link::MadeLink,
};

use super::{
    errors::{self, Failure},
    question,
};
use crate::{
    merchant_dashboard::{CustomerCall, LinkUuid, Preview, Told, customer},
    provider::CreatedLink,
    transport::{Request, Response, TransportFault},
};

/// A link that no customer has seen yet.
pub(super) struct Unshown {
    made: MadeLink,
    total: Money,
    call: CustomerCall<Preview>,
}

impl Unshown {
    pub(super) fn new(made: MadeLink, total: Money, link: &LinkUuid) -> Self {
        Self { made, total, call: customer::preview(link) }
    }

    pub(super) fn provider_id(&self) -> &ProviderLinkId {
        &self.made.provider_id
    }

    /// What one customer pays, as staff are told it.
    pub(super) fn total(&self) -> Money {
        self.total
    }

    /// `GET /api/payment-links/public/{uuid}/`, as anybody asks it.
    pub(super) fn request(&self, account: &Account) -> Result<Request, Failure> {
        question::as_anyone(account, &self.call)
    }

    /// What the link is worth after the answer: customers must find it, and for the sum that staff were told.
    ///
    /// Where the link `is_new`, customers may only not find it yet. A link that is over is another thing: it was found.
    pub(super) fn judge(
        self,
        answer: Result<Response, TransportFault>,
        is_new: bool,
    ) -> Outcome<CreatedLink> {
        let may_come = is_new && errors::is_absent(&answer);
        let doubt = match errors::read_as_anyone(&self.call, answer) {
            Ok(preview) => match preview.total {
                Told::Is(total) if total == self.total => {
                    return Outcome::Done(CreatedLink::Usable(self.made));
                }
                Told::Is(_) => Doubt::Different,
                Told::NotTold | Told::Nothing | Told::Unreadable => Doubt::Unreadable,
            },
            // Customers are told that there is none, or none that they may pay.
            Err(Failure::Rejected(_)) if !may_come => Doubt::Different,
            // That may pass. The link is there, and is looked for again.
            Err(Failure::Rejected(_) | Failure::NotSent(_) | Failure::Unclear(_)) => {
                return Outcome::Unclear(Doubt::SeenBefore);
            }
        };
        let provider_id: ProviderLinkId = self.made.provider_id;
        let error = TillError::InvalidResponse { doubt };
        Outcome::Done(CreatedLink::Unusable { provider_id: Some(provider_id), error })
    }
}
