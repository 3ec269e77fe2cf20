//! A page whose process ends: the till asks for a fresh one, or the web view crashes.

use crate::window::{Windows, kill, on_stage, start_practice, until};

const COUNTER_BEGAN: &str = "the counter's page has begun";
const CUSTOMER_BEGAN: &str = "the customer's page has begun";

/// As the page does it. Without waiting: the driver ends with the process that it drives.
const ASK_LATER: &str = "setTimeout(() => window.__TAURI_INTERNALS__.invoke('fresh_page'), 50);";

#[tokio::test]
#[ignore = "needs a window: cargo xtask test runs it"]
async fn a_page_whose_process_ends_begins_again_in_another_one() {
    on_stage("page-process", async |stage| {
        let Windows { counter, .. } = &stage.open().await;
        start_practice(counter, "Quince & Sons").await;
        let first = stage.program().page_processes();
        assert_eq!(first.len(), 2, "each window's page has a process of its own");

        counter.script(ASK_LATER, Vec::new()).await;
        stage.log_says_times(COUNTER_BEGAN, 2).await;
        stage.log_says_times(CUSTOMER_BEGAN, 2).await;
        let fresh = until("only fresh processes", async || {
            let now = stage.program().page_processes();
            (now.len() == 2 && now.iter().all(|page| !first.contains(page))).then_some(now)
        })
        .await;

        for page in fresh {
            kill(page);
        }
        stage.log_says_times(COUNTER_BEGAN, 3).await;
        stage.log_says_times(CUSTOMER_BEGAN, 3).await;
    })
    .await;
}
