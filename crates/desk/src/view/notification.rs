use domain::{Money, money::MoneyWire};
use serde::Serialize;
use ts_rs::TS;

/// What a pasted message of a provider's is worth. It proves nothing about a sale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NotificationVerdict {
    /// What it is.
    pub verdict: NotificationSays,
    /// Which of the account's keys signed it.
    pub key: Option<NotificationSigner>,
    /// The order that it is about; empty where it is not genuine.
    pub order_id: String,
    /// The state that it names, in the provider's word.
    pub order_status: String,
    /// True where it is older than the provider lets a message become: it may be a copy.
    pub old: bool,
    /// What was asked for the order, or of a refund all that went back by then.
    #[ts(as = "Option<MoneyWire>")]
    pub amount: Option<Money>,
    /// The sale whose link that order is, where the book has it.
    pub sale: Option<String>,
}

/// What a pasted message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum NotificationSays {
    /// Genuine: the money is held or charged.
    Approved,
    /// Genuine: it is not.
    NotApproved,
    /// Genuine: money went back.
    Refund,
    /// Genuine: something else happened.
    Other,
    /// Signed with the account's key, and about another merchant.
    OtherMerchant,
    /// Not signed with the account's keys, or changed since.
    NotGenuine,
    /// No message of the provider's, or not a whole one.
    Unreadable,
}

/// The keys that sign messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum NotificationSigner {
    /// The one that takes payments.
    Main,
    /// The one that signs payouts.
    Payout,
    /// The secret that is for nothing else.
    Webhook,
}
