use domain::{account::ProviderId, refund::RefundReason};
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
    /// How long the link is payable, in seconds.
    pub payable_for: u32,
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
    /// The provider's name of the app.
    pub app_id: String,
    /// The app's key.
    #[ts(as = "String")]
    pub app_key: SecretString,
    /// The merchant's country, ISO 3166-1 alpha-2.
    pub country: String,
    /// What the account offers, ISO 4217, the first one first.
    pub currencies: Vec<String>,
    /// What customers pay for when staff say nothing.
    pub description: String,
    /// True to keep the key until the till is closed, on a computer without a keychain.
    pub session_only: bool,
}

/// Where a connected account's money is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ConnectedEnvironment {
    /// Real money.
    Live,
    /// The provider's own test system.
    Sandbox,
}

/// Which sales to find.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SaleQuery {
    /// Words, figures or an amount; may be empty.
    pub text: String,
    /// Which.
    pub filter: SaleFilter,
    /// The id of the last sale of the page before.
    pub before: Option<String>,
    /// At most this many, up to 200.
    pub limit: u32,
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
}
