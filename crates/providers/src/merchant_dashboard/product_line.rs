//! A product of a link as it was when the link was made. All of its members are assumed.

use domain::{Currency, Money};

use super::{
    errors::Unreadable,
    ids::ProductId,
    lenient::{self, list_of, object_of},
    told::Told,
    words::Words,
};
use crate::members::{Members, Value};

/// Some pieces of one product, in a link or its preview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductLine {
    /// The product in the organization's catalogue.
    pub product_id: Told<ProductId>,
    /// Its name there.
    pub name: Option<Words>,
    /// How many pieces.
    pub quantity: Told<u64>,
    /// The price of one piece, in the link's currency.
    pub unit_price: Told<Money>,
    /// The price of all its pieces, in the link's currency.
    pub total: Told<Money>,
}

impl ProductLine {
    fn read(value: &Value, currency: Told<Currency>) -> Result<Self, Unreadable> {
        let members = &object_of(value)?;
        Ok(Self {
            product_id: lenient::told_id(members, "product_id"),
            name: lenient::label(members, "name"),
            quantity: lenient::number(members, "quantity"),
            unit_price: lenient::money(members, "unit_price", currency),
            total: lenient::money(members, "total", currency),
        })
    }

    /// The lines at `products`. One that can't be read stands among the others as such.
    pub(super) fn read_all(
        members: &Members,
        currency: Told<Currency>,
    ) -> Told<Vec<Result<Self, Unreadable>>> {
        lenient::told(members, "products", |value| {
            Some(list_of(value)?.iter().map(|line| Self::read(line, currency)).collect())
        })
    }
}
