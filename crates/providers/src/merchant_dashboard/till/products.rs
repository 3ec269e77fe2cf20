//! What a link sells, as the dashboard's own catalogue names it (seed, 'Create body').

use domain::{account::Pricing, error::Field, link::NewLink, outcome::RejectionClass};

use super::errors::{Failure, refused_here};
use crate::merchant_dashboard::{OrderedProduct, PricingMode, ProductId};

/// The products that a link is for, each once.
///
/// # Errors
/// A product does not say which one it is in the catalogue.
pub(super) fn ordered(wanted: &NewLink) -> Result<Vec<OrderedProduct>, Failure> {
    let mut products: Vec<OrderedProduct> = Vec::new();
    for line in &wanted.lines {
        let Some(id) = &line.catalogue_id else {
            let class = RejectionClass::Invalid(Field::Products);
            return Err(refused_here(class, "CATALOGUE_ID", line.name.as_str()));
        };
        let product_id: ProductId = id.as_str().parse()?;
        let quantity = line.quantity.get();
        match products.iter_mut().find(|known| known.product_id == product_id) {
            Some(known) => known.quantity += quantity,
            None => products.push(OrderedProduct { product_id, quantity }),
        }
    }
    Ok(products)
}

/// The pricing mode that the owner chose.
pub(super) fn mode(pricing: Pricing) -> PricingMode {
    match pricing {
        Pricing::TaxInclusive => PricingMode::TaxInclusive,
        Pricing::TaxExclusive => PricingMode::TaxExclusive,
    }
}
