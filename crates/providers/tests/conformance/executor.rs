//! Tokens, single flight, renewal and warmth, over a transport that is a script.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use domain::{
    Outcome, TillError, Timestamp,
    account::Account,
    error::{Doubt, Fault, Keychain},
};
use providers::{
    CreatedLink, Executor, KeySource, Keys, Lane, Request, Response, RetryAfter, Transport,
    TransportFault,
};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::{
    support::{
        Answer, CountingRandom, HandClock, LINK, ask, error, global_payments, header, key, link,
        link_to_read, list, ok, path, refund, refund_of, response, sandbox, seen_before, with,
    },
    troubles::{Became, became},
};

/// Called with each request and how often its path has been asked for.
type Reply = dyn Fn(&Request, usize) -> Answer + Send + Sync;

/// Answers each request by a script, and remembers what was sent.
struct Script {
    answer: Box<Reply>,
    sent: Mutex<Vec<(Lane, Request)>>,
}

#[async_trait]
impl Transport for Script {
    async fn send(&self, lane: Lane, request: Request) -> Result<Response, TransportFault> {
        let place = {
            let mut sent = self.sent.lock().unwrap();
            sent.push((lane, request.clone()));
            sent.iter().filter(|(_, other)| path(other) == path(&request)).count()
        };
        // Time for others to come along. The watcher's answers come last.
        let turns = match lane {
            Lane::Person => 10,
            Lane::Watcher => 100,
        };
        for _ in 0..turns {
            tokio::task::yield_now().await;
        }
        (self.answer)(&request, place)
    }
}

struct InPocket;

#[async_trait]
impl KeySource for InPocket {
    async fn keys(&self, _account: &Account) -> Result<Keys, TillError> {
        Ok(Keys { app_key: "stub_app_key".into() })
    }
}

struct Locked;

#[async_trait]
impl KeySource for Locked {
    async fn keys(&self, _account: &Account) -> Result<Keys, TillError> {
        Err(TillError::VaultLocked)
    }
}

struct Stage {
    executor: Arc<Executor>,
    script: Arc<Script>,
    clock: Arc<HandClock>,
}

/// An executor over a script.
fn stage(answer: impl Fn(&Request, usize) -> Answer + Send + Sync + 'static) -> Stage {
    let script = Arc::new(Script { answer: Box::new(answer), sent: Mutex::default() });
    let clock = Arc::new(HandClock::new());
    let executor = Executor::new(
        Arc::clone(&script) as _,
        Arc::clone(&clock) as _,
        Arc::new(CountingRandom::default()),
    );
    Stage { executor: Arc::new(executor), script, clock }
}

impl Stage {
    fn paths(&self) -> Vec<String> {
        let sent = self.script.sent.lock().unwrap();
        sent.iter().map(|(_, request)| path(request)).collect()
    }

    fn sent(&self, place: usize) -> Request {
        self.script.sent.lock().unwrap()[place].1.clone()
    }

    fn count(&self, wanted: &str) -> usize {
        self.paths().iter().filter(|path| *path == wanted).count()
    }

    async fn create(&self) -> Outcome<CreatedLink> {
        let account = sandbox();
        let create = global_payments().create_link(&account, ask(), key());
        self.executor.run(&account, &InPocket, Lane::Person, create).await
    }
}

const TOKEN: &str = "/ucp/accesstoken";
const LINKS: &str = "/ucp/links";

/// The `place`th token.
fn token(place: usize) -> Answer {
    token_for(place, &json!(600))
}

fn token_for(place: usize, seconds: &Value) -> Answer {
    ok(&json!({
        "token": format!("token-{place}"),
        "seconds_to_expire": seconds,
        "scope": { "merchant_name": "Shop", "accounts": [
            { "id": "TRA_2", "name": "paylink", "permissions": ["LNK_POST_Create", "TRN_POST_Refund"] },
        ]},
    }))
}

/// A provider without trouble.
fn sunshine(request: &Request, place: usize) -> Answer {
    match path(request).as_str() {
        TOKEN => token(place),
        LINKS if request.body.is_none() => list("links", &[]),
        LINKS => ok(&link()),
        other => panic!("{other} was not expected"),
    }
}

fn over() -> Answer {
    error(401, "NOT_AUTHENTICATED", "40002", "Access token expired")
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
    for lane in [Lane::Watcher, Lane::Person] {
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
    stage.executor.run(&account, &InPocket, Lane::Watcher, read).await;
    let before = stage.paths().len();
    assert_eq!(stage.executor.prepare(&account, &InPocket).await, Ok(()));
    let sent = stage.script.sent.lock().unwrap();
    assert_eq!(sent.len(), before + 1);
    assert!(sent[..before].iter().all(|(lane, _)| *lane == Lane::Watcher));
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

#[tokio::test]
async fn a_forgotten_account_signs_in_anew() {
    let stage = stage(sunshine);
    assert_eq!(stage.executor.ready(&sandbox(), &InPocket).await, Ok(()));
    stage.executor.forget(sandbox().id);
    assert_eq!(stage.executor.ready(&sandbox(), &InPocket).await, Ok(()));
    assert_eq!(stage.count(TOKEN), 2);
}

#[tokio::test]
async fn testing_the_connection_signs_in_with_the_keys_as_they_are_now() {
    let stage = stage(sunshine);
    assert_eq!(stage.executor.ready(&sandbox(), &InPocket).await, Ok(()));
    let report = stage.executor.test_connection(&sandbox(), &InPocket).await.unwrap();
    assert_eq!(stage.count(TOKEN), 2);
    assert_eq!(report.merchant_name, "Shop");
    assert_eq!(report.link_account.as_deref(), Some("paylink"));
    assert!(report.can_create() && report.can_refund());
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
    let offered = Keys { app_key: "offered".into() };
    let tried = stage.executor.try_keys(&sandbox(), &offered).await.unwrap();
    assert!(tried.report().can_create());
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
    let offered = Keys { app_key: "offered".into() };
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
        executor.run(&account, &InPocket, Lane::Watcher, read).await
    });
    tokio::task::yield_now().await;
    assert_eq!(stage.paths(), [TOKEN]);
    let offered = Keys { app_key: "offered".into() };
    let tried = stage.executor.try_keys(&sandbox(), &offered).await.unwrap();
    assert!(!old.is_finished());
    stage.executor.install(&sandbox(), tried);
    old.await.unwrap();
    stage.create().await;
    let last = stage.paths().len() - 1;
    assert_eq!(header(&stage.sent(last), "authorization").as_deref(), Some("Bearer token-2"));
}

/// The watcher asks for something.
async fn watch(stage: &Stage, keys: &dyn KeySource) -> Option<Became> {
    let account = sandbox();
    let find = global_payments().find_link(&account, ask(), at());
    became(&stage.executor.run(&account, keys, Lane::Watcher, find).await)
}

fn at() -> Timestamp {
    Timestamp::parse("2026-11-20T14:00:00Z").unwrap()
}

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
    let offered = Keys { app_key: "offered".into() };
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
    assert_eq!(watch(&stage, &InPocket).await, slow_down, "{retry_after:?}");
    assert_eq!(stage.paths().len(), sent, "{retry_after:?}");
    // A person who presses again is heard.
    assert!(matches!(stage.create().await, Outcome::Done(CreatedLink::Usable(_))));
    stage.clock.pass(Duration::from_millis(1));
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

#[tokio::test]
async fn a_refund_is_sent_once() {
    let stage = stage(|request, place| match path(request).as_str() {
        TOKEN => token(place),
        _ => ok(&with(refund(), "amount", "700")),
    });
    let account = sandbox();
    let exchange = global_payments().refund(&account, refund_of(500), key());
    let outcome = stage.executor.run(&account, &InPocket, Lane::Person, exchange).await;
    assert_eq!(became(&outcome), Some(Became::Unclear(Doubt::Different)));
    assert_eq!(stage.paths().len(), 2);
}
