//! Reading what went back of a payment: each refund where the provider lists them, else the sum that the payment tells,
//! else nothing ([A], fact sheet, 'Refunds').

use domain::{Outcome, account::Account, error::Doubt};

use super::{
    errors::{self, Failure},
    marks,
    pages::{Pages, Seen, Turn},
    question, refund, status,
};
use crate::{
    exchange::{Exchange, Scene, Step},
    paymentflow::{Call, Payment, PaymentId, Refund, RefundsQuery, refunds},
    provider::{RefundedTotal, RefundsSeen, RefundsToFind},
    transport::{Response, TransportFault},
};

/// `GET /refunds?payment_id=…` to its end; where there is no such list, `GET /payments/{id}`.
pub(super) struct RefundsOf {
    account: Account,
    wanted: RefundsToFind,
    pages: Pages<Refund>,
    /// The payment, where there is no list.
    asked: Option<Call<Payment>>,
}

impl RefundsOf {
    pub(super) fn new(account: &Account, wanted: RefundsToFind) -> Self {
        let payment = wanted.payment.clone();
        let pages = Pages::whole(account, move |starting_after, rows| {
            let payment_id = PaymentId::new(payment.as_str())?;
            let query = RefundsQuery { payment_id, limit: Some(rows), starting_after };
            Ok(refunds::list(&query)?)
        });
        Self { account: account.clone(), wanted, pages, asked: None }
    }

    fn turned(&self, turn: Turn<Refund>) -> Step<RefundsSeen> {
        match turn {
            Turn::Ask(request) => Step::Send(request),
            Turn::All(seen) => Step::End(self.listed(&seen)),
            Turn::Failed(failure) => Step::End(failure.into()),
        }
    }

    /// A row that can't be read may be any refund, so nothing of the rest is believed.
    fn listed(&self, seen: &Seen<Refund>) -> Outcome<RefundsSeen> {
        if !seen.unread.is_empty() {
            return Outcome::Unclear(Doubt::Unreadable);
        }
        let each = seen.rows.iter().map(|row| {
            let refund = refund::seen(row)?;
            let is_ours = refund.amount.currency() == self.wanted.currency;
            if is_ours { Ok(refund) } else { Err(Doubt::Different) }
        });
        match each.collect() {
            Ok(each) => Outcome::Done(RefundsSeen::Each(each)),
            Err(doubt) => Outcome::Unclear(doubt),
        }
    }

    fn ask_for_the_sum(&mut self) -> Step<RefundsSeen> {
        let call = status::of(self.wanted.payment.as_str());
        match call.and_then(|call| Ok((question::request(&self.account, &call)?, call))) {
            Ok((request, call)) => {
                self.asked = Some(call);
                Step::Send(request)
            }
            Err(failure) => Step::End(failure.into()),
        }
    }

    fn sum(&self, answer: Result<Payment, Failure>) -> Outcome<RefundsSeen> {
        let payment = match answer {
            Ok(payment) => payment,
            Err(failure) => return failure.into(),
        };
        let Ok(gone) = payment.amount_refunded.transpose() else {
            return Outcome::Unclear(Doubt::Unreadable);
        };
        let is_foreign = [payment.amount, gone]
            .into_iter()
            .flatten()
            .any(|sum| sum.currency() != self.wanted.currency);
        if is_foreign || !marks::may_be_ours(&payment, &self.wanted.reference) {
            return Outcome::Unclear(Doubt::Different);
        }
        Outcome::Done(match gone {
            Some(gone) => RefundsSeen::Total(RefundedTotal { gone, at_most: payment.amount }),
            None => RefundsSeen::Untold,
        })
    }
}

impl Exchange for RefundsOf {
    type Output = RefundsSeen;

    fn next(
        &mut self,
        _: &Scene<'_>,
        answer: Option<Result<Response, TransportFault>>,
    ) -> Step<RefundsSeen> {
        match (answer, self.asked.take()) {
            (None, _) => {
                let turn = self.pages.begin();
                self.turned(turn)
            }
            (Some(answer), Some(call)) => Step::End(self.sum(errors::read(&call, answer))),
            // No such list, or no such payment: the payment's own record tells which.
            (Some(answer), None) if self.pages.is_at_the_first() && errors::is_nowhere(&answer) => {
                self.ask_for_the_sum()
            }
            (Some(answer), None) => {
                let turn = self.pages.take(answer);
                self.turned(turn)
            }
        }
    }
}
