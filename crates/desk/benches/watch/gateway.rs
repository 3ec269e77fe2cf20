//! The practice gateway in the place of the network.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use chrono::DateTime;
use desk::seams::{Clock, Timestamp, Transport};
use practice::global_payments::{GatewayAnswer, PracticeGateway};
use providers::{Lane, Method, Request, Response, RetryAfter, TransportFault};
use secrecy::ExposeSecret;

use crate::{clock::BenchClock, known::Requests};

/// How long a request and its answer take on their way, each.
const ONE_WAY: Duration = Duration::from_millis(75);

/// Brings requests to the gateway, and counts them.
pub(crate) struct Line {
    gateway: PracticeGateway,
    clock: Arc<BenchClock>,
    counted: Mutex<Option<Requests>>,
}

impl Line {
    pub(crate) fn new(gateway: PracticeGateway, clock: Arc<BenchClock>) -> Self {
        Self { gateway, clock, counted: Mutex::default() }
    }

    /// Begins to count. Before that, no request takes any time.
    pub(crate) fn count(&self) {
        *self.counted() = Some(Requests::default());
    }

    /// What was counted.
    pub(crate) fn requests(&self) -> Requests {
        self.counted().take().unwrap_or_default()
    }

    fn counted(&self) -> MutexGuard<'_, Option<Requests>> {
        self.counted.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn take_time(&self) {
        let counting = self.counted().is_some();
        if counting {
            tokio::time::sleep(ONE_WAY).await;
        }
    }
}

#[async_trait]
impl Transport for Line {
    async fn send(&self, _lane: Lane, request: Request) -> Result<Response, TransportFault> {
        if let Some(counted) = &mut *self.counted() {
            counted.note(self.clock.elapsed());
        }
        self.take_time().await;
        let path = request.url.splitn(4, '/').nth(3).ok_or(TransportFault::Connect)?;
        let headers: Vec<(String, String)> = request
            .headers
            .iter()
            .map(|header| (header.name.to_owned(), header.value.expose_secret().to_owned()))
            .collect();
        let method = match request.method {
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Patch => "PATCH",
            Method::Delete => "DELETE",
        };
        let body = request.body.unwrap_or_default();
        let answer = self.gateway.answer(method, &format!("/{path}"), &headers, body.as_bytes());
        self.take_time().await;
        answer.map(response).ok_or(TransportFault::ConnectionLost)
    }
}

fn response(answer: GatewayAnswer) -> Response {
    let date = answer.header("date").and_then(|date| DateTime::parse_from_rfc2822(date).ok());
    let wait = answer.header("retry-after").and_then(|wait| wait.parse().ok());
    Response {
        status: answer.status,
        date: date.and_then(|date| Timestamp::from_millis(date.timestamp_millis())),
        retry_after: wait.map(|seconds| RetryAfter::Wait(Duration::from_secs(seconds))),
        body: answer.body,
    }
}
