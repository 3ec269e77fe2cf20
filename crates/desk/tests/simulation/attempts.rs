//! What leaves a till, counted: the same key on every attempt of one intent, no key that the provider may have forgotten,
//! and no second request of what has no key, unless the first provably came to nothing.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use providers::{Request, Response, TransportFault};

use crate::{
    clock::TrueTime,
    gateway::{Gateway, Write},
    history::{History, Wrong},
};

/// How long after its first request a key may go again: four hours less than a provider keeps it that keeps it a day
/// (RELIABILITY 1.6, R6), and a little for a provider whose times have whole seconds.
const KEY_IS_GOOD: Duration = Duration::from_mins(20 * 60 + 5);

/// Watches the writes of both tills.
pub(crate) struct Attempts {
    gateway: Arc<dyn Gateway>,
    history: Arc<History>,
    time: TrueTime,
    seen: Mutex<BTreeMap<String, Seen>>,
}

struct Seen {
    key: String,
    first: Duration,
    /// How many requests may have come to something.
    may_count: u32,
}

impl Attempts {
    pub(crate) fn new(gateway: Arc<dyn Gateway>, history: Arc<History>, time: TrueTime) -> Self {
        Self { gateway, history, time, seen: Mutex::default() }
    }

    /// A till hands a request to its network.
    pub(crate) fn leaves(&self, till: &str, request: &Request) {
        let Some(attempt) = self.gateway.attempt(request) else { return };
        let now = self.time.passed();
        let mut seen = self.seen.lock().unwrap();
        let before = seen.entry(attempt.intent.clone()).or_insert_with(|| Seen {
            key: attempt.key.clone(),
            first: now,
            may_count: 0,
        });
        if before.may_count == 0 {
            before.first = now;
        }
        let intent = &attempt.intent;
        if before.key != attempt.key {
            let how = format_args!("{till} sends {intent} with another key");
            self.history.wrong(Wrong::Key, how);
        }
        match attempt.write {
            Write::Keyed if now.saturating_sub(before.first) > KEY_IS_GOOD => {
                let age = now.saturating_sub(before.first);
                let how = format_args!("{till} sends {intent} with a key that is {age:?} old");
                self.history.wrong(Wrong::Key, how);
            }
            Write::Keyless if before.may_count > 0 => {
                let how = format_args!("{till} sends {intent} again, which no key makes safe");
                self.history.wrong(Wrong::SentAgain, how);
            }
            Write::Keyed | Write::Keyless => {}
        }
        before.may_count += 1;
    }

    /// A request of a till was answered, or came to no answer.
    pub(crate) fn answered(&self, request: &Request, result: &Result<Response, TransportFault>) {
        let came_to_nothing = match result {
            Ok(answer) => matches!(answer.status, 401 | 429),
            Err(fault) => matches!(fault, TransportFault::Connect),
        };
        let Some(attempt) = self.gateway.attempt(request).filter(|_| came_to_nothing) else {
            return;
        };
        if let Some(seen) = self.seen.lock().unwrap().get_mut(&attempt.intent) {
            seen.may_count = seen.may_count.saturating_sub(1);
        }
    }
}
