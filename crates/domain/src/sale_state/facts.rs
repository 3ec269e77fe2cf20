//! What decides a sale's one word: the figures and states that the book knows.

use crate::{
    TillError,
    clock::Timestamp,
    hold::HoldEndKind,
    ids::{LinkId, PaymentId},
    link_life::LinkState,
    money::{Amount, Money},
    payment::PaymentStatus,
    refund_life::RefundState,
    usage::Usage,
};

/// What the book knows of a sale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaleFacts {
    /// What each payment is asked to be of, without shipping.
    pub asked: Amount,
    /// What shipping costs on top of each.
    pub shipping: Option<Money>,
    /// How often the link can be paid.
    pub usage: Usage,
    /// The sale's link: the newest, where staff tried with another account.
    pub link: Option<LinkFacts>,
    /// The links whose place it took.
    pub earlier: Vec<LinkFacts>,
    /// Every payment on it, oldest first.
    pub payments: Vec<PaymentFacts>,
}

/// What the book knows of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkFacts {
    /// Its id.
    pub id: LinkId,
    /// Where its intent stands.
    pub state: LinkState,
    /// When the provider says that it ends.
    pub expires_at: Option<Timestamp>,
    /// Why it was refused or must not be used.
    pub error: Option<TillError>,
    /// When staff cancelled it, by the provider's clock.
    pub cancelled_at: Option<Timestamp>,
    /// Since when looks had shown it over and not yet paid, by the till's clock.
    pub over_since: Option<Timestamp>,
}

/// What the book knows of a payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentFacts {
    /// Its id.
    pub id: PaymentId,
    /// The link that it was made on.
    pub link: LinkId,
    /// How far it is.
    pub status: PaymentStatus,
    /// What came.
    pub amount: Money,
    /// When it was made. Where the provider does not say, when the till learned that its money is there, or first saw it.
    pub at: Timestamp,
    /// When it was made, by the provider's clock; `None` where the provider does not say.
    pub told_at: Option<Timestamp>,
    /// True where the money is there, or was before it went back: a payment that was only reserved never was paid.
    pub was_paid: bool,
    /// This till's refunds of it.
    pub refunds: Vec<RefundFacts>,
    /// What went back without this till.
    pub elsewhere: Money,
    /// This till's captures and releases of it, oldest first.
    pub hold_ends: Vec<HoldEndFacts>,
}

/// What the book knows of a capture or a release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoldEndFacts {
    /// Which.
    pub kind: HoldEndKind,
    /// Where its intent stands.
    pub state: RefundState,
    /// How much is captured; the whole reservation where it is released.
    pub amount: Amount,
}

/// What the book knows of a refund.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundFacts {
    /// Where its intent stands.
    pub state: RefundState,
    /// How much.
    pub amount: Amount,
}

impl PaymentFacts {
    /// True where the money is there, or was before it went back.
    pub fn is_paid(&self) -> bool {
        self.status == PaymentStatus::Paid
    }

    /// True where it is reserved and nothing is under way that ends the reservation.
    pub fn can_end_hold(&self) -> bool {
        let unsettled = self.hold_ends.iter().any(|end| end.state.is_unsettled());
        self.waits_for_hold_end() && !unsettled
    }

    /// True where it is reserved and, as far as the till knows, nobody has ended the reservation.
    pub(super) fn waits_for_hold_end(&self) -> bool {
        let ended = self.hold_ends.iter().any(|end| end.state == RefundState::Confirmed);
        self.status == PaymentStatus::Reserved && !ended
    }

    /// True where it is of what was asked for, or what went back put it right.
    pub(super) fn is_as_asked(&self, asked: Money) -> bool {
        let kept = self.amount.minus(self.refunded()).ok();
        let expected = self.expected(asked);
        self.amount == expected || kept.is_some_and(|kept| kept.is_zero() || kept == expected)
    }

    /// What it must be of to be what was asked for: what this till captured of it, else `asked`.
    fn expected(&self, asked: Money) -> Money {
        let captured = self.ended(HoldEndKind::Capture);
        captured.map_or(asked, |end| end.amount.money())
    }

    pub(super) fn ended(&self, kind: HoldEndKind) -> Option<&HoldEndFacts> {
        self.hold_ends.iter().rfind(|end| end.kind == kind && end.state == RefundState::Confirmed)
    }

    /// What surely went back: by this till and elsewhere.
    pub fn refunded(&self) -> Money {
        self.sum_of(|state| state == RefundState::Confirmed)
            .plus(self.elsewhere)
            .unwrap_or(self.amount)
    }

    /// What is reserved by refunds whose end is not known.
    pub fn on_its_way(&self) -> Money {
        self.sum_of(|state| state.reserves() && state != RefundState::Confirmed)
    }

    /// What may still be refunded.
    pub fn left(&self) -> Money {
        if !self.is_paid() {
            return Money::zero(self.amount.currency());
        }
        let gone = self.refunded().plus(self.on_its_way());
        gone.and_then(|gone| self.amount.minus(gone)).unwrap_or(Money::zero(self.amount.currency()))
    }

    fn sum_of(&self, counts: impl Fn(RefundState) -> bool) -> Money {
        let minor = self
            .refunds
            .iter()
            .filter(|refund| counts(refund.state))
            .fold(0_u64, |sum, refund| sum.saturating_add(refund.amount.minor()));
        Money::new(minor, self.amount.currency())
    }
}

impl LinkFacts {
    /// True where `payment` provably came after `end`, a moment of the provider's clock at which the link was over. When
    /// the till saw it first proves nothing, unless an earlier look had shown the link over and unpaid.
    pub(super) fn was_over_before(&self, end: Option<Timestamp>, payment: &PaymentFacts) -> bool {
        let Some(end) = end else {
            return false;
        };
        match payment.told_at {
            Some(told) => told > end,
            None => self.over_since.is_some_and(|over| over < payment.at),
        }
    }
}

impl SaleFacts {
    /// What each payment is asked to be of: the amount, and the shipping that was asked for.
    pub fn each(&self) -> Money {
        self.asked.money().with_shipping(self.shipping)
    }

    /// The link that a payment was made on.
    pub(super) fn link_of(&self, payment: &PaymentFacts) -> Option<&LinkFacts> {
        self.link.iter().chain(&self.earlier).find(|link| link.id == payment.link)
    }

    /// True while a customer may still pay, as far as the till knows.
    pub(super) fn can_be_paid(&self) -> bool {
        let open =
            |link: &LinkFacts| link.state == LinkState::Active && link.cancelled_at.is_none();
        self.link.as_ref().is_some_and(open)
    }
}
