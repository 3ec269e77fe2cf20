//! The facts of which the ledger is made: appended, never changed, enough to rebuild every table.
//!
//! Facts hold ids and figures. What staff and customers wrote lies in tables of its own that can be erased. The names of
//! products that were sold are here: they tell of goods, and of nobody.

use serde::{Deserialize, Serialize};

use crate::{
    account::{Environment, ProviderId},
    basket::Basket,
    clock::Timestamp,
    hold::HoldEndKind,
    ids::{
        AccountId, HoldEndId, IdempotencyKey, LinkId, PaymentId, PictureId, PressId,
        ProviderCustomerId, ProviderRefundId, RefundId, SaleId, StaffId,
    },
    link_kind::LinkKind,
    link_life::LinkEvent,
    link_wish::WishEvent,
    money::{Amount, Money},
    page_language::PageLanguage,
    payment::SeenPayment,
    refund::RefundReason,
    refund_life::RefundEvent,
    shared_link::ShareWay,
    staff::Role,
    till_rules::TillRules,
    till_settings::TillSettings,
    usage::Usage,
};

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Fact {
    /// An account was added.
    AccountAdded {
        /// The account.
        account: AccountId,
        /// Its provider.
        provider: ProviderId,
        /// Its environment.
        environment: Environment,
    },
    /// The owner changed an account's name, accounts at the provider, currencies or words.
    AccountChanged {
        /// The account.
        account: AccountId,
    },
    /// An account's key was replaced.
    AccountKeyReplaced {
        /// The account.
        account: AccountId,
    },
    /// An account was taken out of use, and its key out of the keychain. Its sales stay.
    AccountForgotten {
        /// The account.
        account: AccountId,
    },
    /// Staff began a sale.
    SaleStarted {
        /// The sale.
        sale: SaleId,
        /// The account that takes the money.
        account: AccountId,
        /// What the customer is asked for.
        amount: Amount,
        /// What shipping costs on top; `None` where nothing is shipped.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        shipping: Option<Money>,
        /// How often its link can be paid.
        #[serde(default, skip_serializing_if = "Usage::is_single")]
        usage: Usage,
        /// What its link is for.
        #[serde(default, skip_serializing_if = "LinkKind::is_payment")]
        kind: LinkKind,
        /// The language of the page where the customer pays; `None` leaves it to the provider.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        page_language: Option<PageLanguage>,
        /// The products that it is for; `None` where staff chose none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        basket: Option<Basket>,
    },
    /// Staff said which of the shop's customers a sale was for, or that it is for none of them.
    SaleCustomerChosen {
        /// The sale.
        sale: SaleId,
        /// False where it is for none of them any more.
        chosen: bool,
    },
    /// Staff made one of the shop's customers at the provider.
    CustomerMade {
        /// The account.
        account: AccountId,
        /// The provider's id.
        customer: ProviderCustomerId,
    },
    /// Staff changed what the provider keeps of a customer.
    CustomerChanged {
        /// The account.
        account: AccountId,
        /// The provider's id.
        customer: ProviderCustomerId,
    },
    /// Staff deleted a customer at the provider.
    CustomerDeleted {
        /// The account.
        account: AccountId,
        /// The provider's id.
        customer: ProviderCustomerId,
    },
    /// A link is to be made for a sale.
    LinkPlanned {
        /// The link.
        link: LinkId,
        /// Its sale.
        sale: SaleId,
        /// The press of the button that asked for it.
        press: PressId,
        /// Its idempotency key.
        key: IdempotencyKey,
        /// When the link is to end.
        expires_at: Timestamp,
        /// Which account takes the money from now on, where staff try with another one; `None` for the sale's first link.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        account: Option<AccountId>,
    },
    /// Something happened to a link's intent.
    Link {
        /// The link.
        link: LinkId,
        /// What.
        event: LinkEvent,
    },
    /// Something happened to what staff want of a link that is there.
    Wish {
        /// The link.
        link: LinkId,
        /// What.
        event: WishEvent,
    },
    /// Staff gave a link to a customer who is not at the counter, or made ready what they will send.
    LinkShared {
        /// The link.
        link: LinkId,
        /// How.
        way: ShareWay,
    },
    /// The provider reported a payment, for the first time or with something new.
    PaymentSeen {
        /// The link that it was made on.
        link: LinkId,
        /// Our id for it; the same whenever the same payment is reported again.
        payment: PaymentId,
        /// What the provider says.
        seen: SeenPayment,
    },
    /// A refund is to be made.
    RefundPlanned {
        /// The refund.
        refund: RefundId,
        /// Its payment.
        payment: PaymentId,
        /// The press of the button that asked for it.
        press: PressId,
        /// Its idempotency key.
        key: IdempotencyKey,
        /// How much goes back.
        amount: Amount,
        /// Why.
        reason: RefundReason,
        /// Who approved it at the till, where who started it could not by themselves.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        approved_by: Option<StaffId>,
    },
    /// Something happened to a refund's intent.
    Refund {
        /// The refund.
        refund: RefundId,
        /// What.
        event: RefundEvent,
    },
    /// A reserved payment is to be captured or released.
    HoldEndPlanned {
        /// The intent.
        hold_end: HoldEndId,
        /// Its payment.
        payment: PaymentId,
        /// The press of the button that asked for it.
        press: PressId,
        /// Its idempotency key.
        key: IdempotencyKey,
        /// Capture or release.
        kind: HoldEndKind,
        /// How much is captured; the whole reservation where it is released.
        amount: Amount,
    },
    /// Something happened to the intent to capture or release.
    HoldEnd {
        /// The intent.
        hold_end: HoldEndId,
        /// What: it takes the way of a refund.
        event: RefundEvent,
    },
    /// The provider reports a refund that this till did not make.
    RefundElsewhere {
        /// Its payment.
        payment: PaymentId,
        /// The provider's id of it.
        provider_id: ProviderRefundId,
        /// How much went back.
        amount: Amount,
    },
    /// The provider took a refund that this till did not make, and failed it later: its sum is there again.
    RefundElsewhereFailed {
        /// Its payment.
        payment: PaymentId,
        /// The provider's id of it.
        provider_id: ProviderRefundId,
        /// How much did not go back after all.
        amount: Amount,
    },
    /// Somebody joined the staff. The first owner does so by themselves.
    StaffAdded {
        /// Who.
        member: StaffId,
        /// As what.
        role: Role,
    },
    /// A member of staff got another role.
    StaffRoleChanged {
        /// Who.
        member: StaffId,
        /// Which.
        role: Role,
    },
    /// A member of staff got another name.
    StaffRenamed {
        /// Who.
        member: StaffId,
    },
    /// A member of staff left. What they did stays theirs.
    StaffRetired {
        /// Who.
        member: StaffId,
    },
    /// A member of staff got a PIN, the first or another one.
    PinSet {
        /// Who.
        member: StaffId,
    },
    /// A PIN or a recovery code was typed that does not fit.
    PinRefused {
        /// Whose PIN; `None` for the recovery code.
        member: Option<StaffId>,
    },
    /// Who did it signed in with their PIN.
    SignedIn,
    /// A PIN was typed for one refund: to start it, or to approve it.
    PinProven {
        /// Whose.
        member: StaffId,
        /// The press of the button that the refund began with.
        press: PressId,
    },
    /// The owner proved that they have written down a new recovery code.
    RecoveryCodeMade,
    /// The recovery code was used to give an owner a new PIN.
    Recovered {
        /// Who.
        member: StaffId,
    },
    /// The owner changed the rules of the till.
    RulesChanged {
        /// The rules from then on.
        rules: TillRules,
    },
    /// How the till looks, speaks and sounds, or when its day ends, was changed.
    SettingsChanged {
        /// The settings from then on.
        settings: TillSettings,
    },
    /// The owner named the shop, or gave it another name.
    ShopNamed,
    /// Customers see another picture while there is nothing to pay.
    IdlePictureChanged {
        /// Its name; `None` for no picture any more.
        picture: Option<PictureId>,
    },
    /// New sales go to another account.
    AccountChosen {
        /// Which.
        account: AccountId,
    },
    /// The list of who did what left the till as a file.
    HistoryExported,
    /// The shop's products left the till as a file.
    ProductsExported,
    /// A backup of the whole book left the till as a file.
    BackedUp,
    /// The book was put back from a backup: whatever happened between the two is not in it.
    BookRestored {
        /// When the backup was made.
        made_at: Timestamp,
        /// The newest event in it.
        newest: u64,
    },
    /// The program's log left the till as a file.
    LogExported,
    /// A list of sales left the till as a file.
    SalesExported,
}
