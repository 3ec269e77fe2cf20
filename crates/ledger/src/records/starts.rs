//! What goes into the book, and what became of it.

use domain::{
    Amount, Money, Timestamp,
    account::Environment,
    hold::HoldEndKind,
    ids::{
        AccountId, HoldEndId, IdempotencyKey, LinkId, PaymentId, PressId, RefundId, SaleId, StaffId,
    },
    reference::OurReference,
    refund::RefundReason,
    sale::NewSale,
};

/// Who writes, and when by the till's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The member of staff.
    pub by: StaffId,
    /// When, in UTC.
    pub at: Timestamp,
}

/// Whether the app of an account that is to be added is in use already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KnownApp {
    /// No account in use has it.
    No,
    /// An account in use has the same provider, app id, place and merchant.
    Same,
    /// An account in use has the same provider and app id at another place, in this environment.
    Elsewhere(Environment),
}

/// A sale with the link that is about to be asked for.
#[derive(Debug, Clone)]
pub struct StartSale<'a> {
    /// Fresh.
    pub sale: SaleId,
    /// Fresh.
    pub link: LinkId,
    /// The account that takes the money.
    pub account: AccountId,
    /// The press of the button: the same one never makes a second sale.
    pub press: PressId,
    /// Fresh; sent with every attempt.
    pub key: IdempotencyKey,
    /// What staff typed, checked.
    pub new_sale: &'a NewSale,
    /// Made from the staff's reference and the link's id.
    pub reference: OurReference,
    /// When the provider is asked to end the link.
    pub expires_at: Timestamp,
    /// Now, by the provider's clock.
    pub provider_time: Timestamp,
}

/// The next link of a sale that staff take to another account.
#[derive(Debug, Clone)]
pub struct TryWith {
    /// The sale's link, which is set aside.
    pub instead_of: LinkId,
    /// True where its provider can end links.
    pub first_can_end: bool,
    /// Fresh.
    pub link: LinkId,
    /// The account that takes the money from now on.
    pub account: AccountId,
    /// The press of the button: the same one never makes a second link.
    pub press: PressId,
    /// Fresh; sent with every attempt.
    pub key: IdempotencyKey,
    /// Made from the staff's reference and the link's id.
    pub reference: OurReference,
    /// When the provider is asked to end the link.
    pub expires_at: Timestamp,
    /// Now, by the provider's clock.
    pub provider_time: Timestamp,
}

/// What became of a sale's start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Started {
    /// It is on disk, and its link's first request may leave.
    Now,
    /// The same press began this sale before; nothing was written and nothing may be sent.
    Before(SaleId),
}

/// A refund that is about to be asked for.
#[derive(Debug, Clone)]
pub struct StartRefund {
    /// Fresh.
    pub refund: RefundId,
    /// The payment that goes back.
    pub payment: PaymentId,
    /// The press of the button: the same one never makes a second refund.
    pub press: PressId,
    /// Fresh; sent with every attempt.
    pub key: IdempotencyKey,
    /// How much.
    pub amount: Amount,
    /// Why.
    pub reason: RefundReason,
    /// In the staff's words; may be empty.
    pub note: String,
    /// Now, by the provider's clock.
    pub provider_time: Timestamp,
    /// Who approved it at the till, where who starts it could not by themselves.
    pub approved_by: Option<StaffId>,
    /// What who starts it may give back in a day by themselves; `None` where there is no limit, or somebody approved.
    pub day_limit: Option<DayLimit>,
}

/// How much one person may give back in a day, in one environment and one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayLimit {
    /// When the day began.
    pub since: Timestamp,
    /// The most.
    pub most: Money,
}

/// What became of a refund's start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefundStarted {
    /// It is on disk, the sum is reserved, and its first request may leave.
    Now,
    /// The same press began this refund before; nothing was written. After a provable 'not sent' the same intent goes
    /// again with [`refund_event`](crate::Ledger::refund_event) and `RefundEvent::Begun`.
    Before(RefundId),
}

/// What became of the news of a refund that this till did not make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Elsewhere {
    /// It is in the book now.
    News,
    /// The book knew it: as somebody else's, or as one of ours.
    Known,
    /// Nothing was written: it may be one of ours that is not settled.
    MayBeOurs,
}

/// What a provider showed that tells only how much of a payment went back in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TotalSeen {
    /// What it showed.
    pub total: Money,
    /// What the book counted as gone back when the provider was asked: by this till and elsewhere.
    pub in_book: Money,
    /// What of the total is surely none of ours.
    pub elsewhere: Money,
}

/// A capture or a release that is about to be asked for.
#[derive(Debug, Clone)]
pub struct StartHoldEnd {
    /// Fresh.
    pub hold_end: HoldEndId,
    /// The reserved payment.
    pub payment: PaymentId,
    /// The press of the button: the same one never does it twice.
    pub press: PressId,
    /// Fresh; sent with every attempt.
    pub key: IdempotencyKey,
    /// Capture or release.
    pub kind: HoldEndKind,
    /// How much is captured; the whole reservation where it is released.
    pub amount: Amount,
    /// Now, by the provider's clock.
    pub provider_time: Timestamp,
}

/// What became of a capture's or a release's start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HoldEndStarted {
    /// It is on disk, and its first request may leave.
    Now,
    /// The same press began it before; nothing was written.
    Before(HoldEndId),
}
