//! Making a link.

use domain::{
    Amount, Outcome, TillError, Timestamp,
    account::{Account, Country},
    error::Doubt,
    link::NewLink,
    outcome::RejectionClass,
    page_url::PageUrl,
};
use providers::{CreatedLink, Method, TransportFault};
use serde_json::{Value, json};

use crate::{
    support::{
        Answer, LINK, amount, ask, body, error, five_uses, global_payments, header, key, link,
        money, not_found, ok, outcome, path, play, play_as, provider_account, response, sandbox,
        seen_before, signed_in, with, without, yen_shop,
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
fn an_account_without_a_name_is_named_by_its_id() {
    let mut signed_in = signed_in();
    signed_in.link_accounts = vec![provider_account("TRA_2", "")];
    let mut create = global_payments().create_link(&sandbox(), ask(), key());
    let (outcome, sent) = play_as(signed_in, &mut create, vec![ok(&link())]);
    assert_eq!(body(&sent[0])["account_id"], "TRA_2");
    assert_eq!(body(&sent[0]).get("account_name"), None);
    assert!(usable(outcome).is_some());
}

/// What an account refuses without a request, with a session in which no account makes links.
fn refused_unsent(account: &Account, link_accounts: &[&str]) -> TillError {
    let mut powerless = signed_in();
    powerless.link_account = None;
    powerless.link_accounts = link_accounts.iter().map(|name| provider_account("", name)).collect();
    let mut create = global_payments().create_link(account, ask(), key());
    let (outcome, sent) = play_as(powerless, &mut create, vec![]);
    assert!(sent.is_empty());
    outcome.into_result().unwrap_err()
}

#[test]
fn another_choice_of_the_owner_needs_no_new_sign_in() {
    let mut signed_in = signed_in();
    signed_in.link_accounts.push(provider_account("TRA_5", "till"));
    let chosen = Account { link_account: Some("till".to_owned()), ..sandbox() };
    let mut create = global_payments().create_link(&chosen, ask(), key());
    let answer = with(with(link(), "account_name", "till"), "account_id", "TRA_5");
    let (outcome, sent) = play_as(signed_in, &mut create, vec![ok(&answer)]);
    assert_eq!(body(&sent[0])["account_name"], "till");
    assert!(usable(outcome).is_some());
}

#[test]
fn without_one_account_that_makes_links_nothing_is_sent() {
    let lacking = |permission: &str| TillError::PermissionMissing { permission: permission.into() };
    assert_eq!(refused_unsent(&sandbox(), &[]), lacking("LNK_POST_Create"));
    let named = Account { link_account: Some("till".to_owned()), ..sandbox() };
    assert_eq!(refused_unsent(&named, &["paylink"]), lacking("LNK_POST_Create (till)"));
    // The owner must say which.
    assert_eq!(
        refused_unsent(&sandbox(), &["paylink", "till"]),
        TillError::ApiError {
            provider_code: "ACCOUNT".to_owned(),
            detail: "paylink, till".to_owned()
        }
    );
}

fn ask_for(amount: Amount) -> NewLink {
    NewLink { amount, ..ask() }
}

#[test]
fn a_disputed_currency_is_asked_for_only_where_the_owner_allowed_it() {
    let create = |account: &Account| {
        global_payments().create_link(account, ask_for(amount(1_999, "JPY")), key())
    };
    let (outcome, sent) = play(create(&sandbox()), vec![]);
    assert!(sent.is_empty());
    assert_eq!(became(&outcome), Some(Became::Rejected(RejectionClass::Refused)));

    let yen = with(link(), "transactions/currency", "JPY");
    let yen = |amount: &str| ok(&with(yen.clone(), "transactions/amount", amount));
    let (outcome, sent) = play(create(&yen_shop()), vec![yen("199900")]);
    assert_eq!(body(&sent[0])["transactions"]["amount"], "199900");
    assert!(usable(outcome).is_some());
    // A hundredth, a hundredfold, and half a yen.
    for wrong in ["1999", "19990000", "199950"] {
        let (outcome, _) = play(create(&yen_shop()), vec![yen(wrong)]);
        let different = TillError::InvalidResponse { doubt: Doubt::Different };
        assert_eq!(unusable(outcome), Some(different), "{wrong}");
    }
}

#[test]
fn a_sum_that_the_providers_digits_can_not_hold_is_not_sent() {
    let dinar: domain::Currency = "TND".parse().unwrap();
    let shop = Account { allowed_disputed: vec![dinar], ..sandbox() };
    let sent = |minor| {
        let ask = ask_for(amount(minor, "TND"));
        let mut create = global_payments().create_link(&shop, ask, key());
        play_as(
            signed_in(),
            &mut create,
            vec![Err(TransportFault::TimedOut); usize::from(minor == 1_990)],
        )
        .1
    };
    assert_eq!(body(&sent(1_990)[0])["transactions"]["amount"], "199");
    assert!(sent(1_999).is_empty());
}

#[test]
fn currencies_that_are_not_in_hundredths_go_out_as_they_are() {
    for (minor, code) in [(1_999, "KRW"), (1_999, "KWD")] {
        let create = global_payments().create_link(&sandbox(), ask_for(amount(minor, code)), key());
        let answer = with(link(), "transactions/currency", code);
        let (outcome, sent) = play(create, vec![ok(&answer)]);
        assert_eq!(body(&sent[0])["transactions"]["amount"], "1999");
        assert!(usable(outcome).is_some(), "{code}");
    }
}

fn shipped_five_times() -> NewLink {
    NewLink { usage: five_uses(), shipping: Some(money(350, "GBP")), ..ask() }
}

fn shipped_link() -> Value {
    let link = with(with(link(), "usage_mode", "MULTIPLE"), "usage_limit", "5");
    with(with(link, "shippable", "YES"), "shipping_amount", "350")
}

#[test]
fn a_link_for_several_payments_with_shipping_says_so() {
    let create = global_payments().create_link(&sandbox(), shipped_five_times(), key());
    let (outcome, sent) = play(create, vec![ok(&shipped_link())]);
    assert!(usable(outcome).is_some());
    let sent = body(&sent[0]);
    assert_eq!(sent["usage_mode"], "MULTIPLE");
    assert_eq!(sent["usage_limit"], "5");
    assert_eq!(sent["shippable"], "YES");
    assert_eq!(sent["shipping_amount"], "350");
    assert_eq!(sent["transactions"]["amount"], "1999");
}

#[test]
fn another_usage_or_other_shipping_is_never_shown() {
    let judged = |asked: NewLink, answer: &Value| {
        outcome(global_payments().create_link(&sandbox(), asked, key()), vec![ok(answer)])
    };
    for (path, value) in [
        ("usage_mode", json!("SINGLE")),
        ("usage_mode", json!("OFTEN")),
        ("usage_limit", json!("6")),
        ("usage_limit", json!("many")),
        ("shippable", json!("NO")),
        ("shippable", json!("MAYBE")),
        ("shipping_amount", json!("351")),
        ("shipping_amount", json!("000")),
    ] {
        let answer = with(shipped_link(), path, value.clone());
        assert_eq!(
            unusable(judged(shipped_five_times(), &answer)),
            Some(TillError::InvalidResponse { doubt: Doubt::Different }),
            "{path} {value}"
        );
    }
    for answer in [with(link(), "shippable", "YES"), with(link(), "usage_mode", "MULTIPLE")] {
        assert!(unusable(judged(ask(), &answer)).is_some());
    }
    // What the answer leaves out, it does not deny.
    for field in ["usage_mode", "usage_limit", "shippable", "shipping_amount"] {
        let answer = without(shipped_link(), field);
        assert!(usable(judged(shipped_five_times(), &answer)).is_some(), "{field}");
    }
    for answer in
        [with(shipped_link(), "usage_limit", 5), with(shipped_link(), "shipping_amount", 350)]
    {
        assert!(usable(judged(shipped_five_times(), &answer)).is_some());
    }
    let free = NewLink { shipping: Some(money(0, "GBP")), ..shipped_five_times() };
    let answer = with(shipped_link(), "shipping_amount", "000");
    assert!(usable(judged(free, &answer)).is_some());
    let costly_but_not_shipped = with(link(), "shipping_amount", "350");
    assert!(usable(judged(ask(), &costly_but_not_shipped)).is_some());
    assert!(unusable(judged(ask(), &without(costly_but_not_shipped, "shippable"))).is_some());
}

#[test]
fn the_shops_page_is_named_where_it_has_one_and_its_country_always() {
    let shop = Account {
        country: Country::try_from("pl".to_owned()).unwrap(),
        return_page: Some(PageUrl::try_from("https://shop.example/thanks".to_owned()).unwrap()),
        ..sandbox()
    };
    let (_, sent) = play(global_payments().create_link(&shop, ask(), key()), vec![ok(&link())]);
    let sent = body(&sent[0]);
    assert_eq!(sent["notifications"], json!({ "return_url": "https://shop.example/thanks" }));
    assert_eq!(sent["transactions"]["country"], "PL");
    assert_eq!(sent.get("images"), None);
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
