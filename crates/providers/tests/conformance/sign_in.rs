//! Signing in, and which account does what.

use std::time::Duration;

use domain::{Outcome, account::Account};
use providers::{Keys, ProviderAccount, Right, Session, SessionReport, SignedIn};
use serde_json::{Value, json};

use crate::support::{
    ask, body, global_payments, key, ok, play_as, response, sandbox, with, without,
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
                  "permissions": ["TRN_GET_Single", "TRN_POST_Refund"] },
                { "id": "TRA_2", "name": "paylink", "permissions": ["LNK_POST_Create", "LNK_GET_Single"] },
                { "id": "TKA_3", "name": "tokenization", "permissions": ["PMT_POST_Create"] },
            ],
        },
        "key_id": "stub_app_id",
        "time_created": "2025-06-02T10:15:30.717Z",
        "seconds_to_expire": 86_399,
    })
}

fn signed_in(answer: &Value) -> SignedIn {
    signed_in_to(&sandbox(), answer)
}

fn signed_in_to(account: &Account, answer: &Value) -> SignedIn {
    let keys = Keys::main("stub_app_key".into());
    match global_payments().signed_in(account, &keys, ok(answer)) {
        Outcome::Done(signed_in) => signed_in,
        other => panic!("not signed in: {other:?}"),
    }
}

fn report(signed_in: SignedIn) -> SessionReport {
    Session::new(signed_in, Duration::ZERO).report()
}

fn named(account: Option<&ProviderAccount>) -> Option<(&str, &str)> {
    account.map(|account| (account.id.as_str(), account.name.as_str()))
}

#[test]
fn the_only_account_that_may_is_taken_whatever_its_place() {
    let signed_in = signed_in(&token());
    assert_eq!(signed_in.merchant_name, "Sandbox_merchant");
    assert_eq!(signed_in.lifetime, Duration::from_secs(86_399));
    assert_eq!(named(signed_in.link_account.as_ref()), Some(("TRA_2", "paylink")));
    assert_eq!(
        named(signed_in.payment_account.as_ref()),
        Some(("TRA_1", "transaction_processing"))
    );
    assert!(!report(signed_in).needs_choice());
}

/// Three that may make links, two of them without telling names, and two that may refund.
fn several() -> Value {
    let accounts = json!([
        { "id": "TRA_6", "name": "paylink", "permissions": ["LNK_POST_Create", "TRN_POST_Refund"] },
        { "id": "TRA_7", "name": "", "permissions": ["LNK_POST_Create"] },
        { "id": "TRA_8", "name": "ECOMUAT", "permissions": ["LNK_POST_Create", "TRN_POST_Refund"] },
        { "id": "", "name": "", "permissions": ["LNK_POST_Create"] },
        { "id": "TRA_9", "name": "idle", "permissions": ["TRN_GET_List", "LNK_GET_Single", "TRN_GET_Single"] },
    ]);
    with(token(), "scope/accounts", accounts)
}

#[test]
fn where_several_may_the_owner_chooses() {
    let report = report(signed_in(&several()));
    assert_eq!((&report.link_account, &report.payment_account), (&None, &None));
    assert_eq!(report.link_accounts, ["paylink", "TRA_7", "ECOMUAT"]);
    assert_eq!(report.payment_accounts, ["paylink", "ECOMUAT"]);
    assert!(report.needs_choice());
    // The right is there; only the choice is not.
    assert_eq!(report.missing_right, None);
}

/// No request names the account that refunds, so nobody has to choose it.
#[test]
fn where_several_may_refund_nobody_has_to_choose() {
    let account = Account { link_account: Some("paylink".to_owned()), ..sandbox() };
    let report = report(signed_in_to(&account, &several()));
    assert_eq!(report.link_account.as_deref(), Some("paylink"));
    assert_eq!((&report.payment_account, report.missing_right), (&None, None));
    assert!(!report.needs_choice());
}

#[test]
fn accounts_of_the_same_name_are_told_apart_by_their_ids() {
    let accounts = json!([
        { "id": "TRA_6", "name": "shop", "permissions": ["LNK_POST_Create", "TRN_POST_Refund"] },
        { "id": "TRA_7", "name": "shop", "permissions": ["LNK_POST_Create"] },
        { "id": "TRA_8", "name": "web", "permissions": ["LNK_POST_Create"] },
        { "id": "TRA_9", "name": "web", "permissions": ["LNK_GET_Single", "TRN_GET_Single", "TRN_GET_List"] },
    ]);
    let answer = with(token(), "scope/accounts", accounts);
    let named = |link: &str| {
        let account = Account { link_account: Some(link.to_owned()), ..sandbox() };
        report(signed_in_to(&account, &answer))
    };
    assert_eq!(named("TRA_7").link_accounts, ["TRA_6", "TRA_7", "TRA_8"]);
    assert_eq!(named("TRA_7").payment_account.as_deref(), Some("TRA_6"));
    for id in ["TRA_6", "TRA_7", "TRA_8"] {
        assert_eq!(named(id).link_account.as_deref(), Some(id));
        let account = Account { link_account: Some(id.to_owned()), ..sandbox() };
        let mut create = global_payments().create_link(&account, ask(), key());
        let signed_in = signed_in_to(&account, &answer);
        let (_, sent) = play_as(signed_in, &mut create, vec![Ok(response(503, ""))]);
        assert_eq!(body(&sent[0])["account_id"], id);
        assert_eq!(body(&sent[0]).get("account_name"), None);
    }
    // The name alone no longer says which one is meant.
    assert!(named("shop").needs_choice());
}

#[test]
fn the_account_that_the_owner_named_is_taken_if_it_may() {
    let choose = |link: &str, payment: &str| {
        let account = Account {
            link_account: Some(link.to_owned()),
            payment_account: Some(payment.to_owned()),
            ..sandbox()
        };
        report(signed_in_to(&account, &several()))
    };
    let chosen = choose("ECOMUAT", "paylink");
    assert_eq!(chosen.link_account.as_deref(), Some("ECOMUAT"));
    assert_eq!(chosen.payment_account.as_deref(), Some("paylink"));
    assert_eq!(chosen.missing_right, None);
    assert!(!chosen.needs_choice());
    // By its id, where it has no name, and where it has one.
    assert_eq!(choose("TRA_7", "TRA_8").link_account.as_deref(), Some("TRA_7"));
    assert_eq!(choose("TRA_7", "TRA_8").payment_account.as_deref(), Some("ECOMUAT"));
    // No other one is taken in the place of one that may not, or is not there.
    for lacking in ["idle", "gone"] {
        let refused = choose(lacking, lacking);
        assert_eq!((&refused.link_account, &refused.payment_account), (&None, &None));
        assert_eq!(refused.missing_right, Some("LNK_POST_Create"), "{lacking}");
    }
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
        let report = report(signed_in(&answer));
        assert_eq!((&report.link_account, &report.payment_account), (&None, &None), "{answer}");
        assert_eq!(report.rights, [], "{answer}");
        assert_eq!(report.missing_right, Some("LNK_POST_Create"), "{answer}");
        assert!(!report.needs_choice(), "{answer}");
    }
}

fn with_rights(rights: &[&str]) -> SessionReport {
    let account = json!([{ "id": "TRA_7", "name": "all", "permissions": rights }]);
    report(signed_in(&with(token(), "scope/accounts", account)))
}

#[test]
fn each_permission_is_told_as_what_it_allows() {
    let all = [
        ("LNK_POST_Create", Right::MakeLinks),
        ("LNK_GET_Single", Right::SeeLinks),
        ("LNK_GET_List", Right::ListLinks),
        ("LNK_PATCH_Edit", Right::AlterLinks),
        ("TRN_GET_Single", Right::SeePayments),
        ("TRN_GET_List", Right::ListPayments),
        ("TRN_POST_Refund", Right::Refund),
        ("TRN_POST_Capture", Right::Capture),
        ("TRN_POST_Reverse", Right::Release),
    ];
    for (permission, right) in all {
        assert_eq!(with_rights(&[permission, "LNK_POST_Expire"]).rights, [right], "{permission}");
    }
    // Spread over accounts, in whatever order.
    let spread = json!([
        { "id": "TRA_1", "name": "a", "permissions": ["TRN_POST_Refund", "LNK_GET_Single"] },
        { "id": "TRA_2", "name": "b", "permissions": ["LNK_GET_Single", "LNK_POST_Create"] },
    ]);
    let report = report(signed_in(&with(token(), "scope/accounts", spread)));
    assert_eq!(report.rights, [Right::MakeLinks, Right::SeeLinks, Right::Refund]);
}

#[test]
fn keys_that_cannot_see_payments_are_seen_not_to() {
    let all = ["LNK_POST_Create", "LNK_GET_Single", "TRN_GET_Single", "TRN_GET_List"];
    assert_eq!(with_rights(&all).missing_right, None);
    for lacking in &all {
        let rights: Vec<&str> = all.iter().copied().filter(|right| right != lacking).collect();
        assert_eq!(with_rights(&rights).missing_right, Some(*lacking));
    }
    // The first one that is lacking is named.
    assert_eq!(with_rights(&["LNK_POST_Create"]).missing_right, Some("LNK_GET_Single"));
    // They may be spread over accounts.
    assert_eq!(report(signed_in(&token())).missing_right, None);
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
    // Shorter than any token lives: as if nothing were said.
    assert_eq!(ends(json!(59)), Some(540));
    assert_eq!(ends(json!(0)), Some(540));
}
