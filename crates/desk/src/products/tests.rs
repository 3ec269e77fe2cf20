//! Whatever a list holds comes back from its export, and no text makes the reader fall over.

use std::collections::HashSet;

use domain::{
    Amount, Money,
    account::Environment,
    ids::ProductId,
    product::{Barcode, CatalogueId, Category, Prices, Product, ProductDetails, ProductName},
};
use proptest::prelude::*;
use uuid::Uuid;

use super::{export, number, plan::Plan};

/// Texts that spreadsheets and tables stumble over.
fn awkward() -> impl Strategy<Value = String> {
    prop_oneof!["['=+@;,\"\\-]{0,3}[a-z\u{e9}\u{4e2d}\u{ff1d} ,;\"'=]{0,8}x", "\\PC{0,12}x"]
}

fn prices() -> impl Strategy<Value = Prices> {
    let codes = prop::sample::subsequence(vec!["EUR", "USD", "JPY", "KWD"], 1..=4);
    let minors = prop::collection::vec(1_u64..=99_999_999_999, 4);
    (codes, minors).prop_map(|(codes, minors)| {
        let price = |(code, minor): (&str, u64)| {
            Amount::new(Money::new(minor, code.parse().unwrap())).unwrap()
        };
        Prices::new(codes.into_iter().zip(minors).map(price)).unwrap()
    })
}

fn details() -> impl Strategy<Value = ProductDetails> {
    let name = awkward().prop_filter_map("no name", |text| ProductName::typed(&text).ok()?);
    let category = awkward().prop_filter_map("no category", |text| Category::typed(&text).ok());
    // What a spreadsheet program has cut short is refused in a file.
    let whole = |code: &String| !number::is_shortened(code);
    let codes = ("[!-~]{4,12}|", "[!-~]{1,12}|");
    let codes = (codes.0.prop_filter("shortened", whole), codes.1.prop_filter("shortened", whole));
    (name, prop::option::of(category), codes, prices()).prop_map(
        |(name, category, (barcode, catalogue_id), prices)| ProductDetails {
            name,
            category: category.flatten(),
            barcode: Barcode::typed(&barcode).unwrap(),
            catalogue_id: CatalogueId::typed(&catalogue_id).unwrap(),
            prices,
        },
    )
}

/// A list in which no two products have the same code.
fn list() -> impl Strategy<Value = Vec<Product>> {
    prop::collection::vec(details(), 1..8).prop_map(|all| {
        let (mut barcodes, mut catalogue_ids) = (HashSet::new(), HashSet::new());
        let numbered = (1_u128..).zip(all);
        let products = numbered.map(|(number, mut details)| {
            details.barcode = details.barcode.filter(|code| barcodes.insert(code.clone()));
            details.catalogue_id =
                details.catalogue_id.filter(|id| catalogue_ids.insert(id.clone()));
            let id = ProductId::from(Uuid::from_u128(number));
            Product { id, environment: Environment::Live, details, picture: None }
        });
        products.collect()
    })
}

proptest! {
    #[test]
    fn an_export_changes_nothing_where_it_came_from_and_fills_an_empty_list(list in list()) {
        let text = export::file(&list).unwrap();
        let back = Plan::of(Environment::Live, &list, &text).unwrap();
        prop_assert_eq!((back.fresh.len(), back.changed.len()), (0, 0));
        prop_assert_eq!(back.unchanged as usize, list.len());
        let elsewhere = Plan::of(Environment::Practice, &[], &text).unwrap();
        let fresh: Vec<_> = elsewhere.fresh.into_iter().map(|fresh| fresh.details).collect();
        let there: Vec<_> = list.into_iter().map(|product| product.details).collect();
        prop_assert_eq!(fresh, there);
    }

    #[test]
    fn no_cell_of_an_export_begins_like_a_formula(list in list()) {
        let text = export::file(&list).unwrap();
        for separator in *b",;" {
            let mut reader = csv::ReaderBuilder::new();
            let mut reader = reader.delimiter(separator).flexible(true).from_reader(text.as_bytes());
            for record in reader.records() {
                for cell in &record.unwrap() {
                    let begins = cell.trim_start();
                    prop_assert!(!begins.starts_with(['=', '+', '-', '@', '\u{ff1d}']), "{}", cell);
                }
            }
        }
    }

    #[test]
    fn no_text_makes_the_reader_fall_over(list in list(), text in "(name|id|price_EUR|[,;\"\\r\\n\u{feff}']|\\PC){0,40}") {
        if let Ok(plan) = Plan::of(Environment::Live, &list, &text) {
            prop_assert!(plan.fresh.len() + plan.changed.len() + plan.unchanged as usize > 0);
        }
    }
}
