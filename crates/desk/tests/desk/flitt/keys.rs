//! The three keys of an account: which of them must be there, and how one is replaced.

use desk::{
    NewAccount,
    domain::{TillError, error::Field},
    view::{KeyKind, NewKeyForm},
};
use providers::TransportFault;
use serde_json::{Value, json};

use super::rig::{FlittRig, PAYOUT_KEY, REPORTS_ID, REPORTS_KEY};
use crate::rig::{CANARY, Call, Mood, Rig, Then, Trouble, main_key, word};

const OTHER_REPORTS_KEY: &str = "Ns9AnotherReports4Lp";

fn new_key(rig: &Rig, which: KeyKind, reports_id: &str, key: &str) -> NewKeyForm {
    NewKeyForm {
        account: rig.account(),
        which,
        reports_id: reports_id.to_owned(),
        key: key.into(),
        session_only: false,
    }
}

async fn replace(rig: &Rig, which: KeyKind, id: &str, key: &str) -> Result<(), TillError> {
    rig.desk().replace_key(new_key(rig, which, id, key)).await
}

fn kept(rig: &Rig) -> Value {
    serde_json::from_str(&rig.keychain.only_item()).unwrap()
}

async fn reports_id(rig: &Rig) -> String {
    rig.desk().till_state().await.unwrap().accounts[0].reports_id.clone()
}

fn missing(field: Field) -> TillError {
    TillError::MissingRequiredFields { fields: vec![field] }
}

fn invalid(field: Field) -> TillError {
    TillError::InvalidField { field }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_key_lies_in_one_small_item() {
    let rig = FlittRig::start_with_reports(&[]).await;
    let all = json!({ "key": CANARY, "payout_key": PAYOUT_KEY, "reports_key": REPORTS_KEY });
    assert_eq!(kept(&rig), all);
    assert_eq!(reports_id(&rig).await, REPORTS_ID);
    let rig = FlittRig::start().await;
    assert_eq!(kept(&rig), json!({ "key": CANARY }));
    assert_eq!(reports_id(&rig).await, "");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_item_from_before_there_was_more_than_one_key_is_read() {
    let mut rig = Rig::start().await;
    rig.keychain.rewrite(&json!({ "app_key": CANARY }).to_string());
    rig.reopen().await;
    rig.waiting("2500").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_connected_only_with_keys_that_are_good() {
    let rig = FlittRig::without_account().await;
    let wrong = |change: fn(&mut NewAccount)| {
        let mut account = rig.account_with_every_key();
        change(&mut account);
        account
    };
    rig.refuse_reports();
    for (account, error) in [
        (wrong(|new| new.key = "another".into()), TillError::CredentialsRefused),
        (wrong(|new| new.key_id = "1412764".to_owned()), TillError::CredentialsRefused),
        (wrong(|_| {}), invalid(Field::ReportsKey)),
        (wrong(|new| new.reports_id = " ".to_owned()), missing(Field::ReportsId)),
        (wrong(|new| new.reports_key = " ".into()), missing(Field::ReportsKey)),
        (wrong(|new| new.key = " ".into()), missing(Field::Key)),
        (wrong(|new| new.key_id = "shop".to_owned()), invalid(Field::KeyId)),
        (wrong(|new| new.key_id = "1234567890123".to_owned()), invalid(Field::KeyId)),
        (wrong(|new| new.merchant = "MER_1".to_owned()), invalid(Field::Merchant)),
        (wrong(|new| new.terms.link_account = "links".to_owned()), invalid(Field::LinkAccount)),
        (
            wrong(|new| new.terms.payment_account = "money".to_owned()),
            invalid(Field::PaymentAccount),
        ),
    ] {
        assert_eq!(rig.desk().add_account(account).await, Err(error));
        assert_eq!(rig.keychain.items(), 0);
        assert_eq!(rig.desk().accounts().await.unwrap(), []);
    }
    // A portal that can't be reached proves nothing, so the key is not kept either.
    rig.network.heal();
    let unreachable = Trouble::Unheard(Then::Fault(TransportFault::Dns));
    rig.network.always(Call::ReportToken, unreachable);
    let refused = rig.desk().add_account(rig.account_with_every_key()).await;
    assert!(matches!(refused, Err(TillError::NotSent { .. })), "{refused:?}");
    assert_eq!(rig.keychain.items(), 0);
    assert_eq!(rig.gateway().key_exposures(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_that_a_keychain_can_t_take_are_not_kept() {
    let rig = FlittRig::without_account().await;
    let account = NewAccount { payout_key: "p".repeat(2_600).into(), ..rig.flitt_account() };
    assert_eq!(rig.desk().add_account(account).await, Err(invalid(Field::Key)));
    assert_eq!((rig.keychain.items(), rig.desk().accounts().await.unwrap()), (0, vec![]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_main_key_leaves_the_others_in_place() {
    let rig = FlittRig::start_with_reports(&[]).await;
    let before = kept(&rig);
    replace(&rig, KeyKind::Main, "", &format!(" {CANARY} ")).await.unwrap();
    assert_eq!(kept(&rig), before);
    assert_eq!(reports_id(&rig).await, REPORTS_ID);
    let refused = replace(&rig, KeyKind::Main, "", "another").await;
    assert_eq!(refused, Err(TillError::CredentialsRefused));
    assert_eq!(replace(&rig, KeyKind::Main, "", " ").await, Err(missing(Field::Key)));
    assert_eq!(kept(&rig), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_keychain_that_lost_one_key_lost_them_all() {
    let rig = FlittRig::start_with_reports(&[]).await;
    rig.keychain.lose_all();
    replace(&rig, KeyKind::Main, "", CANARY).await.unwrap();
    assert_eq!(kept(&rig), json!({ "key": CANARY }));
    assert_eq!(reports_id(&rig).await, "", "nothing is read any more for which there is no key");
    // One that is only locked may hold them still.
    let rig = FlittRig::start_with_reports(&[]).await;
    rig.keychain.turn(Mood::Locked);
    for session_only in [false, true] {
        let form = main_key(&rig.account(), &CANARY.into(), session_only);
        assert_eq!(rig.desk().replace_key(form).await, Err(TillError::VaultLocked));
    }
    rig.keychain.turn(Mood::Open);
    assert_eq!(kept(&rig)["reports_key"], REPORTS_KEY);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payout_key_comes_and_goes_without_a_request() {
    let rig = FlittRig::start().await;
    let sent = rig.network.sent_in_all();
    replace(&rig, KeyKind::Payout, "", PAYOUT_KEY).await.unwrap();
    assert_eq!(kept(&rig), json!({ "key": CANARY, "payout_key": PAYOUT_KEY }));
    replace(&rig, KeyKind::Payout, "", " ").await.unwrap();
    assert_eq!(kept(&rig), json!({ "key": CANARY }));
    assert_eq!(rig.network.sent_in_all(), sent);
    assert_eq!(word(&rig.waiting("2500").await), "WAITING");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reports_key_is_kept_only_if_the_portal_takes_it() {
    let rig = FlittRig::start().await;
    rig.refuse_reports();
    let refused = replace(&rig, KeyKind::Reports, REPORTS_ID, REPORTS_KEY).await;
    assert_eq!(refused, Err(invalid(Field::ReportsKey)));
    assert_eq!((kept(&rig), reports_id(&rig).await), (json!({ "key": CANARY }), String::new()));
    let no_id = replace(&rig, KeyKind::Reports, "", REPORTS_KEY).await;
    assert_eq!(no_id, Err(missing(Field::ReportsId)));
    let no_number = replace(&rig, KeyKind::Reports, "ten", REPORTS_KEY).await;
    assert!(no_number.is_err());
    // The refusal says nothing of the payments.
    rig.waiting("2500").await;

    rig.show_report(&[]);
    replace(&rig, KeyKind::Reports, REPORTS_ID, REPORTS_KEY).await.unwrap();
    assert_eq!(kept(&rig), json!({ "key": CANARY, "reports_key": REPORTS_KEY }));
    assert_eq!(reports_id(&rig).await, REPORTS_ID);
    rig.refuse_reports();
    let refused = replace(&rig, KeyKind::Reports, "1020", OTHER_REPORTS_KEY).await;
    assert_eq!(refused, Err(invalid(Field::ReportsKey)));
    assert_eq!(kept(&rig), json!({ "key": CANARY, "reports_key": REPORTS_KEY }));
    assert_eq!(reports_id(&rig).await, REPORTS_ID);
    // One that nobody needs any more goes without a word of the portal.
    replace(&rig, KeyKind::Reports, REPORTS_ID, "").await.unwrap();
    assert_eq!((kept(&rig), reports_id(&rig).await), (json!({ "key": CANARY }), String::new()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_without_such_keys_takes_none() {
    let rig = Rig::start().await;
    for which in [KeyKind::Payout, KeyKind::Reports] {
        assert_eq!(replace(&rig, which, "1", "k").await, Err(TillError::NotOffered));
    }
    let rig = Rig::without_account().await;
    for (account, field) in [
        (NewAccount { payout_key: "k".into(), ..rig.new_account(CANARY) }, Field::PayoutKey),
        (
            NewAccount {
                reports_id: "1".to_owned(),
                reports_key: "k".into(),
                ..rig.new_account(CANARY)
            },
            Field::ReportsKey,
        ),
    ] {
        assert_eq!(rig.desk().add_account(account).await, Err(invalid(field)));
    }
}
