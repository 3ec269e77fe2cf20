//! What a sale is to staff, in one word: decided here, from what the provider proved, and nowhere else.

mod facts;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use facts::{HoldEndFacts, LinkFacts, PaymentFacts, RefundFacts, SaleFacts};

use crate::{
    TillError,
    clock::Timestamp,
    hold::HoldEndKind,
    ids::PaymentId,
    link_life::LinkState,
    money::{Money, MoneyWire},
    payment::PaymentStatus,
    refund_life::RefundState,
    usage::Usage,
};

/// What is not sure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum About {
    /// Whether the link was made.
    Link,
    /// Whether the money is there.
    Payment,
    /// Whether the money went back.
    Refund,
    /// Whether the reserved money was taken.
    Capture,
    /// Whether the reservation was given up.
    Release,
}

/// A fresh sign for each payment, shown by both windows, so that a screenshot proves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Mark {
    /// 0 to 7.
    pub colour: u8,
    /// 0 to 63.
    pub word: u8,
}

impl Mark {
    /// The mark of a payment: from the random end of its id.
    pub fn of(payment: PaymentId) -> Self {
        let bytes = *uuid::Uuid::from(payment).as_bytes();
        Self { colour: bytes[14] % 8, word: bytes[15] % 64 }
    }
}

/// What a sale is to staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE", rename_all_fields = "camelCase")]
pub enum SaleState {
    /// The link is being made.
    Making,
    /// Nothing was sent; the same request may go again.
    NotSent,
    /// The provider made the link for another sum than staff asked: nobody sees it before they have taken that sum.
    ConfirmTotal {
        /// What it asks for.
        #[ts(as = "MoneyWire")]
        total: Money,
    },
    /// The link can be paid.
    Waiting {
        /// When the provider says that it ends.
        #[ts(as = "Option<String>")]
        expires_at: Option<Moment>,
    },
    /// The customer has confirmed the payment, and the provider is at it: the money is not there yet.
    Paying,
    /// Nobody knows yet: do not hand over.
    NotSure {
        /// What.
        about: About,
    },
    /// The evidence contradicts itself; a person must decide.
    NeedsPerson {
        /// What.
        about: About,
    },
    /// A card was declined; the link is still good.
    CardRefused {
        /// When the provider says that it ends.
        #[ts(as = "Option<String>")]
        expires_at: Option<Moment>,
    },
    /// The payment failed, and with it its link: the customer needs a new one.
    PaymentFailed,
    /// Staff cancel the link, and the provider has not confirmed it yet: it may still be paid.
    Cancelling,
    /// Authorised, not captured.
    Reserved,
    /// The reserved money is being taken, or given up.
    HoldEnding {
        /// Which.
        how: HoldEndKind,
        /// How much.
        #[ts(as = "MoneyWire")]
        amount: Money,
    },
    /// The reservation was given up; nothing was taken.
    Released {
        /// How much had been reserved.
        #[ts(as = "MoneyWire")]
        amount: Money,
    },
    /// A link for several payments was paid, and can be paid again.
    Collecting {
        /// How many times it was paid.
        times: u32,
        /// How many times it can be paid at most.
        limit: u32,
        /// What came in all, less what went back of it.
        #[ts(as = "MoneyWire")]
        paid: Money,
        /// When the provider says that it ends.
        #[ts(as = "Option<String>")]
        expires_at: Option<Moment>,
    },
    /// The money is there.
    Paid {
        /// When.
        #[ts(as = "String")]
        at: Moment,
        /// How much.
        #[ts(as = "MoneyWire")]
        paid: Money,
        /// Its mark.
        mark: Mark,
    },
    /// The money is there, but the link was over when it came.
    PaidLate {
        /// When.
        #[ts(as = "String")]
        at: Moment,
        /// How much.
        #[ts(as = "MoneyWire")]
        paid: Money,
        /// Its mark.
        mark: Mark,
    },
    /// The money is there, but staff had cancelled the link before it came.
    PaidAfterCancel {
        /// When.
        #[ts(as = "String")]
        at: Moment,
        /// How much.
        #[ts(as = "MoneyWire")]
        paid: Money,
        /// Its mark.
        mark: Mark,
    },
    /// The link was paid more often than it was made for.
    PaidTwice {
        /// In all.
        #[ts(as = "MoneyWire")]
        paid: Money,
    },
    /// What came is not what was asked.
    PaidDifferentAmount {
        /// What came.
        #[ts(as = "MoneyWire")]
        paid: Money,
    },
    /// The customer's card was confirmed; nothing was taken.
    CardConfirmed {
        /// When.
        #[ts(as = "String")]
        at: Moment,
    },
    /// The provider says that the time is over.
    Expired,
    /// The provider says that the link was ended.
    Closed,
    /// There is no link, or none that may be used.
    LinkRefused {
        /// Why.
        error: TillError,
    },
    /// A refund is on its way.
    RefundRunning {
        /// How much.
        #[ts(as = "MoneyWire")]
        amount: Money,
    },
    /// Part of the money went back.
    PartlyRefunded {
        /// How much.
        #[ts(as = "MoneyWire")]
        refunded: Money,
        /// Of how much.
        #[ts(as = "MoneyWire")]
        paid: Money,
    },
    /// All of the money went back.
    Refunded {
        /// How much.
        #[ts(as = "MoneyWire")]
        refunded: Money,
    },
}

/// A moment as the page reads it: RFC 3339 text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(pub Timestamp);

impl Serialize for Moment {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.rfc3339())
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Timestamp::parse(&text).map(Self).ok_or_else(|| serde::de::Error::custom("not RFC 3339"))
    }
}

/// The sale's state. Green needs a payment of ours in a final paid state, in the currency and amount that were asked.
pub fn sale_state(sale: &SaleFacts) -> SaleState {
    refund_in_question(sale)
        .or_else(|| hold_in_question(sale))
        .or_else(|| money_that_waits(sale))
        .or_else(|| money_that_came(sale))
        .or_else(|| payment_in_question(sale))
        .unwrap_or_else(|| link_alone(sale))
}

fn refund_in_question(sale: &SaleFacts) -> Option<SaleState> {
    let refunds = || sale.payments.iter().flat_map(|payment| &payment.refunds);
    if refunds().any(|refund| refund.state == RefundState::NeedsPerson) {
        return Some(SaleState::NeedsPerson { about: About::Refund });
    }
    if refunds().any(|refund| matches!(refund.state, RefundState::Unknown { .. })) {
        return Some(SaleState::NotSure { about: About::Refund });
    }
    refunds()
        .find(|refund| matches!(refund.state, RefundState::Sending { .. }))
        .map(|refund| SaleState::RefundRunning { amount: refund.amount.money() })
}

fn hold_in_question(sale: &SaleFacts) -> Option<SaleState> {
    let about = |kind| match kind {
        HoldEndKind::Capture => About::Capture,
        HoldEndKind::Release => About::Release,
    };
    let mut ends = sale.payments.iter().flat_map(|payment| &payment.hold_ends);
    ends.find_map(|end| match end.state {
        RefundState::NeedsPerson => Some(SaleState::NeedsPerson { about: about(end.kind) }),
        RefundState::Unknown { .. } => Some(SaleState::NotSure { about: about(end.kind) }),
        RefundState::Sending { .. } => {
            Some(SaleState::HoldEnding { how: end.kind, amount: end.amount.money() })
        }
        _ => None,
    })
}

/// A reservation lapses if nobody takes the money, and money that was taken must be counted, so no payment beside them may
/// hide them.
fn money_that_waits(sale: &SaleFacts) -> Option<SaleState> {
    if sale.payments.iter().any(|payment| payment.status == PaymentStatus::Taken) {
        return Some(SaleState::NotSure { about: About::Capture });
    }
    let waits = sale.payments.iter().any(PaymentFacts::waits_for_hold_end);
    waits.then_some(SaleState::Reserved)
}

fn money_that_came(sale: &SaleFacts) -> Option<SaleState> {
    let paid: Vec<&PaymentFacts> =
        sale.payments.iter().filter(|payment| payment.is_paid()).collect();
    let last = paid.last()?;
    let each = sale.each();
    if let Some(other) = paid.iter().find(|payment| payment.amount.currency() != each.currency()) {
        return Some(SaleState::PaidDifferentAmount { paid: other.amount });
    }
    let zero = Money::zero(each.currency());
    let sum = |of: fn(&PaymentFacts) -> Money| {
        paid.iter().try_fold(zero, |sum, payment| sum.plus(of(payment))).unwrap_or(zero)
    };
    let (came, refunded) = (sum(|payment| payment.amount), sum(PaymentFacts::refunded));
    let kept = came.minus(refunded).unwrap_or(zero);
    let (times, limit) = (u32::try_from(paid.len()).unwrap_or(u32::MAX), sale.usage.limit());
    if times > limit && kept.minor() > each.minor().saturating_mul(limit.into()) {
        return Some(SaleState::PaidTwice { paid: came });
    }
    let as_asked = match (sale.usage, paid.as_slice()) {
        // A refund is told as one, whatever came.
        (Usage::Single, _) if !refunded.is_zero() => true,
        // Two parts of what was asked are what was asked.
        (Usage::Single, [_, _, ..]) => kept == each,
        // What went back of one customer's payment says nothing about another's.
        _ => paid.iter().all(|payment| payment.is_as_asked(each)),
    };
    if !as_asked {
        return Some(SaleState::PaidDifferentAmount { paid: came });
    }
    let link = sale.link_of(last);
    let came_after = |end: fn(&LinkFacts) -> Option<Timestamp>| {
        link.is_some_and(|link| link.was_over_before(end(link), last))
    };
    let came_late = came_after(|link| link.expires_at);
    let collects = times < limit && sale.can_be_paid() && !came_late;
    // The next customer pays, whatever went back to an earlier one.
    if collects && !sale.usage.is_single() {
        return Some(SaleState::Collecting {
            times,
            limit,
            paid: kept,
            expires_at: link.and_then(|link| link.expires_at).map(Moment),
        });
    }
    if kept.is_zero() {
        return Some(SaleState::Refunded { refunded });
    }
    if !refunded.is_zero() {
        return Some(SaleState::PartlyRefunded { refunded, paid: came });
    }
    let (at, paid, mark) = (Moment(last.at), came, Mark::of(last.id));
    Some(if came_after(|link| link.cancelled_at) {
        SaleState::PaidAfterCancel { at, paid, mark }
    } else if came_late {
        SaleState::PaidLate { at, paid, mark }
    } else {
        SaleState::Paid { at, paid, mark }
    })
}

fn payment_in_question(sale: &SaleFacts) -> Option<SaleState> {
    let has = |wanted: fn(&PaymentStatus) -> bool| {
        sale.payments.iter().any(|payment| wanted(&payment.status))
    };
    if has(|status| matches!(status, PaymentStatus::Pending | PaymentStatus::Unknown(_))) {
        return Some(SaleState::NotSure { about: About::Payment });
    }
    if has(|status| *status == PaymentStatus::Processing) {
        return Some(SaleState::Paying);
    }
    if has(|status| *status == PaymentStatus::Reserved) {
        return Some(SaleState::Reserved);
    }
    let last_in =
        |status: &PaymentStatus| sale.payments.iter().rfind(|payment| payment.status == *status);
    if let Some(confirmed) = last_in(&PaymentStatus::CardConfirmed) {
        return Some(SaleState::CardConfirmed { at: Moment(confirmed.at) });
    }
    let reversed = last_in(&PaymentStatus::Reversed)?;
    let is_of_earlier = sale.earlier.iter().any(|link| link.id == reversed.link);
    // What was taken back of an earlier link says nothing about the newest, which a customer may pay now.
    if is_of_earlier && sale.can_be_paid() {
        return None;
    }
    Some(if reversed.was_paid {
        SaleState::Refunded { refunded: reversed.amount }
    } else {
        SaleState::Released { amount: reversed.amount }
    })
}

fn link_alone(sale: &SaleFacts) -> SaleState {
    let Some(link) = &sale.link else {
        return SaleState::NotSent;
    };
    let expires_at = link.expires_at.map(Moment);
    let refused_on_it = |payment: &PaymentFacts| {
        payment.link == link.id && payment.status == PaymentStatus::Refused
    };
    let was_refused = || sale.payments.iter().any(refused_on_it);
    match link.state {
        LinkState::Reserved => SaleState::NotSent,
        LinkState::Sending { .. } => SaleState::Making,
        LinkState::Unknown { .. } => SaleState::NotSure { about: About::Link },
        LinkState::ToConfirm { total } => SaleState::ConfirmTotal { total: total.money() },
        LinkState::Active if link.cancelled_at.is_some() => SaleState::Cancelling,
        LinkState::Active if was_refused() => SaleState::CardRefused { expires_at },
        LinkState::Active => SaleState::Waiting { expires_at },
        // The link's own word is a hint to look, not proof.
        LinkState::Paid => SaleState::NotSure { about: About::Payment },
        LinkState::Expired => SaleState::Expired,
        LinkState::Closed if link.cancelled_at.is_none() && was_refused() => {
            SaleState::PaymentFailed
        }
        LinkState::Closed => SaleState::Closed,
        LinkState::Failed | LinkState::Orphan => {
            SaleState::LinkRefused { error: link.error.clone().unwrap_or(TillError::UnknownError) }
        }
    }
}
