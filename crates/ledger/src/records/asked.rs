//! Questions to the book, and short answers.

use domain::{
    Currency, Money, Timestamp,
    account::Environment,
    ids::{
        AccountId, HoldEndId, LinkId, PaymentId, ProviderLinkId, ProviderPaymentId, RefundId,
        SaleId, StaffId,
    },
    link_life::LinkState,
    payment::PaymentStatus,
};

/// A payment that a sweep came across, as the provider's list shows it; or a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SweptRow {
    /// The provider's id of it.
    pub provider_id: ProviderPaymentId,
    /// How many payments came, where it is a link; `None` where it is a payment.
    pub times_paid: Option<u32>,
    /// The reference that it carries.
    pub reference: String,
    /// How far it is: a hint.
    pub status: PaymentStatus,
}

/// A payment with confirmed refunds that the provider may still fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefundsToWatch {
    /// The payment that went back.
    pub payment: PaymentId,
    /// Its sale.
    pub sale: SaleId,
    /// Its account, which is in use.
    pub account: AccountId,
    /// When the till learned of the latest of its refunds.
    pub confirmed_at: Timestamp,
    /// When the provider was last asked about them, by the till's clock.
    pub last_checked: Option<Timestamp>,
}

/// Which sales a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SaleFilter {
    /// Every sale.
    All,
    /// Those with something still to come: money, an answer, or a person's decision.
    Open,
    /// Those whose money is there and has not gone back.
    Paid,
    /// Those whose money went back, all or in part.
    Refunded,
    /// Those about which nothing goes on before a person has done something.
    NeedsPerson,
}

/// From one moment until just before another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first moment of it.
    pub from: Timestamp,
    /// The first moment after it.
    pub to: Timestamp,
}

/// Which sales somebody may see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// Every sale.
    All,
    /// Those that this person began, those that anybody began at `since` or later, and those with something still to come.
    By {
        /// Who looks.
        staff: StaffId,
        /// When their day began.
        since: Timestamp,
    },
}

/// A question to the list of sales.
#[derive(Debug, Clone)]
pub struct SaleSearch<'a> {
    /// Live, sandbox or practice: never mixed.
    pub environment: Environment,
    /// What staff typed into the search box. Every word must be found, each as the beginning of a word; empty text
    /// finds every sale.
    pub text: &'a str,
    /// Which sales.
    pub filter: SaleFilter,
    /// Only those begun then.
    pub days: Option<Period>,
    /// Only those that this person began.
    pub begun_by: Option<StaffId>,
    /// Only those of this account.
    pub account: Option<AccountId>,
    /// Who looks: what they may not see is not found.
    pub seen: Seen,
    /// Only sales begun before this one: the last of the page above.
    pub before: Option<SaleId>,
    /// How many at most.
    pub limit: u32,
}

impl SaleSearch<'_> {
    /// The newest sales of an environment, whatever they are.
    pub fn newest(environment: Environment, limit: u32) -> Self {
        Self {
            environment,
            text: "",
            filter: SaleFilter::All,
            days: None,
            begun_by: None,
            account: None,
            seen: Seen::All,
            before: None,
            limit,
        }
    }
}

/// What a period brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Totals {
    /// How many payments came.
    pub payments: u64,
    /// The sums, one for each currency, in the order of their codes.
    pub sums: Vec<CurrencyTotal>,
}

/// What a period brought in one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CurrencyTotal {
    /// Every payment whose money is there, by the moment since when it is.
    pub paid: Money,
    /// Every confirmed refund, by the moment the till learned of it, and of payments of any day: it may be more than
    /// was paid.
    pub refunded: Money,
}

impl CurrencyTotal {
    /// The currency.
    pub fn currency(self) -> Currency {
        self.paid.currency()
    }
}

/// An intent whose end nobody knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OpenQuestion {
    /// Was this link made?
    Link(LinkId),
    /// Was this refund made?
    Refund(RefundId),
    /// Was this capture or release made?
    HoldEnd(HoldEndId),
}

/// A link that the provider must still be asked about.
#[expect(clippy::struct_excessive_bools, reason = "each tells how soon to ask, by itself")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkToWatch {
    /// The link.
    pub link: LinkId,
    /// Its sale.
    pub sale: SaleId,
    /// Its account, which is in use.
    pub account: AccountId,
    /// The provider's id; `None` for an orphan of which only its reference is known.
    pub provider_id: Option<ProviderLinkId>,
    /// Where it stands.
    pub state: LinkState,
    /// True once money came on it, or the card was confirmed that it is for.
    pub paid: bool,
    /// True while a payment on it is begun or reserved, and may end any moment.
    pub payment_pending: bool,
    /// True where it can still be paid again after a payment.
    pub several_uses: bool,
    /// True while staff want something of it that the provider has not shown yet.
    pub wished: bool,
    /// When it ends: by the provider's word, else as it was asked for.
    pub ends_at: Timestamp,
    /// When the provider was last reached about it, by the till's clock.
    pub last_checked: Option<Timestamp>,
}
