//! An order as the books hold it. Its status follows from what happened to it, and from the time.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::cards::Card;
use super::direct_card::Authentication;
use super::ids::{OrderId, PageToken, PaymentId, ReversalId};
use super::money::Currency;
use super::settlement::Share;
use super::subscription::Subscription;
use super::terms::Terms;
use crate::minor_units::MinorUnits;

/// The status of an order (fact sheet, 3.7.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderStatus {
    /// Made; the customer has not tried to pay.
    Created,
    /// The bank is at work, or a try was declined and the customer may try again.
    Processing,
    /// Money is held or charged.
    Approved,
    /// Refused, and no further try is possible.
    Declined,
    /// The lifetime is over without a try.
    Expired,
    /// Fully refunded or released.
    Reversed,
}

impl OrderStatus {
    /// The word in answers.
    pub fn word(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Processing => "processing",
            Self::Approved => "approved",
            Self::Declined => "declined",
            Self::Expired => "expired",
            Self::Reversed => "reversed",
        }
    }
}

/// What an order is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum OrderKind {
    /// A customer pays on the hosted page.
    Purchase,
    /// A card is checked; the money goes back by itself (fact sheet, 3.4).
    Verification,
    /// A kept card was charged by its token.
    Recurring,
    /// A kept card was charged by the calendar.
    SubscriptionCharge {
        /// The order with the subscription.
        parent: OrderId,
    },
    /// Money from the merchant to a card or an account.
    Payout,
    /// A paid order was split among merchants.
    Settlement {
        /// The paid order.
        operation: OrderId,
        /// Who gets what.
        shares: Vec<Share>,
    },
}

impl OrderKind {
    /// The `tran_type` in answers.
    pub(super) fn word(&self) -> &'static str {
        match self {
            Self::Purchase | Self::Recurring | Self::SubscriptionCharge { .. } => "purchase",
            Self::Payout => "p2p credit",
            Self::Settlement { .. } => "settlement",
            Self::Verification => "verification",
        }
    }
}

/// A try to pay that the bank declined.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeclinedTry {
    /// When it was.
    pub at: DateTime<Utc>,
    /// With which card.
    pub card: Card,
    /// The bank's code (fact sheet, 5.2).
    pub code: u16,
}

/// Money that was held or charged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// When the customer paid.
    pub begun: DateTime<Utc>,
    /// When the bank approved it; between the two the order is processing.
    pub approved: DateTime<Utc>,
    /// With which card; payouts to an account and splits need none.
    pub card: Option<Card>,
    /// The `actual_amount`.
    pub amount: MinorUnits,
    /// The `actual_currency`.
    pub currency: Currency,
    /// Whether the money is only held until it is captured.
    pub held: bool,
    /// The bank's approval code.
    pub approval_code: String,
    /// The bank's reference number.
    pub rrn: String,
    /// The token under which the card was kept.
    pub rectoken: Option<String>,
}

/// Held money that the merchant took.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capture {
    /// How much.
    pub amount: MinorUnits,
    /// When it was asked for.
    pub at: DateTime<Utc>,
    /// When the bank confirms it; between the two `capture_status` stays `hold`.
    pub confirmed: DateTime<Utc>,
}

/// Money that went back, or should have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reversal {
    /// The gateway's id.
    pub id: ReversalId,
    /// The merchant's key, if it sent one.
    pub reverse_id: Option<String>,
    /// How much.
    pub amount: MinorUnits,
    /// What the merchant wrote.
    pub comment: String,
    /// When it was asked for.
    pub at: DateTime<Utc>,
    /// When the bank does it; between the two `reverse_status` is `created`.
    pub settled: DateTime<Utc>,
    /// The bank's code, if it refused.
    pub declined: Option<u16>,
}

/// An order of the practice merchant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// The merchant's id.
    pub id: OrderId,
    /// The gateway's id.
    pub payment_id: PaymentId,
    /// Where its page is.
    pub page: PageToken,
    /// What it is for.
    pub kind: OrderKind,
    /// What the customer is told.
    pub description: String,
    /// What was asked for.
    pub amount: MinorUnits,
    /// In which currency.
    pub currency: Currency,
    /// What else the merchant asked for.
    pub terms: Terms,
    /// The charges that follow the payment.
    pub subscription: Option<Subscription>,
    /// When it was made.
    pub time_created: DateTime<Utc>,
    /// When its lifetime is over.
    pub expires: DateTime<Utc>,
    /// The tries that were declined, oldest first.
    pub declined_tries: Vec<DeclinedTry>,
    /// A direct card payment that waits for the bank to ask its customer.
    pub authentication: Option<Authentication>,
    /// The payment.
    pub payment: Option<Payment>,
    /// The capture of held money.
    pub capture: Option<Capture>,
    /// The refunds and releases, oldest first.
    pub reversals: Vec<Reversal>,
}

impl Order {
    /// The status at `now`.
    pub fn status(&self, now: DateTime<Utc>) -> OrderStatus {
        match &self.payment {
            Some(payment) if payment.approved > now => OrderStatus::Processing,
            Some(payment) if self.reversed(now) >= payment.amount => OrderStatus::Reversed,
            Some(_) => OrderStatus::Approved,
            None => self.status_unpaid(now),
        }
    }

    fn status_unpaid(&self, now: DateTime<Utc>) -> OrderStatus {
        let over = now >= self.expires;
        match (self.declined_tries.is_empty(), over || !self.terms.several_tries) {
            (true, _) if over => OrderStatus::Expired,
            (true, _) => OrderStatus::Created,
            (false, true) => OrderStatus::Declined,
            (false, false) => OrderStatus::Processing,
        }
    }

    /// Whether a customer can pay it at `now`.
    pub(super) fn is_payable(&self, now: DateTime<Utc>) -> bool {
        self.payment.is_none()
            && matches!(self.status(now), OrderStatus::Created | OrderStatus::Processing)
    }

    /// The sum of the refunds that were done by `now`: `reversal_amount`.
    pub fn reversed(&self, now: DateTime<Utc>) -> MinorUnits {
        let done = |reversal: &&Reversal| reversal.declined.is_none() && reversal.settled <= now;
        let done = self.reversals.iter().filter(done);
        done.fold(MinorUnits::default(), |sum, reversal| sum.plus(reversal.amount))
    }

    /// What can still go back. Refunds that wait for the bank are taken off. A partial capture
    /// changes nothing: the gateway does not stop a merchant who refunds what the capture released
    /// (fact sheet, 3.8 and section 8, 27).
    pub(super) fn reversible(&self) -> MinorUnits {
        let paid = self.payment.as_ref().map_or_else(MinorUnits::default, |payment| payment.amount);
        let not_declined = self.reversals.iter().filter(|reversal| reversal.declined.is_none());
        not_declined.fold(paid, |left, reversal| left.less(reversal.amount))
    }

    /// Whether the money is held and not captured.
    pub(super) fn is_held(&self) -> bool {
        self.payment.as_ref().is_some_and(|payment| payment.held) && self.capture.is_none()
    }

    /// `hold` or `captured` for held money, also while a capture waits for the bank.
    pub(super) fn capture_status(&self, now: DateTime<Utc>) -> Option<&'static str> {
        self.payment.as_ref().filter(|payment| payment.held && payment.approved <= now)?;
        let captured = self.capture.as_ref().is_some_and(|capture| capture.confirmed <= now);
        Some(if captured { "captured" } else { "hold" })
    }

    /// The order as it looked at `moment`; `None` if it had not been made.
    pub(super) fn as_of(&self, moment: DateTime<Utc>) -> Option<Self> {
        if self.time_created > moment {
            return None;
        }
        let mut past = self.clone();
        past.declined_tries.retain(|declined| declined.at <= moment);
        past.payment = past.payment.filter(|payment| payment.begun <= moment);
        past.capture = past.capture.filter(|capture| capture.at <= moment);
        past.reversals.retain(|reversal| reversal.at <= moment);
        Some(past)
    }
}
