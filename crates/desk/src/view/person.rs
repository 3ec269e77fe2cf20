use domain::{
    Money, TillError,
    money::MoneyWire,
    sale_state::{About, Moment},
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Something that only a person can decide, with all the evidence that the till can show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PersonCase {
    /// The refund, capture or release in question.
    pub subject: String,
    /// Which of them.
    pub about: About,
    /// How much.
    #[ts(as = "MoneyWire")]
    pub amount: Money,
    /// When staff asked for it.
    #[ts(as = "String")]
    pub asked_at: Moment,
    /// Who asked for it; empty for the owner, whom the page names.
    pub asked_by: String,
    /// When the last request that may have arrived left.
    #[ts(as = "Option<String>")]
    pub last_sent: Option<Moment>,
    /// The provider's id of the payment: what to search for in the provider's own records.
    pub payment: String,
    /// The reference that the provider sees.
    pub our_reference: String,
    /// Every refund of this payment that the provider shows; empty for a capture or a release.
    pub candidates: Vec<Candidate>,
    /// What went back in all, where the provider shows only that and none of its refunds by itself.
    pub total: Option<RefundTotal>,
    /// True where the provider was asked, and has no way to tell.
    pub untold: bool,
    /// When the provider showed it.
    #[ts(as = "Option<String>")]
    pub looked_at: Option<Moment>,
    /// Why the provider could not be asked.
    pub cannot_look: Option<TillError>,
    /// True where it may be decided that nothing was made: long enough has passed since the last request.
    pub may_decide_none: bool,
}

/// A refund that the provider shows and that may be the one in question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Candidate {
    /// The provider's id.
    pub provider_id: String,
    /// How much.
    #[ts(as = "MoneyWire")]
    pub amount: Money,
    /// When, by the provider's clock.
    #[ts(as = "Option<String>")]
    pub at: Option<Moment>,
    /// True where it is of exactly the amount in question and not older than its first request.
    pub fits: bool,
    /// True where the book knows it as another refund already.
    pub known: bool,
    /// False where the provider says that it failed.
    pub stands: bool,
}

/// What went back of a payment, where the provider shows only the total.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RefundTotal {
    /// What the provider shows.
    #[ts(as = "MoneyWire")]
    pub at_provider: Money,
    /// What of it the book knows: what this till refunded, and what was refunded elsewhere.
    #[ts(as = "MoneyWire")]
    pub in_book: Money,
    /// True where the rest is enough for the refund in question to be part of it.
    pub fits: bool,
}

/// What a person decided.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Decision {
    /// The refund, capture or release in question.
    pub subject: String,
    /// What they found in the provider's own records.
    pub found: Found,
}

/// What a person found in the provider's own records.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE", rename_all_fields = "camelCase")]
pub enum Found {
    /// It was made.
    Made {
        /// Which one of those shown; `None` where the provider's own records show it and the till can't.
        provider_id: Option<String>,
    },
    /// There is no such thing.
    Nothing,
}
