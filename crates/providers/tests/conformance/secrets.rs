//! A canary among the secrets: it may be in what leaves for the provider, and nowhere else.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
};

use async_trait::async_trait;
use domain::{Outcome, TillError, account::Account};
use providers::{
    Executor, HttpTransport, KeySource, Keys, Lane, Request, Response, TimeLimits, Transport,
    TransportFault,
};
use serde_json::json;
use tracing_subscriber::fmt::MakeWriter;

use crate::support::{
    CountingRandom, HandClock, ask, body, error, global_payments, key, link, list, now, ok, path,
    sandbox,
};

const KEY: &str = "canary-app-key-4f9c2b7e1a";
const TOKEN: &str = "canary-token-Zk3q9LwT0aBcDeFg";

/// Everything that is logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

struct Canary;

#[async_trait]
impl KeySource for Canary {
    async fn keys(&self, _account: &Account) -> Result<Keys, TillError> {
        Ok(Keys::main(KEY.into()))
    }
}

/// Gives the canary token, refuses it once, and then makes a link.
#[derive(Default)]
struct Provider {
    sent: Mutex<Vec<Request>>,
}

#[async_trait]
impl Transport for Provider {
    async fn send(&self, _lane: Lane, request: Request) -> Result<Response, TransportFault> {
        let mut sent = self.sent.lock().unwrap();
        sent.push(request.clone());
        match (path(&request).as_str(), sent.len()) {
            ("/ucp/accesstoken", _) => ok(&json!({
                "token": TOKEN,
                "scope": { "accounts": [{ "id": "TRA_2", "name": "paylink", "permissions": ["LNK_POST_Create"] }] },
            })),
            (_, 2) => error(401, "NOT_AUTHENTICATED", "40002", TOKEN),
            _ if request.body.is_none() => list("links", &[]),
            _ => ok(&link()),
        }
    }
}

fn assert_clean(what: &str, text: &str, secrets: &[&str]) {
    for secret in secrets {
        assert!(!text.contains(secret), "{what} shows a secret: {text}");
    }
}

#[tokio::test]
async fn nothing_shows_a_secret() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(log.clone())
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);

    let transport = Arc::new(Provider::default());
    let executor = Executor::new(
        Arc::clone(&transport) as _,
        Arc::new(HandClock::new()),
        Arc::new(CountingRandom::default()),
    );
    let account = sandbox();
    let create = global_payments().create_link(&account, ask(), key());
    let outcome = executor.run(&account, &Canary, Lane::Person, create).await;
    assert!(matches!(outcome, Outcome::Done(_)));
    let find = global_payments().find_link(&account, ask(), now());
    let found = executor.run(&account, &Canary, Lane::Person, find).await;
    assert_eq!(found, Outcome::Done(None));

    // The same over the network, to a port where nobody listens.
    let http = HttpTransport::new(TimeLimits::default()).unwrap();
    let mut lost = transport.sent.lock().unwrap()[1].clone();
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    lost.url = format!("http://{}/x", nobody.local_addr().unwrap());
    drop(nobody);
    assert!(http.send(Lane::Person, lost).await.is_err());
    drop(guard);

    let sent = transport.sent.lock().unwrap().clone();
    assert_eq!(sent.len(), 5);
    let hash = body(&sent[0])["secret"].as_str().unwrap().to_owned();
    let secrets = [KEY, TOKEN, hash.as_str()];

    // The token leaves in its header, the hash in the body, the key not at all.
    assert!(sent[0].body.as_ref().unwrap().contains(&hash));
    for request in &sent {
        let body = request.body.as_deref().unwrap_or_default();
        assert!(!body.contains(KEY) && !body.contains(TOKEN));
        assert!(!request.url.contains(KEY) && !request.url.contains(TOKEN));
        assert_clean("a request", &format!("{request:?}"), &secrets);
    }

    let logged = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(logged.contains("/ucp/links"), "the log is empty: {logged}");
    assert_clean("the log", &logged, &secrets);
    // What staff wrote is no secret, but has no place in a log either.
    assert_clean("the log", &logged, &["chairs", "Table"]);
    assert_clean("the outcome", &format!("{outcome:?}"), &secrets);
    assert_clean("the executor", &format!("{executor:?}"), &secrets);
}
