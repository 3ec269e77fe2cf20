//! When the till leaves a key or a provider alone that told it to.

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use async_trait::async_trait;
use domain::{
    Outcome, TillError,
    account::Account,
    error::{Fault, Keychain},
};
use providers::{CreatedLink, Health, KeySource, Keys, Lane, Response, RetryAfter, TransportFault};

use super::{InPocket, LINKS, TOKEN, stage, sunshine, token, watch};
use crate::support::{Became, became, error, link, list, ok, path, response, sandbox};

#[tokio::test]
async fn the_watcher_leaves_a_refused_key_alone_for_longer_and_longer() {
    let stage = stage(|_, _| error(403, "ACTION_NOT_AUTHORIZED", "40004", "unknown app"));
    let refused = Some(Became::NotSent(Fault::SignIn));
    let mut tried = 0;
    for pause in [30, 60, 120, 240, 480, 900, 900] {
        assert_eq!(watch(&stage, &InPocket).await, refused);
        tried += 1;
        assert_eq!(stage.count(TOKEN), tried, "before a pause of {pause} s");
        stage.clock.pass(Duration::from_secs(pause - 1));
        assert_eq!(watch(&stage, &InPocket).await, refused);
        assert_eq!(stage.count(TOKEN), tried, "in a pause of {pause} s");
        stage.clock.pass(Duration::from_secs(1));
    }
    // A person is never held back, and after them the pauses begin anew.
    for _ in 0..2 {
        let ready = stage.executor.ready(&sandbox(), &InPocket).await;
        assert_eq!(ready, Err(TillError::CredentialsRefused));
    }
    assert_eq!(stage.count(TOKEN), tried + 2);
    watch(&stage, &InPocket).await;
    assert_eq!(stage.count(TOKEN), tried + 2);
    stage.clock.pass(Duration::from_secs(30));
    watch(&stage, &InPocket).await;
    assert_eq!(stage.count(TOKEN), tried + 3);
    assert_eq!(stage.executor.health(&sandbox()), Health::KeysRefused);
}

#[tokio::test]
async fn a_new_key_ends_the_pause() {
    let stage = stage(|request, place| match (path(request).as_str(), place) {
        (TOKEN, 1 | 2) => error(403, "ACTION_NOT_AUTHORIZED", "40004", "unknown app"),
        (TOKEN, place) => token(place),
        _ => list("links", &[]),
    });
    watch(&stage, &InPocket).await;
    let failed = stage.executor.test_connection(&sandbox(), &InPocket).await;
    assert_eq!(failed, Err(TillError::CredentialsRefused));
    let offered = Keys::main("offered".into());
    let tried = stage.executor.try_keys(&sandbox(), &offered).await.unwrap();
    stage.executor.install(&sandbox(), tried);
    assert_eq!(watch(&stage, &InPocket).await, None);
}

/// Counts how often it is asked, and gives nothing.
struct Closed {
    error: TillError,
    asked: AtomicUsize,
}

#[async_trait]
impl KeySource for Closed {
    async fn keys(&self, _account: &Account) -> Result<Keys, TillError> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        Err(self.error.clone())
    }
}

#[tokio::test]
async fn the_watcher_does_not_ask_a_closed_keychain_again_and_again() {
    let no_store = TillError::VaultNoStore { keychain: Keychain::SecretService };
    for error in [TillError::VaultLocked, TillError::VaultMissing, no_store] {
        let stage = stage(sunshine);
        let keychain = Closed { error, asked: AtomicUsize::new(0) };
        for _ in 0..20 {
            assert_eq!(watch(&stage, &keychain).await, Some(Became::NotSent(Fault::SignIn)));
        }
        assert_eq!(keychain.asked.load(Ordering::Relaxed), 1, "{:?}", keychain.error);
        let ready = stage.executor.ready(&sandbox(), &keychain).await;
        assert_eq!(ready.as_ref(), Err(&keychain.error));
        assert_eq!(keychain.asked.load(Ordering::Relaxed), 2);
        assert_eq!(stage.executor.health(&sandbox()), Health::KeychainClosed);
        // A person opens it: the watcher goes on at once.
        assert_eq!(stage.executor.ready(&sandbox(), &InPocket).await, Ok(()));
        assert_eq!(watch(&stage, &keychain).await, None);
    }
}

#[tokio::test]
async fn a_network_that_is_away_for_a_moment_is_asked_again_at_once() {
    let stage = stage(|request, place| match (path(request).as_str(), place) {
        (TOKEN, 1) => Err(TransportFault::Dns),
        (TOKEN, place) => token(place),
        _ => list("links", &[]),
    });
    assert_eq!(watch(&stage, &InPocket).await, Some(Became::NotSent(Fault::Dns)));
    assert_eq!(watch(&stage, &InPocket).await, None);
}

/// What the watcher does after a person's request was answered with 429 and this header.
async fn left_alone_for(retry_after: Option<RetryAfter>, seconds: u64) {
    let stage = stage(move |request, place| match (path(request).as_str(), place) {
        (TOKEN, place) => token(place),
        (LINKS, 1) => Ok(Response { retry_after, ..response(429, "") }),
        _ if request.body.is_some() => ok(&link()),
        _ => list("links", &[]),
    });
    let slow_down = Some(Became::NotSent(Fault::TooManyRequests));
    assert_eq!(became(&stage.create().await), slow_down);
    stage.clock.pass(Duration::from_millis(seconds * 1_000 - 1));
    let sent = stage.paths().len();
    let millisecond = Duration::from_millis(1);
    assert_eq!(watch(&stage, &InPocket).await, slow_down, "{retry_after:?}");
    assert_eq!(stage.executor.wait_for(&sandbox(), Lane::Sweep), millisecond);
    let asked_to_wait = Health::AskedToWait { left: millisecond };
    assert_eq!(stage.executor.health(&sandbox()), asked_to_wait);
    assert_eq!(stage.paths().len(), sent, "{retry_after:?}");
    // A person who presses again is heard.
    assert!(matches!(stage.create().await, Outcome::Done(CreatedLink::Usable(_))));
    stage.clock.pass(millisecond);
    assert_eq!(watch(&stage, &InPocket).await, None, "{retry_after:?}");
}

#[tokio::test]
async fn the_watcher_leaves_a_provider_alone_that_asks_for_it() {
    let wait = |seconds| Some(RetryAfter::Wait(Duration::from_secs(seconds)));
    left_alone_for(wait(120), 120).await;
    left_alone_for(None, 30).await;
    left_alone_for(wait(0), 1).await;
    left_alone_for(wait(86_400), 15 * 60).await;
}

#[tokio::test]
async fn a_provider_that_asks_to_be_left_alone_is_not_signed_in_to_either() {
    let stage = stage(|_, _| Ok(response(429, "")));
    let slow_down = Some(Became::NotSent(Fault::TooManyRequests));
    for _ in 0..5 {
        assert_eq!(watch(&stage, &InPocket).await, slow_down);
    }
    assert_eq!(stage.paths(), [TOKEN]);
}
