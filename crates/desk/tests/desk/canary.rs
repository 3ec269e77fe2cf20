//! The keys of an account are seen nowhere but in the keychain: not in the log, not in a file, not in what the screens are told, and
//! not at the provider.

use std::{fs, path::Path};

use desk::view::{KeyKind, NewKeyForm};
use providers::{Lane, TransportFault};
use secrecy::SecretString;

use crate::{
    flitt::rig::{FlittRig, PAYOUT_KEY, REPORTS_ID, REPORTS_KEY},
    paymentflow::rig::{
        KEY as FLOW_KEY, PUBLISHABLE as FLOW_PUBLISHABLE, PaymentFlowRig, SECRET as FLOW_HOOKS,
    },
    rig::{CANARY, Call, Mood, Rig, Then, Trouble, html, logged, main_key, refund_form},
};

/// Every key of an account.
const KEYS: [&str; 3] = [CANARY, PAYOUT_KEY, REPORTS_KEY];

/// Every secret of an account at PaymentFlow.
const FLOW_SECRETS: [&str; 3] = [FLOW_KEY, FLOW_PUBLISHABLE, FLOW_HOOKS];

/// Each key as it is, and in every dress that a careless program gives it.
fn disguises() -> Vec<(&'static str, Vec<u8>)> {
    KEYS.into_iter().chain(FLOW_SECRETS).flat_map(disguises_of).collect()
}

fn disguises_of(text: &str) -> Vec<(&'static str, Vec<u8>)> {
    let key = text.as_bytes();
    let hex = hex::encode(key);
    let wide = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect();
    let mut all = vec![
        ("plain", key.to_vec()),
        ("reversed", key.iter().rev().copied().collect()),
        ("hex", hex.clone().into_bytes()),
        ("HEX", hex.to_uppercase().into_bytes()),
        ("UTF-16 LE", wide(u16::to_le_bytes)),
        ("UTF-16 BE", wide(u16::to_be_bytes)),
    ];
    // In the middle of a longer text, a third of all places each.
    all.extend((0..3).map(|skip| ("base64", base64(&key[skip..]))));
    all
}

/// The whole groups of three bytes.
fn base64(bytes: &[u8]) -> Vec<u8> {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let groups = bytes.chunks_exact(3);
    groups
        .flat_map(|group| {
            let [one, two, three] = [group[0], group[1], group[2]].map(usize::from);
            let bits = (one << 16) | (two << 8) | three;
            [18, 12, 6, 0].map(|shift| LETTERS[(bits >> shift) & 63])
        })
        .collect()
}

fn assert_clean(place: &str, bytes: &[u8]) {
    for (dress, needle) in disguises() {
        let found = bytes.windows(needle.len()).any(|window| window == needle);
        assert!(!found, "the key stands in {place}, {dress}");
    }
}

fn assert_folder_clean(folder: &Path) -> usize {
    let mut files = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files += assert_folder_clean(&path);
        } else {
            assert_clean(&path.display().to_string(), &fs::read(&path).unwrap());
            files += 1;
        }
    }
    files
}

#[test]
fn the_search_finds_the_key_in_every_dress() {
    for (dress, needle) in disguises() {
        let hidden = [b"{\"text\":\"".as_slice(), &needle, b"\"}"].concat();
        let search = || assert_clean(dress, &hidden);
        assert!(std::panic::catch_unwind(search).is_err(), "{dress}");
    }
    assert_eq!(base64(b"Man"), b"TWFu");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_key_is_seen_nowhere() {
    let mut rig = Rig::start().await;
    let desk = rig.desk();
    let mut told = vec![format!("{:?}", rig.account_record().await)];

    // The way of a payment, with trouble on it.
    let sale = rig.paid("2500").await;
    for call in [Call::Refund, Call::CreateLink, Call::SignIn] {
        rig.network.once(call, Trouble::Acted(Then::Half));
        rig.network.once(call, Trouble::Unheard(Then::Answer(html())));
        rig.network.once(call, Trouble::Unheard(Then::Fault(TransportFault::Tls)));
    }
    for _ in 0..4 {
        rig.books().forget_tokens();
        told.push(format!("{:?}", desk.refund(refund_form(&sale, "100")).await));
        told.push(format!("{:?}", desk.create_link(rig.form("2500")).await));
        told.push(format!("{:?}", desk.test_connection(&rig.account()).await));
    }
    rig.network.heal();
    desk.settle_all().await.unwrap();

    // Everything that handles a key, with and without success.
    let key = SecretString::from(CANARY);
    told.push(format!("{:?}", rig.new_account(CANARY).key));
    told.push(format!("{:?}", desk.replace_key(main_key(&rig.account(), &key, false)).await));
    for mood in [Mood::Locked, Mood::NoStore, Mood::Silent] {
        rig.keychain.turn(mood);
        let errors = [
            desk.replace_key(main_key(&rig.account(), &key, false)).await.unwrap_err(),
            desk.test_connection(&rig.account()).await.unwrap_err(),
        ];
        for error in errors {
            told.push(serde_json::to_string(&error).unwrap());
            told.push(format!("{error:?} {error}"));
        }
        rig.keychain.turn(Mood::Open);
    }
    told.push(serde_json::to_string(&desk.till_state().await.unwrap()).unwrap());
    told.push(serde_json::to_string(&rig.sale(&sale).await).unwrap());
    told.push(serde_json::to_string(&rig.rows().await).unwrap());
    drop(desk);
    rig.reopen().await;
    rig.waiting("100").await;

    assert!(rig.keychain.holds(CANARY), "the search would find nothing anywhere");
    for said in &told {
        assert_clean("what the screens are told", said.as_bytes());
    }
    let log = logged();
    let kept = |word: &str| log.windows(word.len()).any(|window| window == word.as_bytes());
    assert!(kept("accesstoken") && kept("answered"), "the log was not kept");
    assert_clean("the log", &log);
    assert!(assert_folder_clean(rig.folder()) >= 2, "the book and its log");
    assert_eq!(rig.books().app_key_exposures(), 0);
    // Sign-in needs the key and the app's name; the token that it gave is a secret, too.
    for write in rig.network.writes() {
        assert_clean("a request", write.body.as_bytes());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn none_of_three_keys_is_seen_anywhere() {
    let mut rig = FlittRig::start_with_reports(&[]).await;
    let desk = rig.desk();
    let form = |which, key: &str| NewKeyForm {
        account: rig.account(),
        which,
        reports_id: REPORTS_ID.to_owned(),
        key: key.into(),
        session_only: false,
    };
    let all =
        [(KeyKind::Main, CANARY), (KeyKind::Payout, PAYOUT_KEY), (KeyKind::Reports, REPORTS_KEY)];
    let mut told = vec![format!("{:?}", rig.account_record().await)];
    for (which, key) in all {
        told.push(format!("{:?}", form(which, key)));
        told.push(format!("{:?}", desk.replace_key(form(which, key)).await));
        for mood in [Mood::Locked, Mood::NoStore] {
            rig.keychain.turn(mood);
            let error = desk.replace_key(form(which, key)).await.unwrap_err();
            told.push(format!("{error:?} {error} {}", serde_json::to_string(&error).unwrap()));
            rig.keychain.turn(Mood::Open);
        }
    }
    let sale = rig.paid_at_flitt("2500").await;
    for call in [Call::Refund, Call::CreateLink, Call::Status, Call::Report] {
        rig.network.once(call, Trouble::Unheard(Then::Answer(html())));
        rig.network.once(call, Trouble::Unheard(Then::Fault(TransportFault::Tls)));
    }
    for _ in 0..3 {
        told.push(format!("{:?}", desk.refund(refund_form(&sale, "100")).await));
        told.push(format!("{:?}", desk.create_link(rig.form("2500")).await));
        told.push(format!("{:?}", desk.test_connection(&rig.account()).await));
        desk.work_due(Lane::Sweep).await;
        rig.rested();
    }
    rig.refuse_reports();
    told.push(format!("{:?}", desk.replace_key(form(KeyKind::Reports, REPORTS_KEY)).await));
    told.push(serde_json::to_string(&desk.till_state().await.unwrap()).unwrap());
    told.push(serde_json::to_string(&rig.sale(&sale).await).unwrap());
    drop(desk);
    rig.reopen().await;

    for key in KEYS {
        assert!(rig.keychain.holds(key), "the search would find nothing anywhere");
    }
    for said in &told {
        assert_clean("what the screens are told", said.as_bytes());
    }
    let log = logged();
    let kept = |word: &str| log.windows(word.len()).any(|window| window == word.as_bytes());
    assert!(kept("status/order_id") && kept("authorizer/token"), "the log was not kept");
    assert_clean("the log", &log);
    assert!(assert_folder_clean(rig.folder()) >= 2, "the book and its log");
    for body in rig.network.bodies() {
        assert_clean("a request", body.as_bytes());
    }
    for url in rig.network.urls() {
        assert_clean("an address", url.as_bytes());
    }
    assert_eq!(rig.gateway().key_exposures(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn neither_a_key_of_paymentflow_nor_the_secret_of_its_messages_is_seen_anywhere() {
    let mut rig = PaymentFlowRig::start().await;
    let desk = rig.desk();
    let form = |which, key: &str| NewKeyForm {
        account: rig.account(),
        which,
        reports_id: String::new(),
        key: key.into(),
        session_only: false,
    };
    let mut told = vec![format!("{:?}", rig.account_record().await)];
    let all = [
        (KeyKind::Main, FLOW_PUBLISHABLE),
        (KeyKind::Main, FLOW_KEY),
        (KeyKind::Webhook, FLOW_HOOKS),
        (KeyKind::Main, FLOW_HOOKS),
        (KeyKind::Webhook, FLOW_KEY),
    ];
    for (which, key) in all {
        told.push(format!("{:?}", form(which, key)));
        told.push(format!("{:?}", desk.replace_key(form(which, key)).await));
        rig.keychain.turn(Mood::Locked);
        let error = desk.replace_key(form(which, key)).await.unwrap_err();
        told.push(format!("{error:?} {error} {}", serde_json::to_string(&error).unwrap()));
        rig.keychain.turn(Mood::Open);
    }
    let sale = rig.paid_at_flow("2500").await;
    for call in [Call::Refund, Call::CreateLink, Call::ReadLink, Call::ListPayments] {
        rig.network.once(call, Trouble::Unheard(Then::Answer(html())));
        rig.network.once(call, Trouble::Unheard(Then::Fault(TransportFault::Tls)));
    }
    for _ in 0..3 {
        told.push(format!("{:?}", desk.refund(refund_form(&sale, "100")).await));
        told.push(format!("{:?}", desk.create_link(rig.form("2500")).await));
        told.push(format!("{:?}", desk.test_connection(&rig.account()).await));
        let message = desk.check_notification(&rig.account(), "{}", "t=1,v1=00").await;
        told.push(format!("{message:?}"));
        desk.work_due(Lane::Sweep).await;
        rig.rested();
    }
    told.push(serde_json::to_string(&desk.till_state().await.unwrap()).unwrap());
    told.push(serde_json::to_string(&rig.sale(&sale).await).unwrap());
    drop(desk);
    rig.reopen().await;

    for secret in [FLOW_KEY, FLOW_HOOKS] {
        assert!(rig.keychain.holds(secret), "the search would find nothing anywhere");
    }
    for said in &told {
        assert_clean("what the screens are told", said.as_bytes());
    }
    let log = logged();
    let kept = |word: &str| log.windows(word.len()).any(|window| window == word.as_bytes());
    assert!(kept("/v1/payments"), "the log was not kept");
    assert_clean("the log", &log);
    assert!(assert_folder_clean(rig.folder()) >= 2, "the book and its log");
    let (bodies, urls) = (rig.network.bodies(), rig.network.urls());
    for sent in bodies.iter().chain(&urls) {
        assert_clean("a request", sent.as_bytes());
    }
    assert_eq!(rig.gateway().key_exposures(), 0);
}
