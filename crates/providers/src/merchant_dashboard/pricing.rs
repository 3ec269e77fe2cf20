//! The two currencies and the two pricing modes (seed, 'Create body' and 'Currency').

use domain::Currency;

use super::{lenient, told::Told, words::Words};
use crate::members::Members;

/// A currency in which a link can be made: no others are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LinkCurrency {
    /// `USD`, the provider's own choice where none is named. It is always named.
    Usd,
    /// `EUR`.
    Eur,
}

/// A currency in which the dashboard makes no links.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the dashboard makes links in USD and EUR only")]
pub struct NotALinkCurrency;

impl LinkCurrency {
    /// As it is sent.
    pub fn code(self) -> &'static str {
        match self {
            Self::Usd => "USD",
            Self::Eur => "EUR",
        }
    }
}

impl TryFrom<Currency> for LinkCurrency {
    type Error = NotALinkCurrency;

    fn try_from(currency: Currency) -> Result<Self, NotALinkCurrency> {
        match currency.code() {
            "USD" => Ok(Self::Usd),
            "EUR" => Ok(Self::Eur),
            _ => Err(NotALinkCurrency),
        }
    }
}

/// Whether tax is within the prices of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PricingMode {
    /// `TAX_INCLUSIVE`.
    TaxInclusive,
    /// `TAX_EXCLUSIVE`: it comes on top of them.
    TaxExclusive,
}

impl PricingMode {
    /// As the dashboard writes it.
    pub fn word(self) -> &'static str {
        match self {
            Self::TaxInclusive => "TAX_INCLUSIVE",
            Self::TaxExclusive => "TAX_EXCLUSIVE",
        }
    }
}

/// The pricing mode that an answer names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SeenPricingMode {
    /// One of the two.
    Known(PricingMode),
    /// A word that nobody knows yet.
    Unknown(String),
}

impl SeenPricingMode {
    pub(super) fn from_word(word: &str) -> Self {
        let known = [PricingMode::TaxInclusive, PricingMode::TaxExclusive];
        match known.into_iter().find(|mode| mode.word() == word) {
            Some(mode) => Self::Known(mode),
            None => Self::Unknown(Words::new(word).as_str().to_owned()),
        }
    }

    pub(super) fn read(members: &Members) -> Told<Self> {
        let name = "pricing_mode";
        lenient::told(members, name, |_| members.text(name).map(Self::from_word))
    }
}
