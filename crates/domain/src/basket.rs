//! What a sale is made of, where staff chose products: a snapshot that no later change of the shop's list touches.

use std::num::NonZeroU16;

use serde::{Deserialize, Serialize};

use crate::{
    ids::ProductId,
    money::{Amount, Currency, Money, SumError},
    product::{CatalogueId, ProductName},
    text::holds_card_number,
};

/// Most pieces of one product in a sale.
pub const MOST_PIECES: u16 = 999;

/// Most products in a sale.
pub const MOST_LINES: usize = 100;

/// Products, and an amount beside them that staff typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basket {
    /// At least one, in the order in which staff chose them.
    pub lines: Vec<BasketLine>,
    /// What staff typed beside them; `None` for nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub free: Option<Amount>,
}

/// Some pieces of one product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BasketLine {
    /// The product; it may be gone from the shop's list by now.
    pub product: ProductId,
    /// Its name.
    pub name: ProductName,
    /// What names it in a provider's own catalogue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub catalogue_id: Option<CatalogueId>,
    /// The price of one piece.
    pub unit: Amount,
    /// How many.
    pub quantity: Quantity,
}

/// How many pieces: 1 to 999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct Quantity(NonZeroU16);

/// A number of pieces that no line has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not between 1 and 999")]
pub struct NotAQuantity;

impl Quantity {
    /// The number.
    pub fn get(self) -> u32 {
        self.0.get().into()
    }
}

impl TryFrom<u32> for Quantity {
    type Error = NotAQuantity;

    fn try_from(pieces: u32) -> Result<Self, NotAQuantity> {
        let pieces = u16::try_from(pieces).ok().filter(|pieces| *pieces <= MOST_PIECES);
        pieces.and_then(NonZeroU16::new).map(Self).ok_or(NotAQuantity)
    }
}

impl From<Quantity> for u32 {
    fn from(quantity: Quantity) -> Self {
        quantity.get()
    }
}

impl BasketLine {
    /// The price of all its pieces.
    ///
    /// # Errors
    /// It is more than can be counted.
    pub fn total(&self) -> Result<Money, SumError> {
        self.unit.money().times(self.quantity.get())
    }
}

impl Basket {
    /// What all of it costs.
    ///
    /// # Errors
    /// It is more than can be counted, or its parts are of several currencies.
    pub fn sum(&self, currency: Currency) -> Result<Money, SumError> {
        let zero = Money::zero(currency);
        let free = zero.plus(self.free.map_or(zero, Amount::money))?;
        self.lines.iter().try_fold(free, |sum, line| sum.plus(line.total()?))
    }

    /// The products in words, for who reads what was paid for: `2 × Blue mug, Scarf`. Cut to `limit` characters, with `…`
    /// at the end where something is left out, and with `/` for each of the characters that are `forbidden` to stand there:
    /// staff did not type these words, and could not mend them.
    pub fn in_words(&self, limit: usize, forbidden: &[char]) -> String {
        let words = |line: &BasketLine| match line.quantity.get() {
            1 => line.name.as_str().to_owned(),
            pieces => format!("{pieces} \u{d7} {}", line.name.as_str()),
        };
        let whole = self.lines.iter().map(words).collect::<Vec<_>>().join(", ");
        let whole = whole.replace(forbidden, "/");
        if whole.chars().count() <= limit {
            return whole;
        }
        let mut cut: String = whole.chars().take(limit.saturating_sub(1)).collect();
        // A number that is too long for a card may look like one where it is cut.
        while holds_card_number(&cut) {
            cut.pop();
        }
        format!("{}\u{2026}", cut.trim_end_matches([' ', ',']))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::LARGEST_AMOUNT;

    fn eur(minor: u64) -> Amount {
        Amount::new(Money::new(minor, "EUR".parse().unwrap())).unwrap()
    }

    fn line(name: &str, unit: u64, pieces: u32) -> BasketLine {
        BasketLine {
            product: ProductId::from(uuid::Uuid::from_u128(unit.into())),
            name: ProductName::try_from(name.to_owned()).unwrap(),
            catalogue_id: None,
            unit: eur(unit),
            quantity: pieces.try_into().unwrap(),
        }
    }

    #[test]
    fn a_basket_costs_its_pieces_and_what_was_typed_beside_them() {
        let basket = Basket {
            lines: vec![line("Mug", 1_250, 2), line("Scarf", 990, 1)],
            free: Some(eur(5)),
        };
        assert_eq!(basket.sum("EUR".parse().unwrap()).unwrap().minor(), 3_495);
        assert_eq!(basket.sum("USD".parse().unwrap()), Err(SumError::CurrenciesDiffer));
        let dear = Basket { lines: vec![line("Mug", LARGEST_AMOUNT, 999); 100], free: None };
        assert!(dear.sum("EUR".parse().unwrap()).unwrap().minor() > LARGEST_AMOUNT);
    }

    #[test]
    fn its_words_name_the_pieces_and_say_where_they_were_cut() {
        let basket =
            Basket { lines: vec![line("Blue mug", 1, 2), line("Scarf", 2, 1)], free: None };
        assert_eq!(basket.in_words(100, &[]), "2 × Blue mug, Scarf");
        assert_eq!(basket.in_words(19, &[]), "2 × Blue mug, Scarf");
        assert_eq!(basket.in_words(14, &[]), "2 × Blue mug…");
        assert_eq!(basket.in_words(5, &[]), "2 ×…");
    }

    #[test]
    fn a_line_has_between_one_and_999_pieces() {
        for (pieces, fits) in [(0, false), (1, true), (999, true), (1_000, false), (65_537, false)]
        {
            assert_eq!(Quantity::try_from(pieces).is_ok(), fits, "{pieces}");
        }
    }
}
