//! The desk: what the shell calls, and what it holds together.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use domain::{
    Clock, Random, TillError, Timestamp,
    account::{Account, Environment},
    ids::{AccountId, LinkId, PaymentId, SaleId, StaffId},
};
use ledger::{Entry, Ledger, LedgerError, LinkRecord, SaleRecord};
use providers::Executor;
use tokio::sync::broadcast;
use uuid::Uuid;

use crate::{
    book::Book,
    books_view,
    gaps::Gaps,
    keys::AccountKeys,
    makers::Makers,
    refused_looks::RefusedLooks,
    staff::StaffDesk,
    staff_names::StaffNames,
    turns::Turns,
    vain_looks::VainLooks,
    view::{LinkView, SaleView},
    watch::Watcher,
};

/// What the desk is made of.
pub struct Parts {
    /// The till's book.
    pub book: Book,
    /// What speaks to providers.
    pub executor: Executor,
    /// Where keys lie.
    pub keys: AccountKeys,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub random: Arc<dyn Random>,
}

/// What changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// A sale, its link, its payments or its refunds.
    Sale(SaleId),
    /// The accounts or the settings.
    Till,
    /// Who is at the till, or what is known of the staff.
    Session,
}

/// The use cases of the till.
pub struct Desk {
    pub(crate) book: Book,
    pub(crate) executor: Executor,
    pub(crate) keys: AccountKeys,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) random: Arc<dyn Random>,
    pub(crate) turns: Turns,
    pub(crate) watcher: Watcher,
    pub(crate) gaps: Gaps,
    pub(crate) vain_looks: VainLooks,
    pub(crate) refused_looks: RefusedLooks,
    pub(crate) staff: StaffDesk,
    pub(crate) last_good_calls: Mutex<HashMap<AccountId, Timestamp>>,
    changes: broadcast::Sender<Change>,
}

/// How many changes a slow listener may fall behind before it is told to look at everything again.
const CHANGES_KEPT: usize = 256;

impl Desk {
    /// A desk. Nothing is sent before something is asked of it.
    pub fn new(parts: Parts) -> Self {
        let Parts { book, executor, keys, clock, random } = parts;
        Self {
            book,
            executor,
            keys,
            clock,
            random,
            turns: Turns::default(),
            watcher: Watcher::default(),
            gaps: Gaps::default(),
            vain_looks: VainLooks::default(),
            refused_looks: RefusedLooks::default(),
            staff: StaffDesk::default(),
            last_good_calls: Mutex::default(),
            changes: broadcast::channel(CHANGES_KEPT).0,
        }
    }

    /// Every change from now on.
    pub fn changes(&self) -> broadcast::Receiver<Change> {
        self.changes.subscribe()
    }

    /// The sale that staff look at, whose link is asked about most often.
    pub fn look_at(&self, sale: Option<SaleId>) {
        self.watcher.show(sale, self.clock.elapsed());
    }

    /// A sale with all that is known of it.
    pub async fn sale(&self, id: SaleId) -> Result<SaleView, TillError> {
        let (record, accounts, makers, (story, names)) = self
            .book
            .ask(move |ledger| {
                let record = ledger.sale(id)?.ok_or(LedgerError::NotFound)?;
                let makers = Makers::read(ledger, &record)?;
                let story = (ledger.timeline(id)?, StaffNames::read(ledger)?);
                Ok((record, ledger.accounts()?, makers, story))
            })
            .await?;
        let makers = makers.able(&self.executor);
        let mut view = books_view::sale(&record, &makers, &story, &names, self.clock.now());
        if let (Some(view), Some(link)) = (&mut view.link, &record.link) {
            view.look_refused = self.refused_looks.has(link.id);
        }
        Ok(SaleView { try_with: self.takers(&record, &accounts), ..view })
    }

    /// A link whose address may be shown, drawn as a code, or copied. Never one that staff have cancelled, also while the
    /// provider has not confirmed it, and never one whose place another account's link took.
    pub async fn shown_link(&self, link: &str) -> Result<LinkView, TillError> {
        let (sale, record) = self.link_on_show(id(link)?).await?;
        let account = self.account(sale.account).await?;
        let can = self.executor.provider(&account).capabilities();
        books_view::link_view(&sale, &record, Some(can)).ok_or(TillError::NotFound)
    }

    /// A link that a customer may be shown or sent, and its sale.
    ///
    /// # Errors
    /// `LinkOver` where staff cancelled it, or another account's link took its place; `NotFound`.
    pub(crate) async fn link_on_show(
        &self,
        link: LinkId,
    ) -> Result<(SaleRecord, LinkRecord), TillError> {
        let (sale, record) = self.record_of_link(link).await?;
        let newest = self.record(sale.id).await?.link.map(|newest| newest.id);
        if record.cancelled_at.is_some() || newest != Some(link) {
            return Err(TillError::LinkOver);
        }
        Ok((sale, record))
    }

    /// The environment of a link's sale.
    pub async fn environment_of_link(&self, link: &str) -> Result<Environment, TillError> {
        let (sale, _) = self.record_of_link(id(link)?).await?;
        Ok(sale.environment)
    }

    pub(crate) fn tell(&self, change: Change) {
        // Nobody listens before the first window is open.
        let _ = self.changes.send(change);
        self.watcher.wake();
    }

    /// Tells that the sale changed of which something was written down.
    pub(crate) fn tell_of(&self, sale: Option<SaleId>) {
        if let Some(sale) = sale {
            self.tell(Change::Sale(sale));
        }
    }

    /// An entry of the till itself, now: what a provider answered, and what nobody asked for.
    pub(crate) fn entry(&self) -> Entry {
        Entry { by: StaffId::TILL, at: self.clock.now() }
    }

    pub(crate) async fn record(&self, id: SaleId) -> Result<SaleRecord, TillError> {
        self.book.ask(move |ledger| ledger.sale(id)?.ok_or(LedgerError::NotFound)).await
    }

    /// A link and its sale, as that link sees it: `account` is the link's own, also where staff tried with another since.
    pub(crate) async fn record_of_link(
        &self,
        link: LinkId,
    ) -> Result<(SaleRecord, LinkRecord), TillError> {
        let record = self
            .book
            .ask(move |ledger| ledger.sale_by_link(link)?.ok_or(LedgerError::NotFound))
            .await?;
        let link = record.link.clone().ok_or(TillError::NotFound)?;
        Ok((record, link))
    }

    /// The sale of a payment, as the link sees it that the payment was made on.
    pub(crate) async fn record_of_payment(
        &self,
        payment: PaymentId,
    ) -> Result<SaleRecord, TillError> {
        self.book
            .ask(move |ledger| ledger.sale_by_payment(payment)?.ok_or(LedgerError::NotFound))
            .await
    }

    /// The sale that a part of it leads to.
    pub(crate) async fn record_where(
        &self,
        sale_of: impl FnOnce(&Ledger) -> Result<Option<SaleId>, LedgerError> + Send + 'static,
    ) -> Result<SaleRecord, TillError> {
        self.book
            .ask(move |ledger| {
                let sale = sale_of(ledger)?.ok_or(LedgerError::NotFound)?;
                ledger.sale(sale)?.ok_or(LedgerError::NotFound)
            })
            .await
    }

    /// An account, in use or not.
    pub(crate) async fn account(&self, id: AccountId) -> Result<Account, TillError> {
        self.book.ask(move |ledger| ledger.account(id)?.ok_or(LedgerError::NotFound)).await
    }

    /// An account that is in use.
    pub(crate) async fn account_in_use(&self, id: AccountId) -> Result<Account, TillError> {
        let accounts = self.book.ask(Ledger::accounts).await?;
        accounts.into_iter().find(|account| account.id == id).ok_or(TillError::NotFound)
    }

    pub(crate) fn note_good_call(&self, account: AccountId) {
        let mut calls = self.last_good_calls.lock().unwrap_or_else(PoisonError::into_inner);
        calls.insert(account, self.clock.now());
    }
}

/// Reads an id that came from the page.
pub(crate) fn id<T: From<Uuid>>(text: &str) -> Result<T, TillError> {
    Uuid::parse_str(text).map(T::from).map_err(|_| TillError::NotFound)
}
