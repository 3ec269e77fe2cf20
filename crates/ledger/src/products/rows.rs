//! Products as they are written.

use domain::{
    account::Environment,
    ids::ProductId,
    product::{Barcode, CatalogueId, Category, ProductDetails},
};
use rusqlite::{Connection, params};

use super::one_row;
use crate::{columns, error::LedgerError};

/// Adds a product at the end of its list.
pub(super) fn add(
    book: &Connection,
    environment: Environment,
    id: ProductId,
    details: &ProductDetails,
) -> Result<(), LedgerError> {
    book.prepare_cached(
        "INSERT INTO products (id, environment, position, name, category, barcode, catalogue_id)
         VALUES (?1, ?2, (SELECT coalesce(max(position) + 1, 0) FROM products WHERE environment = ?2),
             ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        id.to_string(),
        columns::to_word(&environment)?,
        details.name.as_str(),
        details.category.as_ref().map(Category::as_str),
        details.barcode.as_ref().map(Barcode::as_str),
        details.catalogue_id.as_ref().map(CatalogueId::as_str),
    ])?;
    add_prices(book, id, details)
}

/// Changes what is said of a product. One that `environment` does not have gives [`LedgerError::NotFound`].
pub(super) fn change(
    book: &Connection,
    environment: Environment,
    id: ProductId,
    details: &ProductDetails,
) -> Result<(), LedgerError> {
    let changed = book
        .prepare_cached(
            "UPDATE products SET name = ?3, category = ?4, barcode = ?5, catalogue_id = ?6
             WHERE id = ?1 AND environment = ?2",
        )?
        .execute(params![
            id.to_string(),
            columns::to_word(&environment)?,
            details.name.as_str(),
            details.category.as_ref().map(Category::as_str),
            details.barcode.as_ref().map(Barcode::as_str),
            details.catalogue_id.as_ref().map(CatalogueId::as_str),
        ])?;
    one_row(changed)?;
    book.prepare_cached("DELETE FROM product_prices WHERE product = ?1")?
        .execute([id.to_string()])?;
    add_prices(book, id, details)
}

fn add_prices(
    book: &Connection,
    id: ProductId,
    details: &ProductDetails,
) -> Result<(), LedgerError> {
    let mut add = book.prepare_cached(
        "INSERT INTO product_prices (product, currency, minor) VALUES (?1, ?2, ?3)",
    )?;
    for price in details.prices.iter() {
        let minor = columns::minor(price.money())?;
        add.execute(params![id.to_string(), price.currency().code(), minor])?;
    }
    Ok(())
}

/// Takes the codes from a product that is about to be changed, so that another one may have them.
pub(super) fn free_codes(book: &Connection, id: ProductId) -> Result<(), LedgerError> {
    let freed = book
        .prepare_cached("UPDATE products SET barcode = NULL, catalogue_id = NULL WHERE id = ?1")?
        .execute([id.to_string()])?;
    one_row(freed)
}

/// Deletes a product; its prices and its picture go with it.
pub(super) fn delete(book: &Connection, id: ProductId) -> Result<(), LedgerError> {
    one_row(book.prepare_cached("DELETE FROM products WHERE id = ?1")?.execute([id.to_string()])?)
}

/// Numbers the products in the order of `ids`.
pub(super) fn order(book: &Connection, ids: &[ProductId]) -> Result<(), LedgerError> {
    let mut place = book.prepare_cached("UPDATE products SET position = ?2 WHERE id = ?1")?;
    for (position, id) in (0_i64..).zip(ids) {
        one_row(place.execute(params![id.to_string(), position])?)?;
    }
    Ok(())
}
