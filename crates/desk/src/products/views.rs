//! Products as the screens are told of them.

use std::collections::HashSet;

use domain::{
    TillError,
    account::Environment,
    product::{Category, Prices, Product, ProductDetails},
};

use super::{
    column::{self, Column},
    faults::Faults,
    plan::{Changed, Fresh, Plan},
};
use crate::view::{
    ChangedProduct, ColumnChange, FreshProduct, ImportPreview, ProductView, ProductsView,
};

pub(super) fn products(environment: Environment, list: &[Product]) -> ProductsView {
    let mut seen = HashSet::new();
    let categories = list.iter().filter_map(|product| product.details.category.as_ref());
    let categories = categories.filter(|category| seen.insert(*category));
    ProductsView {
        environment,
        products: list.iter().map(product).collect(),
        categories: categories.map(Category::to_string).collect(),
    }
}

pub(super) fn product(product: &Product) -> ProductView {
    let details = &product.details;
    ProductView {
        id: product.id.to_string(),
        name: details.name.to_string(),
        category: details.category.as_ref().map(ToString::to_string),
        barcode: details.barcode.as_ref().map(ToString::to_string),
        catalogue_id: details.catalogue_id.as_ref().map(ToString::to_string),
        prices: details.prices.iter().collect(),
        picture: product.picture.map(|picture| picture.to_string()),
    }
}

pub(super) fn preview(plan: Result<Plan, Faults>) -> Result<ImportPreview, TillError> {
    Ok(match plan {
        Ok(plan) => ImportPreview {
            fresh: plan.fresh.iter().map(fresh).collect(),
            changed: plan.changed.iter().map(changed).collect(),
            unchanged: plan.unchanged,
            faults: Vec::new(),
            faults_left_out: 0,
            fingerprint: Some(plan.fingerprint()?),
        },
        Err(faults) => ImportPreview {
            fresh: Vec::new(),
            changed: Vec::new(),
            unchanged: 0,
            faults_left_out: faults.left_out(),
            faults: faults.told(),
            fingerprint: None,
        },
    })
}

fn fresh(fresh: &Fresh) -> FreshProduct {
    let details = &fresh.details;
    FreshProduct {
        line: fresh.line,
        name: details.name.to_string(),
        category: details.category.as_ref().map(ToString::to_string),
        barcode: details.barcode.as_ref().map(ToString::to_string),
        catalogue_id: details.catalogue_id.as_ref().map(ToString::to_string),
        prices: Prices::iter(&details.prices).collect(),
    }
}

fn changed(changed: &Changed) -> ChangedProduct {
    let (before, after) = (&changed.before, &changed.after);
    let columns = Column::ALWAYS.into_iter().chain(column::prices([before, after]));
    ChangedProduct {
        line: changed.line,
        id: changed.id.to_string(),
        name: before.name.to_string(),
        changes: columns.filter_map(|column| change(column, before, after)).collect(),
    }
}

fn change(column: Column, before: &ProductDetails, after: &ProductDetails) -> Option<ColumnChange> {
    let (before, after) = (column.text(before), column.text(after));
    (before != after).then(|| ColumnChange { column: column.name(), before, after })
}
