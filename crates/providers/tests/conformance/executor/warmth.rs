//! What is made ready before a person presses a button, and the provider's time.

use std::{sync::Arc, time::Duration};

use domain::{
    TillError, Timestamp,
    error::{Doubt, Fault},
};
use providers::{Lane, TransportFault};
use tokio::task::JoinSet;

use super::{InPocket, LINKS, TOKEN, stage, sunshine, token};
use crate::support::{
    Became, became, error, global_payments, link, link_to_read, list, ok, path, sandbox,
};

#[tokio::test]
async fn preparing_opens_what_a_write_needs_and_nothing_more() {
    let stage = stage(sunshine);
    let account = sandbox();
    let prepare = || stage.executor.prepare(&account, &InPocket);
    // Signing in opens the connection as well.
    assert_eq!(prepare().await, Ok(()));
    assert_eq!(stage.paths(), [TOKEN]);
    stage.clock.pass(Duration::from_secs(59));
    assert_eq!(prepare().await, Ok(()));
    assert_eq!(stage.paths(), [TOKEN]);
    // After a minute the connection may be closed: one cheap read opens it.
    stage.clock.pass(Duration::from_secs(1));
    assert_eq!(prepare().await, Ok(()));
    assert_eq!(stage.paths(), [TOKEN, LINKS]);
    let read = stage.sent(1);
    assert!(
        read.url.contains("page_size=1&from_time_created=2026-11-20&to_time_created=2026-11-20")
    );
    assert_eq!(prepare().await, Ok(()));
    assert_eq!(stage.paths().len(), 2);
    // After a long pause the token is over too, and signing in is all that is needed.
    stage.clock.pass(Duration::from_hours(1));
    assert_eq!(prepare().await, Ok(()));
    assert_eq!(stage.paths(), [TOKEN, LINKS, TOKEN]);
}

/// Each keystroke in the amount would be one more try with keys that the provider refuses.
#[tokio::test]
async fn typing_tries_no_keys_that_are_known_to_be_refused() {
    let stage = stage(|_, _| error(403, "ACTION_NOT_AUTHORIZED", "40004", "unknown app"));
    let account = sandbox();
    let prepare = || stage.executor.prepare(&account, &InPocket);
    for _ in 0..3 {
        assert_eq!(prepare().await, Err(TillError::CredentialsRefused));
        stage.clock.pass(Duration::from_hours(1));
    }
    assert_eq!(stage.paths(), [TOKEN]);
    // A press of a button tries them.
    let pressed = stage.executor.ready(&account, &InPocket).await;
    assert_eq!(pressed, Err(TillError::CredentialsRefused));
    assert_eq!(stage.paths(), [TOKEN, TOKEN]);
}

#[tokio::test]
async fn the_watcher_keeps_no_connection_warm_for_a_person() {
    let stage = stage(|request, place| match path(request).as_str() {
        TOKEN => token(place),
        LINKS => list("links", &[]),
        "/ucp/transactions" => list("transactions", &[]),
        _ => ok(&link()),
    });
    let account = sandbox();
    let read = global_payments().read_link(&account, link_to_read());
    stage.executor.run(&account, &InPocket, Lane::Sweep, read).await;
    let before = stage.paths().len();
    assert_eq!(stage.executor.prepare(&account, &InPocket).await, Ok(()));
    let sent = stage.script.sent.lock().unwrap();
    assert_eq!(sent.len(), before + 1);
    assert!(sent[..before].iter().all(|(lane, _)| *lane == Lane::Sweep));
    assert_eq!(sent[before].0, Lane::Person);
}

#[tokio::test]
async fn twenty_callers_share_one_warming() {
    let stage = stage(sunshine);
    assert_eq!(stage.executor.ready(&sandbox(), &InPocket).await, Ok(()));
    stage.clock.pass(Duration::from_mins(2));
    let mut callers = JoinSet::new();
    for _ in 0..20 {
        let executor = Arc::clone(&stage.executor);
        callers.spawn(async move { executor.prepare(&sandbox(), &InPocket).await });
    }
    for result in callers.join_all().await {
        assert_eq!(result, Ok(()));
    }
    assert_eq!(stage.paths(), [TOKEN, LINKS]);
}

#[tokio::test]
async fn a_broken_connection_is_not_taken_for_a_warm_one() {
    let stage = stage(|request, place| match path(request).as_str() {
        TOKEN => token(place),
        _ if request.body.is_some() => Err(TransportFault::ConnectionLost),
        _ => list("links", &[]),
    });
    assert_eq!(became(&stage.create().await), Some(Became::Unclear(Doubt::ConnectionLost)));
    // A write is never repeated by itself.
    assert_eq!(stage.paths(), [TOKEN, LINKS]);
    assert_eq!(stage.executor.prepare(&sandbox(), &InPocket).await, Ok(()));
    assert_eq!(stage.paths().len(), 3);
}

#[tokio::test]
async fn preparing_says_why_it_could_not() {
    let stage = stage(|request, place| match path(request).as_str() {
        TOKEN => token(place),
        _ => Err(TransportFault::Dns),
    });
    assert_eq!(stage.executor.ready(&sandbox(), &InPocket).await, Ok(()));
    stage.clock.pass(Duration::from_mins(2));
    assert_eq!(
        stage.executor.prepare(&sandbox(), &InPocket).await,
        Err(TillError::NotSent { fault: Fault::Dns })
    );
}

#[tokio::test]
async fn the_providers_time_is_its_last_date_and_what_has_passed_since() {
    let stage = stage(sunshine);
    let account = sandbox();
    let own = Timestamp::parse("2025-11-20T00:00:00Z").unwrap();
    assert_eq!(stage.executor.provider_time(&account), own);
    assert!(!stage.executor.told_time(&account));
    assert_eq!(stage.executor.ready(&account, &InPocket).await, Ok(()));
    assert!(stage.executor.told_time(&account));
    stage.clock.pass(Duration::from_secs(90));
    let told = Timestamp::parse("2026-11-20T14:04:30Z").unwrap();
    assert_eq!(stage.executor.provider_time(&account), told);
    stage.executor.forget(account.id);
    assert_eq!(stage.executor.provider_time(&account), own);
    assert!(!stage.executor.told_time(&account));
}
