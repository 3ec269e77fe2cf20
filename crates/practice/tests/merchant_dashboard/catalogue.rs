use practice::merchant_dashboard::{CatalogueError, Currency, MinorUnits, SEEDED_CATALOGUE};
use serde_json::json;

use crate::shop::{Shop, text};

#[test]
fn every_product_can_be_sold_in_both_currencies_for_its_price() {
    let shop = Shop::open();
    for product in SEEDED_CATALOGUE {
        for currency in [Currency::Usd, Currency::Eur] {
            let made = shop.create(&json!({
                "products": [{ "product_id": product.product_id, "quantity": 1 }],
                "currency": currency.code(),
            }));
            let link = shop.books().link(&made).unwrap();
            assert_eq!(link.totals.total, product.price(currency), "{product:?}");
            assert_eq!(link.lines[0].name, product.name);
        }
    }
}

#[test]
fn a_changed_price_holds_for_new_links_and_the_snapshot_stays() {
    let shop = Shop::open();
    let total = |uuid: &str| text(&shop.link(uuid)["total"]).to_owned();
    let old = shop.create(&json!({}));
    shop.books().change_price("prod_mug_blue", Currency::Usd, MinorUnits::new(1250)).unwrap();
    let new = shop.create(&json!({}));
    let euros = shop.create(&json!({ "currency": "EUR" }));
    assert_eq!([total(&old), total(&new), total(&euros)], ["32.50", "33.50", "29.90"]);
    assert_eq!(shop.link(&new)["products"][0]["unit_price"], "12.50");
}

#[test]
fn only_a_product_that_is_there_gets_a_price() {
    let books = Shop::open().books();
    let change = |product, price| {
        books.change_price(product, Currency::Usd, MinorUnits::new(price)).unwrap_err()
    };
    assert!(matches!(change("prod_nothing", 1), CatalogueError::UnknownProduct));
    assert!(matches!(change("prod_mug_blue", 0), CatalogueError::NoPrice));
}
