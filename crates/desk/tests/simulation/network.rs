//! The network between one till and the provider, with the troubles of the run's plan.

use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use desk::{
    domain::{
        account::Environment,
        capabilities::RateLimit,
        rules::{Rule, holds},
    },
    seams::Transport,
};
use providers::{Class, Lane, Request, Response, RetryAfter, TimeLimit, TransportFault};
use tokio::{sync::oneshot, time};

use crate::{
    chance::Chance,
    history::{History, Wrong},
    plan::Faults,
    promises::Kind,
    shop::{Arrived, From, Shop},
};

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_mins(1);

/// The latest that a request may arrive after it left.
const LATEST: Duration = Duration::from_mins(10);

/// The network of one till; nothing goes wrong in it before the run begins.
pub(crate) struct Network {
    till: &'static str,
    shop: Arc<Shop>,
    history: Arc<History>,
    faults: Faults,
    calm: AtomicBool,
    weather: Mutex<Weather>,
    rate: RateLimit,
    /// When the requests of the last minute left.
    sent: Mutex<VecDeque<time::Instant>>,
}

struct Weather {
    chance: Chance,
    /// The provider can't be reached from and until, since the run began.
    outage: Option<(time::Instant, time::Instant)>,
}

/// What becomes of one request.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Fate {
    /// It arrives, and so does its answer.
    Good,
    Refused,
    Lost,
    AnswerLost,
    /// It arrives so much later.
    Late(Duration),
    /// It arrives once more, so much later; its sender hears the answer to the second one or the first.
    Twice(Duration, Heard),
    TooMany(Option<Duration>),
    FailsBefore,
    FailsAfter,
    WebPageBefore,
    WebPageAfter,
    Truncated,
    TokensOver,
    Forged,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Heard {
    First,
    Second,
}

impl Network {
    pub(crate) fn new(
        till: &'static str,
        shop: Arc<Shop>,
        history: Arc<History>,
        kind: Kind,
        faults: Faults,
        chance: Chance,
    ) -> Self {
        Self {
            till,
            shop,
            history,
            faults,
            calm: AtomicBool::new(true),
            weather: Mutex::new(Weather { chance, outage: None }),
            rate: kind.provider().capabilities().rate(Environment::Practice),
            sent: Mutex::default(),
        }
    }

    /// From now on things go wrong, or no more.
    pub(crate) fn set_calm(&self, calm: bool) {
        self.calm.store(calm, Ordering::Relaxed);
    }

    /// What becomes of a request, and how long it takes there and back.
    fn draw(&self, request: &Request) -> (Fate, Duration, Duration) {
        let mut weather = self.weather.lock().unwrap();
        let Weather { chance, outage } = &mut *weather;
        let quick = Duration::from_millis(20)..=Duration::from_millis(400);
        let (mut there, mut back) = (chance.span(quick.clone()), chance.span(quick));
        if self.calm.load(Ordering::Relaxed) {
            return (Fate::Good, there, back);
        }
        let faults = &self.faults;
        if chance.happens(faults.slow) {
            there = chance.span(SECOND..=25 * SECOND);
        }
        if chance.happens(faults.slow) {
            back = chance.span(SECOND..=25 * SECOND);
        }
        (self.fate(request, chance, outage), there, back)
    }

    fn fate(
        &self,
        request: &Request,
        chance: &mut Chance,
        outage: &mut Option<(time::Instant, time::Instant)>,
    ) -> Fate {
        let faults = &self.faults;
        let now = time::Instant::now();
        if faults.outages && outage.is_none_or(|(_, until)| until <= now) && chance.happens(10) {
            *outage = Some((now, now + chance.span(MINUTE..=20 * MINUTE)));
        }
        if outage.is_some_and(|(from, until)| from <= now && now < until) {
            return if chance.happens(700) { Fate::Refused } else { Fate::Lost };
        }
        if chance.happens(faults.refused) {
            Fate::Refused
        } else if chance.happens(faults.lost) {
            Fate::Lost
        } else if chance.happens(faults.answer_lost) {
            Fate::AnswerLost
        } else if chance.happens(faults.late) {
            Fate::Late(chance.span(20 * SECOND..=LATEST))
        } else if self.may_arrive_twice(request) && chance.happens(faults.twice) {
            let heard = chance.pick(&[Heard::First, Heard::Second]);
            Fate::Twice(chance.span(Duration::ZERO..=20 * SECOND), heard)
        } else if chance.happens(faults.too_many) {
            Fate::TooMany(chance.happens(500).then(|| chance.span(SECOND..=2 * MINUTE)))
        } else if chance.happens(faults.fails_before) {
            Fate::FailsBefore
        } else if chance.happens(faults.fails_after) {
            Fate::FailsAfter
        } else if chance.happens(faults.web_page) {
            if chance.happens(500) { Fate::WebPageBefore } else { Fate::WebPageAfter }
        } else if chance.happens(faults.truncated) {
            Fate::Truncated
        } else if chance.happens(faults.tokens_over) {
            Fate::TokensOver
        } else if chance.happens(faults.forged) {
            Fate::Forged
        } else {
            Fate::Good
        }
    }

    /// A request without a key that arrives twice acts twice, whatever its sender does: that is the network's own repeat,
    /// which rule 11 keeps out.
    fn may_arrive_twice(&self, request: &Request) -> bool {
        self.shop.gateway().knows_repeats(request)
    }

    /// Lets the request arrive, with nobody needed to wait for it.
    fn deliver(&self, request: &Request, after: Duration) -> oneshot::Receiver<Arrived> {
        let (answer, arrives) = oneshot::channel();
        let (shop, request) = (Arc::clone(&self.shop), request.clone());
        tokio::spawn(async move {
            time::sleep(after).await;
            // Its sender may be gone.
            let _ = answer.send(shop.take(&request, From::Till));
        });
        arrives
    }

    async fn carry(
        &self,
        request: &Request,
        fate: Fate,
        there: Duration,
        back: Duration,
    ) -> Result<Response, TransportFault> {
        let lost = || Err(TransportFault::ConnectionLost);
        match fate {
            Fate::Refused => {
                time::sleep(there).await;
                Err(TransportFault::Connect)
            }
            Fate::Lost => silence().await,
            Fate::AnswerLost => {
                let arrives = self.deliver(request, there);
                drop(arrives.await);
                time::sleep(back).await;
                lost()
            }
            Fate::Late(after) => {
                drop(self.deliver(request, there + after));
                silence().await
            }
            Fate::Twice(later, heard) => {
                let first = self.deliver(request, there);
                let second = self.deliver(request, there + later);
                let heard = if heard == Heard::First { first } else { second };
                time::sleep(back).await;
                heard.await.ok().flatten().map_or_else(lost, Ok)
            }
            Fate::TooMany(wait) => {
                time::sleep(there).await;
                let mut answer = page(429, "Too many requests");
                answer.retry_after = wait.map(RetryAfter::Wait);
                Ok(answer)
            }
            Fate::FailsBefore | Fate::WebPageBefore => {
                time::sleep(there).await;
                let error = failure(&fate);
                self.shop.gateway().failed(request, &error);
                Ok(error)
            }
            Fate::FailsAfter | Fate::WebPageAfter => {
                drop(self.deliver(request, there).await);
                time::sleep(back).await;
                Ok(failure(&fate))
            }
            Fate::Good | Fate::Truncated | Fate::TokensOver | Fate::Forged => {
                if fate == Fate::TokensOver {
                    self.shop.gateway().end_sessions();
                }
                let arrived = self.deliver(request, there).await;
                time::sleep(back).await;
                let Some(mut answer) = arrived.ok().flatten() else { return lost() };
                if fate == Fate::Truncated {
                    answer.body.truncate(answer.body.len() / 2);
                }
                if fate == Fate::Forged {
                    self.shop.gateway().forge(&mut answer);
                }
                Ok(answer)
            }
        }
    }

    /// The program starts, and knows nothing of what it sent before.
    pub(crate) fn starts(&self) {
        self.sent.lock().unwrap().clear();
    }

    /// One more request leaves. The till keeps to its budget, whatever happens.
    fn count(&self) {
        let mut sent = self.sent.lock().unwrap();
        let now = time::Instant::now();
        sent.push_back(now);
        while sent.front().is_some_and(|first| *first + MINUTE <= now) {
            sent.pop_front();
        }
        let most = usize::try_from(self.rate.per_minute + self.rate.burst).unwrap();
        if sent.len() > most {
            let how = format_args!("{} sent {} requests in a minute", self.till, sent.len());
            self.history.wrong(Wrong::OverBudget, how);
        }
    }

    async fn send_once(&self, request: &Request) -> Result<Response, TransportFault> {
        let (fate, there, back) = self.draw(request);
        self.count();
        let asked = self.shop.gateway().describe(request);
        if fate == Fate::Good {
            self.history.tell(self.till, &asked);
        } else {
            self.history.tell(self.till, format_args!("{asked}, {fate:?}"));
        }
        let limit = match request.limit {
            TimeLimit::Read => 15 * SECOND,
            TimeLimit::Write => 30 * SECOND,
        };
        let carried = self.carry(request, fate, there, back);
        let result = time::timeout(limit, carried).await.unwrap_or(Err(TransportFault::TimedOut));
        match &result {
            Ok(answer) => {
                self.history.tell(self.till, format_args!("  {} to {asked}", answer.status));
            }
            Err(fault) => self.history.tell(self.till, format_args!("  {fault}, for {asked}")),
        }
        result
    }
}

#[async_trait]
impl Transport for Network {
    async fn send(&self, _: Lane, request: Request) -> Result<Response, TransportFault> {
        self.shop.attempts().leaves(self.till, &request);
        let result = self.send_once(&request).await;
        self.shop.attempts().answered(&request, &result);
        if !holds(Rule::NoTransportRetry) && request.class == Class::Writes && result.is_err() {
            // What a transport does that means well.
            return self.send_once(&request).await;
        }
        result
    }
}

/// Waits for what never comes; the time limit ends it.
async fn silence<T>() -> T {
    std::future::pending().await
}

fn failure(fate: &Fate) -> Response {
    match fate {
        Fate::FailsBefore | Fate::FailsAfter => {
            page(500, r#"{"error_code":"SYSTEM_ERROR","detailed_error_code":"50046"}"#)
        }
        _ => page(200, "<!doctype html><title>Please sign in</title>"),
    }
}

fn page(status: u16, text: &str) -> Response {
    Response { status, date: None, retry_after: None, body: text.as_bytes().to_vec() }
}
