//! The list of products: saved, changed, ordered, deleted, found by a barcode.

use desk::{
    Change,
    domain::{
        TillError,
        account::Environment,
        error::{AmountFault, Field},
        product_form::ProductForm,
    },
};
use serde_json::json;

use super::{PLAY, SHOP, coded, form, names, price, prices, saved};
use crate::rig::{Rig, press};

#[tokio::test(flavor = "multi_thread")]
async fn a_new_product_is_shown_at_the_end_of_its_environments_list() {
    let rig = Rig::without_account().await;
    let mut changes = rig.desk().changes();
    assert_eq!(rig.desk().products(SHOP).await.unwrap().products, []);
    let mug = ProductForm {
        category: "Cups".to_owned(),
        prices: vec![price("1400", "USD"), price("1250", "EUR")],
        ..coded(" Blue mug ", "4006381333931", "prod_mug")
    };
    let mug = saved(&rig, mug).await;
    assert_eq!(changes.try_recv().unwrap(), Change::Till);
    assert_eq!((mug.name.as_str(), mug.category.as_deref()), ("Blue mug", Some("Cups")));
    assert_eq!(mug.barcode.as_deref(), Some("4006381333931"));
    assert_eq!(mug.catalogue_id.as_deref(), Some("prod_mug"));
    assert_eq!((prices(&mug), mug.picture), (vec!["EUR 12.50".into(), "USD 14.00".into()], None));
    saved(&rig, ProductForm { category: "Cloth".to_owned(), ..form("Scarf") }).await;
    saved(&rig, ProductForm { category: "Cups".to_owned(), ..form("Bowl") }).await;
    saved(&rig, ProductForm { environment: PLAY, ..form("Toy") }).await;

    let shop = rig.desk().products(SHOP).await.unwrap();
    assert_eq!(names(&shop), ["Blue mug", "Scarf", "Bowl"]);
    assert_eq!(shop.categories, ["Cups", "Cloth"]);
    assert_eq!(names(&rig.desk().products(PLAY).await.unwrap()), ["Toy"]);
    let json = serde_json::to_value(&shop.products[1]).unwrap();
    assert_eq!(
        json,
        json!({
            "id": shop.products[1].id, "name": "Scarf", "category": "Cloth", "barcode": null,
            "catalogueId": null, "picture": null,
            "prices": [{ "minor": "1250", "currency": "EUR", "exponent": 2 }],
        })
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_product_is_changed_where_it_stands() {
    let rig = Rig::without_account().await;
    let mug = saved(&rig, coded("Mug", "40063813", "prod_mug")).await;
    saved(&rig, form("Scarf")).await;
    let change = ProductForm {
        id: Some(mug.id.clone()),
        prices: vec![price("900", "JPY")],
        ..coded("Big mug", "", "prod_mug")
    };
    let list = rig.desk().save_product(change.clone()).await.unwrap();
    assert_eq!(names(&list), ["Big mug", "Scarf"]);
    assert_eq!((&list.products[0].id, &list.products[0].barcode), (&mug.id, &None));
    assert_eq!(prices(&list.products[0]), ["JPY 900"]);

    let elsewhere = ProductForm { environment: PLAY, ..change.clone() };
    assert_eq!(rig.desk().save_product(elsewhere).await, Err(TillError::NotFound));
    let gone = ProductForm { id: Some(press()), ..change };
    assert_eq!(rig.desk().save_product(gone).await, Err(TillError::NotFound));
    assert_eq!(rig.desk().products(SHOP).await.unwrap(), list);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_another_product_has_is_refused_at_its_field() {
    let rig = Rig::without_account().await;
    saved(&rig, coded("Mug", "40063813", "prod_mug")).await;
    let scarf = saved(&rig, coded("Scarf", "40063814", "prod_scarf")).await;
    let before = rig.desk().products(SHOP).await.unwrap();
    for id in [None, Some(scarf.id)] {
        for (barcode, catalogue_id, field) in
            [("40063813", "", Field::Barcode), ("", "prod_mug", Field::CatalogueId)]
        {
            let same = ProductForm { id: id.clone(), ..coded("Bag", barcode, catalogue_id) };
            let refused = rig.desk().save_product(same).await;
            assert_eq!(refused, Err(TillError::AlreadyInUse { field }));
        }
    }
    let nameless = rig.desk().save_product(form(" ")).await;
    let missing = TillError::MissingRequiredFields { fields: vec![Field::ProductName] };
    assert_eq!(nameless, Err(missing));
    let free = ProductForm { prices: vec![price("0", "EUR")], ..form("Bag") };
    let zero = TillError::InvalidPrice { currency: "EUR".to_owned(), fault: AmountFault::Zero };
    assert_eq!(rig.desk().save_product(free).await, Err(zero));
    assert_eq!(rig.desk().products(SHOP).await.unwrap(), before);
    // Practice has a catalogue of its own.
    let play = ProductForm { environment: PLAY, ..coded("Toy mug", "40063813", "prod_mug") };
    saved(&rig, play).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_ordered_whole_or_not_at_all() {
    let rig = Rig::without_account().await;
    let mut ids = Vec::new();
    for name in ["A", "B", "C"] {
        ids.push(saved(&rig, form(name)).await.id);
    }
    let [a, b, c] = <[String; 3]>::try_from(ids).unwrap();
    let ordered = rig.desk().order_products(SHOP, vec![c.clone(), a.clone(), b.clone()]).await;
    assert_eq!(names(&ordered.unwrap()), ["C", "A", "B"]);
    for order in [
        vec![a.clone(), b.clone()],
        vec![a.clone(), b.clone(), press()],
        vec![a.clone(), b.clone(), c.clone(), c.clone()],
        vec![a.clone(), b.clone(), "C".to_owned()],
    ] {
        let refused = rig.desk().order_products(SHOP, order).await;
        assert_eq!(refused, Err(TillError::InvalidField { field: Field::Products }));
    }
    let foreign = rig.desk().order_products(Environment::Sandbox, vec![a, b, c]).await;
    assert_eq!(foreign, Err(TillError::InvalidField { field: Field::Products }));
    assert_eq!(names(&rig.desk().products(SHOP).await.unwrap()), ["C", "A", "B"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_product_is_gone_and_its_codes_are_free() {
    let rig = Rig::without_account().await;
    let mug = saved(&rig, coded("Mug", "40063813", "prod_mug")).await;
    saved(&rig, form("Scarf")).await;
    let list = rig.desk().delete_product(&mug.id).await.unwrap();
    assert_eq!(names(&list), ["Scarf"]);
    assert_eq!(rig.desk().delete_product(&mug.id).await, Err(TillError::NotFound));
    saved(&rig, coded("Bowl", "40063813", "prod_mug")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scanned_barcode_finds_the_product_of_its_environment() {
    let rig = Rig::without_account().await;
    let mug = saved(&rig, coded("Mug", "4006381333931", "")).await;
    let found = |environment, code: &'static str| {
        let desk = rig.desk();
        async move { desk.product_by_barcode(environment, code).await.unwrap() }
    };
    assert_eq!(found(SHOP, "4006381333931").await, Some(mug));
    assert_eq!(found(SHOP, "4006381333932").await, None);
    assert_eq!(found(PLAY, "4006381333931").await, None);
    assert_eq!(found(SHOP, "not a code").await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_catalogue_is_put_in_once_and_leaves_alone_what_is_there() {
    let rig = Rig::without_account().await;
    let catalogue =
        || vec![coded("Mug", "40063813", "prod_mug"), coded("Bag", "40063814", "prod_bag")];
    let list = rig.desk().add_products(PLAY, catalogue()).await.unwrap();
    assert_eq!((names(&list), list.environment), (vec!["Mug", "Bag"], PLAY));
    let dearer = ProductForm {
        id: Some(list.products[0].id.clone()),
        environment: PLAY,
        ..coded("My mug", "", "prod_mug")
    };
    rig.desk().save_product(dearer).await.unwrap();
    let mut more = catalogue();
    more.push(coded("Hat", "", "prod_hat"));
    let list = rig.desk().add_products(PLAY, more).await.unwrap();
    assert_eq!(names(&list), ["My mug", "Bag", "Hat"]);
    assert_eq!(rig.desk().products(SHOP).await.unwrap().products, []);

    let clash = vec![coded("Cap", "", "prod_cap"), coded("Tie", "40063814", "prod_tie")];
    let refused = rig.desk().add_products(PLAY, clash).await;
    assert_eq!(refused, Err(TillError::AlreadyInUse { field: Field::Barcode }));
    assert_eq!(rig.desk().products(PLAY).await.unwrap(), list);
}
