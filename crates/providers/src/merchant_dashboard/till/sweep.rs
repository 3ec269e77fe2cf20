//! Looking at all links at once: the list tells how often each was paid (fact sheet, 'Staff routes').

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    Outcome, Timestamp, account::Account, error::Doubt, ids::ProviderPaymentId,
    payment::PaymentStatus,
};

use super::{
    errors::{self, Failure},
    hosts, marks, question,
};
use crate::{
    exchange::{Exchange, Scene, Step},
    listing::{SweepAsk, Swept, SweptPayment},
    merchant_dashboard::{Call, Link, Next, NextPage, Page, links},
    transport::{Response, TransportFault},
};

/// `GET /api/payment-links/`, one page of it. Links that nobody has paid are told, too: one may have come to be after the
/// till gave it up.
///
/// The list goes from the newest link to the oldest: money that came just now stands as far back as its link is old.
pub(super) struct SweepPage {
    account: Account,
    wanted: SweepAsk,
    asked: Option<Call<Page<Link>>>,
}

impl SweepPage {
    pub(super) fn new(account: &Account, wanted: SweepAsk) -> Self {
        Self { account: account.clone(), wanted, asked: None }
    }

    fn call(&self) -> Result<Call<Page<Link>>, Failure> {
        let Some(cursor) = &self.wanted.after else {
            return Ok(links::list());
        };
        let query = query_of(cursor).ok_or(Failure::Unclear(Doubt::Interrupted))?;
        Ok(NextPage::of_links(&query).call(&hosts::base(&self.account.place)?)?)
    }

    fn came(&self, page: &Page<Link>) -> Outcome<Swept> {
        let cursor = match &page.next {
            Next::End => None,
            Next::More(next) => match self.cursor_of(next) {
                Ok(cursor) => Some(cursor),
                Err(failure) => return failure.into(),
            },
            // More may follow, and nothing leads there.
            Next::Unknown => return Outcome::Unclear(Doubt::Unreadable),
        };
        Outcome::Done(Swept {
            payments: page.rows().filter_map(swept).collect(),
            last: cursor.is_none() || is_past(self.wanted.since, page),
            cursor,
        })
    }

    /// How the next page is found: its query, in the characters of an id.
    fn cursor_of(&self, next: &NextPage<Link>) -> Result<ProviderPaymentId, Failure> {
        let base = hosts::base(&self.account.place)?;
        let request = next.call(&base)?.unsigned(&base);
        let query = request.url.split_once('?').map_or("", |(_, query)| query);
        let cursor = URL_SAFE_NO_PAD.encode(query);
        cursor.try_into().map_err(|_| Failure::Unclear(Doubt::Unreadable))
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
            (Some(answer), Some(call)) => Step::End(match errors::read(&call, answer) {
                Ok(page) => self.came(&page),
                Err(failure) => failure.into(),
            }),
            (None, _) => match self.call() {
                Ok(call) => {
                    let request = question::request(&self.account, &call);
                    self.asked = Some(call);
                    question::send(request)
                }
                Err(failure) => Step::End(failure.into()),
            },
            (Some(_), None) => Step::End(Outcome::Unclear(Doubt::Interrupted)),
        }
    }
}

fn query_of(cursor: &ProviderPaymentId) -> Option<String> {
    String::from_utf8(URL_SAFE_NO_PAD.decode(cursor.as_str()).ok()?).ok()
}

/// True where the list has come past what was asked for. That is believed only of a page that really goes from new to
/// old.
fn is_past(since: Timestamp, page: &Page<Link>) -> bool {
    let made = page.data.iter().map(|row| match row {
        Ok(link) => link.created_at.known().copied(),
        Err(row) => row.created_at.known().copied(),
    });
    let made: Option<Vec<_>> = made.collect();
    made.is_some_and(|made| {
        made.last().is_some_and(|oldest| *oldest < since)
            && made.is_sorted_by(|newer, older| newer >= older)
    })
}

/// A row that is another's is left out, and so is one that nobody has paid where it does not say whose it is: a sweep is a
/// hint, and the link itself is read from time to time all the same.
fn swept(row: &Link) -> Option<SweptPayment> {
    // The count of payments says it; a use may be counted before anything is paid.
    let times = row.paid_count.known().or(row.times_used.known()).copied().unwrap_or_default();
    let reference = marks::reference(row)?;
    if times == 0 && reference.is_empty() {
        return None;
    }
    Some(SweptPayment {
        provider_id: ProviderPaymentId::try_from(row.uuid.as_str().to_owned()).ok()?,
        times_paid: Some(u32::try_from(times).unwrap_or(u32::MAX)),
        reference,
        status: if times == 0 { PaymentStatus::Pending } else { PaymentStatus::Paid },
        at: row.created_at.known().copied(),
    })
}
