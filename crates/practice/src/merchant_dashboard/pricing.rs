//! What a link costs: its lines, and the tax within or on top.

use serde::{Deserialize, Serialize};

use crate::minor_units::MinorUnits;

/// A whole in basis points.
const WHOLE: u64 = 10_000;

/// Whether prices have the tax in them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum PricingMode {
    /// The prices are what the customer pays; the tax is shown within.
    #[default]
    #[serde(rename = "TAX_INCLUSIVE")]
    TaxInclusive,
    /// The tax comes on top.
    #[serde(rename = "TAX_EXCLUSIVE")]
    TaxExclusive,
}

impl PricingMode {
    /// The word in requests and answers.
    pub fn word(self) -> &'static str {
        match self {
            Self::TaxInclusive => "TAX_INCLUSIVE",
            Self::TaxExclusive => "TAX_EXCLUSIVE",
        }
    }

    pub(super) fn of_word(word: &str) -> Option<Self> {
        [Self::TaxInclusive, Self::TaxExclusive].into_iter().find(|mode| mode.word() == word)
    }
}

/// A product in a link, as it was when the link was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The public id of the product.
    pub product_id: String,
    /// What the customer reads.
    pub name: String,
    /// How many.
    pub quantity: u32,
    /// The price of one, in minor units of the link's currency.
    pub unit_price: MinorUnits,
    /// The price of all.
    pub total: MinorUnits,
}

impl Line {
    pub(super) fn new(product_id: &str, name: &str, quantity: u32, unit_price: MinorUnits) -> Self {
        let mut line = Self {
            product_id: product_id.to_owned(),
            name: name.to_owned(),
            quantity,
            unit_price,
            total: MinorUnits::default(),
        };
        line.set_unit_price(unit_price);
        line
    }

    fn set_unit_price(&mut self, unit_price: MinorUnits) {
        self.unit_price = unit_price;
        self.total = MinorUnits::new(unit_price.get().saturating_mul(self.quantity.into()));
    }
}

/// What a link costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Totals {
    /// All lines without the tax, in minor units of the link's currency.
    pub subtotal: MinorUnits,
    /// The tax.
    pub tax: MinorUnits,
    /// What the customer pays.
    pub total: MinorUnits,
}

impl Totals {
    /// The totals of `lines` under a tax of `rate` basis points; half a unit of tax is rounded up.
    pub(super) fn of(lines: &[Line], mode: PricingMode, rate: u32) -> Self {
        let sum = lines.iter().fold(MinorUnits::default(), |sum, line| sum.plus(line.total));
        let rate = u64::from(rate);
        match mode {
            PricingMode::TaxInclusive => {
                let tax = share(sum, rate, WHOLE.saturating_add(rate));
                Self { subtotal: sum.less(tax), tax, total: sum }
            }
            PricingMode::TaxExclusive => {
                let tax = share(sum, rate, WHOLE);
                Self { subtotal: sum, tax, total: sum.plus(tax) }
            }
        }
    }
}

/// `amount` × `part` / `whole`, rounded half up.
fn share(amount: MinorUnits, part: u64, whole: u64) -> MinorUnits {
    let exact = u128::from(amount.get()) * u128::from(part);
    let rounded = (exact + u128::from(whole / 2)) / u128::from(whole);
    MinorUnits::new(u64::try_from(rounded).unwrap_or(u64::MAX))
}

/// Changes what all lines cost together by `difference` minor units: one price of the catalogue has
/// changed. It is the price of the first product whose quantity divides the difference; if there is
/// none, the first line costs more or less as a whole. Nothing becomes cheaper than one unit.
pub(super) fn shift(lines: &mut [Line], difference: i64) {
    let changed = lines
        .iter_mut()
        .find(|line| line.quantity > 0 && difference % i64::from(line.quantity) == 0);
    if let Some(line) = changed {
        let each = difference / i64::from(line.quantity);
        line.set_unit_price(moved(line.unit_price, each));
    } else if let Some(line) = lines.first_mut() {
        line.total = moved(line.total, difference);
    }
}

/// `amount` and `difference` together; at least one unit.
pub(super) fn moved(amount: MinorUnits, difference: i64) -> MinorUnits {
    MinorUnits::new(amount.get().saturating_add_signed(difference).max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(lines: &[(u32, u64)]) -> Vec<Line> {
        let line = |(quantity, price): &(u32, u64)| {
            Line::new("prod_x", "X", *quantity, MinorUnits::new(*price))
        };
        lines.iter().map(line).collect()
    }

    fn totals(lines: &[Line], mode: PricingMode, rate: u32) -> [u64; 3] {
        let Totals { subtotal, tax, total } = Totals::of(lines, mode, rate);
        [subtotal, tax, total].map(MinorUnits::get)
    }

    #[test]
    fn the_tax_is_within_or_on_top() {
        let two = lines(&[(2, 1200), (1, 850)]);
        assert_eq!(totals(&two, PricingMode::TaxInclusive, 0), [3250, 0, 3250]);
        assert_eq!(totals(&two, PricingMode::TaxExclusive, 0), [3250, 0, 3250]);
        assert_eq!(totals(&two, PricingMode::TaxInclusive, 2000), [2708, 542, 3250]);
        assert_eq!(totals(&two, PricingMode::TaxExclusive, 1900), [3250, 618, 3868]);
    }

    #[test]
    fn half_a_unit_of_tax_is_rounded_up() {
        let one = lines(&[(1, 25)]);
        assert_eq!(totals(&one, PricingMode::TaxExclusive, 1000), [25, 3, 28]);
    }

    #[test]
    fn a_shift_changes_the_sum_by_the_difference() {
        for (of, difference, sum, unit) in [
            (&[(1, 1200)][..], 100, 1300, 1300),
            (&[(2, 1200)], 100, 2500, 1250),
            (&[(3, 1000)], -100, 2900, 1000),
            (&[(3, 1000), (1, 500)], -100, 3400, 400),
            (&[(1, 50)], -100, 1, 1),
        ] {
            let mut shifted = lines(of);
            shift(&mut shifted, difference);
            let last = shifted[shifted.len() - 1].unit_price.get();
            assert_eq!((totals(&shifted, PricingMode::TaxInclusive, 0)[2], last), (sum, unit));
        }
    }
}
