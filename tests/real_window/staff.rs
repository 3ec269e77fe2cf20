//! Staff in the real window: the first PIN, what each role finds, a lock behind which sales go on, and wrong PINs.

use std::{fs, path::Path};

use serde_json::{Value, json};

use crate::window::{
    Axe, CASHIER_PIN, Events, MANAGER_PIN, OWNER_PIN, Page, Windows, add_by_hand, crew, detail,
    find_sale, lock, lose_staff_secret, on_stage, open_settings, pay, set_first_pin, sign_in,
    start_practice, take, try_pin, type_pin, until,
};

const SHOP: &str = "Quince & Sons";

const DRAW: &str = "
    const [address, done] = arguments;
    const picture = new Image();
    picture.onload = () => done(true);
    picture.onerror = () => done(false);
    picture.src = address;";

#[tokio::test]
#[ignore = "needs a window: cargo xtask test runs it"]
async fn staff_sign_in_and_a_manager_approves_what_a_cashier_may_not() {
    on_stage("staff", async |stage| {
        let mut axe = Axe::new();
        let Windows { counter, customer } = &stage.open().await;
        start_practice(counter, SHOP).await;
        set_first_pin(counter, "Shop owner").await;
        axe.look_at(counter, "the staff").await;
        let manager = add_by_hand(counter, "Floor manager", "manager", MANAGER_PIN).await;
        let cashier = add_by_hand(counter, "Front desk", "cashier", CASHIER_PIN).await;

        counter.click("rail-take").await;
        let sale = take(counter, "2500", "25.00").await;
        let code = detail(counter, &sale.sale).await["link"]["id"].as_str().unwrap().to_owned();
        assert!(draws(counter, &code, 200).await, "whoever may see the sale sees its code");
        the_customers_window_draws_the_code_that_it_shows(counter, customer, &sale.sale, &code)
            .await;
        lock(counter).await;
        axe.look_at(counter, "the lock").await;
        nothing_of_the_till_is_left(counter, &sale.sale, &sale.link, &code).await;
        assert!(draws(customer, &code, 200).await, "the customer's display draws it all the same");
        open_sales(counter, 1).await;
        assert_eq!(customer.code().await, sale.link, "the customer's code stays");
        let events = Events::listen(counter).await;
        pay(&sale.link).await;
        customer.see_with("customer", "data-page", "PAID").await;
        let heard = events.heard().await.to_string();
        assert!(heard.contains("TILL") && !heard.contains(&sale.sale), "{heard}");
        // One page is told at a time, and the test took its place.
        counter.script("location.reload()", Vec::new()).await;
        open_sales(counter, 0).await;

        try_pin(counter, &cashier, OWNER_PIN).await;
        counter.see_with("pin-problem", "data-code", "WRONG_PIN").await;
        axe.look_at(counter, "a wrong PIN").await;
        // Once more, on the same pad.
        type_pin(counter, "pin", cashier.pin).await;
        counter.see("signed-in").await;
        customer.see_with("customer", "data-page", "IDLE").await;
        a_cashier_finds_no_more_than_theirs(counter, &mut axe).await;

        find_sale(counter, &sale.sale).await;
        counter.click("refund").await;
        counter.see("refund-amount").await;
        counter.type_keys("1000".chars()).await;
        counter.click("refund-submit").await;
        counter.see_with("refund-proof", "data-step", "APPROVAL").await;
        let approver = format!("[data-test=\"approver\"][data-member=\"{}\"]", manager.id);
        counter.click_on(&approver).await;
        axe.look_at(counter, "an approval").await;
        type_pin(counter, "refund-pin", manager.pin).await;
        counter.see_with("refund-ending", "data-end", "DONE").await;
        counter.click("refund-close").await;
        let refund = detail(counter, &sale.sale).await["payments"][0]["refunds"][0].take();
        assert_eq!(
            (&refund["madeBy"], &refund["approvedBy"]),
            (&json!("Front desk"), &json!("Floor manager"))
        );
        axe.found_nothing();
    })
    .await;
}

#[tokio::test]
#[ignore = "needs a window: cargo xtask test runs it"]
async fn a_restart_ends_neither_a_lock_nor_a_wait_and_the_book_tells_of_both() {
    on_stage("staff-restart", async |stage| {
        let Windows { counter, .. } = &stage.open().await;
        start_practice(counter, SHOP).await;
        let ([owner, manager, cashier], _) = crew(counter).await;
        lock(counter).await;
        for _ in 0..5 {
            let form = json!({ "member": cashier.id, "pin": "482917" });
            let refusal = counter.invoke("sign_in", json!({ "form": form })).await.unwrap_err();
            assert_eq!(refusal["code"], "WRONG_PIN", "{refusal}");
        }
        try_pin(counter, &manager, "482917").await;
        counter.see_with("pin-problem", "data-code", "WRONG_PIN").await;

        stage.kill().await;
        let Windows { counter, .. } = &stage.open().await;
        counter.see("lock-screen").await;
        let tile = format!("[data-test=\"staff-tile\"][data-member=\"{}\"]", cashier.id);
        counter.click_on(&tile).await;
        counter.see("pin-wait").await;
        let form = json!({ "member": cashier.id, "pin": cashier.pin });
        let refusal = counter.invoke("sign_in", json!({ "form": form })).await.unwrap_err();
        assert_eq!(refusal["code"], "PIN_WAIT", "the right one waits, too: {refusal}");

        sign_in(counter, &owner).await;
        open_settings(counter, "STAFF").await;
        counter.click("open-history").await;
        counter.see("history-row").await;
        let query = json!({
            "by": null, "group": "STAFF", "onlyPeople": false, "from": null, "to": null,
            "sale": null, "before": null,
        });
        let told = counter.ask("history", json!({ "query": query })).await;
        let refused = told["entries"].as_array().unwrap().iter().filter(|entry| {
            entry["kind"] == "PIN_REFUSED" && entry["member"]["id"] == json!(cashier.id)
        });
        assert_eq!(refused.count(), 5, "{told}");
        counter.click("history-check").await;
        counter.see("history-whole").await;
    })
    .await;
}

#[tokio::test]
#[ignore = "needs a window: cargo xtask test runs it"]
async fn the_recovery_code_brings_back_what_the_keychain_lost_and_nobodys_pin_is_gone() {
    const NEW_PIN: &str = "357091";
    on_stage("staff-recovery", async |stage| {
        let Windows { counter, .. } = &stage.open().await;
        start_practice(counter, SHOP).await;
        let ([owner, _, cashier], code) = crew(counter).await;
        let query = json!({
            "by": null, "group": null, "onlyPeople": false, "from": null, "to": null,
            "sale": null, "before": null,
        });
        let saved = counter.ask("export_history", json!({ "query": query })).await;
        stage.kill().await;
        lose_staff_secret(&first_hash(&saved)).await;

        let Windows { counter, .. } = &stage.open().await;
        counter.see_with("lock-problem", "data-code", "PIN_SECRET_MISSING").await;
        let form = json!({ "member": owner.id, "pin": owner.pin });
        let refusal = counter.invoke("sign_in", json!({ "form": form })).await.unwrap_err();
        assert_eq!(refusal["code"], "PIN_SECRET_MISSING", "{refusal}");
        counter.click("lock-recover").await;
        counter.fill("recover-code", &code.replace('-', " ").to_lowercase()).await;
        counter.click("recover-next").await;
        type_pin(counter, "recover-pin", NEW_PIN).await;
        type_pin(counter, "recover-pin-again", NEW_PIN).await;
        counter.see("signed-in").await;

        lock(counter).await;
        sign_in(counter, &cashier).await;
        lock(counter).await;
        let form = json!({ "member": owner.id, "pin": owner.pin });
        let refusal = counter.invoke("sign_in", json!({ "form": form })).await.unwrap_err();
        assert_eq!(refusal["code"], "WRONG_PIN", "the owner has another PIN now: {refusal}");
    })
    .await;
}

/// The fingerprint of the book's first entry, by the list that was saved.
fn first_hash(saved: &Value) -> String {
    let file = Path::new(saved["folder"].as_str().unwrap()).join(saved["name"].as_str().unwrap());
    let text = fs::read_to_string(file).unwrap();
    let first = text.lines().find(|row| row.starts_with("1,")).unwrap();
    first.rsplit(',').next().unwrap().to_owned()
}

/// Neither on the page nor past it.
async fn nothing_of_the_till_is_left(counter: &Page, sale: &str, link: &str, code: &str) {
    let held = counter.script("return document.documentElement.outerHTML", Vec::new()).await;
    let held = held.as_str().unwrap();
    assert!(held.contains("Quince"), "{held}");
    for secret in [sale, link, "25.00"] {
        assert!(!held.contains(secret), "{secret} in {held}");
    }
    for (command, given) in [
        ("sale_detail", json!({ "sale": sale })),
        ("open_sales", json!({})),
        ("till_state", json!({})),
        ("staff_list", json!({})),
    ] {
        let refusal = counter.invoke(command, given).await.unwrap_err();
        assert_eq!(refusal["code"], "TILL_LOCKED", "{command}");
    }
    assert!(!draws(counter, code, 201).await, "the counter draws the code");
}

/// And no other: the link can still be paid, and its id is known.
async fn the_customers_window_draws_the_code_that_it_shows(
    counter: &Page,
    customer: &Page,
    sale: &str,
    code: &str,
) {
    counter.ask("show_to_customer", json!({ "sale": null })).await;
    assert!(!draws(customer, code, 202).await, "the code of a sale that it does not show");
    counter.ask("show_to_customer", json!({ "sale": sale })).await;
    assert!(draws(customer, code, 203).await, "the code of the sale that it shows");
}

/// Whether the window gets the picture of a link's code. A page keeps what it got in a size: each question has its own.
async fn draws(page: &Page, code: &str, pixels: u32) -> bool {
    page.script_until_done(DRAW, vec![json!(format!("qr://localhost/{code}?px={pixels}"))]).await
        == true
}

/// The lock screen counts them, also as they change.
async fn open_sales(counter: &Page, count: u32) {
    let words = match count {
        0 => "No open sales",
        _ => "1 open sale is being watched",
    };
    counter.says("lock-open-sales", words).await;
    let session = counter.ask("session", json!({})).await;
    assert_eq!(session["screen"]["openSales"], count);
}

async fn a_cashier_finds_no_more_than_theirs(counter: &Page, axe: &mut Axe) {
    counter.click("rail-settings").await;
    counter.see("own-pin-change").await;
    axe.look_at(counter, "a cashier's settings").await;
    for hidden in ["staff-section", "rules", "open-history", "part-ACCOUNTS", "part-SHOP"] {
        assert!(!counter.has(hidden).await, "a cashier sees {hidden}");
    }
    until("no figure of the day is shown", async || {
        (!counter.text("today").await.contains("25.00")).then_some(())
    })
    .await;
    let year = json!({ "from": "2026-01-01T00:00:00Z", "to": "2099-01-01T00:00:00Z" });
    for (command, given, right) in [
        ("staff_list", json!({}), "MANAGE_STAFF"),
        ("day_totals", year, "SEE_FIGURES"),
        ("export_products", json!({ "environment": "PRACTICE" }), "EXPORT"),
    ] {
        let refusal = counter.invoke(command, given).await.unwrap_err();
        assert_eq!(refusal, json!({ "code": "NOT_ALLOWED", "right": right }), "{command}");
    }
}
