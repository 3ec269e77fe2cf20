//! Flitt, the whole way in the real window: an account to practise with and one that is connected by hand, money that is
//! paid, refunded in parts and reserved, a subscription, and a card that is checked.

use std::path::Path;

use practice::{
    Random,
    flitt::{Behaviour, FlittConfig, FlittCredentials, FlittServer, OrderId},
};
use serde_json::json;

use crate::window::{
    Axe, OwnCertificate, Windows, agree, both_turn_green, capture, connected, detail, find_sale,
    monthly, on_stage, open_settings, pay, practise, refund, start_practice, state_becomes, take,
    take_as,
};

const SHOP: &str = "Quince & Sons";

#[tokio::test]
#[ignore = "needs a window: cargo xtask test runs it"]
async fn a_sale_in_lari_is_paid_and_goes_back_in_two_parts() {
    on_stage("flitt", async |stage| {
        let windows = stage.open().await;
        let Windows { counter, customer } = &windows;
        start_practice(counter, SHOP).await;
        practise(counter, "FLITT").await;

        let sale = take(counter, "2500", "25.00").await;
        assert_eq!(counter.code().await, sale.link);
        assert_eq!(customer.code().await, sale.link);
        assert!(!counter.has("cancel-link").await, "no link of Flitt's can be cancelled");
        pay(&sale.link).await;
        both_turn_green(&windows, &sale.sale).await;
        let paid = detail(counter, &sale.sale).await["state"]["paid"].take();
        assert_eq!(paid, json!({ "minor": "2500", "currency": "GEL", "exponent": 2 }));

        find_sale(counter, &sale.sale).await;
        refund(counter, "1000").await;
        counter.see_with("state", "data-state", "PARTLY_REFUNDED").await;
        refund(counter, "").await;
        counter.see_with("state", "data-state", "REFUNDED").await;
        counter.see("nothing-left").await;

        // Practice goes on where it was after the program has ended.
        counter.click("rail-take").await;
        let open = take(counter, "700", "7.00").await;
        stage.kill().await;
        let windows = stage.open().await;
        windows.counter.see("take").await;
        pay(&open.link).await;
        state_becomes(&windows.counter, &open.sale, "PAID").await;
    })
    .await;
}

#[tokio::test]
#[ignore = "needs a window: cargo xtask test runs it"]
async fn a_reservation_a_subscription_and_a_card_check_are_kinds_of_link() {
    on_stage("flitt-kinds", async |stage| {
        let Windows { counter, customer } = &stage.open().await;
        start_practice(counter, SHOP).await;
        practise(counter, "FLITT").await;

        let held = take_as(counter, "RESERVATION", "5000", "50.00", async |_| {}).await;
        customer.see("customer-kind").await;
        agree(&held.link, "Reserved").await;
        counter.see_with("state", "data-state", "RESERVED").await;
        capture(counter, "3000").await;
        state_becomes(counter, &held.sale, "PAID").await;
        let payment = detail(counter, &held.sale).await["payments"][0].take();
        assert_eq!(
            (&payment["amount"]["minor"], &payment["left"]["minor"]),
            (&json!("3000"), &json!("3000"))
        );

        counter.click("paid-new-sale").await;
        let monthly = take_as(counter, "SUBSCRIPTION", "1500", "15.00", monthly).await;
        pay(&monthly.link).await;
        counter.see_with("paid-screen", "data-sale", &monthly.sale).await;
        counter.click("paid-details").await;
        counter.see_with("subscription", "data-state", "CHARGING").await;
        counter.click("stop-charging").await;
        counter.click("stop-charging-yes").await;
        counter.see_with("subscription", "data-state", "STOPPED").await;

        counter.click("rail-take").await;
        let card = take_as(counter, "CARD_CHECK", "100", "1.00", async |_| {}).await;
        agree(&card.link, "Card confirmed").await;
        state_becomes(counter, &card.sale, "CARD_CONFIRMED").await;
        customer.see_with("customer", "data-page", "CARD_CONFIRMED").await;
        assert!(!counter.has("paid-screen").await, "a checked card brought no money");
        find_sale(counter, &card.sale).await;
        assert!(!counter.has("refund").await, "there is nothing to refund");
    })
    .await;
}

#[tokio::test]
#[ignore = "needs a window: cargo xtask test runs it"]
async fn an_account_is_connected_by_hand_and_nothing_typed_is_lost_on_the_way() {
    on_stage("flitt-connected", async |stage| {
        let (server, certificate) = serve_elsewhere(stage.home().path()).await;
        let Windows { counter, .. } = &stage.open().await;
        start_practice(counter, SHOP).await;
        open_settings(counter, "ACCOUNTS").await;
        counter.click("connect-FLITT").await;
        counter.choose("environment-practice").await;
        let credentials = server.credentials();
        let merchant = credentials.merchant_id.to_string();
        let typed = [
            ("account-name", "Rustaveli Avenue"),
            ("account-description", "Your purchase"),
            ("api-base", &*format!("https://localhost:{}/api", server.address().port())),
            ("key-id", &merchant),
            ("country", "GE"),
        ];
        for (field, text) in typed {
            counter.fill(field, text).await;
        }
        counter.put("extra-root", &certificate).await;
        counter.click("suggest-GEL").await;

        // Without a key, then with a wrong one, then with another merchant's name.
        counter.click("connect-submit").await;
        counter.see_with("key", "aria-invalid", "true").await;
        counter.fill("key", "mistyped").await;
        counter.click("connect-submit").await;
        counter.see("connect-problem").await;
        counter.fill("key-id", "x").await;
        counter.click("connect-submit").await;
        counter.see_with("key-id", "aria-invalid", "true").await;
        counter.clear("key-id").await;
        counter.fill("key-id", &merchant).await;
        for (field, text) in typed {
            assert_eq!(counter.value(field).await.trim(), text.trim(), "{field}");
        }

        counter.clear("key").await;
        counter.fill("key", credentials.payment_key.expose()).await;
        counter.click("further-keys").await;
        counter.fill("payout-key", credentials.payout_key.expose()).await;
        counter.click("connect-submit").await;
        connected(counter, "Rustaveli Avenue").await;

        counter.click("rail-take").await;
        let sale = take(counter, "2500", "25.00").await;
        let reference = detail(counter, &sale.sale).await["ourReference"].take();
        let order = OrderId::new(reference.as_str().unwrap());
        server.books().pay(&order, "4242424242424242").unwrap();
        state_becomes(counter, &sale.sale, "PAID").await;
        assert_eq!(server.books().key_exposures(), 0, "no key was ever sent");

        counter.click("rail-take").await;
        take(counter, "700", "7.00").await;
        drop(server);
        counter.see("connection-lost").await;
        let mut axe = Axe::new();
        axe.look_at(counter, "no connection").await;
        axe.found_nothing();
    })
    .await;
}

/// A practice provider of somebody else's, which speaks TLS with a certificate of its own.
async fn serve_elsewhere(folder: &Path) -> (FlittServer, String) {
    let OwnCertificate { identity, pem } = OwnCertificate::of_localhost(folder);
    let random = Random::from_system().unwrap();
    let server = FlittServer::start(FlittConfig {
        tls: Some(identity),
        ..FlittConfig::new(FlittCredentials::generate(&random), random)
    })
    .await
    .unwrap();
    let origin = format!("https://localhost:{}", server.address().port());
    server.books().set_behaviour(Behaviour { link_origin: Some(origin), ..Behaviour::default() });
    (server, pem)
}
