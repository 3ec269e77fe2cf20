//! The first sale, the whole way, in the real window: with a real display, a real keychain, and the practice
//! provider's hosted page.

use serde_json::{Value, json};

use crate::window::{
    Canary, Events, Memory, Page, Windows, answers, both_turn_green, find_sale, is_allowed,
    no_file_holds, on_stage, pay, plant, refund, refund_by_script, runs_nothing_foreign,
    start_practice, state_becomes, stays_on_the_app, take, until, what_is_held,
};

const SHOP: &str = "Quince & Sons";

#[tokio::test]
#[ignore = "needs a window: cargo xtask test runs it"]
async fn a_first_sale_is_taken_paid_refunded_and_survives_a_crash() {
    on_stage("first-sale", async |stage| {
        let windows = stage.open().await;
        let Windows { counter, customer } = &windows;
        start_practice(counter, SHOP).await;

        let sale = take(counter, "2500", "25.00").await;
        assert_eq!(counter.code().await, sale.link);
        link_is_copied(counter, &sale.link).await;
        email_is_copied(counter, &sale.link).await;
        customer_sees(customer, "€25.00", &sale.link).await;

        pay(&sale.link).await;
        both_turn_green(&windows, &sale.sale).await;

        find_sale(counter, &sale.sale).await;
        counter.see_with("state", "data-state", "PAID").await;
        counter.says("left", "€25.00").await;
        refund(counter, "1000").await;
        let state = "PARTLY_REFUNDED";
        counter.see_with("state", "data-state", state).await;
        counter.says("left", "€15.00").await;
        refund(counter, "").await;
        counter.see_with("state", "data-state", "REFUNDED").await;
        nothing_more_goes_back(counter, &sale.sale).await;

        counter.click("rail-take").await;
        let open = take(counter, "500", "5.00").await;
        let before = story(counter, &sale.sale).await;

        stage.kill().await;
        let windows = stage.open().await;
        let Windows { counter, customer } = &windows;
        counter.see("take").await;
        assert_eq!(story(counter, &sale.sale).await, before);
        find_sale(counter, &sale.sale).await;
        counter.see_with("state", "data-state", "REFUNDED").await;
        nothing_more_goes_back(counter, &sale.sale).await;

        find_sale(counter, &open.sale).await;
        assert_eq!(counter.code().await, open.link);
        counter.click("open-waiting").await;
        counter.see_with("state", "data-state", "WAITING").await;
        customer_sees(customer, "€5.00", &open.link).await;
        pay(&open.link).await;
        both_turn_green(&windows, &open.sale).await;
    })
    .await;
}

#[tokio::test]
#[ignore = "needs a window: cargo xtask test runs it"]
async fn a_key_stays_in_the_keychain() {
    const PLANTED: &str = "canary-7f3a-Zk3q9LwT0aBcDeFg";
    const MISTYPED: &str = "mistyped-c0de-Wq8Ln2VbXyRt5HjP";
    on_stage("canary", async |stage| {
        let windows = stage.open().await;
        start_practice(&windows.counter, SHOP).await;
        let till = windows.counter.ask("till_state", json!({})).await;
        let account = till["activeAccount"].as_str().unwrap();
        stage.kill().await;
        // The till and the practice provider both take the key that the keychain holds.
        plant(account, PLANTED).await;

        let windows = stage.open().await;
        let Windows { counter, customer } = &windows;
        // The till tells one listener: the page's own, and from now on this one in its place.
        counter.see("take").await;
        let events = Events::listen(counter).await;
        let sale = take(counter, "2500", "25.00").await;
        let mut said = answers(counter, account, &sale.sale).await;
        pay(&sale.link).await;
        state_becomes(counter, &sale.sale, "PAID").await;
        find_sale(counter, &sale.sale).await;
        refund(counter, "1000").await;
        let form = json!({
            "account": account,
            "which": "MAIN",
            "reportsId": "",
            "key": MISTYPED,
            "sessionOnly": false,
        });
        let refusal = counter.invoke("replace_key", json!({ "form": form })).await.unwrap_err();
        assert_eq!(refusal["code"], "CREDENTIALS_REFUSED", "{refusal}");
        said.push(refusal);
        said.push(story(counter, &sale.sale).await);
        let heard = events.heard().await;
        assert!(heard.to_string().contains(&sale.sale), "{heard}");
        said.push(heard);
        for key in [PLANTED, MISTYPED].map(Canary::new) {
            for said in &said {
                assert_eq!(key.found_in(said.to_string().as_bytes()), None, "{said}");
            }
        }

        // Beside the key, something that each page surely holds: so the search is seen to work.
        let key = Canary::new(PLANTED);
        for (page, known) in [(counter, sale.sale.as_str()), (customer, "Quince")] {
            let held = what_is_held(page).await;
            assert_eq!(key.found_in(held.as_bytes()), None, "{}", page.name());
            assert!(Canary::new(known).found_in(held.as_bytes()).is_some(), "{held}");
        }
        let pages = stage.program().page_processes();
        assert!(!pages.is_empty(), "the pages have processes of their own");
        for page in pages.into_iter().map(Memory::of) {
            assert_eq!(key.found_in_memory(&page), None, "in a page's memory");
            assert!(Canary::new("Quince").found_in_memory(&page).is_some());
        }

        no_file_holds(&[PLANTED, MISTYPED], stage.home());
        stage.kill().await;
        no_file_holds(&[PLANTED, MISTYPED], stage.home());
    })
    .await;
}

#[tokio::test]
#[ignore = "needs a window: cargo xtask test runs it"]
async fn a_window_does_its_own_and_shows_the_app_alone() {
    /// Of the shell's plugins, which serve the shell and no page.
    const NOBODYS: [&str; 6] = [
        "plugin:clipboard-manager|read_text",
        "plugin:clipboard-manager|write_text",
        "plugin:opener|open_url",
        "plugin:event|listen",
        "plugin:webview|create_webview_window",
        "plugin:window|close",
    ];
    /// The driver's session would end with the page; a test of its own asks for it.
    const ENDS_ITS_PAGE: &str = "fresh_page";
    on_stage("windows", async |stage| {
        let Windows { counter, customer } = stage.open().await;
        for page in [counter, customer] {
            for command in tillside::COMMANDS {
                let is_its_own = command.window == page.name();
                if is_its_own && command.name == ENDS_ITS_PAGE {
                    continue;
                }
                let allowed = is_allowed(&page, command.name).await;
                assert_eq!(allowed, is_its_own, "{command:?} in {}", page.name());
            }
            for command in NOBODYS {
                let allowed = is_allowed(&page, command).await;
                assert!(!allowed, "{command} in {}", page.name());
            }
            runs_nothing_foreign(&page).await;
            stays_on_the_app(&page).await;
        }
    })
    .await;
}

/// Another program finds exactly the link on the clipboard.
async fn link_is_copied(counter: &Page, link: &str) {
    let mut clipboard = arboard::Clipboard::new().unwrap();
    clipboard.set_text("something else").unwrap();
    counter.click("copy-link").await;
    until("the page says that the link was copied", async || {
        (!counter.text("copied").await.is_empty()).then_some(())
    })
    .await;
    assert_eq!(clipboard.get_text().unwrap(), link);
}

/// A mail program finds the whole message on the clipboard, and one without pictures the plain text.
async fn email_is_copied(counter: &Page, link: &str) {
    counter.click("send").await;
    counter.click("share-email").await;
    until("the page says that the email was copied", async || {
        (!counter.text("share-done").await.is_empty()).then_some(())
    })
    .await;
    let mut clipboard = arboard::Clipboard::new().unwrap();
    let (html, text) = (clipboard.get().html().unwrap(), clipboard.get_text().unwrap());
    assert!(html.contains(&format!("href=\"{link}\"")) && html.contains("<img"), "{html}");
    for message in [&html, &text] {
        assert!(message.contains(link) && message.contains("€25.00"), "{message}");
    }
    counter.click("share-close").await;
    counter.is_without("share-dialog").await;
}

async fn customer_sees(customer: &Page, amount: &str, link: &str) {
    customer.see_with("customer", "data-page", "PAY").await;
    customer.says("customer-amount", amount).await;
    let host = customer.text("customer-host").await;
    assert!(link.starts_with(&format!("http://{host}/")), "{host} of {link}");
    assert_eq!(customer.code().await, link);
}

/// Neither on the page nor past it.
async fn nothing_more_goes_back(counter: &Page, sale: &str) {
    counter.see("nothing-left").await;
    assert!(!counter.has("refund").await, "there is a button to refund");
    let payment = story(counter, sale).await["payments"][0]["id"].take();
    for minor in [1, 2500] {
        let refusal = refund_by_script(counter, &payment, minor).await.unwrap_err();
        let code = refusal["code"].as_str().unwrap_or_default();
        assert!(["OVER_REFUND", "NOT_REFUNDABLE"].contains(&code), "{refusal}");
    }
    let payment = story(counter, sale).await["payments"][0].take();
    assert_eq!(payment["refunded"]["minor"], "2500");
    assert_eq!(payment["refunds"].as_array().map(Vec::len), Some(2));
}

/// All that the till knows of a sale, but for when it last asked.
async fn story(counter: &Page, sale: &str) -> Value {
    let mut story = counter.ask("sale_detail", json!({ "sale": sale })).await;
    if let Some(link) = story["link"].as_object_mut() {
        link.retain(|name, _| name != "lastChecked" && name != "cannotCheckSince");
    }
    story
}
