//! The link on screen: asked about at once, and more often than any other.

use std::time::Duration;

use domain::{
    Outcome, TillError,
    account::Account,
    ids::{LinkId, SaleId},
    link_life::LinkState,
    outcome::RejectionClass,
    payment::PaymentStatus,
};
use ledger::{LinkRecord, SaleRecord};
use providers::{Lane, Listed, ListedTransaction, TransactionKind, TransactionQuery};

use super::{
    look::{Looked, made_at},
    memory::Shown,
};
use crate::{
    desk::{Change, Desk},
    pace::next_on_screen,
};

/// No customer pays sooner than this after the link was made.
const SOONEST_PAYMENT: Duration = Duration::from_secs(2);

/// So many times only the link's payments are listed, which is one request; then the link itself is read again.
const GLANCES: u32 = 9;

/// Nothing but a payment can have happened to a younger link.
const JUST_MADE: Duration = Duration::from_secs(10);

/// The shortest wait after a look that was held back.
const HELD_BACK: Duration = Duration::from_millis(100);

/// Payments on a page of such a list.
const PAGE_SIZE: u32 = 10;

/// What is remembered of the link on screen. All moments are on the clock that counts sleep.
#[derive(Debug, Default)]
pub(crate) struct OnScreen {
    sale: Option<SaleId>,
    /// When it was last asked about.
    last: Option<Duration>,
    /// How many glances come before the next look.
    glances_left: u32,
    /// How many customers were seen to begin, and when the latest of them was first seen.
    begun: usize,
    begun_at: Duration,
}

impl OnScreen {
    /// Since when a payment may come any moment: since the link is shown, or a customer has begun.
    fn since(&self, shown: Shown) -> Duration {
        shown.since.max(self.begun_at)
    }

    /// Notes how many customers have begun to pay and not ended.
    fn note_begun(&mut self, begun: usize, now: Duration) {
        if begun > self.begun {
            self.begun_at = now;
        }
        self.begun = begun;
    }
}

/// What a glance showed.
enum Glance {
    /// Something that the book does not know.
    News,
    /// Nothing that proves money, and so many customers who are about to pay.
    Begun(usize),
    /// There was no answer.
    Nothing,
    /// These keys may not list payments.
    Refused,
}

impl Desk {
    pub(super) async fn on_screen_due(&self) -> Result<Duration, TillError> {
        let mut memory = self.watcher.on_screen.lock().await;
        let Some(shown) = self.watcher.shown() else {
            return Ok(Duration::MAX);
        };
        let sale = self.record(shown.sale).await?;
        let Some(link) = sale.link.as_ref().filter(|link| may_bring_money(&sale, link)) else {
            return Ok(Duration::MAX);
        };
        let now = self.clock.elapsed();
        if memory.sale != Some(shown.sale) {
            let sale = Some(shown.sale);
            // How a link stands that was made just now is known.
            let glances_left = if self.age(link.id) < JUST_MADE { GLANCES } else { 0 };
            *memory = OnScreen { sale, glances_left, ..OnScreen::default() };
        }
        let is_over = !matches!(link.state, LinkState::Active | LinkState::ToConfirm { .. });
        let pace = next_on_screen(now.saturating_sub(memory.since(shown)), is_over);
        let last = memory.last;
        let wait = match last {
            Some(last) => last.saturating_add(pace).saturating_sub(now),
            None => SOONEST_PAYMENT.saturating_sub(self.age(link.id)),
        };
        if !wait.is_zero() {
            return Ok(wait);
        }
        let account = self.account(sale.account).await?;
        let wait = self.executor.wait_for(&account, Lane::OnScreen);
        if !wait.is_zero() {
            return Ok(wait);
        }
        memory.last = Some(now);
        let provider = self.executor.provider(&account);
        let lists = provider.capabilities().lists && provider.sweeps(&account);
        let mut look = !lists || memory.glances_left == 0;
        if !look {
            memory.glances_left -= 1;
            match self.glance(&account, &sale, link).await? {
                Glance::News => look = true,
                Glance::Begun(begun) => memory.note_begun(begun, now),
                Glance::Nothing => {}
                Glance::Refused => memory.glances_left = 0,
            }
        }
        if look {
            memory.glances_left = GLANCES;
            if let Looked::HeldBack { .. } = self.look(link.id, Lane::OnScreen).await? {
                // As soon as it may, and without another glance before.
                (memory.last, memory.glances_left) = (None, 0);
                return Ok(self.executor.wait_for(&account, Lane::OnScreen).max(HELD_BACK));
            }
        }
        Ok(now.saturating_add(pace).saturating_sub(self.clock.elapsed()))
    }

    /// Lists the payments on one link. What it shows is a reason to look, and never proof.
    async fn glance(
        &self,
        account: &Account,
        sale: &SaleRecord,
        link: &LinkRecord,
    ) -> Result<Glance, TillError> {
        let query = TransactionQuery {
            page: 1,
            page_size: PAGE_SIZE,
            newest_first: true,
            from: link.first_sent.unwrap_or(sale.started_at),
            to: self.executor.provider_time(account),
            kind: None,
            status: None,
            provider_id: None,
            reference: link.our_reference.clone(),
            amount: None,
            currency: None,
            country: None,
            last_four: None,
            brand: None,
            authcode: None,
            account_name: None,
        };
        let exchange = self.executor.provider(account).list_transactions(account, query);
        let outcome = self.executor.run(account, &self.keys, Lane::OnScreen, exchange).await;
        if matches!(&outcome, Outcome::Rejected(no) if no.class == RejectionClass::Permission) {
            return Ok(Glance::Refused);
        }
        if self.note_look(link, Lane::OnScreen, &outcome).await? == Looked::Told {
            self.note_good_call(account.id);
        }
        self.tell(Change::Sale(sale.id));
        Ok(match outcome {
            Outcome::Done(page) => shown_by(sale, link, &page),
            _ => Glance::Nothing,
        })
    }

    fn age(&self, link: LinkId) -> Duration {
        self.clock.now().since(made_at(link))
    }
}

/// True where the provider has the link, and a payment on it, or the card that it is for, would be news.
fn may_bring_money(sale: &SaleRecord, link: &LinkRecord) -> bool {
    let is_final = |status: &PaymentStatus| {
        matches!(status, PaymentStatus::Paid | PaymentStatus::CardConfirmed)
    };
    let paid = sale.payments.iter().any(|payment| is_final(&payment.status));
    let done = paid && (sale.usage.is_single() || link.state == LinkState::Paid);
    link.provider_id.is_some() && !done
}

/// What the list of a link's payments shows. One that was only begun is no news: a customer has opened the page.
fn shown_by(sale: &SaleRecord, link: &LinkRecord, page: &Listed<ListedTransaction>) -> Glance {
    let reference = link.our_reference.as_ref().map(ToString::to_string);
    let ours = |row: &&ListedTransaction| {
        reference.as_deref() == Some(row.reference.as_str())
            && row.kind != Some(TransactionKind::Refund)
    };
    let known = |row: &ListedTransaction| {
        let mut payments = sale.payments.iter();
        payments.any(|known| known.provider_id == row.provider_id && known.status == row.status)
    };
    let (begun, ended): (Vec<_>, Vec<_>) =
        page.rows.iter().filter(ours).partition(|row| row.status.is_under_way());
    if ended.into_iter().all(known) { Glance::Begun(begun.len()) } else { Glance::News }
}
