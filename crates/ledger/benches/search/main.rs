//! How long the book takes to answer while somebody types into the search box, with 100,000 sales in it and with 1,000,000.
//!
//! Each search is typed letter by letter, and every letter asks for the rows of a screen, as the page does: by an owner, and
//! by a cashier who may not see everything. A figure that misses its promise ends the bench with a failure. `--quick` asks
//! two small books, to see that the bench itself works.

mod clock;
mod copies;
mod shop;
mod typed;

use std::{
    error::Error,
    io::{self, Write},
    process::ExitCode,
    time::Duration,
};

use crate::{
    shop::Shop,
    typed::{Asking, SEARCHES},
};

type Failure = Box<dyn Error + Send + Sync>;

/// How many sales are in the books, and what is promised of each: the larger one may take twice as long.
const BOOKS: [(u32, Duration); 2] =
    [(100_000, Duration::from_millis(16)), (1_000_000, Duration::from_millis(32))];

/// What a quick run divides the sizes by.
const QUICK: u32 = 100;

/// How often each search is typed.
const TIMES: usize = 5;

fn main() -> ExitCode {
    match measure() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            let _ = writeln!(io::stderr(), "the bench failed: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Prints a line for each book and person. True where every promise was kept.
fn measure() -> Result<bool, Failure> {
    let quick = std::env::args().any(|argument| argument == "--quick");
    let mut out = io::stdout();
    writeln!(
        out,
        "{:<34} {:>9} {:>9} {:>9} {:>9} {:>9}  slowest",
        "first rows after a key", "keys", "p50", "p95", "worst", "promise",
    )?;
    let mut kept = true;
    for (sales, promise) in BOOKS {
        let sales = if quick { sales / QUICK } else { sales };
        let shop = Shop::with(sales)?;
        for asking in [Asking::Owner, Asking::Cashier] {
            let measured = Measured::of(&shop, asking)?;
            let p95 = measured.percentile(95);
            writeln!(
                out,
                "{:<34} {:>9} {:>9} {:>9} {:>9} {:>9}  {}",
                format!("{sales} sales, {}", asking.name()),
                measured.times.len(),
                millis(measured.percentile(50)),
                millis(p95),
                millis(measured.percentile(100)),
                millis(promise),
                measured.slowest(),
            )?;
            kept &= p95 <= promise;
        }
        writeln!(out, "{:<34} {:>9}", "  an event of one sale written", millis(shop.event()?))?;
    }
    writeln!(out, "{}", if kept { "as promised" } else { "NOT as promised" })?;
    Ok(kept)
}

/// How long each key took, the quickest first, and what had been typed.
struct Measured {
    times: Vec<(Duration, String)>,
}

impl Measured {
    fn of(shop: &Shop, asking: Asking) -> Result<Self, Failure> {
        let mut times = Vec::new();
        for round in 0..=TIMES {
            for search in SEARCHES {
                for typed in search.keys() {
                    let started = clock::instant();
                    let found = shop.find(asking, search, typed)?;
                    let time = started.elapsed();
                    // The first round fills the caches.
                    if round > 0 {
                        let name = search.name(typed);
                        times.push((time, format!("'{name}' ({found} rows)")));
                    }
                }
            }
        }
        times.sort_unstable();
        Ok(Self { times })
    }

    /// The time within which so many of a hundred were done.
    fn percentile(&self, percent: usize) -> Duration {
        let rank = (self.times.len() * percent).div_ceil(100).max(1);
        self.times.get(rank - 1).map(|(time, _)| *time).unwrap_or_default()
    }

    fn slowest(&self) -> &str {
        self.times.last().map(|(_, typed)| typed.as_str()).unwrap_or_default()
    }
}

fn millis(time: Duration) -> String {
    format!("{}.{:02} ms", time.as_millis(), time.subsec_micros() % 1_000 / 10)
}
