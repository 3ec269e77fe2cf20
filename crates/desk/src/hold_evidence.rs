//! What a payment, as the provider shows it, proves about a capture or a release of it.

use domain::{
    Amount, Outcome,
    error::Doubt,
    hold::HoldEndKind,
    ids::{ProviderPaymentId, ProviderRefundId},
    link_life::Absence,
    payment::{PaymentStatus, SeenPayment},
    refund_life::RefundEvent,
};
use providers::MadeHoldEnd;

/// What a payment proves about a capture or a release of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Proof {
    /// It was done.
    Done,
    /// It was not done, as far as the provider shows: the payment is still reserved.
    StillReserved,
    /// Nothing can be said yet.
    Undecided,
    /// The reservation ended in another way, or with another amount.
    EndedOtherwise,
}

/// What `seen` proves about a capture or a release of `amount`.
pub(crate) fn proof(kind: HoldEndKind, amount: Amount, seen: &SeenPayment) -> Proof {
    match (kind, &seen.status) {
        (HoldEndKind::Capture, PaymentStatus::Paid) if seen.amount == amount.money() => Proof::Done,
        (HoldEndKind::Release, PaymentStatus::Reversed) => Proof::Done,
        (_, PaymentStatus::Reserved) => Proof::StillReserved,
        (_, PaymentStatus::Pending | PaymentStatus::Unknown(_)) => Proof::Undecided,
        (_, PaymentStatus::Paid | PaymentStatus::Reversed | PaymentStatus::Refused) => {
            Proof::EndedOtherwise
        }
    }
}

/// What the answer to a capture or a release of `amount` tells its intent.
pub(crate) fn to_hold_end(
    kind: HoldEndKind,
    amount: Amount,
    outcome: &Outcome<MadeHoldEnd>,
) -> RefundEvent {
    match outcome {
        Outcome::Done(MadeHoldEnd::Done(seen)) => match proof(kind, amount, seen) {
            Proof::Done => made(&seen.provider_id),
            Proof::EndedOtherwise => RefundEvent::Unclear { doubt: Doubt::Different },
            // An answer that shows nothing done proves nothing: the next look decides.
            Proof::StillReserved | Proof::Undecided => {
                RefundEvent::Unclear { doubt: Doubt::Unreadable }
            }
        },
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
    match proof(kind, amount, seen) {
        Proof::Done => Some(made(&seen.provider_id)),
        Proof::StillReserved => Some(RefundEvent::Absent(absence)),
        Proof::EndedOtherwise => Some(RefundEvent::Contradicted),
        // Long after the last request, a state that the till can't read stays one.
        Proof::Undecided => (absence == Absence::Proven).then_some(RefundEvent::Contradicted),
    }
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
    use domain::Money;

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

    fn of(kind: HoldEndKind, status: PaymentStatus, minor: u64) -> Proof {
        let amount = Amount::new(Money::new(1_000, "EUR".parse().unwrap())).unwrap();
        proof(kind, amount, &seen(status, minor))
    }

    #[test]
    fn only_exactly_our_amount_proves_our_capture() {
        use HoldEndKind::{Capture, Release};
        use PaymentStatus::{Paid, Pending, Refused, Reserved, Reversed};

        assert_eq!(of(Capture, Paid, 1_000), Proof::Done);
        assert_eq!(of(Capture, Paid, 999), Proof::EndedOtherwise);
        assert_eq!(of(Capture, Reversed, 1_000), Proof::EndedOtherwise);
        assert_eq!(of(Capture, Refused, 1_000), Proof::EndedOtherwise);
        assert_eq!(of(Release, Reversed, 1_000), Proof::Done);
        assert_eq!(of(Release, Paid, 1_000), Proof::EndedOtherwise);
        for kind in [Capture, Release] {
            assert_eq!(of(kind, Reserved, 1_000), Proof::StillReserved);
            assert_eq!(of(kind, Pending, 1_000), Proof::Undecided);
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
