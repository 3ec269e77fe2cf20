//! The final payment answer: an order and its payment (fact sheet, 3.7.2, 3.7.3).

use std::fmt;

use domain::{Money, money::minor_units};
use secrecy::SecretString;

use super::{
    additional_info::AdditionalInfo,
    errors::{ErrorCode, Unreadable},
    members::Members,
    merchant::MerchantId,
    words::{Words, gateway_words},
};

gateway_words!(
    /// What became of an order (fact sheet, 3.7.3).
    OrderStatus {
        /// Made; the customer entered nothing yet.
        Created = "created",
        /// In work, or, with a response code, a try was declined and the customer may try again.
        Processing = "processing",
        /// The money is held or charged. It stays so after a capture and after partial refunds.
        Approved = "approved",
        /// Refused for good.
        Declined = "declined",
        /// The link's life is over without a payment.
        Expired = "expired",
        /// Given back in full.
        Reversed = "reversed",
    }
);

gateway_words!(
    /// What a message is about (fact sheet, 3.7.2). More kinds may exist.
    TranType {
        /// A payment.
        Purchase = "purchase",
        /// Money going back.
        Reverse = "reverse",
        /// A card was checked.
        Verification = "verification",
        /// A payout.
        Payout = "p2p credit",
    }
);

gateway_words!(
    /// What became of a card's check (fact sheet, 3.4). Of its words only one is confirmed.
    VerificationStatus {
        /// The card is its owner's.
        Verified = "verified",
    }
);

/// The gateway's id of a payment: up to 19 digits.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PaymentId(String);

impl PaymentId {
    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The id that stands in `name`, if one does.
    pub(super) fn read(members: &Members, name: &'static str) -> Result<Option<Self>, Unreadable> {
        match members.plain(name)? {
            None => Ok(None),
            Some(text) if text.len() <= 19 && minor_units(text).is_some() => {
                Ok(Some(Self(text.to_owned())))
            }
            Some(_) => Err(Unreadable::Malformed { name }),
        }
    }
}

impl fmt::Display for PaymentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An order with its payment. `Debug` shows the ids, states and sums, and nothing of the customer.
#[derive(Clone)]
pub struct Order {
    /// Our name of the order.
    pub order_id: String,
    /// Whose order it is.
    pub merchant_id: Option<MerchantId>,
    /// The gateway's id of the payment.
    pub payment_id: Option<PaymentId>,
    /// What became of it.
    pub status: OrderStatus,
    /// What the message is about.
    pub tran_type: TranType,
    /// Why the last try was declined.
    pub response_code: Option<ErrorCode>,
    /// The same in words.
    pub response_description: Words,
    /// What was asked.
    pub amount: Option<Money>,
    /// What was really held or charged. It can differ from what was asked, also in its currency (fact sheet, section 8,
    /// trap 18). `None` where either part is absent.
    pub actual: Option<Money>,
    /// The sum of all refunds that worked, in minor units. Of which currency, where two differ, the sources do not say.
    pub reversal_amount: Option<u64>,
    /// What the shop gets, as it was written.
    pub settlement_amount: Option<String>,
    /// In which currency.
    pub settlement_currency: Option<String>,
    /// When it gets it, `DD.MM.YYYY`.
    pub settlement_date: Option<String>,
    /// The fee, as it was written.
    pub fee: Option<String>,
    /// When the order was made, `DD.MM.YYYY HH:MM:SS` in an unknown zone.
    pub order_time: Option<String>,
    /// The card: the first six digits, `XXXXXX`, the last four.
    pub masked_card: Option<String>,
    /// The card's first six digits.
    pub card_bin: Option<String>,
    /// The card's brand.
    pub card_type: Words,
    /// `card` and the like.
    pub payment_system: Words,
    /// How far the customer was checked: `5` in full, `6` tried, `7` not at all.
    pub eci: Option<String>,
    /// The bank's code of the payment; not unique.
    pub approval_code: Option<String>,
    /// The bank's reference of the payment; not unique.
    pub rrn: Option<String>,
    /// The customer's address.
    pub sender_email: Option<String>,
    /// The customer's phone.
    pub sender_cell_phone: Option<String>,
    /// The customer's account.
    pub sender_account: Option<String>,
    /// As it was sent.
    pub product_id: Option<String>,
    /// As it was sent: a text, never parsed here (fact sheet, section 8, trap 8).
    pub merchant_data: Option<String>,
    /// The card's token, with which it can be charged again.
    pub rectoken: Option<SecretString>,
    /// Until when the token works, `DD.MM.YYYY HH:MM:SS`.
    pub rectoken_lifetime: Option<String>,
    /// What became of the card's check.
    pub verification_status: Option<VerificationStatus>,
    /// The first order of the subscription that this one belongs to.
    pub parent_order_id: Option<String>,
    /// What the gateway adds.
    pub additional_info: AdditionalInfo,
}

impl Order {
    /// Reads a message that is proven.
    pub(super) fn read(members: &Members) -> Result<Self, Unreadable> {
        Ok(Self {
            order_id: members.required("order_id")?.to_owned(),
            merchant_id: members.text("merchant_id").and_then(|text| text.parse().ok()),
            payment_id: PaymentId::read(members, "payment_id")?,
            status: OrderStatus::from_word(members.required("order_status")?),
            tran_type: TranType::from_word(members.text("tran_type").unwrap_or_default()),
            response_code: ErrorCode::read(members, "response_code")?,
            response_description: members.reason("response_description"),
            amount: members.money("amount", "currency")?,
            actual: members.money("actual_amount", "actual_currency")?,
            reversal_amount: members.minor("reversal_amount")?,
            settlement_amount: members.owned("settlement_amount"),
            settlement_currency: members.owned("settlement_currency"),
            settlement_date: members.owned("settlement_date"),
            fee: members.owned("fee"),
            order_time: members.owned("order_time"),
            masked_card: members.owned("masked_card"),
            card_bin: members.owned("card_bin"),
            card_type: members.words("card_type"),
            payment_system: members.words("payment_system"),
            eci: members.owned("eci"),
            approval_code: members.owned("approval_code"),
            rrn: members.owned("rrn"),
            sender_email: members.owned("sender_email"),
            sender_cell_phone: members.owned("sender_cell_phone"),
            sender_account: members.owned("sender_account"),
            product_id: members.owned("product_id"),
            merchant_data: members.owned("merchant_data"),
            rectoken: members.owned("rectoken").map(Into::into),
            rectoken_lifetime: members.owned("rectoken_lifetime"),
            verification_status: members
                .text("verification_status")
                .map(VerificationStatus::from_word),
            parent_order_id: members.owned("parent_order_id"),
            additional_info: AdditionalInfo::read(members)?,
        })
    }
}

impl fmt::Debug for Order {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Order")
            .field("order_id", &self.order_id)
            .field("payment_id", &self.payment_id)
            .field("status", &self.status)
            .field("tran_type", &self.tran_type)
            .field("response_code", &self.response_code)
            .field("amount", &self.amount)
            .field("actual", &self.actual)
            .field("reversal_amount", &self.reversal_amount)
            .finish_non_exhaustive()
    }
}
