//! The slips that the counter's page draws for paper: `slip://localhost/LINK?paper=ROLL_58`, an SVG picture in the paper's
//! real size. For the counter alone, and only for a link that may leave the till.

use desk::domain::TillError;
use share::Paper;
use tauri::{
    AppHandle, Manager, Runtime, UriSchemeContext, UriSchemeResponder,
    http::{HeaderValue, Request, header},
};

use crate::{
    commands::{invited, made},
    picture_answer::{Keep, picture_answer},
    till::Till,
    windows,
};

/// The scheme of the pictures' addresses.
pub(crate) const SCHEME: &str = "slip";

/// Answers the counter when it asks for a slip.
#[expect(clippy::needless_pass_by_value, reason = "the signature is Tauri's")]
pub(crate) fn answer<R: Runtime>(
    context: UriSchemeContext<'_, R>,
    request: Request<Vec<u8>>,
    responder: UriSchemeResponder,
) {
    let app = context.app_handle().clone();
    let asked = asked(&request).filter(|_| context.webview_label() == windows::COUNTER);
    tauri::async_runtime::spawn(async move {
        let answer = match asked {
            Some((link, paper)) => picture(&app, &link, paper).await,
            None => Err(TillError::NotFound),
        };
        let mut response = picture_answer(answer, Keep::Never);
        if response.status().is_success() {
            let svg = HeaderValue::from_static("image/svg+xml");
            response.headers_mut().insert(header::CONTENT_TYPE, svg);
        }
        responder.respond(response);
    });
}

fn asked(request: &Request<Vec<u8>>) -> Option<(String, Paper)> {
    let link = request.uri().path().trim_start_matches('/').to_owned();
    let paper = request.uri().query()?.strip_prefix("paper=")?;
    Some((link, serde_json::from_value(paper.into()).ok()?))
}

async fn picture<R: Runtime>(
    app: &AppHandle<R>,
    link: &str,
    paper: Paper,
) -> Result<Vec<u8>, TillError> {
    let till = app.state::<Till>();
    let opened = till.opened()?;
    let (_, invitation) = invited(opened, opened.desk.actor()?, link).await?;
    made(move || Ok(invitation.slip(paper)?.svg()?.into_bytes())).await
}
