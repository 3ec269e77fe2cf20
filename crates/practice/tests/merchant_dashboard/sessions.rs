use std::time::Duration;

use practice::merchant_dashboard::{AnswerTrouble, Behaviour};
use serde_json::json;

use crate::shop::{LINKS, Shop, TOKEN, order, path, read};

#[test]
fn only_a_session_token_signs_in() {
    let shop = Shop::open();
    let body = order().to_string();
    for authorization in [
        format!("Api-Key {TOKEN}"),
        format!("Bearer {TOKEN}"),
        format!("token {TOKEN}"),
        TOKEN.to_owned(),
        "Token ".to_owned(),
        format!("Token {}", TOKEN.to_uppercase()),
    ] {
        let answer = shop.send_as(Some(&authorization), "POST", LINKS, body.as_bytes()).unwrap();
        assert_eq!(answer.header("www-authenticate"), Some("Token"));
        read(&answer).refused(401);
    }
    read(&shop.send_as(None, "POST", LINKS, body.as_bytes()).unwrap()).refused(401);
    assert_eq!(shop.happened().links_made, 0);
    let unknown_method = shop.send_as(None, "PUT", LINKS, b"").unwrap();
    assert_eq!(unknown_method.status, 401, "who is not signed in learns nothing else");
}

#[test]
fn several_sessions_live_and_all_of_them_end() {
    let shop = Shop::open();
    let second = shop.books().sign_in().unwrap();
    assert_eq!(second.expose().len(), 40);
    let status = |token: &str| {
        shop.send_as(Some(&format!("Token {token}")), "GET", LINKS, b"").unwrap().status
    };
    assert_eq!([status(TOKEN), status(second.expose())], [200, 200]);
    shop.books().end_sessions().unwrap();
    assert_eq!([status(TOKEN), status(second.expose())], [401, 401]);
    let third = shop.books().sign_in().unwrap();
    assert_eq!([status(TOKEN), status(third.expose())], [401, 200]);
}

#[test]
fn a_session_can_have_a_life() {
    let life = Some(Duration::from_hours(1));
    let shop = Shop::with(Behaviour { session_life: life, ..Behaviour::default() });
    shop.wait(3599);
    shop.get(LINKS).ok();
    shop.wait(1);
    shop.get(LINKS).refused(401);
    let token = shop.books().sign_in().unwrap();
    let header = format!("Token {}", token.expose());
    assert_eq!(shop.send_as(Some(&header), "GET", LINKS, b"").unwrap().status, 200);
}

#[test]
fn a_session_can_end_in_the_middle_of_a_write() {
    let shop = Shop::open();
    let uuid = shop.create(&json!({}));
    shop.books().plan(AnswerTrouble::EndsSession);
    shop.get(&path(&uuid)).ok();
    shop.patch(&uuid, &json!({ "is_active": false })).refused(401);
    shop.get(&path(&uuid)).refused(401);
    assert!(shop.books().link(&uuid).unwrap().terms().is_active, "nothing was done");
    shop.preview(&uuid).ok();
    shop.books().sign_in().unwrap();
}
