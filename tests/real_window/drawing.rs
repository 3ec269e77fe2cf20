//! Who draws the pages where there is no graphics card.

use std::{path::Path, time::Duration};

use tokio::time::{sleep, timeout};

use crate::window::{Windows, on_stage, start_practice};

/// Longer than the page takes to come to rest.
const REST: Duration = Duration::from_secs(2);
const PATIENCE: Duration = Duration::from_secs(20);

#[tokio::test]
#[ignore = "needs a window: cargo xtask test runs it"]
async fn the_processor_draws_where_there_is_no_card_and_any_driver_gets_a_picture() {
    on_stage("drawing", async |stage| {
        stage.open().await;
        // What makes a picture may be an emulated card all the same: only its absence is sure.
        if !Path::new("/dev/dri").exists() && !Path::new("/dev/nvidiactl").exists() {
            stage.log_says("no graphics card: the processor draws the page").await;
        }
        stage.kill().await;

        // A driver that does not know that it has to stir the page.
        let Windows { counter, .. } = &stage.open_on(&[("TILLSIDE_DRAWN_AS_FOR_STAFF", "")]).await;
        start_practice(counter, "Quince & Sons").await;
        sleep(REST).await;
        let taken = timeout(PATIENCE, counter.chosen().await.screenshot()).await;
        taken.expect("a page that rests is photographed").unwrap();
    })
    .await;
}
