//! Stop a subscription's charges, and have it charge again. The charges themselves are the provider's: each is an order
//! of its own there, and none of this sale's payments.

use std::sync::Arc;

use domain::{
    Outcome, TillError, Timestamp,
    error::Doubt,
    ids::{LinkId, SaleId},
    link_life::LinkState,
    link_wish::{Wish, WishEnd},
    outcome::RejectionClass,
};
use ledger::{LinkRecord, SaleRecord, WishNumber};
use providers::{Lane, SubscriptionToSet};

use crate::{
    actor::Actor,
    desk::{Change, Desk, id},
    lease::Lease,
    view::SaleView,
};

impl Desk {
    /// Stops the subscription that a sale's link began, or has it charge again. The provider is asked as often as it takes,
    /// and the till believes it only once the provider has confirmed it.
    ///
    /// # Errors
    /// `NoSubscription` where the sale began none, or its first charge was not paid.
    pub async fn set_charges(
        &self,
        by: Actor,
        sale: &str,
        stop: bool,
    ) -> Result<SaleView, TillError> {
        let sale: SaleId = id(sale)?;
        let record = self.record(sale).await?;
        let link = subscribed(&record).ok_or(TillError::NoSubscription)?;
        let account = self.account_in_use(record.account).await?;
        if !self.executor.provider(&account).capabilities().subscriptions {
            return Err(TillError::NotOffered);
        }
        self.sign_in_to_wish(&account).await?;
        let _turn = self.turns.wait(link.into()).await;
        let (_, found) = self.record_of_link(link).await?;
        let wish = if stop { Wish::StopCharges } else { Wish::ResumeCharges };
        if found.wish != Some(wish) {
            let (entry, now) = (by.entry(self.clock.now()), self.executor.provider_time(&account));
            self.book.ask(move |ledger| ledger.ask_charges(entry, link, stop, now)).await?;
            self.tell(Change::Sale(sale));
        }
        self.carry_out_in_turn(link, Lane::Person).await?;
        self.sale(sale).await
    }

    /// Asks the provider for what staff want of a subscription. The caller holds the link's turn.
    ///
    /// A request for the opposite that nobody has an answer to may arrive after this one and undo it. So what the provider
    /// confirms meanwhile is no end: once the older one can't arrive any more, the provider is asked once more.
    pub(crate) async fn carry_out_charges(
        &self,
        sale: &SaleRecord,
        link: LinkId,
        wished: WishedCharges,
        lane: Lane,
    ) -> Result<(), TillError> {
        let WishedCharges { number, ask, is_first, opposite_left, carried_out } = wished;
        let charge = ask.charge;
        let account = self.account(sale.account).await?;
        let provider = self.executor.provider(&account);
        let quiet = provider.capabilities().create.quiet_period();
        let told = self.told_time(&account);
        let is_final =
            opposite_left.is_none_or(|left| told.is_some_and(|now| now.since(left) > quiet));
        if carried_out && !is_final && told.is_some() {
            return Ok(());
        }
        let began = self.clock.elapsed();
        let (entry, now) = (self.entry(), self.executor.provider_time(&account));
        if !self.book.ask(move |ledger| ledger.charges_sent(entry, link, number, now)).await? {
            return Ok(());
        }
        let lease = Lease::of(1, began);
        let exchange = lease.guard(Arc::clone(&self.clock), provider.set_charges(&account, ask));
        match self.executor.run(&account, &self.keys, lane, exchange).await {
            Outcome::Done(charges) => {
                self.note_good_call(account.id);
                if charges == charge && is_final {
                    self.end_wish(link, number, WishEnd::Granted).await?;
                } else {
                    self.note_charges_answered(link, number, charges == charge).await?;
                }
            }
            // Refused keys say nothing about the subscription.
            Outcome::Rejected(no) if no.class == RejectionClass::Credentials => {
                tracing::warn!(%link, code = no.provider_code, "the keys were refused");
                self.note_charges_answered(link, number, false).await?;
            }
            Outcome::Rejected(no) => {
                // An earlier request of ours may be the reason for this no (RELIABILITY 1.6, R10).
                let error = if is_first {
                    no.into()
                } else {
                    TillError::UnclearOutcome { doubt: Doubt::RefusedLater }
                };
                self.end_wish(link, number, WishEnd::Refused { error }).await?;
            }
            Outcome::NotSent(_) => self.note_charges_answered(link, number, false).await?,
            Outcome::Unclear(_) => {}
        }
        Ok(())
    }

    async fn note_charges_answered(
        &self,
        link: LinkId,
        number: WishNumber,
        as_wished: bool,
    ) -> Result<(), TillError> {
        let entry = self.entry();
        self.book
            .ask(move |ledger| ledger.charges_answered(entry, link, number, as_wished))
            .await
            .map(drop)
    }
}

/// What staff want of a subscription, as the provider is asked for it.
pub(crate) struct WishedCharges {
    number: WishNumber,
    ask: SubscriptionToSet,
    /// True where no earlier request for it can have been acted on.
    is_first: bool,
    /// When the last request for the opposite left that may still arrive.
    opposite_left: Option<Timestamp>,
    /// True once the provider has confirmed it.
    carried_out: bool,
}

/// What staff want of the subscription that a link began. Nothing where its reference was erased, for then nobody can ask.
pub(crate) fn wished_charges(link: &LinkRecord) -> Option<WishedCharges> {
    let wish = link.wish?;
    let charge = match wish {
        Wish::StopCharges => false,
        Wish::ResumeCharges => true,
        Wish::Cancel | Wish::Change { .. } => return None,
    };
    Some(WishedCharges {
        number: link.wish_number?,
        ask: SubscriptionToSet {
            provider_id: link.provider_id.clone()?,
            reference: link.our_reference.clone()?,
            charge,
        },
        is_first: link.charge_requests.all_answered(wish),
        opposite_left: link.charge_requests.opposite_left(wish),
        carried_out: link.charge_requests.carried_out(),
    })
}

/// The link that began a sale's subscription: it was paid.
fn subscribed(sale: &SaleRecord) -> Option<LinkId> {
    sale.kind.schedule()?;
    sale.link.as_ref().filter(|link| link.state == LinkState::Paid).map(|link| link.id)
}
