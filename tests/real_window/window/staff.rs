use fantoccini::key::Key;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{page::Page, until::until};

/// A day next month.
const FIRST_CHARGE: &str =
    "return new Date(Date.now() + 30 * 24 * 3600 * 1000).toISOString().slice(0, 10)";

/// A sale whose link stands on the screen.
pub(crate) struct Waiting {
    /// The sale's id.
    pub(crate) sale: String,
    /// The link, as the screen shows it.
    pub(crate) link: String,
}

/// The first start: names the shop and begins to practise.
pub(crate) async fn start_practice(counter: &Page, shop: &str) {
    counter.fill("shop-name", shop).await;
    counter.click("try-now").await;
    counter.see("take").await;
}

/// The same with a provider that is chosen.
pub(crate) async fn start_practice_at(counter: &Page, shop: &str, provider: &str) {
    counter.see("first-start").await;
    counter.choose(&format!("provider-{provider}")).await;
    start_practice(counter, shop).await;
}

/// Taps the tiles of products, each as often as it stands there, and waits until all of them are chosen.
pub(crate) async fn tap(counter: &Page, products: &[&str]) {
    for product in products {
        let tile = format!("[data-test=\"tile\"][data-product=\"{product}\"]");
        counter.click_on(&tile).await;
    }
}

/// Presses the key that creates the link, and waits until the link stands on the screen.
pub(crate) async fn create(counter: &Page) -> Waiting {
    counter.type_keys([char::from(Key::Enter)]).await;
    waiting(counter).await
}

/// Opens a part of the *Settings*, by the page's word for it.
pub(crate) async fn open_settings(counter: &Page, part: &str) {
    counter.click("rail-settings").await;
    counter.click(&format!("part-{part}")).await;
}

/// Begins to practise with another provider, too, in *Settings*, and goes back to take a payment there.
pub(crate) async fn practise(counter: &Page, provider: &str) {
    open_settings(counter, "ACCOUNTS").await;
    counter.click(&format!("practice-{provider}")).await;
    counter
        .find(&format!("[data-test=\"provider-section-{provider}\"] [data-test=\"account-card\"]"))
        .await;
    counter.click("rail-take").await;
}

/// Waits until the account that was connected by hand takes the next payment.
pub(crate) async fn connected(counter: &Page, name: &str) {
    until(&format!("the account {name} is in use"), async || {
        let till = counter.ask("till_state", json!({})).await;
        let accounts = till["accounts"].as_array()?;
        accounts
            .iter()
            .any(|account| account["name"] == name && account["id"] == till["activeAccount"])
            .then_some(())
    })
    .await;
}

/// Plans in *Settings* what the practice provider does wrong next, and goes back to take a payment.
pub(crate) async fn plan_trouble(counter: &Page, trouble: &str) {
    open_settings(counter, "ACCOUNTS").await;
    counter.choose(&format!("trouble-{trouble}")).await;
    counter.click("trouble-plan").await;
    counter.see("troubles-planned").await;
    counter.click("rail-take").await;
}

/// Types an amount's digits and Enter.
pub(crate) async fn ask_for(counter: &Page, digits: &str, shown: &str) {
    counter.see("take").await;
    counter.type_keys(digits.chars()).await;
    counter.says("amount", shown).await;
    counter.type_keys([char::from(Key::Enter)]).await;
}

/// The same, and waits until the link stands on the screen.
pub(crate) async fn take(counter: &Page, digits: &str, shown: &str) -> Waiting {
    ask_for(counter, digits, shown).await;
    waiting(counter).await
}

/// The same for a link that several customers may pay.
pub(crate) async fn take_for_several(
    counter: &Page,
    digits: &str,
    shown: &str,
    uses: &str,
) -> Waiting {
    counter.see("take").await;
    counter.type_keys(digits.chars()).await;
    counter.says("amount", shown).await;
    counter.click("more-options").await;
    counter.click("several").await;
    counter.clear("use-limit").await;
    counter.fill("use-limit", uses).await;
    counter.click("create-link").await;
    waiting(counter).await
}

/// The same for a link that is for something else than a payment; `fill_in` answers what that needs.
pub(crate) async fn take_as(
    counter: &Page,
    kind: &str,
    digits: &str,
    shown: &str,
    fill_in: impl AsyncFnOnce(&Page),
) -> Waiting {
    take_with(counter, digits, shown, async |counter| {
        counter.choose(&format!("link-kind-{kind}")).await;
        fill_in(counter).await;
        counter.see("kind-summary").await;
    })
    .await
}

/// The same with more options, which `fill_in` fills in.
pub(crate) async fn take_with(
    counter: &Page,
    digits: &str,
    shown: &str,
    fill_in: impl AsyncFnOnce(&Page),
) -> Waiting {
    counter.see("take").await;
    counter.type_keys(digits.chars()).await;
    counter.says("amount", shown).await;
    if !counter.has("options").await {
        counter.click("more-options").await;
    }
    fill_in(counter).await;
    counter.click("create-link").await;
    waiting(counter).await
}

/// Fills in a subscription: every month, ten times, 15.00.
pub(crate) async fn monthly(counter: &Page) {
    counter.click("each-charge").await;
    counter.type_keys("1500".chars()).await;
    let day = counter.script(FIRST_CHARGE, Vec::new()).await;
    counter.put("starts-on", day.as_str().unwrap()).await;
    counter.clear("times").await;
    counter.fill("times", "10").await;
}

/// The sale whose link stands on the screen, once it does.
pub(crate) async fn waiting(counter: &Page) -> Waiting {
    counter.see_with("state", "data-state", "WAITING").await;
    Waiting { sale: counter.attribute("sale", "data-sale").await, link: counter.text("link").await }
}

/// Makes another link for a sale that came to nothing: it asks for as much again.
pub(crate) async fn create_again(counter: &Page, shown: &str) -> Waiting {
    counter.click("create-again").await;
    counter.see("take").await;
    counter.says("amount", shown).await;
    counter.click("create-link").await;
    waiting(counter).await
}

/// Opens *Sales* and looks at a sale.
pub(crate) async fn find_sale(counter: &Page, sale: &str) {
    counter.click("rail-sales").await;
    counter.click_on(&format!("[data-test=\"sale-row\"][data-sale=\"{sale}\"]")).await;
    counter.see_with("detail", "data-sale", sale).await;
}

/// Captures so much of the reservation that is looked at.
pub(crate) async fn capture(counter: &Page, digits: &str) {
    counter.click("capture").await;
    counter.see("hold-amount").await;
    counter.type_keys(digits.chars()).await;
    counter.click("hold-submit").await;
    counter.see("hold-ending").await;
    counter.click("hold-close").await;
}

/// Refunds the payment of the sale that is looked at: the digits, or without any what is left.
pub(crate) async fn refund(counter: &Page, digits: &str) {
    counter.click("refund").await;
    counter.see("refund-amount").await;
    counter.type_keys(digits.chars()).await;
    counter.click("refund-submit").await;
    counter.see_with("refund-ending", "data-end", "DONE").await;
    counter.click("refund-close").await;
}

/// Refunds past the page, which may know better.
///
/// # Errors
/// What the till says.
pub(crate) async fn refund_by_script(
    counter: &Page,
    payment: &Value,
    minor: u32,
) -> Result<Value, Value> {
    let form = json!({
        "press": Uuid::new_v4(),
        "payment": payment,
        "amountMinor": minor.to_string(),
        "reason": "CUSTOMER_ASKED",
        "note": "",
    });
    counter.invoke("refund_payment", json!({ "form": form })).await
}
