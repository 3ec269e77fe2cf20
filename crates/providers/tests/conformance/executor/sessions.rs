//! How a token is come by and shared.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use domain::{Outcome, TillError, account::Account, error::Fault};
use providers::{CreatedLink, KeySource, Keys, Lane, TransportFault};
use tokio::task::JoinSet;

use super::{InPocket, LINKS, TOKEN, stage, sunshine};
use crate::support::{Became, ask, became, error, global_payments, header, key, response, sandbox};

struct Locked;

#[async_trait]
impl KeySource for Locked {
    async fn keys(&self, _account: &Account) -> Result<Keys, TillError> {
        Err(TillError::VaultLocked)
    }
}

#[tokio::test]
async fn twenty_callers_share_one_sign_in() {
    let stage = stage(sunshine);
    let mut callers = JoinSet::new();
    for _ in 0..20 {
        let executor = Arc::clone(&stage.executor);
        callers.spawn(async move { executor.ready(&sandbox(), &InPocket).await });
    }
    for result in callers.join_all().await {
        assert_eq!(result, Ok(()));
    }
    assert_eq!(stage.paths(), [TOKEN]);
}

#[tokio::test]
async fn twenty_callers_share_one_refusal() {
    let stage = stage(|_, _| error(403, "ACTION_NOT_AUTHORIZED", "40004", "unknown app"));
    let mut callers = JoinSet::new();
    for _ in 0..20 {
        let executor = Arc::clone(&stage.executor);
        callers.spawn(async move { executor.ready(&sandbox(), &InPocket).await });
    }
    for result in callers.join_all().await {
        assert_eq!(result, Err(TillError::CredentialsRefused));
    }
    // Wrong keys that are tried again and again lock an account.
    assert_eq!(stage.paths(), [TOKEN]);
    // Who comes later asks anew.
    let later = stage.executor.ready(&sandbox(), &InPocket).await;
    assert_eq!(later, Err(TillError::CredentialsRefused));
    assert_eq!(stage.paths(), [TOKEN, TOKEN]);
}

#[tokio::test]
async fn a_sign_in_that_was_given_up_is_begun_anew_by_the_next() {
    let stage = stage(sunshine);
    let executor = Arc::clone(&stage.executor);
    let given_up = tokio::spawn(async move { executor.ready(&sandbox(), &InPocket).await });
    tokio::task::yield_now().await;
    given_up.abort();
    assert!(given_up.await.unwrap_err().is_cancelled());
    assert_eq!(stage.executor.ready(&sandbox(), &InPocket).await, Ok(()));
    assert_eq!(stage.paths(), [TOKEN, TOKEN]);
}

#[tokio::test]
async fn with_a_warm_token_a_link_is_one_request() {
    let stage = stage(sunshine);
    assert_eq!(stage.executor.ready(&sandbox(), &InPocket).await, Ok(()));
    assert_eq!(stage.executor.ready(&sandbox(), &InPocket).await, Ok(()));
    assert!(matches!(stage.create().await, Outcome::Done(CreatedLink::Usable(_))));
    assert_eq!(stage.paths(), [TOKEN, LINKS]);
    assert_eq!(header(&stage.sent(1), "authorization").as_deref(), Some("Bearer token-1"));
    assert_eq!(header(&stage.sent(0), "authorization"), None);
}

#[tokio::test]
async fn a_token_near_its_end_is_replaced_before_it_is_used() {
    let stage = stage(sunshine);
    assert_eq!(stage.executor.ready(&sandbox(), &InPocket).await, Ok(()));
    stage.clock.pass(Duration::from_secs(539));
    assert_eq!(stage.executor.ready(&sandbox(), &InPocket).await, Ok(()));
    assert_eq!(stage.count(TOKEN), 1);
    stage.clock.pass(Duration::from_secs(1));
    stage.create().await;
    assert_eq!(stage.paths(), [TOKEN, TOKEN, LINKS]);
    assert_eq!(header(&stage.sent(2), "authorization").as_deref(), Some("Bearer token-2"));
}

#[tokio::test]
async fn without_a_token_nothing_is_sent() {
    for (trouble, fault, told) in [
        (Err(TransportFault::Dns), Fault::Dns, TillError::NotSent { fault: Fault::Dns }),
        (
            Err(TransportFault::Connect),
            Fault::Connect,
            TillError::NotSent { fault: Fault::Connect },
        ),
        (Err(TransportFault::Tls), Fault::Tls, TillError::NotSent { fault: Fault::Tls }),
        (Err(TransportFault::TimedOut), Fault::SignIn, TillError::NotSent { fault: Fault::SignIn }),
        (Ok(response(500, "")), Fault::SignIn, TillError::NotSent { fault: Fault::SignIn }),
        (Ok(response(200, "<html>")), Fault::SignIn, TillError::NotSent { fault: Fault::SignIn }),
        (
            Ok(response(429, "")),
            Fault::TooManyRequests,
            TillError::TooManyRequests { retry_after: None },
        ),
        (
            error(403, "ACTION_NOT_AUTHORIZED", "40004", ""),
            Fault::SignIn,
            TillError::CredentialsRefused,
        ),
        (
            error(400, "INVALID_REQUEST_DATA", "40213", "unexpected data"),
            Fault::SignIn,
            TillError::TokenGenerationError { detail: "unexpected data".to_owned() },
        ),
    ] {
        let stage = stage(move |_, _| trouble.clone());
        assert_eq!(became(&stage.create().await), Some(Became::NotSent(fault)));
        assert_eq!(stage.executor.ready(&sandbox(), &InPocket).await, Err(told));
        assert_eq!(stage.count(LINKS), 0);
    }
}

#[tokio::test]
async fn without_keys_nothing_is_sent() {
    let stage = stage(sunshine);
    let account = sandbox();
    assert_eq!(stage.executor.ready(&account, &Locked).await, Err(TillError::VaultLocked));
    let create = global_payments().create_link(&account, ask(), key());
    let outcome = stage.executor.run(&account, &Locked, Lane::Person, create).await;
    assert_eq!(became(&outcome), Some(Became::NotSent(Fault::SignIn)));
    assert!(stage.paths().is_empty());
}

#[tokio::test]
async fn a_forgotten_account_signs_in_anew() {
    let stage = stage(sunshine);
    assert_eq!(stage.executor.ready(&sandbox(), &InPocket).await, Ok(()));
    stage.executor.forget(sandbox().id);
    assert_eq!(stage.executor.ready(&sandbox(), &InPocket).await, Ok(()));
    assert_eq!(stage.count(TOKEN), 2);
}
