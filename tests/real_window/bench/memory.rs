//! What the program holds after a long day.

use std::{fs, time::Duration};

use fantoccini::key::Key;
use serde_json::json;
use tokio::time::sleep;

use super::tell;
use crate::window::{Page, Stage, on_stage_for, pay, start_practice, take};

const LONGEST: Duration = Duration::from_hours(2);
const SALES: usize = 1_000;
const FIRST: usize = 10;

/// The promise: so many hundredths of what the first ones left.
const LIMIT: u64 = 110;

/// Without a pause, when nothing could be given back yet: what a rush may come to. More is a leak.
const LIMIT_AT_ONCE: u64 = 160;

/// On the way, for whoever wants to know whether it still grows.
const TOLD_AT: [usize; 5] = [50, 100, 200, 400, 700];

/// The web view gives back what it does not need when it has nothing to do: the least of so many looks counts.
const LOOKS: usize = 20;
const PAUSE: Duration = Duration::from_secs(1);

/// Longer than the till waits until it gives its pages fresh processes (`REST` of `ui/src/session/fresh-page.ts`).
const REST: Duration = Duration::from_secs(75);

#[tokio::test]
#[ignore = "a bench: cargo xtask bench runs it"]
async fn a_thousand_sales_leave_no_more_behind_than_ten() {
    on_stage_for("bench-memory", LONGEST, async |stage| {
        let counter = stage.open().await.counter;
        start_practice(&counter, "Quince & Sons").await;
        for _ in 0..FIRST {
            sell(&counter).await;
        }
        let first = memory_at_rest(stage).await;
        for sold in FIRST + 1..=SALES {
            sell(&counter).await;
            if TOLD_AT.contains(&sold) {
                tell(&format!("memory: {} MB after {sold} sales", memory(stage).await / 1024));
            }
        }
        let at_once = memory(stage).await;
        let old = stage.program().page_processes();
        let last = memory_at_rest(stage).await;
        let fresh = stage.program().page_processes();
        let of_first = |held: u64| held * 100 / first.max(1);
        let (percent, percent_at_once) = (of_first(last), of_first(at_once));
        tell(&format!(
            "memory at once: {} MB after {SALES} sales: {percent_at_once} % (limit {LIMIT_AT_ONCE} %)",
            at_once / 1024,
        ));
        tell(&format!(
            "memory at rest: {} MB after {FIRST} sales, {} MB after {SALES}: {percent} % (promise {LIMIT} %)",
            first / 1024,
            last / 1024,
        ));
        assert!(percent <= LIMIT, "{percent} % of the memory after the first sales");
        assert!(percent_at_once <= LIMIT_AT_ONCE, "{percent_at_once} % before anything was given back");
        assert_eq!(fresh.len(), 2, "each window has its page");
        assert!(fresh.iter().all(|page| !old.contains(page)), "the pages kept their processes");
    })
    .await;
}

/// One sale, from the keypad to the money and back to the keypad.
async fn sell(counter: &Page) {
    let sale = take(counter, "2500", "25.00").await;
    pay(&sale.link).await;
    // At once, and not with the next look of the till's own.
    counter.ask("link_status", json!({ "sale": sale.sale })).await;
    counter.see_with("paid-screen", "data-sale", &sale.sale).await;
    counter.type_keys([char::from(Key::Enter)]).await;
    counter.see("take").await;
}

/// What is held once nobody has done anything for a while.
async fn memory_at_rest(stage: &Stage) -> u64 {
    sleep(REST).await;
    memory(stage).await
}

/// Kilobytes that the program and the processes of its pages hold. A look while one of them ends does not count.
async fn memory(stage: &Stage) -> u64 {
    let mut least = None;
    for _ in 0..LOOKS {
        sleep(PAUSE).await;
        let held: Option<u64> = stage.program().processes().into_iter().map(held_by).sum();
        least = least.into_iter().chain(held).min();
    }
    least.expect("the program runs")
}

/// What a process holds, and its share of what it has together with others, in memory and in no file
/// (`proc_pid_smaps(5)`): a library counts for more or less as other programs that have it come and go.
fn held_by(process: u32) -> Option<u64> {
    let rollup = fs::read_to_string(format!("/proc/{process}/smaps_rollup")).ok()?;
    let of = |name| {
        let line = rollup.lines().find_map(|line| line.strip_prefix(name))?;
        line.split_whitespace().next()?.parse::<u64>().ok()
    };
    Some(of("Pss_Anon:")? + of("Pss_Shmem:")?)
}
