//! A product as the page sends it.

use serde::Deserialize;
use ts_rs::TS;

use crate::{
    TillError,
    account::Environment,
    error::Field,
    money::{Amount, Currency},
    product::{Barcode, CatalogueId, Category, Prices, ProductDetails, ProductName},
    sale::amount,
};

/// A product to make or to change, as the page sends it: the whole of it, but for its picture.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProductForm {
    /// The one to change; `None` for a new one.
    pub id: Option<String>,
    /// Whose list it is in.
    pub environment: Environment,
    /// Its name.
    pub name: String,
    /// What it is listed under; empty for nothing.
    pub category: String,
    /// What a scanner reads from it; empty for nothing.
    pub barcode: String,
    /// What names it in the provider's own catalogue; empty for nothing.
    pub catalogue_id: String,
    /// What one piece costs, at least in one currency.
    pub prices: Vec<PriceForm>,
}

/// A price as the page sends it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PriceForm {
    /// ISO 4217.
    pub currency: String,
    /// Minor units as text.
    pub minor: String,
}

impl ProductForm {
    /// What the form says of the product.
    ///
    /// # Errors
    /// `MissingRequiredFields` where there is no name or no price; else the first field that can't be used.
    pub fn check(&self) -> Result<ProductDetails, TillError> {
        let name = ProductName::typed(&self.name)?;
        let missing = [
            name.is_none().then_some(Field::ProductName),
            self.prices.is_empty().then_some(Field::Price),
        ];
        let (Some(name), false) = (name, self.prices.is_empty()) else {
            let fields = missing.into_iter().flatten().collect();
            return Err(TillError::MissingRequiredFields { fields });
        };
        let prices = self.prices.iter().map(PriceForm::check).collect::<Result<Vec<_>, _>>()?;
        Ok(ProductDetails {
            name,
            category: Category::typed(&self.category)?,
            barcode: Barcode::typed(&self.barcode)?,
            catalogue_id: CatalogueId::typed(&self.catalogue_id)?,
            prices: Prices::new(prices)
                .map_err(|_| TillError::InvalidField { field: Field::Price })?,
        })
    }
}

impl PriceForm {
    fn check(&self) -> Result<Amount, TillError> {
        let currency: Currency =
            self.currency.parse().map_err(|_| TillError::InvalidField { field: Field::Price })?;
        amount(&self.minor, currency).map_err(|error| match error {
            TillError::InvalidAmount { fault } => {
                TillError::InvalidPrice { currency: currency.code().to_owned(), fault }
            }
            error => error,
        })
    }
}
