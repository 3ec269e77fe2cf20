//! Trying the token.

use domain::{
    Outcome, TillError, account::Account, error::Field, outcome::RejectionClass, pay_url::PayHost,
};
use providers::{Class, Keys, Right, SignedIn, TransportFault};
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use crate::support::{
    Answer, BASE, Became, LINKS, NoRandom, PAY_HOST, TOKEN, UNREADABLE, became, dashboard, header,
    keys, link, list, live, no, ok, outcome, practice, response, shop, template, unaddressed, with,
};

fn read(account: &Account, answer: Answer) -> Outcome<SignedIn> {
    dashboard().signed_in(account, &keys(), answer)
}

fn hosts(account: &Account, rows: &[Value]) -> Vec<String> {
    let Outcome::Done(signed_in) = read(account, list(rows)) else { panic!("not signed in") };
    signed_in.pay_hosts.iter().map(PayHost::as_str).map(str::to_owned).collect()
}

#[test]
fn the_links_are_asked_for_with_the_token() {
    let request = dashboard().sign_in(&shop(), &keys(), &NoRandom);
    assert_eq!(request.url, format!("{BASE}{LINKS}"));
    assert_eq!(request.class, Class::Reads);
    assert_eq!(header(&request, "authorization"), Some(format!("Token {TOKEN}")));
    // As it stands in a copied header.
    let copied = Keys::main(format!("Token {TOKEN}").into());
    let request = dashboard().sign_in(&shop(), &copied, &NoRandom);
    assert_eq!(header(&request, "authorization"), Some(format!("Token {TOKEN}")));
}

#[test]
fn what_is_no_token_never_leaves_and_is_refused_whatever_is_answered() {
    for text in ["Api-Key canary4f9c2b7e1a", "Bearer canary4f9c2b7e1a", "canary", "canary 4f9c2b7e"]
    {
        let keys = Keys::main(text.into());
        let invalid = TillError::InvalidField { field: Field::Key };
        assert_eq!(dashboard().check_keys(&shop(), &keys), Err(invalid), "{text}");
        let request = dashboard().sign_in(&shop(), &keys, &NoRandom);
        assert!(request.headers.iter().all(|one| !one.value.expose_secret().contains("canary")));
        assert!(!request.url.contains("canary") && request.body.is_none());
        let refused = dashboard().signed_in(&shop(), &keys, list(&[]));
        assert_eq!(became(&refused), Became::Rejected(RejectionClass::Credentials));
    }
    assert_eq!(dashboard().check_keys(&shop(), &keys()), Ok(()));
}

#[test]
fn a_token_is_called_by_its_ends() {
    assert_eq!(dashboard().key_id(&keys()).as_deref(), Some("0f1e2d3...bbcc"));
    assert_eq!(dashboard().key_id(&Keys::main("Api-Key x".into())).as_deref(), Some(""));
}

#[test]
fn a_list_says_that_the_token_is_good() {
    let Outcome::Done(signed_in) = read(&shop(), list(&[link()])) else { panic!("not signed in") };
    assert_eq!(signed_in.token.expose_secret(), TOKEN);
    assert_eq!(signed_in.missing_right, None);
    let mut rights = signed_in.rights.clone();
    rights.retain(|right| {
        !matches!(
            right,
            Right::MakeLinks
                | Right::SeeLinks
                | Right::ListLinks
                | Right::AlterLinks
                | Right::SeePayments
                | Right::ListPayments
        )
    });
    assert_eq!((rights.len(), signed_in.rights.len()), (0, 6));
}

#[test]
fn the_links_say_where_customers_pay() {
    let at = |address: &str| with(link(), "public_url", address);
    let rows = [
        at("https://pay.dash.example.com/l/1"),
        at("http://insecure.example/l/1"),
        json!("no link at all"),
        at("https://pay.shop.example:8443/l/2"),
        at("https://pay.dash.example.com/l/3"),
        unaddressed(),
    ];
    assert_eq!(hosts(&shop(), &rows), [PAY_HOST, "pay.shop.example:8443"]);
    assert_eq!(hosts(&live(), &rows), [PAY_HOST], "real money stays on a host for it");
}

#[test]
fn where_no_link_says_it_the_template_or_the_dashboard_does() {
    for rows in [vec![], vec![unaddressed()]] {
        assert_eq!(hosts(&shop(), &rows), ["test.dash.example.com"]);
        let pay_page = Some(template("https://pay.shop.example/{uuid}"));
        assert_eq!(hosts(&Account { pay_page, ..shop() }, &rows), ["pay.shop.example"]);
        let pay_page = Some(template("https://test.shop.example/{uuid}"));
        assert!(hosts(&Account { pay_page, ..live() }, &rows).is_empty());
        assert!(hosts(&practice(), &rows).is_empty());
    }
}

#[test]
fn nothing_but_a_list_is_a_yes() {
    let became = |answer: Answer| became(&read(&shop(), answer));
    assert_eq!(became(no(401)), Became::Rejected(RejectionClass::Credentials));
    assert_eq!(became(no(403)), Became::Rejected(RejectionClass::Permission));
    for answer in [
        ok(&json!({})),
        ok(&link()),
        Ok(response(200, "<html></html>")),
        Ok(response(401, "<html></html>")),
        Ok(response(301, "")),
    ] {
        assert_eq!(became(answer), UNREADABLE);
    }
    let paged = ok(&json!({ "count": 0, "next": null, "previous": null, "results": [] }));
    assert_eq!(became(paged), Became::Done);
}

#[test]
fn a_warm_up_takes_any_answer() {
    let warm_up = || dashboard().warm_up(&shop());
    assert_eq!(outcome(warm_up(), vec![list(&[])]), Outcome::Done(()));
    assert_eq!(outcome(warm_up(), vec![Ok(response(500, ""))]), Outcome::Done(()));
    assert!(matches!(outcome(warm_up(), vec![Err(TransportFault::Connect)]), Outcome::NotSent(_)));
}
