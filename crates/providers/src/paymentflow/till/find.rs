//! Looking for the payment that a create may have made, by our id of the link (RELIABILITY 1.8).

use std::{collections::VecDeque, time::Duration};

use domain::{Outcome, Timestamp, account::Account, error::Doubt, link::NewLink};

use super::{
    create,
    errors::{self, Failure},
    marks,
    pages::{Pages, Seen, Turn},
    question,
};
use crate::{
    exchange::{Exchange, Scene, Step},
    paymentflow::{Call, Named, Payment, PaymentId, PaymentsQuery, SeenMetadata, payments},
    provider::CreatedLink,
    transport::{Response, TransportFault},
};

/// How far the window is wider than needed: the till's idea of the provider's clock, and the clocks of the provider's own
/// computers.
const MARGIN: Duration = Duration::from_mins(5);

/// So many payments are read by themselves whose rows do not tell whose they are.
const MOST_READ: usize = 20;

/// `GET /payments`, the newest first, back to when the link was first asked for; then `GET /payments/{id}` of the one
/// that bears our id of the link, and of those that may be it.
///
/// No filter narrows the list. None knows our id; and one for an address could miss a payment whose address the provider
/// wrote in another way.
pub(super) struct FindLink {
    account: Account,
    wanted: NewLink,
    pages: Pages<Payment>,
    /// Those that are still to be read.
    due: VecDeque<PaymentId>,
    asked: Option<Call<Payment>>,
    found: Option<Payment>,
}

impl FindLink {
    pub(super) fn new(account: &Account, wanted: NewLink, since: Timestamp) -> Self {
        let pages = Pages::whole(account, |starting_after, rows| {
            let limit = Some(rows);
            let query = PaymentsQuery { limit, starting_after, ..PaymentsQuery::default() };
            Ok(payments::list(&query)?)
        });
        Self {
            account: account.clone(),
            wanted,
            pages: pages.back_to(since.minus(MARGIN), |payment| payment.created),
            due: VecDeque::new(),
            asked: None,
            found: None,
        }
    }

    fn turned(&mut self, turn: Turn<Payment>) -> Step<Option<CreatedLink>> {
        match turn {
            Turn::Ask(request) => Step::Send(request),
            Turn::All(seen) => self.listed(&seen),
            Turn::Failed(failure) => Step::End(failure.into()),
        }
    }

    fn listed(&mut self, seen: &Seen<Payment>) -> Step<Option<CreatedLink>> {
        for row in &seen.rows {
            if self.may_be_it(row) {
                self.due.push_back(row.id.clone());
            }
        }
        for row in &seen.unread {
            match row.id.as_deref().map(PaymentId::new) {
                // Whose it is can be read: a sum of another software's that no till knows is no doubt of ours.
                _ if self.is_anothers(&row.metadata) => {}
                Some(Ok(id)) => self.due.push_back(id),
                Some(Err(_)) | None => return unreadable(),
            }
        }
        if self.due.len() > MOST_READ {
            return unreadable();
        }
        self.read_next()
    }

    fn is_anothers(&self, metadata: &SeenMetadata) -> bool {
        match marks::intent(metadata) {
            Named::With(id) => id != self.wanted.id.to_string(),
            Named::Without => true,
            Named::NotTold => false,
        }
    }

    /// True for a row that bears our id, and for one that does not tell and is of our sum, or does not tell that either.
    fn may_be_it(&self, row: &Payment) -> bool {
        match marks::intent(&row.metadata) {
            Named::NotTold => row.amount.is_none_or(|sum| sum == self.wanted.amount.money()),
            Named::With(_) | Named::Without => !self.is_anothers(&row.metadata),
        }
    }

    fn read_next(&mut self) -> Step<Option<CreatedLink>> {
        let Some(id) = self.due.pop_front() else {
            return Step::End(self.judge());
        };
        let call = payments::retrieve(&id);
        match question::request(&self.account, &call) {
            Ok(request) => {
                self.asked = Some(call);
                Step::Send(request)
            }
            Err(failure) => Step::End(failure.into()),
        }
    }

    fn came(&mut self, payment: Result<Payment, Failure>) -> Step<Option<CreatedLink>> {
        let payment = match payment {
            Ok(payment) => payment,
            // It was in the list just now. That it is gone says nothing of what is looked for.
            Err(failure) if failure.is_not_found() => return unreadable(),
            Err(failure) => return Step::End(failure.into()),
        };
        match marks::intent(&payment.metadata) {
            Named::With(id) if id == self.wanted.id.to_string() => {
                // One intent has one payment. Where it has two, none may be chosen.
                if self.found.replace(payment).is_some() {
                    return Step::End(Outcome::Unclear(Doubt::Different));
                }
            }
            Named::With(_) | Named::Without => {}
            Named::NotTold => return unreadable(),
        }
        self.read_next()
    }

    fn judge(&self) -> Outcome<Option<CreatedLink>> {
        match &self.found {
            Some(payment) => create::judge(&self.account, &self.wanted, payment).map(Some),
            None => Outcome::Done(None),
        }
    }
}

impl Exchange for FindLink {
    type Output = Option<CreatedLink>;

    fn next(
        &mut self,
        _: &Scene<'_>,
        answer: Option<Result<Response, TransportFault>>,
    ) -> Step<Option<CreatedLink>> {
        match (answer, self.asked.take()) {
            (None, _) => {
                let turn = self.pages.begin();
                self.turned(turn)
            }
            (Some(answer), Some(call)) => self.came(errors::read(&call, answer)),
            (Some(answer), None) => {
                let turn = self.pages.take(answer);
                self.turned(turn)
            }
        }
    }
}

/// What is looked for may be there.
fn unreadable<T>() -> Step<T> {
    Step::End(Outcome::Unclear(Doubt::Unreadable))
}
