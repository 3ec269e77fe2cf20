use reqwest::{Client, Response, StatusCode, header, redirect::Policy};

use super::{http::http, until::until};

/// Pays at every practice provider.
const GOOD_CARD: &str = "4242424242424242";

/// Declined by the practice PaymentFlow.
const DECLINED_CARD: &str = "4000000000000002";

/// A customer's phone.
fn phone() -> Client {
    http().redirect(Policy::none()).build().unwrap()
}

/// Opens the hosted page as soon as it is served, and reads it.
async fn look_at(link: &str, expected: StatusCode) -> String {
    let page =
        until("the hosted page is served", async || phone().get(link).send().await.ok()).await;
    read(page, expected).await
}

/// Opens the hosted page of a link that the shop has cancelled.
pub(crate) async fn finds_cancelled(link: &str) {
    let page = look_at(link, StatusCode::GONE).await;
    assert!(page.contains("The shop has cancelled this link"), "{page}");
}

/// Opens the hosted page and pays.
pub(crate) async fn pay(link: &str) {
    agree(link, "Paid").await;
}

/// Opens the hosted page and agrees to what it asks for; then it says `done`.
pub(crate) async fn agree(link: &str, done: &str) {
    offer(link, GOOD_CARD, StatusCode::OK, done).await;
}

/// Opens PaymentFlow's hosted page and offers a card that the bank declines.
pub(crate) async fn offer_declined_card(link: &str) {
    offer(link, DECLINED_CARD, StatusCode::CONFLICT, "The card was refused").await;
}

async fn offer(link: &str, card: &str, expected: StatusCode, done: &str) {
    look_at(link, StatusCode::OK).await;
    let form = phone()
        .post(format!("{link}/pay"))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(format!("card={card}"));
    let page = read(form.send().await.unwrap(), expected).await;
    assert!(page.contains(done), "{page}");
}

async fn read(page: Response, expected: StatusCode) -> String {
    let status = page.status();
    let text = page.text().await.unwrap();
    assert_eq!(status, expected, "{text}");
    text
}
