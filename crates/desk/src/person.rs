//! What only a person can decide: the till shows all the evidence that it has, looks again before it takes their word,
//! and writes down who decided what.

use domain::{
    TillError,
    ids::{HoldEndId, PaymentId, RefundId, SaleId},
    refund_life::{RefundEvent, RefundState},
    sale_state::Moment,
};
use ledger::{LedgerError, SaleRecord};
use uuid::Uuid;

use crate::{
    actor::Actor,
    desk::{Desk, id},
    person_evidence::{Case, Evidence, Shown, Subject},
    staff_names::StaffNames,
    view::{Decision, Found, PersonCase, SaleView},
};

impl Desk {
    /// What a sale needs a person for, with a fresh look at the provider where it can be reached.
    ///
    /// # Errors
    /// `NotFound` where the sale needs nobody.
    pub async fn person_case(&self, sale: &str) -> Result<PersonCase, TillError> {
        let sale: SaleId = id(sale)?;
        let case = Case::first_of(self.record(sale).await?).ok_or(TillError::NotFound)?;
        let evidence = self.evidence(&case).await?;
        self.put_evidence_down(&case, &evidence).await?;
        let names = self.book.ask(StaffNames::read).await?;
        Ok(PersonCase {
            subject: case.subject.id().to_string(),
            about: case.subject.about(),
            amount: case.subject.amount().money(),
            asked_at: Moment(case.subject.asked_at()),
            asked_by: names.of(case.subject.asked_by()),
            last_sent: case.subject.last_sent().map(Moment),
            payment: case.payment.provider_id.to_string(),
            our_reference: case
                .sale
                .our_reference()
                .map(|reference| reference.as_str().to_owned())
                .unwrap_or_default(),
            looked_at: evidence.shown.is_ok().then_some(Moment(evidence.at)),
            cannot_look: evidence.shown.as_ref().err().cloned(),
            may_decide_none: evidence.may_decide_none,
            untold: matches!(evidence.shown, Ok(Shown::Untold)),
            total: match &evidence.shown {
                Ok(Shown::Total(total)) => Some(total.clone()),
                _ => None,
            },
            candidates: match evidence.shown {
                Ok(Shown::Refunds(candidates)) => candidates,
                Ok(Shown::Total(_) | Shown::Untold | Shown::Payment(..)) | Err(_) => Vec::new(),
            },
        })
    }

    /// Takes a person's word for what became of a refund, a capture or a release, unless the provider shows something
    /// else at this moment.
    pub async fn decide_case(&self, by: Actor, decision: Decision) -> Result<SaleView, TillError> {
        let subject: Uuid = id(&decision.subject)?;
        let payment = self.case(subject).await?.payment.id;
        let _turn = self.turns.wait(PaymentId::into(payment)).await;
        let case = self.case(subject).await?;
        if case.subject.state() == RefundState::NeedsPerson {
            let evidence = self.evidence(&case).await?;
            let event = evidence.confirms(&case.subject, &decision.found)?;
            self.decide(by, &case, event).await?;
            self.put_evidence_down(&case, &evidence).await?;
            if let (Found::Nothing, Subject::Refund(refund), Ok(Shown::Total(total))) =
                (&decision.found, &case.subject, &evidence.shown)
            {
                self.put_rest_down(&case.payment, refund.id, total.at_provider).await?;
            }
        } else if !is_decided_so(&case.subject, &decision.found) {
            return Err(TillError::EvidenceChanged);
        }
        self.sale(case.sale.id).await
    }

    async fn decide(&self, by: Actor, case: &Case, event: RefundEvent) -> Result<(), TillError> {
        let entry = by.entry(self.clock.now());
        let (state, _) = match &case.subject {
            Subject::Refund(refund) => self.refund_event_of(entry, refund.id, event).await?,
            Subject::HoldEnd(end) => self.hold_end_event_of(entry, end.id, event).await?,
        };
        // What the person pointed at became another refund's in the meantime.
        if state == RefundState::NeedsPerson {
            return Err(TillError::EvidenceChanged);
        }
        Ok(())
    }

    async fn case(&self, subject: Uuid) -> Result<Case, TillError> {
        let (refund, hold_end) = (RefundId::from(subject), HoldEndId::from(subject));
        let sale: SaleRecord = self
            .book
            .ask(move |ledger| {
                let of_refund = ledger.sale_of_refund(refund)?;
                let sale = match of_refund {
                    Some(sale) => Some(sale),
                    None => ledger.sale_of_hold_end(hold_end)?,
                };
                ledger.sale(sale.ok_or(LedgerError::NotFound)?)?.ok_or(LedgerError::NotFound)
            })
            .await?;
        Case::of(sale, subject).ok_or(TillError::NotFound)
    }

    /// A capture or a release shows in the payment itself.
    async fn put_evidence_down(&self, case: &Case, evidence: &Evidence) -> Result<(), TillError> {
        match &evidence.shown {
            Ok(Shown::Payment(_, seen)) => {
                self.put_payment_down(case.payment.link, seen.clone()).await
            }
            Ok(Shown::Refunds(_) | Shown::Total(_) | Shown::Untold) | Err(_) => Ok(()),
        }
    }
}

/// True where the same decision was taken before: a second press changes nothing.
fn is_decided_so(subject: &Subject, found: &Found) -> bool {
    match found {
        Found::Made { provider_id } => {
            let this_one = provider_id.as_deref();
            subject.state() == RefundState::Confirmed
                && (this_one.is_none() || this_one == subject.provider_id())
        }
        Found::Nothing => subject.state() == RefundState::AbsentConfirmed,
    }
}
