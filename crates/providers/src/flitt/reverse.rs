//! Giving money back (fact sheet, 3.9).

use domain::Money;

use super::{
    call::{Call, Proof},
    errors::{ErrorCode, Unreadable},
    members::Members,
    order_id::OrderId,
    params::{self, Fault, FieldFault, Params},
    receivers::Receiver,
    words::{Words, gateway_words},
};

/// Longest refund id, in characters.
const LONGEST_REVERSE_ID: usize = 50;

gateway_words!(
    /// What became of a refund. The documentation lists the states of orders, older sources the first three.
    ReverseStatus {
        /// Made, not yet done.
        Created = "created",
        /// Done.
        Approved = "approved",
        /// Refused.
        Declined = "declined",
        /// In work.
        Processing = "processing",
        /// Its time is over.
        Expired = "expired",
        /// The order is given back in full.
        Reversed = "reversed",
    }
);

/// The key by which the gateway knows a refund again: 1 to 50 characters without `|`. It is stored before the first
/// attempt and the same for each: a repeat without it refunds twice (fact sheet, section 8, trap 31).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ReverseId(String);

impl ReverseId {
    /// The refund id `text`.
    pub fn new(text: impl Into<String>) -> Result<Self, FieldFault> {
        let text = text.into();
        params::checked("reverse_id", &text, LONGEST_REVERSE_ID)?;
        if text.is_empty() {
            return Err(params::fault("reverse_id", Fault::Missing));
        }
        Ok(Self(text))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Gives money back: all of it, or a part. Before a capture only all of it, which releases the hold.
#[derive(Debug, Clone)]
pub struct Reverse {
    /// Which order.
    pub order_id: OrderId,
    /// How much. All of it is the order's actual amount.
    pub money: Money,
    /// The key of this refund.
    pub reverse_id: Option<ReverseId>,
    /// Why; at most 1,024 characters.
    pub comment: Option<String>,
    /// The address of who did it; at most 254 characters.
    pub email: Option<String>,
    /// Whose parts go back, where the payment was split. Protocol 2.0 only.
    pub receivers: Vec<Receiver>,
}

/// What became of a refund.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reversal {
    /// What became of it.
    pub status: ReverseStatus,
    /// The key that was sent.
    pub reverse_id: Option<String>,
    /// This refund's minor units, as it seems; in the order's state the same name is the sum of all (fact sheet, 3.9).
    pub reversal_amount: Option<u64>,
    /// The gateway's id of the refund.
    pub transaction_id: Option<String>,
    /// Why it was refused: a refusal can come as a success with a code (fact sheet, 5.1).
    pub response_code: Option<ErrorCode>,
    /// The same in words.
    pub response_description: Words,
}

impl Reversal {
    fn read(members: &Members) -> Result<Self, Unreadable> {
        members.required("order_id")?;
        let status = members.plain("reverse_status")?;
        let response_code = ErrorCode::read(members, "response_code")?;
        if status.is_none() && response_code.is_none() {
            return Err(Unreadable::Missing { name: "reverse_status" });
        }
        Ok(Self {
            status: ReverseStatus::from_word(status.unwrap_or_default()),
            reverse_id: members.owned("reverse_id"),
            reversal_amount: members.minor("reversal_amount")?,
            transaction_id: members.owned("transaction_id"),
            response_code,
            response_description: members.reason("response_description"),
        })
    }
}

impl Reverse {
    /// A refund without a comment.
    pub fn new(order_id: OrderId, money: Money, reverse_id: Option<ReverseId>) -> Self {
        Self { order_id, money, reverse_id, comment: None, email: None, receivers: Vec::new() }
    }

    /// The call. Its answer must be signed and name the order.
    pub fn call(&self) -> Result<Call<Reversal>, FieldFault> {
        let mut parameters = Params::of_order(&self.order_id)?;
        parameters.money(self.money)?;
        let reverse_id = self.reverse_id.as_ref().map(ReverseId::as_str);
        parameters.optional("reverse_id", reverse_id, LONGEST_REVERSE_ID)?;
        parameters.optional("comment", self.comment.as_deref(), 1024)?;
        parameters.optional("email", self.email.as_deref(), 254)?;
        parameters.receivers(&self.receivers, self.money.minor())?;
        let call = Call::new("/reverse/order_id", parameters, Proof::Needed, Reversal::read)
            .expecting("order_id", self.order_id.as_str());
        Ok(match reverse_id {
            Some(reverse_id) => call.expecting("reverse_id", reverse_id),
            None => call,
        })
    }
}
