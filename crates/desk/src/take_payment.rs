//! Take a payment: from the form to a link on the screen.

use std::{sync::Arc, time::Duration};

use domain::{
    Outcome, TillError, Timestamp,
    account::Account,
    error::Fault,
    ids::{IdempotencyKey, LinkId, PressId, ProductId, SaleId},
    link::NewLink,
    link_life::{Absence, LinkEffect, LinkEvent, LinkState},
    outcome::RejectionClass,
    reference::OurReference,
    sale::{BasketLineForm, NewSale, SaleForm},
};
use ledger::{Entry, LinkRecord, SaleRecord, StartSale, Started};
use providers::Lane;

use crate::{
    actor::Actor,
    answer,
    desk::{Change, Desk, id},
    lease::Lease,
    view::{self, NewSaleForm, SaleView},
};

impl Desk {
    /// Makes everything ready while staff still type, so that the link costs one round trip: the sign-in and an open
    /// connection.
    pub async fn prepare(&self, account: &str) -> Result<(), TillError> {
        let account = self.account_in_use(id(account)?).await?;
        self.executor.prepare(&account, &self.keys).await?;
        self.note_good_call(account.id);
        Ok(())
    }

    /// Makes a sale and its link. The same press never makes a second one: after 'not sent' it sends the same intent
    /// again, and otherwise it tells how the sale stands.
    pub async fn create_link(&self, by: Actor, form: NewSaleForm) -> Result<SaleView, TillError> {
        let press: PressId = id(&form.press)?;
        if let Some(sale) = self.book.ask(move |ledger| ledger.sale_of_press(press)).await? {
            self.check_sees(by, sale).await?;
            return self.send_again(by, sale).await;
        }
        let account = self.account_in_use(id(&form.account)?).await?;
        let sale = self.checked(form, &account).await?;
        self.executor.ready(&account, &self.keys).await?;
        self.note_sale(by, press)?;
        let lease = Lease::of(1, self.clock.elapsed());
        let started = self.start_sale(by, press, &account, sale).await;
        if started.is_err() {
            self.take_back_sale(press);
        }
        match started? {
            (sale, Some(link)) => {
                self.send_link(&account, link, lease, Lane::Person).await?;
                self.sale(sale).await
            }
            (sale, None) => self.sale(sale).await,
        }
    }

    /// The sale of a form, at the prices of the shop's list.
    async fn checked(&self, form: NewSaleForm, account: &Account) -> Result<NewSale, TillError> {
        let lines = form.lines.iter().map(read_line).collect::<Result<Vec<_>, _>>()?;
        let ids: Vec<ProductId> = lines.iter().map(|line| line.product).collect();
        let mut products = if ids.is_empty() {
            Vec::new()
        } else {
            self.book.ask(move |ledger| ledger.products_of(&ids)).await?
        };
        products.retain(|product| product.environment == account.environment());
        let can = self.executor.provider(account).capabilities();
        sale_form(form, lines).check(account, can, &products)
    }

    /// Sends an intent that provably never arrived once more.
    pub(crate) async fn send_again(&self, by: Actor, sale: SaleId) -> Result<SaleView, TillError> {
        let record = self.record(sale).await?;
        let never_sent = record.link.as_ref().filter(|link| link.state == LinkState::Reserved);
        if let Some(link) = never_sent {
            let account = self.account_in_use(record.account).await?;
            self.executor.ready(&account, &self.keys).await?;
            let links_end = self.executor.provider(&account).capabilities().links_end;
            if !links_end || self.executor.provider_time(&account) < link.expires_at {
                let entry = by.entry(self.clock.now());
                self.begin_link(entry, &account, link.id, Lane::Person).await?;
            } else {
                // It would be dead on arrival.
                let over = LinkEvent::Absent(Absence::Proven);
                self.link_event(link.id, over).await?;
            }
        }
        self.sale(sale).await
    }

    /// Puts the sale and its intent on disk; the link is `None` where the same press did so before.
    async fn start_sale(
        &self,
        by: Actor,
        press: PressId,
        account: &Account,
        sale: NewSale,
    ) -> Result<(SaleId, Option<LinkId>), TillError> {
        let entry = by.entry(self.clock.now());
        let (sale_id, link) =
            (SaleId::fresh(entry.at, &*self.random), LinkId::fresh(entry.at, &*self.random));
        let key = IdempotencyKey::fresh(&*self.random);
        let reference = OurReference::new(&sale.reference, link)?;
        let provider_time = self.executor.provider_time(account);
        // The provider ends the link, so its own clock counts; to the second, as it is sent.
        let expires_at = whole_seconds(provider_time.plus(sale.payable_for));
        sale.kind.check_starts_after(expires_at)?;
        let account = account.id;
        let started = self
            .book
            .ask(move |ledger| {
                ledger.start_sale(
                    entry,
                    &StartSale {
                        sale: sale_id,
                        link,
                        account,
                        press,
                        key,
                        new_sale: &sale,
                        reference,
                        expires_at,
                        provider_time,
                    },
                )
            })
            .await?;
        Ok(match started {
            Started::Now => {
                self.tell(Change::Sale(sale_id));
                (sale_id, Some(link))
            }
            Started::Before(sale) => (sale, None),
        })
    }

    /// Marks a further attempt as begun, and sends it if that is what comes next.
    pub(crate) async fn begin_link(
        &self,
        entry: Entry,
        account: &Account,
        link: LinkId,
        lane: Lane,
    ) -> Result<(), TillError> {
        let before = self.clock.elapsed();
        let begun = LinkEvent::Begun { provider_time: self.executor.provider_time(account) };
        match self.link_event_of(entry, link, begun).await? {
            (LinkState::Sending { attempt, .. }, effects)
                if effects.contains(&LinkEffect::Send) =>
            {
                self.send_link(account, link, Lease::of(attempt, before), lane).await
            }
            _ => Ok(()),
        }
    }

    /// Sends the request of an intent that is on disk as being sent, and puts the answer beside it. Nothing is sent
    /// where somebody else has taken over since.
    pub(crate) async fn send_link(
        &self,
        account: &Account,
        link: LinkId,
        lease: Lease,
        lane: Lane,
    ) -> Result<(), TillError> {
        let _turn = self.turns.wait(link.into()).await;
        let (sale, record) = self.record_of_link(link).await?;
        if !matches!(record.state, LinkState::Sending { attempt, .. } if attempt == lease.attempt) {
            return Ok(());
        }
        let ask = new_link(&sale, &record)?;
        let email = ask.customer_email.clone();
        let exchange = self.executor.provider(account).create_link(account, ask, record.key);
        let exchange = lease.guard(Arc::clone(&self.clock), exchange);
        let outcome = self.executor.run(account, &self.keys, lane, exchange).await;
        let can = self.executor.provider(account).capabilities();
        let session_ended = can.session_key
            && matches!(&outcome, Outcome::Rejected(no) if no.class == RejectionClass::Credentials);
        if !session_ended {
            self.link_event(link, answer::to_create(outcome, email.as_ref())).await?;
            return Ok(());
        }
        // It was refused before anything was made: the same press goes again with the next session.
        tracing::warn!(%link, account = %account.id, "the session has ended");
        self.link_event(link, LinkEvent::NotSent { fault: Fault::SignIn }).await?;
        self.tell(Change::Till);
        if lane == Lane::Person { Err(TillError::CredentialsRefused) } else { Ok(()) }
    }

    /// Puts what happened to a link into the book.
    pub(crate) async fn link_event(
        &self,
        link: LinkId,
        event: LinkEvent,
    ) -> Result<(LinkState, &'static [LinkEffect]), TillError> {
        self.link_event_of(self.entry(), link, event).await
    }

    /// Puts what somebody did to a link into the book.
    pub(crate) async fn link_event_of(
        &self,
        entry: Entry,
        link: LinkId,
        event: LinkEvent,
    ) -> Result<(LinkState, &'static [LinkEffect]), TillError> {
        let (sale, _) = self.record_of_link(link).await?;
        let (sale, account) = (sale.id, self.account(sale.account).await?);
        let can_cancel = self.executor.provider(&account).capabilities().cancel;
        let next = self
            .book
            .ask(move |ledger| {
                if can_cancel {
                    ledger.link_event(entry, link, &event)
                } else {
                    ledger.link_event_without_cancel(entry, link, &event)
                }
            })
            .await?;
        if next.1.contains(&LinkEffect::Alarm) {
            tracing::warn!(%link, %sale, state = ?next.0, "a link is there that nobody expected");
        }
        self.tell(Change::Sale(sale));
        Ok(next)
    }
}

fn read_line(line: &view::BasketLineForm) -> Result<BasketLineForm, TillError> {
    let (product, quantity) = (id(&line.product)?, line.quantity);
    Ok(BasketLineForm { product, quantity, unit_minor: line.unit_minor.clone() })
}

fn sale_form(form: NewSaleForm, lines: Vec<BasketLineForm>) -> SaleForm {
    SaleForm {
        amount_minor: form.amount_minor,
        currency: form.currency,
        reference: form.reference,
        name: form.name,
        description: form.description,
        staff_note: form.staff_note,
        payable_for: Duration::from_secs(form.payable_for.into()),
        use_limit: form.use_limit,
        shipping_minor: form.shipping_minor,
        kind: form.kind,
        customer_email: form.customer_email,
        page_language: form.page_language,
        customer: form.customer,
        lines,
    }
}

/// What the provider is asked for: read back from the book, and the same on every attempt. Only a granted change rewrites
/// what the book has, and none is asked for before the link is `Active`, from where no attempt starts any more.
pub(crate) fn new_link(sale: &SaleRecord, link: &LinkRecord) -> Result<NewLink, TillError> {
    let texts = sale.texts.as_ref().ok_or(TillError::NotFound)?;
    Ok(NewLink {
        id: link.id,
        amount: sale.amount,
        reference: link.our_reference.clone().ok_or(TillError::NotFound)?,
        name: texts.name.clone(),
        description: texts.description.clone(),
        expires_at: link.expires_at,
        usage: sale.usage,
        shipping: sale.shipping,
        kind: sale.kind,
        customer_email: texts.customer_email.clone(),
        page_language: sale.page_language.clone(),
        customer: texts.customer.clone(),
        lines: sale.basket.as_ref().map(|basket| basket.lines.clone()).unwrap_or_default(),
    })
}

pub(crate) fn whole_seconds(moment: Timestamp) -> Timestamp {
    Timestamp::from_millis(moment.millis() / 1_000 * 1_000).unwrap_or(moment)
}
