//! Finding one payment. The dashboard shows payments by their link alone, so the till's id of one names it.

use domain::{Outcome, account::Account, error::Doubt, ids::ProviderPaymentId};

use super::{
    pages::{Pages, Turn},
    payment_id,
};
use crate::{
    exchange::{BoxedExchange, Exchange, Scene, Step},
    merchant_dashboard::{LinkUuid, Payment},
    transport::{Response, TransportFault},
};

/// An exchange that finds the payment that the till calls `id`; `judge` says what it is worth, on its link.
pub(super) fn find<T: 'static>(
    account: &Account,
    id: ProviderPaymentId,
    judge: impl Fn(&LinkUuid, &Payment) -> Result<T, Doubt> + Send + 'static,
) -> BoxedExchange<T> {
    Box::new(FindPayment { account: account.clone(), id, judge, stage: Stage::Begin })
}

/// `GET /api/payment-links/{uuid}/payments/` until the one is among them. That it is not there proves nothing.
struct FindPayment<J> {
    account: Account,
    id: ProviderPaymentId,
    judge: J,
    stage: Stage,
}

enum Stage {
    Begin,
    Payments(LinkUuid, Box<Pages<Payment>>),
}

impl<T, J: Fn(&LinkUuid, &Payment) -> Result<T, Doubt>> FindPayment<J> {
    fn begin(&mut self) -> Step<T> {
        match payment_id::link(&self.id) {
            Ok(link) => {
                let pages = Box::new(Pages::payments(&self.account, &link));
                let turn = pages.begin();
                self.turned(link, pages, turn)
            }
            Err(doubt) => Step::End(Outcome::Unclear(doubt)),
        }
    }

    fn turned(
        &mut self,
        link: LinkUuid,
        pages: Box<Pages<Payment>>,
        turn: Turn<Payment>,
    ) -> Step<T> {
        let rows = match &turn {
            Turn::Ask(_) | Turn::Failed(_) => pages.rows(),
            Turn::All(seen) => &seen.rows,
        };
        let is_it = |row: &&Payment| payment_id::join(&link, &row.id).as_ref() == Ok(&self.id);
        if let Some(payment) = rows.iter().find(is_it) {
            let judged = (self.judge)(&link, payment);
            return Step::End(judged.map_or_else(Outcome::Unclear, Outcome::Done));
        }
        match turn {
            Turn::Ask(request) => {
                self.stage = Stage::Payments(link, pages);
                Step::Send(request)
            }
            // What is looked for may be there.
            Turn::All(_) => Step::End(Outcome::Unclear(Doubt::Unreadable)),
            Turn::Failed(failure) => Step::End(failure.into()),
        }
    }
}

impl<T, J: Fn(&LinkUuid, &Payment) -> Result<T, Doubt> + Send> Exchange for FindPayment<J> {
    type Output = T;

    fn next(&mut self, _: &Scene<'_>, answer: Option<Result<Response, TransportFault>>) -> Step<T> {
        match (std::mem::replace(&mut self.stage, Stage::Begin), answer) {
            (Stage::Begin, None) => self.begin(),
            (Stage::Payments(link, mut pages), Some(answer)) => {
                let turn = pages.take(answer);
                self.turned(link, pages, turn)
            }
            (Stage::Payments(..), None) | (Stage::Begin, Some(_)) => {
                Step::End(Outcome::Unclear(Doubt::Interrupted))
            }
        }
    }
}
