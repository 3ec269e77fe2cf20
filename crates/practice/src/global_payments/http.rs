//! The gateway behind a socket.

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

use super::answer::GatewayAnswer;
use super::call::{Call, Reply};
use super::errors::ApiError;
use super::gateway::Gateway;

/// No request of this API is larger.
const LARGEST_BODY: usize = 64 * 1024;

/// Serves `gateway` under every path.
pub(crate) fn router(gateway: &Arc<Gateway>) -> Router {
    Router::new().fallback(receive).with_state(Arc::clone(gateway))
}

/// Turns an HTTP request into a [`Call`] and the answer into HTTP. The work is done on a thread
/// that may wait for the disk, and to its end even if the client goes away.
async fn receive(State(gateway): State<Arc<Gateway>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let refused = |refusal| Reply::from(Err(refusal));
    let reply = match to_bytes(body, LARGEST_BODY).await {
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
                .unwrap_or_else(|_| refused(ApiError::nothing_kept()))
        }
        Err(_) => refused(ApiError::body_unreadable()),
    };
    match GatewayAnswer::of(reply, gateway.now()) {
        Some(answer) => into_response(answer),
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
