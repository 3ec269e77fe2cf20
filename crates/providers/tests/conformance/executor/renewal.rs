//! A token that the provider refuses.

use std::{sync::Arc, time::Duration};

use domain::{
    Outcome, TillError,
    error::{Doubt, Fault},
};
use providers::{CreatedLink, Health, Lane, TransportFault};
use tokio::task::JoinSet;

use super::{InPocket, LINKS, TOKEN, over, stage, token, watch};
use crate::support::{
    Became, LINK, ask, became, error, global_payments, header, key, link, list, ok, path, sandbox,
    seen_before,
};

#[tokio::test]
async fn a_refused_token_is_renewed_once_and_the_same_request_goes_again() {
    let stage = stage(|request, place| match (path(request).as_str(), place) {
        (TOKEN, place) => token(place),
        (LINKS, 1) => over(),
        _ => ok(&link()),
    });
    assert!(matches!(stage.create().await, Outcome::Done(CreatedLink::Usable(_))));
    assert_eq!(stage.paths(), [TOKEN, LINKS, TOKEN, LINKS]);
    let (first, second) = (stage.sent(1), stage.sent(3));
    assert_eq!(first.body, second.body);
    assert_eq!(header(&first, "x-gp-idempotency"), Some(key().to_string()));
    assert_eq!(header(&second, "x-gp-idempotency"), Some(key().to_string()));
    assert_eq!(header(&first, "authorization").as_deref(), Some("Bearer token-1"));
    assert_eq!(header(&second, "authorization").as_deref(), Some("Bearer token-2"));
    // The key of the write does not leak onto the sign-in.
    assert_eq!(header(&stage.sent(2), "x-gp-idempotency"), None);
}

/// Which status goes with the error code is stated nowhere (fact sheet, 2.5).
#[tokio::test]
async fn a_token_that_is_over_is_renewed_whatever_the_status_says() {
    for status in [400, 401, 403] {
        let stage = stage(move |request, place| match (path(request).as_str(), place) {
            (TOKEN, place) => token(place),
            (LINKS, 1) => error(status, "NOT_AUTHENTICATED", "40002", "Access token expired"),
            _ => ok(&link()),
        });
        assert!(matches!(stage.create().await, Outcome::Done(CreatedLink::Usable(_))), "{status}");
        assert_eq!(stage.paths(), [TOKEN, LINKS, TOKEN, LINKS]);
    }
}

/// A sign-in that is refused in the words of a token that is over is a refusal of the keys all the same.
#[tokio::test]
async fn a_sign_in_that_is_refused_so_is_not_tried_again_and_again() {
    let stage = stage(|_, _| over());
    assert_eq!(watch(&stage, &InPocket).await, Some(Became::NotSent(Fault::SignIn)));
    assert_eq!(stage.executor.health(&sandbox()), Health::KeysRefused);
    assert_eq!(stage.executor.wait_for(&sandbox(), Lane::Sweep), Duration::from_secs(30));
    assert_eq!(watch(&stage, &InPocket).await, Some(Became::NotSent(Fault::SignIn)));
    assert_eq!(stage.paths(), [TOKEN]);
    let told = stage.executor.ready(&sandbox(), &InPocket).await;
    assert_eq!(told, Err(TillError::CredentialsRefused));
}

#[tokio::test]
async fn a_token_that_is_refused_again_is_not_renewed_again() {
    let stage = stage(|request, place| match path(request).as_str() {
        TOKEN => token(place),
        _ => over(),
    });
    assert_eq!(became(&stage.create().await), Some(Became::NotSent(Fault::SignIn)));
    assert_eq!(stage.paths(), [TOKEN, LINKS, TOKEN, LINKS]);
}

#[tokio::test]
async fn an_exchange_of_several_requests_renews_the_token_once() {
    let stage = stage(|request, place| match (path(request).as_str(), place) {
        (TOKEN, place) => token(place),
        (LINKS, 2) => seen_before(LINK),
        _ => over(),
    });
    assert_eq!(became(&stage.create().await), Some(Became::Unclear(Doubt::SeenBefore)));
    let read_back = format!("{LINKS}/{LINK}");
    assert_eq!(stage.paths(), [TOKEN, LINKS, TOKEN, LINKS, &read_back]);
}

#[tokio::test]
async fn a_token_that_another_caller_renewed_meanwhile_is_not_renewed_again() {
    let stage = stage(|request, place| match path(request).as_str() {
        TOKEN => token(place),
        _ if header(request, "authorization").as_deref() == Some("Bearer token-1") => over(),
        _ => ok(&link()),
    });
    assert_eq!(stage.executor.ready(&sandbox(), &InPocket).await, Ok(()));
    let mut callers = JoinSet::new();
    for lane in [Lane::Sweep, Lane::Person] {
        let executor = Arc::clone(&stage.executor);
        callers.spawn(async move {
            let account = sandbox();
            let create = global_payments().create_link(&account, ask(), key());
            executor.run(&account, &InPocket, lane, create).await
        });
    }
    for outcome in callers.join_all().await {
        assert!(matches!(outcome, Outcome::Done(CreatedLink::Usable(_))));
    }
    // The person's renewal came before the watcher learned that the old token is over.
    let tokens: Vec<_> = (0..6).map(|place| header(&stage.sent(place), "authorization")).collect();
    let bearer = |token: &str| Some(format!("Bearer {token}"));
    assert_eq!(
        tokens,
        [None, bearer("token-1"), bearer("token-1"), None, bearer("token-2"), bearer("token-2")]
    );
    assert_eq!(stage.count(TOKEN), 2);
}

#[tokio::test]
async fn a_write_that_was_refused_and_could_not_sign_in_again_was_not_sent() {
    for trouble in [
        Err(TransportFault::TimedOut),
        Err(TransportFault::Connect),
        error(403, "ACTION_NOT_AUTHORIZED", "40004", ""),
    ] {
        let stage = stage(move |request, place| match (path(request).as_str(), place) {
            (TOKEN, 1) => token(1),
            (TOKEN, _) => trouble.clone(),
            _ => over(),
        });
        assert_eq!(became(&stage.create().await), Some(Became::NotSent(Fault::SignIn)));
        assert_eq!(stage.paths(), [TOKEN, LINKS, TOKEN]);
    }
}

/// After a 409 the link exists: a token that is over then does not make it unsent.
#[tokio::test]
async fn a_read_back_that_could_not_sign_in_again_stays_open() {
    let stage = stage(|request, place| match (path(request).as_str(), place) {
        (TOKEN, 1) => token(1),
        (TOKEN, _) => Err(TransportFault::Connect),
        (LINKS, _) => seen_before(LINK),
        _ => over(),
    });
    assert_eq!(became(&stage.create().await), Some(Became::Unclear(Doubt::SeenBefore)));
}

#[tokio::test]
async fn a_missing_permission_is_not_answered_by_a_new_token() {
    let stage = stage(|request, place| match path(request).as_str() {
        TOKEN => token(place),
        _ => error(403, "ACTION_NOT_AUTHORIZED", "40212", "Permission not enabled"),
    });
    assert_eq!(
        stage.create().await.into_result(),
        Err(TillError::PermissionMissing { permission: "Permission not enabled".to_owned() })
    );
    assert_eq!(stage.paths(), [TOKEN, LINKS]);
}

#[tokio::test]
async fn callers_with_the_same_refused_token_renew_it_once() {
    let stage = stage(|request, place| match path(request).as_str() {
        TOKEN => token(place),
        _ if header(request, "authorization").as_deref() == Some("Bearer token-1") => over(),
        _ => ok(&link()),
    });
    assert_eq!(stage.executor.ready(&sandbox(), &InPocket).await, Ok(()));
    let mut callers = JoinSet::new();
    for _ in 0..20 {
        let executor = Arc::clone(&stage.executor);
        callers.spawn(async move {
            let account = sandbox();
            let create = global_payments().create_link(&account, ask(), key());
            executor.run(&account, &InPocket, Lane::Person, create).await
        });
    }
    for outcome in callers.join_all().await {
        assert!(matches!(outcome, Outcome::Done(CreatedLink::Usable(_))));
    }
    assert_eq!(stage.count(TOKEN), 2);
}

#[tokio::test]
async fn the_till_does_not_sign_in_again_and_again_for_tokens_that_are_refused() {
    let stage = stage(|request, place| match path(request).as_str() {
        TOKEN => token(place),
        _ if place <= 6 => over(),
        _ => list("links", &[]),
    });
    let refused = Some(Became::NotSent(Fault::SignIn));
    for (pause, sent) in [(30, 4), (60, 7), (120, 10)] {
        assert_eq!(watch(&stage, &InPocket).await, refused);
        assert_eq!(stage.paths().len(), sent, "before a pause of {pause} s");
        assert_eq!(stage.executor.health(&sandbox()), Health::KeysRefused);
        let pause = Duration::from_secs(pause);
        assert_eq!(stage.executor.wait_for(&sandbox(), Lane::Sweep), pause);
        stage.clock.pass(pause.saturating_sub(Duration::from_nanos(1)));
        assert_eq!(watch(&stage, &InPocket).await, refused);
        assert_eq!(stage.paths().len(), sent, "in a pause of {pause:?}");
        stage.clock.pass(Duration::from_nanos(1));
    }
    assert_eq!(watch(&stage, &InPocket).await, None);
    assert_eq!(stage.executor.health(&sandbox()), Health::Good);
}
