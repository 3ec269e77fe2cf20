//! A link on its way to a customer who is not at the counter.

use std::time::Duration;

use domain::{
    TillError,
    ids::LinkId,
    shared_link::{ShareWay, SharedLink},
};
use ledger::{LinkRecord, SaleRecord};

use crate::{
    actor::Actor,
    books_view,
    desk::{Change, Desk, id},
};

/// How soon it is seen that a link's end has come, or that nobody touched the till for too long: neither is told.
const LOOK_AGAIN: Duration = Duration::from_secs(5);

impl Desk {
    /// What a customer may be told of a link. Whoever is sent it must be able to pay it: one that is cancelled, over, or
    /// paid as often as it can be goes to nobody any more, and neither does one whose end has come, or whose place another
    /// account's link took.
    ///
    /// # Errors
    /// `NotFound` where there is no such link, or it is not for this person to see; `LinkOver`.
    pub async fn link_to_share(&self, by: Actor, link: &str) -> Result<SharedLink, TillError> {
        let (sale, link) = self.sharable(by, link).await?;
        let texts = sale.texts.as_ref().ok_or(TillError::NotFound)?;
        Ok(SharedLink {
            shop_name: texts.name.clone(),
            amount: sale.amount.money().with_shipping(sale.shipping),
            what_for: texts.description.clone(),
            kind: sale.kind,
            url: link.url.clone().ok_or(TillError::NotFound)?,
            ends_at: link.ends_at,
            reference: link
                .our_reference
                .map(|reference| reference.as_str().to_owned())
                .unwrap_or_default(),
            environment: sale.environment,
            customer_email: texts.customer_email.clone(),
        })
    }

    /// Waits until a link may not be shared any more by who began to, and gives why: what [`Self::link_to_share`] says, or
    /// that they are not at the till any more (`TillLocked`).
    pub async fn until_not_sharable(&self, by: Actor, link: &str) -> TillError {
        let mut changes = self.changes();
        loop {
            match self.actor() {
                Err(error) => return error,
                Ok(other) if other != by => return TillError::TillLocked,
                Ok(_) => {}
            }
            if let Err(error) = self.link_to_share(by, link).await {
                return error;
            }
            // Whatever changed, and also where nothing did.
            let _ = tokio::time::timeout(LOOK_AGAIN, changes.recv()).await;
        }
    }

    /// Writes down that a link left the till, and how: the sale's story tells it. It comes after the deed, unlike with a list
    /// or a backup that leaves: nothing is told of a link that reached nobody, because the clipboard or the mail
    /// program failed, and one that is over by now has left all the same.
    ///
    /// # Errors
    /// `NotFound` where there is no such link, or it is not for this person to see; the book can't be written.
    pub async fn note_shared(&self, by: Actor, link: &str, way: ShareWay) -> Result<(), TillError> {
        let link: LinkId = id(link)?;
        let sale = self.see_link(by, &link.to_string()).await?;
        let entry = by.entry(self.clock.now());
        self.book.ask(move |ledger| ledger.link_shared(entry, link, way)).await?;
        self.tell(Change::Sale(sale));
        Ok(())
    }

    async fn sharable(&self, by: Actor, link: &str) -> Result<(SaleRecord, LinkRecord), TillError> {
        self.see_link(by, link).await?;
        let (sale, record) = self.link_on_show(id(link)?).await?;
        let shown = books_view::link_view(&sale, &record, None).ok_or(TillError::NotFound)?;
        let is_past = record.ends_at.is_some_and(|ends_at| ends_at <= self.clock.now());
        if shown.payable && !is_past { Ok((sale, record)) } else { Err(TillError::LinkOver) }
    }
}
