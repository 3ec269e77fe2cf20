//! Looking at the payments of all links at once (fact sheet, 'Payments').

use domain::{Outcome, account::Account, error::Doubt, ids::ProviderPaymentId};

use super::{
    errors::{self, Failure},
    marks,
    pages::{FEW_ROWS, ROWS, is_too_large},
    question, state,
};
use crate::{
    exchange::{Exchange, Scene, Step},
    listing::{SweepAsk, Swept, SweptPayment},
    paymentflow::{Call, Next, Page, Payment, PaymentId, PaymentsQuery, payments},
    transport::{Response, TransportFault},
};

/// `GET /payments`, one page of it. Without a filter, for it takes one status at a time: staff must learn of a payment that
/// failed, or that hangs, too. What nobody has begun to pay is left out.
///
/// A payment is made with its link, so the list goes from the newest link to the oldest: money that came just now stands
/// as far back as its link is old.
pub(super) struct SweepPage {
    account: Account,
    wanted: SweepAsk,
    rows: u32,
    asked: Option<Call<Page<Payment>>>,
}

impl SweepPage {
    pub(super) fn new(account: &Account, wanted: SweepAsk) -> Self {
        Self { account: account.clone(), wanted, rows: ROWS, asked: None }
    }

    fn ask(&mut self) -> Step<Swept> {
        let call = call(&self.wanted, self.rows);
        match call.and_then(|call| Ok((question::request(&self.account, &call)?, call))) {
            Ok((request, call)) => {
                self.asked = Some(call);
                Step::Send(request)
            }
            Err(failure) => Step::End(failure.into()),
        }
    }
}

impl Exchange for SweepPage {
    type Output = Swept;

    fn next(
        &mut self,
        _: &Scene<'_>,
        answer: Option<Result<Response, TransportFault>>,
    ) -> Step<Swept> {
        match (answer, self.asked.take()) {
            (Some(answer), Some(_)) if is_too_large(&answer) && self.rows > FEW_ROWS => {
                self.rows = FEW_ROWS;
                self.ask()
            }
            (Some(answer), Some(call)) => Step::End(match errors::read(&call, answer) {
                // It was too long with more rows, so it can't end the list.
                Ok(page) if self.rows < ROWS && page.next == Next::End => {
                    Outcome::Unclear(Doubt::Unreadable)
                }
                Ok(page) => came(&self.wanted, &page),
                Err(failure) => failure.into(),
            }),
            (None, _) => self.ask(),
            (Some(_), None) => Step::End(Outcome::Unclear(Doubt::Interrupted)),
        }
    }
}

fn call(wanted: &SweepAsk, rows: u32) -> Result<Call<Page<Payment>>, Failure> {
    let after = wanted.after.as_ref();
    let starting_after = after.map(|id| PaymentId::new(id.as_str())).transpose()?;
    Ok(payments::list(&PaymentsQuery {
        limit: Some(rows),
        starting_after,
        customer_email: None,
        status: None,
    })?)
}

fn came(wanted: &SweepAsk, page: &Page<Payment>) -> Outcome<Swept> {
    let cursor = match &page.next {
        Next::End => None,
        Next::After(last) => match ProviderPaymentId::try_from(last.as_str().to_owned()) {
            Ok(last) => Some(last),
            Err(_) => return Outcome::Unclear(Doubt::Unreadable),
        },
        // More follow, and nothing leads there.
        Next::Lost => return Outcome::Unclear(Doubt::Unreadable),
    };
    Outcome::Done(Swept {
        payments: page.rows().filter_map(swept).collect(),
        last: cursor.is_none() || is_past(wanted, page),
        cursor,
    })
}

/// True where the list has come past what was asked for. That is believed only of a page that really goes from new to
/// old.
fn is_past(wanted: &SweepAsk, page: &Page<Payment>) -> bool {
    let made: Option<Vec<_>> =
        page.data.iter().map(|row| row.as_ref().ok().and_then(|payment| payment.created)).collect();
    made.is_some_and(|made| {
        made.last().is_some_and(|oldest| *oldest < wanted.since)
            && made.is_sorted_by(|newer, older| newer >= older)
    })
}

/// A row that is no payment, or none with a reference, is left out: a sweep is a hint, and the link itself is read from
/// time to time all the same.
fn swept(row: &Payment) -> Option<SweptPayment> {
    Some(SweptPayment {
        provider_id: ProviderPaymentId::try_from(row.id.as_str().to_owned()).ok()?,
        times_paid: None,
        reference: marks::reference(row)?,
        status: state::payment(row)?,
        at: row.created,
    })
}
