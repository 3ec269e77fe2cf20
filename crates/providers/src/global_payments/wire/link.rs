//! A link in an answer.

use domain::{Money, usage::Usage};
use serde::Deserialize;

use super::{
    super::currency,
    lenient::{Text, lenient, lenient_list},
    transaction::Transaction,
    words::{LinkStatus, Shippable, UsageMode, Word},
};

/// A link (fact sheet, 3.2).
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Link {
    pub(crate) id: Text,
    pub(crate) account_id: Text,
    pub(crate) account_name: Text,
    pub(crate) url: Text,
    pub(crate) status: LinkStatus,
    #[serde(rename = "type")]
    pub(crate) kind: Text,
    pub(crate) usage_mode: UsageMode,
    pub(crate) usage_limit: Text,
    pub(crate) reference: Text,
    pub(crate) name: Text,
    pub(crate) description: Text,
    pub(crate) shippable: Shippable,
    pub(crate) shipping_amount: Text,
    pub(crate) expiration_date: Text,
    #[serde(deserialize_with = "lenient")]
    pub(crate) transactions: LinkTransactions,
}

impl Link {
    /// What each payment is of, where it can be read.
    pub(crate) fn money(&self) -> Option<Money> {
        let currency = self.transactions.currency.as_str().parse().ok()?;
        currency::read(self.transactions.amount.as_str(), currency)
    }

    /// True where the answer's usage is `usage`, as far as it tells.
    pub(crate) fn is_used(&self, usage: Usage) -> bool {
        let limit = self.usage_limit.as_str();
        let same_limit = limit.is_empty() || limit.parse() == Ok(usage.limit());
        match (&self.usage_mode, usage) {
            // A link for one payment has no other limit, whatever it says.
            (UsageMode::Single, Usage::Single) => true,
            (UsageMode::Multiple, Usage::Multiple { .. }) => same_limit,
            (mode, _) => mode.is_absent() && same_limit,
        }
    }

    /// True where the answer ships as `shipping` says, as far as it tells.
    pub(crate) fn is_shipped(&self, shipping: Option<Money>) -> bool {
        let cost = self.shipping_amount.as_str();
        let same_cost = shipping.map_or_else(
            || cost.bytes().all(|digit| digit == b'0'),
            |asked| cost.is_empty() || currency::read(cost, asked.currency()) == Some(asked),
        );
        match (&self.shippable, shipping) {
            // What shipping would cost says nothing where nothing is shipped.
            (Shippable::No, None) => true,
            (Shippable::Yes, Some(_)) => same_cost,
            (word, _) => word.is_absent() && same_cost,
        }
    }
}

/// What a link asks for, and what was paid on it.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct LinkTransactions {
    pub(crate) amount: Text,
    pub(crate) currency: Text,
    #[serde(deserialize_with = "lenient_list")]
    pub(crate) transaction_list: Vec<Transaction>,
}
