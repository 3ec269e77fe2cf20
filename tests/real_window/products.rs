//! The shop's products in the real window: added, given a picture, ordered by keyboard, sold beside a typed amount, and
//! read from a file and saved into one.

use std::{
    fs,
    path::{Path, PathBuf},
};

use fantoccini::key::Key;
use image::{ImageFormat, Rgb, RgbImage};
use serde_json::{Value, json};

use crate::window::{
    Page, Windows, both_turn_green, create, detail, on_stage, pay, start_practice, tap, until,
};

const SHOP: &str = "Quince & Sons";

const MUG: &str = "Blue mug";
const SCARF: &str = "Wool scarf";

/// How wide the first picture in the list is drawn from; 0 while there is none.
const PICTURE_WIDTH: &str =
    "return document.querySelector('[data-test=\"product-row\"] img')?.naturalWidth ?? 0;";

/// The keyboard goes to the handle of a product.
const TO_HANDLE: &str = "
    const [id] = arguments;
    const row = document.querySelector(`[data-test=\"product-row\"][data-product=\"${id}\"]`);
    row.querySelector('[data-test=\"product-handle\"]').focus();";

#[tokio::test]
#[ignore = "needs a window: cargo xtask test runs it"]
async fn products_are_added_ordered_and_sold_beside_a_typed_amount() {
    on_stage("products", async |stage| {
        let windows = stage.open().await;
        let Windows { counter, .. } = &windows;
        start_practice(counter, SHOP).await;
        counter.click("rail-products").await;
        counter.see("products-empty").await;
        let picture = picture(stage.home().path());
        add(counter, MUG, "650", "Kitchen", Some(&picture)).await;
        add(counter, SCARF, "1900", "", None).await;
        until("the picture is made and shown", async || {
            (counter.script(PICTURE_WIDTH, Vec::new()).await == 256).then_some(())
        })
        .await;

        let mug = id(counter, MUG).await;
        let scarf = id(counter, SCARF).await;
        counter.script(TO_HANDLE, vec![json!(scarf)]).await;
        counter.type_keys([' ', char::from(Key::Up), ' ']).await;
        until("the new order is kept", async || {
            (names(counter).await == [SCARF, MUG]).then_some(())
        })
        .await;

        counter.click("rail-take").await;
        counter.see("key-1").await;
        tap(counter, &[&mug, &mug]).await;
        counter.type_keys("250".chars()).await;
        counter.says("amount", "15.50").await;
        let sale = create(counter).await;
        pay(&sale.link).await;
        both_turn_green(&windows, &sale.sale).await;
        let paid = detail(counter, &sale.sale).await;
        assert_eq!(paid["state"]["paid"]["minor"], "1550");
        assert_eq!(paid["basket"]["free"]["minor"], "250");
        assert_eq!(paid["basket"]["lines"][0]["quantity"], 2);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs a window: cargo xtask test runs it"]
async fn a_file_is_imported_whole_or_not_at_all_and_an_export_never_writes_over_another() {
    const BAD: &str = "name,price_EUR\nTray,12.50\nLamp,a lot\n";
    const GOOD: &str = "name;category;price_EUR\nTray;Kitchen;12,50\nBlue mug;Kitchen;7,00\n";
    on_stage("products-file", async |stage| {
        let home = stage.home().path().to_owned();
        fs::write(home.join("config/user-dirs.dirs"), "XDG_DOWNLOAD_DIR=\"$HOME/From the till\"\n")
            .unwrap();
        let Windows { counter, .. } = &stage.open().await;
        start_practice(counter, SHOP).await;
        counter.click("rail-products").await;
        add(counter, MUG, "650", "", None).await;

        counter.click("products-import").await;
        counter.put("import-rows", BAD).await;
        counter.click("import-look").await;
        counter.see_with("import-faults-row", "data-line", "3").await;
        assert!(!counter.has("import-run").await, "one bad row keeps all others out");
        assert_eq!(names(counter).await, [MUG]);

        counter.click("import-back").await;
        let file = home.join("products.csv");
        fs::write(&file, GOOD).unwrap();
        counter.fill("import-file", file.to_str().unwrap()).await;
        counter.see("import-fresh-row").await;
        let change = counter.text("import-changed-row").await;
        assert!(change.contains("6.50") && change.contains("7.00"), "{change}");
        assert_eq!(names(counter).await, [MUG], "looking changes nothing");
        counter.click("import-run").await;
        until("the file is imported", async || {
            (names(counter).await == [MUG, "Tray"]).then_some(())
        })
        .await;

        let folder = home.join("From the till");
        let first = export(counter, &folder, 1).await;
        let text = fs::read_to_string(folder.join(&first)).unwrap();
        let rows: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
        assert_eq!(rows[0], "id,name,category,barcode,product_id,price_EUR");
        assert!(rows[1].ends_with(",Blue mug,Kitchen,,,7.00"), "{text}");
        assert!(rows[2].ends_with(",Tray,Kitchen,,,12.50"), "{text}");
        assert!(first.starts_with("tillside-products-PRACTICE-"), "{first}");
        export(counter, &folder, 2).await;
        assert_eq!(fs::read_to_string(folder.join(&first)).unwrap(), text);
    })
    .await;
}

/// Adds a product through its form.
async fn add(counter: &Page, name: &str, digits: &str, category: &str, picture: Option<&Path>) {
    counter.click("products-add").await;
    counter.fill("product-name", name).await;
    counter.click("product-price-EUR").await;
    counter.type_keys(digits.chars()).await;
    if !category.is_empty() {
        counter.fill("product-category", category).await;
    }
    if let Some(picture) = picture {
        counter.fill("product-picture-file", picture.to_str().unwrap()).await;
        until("the picture is chosen", async || {
            (!counter.text("product-picture-chosen").await.is_empty()).then_some(())
        })
        .await;
    }
    counter.click("product-save").await;
    until(&format!("{name} is in the list"), async || {
        names(counter).await.iter().any(|known| known == name).then_some(())
    })
    .await;
    until("the form is gone", async || (!counter.has("product-form").await).then_some(())).await;
}

/// A picture, wider than high, in a file.
fn picture(folder: &Path) -> PathBuf {
    let path = folder.join("mug.png");
    let blue = RgbImage::from_pixel(640, 480, Rgb([0x20, 0x40, 0xa0]));
    blue.save_with_format(&path, ImageFormat::Png).unwrap();
    path
}

/// Saves the list, and gives the new file's name once so many are there.
async fn export(counter: &Page, folder: &Path, files: usize) -> String {
    counter.click("products-export").await;
    until("the list is saved", async || {
        let said = counter.text("products-exported").await;
        let names = || fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
        let names: Vec<String> =
            names().filter_map(|entry| entry.file_name().into_string().ok()).collect();
        let told = names.iter().find(|name| said.contains(&format!("{name} "))).cloned();
        told.filter(|_| names.len() == files)
    })
    .await
}

/// What the till has to practise with.
async fn products(counter: &Page) -> Vec<Value> {
    let list = counter.ask("list_products", json!({ "environment": "PRACTICE" })).await;
    list["products"].as_array().unwrap().clone()
}

async fn names(counter: &Page) -> Vec<String> {
    let name = |product: &Value| product["name"].as_str().unwrap().to_owned();
    products(counter).await.iter().map(name).collect()
}

async fn id(counter: &Page, name: &str) -> String {
    let products = products(counter).await;
    let product = products.iter().find(|product| product["name"] == name).unwrap();
    product["id"].as_str().unwrap().to_owned()
}
