use std::time::Duration;

use tokio::time::{sleep, timeout};

/// Far longer than anything should take: a machine that builds beside the tests is slow.
const LIMIT: Duration = Duration::from_mins(1);

/// Between two questions.
const PAUSE: Duration = Duration::from_millis(40);

/// Asks until there is an answer. What never comes fails the test with the words of `awaited`.
pub(crate) async fn until<T>(awaited: &str, ask: impl AsyncFnMut() -> Option<T>) -> T {
    timeout(LIMIT, answer(ask))
        .await
        .unwrap_or_else(|_| panic!("waited {LIMIT:?} in vain: {awaited}"))
}

async fn answer<T>(mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    loop {
        if let Some(answer) = ask().await {
            return answer;
        }
        sleep(PAUSE).await;
    }
}
