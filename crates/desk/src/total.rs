//! The sum that a provider's catalogue gave a link, where it is not what the till counted: nobody sees the link before a
//! person at the till has taken that sum (DESIGN.md, section 3, 'Paid means paid').

use domain::{
    TillError,
    link_life::{LinkEvent, LinkState},
    money::minor_units,
};
use ledger::LinkRecord;
use providers::Lane;

use crate::{
    actor::Actor,
    desk::Desk,
    view::{SaleView, TotalForm},
};

impl Desk {
    /// Takes the sum that a sale's link asks for, so that it can be shown; or declines it, so that the link is switched off.
    ///
    /// # Errors
    /// `TotalChanged` where it is not the sum that staff were shown, `LinkOver` where the link is over or was declined,
    /// `NotFound` where nothing is to be taken, or why the provider could not be asked whether a link is over whose time is.
    pub async fn settle_total(&self, by: Actor, form: TotalForm) -> Result<SaleView, TillError> {
        let sale = self.see(by, &form.sale).await?;
        if !form.take {
            // It ends the link.
            self.check_alters(by, sale).await?;
        }
        let link = self.record(sale).await?.link.ok_or(TillError::NotFound)?.id;
        let _turn = self.turns.wait(link.into()).await;
        let (_, mut record) = self.record_of_link(link).await?;
        if form.take && self.has_ended(&record).await? {
            // Nobody is shown a link that ran out while they made up their minds. Whether it did, the provider says.
            if let (_, Some(error)) = self.look_or_why_not(link, Lane::Person).await? {
                return Err(error);
            }
            (_, record) = self.record_of_link(link).await?;
        }
        let event = if form.take { LinkEvent::Confirmed } else { LinkEvent::Declined };
        match record.state {
            LinkState::ToConfirm { total }
                if Some(total.minor()) != minor_units(&form.total_minor) =>
            {
                return Err(TillError::TotalChanged);
            }
            LinkState::ToConfirm { .. } => {}
            // The same press twice.
            LinkState::Active if form.take => return self.sale(sale).await,
            LinkState::Orphan if !form.take => return self.sale(sale).await,
            LinkState::Orphan => return Err(TillError::LinkOver),
            _ => return Err(TillError::NotFound),
        }
        self.link_event_of(by.entry(self.clock.now()), link, event).await?;
        if !form.take {
            self.carry_out_in_turn(link, Lane::Person).await?;
        }
        self.sale(sale).await
    }

    /// True for a link that waits for staff to take its sum, and whose own time is over by the provider's clock.
    async fn has_ended(&self, link: &LinkRecord) -> Result<bool, TillError> {
        if !matches!(link.state, LinkState::ToConfirm { .. }) {
            return Ok(false);
        }
        let (sale, _) = self.record_of_link(link.id).await?;
        let account = self.account(sale.account).await?;
        Ok(link.ends_at.unwrap_or(link.expires_at) <= self.executor.provider_time(&account))
    }
}
