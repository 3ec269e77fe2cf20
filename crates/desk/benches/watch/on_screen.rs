//! The link on screen, against the practice server over real HTTP.

use std::{sync::Arc, time::Duration};

use desk::{
    domain::sale_state::SaleState,
    seams::{Clock, Executor, HttpTransport, TimeLimits},
};
use practice::{
    PracticeConfig, PracticeCredentials, PracticeServer, Random, global_payments::APPROVED_CARDS,
};
use tempfile::TempDir;
use tokio::time::sleep;

use crate::{
    Failure,
    clock::{BenchClock, BenchRandom},
    known::Known,
    till::Till,
};

pub(crate) const PROMISE: Duration = Duration::from_millis(2_500);

const PAYMENTS: usize = 30;

/// No customer pays sooner after the code appeared.
const SOONEST: Duration = Duration::from_secs(4);

/// Up to so much later they pay: anywhere between several looks of the watcher.
const SPREAD: Duration = Duration::from_secs(6);

/// How long each payment took to be known.
pub(crate) fn run() -> Result<Known, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(show_one_after_the_other())
}

async fn show_one_after_the_other() -> Result<Known, Failure> {
    let (clock, random) = (Arc::new(BenchClock::new()), Arc::new(BenchRandom::new(3)));
    let seed = Random::from_seed(3);
    let credentials = PracticeCredentials::generate(&seed);
    let practice = PracticeServer::start(PracticeConfig {
        clock: Arc::clone(&clock) as _,
        ..PracticeConfig::new(credentials.clone(), seed)
    })
    .await?;
    let transport = Arc::new(HttpTransport::new(TimeLimits::default())?);
    let executor = Executor::new(transport, Arc::clone(&clock) as _, Arc::clone(&random) as _);
    let (folder, port) = (TempDir::new()?, practice.address().port());
    let till = Till::open(
        folder.path(),
        executor,
        Arc::clone(&clock),
        Arc::clone(&random),
        &credentials,
        port,
    )
    .await?;
    let watching = tokio::spawn(Arc::clone(&till.desk).watch());
    let mut known = Known::default();
    for _ in 0..PAYMENTS {
        let sold = till.link(None).await?;
        till.desk.look_at(Some(sold.sale));
        sleep(SOONEST + random.up_to(SPREAD)).await;
        let mut changes = till.desk.changes();
        let link = practice.books().links().pop().ok_or("the server has no link")?;
        let paid = clock.elapsed();
        practice.books().pay(&link.id, APPROVED_CARDS[0])?;
        while !matches!(till.desk.sale(sold.sale).await?.row.state, SaleState::Paid { .. }) {
            changes.recv().await?;
        }
        known.add(clock.elapsed().saturating_sub(paid));
    }
    watching.abort();
    practice.stop().await;
    Ok(known)
}
