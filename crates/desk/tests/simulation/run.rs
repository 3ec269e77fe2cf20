//! One run: trouble for as long as people have something to do, then calm, and then the books are compared.

use std::{sync::Arc, time::Duration};

use chrono::TimeDelta;
use desk::domain::{
    ids::SaleId,
    link_life::LinkState,
    rules::{Rule, switch_off},
};
use ledger::SaleRecord;
use providers::Lane;
use tempfile::TempDir;
use tokio::{
    runtime,
    task::JoinSet,
    time::{sleep, timeout},
};

use crate::{
    audit,
    clock::TrueTime,
    gateway::{LinkStands, TheirLink},
    history::{Violation, Wrong},
    portal,
    promises::Kind,
    signing_in, staff,
    till::Till,
    world::World,
};

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_mins(1);
const HOUR: Duration = Duration::from_hours(1);

/// Longer than any run takes, in its own time: one that is not at its end by then hangs.
const HANGS: Duration = Duration::from_hours(24 * 14);

/// How many minutes pass in the calm before each further look; the last one is more than an hour after the trouble.
const PAUSES_IN_THE_CALM: [u32; 9] = [0, 1, 2, 3, 4, 8, 12, 20, 25];

/// More than there is ever to do at once in the long tail.
const MOST_PIECES: u32 = 100;

/// What came of a run.
pub(crate) struct Report {
    pub(crate) seed: u64,
    pub(crate) violation: Option<Violation>,
    pub(crate) history: Vec<String>,
}

/// Runs `seed` with `without` switched off. The same call gives the same report.
pub(crate) fn run(seed: u64, without: &[Rule]) -> Report {
    let _off = switch_off(without);
    let folder = folder();
    let runtime = runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
    runtime.unwrap().block_on(async {
        let world = World::open(seed, folder.path()).await;
        if timeout(HANGS, live(&world)).await.is_err() {
            world.history.wrong(Wrong::Stuck, "the run came to no end");
        }
        let (violation, history) = (world.history.violation(), world.history.lines());
        Report { seed, violation, history }
    })
}

/// In memory where the system has a place for it: a run waits for no disk, and SQLite does all that it does on one.
fn folder() -> TempDir {
    TempDir::new_in("/dev/shm").or_else(|_| TempDir::new()).unwrap()
}

async fn live(world: &Arc<World>) {
    let mut work = JoinSet::new();
    for till in &world.tills {
        till.network.set_calm(false);
        let keeper = Arc::clone(till);
        work.spawn(async move { keeper.stays_in_use().await });
        work.spawn(watch(Arc::clone(world), Arc::clone(till)));
        if world.plan.kind.provider().capabilities().session_key {
            work.spawn(signing_in::keep(Arc::clone(world), Arc::clone(till)));
        }
        if world.plan.mishaps.clock_jumps {
            work.spawn(put_clock_wrong(Arc::clone(world), Arc::clone(till)));
        }
    }
    if world.plan.mishaps.shop_closes {
        work.spawn(close_shop(Arc::clone(world)));
    }
    let mut sales = JoinSet::new();
    for number in 0..world.plan.sales.len() {
        sales.spawn(staff::sell(Arc::clone(world), number));
    }
    sales.join_all().await;
    while world.tills.iter().any(|till| till.is_off()) && !world.is_over() {
        sleep(10 * MINUTE).await;
    }
    if world.is_over() {
        return;
    }
    sleep(10 * MINUTE).await;
    work.shutdown().await;
    world.history.tell("seed", "the trouble is over");
    world.shop.gateway().trouble_is_over();
    for till in &world.tills {
        till.calm_down().await;
    }
    for pause in PAUSES_IN_THE_CALM {
        sleep(pause * MINUTE).await;
        settle(world).await;
        portal::decide(world, &world.tills[0]).await;
    }
    if world.plan.kind == Kind::ReplayErrorsForADay {
        // An error that is kept under a key is told again until the key is forgotten: only then is the question answered.
        sleep(25 * HOUR).await;
        settle(world).await;
        portal::decide(world, &world.tills[0]).await;
    }
    watch_orphans(world).await;
    close_orphans(world).await;
    for sale in world.records() {
        let till = &world.tills[1];
        staff::check(world, till, sale.id).await;
        if signing_in::renew(world, till).await {
            staff::check(world, till, sale.id).await;
        }
    }
    audit::audit(world);
}

/// Where nothing but its own end ends a link, one that nobody ever saw is watched until that.
async fn watch_orphans(world: &World) {
    let orphans: Vec<(SaleId, Duration)> = world
        .shop
        .gateway()
        .links()
        .iter()
        .filter_map(|link| Some((world.orphan(&link.reference)?, link.ends?)))
        .collect();
    for (sale, ends) in orphans {
        // It is looked at once an hour, and a look before the calm may be dated by a clock that was wrong.
        let until = (world.time.passed() + 2 * HOUR).max(ends + 2 * HOUR);
        while world.time.passed() < until {
            sleep(30 * MINUTE).await;
            sweep(world).await;
        }
        let record = world.record(sale);
        let orphans = record.links().filter(|link| link.state == LinkState::Orphan);
        let last_look = orphans.map(|link| link.last_checked).min().flatten();
        if last_look.is_none_or(|look| look < TrueTime::at(ends)) {
            let how = format_args!("the orphan of {sale} was last looked at {last_look:?}");
            world.history.wrong(Wrong::LinkState, how);
        }
    }
}

/// Where a link can be cancelled, one that nobody ever saw is, once the till has found it; it is looked for once an hour.
async fn close_orphans(world: &World) {
    let can_be_paid = |link: &TheirLink| {
        let can_close = link.ends.is_none() && link.is_named;
        can_close && link.state == LinkStands::Payable && world.orphan(&link.reference).is_some()
    };
    let is_wished = |sale: &SaleRecord| {
        let mut orphans = sale.links().filter(|link| link.state == LinkState::Orphan);
        orphans.any(|link| link.wish.is_some())
    };
    for _ in 0..6 {
        let is_open = world.shop.gateway().links().iter().any(can_be_paid);
        if !is_open && !world.records().iter().any(is_wished) {
            return;
        }
        sleep(HOUR).await;
        sweep(world).await;
        settle(world).await;
    }
}

/// All that is due in the long tail, and what is due right after it.
async fn sweep(world: &World) {
    for till in &world.tills {
        for _ in 0..MOST_PIECES {
            let next = till.does(|desk| async move { desk.work_due(Lane::Sweep).await }).await;
            match next.filter(|next| *next < 5 * SECOND) {
                Some(next) => sleep(next).await,
                None => break,
            }
        }
    }
}

async fn settle(world: &World) {
    for till in &world.tills {
        till.does(|desk| async move { desk.work_due(Lane::Settling).await }).await;
        signing_in::renew(world, till).await;
    }
}

/// What a till does by itself: it settles what is open, carries out what is wished, and sweeps for news.
async fn watch(world: Arc<World>, till: Arc<Till>) {
    let mut chance = world.chance(&format!("watch of {}", till.name));
    let (mut next_sweep, mut busy) = (Duration::ZERO, true);
    while !world.is_over() {
        // The longer the run, the rarer: nothing but a till that is off for days makes it long.
        let pace = if world.time.passed() > 6 * HOUR { 20 } else { 1 };
        let pause = if busy { 2 * SECOND..=2 * MINUTE } else { 20 * SECOND..=6 * MINUTE };
        sleep(pace * chance.span(pause)).await;
        let next = till.does(|desk| async move { desk.work_due(Lane::Settling).await }).await;
        busy = next.is_some_and(|next| next < 10 * MINUTE);
        let now = world.time.passed();
        if now >= next_sweep {
            next_sweep = now + pace * chance.span(2 * MINUTE..=15 * MINUTE);
            till.does(|desk| async move { desk.work_due(Lane::Sweep).await }).await;
        }
        if chance.happens(50) {
            portal::decide(&world, &till).await;
        }
    }
}

/// Switches both tills off while a question is open, for longer than some providers keep a key.
async fn close_shop(world: Arc<World>) {
    let mut chance = world.chance("shop");
    while world.ledger.open_questions().unwrap().is_empty() || chance.happens(500) {
        sleep(chance.span(SECOND / 4..=20 * SECOND)).await;
    }
    let away = chance.span(18 * HOUR..=40 * HOUR);
    for till in &world.tills {
        till.goes_off(away);
    }
}

async fn put_clock_wrong(world: Arc<World>, till: Arc<Till>) {
    let mut chance = world.chance(&format!("clock of {}", till.name));
    loop {
        sleep(chance.span(MINUTE..=2 * HOUR)).await;
        let minutes = i64::try_from(chance.number(0..=2 * 36 * 60)).unwrap() - 36 * 60;
        world.history.tell(till.name, format_args!("clock off by {minutes} minutes"));
        till.clock.jump_to(TimeDelta::minutes(minutes));
    }
}
