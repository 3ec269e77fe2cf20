//! What the shop sells: one list for each environment, in the shop's own order. It is a setting and no part of the events;
//! sales keep a snapshot of what they were made of.

mod pictures;
mod read;
mod rows;

use std::collections::BTreeSet;

use domain::{
    account::Environment,
    ids::ProductId,
    product::{Barcode, CatalogueId, Product, ProductDetails},
};
use rusqlite::Connection;

use crate::{
    Ledger,
    error::{Failure, LedgerError, OrderProductsError, SaveProductError},
    records::ProductChanges,
};

impl Ledger {
    /// What the shop sells in `environment`, in its order.
    pub fn products(&self, environment: Environment) -> Result<Vec<Product>, LedgerError> {
        self.read(|book| read::list(book, environment))
    }

    /// Those of the products that are there, in the order asked.
    pub fn products_of(&self, ids: &[ProductId]) -> Result<Vec<Product>, LedgerError> {
        self.read(|book| {
            let found = ids.iter().map(|id| read::product(book, *id));
            found.filter_map(Result::transpose).collect()
        })
    }

    /// The product of `environment` that has this barcode.
    pub fn product_by_barcode(
        &self,
        environment: Environment,
        barcode: &Barcode,
    ) -> Result<Option<Product>, LedgerError> {
        self.read(|book| match read::id_of_barcode(book, environment, barcode)? {
            Some(id) => read::product(book, id),
            None => Ok(None),
        })
    }

    /// Adds a product at the end of the list of `environment`.
    pub fn add_product(
        &self,
        environment: Environment,
        id: ProductId,
        details: &ProductDetails,
    ) -> Result<(), SaveProductError> {
        self.write(|writing| {
            check_free(&writing.book, environment, id, details)?;
            Ok(rows::add(&writing.book, environment, id, details)?)
        })
    }

    /// Changes what is said of a product of `environment`. Its place and its picture stay.
    pub fn change_product(
        &self,
        environment: Environment,
        id: ProductId,
        details: &ProductDetails,
    ) -> Result<(), SaveProductError> {
        self.write(|writing| {
            let known = read::product(&writing.book, id)?;
            if known.is_none_or(|known| known.environment != environment) {
                return Err(LedgerError::NotFound.into());
            }
            check_free(&writing.book, environment, id, details)?;
            Ok(rows::change(&writing.book, environment, id, details)?)
        })
    }

    /// Deletes a product, and its picture.
    pub fn delete_product(&self, id: ProductId) -> Result<(), LedgerError> {
        self.write(|writing| rows::delete(&writing.book, id))
    }

    /// Brings the list of `environment` into the order of `ids`, which must name each of its products once.
    pub fn order_products(
        &self,
        environment: Environment,
        ids: &[ProductId],
    ) -> Result<(), OrderProductsError> {
        self.write(|writing| {
            let list = read::ids(&writing.book, environment)?;
            let distinct: BTreeSet<ProductId> = ids.iter().copied().collect();
            if distinct != list || distinct.len() != ids.len() {
                return Err(OrderProductsError::OtherProducts);
            }
            Ok(rows::order(&writing.book, ids)?)
        })
    }

    /// Lets `plan` look at the list of `environment`, and makes all the changes that it asks for, or none: the list can't
    /// change in between.
    ///
    /// Fresh products go to the end of the list. The changes may pass a barcode or an id in the provider's catalogue from
    /// one product to another; a plan after which two products have the same gives [`Failure::Conflict`].
    pub fn plan_products<T, E: From<LedgerError>>(
        &self,
        environment: Environment,
        plan: impl FnOnce(&[Product]) -> Result<(ProductChanges, T), E>,
    ) -> Result<T, E> {
        self.write(|writing| {
            let list = read::list(&writing.book, environment)?;
            let (changes, result) = plan(&list)?;
            for (id, _) in &changes.changed {
                rows::free_codes(&writing.book, *id)?;
            }
            for (id, details) in &changes.changed {
                rows::change(&writing.book, environment, *id, details)?;
            }
            for (id, details) in &changes.fresh {
                rows::add(&writing.book, environment, *id, details)?;
            }
            Ok(result)
        })
    }
}

/// No other product of the same environment may have the same codes.
fn check_free(
    book: &Connection,
    environment: Environment,
    id: ProductId,
    details: &ProductDetails,
) -> Result<(), SaveProductError> {
    let others = |found: Option<ProductId>| found.is_some_and(|found| found != id);
    let of_barcode = |barcode: &Barcode| read::id_of_barcode(book, environment, barcode);
    if others(details.barcode.as_ref().map(of_barcode).transpose()?.flatten()) {
        return Err(SaveProductError::BarcodeInUse);
    }
    let of_catalogue = |known: &CatalogueId| read::id_of_catalogue_id(book, environment, known);
    if others(details.catalogue_id.as_ref().map(of_catalogue).transpose()?.flatten()) {
        return Err(SaveProductError::CatalogueIdInUse);
    }
    Ok(())
}

/// An error unless exactly one row was touched.
fn one_row(touched: usize) -> Result<(), LedgerError> {
    match touched {
        1 => Ok(()),
        0 => Err(LedgerError::NotFound),
        _ => Err(Failure::Conflict.into()),
    }
}
