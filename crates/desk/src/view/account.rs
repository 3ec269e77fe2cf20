use domain::{
    account::{Environment, ProviderId},
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
    /// At most the first 7 and the last 4 characters of the provider's name for the app.
    pub app_id: String,
    /// When the provider last gave a good answer.
    #[ts(as = "Option<String>")]
    pub last_good_call: Option<Moment>,
    /// How much text fits.
    pub limits: TextLimits,
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
}

/// What a signed-in account may do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConnectionReport {
    /// The merchant's name at the provider.
    pub merchant_name: String,
    /// The provider's account that makes links.
    pub link_account: Option<String>,
    /// The provider's account that refunds.
    pub refund_account: Option<String>,
    /// True where links can be made.
    pub can_create_links: bool,
    /// True where payments can be refunded.
    pub can_refund: bool,
    /// True where the till can see what was paid.
    pub can_see_payments: bool,
}
