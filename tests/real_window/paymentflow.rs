//! PaymentFlow, the whole way in the real window: an account to practise with and one that is connected by hand, a sale
//! for one of the shop's customers, a link that never ends, a card that is declined, and a message that is checked.

use std::path::Path;

use practice::{
    Random,
    paymentflow::{
        Behaviour, EventKind, PaymentFlowBooks, PaymentFlowConfig, PaymentFlowCredentials,
        PaymentFlowServer,
    },
};
use reqwest::{Certificate, header};
use serde_json::{Value, json};

use crate::window::{
    OwnCertificate, Page, Windows, both_turn_green, connected, create_again, detail, find_sale,
    finds_cancelled, http, offer_declined_card, on_stage, open_settings, pay, practise, refund,
    start_practice, state_becomes, take, take_with,
};

const SHOP: &str = "Quince & Sons";

const EMAIL: &str = "ada.quill@example.com";

#[tokio::test]
#[ignore = "needs a window: cargo xtask test runs it"]
async fn a_sale_in_dollars_is_for_a_customer_and_goes_back_in_two_parts() {
    on_stage("paymentflow", async |stage| {
        let windows = stage.open().await;
        let Windows { counter, customer } = &windows;
        start_practice(counter, SHOP).await;
        practise(counter, "PAYMENT_FLOW").await;
        let sale = take_with(counter, "2500", "25.00", a_new_customer).await;
        assert_eq!(counter.code().await, sale.link);
        assert_eq!(customer.code().await, sale.link);
        pay(&sale.link).await;
        both_turn_green(&windows, &sale.sale).await;
        let paid = detail(counter, &sale.sale).await["state"]["paid"].take();
        assert_eq!(paid, json!({ "minor": "2500", "currency": "USD", "exponent": 2 }));

        find_sale(counter, &sale.sale).await;
        the_customer_is_found_edited_and_deleted(counter, &sale.sale).await;
        refund_that_takes_days(counter, "1000").await;
        counter.see_with("state", "data-state", "PARTLY_REFUNDED").await;
        refund(counter, "").await;
        counter.see_with("state", "data-state", "REFUNDED").await;
        counter.see("nothing-left").await;
    })
    .await;
}

#[tokio::test]
#[ignore = "needs a window: cargo xtask test runs it"]
async fn a_link_that_never_ends_is_cancelled() {
    on_stage("paymentflow-cancelled", async |stage| {
        let Windows { counter, customer } = &stage.open().await;
        start_practice(counter, SHOP).await;
        practise(counter, "PAYMENT_FLOW").await;
        let sale = take(counter, "2500", "25.00").await;
        assert_eq!(counter.code().await, sale.link);
        let state = counter.text("state").await;
        assert!(state.contains("no end"), "{state}");

        counter.click("cancel-link").await;
        counter.click("cancel-yes").await;
        state_becomes(counter, &sale.sale, "CLOSED").await;
        counter.see_with("state", "data-state", "CLOSED").await;
        customer.see_with("customer", "data-page", "OVER").await;
        finds_cancelled(&sale.link).await;
    })
    .await;
}

#[tokio::test]
#[ignore = "needs a window: cargo xtask test runs it"]
async fn a_declined_card_ends_the_link_and_a_new_one_is_made() {
    on_stage("paymentflow-declined", async |stage| {
        let windows = stage.open().await;
        let Windows { counter, .. } = &windows;
        start_practice(counter, SHOP).await;
        practise(counter, "PAYMENT_FLOW").await;
        let declined = take(counter, "1000", "10.00").await;
        offer_declined_card(&declined.link).await;
        counter.see_with("state", "data-state", "PAYMENT_FAILED").await;
        assert!(!counter.has("paid-screen").await, "nothing was paid");

        let second = create_again(counter, "10.00").await;
        assert_ne!((&second.sale, &second.link), (&declined.sale, &declined.link));
        pay(&second.link).await;
        both_turn_green(&windows, &second.sale).await;
        state_becomes(counter, &declined.sale, "PAYMENT_FAILED").await;
    })
    .await;
}

#[tokio::test]
#[ignore = "needs a window: cargo xtask test runs it"]
async fn an_account_is_connected_once_its_key_fits_and_its_pay_host_is_confirmed() {
    on_stage("paymentflow-connected", async |stage| {
        let Elsewhere { server, certificate } = Elsewhere::serve(stage.home().path()).await;
        let Windows { counter, .. } = &stage.open().await;
        start_practice(counter, SHOP).await;
        open_settings(counter, "ACCOUNTS").await;
        counter.click("connect-PAYMENT_FLOW").await;
        counter.choose("environment-practice").await;
        let host = format!("localhost:{}", server.address().port());
        let typed = [
            ("account-name", "Fifth Avenue"),
            ("account-description", "Your purchase"),
            ("api-base", &*format!("https://{host}/v1")),
            ("country", "US"),
            ("currencies", "USD"),
            ("webhook-secret", server.credentials().webhook_secret.expose()),
        ];
        for (field, text) in typed {
            counter.fill(field, text).await;
        }
        counter.put("extra-root", &certificate).await;

        // A key for live money never leaves the till.
        counter.fill("key", "sk_live_4f9c2b7e1a4f9c2b7e1a").await;
        counter.click("connect-submit").await;
        counter.see_with("key", "aria-invalid", "true").await;

        counter.clear("key").await;
        counter.fill("key", server.credentials().secret_key.expose()).await;
        assert_eq!(server.books().connections(), 0, "nothing was sent meanwhile");
        links_are_seen(&server, &certificate).await;
        counter.click("connect-submit").await;
        counter.choose(&format!("pay-host-{host}")).await;
        for (field, text) in typed {
            assert_eq!(counter.value(field).await, text, "{field}");
        }
        counter.click("connect-submit").await;
        connected(counter, "Fifth Avenue").await;

        counter.click("rail-take").await;
        let sale = take(counter, "2500", "25.00").await;
        assert!(sale.link.starts_with(&format!("https://{host}/")), "{}", sale.link);
        let books = server.books();
        let made = books.payments().pop().unwrap();
        books.pay(made.id.as_str(), "4242424242424242").unwrap();
        state_becomes(counter, &sale.sale, "PAID").await;
        a_message_is_checked(counter, &books, &sale.sale).await;
        assert_eq!(books.key_exposures(), 0, "the key is sent in its header alone");
    })
    .await;
}

/// Makes a customer beside the amount, so that the sale is for them.
async fn a_new_customer(counter: &Page) {
    counter.click("find-customer").await;
    counter.click("customer-to-form").await;
    for (field, text) in [("email", EMAIL), ("name", "Ada Quill"), ("phone", "+1 212 555 0142")] {
        counter.fill(&format!("new-customer-{field}"), text).await;
    }
    counter.click("customer-save").await;
    counter.says("chosen-customer", "Ada Quill").await;
}

/// The provider keeps the customer: the till finds them there, changes them there, and deletes them there only after it
/// asked.
async fn the_customer_is_found_edited_and_deleted(counter: &Page, sale: &str) {
    counter.says("customer-name", "Ada Quill").await;
    let shown = counter.text("customer-contact").await;
    assert!(!shown.contains(EMAIL) && !shown.contains("555"), "{shown}");
    counter.click("customer-open").await;
    counter.click("customer-show").await;
    counter.says("customer-card-contact", "ada.quill@example.com · +1 212 555 0142").await;

    counter.click("customer-remove").await;
    counter.see("customer-none").await;
    counter.click("customer-open").await;
    assert_eq!(counter.value("customer-search-email").await, EMAIL, "the sale has it");
    counter.click("customer-search-submit").await;
    let found = counter.text("customer-row").await;
    assert!(found.contains("Ada Quill") && !found.contains(EMAIL), "{found}");
    counter.click("customer-row").await;
    counter.says("customer-name", "Ada Quill").await;

    counter.click("customer-open").await;
    counter.click("customer-edit").await;
    counter.clear("new-customer-name").await;
    counter.fill("new-customer-name", "Ada Quill-Marsh").await;
    counter.click("customer-save").await;
    counter.says("customer-name", "Ada Quill-Marsh").await;
    let kept = customers(counter, sale).await;
    assert_eq!(kept[0]["name"], "Ada Quill-Marsh");

    counter.click("customer-open").await;
    counter.click("customer-delete").await;
    counter.click("customer-delete-keep").await;
    counter.says("customer-card-name", "Ada Quill-Marsh").await;
    counter.click("customer-delete").await;
    counter.click("customer-delete-yes").await;
    counter.see("customer-none").await;
    assert_eq!(customers(counter, sale).await, json!([]));
    counter.see_with("state", "data-state", "PAID").await;
}

/// Those whom the sale's provider keeps.
async fn customers(counter: &Page, sale: &str) -> Value {
    let account = detail(counter, sale).await["accountId"].take();
    let query = json!({ "account": account, "email": "", "after": "" });
    counter.ask("find_customers", json!({ "query": query })).await["customers"].take()
}

/// Refunds part of a payment, and is told before and after that it takes a while.
async fn refund_that_takes_days(counter: &Page, digits: &str) {
    counter.click("refund").await;
    counter.see("refund-amount").await;
    counter.type_keys(digits.chars()).await;
    let before = counter.text("refund-takes").await;
    assert!(before.contains("5 to 10 days"), "{before}");
    counter.click("refund-submit").await;
    counter.see_with("refund-ending", "data-end", "DONE").await;
    let after = counter.text("refund-ending").await;
    assert!(after.contains("5 to 10 days"), "{after}");
    counter.click("refund-close").await;
}

/// *Check a notification* believes what the provider signed, and no other word.
async fn a_message_is_checked(counter: &Page, books: &PaymentFlowBooks, sale: &str) {
    let event = books.events().pop().unwrap();
    assert_eq!(event.kind, EventKind::PaymentSucceeded);
    let signature = books.signature(&event.body);
    open_settings(counter, "ACCOUNTS").await;
    counter
        .click_on(
            "[data-test=\"provider-section-PAYMENT_FLOW\"] [data-test=\"check-notification\"]",
        )
        .await;
    counter.put("notification-signature", &signature).await;
    counter.put("notification-body", &event.body.replace("2500", "2600")).await;
    counter.click("notification-submit").await;
    counter.see_with("notification-verdict", "data-verdict", "NOT_GENUINE").await;

    counter.put("notification-body", &event.body).await;
    counter.click("notification-submit").await;
    counter.see_with("notification-verdict", "data-verdict", "APPROVED").await;
    counter.click("notification-sale").await;
    counter.see_with("detail", "data-sale", sale).await;
}

/// A practice provider of somebody else's, which speaks TLS with a certificate of its own.
struct Elsewhere {
    server: PaymentFlowServer,
    certificate: String,
}

impl Elsewhere {
    async fn serve(folder: &Path) -> Self {
        let OwnCertificate { identity, pem: certificate } = OwnCertificate::of_localhost(folder);
        let random = Random::from_system().unwrap();
        let server = PaymentFlowServer::start(PaymentFlowConfig {
            tls: Some(identity),
            ..PaymentFlowConfig::new(PaymentFlowCredentials::generate(&random), random)
        })
        .await
        .unwrap();
        let link_origin = Some(format!("https://localhost:{}", server.address().port()));
        server.books().set_behaviour(Behaviour { link_origin, ..Behaviour::default() });
        Self { server, certificate }
    }
}

/// The shop has taken payments before, so that its links tell where its customers pay.
async fn links_are_seen(server: &PaymentFlowServer, certificate: &str) {
    let trusted = Certificate::from_pem(certificate.as_bytes()).unwrap();
    let client = http().tls_certs_only([trusted]).build().unwrap();
    let made = client
        .post(format!("https://localhost:{}/v1/payments", server.address().port()))
        .bearer_auth(server.credentials().secret_key.expose())
        .header(header::CONTENT_TYPE, "application/json")
        .body(json!({ "amount": 500, "currency": "USD" }).to_string());
    let answer = made.send().await.unwrap();
    assert!(answer.status().is_success(), "{}", answer.text().await.unwrap());
}
