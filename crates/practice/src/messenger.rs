//! Telling a merchant by HTTP, for a gateway behind a socket.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::{sleep, timeout};

use crate::books_file::BooksError;

/// How long a gateway waits for the merchant's answer (fact sheet Flitt, 4.1).
const ANSWER_LIMIT: Duration = Duration::from_secs(30);

/// The shortest and the longest pause between two looks at what is due: the first keeps books that
/// cannot be written from spinning, the second follows a clock that was set.
const PAUSES: (Duration, Duration) = (Duration::from_millis(50), Duration::from_mins(1));

/// What a merchant is told.
#[derive(Debug)]
pub(crate) struct Message {
    /// Where it stands in the books.
    pub(crate) place: usize,
    /// Where it goes; plain HTTP.
    pub(crate) url: String,
    /// The headers beside the content type.
    pub(crate) headers: Vec<(&'static str, String)>,
    /// JSON.
    pub(crate) body: String,
}

/// A gateway that tells a merchant what happened.
pub(crate) trait Tells: Send + Sync + 'static {
    /// The next message that is due.
    fn next_message(&self) -> Option<Message>;

    /// Notes that the message at `place` was sent, and what was answered; `None` if nothing was.
    ///
    /// # Errors
    /// The books cannot be written; the message then stays due.
    fn message_tried(&self, place: usize, answer: Option<StatusCode>) -> Result<(), BooksError>;

    /// How long until something is due by itself.
    fn until_next_due(&self) -> Option<Duration>;

    /// Returns when a request was answered or the books were changed since.
    fn stirred(&self) -> impl Future<Output = ()> + Send;
}

/// The task that sends what is due. It ends when it is dropped.
#[derive(Debug)]
pub(crate) struct Messenger(JoinHandle<()>);

impl Messenger {
    /// Begins to send in the background of the present tokio runtime.
    pub(crate) fn start<G: Tells>(gateway: Arc<G>) -> Self {
        Self(tokio::spawn(run(gateway)))
    }
}

impl Drop for Messenger {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn run<G: Tells>(gateway: Arc<G>) {
    let client = Client::builder(TokioExecutor::new()).build_http();
    loop {
        let working = Arc::clone(&gateway);
        let found = spawn_blocking(move || working.next_message()).await.ok().flatten();
        if let Some(message) = found {
            let place = message.place;
            let answer = post(&client, message).await;
            let working = Arc::clone(&gateway);
            // Books that cannot be written leave the message due; it then goes out once more.
            let _ = spawn_blocking(move || working.message_tried(place, answer)).await;
        }
        let (shortest, longest) = PAUSES;
        let pause = gateway.until_next_due().unwrap_or(longest).clamp(shortest, longest);
        tokio::select! {
            () = gateway.stirred() => {}
            () = sleep(pause) => {}
        }
    }
}

/// What the merchant answered; no redirect is followed.
async fn post(client: &Client<HttpConnector, Body>, message: Message) -> Option<StatusCode> {
    let mut request =
        Request::post(message.url).header("content-type", "application/json; charset=UTF-8");
    for (name, value) in message.headers {
        request = request.header(name, value);
    }
    let request = request.body(Body::from(message.body)).ok()?;
    let answer = timeout(ANSWER_LIMIT, client.request(request)).await.ok()?.ok()?;
    Some(answer.status())
}
