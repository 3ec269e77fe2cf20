//! What a file would make of a list of products: all of it, or nothing where one row is wrong.

use std::{
    collections::{HashMap, HashSet},
    hash::Hash,
};

use domain::{
    TillError,
    account::Environment,
    ids::ProductId,
    product::{Barcode, CatalogueId, Product, ProductDetails, ProductName},
};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::{column::Column, faults::Faults, file, number, row::Row};
use crate::view::ImportFaultKind;

/// What a file would make of a list.
#[derive(Debug, Serialize)]
pub(super) struct Plan {
    environment: Environment,
    /// Products that are not in the list yet.
    pub(super) fresh: Vec<Fresh>,
    /// Products that would be changed.
    pub(super) changed: Vec<Changed>,
    /// How many products the file names without changing them.
    pub(super) unchanged: u32,
}

/// A product that is not in the list yet.
#[derive(Debug, Serialize)]
pub(super) struct Fresh {
    /// The line of its row.
    pub(super) line: u32,
    /// What the row says of it.
    pub(super) details: ProductDetails,
}

/// A product that would be changed.
#[derive(Debug, Serialize)]
pub(super) struct Changed {
    /// The line of its row.
    pub(super) line: u32,
    /// Which.
    pub(super) id: ProductId,
    /// What the list says of it.
    pub(super) before: ProductDetails,
    /// What it shall say.
    pub(super) after: ProductDetails,
}

impl Plan {
    /// What `text` would make of `list`, the list of `environment`; or everything that is wrong with it, line by line.
    pub(super) fn of(
        environment: Environment,
        list: &[Product],
        text: &str,
    ) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let plan = file::read(text, &mut faults).map(|file| {
            let rows: Vec<Row> = file
                .rows
                .iter()
                .filter_map(|row| Row::read(&file.columns, row, &mut faults))
                .collect();
            Self::of_rows(environment, list, &rows, &mut faults)
        });
        match plan {
            Some(plan) if faults.found() == 0 => Ok(plan),
            _ => Err(faults),
        }
    }

    fn of_rows(
        environment: Environment,
        list: &[Product],
        rows: &[Row],
        faults: &mut Faults,
    ) -> Self {
        let known = Known::of(list);
        let mut plan = Self { environment, fresh: Vec::new(), changed: Vec::new(), unchanged: 0 };
        let mut named = HashSet::new();
        for row in rows {
            let product = match known.product(row) {
                Ok(product) => product,
                Err(kind) => {
                    let name = row.name().map(ProductName::as_str).unwrap_or_default();
                    faults.add(row.line, Some(&Column::Name.name()), kind, name);
                    continue;
                }
            };
            if product.is_some_and(|product| !named.insert(product.id)) {
                let name = product.map(|product| product.details.name.as_str());
                let name = name.unwrap_or_default();
                faults.add(row.line, None, ImportFaultKind::SameProduct, name);
                continue;
            }
            match (product, row.over(product)) {
                (None, Ok(details)) => plan.fresh.push(Fresh { line: row.line, details }),
                (Some(product), Ok(after)) if after == product.details => plan.unchanged += 1,
                (Some(product), Ok(after)) => plan.changed.push(Changed {
                    line: row.line,
                    id: product.id,
                    before: product.details.clone(),
                    after,
                }),
                (_, Err(kind)) => {
                    let column = (kind == ImportFaultKind::NoName).then(|| Column::Name.name());
                    faults.add(row.line, column.as_deref(), kind, "");
                }
            }
        }
        plan.check_codes(list, faults);
        plan.check_digits(faults);
        plan
    }

    /// No two products may have the same code once the plan is carried out.
    fn check_codes(&self, list: &[Product], faults: &mut Faults) {
        let changed: HashSet<ProductId> = self.changed.iter().map(|changed| changed.id).collect();
        let mut barcodes: HashSet<&Barcode> = HashSet::new();
        let mut catalogue_ids: HashSet<&CatalogueId> = HashSet::new();
        for product in list.iter().filter(|product| !changed.contains(&product.id)) {
            barcodes.extend(&product.details.barcode);
            catalogue_ids.extend(&product.details.catalogue_id);
        }
        let changed = self.changed.iter().map(|changed| (changed.line, &changed.after));
        let fresh = self.fresh.iter().map(|fresh| (fresh.line, &fresh.details));
        let mut rows: Vec<(u32, &ProductDetails)> = changed.chain(fresh).collect();
        rows.sort_by_key(|(line, _)| *line);
        for (line, details) in rows {
            let barcode = details.barcode.as_ref().is_some_and(|code| !barcodes.insert(code));
            let catalogue_id =
                details.catalogue_id.as_ref().is_some_and(|id| !catalogue_ids.insert(id));
            for (taken, column) in [(barcode, Column::Barcode), (catalogue_id, Column::CatalogueId)]
            {
                if taken {
                    let text = column.text(details);
                    let kind = ImportFaultKind::AlreadyInUse;
                    faults.add(line, Some(&column.name()), kind, &text);
                }
            }
        }
    }

    /// No code may have lost digits on its way through a spreadsheet program.
    fn check_digits(&self, faults: &mut Faults) {
        for changed in &self.changed {
            for column in [Column::Barcode, Column::CatalogueId] {
                let after = column.text(&changed.after);
                if number::has_lost_digits(&column.text(&changed.before), &after) {
                    let kind = ImportFaultKind::NumberCutShort;
                    faults.add(changed.line, Some(&column.name()), kind, &after);
                }
            }
        }
    }

    /// Tells this plan from every other one.
    ///
    /// # Errors
    /// It can't be written down, which does not happen.
    pub(super) fn fingerprint(&self) -> Result<String, TillError> {
        let plan = serde_json::to_vec(self).map_err(|_| TillError::UnknownError)?;
        Ok(hex::encode(Sha256::digest(plan)))
    }
}

/// The products of a list by what a row can name them with.
struct Known<'l> {
    ids: HashMap<ProductId, &'l Product>,
    catalogue_ids: HashMap<&'l CatalogueId, &'l Product>,
    barcodes: HashMap<&'l Barcode, &'l Product>,
    names: HashMap<&'l ProductName, Vec<&'l Product>>,
}

impl<'l> Known<'l> {
    fn of(list: &'l [Product]) -> Self {
        let mut names: HashMap<_, Vec<_>> = HashMap::new();
        for product in list {
            names.entry(&product.details.name).or_default().push(product);
        }
        Self {
            ids: list.iter().map(|product| (product.id, product)).collect(),
            catalogue_ids: by_code(list, |details| details.catalogue_id.as_ref()),
            barcodes: by_code(list, |details| details.barcode.as_ref()),
            names,
        }
    }

    /// The product that a row is about: by its id, else by its id in the catalogue, else by its barcode, else by its exact
    /// name, which only one may have that has no other codes. `None` for a new one.
    fn product(&self, row: &Row) -> Result<Option<&'l Product>, ImportFaultKind> {
        let by_code = row
            .id
            .and_then(|id| self.ids.get(&id))
            .or_else(|| row.catalogue_id().and_then(|id| self.catalogue_ids.get(id)))
            .or_else(|| row.barcode().and_then(|code| self.barcodes.get(code)));
        if let Some(product) = by_code {
            return Ok(Some(*product));
        }
        let with_name = row.name().and_then(|name| self.names.get(name));
        let mut same =
            with_name.into_iter().flatten().filter(|product| !has_other_codes(product, row));
        match (same.next(), same.next()) {
            (None, _) => Ok(None),
            (Some(product), None) => Ok(Some(*product)),
            (Some(_), Some(_)) => Err(ImportFaultKind::SeveralWithName),
        }
    }
}

/// True where a row that no code finds a product for names a code of a kind that the product has: it is about another
/// product of that name.
fn has_other_codes(product: &Product, row: &Row) -> bool {
    let details = &product.details;
    (row.barcode().is_some() && details.barcode.is_some())
        || (row.catalogue_id().is_some() && details.catalogue_id.is_some())
}

fn by_code<'l, C: Eq + Hash>(
    list: &'l [Product],
    code: impl Fn(&'l ProductDetails) -> Option<&'l C>,
) -> HashMap<&'l C, &'l Product> {
    list.iter().filter_map(|product| Some((code(&product.details)?, product))).collect()
}
