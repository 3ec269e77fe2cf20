//! Products become a link, and the link is paid: what the dashboard is asked for, and what it is never asked for.

use chrono::{DateTime, TimeDelta, Utc};
use desk::{
    domain::{
        TillError,
        account::{Environment, Pricing},
        error::{Field, ProductFault},
        product_form::{PriceForm, ProductForm},
    },
    view::{BasketLineForm, NewSaleForm, ProductView},
};
use practice::merchant_dashboard::{
    Behaviour, CustomerTrouble, LinkState, MinorUnits, PaymentLimits, PricingMode,
};
use serde_json::json;

use super::rig::{DashboardRig, ONE_MUG, PAY_HOST, address, line, state};
use crate::rig::{Call, payment, story, word};

const START: &str = "2026-11-20T10:00:00Z";

fn after(seconds: i64) -> DateTime<Utc> {
    START.parse::<DateTime<Utc>>().unwrap() + TimeDelta::seconds(seconds)
}

#[tokio::test(flavor = "multi_thread")]
async fn products_become_a_link_that_is_paid_once() {
    let rig = DashboardRig::start().await;
    let sale = rig.sale_of(&[("prod_mug_blue", 2), ("prod_honey", 1)]).await;
    assert_eq!(word(&sale), "WAITING");
    assert_eq!((sale.row.amount.minor(), sale.row.amount.currency().code()), (3090, "EUR"));
    assert_eq!(sale.row.what_for, "2 \u{d7} Blue mug, Linden honey, 250 g");

    let link = rig.link(&sale);
    let terms = link.terms();
    let shown = sale.link.as_ref().unwrap();
    assert_eq!(terms.name, format!("{} {}", sale.our_reference, sale.row.what_for));
    assert_eq!(terms.metadata["intent_id"], shown.id);
    assert_eq!((terms.max_uses, terms.expires_at), (Some(1), Some(after(900))));
    assert_eq!((link.currency.code(), link.totals.total), ("EUR", MinorUnits::new(3090)));
    let lines: Vec<_> = link.lines.iter().map(|line| (&*line.product_id, line.quantity)).collect();
    assert_eq!(lines, [("prod_mug_blue", 2), ("prod_honey", 1)]);
    assert_eq!(Some(shown.url.clone()), rig.gateway().page_url(link.uuid.as_str()));

    rig.customer_pays(&sale);
    let sale = rig.look(&sale).await;
    assert_eq!(word(&sale), "PAID");
    assert_eq!(payment(&sale).amount.minor(), 3090);
    assert!(!sale.link.as_ref().unwrap().payable);
    assert_eq!(rig.gateway().link_state(link.uuid.as_str()), Some(LinkState::UsedUp));
    assert_eq!(story(&sale).last().unwrap(), "PAID");
    assert_eq!(rig.gateway().token_exposures(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn dollars_are_asked_for_as_dollars() {
    let rig = DashboardRig::start().await;
    let form = rig.form_in("USD", &[("prod_teapot", 3)]).await;
    let sale = rig.desk().create_link(form).await.unwrap();
    let link = rig.link(&sale);
    assert_eq!((link.currency.code(), link.totals.total), ("USD", MinorUnits::new(10_200)));
    rig.customer_pays(&sale);
    let sale = rig.look(&sale).await;
    assert_eq!((word(&sale).as_str(), payment(&sale).amount.currency().code()), ("PAID", "USD"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_elsewhere_shows_pages_of_the_host_that_its_owner_confirmed() {
    let rig = DashboardRig::start_elsewhere().await;
    assert_eq!(rig.card().await.environment, Environment::Sandbox);
    let sale = rig.waiting_mug().await;
    let page = format!("https://{PAY_HOST}/pay/{}", rig.uuid(&sale));
    assert_eq!(address(&sale), Some(page));
    rig.customer_pays(&sale);
    assert_eq!(word(&rig.look(&sale).await), "PAID");
}

#[tokio::test(flavor = "multi_thread")]
async fn whether_tax_is_within_the_prices_is_the_accounts_own_word_or_left_to_the_organization() {
    for (said, made) in [
        (None, PricingMode::TaxExclusive),
        (Some(Pricing::TaxInclusive), PricingMode::TaxInclusive),
        (Some(Pricing::TaxExclusive), PricingMode::TaxExclusive),
    ] {
        let rig = DashboardRig::start_elsewhere_with(|terms| terms.pricing = said).await;
        rig.behave(Behaviour { pricing_mode: PricingMode::TaxExclusive, ..Behaviour::default() });
        let sale = rig.waiting_mug().await;
        assert_eq!(rig.link(&sale).pricing_mode, made, "{said:?}");
        let asked = rig.network.bodies().into_iter().filter(|body| body.contains("pricing_mode"));
        assert_eq!(asked.count(), usize::from(said.is_some()), "{said:?}");
    }
}

/// Nothing of it reaches the dashboard, nor the book.
async fn is_refused(rig: &DashboardRig, form: NewSaleForm) -> TillError {
    let refused = rig.desk().create_link(form).await.unwrap_err();
    assert_eq!(rig.network.sent(Call::CreateLink), 0);
    assert_eq!(rig.rows().await, []);
    refused
}

#[tokio::test(flavor = "multi_thread")]
async fn an_amount_that_staff_typed_is_not_sold_here() {
    let rig = DashboardRig::start().await;
    assert!(!rig.card().await.can.free_amount);
    let products = TillError::MissingRequiredFields { fields: vec![Field::Products] };
    assert_eq!(is_refused(&rig, rig.form("2500")).await, products);
    let beside = NewSaleForm { amount_minor: "100".to_owned(), ..rig.form_of(ONE_MUG).await };
    assert_eq!(is_refused(&rig, beside).await, TillError::NoFreeAmount);
    // Nothing typed is no amount.
    let zero = NewSaleForm { amount_minor: "000".to_owned(), ..rig.form_of(ONE_MUG).await };
    assert_eq!(word(&rig.desk().create_link(zero).await.unwrap()), "WAITING");
}

fn own_product(environment: Environment, catalogue_id: &str) -> ProductForm {
    ProductForm {
        id: None,
        environment,
        name: "Scarf".to_owned(),
        category: String::new(),
        barcode: String::new(),
        catalogue_id: catalogue_id.to_owned(),
        prices: vec![PriceForm { currency: "EUR".to_owned(), minor: "1250".to_owned() }],
    }
}

async fn saved(rig: &DashboardRig, form: ProductForm) -> ProductView {
    rig.desk().save_product(form).await.unwrap().products.pop().unwrap()
}

async fn sale_of_line(rig: &DashboardRig, line: BasketLineForm) -> NewSaleForm {
    NewSaleForm { lines: vec![line], ..rig.form_of(ONE_MUG).await }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_product_that_the_dashboard_does_not_know_is_refused_here() {
    let rig = DashboardRig::start().await;
    let scarf = saved(&rig, own_product(Environment::Practice, "")).await;
    let form = sale_of_line(&rig, line(&scarf, 1, "EUR")).await;
    assert_eq!(
        is_refused(&rig, form).await,
        TillError::ProductRefused {
            product: scarf.id,
            name: "Scarf".to_owned(),
            fault: ProductFault::NotInCatalogue
        }
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_product_whose_price_is_another_one_or_none_by_now_is_refused_by_its_name() {
    let rig = DashboardRig::start().await;
    let scarf = saved(&rig, own_product(Environment::Practice, "prod_candle_two")).await;
    let fault = async |form| match is_refused(&rig, form).await {
        TillError::ProductRefused { name, fault, .. } => (name, fault),
        other => panic!("{other:?}"),
    };
    let old = BasketLineForm { unit_minor: "1150".to_owned(), ..line(&scarf, 1, "EUR") };
    let told = fault(sale_of_line(&rig, old).await).await;
    assert_eq!(told, ("Scarf".to_owned(), ProductFault::PriceChanged));

    let dollars = NewSaleForm {
        currency: "USD".to_owned(),
        ..sale_of_line(&rig, line(&scarf, 1, "EUR")).await
    };
    assert_eq!(fault(dollars).await, ("Scarf".to_owned(), ProductFault::NoPrice));

    let form = sale_of_line(&rig, line(&scarf, 1, "EUR")).await;
    rig.desk().delete_product(&scarf.id).await.unwrap();
    assert_eq!(fault(form).await, (String::new(), ProductFault::Gone));
}

#[tokio::test(flavor = "multi_thread")]
async fn no_product_is_sold_in_another_environment_than_its_own() {
    let rig = DashboardRig::start_elsewhere().await;
    for environment in [Environment::Practice, Environment::Live] {
        let other = saved(&rig, own_product(environment, "prod_mug_blue")).await;
        let refused = is_refused(&rig, sale_of_line(&rig, line(&other, 1, "EUR")).await).await;
        let TillError::ProductRefused { fault, .. } = refused else { panic!("{refused:?}") };
        assert_eq!(fault, ProductFault::Gone, "{environment:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_organization_does_not_take_is_told_at_the_products_in_its_own_words() {
    let rig = DashboardRig::start().await;
    let most = PaymentLimits { largest: MinorUnits::new(2_000), ..PaymentLimits::default() };
    rig.behave(Behaviour { eur_limits: most, ..Behaviour::default() });
    let sale = rig.sale_of(&[("prod_mug_blue", 2)]).await;
    let told = state(&sale);
    assert_eq!(told["kind"], "LINK_REFUSED", "{told}");
    let (code, field) = (&told["error"]["code"], &told["error"]["field"]);
    assert_eq!((code, field), (&json!("FIELD_REFUSED"), &json!("PRODUCTS")));
    assert_eq!(told["error"]["detail"], "The total must be at most 20.00 EUR.");
    assert!(rig.gateway().links().is_empty());
    // The catalogue at the dashboard has no such product.
    let unknown = saved(&rig, own_product(Environment::Practice, "prod_scarf")).await;
    let form = sale_of_line(&rig, line(&unknown, 1, "EUR")).await;
    let sale = rig.desk().create_link(form).await.unwrap();
    assert_eq!(state(&sale)["error"]["field"], "PRODUCTS");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_that_is_pending_failed_or_of_another_sum_is_never_green() {
    let rig = DashboardRig::start().await;
    for (trouble, told) in [
        (CustomerTrouble::StartsOnly { seconds: 0 }, "NOT_SURE"),
        (CustomerTrouble::Declines { seconds: 0 }, "CARD_REFUSED"),
        (
            CustomerTrouble::PaysAnotherAmount { difference: -100, seconds: 0 },
            "PAID_DIFFERENT_AMOUNT",
        ),
    ] {
        rig.gateway().plan(trouble);
        let sale = rig.waiting_mug().await;
        let sale = rig.look(&sale).await;
        assert_eq!(word(&sale), told, "{trouble:?}");
    }
}
