//! Lists of what the provider holds: what is asked for, and what comes back.

use domain::{
    Currency, Money, Timestamp,
    account::Country,
    ids::{ProviderLinkId, ProviderPaymentId},
    link::ProviderLinkState,
    payment::{LastFour, PaymentStatus},
    reference::OurReference,
};

/// Which links a list shows. What is `None` is not asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkQuery {
    /// From 1.
    pub page: u32,
    /// Rows on a page, 1 to 1000.
    pub page_size: u32,
    /// Newest first, or oldest first.
    pub newest_first: bool,
    /// Made on this day or later. The list may begin somewhat earlier, because providers count days in zones of their
    /// own.
    pub from: Timestamp,
    /// Made on this day or earlier. The list may end somewhat later.
    pub to: Timestamp,
    /// In this state.
    pub state: Option<ListedLinkState>,
    /// For one payment, or for several.
    pub usage: Option<ListedUsage>,
    /// With this reference.
    pub reference: Option<OurReference>,
    /// With this text in its name.
    pub name: Option<String>,
    /// With this text in its description.
    pub description: Option<String>,
    /// Of this amount and currency.
    pub amount: Option<Money>,
    /// Of this currency.
    pub currency: Option<Currency>,
    /// For a merchant of this country.
    pub country: Option<Country>,
    /// That ends on this day, in UTC.
    pub ends_on: Option<Timestamp>,
    /// That asks for an address, or does not.
    pub shipped: Option<bool>,
}

/// A link's state, as a list can be asked for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListedLinkState {
    /// It can be paid.
    Open,
    /// It was paid as often as it can be.
    Paid,
    /// Its time is over.
    Expired,
    /// It was ended.
    Closed,
    /// It was switched off.
    SwitchedOff,
}

/// A link's usage, as a list can be asked for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListedUsage {
    /// For one payment.
    Single,
    /// For several.
    Multiple,
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed<R> {
    /// The rows of this page.
    pub rows: Vec<R>,
    /// How many there are on all pages, where the provider says so.
    pub total: Option<u64>,
}

/// A link as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedLink {
    /// The provider's id.
    pub provider_id: ProviderLinkId,
    /// The reference, ours or anybody's.
    pub reference: String,
    /// Its state: a hint.
    pub state: ProviderLinkState,
    /// What it asks for, where it can be read.
    pub amount: Option<Money>,
    /// When it ends.
    pub expires_at: Option<Timestamp>,
}

/// Which transactions a list shows. What is `None` is not asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransactionQuery {
    /// From 1.
    pub page: u32,
    /// Rows on a page, 1 to 1000.
    pub page_size: u32,
    /// Newest first, or oldest first.
    pub newest_first: bool,
    /// Made on this day or later. The list may begin somewhat earlier, because providers count days in zones of their
    /// own.
    pub from: Timestamp,
    /// Made on this day or earlier. The list may end somewhat later.
    pub to: Timestamp,
    /// Payments, or refunds.
    pub kind: Option<TransactionKind>,
    /// In this state.
    pub status: Option<ListedStatus>,
    /// With this id.
    pub provider_id: Option<ProviderPaymentId>,
    /// With this reference.
    pub reference: Option<OurReference>,
    /// Of this amount and currency.
    pub amount: Option<Money>,
    /// Of this currency.
    pub currency: Option<Currency>,
    /// For a merchant of this country.
    pub country: Option<Country>,
    /// Paid with a card that ends so.
    pub last_four: Option<LastFour>,
    /// Paid with a card of this brand.
    pub brand: Option<String>,
    /// With this code of the card's bank.
    pub authcode: Option<String>,
    /// On the provider's account of this name.
    pub account_name: Option<String>,
}

/// What a transaction does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TransactionKind {
    /// A customer pays.
    Payment,
    /// Money goes back.
    Refund,
}

/// A transaction's status, as a list can be asked for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListedStatus {
    /// Authorised, not captured.
    Reserved,
    /// Captured.
    Captured,
    /// On its way to the shop's bank.
    Batched,
    /// At the shop's bank.
    Funded,
    /// Declined.
    Declined,
    /// Given up or taken back.
    Reversed,
}

/// A transaction as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedTransaction {
    /// The provider's id.
    pub provider_id: ProviderPaymentId,
    /// Payment or refund; `None` where the provider's word is new.
    pub kind: Option<TransactionKind>,
    /// The reference, ours or anybody's.
    pub reference: String,
    /// How far it is, as far as the list knows: lists may lag.
    pub status: PaymentStatus,
    /// How much, where it can be read.
    pub amount: Option<Money>,
    /// When it was made, by the provider's clock.
    pub at: Option<Timestamp>,
}

/// Which page of the payments of all links.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SweepAsk {
    /// Made no earlier than this, by the provider's clock.
    pub since: Timestamp,
    /// From 1; the newest payments stand on the first one.
    pub page: u32,
    /// The [`Swept::cursor`] of the page before; `None` for the first one.
    pub after: Option<ProviderPaymentId>,
}

/// One page of the payments of all links, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Swept {
    /// Its payments.
    pub payments: Vec<SweptPayment>,
    /// True where none follow that were asked for.
    pub last: bool,
    /// The last one in the list, where the provider finds the next page by it, and not by its number.
    pub cursor: Option<ProviderPaymentId>,
}

/// A payment that a sweep came across; or a link, where the provider's list tells only how often each was paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SweptPayment {
    /// The provider's id of it.
    pub provider_id: ProviderPaymentId,
    /// How many payments came, where it is a link; `None` where it is a payment.
    pub times_paid: Option<u32>,
    /// The reference of the link that it was made on.
    pub reference: String,
    /// How far it is: a hint.
    pub status: PaymentStatus,
    /// When it was made, by the provider's clock.
    pub at: Option<Timestamp>,
}
