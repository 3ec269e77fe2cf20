//! Looking for the order that a create may have made. No answer but the create's own tells the address: an order that is
//! there can be watched, and never be shown.

use domain::{Outcome, TillError, Timestamp, account::Account, error::Doubt, link::NewLink};

use super::{CREATE, errors::Failure, question::Question, status};
use crate::{
    exchange::{Exchange, Scene, Step},
    flitt::{Order, OrderStatus},
    provider::CreatedLink,
    session::Session,
    transport::{Response, TransportFault},
};

/// `POST /status/order_id`.
pub(super) struct FindLink {
    account: Account,
    wanted: NewLink,
    asked: Option<Question<Order>>,
}

impl FindLink {
    pub(super) fn new(account: &Account, wanted: NewLink) -> Self {
        Self { account: account.clone(), wanted, asked: None }
    }

    fn begin(&mut self, session: &Session) -> Step<Option<CreatedLink>> {
        let request = status::of_order(self.wanted.reference.as_str())
            .and_then(|question| Ok((question.request(&self.account, session)?, question)));
        match request {
            Ok((request, question)) => {
                self.asked = Some(question);
                Step::Send(request)
            }
            Err(failure) => Step::End(failure.into()),
        }
    }

    fn judge(
        &self,
        now: Timestamp,
        answer: Result<Order, Failure>,
    ) -> Outcome<Option<CreatedLink>> {
        let order = match answer {
            Ok(order) => order,
            Err(failure) if failure.is_not_found() => return Outcome::Done(None),
            Err(failure) => return failure.into(),
        };
        let provider_id = status::id_of_link(&order);
        if provider_id.is_none() && !self.is_dead(&order, now) {
            return Outcome::Unclear(Doubt::SeenBefore);
        }
        let error = if status::is_of(&order, &self.wanted) {
            TillError::AddressLost
        } else {
            TillError::InvalidResponse { doubt: Doubt::Different }
        };
        Outcome::Done(Some(CreatedLink::Unusable { provider_id, error }))
    }

    /// True where nobody paid and nobody can any more. The order's life was counted from when the request came, which may
    /// have been late.
    fn is_dead(&self, order: &Order, now: Timestamp) -> bool {
        let unpaid = matches!(order.status, OrderStatus::Created | OrderStatus::Expired);
        unpaid && now > self.wanted.expires_at.plus(CREATE.late_bound)
    }
}

impl Exchange for FindLink {
    type Output = Option<CreatedLink>;

    fn next(
        &mut self,
        scene: &Scene<'_>,
        answer: Option<Result<Response, TransportFault>>,
    ) -> Step<Option<CreatedLink>> {
        match (&self.asked, answer) {
            (Some(question), Some(answer)) => {
                let answer = question.answer(&self.account, scene.session, answer);
                Step::End(self.judge(scene.now, answer))
            }
            (None, None) => self.begin(scene.session),
            (Some(_), None) | (None, Some(_)) => Step::End(Outcome::Unclear(Doubt::Interrupted)),
        }
    }
}
