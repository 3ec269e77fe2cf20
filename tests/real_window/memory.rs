//! What the C library keeps for the till's threads.

use std::{fs, ops::Range};

use crate::window::{Page, Stage, Windows, on_stage, pay, start_practice, state_becomes, take};

/// Where glibc begins an arena of a thread's, and how much of the address space it takes for it at once
/// (`HEAP_MAX_SIZE` of its `malloc/arena.c`). None of the till's grows larger in a sale.
const ARENA: usize = 64 << 20;

/// More than may seem to belong to an arena because it follows without a seam: what guards a thread's stack.
const GUARD: usize = 1 << 20;

#[tokio::test]
#[ignore = "needs a window: cargo xtask test runs it"]
async fn the_tills_threads_share_their_memory_unless_its_starter_wants_otherwise() {
    on_stage("memory", async |stage| {
        let Windows { counter, .. } = &stage.open().await;
        start_practice(counter, "Quince & Sons").await;
        sell(counter, "2500", "25.00").await;
        let shared = arenas(stage);
        stage.kill().await;

        let Windows { counter, .. } = &stage.open_on(&[("MALLOC_ARENA_MAX", "8")]).await;
        counter.see("take").await;
        sell(counter, "3000", "30.00").await;
        let apart = arenas(stage);
        // The program's own is none of these, and a second one is all that the till wants.
        assert!(shared <= 1, "{shared} arenas of threads");
        assert!(apart > 1, "{apart} arenas where eight were wanted");
    })
    .await;
}

async fn sell(counter: &Page, keys: &str, amount: &str) {
    let sale = take(counter, keys, amount).await;
    pay(&sale.link).await;
    state_becomes(counter, &sale.sale, "PAID").await;
}

/// How many arenas of threads the till's own process has: what may be written at the beginning of each, and the rest kept
/// free behind it.
fn arenas(stage: &Stage) -> usize {
    let [till, ..] = stage.program().processes()[..] else { panic!("the program runs") };
    let maps = fs::read_to_string(format!("/proc/{till}/maps")).unwrap();
    let parts: Vec<(Range<usize>, &str)> = maps.lines().filter_map(part).collect();
    let is_arena = |pair: &[(Range<usize>, &str)]| {
        let [(used, kept), (free, rest)] = pair else { return false };
        used.start.is_multiple_of(ARENA)
            && free.start == used.end
            && (ARENA..ARENA + GUARD).contains(&(free.end - used.start))
            && kept.starts_with("rw-p")
            && rest.starts_with("---p")
    };
    parts.windows(2).filter(|pair| is_arena(pair)).count()
}

/// One line of `proc_pid_maps(5)`: where it lies, and what may be done there.
fn part(line: &str) -> Option<(Range<usize>, &str)> {
    let (place, rights) = line.split_once(' ')?;
    let (start, end) = place.split_once('-')?;
    let number = |hex| usize::from_str_radix(hex, 16).ok();
    Some((number(start)?..number(end)?, rights))
}
