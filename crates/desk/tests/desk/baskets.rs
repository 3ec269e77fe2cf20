//! Products at a provider that asks for a sum: they and a typed amount together are the sum, and the sale keeps what was
//! sold.

use desk::{
    domain::{
        TillError,
        account::Environment,
        error::{AmountFault, Field, ProductFault},
        product_form::{PriceForm, ProductForm},
    },
    view::{BasketLineForm, NewSaleForm, ProductView, RefundsAt, SaleQuery, SaleView},
};

use crate::rig::{Call, Rig, change_form, every_sale, payment, refund_form, word};

fn form(name: &str, minor: &str) -> ProductForm {
    ProductForm {
        id: None,
        environment: Environment::Practice,
        name: name.to_owned(),
        category: String::new(),
        barcode: String::new(),
        catalogue_id: String::new(),
        prices: vec![PriceForm { currency: "EUR".to_owned(), minor: minor.to_owned() }],
    }
}

/// A product of the practice list.
async fn sells(rig: &Rig, name: &str, minor: &str) -> ProductView {
    rig.desk().save_product(form(name, minor)).await.unwrap().products.pop().unwrap()
}

fn line(product: &ProductView, quantity: u32) -> BasketLineForm {
    let unit_minor = product.prices[0].minor().to_string();
    BasketLineForm { product: product.id.clone(), quantity, unit_minor }
}

/// A sale of `lines`, and of `minor` cents beside them.
fn sale_of(rig: &Rig, lines: Vec<BasketLineForm>, minor: &str) -> NewSaleForm {
    NewSaleForm { lines, description: String::new(), ..rig.form(minor) }
}

async fn found(rig: &Rig, text: &str) -> Vec<String> {
    let query = SaleQuery { text: text.to_owned(), limit: 10, ..every_sale() };
    let rows = rig.desk().find_sales(query).await.unwrap();
    rows.into_iter().map(|row| row.id).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn products_and_a_typed_amount_are_one_sum_in_words_of_the_products() {
    let rig = Rig::start().await;
    let (chair, lamp) = (sells(&rig, "Chair", "4500").await, sells(&rig, "Lamp", "1999").await);
    let lines = vec![line(&chair, 2), line(&lamp, 1)];
    let sale = rig.desk().create_link(sale_of(&rig, lines, "350")).await.unwrap();
    assert_eq!((word(&sale).as_str(), sale.row.amount.minor()), ("WAITING", 11_349));
    assert_eq!(sale.row.what_for, "2 \u{d7} Chair, Lamp");
    let basket = sale.basket.as_ref().unwrap();
    let lines: Vec<_> = basket
        .lines
        .iter()
        .map(|line| (&*line.name, line.quantity, line.unit.minor(), line.total.minor()))
        .collect();
    assert_eq!(lines, [("Chair", 2, 4500, 9000), ("Lamp", 1, 1999, 1999)]);
    assert_eq!((basket.free.unwrap().minor(), basket.sum.minor()), (350, 11_349));
    assert_eq!(rig.link_of(&sale).amount.get(), 11_349);
    assert!(rig.network.bodies().concat().contains("2 \u{d7} Chair, Lamp"));

    rig.pay(&sale);
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    assert_eq!((word(&sale).as_str(), payment(&sale).amount.minor()), ("PAID", 11_349));
    // Part of it goes back as of any sale.
    assert_eq!(payment(&sale).refunds_at, RefundsAt::Till);
    let sale = rig.desk().refund(refund_form(&sale, "1999")).await.unwrap();
    assert_eq!(word(&sale), "PARTLY_REFUNDED");
    rig.audit_settled().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_staff_typed_of_the_sale_stands_before_the_names_of_the_products() {
    let rig = Rig::start().await;
    let chair = sells(&rig, "Chair", "4500").await;
    let lines = vec![line(&chair, 1)];
    let described = NewSaleForm {
        description: "A wedding present".to_owned(),
        ..sale_of(&rig, lines.clone(), "")
    };
    let sale = rig.desk().create_link(described).await.unwrap();
    assert_eq!((&*sale.row.what_for, sale.row.amount.minor()), ("A wedding present", 4500));
    assert_eq!(sale.basket.unwrap().free, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sale_keeps_what_was_sold_whatever_becomes_of_the_products() {
    let mut rig = Rig::start().await;
    let chair = sells(&rig, "Chair", "4500").await;
    let sale = rig.desk().create_link(sale_of(&rig, vec![line(&chair, 3)], "")).await.unwrap();
    let kept = sale.basket.clone();
    let dearer = ProductForm { id: Some(chair.id.clone()), ..form("Armchair", "9900") };
    rig.desk().save_product(dearer).await.unwrap();
    assert_eq!(rig.sale(&sale).await.basket, kept);
    rig.desk().delete_product(&chair.id).await.unwrap();
    rig.reopen().await;
    let after = rig.sale(&sale).await;
    assert_eq!((after.basket, after.row.amount.minor()), (kept, 13_500));
    assert_eq!(after.row.what_for, "3 \u{d7} Chair");
    assert_eq!(found(&rig, "chair").await, [sale.row.id], "it is found by the name it had");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sale_is_found_by_a_product_that_its_own_words_do_not_name() {
    let rig = Rig::start().await;
    let (chair, lamp) = (sells(&rig, "Chair", "4500").await, sells(&rig, "Lamp", "1999").await);
    let present = |lines| NewSaleForm {
        description: "A wedding present".to_owned(),
        ..sale_of(&rig, lines, "")
    };
    let one = rig.desk().create_link(present(vec![line(&chair, 1)])).await.unwrap();
    let both = present(vec![line(&chair, 1), line(&lamp, 2)]);
    let both = rig.desk().create_link(both).await.unwrap();
    assert_eq!(found(&rig, "lamp").await, std::slice::from_ref(&both.row.id));
    assert_eq!(found(&rig, "Chair").await, [both.row.id, one.row.id]);
    assert!(found(&rig, "sofa").await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unclear_link_asks_for_the_same_products_again() {
    let rig = Rig::start().await;
    let chair = sells(&rig, "Chair", "4500").await;
    let lost = crate::rig::Then::Fault(providers::TransportFault::TimedOut);
    rig.network.once(Call::CreateLink, crate::rig::Trouble::Unheard(lost));
    let sale = rig.desk().create_link(sale_of(&rig, vec![line(&chair, 2)], "100")).await.unwrap();
    assert_eq!(word(&sale), "NOT_SURE");
    // Meanwhile the list changes.
    let dearer = ProductForm { id: Some(chair.id.clone()), ..form("Armchair", "9900") };
    rig.desk().save_product(dearer).await.unwrap();
    rig.desk().settle_all().await.unwrap();
    let sale = rig.sale(&sale).await;
    assert_eq!((word(&sale).as_str(), rig.link_of(&sale).amount.get()), ("WAITING", 9_100));
    rig.audit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_link_asks_for_can_be_changed_and_what_was_chosen_stays() {
    let rig = Rig::start().await;
    let chair = sells(&rig, "Chair", "4500").await;
    let sale = rig.desk().create_link(sale_of(&rig, vec![line(&chair, 1)], "")).await.unwrap();
    let sale = rig.desk().change_link(change_form(&sale, "4000")).await.unwrap();
    assert_eq!(sale.row.amount.minor(), 4000);
    assert_eq!(sale.basket.unwrap().sum.minor(), 4500);
}

async fn is_refused(rig: &Rig, form: NewSaleForm) -> TillError {
    let refused = rig.desk().create_link(form).await.unwrap_err();
    assert_eq!((rig.network.sent(Call::CreateLink), rig.rows().await.len()), (0, 0));
    refused
}

#[tokio::test(flavor = "multi_thread")]
async fn a_basket_that_is_not_what_staff_saw_is_refused_before_anything_is_sent() {
    let rig = Rig::start().await;
    let chair = sells(&rig, "Chair", "4500").await;
    let invalid = TillError::InvalidField { field: Field::Products };
    for lines in [vec![line(&chair, 0)], vec![line(&chair, 1_000)], vec![line(&chair, 1); 2]] {
        assert_eq!(is_refused(&rig, sale_of(&rig, lines, "")).await, invalid);
    }
    let fault = async |form| match is_refused(&rig, form).await {
        TillError::ProductRefused { fault, .. } => fault,
        other => panic!("{other:?}"),
    };
    let old = BasketLineForm { unit_minor: "4499".to_owned(), ..line(&chair, 1) };
    assert_eq!(fault(sale_of(&rig, vec![old], "")).await, ProductFault::PriceChanged);
    let pounds =
        NewSaleForm { currency: "GBP".to_owned(), ..sale_of(&rig, vec![line(&chair, 1)], "") };
    assert_eq!(fault(pounds).await, ProductFault::NoPrice);

    let shops_own = ProductForm { environment: Environment::Live, ..form("Sofa", "9900") };
    let sofa = rig.desk().save_product(shops_own).await.unwrap().products.pop().unwrap();
    assert_eq!(fault(sale_of(&rig, vec![line(&sofa, 1)], "")).await, ProductFault::Gone);

    let dear = sells(&rig, "House", "999999999").await;
    let too_much = sale_of(&rig, vec![line(&dear, 999)], "99999999");
    let most = TillError::InvalidAmount { fault: AmountFault::TooLarge };
    let told = is_refused(&rig, too_much).await;
    assert!(told == most, "{told:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_press_sells_once_whatever_the_basket_says_by_then() {
    let rig = Rig::start().await;
    let chair = sells(&rig, "Chair", "4500").await;
    let form = sale_of(&rig, vec![line(&chair, 1)], "");
    let sale: SaleView = rig.desk().create_link(form.clone()).await.unwrap();
    rig.desk().delete_product(&chair.id).await.unwrap();
    let again = rig.desk().create_link(form).await.unwrap();
    assert_eq!((again.row.id, rig.links_made()), (sale.row.id, 1));
}
