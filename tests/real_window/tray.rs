//! The tray: what it shows of the till, and the way back from it once the windows are closed.

use crate::window::{
    Axe, TrayPlace, Windows, close, is_seen, on_stage, pay, start_practice, state_becomes, take,
    until,
};

/// What the counter's window is called.
const COUNTER: &str = "Tillside";

#[tokio::test]
#[ignore = "needs a window: cargo xtask test runs it"]
async fn a_till_whose_windows_are_closed_watches_on_in_the_tray() {
    on_stage("tray", async |stage| {
        let tray = TrayPlace::open();
        let Windows { counter, .. } = &stage.open().await;
        start_practice(counter, "Quince & Sons").await;
        tray.says("No open sales").await;
        let sale = take(counter, "2500", "25.00").await;
        counter.click("rail-settings").await;
        tray.click("25.00").await;
        counter.see_with("state", "data-state", "WAITING").await;

        // An open sale is not left by mistake.
        close(COUNTER);
        counter.see("closing-dialog").await;
        let mut axe = Axe::new();
        axe.look_at(counter, "the closing question").await;
        axe.found_nothing();
        counter.click("closing-stay").await;
        counter.is_without("closing-dialog").await;
        close(COUNTER);
        counter.click_and_lose("closing-tray").await;
        until("the counter is closed", async || (!is_seen(COUNTER)).then_some(())).await;

        pay(&sale.link).await;
        state_becomes(counter, &sale.sale, "PAID").await;
        tray.says("No open sales").await;
        tray.click("Open Tillside").await;
        until("the counter is back", async || is_seen(COUNTER).then_some(())).await;
        counter.see_with("paid-screen", "data-sale", &sale.sale).await;
    })
    .await;
}
