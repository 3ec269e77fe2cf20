//! A till: the program on a computer that can be killed, put to sleep and switched off between any two of its steps.

use std::{
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard},
    task::{Context, Poll},
    time::Duration,
};

use desk::{
    AccountKeys, Book, Desk, Parts,
    seams::{Clock, Executor, Random, SessionStore, Vault},
};
use tokio::{
    sync::Notify,
    time::{Instant, Sleep, sleep_until},
};

use crate::{
    chance::{Chance, TillRandom},
    clock::TillClock,
    history::History,
    network::Network,
    plan::Mishaps,
    promises::Kind,
};

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_mins(1);
const HOUR: Duration = Duration::from_hours(1);

/// How often a till may be killed in one run, so that runs come to an end.
const MOST_CRASHES: u32 = 4;

/// How often its lid may be closed.
const MOST_NAPS: u32 = 8;

/// One of the two tills.
pub(crate) struct Till {
    pub(crate) name: &'static str,
    pub(crate) clock: Arc<TillClock>,
    pub(crate) network: Arc<Network>,
    kind: Kind,
    book: Book,
    random: Arc<TillRandom>,
    keychain: Vault,
    history: Arc<History>,
    power: Mutex<Power>,
    went_off: Notify,
}

/// What the till is made of.
pub(crate) struct TillParts {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) clock: Arc<TillClock>,
    pub(crate) network: Arc<Network>,
    pub(crate) book: Book,
    pub(crate) keychain: Vault,
    pub(crate) random: TillRandom,
    pub(crate) history: Arc<History>,
    pub(crate) mishaps: Mishaps,
    pub(crate) chance: Chance,
}

struct Power {
    desk: Option<Arc<Desk>>,
    /// Counts the starts of the program. What an earlier one did is not done any further.
    life: u32,
    asleep_until: Option<Instant>,
    back_at: Instant,
    mishaps: Mishaps,
    crashes: u32,
    naps: u32,
    chance: Chance,
}

/// What happens between two steps.
enum Mishap {
    None,
    Killed,
    GivenUp,
    Asleep(Instant),
}

impl Till {
    pub(crate) fn new(parts: TillParts) -> Arc<Self> {
        let power = Power {
            desk: None,
            life: 0,
            asleep_until: None,
            back_at: Instant::now(),
            mishaps: parts.mishaps,
            crashes: 0,
            naps: 0,
            chance: parts.chance,
        };
        Arc::new(Self {
            name: parts.name,
            clock: parts.clock,
            network: parts.network,
            kind: parts.kind,
            book: parts.book,
            random: Arc::new(parts.random),
            keychain: parts.keychain,
            history: parts.history,
            power: Mutex::new(power),
            went_off: Notify::new(),
        })
    }

    /// Starts the program without any of its own work. It takes no command before it knows who may give one.
    pub(crate) async fn switch_on(&self) -> Arc<Desk> {
        let life = self.power().life;
        let kind = self.kind;
        let clock: Arc<dyn Clock> = Arc::clone(&self.clock) as _;
        let random: Arc<dyn Random> = Arc::clone(&self.random) as _;
        let executor =
            Executor::new(Arc::clone(&self.network) as _, Arc::clone(&clock), Arc::clone(&random))
                .with_providers(move |_| kind.provider());
        let session = Vault::at_once(SessionStore::new());
        let keys = AccountKeys::new(self.keychain.clone(), session);
        let book = self.book.clone();
        let desk = Arc::new(Desk::new(Parts { book, executor, keys, clock, random }));
        self.network.starts();
        desk.open_staff().await.unwrap();
        let mut power = self.power();
        if power.life == life {
            power.desk = Some(Arc::clone(&desk));
        }
        drop(power);
        desk
    }

    /// Does `work`, if the program runs, and until it is killed or whoever waits for it goes away.
    pub(crate) async fn does<F: Future>(
        &self,
        work: impl FnOnce(Arc<Desk>) -> F,
    ) -> Option<F::Output> {
        let (desk, life) = {
            let power = self.power();
            (power.desk.clone()?, power.life)
        };
        Attended { till: self, life, work: Box::pin(work(desk)), nap: None }.await
    }

    /// Starts the program again whenever it was killed, as the shell does, for as long as the run goes on.
    pub(crate) async fn stays_in_use(&self) {
        loop {
            self.went_off.notified().await;
            // It may be switched off once more while it is off.
            let back_at = || self.power().back_at;
            while Instant::now() < back_at() {
                sleep_until(back_at()).await;
            }
            self.start_again().await;
        }
    }

    async fn start_again(&self) {
        self.history.tell(self.name, "starts again");
        self.switch_on().await;
        let noted = self
            .does(async |desk| {
                desk.note_interruptions().await?;
                desk.settle_all().await
            })
            .await;
        if let Some(Err(error)) = noted {
            self.history.tell(self.name, format_args!("could not settle at its start: {error}"));
        }
    }

    /// Ends all trouble of this till: it is awake, and from now on nothing happens to it.
    pub(crate) async fn calm_down(&self) {
        let is_off = {
            let mut power = self.power();
            power.mishaps = Mishaps::default();
            power.asleep_until = None;
            power.desk.is_none()
        };
        self.clock.jump_to(chrono::TimeDelta::zero());
        self.network.set_calm(true);
        if is_off {
            self.start_again().await;
        }
    }

    /// Somebody switches the computer off, whatever the program is doing.
    pub(crate) fn goes_off(&self, away: Duration) {
        let mut power = self.power();
        power.life += 1;
        power.desk = None;
        power.back_at = power.back_at.max(Instant::now() + away);
        self.history.tell(self.name, format_args!("is switched off, for {away:?}"));
        self.went_off.notify_one();
    }

    /// True while the program does not run.
    pub(crate) fn is_off(&self) -> bool {
        self.power().desk.is_none()
    }

    fn power(&self) -> MutexGuard<'_, Power> {
        self.power.lock().unwrap()
    }

    /// Whether something happens before the next step.
    fn mishap(&self, life: u32) -> Mishap {
        let mut power = self.power();
        let now = Instant::now();
        if power.life != life {
            return Mishap::Killed;
        }
        if let Some(until) = power.asleep_until.filter(|until| *until > now) {
            return Mishap::Asleep(until);
        }
        let Mishaps { crash, lid, gives_up, long_off, .. } = power.mishaps;
        if power.crashes < MOST_CRASHES && power.chance.happens(crash) {
            power.crashes += 1;
            power.life += 1;
            power.desk = None;
            let long = long_off && power.chance.happens(300);
            let away = if long { HOUR..=40 * HOUR } else { 5 * SECOND..=HOUR / 4 };
            power.back_at = now + power.chance.span(away);
            self.history.tell(self.name, format_args!("is killed, for {:?}", power.back_at - now));
            self.went_off.notify_one();
            return Mishap::Killed;
        }
        if power.naps < MOST_NAPS && power.chance.happens(lid) {
            power.naps += 1;
            let long = power.chance.happens(400);
            let nap = if long { HOUR / 4..=3 * HOUR } else { SECOND..=2 * MINUTE };
            let until = now + power.chance.span(nap);
            power.asleep_until = Some(until);
            self.history.tell(self.name, format_args!("lid closed for {:?}", until - now));
            return Mishap::Asleep(until);
        }
        if power.chance.happens(gives_up) {
            self.history.tell(self.name, "nobody waits for the answer any more");
            return Mishap::GivenUp;
        }
        Mishap::None
    }
}

/// Work of a program, done step by step.
struct Attended<'a, F: Future> {
    till: &'a Till,
    life: u32,
    work: Pin<Box<F>>,
    nap: Option<Pin<Box<Sleep>>>,
}

impl<F: Future> Future for Attended<'_, F> {
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        loop {
            match self.till.mishap(self.life) {
                Mishap::Killed | Mishap::GivenUp => return Poll::Ready(None),
                Mishap::None => return self.work.as_mut().poll(context).map(Some),
                Mishap::Asleep(until) => {
                    let nap = self.nap.insert(Box::pin(sleep_until(until)));
                    if nap.as_mut().poll(context).is_pending() {
                        return Poll::Pending;
                    }
                }
            }
        }
    }
}
