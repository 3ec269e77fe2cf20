//! What a provider tells of its own accord. A till has no public address and gets none of it, but a shop's own server may,
//! and staff may ask whether a message that it received is genuine.

use domain::{Money, Timestamp, ids::ProviderLinkId};

/// A message as the shop's own server received it.
#[derive(Debug, Clone, Copy)]
pub struct Received<'r> {
    /// Its body, to the letter.
    pub body: &'r str,
    /// The header that its signature stands in; empty where the provider signs in the body.
    pub signature: &'r str,
    /// Now, by the till's clock.
    pub now: Timestamp,
}

/// What a pasted message is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notification {
    /// It is no message of the provider's, or not a whole one.
    Unreadable,
    /// None of the account's keys signed it, or not all of it.
    NotGenuine,
    /// One of the account's keys signed all of it.
    Genuine(Genuine),
}

/// A message that one of the account's keys signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Genuine {
    /// Which one.
    pub signed_by: Signer,
    /// True where it is about the account's own merchant: several may share a key.
    pub is_ours: bool,
    /// What it says of the order.
    pub says: Says,
    /// The order's name: our reference, where the till made it.
    pub order: String,
    /// The provider's id of the link that it is about, where it tells.
    pub link: Option<ProviderLinkId>,
    /// False where it is older than the provider lets a message become: it may be a copy of one that was handled long ago.
    pub is_fresh: bool,
    /// The state that it names, in the provider's word.
    pub state: String,
    /// What was asked for the order, or of a refund all that went back by then; `None` where it does not tell.
    pub amount: Option<Money>,
}

/// What a message says of an order. It proves nothing about a sale: a copy can come at any time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says {
    /// The money is held or charged.
    Approved,
    /// It is not.
    NotApproved,
    /// Money went back.
    Refund,
    /// Something else happened, or nothing that the till knows a word for.
    Other,
}

/// The keys that sign messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signer {
    /// The one that takes payments.
    Main,
    /// The one that signs payouts.
    Payout,
    /// The secret that is for nothing else.
    Webhook,
}
