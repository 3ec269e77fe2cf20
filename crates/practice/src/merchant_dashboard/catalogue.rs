//! The products of the practice organization.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::currency::Currency;
use crate::books_file::BooksError;
use crate::minor_units::MinorUnits;

/// A product that every practice organization has from the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeededProduct {
    /// Its public id, which links are made from.
    pub product_id: &'static str,
    /// What the customer reads.
    pub name: &'static str,
    /// The price of one in cents of a dollar, until it is changed.
    pub usd: MinorUnits,
    /// The price of one in cents of a euro, until it is changed.
    pub eur: MinorUnits,
    /// Where it stands in the shop.
    pub category: &'static str,
    /// 13 digits (EAN-13) of a range that shops number themselves.
    pub barcode: &'static str,
}

impl SeededProduct {
    /// The price of one in minor units, until it is changed.
    pub fn price(&self, currency: Currency) -> MinorUnits {
        match currency {
            Currency::Usd => self.usd,
            Currency::Eur => self.eur,
        }
    }
}

/// The products of a small shop. The till gets the same ones, so that its tiles and a link's total
/// agree until a price is changed.
pub const SEEDED_CATALOGUE: &[SeededProduct] = &[
    SeededProduct {
        product_id: "prod_mug_blue",
        name: "Blue mug",
        usd: MinorUnits::new(1200),
        eur: MinorUnits::new(1100),
        category: "Kitchen",
        barcode: "2000000000107",
    },
    SeededProduct {
        product_id: "prod_mug_white",
        name: "White mug",
        usd: MinorUnits::new(1100),
        eur: MinorUnits::new(1000),
        category: "Kitchen",
        barcode: "2000000000206",
    },
    SeededProduct {
        product_id: "prod_teapot",
        name: "Teapot",
        usd: MinorUnits::new(3400),
        eur: MinorUnits::new(3150),
        category: "Kitchen",
        barcode: "2000000000305",
    },
    SeededProduct {
        product_id: "prod_tea_green",
        name: "Green tea, 100 g",
        usd: MinorUnits::new(850),
        eur: MinorUnits::new(790),
        category: "Tea",
        barcode: "2000000000404",
    },
    SeededProduct {
        product_id: "prod_tea_black",
        name: "Black tea, 100 g",
        usd: MinorUnits::new(750),
        eur: MinorUnits::new(690),
        category: "Tea",
        barcode: "2000000000503",
    },
    SeededProduct {
        product_id: "prod_honey",
        name: "Linden honey, 250 g",
        usd: MinorUnits::new(980),
        eur: MinorUnits::new(890),
        category: "Food",
        barcode: "2000000000602",
    },
    SeededProduct {
        product_id: "prod_candle",
        name: "Beeswax candle",
        usd: MinorUnits::new(600),
        eur: MinorUnits::new(550),
        category: "Home",
        barcode: "2000000000701",
    },
    SeededProduct {
        product_id: "prod_soap",
        name: "Olive soap",
        usd: MinorUnits::new(525),
        eur: MinorUnits::new(495),
        category: "Home",
        barcode: "2000000000800",
    },
    SeededProduct {
        product_id: "prod_notebook",
        name: "Notebook",
        usd: MinorUnits::new(450),
        eur: MinorUnits::new(420),
        category: "Paper",
        barcode: "2000000000909",
    },
    SeededProduct {
        product_id: "prod_postcard",
        name: "Postcard",
        usd: MinorUnits::new(120),
        eur: MinorUnits::new(110),
        category: "Paper",
        barcode: "2000000001005",
    },
    SeededProduct {
        product_id: "prod_bag_cotton",
        name: "Cotton bag",
        usd: MinorUnits::new(1500),
        eur: MinorUnits::new(1390),
        category: "Bags",
        barcode: "2000000001104",
    },
];

/// A price was not changed.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    /// There is no such product.
    #[error("there is no such product")]
    UnknownProduct,
    /// Nothing is sold for nothing.
    #[error("a price is above zero")]
    NoPrice,
    /// The books could not be written.
    #[error(transparent)]
    Books(#[from] BooksError),
}

/// The prices that were changed since the start.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct ChangedPrices(BTreeMap<String, BTreeMap<Currency, MinorUnits>>);

impl ChangedPrices {
    /// What one `product` costs now.
    pub(super) fn price(&self, product: &SeededProduct, currency: Currency) -> MinorUnits {
        let changed = self.0.get(product.product_id).and_then(|prices| prices.get(&currency));
        changed.copied().unwrap_or_else(|| product.price(currency))
    }

    pub(super) fn change(
        &mut self,
        product: &SeededProduct,
        currency: Currency,
        price: MinorUnits,
    ) {
        self.0.entry(product.product_id.to_owned()).or_default().insert(currency, price);
    }
}

/// The product with this public id.
pub(super) fn product(product_id: &str) -> Option<&'static SeededProduct> {
    SEEDED_CATALOGUE.iter().find(|product| product.product_id == product_id)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_product_has_an_id_a_name_and_a_barcode_of_its_own() {
        let all = |read: fn(&SeededProduct) -> &'static str| {
            SEEDED_CATALOGUE.iter().map(read).collect::<BTreeSet<_>>().len()
        };
        assert_eq!(all(|product| product.product_id), SEEDED_CATALOGUE.len());
        assert_eq!(all(|product| product.name), SEEDED_CATALOGUE.len());
        assert_eq!(all(|product| product.barcode), SEEDED_CATALOGUE.len());
    }

    #[test]
    fn every_barcode_ends_with_its_check_digit() {
        for product in SEEDED_CATALOGUE {
            let digits: Vec<u32> =
                product.barcode.chars().map(|digit| digit.to_digit(10).unwrap()).collect();
            let weighed = digits.iter().zip([1, 3].into_iter().cycle());
            let sum: u32 = weighed.map(|(digit, weight)| digit * weight).sum();
            assert_eq!((digits.len(), sum % 10), (13, 0), "{}", product.barcode);
        }
    }

    #[test]
    fn every_product_has_a_price_in_each_currency() {
        for product in SEEDED_CATALOGUE {
            assert!(!product.usd.is_zero() && !product.eur.is_zero(), "{product:?}");
        }
    }
}
