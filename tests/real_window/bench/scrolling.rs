//! A list of 100,000 sales in the real window: typed into, and scrolled.

use std::{fs::File, io, path::Path, time::Duration};

use rusqlite::Connection;
use serde_json::{Value, json};

use super::{copies, tell};
use crate::window::{Page, both_turn_green, on_stage_for, pay, start_practice, take};

const LONGEST: Duration = Duration::from_mins(15);
const SALES: u32 = 100_000;

/// No frame may take longer.
const FRAME: f64 = 50.0;
/// Within this, most keys show their rows (RELIABILITY 7: on screen).
const KEY: f64 = 50.0;

/// Scrolls the list down for a while, by more than half its height in a second at first and ever faster, and tells the
/// milliseconds between each two frames, and how many rows went by. The first frames start the page's own machinery.
const SCROLL: &str = "
    const [seconds, done] = arguments;
    const list = document.querySelector('[data-test=\"sale-rows\"]');
    const frames = [];
    const started = performance.now();
    let before = started;
    const step = (now) => {
        frames.push(now - before);
        before = now;
        const passed = (now - started) / 1000;
        if (passed > seconds) {
            const rows = document.querySelectorAll('[data-test=\"sale-row\"]');
            const last = rows[rows.length - 1].closest('li').getAttribute('aria-posinset');
            done({ frames: frames.slice(10), rows: Number(last) });
            return;
        }
        list.scrollTop += 8 + passed * 24;
        requestAnimationFrame(step);
    };
    requestAnimationFrame(step);";

/// Types a text letter by letter, and tells for each key the milliseconds until the list shows other rows: the time until
/// the page's next frame begins is in it. A key after which the same rows stand is told as null.
const TYPE: &str = "
    const [text, done] = arguments;
    const field = document.querySelector('[data-test=\"search\"]');
    const list = document.querySelector('[data-test=\"sale-rows\"]');
    const times = [];
    const type = (end) => {
        if (end > text.length) return done(times);
        const started = performance.now();
        let gone;
        const next = (time) => {
            seen.disconnect();
            clearTimeout(gone);
            times.push(time);
            setTimeout(() => type(end + 1), 60);
        };
        const seen = new MutationObserver(() =>
            requestAnimationFrame(() => next(performance.now() - started)));
        seen.observe(list, { childList: true, subtree: true, characterData: true });
        gone = setTimeout(() => next(null), 1000);
        field.value = text.slice(0, end);
        field.dispatchEvent(new Event('input', { bubbles: true }));
    };
    type(1);";

const TYPED: [&str; 5] = ["coffee for", "alteration", "inv-0004711", "blue miller", "yesterday 25"];

#[tokio::test]
#[ignore = "a bench: cargo xtask bench runs it"]
async fn a_long_list_is_typed_into_and_scrolled_without_a_long_frame() {
    on_stage_for("bench-scrolling", LONGEST, async |stage| {
        let windows = stage.open().await;
        let counter = &windows.counter;
        start_practice(counter, "Quince & Sons").await;
        let sale = take(counter, "2500", "25.00").await;
        pay(&sale.link).await;
        both_turn_green(&windows, &sale.sale).await;
        let book = stage.home().data().join("till.db");
        fill(&book);

        counter.click("rail-sales").await;
        counter.see("sales-reading").await;
        let keys = typed(counter, &book).await;
        counter.put("search", "").await;
        let scrolled = counter.script_until_done(SCROLL, vec![json!(20)]).await;
        let frames = times(&scrolled["frames"]);
        let worst = frames.last().copied().unwrap_or_default();
        tell(&format!(
            "scrolling {} of {SALES} sales: {} frames, p50 {:.1} ms, p99 {:.1} ms, worst {worst:.1} ms \
             (promise {FRAME} ms)",
            scrolled["rows"],
            frames.len(),
            percentile(&frames, 50),
            percentile(&frames, 99),
        ));
        let p95 = percentile(&keys, 95);
        tell(&format!(
            "rows on screen after a key: {} keys, p50 {:.1} ms, p95 {p95:.1} ms (promise {KEY} ms)",
            keys.len(),
            percentile(&keys, 50),
        ));
        assert!(scrolled["rows"].as_u64() > Some(1_000), "the list did not move");
        assert!(worst <= FRAME, "a frame took {worst} ms");
        assert!(p95 <= KEY, "a key took {p95} ms");
    })
    .await;
}

/// Puts the sales into the book while the till is open: it appends to what it finds.
fn fill(book: &Path) {
    let newest: i64 = Connection::open(book)
        .unwrap()
        .query_row("SELECT max(at) FROM events", [], |row| row.get(0))
        .unwrap();
    copies::add(book, SALES, newest).unwrap();
}

async fn typed(counter: &Page, book: &Path) -> Vec<f64> {
    let mut keys = Vec::new();
    for text in TYPED {
        keep_in_memory(book);
        let told = counter.script_until_done(TYPE, vec![json!(text)]).await;
        keys.extend(times(&told));
        counter.put("search", "").await;
        counter.see("sale-row").await;
    }
    keys.sort_unstable_by(f64::total_cmp);
    keys
}

/// The system keeps the book's file in memory, as on a computer that sells all day. Some virtual machines give such pages
/// back within seconds; then it is their disk that would be measured.
fn keep_in_memory(book: &Path) {
    io::copy(&mut File::open(book).unwrap(), &mut io::sink()).unwrap();
}

/// The times that were measured, the shortest first.
fn times(told: &Value) -> Vec<f64> {
    let told = told.as_array().expect("a list of times");
    let mut times: Vec<f64> = told.iter().filter_map(Value::as_f64).collect();
    times.sort_unstable_by(f64::total_cmp);
    times
}

/// Within which so many of a hundred were done.
fn percentile(times: &[f64], percent: usize) -> f64 {
    let rank = (times.len() * percent).div_ceil(100).max(1);
    times.get(rank - 1).copied().unwrap_or_default()
}
