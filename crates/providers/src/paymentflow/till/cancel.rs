//! Ending a link before its time: only a payment that nobody has begun to pay can be cancelled (fact sheet, 'Payments').

use domain::{
    Outcome,
    account::Account,
    error::Doubt,
    link::{Alteration, ProviderLinkState},
    outcome::RejectionClass,
};

use super::{
    errors::{self, Failure},
    marks, question, state, status,
};
use crate::{
    exchange::{BoxedExchange, Exchange, Scene, Step},
    not_offered::not_offered,
    paymentflow::{Call, Payment, PaymentId, PaymentStatus, payments},
    provider::{Altered, LinkToAlter},
    transport::{Response, TransportFault},
};

/// Cancels a link. Nothing changes one.
pub(super) fn link(account: &Account, link: LinkToAlter) -> BoxedExchange<Altered> {
    match link.alteration {
        Alteration::Cancel => {
            Box::new(Cancel { account: account.clone(), link, stage: Stage::Begin, asked: None })
        }
        Alteration::Change(_) => not_offered(),
    }
}

/// `GET /payments/{id}`, `POST /payments/{id}/cancel`, and `GET /payments/{id}` again: only what is read is told.
struct Cancel {
    account: Account,
    link: LinkToAlter,
    stage: Stage,
    asked: Option<Call<Payment>>,
}

enum Stage {
    Begin,
    /// The link as it is now is read.
    Before,
    /// It is cancelled.
    Writing,
    /// It is read back. Where the write got no plain yes, what it got instead.
    After(Option<Failure>),
}

impl Cancel {
    fn send(&mut self, call: Result<Call<Payment>, Failure>, stage: Stage) -> Step<Altered> {
        let request = call.and_then(|call| Ok((question::request(&self.account, &call)?, call)));
        match request {
            Ok((request, call)) => {
                (self.asked, self.stage) = (Some(call), stage);
                Step::Send(request)
            }
            Err(failure) => Step::End(failure.into()),
        }
    }

    fn read(&mut self, stage: Stage) -> Step<Altered> {
        self.send(status::of(self.link.provider_id.as_str()), stage)
    }

    /// The payment in an answer, if it is ours.
    fn ours(&self, answer: Result<Payment, Failure>) -> Result<Payment, Failure> {
        let payment = answer?;
        if marks::may_be_ours(&payment, &self.link.reference) {
            Ok(payment)
        } else {
            Err(Failure::Unclear(Doubt::Different))
        }
    }

    fn read_before(&mut self, answer: Result<Payment, Failure>) -> Step<Altered> {
        let payment = match self.ours(answer) {
            Ok(payment) => payment,
            // Nothing was asked for yet, so nothing was refused: a new link may not be shown yet, and an earlier write
            // may have worked.
            Err(Failure::Rejected(no)) if no.class != RejectionClass::Credentials => {
                return Step::End(Outcome::Unclear(Doubt::RefusedLater));
            }
            Err(failure) => return Step::End(failure.into()),
        };
        match &payment.status {
            // Nobody knows what a new word allows. The provider will say.
            PaymentStatus::Pending | PaymentStatus::Unknown(_) => {
                let id = PaymentId::new(self.link.provider_id.as_str());
                let call = id.map(|id| payments::cancel(&id)).map_err(Failure::from);
                self.send(call, Stage::Writing)
            }
            _ => Step::End(Outcome::Done(how_it_stands(&payment))),
        }
    }

    fn written(&mut self, answer: Result<Payment, Failure>) -> Step<Altered> {
        let doubt = match answer {
            Ok(_) => None,
            // The network, or a provider that asks to wait: a second question would fare no better.
            Err(
                failure @ (Failure::NotSent(_)
                | Failure::Unclear(Doubt::TimedOut | Doubt::ConnectionLost)),
            ) => return Step::End(failure.into()),
            Err(failure) => Some(failure),
        };
        self.read(Stage::After(doubt))
    }

    fn read_after(
        &self,
        doubt: Option<Failure>,
        answer: Result<Payment, Failure>,
    ) -> Outcome<Altered> {
        let payment = match self.ours(answer) {
            Ok(payment) => payment,
            // The write has left, so the whole is neither unsent nor refused.
            Err(Failure::NotSent(_)) => return Outcome::Unclear(Doubt::ConnectionLost),
            Err(Failure::Rejected(_)) => return Outcome::Unclear(Doubt::RefusedLater),
            Err(failure) => return failure.into(),
        };
        match (&payment.status, doubt) {
            (PaymentStatus::Pending | PaymentStatus::Unknown(_), Some(failure)) => failure.into(),
            _ => Outcome::Done(how_it_stands(&payment)),
        }
    }
}

impl Exchange for Cancel {
    type Output = Altered;

    fn next(
        &mut self,
        _: &Scene<'_>,
        answer: Option<Result<Response, TransportFault>>,
    ) -> Step<Altered> {
        let (Some(answer), Some(call)) = (answer, self.asked.take()) else {
            return self.read(Stage::Before);
        };
        let answer = errors::read(&call, answer);
        match std::mem::replace(&mut self.stage, Stage::Begin) {
            Stage::Begin => Step::End(Outcome::Unclear(Doubt::Interrupted)),
            Stage::Before => self.read_before(answer),
            Stage::Writing => self.written(answer),
            Stage::After(doubt) => Step::End(self.read_after(doubt, answer)),
        }
    }
}

/// What a link is that shall be cancelled. One that is being paid may still come to any end.
fn how_it_stands(payment: &Payment) -> Altered {
    let state: ProviderLinkState = state::link(payment);
    match payment.status {
        PaymentStatus::Cancelled => Altered::AsWished(state),
        PaymentStatus::Succeeded | PaymentStatus::Failed => Altered::Over(state),
        PaymentStatus::Pending | PaymentStatus::Processing | PaymentStatus::Unknown(_) => {
            Altered::NotYet(state)
        }
    }
}
