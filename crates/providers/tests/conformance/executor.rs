//! The executor over a transport that is a script.

mod budget;
mod circuit;
mod lease;
mod long;
mod offered_keys;
mod pauses;
mod renewal;
mod repeats;
mod sessions;
mod signed;
mod sleep;
mod warmth;
mod wiring;

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use domain::{Outcome, TillError, Timestamp, account::Account, capabilities::RateLimit};
use providers::{
    CreatedLink, Executor, KeySource, Keys, Lane, Request, Response, Transport, TransportFault,
};
use serde_json::{Value, json};

use crate::support::{
    Answer, Became, CountingRandom, HandClock, ask, became, error, global_payments, key, link,
    list, ok, path, sandbox,
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
        // Time for others to come along. The till's own answers come last.
        let turns = match lane {
            Lane::Person => 10,
            Lane::OnScreen | Lane::Settling | Lane::Sweep => 100,
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
        Ok(Keys::main("stub_app_key".into()))
    }
}

struct Stage {
    executor: Arc<Executor>,
    script: Arc<Script>,
    clock: Arc<HandClock>,
}

/// An executor over a script, with a budget that nothing here uses up.
fn stage(answer: impl Fn(&Request, usize) -> Answer + Send + Sync + 'static) -> Stage {
    let plenty = RateLimit { per_minute: 6_000, burst: 1_000 };
    stage_with(answer, |executor| executor.with_rate(plenty))
}

/// The same with an executor of one's own.
fn stage_with(
    answer: impl Fn(&Request, usize) -> Answer + Send + Sync + 'static,
    change: impl FnOnce(Executor) -> Executor,
) -> Stage {
    let script = Arc::new(Script { answer: Box::new(answer), sent: Mutex::default() });
    let clock = Arc::new(HandClock::new());
    let executor = Executor::new(
        Arc::clone(&script) as _,
        Arc::clone(&clock) as _,
        Arc::new(CountingRandom::default()),
    );
    Stage { executor: Arc::new(change(executor)), script, clock }
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

/// The till looks for a link by itself.
async fn look_in(lane: Lane, stage: &Stage, keys: &dyn KeySource) -> Option<Became> {
    let account = sandbox();
    let find = global_payments().find_link(&account, ask(), at());
    became(&stage.executor.run(&account, keys, lane, find).await)
}

/// The same while it sweeps.
async fn watch(stage: &Stage, keys: &dyn KeySource) -> Option<Became> {
    look_in(Lane::Sweep, stage, keys).await
}

fn at() -> Timestamp {
    Timestamp::parse("2026-11-20T14:00:00Z").unwrap()
}
