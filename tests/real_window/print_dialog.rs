//! The system's print dialog stands open while a customer pays.

use crate::window::{Windows, both_turn_green, on_stage, pay, start_practice, take};

#[tokio::test]
#[ignore = "needs a window: cargo xtask test runs it"]
async fn both_windows_turn_green_while_the_print_dialog_is_open() {
    on_stage("print-dialog", async |stage| {
        let windows = &stage.open().await;
        let Windows { counter, .. } = windows;
        start_practice(counter, "Quince & Sons").await;
        let sale = take(counter, "2500", "25.00").await;
        counter.click("print").await;
        counter.find("[data-test=\"slip-print\"]:not(:disabled)").await;
        counter.click("slip-print").await;
        // For as long as the dialog waits for staff; where none had opened, the page would say so.
        counter.find("[data-test=\"slip-print\"]:disabled").await;
        counter.is_without("slip-problem").await;

        pay(&sale.link).await;
        both_turn_green(windows, &sale.sale).await;
        // Nobody prints a link that is paid, and the next customer finds no dialog in the way.
        stage.log_says("the print dialog was closed").await;
    })
    .await;
}
