//! One set of credentials at one provider, without its secrets.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    clock::Timestamp,
    ids::{AccountId, ProviderMerchantId},
    money::Currency,
    page_url::PageUrl,
    pay_page::PayPageTemplate,
    pay_url::PayHost,
    place::Place,
};

/// A provider that the till speaks to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ProviderId {
    /// Global Payments, Pay by Link.
    GlobalPayments,
    /// Flitt.
    Flitt,
    /// PaymentFlow.
    PaymentFlow,
    /// A merchant dashboard that makes links from its own catalogue.
    MerchantDashboard,
}

/// Where an account's money is real. Sales of different environments never share a list, a total or a closing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Environment {
    /// Real money.
    Live,
    /// The provider's own test system.
    Sandbox,
    /// The practice provider on this computer.
    Practice,
}

/// Whether tax is within a link's prices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Pricing {
    /// It is within them.
    TaxInclusive,
    /// It comes on top of them.
    TaxExclusive,
}

/// An account as the ledger keeps it. Its key lies in the keychain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Its id, which also names its place in the keychain.
    pub id: AccountId,
    /// The provider.
    pub provider: ProviderId,
    /// Where its money is and where its requests go. Never changed: the keys belong to it.
    pub place: Place,
    /// The owner's name for it.
    pub name: String,
    /// What names the keys at the provider, and is no secret: the app's id at Global Payments, the merchant's at Flitt, the
    /// first and the last characters of the key at PaymentFlow, which goes with each new key.
    pub key_id: String,
    /// What names the key of the provider's reports; `None` where there is none, or nobody uses them.
    pub reports_id: Option<String>,
    /// The merchant for whom a partner's key speaks.
    pub merchant: Option<ProviderMerchantId>,
    /// The provider's account that makes links, by its name, or by its id where its name is not its own; `None` takes the
    /// only one that may.
    pub link_account: Option<String>,
    /// The provider's account that refunds, named in the same way. It is checked to hold the right and shown, and is in
    /// no request: each payment goes back from where it was paid. So it may be left open, also where several may refund.
    pub payment_account: Option<String>,
    /// The host of the pages where customers pay, as the owner confirmed it; `None` where the provider's own are known,
    /// or where it is a practice provider's on this computer.
    pub pay_host: Option<PayHost>,
    /// How the addresses of its pay pages are made where the provider does not give them; `None` for the provider's usual
    /// way, or where it always gives them.
    pub pay_page: Option<PayPageTemplate>,
    /// Whether tax is within the prices or on top of them; `None` leaves it to the provider's own setting.
    pub pricing: Option<Pricing>,
    /// The merchant's country, ISO 3166-1 alpha-2.
    pub country: Country,
    /// What the account offers, the first one first.
    pub currencies: Vec<Currency>,
    /// Those of them that the provider may count in other minor units than ISO 4217 says, and that the owner allowed
    /// all the same.
    pub allowed_disputed: Vec<Currency>,
    /// A page of the shop's that a customer may be sent to after paying.
    pub return_page: Option<PageUrl>,
    /// What customers pay for when staff say nothing.
    pub description: String,
    /// When it was added.
    pub added_at: Timestamp,
}

impl Account {
    /// Live, sandbox or practice.
    pub fn environment(&self) -> Environment {
        self.place.environment()
    }
}

/// An ISO 3166-1 alpha-2 country code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Country(String);

/// Text that is not two letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a country code")]
pub struct NotACountry;

impl Country {
    /// Two letters in upper case.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Country {
    type Error = NotACountry;

    fn try_from(text: String) -> Result<Self, NotACountry> {
        let text = text.trim().to_ascii_uppercase();
        let two_letters = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase());
        two_letters.then_some(Self(text)).ok_or(NotACountry)
    }
}

impl From<Country> for String {
    fn from(country: Country) -> Self {
        country.0
    }
}
