//! The pictures of codes: `qr://localhost/LINK?px=480`, drawn for a link whose address may be shown, and for no other text.
//! The counter gets those of the sales that may be seen there, the customer's window the one that it shows.

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
    let asked = Viewer::of(context.webview_label()).zip(asked(&request));
    tauri::async_runtime::spawn(async move {
        let answer = match asked {
            Some((viewer, (link, pixels))) => picture(&app, viewer, &link, pixels).await,
            None => Err(TillError::NotFound),
        };
        responder.respond(picture_answer(answer, Keep::Never));
    });
}

/// Who looks at the window that asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Viewer {
    Staff,
    Customer,
}

impl Viewer {
    fn of(window: &str) -> Option<Self> {
        match window {
            windows::COUNTER => Some(Self::Staff),
            windows::CUSTOMER => Some(Self::Customer),
            _ => None,
        }
    }
}

/// The link, and the most device pixels that its picture may have on a side.
fn asked(request: &Request<Vec<u8>>) -> Option<(String, u32)> {
    let link = request.uri().path().trim_start_matches('/').to_owned();
    let pixels = request.uri().query()?.strip_prefix("px=")?.parse().ok()?;
    Some((link, pixels))
}

/// The counter draws a code for who may see the sale. The customer's window draws the one that its page shows, also while
/// the till is locked, and no other: a link's id alone opens nothing there.
async fn picture<R: Runtime>(
    app: &AppHandle<R>,
    viewer: Viewer,
    link: &str,
    pixels: u32,
) -> Result<Vec<u8>, TillError> {
    let till = app.state::<Till>();
    let opened = till.opened()?;
    let desk = &opened.desk;
    match viewer {
        Viewer::Staff => {
            desk.see_link(desk.actor()?, link).await?;
        }
        Viewer::Customer if opened.display.draws_code(link).await => {}
        Viewer::Customer => return Err(TillError::NotFound),
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
