//! Many products at once: from a file, into a file, and a catalogue that comes with an account.

use std::collections::HashSet;

use domain::{
    TillError,
    account::Environment,
    error::Field,
    ids::ProductId,
    product::{Product, ProductDetails},
    product_form::ProductForm,
};
use ledger::{LedgerError, ProductChanges};

use super::{export, plan::Plan, views};
use crate::{
    actor::Actor,
    book::till_error,
    desk::Desk,
    view::{ImportPreview, ProductsView},
};

/// Why a list was not changed; nothing of it was.
struct Refused(TillError);

impl From<LedgerError> for Refused {
    fn from(error: LedgerError) -> Self {
        Self(till_error(&error))
    }
}

impl Desk {
    /// What a file of products would change, or everything that is wrong with it. Nothing is changed.
    pub async fn preview_import(
        &self,
        environment: Environment,
        text: String,
    ) -> Result<ImportPreview, TillError> {
        let plan = self
            .book
            .ask(move |ledger| {
                let list = ledger.products(environment)?;
                Ok(Plan::of(environment, &list, &text))
            })
            .await?;
        views::preview(plan)
    }

    /// Changes what the preview with this fingerprint showed: all of it, or nothing.
    ///
    /// # Errors
    /// `ImportOutdated` where the file would not change exactly that, because the list or the file is another one now.
    pub async fn import_products(
        &self,
        environment: Environment,
        text: String,
        fingerprint: String,
    ) -> Result<ProductsView, TillError> {
        let fresh_id = self.fresh_ids();
        let plan = move |list: &[Product]| {
            let plan = Plan::of(environment, list, &text)
                .map_err(|_| Refused(TillError::ImportOutdated))?;
            if plan.fingerprint().map_err(Refused)? != fingerprint {
                return Err(Refused(TillError::ImportOutdated));
            }
            let fresh = plan.fresh.into_iter().map(|fresh| (fresh_id(), fresh.details));
            let changed = plan.changed.into_iter().map(|changed| (changed.id, changed.after));
            Ok(ProductChanges { fresh: fresh.collect(), changed: changed.collect() })
        };
        self.plan_products(environment, plan).await
    }

    /// The list as a file that [`Self::preview_import`] takes. It begins with the mark that says that it is UTF-8.
    pub async fn export_products(
        &self,
        by: Actor,
        environment: Environment,
    ) -> Result<String, TillError> {
        // First, so that nothing leaves the till of which the book does not know.
        let entry = by.entry(self.clock.now());
        self.book.ask(move |ledger| ledger.products_exported(entry)).await?;
        let list = self.book.ask(move |ledger| ledger.products(environment)).await?;
        export::file(&list)
    }

    /// Puts products at the end of a list, all of them or none; whatever the forms say, into the list of `environment`.
    /// Those whose id in the provider's catalogue the list has already are left out.
    ///
    /// # Errors
    /// The first field that can't be used, `AlreadyInUse` among them.
    pub async fn add_products(
        &self,
        environment: Environment,
        forms: Vec<ProductForm>,
    ) -> Result<ProductsView, TillError> {
        let all = forms.iter().map(ProductForm::check).collect::<Result<Vec<_>, _>>()?;
        let fresh_id = self.fresh_ids();
        let plan = move |list: &[Product]| {
            let fresh = not_yet_in(list, all).map_err(Refused)?;
            let fresh = fresh.into_iter().map(|details| (fresh_id(), details)).collect();
            Ok(ProductChanges { fresh, changed: Vec::new() })
        };
        self.plan_products(environment, plan).await
    }

    async fn plan_products(
        &self,
        environment: Environment,
        plan: impl FnOnce(&[Product]) -> Result<ProductChanges, Refused> + Send + 'static,
    ) -> Result<ProductsView, TillError> {
        let changed = self
            .book
            .with(move |ledger| {
                ledger.plan_products(environment, |list| {
                    let plan = plan(list)?;
                    let (fresh, changed) = (plan.fresh.len(), plan.changed.len());
                    tracing::info!(fresh, changed, "products are added and changed");
                    Ok((plan, fresh + changed > 0))
                })
            })
            .await?
            .map_err(|Refused(error)| error)?;
        if changed {
            self.changed_products(environment).await
        } else {
            self.products(environment).await
        }
    }

    /// Makes ids of new products.
    fn fresh_ids(&self) -> impl Fn() -> ProductId + Send + 'static {
        let (now, random) = (self.clock.now(), self.random.clone());
        move || ProductId::fresh(now, &*random)
    }
}

/// Those of the products whose id in the catalogue neither the list nor an earlier one of them has.
fn not_yet_in(
    list: &[Product],
    all: Vec<ProductDetails>,
) -> Result<Vec<ProductDetails>, TillError> {
    let known = list.iter().map(|product| &product.details);
    let mut catalogue_ids: HashSet<_> =
        known.clone().filter_map(|details| details.catalogue_id.clone()).collect();
    let mut barcodes: HashSet<_> = known.filter_map(|details| details.barcode.clone()).collect();
    let mut fresh = Vec::new();
    for details in all {
        if details.catalogue_id.as_ref().is_some_and(|id| !catalogue_ids.insert(id.clone())) {
            continue;
        }
        if details.barcode.as_ref().is_some_and(|code| !barcodes.insert(code.clone())) {
            return Err(TillError::AlreadyInUse { field: Field::Barcode });
        }
        fresh.push(details);
    }
    Ok(fresh)
}
