//! The pictures of products: PNG files that the desk has made.

use domain::ids::{PictureId, ProductId};
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::{Ledger, error::LedgerError};

impl Ledger {
    /// Gives a product a picture, in the place of the one that it had.
    pub fn set_product_picture(
        &self,
        product: ProductId,
        id: PictureId,
        png: &[u8],
    ) -> Result<(), LedgerError> {
        self.write(|writing| {
            check_there(&writing.book, product)?;
            writing
                .book
                .prepare_cached(
                    "INSERT INTO product_pictures (product, id, png) VALUES (?1, ?2, ?3)
                     ON CONFLICT (product) DO UPDATE SET id = excluded.id, png = excluded.png",
                )?
                .execute(params![product.to_string(), id.to_string(), png])?;
            Ok(())
        })
    }

    /// Takes a product's picture away, if it has one.
    pub fn clear_product_picture(&self, product: ProductId) -> Result<(), LedgerError> {
        self.write(|writing| {
            check_there(&writing.book, product)?;
            writing
                .book
                .prepare_cached("DELETE FROM product_pictures WHERE product = ?1")?
                .execute([product.to_string()])?;
            Ok(())
        })
    }

    /// The bytes of a product's picture, if it has one.
    pub fn product_picture(&self, product: ProductId) -> Result<Option<Vec<u8>>, LedgerError> {
        self.read(|book| {
            Ok(book
                .prepare_cached("SELECT png FROM product_pictures WHERE product = ?1")?
                .query_row([product.to_string()], |row| row.get("png"))
                .optional()?)
        })
    }
}

fn check_there(book: &Connection, product: ProductId) -> Result<(), LedgerError> {
    let mut there = book.prepare_cached("SELECT 1 FROM products WHERE id = ?1")?;
    if there.exists([product.to_string()])? { Ok(()) } else { Err(LedgerError::NotFound) }
}
