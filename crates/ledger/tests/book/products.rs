//! What the shop sells: one list for each environment, in the shop's own order.

use domain::{
    Amount, Money,
    account::Environment,
    ids::{PictureId, ProductId},
    product::{Barcode, CatalogueId, Category, Prices, Product, ProductDetails, ProductName},
};
use ledger::{Failure, Ledger, LedgerError, OrderProductsError, ProductChanges, SaveProductError};
use uuid::Uuid;

use crate::shop::Shop;

const SHOP: Environment = Environment::Live;
const PLAY: Environment = Environment::Practice;

fn amount(minor: u64, currency: &str) -> Amount {
    Amount::new(Money::new(minor, currency.parse().unwrap())).unwrap()
}

fn details(name: &str) -> ProductDetails {
    ProductDetails {
        name: ProductName::typed(name).unwrap().unwrap(),
        category: Category::typed("Cups").unwrap(),
        barcode: None,
        catalogue_id: None,
        prices: Prices::new([amount(1_250, "EUR"), amount(1_400, "USD")]).unwrap(),
    }
}

fn coded(name: &str, barcode: &str, catalogue_id: &str) -> ProductDetails {
    ProductDetails {
        barcode: Barcode::typed(barcode).unwrap(),
        catalogue_id: CatalogueId::typed(catalogue_id).unwrap(),
        ..details(name)
    }
}

fn add(shop: &Shop, environment: Environment, details: &ProductDetails) -> ProductId {
    let id = shop.fresh();
    shop.ledger.add_product(environment, id, details).unwrap();
    id
}

fn names(ledger: &Ledger, environment: Environment) -> Vec<String> {
    let list = ledger.products(environment).unwrap();
    list.iter().map(|product| product.details.name.to_string()).collect()
}

fn of(shop: &Shop, id: ProductId) -> Product {
    shop.ledger.products_of(&[id]).unwrap().pop().unwrap()
}

#[test]
fn a_product_is_read_as_it_was_saved_and_stands_at_the_end() {
    let shop = Shop::new();
    let mug = coded("Blue mug", "4006381333931", "prod_mug");
    let id = add(&shop, SHOP, &mug);
    let plain = ProductDetails { category: None, ..details("Scarf") };
    add(&shop, SHOP, &plain);
    add(&shop, SHOP, &details("Apron"));
    assert_eq!(
        of(&shop, id),
        Product { id, environment: SHOP, details: mug.clone(), picture: None }
    );
    assert_eq!(names(&shop.ledger, SHOP), ["Blue mug", "Scarf", "Apron"]);
    assert_eq!(shop.ledger.products(SHOP).unwrap()[0], of(&shop, id));

    let after = ProductDetails {
        prices: Prices::new([amount(900, "JPY")]).unwrap(),
        ..coded("Mug", "40063813", "")
    };
    shop.ledger.change_product(SHOP, id, &after).unwrap();
    assert_eq!(of(&shop, id).details, after);
    assert_eq!(names(&shop.ledger, SHOP), ["Mug", "Scarf", "Apron"]);
}

#[test]
fn lists_of_environments_never_mix() {
    let shop = Shop::new();
    let live = add(&shop, SHOP, &coded("Mug", "40063813", "prod_mug"));
    let play = add(&shop, PLAY, &coded("Toy mug", "40063813", "prod_mug"));
    assert_eq!(names(&shop.ledger, SHOP), ["Mug"]);
    assert_eq!(names(&shop.ledger, PLAY), ["Toy mug"]);
    let scanned = Barcode::typed("40063813").unwrap().unwrap();
    for (environment, id) in [(SHOP, Some(live)), (PLAY, Some(play)), (Environment::Sandbox, None)]
    {
        let found = shop.ledger.product_by_barcode(environment, &scanned).unwrap();
        assert_eq!(found.map(|product| product.id), id);
    }
    let moved = shop.ledger.change_product(PLAY, live, &details("Mug"));
    assert!(matches!(moved, Err(SaveProductError::Ledger(LedgerError::NotFound))), "{moved:?}");
    assert_eq!(of(&shop, live).details, coded("Mug", "40063813", "prod_mug"));
}

#[test]
fn a_code_belongs_to_one_product_until_it_is_deleted() {
    let shop = Shop::new();
    let mug = add(&shop, SHOP, &coded("Mug", "40063813", "prod_mug"));
    let scarf = add(&shop, SHOP, &coded("Scarf", "40063814", "prod_scarf"));
    let before = shop.tables();
    for (same_code, barcode) in
        [(coded("Bag", "40063813", "prod_bag"), true), (coded("Bag", "", "prod_mug"), false)]
    {
        for saved in [
            shop.ledger.add_product(SHOP, shop.fresh(), &same_code),
            shop.ledger.change_product(SHOP, scarf, &same_code),
        ] {
            match saved {
                Err(SaveProductError::BarcodeInUse) => assert!(barcode),
                Err(SaveProductError::CatalogueIdInUse) => assert!(!barcode),
                other => panic!("{other:?}"),
            }
        }
    }
    assert_eq!(shop.tables(), before);
    // Its own code stands in nobody's way.
    shop.ledger.change_product(SHOP, mug, &coded("Big mug", "40063813", "prod_mug")).unwrap();
    shop.ledger.delete_product(mug).unwrap();
    add(&shop, SHOP, &coded("Bag", "40063813", "prod_mug"));
    assert_eq!(names(&shop.ledger, SHOP), ["Scarf", "Bag"]);
    assert!(matches!(shop.ledger.delete_product(mug), Err(LedgerError::NotFound)));
}

#[test]
fn an_order_names_every_product_of_the_list_once() {
    let shop = Shop::new();
    let [a, b, c] = ["A", "B", "C"].map(|name| add(&shop, SHOP, &details(name)));
    let foreign = add(&shop, PLAY, &details("P"));
    let unknown = Uuid::max().into();
    let before = shop.tables();
    for order in [
        vec![c, b],
        vec![c, b, a, a],
        vec![c, b, b],
        vec![c, b, a, foreign],
        vec![c, b, foreign],
        vec![c, b, a, unknown],
        vec![],
    ] {
        let ordered = shop.ledger.order_products(SHOP, &order);
        assert!(matches!(ordered, Err(OrderProductsError::OtherProducts)), "{order:?}");
        assert_eq!(shop.tables(), before, "{order:?}");
    }
    shop.ledger.order_products(SHOP, &[c, a, b]).unwrap();
    assert_eq!(names(&shop.ledger, SHOP), ["C", "A", "B"]);
    add(&shop, SHOP, &details("D"));
    assert_eq!(names(&shop.ledger, SHOP), ["C", "A", "B", "D"]);
    let chosen = shop.ledger.products_of(&[b, unknown, c]).unwrap();
    assert_eq!(chosen.iter().map(|product| product.id).collect::<Vec<_>>(), [b, c]);
}

#[test]
fn a_picture_has_an_id_of_its_own_and_goes_with_its_product() {
    let shop = Shop::new();
    let mug = add(&shop, SHOP, &details("Mug"));
    let [first, second]: [PictureId; 2] = [shop.fresh(), shop.fresh()];
    shop.ledger.set_product_picture(mug, first, b"first").unwrap();
    assert_eq!(of(&shop, mug).picture, Some(first));
    shop.ledger.set_product_picture(mug, second, b"second").unwrap();
    assert_eq!(of(&shop, mug).picture, Some(second));
    assert_eq!(shop.ledger.products(SHOP).unwrap()[0].picture, Some(second));
    assert_eq!(shop.ledger.product_picture(mug).unwrap().as_deref(), Some(&b"second"[..]));
    shop.ledger.change_product(SHOP, mug, &details("Big mug")).unwrap();
    assert_eq!(of(&shop, mug).picture, Some(second));
    shop.ledger.clear_product_picture(mug).unwrap();
    shop.ledger.clear_product_picture(mug).unwrap();
    assert_eq!((of(&shop, mug).picture, shop.ledger.product_picture(mug).unwrap()), (None, None));

    shop.ledger.set_product_picture(mug, first, b"first").unwrap();
    shop.ledger.delete_product(mug).unwrap();
    assert_eq!(shop.ledger.product_picture(mug).unwrap(), None);
    let tables = shop.tables();
    assert!(tables["product_pictures"].is_empty() && tables["product_prices"].is_empty());
    for gone in [
        shop.ledger.set_product_picture(mug, first, b"first"),
        shop.ledger.clear_product_picture(mug),
    ] {
        assert!(matches!(gone, Err(LedgerError::NotFound)), "{gone:?}");
    }
}

#[test]
fn a_plan_is_carried_out_whole_or_not_at_all() {
    let shop = Shop::new();
    let mug = add(&shop, SHOP, &coded("Mug", "40063813", "prod_mug"));
    let scarf = add(&shop, SHOP, &coded("Scarf", "40063814", "prod_scarf"));
    let seen = shop.ledger.products(SHOP).unwrap();
    let fresh: ProductId = shop.fresh();
    let plan = |changes: ProductChanges| {
        shop.ledger.plan_products(SHOP, |list| {
            assert_eq!(list, seen);
            Ok::<_, LedgerError>((changes, list.len()))
        })
    };

    let before = shop.tables();
    let taken = ProductChanges {
        changed: vec![(mug, details("Big mug"))],
        fresh: vec![(fresh, coded("Bag", "40063814", ""))],
    };
    let conflict = plan(taken);
    assert!(matches!(conflict, Err(LedgerError::Failed(Failure::Conflict))), "{conflict:?}");
    assert_eq!(shop.tables(), before);
    let refused: Result<(), LedgerError> =
        shop.ledger.plan_products(SHOP, |_| Err(LedgerError::LinkOver));
    assert!(matches!(refused, Err(LedgerError::LinkOver)));
    assert_eq!(shop.tables(), before);

    // The two codes change hands.
    let swapped = ProductChanges {
        changed: vec![
            (mug, coded("Mug", "40063814", "prod_scarf")),
            (scarf, coded("Scarf", "40063813", "prod_mug")),
        ],
        fresh: vec![(fresh, details("Bag"))],
    };
    assert_eq!(plan(swapped).unwrap(), 2);
    assert_eq!(names(&shop.ledger, SHOP), ["Mug", "Scarf", "Bag"]);
    assert_eq!(of(&shop, mug).details, coded("Mug", "40063814", "prod_scarf"));
    assert_eq!(of(&shop, scarf).details, coded("Scarf", "40063813", "prod_mug"));
}

#[test]
fn products_survive_a_rebuild_and_a_new_start() {
    let shop = Shop::new();
    let [a, b] = ["A", "B"].map(|name| add(&shop, SHOP, &details(name)));
    shop.ledger.order_products(SHOP, &[b, a]).unwrap();
    shop.ledger.set_product_picture(a, shop.fresh(), b"png").unwrap();
    let before = shop.tables();
    shop.ledger.rebuild().unwrap();
    assert_eq!(shop.tables(), before);
    let Shop { folder, ledger, .. } = shop;
    drop(ledger);
    let ledger = Ledger::open(folder.path()).unwrap();
    assert_eq!(names(&ledger, SHOP), ["B", "A"]);
    assert_eq!(ledger.product_picture(a).unwrap().as_deref(), Some(&b"png"[..]));
}
