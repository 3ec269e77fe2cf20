//! What the C library keeps for the till's threads.

use std::{fs, ops::Range};

use crate::window::{Page, Stage, Windows, on_stage, pay, start_practice, state_becomes, take};

/// Where glibc begins a store of a thread's, and how much of the address space it takes for one
/// (`HEAP_MAX_SIZE` of its `malloc/arena.c`).
const STORE: usize = 64 << 20;

#[tokio::test]
#[ignore = "needs a window: cargo xtask test runs it"]
async fn the_tills_threads_share_their_memory_unless_its_starter_wants_otherwise() {
    on_stage("memory", async |stage| {
        let Windows { counter, .. } = &stage.open().await;
        start_practice(counter, "Quince & Sons").await;
        sell(counter, "2500", "25.00").await;
        let shared = stores(stage);
        stage.kill().await;

        let Windows { counter, .. } = &stage.open_on(&[("MALLOC_ARENA_MAX", "8")]).await;
        counter.see("take").await;
        sell(counter, "3000", "30.00").await;
        let apart = stores(stage);
        // The program's own is none of these, and a second one is all that the till wants.
        assert!(shared <= 1, "{shared} stores of threads");
        assert!(apart > 1, "{apart} stores where eight were wanted");
    })
    .await;
}

async fn sell(counter: &Page, keys: &str, amount: &str) {
    let sale = take(counter, keys, amount).await;
    pay(&sale.link).await;
    state_becomes(counter, &sale.sale, "PAID").await;
}

/// How many stores of threads the till's own process has: what may be written at the beginning of each, and the rest kept
/// free behind it.
fn stores(stage: &Stage) -> usize {
    let [till, ..] = stage.program().processes()[..] else { panic!("the program runs") };
    let maps = fs::read_to_string(format!("/proc/{till}/maps")).unwrap();
    let parts: Vec<(Range<usize>, &str)> = maps.lines().filter_map(part).collect();
    let is_store = |pair: &[(Range<usize>, &str)]| {
        let [(used, kept), (free, rest)] = pair else { return false };
        used.start.is_multiple_of(STORE)
            && free.start == used.end
            && free.end == used.start + STORE
            && kept.starts_with("rw-p")
            && rest.starts_with("---p")
    };
    parts.windows(2).filter(|pair| is_store(pair)).count()
}

/// One line of `proc_pid_maps(5)`: where it lies, and what may be done there.
fn part(line: &str) -> Option<(Range<usize>, &str)> {
    let (place, rights) = line.split_once(' ')?;
    let (start, end) = place.split_once('-')?;
    let number = |hex| usize::from_str_radix(hex, 16).ok();
    Some((number(start)?..number(end)?, rights))
}
