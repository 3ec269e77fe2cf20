//! The pictures of products: `product://localhost/PRODUCT?v=PICTURE`, for the counter alone.

use desk::domain::TillError;
use tauri::{
    AppHandle, Manager, Runtime, UriSchemeContext, UriSchemeResponder,
    http::{Request, Uri},
};

use crate::{
    picture_answer::{Keep, picture_answer},
    till::Till,
    windows,
};

/// The scheme of the pictures' addresses.
pub(crate) const SCHEME: &str = "product";

/// Answers a window that asks for a picture.
#[expect(clippy::needless_pass_by_value, reason = "the signature is Tauri's")]
pub(crate) fn answer<R: Runtime>(
    context: UriSchemeContext<'_, R>,
    request: Request<Vec<u8>>,
    responder: UriSchemeResponder,
) {
    let app = context.app_handle().clone();
    let asked = asked(context.webview_label(), request.uri());
    tauri::async_runtime::spawn(async move {
        let picture = match asked {
            Some(product) => picture(&app, &product).await,
            None => Err(TillError::NotFound),
        };
        responder.respond(picture_answer(picture, Keep::Always));
    });
}

/// The product. Its address must name the picture, too: a window keeps what it gets there.
fn asked(window: &str, address: &Uri) -> Option<String> {
    let version = address.query()?.strip_prefix("v=")?;
    let ours = window == windows::COUNTER && !version.is_empty();
    ours.then(|| address.path().trim_start_matches('/').to_owned())
}

async fn picture<R: Runtime>(app: &AppHandle<R>, product: &str) -> Result<Vec<u8>, TillError> {
    let till = app.state::<Till>();
    let desk = till.desk()?;
    // Whoever is signed in sees the products.
    desk.actor()?;
    desk.product_picture(product).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_for_the_counter_and_for_one_version() {
        let asked = |window, address: &str| asked(window, &address.parse().unwrap());
        assert_eq!(
            asked(windows::COUNTER, "product://localhost/an-id?v=a-picture"),
            Some("an-id".to_owned())
        );
        assert_eq!(asked(windows::COUNTER, "product://localhost/an-id"), None);
        assert_eq!(asked(windows::COUNTER, "product://localhost/an-id?v="), None);
        assert_eq!(asked(windows::CUSTOMER, "product://localhost/an-id?v=a-picture"), None);
    }
}
