use serde_json::{Value, json};

use super::{page::Page, stage::Windows, until::until};

/// The till's green: `--paid` of the interface (LOOK.md).
const GREEN: [u8; 3] = [0x0e, 0x6a, 0x4e];

/// All that the till knows of a sale.
pub(crate) async fn detail(counter: &Page, sale: &str) -> Value {
    counter.ask("sale_detail", json!({ "sale": sale })).await
}

/// Waits until the till itself says that the sale is in this state.
pub(crate) async fn state_becomes(counter: &Page, sale: &str, state: &str) {
    until(&format!("the sale is {state}"), async || {
        (detail(counter, sale).await["state"]["kind"] == state).then_some(())
    })
    .await;
}

/// Both show the same amount and the same mark, the counter's first, for it goes on by itself soon. A page may have its
/// words before it is drawn.
pub(crate) async fn both_turn_green(Windows { counter, customer }: &Windows, sale: &str) {
    counter.see_with("paid-screen", "data-sale", sale).await;
    customer.see_with("customer", "data-page", "PAID").await;
    for shown in ["paid-amount", "mark"] {
        assert_eq!(counter.text(shown).await, customer.text(shown).await);
    }
    for page in [counter, customer] {
        until(&format!("the {} window is green", page.name()), async || {
            (page.picture().await.percent_of(GREEN) > 60).then_some(())
        })
        .await;
    }
}
