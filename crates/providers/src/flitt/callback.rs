//! Messages that the gateway sends by itself (fact sheet, 4). A program without a public address gets none; a shop's own
//! server, or somebody who pastes one, can have it checked.

use domain::Money;

use super::{
    envelope,
    errors::{NotProven, Unreadable},
    members::Members,
    merchant::{Key, MerchantId},
    order::{Order, OrderStatus, TranType},
    order_id::OrderId,
    protocol::RequestFormat,
    transactions::Transaction,
};

/// A callback whose signature holds. What it means for an order, [`Callback::meaning`] tells: `approved` alone is no
/// payment.
#[derive(Debug, Clone)]
pub struct Callback {
    /// The order with its payment.
    pub order: Order,
    /// The parts of a split, with sums in major units.
    pub parts: Vec<Transaction>,
}

/// Why a body is no callback.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CallbackFault {
    /// It is neither JSON nor a form.
    #[error("neither JSON nor a form")]
    ContentType,
    /// It can't be read, or a name stands there twice.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// It is not proven to be the gateway's.
    #[error(transparent)]
    NotProven(#[from] NotProven),
}

/// The order that a callback is about, as we know it.
#[derive(Debug, Clone)]
pub struct Expected {
    /// Who we are.
    pub merchant: MerchantId,
    /// Our name of it.
    pub order_id: OrderId,
    /// What we asked.
    pub money: Money,
}

/// What a callback means for the order that we know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// It was paid, or the money is held, which this message does not tell apart. The same message can come again, also
    /// after a capture: it is one payment by its order.
    Paid,
    /// Money went back: a refund, or a payment of which a part was refunded since.
    Refunded {
        /// All that went back by now, in minor units, where it says.
        total: Option<u64>,
    },
    /// It is not paid.
    NotPaid(OrderStatus),
    /// It is about something else than a payment: the check of a card, a payout, or a kind that nobody knows yet. Its
    /// own state tells the rest; what goes back after a card's check is no refund.
    OtherKind(TranType),
}

/// A callback that is not about the order that we know, or not about the sum that we asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the callback's {name} is not ours")]
pub struct Different {
    /// The member that differs.
    pub name: &'static str,
}

impl Meaning {
    /// What a message about `order` means, whoever's order it is: `approved` comes after a payment, after a capture, and
    /// after a partial refund (fact sheet, 4.1).
    pub(super) fn of(order: &Order) -> Self {
        let went_back = order.reversal_amount.is_some_and(|amount| amount > 0);
        match order.tran_type {
            TranType::Reverse => Self::Refunded { total: order.reversal_amount },
            TranType::Purchase if went_back => Self::Refunded { total: order.reversal_amount },
            TranType::Purchase if order.status == OrderStatus::Approved => Self::Paid,
            TranType::Purchase => Self::NotPaid(order.status.clone()),
            _ => Self::OtherKind(order.tran_type.clone()),
        }
    }
}

impl Callback {
    /// Reads a body in JSON or as form pairs, in protocol 1.0 or 2.0, wrapped in `response` or not, and checks that
    /// `key` signed all of it. The pairs of a browser's return are read as a form.
    pub fn read(content_type: &str, body: &[u8], key: &Key) -> Result<Self, CallbackFault> {
        let format = format(content_type).ok_or(CallbackFault::ContentType)?;
        let members = envelope::callback(format, body)?.prove(key)?;
        Ok(Self { order: Order::read(&members)?, parts: parts(&members)? })
    }

    /// True where the order's state is exactly `approved`. It stays so after partial refunds and for a wrong sum, so it
    /// is no proof of payment.
    pub fn is_approved(&self) -> bool {
        self.order.status == OrderStatus::Approved
    }

    /// What it means for the order that we know (fact sheet, 4.2).
    pub fn meaning(&self, expected: &Expected) -> Result<Meaning, Different> {
        match self.difference(expected) {
            Some(name) => Err(Different { name }),
            None => Ok(Meaning::of(&self.order)),
        }
    }

    fn difference(&self, expected: &Expected) -> Option<&'static str> {
        let order = &self.order;
        let asked = expected.money;
        [
            (order.merchant_id == Some(expected.merchant), "merchant_id"),
            (order.order_id == expected.order_id.as_str(), "order_id"),
            (order.amount.map(Money::currency) == Some(asked.currency()), "currency"),
            (order.amount.map(Money::minor) == Some(asked.minor()), "amount"),
        ]
        .into_iter()
        .find_map(|(same, name)| (!same).then_some(name))
    }
}

fn parts(members: &Members) -> Result<Vec<Transaction>, Unreadable> {
    Transaction::read_all(&members.objects("transaction").unwrap_or_default())
}

fn format(content_type: &str) -> Option<RequestFormat> {
    let kind = content_type.split(';').next().unwrap_or_default().trim();
    match kind.to_ascii_lowercase().as_str() {
        "application/json" => Some(RequestFormat::Json),
        "application/x-www-form-urlencoded" => Some(RequestFormat::Form),
        _ => None,
    }
}
