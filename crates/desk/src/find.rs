//! Find sales again.

use domain::{
    Money, TillError, Timestamp,
    account::Environment,
    ids::{AccountId, SaleId, StaffId},
};
use ledger::{CurrencyTotal, Ledger, Period, SaleSearch, Seen};

use crate::{
    actor::Actor,
    books_view,
    desk::{Desk, id},
    staff_names::StaffNames,
    view::{DayTotals, SaleDays, SaleFilter, SaleQuery, SaleRow},
};

/// Most sales in one answer.
const LARGEST_PAGE: u32 = 200;

/// A question about sales that was read, with what who asks may see.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) environment: Environment,
    query: SaleQuery,
    days: Option<Period>,
    begun_by: Option<StaffId>,
    account: Option<AccountId>,
    seen: Seen,
    pub(crate) before: Option<SaleId>,
}

impl Asked {
    pub(crate) fn search(&self, limit: u32) -> SaleSearch<'_> {
        SaleSearch {
            environment: self.environment,
            text: &self.query.text,
            filter: filter(self.query.filter),
            days: self.days,
            begun_by: self.begun_by,
            account: self.account,
            seen: self.seen,
            before: self.before,
            limit,
        }
    }
}

impl Desk {
    /// Those sales of one environment that this person may see, newest first.
    ///
    /// # Errors
    /// `NotFound` for days or ids that are none.
    pub async fn find_sales(&self, by: Actor, query: SaleQuery) -> Result<Vec<SaleRow>, TillError> {
        let limit = query.limit.min(LARGEST_PAGE);
        let Some(asked) = self.asked(by, query).await? else {
            return Ok(Vec::new());
        };
        let (found, names) = self
            .book
            .ask(move |ledger| {
                Ok((ledger.find_sales(&asked.search(limit))?, StaffNames::read(ledger)?))
            })
            .await?;
        Ok(found.iter().map(|sale| books_view::row(sale, &names)).collect())
    }

    /// The question in the book's words; `None` where there is no account, and so no sale.
    pub(crate) async fn asked(
        &self,
        by: Actor,
        query: SaleQuery,
    ) -> Result<Option<Asked>, TillError> {
        let Some(environment) = self.shown_environment().await? else {
            return Ok(None);
        };
        Ok(Some(Asked {
            environment,
            days: query.days.as_ref().map(period).transpose()?,
            begun_by: query.mine.then(|| by.staff()),
            account: query.account.as_deref().map(id).transpose()?,
            before: query.before.as_deref().map(id).transpose()?,
            seen: self.seen_by(by).await?,
            query,
        }))
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

fn period(days: &SaleDays) -> Result<Period, TillError> {
    let moment = |text: &str| Timestamp::parse(text).ok_or(TillError::NotFound);
    Ok(Period { from: moment(&days.from)?, to: moment(&days.to)? })
}

fn filter(filter: SaleFilter) -> ledger::SaleFilter {
    match filter {
        SaleFilter::All => ledger::SaleFilter::All,
        SaleFilter::Open => ledger::SaleFilter::Open,
        SaleFilter::Paid => ledger::SaleFilter::Paid,
        SaleFilter::Refunded => ledger::SaleFilter::Refunded,
        SaleFilter::NeedsPerson => ledger::SaleFilter::NeedsPerson,
    }
}
