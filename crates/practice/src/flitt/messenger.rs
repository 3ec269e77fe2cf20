//! Sending callbacks by HTTP, for a gateway behind a socket.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::{sleep, timeout};

use super::gateway::Gateway;

/// How long the gateway waits for the merchant's answer (fact sheet, 4.1).
const ANSWER_LIMIT: Duration = Duration::from_secs(30);

/// The shortest and the longest pause between two looks at what is due: the first keeps books that
/// cannot be written from spinning, the second follows a clock that was set.
const PAUSES: (Duration, Duration) = (Duration::from_millis(50), Duration::from_mins(1));

/// The task that sends what is due. It ends when it is dropped.
#[derive(Debug)]
pub(super) struct Messenger(JoinHandle<()>);

impl Messenger {
    /// Begins to send in the background of the present tokio runtime.
    pub(super) fn start(gateway: Arc<Gateway>) -> Self {
        Self(tokio::spawn(run(gateway)))
    }
}

impl Drop for Messenger {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn run(gateway: Arc<Gateway>) {
    let client = Client::builder(TokioExecutor::new()).build_http();
    loop {
        let working = Arc::clone(&gateway);
        let found = spawn_blocking(move || working.next_message()).await.ok().flatten();
        if let Some((place, url, body)) = found {
            let taken = post(&client, &url, body).await;
            let working = Arc::clone(&gateway);
            // Books that cannot be written leave the callback due; it then goes out once more.
            let _ = spawn_blocking(move || working.message_tried(place, taken)).await;
        }
        let (shortest, longest) = PAUSES;
        let pause = gateway.until_next_due().unwrap_or(longest).clamp(shortest, longest);
        tokio::select! {
            () = gateway.stirred() => {}
            () = sleep(pause) => {}
        }
    }
}

/// Whether the merchant took it: only HTTP 200 counts, and no redirect is followed.
async fn post(client: &Client<HttpConnector, Body>, url: &str, body: String) -> bool {
    let request = Request::post(url)
        .header("content-type", "application/json; charset=UTF-8")
        .body(Body::from(body));
    let Ok(request) = request else { return false };
    match timeout(ANSWER_LIMIT, client.request(request)).await {
        Ok(Ok(answer)) => answer.status() == StatusCode::OK,
        Ok(Err(_)) | Err(_) => false,
    }
}
