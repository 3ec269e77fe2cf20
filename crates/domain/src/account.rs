//! One set of credentials at one provider, without its secrets.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{clock::Timestamp, ids::AccountId, money::Currency};

/// A provider that the till speaks to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ProviderId {
    /// Global Payments, Pay by Link.
    GlobalPayments,
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

/// An account as the ledger keeps it. Its key lies in the keychain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Its id, which also names its place in the keychain.
    pub id: AccountId,
    /// The provider.
    pub provider: ProviderId,
    /// Live, sandbox or practice.
    pub environment: Environment,
    /// The owner's name for it.
    pub name: String,
    /// The provider's name of the application. Not a secret.
    pub app_id: String,
    /// The port on loopback; practice accounts only.
    pub practice_port: Option<u16>,
    /// The merchant's country, ISO 3166-1 alpha-2.
    pub country: Country,
    /// What the account offers, the first one first.
    pub currencies: Vec<Currency>,
    /// What customers pay for when staff say nothing.
    pub description: String,
    /// When it was added.
    pub added_at: Timestamp,
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
