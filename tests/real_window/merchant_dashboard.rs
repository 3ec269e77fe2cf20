//! The merchant dashboard, the whole way in the real window: tiles in place of the keypad, what a customer will see, a
//! price that has changed, a session that has ended, a refund that only the dashboard can make, and an account that is
//! connected by hand.

use std::path::Path;

use fantoccini::key::Key;
use practice::{
    Random,
    merchant_dashboard::{
        Behaviour, MerchantDashboardConfig, MerchantDashboardCredentials, MerchantDashboardServer,
    },
};
use reqwest::header;
use serde_json::{Value, json};

use crate::window::{
    OwnCertificate, Page, Windows, both_turn_green, connected, create, detail, find_sale, http,
    on_stage, open_settings, pay, plan_trouble, start_practice, start_practice_at, state_becomes,
    tap, waiting,
};

const SHOP: &str = "Quince & Sons";

const PROVIDER: &str = "MERCHANT_DASHBOARD";

#[tokio::test]
#[ignore = "needs a window: cargo xtask test runs it"]
async fn products_are_tapped_paid_and_refunded_in_the_dashboard() {
    on_stage("merchant-dashboard", async |stage| {
        let windows = stage.open().await;
        let Windows { counter, customer } = &windows;
        start_practice_at(counter, SHOP, PROVIDER).await;
        nothing_can_be_typed(counter).await;
        let mug = product(counter, "Blue mug").await;
        let candle = product(counter, "Beeswax candle").await;
        tap(counter, &[&mug, &candle, &mug]).await;
        counter.says("amount", "30.00").await;

        let sale = create(counter).await;
        assert_eq!(counter.code().await, sale.link);
        assert_eq!(customer.code().await, sale.link);
        a_customer_would_see(counter, "$30.00").await;

        pay(&sale.link).await;
        both_turn_green(&windows, &sale.sale).await;
        let paid = detail(counter, &sale.sale).await;
        let thirty = json!({ "minor": "3000", "currency": "USD", "exponent": 2 });
        assert_eq!(paid["state"]["paid"], thirty);
        let lines = paid["basket"]["lines"].as_array().unwrap();
        let sold: Vec<_> = lines.iter().map(|line| (&line["name"], &line["quantity"])).collect();
        assert_eq!(
            sold,
            [(&json!("Blue mug"), &json!(2)), (&json!("Beeswax candle"), &json!(1))],
            "the sale keeps what it was made of"
        );

        find_sale(counter, &sale.sale).await;
        counter.see_with("state", "data-state", "PAID").await;
        counter.see("refund-in-dashboard").await;
        assert!(!counter.has("refund").await, "a key that can do nothing is not there");
        refund_in_the_dashboard(&sale.link, &paid["payments"][0]["providerId"]).await;
        counter.click("check-now").await;
        counter.see_with("state", "data-state", "REFUNDED").await;
    })
    .await;
}

#[tokio::test]
#[ignore = "needs a window: cargo xtask test runs it"]
async fn nobody_sees_a_link_with_another_total_before_staff_take_it() {
    on_stage("merchant-dashboard-total", async |stage| {
        let windows = stage.open().await;
        let Windows { counter, customer } = &windows;
        start_practice_at(counter, SHOP, PROVIDER).await;
        let mug = product(counter, "Blue mug").await;

        plan_trouble(counter, "PRICE_CHANGES").await;
        tap(counter, &[&mug]).await;
        counter.click("create-link").await;
        counter.see_with("state", "data-state", "CONFIRM_TOTAL").await;
        let asks = counter.text("confirm-total-says").await;
        assert!(asks.contains("$13.00") && asks.contains("$12.00"), "{asks}");
        for page in [counter, customer] {
            assert_eq!(page.picture().await.code(), None, "in the {} window", page.name());
        }

        counter.click("take-total").await;
        let sale = waiting(counter).await;
        assert_eq!(counter.code().await, sale.link);
        assert_eq!(customer.code().await, sale.link);
        customer.says("customer-amount", "$13.00").await;
        pay(&sale.link).await;
        both_turn_green(&windows, &sale.sale).await;
        let paid = detail(counter, &sale.sale).await["state"]["paid"].take();
        assert_eq!(paid["minor"], "1300");
    })
    .await;
}

#[tokio::test]
#[ignore = "needs a window: cargo xtask test runs it"]
async fn an_ended_session_loses_nothing_that_was_typed_and_open_links_are_watched_again() {
    const REFERENCE: &str = "Table 7";
    on_stage("merchant-dashboard-session", async |stage| {
        let windows = stage.open().await;
        let Windows { counter, .. } = &windows;
        start_practice_at(counter, SHOP, PROVIDER).await;
        let mug = product(counter, "Blue mug").await;
        let soap = product(counter, "Olive soap").await;
        tap(counter, &[&soap]).await;
        let open = create(counter).await;

        plan_trouble(counter, "ENDS_SESSION").await;
        tap(counter, &[&mug, &mug]).await;
        counter.fill("reference", REFERENCE).await;
        counter.click("create-link").await;
        counter.see("session-ended").await;
        assert_eq!(counter.value("reference").await, REFERENCE);
        assert_eq!(counter.value("line-quantity").await, "2");
        // A token of no session changes nothing.
        counter.fill("session-token", &"0".repeat(40)).await;
        counter.click("session-continue").await;
        counter.see_with("session-token", "aria-invalid", "true").await;
        pay(&open.link).await;

        let token = sign_in(&open.link).await;
        counter.clear("session-token").await;
        counter.fill("session-token", &token).await;
        counter.click("session-continue").await;
        // The press goes again by itself.
        let sale = waiting(counter).await;
        assert_eq!(detail(counter, &sale.sale).await["reference"], REFERENCE);
        state_becomes(counter, &open.sale, "PAID").await;
        pay(&sale.link).await;
        both_turn_green(&windows, &sale.sale).await;
        assert_eq!(links_made(&sale.link, &token).await, 2, "nothing was made twice");
    })
    .await;
}

#[tokio::test]
#[ignore = "needs a window: cargo xtask test runs it"]
async fn a_scanner_adds_products_wherever_the_cursor_is() {
    /// Of the blue mug.
    const MUG: &str = "2000000000107";
    /// Of nothing in the list.
    const UNKNOWN: &str = "2000000009993";
    on_stage("merchant-dashboard-scanner", async |stage| {
        let Windows { counter, .. } = &stage.open().await;
        start_practice_at(counter, SHOP, PROVIDER).await;
        counter.scan(MUG).await;
        counter.says("amount", "12.00").await;

        counter.click("what-for").await;
        counter.scan(MUG).await;
        counter.says("amount", "24.00").await;
        assert_eq!(counter.value("line-quantity").await, "2");
        assert_eq!(counter.value("what-for").await, "", "the code is no text of the sale");

        // In a field, a code of no product may be what the field asks for.
        counter.type_keys([char::from(Key::Escape)]).await;
        counter.scan(UNKNOWN).await;
        counter.see_with("take-notice", "data-kind", "UNKNOWN_CODE").await;
        counter.says("amount", "24.00").await;
        counter.click("add-scanned").await;
        counter.see("product-form").await;
        assert_eq!(counter.value("product-barcode").await, UNKNOWN);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs a window: cargo xtask test runs it"]
async fn an_account_is_connected_and_the_owner_says_where_its_pay_pages_are() {
    on_stage("merchant-dashboard-connected", async |stage| {
        let (server, certificate) = serve_elsewhere(stage.home().path()).await;
        let token = server.credentials().token.expose();
        let host = format!("localhost:{}", server.address().port());
        let windows = stage.open().await;
        let Windows { counter, .. } = &windows;
        start_practice(counter, SHOP).await;
        open_settings(counter, "ACCOUNTS").await;
        counter.click("connect-MERCHANT_DASHBOARD").await;
        counter.choose("environment-practice").await;
        let typed = [
            ("account-name", "Museum shop"),
            ("account-description", "Your purchase"),
            ("api-base", &*format!("https://{host}")),
            ("country", "US"),
            ("currencies", "USD"),
        ];
        for (field, text) in typed {
            counter.fill(field, text).await;
        }
        counter.put("extra-root", &certificate).await;
        counter.choose("pricing-TAX_EXCLUSIVE").await;
        counter.click("pay-page-more").await;
        counter.fill("pay-page", &format!("https://{host}/pay/{{uuid}}")).await;

        // An API key is none of a dashboard's tokens, and goes nowhere.
        counter.fill("key", &format!("Api-Key {token}")).await;
        counter.click("connect-submit").await;
        counter.see_with("key", "aria-invalid", "true").await;
        assert_eq!(server.books().connections(), 0, "nothing was sent");
        counter.put("key", token).await;
        counter.click("connect-submit").await;
        counter.choose(&format!("pay-host-{host}")).await;
        for (field, text) in typed {
            assert_eq!(counter.value(field).await, text, "{field}");
        }
        counter.click("connect-submit").await;
        connected(counter, "Museum shop").await;

        a_product_of_the_catalogue(counter).await;
        counter.click("rail-take").await;
        tap(counter, &[&product(counter, "Mug").await]).await;
        counter.click("create-link").await;
        // The dashboard adds its tax to what the tiles say.
        counter.see_with("state", "data-state", "CONFIRM_TOTAL").await;
        counter.click("take-total").await;
        let sale = waiting(counter).await;
        let books = server.books();
        let made = books.links().pop().unwrap();
        assert_eq!(sale.link, format!("https://{host}/pay/{}", made.uuid.as_str()));
        books.pay(made.uuid.as_str(), "4242424242424242").unwrap();
        both_turn_green(&windows, &sale.sale).await;
        assert_eq!(detail(counter, &sale.sale).await["state"]["paid"]["minor"], "1320");
        assert_eq!(books.token_exposures(), 0, "the token is sent in its header alone");
    })
    .await;
}

/// A dashboard of somebody else's, which speaks TLS with a certificate of its own, adds a tax of 10 %, and does not say
/// where its pay pages are.
async fn serve_elsewhere(folder: &Path) -> (MerchantDashboardServer, String) {
    let OwnCertificate { identity, pem } = OwnCertificate::of_localhost(folder);
    let random = Random::from_system().unwrap();
    let credentials = MerchantDashboardCredentials::generate(&random);
    let server = MerchantDashboardServer::start(MerchantDashboardConfig {
        tls: Some(identity),
        behaviour: Behaviour {
            tax_basis_points: 1_000,
            public_url_missing: true,
            ..Behaviour::default()
        },
        ..MerchantDashboardConfig::new(credentials, random)
    })
    .await
    .unwrap();
    (server, pem)
}

/// Adds a product that the dashboard sells, too, under another name.
async fn a_product_of_the_catalogue(counter: &Page) {
    counter.click("rail-products").await;
    counter.click("products-add").await;
    counter.fill("product-name", "Mug").await;
    counter.click("product-price-USD").await;
    counter.type_keys("1200".chars()).await;
    counter.fill("product-catalogue-id", "prod_mug_blue").await;
    counter.click("product-save").await;
    counter.see("product-row").await;
}

/// The tiles stand in the keypad's place, and the reason beside them.
async fn nothing_can_be_typed(counter: &Page) {
    counter.see_with("take", "data-free", "false").await;
    counter.see("tile").await;
    let why = counter.text("no-free-amount").await;
    assert!(why.contains("merchant dashboard") || why.contains("Merchant dashboard"), "{why}");
    for key in ["key-0", "key-1", "key-plus"] {
        assert!(!counter.has(key).await, "{key} is there");
    }
    counter.type_keys("250".chars()).await;
    counter.says("amount", "0.00").await;
}

/// The id of a product to practise with.
async fn product(counter: &Page, name: &str) -> String {
    let list = counter.ask("list_products", json!({ "environment": "PRACTICE" })).await;
    let products = list["products"].as_array().unwrap();
    let product = products.iter().find(|product| product["name"] == name);
    product.unwrap_or_else(|| panic!("{name} is sold"))["id"].as_str().unwrap().to_owned()
}

/// *Check as customer* shows the page as the provider would.
async fn a_customer_would_see(counter: &Page, total: &str) {
    counter.click("check-as-customer").await;
    counter.see("check-page").await;
    counter.says("check-total", total).await;
    let line = counter.text("check-line").await;
    assert!(line.contains("2 × Blue mug"), "{line}");
    assert!(!counter.has("check-other").await, "it is what was asked for");
    counter.click("check-close").await;
}

/// How many links the dashboard has, as it tells its staff.
async fn links_made(link: &str, token: &str) -> Value {
    let (origin, _) = link.split_once("/pay/").unwrap();
    let client = http().build().unwrap();
    let asked = client
        .get(format!("{origin}/api/payment-links/"))
        .header(header::AUTHORIZATION, format!("Token {token}"));
    let list = asked.send().await.unwrap().text().await.unwrap();
    serde_json::from_str::<Value>(&list).unwrap()["count"].take()
}

/// A form of the practice dashboard's own page, which is on the same host as its pay pages.
async fn in_the_dashboard(link: &str, path: &str, form: String) -> String {
    let (origin, _) = link.split_once("/pay/").unwrap();
    let client = http().build().unwrap();
    let sent = client
        .post(format!("{origin}/dashboard/{path}"))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(form);
    let answer = sent.send().await.unwrap();
    let (status, page) = (answer.status(), answer.text().await.unwrap());
    assert!(status.is_success(), "{status}: {page}");
    page
}

/// Signs in to the practice dashboard, which shows the new session's token.
async fn sign_in(link: &str) -> String {
    let page = in_the_dashboard(link, "", String::new()).await;
    let mut words = page.split(|character: char| !character.is_ascii_alphanumeric());
    let is_token =
        |word: &&str| word.len() == 40 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    words.find(is_token).unwrap_or_else(|| panic!("a token in {page}")).to_owned()
}

/// Refunds a payment where alone it can be refunded.
async fn refund_in_the_dashboard(link: &str, payment: &Value) {
    // The till names it by its link, too: the dashboard's own id need not be one's own beyond that.
    let (_, payment) = payment.as_str().unwrap().split_once('.').unwrap();
    in_the_dashboard(link, "refund/", format!("payment={payment}")).await;
}
