//! What the provider shows of a payment's refunds, put beside what the book knows of them.

use std::time::Duration;

use domain::{
    Amount, Outcome, TillError,
    account::Account,
    ids::{AccountId, PaymentId, RefundId, SaleId},
    link_life::Absence,
    payment::PaymentStatus,
    reference::OurReference,
    refund::SeenRefund,
    refund_life::{RefundEvent, RefundState},
};
use ledger::{Elsewhere, PaymentRecord, RefundRecord, SaleRecord};
use providers::{Lane, RefundsSeen, RefundsToFind};

use crate::{
    answer::{Looked, keyless_absence},
    desk::Desk,
    refund_origin::may_be,
};

/// Whether every refund that the provider shows could be put into the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Placed {
    /// What is left is the smaller of ours and the provider's.
    All,
    /// At least one may belong to this payment or to another one of the same link.
    NotAll,
    /// The provider shows none, and the book may lack some.
    Untold,
}

/// Refunds that a look shows beside those of the payment.
struct Others {
    /// Those that stand and may be of this payment or of another one of the same link.
    anywhere: Vec<SeenRefund>,
    /// Those that the provider says failed.
    failed: Vec<SeenRefund>,
}

impl Desk {
    /// What the provider shows of a payment's refunds.
    pub(crate) async fn refunds_at_provider(
        &self,
        account: &Account,
        payment: &PaymentRecord,
        reference: OurReference,
        lane: Lane,
    ) -> Outcome<RefundsSeen> {
        let find = RefundsToFind {
            payment: payment.provider_id.clone(),
            reference,
            currency: payment.amount.currency(),
            paid_at: payment.at,
        };
        let exchange = self.executor.provider(account).refunds_of(account, find);
        self.executor.run(account, &self.keys, lane, exchange).await
    }

    /// Asks about the refunds of each payment that a sale was paid with. A payment that somebody is busy with is left
    /// to them, and a look that fails says nothing.
    pub(crate) async fn look_at_refunds(&self, sale: SaleId, lane: Lane) -> Result<(), TillError> {
        let payments = self.record(sale).await?.payments;
        for payment in payments.iter().filter(|payment| payment.status == PaymentStatus::Paid) {
            self.look_at_refunds_of(sale, payment.id, lane).await?;
        }
        Ok(())
    }

    /// Asks about the refunds of one payment, unless somebody is busy with it. True where the provider told something,
    /// or the texts were erased by which it could be asked.
    pub(crate) async fn look_at_refunds_of(
        &self,
        sale: SaleId,
        payment: PaymentId,
        lane: Lane,
    ) -> Result<bool, TillError> {
        let Some(_turn) = self.turns.try_take(payment.into()) else {
            return Ok(false);
        };
        let sale = self.record(sale).await?.seen_by_payment(payment);
        let account = self.account(sale.account).await?;
        let reference = sale.our_reference().cloned();
        let (Some(payment), Some(reference)) = (sale.payment(payment), reference) else {
            return Ok(true);
        };
        let began = self.clock.elapsed();
        Ok(match self.refunds_at_provider(&account, payment, reference, lane).await {
            Outcome::Done(seen) => {
                self.put_refunds_down(&sale, payment, seen, began).await?;
                true
            }
            Outcome::Rejected(no) => {
                tracing::warn!(code = no.provider_code, "the provider shows no refunds");
                true
            }
            Outcome::NotSent(_) | Outcome::Unclear(_) => false,
        })
    }

    /// Puts the refunds of a payment whose own ones are settled into the book: those made without this till, and ours
    /// that failed after all. Where one of ours is not settled, a refund that may be it is left alone. The sale and the
    /// payment are as they were before the provider was asked, which was at `began` on the clock that counts sleep.
    pub(crate) async fn put_refunds_down(
        &self,
        sale: &SaleRecord,
        payment: &PaymentRecord,
        seen: RefundsSeen,
        began: Duration,
    ) -> Result<Placed, TillError> {
        match seen {
            RefundsSeen::Each(seen) => self.put_each_down(sale, payment, seen, began).await,
            RefundsSeen::Total(seen) => {
                let account = self.account(sale.account).await?;
                self.put_total_down(&account, payment, seen.gone, began).await
            }
            // The book alone says what is left, so it must be the one in which every refund was written down.
            RefundsSeen::Untold => {
                let id = payment.id;
                let lacks = self.book.ask(move |ledger| ledger.may_lack_refunds_of(id)).await?;
                Ok(if lacks { Placed::Untold } else { Placed::All })
            }
        }
    }

    async fn put_each_down(
        &self,
        sale: &SaleRecord,
        payment: &PaymentRecord,
        seen: Vec<SeenRefund>,
        began: Duration,
    ) -> Result<Placed, TillError> {
        self.note_late_failures(payment, &seen).await?;
        let renewed;
        let payment = if self.name_ours(payment, &seen, None).await? {
            renewed = self.record(sale.id).await?;
            renewed.payment(payment.id).ok_or(TillError::NotFound)?
        } else {
            payment
        };
        let failed: Vec<_> = seen.iter().filter(|refund| !refund.stands).cloned().collect();
        if payment.refunds.iter().any(|refund| refund.state.is_unsettled()) {
            return Ok(Placed::NotAll);
        }
        let unknown = self.unknown_refunds(sale.account, seen).await?;
        let (here, anywhere): (Vec<_>, Vec<_>) =
            unknown.into_iter().partition(|refund| is_surely_of(sale, payment, refund));
        let others = Others { anywhere, failed };
        let here = self.name_what_a_person_found(sale, payment, here, &others, began).await?;
        let anywhere = others.anywhere;
        let noted = self.note_elsewhere(payment.id, here, None).await?;
        Ok(if anywhere.is_empty() { noted } else { Placed::NotAll })
    }

    /// A refund of ours that a person found without the till seeing which one it is takes the first of `here` that may be
    /// it: otherwise it would count once more, as somebody else's. Gives the rest.
    ///
    /// Where one that failed may be it, and none that stands, be it anywhere, the provider took it and failed it later:
    /// its sum is free again. That counts only once the quiet period is over, for until then a list may not show the one
    /// that stands.
    async fn name_what_a_person_found(
        &self,
        sale: &SaleRecord,
        payment: &PaymentRecord,
        mut here: Vec<SeenRefund>,
        others: &Others,
        began: Duration,
    ) -> Result<Vec<SeenRefund>, TillError> {
        let nameless: Vec<_> =
            payment.refunds.iter().filter(|refund| is_nameless(refund)).collect();
        if nameless.is_empty() {
            return Ok(here);
        }
        let account = self.account(sale.account).await?;
        let Some(rules) = &self.executor.provider(&account).capabilities().refund else {
            return Ok(here);
        };
        let mut failed = self.not_in_the_book(account.id, others.failed.clone()).await?;
        failed.retain(|seen| may_have_failed(sale, payment, seen, rules.read_lag));
        for refund in nameless {
            if let Some(place) = position(&here, refund, rules.read_lag) {
                let provider_id = here.remove(place).provider_id;
                self.refund_event(refund.id, RefundEvent::Made { provider_id }).await?;
                continue;
            }
            let quiet = |looked: Looked| {
                keyless_absence(rules, refund.last_sent, looked.began) == Absence::Proven
            };
            let may_stand = !self.looked(&account, began).is_some_and(quiet)
                || position(&others.anywhere, refund, rules.read_lag).is_some();
            if let Some(place) = position(&failed, refund, rules.read_lag).filter(|_| !may_stand) {
                let provider_id = failed.remove(place).provider_id;
                self.refund_event(refund.id, RefundEvent::Made { provider_id }).await?;
                self.refund_event(refund.id, RefundEvent::FailedLate).await?;
            }
        }
        Ok(here)
    }

    /// Notes refunds that the provider took and failed later, ours and those made without this till: their sum is free
    /// again.
    pub(crate) async fn note_late_failures(
        &self,
        payment: &PaymentRecord,
        seen: &[SeenRefund],
    ) -> Result<(), TillError> {
        let confirmed =
            payment.refunds.iter().filter(|refund| refund.state == RefundState::Confirmed);
        for refund in confirmed {
            let failed = |seen: &SeenRefund| {
                !seen.stands && refund.provider_id.as_ref() == Some(&seen.provider_id)
            };
            if seen.iter().any(failed) {
                self.refund_event(refund.id, RefundEvent::FailedLate).await?;
            }
        }
        let failed: Vec<_> = payment
            .elsewhere
            .iter()
            .map(|elsewhere| elsewhere.provider_id.clone())
            .filter(|id| seen.iter().any(|seen| !seen.stands && seen.provider_id == *id))
            .collect();
        if failed.is_empty() {
            return Ok(());
        }
        let (entry, payment) = (self.entry(), payment.id);
        self.book
            .ask(move |ledger| {
                failed.iter().try_for_each(|id| ledger.refund_elsewhere_failed(entry, payment, id))
            })
            .await
    }

    /// Those of `seen` that stand, and that the book does not know as anybody's refund of any payment.
    pub(crate) async fn unknown_refunds(
        &self,
        account: AccountId,
        mut seen: Vec<SeenRefund>,
    ) -> Result<Vec<SeenRefund>, TillError> {
        seen.retain(|refund| refund.stands);
        self.not_in_the_book(account, seen).await
    }

    /// Those of `seen` that the book does not know as anybody's refund of any payment.
    async fn not_in_the_book(
        &self,
        account: AccountId,
        mut seen: Vec<SeenRefund>,
    ) -> Result<Vec<SeenRefund>, TillError> {
        self.book
            .ask(move |ledger| {
                let ids: Vec<_> = seen.iter().map(|refund| refund.provider_id.clone()).collect();
                let unknown = ledger.unknown_refunds(account, &ids)?;
                seen.retain(|refund| unknown.contains(&refund.provider_id));
                Ok(seen)
            })
            .await
    }

    /// Puts refunds of `payment` that were made without this till into the book; `looked_for` is the one of ours that none
    /// of them can be. Another till may have begun one of its own since the look: that is never taken for a stranger's.
    pub(crate) async fn note_elsewhere(
        &self,
        payment: PaymentId,
        refunds: Vec<SeenRefund>,
        looked_for: Option<RefundId>,
    ) -> Result<Placed, TillError> {
        let entry = self.entry();
        self.book
            .ask(move |ledger| {
                let mut placed = Placed::All;
                for refund in refunds {
                    if let Ok(amount) = Amount::new(refund.amount) {
                        let id = &refund.provider_id;
                        let noted =
                            ledger.refund_elsewhere(entry, payment, id, amount, looked_for)?;
                        if noted == Elsewhere::MayBeOurs {
                            placed = Placed::NotAll;
                        }
                    }
                }
                Ok(placed)
            })
            .await
    }
}

/// True for a refund of ours that was made, though the till never learned which of the provider's it is.
fn is_nameless(refund: &RefundRecord) -> bool {
    refund.state == RefundState::Confirmed && refund.provider_id.is_none()
}

fn position(seen: &[SeenRefund], wanted: &RefundRecord, read_lag: Duration) -> Option<usize> {
    seen.iter().position(|seen| may_be(seen, wanted, read_lag))
}

/// True where a failed refund may be one that the provider had taken. The record of one of ours that it refused at once is
/// no such proof.
fn may_have_failed(
    sale: &SaleRecord,
    payment: &PaymentRecord,
    seen: &SeenRefund,
    read_lag: Duration,
) -> bool {
    let mut refused = payment.refunds.iter().filter(|ours| ours.state == RefundState::Rejected);
    is_surely_of(sale, payment, seen) && !refused.any(|ours| may_be(seen, ours, read_lag))
}

/// True where a refund that the provider shows for `payment` can't be another payment's: it says so itself, or the link
/// was paid only once.
pub(crate) fn is_surely_of(
    sale: &SaleRecord,
    payment: &PaymentRecord,
    refund: &SeenRefund,
) -> bool {
    let may_hold_money = |other: &PaymentRecord| {
        !(matches!(other.status, PaymentStatus::Refused | PaymentStatus::NotBegun)
            || other.status.is_under_way())
    };
    match &refund.payment {
        Some(named) => *named == payment.provider_id,
        None => !sale.payments.iter().any(|other| {
            other.id != payment.id && other.link == payment.link && may_hold_money(other)
        }),
    }
}
