//! Settle what is unclear: look first, and only then send the same intent with the same key again.

use std::time::Duration;

use domain::{
    Money, Outcome, TillError, Timestamp,
    account::Account,
    error::Doubt,
    ids::{LinkId, RefundId},
    link_life::{Absence, LinkEffect, LinkEvent, LinkState},
    refund::SeenRefund,
    refund_life::{RefundEffect, RefundEvent, RefundState},
    rules::{Rule, holds},
};
use ledger::{Ledger, OpenQuestion, PaymentRecord, RefundRecord, SaleRecord};
use providers::{Lane, RefundsSeen};

use crate::{
    answer::{self, Looked},
    desk::Desk,
    refund_origin::{Own, may_be},
    refund_total::TotalLook,
    refunds_seen::{Placed, is_surely_of},
    take_payment::new_link,
};

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
                OpenQuestion::HoldEnd(hold_end) => {
                    self.hold_end_event(hold_end, RefundEvent::Unclear { doubt }).await?;
                }
            }
        }
        Ok(())
    }

    /// Tries to settle every open question once. What stays open is tried again by the watcher. One that fails keeps
    /// no other from its turn; the first failure is told at the end.
    pub async fn settle_all(&self) -> Result<(), TillError> {
        let questions = self.open_questions().await?;
        self.settle_each(questions, Lane::Settling).await
    }

    /// Tries to settle each of `questions`, and gives the first failure.
    pub(crate) async fn settle_each(
        &self,
        questions: Vec<OpenQuestion>,
        lane: Lane,
    ) -> Result<(), TillError> {
        let mut result = Ok(());
        for question in questions {
            let settled = self.settle(question, lane).await;
            if let Err(error) = &settled {
                tracing::warn!(?question, %error, "a question could not be settled");
            }
            result = result.and(settled);
        }
        result
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
            OpenQuestion::HoldEnd(hold_end) => {
                let (payment, _) = self.hold_end_record(hold_end).await?;
                let Some(_turn) = self.turns.try_take(payment.id.into()) else {
                    return Ok(());
                };
                self.settle_hold_end(hold_end, lane).await
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
            let provider = self.executor.provider(&account);
            let began = self.clock.elapsed();
            let exchange = provider.find_link(&account, new_link(&sale, &record)?, since);
            let look = self.executor.run(&account, &self.keys, lane, exchange).await;
            let rules = &provider.capabilities().create;
            let absence = self
                .looked(&account, began)
                .map(|looked| answer::link_absence(rules, &record, looked));
            let event = match look {
                Outcome::Done(found) => {
                    self.vain_looks.end(link);
                    found.map(answer::made).or(absence.map(LinkEvent::Absent))
                }
                // A look that failed says nothing about what was looked for.
                failed => {
                    if let Outcome::Rejected(no) = &failed {
                        let code = &no.provider_code;
                        tracing::warn!(%link, code, "the provider shows no links");
                    }
                    let in_vain = answer::tells_nothing(&failed)
                        && self.vain_looks.are_lasting(link, began, rules.quiet_period());
                    absence.filter(|_| in_vain).and_then(answer::looked_in_vain)
                }
            };
            let Some(event) = event else {
                return Ok(());
            };
            let (_, effects) = self.link_event(link, event).await?;
            if !effects.contains(&LinkEffect::Send) {
                self.vain_looks.end(link);
                return Ok(());
            }
            account
        };
        self.begin_link(self.entry(), &account, link, lane).await
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
        let Some(rules) = &self.executor.provider(&account).capabilities().refund else {
            return Ok(());
        };
        let absence = |looked| answer::absence(rules, record.first_sent, record.last_sent, looked);
        let began = self.clock.elapsed();
        let repeats_unseen = !holds(Rule::ReadBeforeRepeat)
            && self.looked(&account, began).map(absence) == Some(Absence::KeyKnown);
        let seen = if repeats_unseen {
            Outcome::Done(RefundsSeen::Each(Vec::new()))
        } else {
            self.refunds_at_provider(&account, &payment, reference, lane).await
        };
        let Some(looked) = self.looked(&account, began) else {
            return Ok(());
        };
        let absence = absence(looked);
        let for_a_person = answer::of_no_use(&seen, rules, record.last_sent, looked.began);
        let event = match seen {
            Outcome::Done(RefundsSeen::Total(seen)) => {
                let look = TotalLook { payment: &payment, wanted: &record, seen, rules, looked };
                Some(self.found_in_total(look).await?)
            }
            // No further look would tell more.
            Outcome::Done(RefundsSeen::Untold) => Some(RefundEvent::Contradicted),
            Outcome::Done(RefundsSeen::Each(seen)) => {
                self.note_late_failures(&payment, &seen).await?;
                self.name_ours(&payment, &seen, Some(refund)).await?;
                let own = Own::of(&record, &payment, &seen);
                let unknown = self.unknown_refunds(account.id, seen).await?;
                let look = Look { own, unknown, absence, read_lag: rules.read_lag };
                Some(self.found(&sale, &payment, &record, look).await?)
            }
            Outcome::Rejected(no) => {
                tracing::warn!(%refund, code = no.provider_code, "the provider shows no refunds");
                let next = answer::after_refused_look(&no, absence).or(for_a_person);
                let error = no.into();
                self.refund_event(refund, RefundEvent::LookUpRefused { error }).await?;
                next
            }
            Outcome::NotSent(_) | Outcome::Unclear(_) => for_a_person,
        };
        let Some(event) = event else {
            return Ok(());
        };
        let (_, effects) = self.refund_event(refund, event).await?;
        if effects.contains(&RefundEffect::Send) {
            self.begin_refund(self.entry(), &account, refund, lane).await?;
        }
        Ok(())
    }

    /// What a look tells about `wanted`. What is surely somebody else's goes into the book on the way, so that a repeat
    /// can't give back more than came.
    async fn found(
        &self,
        sale: &SaleRecord,
        payment: &PaymentRecord,
        wanted: &RefundRecord,
        look: Look,
    ) -> Result<RefundEvent, TillError> {
        let Look { own, unknown, absence, read_lag } = look;
        let (candidates, others): (Vec<_>, Vec<_>) =
            unknown.into_iter().partition(|refund| may_be(refund, wanted, read_lag));
        let (strangers, unplaced): (Vec<_>, Vec<_>) =
            others.into_iter().partition(|refund| is_surely_of(sale, payment, refund));
        let placed = self.note_elsewhere(payment.id, strangers, Some(wanted.id)).await?;
        if let Some(told) = own.to_wanted() {
            return Ok(told);
        }
        if placed == Placed::NotAll {
            // Another till has settled this one and begun the next since the look: it proves nothing any more.
            return Ok(RefundEvent::Absent(Absence::TooEarly));
        }

        match candidates.as_slice() {
            [one] if is_surely_of(sale, payment, one) => {
                return Ok(RefundEvent::Made { provider_id: one.provider_id.clone() });
            }
            [] if unplaced.is_empty() || absence != Absence::KeyKnown => {
                return Ok(RefundEvent::Absent(absence));
            }
            _ => {}
        }
        // Some look alike, or may be of another payment. The key tells which is ours, as long as the provider knows it;
        // but should none be ours, then the repeat is one more on top of all of them.
        let (payment, _) = self.refund_record(wanted.id).await?;
        let facts = payment.facts();
        let at_most = candidates
            .iter()
            .chain(&unplaced)
            .try_fold(Money::zero(facts.amount.currency()), |sum, seen| sum.plus(seen.amount));
        let fits = at_most.is_ok_and(|at_most| at_most.minor() <= facts.left().minor());
        Ok(if fits && absence == Absence::KeyKnown {
            RefundEvent::Absent(absence)
        } else {
            RefundEvent::Contradicted
        })
    }

    /// The provider's time, where it has told it: nothing is proven with a guess.
    pub(crate) fn told_time(&self, account: &Account) -> Option<Timestamp> {
        self.executor.told_time(account).then(|| self.executor.provider_time(account))
    }

    /// When a look was asked for that began at `began`, on the clock that counts sleep, and what time it is now.
    pub(crate) fn looked(&self, account: &Account, began: Duration) -> Option<Looked> {
        let now = self.told_time(account)?;
        Some(Looked { began: now.minus(self.clock.elapsed().saturating_sub(began)), now })
    }

    /// True where a request that nobody works at left longer ago than one may take: its sender is gone (RELIABILITY
    /// 1.6, R12).
    pub(crate) fn lease_is_over(&self, account: &Account, last_sent: Option<Timestamp>) -> bool {
        let ended = |sent| self.executor.provider_time(account).since(sent) > LEASE;
        holds(Rule::LeasesEnd) && last_sent.is_none_or(ended)
    }
}

/// A look at the refunds of a payment.
struct Look {
    /// What they show of the one that is looked for under its own id.
    own: Own,
    /// Those that stand and that the book does not know.
    unknown: Vec<SeenRefund>,
    /// What it is worth that the refund is not among them.
    absence: Absence,
    /// How far the provider's times may be apart.
    read_lag: Duration,
}
