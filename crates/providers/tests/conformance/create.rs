//! Making a link.

use domain::{
    Outcome, TillError, Timestamp, account::Environment, error::Doubt, outcome::RejectionClass,
};
use providers::{CreatedLink, Method, ProviderAccount, TransportFault};
use serde_json::{Value, json};

use crate::{
    support::{
        Answer, LINK, account, ask, body, error, global_payments, header, key, link, not_found, ok,
        outcome, path, play, play_as, response, sandbox, seen_before, signed_in, with, without,
    },
    troubles::{Became, became},
};

fn created(answers: Vec<Answer>) -> Outcome<CreatedLink> {
    outcome(global_payments().create_link(&sandbox(), ask(), key()), answers)
}

fn usable(outcome: Outcome<CreatedLink>) -> Option<String> {
    match outcome {
        Outcome::Done(CreatedLink::Usable(link)) => Some(link.url.as_str().to_owned()),
        _ => None,
    }
}

fn unusable(outcome: Outcome<CreatedLink>) -> Option<TillError> {
    match outcome {
        Outcome::Done(CreatedLink::Unusable { provider_id, error }) => {
            assert_eq!(provider_id.as_str(), LINK);
            Some(error)
        }
        _ => None,
    }
}

#[test]
fn the_documented_answer_gives_a_link_to_the_letter() {
    let Outcome::Done(CreatedLink::Usable(made)) = created(vec![ok(&link())]) else {
        panic!("the link is not usable");
    };
    assert_eq!(made.provider_id.as_str(), LINK);
    assert_eq!(made.url.as_str(), link()["url"].as_str().unwrap());
    assert_eq!(made.expires_at, Timestamp::parse("2026-11-20T14:18:00Z"));
}

#[test]
fn one_request_asks_for_a_link_that_is_paid_once() {
    let create = global_payments().create_link(&sandbox(), ask(), key());
    let (_, sent) = play(create, vec![ok(&link())]);
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0].method, Method::Post);
    assert_eq!(sent[0].url, "https://apis.sandbox.globalpay.com/ucp/links");
    assert_eq!(header(&sent[0], "x-gp-idempotency"), Some(key().to_string()));
    assert_eq!(
        body(&sent[0]),
        json!({
            "account_name": "paylink",
            "type": "PAYMENT",
            "usage_mode": "SINGLE",
            "usage_limit": "1",
            "reference": "Table 7 #2-0123456789",
            "name": "Corner shop",
            "description": "Two chairs, café style",
            "shippable": "NO",
            "expiration_date": "2026-11-20T14:18:00Z",
            "status": "ACTIVE",
            "transactions": {
                "amount": "1999",
                "channel": "CNP",
                "currency": "GBP",
                "country": "GB",
                "allowed_payment_methods": ["CARD"],
            },
        })
    );
}

#[test]
fn the_same_ask_is_the_same_request_to_the_byte() {
    let sent = || {
        let create = global_payments().create_link(&sandbox(), ask(), key());
        play(create, vec![ok(&link())]).1.remove(0)
    };
    assert_eq!(sent().body, sent().body);
    assert_eq!(header(&sent(), "x-gp-idempotency"), header(&sent(), "x-gp-idempotency"));
}

#[test]
fn each_environment_has_its_own_host() {
    for (environment, url) in [
        (Environment::Live, "https://apis.globalpay.com/ucp/links"),
        (Environment::Sandbox, "https://apis.sandbox.globalpay.com/ucp/links"),
        (Environment::Practice, "http://127.0.0.1:7701/ucp/links"),
    ] {
        let create = global_payments().create_link(&account(environment), ask(), key());
        let (_, sent) = play(create, vec![Err(TransportFault::TimedOut)]);
        assert_eq!(sent[0].url, url);
    }
}

#[test]
fn an_account_without_a_name_is_named_by_its_id() {
    let mut signed_in = signed_in();
    signed_in.link_account = Some(ProviderAccount { id: "TRA_2".to_owned(), name: String::new() });
    let mut create = global_payments().create_link(&sandbox(), ask(), key());
    let (outcome, sent) = play_as(signed_in, &mut create, vec![ok(&link())]);
    assert_eq!(body(&sent[0])["account_id"], "TRA_2");
    assert_eq!(body(&sent[0]).get("account_name"), None);
    assert!(usable(outcome).is_some());
}

#[test]
fn nothing_is_sent_that_the_keys_or_the_provider_can_not_do() {
    let mut powerless = signed_in();
    powerless.link_account = None;
    let mut create = global_payments().create_link(&sandbox(), ask(), key());
    let (outcome, sent) = play_as(powerless, &mut create, vec![]);
    assert!(sent.is_empty());
    assert_eq!(
        outcome.into_result(),
        Err(TillError::PermissionMissing { permission: "LNK_POST_Create".to_owned() })
    );

    let mut yen = ask();
    yen.amount = domain::Amount::new(domain::Money::new(500, "JPY".parse().unwrap())).unwrap();
    let (outcome, sent) = play(global_payments().create_link(&sandbox(), yen, key()), vec![]);
    assert!(sent.is_empty());
    assert_eq!(became(&outcome), Some(Became::Rejected(RejectionClass::Refused)));
}

#[test]
fn unknown_words_and_fields_and_loose_types_do_no_harm() {
    for answer in [
        with(link(), "status", "SLEEPING"),
        with(link(), "news", json!({ "deep": [1, 2, { "x": null }] })),
        with(link(), "usage_limit", 1),
        with(link(), "viewed_count", Value::Null),
        with(link(), "transactions/amount", 1999),
        with(link(), "expiration_date", ""),
        with(link(), "expiration_date", "2026-11-20"),
        with(link(), "transactions/transaction_list", ""),
        with(link(), "action", Value::Null),
        without(link(), "usage_mode"),
        without(without(link(), "account_id"), "account_name"),
    ] {
        assert!(usable(created(vec![ok(&answer)])).is_some(), "{answer}");
    }
    assert!(usable(created(vec![Ok(response(201, link().to_string()))])).is_some());
}

#[test]
fn a_link_that_is_not_what_was_asked_for_is_never_shown() {
    for (path, value) in [
        ("transactions/amount", json!("2000")),
        ("transactions/amount", json!("19.99")),
        ("transactions/amount", json!(19.99)),
        ("transactions/amount", json!("-1999")),
        ("transactions/amount", json!("")),
        ("transactions/currency", json!("EUR")),
        ("transactions/currency", json!("gbp")),
        ("reference", json!("Table 7 #2-9876543210")),
        ("usage_mode", json!("MULTIPLE")),
        ("account_name", json!("another")),
        ("account_id", json!("TRA_9")),
    ] {
        let answer = with(link(), path, value.clone());
        assert_eq!(
            unusable(created(vec![ok(&answer)])),
            Some(TillError::InvalidResponse { doubt: Doubt::Different }),
            "{path} {value}"
        );
    }
}

#[test]
fn a_link_that_leads_elsewhere_is_never_shown() {
    for (url, host) in [
        (
            "https://apis.sandbox.globalpay.com.evil.example/x",
            "apis.sandbox.globalpay.com.evil.example",
        ),
        ("https://evil.example/x", "evil.example"),
        // Another environment's pay page.
        ("https://apis.globalpay.com/ucp/hpp/redirect/1", "apis.globalpay.com"),
        ("http://127.0.0.1:7701/x", "127.0.0.1"),
    ] {
        assert_eq!(
            unusable(created(vec![ok(&with(link(), "url", url))])),
            Some(TillError::ForeignHost { host: host.to_owned() }),
            "{url}"
        );
    }
    for url in ["http://apis.sandbox.globalpay.com/x", "javascript:alert(1)"] {
        assert!(unusable(created(vec![ok(&with(link(), "url", url))])).is_some(), "{url}");
    }
}

#[test]
fn an_answer_without_id_or_address_leaves_the_question_open() {
    for answer in [
        without(link(), "id"),
        without(link(), "url"),
        with(link(), "id", "../accesstoken"),
        with(link(), "url", ""),
    ] {
        assert_eq!(
            became(&created(vec![ok(&answer)])),
            Some(Became::Unclear(Doubt::Unreadable)),
            "{answer}"
        );
    }
}

#[test]
fn a_known_key_leads_to_the_link_that_the_first_request_made() {
    let create = global_payments().create_link(&sandbox(), ask(), key());
    let (outcome, sent) = play(create, vec![seen_before(LINK), ok(&link())]);
    assert_eq!(usable(outcome).as_deref(), link()["url"].as_str());
    assert_eq!(sent[1].method, Method::Get);
    assert_eq!(path(&sent[1]), format!("/ucp/links/{LINK}"));
    assert_eq!(header(&sent[1], "x-gp-idempotency"), None);

    let other = with(link(), "transactions/amount", "2000");
    assert!(unusable(created(vec![seen_before(LINK), ok(&other)])).is_some());
}

/// The link exists: nothing that happens while it is read may free the intent for a second link.
#[test]
fn a_known_key_whose_link_can_not_be_read_stays_open() {
    for answer in [
        Err(TransportFault::Connect),
        Err(TransportFault::TimedOut),
        Ok(response(429, "")),
        error(401, "NOT_AUTHENTICATED", "40001", ""),
        error(403, "ACTION_NOT_AUTHORIZED", "40212", ""),
        not_found(),
        Ok(response(200, "<html>")),
        ok(&without(link(), "url")),
    ] {
        assert_eq!(
            became(&created(vec![seen_before(LINK), answer.clone()])),
            Some(Became::Unclear(Doubt::SeenBefore)),
            "{answer:?}"
        );
    }
}

#[test]
fn an_id_is_taken_from_a_409_only_in_its_strict_form() {
    for words in [
        "id=TRN_12345, status=ACTIVE",
        "id=LNK_1/../../accesstoken, status=ACTIVE",
        "id=LNK_1, id=LNK_2",
        "void=LNK_",
        "id=",
    ] {
        let answer = error(409, "DUPLICATE_ACTION", "40039", words);
        assert_eq!(
            became(&created(vec![answer])),
            Some(Became::Unclear(Doubt::SeenBefore)),
            "{words}"
        );
    }
}
