//! What the shop sells: a name, a price in each currency, and what finds it again.
//!
//! Every environment has its own list, in the shop's own order. A sale keeps a snapshot of what it was made of, so that a
//! product can be changed or deleted at any time.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};

use crate::{
    TillError,
    account::Environment,
    error::Field,
    ids::{PictureId, ProductId},
    money::{Amount, Currency},
    text::{check_text, holds_card_number},
};

/// Longest name of a product, in characters.
pub const LONGEST_PRODUCT_NAME: usize = 100;

/// Longest category, in characters.
pub const LONGEST_CATEGORY: usize = 60;

/// Shortest barcode, in characters.
pub const SHORTEST_BARCODE: usize = 4;

/// Longest barcode, in characters.
pub const LONGEST_BARCODE: usize = 64;

/// Longest id in a provider's catalogue, in characters.
pub const LONGEST_CATALOGUE_ID: usize = 100;

/// In how many currencies a product can have a price.
pub const MOST_PRICES: usize = 10;

/// A product of the shop's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Product {
    /// Its id.
    pub id: ProductId,
    /// Whose list it is in. Never changed: a practice catalogue never mixes with the shop's own.
    pub environment: Environment,
    /// What the owner says of it.
    pub details: ProductDetails,
    /// Its picture, if it has one.
    pub picture: Option<PictureId>,
}

/// What the owner says of a product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProductDetails {
    /// Its name, as staff and customers see it.
    pub name: ProductName,
    /// What it is listed under.
    pub category: Option<Category>,
    /// What a scanner reads from it. No other product of the same environment has it.
    pub barcode: Option<Barcode>,
    /// What names it in a provider's own catalogue. No other product of the same environment has it.
    pub catalogue_id: Option<CatalogueId>,
    /// What one piece costs.
    pub prices: Prices,
}

macro_rules! product_text {
    ($(#[$doc:meta])* $name:ident, $field:expr, $check:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Reads what somebody typed; spaces around it count for nothing. `None` where nothing else was typed.
            ///
            /// # Errors
            /// It can't be used; the error names the field.
            pub fn typed(text: &str) -> Result<Option<Self>, TillError> {
                let text = text.trim();
                if text.is_empty() {
                    return Ok(None);
                }
                $check($field, text)?;
                Ok(Some(Self(text.to_owned())))
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = TillError;

            fn try_from(text: String) -> Result<Self, TillError> {
                Self::typed(&text)?.ok_or_else(|| TillError::MissingRequiredFields { fields: vec![$field] })
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

product_text!(
    /// The name of a product: one line of 1 to 100 characters.
    ProductName,
    Field::ProductName,
    |field, text| check_line(field, text, LONGEST_PRODUCT_NAME)
);
product_text!(
    /// What products are listed under: one line of 1 to 60 characters.
    Category,
    Field::Category,
    |field, text| check_line(field, text, LONGEST_CATEGORY)
);
product_text!(
    /// What a scanner reads: 4 to 64 printable ASCII characters without spaces.
    Barcode,
    Field::Barcode,
    |field, text| check_code(field, text, SHORTEST_BARCODE, LONGEST_BARCODE)
);
product_text!(
    /// What names a product in a provider's own catalogue (the dashboard's `product_id`): 1 to 100 printable ASCII
    /// characters without spaces.
    CatalogueId,
    Field::CatalogueId,
    |field, text| check_code(field, text, 1, LONGEST_CATALOGUE_ID)
);

fn check_line(field: Field, text: &str, limit: usize) -> Result<(), TillError> {
    check_text(field, text, limit)?;
    // The replacement character stands where a letter was lost on the way here.
    if text.chars().any(|c| c.is_control() || c == char::REPLACEMENT_CHARACTER) {
        return Err(TillError::InvalidField { field });
    }
    Ok(())
}

fn check_code(field: Field, text: &str, shortest: usize, longest: usize) -> Result<(), TillError> {
    let length = text.chars().count();
    if length > longest {
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        return Err(TillError::TextTooLong { field, limit: count(longest), length: count(length) });
    }
    if length < shortest || !text.chars().all(|c| c.is_ascii_graphic()) {
        return Err(TillError::InvalidField { field });
    }
    if is_card_and_no_code(text) {
        return Err(TillError::CardNumberInText { field });
    }
    Ok(())
}

/// True for a card number. Codes of goods have 8, 12, 13, 14 or 18 digits (GS1), and one in ten of them passes the check of
/// card numbers by chance, so that only the other lengths can tell.
fn is_card_and_no_code(text: &str) -> bool {
    matches!(text.len(), 15 | 16 | 17 | 19)
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && holds_card_number(text)
}

/// What one piece of a product costs: 1 to 10 prices, each in a currency of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Prices(BTreeMap<&'static str, Amount>);

/// Prices that a product can't have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotPrices {
    /// There is none.
    #[error("a product needs a price")]
    None,
    /// Two of them are in the same currency.
    #[error("two prices in {0}")]
    Twice(Currency),
    /// There are more than [`MOST_PRICES`].
    #[error("more than {MOST_PRICES} prices")]
    TooMany,
}

impl Prices {
    /// The prices, if a product can have them.
    ///
    /// # Errors
    /// There is none, there are too many, or two are in one currency.
    pub fn new(prices: impl IntoIterator<Item = Amount>) -> Result<Self, NotPrices> {
        let mut by_currency = BTreeMap::new();
        for price in prices {
            if by_currency.insert(price.currency().code(), price).is_some() {
                return Err(NotPrices::Twice(price.currency()));
            }
        }
        match by_currency.len() {
            0 => Err(NotPrices::None),
            1..=MOST_PRICES => Ok(Self(by_currency)),
            _ => Err(NotPrices::TooMany),
        }
    }

    /// The price in `currency`, if there is one.
    pub fn of(&self, currency: Currency) -> Option<Amount> {
        self.0.get(currency.code()).copied()
    }

    /// Every price, in the order of the currencies' codes.
    pub fn iter(&self) -> impl Iterator<Item = Amount> + '_ {
        self.0.values().copied()
    }
}
