use domain::{
    Money, hold::HoldEndKind, money::MoneyWire, sale_state::Moment, shared_link::ShareWay,
};
use serde::Serialize;
use ts_rs::TS;

/// One line of a sale's story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct TimelineEntry {
    /// When.
    #[ts(as = "String")]
    pub at: Moment,
    /// Who, where it was a person.
    pub by: Option<String>,
    /// What.
    pub what: TimelineWhat,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE", rename_all_fields = "camelCase")]
pub enum TimelineWhat {
    /// Staff began the sale.
    SaleStarted,
    /// Staff said which of the shop's customers it is for, or that it is for none of them.
    CustomerChosen {
        /// False where it is for none of them any more.
        chosen: bool,
    },
    /// Staff tried with another account.
    TriedWith {
        /// The owner's name for it.
        account: String,
    },
    /// The provider was asked for a link.
    LinkAsked,
    /// The provider made it.
    LinkMade,
    /// The provider made it, and it asks for another sum than staff did.
    LinkMadeForAnotherTotal {
        /// What it asks for.
        #[ts(as = "MoneyWire")]
        total: Money,
    },
    /// Staff took the sum that the link asks for.
    TotalTaken,
    /// Staff did not take it.
    TotalDeclined,
    /// The request provably was not acted on.
    LinkNotSent,
    /// Nobody knew what became of the request.
    LinkUnclear,
    /// The provider said no, or gave a link that must not be used.
    LinkRefused,
    /// The link's time is over.
    LinkExpired,
    /// The link was ended.
    LinkClosed,
    /// Staff gave the link to a customer who is not at the counter.
    LinkShared {
        /// How.
        way: ShareWay,
    },
    /// Staff cancelled the link.
    CancelAsked,
    /// Staff changed the link.
    ChangeAsked {
        /// What it shall ask for.
        #[ts(as = "MoneyWire")]
        amount: Money,
    },
    /// The provider shows the link as it was changed.
    LinkChanged,
    /// The provider refused to cancel or change the link.
    WishRefused,
    /// Staff stopped the subscription, or had it charge again.
    ChargesAsked {
        /// True where they stopped it.
        stop: bool,
    },
    /// The provider confirmed it.
    ChargesSet {
        /// True where it is stopped.
        stopped: bool,
    },
    /// The provider refused it.
    ChargesRefused,
    /// The customer's card was confirmed.
    CardConfirmed,
    /// Staff began to capture or release.
    HoldEndStarted {
        /// Which.
        how: HoldEndKind,
        /// How much.
        #[ts(as = "MoneyWire")]
        amount: Money,
    },
    /// The provider did it.
    HoldEndDone {
        /// Which.
        how: HoldEndKind,
        /// How much.
        #[ts(as = "MoneyWire")]
        amount: Money,
    },
    /// The request provably was not acted on.
    HoldEndNotSent {
        /// Which.
        how: HoldEndKind,
    },
    /// Nobody knew what became of it.
    HoldEndUnclear {
        /// Which.
        how: HoldEndKind,
    },
    /// The provider said no, or it was proved never to have been done.
    HoldEndNotDone {
        /// Which.
        how: HoldEndKind,
    },
    /// A person decided what nobody else could.
    PersonDecided {
        /// True where they found that it was made.
        made: bool,
    },
    /// A card was declined.
    CardRefused,
    /// The customer confirmed a payment, and the provider was at it.
    Paying,
    /// A payment was authorised, not captured.
    PaymentReserved {
        /// How much.
        #[ts(as = "MoneyWire")]
        amount: Money,
    },
    /// The money came.
    Paid {
        /// How much.
        #[ts(as = "MoneyWire")]
        amount: Money,
    },
    /// Staff started a refund.
    RefundStarted {
        /// How much.
        #[ts(as = "MoneyWire")]
        amount: Money,
        /// Who approved it at the till; `None` where nobody had to.
        approved_by: Option<String>,
    },
    /// The provider took it.
    RefundAccepted {
        /// How much.
        #[ts(as = "MoneyWire")]
        amount: Money,
    },
    /// The request provably was not acted on.
    RefundNotSent {
        /// How much.
        #[ts(as = "MoneyWire")]
        amount: Money,
    },
    /// Nobody knew what became of it.
    RefundUnclear {
        /// How much.
        #[ts(as = "MoneyWire")]
        amount: Money,
    },
    /// The provider said no.
    RefundRefused {
        /// How much.
        #[ts(as = "MoneyWire")]
        amount: Money,
    },
    /// It was proved never to have been made.
    RefundNotMade {
        /// How much.
        #[ts(as = "MoneyWire")]
        amount: Money,
    },
    /// Money went back without this till.
    RefundElsewhere {
        /// How much.
        #[ts(as = "MoneyWire")]
        amount: Money,
    },
}
