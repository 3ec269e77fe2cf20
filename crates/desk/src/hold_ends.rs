//! Take reserved money, all or part of it, or give the reservation up: once, whatever happens on the way.

use std::{cmp::Reverse, sync::Arc};

use domain::{
    Amount, Outcome, TillError,
    account::Account,
    capabilities::{Capabilities, WriteRules},
    error::AmountFault,
    hold::{HoldEndKind, NewHoldEnd},
    ids::{HoldEndId, IdempotencyKey, LinkId, PaymentId, PressId},
    link::OwnRecord,
    payment::{PaymentStatus, SeenPayment},
    reference::OurReference,
    refund_life::{RefundEffect, RefundEvent, RefundState},
    sale,
};
use ledger::{
    Entry, HoldEndRecord, HoldEndStarted, PaymentRecord, SaleRecord, StartHoldEnd,
    StartHoldEndError,
};
use providers::{Lane, MadeHoldEnd, PaymentToRead};

use crate::{
    actor::Actor,
    book::till_error,
    desk::{Change, Desk, id},
    hold_evidence::to_hold_end,
    lease::Lease,
    view::{HoldEndForm, SaleView},
};

impl Desk {
    /// Captures or releases a reserved payment. The same press never does it twice: after 'not sent' it sends the same
    /// intent again, and otherwise it tells how the sale stands.
    pub async fn end_hold(&self, by: Actor, form: HoldEndForm) -> Result<SaleView, TillError> {
        let press: PressId = id(&form.press)?;
        let payment: PaymentId = id(&form.payment)?;
        let sale = self.sale_of_payment(payment).await?;
        // What moves the same payment's money goes one after the other, also while a request is on its way.
        let _turn = self.turns.wait(payment.into()).await;
        let record = self.record_of_payment(payment).await?;
        let account = self.account_in_use(record.account).await?;
        let found = record.payment(payment).ok_or(TillError::NotFound)?;
        match found.hold_ends.iter().find(|end| end.press == press) {
            Some(before) => {
                self.send_hold_end_again(by, &account, &record, (found, before)).await?;
            }
            None => self.start_hold_end(by, &account, &record, found, press, &form).await?,
        }
        self.sale(sale).await
    }

    /// Sends an intent that provably never arrived once more, after all that is asked before a new one: somebody may
    /// have ended the reservation elsewhere in the meantime.
    async fn send_hold_end_again(
        &self,
        by: Actor,
        account: &Account,
        sale: &SaleRecord,
        (payment, before): (&PaymentRecord, &HoldEndRecord),
    ) -> Result<(), TillError> {
        if before.state != RefundState::Reserved {
            return Ok(());
        }
        self.make_hold_ready(account, sale, payment).await?;
        self.begin_hold_end(by.entry(self.clock.now()), account, before.id, Lane::Person).await
    }

    async fn start_hold_end(
        &self,
        by: Actor,
        account: &Account,
        sale: &SaleRecord,
        payment: &PaymentRecord,
        press: PressId,
        form: &HoldEndForm,
    ) -> Result<(), TillError> {
        let amount = checked(form, payment, self.executor.provider(account).capabilities())?;
        self.make_hold_ready(account, sale, payment).await?;

        let entry = by.entry(self.clock.now());
        let hold_end = HoldEndId::fresh(entry.at, &*self.random);
        let start = StartHoldEnd {
            hold_end,
            payment: payment.id,
            press,
            key: IdempotencyKey::fresh(&*self.random),
            kind: form.kind,
            amount,
            provider_time: self.executor.provider_time(account),
        };
        let lease = Lease::of(1, self.clock.elapsed());
        let started = self.book.with(move |ledger| ledger.start_hold_end(entry, &start)).await?;
        match started.map_err(refusal)? {
            HoldEndStarted::Now => self.send_hold_end(account, hold_end, lease, Lane::Person).await,
            HoldEndStarted::Before(_) => Ok(()),
        }
    }

    /// All that is asked before a capture or a release may leave: no earlier one in doubt, a sign-in, and that the
    /// payment is still reserved at the provider.
    async fn make_hold_ready(
        &self,
        account: &Account,
        sale: &SaleRecord,
        payment: &PaymentRecord,
    ) -> Result<(), TillError> {
        for end in payment.hold_ends.iter().filter(|end| end.state.is_open_question()) {
            self.settle_hold_end(end.id, Lane::Person).await?;
        }
        let now = self.record(sale.id).await?;
        let now = now.payment(payment.id).ok_or(TillError::NotFound)?;
        if now.hold_ends.iter().any(|end| end.state.is_unsettled()) {
            return Err(TillError::StillSettling);
        }
        self.executor.ready(account, &self.keys).await?;
        let reference = sale.our_reference().cloned().ok_or(TillError::NotFound)?;
        let seen = self.payment_at_provider(account, sale, payment, reference, Lane::Person).await;
        let seen = seen.into_result()?;
        let reserved = seen.status == PaymentStatus::Reserved;
        self.put_payment_down(payment.link, seen).await?;
        if reserved { Ok(()) } else { Err(TillError::NotReserved) }
    }

    /// A payment as the provider shows it.
    pub(crate) async fn payment_at_provider(
        &self,
        account: &Account,
        sale: &SaleRecord,
        payment: &PaymentRecord,
        reference: OurReference,
        lane: Lane,
    ) -> Outcome<SeenPayment> {
        let read = PaymentToRead {
            provider_id: payment.provider_id.clone(),
            reference,
            currency: payment.amount.currency(),
            own: own_record(sale),
        };
        let exchange = self.executor.provider(account).read_payment(account, read);
        self.executor.run(account, &self.keys, lane, exchange).await
    }

    /// Puts a payment into the book as the provider shows it.
    pub(crate) async fn put_payment_down(
        &self,
        link: LinkId,
        seen: SeenPayment,
    ) -> Result<(), TillError> {
        let entry = self.entry();
        let fresh = PaymentId::fresh(entry.at, &*self.random);
        let sale = self
            .book
            .ask(move |ledger| {
                let news = ledger.payment_seen(entry, link, &seen, fresh)?;
                Ok(news.and(ledger.sale_of_link(link)?))
            })
            .await?;
        self.tell_of(sale);
        Ok(())
    }

    /// Marks a further attempt as begun, and sends it if that is what comes next. The caller holds the payment's turn.
    pub(crate) async fn begin_hold_end(
        &self,
        entry: Entry,
        account: &Account,
        hold_end: HoldEndId,
        lane: Lane,
    ) -> Result<(), TillError> {
        let before = self.clock.elapsed();
        let begun = RefundEvent::Begun { provider_time: self.executor.provider_time(account) };
        match self.hold_end_event_of(entry, hold_end, begun).await? {
            (RefundState::Sending { attempt, .. }, effects)
                if effects.contains(&RefundEffect::Send) =>
            {
                self.send_hold_end(account, hold_end, Lease::of(attempt, before), lane).await
            }
            (RefundState::Withdrawn, _) => Err(TillError::NotReserved),
            _ => Ok(()),
        }
    }

    /// Sends the request of an intent that is on disk as being sent, and puts the answer beside it. Nothing is sent
    /// where somebody else has taken over since.
    async fn send_hold_end(
        &self,
        account: &Account,
        hold_end: HoldEndId,
        lease: Lease,
        lane: Lane,
    ) -> Result<(), TillError> {
        let (payment, record) = self.hold_end_record(hold_end).await?;
        let RefundState::Sending { attempt, .. } = record.state else {
            return Ok(());
        };
        if attempt != lease.attempt {
            return Ok(());
        }
        let (sale, link) = self.record_of_link(payment.link).await?;
        self.tell(Change::Sale(sale.id));
        let (kind, amount) = (record.kind, record.amount);
        let reference = link.our_reference.ok_or(TillError::NotFound)?;
        let ask = NewHoldEnd { kind, payment: payment.provider_id, reference, amount };
        let exchange = self.executor.provider(account).end_hold(account, ask, record.key);
        let exchange = lease.guard(Arc::clone(&self.clock), exchange);
        let outcome = self.executor.run(account, &self.keys, lane, exchange).await;
        self.hold_end_event(hold_end, to_hold_end(kind, amount, &outcome)).await?;
        if let Outcome::Done(MadeHoldEnd::Done(seen)) = outcome {
            self.put_payment_down(payment.link, seen).await?;
        }
        Ok(())
    }

    /// Puts what happened to a capture or a release into the book.
    pub(crate) async fn hold_end_event(
        &self,
        hold_end: HoldEndId,
        event: RefundEvent,
    ) -> Result<(RefundState, &'static [RefundEffect]), TillError> {
        self.hold_end_event_of(self.entry(), hold_end, event).await
    }

    /// Puts what somebody decided about a capture or a release into the book.
    pub(crate) async fn hold_end_event_of(
        &self,
        entry: Entry,
        hold_end: HoldEndId,
        event: RefundEvent,
    ) -> Result<(RefundState, &'static [RefundEffect]), TillError> {
        let (sale, next) = self
            .book
            .ask(move |ledger| {
                let next = ledger.hold_end_event(entry, hold_end, &event)?;
                Ok((ledger.sale_of_hold_end(hold_end)?, next))
            })
            .await?;
        if next.1.contains(&RefundEffect::Alarm) {
            tracing::warn!(%hold_end, ?sale, "a capture or release took a turn that nobody expected");
        }
        self.tell_of(sale);
        Ok(next)
    }

    pub(crate) async fn hold_end_record(
        &self,
        hold_end: HoldEndId,
    ) -> Result<(PaymentRecord, HoldEndRecord), TillError> {
        let sale = self.record_where(move |ledger| ledger.sale_of_hold_end(hold_end)).await?;
        sale.hold_end(hold_end)
            .map(|(payment, end)| (payment.clone(), end.clone()))
            .ok_or(TillError::NotFound)
    }
}

/// What the book knows of a sale's link that no answer of the provider's tells.
pub(crate) fn own_record(sale: &SaleRecord) -> OwnRecord {
    let link = sale.link.as_ref().map(|link| link.id);
    let on_it = sale.payments.iter().filter(|payment| Some(payment.link) == link);
    let ends = on_it.flat_map(|payment| &payment.hold_ends);
    OwnRecord { kind: sale.kind, captured: captures_sent(ends) }
}

/// What this till ever sent a capture for, the newest first. What became of it does not count: one that was called refused
/// or absent may be what was captured all the same.
fn captures_sent<'a>(ends: impl Iterator<Item = &'a HoldEndRecord>) -> Vec<Amount> {
    let mut sent: Vec<&HoldEndRecord> =
        ends.filter(|end| end.kind == HoldEndKind::Capture && end.first_sent.is_some()).collect();
    sent.sort_by_key(|end| Reverse(end.at));
    sent.into_iter().map(|end| end.amount).collect()
}

/// What the provider promises about a capture or a release; `None` where it can't be done.
pub(crate) fn rules(kind: HoldEndKind, can: &Capabilities) -> Option<&WriteRules> {
    match kind {
        HoldEndKind::Capture => can.capture.as_ref(),
        HoldEndKind::Release => can.release.as_ref(),
    }
}

/// How much shall be captured or released, if the till knows no reason against it. The ledger has the last word.
fn checked(
    form: &HoldEndForm,
    payment: &PaymentRecord,
    can: &Capabilities,
) -> Result<Amount, TillError> {
    rules(form.kind, can).ok_or(TillError::NotOffered)?;
    if payment.status != PaymentStatus::Reserved {
        return Err(TillError::NotReserved);
    }
    let too_large = TillError::InvalidAmount { fault: AmountFault::TooLarge };
    let whole = Amount::new(payment.amount).map_err(|_| TillError::NotReserved)?;
    let amount = sale::amount(&form.amount_minor, payment.amount.currency())?;
    if amount.minor() > whole.minor() {
        return Err(too_large);
    }
    let may_be_part = form.kind == HoldEndKind::Capture && can.partial_capture;
    if amount != whole && !may_be_part {
        return Err(TillError::NotOffered);
    }
    Ok(amount)
}

fn refusal(error: StartHoldEndError) -> TillError {
    match error {
        StartHoldEndError::NotReserved | StartHoldEndError::OtherCurrency => TillError::NotReserved,
        StartHoldEndError::TooMuch { .. } => {
            TillError::InvalidAmount { fault: AmountFault::TooLarge }
        }
        StartHoldEndError::OtherPayment => TillError::NotFound,
        StartHoldEndError::StillSettling => TillError::StillSettling,
        StartHoldEndError::Ledger(error) => till_error(&error),
    }
}

#[cfg(test)]
mod tests {
    use domain::{Money, Timestamp, ids::StaffId};

    use super::*;

    fn end(kind: HoldEndKind, state: RefundState, minor: u64, second: i64) -> HoldEndRecord {
        let at = Timestamp::from_millis(second * 1_000).unwrap();
        let was_sent = state != RefundState::Reserved;
        HoldEndRecord {
            id: uuid::Uuid::from_u128(minor.into()).into(),
            payment: uuid::Uuid::from_u128(1).into(),
            press: uuid::Uuid::from_u128(minor.into()).into(),
            key: uuid::Uuid::from_u128(minor.into()).into(),
            kind,
            state,
            amount: Amount::new(Money::new(minor, "GEL".parse().unwrap())).unwrap(),
            at,
            by: StaffId::OWNER,
            error: None,
            first_sent: was_sent.then_some(at),
            last_sent: was_sent.then_some(at),
            confirmed_at: None,
        }
    }

    #[test]
    fn every_capture_that_was_ever_sent_may_be_what_was_captured() {
        use HoldEndKind::{Capture, Release};
        use RefundState::{AbsentConfirmed, FailedLate, Rejected, Reserved, Sending};

        let ends = [
            end(Capture, Rejected, 100, 1),
            end(Release, AbsentConfirmed, 2_500, 2),
            end(Capture, FailedLate, 300, 3),
            end(Capture, AbsentConfirmed, 200, 4),
            end(Capture, Sending { attempt: 1, seen: false }, 400, 5),
            end(Capture, Reserved, 500, 6),
        ];
        let sent: Vec<u64> = captures_sent(ends.iter()).iter().map(|sum| sum.minor()).collect();
        assert_eq!(sent, [400, 200, 300, 100]);
    }
}
