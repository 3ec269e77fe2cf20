//! What the C library keeps for the till's threads.

use crate::window::{
    Mapping, Page, Stage, Windows, mappings, on_stage, pay, start_practice, state_becomes, take,
};

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
    let is_arena = |pair: &[Mapping]| {
        let [used, free] = pair else { return false };
        used.place.start.is_multiple_of(ARENA)
            && free.place.start == used.place.end
            && (ARENA..ARENA + GUARD).contains(&(free.place.end - used.place.start))
            && used.rights == "rw-p"
            && free.rights == "---p"
    };
    mappings(till).windows(2).filter(|pair| is_arena(pair)).count()
}
