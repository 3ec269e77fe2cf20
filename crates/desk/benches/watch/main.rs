//! How long after a customer paid the till knows it, and how many requests a minute that takes.
//!
//! Two cases. A till with 4,000 open links, nobody looks at any of them: the desk, its book, executor and watcher are the
//! real ones, the practice gateway stands in the place of the network, and time is simulated. And the link on screen: the
//! whole till against the practice server over real HTTP, in real time.
//!
//! A figure that misses its promise (RELIABILITY 5.3) ends the bench with a failure.

mod clock;
mod customers;
mod gateway;
mod known;
mod on_screen;
mod thousands;
mod till;

use std::{
    error::Error,
    io::{self, Write},
    process::ExitCode,
    time::Duration,
};

use crate::{known::Known, thousands::Thousands};

type Failure = Box<dyn Error + Send + Sync>;

/// The budgets, and what is promised within them.
const BUDGETS: [Thousands; 2] = [
    Thousands { per_minute: 60, promise: Duration::from_mins(1) },
    Thousands { per_minute: 600, promise: Duration::from_secs(10) },
];

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

/// Prints a line for each case. True where every promise was kept.
fn measure() -> Result<bool, Failure> {
    let mut out = io::stdout();
    writeln!(
        out,
        "{:<26} {:>8} {:>8} {:>8} {:>8} {:>8} {:>9} {:>9}",
        "from payment to known", "payments", "p50", "p95", "p99", "promise", "requests", "in 1 min",
    )?;
    let mut kept = true;
    for thousands in BUDGETS {
        let (known, requests) = thousands.run()?;
        let name = format!("4,000 links, {} a minute", thousands.per_minute);
        kept &= line(&mut out, &name, &known, thousands.promise)?;
        writeln!(out, " {:>9} {:>9}", requests.in_all, requests.most_in_a_minute)?;
        kept &= requests.most_in_a_minute <= thousands.per_minute as usize;
    }
    let known = on_screen::run()?;
    kept &= line(&mut out, "on screen, real time", &known, on_screen::PROMISE)?;
    writeln!(out)?;
    writeln!(out, "{}", if kept { "as promised" } else { "NOT as promised" })?;
    Ok(kept)
}

/// Prints a line without its end. True where the promise was kept.
fn line(
    out: &mut impl Write,
    name: &str,
    known: &Known,
    promise: Duration,
) -> Result<bool, Failure> {
    let seconds = |time: Duration| format!("{}.{:02} s", time.as_secs(), time.subsec_millis() / 10);
    let p95 = known.percentile(95);
    write!(
        out,
        "{name:<26} {:>8} {:>8} {:>8} {:>8} {:>8}",
        known.payments(),
        seconds(known.percentile(50)),
        seconds(p95),
        seconds(known.percentile(99)),
        seconds(promise),
    )?;
    out.flush()?;
    Ok(p95 <= promise)
}
