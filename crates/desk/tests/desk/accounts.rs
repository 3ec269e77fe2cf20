//! Accounts: connected, tested, given another key, and forgotten.

use desk::{
    domain::{TillError, account::Environment},
    view::KeyState,
};
use providers::TransportFault;
use secrecy::SecretString;

use crate::rig::{CANARY, Call, Mood, Rig, Then, Trouble, code, refund_form, refusal, word};

const WRONG: &str = "not-the-key-at-all";

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
    assert_eq!(till.accounts[0].app_id, "QgKeFv7…ThCD");
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
async fn a_locked_keychain_adds_no_account() {
    let rig = Rig::without_account().await;
    rig.keychain.turn(Mood::Locked);
    assert_eq!(rig.connect(CANARY).await, Err(TillError::VaultLocked));
    assert_eq!(rig.network.sent_in_all(), 0);
    nothing_is_kept(&rig).await;
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
    assert!(report.can_create_links && report.can_refund);
    assert_eq!(report.merchant_name, "Practice shop");
    assert_eq!(report.link_account.as_deref(), Some("paylink"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_new_key_leaves_the_old_one_in_place() {
    let mut rig = Rig::start().await;
    let wrong = SecretString::from(WRONG);
    let refused = rig.desk().replace_key(&rig.account(), &wrong, false).await;
    assert_eq!(refused, Err(TillError::CredentialsRefused));
    assert!(rig.keychain.holds(CANARY) && !rig.keychain.holds(WRONG));
    rig.reopen().await;
    rig.waiting("2500").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_good_new_key_takes_the_old_ones_place() {
    let mut rig = Rig::start().await;
    rig.keychain.lose_all();
    let good = SecretString::from(format!(" {CANARY}\n"));
    rig.desk().replace_key(&rig.account(), &good, false).await.unwrap();
    assert!(rig.keychain.holds(CANARY));
    rig.reopen().await;
    rig.waiting("2500").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_account_takes_its_key_along_and_leaves_its_sales() {
    let rig = Rig::start().await;
    let sale = rig.paid("2500").await;
    rig.desk().forget_account(&rig.account()).await.unwrap();
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
    let second = rig.connect(CANARY).await.unwrap();
    let active = async || rig.desk().till_state().await.unwrap().active_account;
    assert_eq!(active().await.as_ref(), Some(&second));
    rig.desk().forget_account(&second).await.unwrap();
    assert_eq!(active().await, Some(rig.account()));
    let third = rig.connect(CANARY).await.unwrap();
    rig.desk().forget_account(&rig.account()).await.unwrap();
    assert_eq!(active().await, Some(third), "one that was not active changes nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_keychain_that_cannot_forget_keeps_the_account() {
    let rig = Rig::start().await;
    rig.keychain.turn(Mood::Locked);
    let refused = rig.desk().forget_account(&rig.account()).await;
    assert_eq!(refused, Err(TillError::VaultLocked));
    assert_eq!(rig.desk().accounts().await.unwrap().len(), 1);
}
