use std::sync::Once;

use reqwest::{Client, Response, StatusCode, header, redirect::Policy};

use super::until::until;

/// Pays at every practice provider.
const GOOD_CARD: &str = "4242424242424242";

/// A customer's phone.
fn phone() -> Client {
    static PROVIDER: Once = Once::new();
    PROVIDER.call_once(|| {
        // reqwest wants one even for plain HTTP.
        rustls::crypto::ring::default_provider().install_default().unwrap();
    });
    Client::builder().no_proxy().redirect(Policy::none()).build().unwrap()
}

/// Opens the hosted page as soon as it is served, and reads it.
async fn look_at(link: &str) -> String {
    let page =
        until("the hosted page is served", async || phone().get(link).send().await.ok()).await;
    read(page, StatusCode::OK).await
}

/// Opens the hosted page and pays.
pub(crate) async fn pay(link: &str) {
    agree(link, "Paid").await;
}

/// Opens the hosted page and agrees to what it asks for; then it says `done`.
pub(crate) async fn agree(link: &str, done: &str) {
    look_at(link).await;
    let form = phone()
        .post(format!("{link}/pay"))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(format!("card={GOOD_CARD}"));
    let page = read(form.send().await.unwrap(), StatusCode::OK).await;
    assert!(page.contains(done), "{page}");
}

async fn read(page: Response, expected: StatusCode) -> String {
    let status = page.status();
    let text = page.text().await.unwrap();
    assert_eq!(status, expected, "{text}");
    text
}
