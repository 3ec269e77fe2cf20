//! Find sales again.

use domain::{Money, TillError, Timestamp, account::Environment};
use ledger::{CurrencyTotal, Ledger, SaleSearch};

use crate::{
    actor::Actor,
    books_view,
    desk::{Desk, id},
    staff_names::StaffNames,
    view::{DayTotals, SaleFilter, SaleQuery, SaleRow},
};

/// Most sales in one answer.
const LARGEST_PAGE: u32 = 200;

impl Desk {
    /// Those sales of one environment that this person may see, newest first.
    pub async fn find_sales(&self, by: Actor, query: SaleQuery) -> Result<Vec<SaleRow>, TillError> {
        let Some(environment) = self.shown_environment().await? else {
            return Ok(Vec::new());
        };
        let before = query.before.as_deref().map(id).transpose()?;
        let seen = self.seen_by(by).await?;
        let (found, names) = self
            .book
            .ask(move |ledger| {
                let found = ledger.find_sales(&SaleSearch {
                    environment,
                    text: &query.text,
                    filter: filter(query.filter),
                    seen,
                    before,
                    limit: query.limit.min(LARGEST_PAGE),
                })?;
                Ok((found, StaffNames::read(ledger)?))
            })
            .await?;
        Ok(found.iter().map(|sale| books_view::row(sale, &names)).collect())
    }

    /// Sales that wait for something, newest first: they are handed over when the shift changes, so everybody sees them.
    pub async fn open_sales(&self) -> Result<Vec<SaleRow>, TillError> {
        let Some(environment) = self.shown_environment().await? else {
            return Ok(Vec::new());
        };
        let (open, names) = self
            .book
            .ask(move |ledger| Ok((ledger.open_sales(environment)?, StaffNames::read(ledger)?)))
            .await?;
        Ok(open.iter().map(|sale| books_view::row(sale, &names)).collect())
    }

    /// What came in from `from` up to and without `to`, RFC 3339.
    pub async fn day_totals(&self, from: &str, to: &str) -> Result<DayTotals, TillError> {
        let (Some(from), Some(to)) = (Timestamp::parse(from), Timestamp::parse(to)) else {
            return Err(TillError::NotFound);
        };
        let Some(environment) = self.shown_environment().await? else {
            return Ok(DayTotals { count: 0, totals: Vec::new() });
        };
        let totals = self.book.ask(move |ledger| ledger.totals(environment, from, to)).await?;
        Ok(DayTotals {
            count: u32::try_from(totals.payments).unwrap_or(u32::MAX),
            totals: totals.sums.into_iter().map(kept).collect(),
        })
    }

    /// The environment whose sales the screens show: that of the account in use, or of the last one where none is left,
    /// for the sales are still the owner's. Environments never share a list.
    async fn shown_environment(&self) -> Result<Option<Environment>, TillError> {
        self.book.ask(Ledger::latest_environment).await
    }
}

/// Paid less refunded; nothing where more went back than came, which a period of old refunds may bring.
fn kept(total: CurrencyTotal) -> Money {
    total.paid.minus(total.refunded).unwrap_or(Money::zero(total.currency()))
}

fn filter(filter: SaleFilter) -> ledger::SaleFilter {
    match filter {
        SaleFilter::All => ledger::SaleFilter::All,
        SaleFilter::Open => ledger::SaleFilter::Open,
        SaleFilter::Paid => ledger::SaleFilter::Paid,
        SaleFilter::Refunded => ledger::SaleFilter::Refunded,
    }
}
