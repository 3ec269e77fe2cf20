use practice::merchant_dashboard::Endpoint;
use serde_json::json;

use crate::shop::{BAD_CARD, GOOD_CARD, LINKS, Shop, TOKEN, moved};

/// The token that the page shows.
fn token(page: &str) -> Option<String> {
    let (_, rest) = page.split_once("id=\"token\" value=\"")?;
    rest.split_once('"').map(|(token, _)| token.to_owned())
}

#[test]
fn staff_sign_in_for_a_fresh_token() {
    let shop = Shop::open();
    shop.books().end_sessions().unwrap();
    let (status, shown) = shop.open_page("/dashboard/");
    assert_eq!((status, token(&shown)), (200, None));
    assert!(shown.contains("action=\"/dashboard/\"") && shown.contains("Sign in"), "{shown}");
    let (status, shown) = shop.send_form("/dashboard/", "");
    let fresh = token(&shown).unwrap();
    assert_eq!((status, fresh.len(), fresh == TOKEN), (200, 40, false));
    let header = format!("Token {fresh}");
    assert_eq!(shop.send_as(Some(&header), "GET", LINKS, b"").unwrap().status, 200);
    shop.get(LINKS).refused(401);
    assert_eq!(shop.books().requests(Endpoint::Dashboard), 2);
}

#[test]
fn the_page_shows_what_was_paid_and_gives_it_back() {
    let shop = Shop::open();
    let uuid = shop.create(&json!({}));
    let paid = shop.books().pay(&uuid, GOOD_CARD).unwrap().id;
    let failed = shop.books().pay(&uuid, BAD_CARD).unwrap().id;
    let (_, shown) = shop.open_page("/dashboard/");
    assert!(shown.contains(paid.as_str()) && shown.contains("Refund 32.50 USD"), "{shown}");
    assert!(!shown.contains(failed.as_str()) && shown.contains("Corner &lt;shop&gt;"), "{shown}");
    let (status, shown) = shop.send_form("/dashboard/refund/", &format!("payment={paid}"));
    assert_eq!((status, shown.contains(paid.as_str())), (200, false));
    assert_eq!(shop.statuses(&uuid), ["failed", "refunded"]);
    let (status, shown) = shop.send_form("/dashboard/refund/", &format!("payment={paid}"));
    assert_eq!((status, shown.contains("role=\"alert\"")), (409, true));
    assert_eq!(shop.happened(), moved(1, (1, 3250), (1, 3250)));
}
