//! Each bad row of a file is named with its line, and one of them keeps all of it out.

use desk::{
    domain::TillError,
    view::{ImportFault, ImportFaultKind as Kind},
};

use super::{SHOP, coded, form, saved};
use crate::rig::Rig;

async fn faults(rig: &Rig, text: &str) -> Vec<(u32, Option<String>, Kind)> {
    told(rig, text).await.into_iter().map(|fault| (fault.line, fault.column, fault.fault)).collect()
}

/// What is wrong with a file, which can't be imported then, and changes nothing.
async fn told(rig: &Rig, text: &str) -> Vec<ImportFault> {
    let before = rig.desk().products(SHOP).await.unwrap();
    let shown = rig.desk().preview_import(SHOP, text.to_owned()).await.unwrap();
    assert_eq!((shown.fresh.len(), shown.changed.len(), shown.fingerprint), (0, 0, None), "{text}");
    let forced = rig.desk().import_products(SHOP, text.to_owned(), String::new()).await;
    assert_eq!(forced, Err(TillError::ImportOutdated));
    assert_eq!(rig.desk().products(SHOP).await.unwrap(), before);
    assert!(!shown.faults.is_empty(), "{text}");
    shown.faults
}

#[tokio::test(flavor = "multi_thread")]
async fn every_fault_of_every_row_is_told_with_line_and_column() {
    let rig = Rig::without_account().await;
    let text = [
        "id,name,category,barcode,product_id,price_EUR,price_JPY",
        "x,Mug,,,,1.00,",
        ",,,,,1.00,",
        ",\"Mug\nblue\",,123,a b,1.00,",
        ",Cup,4242424242424242,,,1.00,",
        ",Bowl,,,,\"1,234.50\",1.5",
        ",Bag,,,,0,-5",
        ",Hat,,,,1000000000.00,99999999999999999999999",
        ",Tie,,,,,",
        ",Gl\u{fffd}ser,,,,1.00,",
        ",Good,,,,5.00,",
    ]
    .join("\n");
    let column = |name: &str| Some(name.to_owned());
    assert_eq!(
        faults(&rig, &text).await,
        [
            (2, column("id"), Kind::NotAnId),
            (3, column("name"), Kind::NoName),
            (4, column("name"), Kind::NotAllowed),
            (4, column("barcode"), Kind::NotAllowed),
            (4, column("product_id"), Kind::NotAllowed),
            (6, column("category"), Kind::CardNumber),
            (7, column("price_EUR"), Kind::NotAPrice),
            (7, column("price_JPY"), Kind::TooPrecise),
            (8, column("price_EUR"), Kind::PriceZero),
            (8, column("price_JPY"), Kind::PriceNegative),
            (9, column("price_EUR"), Kind::PriceTooLarge),
            (9, column("price_JPY"), Kind::PriceTooLarge),
            (10, None, Kind::NoPrice),
            (11, column("name"), Kind::LostLetters),
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_there_is_repeated_as_far_as_it_fits() {
    let rig = Rig::without_account().await;
    let name = "é".repeat(101);
    let told = told(&rig, &format!("name,price_EUR\n{name},1\nMug,1.234\n")).await;
    let long = ImportFault {
        line: 2,
        column: Some("name".to_owned()),
        fault: Kind::TooLong,
        text: "é".repeat(60),
    };
    let thousands = ImportFault {
        line: 3,
        column: Some("price_EUR".to_owned()),
        fault: Kind::TooPrecise,
        text: "1.234".to_owned(),
    };
    assert_eq!(told, [long, thousands]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_a_spreadsheet_has_cut_short_is_told() {
    let rig = Rig::without_account().await;
    let column = |name: &str| Some(name.to_owned());
    let text = "name;barcode;product_id;price_EUR\n\
        Mug;4.00638E+12;;1\n\
        Bag;4,00638E+12;;1\n\
        Hat;4E+12;1.0614E+17;1\n\
        Tie;4006381333931;E+12;1\n";
    assert_eq!(
        faults(&rig, text).await,
        [
            (2, column("barcode"), Kind::NumberCutShort),
            (3, column("barcode"), Kind::NumberCutShort),
            (4, column("barcode"), Kind::NumberCutShort),
            (4, column("product_id"), Kind::NumberCutShort),
        ]
    );
    let mug = saved(&rig, coded("Mug", "0040063813", "106141412345678908")).await;
    let row = |codes: &str| format!("id,barcode,product_id\n{},{codes}", mug.id);
    assert_eq!(
        faults(&rig, &row("40063813,106141412345678000")).await,
        [
            (2, column("barcode"), Kind::NumberCutShort),
            (2, column("product_id"), Kind::NumberCutShort),
        ]
    );
    let other = row("40063814,106141412345678001");
    let shown = rig.desk().preview_import(SHOP, other).await.unwrap();
    assert_eq!((shown.changed.len(), shown.faults), (1, vec![]), "codes that are others");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_very_many_faults_those_of_the_first_lines_are_told() {
    let rig = Rig::without_account().await;
    let header = vec!["a"; 1_000].join(",");
    let shown = rig.desk().preview_import(SHOP, format!("{header}\nMug")).await.unwrap();
    assert_eq!((shown.faults.len(), shown.faults_left_out), (200, 800));
    // Rows of another length are found before a wrong price is, whichever stands first.
    let short = "Mug\n".repeat(300);
    let text = format!("name,price_EUR\nMug,x\n{short}");
    let shown = rig.desk().preview_import(SHOP, text).await.unwrap();
    assert_eq!((shown.faults.len(), shown.faults_left_out), (200, 101));
    assert_eq!((shown.faults[0].line, shown.faults[0].fault), (2, Kind::NotAPrice));
    assert_eq!((shown.faults[199].line, shown.faults[199].fault), (201, Kind::CellCount));
    assert_eq!(shown.fingerprint, None);
    let few = rig.desk().preview_import(SHOP, "name\nMug,x".to_owned()).await.unwrap();
    assert_eq!((few.faults.len(), few.faults_left_out), (1, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_contradict_each_other_or_the_list_are_told() {
    let rig = Rig::without_account().await;
    let mug = saved(&rig, coded("Mug", "40063813", "prod_mug")).await;
    saved(&rig, form("Twin")).await;
    saved(&rig, form("Twin")).await;
    let text = format!(
        "id,name,barcode,product_id,price_EUR\n\
         {id},Mug,40063813,prod_mug,1\n\
         ,Mug,,,1\n\
         ,Twin,,,1\n\
         ,Bag,40063899,prod_bag,1\n\
         ,Hat,40063899,prod_bag,1\n",
        id = mug.id
    );
    let column = |name: &str| Some(name.to_owned());
    assert_eq!(
        faults(&rig, &text).await,
        [
            (3, None, Kind::SameProduct),
            (4, column("name"), Kind::SeveralWithName),
            (6, column("barcode"), Kind::AlreadyInUse),
            (6, column("product_id"), Kind::AlreadyInUse),
        ]
    );
    let bag = saved(&rig, coded("Bag", "40063814", "prod_bag")).await;
    let taken = format!("id,barcode\n{},40063813", bag.id);
    assert_eq!(faults(&rig, &taken).await, [(2, column("barcode"), Kind::AlreadyInUse)]);
    let bare = format!("id,price_EUR\n{},", bag.id);
    assert_eq!(faults(&rig, &bare).await, [(2, None, Kind::NoPrice)]);
    assert_eq!(
        faults(&rig, "barcode,price_EUR\n99999,1").await,
        [(2, column("name"), Kind::NoName)]
    );
    let codes = ["USD", "GBP", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "JPY"];
    let header = codes.map(|code| format!("price_{code}")).join(",");
    let many = format!("name,{header}\nBag,{}", ["1"; 10].join(","));
    assert_eq!(faults(&rig, &many).await, [(2, None, Kind::TooManyPrices)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_no_list_of_products_is_told_so() {
    let rig = Rig::without_account().await;
    let column = |name: &str| Some(name.to_owned());
    for (text, told) in [
        ("", vec![(1, None, Kind::NoHeader)]),
        ("\u{feff}\n \n;;\n", vec![(1, None, Kind::NoHeader)]),
        ("name,price_EUR\n", vec![(1, None, Kind::NoRows)]),
        (
            "name,colour,price_XXX,NAME\nMug,blue,1,Mug",
            vec![
                (1, column("colour"), Kind::UnknownColumn),
                (1, column("price_XXX"), Kind::UnknownCurrency),
                (1, column("NAME"), Kind::ColumnTwice),
            ],
        ),
        ("name\tid,price_EUR\nMug\t,1", vec![(1, column("name\tid"), Kind::UnknownColumn)]),
        (
            "name,price_EUR\nMug\nBag,1,2\nHat,1",
            vec![(2, None, Kind::CellCount), (3, None, Kind::CellCount)],
        ),
        ("name,price_EUR\nMug,1\n\"Bag,1\nHat,2\n", vec![(3, None, Kind::OpenQuote)]),
        ("\"name,price_EUR\nMug,1\n", vec![(1, None, Kind::OpenQuote)]),
    ] {
        assert_eq!(faults(&rig, text).await, told, "{text:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_too_large_is_not_read() {
    let rig = Rig::without_account().await;
    let row = |number| format!("Product {number},1.00\n");
    let text: String = (0..5_001).map(row).collect();
    let text = format!("name,price_EUR\n{text}");
    assert_eq!(faults(&rig, &text).await, [(5_002, None, Kind::TooManyRows)]);
    let text = text.trim_end().rsplit_once('\n').unwrap().0;
    let shown = rig.desk().preview_import(SHOP, text.to_owned()).await.unwrap();
    assert_eq!((shown.fresh.len(), shown.faults.len()), (5_000, 0));
    let long = format!("name,price_EUR\n{}", "x".repeat(2 * 1024 * 1024));
    assert_eq!(faults(&rig, &long).await, [(1, None, Kind::FileTooLarge)]);
}
