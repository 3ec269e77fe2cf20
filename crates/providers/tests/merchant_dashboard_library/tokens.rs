//! How a token is taken, and how little of it is shown.

use providers::{
    Method, Request, TimeLimit,
    merchant_dashboard::{NotAToken, StaffToken},
};

use crate::stage::{TOKEN, UUID, headers, token};

fn made(text: &str) -> Result<StaffToken, NotAToken> {
    StaffToken::new(text.into())
}

/// The header that signs a request of staff's in with `token`.
fn header(token: &StaffToken) -> Vec<(&'static str, String)> {
    headers(&token.authorise(to("https://dash.example.com/api/payment-links/")))
}

fn to(url: &str) -> Request {
    Request::new(Method::Get, url.to_owned(), None, TimeLimit::Read)
}

#[test]
fn a_token_is_taken_bare_or_as_a_copied_header() {
    let signed = vec![("authorization", format!("Token {TOKEN}"))];
    let copies = ["", "Token ", "token ", "TOKEN  "];
    for text in copies.map(|before| format!("{before}{TOKEN}")) {
        assert_eq!(header(&made(&text).unwrap()), signed, "{text}");
    }
    // What only looks like it is the token itself.
    let odd = "Tokenized-0123456789";
    assert_eq!(header(&made(odd).unwrap()), [("authorization", format!("Token {odd}"))]);
}

#[test]
fn a_key_of_another_product_is_refused_as_such() {
    for text in ["Api-Key abcdefgh12345678", "api-key x", "API-KEY  abcdefgh12345678"] {
        assert_eq!(made(text).err(), Some(NotAToken::ApiKey), "{text}");
    }
    for text in ["Bearer abcdefgh12345678", "bearer x"] {
        assert_eq!(made(text).err(), Some(NotAToken::Bearer), "{text}");
    }
}

#[test]
fn what_no_header_can_carry_is_no_token() {
    for text in [
        "abcd efgh",
        "abcdefgh\n",
        "abcdefgh\r\nx: y",
        "abcdefghé",
        "abcdefgh\0",
        "Token a b c d e f",
    ] {
        assert_eq!(made(text).err(), Some(NotAToken::Character), "{text:?}");
    }
    for text in ["", "1234567", "Token ", "Token 1234567"] {
        assert_eq!(made(text).err(), Some(NotAToken::TooShort), "{text}");
    }
    assert!(made("12345678").is_ok());
    let longest = "a".repeat(2_000);
    assert!(made(&longest).is_ok() && made(&format!("Token {longest}")).is_ok());
    assert_eq!(made(&(longest + "a")).err(), Some(NotAToken::TooLong));
}

#[test]
fn a_log_shows_the_ends_of_a_long_token_and_nothing_of_a_short_one() {
    assert_eq!(token().masked(), "9f8e7d6...9Zq4");
    let shown = format!("{:?} {:#?}", token(), Some(token()));
    assert!(shown.contains("9f8e7d6...9Zq4"), "{shown}");
    for hidden in [TOKEN, "9f8e7d6C", "Canary", "c9Zq4"] {
        assert!(!shown.contains(hidden), "{shown}");
    }
    assert_eq!(made("1234567890abcdefgh").unwrap().masked(), "...");
    assert_eq!(made("1234567890abcdefghi").unwrap().masked(), "1234567...fghi");
}

#[test]
fn short_tokens_are_told_apart_and_not_shown() {
    let id = |text: &str| made(text).unwrap().key_id();
    assert_eq!(id("1234567890abcdefghi"), "1234567...fghi");
    // As `printf 12345678 | sha256sum` begins.
    assert_eq!(id("12345678"), "...ef797c81");
    assert_eq!(id("Token 12345678"), "...ef797c81");
    assert_ne!(id("12345678"), id("12345679"));
}

#[test]
fn no_token_is_shown_to_anything_but_staffs_routes() {
    for path in ["", "x/", "x/payments/?page=2", "publicly/"] {
        let url = format!("https://dash.example.com/api/payment-links/{path}");
        assert_eq!(headers(&token().authorise(to(&url))).len(), 1, "{url}");
    }
    for url in [
        format!("https://dash.example.com/api/payment-links/public/{UUID}/"),
        format!("https://dash.example.com/api/payment-links/public/{UUID}/start/"),
        format!("https://dash.example.com/api/payment-links/x/../public/{UUID}/"),
        "https://dash.example.com/api/payment-links/public/".to_owned(),
        "https://dash.example.com/checkout/create/".to_owned(),
        "https://dash.example.com/".to_owned(),
        "/api/payment-links/".to_owned(),
        String::new(),
    ] {
        assert!(headers(&token().authorise(to(&url))).is_empty(), "{url}");
    }
}
