//! Who asks: the merchant's number and keys.

use std::{fmt, str::FromStr};

use secrecy::{ExposeSecret, SecretString};

/// The largest merchant number: twelve digits (fact sheet, 3.1).
const LARGEST_ID: u64 = 999_999_999_999;

/// A merchant's number at Flitt: 1 to 12 digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MerchantId(u64);

/// A text that is no merchant's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a merchant's number has 1 to 12 digits")]
pub struct NotAMerchantId;

impl MerchantId {
    /// The number.
    pub fn number(self) -> u64 {
        self.0
    }
}

impl TryFrom<u64> for MerchantId {
    type Error = NotAMerchantId;

    fn try_from(number: u64) -> Result<Self, NotAMerchantId> {
        match number {
            1..=LARGEST_ID => Ok(Self(number)),
            _ => Err(NotAMerchantId),
        }
    }
}

impl FromStr for MerchantId {
    type Err = NotAMerchantId;

    fn from_str(text: &str) -> Result<Self, NotAMerchantId> {
        domain::money::minor_units(text).ok_or(NotAMerchantId)?.try_into()
    }
}

impl fmt::Display for MerchantId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A secret key, which is never empty: a request signed with nothing looks like any other (fact sheet, 5.4).
#[derive(Debug, Clone)]
pub struct Key(SecretString);

/// A key without a single character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the key is empty")]
pub struct EmptyKey;

impl Key {
    /// The key, just as it was given.
    pub fn new(secret: SecretString) -> Result<Self, EmptyKey> {
        if secret.expose_secret().is_empty() { Err(EmptyKey) } else { Ok(Self(secret)) }
    }

    pub(super) fn secret(&self) -> &SecretString {
        &self.0
    }
}

/// Which of the merchant's keys signs a request and its answer (fact sheet, 2.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyUse {
    /// The payment key: everything but payouts.
    Payment,
    /// The payout key: payouts, both ways.
    Payout,
}

/// A merchant with its keys.
#[derive(Debug, Clone)]
pub struct Merchant {
    /// Its number.
    pub id: MerchantId,
    /// The payment key.
    pub payment_key: Key,
    /// The payout key, also called credit key, where the merchant has one.
    pub payout_key: Option<Key>,
}

impl Merchant {
    /// The key for `key_use`, if the merchant has it.
    pub fn key(&self, key_use: KeyUse) -> Option<&Key> {
        match key_use {
            KeyUse::Payment => Some(&self.payment_key),
            KeyUse::Payout => self.payout_key.as_ref(),
        }
    }
}
