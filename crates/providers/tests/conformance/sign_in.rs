//! Signing in, and which account does what.

use std::time::Duration;

use domain::{Outcome, error::Doubt, outcome::RejectionClass};
use providers::{Keys, Method, ProviderAccount, Session, SignedIn};
use serde_json::{Value, json};

use crate::{
    support::{
        Answer, CountingRandom, body, error, global_payments, header, ok, path, response, sandbox,
        with, without,
    },
    troubles::{Became, became},
};

/// The documented answer (fact sheet, 2.3).
fn token() -> Value {
    json!({
        "token": "abcDEF123ghiJKL456mnoPQR789s",
        "type": "Bearer",
        "scope": {
            "merchant_id": "MER_1",
            "merchant_name": "Sandbox_merchant",
            "accounts": [
                { "id": "TRA_0", "name": "dcc_rate", "permissions": ["TRN_GET_List"] },
                { "id": "TRA_1", "name": "transaction_processing",
                  "permissions": ["LNK_POST_Create", "TRN_GET_Single", "TRN_POST_Refund"] },
                { "id": "TRA_2", "name": "paylink", "permissions": ["LNK_POST_Create", "LNK_GET_Single"] },
                { "id": "TKA_3", "name": "tokenization", "permissions": ["PMT_POST_Create"] },
            ],
        },
        "app_id": "stub_app_id",
        "time_created": "2025-06-02T10:15:30.717Z",
        "seconds_to_expire": 86_399,
    })
}

fn read(answer: Answer) -> Outcome<SignedIn> {
    global_payments().signed_in(answer)
}

fn signed_in(answer: &Value) -> SignedIn {
    match read(ok(answer)) {
        Outcome::Done(signed_in) => signed_in,
        other => panic!("not signed in: {other:?}"),
    }
}

fn named(account: Option<&ProviderAccount>) -> Option<(&str, &str)> {
    account.map(|account| (account.id.as_str(), account.name.as_str()))
}

#[test]
fn each_sign_in_has_a_nonce_of_its_own_and_never_the_key() {
    let keys = Keys { app_key: "stub_app_key".into() };
    let random = CountingRandom::default();
    let request = || global_payments().sign_in(&sandbox(), &keys, &random);
    let (first, second) = (request(), request());
    assert_eq!(first.method, Method::Post);
    assert_eq!(path(&first), "/ucp/accesstoken");
    assert_ne!(body(&first)["nonce"], body(&second)["nonce"]);
    assert_ne!(body(&first)["secret"], body(&second)["secret"]);
    for request in [&first, &second] {
        assert_eq!(header(request, "x-gp-idempotency"), None);
        assert_eq!(header(request, "x-gp-api-key"), None);
        assert!(!request.body.as_ref().unwrap().contains("stub_app_key"));
    }
}

#[test]
fn accounts_are_chosen_by_what_they_may_do() {
    let signed_in = signed_in(&token());
    assert_eq!(signed_in.merchant_name, "Sandbox_merchant");
    assert_eq!(signed_in.lifetime, Duration::from_secs(86_399));
    // Two may make links: the one with the usual name does.
    assert_eq!(named(signed_in.link_account.as_ref()), Some(("TRA_2", "paylink")));
    assert_eq!(named(signed_in.refund_account.as_ref()), Some(("TRA_1", "transaction_processing")));
}

#[test]
fn an_account_may_have_any_name_or_none() {
    let accounts = json!([
        { "id": "TRA_7", "name": "", "permissions": ["LNK_POST_Create"] },
        { "id": "TRA_8", "name": "ECOMUAT", "permissions": ["LNK_POST_Create"] },
    ]);
    let signed_in = signed_in(&with(token(), "scope/accounts", accounts));
    assert_eq!(named(signed_in.link_account.as_ref()), Some(("TRA_7", "")));
    let report = Session::new(signed_in, Duration::ZERO).report();
    assert_eq!(report.link_account.as_deref(), Some("TRA_7"));
    assert!(report.can_create());
}

#[test]
fn keys_without_rights_sign_in_and_are_seen_to_have_none() {
    for answer in [
        with(token(), "scope/accounts", json!([])),
        with(token(), "scope/accounts", Value::Null),
        without(token(), "scope"),
        with(
            token(),
            "scope/accounts",
            json!([{ "id": "TKA_3", "name": "tokenization", "permissions": ["PMT_POST_Create"] }]),
        ),
    ] {
        let report = Session::new(signed_in(&answer), Duration::ZERO).report();
        assert!(!report.can_create() && !report.can_refund(), "{answer}");
    }
}

#[test]
fn keys_that_cannot_see_payments_are_seen_not_to() {
    let may = |rights: &[&str]| {
        let account = json!([{ "id": "TRA_7", "name": "all", "permissions": rights }]);
        let signed_in = signed_in(&with(token(), "scope/accounts", account));
        let report = Session::new(signed_in, Duration::ZERO).report();
        (report.can_see_payments, report.missing_right)
    };
    let all = ["LNK_POST_Create", "LNK_GET_Single", "TRN_GET_Single", "TRN_GET_List"];
    assert_eq!(may(&all), (true, None));
    for lacking in &all[1..] {
        let rights: Vec<&str> = all.iter().copied().filter(|right| right != lacking).collect();
        assert_eq!(may(&rights), (false, Some(*lacking)));
    }
    assert_eq!(may(&all[1..]), (true, Some("LNK_POST_Create")));
    // The first one that is lacking is named.
    assert_eq!(may(&["LNK_POST_Create"]), (false, Some("LNK_GET_Single")));
    assert_eq!(may(&[]), (false, Some("LNK_POST_Create")));
}

#[test]
fn rights_may_be_spread_over_accounts() {
    let report = Session::new(signed_in(&token()), Duration::ZERO).report();
    assert_eq!((report.can_see_payments, report.missing_right), (true, None));
}

#[test]
fn a_token_is_renewed_a_minute_before_its_end() {
    let ends = |seconds: Value| {
        let session = Session::new(
            signed_in(&with(token(), "seconds_to_expire", seconds)),
            Duration::from_secs(1_000),
        );
        (0..100_000)
            .step_by(10)
            .find(|second| !session.is_good_at(Duration::from_secs(1_000 + second)))
    };
    assert_eq!(ends(json!(600)), Some(540));
    assert_eq!(ends(json!("600")), Some(540));
    assert_eq!(ends(json!(60)), Some(30));
    assert_eq!(ends(json!("soon")), Some(540));
    assert_eq!(ends(json!(0)), Some(0));
}

#[test]
fn a_refused_sign_in_says_why() {
    for (answer, meaning) in [
        (
            error(403, "ACTION_NOT_AUTHORIZED", "40004", "App credentials not recognized"),
            Became::Rejected(RejectionClass::Credentials),
        ),
        (
            error(400, "INVALID_REQUEST_DATA", "40119", "Invalid permissions"),
            Became::Rejected(RejectionClass::Refused),
        ),
        (ok(&without(token(), "token")), Became::Unclear(Doubt::Unreadable)),
        (Ok(response(200, "<html>")), Became::Unclear(Doubt::Unreadable)),
        (Ok(response(503, "")), Became::Unclear(Doubt::ProviderError)),
    ] {
        assert_eq!(became(&read(answer)), Some(meaning));
    }
}

#[test]
fn a_new_token_helps_only_where_the_old_one_is_over() {
    let helps = |answer: Answer| global_payments().refuses_session(&answer.unwrap());
    assert!(helps(error(401, "NOT_AUTHENTICATED", "40001", "")));
    assert!(helps(error(401, "NOT_AUTHENTICATED", "40002", "")));
    assert!(!helps(error(403, "NOT_AUTHENTICATED", "40001", "")));
    assert!(!helps(error(403, "ACTION_NOT_AUTHORIZED", "40212", "")));
    assert!(!helps(error(401, "SOMETHING_ELSE", "1", "")));
    assert!(!helps(Ok(response(401, "<html>"))));
    assert!(!helps(ok(&json!({ "error_code": "NOT_AUTHENTICATED" }))));
}
