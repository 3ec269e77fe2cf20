//! Settle what is unclear: look first, and only then send the same intent with the same key again.

use std::time::Duration;

use domain::{
    Outcome, TillError, Timestamp,
    account::Account,
    error::Doubt,
    ids::{LinkId, ProviderRefundId, RefundId},
    link_life::{Absence, LinkEffect, LinkEvent, LinkState},
    reference::OurReference,
    refund::SeenRefund,
    refund_life::{RefundEffect, RefundEvent, RefundState},
};
use ledger::{Ledger, OpenQuestion, PaymentRecord, RefundRecord};
use providers::{Lane, RefundsToFind, provider};

use crate::{answer, desk::Desk, take_payment::new_link};

/// How long a sender may be silent about its request: longer than a write's time limit of 30 seconds.
const LEASE: Duration = Duration::from_mins(1);

impl Desk {
    /// At the program's start: what was being sent when it ended is an open question now. Nothing is sent here.
    pub async fn note_interruptions(&self) -> Result<(), TillError> {
        for question in self.open_questions().await? {
            let doubt = Doubt::Interrupted;
            match question {
                OpenQuestion::Link(link) => {
                    self.link_event(link, LinkEvent::Unclear { doubt }).await?;
                }
                OpenQuestion::Refund(refund) => {
                    self.refund_event(refund, RefundEvent::Unclear { doubt }).await?;
                }
            }
        }
        Ok(())
    }

    /// Tries to settle every open question once. What stays open is tried again by the watcher.
    pub async fn settle_all(&self) -> Result<(), TillError> {
        for question in self.open_questions().await? {
            self.settle(question, Lane::Watcher).await?;
        }
        Ok(())
    }

    pub(crate) async fn open_questions(&self) -> Result<Vec<OpenQuestion>, TillError> {
        self.book.ask(Ledger::open_questions).await
    }

    /// Tries to settle one open question; one that somebody is busy with is left to them.
    pub(crate) async fn settle(&self, question: OpenQuestion, lane: Lane) -> Result<(), TillError> {
        match question {
            OpenQuestion::Link(link) => self.settle_link(link, lane).await,
            OpenQuestion::Refund(refund) => {
                let (payment, _) = self.refund_record(refund).await?;
                let Some(_turn) = self.turns.try_take(payment.id.into()) else {
                    return Ok(());
                };
                self.settle_refund(refund, lane).await
            }
        }
    }

    async fn settle_link(&self, link: LinkId, lane: Lane) -> Result<(), TillError> {
        let account = {
            let Some(_turn) = self.turns.try_take(link.into()) else {
                return Ok(());
            };
            let (sale, record) = self.record_of_link(link).await?;
            let account = self.account(sale.account).await?;
            let sending = matches!(record.state, LinkState::Sending { .. });
            if sending && self.lease_is_over(&account, record.last_sent) {
                self.link_event(link, LinkEvent::Unclear { doubt: Doubt::Interrupted }).await?;
            } else if !matches!(record.state, LinkState::Unknown { .. }) {
                return Ok(());
            }
            let since = record.first_sent.unwrap_or(sale.started_at);
            let exchange =
                provider(account.provider).find_link(&account, new_link(&sale, &record)?, since);
            let event = match self.executor.run(&account, &self.keys, lane, exchange).await {
                Outcome::Done(Some(link)) => answer::made(link),
                Outcome::Done(None) => {
                    let rules = &provider(account.provider).capabilities().create;
                    let now = self.executor.provider_time(&account);
                    LinkEvent::Absent(answer::absence(
                        rules,
                        record.first_sent,
                        record.last_sent,
                        now,
                    ))
                }
                // A look that failed says nothing about what was looked for.
                Outcome::Rejected(_) | Outcome::NotSent(_) | Outcome::Unclear(_) => return Ok(()),
            };
            let effects = self.link_event(link, event).await?;
            if !effects.contains(&LinkEffect::Send) {
                return Ok(());
            }
            account
        };
        self.begin_link(&account, link, lane).await
    }

    /// Settles a refund. The caller holds the payment's turn.
    pub(crate) async fn settle_refund(
        &self,
        refund: RefundId,
        lane: Lane,
    ) -> Result<(), TillError> {
        let (payment, record) = self.refund_record(refund).await?;
        let (sale, link) = self.record_of_link(payment.link).await?;
        let account = self.account(sale.account).await?;
        let sending = matches!(record.state, RefundState::Sending { .. });
        if sending && self.lease_is_over(&account, record.last_sent) {
            self.refund_event(refund, RefundEvent::Unclear { doubt: Doubt::Interrupted }).await?;
        } else if !matches!(record.state, RefundState::Unknown { .. }) {
            return Ok(());
        }
        let reference = link.our_reference.ok_or(TillError::NotFound)?;
        let seen = self.refunds_at_provider(&account, &payment, reference, lane).await;
        let Outcome::Done(seen) = seen else {
            return Ok(());
        };
        let rules = &provider(account.provider).capabilities().refund;
        let now = self.executor.provider_time(&account);
        let absence = answer::absence(rules, record.first_sent, record.last_sent, now);
        let event = match candidates(&payment, &record, &seen).as_slice() {
            [one] => RefundEvent::Made { provider_id: one.clone() },
            [] => RefundEvent::Absent(absence),
            // Two that look alike: the key tells which is ours, as long as the provider knows it.
            _ if absence == Absence::KeyKnown => RefundEvent::Absent(absence),
            _ => RefundEvent::Contradicted,
        };
        let effects = self.refund_event(refund, event).await?;
        if effects.contains(&RefundEffect::Send) {
            self.begin_refund(&account, refund, lane).await?;
        }
        Ok(())
    }

    /// True where a request that nobody works at left longer ago than one may take: its sender is gone (RELIABILITY
    /// 1.6, R12).
    fn lease_is_over(&self, account: &Account, last_sent: Option<Timestamp>) -> bool {
        last_sent.is_none_or(|sent| self.executor.provider_time(account).since(sent) > LEASE)
    }

    /// Every refund of a payment that the provider shows.
    pub(crate) async fn refunds_at_provider(
        &self,
        account: &Account,
        payment: &PaymentRecord,
        reference: OurReference,
        lane: Lane,
    ) -> Outcome<Vec<SeenRefund>> {
        let find =
            RefundsToFind { payment: payment.provider_id.clone(), reference, paid_at: payment.at };
        let exchange = provider(account.provider).refunds_of(account, find);
        self.executor.run(account, &self.keys, lane, exchange).await
    }
}

/// Refunds at the provider that may be `wanted`: of the same amount, and not known as another one.
fn candidates(
    payment: &PaymentRecord,
    wanted: &RefundRecord,
    seen: &[SeenRefund],
) -> Vec<ProviderRefundId> {
    let ours = payment.refunds.iter().filter_map(|refund| refund.provider_id.as_ref());
    let known: Vec<&ProviderRefundId> =
        ours.chain(payment.elsewhere.iter().map(|refund| &refund.provider_id)).collect();
    seen.iter()
        .filter(|refund| refund.stands && refund.amount == wanted.amount.money())
        .filter(|refund| !known.contains(&&refund.provider_id))
        .map(|refund| refund.provider_id.clone())
        .collect()
}
