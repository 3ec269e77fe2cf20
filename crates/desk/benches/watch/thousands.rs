//! A till with 4,000 open links, in simulated time.

use std::{
    collections::HashMap,
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use desk::{
    Change, Desk,
    domain::{capabilities::RateLimit, ids::SaleId, sale_state::SaleState},
    seams::{Clock, Executor},
};
use practice::{
    PracticeCredentials, Random,
    global_payments::{
        APPROVED_CARDS, Behaviour, GatewayConfig, LinkId, PracticeBooks, PracticeGateway,
    },
};
use tempfile::TempDir;
use tokio::time::sleep_until;

use crate::{
    Failure,
    clock::{BenchClock, BenchRandom},
    customers::{Customer, LIFE, customers},
    gateway::Line,
    known::{Known, Requests},
    till::{Sold, Till},
};

/// So long is measured: with 24 payments an hour, more than 200 are made.
const MEASURED: Duration = Duration::from_hours(9);

/// So long after the last payment it must be known.
const GRACE: Duration = Duration::from_mins(30);

/// What other tills of the same merchant took in the days before: the list is as long as it is in a real shop.
const OTHERS: u32 = 5_850;

/// Times that the links of the other tills can be paid.
const USES: u32 = 1_000;

/// How far reads lag behind writes, as the sandbox showed (fact sheet, 3.7).
const LAG: Duration = Duration::from_secs(2);

/// How long a customer looks at the page before the payment is done.
const ON_THE_PAGE: Duration = Duration::from_secs(90);

/// A file system in memory, where there is one: the disk's syncs are not simulated.
const MEMORY: &str = "/dev/shm";

/// A case.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Thousands {
    pub(crate) per_minute: u32,
    pub(crate) promise: Duration,
}

type Paid = Arc<Mutex<HashMap<SaleId, Duration>>>;

impl Thousands {
    /// How long each payment took to be known, and how many requests were sent.
    pub(crate) fn run(self) -> Result<(Known, Requests), Failure> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let folder =
            if Path::new(MEMORY).is_dir() { TempDir::new_in(MEMORY)? } else { TempDir::new()? };
        runtime.block_on(self.run_in(folder.path()))
    }

    async fn run_in(self, folder: &Path) -> Result<(Known, Requests), Failure> {
        let shop = Shop::open(folder, self.rate()).await?;
        // All has signed in, which takes threads of its own. From here on, nobody waits for anything but time.
        tokio::time::pause();
        let customers = customers(&shop.random, LIFE, LIFE + MEASURED);
        let (before, after): (Vec<_>, Vec<_>) =
            customers.into_iter().partition(|customer| customer.made < LIFE);
        let links = shop.before(before).await?;
        shop.line.count();
        shop.watched(links, after).await
    }

    /// What is saved up may go at once, so it counts as part of the minute.
    fn rate(self) -> RateLimit {
        let burst = (self.per_minute / 10).min(20);
        RateLimit { per_minute: self.per_minute - 2 * burst, burst }
    }
}

struct Shop {
    clock: Arc<BenchClock>,
    random: Arc<BenchRandom>,
    line: Arc<Line>,
    books: PracticeBooks,
    till: Till,
    /// Another till of the same merchant.
    other: Till,
}

const UNKNOWN: &str = "the gateway does not know the link";

/// A link that a customer may pay, and when.
type Open = (SaleId, LinkId, Option<Duration>);

impl Shop {
    async fn open(folder: &Path, rate: RateLimit) -> Result<Self, Failure> {
        let (clock, random) = (Arc::new(BenchClock::new()), Arc::new(BenchRandom::new(1)));
        let seed = Random::from_seed(1);
        let credentials = PracticeCredentials::generate(&seed);
        let config = GatewayConfig::new(credentials.clone(), seed, Arc::clone(&clock) as _);
        let gateway = PracticeGateway::new(config);
        let books = gateway.books();
        let month = 30 * 24 * 3_600;
        books.set_behaviour(Behaviour { token_seconds: Some(month), ..Behaviour::default() });
        let line = Arc::new(Line::new(gateway, Arc::clone(&clock)));
        let open = async |name: &str, random: &Arc<BenchRandom>| {
            let transport = Arc::clone(&line) as _;
            let executor =
                Executor::new(transport, Arc::clone(&clock) as _, Arc::clone(random) as _)
                    .with_rate(rate);
            let (clock, random) = (Arc::clone(&clock), Arc::clone(random));
            Till::open(&folder.join(name), executor, clock, random, &credentials, 7701).await
        };
        let till = open("till", &random).await?;
        let other = open("other", &Arc::new(BenchRandom::new(2))).await?;
        Ok(Self { clock, random, line, books, till, other })
    }

    /// The days before: links that are still open, and what other tills took meanwhile.
    async fn before(&self, customers: Vec<Customer>) -> Result<Vec<Open>, Failure> {
        let (mut sold, mut other, mut taken) = (Vec::new(), None, 0);
        for customer in customers {
            sleep_until(self.clock.at(customer.made)).await;
            sold.push((self.till.link(None).await?, customer.pays));
            while LIFE * taken / OTHERS <= customer.made && taken < OTHERS {
                if taken % USES == 0 {
                    let sold = self.other.link(Some(USES)).await?;
                    other = self.pages().remove(&sold.page);
                }
                self.books.pay(other.as_ref().ok_or(UNKNOWN)?, APPROVED_CARDS[0])?;
                taken += 1;
            }
        }
        sleep_until(self.clock.at(LIFE)).await;
        let behaviour = Behaviour { replication_lag: Some(LAG), ..Behaviour::default() };
        self.books.set_behaviour(behaviour);
        let mut pages = self.pages();
        let open = |(sold, pays): (Sold, _)| {
            Ok((sold.sale, pages.remove(&sold.page).ok_or(UNKNOWN)?, pays))
        };
        sold.into_iter().map(open).collect()
    }

    async fn open_link(&self, customer: Customer) -> Result<Open, Failure> {
        let sold = self.till.link(None).await?;
        Ok((sold.sale, self.pages().remove(&sold.page).ok_or(UNKNOWN)?, customer.pays))
    }

    /// Every link of the gateway by its page.
    fn pages(&self) -> HashMap<String, LinkId> {
        let links = self.books.links().into_iter();
        links.map(|link| (link.page.as_str().to_owned(), link.id)).collect()
    }

    /// The watcher works while customers pay and links are made.
    async fn watched(
        self,
        links: Vec<Open>,
        later: Vec<Customer>,
    ) -> Result<(Known, Requests), Failure> {
        let shop = Arc::new(self);
        let (paid, known) = (Paid::default(), Paid::default());
        let mut payments = tokio::task::JoinSet::new();
        for open in links {
            payments.spawn(Arc::clone(&shop).pay(open, Arc::clone(&paid)));
        }
        let listening = tokio::spawn(listen(
            Arc::clone(&shop.till.desk),
            Arc::clone(&shop.clock),
            Arc::clone(&known),
        ));
        let watching = tokio::spawn(Arc::clone(&shop.till.desk).watch());
        for customer in later {
            sleep_until(shop.clock.at(customer.made)).await;
            let open = shop.open_link(customer).await?;
            payments.spawn(Arc::clone(&shop).pay(open, Arc::clone(&paid)));
        }
        sleep_until(shop.clock.at(LIFE + MEASURED + GRACE)).await;
        watching.abort();
        listening.abort();
        payments.abort_all();
        while let Some(payment) = payments.join_next().await {
            payment.ok().transpose()?;
        }
        let mut times = Known::default();
        let known = lock(&known);
        for (sale, at) in lock(&paid).iter() {
            // One that was never found counts as the longest time there is.
            times.add(known.get(sale).map_or(Duration::MAX, |known| known.saturating_sub(*at)));
        }
        Ok((times, shop.line.requests()))
    }

    /// The customer opens the page, and pays a while later.
    async fn pay(self: Arc<Self>, open: Open, paid: Paid) -> Result<(), Failure> {
        let (sale, link, Some(pays)) = open else { return Ok(()) };
        if pays >= LIFE + MEASURED {
            return Ok(());
        }
        let opens = pays.saturating_sub(self.random.up_to(ON_THE_PAGE));
        sleep_until(self.clock.at(opens)).await;
        self.books.open_page(&link)?;
        sleep_until(self.clock.at(pays)).await;
        lock(&paid).insert(sale, self.clock.elapsed());
        self.books.pay(&link, APPROVED_CARDS[0])?;
        Ok(())
    }
}

/// Notes when each sale is first known to be paid.
async fn listen(desk: Arc<Desk>, clock: Arc<BenchClock>, known: Paid) {
    let mut changes = desk.changes();
    while let Ok(change) = changes.recv().await {
        let Change::Sale(id) = change else { continue };
        let now = clock.elapsed();
        if let Ok(sale) = desk.sale(id).await
            && matches!(sale.row.state, SaleState::Paid { .. })
        {
            lock(&known).entry(id).or_insert(now);
        }
    }
}

fn lock(paid: &Mutex<HashMap<SaleId, Duration>>) -> MutexGuard<'_, HashMap<SaleId, Duration>> {
    paid.lock().unwrap_or_else(PoisonError::into_inner)
}
