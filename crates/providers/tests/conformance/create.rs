//! Making a link.

use domain::{
    Outcome, TillError,
    account::{Account, Country},
    error::Doubt,
    link::NewLink,
    page_url::PageUrl,
};
use providers::CreatedLink;
use serde_json::{Value, json};

use crate::support::{
    Answer, Became, LINK, ask, became, body, error, five_uses, global_payments, key, link, money,
    ok, outcome, play, play_as, provider_account, sandbox, signed_in, with, without,
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
            assert_eq!(provider_id.unwrap().as_str(), LINK);
            Some(error)
        }
        _ => None,
    }
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

fn shipped_five_times() -> NewLink {
    NewLink { usage: five_uses(), shipping: Some(money(350, "GBP")), ..ask() }
}

fn shipped_link() -> Value {
    let link = with(with(link(), "usage_mode", "MULTIPLE"), "usage_limit", "5");
    with(with(link, "shippable", "YES"), "shipping_amount", "350")
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
fn what_the_answer_leaves_out_it_does_not_deny() {
    for answer in [
        with(link(), "expiration_date", "2026-11-20"),
        with(link(), "transactions/transaction_list", ""),
        with(link(), "action", Value::Null),
        without(link(), "usage_mode"),
        without(without(link(), "account_id"), "account_name"),
    ] {
        assert!(usable(created(vec![ok(&answer)])).is_some(), "{answer}");
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
