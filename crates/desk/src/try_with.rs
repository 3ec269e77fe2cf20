//! Another account for a sale that has no link which a customer could pay: its provider refused, did not answer, or
//! declined the customer's card. The first link is ended, or flagged and watched: a payment on it is one of this sale.

use std::time::Duration;

use domain::{
    TillError,
    account::Account,
    capabilities::{Capabilities, MadeOf},
    ids::{IdempotencyKey, LinkId, PressId},
    link_kind::LinkKindForm,
    link_life::LinkState,
    link_wish::Wish,
    reference::OurReference,
    sale::{LONGEST_PAYABLE, NewSale, SHORTEST_PAYABLE, SaleForm},
    sale_state::{About, SaleState},
};
use ledger::{LinkRecord, SaleRecord, SaleTexts, Started, TryWith};
use providers::Lane;

use crate::{
    actor::Actor,
    desk::{Change, Desk, id},
    lease::Lease,
    take_payment::whole_seconds,
    view::{OtherAccount, SaleView},
    watch::made_at,
};

impl Desk {
    /// Takes a sale to another account: its link is set aside, and the other account is asked for one. The same press
    /// never makes a second link, and where the first link can be paid by now, or money came or may be coming, nothing is
    /// asked: the sale tells how it stands.
    ///
    /// # Errors
    /// `NotOffered`, or what is wrong with the sale's form for it, where the account can't take this sale; `NotAllowed` where
    /// a customer has a link that is not this person's to end; why the account's provider could not be signed in to.
    pub async fn try_with(
        &self,
        by: Actor,
        sale: &str,
        account: &str,
        press: &str,
    ) -> Result<SaleView, TillError> {
        let press: PressId = id(press)?;
        if let Some(sale) = self.book.ask(move |ledger| ledger.sale_of_press(press)).await? {
            self.check_sees(by, sale).await?;
            return self.send_again(by, sale).await;
        }
        let sale = self.see(by, sale).await?;
        let account = self.account_in_use(id(account)?).await?;
        let first = self.record(sale).await?.link.ok_or(TillError::LinkOver)?.id;
        let turn = self.turns.wait(first.into()).await;
        let record = self.record(sale).await?;
        let is_first = record.link.as_ref().is_some_and(|link| link.id == first);
        if !is_first || !is_stuck(&record) {
            return self.sale(sale).await;
        }
        let asked_for = self.takeover(&record, &account)?;
        self.executor.ready(&account, &self.keys).await?;
        self.end_first(by, &record, first).await?;

        let lease = Lease::of(1, self.clock.elapsed());
        let (record, found) = self.record_of_link(first).await?;
        let first_can_end = self.can_cancel(&record).await?;
        let start = self.next_link((&found, first_can_end), &account, &asked_for, press)?;
        let (link, entry) = (start.link, by.entry(self.clock.now()));
        let started = self.book.ask(move |ledger| ledger.try_with(entry, &start)).await?;
        drop(turn);
        self.tell(Change::Sale(sale));
        if started == Started::Now {
            self.send_link(&account, link, lease, Lane::Person).await?;
        }
        self.sale(sale).await
    }

    /// The accounts that a sale can be taken to as it stands.
    pub(crate) fn takers(&self, sale: &SaleRecord, accounts: &[Account]) -> Vec<OtherAccount> {
        let is_stuck = is_stuck(sale);
        let can_take =
            accounts.iter().filter(|account| is_stuck && self.takeover(sale, account).is_ok());
        can_take
            .map(|account| OtherAccount { id: account.id.to_string(), name: account.name.clone() })
            .collect()
    }

    /// The sale as `account` would be asked for it.
    fn takeover(&self, sale: &SaleRecord, account: &Account) -> Result<NewSale, TillError> {
        let can = self.executor.provider(account).capabilities();
        let link = sale.link.as_ref().filter(|_| is_another(sale, account, can));
        let (Some(link), Some(texts)) = (link, &sale.texts) else {
            return Err(TillError::NotOffered);
        };
        form(sale, link, texts).check(account, can, &[])
    }

    /// Asks for the end of a link that a customer may have, and looks once for a payment that has just come. What can't be
    /// learned now is learned by the watcher.
    async fn end_first(
        &self,
        by: Actor,
        sale: &SaleRecord,
        first: LinkId,
    ) -> Result<(), TillError> {
        let is_active = |sale: &SaleRecord| {
            sale.link.as_ref().is_some_and(|link| link.state == LinkState::Active)
        };
        if !is_active(sale) {
            return Ok(());
        }
        self.check_alters(by, sale.id).await?;
        let is_asked = |link: &LinkRecord| link.wish == Some(Wish::Cancel);
        if self.can_cancel(sale).await? && !sale.link.as_ref().is_some_and(is_asked) {
            let account = self.account(sale.account).await?;
            let provider_time = self.executor.provider_time(&account);
            let entry = by.entry(self.clock.now());
            self.book.ask(move |ledger| ledger.ask_cancel(entry, first, provider_time)).await?;
        }
        self.carry_out_in_turn(first, Lane::Person).await?;
        self.look(first, Lane::Person).await?;
        Ok(())
    }

    async fn can_cancel(&self, sale: &SaleRecord) -> Result<bool, TillError> {
        let account = self.account(sale.account).await?;
        Ok(self.executor.provider(&account).capabilities().cancel)
    }

    fn next_link(
        &self,
        (instead_of, first_can_end): (&LinkRecord, bool),
        account: &Account,
        asked_for: &NewSale,
        press: PressId,
    ) -> Result<TryWith, TillError> {
        let link = LinkId::fresh(self.clock.now(), &*self.random);
        let provider_time = self.executor.provider_time(account);
        Ok(TryWith {
            instead_of: instead_of.id,
            first_can_end,
            link,
            account: account.id,
            press,
            key: IdempotencyKey::fresh(&*self.random),
            reference: OurReference::new(&asked_for.reference, link)?,
            expires_at: whole_seconds(provider_time.plus(asked_for.payable_for)),
            provider_time,
        })
    }
}

/// True where no customer can pay the sale's link, or the one who tried could not.
fn is_stuck(sale: &SaleRecord) -> bool {
    matches!(
        sale.state(),
        SaleState::NotSent
            | SaleState::NotSure { about: About::Link }
            | SaleState::LinkRefused { .. }
            | SaleState::CardRefused { .. }
            | SaleState::PaymentFailed
    )
}

/// True for another account of the same environment that takes a plain payment of any sum.
fn is_another(sale: &SaleRecord, account: &Account, can: &Capabilities) -> bool {
    account.id != sale.account
        && account.environment() == sale.environment
        && can.made_of == MadeOf::Sum
        && sale.kind.is_payment()
        && sale.usage.is_single()
}

/// What staff typed, as far as another provider may know it: a customer is known to the first one alone, and products are
/// asked for as their sum.
fn form(sale: &SaleRecord, link: &LinkRecord, texts: &SaleTexts) -> SaleForm {
    SaleForm {
        amount_minor: sale.amount.minor().to_string(),
        currency: sale.amount.currency().code().to_owned(),
        reference: texts.reference.clone(),
        name: texts.name.clone(),
        description: texts.description.clone(),
        staff_note: texts.staff_note.clone(),
        payable_for: payable_for(link),
        use_limit: None,
        shipping_minor: sale.shipping.map(|shipping| shipping.minor().to_string()),
        kind: LinkKindForm::Payment,
        customer_email: texts
            .customer_email
            .as_ref()
            .map(|email| email.as_str().to_owned())
            .unwrap_or_default(),
        page_language: sale.page_language.clone().map(String::from).unwrap_or_default(),
        customer: String::new(),
        lines: Vec::new(),
    }
}

/// As long as staff chose for the first link, in whole minutes.
fn payable_for(link: &LinkRecord) -> Duration {
    const MINUTE: Duration = Duration::from_mins(1);

    let begun = link.first_sent.unwrap_or_else(|| made_at(link.id));
    let minutes = link.expires_at.since(begun).saturating_add(MINUTE / 2).as_secs() / 60;
    Duration::from_secs(minutes.saturating_mul(60)).clamp(SHORTEST_PAYABLE, LONGEST_PAYABLE)
}
