//! What the shop sells: shown, saved, ordered, given a picture, found by its barcode.

mod column;
mod export;
mod faults;
mod file;
pub(crate) mod formula;
mod import;
mod number;
mod picture;
mod plan;
mod row;
#[cfg(test)]
mod tests;
mod views;

use domain::{
    TillError,
    account::Environment,
    error::Field,
    ids::{PictureId, ProductId},
    product::Barcode,
    product_form::ProductForm,
};
use ledger::{Ledger, LedgerError, OrderProductsError, SaveProductError};

use crate::{
    book::till_error,
    desk::{Change, Desk, id},
    view::{ProductView, ProductsView},
};

impl Desk {
    /// What the shop sells in an environment, in its own order.
    pub async fn products(&self, environment: Environment) -> Result<ProductsView, TillError> {
        let list = self.book.ask(move |ledger| ledger.products(environment)).await?;
        Ok(views::products(environment, &list))
    }

    /// The product that has this barcode, as a scanner reads it.
    pub async fn product_by_barcode(
        &self,
        environment: Environment,
        barcode: &str,
    ) -> Result<Option<ProductView>, TillError> {
        // What no product can have, none has.
        let Ok(Some(barcode)) = Barcode::typed(barcode) else { return Ok(None) };
        let found =
            self.book.ask(move |ledger| ledger.product_by_barcode(environment, &barcode)).await?;
        Ok(found.as_ref().map(views::product))
    }

    /// Makes a product, at the end of the list, or changes one. Its place and its picture stay.
    ///
    /// # Errors
    /// The first field that can't be used; `AlreadyInUse` where another product of the environment has the barcode or the id
    /// in the provider's catalogue; `NotFound` where the one to change is not (any more) in this environment's list.
    pub async fn save_product(&self, form: ProductForm) -> Result<ProductsView, TillError> {
        let details = form.check()?;
        let environment = form.environment;
        let known: Option<ProductId> = form.id.as_deref().map(id).transpose()?;
        let fresh = ProductId::fresh(self.clock.now(), &*self.random);
        let saved = move |ledger: &Ledger| match known {
            Some(id) => ledger.change_product(environment, id, &details),
            None => ledger.add_product(environment, fresh, &details),
        };
        self.book.with(saved).await?.map_err(not_saved)?;
        self.changed_products(environment).await
    }

    /// Deletes a product and its picture. Sales that it is part of keep what they were made of.
    ///
    /// # Errors
    /// `NotFound` where there is no such product (any more).
    pub async fn delete_product(&self, product: &str) -> Result<ProductsView, TillError> {
        self.change_one(product, Ledger::delete_product).await
    }

    /// Brings the list of an environment into another order.
    ///
    /// # Errors
    /// `InvalidField` where `products` does not name every product of the list once: it has changed since it was shown.
    pub async fn order_products(
        &self,
        environment: Environment,
        products: Vec<String>,
    ) -> Result<ProductsView, TillError> {
        let other = TillError::InvalidField { field: Field::Products };
        let order = products.iter().map(|product| id(product));
        let order: Vec<ProductId> = order.collect::<Result<_, _>>().map_err(|_| other.clone())?;
        self.book.with(move |ledger| ledger.order_products(environment, &order)).await?.map_err(
            |error| match error {
                OrderProductsError::OtherProducts => other,
                OrderProductsError::Ledger(error) => till_error(&error),
            },
        )?;
        self.changed_products(environment).await
    }

    /// Gives a product a picture, made from the bytes of a PNG, JPEG or WebP file.
    ///
    /// # Errors
    /// `PictureRefused` where nothing can be made of the file; `NotFound` where there is no such product (any more).
    pub async fn set_product_picture(
        &self,
        product: &str,
        file: Vec<u8>,
    ) -> Result<ProductsView, TillError> {
        let png = tokio::task::spawn_blocking(move || picture::made_from(&file)).await;
        let png = png.map_err(|error| {
            tracing::error!(panicked = error.is_panic(), "a picture was not made");
            TillError::UnknownError
        })?;
        let png = png.map_err(|fault| TillError::PictureRefused { fault })?;
        let picture = PictureId::fresh(self.clock.now(), &*self.random);
        let set = move |ledger: &Ledger, id| ledger.set_product_picture(id, picture, &png);
        self.change_one(product, set).await
    }

    /// Takes a product's picture away, if it has one.
    ///
    /// # Errors
    /// `NotFound` where there is no such product (any more).
    pub async fn clear_product_picture(&self, product: &str) -> Result<ProductsView, TillError> {
        self.change_one(product, Ledger::clear_product_picture).await
    }

    /// The bytes of a product's picture, a PNG file of 256 x 256 pixels.
    ///
    /// # Errors
    /// `NotFound` where there is none.
    pub async fn product_picture(&self, product: &str) -> Result<Vec<u8>, TillError> {
        let product: ProductId = id(product)?;
        self.book
            .ask(move |ledger| ledger.product_picture(product)?.ok_or(LedgerError::NotFound))
            .await
    }

    /// Changes one product, and shows the list that it is in, or was in.
    async fn change_one(
        &self,
        product: &str,
        change: impl FnOnce(&Ledger, ProductId) -> Result<(), LedgerError> + Send + 'static,
    ) -> Result<ProductsView, TillError> {
        let product: ProductId = id(product)?;
        let environment = self
            .book
            .ask(move |ledger| {
                let known = ledger.products_of(&[product])?.pop().ok_or(LedgerError::NotFound)?;
                change(ledger, product)?;
                Ok(known.environment)
            })
            .await?;
        self.changed_products(environment).await
    }

    /// The list, and everybody is told that it changed.
    async fn changed_products(&self, environment: Environment) -> Result<ProductsView, TillError> {
        self.tell(Change::Till);
        self.products(environment).await
    }
}

fn not_saved(error: SaveProductError) -> TillError {
    match error {
        SaveProductError::BarcodeInUse => TillError::AlreadyInUse { field: Field::Barcode },
        SaveProductError::CatalogueIdInUse => TillError::AlreadyInUse { field: Field::CatalogueId },
        SaveProductError::Ledger(error) => till_error(&error),
    }
}
