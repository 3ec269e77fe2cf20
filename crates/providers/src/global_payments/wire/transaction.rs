//! A payment or a refund in an answer.

use domain::{
    Currency, Money, Timestamp,
    payment::{Card, LastFour},
};
use serde::Deserialize;

use super::{
    super::currency,
    lenient::{Text, lenient, moment},
    words::{TransactionStatus, TransactionType},
};

/// A transaction (fact sheet, 4.1), or the short form of it in a link (3.7).
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Transaction {
    pub(crate) id: Text,
    pub(crate) time_created: Text,
    pub(crate) status: TransactionStatus,
    #[serde(rename = "type")]
    pub(crate) kind: TransactionType,
    amount: Text,
    currency: Text,
    pub(crate) reference: Text,
    pub(crate) parent_resource_id: Text,
    #[serde(deserialize_with = "lenient")]
    pub(crate) payment_method: PaymentMethod,
    #[serde(deserialize_with = "lenient")]
    pub(crate) action: Action,
}

impl Transaction {
    /// The amount, where it is whole minor units of `currency`.
    pub(crate) fn sum_in(&self, currency: Currency) -> Option<Money> {
        currency::read(self.amount.as_str(), currency)
    }

    /// The currency, where the till knows it.
    pub(crate) fn currency(&self) -> Option<Currency> {
        self.currency.as_str().parse().ok()
    }

    /// True where no currency is named.
    pub(crate) fn names_no_currency(&self) -> bool {
        self.currency.is_empty()
    }

    /// Amount and currency, where both can be read.
    pub(crate) fn money(&self) -> Option<Money> {
        self.sum_in(self.currency()?)
    }

    /// When it was made.
    pub(crate) fn at(&self) -> Option<Timestamp> {
        moment(self.time_created.as_str())
    }
}

/// How was paid.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct PaymentMethod {
    pub(crate) result: Text,
    pub(crate) message: Text,
    #[serde(deserialize_with = "lenient")]
    card: CardWire,
}

impl PaymentMethod {
    /// The card, as far as the till may know it.
    pub(crate) fn card(&self) -> Option<Card> {
        let numbers = [&self.card.masked_number_last4, &self.card.masked_number_first6last4];
        let last_four =
            numbers.into_iter().find_map(|masked| LastFour::of_masked(masked.as_str()).ok())?;
        Some(Card { brand: self.card.brand.for_people(), last_four })
    }
}

/// The card's number is named differently in answers to POST and to GET (fact sheet, 9.35).
#[derive(Default, Deserialize)]
#[serde(default)]
struct CardWire {
    brand: Text,
    masked_number_last4: Text,
    masked_number_first6last4: Text,
}

/// What the API says of the call itself.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Action {
    pub(crate) result_code: Text,
}
