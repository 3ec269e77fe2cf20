//! What the shop sells: the list, its pictures, and files of many products.

mod files;
mod import;
mod list;
mod pictures;
mod rows;

use desk::{
    domain::{
        account::Environment,
        product_form::{PriceForm, ProductForm},
    },
    view::{ProductView, ProductsView},
};

use crate::rig::Rig;

const SHOP: Environment = Environment::Live;
const PLAY: Environment = Environment::Practice;

/// A new product of the shop's for 12.50 EUR.
fn form(name: &str) -> ProductForm {
    ProductForm {
        id: None,
        environment: SHOP,
        name: name.to_owned(),
        category: String::new(),
        barcode: String::new(),
        catalogue_id: String::new(),
        prices: vec![price("1250", "EUR")],
    }
}

fn price(minor: &str, currency: &str) -> PriceForm {
    PriceForm { currency: currency.to_owned(), minor: minor.to_owned() }
}

/// The same with codes.
fn coded(name: &str, barcode: &str, catalogue_id: &str) -> ProductForm {
    ProductForm { barcode: barcode.to_owned(), catalogue_id: catalogue_id.to_owned(), ..form(name) }
}

/// Saves a product, which stands at the end of the list then.
async fn saved(rig: &Rig, form: ProductForm) -> ProductView {
    rig.desk().save_product(form).await.unwrap().products.pop().unwrap()
}

fn names(list: &ProductsView) -> Vec<&str> {
    list.products.iter().map(|product| product.name.as_str()).collect()
}

fn prices(product: &ProductView) -> Vec<String> {
    product.prices.iter().map(|price| price.money().to_string()).collect()
}
