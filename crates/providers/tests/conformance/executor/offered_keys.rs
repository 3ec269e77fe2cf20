//! Keys that are tried, and keys that are replaced.

use std::sync::Arc;

use domain::{Outcome, TillError, error::Fault};
use providers::{CreatedLink, Health, Keys, Lane, TransportFault};

use super::{InPocket, LINKS, TOKEN, stage, sunshine, token};
use crate::support::{error, global_payments, header, link, ok, path, sandbox};

#[tokio::test]
async fn testing_the_connection_signs_in_with_the_keys_as_they_are_now() {
    let stage = stage(sunshine);
    assert_eq!(stage.executor.ready(&sandbox(), &InPocket).await, Ok(()));
    let report = stage.executor.test_connection(&sandbox(), &InPocket).await.unwrap();
    assert_eq!(stage.count(TOKEN), 2);
    assert_eq!(report.merchant_name, "Shop");
    assert_eq!(report.link_account.as_deref(), Some("paylink"));
    assert!(report.link_account.is_some());
}

#[tokio::test]
async fn a_test_that_fails_takes_no_session_away() {
    let stage = stage(|request, place| match (path(request).as_str(), place) {
        (TOKEN, 1) => token(1),
        (TOKEN, _) => Err(TransportFault::Dns),
        _ => ok(&link()),
    });
    assert_eq!(stage.executor.ready(&sandbox(), &InPocket).await, Ok(()));
    let failed = stage.executor.test_connection(&sandbox(), &InPocket).await;
    assert_eq!(failed, Err(TillError::NotSent { fault: Fault::Dns }));
    assert!(matches!(stage.create().await, Outcome::Done(CreatedLink::Usable(_))));
    assert_eq!(stage.paths(), [TOKEN, TOKEN, LINKS]);
}

#[tokio::test]
async fn a_test_of_refused_keys_does_not_make_the_account_look_well() {
    let stage = stage(|request, place| match (path(request).as_str(), place) {
        (TOKEN, 3) => Err(TransportFault::Dns),
        (TOKEN, 4) => token(4),
        _ => error(403, "ACTION_NOT_AUTHORIZED", "40004", "unknown app"),
    });
    let account = sandbox();
    let test = || stage.executor.test_connection(&account, &InPocket);
    assert_eq!(test().await.unwrap_err(), TillError::CredentialsRefused);
    assert_eq!(stage.executor.health(&account), Health::KeysRefused);
    assert_eq!(test().await.unwrap_err(), TillError::CredentialsRefused);
    assert_eq!(stage.executor.wait_for(&account, Lane::Sweep).as_secs(), 60);
    // Where the network fails, nothing new is known of the keys.
    assert_eq!(test().await.unwrap_err(), TillError::NotSent { fault: Fault::Dns });
    assert_eq!(stage.executor.health(&account), Health::KeysRefused);
    assert!(test().await.is_ok());
    assert_eq!(stage.executor.health(&account), Health::Good);
    assert!(stage.executor.wait_for(&account, Lane::Sweep).is_zero());
}

#[tokio::test]
async fn an_offered_key_is_tried_beside_every_other_sign_in() {
    // The key in use is refused, the offered one is good.
    let stage = stage(|request, place| match (path(request).as_str(), place) {
        (TOKEN, 1) => error(403, "ACTION_NOT_AUTHORIZED", "40004", "unknown app"),
        (TOKEN, place) => token(place),
        _ => ok(&link()),
    });
    let executor = Arc::clone(&stage.executor);
    let in_use = tokio::spawn(async move { executor.ready(&sandbox(), &InPocket).await });
    tokio::task::yield_now().await;
    let offered = Keys::main("offered".into());
    let tried = stage.executor.try_keys(&sandbox(), &offered).await.unwrap();
    assert!(tried.report().link_account.is_some());
    assert_eq!(in_use.await.unwrap(), Err(TillError::CredentialsRefused));
    // It is nobody's before it is kept.
    assert_eq!(stage.count(TOKEN), 2);
    stage.executor.install(&sandbox(), tried);
    stage.create().await;
    assert_eq!(stage.paths(), [TOKEN, TOKEN, LINKS]);
    assert_eq!(header(&stage.sent(2), "authorization").as_deref(), Some("Bearer token-2"));
}

#[tokio::test]
async fn a_refused_offer_changes_nothing() {
    let stage = stage(|request, place| match (path(request).as_str(), place) {
        (TOKEN, 2) => error(403, "ACTION_NOT_AUTHORIZED", "40004", "unknown app"),
        (TOKEN, place) => token(place),
        _ => ok(&link()),
    });
    assert_eq!(stage.executor.ready(&sandbox(), &InPocket).await, Ok(()));
    let offered = Keys::main("offered".into());
    let refused = stage.executor.try_keys(&sandbox(), &offered).await;
    assert_eq!(refused.err(), Some(TillError::CredentialsRefused));
    stage.create().await;
    assert_eq!(header(&stage.sent(2), "authorization").as_deref(), Some("Bearer token-1"));
}

#[tokio::test]
async fn a_sign_in_with_the_old_key_that_lands_late_is_not_used() {
    let stage = stage(sunshine);
    let executor = Arc::clone(&stage.executor);
    let old = tokio::spawn(async move {
        let account = sandbox();
        let read = global_payments().warm_up(&account);
        executor.run(&account, &InPocket, Lane::Sweep, read).await
    });
    tokio::task::yield_now().await;
    assert_eq!(stage.paths(), [TOKEN]);
    let offered = Keys::main("offered".into());
    let tried = stage.executor.try_keys(&sandbox(), &offered).await.unwrap();
    assert!(!old.is_finished());
    stage.executor.install(&sandbox(), tried);
    old.await.unwrap();
    stage.create().await;
    let last = stage.paths().len() - 1;
    assert_eq!(header(&stage.sent(last), "authorization").as_deref(), Some("Bearer token-2"));
}
