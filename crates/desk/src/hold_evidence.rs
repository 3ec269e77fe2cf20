//! What a payment, as the provider shows it, proves about a capture or a release of it.

use domain::{
    Amount, Outcome, TillError,
    error::Doubt,
    hold::{HoldEndKind, HoldProof},
    ids::{ProviderPaymentId, ProviderRefundId},
    link_life::Absence,
    payment::SeenPayment,
    refund_life::RefundEvent,
};
use providers::MadeHoldEnd;

/// What the answer to a capture or a release of `amount` tells its intent.
pub(crate) fn to_hold_end(
    kind: HoldEndKind,
    amount: Amount,
    outcome: &Outcome<MadeHoldEnd>,
) -> RefundEvent {
    match outcome {
        Outcome::Done(MadeHoldEnd::Done(seen)) => {
            match kind.proof(amount, &seen.status, seen.amount) {
                HoldProof::Done => made(&seen.provider_id),
                HoldProof::EndedOtherwise => RefundEvent::Unclear { doubt: Doubt::Different },
                // An answer that shows nothing done proves nothing: the next look decides.
                HoldProof::StillReserved | HoldProof::Undecided => {
                    RefundEvent::Unclear { doubt: Doubt::Unreadable }
                }
                HoldProof::Refused => refused_by_record(),
            }
        }
        Outcome::Done(MadeHoldEnd::Refused(no)) => {
            RefundEvent::RefusedByRecord { error: no.clone().into() }
        }
        Outcome::Rejected(no) => RefundEvent::Rejected { error: no.clone().into() },
        Outcome::NotSent(not_sent) => (*not_sent).into(),
        Outcome::Unclear(doubt) => RefundEvent::Unclear { doubt: *doubt },
    }
}

/// What a look at the payment tells the intent to capture or release `amount`; `None` where it tells nothing yet.
/// `absence` says what it is worth that the payment is still reserved.
pub(crate) fn found(
    kind: HoldEndKind,
    amount: Amount,
    seen: &SeenPayment,
    absence: Absence,
) -> Option<RefundEvent> {
    match kind.proof(amount, &seen.status, seen.amount) {
        HoldProof::Done => Some(made(&seen.provider_id)),
        HoldProof::StillReserved => Some(RefundEvent::Absent(absence)),
        HoldProof::EndedOtherwise => Some(RefundEvent::Contradicted),
        HoldProof::Refused => Some(refused_by_record()),
        // Long after the last request, a state that the till can't read stays one.
        HoldProof::Undecided => (absence == Absence::Proven).then_some(RefundEvent::Contradicted),
    }
}

/// The payment's own record says that the payment was refused: it can't be captured nor released on any attempt.
fn refused_by_record() -> RefundEvent {
    let error = TillError::ApiError { provider_code: String::new(), detail: String::new() };
    RefundEvent::RefusedByRecord { error }
}

/// A provider that captures or releases a payment gives it no second id.
fn made(payment: &ProviderPaymentId) -> RefundEvent {
    match ProviderRefundId::try_from(payment.as_str().to_owned()) {
        Ok(provider_id) => RefundEvent::Made { provider_id },
        Err(_) => RefundEvent::Unclear { doubt: Doubt::Unreadable },
    }
}

#[cfg(test)]
mod tests {
    use domain::{Money, payment::PaymentStatus};

    use super::*;

    fn seen(status: PaymentStatus, minor: u64) -> SeenPayment {
        SeenPayment {
            provider_id: String::from("TRN_1").try_into().unwrap(),
            status,
            amount: Money::new(minor, "EUR".parse().unwrap()),
            at: None,
            card: None,
        }
    }

    /// The same record is final where an answer leads to it, and where a look does.
    #[test]
    fn a_payment_that_was_refused_ends_the_question() {
        let amount = Amount::new(Money::new(1_000, "EUR".parse().unwrap())).unwrap();
        let refused = seen(PaymentStatus::Refused, 1_000);
        for kind in [HoldEndKind::Capture, HoldEndKind::Release] {
            for absence in [Absence::KeyKnown, Absence::TooEarly, Absence::Proven] {
                let event = found(kind, amount, &refused, absence);
                assert!(matches!(event, Some(RefundEvent::RefusedByRecord { .. })), "{kind:?}");
            }
        }
    }

    #[test]
    fn a_state_that_nobody_can_read_goes_to_a_person_once_nothing_else_can_come() {
        let amount = Amount::new(Money::new(1_000, "EUR".parse().unwrap())).unwrap();
        let look = |absence| {
            let strange = seen(PaymentStatus::Unknown("FOR_REVIEW".to_owned()), 1_000);
            found(HoldEndKind::Capture, amount, &strange, absence)
        };
        assert_eq!(look(Absence::KeyKnown), None);
        assert_eq!(look(Absence::TooEarly), None);
        assert_eq!(look(Absence::Proven), Some(RefundEvent::Contradicted));
    }
}
