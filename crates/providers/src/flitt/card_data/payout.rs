//! Sending money to a card or an account (fact sheet, 3.13). Signed with the payout key, both ways.

use domain::Money;
use secrecy::{ExposeSecret, SecretString};

use crate::flitt::{
    call::{Call, Proof},
    new_order::LONGEST_RECTOKEN,
    order::Order,
    order_id::OrderId,
    params::{FieldFault, Params},
};

/// Longest card number, in digits.
const LONGEST_CARD: usize = 19;

/// Longest IBAN, in characters (ISO 13616).
const LONGEST_IBAN: usize = 34;

/// Sends money to a card or an account.
#[derive(Debug, Clone)]
pub struct Payout {
    /// Our name of the order.
    pub order_id: OrderId,
    /// What it is for; 1 to 1,024 characters.
    pub description: String,
    /// How much.
    pub money: Money,
    /// Where it goes.
    pub to: PayoutTo,
    /// Where the gateway reports to.
    pub server_callback_url: Option<String>,
}

/// Where a payout goes.
#[derive(Debug, Clone)]
pub enum PayoutTo {
    /// To a card that was kept.
    Token(SecretString),
    /// To a card that another merchant kept.
    ExternalToken(SecretString),
    /// To a card by its number. The documentation does not list it any more; 1074 means that it is not allowed.
    CardNumber(SecretString),
    /// To an account.
    Iban(SecretString),
}

impl PayoutTo {
    fn path(&self) -> &'static str {
        match self {
            Self::Token(_) | Self::ExternalToken(_) | Self::CardNumber(_) => "/p2pcredit",
            Self::Iban(_) => "/ibancredit",
        }
    }

    fn parameter(&self) -> (&'static str, &SecretString, usize) {
        match self {
            Self::Token(token) => ("receiver_rectoken", token, LONGEST_RECTOKEN),
            Self::ExternalToken(token) => ("external_rectoken", token, LONGEST_RECTOKEN),
            Self::CardNumber(number) => ("receiver_card_number", number, LONGEST_CARD),
            Self::Iban(iban) => ("receiver_iban", iban, LONGEST_IBAN),
        }
    }
}

impl Payout {
    /// The call. Its answer must be signed with the payout key, too. It has fewer members than other orders.
    pub fn call(&self) -> Result<Call<Order>, FieldFault> {
        let mut parameters = Params::of_order(&self.order_id)?;
        parameters.description(&self.description)?;
        parameters.money(self.money)?;
        let (field, value, limit) = self.to.parameter();
        parameters.text(field, value.expose_secret(), limit)?;
        parameters.optional("server_callback_url", self.server_callback_url.as_deref(), 2048)?;
        Ok(Call::new(self.to.path(), parameters, Proof::Needed, Order::read)
            .with_payout_key()
            .expecting("order_id", self.order_id.as_str()))
    }
}
