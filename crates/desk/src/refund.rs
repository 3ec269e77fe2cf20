//! Refund all or part of a payment, and never more than is left.

use std::sync::Arc;

use domain::{
    Amount, Money, TillError,
    account::Account,
    error::{Doubt, Field},
    ids::{IdempotencyKey, PaymentId, PressId, RefundId, SaleId},
    refund::{NewRefund, RefundReason},
    refund_life::{RefundEffect, RefundEvent, RefundState},
    rights::Right,
    rules::{Rule, holds},
    sale,
    text::check_text,
    till_rules::ApprovalReason,
};
use ledger::{
    DayLimit, Entry, Failure, LedgerError, PaymentRecord, RefundRecord, RefundStarted, SaleRecord,
    StartRefund, StartRefundError,
};
use providers::Lane;

use crate::{
    actor::Actor,
    answer,
    book::till_error,
    desk::{Change, Desk, id},
    lease::Lease,
    refunds_seen::Placed,
    view::{RefundForm, SaleView},
};

/// Longest note beside a refund, in characters.
const LONGEST_NOTE: usize = 500;

impl Desk {
    /// Gives money back. The same press never makes a second refund: after 'not sent' it sends the same intent again,
    /// and otherwise it tells how the sale stands.
    pub async fn refund(&self, by: Actor, form: RefundForm) -> Result<SaleView, TillError> {
        let press: PressId = id(&form.press)?;
        let payment: PaymentId = id(&form.payment)?;
        let sale = self.sale_of_payment(payment).await?;
        self.check_sees(by, sale).await?;
        // Refunds of one payment go one after the other, also while a request is on its way.
        let _turn = self.turns.wait(payment.into()).await;
        let record = self.record_of_payment(payment).await?;
        let account = self.account_in_use(record.account).await?;
        let found = record.payment(payment).ok_or(TillError::NotFound)?;
        match found.refunds.iter().find(|refund| refund.press == press) {
            Some(before) => self.send_refund_again(by, &account, &record, (found, before)).await?,
            None => self.start_new_refund(by, &account, &record, found, (press, &form)).await?,
        }
        self.anchor_soon();
        self.sale(sale).await
    }

    /// Sends an intent that provably never arrived once more, after all that is asked before a new one: money may have
    /// gone back elsewhere in the meantime.
    async fn send_refund_again(
        &self,
        by: Actor,
        account: &Account,
        sale: &SaleRecord,
        (payment, refund): (&PaymentRecord, &RefundRecord),
    ) -> Result<(), TillError> {
        if refund.state != RefundState::Reserved {
            return Ok(());
        }
        // A PIN counts for a minute, and what it was typed for may lie days back.
        self.check_refund_rules(by, refund.press, account, (sale, payment), refund.amount).await?;
        self.make_ready(account, payment).await?;
        let entry = by.entry(self.clock.now());
        self.begin_refund(entry, account, refund.id, Lane::Person).await
    }

    async fn start_new_refund(
        &self,
        by: Actor,
        account: &Account,
        sale: &SaleRecord,
        payment: &PaymentRecord,
        (press, form): (PressId, &RefundForm),
    ) -> Result<(), TillError> {
        let amount = sale::amount(&form.amount_minor, payment.amount.currency())?;
        let note = checked_note(form)?;
        if self.executor.provider(account).capabilities().refund.is_none() {
            return Err(TillError::NotOffered);
        }
        check_left(amount, payment)?;
        let allowed = self.check_refund_rules(by, press, account, (sale, payment), amount).await?;
        self.make_ready(account, payment).await?;
        let day_limit = match allowed.day_limit {
            // By now the provider has told the time.
            Some(most) => Some(DayLimit { since: self.refund_day(account).await?, most }),
            None => None,
        };

        let entry = by.entry(self.clock.now());
        let refund = RefundId::fresh(entry.at, &*self.random);
        let start = StartRefund {
            refund,
            payment: payment.id,
            press,
            key: IdempotencyKey::fresh(&*self.random),
            amount,
            reason: form.reason,
            note,
            provider_time: self.executor.provider_time(account),
            approved_by: allowed.approved_by,
            day_limit,
        };
        #[cfg(feature = "simulation")]
        if !holds(Rule::WriteAhead) {
            return self.refund_unwritten(account, payment, start).await;
        }
        let lease = Lease::of(1, self.clock.elapsed());
        let started = self.book.with(move |ledger| ledger.start_refund(entry, &start)).await?;
        if matches!(started, Err(StartRefundError::OverDayLimit)) {
            // Another refund of the same person was written down meanwhile.
            let (pin, approval) = (false, Some(ApprovalReason::Day));
            let approvers = self.approvers(by).await?;
            return Err(TillError::RefundNeeds { pin, approval, approvers });
        }
        match started.map_err(refusal)? {
            RefundStarted::Now => self.send_refund(account, refund, lease, Lane::Person).await,
            RefundStarted::Before(_) => Ok(()),
        }
    }

    /// All that is asked before a refund may leave: no earlier one in doubt, a sign-in, and what went back elsewhere.
    async fn make_ready(
        &self,
        account: &Account,
        payment: &PaymentRecord,
    ) -> Result<(), TillError> {
        self.settle_earlier(payment).await?;
        self.executor.ready(account, &self.keys).await?;
        self.note_refunds_elsewhere(account, payment.id).await
    }

    /// An earlier refund whose end is not known must be settled before the next one.
    async fn settle_earlier(&self, payment: &PaymentRecord) -> Result<(), TillError> {
        for refund in payment.refunds.iter().filter(|refund| refund.state.is_open_question()) {
            self.settle_refund(refund.id, Lane::Person).await?;
        }
        Ok(())
    }

    /// Puts refunds that were made without this till into the book, so that what is left is the smaller of ours and
    /// the provider's.
    async fn note_refunds_elsewhere(
        &self,
        account: &Account,
        payment: PaymentId,
    ) -> Result<(), TillError> {
        let record = self.record_of_payment(payment).await?;
        let found = record.payment(payment).ok_or(TillError::NotFound)?;
        // One of ours that may have been made would be taken for somebody else's, and count twice.
        if found.refunds.iter().any(|refund| refund.state.is_unsettled()) {
            return Err(TillError::StillSettling);
        }
        let reference = record.our_reference().cloned().ok_or(TillError::NotFound)?;
        let began = self.clock.elapsed();
        let seen = self
            .refunds_at_provider(account, found, reference, Lane::Person)
            .await
            .into_result()?;
        match self.put_refunds_down(&record, found, seen, began).await? {
            Placed::All => Ok(()),
            Placed::NotAll => Err(TillError::UnclearOutcome { doubt: Doubt::Unreadable }),
            Placed::Untold => Err(TillError::MayBeRefunded),
        }
    }

    /// Marks a further attempt as begun, and sends it if that is what comes next. The caller holds the payment's turn.
    ///
    /// An intent that the payment no longer covers is withdrawn, and this says why.
    pub(crate) async fn begin_refund(
        &self,
        entry: Entry,
        account: &Account,
        refund: RefundId,
        lane: Lane,
    ) -> Result<(), TillError> {
        let before = self.clock.elapsed();
        let begun = RefundEvent::Begun { provider_time: self.executor.provider_time(account) };
        match self.refund_event_of(entry, refund, begun).await? {
            (RefundState::Sending { attempt, .. }, effects)
                if effects.contains(&RefundEffect::Send) =>
            {
                self.send_refund(account, refund, Lease::of(attempt, before), lane).await
            }
            (RefundState::Withdrawn, _) => {
                let (payment, record) = self.refund_record(refund).await?;
                check_left(record.amount, &payment).and(Err(TillError::NotRefundable))
            }
            _ => Ok(()),
        }
    }

    /// Sends the request of an intent that is on disk as being sent, and puts the answer beside it. Nothing is sent
    /// where somebody else has taken over since.
    async fn send_refund(
        &self,
        account: &Account,
        refund: RefundId,
        lease: Lease,
        lane: Lane,
    ) -> Result<(), TillError> {
        let (payment, record) = self.refund_record(refund).await?;
        let RefundState::Sending { attempt, .. } = record.state else {
            return Ok(());
        };
        if attempt != lease.attempt {
            return Ok(());
        }
        let (sale, link) = self.record_of_link(payment.link).await?;
        self.tell(Change::Sale(sale.id));
        let ask = NewRefund {
            id: record.id,
            payment: payment.provider_id,
            reference: link.our_reference.ok_or(TillError::NotFound)?,
            amount: record.amount,
            reason: record.reason,
            paid_at: payment.at,
        };
        let key =
            if holds(Rule::OneKey) { record.key } else { IdempotencyKey::fresh(&*self.random) };
        let exchange = self.executor.provider(account).refund(account, ask, key);
        let exchange = lease.guard(Arc::clone(&self.clock), exchange);
        let outcome = self.executor.run(account, &self.keys, lane, exchange).await;
        self.refund_event(refund, answer::to_refund(outcome)).await?;
        Ok(())
    }

    /// Puts what happened to a refund into the book. A refund of the provider's that stands for another one of ours
    /// already proves nothing: then a person must decide.
    pub(crate) async fn refund_event(
        &self,
        refund: RefundId,
        event: RefundEvent,
    ) -> Result<(RefundState, &'static [RefundEffect]), TillError> {
        self.refund_event_of(self.entry(), refund, event).await
    }

    /// The same for what somebody decided.
    pub(crate) async fn refund_event_of(
        &self,
        entry: Entry,
        refund: RefundId,
        event: RefundEvent,
    ) -> Result<(RefundState, &'static [RefundEffect]), TillError> {
        let (sale, next) = self
            .book
            .ask(move |ledger| {
                let next = match ledger.refund_event(entry, refund, &event) {
                    Err(LedgerError::Failed(Failure::Conflict)) => {
                        ledger.refund_event(entry, refund, &RefundEvent::Contradicted)?
                    }
                    next => next?,
                };
                Ok((ledger.sale_of_refund(refund)?, next))
            })
            .await?;
        if next.1.contains(&RefundEffect::Alarm) {
            tracing::warn!(%refund, ?sale, state = ?next.0, "a refund took a turn that nobody expected");
        }
        self.tell_of(sale);
        Ok(next)
    }

    pub(crate) async fn refund_record(
        &self,
        refund: RefundId,
    ) -> Result<(PaymentRecord, RefundRecord), TillError> {
        let sale = self.record_where(move |ledger| ledger.sale_of_refund(refund)).await?;
        sale.refund(refund)
            .map(|(payment, refund)| (payment.clone(), refund.clone()))
            .ok_or(TillError::NotFound)
    }

    pub(crate) async fn sale_of_payment(&self, payment: PaymentId) -> Result<SaleId, TillError> {
        self.book
            .ask(move |ledger| ledger.sale_of_payment(payment)?.ok_or(LedgerError::NotFound))
            .await
    }
}

/// The first look at what is left, so that a plain mistake costs no request. The ledger has the last word.
fn check_left(amount: Amount, payment: &PaymentRecord) -> Result<(), TillError> {
    let facts = payment.facts();
    if !facts.is_paid() {
        return Err(TillError::NotRefundable);
    }
    let never_sent = payment.refunds.iter().filter(|refund| refund.state == RefundState::Reserved);
    let withdrawable =
        never_sent.fold(0_u64, |sum, refund| sum.saturating_add(refund.amount.minor()));
    let left =
        Money::new(facts.left().minor().saturating_add(withdrawable), payment.amount.currency());
    if amount.minor() > left.minor() { Err(TillError::OverRefund { left }) } else { Ok(()) }
}

fn checked_note(form: &RefundForm) -> Result<String, TillError> {
    let note = form.note.trim();
    if form.reason == RefundReason::Other && note.is_empty() {
        return Err(TillError::MissingRequiredFields { fields: vec![Field::Note] });
    }
    check_text(Field::Note, note, LONGEST_NOTE)?;
    Ok(note.to_owned())
}

pub(crate) fn refusal(error: StartRefundError) -> TillError {
    match error {
        StartRefundError::OverRefund { left } => TillError::OverRefund { left },
        StartRefundError::NotRefundable | StartRefundError::OtherCurrency { .. } => {
            TillError::NotRefundable
        }
        StartRefundError::OtherPayment => TillError::NotFound,
        StartRefundError::StillSettling => TillError::StillSettling,
        StartRefundError::OverDayLimit => TillError::NotAllowed { right: Right::Refund },
        StartRefundError::Ledger(error) => till_error(&error),
    }
}
