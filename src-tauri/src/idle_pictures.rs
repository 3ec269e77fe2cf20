//! The picture that customers see while there is nothing to pay: `idle://localhost/PICTURE`, for both windows. It is no
//! secret: whoever stands in the shop sees it.

use desk::domain::TillError;
use tauri::{AppHandle, Manager, Runtime, UriSchemeContext, UriSchemeResponder, http::Request};

use crate::{
    picture_answer::{Keep, picture_answer},
    till::Till,
};

/// The scheme of the picture's address.
pub(crate) const SCHEME: &str = "idle";

/// Answers a window that asks for the picture.
#[expect(clippy::needless_pass_by_value, reason = "the signature is Tauri's")]
pub(crate) fn answer<R: Runtime>(
    context: UriSchemeContext<'_, R>,
    request: Request<Vec<u8>>,
    responder: UriSchemeResponder,
) {
    let app = context.app_handle().clone();
    let name = request.uri().path().trim_start_matches('/').to_owned();
    tauri::async_runtime::spawn(async move {
        responder.respond(picture_answer(picture(&app, &name).await, Keep::Always));
    });
}

async fn picture<R: Runtime>(app: &AppHandle<R>, name: &str) -> Result<Vec<u8>, TillError> {
    app.state::<Till>().desk()?.idle_picture_bytes(name).await
}
