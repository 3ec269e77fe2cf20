use domain::{
    account::{Pricing, ProviderId},
    hold::HoldEndKind,
    link_kind::LinkKindForm,
    place::Region,
    refund::RefundReason,
};
use secrecy::SecretString;
use serde::Deserialize;
use ts_rs::TS;

/// A sale as the page sends it.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewSaleForm {
    /// A random UUID for each press of the button: the same press never makes a second link.
    pub press: String,
    /// The account that takes the money.
    pub account: String,
    /// Minor units as text.
    pub amount_minor: String,
    /// ISO 4217.
    pub currency: String,
    /// The staff's own reference.
    pub reference: String,
    /// The shop's name, as the payer sees it.
    pub name: String,
    /// What the customer pays for.
    pub description: String,
    /// A note that only staff see; may be empty.
    pub staff_note: String,
    /// How long the link is payable, in seconds. It counts for nothing where links have no end.
    pub payable_for: u32,
    /// How many times the link can be paid at most, 2 to 1000; `None` for once.
    pub use_limit: Option<u32>,
    /// What shipping costs on top, minor units as text; `None` where nothing is shipped.
    pub shipping_minor: Option<String>,
    /// What the link is for.
    pub kind: LinkKindForm,
    /// The customer's e-mail address; empty for none.
    pub customer_email: String,
    /// The language of the page where the customer pays, one of `CanDo.pageLanguages`; empty leaves it to the provider.
    pub page_language: String,
    /// Which of the shop's customers it is for, by the provider's id; empty for none.
    pub customer: String,
    /// The products that it is for, each once; then the amount is what staff typed beside them, and may be empty.
    pub lines: Vec<BasketLineForm>,
}

/// Some pieces of one product, as the page shows them.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BasketLineForm {
    /// The product's id.
    pub product: String,
    /// How many pieces, 1 to 999.
    pub quantity: u32,
    /// The price of one piece as it was shown, minor units of the sale's currency as text.
    pub unit_minor: String,
}

/// Whether staff take the sum that a link asks for, as the page sends it.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TotalForm {
    /// The sale.
    pub sale: String,
    /// The sum that was shown, minor units of the sale's currency as text.
    pub total_minor: String,
    /// True where they take it.
    pub take: bool,
}

/// What a link shall ask for from now on, as the page sends it: the whole set.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChangeForm {
    /// The sale.
    pub sale: String,
    /// Minor units of the sale's currency, as text.
    pub amount_minor: String,
    /// What the customer pays for.
    pub description: String,
    /// How long from now the link is payable, in seconds; `None` leaves its end as it is.
    pub payable_for: Option<u32>,
    /// How many times the link can be paid at most, 2 to 1000; `None` for once.
    pub use_limit: Option<u32>,
    /// What shipping costs on top, minor units as text; `None` where nothing is shipped.
    pub shipping_minor: Option<String>,
}

/// A key in the place of one that an account has, as the page sends it. It goes straight to the keychain.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewKeyForm {
    /// The account.
    pub account: String,
    /// Which of its keys.
    pub which: KeyKind,
    /// What names the key of the reports, where that one is replaced; empty otherwise, or for none.
    pub reports_id: String,
    /// The key; empty to do without one of those that an account need not have.
    #[ts(as = "String")]
    pub key: SecretString,
    /// True to keep the key until the till is closed, on a computer without a keychain.
    pub session_only: bool,
}

/// Which of an account's keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum KeyKind {
    /// The one that takes payments and refunds them.
    Main,
    /// The one that signs payouts.
    Payout,
    /// The one that opens the provider's reports.
    Reports,
    /// The secret that the provider signs its messages with.
    Webhook,
}

/// A capture or a release of a reserved payment, as the page sends it.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HoldEndForm {
    /// A random UUID for each press of the button: the same press never does it twice.
    pub press: String,
    /// The reserved payment.
    pub payment: String,
    /// Capture or release.
    pub kind: HoldEndKind,
    /// How much is captured, minor units of the payment's currency as text; the whole reservation where it is released.
    pub amount_minor: String,
}

/// A refund as the page sends it.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RefundForm {
    /// A random UUID for each press of the button: the same press never makes a second refund.
    pub press: String,
    /// The payment.
    pub payment: String,
    /// Minor units of the payment's currency, as text.
    pub amount_minor: String,
    /// Why.
    pub reason: RefundReason,
    /// What staff write beside it; needed where the reason is another one.
    pub note: String,
}

/// An account to connect, as the page sends it. The key goes straight to the keychain.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConnectForm {
    /// The provider.
    pub provider: ProviderId,
    /// Live or sandbox.
    pub environment: ConnectedEnvironment,
    /// The owner's name for the account.
    pub name: String,
    /// What names the keys at the provider; empty where they bear their own name.
    pub key_id: String,
    /// The key that takes payments and refunds them.
    #[ts(as = "String")]
    pub key: SecretString,
    /// The key that signs payouts; empty for none.
    #[ts(as = "String")]
    pub payout_key: SecretString,
    /// What names the key of the provider's reports; empty for none.
    pub reports_id: String,
    /// The key of the provider's reports; empty for none.
    #[ts(as = "String")]
    pub reports_key: SecretString,
    /// The secret that the provider signs its messages with; empty for none.
    #[ts(as = "String")]
    pub webhook_secret: SecretString,
    /// The host of the pages where customers pay, where the owner must confirm it; empty to be told which ones there are.
    pub pay_host: String,
    /// How addresses of pay pages are made where the provider does not give them, with `{uuid}` for the link's id; empty
    /// for its usual way.
    pub pay_page: String,
    /// Whether tax is within the prices or on top of them; `None` leaves it to the provider.
    pub pricing: Option<Pricing>,
    /// The merchant's country, ISO 3166-1 alpha-2.
    pub country: String,
    /// What the account offers, ISO 4217, the first one first.
    pub currencies: Vec<String>,
    /// Those of the currencies that the provider may count in other minor units, and that the owner allows all the same.
    pub allowed_disputed: Vec<String>,
    /// What customers pay for when staff say nothing.
    pub description: String,
    /// Which of the provider's hosts. A practice account is always at a custom one here.
    pub region: Region,
    /// The address of the API where the owner names the host; empty otherwise.
    pub api_base: String,
    /// A root certificate to trust beside the public ones, PEM text; empty for none. Never with live money.
    pub extra_root: String,
    /// The merchant for whom a partner's key speaks; empty for none.
    pub merchant: String,
    /// The provider's account that makes links; empty to take the only one that may.
    pub link_account: String,
    /// The provider's account that refunds, which must be one that may; empty to leave it open.
    pub payment_account: String,
    /// The shop's page that a customer may be sent to after paying; empty for none.
    pub return_page: String,
    /// True to keep the key until the till is closed, on a computer without a keychain.
    pub session_only: bool,
}

/// What the owner changes of an account in use, as the page sends it. Its place, app and merchant never change: the key
/// belongs to them.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AccountChange {
    /// The account.
    pub account: String,
    /// The owner's name for it.
    pub name: String,
    /// The merchant's country, ISO 3166-1 alpha-2.
    pub country: String,
    /// What the account offers, ISO 4217, the first one first.
    pub currencies: Vec<String>,
    /// Those of the currencies that the provider may count in other minor units, and that the owner allows all the same.
    pub allowed_disputed: Vec<String>,
    /// What customers pay for when staff say nothing.
    pub description: String,
    /// The provider's account that makes links; empty to take the only one that may.
    pub link_account: String,
    /// The provider's account that refunds, which must be one that may; empty to leave it open.
    pub payment_account: String,
    /// The shop's page that a customer may be sent to after paying; empty for none.
    pub return_page: String,
    /// The host of the pages where customers pay, where the owner must confirm it; empty otherwise.
    pub pay_host: String,
    /// How addresses of pay pages are made where the provider does not give them, with `{uuid}` for the link's id; empty
    /// for its usual way.
    pub pay_page: String,
    /// Whether tax is within the prices or on top of them; `None` leaves it to the provider.
    pub pricing: Option<Pricing>,
}

/// Where a connected account's money is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ConnectedEnvironment {
    /// Real money.
    Live,
    /// The provider's own test system.
    Sandbox,
    /// A practice provider that runs elsewhere.
    Practice,
}

/// Which sales to find.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SaleQuery {
    /// Words, figures or an amount; may be empty.
    pub text: String,
    /// Which.
    pub filter: SaleFilter,
    /// Only those begun then; `None` for any day.
    pub days: Option<SaleDays>,
    /// Only those that who asks began.
    pub mine: bool,
    /// Only those of this account; `None` for those of every account of the environment.
    pub account: Option<String>,
    /// The id of the last sale of the page before.
    pub before: Option<String>,
    /// At most this many, up to 200.
    pub limit: u32,
}

/// From one moment until just before another, RFC 3339.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SaleDays {
    /// The first moment of it.
    pub from: String,
    /// The first moment after it.
    pub to: String,
}

/// Which sales a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SaleFilter {
    /// All.
    All,
    /// Those that wait for something.
    Open,
    /// Those whose money is there.
    Paid,
    /// Those whose money went back, in part or whole.
    Refunded,
    /// Those about which nothing goes on before a person has done something.
    NeedsPerson,
}
