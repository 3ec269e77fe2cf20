//! Watch links until the provider has said all there is to say.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError},
    time::Duration,
};

use domain::{
    Outcome, TillError, Timestamp,
    account::Account,
    ids::{LinkId, PaymentId, SaleId},
    link_life::{LinkEvent, LinkState},
};
use ledger::{LinkRecord, LinkToWatch, OpenQuestion, SaleRecord};
use providers::{Lane, LinkReport, LinkToRead, provider};

use crate::{
    answer,
    desk::{Change, Desk, id},
    pace::{Attention, next_look, next_settling},
    take_payment::new_link,
    view::SaleView,
};

/// How often the watcher looks at what is due. Nothing is asked of a provider unless it is.
const TICK: Duration = Duration::from_millis(500);

/// When each link was last asked about, on the clock that counts sleep. Forgotten with the program: then all is due.
type Asked = HashMap<LinkId, Duration>;

impl Desk {
    /// Settles what is open and watches what may still bring money, until the program ends. The link on screen never
    /// waits for the others.
    pub async fn watch(self: Arc<Self>) {
        tokio::join!(self.keep_settling(), self.keep_looking(true), self.keep_looking(false));
    }

    async fn keep_settling(&self) {
        let mut tried: HashMap<OpenQuestion, (u32, Duration)> = HashMap::new();
        loop {
            match self.open_questions().await {
                Ok(questions) => {
                    tried.retain(|question, _| questions.contains(question));
                    for question in questions {
                        let now = self.clock.elapsed();
                        let (count, at) = tried.get(&question).copied().unwrap_or_default();
                        if count == 0 || now >= at + next_settling(count) {
                            tried.insert(question, (count + 1, now));
                            warn_of(self.settle(question, Lane::Watcher).await);
                        }
                    }
                }
                Err(error) => warn_of(Err(error)),
            }
            tokio::time::sleep(TICK).await;
        }
    }

    async fn keep_looking(&self, on_screen: bool) {
        let mut asked = Asked::new();
        loop {
            warn_of(self.look_at_the_next(on_screen, &mut asked).await);
            tokio::time::sleep(TICK).await;
        }
    }

    /// Asks about the link that has waited longest of those that are due.
    async fn look_at_the_next(&self, on_screen: bool, asked: &mut Asked) -> Result<(), TillError> {
        let shown = *self.on_screen.lock().unwrap_or_else(PoisonError::into_inner);
        let now = self.clock.now();
        let mut links = self.book.ask(move |ledger| ledger.watched_links(now)).await?;
        links.retain(|link| (shown == Some(link.sale)) == on_screen);
        asked.retain(|link, _| links.iter().any(|watched| watched.link == *link));
        let elapsed = self.clock.elapsed();
        let is_due = |link: &&LinkToWatch| {
            let pace = next_look(attention(link, on_screen), age(link, now));
            asked.get(&link.link).is_none_or(|at| elapsed >= *at + pace)
        };
        let next = links.iter().filter(is_due).min_by_key(|link| asked.get(&link.link).copied());
        if let Some(link) = next {
            asked.insert(link.link, elapsed);
            self.look(link.link, Lane::Watcher).await?;
        }
        Ok(())
    }

    /// Asks the provider how a sale's link, payments and refunds stand, now.
    pub async fn check_now(&self, sale: &str) -> Result<SaleView, TillError> {
        let sale: SaleId = id(sale)?;
        let record = self.record(sale).await?;
        let Some(link) = &record.link else {
            return self.sale(sale).await;
        };
        let mut questions = self.open_questions().await?;
        questions.retain(|question| match question {
            OpenQuestion::Link(open) => *open == link.id,
            OpenQuestion::Refund(open) => record.refund(*open).is_some(),
        });
        let settled = self.settle_each(questions, Lane::Person).await;
        self.look(link.id, Lane::Person).await?;
        self.look_at_refunds(sale, Lane::Person).await?;
        settled?;
        self.sale(sale).await
    }

    /// Asks about one link, and puts the answer into the book.
    async fn look(&self, link: LinkId, lane: Lane) -> Result<(), TillError> {
        let (sale, record) = self.record_of_link(link).await?;
        let account = self.account(sale.account).await?;
        let (provider_id, reference) = match (&record.provider_id, &record.our_reference) {
            (Some(id), Some(reference)) => (id.clone(), reference.clone()),
            (None, Some(_)) if record.state == LinkState::Orphan => {
                return self.look_for_orphan(&account, &sale, &record, lane).await;
            }
            _ => return Ok(()),
        };
        let read = LinkToRead {
            provider_id,
            reference,
            currency: sale.amount.currency(),
            since: record.first_sent.unwrap_or(sale.started_at),
        };
        let exchange = provider(account.provider).read_link(&account, read);
        let outcome = self.executor.run(&account, &self.keys, lane, exchange).await;
        let at = self.clock.now();
        let reached = matches!(outcome, Outcome::Done(_));
        self.book.ask(move |ledger| ledger.note_check(link, at, reached)).await?;
        if let Outcome::Done(report) = outcome {
            self.note_good_call(account.id);
            self.put_down(link, report).await?;
        }
        self.tell(Change::Sale(sale.id));
        Ok(())
    }

    /// Looks for an orphan whose id nobody knows: the provider may show it by now.
    async fn look_for_orphan(
        &self,
        account: &Account,
        sale: &SaleRecord,
        orphan: &LinkRecord,
        lane: Lane,
    ) -> Result<(), TillError> {
        let since = orphan.first_sent.unwrap_or(sale.started_at);
        let exchange =
            provider(account.provider).find_link(account, new_link(sale, orphan)?, since);
        let outcome = self.executor.run(account, &self.keys, lane, exchange).await;
        let (link, at) = (orphan.id, self.clock.now());
        let reached = matches!(outcome, Outcome::Done(_));
        self.book.ask(move |ledger| ledger.note_check(link, at, reached)).await?;
        if let Outcome::Done(Some(found)) = outcome {
            self.link_event(link, answer::made(found)).await?;
        }
        Ok(())
    }

    async fn put_down(&self, link: LinkId, report: LinkReport) -> Result<(), TillError> {
        let entry = self.entry();
        let fresh: Vec<PaymentId> =
            report.payments.iter().map(|_| PaymentId::fresh(entry.at, &*self.random)).collect();
        self.book
            .ask(move |ledger| {
                for (seen, fresh) in report.payments.iter().zip(fresh) {
                    ledger.payment_seen(entry, link, seen, fresh)?;
                }
                if let Some(state) = report.state {
                    ledger.link_event(entry, link, &LinkEvent::Observed { state })?;
                }
                Ok(())
            })
            .await
    }
}

fn warn_of(result: Result<(), TillError>) {
    if let Err(error) = result {
        tracing::warn!(%error, "the watcher could not look");
    }
}

fn attention(link: &LinkToWatch, on_screen: bool) -> Attention {
    // What is paid may only be paid once more.
    if link.paid && link.state == LinkState::Paid {
        Attention::Over
    } else if on_screen {
        Attention::OnScreen
    } else if link.state == LinkState::Active {
        Attention::Open
    } else {
        Attention::Over
    }
}

/// How long ago the link was made, or came to its end where it is over.
fn age(link: &LinkToWatch, now: Timestamp) -> Duration {
    let id = uuid::Uuid::from(link.link);
    let made = id.get_timestamp().and_then(|made| {
        let (seconds, nanos) = made.to_unix();
        let millis = i64::try_from(seconds).ok()?.checked_mul(1_000)?;
        Timestamp::from_millis(millis.checked_add(i64::from(nanos / 1_000_000))?)
    });
    match link.state {
        LinkState::Active => made.map_or(Duration::ZERO, |made| now.since(made)),
        _ => now.since(link.ends_at),
    }
}
