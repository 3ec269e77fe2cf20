//! Files as spreadsheet programs write them, and the file that an export makes for them.

use desk::domain::product_form::ProductForm;

use super::{PLAY, SHOP, coded, form, names, price, saved};
use crate::rig::Rig;

#[tokio::test(flavor = "multi_thread")]
async fn every_way_of_writing_a_table_is_read_alike() {
    let rig = Rig::without_account().await;
    let plain = "name,category,price_EUR\nBlue mug,Cups,12.50\nBag,,5.00\n";
    let rows = async |text: &str| {
        let shown = rig.desk().preview_import(SHOP, text.to_owned()).await.unwrap();
        assert_eq!(shown.faults, [], "{text:?}");
        let rows = shown.fresh.into_iter();
        rows.map(|row| (row.name, row.category, row.prices)).collect::<Vec<_>>()
    };
    let read = rows(plain).await;
    assert_eq!(read.len(), 2);
    for text in [
        plain.replace('\n', "\r\n"),
        plain.replace('\n', "\r"),
        plain.trim_end().to_owned(),
        format!("\u{feff}{plain}"),
        format!("\n\r\n{plain}\n,,\n"),
        "\u{feff}\"name\";\"category\";\"price_EUR\"\r\n\"Blue mug\";Cups;12,50\r\nBag;;5\r\n"
            .into(),
        "name;category;price_EUR\n Blue mug ; Cups ;12,5\n;;\nBag;;\"5,00\"".into(),
        "name,category,price_EUR\n\"Blue mug\",\"Cups\",\"12,50\"\nBag,,5".into(),
        "name\tcategory\tprice_EUR\r\nBlue mug\tCups\t12,50\r\n\t\t\r\nBag\t\t5\r\n".into(),
        "name\tcategory\tprice_EUR\rBlue mug\tCups\t12,50\rBag\t\t5\r".into(),
        plain.replace(",category,", ",\tcategory\t,"),
    ] {
        assert_eq!(rows(&text).await, read, "{text:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_are_counted_as_an_editor_counts_them() {
    let rig = Rig::without_account().await;
    for end in ["\n", "\r\n", "\r"] {
        let text =
            ["", "name,price_EUR", "Mug,x", "", "", "\"Two", "lines\",1", "Bag,x", ""].join(end);
        let shown = rig.desk().preview_import(SHOP, format!("\u{feff}{text}")).await.unwrap();
        let lines: Vec<u32> = shown.faults.iter().map(|fault| fault.line).collect();
        assert_eq!(lines, [3, 6, 8], "{end:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_has_every_column_in_the_lists_order() {
    let rig = Rig::without_account().await;
    let mug = ProductForm {
        category: "Cups".to_owned(),
        prices: vec![price("900", "JPY"), price("1250", "EUR")],
        ..coded("Mug, \"blue\"", "0040063813", "prod_mug")
    };
    let mug = saved(&rig, mug).await;
    let bag = saved(&rig, ProductForm { prices: vec![price("5", "USD")], ..form("Bag") }).await;
    saved(&rig, ProductForm { environment: PLAY, ..form("Toy") }).await;
    rig.desk().order_products(SHOP, vec![bag.id.clone(), mug.id.clone()]).await.unwrap();
    let text = rig.desk().export_products(SHOP).await.unwrap();
    let rows = [
        "\u{feff}id,name,category,barcode,product_id,price_EUR,price_JPY,price_USD".to_owned(),
        format!("{},Bag,,,,,,0.05", bag.id),
        format!("{},\"Mug, \"\"blue\"\"\",Cups,0040063813,prod_mug,12.50,900,", mug.id),
        String::new(),
    ];
    assert_eq!(text, rows.join("\r\n"));
    let shown = rig.desk().preview_import(SHOP, text).await.unwrap();
    assert_eq!((shown.fresh.len(), shown.changed.len(), shown.unchanged), (0, 0, 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_formula_in_a_name_is_made_harmless_and_comes_back() {
    let rig = Rig::without_account().await;
    let formulas = [
        "=HYPERLINK(\"http://evil.example\")",
        "+1+1",
        "-2+3",
        "@SUM(A1)",
        "'=1+1",
        "'quoted",
        "＝1+1",
        "Mug;=HYPERLINK(\"http://evil.example\")",
        "Mug; \"＠SUM(A1)\";'+1;'quoted",
    ];
    for name in formulas {
        saved(&rig, ProductForm { category: name.to_owned(), ..form(name) }).await;
    }
    let text = rig.desk().export_products(SHOP).await.unwrap();
    let wide = ['\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];
    // As programs read it that have the one or the other list separator.
    for cell in text.lines().skip(1).flat_map(|line| line.split([',', ';'])) {
        let begins = cell.trim_start_matches(['"', ' ']);
        assert!(!begins.starts_with(['=', '+', '-', '@']) && !begins.starts_with(wide), "{cell}");
    }
    assert!(text.contains(",\"'=HYPERLINK(") && text.contains(",'+1+1,'+1+1,"), "{text}");
    assert!(text.contains(",''=1+1,") && text.contains(",'quoted,"), "{text}");
    assert!(text.contains(",'＝1+1,") && text.contains("\"Mug;'=HYPERLINK("), "{text}");
    assert!(text.contains("\"Mug;' \"\"＠SUM(A1)\"\";''+1;'quoted\""), "{text}");
    // Into the list that it came from, and into an empty one.
    let shown = rig.desk().preview_import(SHOP, text.clone()).await.unwrap();
    assert_eq!((shown.changed.as_slice(), shown.unchanged), ([].as_slice(), 9));
    let mark = rig.desk().preview_import(PLAY, text.clone()).await.unwrap().fingerprint.unwrap();
    let list = rig.desk().import_products(PLAY, text, mark).await.unwrap();
    assert_eq!(names(&list), formulas);
}
