//! Which sales a person at the till may see: their own, those of today and open ones, or all.

use std::time::Duration;

use domain::{
    TillError,
    ids::{LinkId, SaleId},
    rights::Right,
    shop_day::ShopDay,
};
use ledger::Seen;

use crate::{
    actor::Actor,
    desk::{Desk, id},
};

const A_DAY: Duration = Duration::from_hours(24);

impl Desk {
    /// The sale that the page names, if this person may see it.
    ///
    /// # Errors
    /// `NotFound` where there is none, and also where it is not for them to see: nobody learns that it is there.
    pub async fn see(&self, by: Actor, sale: &str) -> Result<SaleId, TillError> {
        let sale: SaleId = id(sale)?;
        self.check_sees(by, sale).await?;
        Ok(sale)
    }

    /// The same for the sale of a link.
    pub async fn see_link(&self, by: Actor, link: &str) -> Result<SaleId, TillError> {
        let link: LinkId = id(link)?;
        let (record, _) = self.record_of_link(link).await?;
        self.check_sees(by, record.id).await?;
        Ok(record.id)
    }

    /// Refuses a sale that is not for this person to see.
    pub(crate) async fn check_sees(&self, by: Actor, sale: SaleId) -> Result<(), TillError> {
        match self.seen_by(by).await? {
            Seen::All => Ok(()),
            Seen::By { staff, since } => {
                let may = self.book.ask(move |ledger| ledger.may_see(sale, staff, since)).await?;
                if may { Ok(()) } else { Err(TillError::NotFound) }
            }
        }
    }

    /// Refuses to have somebody's link ended or changed by a person who may do so with their own links only.
    pub(crate) async fn check_alters(&self, by: Actor, sale: SaleId) -> Result<(), TillError> {
        self.check_sees(by, sale).await?;
        let begun_by = self.book.ask(move |ledger| ledger.begun_by(sale)).await?;
        if begun_by == Some(by.staff()) { Ok(()) } else { by.allow(Right::CancelOthers) }
    }

    /// What a person sees of the sales.
    pub(crate) async fn seen_by(&self, by: Actor) -> Result<Seen, TillError> {
        if by.may(Right::SeeAllSales) {
            return Ok(Seen::All);
        }
        let (latest, settings) =
            self.book.ask(|ledger| Ok((ledger.latest_moment()?, ledger.till_settings()?))).await?;
        let now = self.clock.now();
        // Nobody sees more where the day's beginning can't be told.
        let began = self.clock.start_of_day(ShopDay::of(&settings), now).unwrap_or(now);
        // A clock that was set back shows no more than the last day that the book has seen.
        let since = match latest.filter(|latest| *latest > now) {
            Some(latest) => began.max(latest.minus(A_DAY)),
            None => began,
        };
        Ok(Seen::By { staff: by.staff(), since })
    }
}
