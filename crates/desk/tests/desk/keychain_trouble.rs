//! A keychain that is locked, empty, silent or not there: staff are told which, nothing is recorded and nothing is sent.

use std::time::Duration;

use desk::{domain::TillError, view::KeyState};

use crate::rig::{
    CANARY, Call, Mood, Rig, Then, Trouble, code, main_key, payment, refund_form, word,
};

/// A fresh program, so that the key is needed, on a keychain in this mood.
async fn in_mood(mood: Mood) -> Rig {
    let mut rig = Rig::start().await;
    rig.reopen().await;
    rig.keychain.turn(mood);
    rig
}

async fn refuses_to_take_money(rig: &Rig, expected: &str, shown: KeyState) {
    let sent_before = rig.network.sent_in_all();
    let form = rig.form("2500");
    let error = rig.desk().create_link(form.clone()).await.unwrap_err();
    assert_eq!(code(&error), expected);
    assert_eq!(rig.rows().await, [], "{expected}");
    assert_eq!(rig.network.sent_in_all(), sent_before, "{expected}");
    let accounts = rig.desk().till_state().await.unwrap().accounts;
    assert_eq!(accounts[0].key, shown, "{expected}");
    let error = rig.desk().prepare(&rig.account()).await.unwrap_err();
    assert_eq!(code(&error), expected);

    // Once the keychain is open again, the same press makes the one link.
    rig.keychain.turn(Mood::Open);
    if expected == "VAULT_MISSING" {
        let key = CANARY.into();
        rig.desk().replace_key(main_key(&rig.account(), &key, false)).await.unwrap();
    }
    let sale = rig.desk().create_link(form).await.unwrap();
    assert_eq!((word(&sale).as_str(), rig.links_made()), ("WAITING", 1));
    let accounts = rig.desk().till_state().await.unwrap().accounts;
    assert_eq!(accounts[0].key, KeyState::Ready);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_keychain() {
    let rig = in_mood(Mood::Locked).await;
    refuses_to_take_money(&rig, "VAULT_LOCKED", KeyState::Locked).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_keychain_that_lost_the_key() {
    let rig = in_mood(Mood::Open).await;
    rig.keychain.lose_all();
    refuses_to_take_money(&rig, "VAULT_MISSING", KeyState::Missing).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_keychain_that_does_not_answer() {
    let rig = in_mood(Mood::Silent).await;
    refuses_to_take_money(&rig, "VAULT_TIMED_OUT", KeyState::TimedOut).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_keychain_at_all() {
    let rig = in_mood(Mood::NoStore).await;
    refuses_to_take_money(&rig, "VAULT_NO_STORE", KeyState::NoStore).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_behind_a_locked_keychain_reserves_nothing() {
    let mut rig = Rig::start().await;
    let sale = rig.paid("2500").await;
    rig.reopen().await;
    rig.keychain.turn(Mood::Locked);
    let refused = rig.desk().refund(refund_form(&sale, "1000")).await;
    assert_eq!(refused, Err(TillError::VaultLocked));
    assert_eq!(payment(&rig.sale(&sale).await).left.minor(), 2500);
    assert_eq!(rig.refunds_made(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_keychain_that_locks_while_a_refund_is_open_keeps_the_question_open() {
    let mut rig = Rig::start().await;
    let sale = rig.paid("2500").await;
    rig.network.once(Call::Refund, Trouble::Acted(Then::Half));
    let sale = rig.desk().refund(refund_form(&sale, "1000")).await.unwrap();
    rig.keychain.turn(Mood::Locked);
    rig.reopen().await;
    assert_eq!(word(&rig.sale(&sale).await), "NOT_SURE");
    rig.keychain.turn(Mood::Open);
    // The till by itself lets a closed keychain be for a while.
    rig.clock.advance(Duration::from_secs(30));
    rig.desk().settle_all().await.unwrap();
    assert_eq!(word(&rig.sale(&sale).await), "PARTLY_REFUNDED");
    rig.audit_settled().await;
}
