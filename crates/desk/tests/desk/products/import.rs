//! A file of products is shown before anything changes, and changes exactly that, or nothing.

use desk::{
    domain::{TillError, account::Environment, product_form::ProductForm},
    view::{ColumnChange, ImportPreview},
};

use super::{PLAY, SHOP, coded, form, names, price, prices, saved};
use crate::rig::Rig;

async fn preview(rig: &Rig, text: &str) -> ImportPreview {
    rig.desk().preview_import(SHOP, text.to_owned()).await.unwrap()
}

/// Imports what the preview shows, which must find no fault.
async fn imported(rig: &Rig, text: &str) -> ImportPreview {
    let shown = preview(rig, text).await;
    let fingerprint = shown.fingerprint.clone();
    assert_eq!(shown.faults, [], "{text}");
    rig.desk().import_products(SHOP, text.to_owned(), fingerprint.unwrap()).await.unwrap();
    shown
}

fn change(column: &str, before: &str, after: &str) -> ColumnChange {
    ColumnChange { column: column.into(), before: before.into(), after: after.into() }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_tells_what_is_new_what_changes_and_what_stays() {
    let rig = Rig::without_account().await;
    let mug = ProductForm {
        category: "Cups".to_owned(),
        prices: vec![price("1250", "EUR"), price("900", "JPY")],
        ..coded("Mug", "40063813", "prod_mug")
    };
    let mug = saved(&rig, mug).await;
    saved(&rig, coded("Scarf", "40063814", "")).await;
    saved(&rig, form("Not named")).await;
    let before = rig.desk().products(SHOP).await.unwrap();
    let text = "name,category,barcode,product_id,price_EUR,price_USD\n\
        Big mug,,40063813,prod_mug,12.50,14\n\
        Scarf,,40063814,,12.5,\n\
        \"Bag, \"\"large\"\"\",Bags,,prod_bag,,\"7,05\"\n";
    let shown = preview(&rig, text).await;
    assert_eq!(rig.desk().products(SHOP).await.unwrap(), before);
    assert_eq!((shown.unchanged, shown.faults.as_slice()), (1, [].as_slice()));
    let [changed] = shown.changed.as_slice() else { panic!("{shown:?}") };
    assert_eq!((changed.line, &changed.id, changed.name.as_str()), (2, &mug.id, "Mug"));
    assert_eq!(
        changed.changes,
        [
            change("name", "Mug", "Big mug"),
            change("category", "Cups", ""),
            change("price_USD", "", "14.00"),
        ]
    );
    let [fresh] = shown.fresh.as_slice() else { panic!("{shown:?}") };
    assert_eq!((fresh.line, fresh.name.as_str()), (4, "Bag, \"large\""));
    assert_eq!(fresh.category.as_deref(), Some("Bags"));
    assert_eq!((&fresh.barcode, fresh.catalogue_id.as_deref()), (&None, Some("prod_bag")));
    assert_eq!(fresh.prices[0].money().to_string(), "USD 7.05");

    let mark = shown.fingerprint.unwrap();
    let list = rig.desk().import_products(SHOP, text.to_owned(), mark).await.unwrap();
    assert_eq!(names(&list), ["Big mug", "Scarf", "Not named", "Bag, \"large\""]);
    assert_eq!(list.products[0].id, mug.id);
    // The file has no column for yen: that price stays.
    assert_eq!(prices(&list.products[0]), ["EUR 12.50", "JPY 900", "USD 14.00"]);
    assert_eq!(list.products[0].category, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_finds_its_product_by_id_then_codes_then_the_name() {
    let rig = Rig::without_account().await;
    let mug = saved(&rig, coded("Mug", "40063813", "prod_mug")).await;
    let scarf = saved(&rig, coded("Scarf", "40063814", "prod_scarf")).await;
    let id = &mug.id;
    for (row, product, column) in [
        (format!("{id},Cup,40063899,prod_cup,12.50"), Some(&mug), "name"),
        ("00000000-0000-7000-8000-000000000000,Mug,40063814,prod_mug,1".into(), None, "barcode"),
        (",Cup,40063813,prod_scarf,1".into(), None, "barcode"),
        (",Cup,,prod_scarf,12.50".into(), Some(&scarf), "name"),
        (",Cup,40063814,prod_new,12.50".into(), Some(&scarf), "name"),
        (",Scarf,40063814,,12.50".into(), Some(&scarf), "product_id"),
        (",Scarf,,,1".into(), Some(&scarf), "barcode"),
    ] {
        let shown = preview(&rig, &format!("id,name,barcode,product_id,price_EUR\n{row}")).await;
        match product {
            Some(product) => {
                let [changed] = shown.changed.as_slice() else { panic!("{row}: {shown:?}") };
                assert_eq!((&changed.id, &changed.changes[0].column[..]), (&product.id, column));
            }
            // It is about one product, and has the code of the other one.
            None => assert_eq!(shown.faults[0].column.as_deref(), Some(column), "{row}"),
        }
    }
    let other = preview(&rig, "name,price_EUR\nscarf,1").await;
    assert_eq!((other.fresh.len(), other.changed.len()), (1, 0), "a name is found exactly");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_with_another_code_is_another_product_of_that_name() {
    let rig = Rig::without_account().await;
    let blue = saved(&rig, coded("Mug", "40063813", "")).await;
    let shown =
        imported(&rig, "name,barcode,price_EUR\nMug,40063814,7.00\nMug,40063815,8.00").await;
    assert_eq!((shown.fresh.len(), shown.changed.len()), (2, 0));
    let list = rig.desk().products(SHOP).await.unwrap();
    let codes: Vec<_> = list.products.iter().map(|product| product.barcode.as_deref()).collect();
    assert_eq!(codes, [Some("40063813"), Some("40063814"), Some("40063815")]);
    // A code of a kind that the product does not have yet says more of it, and tells it from the others.
    saved(&rig, coded("Mug", "", "prod_plain")).await;
    let shown = preview(&rig, "name,barcode,price_EUR\nMug,40063816,7.00").await;
    assert_eq!(shown.changed[0].changes[0], change("barcode", "", "40063816"));
    let other = preview(&rig, "name,product_id,price_EUR\nMug,prod_other,7.00").await;
    assert!(!other.faults.is_empty(), "any of those with a barcode may be meant: {other:?}");
    rig.desk().delete_product(&list.products[1].id).await.unwrap();
    rig.desk().delete_product(&list.products[2].id).await.unwrap();
    let shown = preview(&rig, "name,product_id,price_EUR\nMug,prod_blue,12.50").await;
    assert_eq!((&shown.changed[0].id, shown.changed.len()), (&blue.id, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn columns_come_in_any_order_and_letters_and_absent_ones_change_nothing() {
    let rig = Rig::without_account().await;
    saved(&rig, coded("Mug", "40063813", "prod_mug")).await;
    let shown = imported(&rig, "Price_eur;BARCODE\n9,90;40063813").await;
    assert_eq!(shown.changed[0].changes, [change("price_EUR", "12.50", "9.90")]);
    let list = rig.desk().products(SHOP).await.unwrap();
    assert_eq!(names(&list), ["Mug"]);
    assert_eq!(list.products[0].catalogue_id.as_deref(), Some("prod_mug"));
    let shown = imported(&rig, "BARCODE;product_id;price_EUR;price_USD\n40063813;;;5").await;
    assert_eq!(
        shown.changed[0].changes,
        [
            change("product_id", "prod_mug", ""),
            change("price_EUR", "9.90", ""),
            change("price_USD", "", "5.00"),
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_may_change_hands_in_one_import() {
    let rig = Rig::without_account().await;
    let mug = saved(&rig, coded("Mug", "40063813", "")).await;
    let bag = saved(&rig, coded("Bag", "40063814", "")).await;
    let text = format!("id,barcode\n{},40063814\n{},40063813", mug.id, bag.id);
    imported(&rig, &text).await;
    let list = rig.desk().products(SHOP).await.unwrap();
    let codes: Vec<_> = list.products.iter().map(|product| product.barcode.as_deref()).collect();
    assert_eq!(codes, [Some("40063814"), Some("40063813")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_was_shown_is_imported() {
    let rig = Rig::without_account().await;
    let mug = saved(&rig, form("Mug")).await;
    let text = "name,price_EUR\nMug,13.00\nBag,5.00\n";
    let mark = preview(&rig, text).await.fingerprint.unwrap();
    let import = async |environment: Environment, text: &str, mark: &str| {
        rig.desk().import_products(environment, text.to_owned(), mark.to_owned()).await
    };

    // Another file, another environment, a file with a fault, or a list that has changed since.
    let other = "name,price_EUR\nMug,13.00\nBag,5.01\n";
    let broken = "name,price_EUR\nMug,13.00\nBag,x\n";
    for (environment, text) in [(SHOP, other), (PLAY, text), (SHOP, broken)] {
        let refused = import(environment, text, &mark).await;
        assert_eq!(refused, Err(TillError::ImportOutdated), "{text}");
    }
    let dearer =
        ProductForm { id: Some(mug.id.clone()), prices: vec![price("1275", "EUR")], ..form("Mug") };
    rig.desk().save_product(dearer).await.unwrap();
    assert_eq!(import(SHOP, text, &mark).await, Err(TillError::ImportOutdated));
    let list = rig.desk().products(SHOP).await.unwrap();
    assert_eq!((names(&list), prices(&list.products[0])), (vec!["Mug"], vec!["EUR 12.75".into()]));

    let mark = preview(&rig, text).await.fingerprint.unwrap();
    assert_eq!(names(&import(SHOP, text, &mark).await.unwrap()), ["Mug", "Bag"]);
    // The same button once more: there is nothing left of what was shown.
    assert_eq!(import(SHOP, text, &mark).await, Err(TillError::ImportOutdated));
}
