//! The pictures of codes: `qr://localhost/LINK?px=480`, drawn for a link whose address may be shown, and for no other text.

use desk::domain::TillError;
use qr::{CheckedPng, QrCode};
use tauri::{AppHandle, Manager, Runtime, UriSchemeContext, UriSchemeResponder, http::Request};

use crate::{
    picture_answer::{Keep, picture_answer},
    till::Till,
    windows,
};

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
    let window = context.webview_label();
    let ours = [windows::COUNTER, windows::CUSTOMER].contains(&window);
    let (for_staff, asked) = (window == windows::COUNTER, ours.then(|| asked(&request)).flatten());
    tauri::async_runtime::spawn(async move {
        let answer = match asked {
            Some((link, pixels)) => picture(&app, for_staff, &link, pixels).await,
            None => Err(TillError::NotFound),
        };
        responder.respond(picture_answer(answer, Keep::Never));
    });
}

/// The link, and the most device pixels that its picture may have on a side.
fn asked(request: &Request<Vec<u8>>) -> Option<(String, u32)> {
    let link = request.uri().path().trim_start_matches('/').to_owned();
    let pixels = request.uri().query()?.strip_prefix("px=")?.parse().ok()?;
    Some((link, pixels))
}

/// The customer's window shows its code also while the till is locked; the counter's shows it to who may see the sale.
async fn picture<R: Runtime>(
    app: &AppHandle<R>,
    for_staff: bool,
    link: &str,
    pixels: u32,
) -> Result<Vec<u8>, TillError> {
    let till = app.state::<Till>();
    let desk = till.desk()?;
    if for_staff {
        desk.see_link(desk.actor()?, link).await?;
    }
    let link = desk.shown_link(link).await?;
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
