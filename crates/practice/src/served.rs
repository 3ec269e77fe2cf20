//! A gateway behind a socket.

use std::fmt::Debug;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::Router;
use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use http_body::Frame;
use tokio::time::sleep;

use crate::answer::GatewayAnswer;
use crate::call::Call;

/// Few requests of these APIs are larger.
const LARGEST_BODY: usize = 64 * 1024;

/// A pretend gateway that a server can put behind a socket.
pub(crate) trait Served: Debug + Send + Sync + 'static {
    /// Answers one request. `None`: the connection is closed without an answer.
    fn answer(&self, call: &Call) -> Option<GatewayAnswer>;

    /// The largest body that is read, in bytes.
    fn largest_body(&self) -> usize {
        LARGEST_BODY
    }

    /// What a request gets whose body is too large or breaks off.
    fn unreadable(&self) -> GatewayAnswer;

    /// What a request gets whose work was lost.
    fn lost(&self) -> GatewayAnswer;

    /// A client has connected.
    fn connection_opened(&self);
}

/// Serves `gateway` under every path.
pub(crate) fn router(gateway: Arc<dyn Served>) -> Router {
    Router::new().fallback(receive).with_state(gateway)
}

/// Turns an HTTP request into a [`Call`] and the answer into HTTP. The work is done on a thread
/// that may wait for the disk, and to its end even if the client goes away.
async fn receive(State(gateway): State<Arc<dyn Served>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let answer = match to_bytes(body, gateway.largest_body()).await {
        Ok(body) => {
            let call = Call {
                method: parts.method,
                path: parts.uri.path().to_owned(),
                query: parts.uri.query().unwrap_or_default().to_owned(),
                headers: parts.headers,
                body,
            };
            let working = Arc::clone(&gateway);
            tokio::task::spawn_blocking(move || working.answer(&call))
                .await
                .unwrap_or_else(|_| Some(gateway.lost()))
        }
        Err(_) => Some(gateway.unreadable()),
    };
    match answer {
        Some(answer) => {
            if !answer.delay.is_zero() {
                sleep(answer.delay).await;
            }
            into_response(answer)
        }
        None => Body::new(Cut).into_response(),
    }
}

/// A body that breaks at once: the server closes the connection before it has sent anything.
struct Cut;

impl HttpBody for Cut {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        Poll::Ready(Some(Err(io::ErrorKind::ConnectionAborted.into())))
    }
}

fn into_response(answer: GatewayAnswer) -> Response {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, Body::from(answer.body)).into_response();
    for (name, value) in answer.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}
