//! Trying the key.

use domain::{Outcome, account::Account, outcome::RejectionClass, pay_url::PayHost};
use providers::{Class, Keys, Right, SignedIn, TransportFault};
use secrecy::ExposeSecret;
use serde_json::json;

use crate::support::{
    Answer, BASE, Became, KEY, NoRandom, UNREADABLE, became, header, keys, list, live, no, ok,
    outcome, payment, paymentflow, response, shop, with,
};

fn read(keys: &Keys, answer: Answer) -> Outcome<SignedIn> {
    paymentflow().signed_in(&shop(), keys, answer)
}

#[test]
fn the_newest_payments_are_asked_for_with_the_key() {
    let request = paymentflow().sign_in(&shop(), &keys(), &NoRandom);
    assert_eq!(request.url, format!("{BASE}/payments?limit=10"));
    assert_eq!(request.class, Class::Reads);
    assert_eq!(header(&request, "authorization"), Some(format!("Bearer {KEY}")));
    assert_eq!(header(&request, "paymentflow-version").as_deref(), Some("2.1"));
    assert_eq!(header(&request, "idempotency-key"), None);
}

#[test]
fn a_key_of_another_environment_never_leaves_and_is_refused_whatever_is_answered() {
    for key in ["sk_live_canary4f9c2b7e1a", "canary"] {
        let keys = Keys::main(key.into());
        let request = paymentflow().sign_in(&shop(), &keys, &NoRandom);
        assert!(request.headers.iter().all(|one| !one.value.expose_secret().contains("canary")));
        assert!(!request.url.contains("canary") && request.body.is_none());
        let refused = became(&read(&keys, list(&[])));
        assert_eq!(refused, Became::Rejected(RejectionClass::Credentials));
    }
    let live = paymentflow().signed_in(&live(), &keys(), list(&[]));
    assert_eq!(became(&live), Became::Rejected(RejectionClass::Credentials));
}

#[test]
fn a_list_says_that_the_key_is_good_and_where_customers_pay() {
    let at = |address: &str| with(payment(), "checkout_url", address);
    let rows = [
        at("https://checkout.paymentflow.com/c/1"),
        at("http://insecure.example/c/1"),
        json!({ "id": "pay_2" }),
        json!("no payment at all"),
        at("https://pay.shop.example:8443/c/2"),
        at("https://checkout.paymentflow.com/c/3"),
    ];
    let Outcome::Done(signed_in) = read(&keys(), list(&rows)) else { panic!("not signed in") };
    let hosts: Vec<_> = signed_in.pay_hosts.iter().map(PayHost::as_str).collect();
    assert_eq!(hosts, ["checkout.paymentflow.com", "pay.shop.example:8443"]);
    assert_eq!(signed_in.token.expose_secret(), KEY);
    assert_eq!(signed_in.missing_right, None);
    for right in [Right::MakeLinks, Right::SeeLinks, Right::AlterLinks, Right::Refund] {
        assert!(signed_in.rights.contains(&right), "{right:?}");
    }
    for right in [Right::Capture, Right::Release] {
        assert!(!signed_in.rights.contains(&right), "{right:?}");
    }
    let open = Keys::main("pk_test_canary4f9c2b7e1a".into());
    let Outcome::Done(with_open) = read(&open, list(&[])) else { panic!("not signed in") };
    assert!(with_open.rights.contains(&Right::MakeLinks));
    for right in [Right::AlterLinks, Right::Refund] {
        assert!(!with_open.rights.contains(&right), "{right:?} of a key that anybody may see");
    }
    let key = Keys::main("sk_live_canary4f9c2b7e1a".into());
    let Outcome::Done(signed_in) = paymentflow().signed_in(&live(), &key, list(&rows)) else {
        panic!("not signed in")
    };
    let hosts: Vec<_> = signed_in.pay_hosts.iter().map(PayHost::as_str).collect();
    assert_eq!(hosts, ["checkout.paymentflow.com"], "real money stays on a host for it");
    let Outcome::Done(new) = read(&keys(), list(&[])) else { panic!("a new shop has no payment") };
    assert!(new.pay_hosts.is_empty());
}

#[test]
fn nothing_but_a_list_is_a_yes() {
    let refused = Became::Rejected(RejectionClass::Credentials);
    assert_eq!(became(&read(&keys(), no(401, "invalid_api_key", None))), refused);
    assert_eq!(became(&read(&keys(), no(403, "expired", None))), refused);
    for answer in [
        ok(&json!({})),
        ok(&json!({ "data": [] })),
        ok(&payment()),
        Ok(response(200, "<html></html>")),
        Ok(response(401, "<html></html>")),
    ] {
        assert_eq!(became(&read(&keys(), answer)), UNREADABLE);
    }
}

#[test]
fn only_the_providers_own_401_ends_a_session() {
    let refuses = |answer: Answer| paymentflow().refuses_session(&answer.unwrap());
    assert!(refuses(no(401, "invalid_api_key", None)));
    assert!(!refuses(no(403, "not_allowed", None)));
    assert!(!refuses(no(404, "resource_missing", None)));
    assert!(!refuses(Ok(response(401, "<html></html>"))));
}

#[test]
fn a_warm_up_takes_any_answer() {
    let warm_up = || paymentflow().warm_up(&shop());
    assert_eq!(outcome(warm_up(), vec![list(&[])]), Outcome::Done(()));
    assert_eq!(outcome(warm_up(), vec![Ok(response(500, ""))]), Outcome::Done(()));
    assert!(matches!(outcome(warm_up(), vec![Err(TransportFault::Connect)]), Outcome::NotSent(_)));
}

#[test]
fn a_request_of_an_account_shows_its_key_and_nothing_of_an_owner() {
    let account = Account { key_id: String::new(), ..shop() };
    let request = paymentflow().sign_in(&account, &keys(), &NoRandom);
    assert!(!format!("{request:?}").contains("canary"));
}
