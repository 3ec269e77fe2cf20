//! Looking at the payments of all links at once (fact sheet, 4.2).

use domain::{Outcome, account::Account, ids::ProviderPaymentId};

use super::{
    errors,
    lists::Filters,
    request,
    wire::{Page, Transaction},
};
use crate::{
    exchange::{Exchange, Scene, Step},
    listing::{SweepAsk, Swept, SweptPayment},
    transport::{Response, TransportFault},
};

/// Rows on one page.
const PAGE_SIZE: u32 = 100;

/// `GET /transactions?type=SALE`, the newest first.
pub(super) struct Sweep {
    account: Account,
    ask: SweepAsk,
}

impl Sweep {
    pub(super) fn new(account: &Account, ask: SweepAsk) -> Self {
        Self { account: account.clone(), ask }
    }

    fn came(&self, answer: Result<Response, TransportFault>) -> Outcome<Swept> {
        match errors::read::<Page<Transaction>>(answer) {
            Ok(page) => Outcome::Done(Swept {
                last: self.is_last(&page),
                payments: page.rows.iter().filter_map(swept).collect(),
                cursor: None,
            }),
            Err(failure) => failure.into(),
        }
    }

    /// True where no payment follows that was asked for: the list is at its end, or it has come past `since`. The second
    /// is believed only of a page that really goes from new to old.
    fn is_last(&self, page: &Page<Transaction>) -> bool {
        let came = page.rows.len();
        let full = usize::try_from(PAGE_SIZE).is_ok_and(|size| came >= size);
        let before = u64::from(self.ask.page.saturating_sub(1)) * u64::from(PAGE_SIZE);
        let so_far = u64::try_from(came).map_or(u64::MAX, |came| before.saturating_add(came));
        let at_the_end = match page.total().and_then(|total| u64::try_from(total).ok()) {
            Some(total) => came == 0 || so_far >= total,
            None => !full,
        };
        let moments: Vec<_> = page.rows.iter().filter_map(Transaction::at).collect();
        let past_since = moments.last().is_some_and(|oldest| *oldest < self.ask.since)
            && moments.is_sorted_by(|newer, older| newer >= older);
        at_the_end || past_since
    }
}

impl Exchange for Sweep {
    type Output = Swept;

    fn next(
        &mut self,
        scene: &Scene<'_>,
        answer: Option<Result<Response, TransportFault>>,
    ) -> Step<Swept> {
        if let Some(answer) = answer {
            return Step::End(self.came(answer));
        }
        let filters = Filters::page(self.ask.page, PAGE_SIZE, true, self.ask.since, scene.now)
            .and("type", Some("SALE"));
        Step::Send(request::get(&self.account, "/transactions", &filters.pairs()))
    }
}

/// A row without an id that can be asked for is left out: a sweep is a hint, and the link itself is read from time to
/// time all the same.
fn swept(row: &Transaction) -> Option<SweptPayment> {
    Some(SweptPayment {
        provider_id: ProviderPaymentId::try_from(row.id.as_str().to_owned()).ok()?,
        times_paid: None,
        reference: row.reference.for_people(),
        status: row.status.clone().into(),
        at: row.at(),
    })
}
