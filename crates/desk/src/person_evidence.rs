//! What the provider shows at this moment of something that a person must decide, and which decisions it allows.

use domain::{
    Amount, TillError, Timestamp,
    account::Account,
    capabilities::{Capabilities, WriteRules},
    hold::{HoldEndKind, HoldProof},
    ids::{ProviderRefundId, StaffId},
    link_life::Absence,
    payment::SeenPayment,
    refund::SeenRefund,
    refund_life::{RefundEvent, RefundState},
    sale_state::{About, Moment},
};
use ledger::{HoldEndRecord, PaymentRecord, RefundRecord, SaleRecord};
use providers::{Lane, RefundsSeen};
use uuid::Uuid;

use crate::{
    answer,
    desk::Desk,
    hold_ends::rules,
    refund_origin::may_be,
    refund_total::total_view,
    view::{Candidate, Found, RefundTotal},
};

/// Something that a person must decide, with all that the book knows of it.
#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) sale: SaleRecord,
    pub(crate) payment: PaymentRecord,
    pub(crate) subject: Subject,
}

/// What must be decided.
#[derive(Debug)]
pub(crate) enum Subject {
    Refund(RefundRecord),
    HoldEnd(HoldEndRecord),
}

/// What the provider shows of a case.
#[derive(Debug)]
pub(crate) struct Evidence {
    /// When the provider was asked, by the till's clock.
    pub(crate) at: Timestamp,
    /// What it shows, or why it could not be asked.
    pub(crate) shown: Result<Shown, TillError>,
    /// True where nothing that was sent can still be acted on, so that 'nothing was made' may be true for good.
    pub(crate) may_decide_none: bool,
}

/// What the provider shows.
#[derive(Debug)]
pub(crate) enum Shown {
    /// Every refund of the payment.
    Refunds(Vec<Candidate>),
    /// Only what went back of the payment in all.
    Total(RefundTotal),
    /// Nothing: the provider was asked, and has no way to tell.
    Untold,
    /// The payment, and what it proves about the capture or release.
    Payment(HoldProof, SeenPayment),
}

impl Case {
    /// The first thing in a sale that needs a person.
    pub(crate) fn first_of(sale: SaleRecord) -> Option<Self> {
        let needs_person = |subject: &Subject| subject.state() == RefundState::NeedsPerson;
        let (payment, subject) = subjects(&sale).find(|(_, subject)| needs_person(subject))?;
        let payment = payment.clone();
        Some(Self { sale: sale.seen_by(payment.link), payment, subject })
    }

    /// One refund, capture or release of a sale.
    pub(crate) fn of(sale: SaleRecord, id: Uuid) -> Option<Self> {
        let (payment, subject) = subjects(&sale).find(|(_, subject)| subject.id() == id)?;
        let payment = payment.clone();
        Some(Self { sale: sale.seen_by(payment.link), payment, subject })
    }
}

fn subjects(sale: &SaleRecord) -> impl Iterator<Item = (&PaymentRecord, Subject)> {
    sale.payments.iter().flat_map(|payment| {
        let refunds = payment.refunds.iter().cloned().map(Subject::Refund);
        let hold_ends = payment.hold_ends.iter().cloned().map(Subject::HoldEnd);
        refunds.chain(hold_ends).map(move |subject| (payment, subject))
    })
}

impl Subject {
    pub(crate) fn id(&self) -> Uuid {
        match self {
            Self::Refund(refund) => refund.id.into(),
            Self::HoldEnd(end) => end.id.into(),
        }
    }

    pub(crate) fn state(&self) -> RefundState {
        match self {
            Self::Refund(refund) => refund.state,
            Self::HoldEnd(end) => end.state,
        }
    }

    pub(crate) fn about(&self) -> About {
        match self {
            Self::Refund(_) => About::Refund,
            Self::HoldEnd(end) => match end.kind {
                HoldEndKind::Capture => About::Capture,
                HoldEndKind::Release => About::Release,
            },
        }
    }

    pub(crate) fn amount(&self) -> Amount {
        match self {
            Self::Refund(refund) => refund.amount,
            Self::HoldEnd(end) => end.amount,
        }
    }

    pub(crate) fn asked_at(&self) -> Timestamp {
        match self {
            Self::Refund(refund) => refund.at,
            Self::HoldEnd(end) => end.at,
        }
    }

    pub(crate) fn asked_by(&self) -> StaffId {
        match self {
            Self::Refund(refund) => refund.by,
            Self::HoldEnd(end) => end.by,
        }
    }

    pub(crate) fn last_sent(&self) -> Option<Timestamp> {
        match self {
            Self::Refund(refund) => refund.last_sent,
            Self::HoldEnd(end) => end.last_sent,
        }
    }

    /// The provider's id of it, where the till knows one.
    pub(crate) fn provider_id(&self) -> Option<&str> {
        match self {
            Self::Refund(refund) => refund.provider_id.as_ref().map(ProviderRefundId::as_str),
            Self::HoldEnd(_) => None,
        }
    }

    fn rules<'c>(&self, can: &'c Capabilities) -> Option<&'c WriteRules> {
        match self {
            Self::Refund(_) => can.refund.as_ref(),
            Self::HoldEnd(end) => rules(end.kind, can),
        }
    }
}

impl Evidence {
    /// What a person's word is to the intent, where nothing that the provider shows speaks against it.
    pub(crate) fn confirms(
        &self,
        subject: &Subject,
        found: &Found,
    ) -> Result<RefundEvent, TillError> {
        match found {
            Found::Made { provider_id: Some(id) } => self.confirms_this_one(id),
            Found::Made { provider_id: None } => match (subject, &self.shown) {
                (_, Ok(Shown::Payment(HoldProof::StillReserved | HoldProof::Refused, _))) => {
                    Err(TillError::EvidenceChanged)
                }
                // Whatever else the total stands for, it can't hold this one.
                (_, Ok(Shown::Total(total)))
                    if total.at_provider.minor() < subject.amount().minor() =>
                {
                    Err(TillError::EvidenceChanged)
                }
                // The payment itself may still be reserved, and then nobody could end it any more.
                (Subject::HoldEnd(_), Err(error)) => Err(error.clone()),
                _ => Ok(RefundEvent::PersonFoundIt { provider_id: None }),
            },
            Found::Nothing if !self.may_decide_none => Err(TillError::StillSettling),
            Found::Nothing => match &self.shown {
                Ok(Shown::Refunds(shown)) if shown.iter().any(may_be_it) => {
                    Err(TillError::EvidenceChanged)
                }
                Ok(Shown::Payment(HoldProof::Done, _)) => Err(TillError::EvidenceChanged),
                // The person sees each refund where the till sees only their sum: that it fits proves nothing.
                _ => Ok(RefundEvent::PersonFoundNone),
            },
        }
    }

    fn confirms_this_one(&self, id: &str) -> Result<RefundEvent, TillError> {
        let shown = match &self.shown {
            Ok(Shown::Refunds(shown)) => shown.as_slice(),
            Ok(Shown::Total(_) | Shown::Untold | Shown::Payment(..)) => &[],
            Err(error) => return Err(error.clone()),
        };
        shown
            .iter()
            .filter(|candidate| may_be_it(candidate))
            .find(|candidate| candidate.provider_id == id)
            .and_then(|candidate| ProviderRefundId::try_from(candidate.provider_id.clone()).ok())
            .map(|found| RefundEvent::PersonFoundIt { provider_id: Some(found) })
            .ok_or(TillError::EvidenceChanged)
    }
}

/// True for a refund that stands, fits, and is nobody else's.
fn may_be_it(candidate: &Candidate) -> bool {
    candidate.fits && candidate.stands && !candidate.known
}

impl Desk {
    /// Asks the provider what it shows of a case. That it can't be asked is evidence too, and no error.
    pub(crate) async fn evidence(&self, case: &Case) -> Result<Evidence, TillError> {
        let account = self.account(case.sale.account).await?;
        let can = self.executor.provider(&account).capabilities();
        let rules = case.subject.rules(can).ok_or(TillError::NotOffered)?;
        let began = self.clock.elapsed();
        let shown = self.what_is_shown(&account, case, rules).await;
        let may_decide_none = self.looked(&account, began).is_some_and(|looked| {
            let last_sent = case.subject.last_sent();
            answer::keyless_absence(rules, last_sent, looked.began) == Absence::Proven
        });
        Ok(Evidence { at: self.clock.now(), shown, may_decide_none })
    }

    async fn what_is_shown(
        &self,
        account: &Account,
        case: &Case,
        rules: &WriteRules,
    ) -> Result<Shown, TillError> {
        let reference = case.sale.our_reference().cloned().ok_or(TillError::NotFound)?;
        let payment = &case.payment;
        self.executor.ready(account, &self.keys).await?;
        match &case.subject {
            Subject::Refund(refund) => {
                let seen =
                    self.refunds_at_provider(account, payment, reference, Lane::Person).await;
                match seen.into_result()? {
                    RefundsSeen::Each(seen) => {
                        self.candidates(account, payment, refund, rules, seen).await
                    }
                    RefundsSeen::Total(seen) => {
                        Ok(Shown::Total(total_view(payment, refund, seen.gone)))
                    }
                    RefundsSeen::Untold => Ok(Shown::Untold),
                }
            }
            Subject::HoldEnd(end) => {
                let seen = self
                    .payment_at_provider(account, &case.sale, payment, reference, Lane::Person)
                    .await;
                let seen = seen.into_result()?;
                let proof = end.kind.proof(end.amount, &seen.status, seen.amount);
                Ok(Shown::Payment(proof, seen))
            }
        }
    }

    async fn candidates(
        &self,
        account: &Account,
        payment: &PaymentRecord,
        wanted: &RefundRecord,
        rules: &WriteRules,
        seen: Vec<SeenRefund>,
    ) -> Result<Shown, TillError> {
        let ids: Vec<_> = seen.iter().map(|refund| refund.provider_id.clone()).collect();
        let account = account.id;
        let unknown = self.book.ask(move |ledger| ledger.unknown_refunds(account, &ids)).await?;
        let candidate = |refund: SeenRefund| Candidate {
            fits: may_be(&refund, wanted, rules.read_lag)
                && refund.payment.as_ref().is_none_or(|named| *named == payment.provider_id),
            known: !unknown.contains(&refund.provider_id),
            stands: refund.stands,
            provider_id: refund.provider_id.into(),
            amount: refund.amount,
            at: refund.at.map(Moment),
        };
        Ok(Shown::Refunds(seen.into_iter().map(candidate).collect()))
    }
}
