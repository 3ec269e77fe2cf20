use fantoccini::key::Key;
use serde_json::{Value, json};

use super::{
    SHOP,
    walk::{Aside, Walk, paid_screens_stay},
};
use crate::window::{
    Page, Windows, ask_for, find_sale, on_stage, pay, take, take_for_several, trouble,
};

const PROVIDER: &str = "GLOBAL_PAYMENTS";

/// Beside a sale whose link is open.
const ON_A_LINK: [Aside; 4] = [
    ["send", "share-dialog", "share-close"],
    ["print", "slip-dialog", "slip-close"],
    ["change-link", "change-dialog", "change-cancel"],
    ["cancel-link", "cancel-confirm", "cancel-keep"],
];

/// Beside a sale whose money is reserved.
const ON_A_HOLD: [Aside; 2] =
    [["capture", "hold-dialog", "hold-cancel"], ["release", "hold-dialog", "hold-cancel"]];

#[tokio::test]
#[ignore = "needs a window: cargo xtask test runs it"]
async fn the_screens_of_a_sale_are_accessible_and_fit() {
    on_stage("every-screen-of-a-sale", async |stage| {
        let windows = stage.open().await;
        let mut walk = Walk::new();
        first_start(&mut walk, &windows).await;
        an_amount(&mut walk, &windows).await;
        let sale = a_link(&mut walk, &windows).await;
        a_payment(&mut walk, &windows).await;
        a_refund(&mut walk, &windows.counter).await;
        the_list(&mut walk, &windows.counter, &sale).await;
        other_ends(&mut walk, &windows).await;
        walk.found_nothing();
    })
    .await;
}

async fn first_start(walk: &mut Walk, Windows { counter, customer }: &Windows) {
    walk.at(counter, "first-start").await;
    walk.at_customer(customer, "IDLE").await;
    counter.fill("shop-name", SHOP).await;
    for provider in ["FLITT", "PAYMENT_FLOW", "MERCHANT_DASHBOARD", PROVIDER] {
        counter.choose(&format!("provider-{provider}")).await;
        walk.aside(counter, ["connect", "connect-form", "connect-cancel"]).await;
    }
    counter.click("try-now").await;
}

async fn an_amount(walk: &mut Walk, Windows { counter, customer }: &Windows) {
    walk.at(counter, "take").await;
    walk.at_customer(customer, "IDLE").await;
    paid_screens_stay(counter).await;
    counter.click("create-link").await;
    walk.at(counter, "amount-problem").await;
    counter.click("more-options").await;
    walk.at(counter, "options").await;
    counter.click("more-options").await;
    // It may be one or a thousand.
    counter.paste("1,234").await;
    walk.at(counter, "pasted").await;
    counter.click("paste-leave").await;
    counter.type_keys([char::from(Key::F1)]).await;
    walk.at(counter, "keys-dialog").await;
    counter.click("keys-close").await;
}

/// Makes a link, and gives its sale.
async fn a_link(walk: &mut Walk, Windows { counter, customer }: &Windows) -> String {
    let sale = take(counter, "2500", "25.00").await;
    walk.at_state(counter, "WAITING").await;
    customer.code().await;
    walk.at_customer(customer, "PAY").await;
    for aside in ON_A_LINK {
        walk.aside(counter, aside).await;
    }
    counter.click("show-customer").await;
    walk.at(counter, "shared-screen").await;
    counter.hold_until_seen('x', "sale").await;
    pay(&sale.link).await;
    sale.sale
}

async fn a_payment(walk: &mut Walk, Windows { counter, customer }: &Windows) {
    walk.at(counter, "paid-screen").await;
    walk.at_customer(customer, "PAID").await;
    counter.click("paid-details").await;
    walk.at(counter, "detail").await;
    for folded in ["sale-ids", "provider-said"] {
        counter.click_on(&format!("[data-test=\"{folded}\"] summary")).await;
        walk.at(counter, folded).await;
    }
}

async fn a_refund(walk: &mut Walk, counter: &Page) {
    counter.click("refund").await;
    walk.at(counter, "refund-dialog").await;
    counter.type_keys("1000".chars()).await;
    counter.choose("reason-other").await;
    walk.at(counter, "refund-note").await;
    counter.fill("refund-note", "A scratch").await;
    counter.click("refund-submit").await;
    walk.at_one(counter, "refund-ending", "data-end", "DONE").await;
    counter.click("refund-close").await;
    walk.at_state(counter, "PARTLY_REFUNDED").await;

    counter.click("refund").await;
    counter.see("refund-amount").await;
    counter.type_keys("1000".chars()).await;
    counter.click("refund-submit").await;
    walk.at(counter, "refund-repeats").await;
    counter.click("refund-once").await;
}

async fn the_list(walk: &mut Walk, counter: &Page, sale: &str) {
    counter.click("find").await;
    counter.fill("search", "yesterday 25").await;
    walk.at(counter, "understood").await;
    find_sale(counter, sale).await;
    counter.click("sales-export").await;
    walk.at(counter, "sales-exported").await;
}

/// What else becomes of a link.
async fn other_ends(walk: &mut Walk, Windows { counter, customer }: &Windows) {
    counter.click("rail-take").await;
    begin(counter, json!({ "trouble": "DECLINES" })).await;
    walk.at_state(counter, "CARD_REFUSED").await;
    walk.at(customer, "customer-card-refused").await;

    counter.click("rail-take").await;
    counter.see("take").await;
    counter.type_keys("500".chars()).await;
    walk.at(counter, "alike").await;
    counter.click("key-clear").await;

    begin(counter, json!({ "trouble": "PAYS_ANOTHER_AMOUNT", "difference": 100 })).await;
    walk.at_state(counter, "PAID_DIFFERENT_AMOUNT").await;
    counter.click("rail-take").await;
    begin(counter, json!({ "trouble": "PAYS_TWICE" })).await;
    walk.at_state(counter, "PAID_TWICE").await;

    counter.click("rail-take").await;
    begin(counter, json!({ "trouble": "RESERVES" })).await;
    walk.at_state(counter, "RESERVED").await;
    for aside in ON_A_HOLD {
        walk.aside(counter, aside).await;
    }

    counter.click("rail-take").await;
    take(counter, "500", "5.00").await;
    counter.click("cancel-link").await;
    counter.click("cancel-yes").await;
    walk.at_state(counter, "CLOSED").await;
    walk.at_customer(customer, "OVER").await;

    counter.click("rail-take").await;
    let shared = take_for_several(counter, "500", "5.00", "2").await;
    pay(&shared.link).await;
    walk.at_state(counter, "COLLECTING").await;

    counter.click("rail-take").await;
    begin(counter, json!({ "trouble": "PAYS_AFTER_CANCEL" })).await;
    counter.click("cancel-link").await;
    counter.click("cancel-yes").await;
    walk.at(counter, "paid-late").await;
}

/// Asks for 5.00 of a customer who does what is planned, as soon as there is a link.
async fn begin(counter: &Page, planned: Value) {
    trouble(counter, PROVIDER, planned).await;
    ask_for(counter, "500", "5.00").await;
}
