//! Trying the keys.

use domain::{
    Outcome,
    account::Account,
    error::{Doubt, Fault, Field},
    ids::ProviderMerchantId,
    outcome::RejectionClass,
};
use providers::{Class, Keys, Method, Response, Right, SignedIn};
use secrecy::ExposeSecret;
use serde_json::json;

use crate::support::{
    Answer, Became, KEY, NoRandom, became, flitt, keys, live, order, practice, refusal, response,
    said, shop, signed, signed_by, with,
};

fn tried(answer: Answer) -> Outcome<SignedIn> {
    flitt().signed_in(&shop(), &keys(), answer)
}

#[test]
fn the_keys_are_tried_with_the_state_of_an_order_that_never_was() {
    let request = flitt().sign_in(&shop(), &keys(), &NoRandom);
    assert_eq!(request.method, Method::Post);
    let nobodys = "ab".repeat(16);
    assert_eq!(said(&request, "/status/order_id", Class::Reads), json!({ "order_id": nobodys }));
}

#[test]
fn that_there_is_no_such_order_says_that_the_key_is_good() {
    let Outcome::Done(signed_in) = tried(refusal("1018", "Order not found")) else {
        panic!("refused");
    };
    assert_eq!(signed_in.token.expose_secret(), KEY);
    assert!(signed_in.reports_key.is_none());
    assert_eq!(signed_in.link_account.unwrap().called(), "1549901");
    assert_eq!(signed_in.missing_right, None);
    assert!(signed_in.rights.contains(&Right::MakeLinks));
    assert!(!signed_in.rights.contains(&Right::AlterLinks));

    let more = Keys { reports: Some("reports key".into()), ..keys() };
    let answer = refusal("1018", "Order not found");
    let Outcome::Done(signed_in) = flitt().signed_in(&shop(), &more, answer) else {
        panic!("refused");
    };
    assert_eq!(signed_in.reports_key.unwrap().expose_secret(), "reports key");
    assert!(signed_in.rights.contains(&Right::ListPayments));
}

#[test]
fn a_wrong_key_and_an_unknown_merchant_are_refused_and_nothing_else_is() {
    for (answer, due) in [
        (refusal("1014", "Invalid signature"), Became::Rejected(RejectionClass::Credentials)),
        (
            refusal("1007", "Parameter `signature` is incorrect"),
            Became::Rejected(RejectionClass::Credentials),
        ),
        (refusal("1016", "Merchant not found"), Became::Rejected(RejectionClass::Credentials)),
        (refusal("1006", "Merchant misconfigured"), Became::Rejected(RejectionClass::Refused)),
        (refusal("1002", "Application error"), Became::Unclear(Doubt::ProviderError)),
        (signed(&order()), Became::Unclear(Doubt::Unreadable)),
        (signed(&with(order(), "order_id", "1549901")), Became::Unclear(Doubt::Different)),
        (signed_by("test", &order()), Became::Unclear(Doubt::Unreadable)),
        (Ok(response(502, "")), Became::Unclear(Doubt::ProviderError)),
        (Ok(response(200, "<html>")), Became::Unclear(Doubt::Unreadable)),
        (Ok(response(429, "")), Became::NotSent(Fault::TooManyRequests)),
    ] {
        assert_eq!(became(&tried(answer.clone())), due, "{answer:?}");
    }
}

#[test]
fn what_can_sign_nothing_is_refused_whatever_is_answered() {
    let nobody = Account { key_id: "corner-shop".to_owned(), ..shop() };
    for (account, keys) in [(nobody, keys()), (shop(), Keys::main("".into()))] {
        let request = flitt().sign_in(&account, &keys, &NoRandom);
        assert_eq!((request.class, request.body), (Class::Reads, None));
        let answer = refusal("1018", "Order not found");
        let outcome = flitt().signed_in(&account, &keys, answer);
        assert_eq!(became(&outcome), Became::Rejected(RejectionClass::Credentials));
    }
}

#[test]
fn an_answer_that_refuses_who_asks_ends_the_use_of_the_key_and_no_other_does() {
    for (code, words, ends) in [
        ("1014", "Invalid signature", true),
        ("1007", "Parameter `signature` is incorrect", true),
        ("1016", "Merchant not found", true),
        ("1007", "Parameter `order_desc` is incorrect: signature", false),
        ("1006", "Merchant misconfigured", false),
        ("1018", "Order not found", false),
        ("1100", "Operation not allowed", false),
    ] {
        let answer = refusal(code, words).unwrap();
        assert_eq!(flitt().refuses_session(&answer), ends, "{code} {words}");
        // It comes with HTTP 200: with any other status it is somebody else's.
        for status in [403, 500] {
            let answer = Response { status, ..answer.clone() };
            assert!(!flitt().refuses_session(&answer), "{code} with {status}");
        }
    }
    for answer in [signed(&order()), Ok(response(200, "<html>")), Ok(response(401, ""))] {
        assert!(!flitt().refuses_session(&answer.unwrap()));
    }
}

#[test]
fn an_account_names_one_merchant_and_nothing_below_it() {
    let check = |account: &Account| flitt().check_account(account);
    for good in [
        shop(),
        live(),
        practice(),
        Account { reports_id: Some("1019".to_owned()), ..shop() },
        Account { key_id: "999999999999".to_owned(), ..live() },
    ] {
        assert_eq!(check(&good), Ok(()));
    }
    let some = || Some("other".to_owned());
    for (bad, field) in [
        (Account { key_id: "0".to_owned(), ..shop() }, Field::KeyId),
        // The same merchant as without the zero, which the till knows by its text.
        (Account { key_id: "01412763".to_owned(), ..shop() }, Field::KeyId),
        (Account { key_id: "01700002".to_owned(), ..live() }, Field::KeyId),
        (Account { key_id: "1549901x".to_owned(), ..shop() }, Field::KeyId),
        (Account { key_id: "1000000000000".to_owned(), ..shop() }, Field::KeyId),
        (Account { reports_id: Some("app".to_owned()), ..shop() }, Field::ReportsId),
        (Account { reports_id: Some(String::new()), ..shop() }, Field::ReportsId),
        (
            Account {
                merchant: Some(ProviderMerchantId::try_from("1".to_owned()).unwrap()),
                ..shop()
            },
            Field::Merchant,
        ),
        (Account { link_account: some(), ..shop() }, Field::LinkAccount),
        (Account { payment_account: some(), ..shop() }, Field::PaymentAccount),
    ] {
        assert_eq!(check(&bad), Err(field));
    }
    for public in ["1549901", "1000", "1549902", "1396424", "1397120", "01549901"] {
        let account = Account { key_id: public.to_owned(), ..live() };
        assert_eq!(check(&account), Err(Field::KeyId), "{public}");
    }
}
