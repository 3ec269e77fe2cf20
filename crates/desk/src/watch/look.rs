//! One look at one link: the provider is asked, and the answer goes into the book.

use std::time::Duration;

use domain::{
    Outcome, TillError, Timestamp,
    account::Account,
    error::Fault,
    ids::{LinkId, PaymentId, ProviderPaymentId, SaleId},
    link_life::{LinkEffect, LinkEvent, LinkState},
    payment::PaymentStatus,
};
use ledger::{LinkRecord, OpenQuestion, PaymentRecord, SaleRecord};
use providers::{Lane, LinkReport, LinkToRead};
use uuid::Uuid;

use crate::{
    answer,
    desk::{Change, Desk, id},
    hold_ends::own_record,
    hold_failures::{Asked, still_reserved},
    take_payment::new_link,
    view::SaleView,
};

/// What came of a look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Looked {
    /// The provider told how the link stands, or there is nothing to ask.
    Told,
    /// The provider could not be reached, or did not answer the question.
    NotTold,
    /// The account's budget or the provider's wish to wait held the look back.
    HeldBack {
        /// For how long, where that is known.
        wait: Option<Duration>,
    },
}

impl Desk {
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
            OpenQuestion::HoldEnd(open) => record.hold_end(*open).is_some(),
        });
        let settled = self.settle_each(questions, Lane::Person).await;
        self.look(link.id, Lane::Person).await?;
        for other in &record.others {
            self.look(other.link.id, Lane::Person).await?;
        }
        self.look_at_refunds(sale, Lane::Person).await?;
        settled?;
        self.sale(sale).await
    }

    /// Asks about one link, and puts the answer into the book. What a list or a counter hinted at is proven only here:
    /// the link and each of its payments are read by themselves.
    pub(crate) async fn look(&self, link: LinkId, lane: Lane) -> Result<Looked, TillError> {
        self.look_or_why_not(link, lane).await.map(|(looked, _)| looked)
    }

    /// The same for somebody who can't go on without the answer: beside what came of it, why there was none.
    pub(crate) async fn look_or_why_not(
        &self,
        link: LinkId,
        lane: Lane,
    ) -> Result<(Looked, Option<TillError>), TillError> {
        let (mut sale, mut record) = self.record_of_link(link).await?;
        let account = self.account(sale.account).await?;
        let is_unnamed = record.provider_id.is_none() && record.our_reference.is_some();
        let mut looked = Looked::Told;
        if record.state == LinkState::Orphan && is_unnamed {
            looked = self.look_for_orphan(&account, &sale, &record, lane).await?;
            // Once it is known, it is read at once: what can be paid and must not be is ended.
            (sale, record) = self.record_of_link(link).await?;
        }
        let Some(read) = self.link_to_read(&sale, &record) else {
            return Ok((looked, None));
        };
        let exchange = self.executor.provider(&account).read_link(&account, read);
        let asked = Asked { here: self.clock.now(), there: self.told_time(&account) };
        let outcome = self.executor.run(&account, &self.keys, lane, exchange).await;
        let looked = match &outcome {
            // What it brought is put down. The next look goes on from there, and it is due as after any that failed.
            Outcome::Done(LinkReport { broke_off: Some(why), .. }) => {
                self.note_look(&record, lane, why).await?
            }
            _ => self.note_look(&record, lane, &outcome).await?,
        };
        let mut news = match looked {
            Looked::Told => record.cannot_check_since.is_some(),
            Looked::NotTold => record.cannot_check_since.is_none(),
            Looked::HeldBack { .. } => false,
        };
        if !matches!(looked, Looked::HeldBack { .. }) {
            news |= self.refused_looks.note(link, &outcome);
        }
        let why_not = match outcome.into_result() {
            Ok(report) => {
                self.note_good_call(account.id);
                let reserved = still_reserved(&report);
                let can_cancel = self.executor.provider(&account).capabilities().cancel;
                news |= self.put_down(&record, report, can_cancel).await?;
                news |= self.note_ends_that_failed(&account, sale.id, &reserved, asked).await?;
                None
            }
            Err(error) => Some(error),
        };
        // Nobody waits for a look that tells nothing new of one link among thousands.
        if news || matches!(lane, Lane::Person | Lane::OnScreen) {
            self.tell(Change::Sale(sale.id));
        }
        // Whoever waits for this link's news does not wait for another provider.
        if news
            && !sale.others.is_empty()
            && let Err(error) = self.look_at_rivals(link, lane).await
        {
            tracing::warn!(%link, %error, "the sale's other links could not be looked at");
        }
        Ok((looked, why_not))
    }

    /// Once a sale is paid on `link`, nobody may pay its other links: the next look at one that is open ends it.
    async fn look_at_rivals(&self, link: LinkId, lane: Lane) -> Result<(), TillError> {
        let (sale, _) = self.record_of_link(link).await?;
        let paid =
            |payment: &PaymentRecord| payment.link == link && payment.status == PaymentStatus::Paid;
        if sale.payments.iter().any(paid) {
            let open = |link: &LinkRecord| link.state == LinkState::Active && link.wish.is_none();
            for rival in sale.others.iter().map(|other| &other.link).filter(|link| open(link)) {
                Box::pin(self.look(rival.id, lane)).await?;
            }
        }
        Ok(())
    }

    /// What is asked of the provider about a link; `None` where its id or our reference is not known.
    pub(crate) fn link_to_read(
        &self,
        sale: &SaleRecord,
        record: &LinkRecord,
    ) -> Option<LinkToRead> {
        Some(LinkToRead {
            provider_id: record.provider_id.clone()?,
            reference: record.our_reference.clone()?,
            currency: sale.amount.currency(),
            own: own_record(sale),
            since: record.first_sent.unwrap_or(sale.started_at),
            known: known(sale, record.id),
            turn: self.any_number(),
        })
    }

    /// A number drawn by chance.
    fn any_number(&self) -> u64 {
        let half = u128::from_le_bytes(self.random.sixteen_bytes()) >> 64;
        u64::try_from(half).unwrap_or_default()
    }

    /// Looks for an orphan whose id nobody knows: the provider may show it by now.
    async fn look_for_orphan(
        &self,
        account: &Account,
        sale: &SaleRecord,
        orphan: &LinkRecord,
        lane: Lane,
    ) -> Result<Looked, TillError> {
        let since = orphan.first_sent.unwrap_or(sale.started_at);
        let ask = new_link(sale, orphan)?;
        let exchange = self.executor.provider(account).find_link(account, ask, since);
        let outcome = self.executor.run(account, &self.keys, lane, exchange).await;
        let looked = self.note_look(orphan, lane, &outcome).await?;
        if let Outcome::Done(Some(found)) = outcome {
            self.link_event(orphan.id, answer::made(found)).await?;
        }
        Ok(looked)
    }

    /// Notes whether the provider could be reached. A look of the till's own that was only held back says nothing about
    /// that.
    pub(super) async fn note_look<T>(
        &self,
        link: &LinkRecord,
        lane: Lane,
        outcome: &Outcome<T>,
    ) -> Result<Looked, TillError> {
        let looked = match outcome {
            Outcome::Done(_) => Looked::Told,
            Outcome::NotSent(held) if held.fault == Fault::TooManyRequests => {
                Looked::HeldBack { wait: held.retry_after }
            }
            _ => Looked::NotTold,
        };
        let says_nothing = matches!(looked, Looked::HeldBack { .. }) && lane != Lane::Person;
        if !says_nothing {
            let (link, at, reached) = (link.id, self.clock.now(), looked == Looked::Told);
            self.book.ask(move |ledger| ledger.note_check(link, at, reached)).await?;
        }
        Ok(looked)
    }

    /// True where the report told something new.
    async fn put_down(
        &self,
        link: &LinkRecord,
        report: LinkReport,
        can_cancel: bool,
    ) -> Result<bool, TillError> {
        let entry = self.entry();
        let fresh: Vec<PaymentId> =
            report.payments.iter().map(|_| PaymentId::fresh(entry.at, &*self.random)).collect();
        let (link, before) = (link.id, link.state);
        self.book
            .ask(move |ledger| {
                let mut news = false;
                for (seen, fresh) in report.payments.iter().zip(fresh) {
                    news |= ledger.payment_seen(entry, link, seen, fresh)?.is_some();
                }
                for refund in &report.went_back {
                    news |= ledger.went_back(entry, link, refund)?;
                }
                if let Some(state) = report.state {
                    let observed = LinkEvent::Observed { state };
                    let (state, effects) = if can_cancel {
                        ledger.link_event(entry, link, &observed)?
                    } else {
                        ledger.link_event_without_cancel(entry, link, &observed)?
                    };
                    news |= state != before || effects.contains(&LinkEffect::Cancel);
                }
                Ok(news)
            })
            .await
    }
}

/// What the book knows of the payments on a link.
fn known(sale: &SaleRecord, link: LinkId) -> Vec<(ProviderPaymentId, PaymentStatus)> {
    let payments = sale.payments.iter().filter(|payment| payment.link == link);
    payments.map(|payment| (payment.provider_id.clone(), payment.status.clone())).collect()
}

/// When a link was planned, by the till's clock: its id says so.
pub(crate) fn made_at(link: LinkId) -> Timestamp {
    let made = Uuid::from(link).get_timestamp().and_then(|made| {
        let (seconds, nanos) = made.to_unix();
        let millis = i64::try_from(seconds).ok()?.checked_mul(1_000)?;
        Timestamp::from_millis(millis.checked_add(i64::from(nanos / 1_000_000))?)
    });
    made.unwrap_or(Timestamp::EPOCH)
}
