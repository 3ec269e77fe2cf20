//! Accounts: connected, tested, given another key, and forgotten.

use std::{sync::Arc, time::Duration};

use desk::{
    NewAccount, NewPlace,
    domain::{TillError, account::Environment},
    view::{ConnectionReport, KeyState, RightName},
};
use practice::{AppKey, PracticeConfig, PracticeCredentials, PracticeServer, Random};
use providers::TransportFault;
use secrecy::SecretString;
use serde_json::json;

use crate::rig::{
    CANARY, Call, Mood, Rig, Then, Trouble, code, main_key, refund_form, refusal, word,
};

const WRONG: &str = "not-the-key-at-all";

/// Another app at another practice provider, with the same key.
async fn another(rig: &Rig, key_id: &str) -> (PracticeServer, NewAccount) {
    let credentials =
        PracticeCredentials { app_id: key_id.to_owned(), app_key: AppKey::new(CANARY) };
    let server = PracticeServer::start(PracticeConfig {
        clock: Arc::clone(&rig.clock) as Arc<dyn practice::Clock>,
        ..PracticeConfig::new(credentials, Random::from_seed(2))
    })
    .await
    .unwrap();
    let mut account = rig.new_account(CANARY);
    account.place = NewPlace::ThisComputer { port: server.address().port() };
    key_id.clone_into(&mut account.key_id);
    (server, account)
}

/// A sign-in's answer with the rights `held` alone.
fn with_rights(held: &[&str]) -> Trouble {
    let accounts = json!([{ "id": "TRA_1", "name": "paylink", "permissions": held }]);
    Trouble::Acted(Then::Field("scope", json!({ "accounts": accounts })))
}

/// The rights that a till can use and the keys lack.
fn lacking(report: &ConnectionReport) -> Vec<RightName> {
    report.rights.iter().filter(|right| !right.held).map(|right| right.right).collect()
}

async fn nothing_is_kept(rig: &Rig) {
    assert_eq!(rig.keychain.items(), 0);
    assert_eq!(rig.desk().accounts().await.unwrap(), []);
    assert_eq!(rig.desk().till_state().await.unwrap().active_account, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_good_key_signs_in_and_lies_in_the_keychain() {
    let rig = Rig::without_account().await;
    let account = rig.connect(CANARY).await.unwrap();
    assert!(rig.keychain.holds(CANARY));
    let till = rig.desk().till_state().await.unwrap();
    assert_eq!(till.active_account.as_deref(), Some(account.as_str()));
    assert_eq!(till.accounts[0].key, KeyState::Ready);
    assert_eq!(till.accounts[0].environment, Environment::Practice);
    assert_eq!(till.accounts[0].key_id, "QgKeFv7…ThCD");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_key_is_refused_and_nothing_is_kept() {
    let rig = Rig::without_account().await;
    assert_eq!(rig.connect(WRONG).await, Err(TillError::CredentialsRefused));
    nothing_is_kept(&rig).await;
    // What was typed was the only mistake: the right key works.
    rig.connect(CANARY).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_out_of_reach_keeps_nothing() {
    let rig = Rig::without_account().await;
    for (lost, why) in [(TransportFault::Dns, "NOT_SENT"), (TransportFault::TimedOut, "NOT_SENT")] {
        rig.network.once(Call::SignIn, Trouble::Unheard(Then::Fault(lost)));
        assert_eq!(code(&rig.connect(CANARY).await.unwrap_err()), why);
        nothing_is_kept(&rig).await;
    }
    let no = refusal(400, "INVALID_REQUEST_DATA", "40213", "unexpected data");
    rig.network.once(Call::SignIn, Trouble::Unheard(Then::Answer(no)));
    let error = rig.connect(CANARY).await.unwrap_err();
    assert_eq!(code(&error), "TOKEN_GENERATION_ERROR");
    nothing_is_kept(&rig).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_without_the_right_to_make_links_is_refused() {
    let rig = Rig::without_account().await;
    let nothing = Then::Field("scope", serde_json::json!({ "accounts": [] }));
    rig.network.once(Call::SignIn, Trouble::Acted(nothing));
    let error = rig.connect(CANARY).await.unwrap_err();
    assert_eq!(code(&error), "PERMISSION_MISSING");
    nothing_is_kept(&rig).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_cannot_see_payments_is_refused() {
    let rig = Rig::without_account().await;
    let rights = [
        "LNK_POST_Create",
        "LNK_GET_Single",
        "LNK_GET_List",
        "TRN_GET_Single",
        "TRN_POST_Refund",
        "TRN_POST_Capture",
        "TRN_POST_Reverse",
    ];
    rig.network.once(Call::SignIn, with_rights(&rights));
    let permission = "TRN_GET_List".to_owned();
    let missing = Err(TillError::PermissionMissing { permission });
    assert_eq!(rig.connect(CANARY).await, missing);
    nothing_is_kept(&rig).await;

    let account = rig.connect(CANARY).await.unwrap();
    rig.network.once(Call::SignIn, with_rights(&rights));
    let refused = rig.desk().replace_key(main_key(&account, &CANARY.into(), true)).await;
    assert_eq!(refused, missing.map(drop));
    assert_eq!(rig.desk().till_state().await.unwrap().accounts[0].key, KeyState::Ready);
    // Where the right was taken away later, testing the connection tells so.
    rig.network.once(Call::SignIn, with_rights(&rights));
    let report = rig.desk().test_connection(&account).await.unwrap();
    assert_eq!(lacking(&report), [RightName::ListPayments, RightName::AlterLinks]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_keychain_adds_no_account() {
    let rig = Rig::without_account().await;
    rig.keychain.turn(Mood::Locked);
    assert_eq!(rig.connect(CANARY).await, Err(TillError::VaultLocked));
    assert_eq!((rig.network.sent(Call::SignIn), rig.network.sent_in_all()), (1, 1));
    nothing_is_kept(&rig).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_key_never_reaches_the_keychain() {
    let rig = Rig::without_account().await;
    // If it were asked, staff would be told of the keychain.
    rig.keychain.turn(Mood::Locked);
    assert_eq!(rig.connect(WRONG).await, Err(TillError::CredentialsRefused));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_keychain_that_answers_too_late_keeps_nothing() {
    let rig = Rig::without_account().await;
    rig.keychain.turn(Mood::Silent);
    assert_eq!(rig.connect(CANARY).await, Err(TillError::VaultTimedOut));
    nothing_is_kept(&rig).await;
    rig.keychain.turn(Mood::Open);
    // The keychain works in order: what was asked of it before is done once this is.
    let account = rig.connect(CANARY).await.unwrap();
    assert_eq!(rig.keychain.items(), 1, "the key of the account that was not added is still there");
    rig.desk().forget_account(&account).await.unwrap();
    assert_eq!(rig.keychain.items(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_account_is_not_added_twice() {
    let rig = Rig::start().await;
    let sent_before = rig.network.sent_in_all();
    assert_eq!(rig.connect(CANARY).await, Err(TillError::AccountKnown));
    assert_eq!((rig.network.sent_in_all(), rig.keychain.items()), (sent_before, 1));
    // Two presses at once add one.
    rig.desk().forget_account(&rig.account()).await.unwrap();
    let (one, other) = tokio::join!(rig.connect(CANARY), rig.connect(CANARY));
    let mut results = [one, other];
    results.sort_by_key(Result::is_err);
    assert!(matches!(&results, [Ok(_), Err(TillError::AccountKnown)]), "{results:?}");
    assert_eq!(rig.desk().accounts().await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_currency_that_cannot_be_taken_is_named() {
    let rig = Rig::without_account().await;
    let mut new = rig.new_account(CANARY);
    new.terms.currencies.push("eurr".to_owned());
    let refused = rig.desk().add_account(new).await;
    let currency = "EURR".to_owned();
    assert_eq!(refused, Err(TillError::CurrencyNotCounted { currency }));
    assert_eq!(rig.network.sent_in_all(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_kept_for_the_session_never_reaches_the_keychain_and_is_gone_after_it() {
    let mut rig = Rig::without_account().await;
    rig.keychain.turn(Mood::NoStore);
    let mut new = rig.new_account(CANARY);
    new.session_only = true;
    let account = rig.desk().add_account(new).await.unwrap().to_string();
    let till = rig.desk().till_state().await.unwrap();
    assert_eq!(till.accounts[0].key, KeyState::SessionOnly);
    rig.desk().prepare(&account).await.unwrap();
    rig.keychain.turn(Mood::Open);
    assert_eq!(rig.keychain.items(), 0);
    rig.reopen().await;
    assert_eq!(rig.desk().prepare(&account).await, Err(TillError::VaultMissing));
}

#[tokio::test(flavor = "multi_thread")]
async fn testing_the_connection_signs_in_anew_and_tells_what_the_account_may_do() {
    let rig = Rig::start().await;
    let before = rig.network.sent(Call::SignIn);
    let report = rig.desk().test_connection(&rig.account()).await.unwrap();
    assert_eq!(rig.network.sent(Call::SignIn), before + 1);
    assert_eq!(lacking(&report), []);
    assert_eq!(report.merchant_name, "Practice shop");
    assert_eq!(report.link_account.as_deref(), Some("paylink"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_new_key_leaves_the_old_one_in_place() {
    let mut rig = Rig::start().await;
    let wrong = SecretString::from(WRONG);
    let refused = rig.desk().replace_key(main_key(&rig.account(), &wrong, false)).await;
    assert_eq!(refused, Err(TillError::CredentialsRefused));
    assert!(rig.keychain.holds(CANARY) && !rig.keychain.holds(WRONG));
    rig.reopen().await;
    rig.waiting("2500").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_key_waits_for_no_sign_in_with_the_old_one() {
    let mut rig = Rig::start().await;
    rig.reopen().await;
    rig.network.once(Call::SignIn, Trouble::Unheard(Then::Silence));
    let (desk, account) = (rig.desk(), rig.account());
    let stuck = tokio::spawn(async move { desk.prepare(&account).await });
    rig.network.silence().await;
    rig.desk().replace_key(main_key(&rig.account(), &CANARY.into(), false)).await.unwrap();
    let signed_in = rig.network.sent(Call::SignIn);
    rig.waiting("2500").await;
    assert_eq!(rig.network.sent(Call::SignIn), signed_in, "the new key's sign-in is used");
    stuck.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_key_that_cannot_be_kept_leaves_the_old_one_in_use() {
    let rig = Rig::start().await;
    rig.keychain.turn(Mood::Locked);
    for session_only in [false, true] {
        let refused =
            rig.desk().replace_key(main_key(&rig.account(), &CANARY.into(), session_only)).await;
        assert_eq!(refused, Err(TillError::VaultLocked));
    }
    let signed_in = rig.network.sent(Call::SignIn);
    rig.waiting("2500").await;
    assert_eq!(rig.network.sent(Call::SignIn), signed_in);
    rig.keychain.turn(Mood::Open);
    assert!(rig.keychain.holds(CANARY));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_key_for_the_session_alone_takes_the_old_one_out_of_the_keychain() {
    let mut rig = Rig::start().await;
    let replace = async |rig: &Rig, session_only: bool| {
        let key = SecretString::from(CANARY);
        rig.desk().replace_key(main_key(&rig.account(), &key, session_only)).await.unwrap();
        (rig.keychain.items(), rig.desk().till_state().await.unwrap().accounts[0].key)
    };
    assert_eq!(replace(&rig, true).await, (0, KeyState::SessionOnly));
    assert_eq!(replace(&rig, false).await, (1, KeyState::Ready));
    // Where no keychain is there, there is nothing to take out.
    rig.keychain.turn(Mood::NoStore);
    assert_eq!(replace(&rig, true).await, (1, KeyState::SessionOnly));
    rig.keychain.turn(Mood::Open);
    // What it held after all goes with the account.
    rig.desk().forget_account(&rig.account()).await.unwrap();
    assert_eq!(rig.keychain.items(), 0);
    rig.reopen().await;
    assert_eq!(rig.desk().accounts().await.unwrap(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_good_new_key_takes_the_old_ones_place() {
    let mut rig = Rig::start().await;
    rig.keychain.lose_all();
    let good = SecretString::from(format!(" {CANARY}\n"));
    rig.desk().replace_key(main_key(&rig.account(), &good, false)).await.unwrap();
    assert!(rig.keychain.holds(CANARY));
    rig.reopen().await;
    rig.waiting("2500").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_account_takes_its_key_along_and_leaves_its_sales() {
    let rig = Rig::start().await;
    let sale = rig.paid("2500").await;
    rig.desk().forget_account(&rig.account()).await.unwrap();
    assert_eq!(rig.rows().await.len(), 1, "the sales are still the owner's");
    assert_eq!(rig.desk().environment().await.unwrap(), None);
    assert_eq!(rig.keychain.items(), 0);
    assert_eq!(rig.desk().accounts().await.unwrap(), []);
    let still = rig.sale(&sale).await;
    assert_eq!((word(&still).as_str(), &still.payments), ("PAID", &sale.payments));
    // It takes no more money and gives none back.
    let sent_before = rig.network.sent_in_all();
    let create = rig.desk().create_link(rig.form("2500")).await;
    assert_eq!(create, Err(TillError::NotFound));
    let refund = rig.desk().refund(refund_form(&sale, "1000")).await;
    assert_eq!(refund, Err(TillError::NotFound));
    assert_eq!(rig.network.sent_in_all(), sent_before);
    // The same credentials connected again are another account, and the sales are in its environment's list.
    rig.connect(CANARY).await.unwrap();
    assert_eq!(rig.rows().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_active_account_is_forgotten_another_one_takes_the_next_payment() {
    let rig = Rig::start().await;
    let (_other_shop, new) = another(&rig, "second").await;
    let second = rig.desk().add_account(new).await.unwrap().to_string();
    let active = async || rig.desk().till_state().await.unwrap().active_account;
    assert_eq!(active().await.as_ref(), Some(&second));
    rig.desk().forget_account(&second).await.unwrap();
    assert_eq!(active().await, Some(rig.account()));
    let (_third_shop, new) = another(&rig, "third").await;
    let third = rig.desk().add_account(new).await.unwrap().to_string();
    rig.desk().forget_account(&rig.account()).await.unwrap();
    assert_eq!(active().await, Some(third), "one that was not active changes nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_whose_links_can_still_be_paid_is_kept() {
    let rig = Rig::start().await;
    let sale = rig.waiting("2500").await;
    rig.waiting("1000").await;
    let forget = async || rig.desk().forget_account(&rig.account()).await;
    assert_eq!(forget().await, Err(TillError::LinksStillOpen { count: 2 }));
    assert!(rig.keychain.holds(CANARY));
    rig.pay(&sale);
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    assert_eq!(word(&sale), "PAID");
    assert_eq!(forget().await, Err(TillError::LinksStillOpen { count: 1 }));
    // The provider ends the other one.
    rig.clock.advance(Duration::from_hours(1));
    for row in rig.rows().await {
        rig.desk().check_now(&row.id).await.unwrap();
    }
    assert_eq!(forget().await, Ok(()));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_with_an_open_question_is_kept() {
    let rig = Rig::start().await;
    let sale = rig.paid("2500").await;
    rig.network.once(Call::Refund, Trouble::Acted(Then::Fault(TransportFault::TimedOut)));
    let sale = rig.desk().refund(refund_form(&sale, "1000")).await.unwrap();
    assert_eq!(word(&sale), "NOT_SURE");
    let refused = rig.desk().forget_account(&rig.account()).await;
    assert_eq!(refused, Err(TillError::StillSettling));
    assert!(rig.keychain.holds(CANARY));
    rig.desk().settle_all().await.unwrap();
    assert_eq!(word(&rig.sale(&sale).await), "PARTLY_REFUNDED");
    rig.desk().forget_account(&rig.account()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_keychain_that_cannot_forget_keeps_the_account() {
    let rig = Rig::start().await;
    rig.keychain.turn(Mood::Locked);
    let refused = rig.desk().forget_account(&rig.account()).await;
    assert_eq!(refused, Err(TillError::VaultLocked));
    assert_eq!(rig.desk().accounts().await.unwrap().len(), 1);
}
