//! Lies that a test can make the server tell.

use super::money::{Currency, MinorUnits};

/// What the server says other than the truth. The default is truthful; the books always hold the
/// truth.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Behaviour {
    /// Shown as the amount in every link and transaction that is answered.
    pub amount_in_answer: Option<MinorUnits>,
    /// Shown as the currency in every link and transaction that is answered.
    pub currency_in_answer: Option<Currency>,
    /// Scheme and host in front of the link's path, such as `https://pay.example`.
    pub link_origin: Option<String>,
    /// Shown as the status in `transaction_list`, which the real gateway does not refresh
    /// (fact sheet, 3.7). Reading the transaction itself still tells the truth.
    pub status_in_transaction_list: Option<String>,
    /// Lifetime of new tokens in seconds, whatever the client asked for.
    pub token_seconds: Option<u32>,
}

impl Behaviour {
    pub(super) fn shown_amount(&self, truth: MinorUnits) -> String {
        self.amount_in_answer.unwrap_or(truth).to_string()
    }

    pub(super) fn shown_currency<'a>(&'a self, truth: &'a Currency) -> &'a str {
        self.currency_in_answer.as_ref().unwrap_or(truth).code()
    }
}
