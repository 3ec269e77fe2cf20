//! Cancel a link, change what it asks for, or stop the charges of the subscription that it began and have it charge
//! again: written down first, asked of the provider as often as it takes, and believed only once the provider showed it.

use domain::{
    Outcome, TillError,
    account::Account,
    capabilities::Changes,
    ids::{LinkId, SaleId},
    link::{Alteration, LinkTerms, ProviderLinkState},
    link_life::LinkEvent,
    link_wish::{Wish, WishEnd},
    outcome::RejectionClass,
};
use ledger::{LinkRecord, PaymentRecord, SaleRecord, WishNumber};
use providers::{Altered, Lane, LinkToAlter};

use crate::{
    actor::Actor,
    books_view::is_alterable,
    change_form::{NewTerms, holding_money},
    charges::wished_charges,
    desk::{Change, Desk, id},
    view::{ChangeForm, SaleView},
};

impl Desk {
    /// Ends a sale's link before its time. It may still be paid until the provider confirms it, and the till keeps
    /// watching it after that.
    pub async fn cancel_link(&self, by: Actor, sale: &str) -> Result<SaleView, TillError> {
        let sale: SaleId = id(sale)?;
        self.check_alters(by, sale).await?;
        let (link, account) = self.link_to_alter(sale).await?;
        if !self.executor.provider(&account).capabilities().cancel {
            return Err(TillError::NotOffered);
        }
        self.sign_in_to_wish(&account).await?;
        let _turn = self.turns.wait(link.into()).await;
        let (record, found) = self.record_of_link(link).await?;
        if found.wish != Some(Wish::Cancel) {
            check_alterable(&record, &found)?;
            let provider_time = self.executor.provider_time(&account);
            let entry = by.entry(self.clock.now());
            self.book.ask(move |ledger| ledger.ask_cancel(entry, link, provider_time)).await?;
            self.tell(Change::Sale(sale));
        }
        self.carry_out_in_turn(link, Lane::Person).await?;
        self.sale(sale).await
    }

    /// Changes what a sale's link asks for. The link asks for the old sum until the provider shows the new one.
    pub async fn change_link(&self, by: Actor, form: ChangeForm) -> Result<SaleView, TillError> {
        let sale: SaleId = id(&form.sale)?;
        self.check_alters(by, sale).await?;
        let (link, account) = self.link_to_alter(sale).await?;
        let can = self.executor.provider(&account).capabilities();
        if can.change == Changes::None {
            return Err(TillError::NotOffered);
        }
        let (record, found) = self.record_of_link(link).await?;
        check_alterable(&record, &found)?;
        let terms = NewTerms::read(&form, &record, &account, can)?;
        self.sign_in_to_wish(&account).await?;

        let _turn = self.turns.wait(link.into()).await;
        let (record, found) = self.record_of_link(link).await?;
        check_alterable(&record, &found)?;
        let (entry, now) = (by.entry(self.clock.now()), self.executor.provider_time(&account));
        let (figures, description) = (terms.figures(&found, now), terms.description);
        self.book
            .ask(move |ledger| ledger.ask_change(entry, link, figures, &description, now))
            .await?;
        self.tell(Change::Sale(sale));
        self.carry_out_in_turn(link, Lane::Person).await?;
        self.sale(sale).await
    }

    /// The link of a sale and its account, which is in use.
    async fn link_to_alter(&self, sale: SaleId) -> Result<(LinkId, Account), TillError> {
        let record = self.record(sale).await?;
        let link = record.link.ok_or(TillError::LinkOver)?;
        Ok((link.id, self.account_in_use(record.account).await?))
    }

    /// Signs in where that needs a person to act, who is there now. A provider that can't be reached is no reason to
    /// forget what staff want: the till asks again by itself.
    pub(crate) async fn sign_in_to_wish(&self, account: &Account) -> Result<(), TillError> {
        match self.executor.ready(account, &self.keys).await {
            Ok(())
            | Err(
                TillError::NotSent { .. }
                | TillError::TooManyRequests { .. }
                | TillError::TokenGenerationError { .. },
            ) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Asks the provider for what staff want of a link, and puts what it read back into the book. A link that somebody
    /// is busy with is left to them.
    pub(crate) async fn carry_out(&self, link: LinkId, lane: Lane) -> Result<(), TillError> {
        match self.turns.try_take(link.into()) {
            Some(_turn) => self.carry_out_in_turn(link, lane).await,
            None => Ok(()),
        }
    }

    /// The same for a caller that holds the link's turn.
    pub(crate) async fn carry_out_in_turn(
        &self,
        link: LinkId,
        lane: Lane,
    ) -> Result<(), TillError> {
        let (sale, record) = self.record_of_link(link).await?;
        if let Some(charges) = wished_charges(&record) {
            return self.carry_out_charges(&sale, link, charges, lane).await;
        }
        let Some((wish, ask)) = wished(&sale, &record) else {
            return Ok(());
        };
        if came_before(&sale, record.wish) {
            return self.end_wish(link, wish, WishEnd::Overtaken).await;
        }
        let account = self.account(sale.account).await?;
        let exchange = self.executor.provider(&account).alter_link(&account, ask);
        let outcome = self.executor.run(&account, &self.keys, lane, exchange).await;
        if matches!(outcome, Outcome::Done(_)) {
            self.note_good_call(account.id);
        }
        match outcome {
            Outcome::Done(Altered::AsWished(state)) => {
                let was_open = state == ProviderLinkState::Open;
                self.end_wish(link, wish, WishEnd::Granted).await?;
                self.link_event(link, LinkEvent::Observed { state }).await?;
                // A changed link that is over was most likely paid.
                if !was_open && record.wish != Some(Wish::Cancel) {
                    self.look(link, lane).await?;
                }
            }
            Outcome::Done(Altered::Over(state)) => {
                self.end_wish(link, wish, WishEnd::Overtaken).await?;
                self.link_event(link, LinkEvent::Observed { state }).await?;
                self.look(link, lane).await?;
            }
            Outcome::Done(Altered::NotYet(state)) => {
                self.link_event(link, LinkEvent::Observed { state }).await?;
            }
            // Refused keys say nothing about the link.
            Outcome::Rejected(no) if no.class == RejectionClass::Credentials => {
                tracing::warn!(%link, code = no.provider_code, "the keys were refused");
            }
            Outcome::Rejected(no) => {
                self.end_wish(link, wish, WishEnd::Refused { error: no.into() }).await?;
            }
            Outcome::NotSent(_) | Outcome::Unclear(_) => {}
        }
        Ok(())
    }

    /// Ends the wish that the provider was asked for. What staff have put in its place meanwhile, at another till, stands.
    pub(crate) async fn end_wish(
        &self,
        link: LinkId,
        wish: WishNumber,
        end: WishEnd,
    ) -> Result<(), TillError> {
        let entry = self.entry();
        let sale = self
            .book
            .ask(move |ledger| {
                ledger.end_wish(entry, link, wish, end)?;
                ledger.sale_of_link(link)
            })
            .await?;
        self.tell_of(sale);
        Ok(())
    }
}

/// What staff want of a link, as the provider is asked for it: the whole set with its words, read back from the book.
/// Nothing where the link's words or reference were erased, for then nobody can ask.
fn wished(sale: &SaleRecord, link: &LinkRecord) -> Option<(WishNumber, LinkToAlter)> {
    let alteration = match link.wish? {
        Wish::Cancel => Alteration::Cancel,
        Wish::Change { figures } => Alteration::Change(LinkTerms {
            figures,
            name: sale.texts.as_ref()?.name.clone(),
            description: link.wished_description.clone()?,
        }),
        Wish::StopCharges | Wish::ResumeCharges => return None,
    };
    let provider_id = link.provider_id.clone()?;
    let reference = link.our_reference.clone()?;
    let since = link.first_sent.unwrap_or(sale.started_at);
    Some((link.wish_number?, LinkToAlter { provider_id, reference, since, alteration }))
}

/// True where customers paid, or reserved, another sum than a change asks for: what each payment is of stays then, as if
/// the change were asked for only now.
fn came_before(sale: &SaleRecord, wish: Option<Wish>) -> bool {
    let Some(Wish::Change { figures }) = wish else {
        return false;
    };
    let of_another_sum = |payment: &PaymentRecord| payment.amount != figures.each();
    figures.each() != sale.facts().each()
        && holding_money(sale).next().is_some()
        && holding_money(sale).all(of_another_sum)
}

fn check_alterable(sale: &SaleRecord, link: &LinkRecord) -> Result<(), TillError> {
    if is_alterable(sale, link) { Ok(()) } else { Err(TillError::LinkOver) }
}
