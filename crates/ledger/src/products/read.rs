//! Products as they are read.

use std::collections::{BTreeSet, HashMap};

use domain::{
    Amount,
    account::Environment,
    ids::ProductId,
    product::{Barcode, CatalogueId, Prices, Product, ProductDetails},
};
use rusqlite::{Connection, OptionalExtension as _, Row, ToSql, params};

use crate::{
    columns,
    error::{Failure, LedgerError},
};

const SELECT: &str = "SELECT products.id AS id, environment, name, category, barcode, catalogue_id,
        product_pictures.id AS picture
    FROM products LEFT JOIN product_pictures ON product = products.id";

/// The list of `environment`, in its order.
pub(super) fn list(
    book: &Connection,
    environment: Environment,
) -> Result<Vec<Product>, LedgerError> {
    let environment = columns::to_word(&environment)?;
    let mut prices: HashMap<ProductId, Vec<Amount>> = HashMap::new();
    let mut all = book.prepare_cached(
        "SELECT product, minor, currency FROM product_prices JOIN products ON id = product
         WHERE environment = ?1",
    )?;
    let all = all.query_map([&environment], |row| {
        Ok((columns::parsed::<ProductId>(row, "product")?, columns::amount(row)?))
    })?;
    for price in all {
        let (product, price) = price?;
        prices.entry(product).or_default().push(price);
    }
    let mut products =
        book.prepare_cached(&format!("{SELECT} WHERE environment = ?1 ORDER BY position"))?;
    let mut rows = products.query([&environment])?;
    let mut list = Vec::new();
    while let Some(row) = rows.next()? {
        let id = columns::parsed(row, "id")?;
        list.push(read(row, id, prices.remove(&id).unwrap_or_default())?);
    }
    Ok(list)
}

/// One product.
pub(super) fn product(book: &Connection, id: ProductId) -> Result<Option<Product>, LedgerError> {
    let mut prices =
        book.prepare_cached("SELECT minor, currency FROM product_prices WHERE product = ?1")?;
    let prices = prices.query_map([id.to_string()], columns::amount)?;
    let prices = prices.collect::<Result<Vec<_>, _>>()?;
    let mut product = book.prepare_cached(&format!("{SELECT} WHERE products.id = ?1"))?;
    let mut rows = product.query([id.to_string()])?;
    rows.next()?.map(|row| read(row, id, prices)).transpose()
}

fn read(row: &Row<'_>, id: ProductId, prices: Vec<Amount>) -> Result<Product, LedgerError> {
    let prices = Prices::new(prices).map_err(|_| LedgerError::from(Failure::Unreadable))?;
    let picture: Option<String> = row.get("picture")?;
    let picture = picture.map(|picture| picture.parse()).transpose();
    Ok(Product {
        id,
        environment: columns::word(row, "environment")?,
        details: ProductDetails {
            name: columns::required(row, "name")?,
            category: columns::checked(row, "category")?,
            barcode: columns::checked(row, "barcode")?,
            catalogue_id: columns::checked(row, "catalogue_id")?,
            prices,
        },
        picture: picture.map_err(|_| LedgerError::from(Failure::Unreadable))?,
    })
}

/// Every product of `environment`.
pub(super) fn ids(
    book: &Connection,
    environment: Environment,
) -> Result<BTreeSet<ProductId>, LedgerError> {
    let mut ids = book.prepare_cached("SELECT id FROM products WHERE environment = ?1")?;
    let ids = ids.query_map([columns::to_word(&environment)?], |row| columns::parsed(row, "id"))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

pub(super) fn id_of_barcode(
    book: &Connection,
    environment: Environment,
    barcode: &Barcode,
) -> Result<Option<ProductId>, LedgerError> {
    let sql = "SELECT id FROM products WHERE environment = ?1 AND barcode = ?2";
    id_by(book, sql, params![columns::to_word(&environment)?, barcode.as_str()])
}

pub(super) fn id_of_catalogue_id(
    book: &Connection,
    environment: Environment,
    catalogue_id: &CatalogueId,
) -> Result<Option<ProductId>, LedgerError> {
    let sql = "SELECT id FROM products WHERE environment = ?1 AND catalogue_id = ?2";
    id_by(book, sql, params![columns::to_word(&environment)?, catalogue_id.as_str()])
}

fn id_by(
    book: &Connection,
    sql: &str,
    by: &[&dyn ToSql],
) -> Result<Option<ProductId>, LedgerError> {
    let id = book.prepare_cached(sql)?.query_row(by, |row| columns::parsed(row, "id"));
    Ok(id.optional()?)
}
