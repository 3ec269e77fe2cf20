//! The pictures of codes: `qr://localhost/LINK?px=480`, drawn for a link whose address may be shown, and for no other text.

use desk::domain::TillError;
use qr::{CheckedPng, QrCode};
use tauri::{
    AppHandle, Manager, Runtime, UriSchemeContext, UriSchemeResponder,
    http::{Request, Response, StatusCode, header},
};

use crate::{till::Till, windows};

/// The scheme of the pictures' addresses.
pub(crate) const SCHEME: &str = "qr";

/// Answers a window that asks for a picture.
#[expect(clippy::needless_pass_by_value, reason = "the signature is Tauri's")]
pub(crate) fn answer<R: Runtime>(
    context: UriSchemeContext<'_, R>,
    request: Request<Vec<u8>>,
    responder: UriSchemeResponder,
) {
    let app = context.app_handle().clone();
    let ours = [windows::COUNTER, windows::CUSTOMER].contains(&context.webview_label());
    let asked = ours.then(|| asked(&request)).flatten();
    tauri::async_runtime::spawn(async move {
        let answer = match asked {
            Some((link, pixels)) => picture(&app, &link, pixels).await,
            None => Err(TillError::NotFound),
        };
        responder.respond(response(answer));
    });
}

/// The link, and the most device pixels that its picture may have on a side.
fn asked(request: &Request<Vec<u8>>) -> Option<(String, u32)> {
    let link = request.uri().path().trim_start_matches('/').to_owned();
    let pixels = request.uri().query()?.strip_prefix("px=")?.parse().ok()?;
    Some((link, pixels))
}

async fn picture<R: Runtime>(
    app: &AppHandle<R>,
    link: &str,
    pixels: u32,
) -> Result<Vec<u8>, TillError> {
    let link = app.state::<Till>().desk()?.shown_link(link).await?;
    let drawn = tauri::async_runtime::spawn_blocking(move || {
        QrCode::encode(&link.url).and_then(|code| code.png(pixels)).map(CheckedPng::into_bytes)
    });
    match drawn.await {
        Ok(Ok(picture)) => Ok(picture),
        Ok(Err(error)) => {
            tracing::error!(%error, "a code could not be drawn");
            Err(TillError::QrFailed)
        }
        Err(_) => Err(TillError::QrFailed),
    }
}

fn response(answer: Result<Vec<u8>, TillError>) -> Response<Vec<u8>> {
    let (status, kind, body) = match answer {
        Ok(picture) => (StatusCode::OK, "image/png", picture),
        Err(TillError::NotFound) => (StatusCode::NOT_FOUND, "text/plain", Vec::new()),
        Err(_) => (StatusCode::INTERNAL_SERVER_ERROR, "text/plain", Vec::new()),
    };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
    response
}
