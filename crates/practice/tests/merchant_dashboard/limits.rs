use practice::merchant_dashboard::{Behaviour, MinorUnits, PaymentLimits, PricingMode};
use serde_json::{Value, json};

use crate::shop::{GOOD_CARD, Shop, text};

fn cards(shop: &Shop, quantity: u32, currency: &str) -> (u16, Value) {
    let products = json!([{ "product_id": "prod_postcard", "quantity": quantity }]);
    let order = json!({ "name": "Cards", "products": products, "currency": currency });
    let answer = shop.post(&order);
    (answer.status, answer.body)
}

#[test]
fn a_total_outside_the_organizations_limits_is_refused_with_the_limit() {
    let limits = |smallest: u64, largest: u64| PaymentLimits {
        smallest: MinorUnits::new(smallest),
        largest: MinorUnits::new(largest),
    };
    let shop = Shop::with(Behaviour {
        usd_limits: limits(240, 360),
        eur_limits: limits(50, 110),
        ..Behaviour::default()
    });
    let refused = |sentence: &str| (400, json!({ "non_field_errors": [sentence] }));
    assert_eq!(cards(&shop, 1, "USD"), refused("The total must be at least 2.40 USD."));
    assert_eq!(cards(&shop, 2, "USD").0, 201);
    assert_eq!(cards(&shop, 3, "USD").0, 201);
    assert_eq!(cards(&shop, 4, "USD"), refused("The total must be at most 3.60 USD."));
    assert_eq!(cards(&shop, 1, "EUR").0, 201);
    assert_eq!(cards(&shop, 2, "EUR"), refused("The total must be at most 1.10 EUR."));
    assert_eq!(shop.happened().links_made, 3);
}

#[test]
fn the_limits_are_half_a_unit_and_ten_thousand_if_not_said() {
    let shop = Shop::open();
    let products = json!([{ "product_id": "prod_teapot", "quantity": 295 }]);
    let refused = shop.post(&json!({ "name": "Pots", "products": products }));
    let sentence = "The total must be at most 10000.00 USD.";
    assert_eq!(refused.body, json!({ "non_field_errors": [sentence] }));
    shop.books()
        .change_price(
            "prod_postcard",
            practice::merchant_dashboard::Currency::Usd,
            MinorUnits::new(49),
        )
        .unwrap();
    let sentence = "The total must be at least 0.50 USD.";
    assert_eq!(cards(&shop, 1, "USD").1, json!({ "non_field_errors": [sentence] }));
}

#[test]
fn a_tax_is_within_the_total_or_on_top_of_it() {
    let shop = Shop::with(Behaviour { tax_basis_points: 1900, ..Behaviour::default() });
    let amounts = |uuid: &str| {
        let link = shop.link(uuid);
        ["subtotal", "tax", "total"].map(|name| text(&link[name]).to_owned())
    };
    let within = shop.create(&json!({}));
    assert_eq!(amounts(&within), ["27.31", "5.19", "32.50"]);
    let on_top = shop.create(&json!({ "pricing_mode": "TAX_EXCLUSIVE" }));
    assert_eq!(amounts(&on_top), ["32.50", "6.18", "38.68"]);
    let paid = shop.books().pay(&on_top, GOOD_CARD).unwrap();
    assert_eq!(paid.amount, MinorUnits::new(3868));
    let preview = shop.preview(&on_top).ok();
    assert_eq!((&preview["tax"], &preview["total"]), (&json!("6.18"), &json!("38.68")));
}

#[test]
fn the_organization_has_a_pricing_mode_of_its_own() {
    let pricing_mode = PricingMode::TaxExclusive;
    let shop = Shop::with(Behaviour { pricing_mode, ..Behaviour::default() });
    let uuid = shop.create(&json!({}));
    assert_eq!(shop.link(&uuid)["pricing_mode"], "TAX_EXCLUSIVE");
    let uuid = shop.create(&json!({ "pricing_mode": "TAX_INCLUSIVE" }));
    assert_eq!(shop.link(&uuid)["pricing_mode"], "TAX_INCLUSIVE");
}
