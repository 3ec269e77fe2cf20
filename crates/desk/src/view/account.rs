use domain::{
    account::{Environment, Pricing, ProviderId},
    place::Region,
    sale_state::Moment,
};
use serde::Serialize;
use ts_rs::TS;

/// An account as its card shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AccountView {
    /// Its id.
    pub id: String,
    /// Its provider.
    pub provider: ProviderId,
    /// The owner's name for it.
    pub name: String,
    /// Live, sandbox or practice.
    pub environment: Environment,
    /// The host that the till talks to.
    pub host: String,
    /// What it offers, the first one first.
    pub currencies: Vec<CurrencyView>,
    /// The merchant's country, ISO 3166-1 alpha-2.
    pub country: String,
    /// What customers pay for when staff say nothing.
    pub description: String,
    /// What the keychain says of its key.
    pub key: KeyState,
    /// At most the first 7 and the last 4 characters of what names the keys at the provider.
    pub key_id: String,
    /// The same of what names the key of the provider's reports; empty for none.
    pub reports_id: String,
    /// Which of the provider's hosts; `None` for the practice provider on this computer.
    pub region: Option<Region>,
    /// True where a root certificate beside the public ones is trusted: said on every screen.
    pub extra_root: bool,
    /// The merchant for whom a partner's key speaks; empty for none.
    pub merchant: String,
    /// The provider's account that makes links, as the owner named it; empty for the only one that may.
    pub link_account: String,
    /// The provider's account that refunds, as the owner named it; empty where the owner left it open.
    pub payment_account: String,
    /// Those of the currencies that the provider may count in other minor units, and that the owner allowed.
    pub allowed_disputed: Vec<String>,
    /// The shop's page that a customer may be sent to after paying; empty for none.
    pub return_page: String,
    /// The host of the pages where customers pay, as the owner confirmed it; empty where nobody had to.
    pub pay_host: String,
    /// How addresses of pay pages are made where the provider does not give them, with `{uuid}` for the link's id; empty
    /// for its usual way.
    pub pay_page: String,
    /// Whether tax is within the prices or on top of them; `None` leaves it to the provider.
    pub pricing: Option<Pricing>,
    /// What the owner should know of the key, although it works.
    pub key_warning: Option<KeyWarning>,
    /// What the provider can do.
    pub can: CanDo,
    /// How the provider is at the moment.
    pub health: AccountHealth,
    /// When the provider last gave a good answer.
    #[ts(as = "Option<String>")]
    pub last_good_call: Option<Moment>,
    /// How much text fits.
    pub limits: TextLimits,
}

/// What an account's provider can do: what it can't is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "each is something to show or to hide by itself")]
pub struct CanDo {
    /// Links can be ended before their time.
    pub cancel: bool,
    /// Links end by themselves; one that does not stays payable until it is paid or cancelled.
    pub links_end: bool,
    /// Payments can be refunded by the till; where they can't, it is done in the provider's dashboard.
    pub refund: bool,
    /// What of a link can be changed.
    pub change: Changes,
    /// Links can be for an amount that staff type; where they can't, they are for products alone.
    pub free_amount: bool,
    /// The provider tells what a customer will see of a link.
    pub preview: bool,
    /// The owner may say whether tax is within the prices, and how addresses of pay pages are made.
    pub own_pay_pages: bool,
    /// The provider has no host of its own: the owner must name the account's.
    pub needs_host: bool,
    /// The key is a person's session in the provider's dashboard, which ends by itself.
    pub session_key: bool,
    /// How often one link can be paid at most; 1 where each can be paid once.
    pub most_uses: u32,
    /// Links can ask for an address and for what shipping costs.
    pub shipping: bool,
    /// Links can ask that money is only reserved.
    pub reservations: bool,
    /// Links can confirm a card without taking money.
    pub card_checks: bool,
    /// Links can begin subscriptions.
    pub subscriptions: bool,
    /// The provider's reports can be read with a key of their own.
    pub reports: bool,
    /// There is a key for payouts.
    pub payout_key: bool,
    /// The provider signs its messages to the shop's own server with a secret of their own.
    pub webhook_secret: bool,
    /// Only the owner can tell on which host customers pay.
    pub confirms_pay_host: bool,
    /// The provider keeps the shop's customers.
    pub customers: bool,
    /// How many days a refund takes to reach the customer, where the provider says so.
    pub refund_takes: Option<DaySpan>,
    /// Links can tell the provider the customer's e-mail address.
    pub customer_email: bool,
    /// The languages that the page where customers pay can be asked for, by their ISO 639-1 codes.
    #[ts(as = "Vec<String>")]
    pub page_languages: &'static [&'static str],
    /// Part of a payment can be refunded.
    pub partial_refund: bool,
    /// Part of a reservation can be captured.
    pub partial_capture: bool,
}

/// What of a link can be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Changes {
    /// Nothing.
    None,
    /// All that it asks for.
    All,
    /// All but its amount.
    AllButAmount,
}

/// A span of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct DaySpan {
    /// At least.
    pub least: u8,
    /// At most.
    pub most: u8,
}

/// What the owner should know of a key that works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum KeyWarning {
    /// It is one that the provider means for web pages.
    Publishable,
}

/// How a provider is at the moment, in one plain sentence each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AccountHealth {
    /// Nothing is wrong.
    Good,
    /// It failed several times; the till looks again at `until`.
    Resting {
        /// When.
        #[ts(as = "String")]
        until: Moment,
    },
    /// It asked the till to wait.
    AskedToWait {
        /// Until when.
        #[ts(as = "String")]
        until: Moment,
    },
    /// It refuses the keys: a person must do something.
    KeysRefused,
}

/// A currency and its minor digits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(rename = "Currency")]
pub struct CurrencyView {
    /// ISO 4217.
    pub code: String,
    /// 0, 2 or 3.
    pub exponent: u8,
}

/// What the keychain says of an account's key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum KeyState {
    /// It is there, or was when it was last needed.
    Ready,
    /// It is kept until the till is closed.
    SessionOnly,
    /// The keychain has none for this account.
    Missing,
    /// The keychain is locked.
    Locked,
    /// The keychain did not answer in time.
    TimedOut,
    /// The computer has no keychain service.
    NoStore,
    /// The keychain failed in another way.
    Failed,
}

/// How many characters fit into a field: the narrowest of the provider's limit and the till's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TextLimits {
    /// How much of the staff's reference goes to the provider; the sale keeps it whole.
    pub reference: u32,
    /// The shop's name.
    pub name: u32,
    /// What the customer pays for.
    pub description: u32,
    /// The note that only staff see.
    pub staff_note: u32,
    /// The customer's e-mail address.
    pub customer_email: u32,
    /// A customer's name.
    pub customer_name: u32,
    /// A customer's telephone number.
    pub customer_phone: u32,
}

/// What a signed-in account may do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConnectionReport {
    /// The merchant's name at the provider.
    pub merchant_name: String,
    /// The provider's account that makes links.
    pub link_account: Option<String>,
    /// The provider's account that refunds; `None` where none may, or where several may and the owner named none of them.
    pub payment_account: Option<String>,
    /// Every account that may make links.
    pub link_accounts: Vec<String>,
    /// Every account that may refund.
    pub payment_accounts: Vec<String>,
    /// The hosts of the pay pages that the provider's links lead to.
    pub pay_hosts: Vec<String>,
    /// True where the owner must say which of several makes links.
    pub needs_choice: bool,
    /// Everything that a till can use, and whether the keys may do it.
    pub rights: Vec<HeldRight>,
}

/// A right, and whether the keys hold it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct HeldRight {
    /// Which.
    pub right: RightName,
    /// True where they do.
    pub held: bool,
}

/// Something that a provider allows a key to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RightName {
    /// Make links.
    MakeLinks,
    /// Read a link and its payments.
    SeeLinks,
    /// List links.
    ListLinks,
    /// Cancel and change links.
    AlterLinks,
    /// Read a payment.
    SeePayments,
    /// List payments and refunds.
    ListPayments,
    /// Give money back.
    Refund,
    /// Take reserved money.
    Capture,
    /// Give up a reservation.
    Release,
}

impl RightName {
    /// Every right, in the order of their weight for a till.
    pub const ALL: [Self; 9] = [
        Self::MakeLinks,
        Self::SeeLinks,
        Self::SeePayments,
        Self::Refund,
        Self::ListLinks,
        Self::ListPayments,
        Self::AlterLinks,
        Self::Capture,
        Self::Release,
    ];
}
