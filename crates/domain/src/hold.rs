//! A payment that is authorised and not captured: what staff make of it.
//!
//! A capture and a release take the way of a refund (`refund_life`): an intent with a key of its own, never a second one
//! while the first is not settled, and no repeat before a look.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    ids::ProviderPaymentId,
    money::{Amount, Currency, Money},
    payment::PaymentStatus,
    reference::OurReference,
};

/// How a reserved payment ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum HoldEndKind {
    /// The money is taken, all or part of it.
    Capture,
    /// The reservation is given up; nothing is taken.
    Release,
}

/// What a payment proves about a capture or a release of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HoldProof {
    /// It was done.
    Done,
    /// It was not done, as far as the provider shows: the payment is still reserved.
    StillReserved,
    /// It was not done and never will be: the payment itself was refused, so nothing is reserved any more.
    Refused,
    /// Nothing can be said yet.
    Undecided,
    /// The reservation ended in another way, or with another amount.
    EndedOtherwise,
}

impl HoldEndKind {
    /// What a payment that is in `status` and of `came` proves about this end of it with `asked`: only exactly what was
    /// asked for proves a capture.
    pub fn proof(self, asked: Amount, status: &PaymentStatus, came: Money) -> HoldProof {
        match (self, status) {
            (Self::Capture, PaymentStatus::Paid) if came == asked.money() => HoldProof::Done,
            (Self::Release, PaymentStatus::Reversed) => HoldProof::Done,
            (_, PaymentStatus::Reserved) => HoldProof::StillReserved,
            (
                _,
                PaymentStatus::Pending
                | PaymentStatus::Processing
                | PaymentStatus::NotBegun
                | PaymentStatus::Unknown(_),
            )
            // By whom and how much, nobody knows.
            | (Self::Capture, PaymentStatus::Taken) => HoldProof::Undecided,
            (_, PaymentStatus::Refused) => HoldProof::Refused,
            (_, PaymentStatus::Paid | PaymentStatus::Reversed | PaymentStatus::CardConfirmed)
            | (Self::Release, PaymentStatus::Taken) => HoldProof::EndedOtherwise,
        }
    }
}

/// What is asked of a provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewHoldEnd {
    /// Capture or release.
    pub kind: HoldEndKind,
    /// The reserved payment.
    pub payment: ProviderPaymentId,
    /// The reference of the link that it was made on.
    pub reference: OurReference,
    /// How much is captured; the whole reservation where it is released.
    pub amount: Amount,
}

impl NewHoldEnd {
    /// The currency.
    pub fn currency(&self) -> Currency {
        self.amount.currency()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proof(kind: HoldEndKind, status: &PaymentStatus, minor: u64) -> HoldProof {
        let eur = |minor| Money::new(minor, "EUR".parse().unwrap());
        kind.proof(Amount::new(eur(1_000)).unwrap(), status, eur(minor))
    }

    #[test]
    fn only_exactly_our_amount_proves_our_capture() {
        use HoldEndKind::{Capture, Release};
        use PaymentStatus::{Paid, Pending, Refused, Reserved, Reversed};

        assert_eq!(proof(Capture, &Paid, 1_000), HoldProof::Done);
        assert_eq!(proof(Capture, &Paid, 999), HoldProof::EndedOtherwise);
        assert_eq!(proof(Capture, &Reversed, 1_000), HoldProof::EndedOtherwise);
        assert_eq!(proof(Release, &Reversed, 1_000), HoldProof::Done);
        assert_eq!(proof(Release, &Paid, 1_000), HoldProof::EndedOtherwise);
        for kind in [Capture, Release] {
            assert_eq!(proof(kind, &Reserved, 1_000), HoldProof::StillReserved);
            assert_eq!(proof(kind, &Pending, 1_000), HoldProof::Undecided);
            assert_eq!(proof(kind, &Refused, 1_000), HoldProof::Refused);
            let strange = PaymentStatus::Unknown("FOR_REVIEW".to_owned());
            assert_eq!(proof(kind, &strange, 1_000), HoldProof::Undecided);
        }
        // It may be ours, and it is no release.
        assert_eq!(proof(Capture, &PaymentStatus::Taken, 1_000), HoldProof::Undecided);
        assert_eq!(proof(Release, &PaymentStatus::Taken, 1_000), HoldProof::EndedOtherwise);
    }
}
