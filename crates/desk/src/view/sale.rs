use domain::{
    Money, TillError,
    account::Environment,
    hold::HoldEndKind,
    link_kind::{LinkKind, Schedule},
    money::MoneyWire,
    refund::RefundReason,
    sale_state::{Moment, SaleState},
};
use serde::Serialize;
use ts_rs::TS;

use super::{BasketView, CustomerPage, TimelineEntry};

/// A sale as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SaleRow {
    /// Its id.
    pub id: String,
    /// When it was made.
    #[ts(as = "String")]
    pub at: Moment,
    /// What the customer was asked for, without shipping.
    #[ts(as = "MoneyWire")]
    pub amount: Money,
    /// What shipping costs on top; `None` where nothing is shipped.
    #[ts(as = "Option<MoneyWire>")]
    pub shipping: Option<Money>,
    /// How many times the link can be paid at most; `None` for once.
    pub use_limit: Option<u32>,
    /// What the link is for.
    pub kind: LinkKind,
    /// What the customer pays for.
    pub what_for: String,
    /// The staff's own reference.
    pub reference: String,
    /// The note that only staff see.
    pub staff_note: String,
    /// The customer's e-mail address, but not whole: a list is read over many shoulders. Empty for none.
    pub masked_email: String,
    /// Who made it.
    pub made_by: String,
    /// Their id.
    pub made_by_id: String,
    /// Live, sandbox or practice.
    pub environment: Environment,
    /// What it is to staff.
    pub state: SaleState,
}

impl SaleRow {
    /// What each customer pays: the amount, and what shipping costs.
    pub fn each(&self) -> Money {
        self.amount.with_shipping(self.shipping)
    }
}

/// A sale with all that is known of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SaleView {
    /// What lists show, too.
    #[serde(flatten)]
    pub row: SaleRow,
    /// The account that takes the money.
    pub account_id: String,
    /// The owner's name for it.
    pub account_name: String,
    /// The shop's name, as the payer sees it.
    pub name: String,
    /// The customer's e-mail address; empty for none.
    pub customer_email: String,
    /// Which of the shop's customers it is for, by the provider's id; empty for none.
    pub customer_id: String,
    /// The language of the page where the customer pays, `ka`; empty where that is left to the provider.
    pub page_language: String,
    /// The reference that the provider sees.
    pub our_reference: String,
    /// The press of the button that made the link; the same press tries the same intent again.
    pub press: String,
    /// The link, once its address is in the book.
    pub link: Option<LinkView>,
    /// The products that it is for; `None` where staff chose none.
    pub basket: Option<BasketView>,
    /// True where the provider tells what a customer sees of the link.
    pub can_preview: bool,
    /// The subscription that it began; `None` where it began none, or none yet.
    pub subscription: Option<SubscriptionView>,
    /// What the customer sees of it.
    pub customer: CustomerPage,
    /// The accounts that it can be taken to now: none while a customer can pay its link, or where money came.
    pub try_with: Vec<OtherAccount>,
    /// The links whose place `link` took, oldest first.
    pub earlier_links: Vec<EarlierLink>,
    /// Every payment, oldest first.
    pub payments: Vec<PaymentView>,
    /// What happened, oldest first.
    pub timeline: Vec<TimelineEntry>,
    /// The names by which it and its payments are known, here and at the provider.
    pub ids: Vec<SaleIdView>,
    /// What the provider said, in its own words as far as the book has them, oldest first.
    pub said: Vec<ProviderSaid>,
}

/// A name by which somebody who gives support finds something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SaleIdView {
    /// What it is the name of.
    pub kind: IdKind,
    /// The name.
    pub id: String,
}

/// What a name is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum IdKind {
    /// The sale, in this till.
    Sale,
    /// The sale, as the till named it to the provider.
    Reference,
    /// The provider's link.
    Link,
    /// The provider's payment.
    Payment,
    /// The provider's refund.
    Refund,
}

/// One thing that the provider said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ProviderSaid {
    /// When the till wrote it down.
    #[ts(as = "String")]
    pub at: Moment,
    /// About what.
    pub about: SaidAbout,
    /// Its words, untranslated.
    pub said: String,
}

/// What the provider spoke about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SaidAbout {
    /// The link.
    Link,
    /// A payment.
    Payment,
    /// A refund.
    Refund,
    /// A capture or a release.
    HoldEnd,
}

/// An account that a sale can be taken to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct OtherAccount {
    /// Its id.
    pub id: String,
    /// The owner's name for it.
    pub name: String,
}

/// A link whose place another account's link took. Nobody is shown it any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EarlierLink {
    /// The owner's name for the account that it was asked of.
    pub account_name: String,
    /// How it stands.
    pub state: EarlierLinkState,
}

/// How a link stands whose place another one took.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum EarlierLinkState {
    /// Nothing of it is at the provider.
    NeverMade,
    /// It may be there and may still be paid. The till ends it where it can, and watches it.
    Watched,
    /// The provider says that it is over.
    Over,
    /// It was paid.
    Paid,
}

/// Where a payment is refunded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RefundsAt {
    /// Here.
    Till,
    /// In the provider's own dashboard, and nowhere else.
    Dashboard,
}

/// A subscription that a link began.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SubscriptionView {
    /// When it charges, and how much.
    pub schedule: Schedule,
    /// Whether it charges.
    pub state: SubscriptionState,
    /// Why the provider refused to stop it, or to have it charge again.
    pub error: Option<TillError>,
}

/// Whether a subscription charges, as far as the provider has said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SubscriptionState {
    /// It does.
    Charging,
    /// Staff have stopped it, and the provider has not confirmed that yet.
    Stopping,
    /// It does not.
    Stopped,
    /// Staff want it to charge again, and the provider has not confirmed that yet.
    Resuming,
    /// It has charged as often as it was made for, as far as its plan tells.
    Over,
}

/// A link whose address may be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "each is something to show or to hide by itself")]
pub struct LinkView {
    /// Its id.
    pub id: String,
    /// Exactly what the provider gave: the only text that is shown, encoded and copied.
    pub url: String,
    /// The host of the page that opens.
    pub host: String,
    /// When the provider says that it ends.
    #[ts(as = "Option<String>")]
    pub expires_at: Option<Moment>,
    /// False once the provider says that it is over.
    pub payable: bool,
    /// What staff want of it and the provider has not shown yet.
    pub wish: Option<LinkWish>,
    /// Why the provider refused the last wish.
    pub wish_error: Option<TillError>,
    /// True where it can be cancelled.
    pub can_cancel: bool,
    /// True where it can be changed.
    pub can_change: bool,
    /// When the provider last told its state.
    #[ts(as = "Option<String>")]
    pub last_checked: Option<Moment>,
    /// Since when the provider can't be reached, or does not tell how it stands.
    #[ts(as = "Option<String>")]
    pub cannot_check_since: Option<Moment>,
    /// True where the provider answers, and does not tell how it stands: it may know no such link any more.
    pub look_refused: bool,
}

/// What staff want of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum LinkWish {
    /// Nobody shall be able to pay it any more.
    Cancel,
    /// It shall ask for something else.
    Change,
}

/// What was put on the clipboard and read back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct CopiedLink {
    /// The address.
    pub url: String,
    /// The host of the page that opens.
    pub host: String,
}

/// Money that arrived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PaymentView {
    /// Its id.
    pub id: String,
    /// The provider's id of it.
    pub provider_id: String,
    /// The account that took it.
    pub account_id: String,
    /// The owner's name for it.
    pub account_name: String,
    /// Where it is refunded.
    pub refunds_at: RefundsAt,
    /// How much.
    #[ts(as = "MoneyWire")]
    pub amount: Money,
    /// When.
    #[ts(as = "String")]
    pub at: Moment,
    /// The card, as far as the till may know it.
    pub card: Option<CardView>,
    /// True where the money is there, or was before it went back.
    pub paid: bool,
    /// True where it is authorised and not captured.
    pub reserved: bool,
    /// True where it can be captured or released now.
    pub can_end_hold: bool,
    /// This till's captures and releases of it, oldest first.
    pub hold_ends: Vec<HoldEndView>,
    /// What surely went back.
    #[ts(as = "MoneyWire")]
    pub refunded: Money,
    /// What is reserved by refunds whose end is not known.
    #[ts(as = "MoneyWire")]
    pub on_its_way: Money,
    /// What may still go back.
    #[ts(as = "MoneyWire")]
    pub left: Money,
    /// This till's refunds of it, oldest first.
    pub refunds: Vec<RefundView>,
}

/// A capture or a release of this till.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HoldEndView {
    /// Its id.
    pub id: String,
    /// The press of the button that started it.
    pub press: String,
    /// Capture or release.
    pub kind: HoldEndKind,
    /// How much.
    #[ts(as = "MoneyWire")]
    pub amount: Money,
    /// How far it is.
    pub state: RefundProgress,
    /// When it was started.
    #[ts(as = "String")]
    pub made_at: Moment,
    /// Who started it.
    pub made_by: String,
    /// Why the provider refused it, or refuses to tell what became of it.
    pub error: Option<TillError>,
}

/// What the till may know of a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CardView {
    /// `VISA`, `MASTERCARD`, …
    pub brand: String,
    /// Four digits.
    pub last_four: String,
}

/// A refund of this till.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RefundView {
    /// Its id.
    pub id: String,
    /// The press of the button that started it.
    pub press: String,
    /// How much.
    #[ts(as = "MoneyWire")]
    pub amount: Money,
    /// How far it is.
    pub state: RefundProgress,
    /// Why.
    pub reason: RefundReason,
    /// What staff wrote beside it.
    pub note: String,
    /// When it was started.
    #[ts(as = "String")]
    pub made_at: Moment,
    /// Who started it.
    pub made_by: String,
    /// Who approved it at the till; `None` where nobody had to.
    pub approved_by: Option<String>,
    /// Why the provider refused it, or refuses to tell what became of it.
    pub error: Option<TillError>,
}

/// How far a refund is, in the words of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[ts(rename = "RefundState")]
pub enum RefundProgress {
    /// It is being sent.
    Running,
    /// Nothing was sent; the same one may go again.
    NotSent,
    /// Nobody knows yet.
    NotSure,
    /// A person must decide.
    NeedsPerson,
    /// The provider took it.
    Done,
    /// The provider refused it.
    Refused,
    /// It was proved never to have been made, or staff took it back.
    NotMade,
    /// The provider took it and failed it later.
    FailedLate,
}
