//! What a link costs from the click on *Create payment link*: requests, connections, round trips, and the till's own time.
//!
//! The desk, its book, executor and HTTP are the real ones. Between them and the practice provider stands a proxy that makes a
//! round trip take 0, 50 and 150 ms and counts. A count that is not the promised one ends the bench with a failure; times are
//! only printed, because they depend on the computer.
//!
//! Own time = the whole time − the network and the provider (from the request's first byte at the proxy to the answer's last),
//! with the book on a file system in memory, where the disk's syncs cost nothing. The same with the book on the disk shows
//! what the syncs add: one before the request and one after the answer. Where there is no file system in memory
//! (`/dev/shm`), own time includes the syncs.

mod clock;
mod proxy;
mod till;

use std::{
    error::Error,
    io::{self, Write},
    path::Path,
    process::ExitCode,
    time::Duration,
};

use tempfile::TempDir;

use crate::{
    proxy::{Counts, Proxy},
    till::{Cost, Till},
};

type Failure = Box<dyn Error + Send + Sync>;

const ROUND_TRIPS: [Duration; 3] =
    [Duration::ZERO, Duration::from_millis(50), Duration::from_millis(150)];

/// Every line is the median of so many runs.
const RUNS: usize = 9;

/// What a link may cost once staff have begun to type (DESIGN 2; the connection and the token are ready).
const PROMISED: Counts = Counts { requests: 1, connections: 0, round_trips: 1 };

const CASES: [&str; 3] = ["first link of the day", "second link", "after an hour's pause"];

#[tokio::main]
async fn main() -> ExitCode {
    match measure().await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            let _ = writeln!(io::stderr(), "the bench failed: {error}");
            ExitCode::FAILURE
        }
    }
}

/// A file system in memory, where there is one.
const MEMORY: &str = "/dev/shm";

/// Prints the table. True where every count is the promised one.
async fn measure() -> Result<bool, Failure> {
    let mut out = io::stdout();
    writeln!(
        out,
        "{:>10} {:<22} {:>8} {:>11} {:>11} {:>10} {:>14} {:>10} {:>10} {:>10}",
        "round trip",
        "case",
        "requests",
        "connections",
        "round trips",
        "total",
        "own to request",
        "own after",
        "own",
        "disk syncs",
    )?;
    let mut kept = true;
    for round_trip in ROUND_TRIPS {
        let on_disk = runs(TempDir::new()?.path(), round_trip).await?;
        let in_memory = if Path::new(MEMORY).is_dir() {
            runs(TempDir::new_in(MEMORY)?.path(), round_trip).await?
        } else {
            on_disk.clone()
        };
        for (case, (disk, memory)) in CASES.iter().zip(on_disk.iter().zip(&in_memory)) {
            kept &= line(&mut out, round_trip, case, disk, memory)?;
        }
    }
    let verdict = if kept { "as promised" } else { "NOT as promised" };
    writeln!(out, "requests, connections and round trips are {verdict}: {PROMISED:?}")?;
    writeln!(out, "own time to the request should stay under 5 ms; medians of {RUNS} runs")?;
    Ok(kept)
}

/// What each case cost with the book in `folder`.
async fn runs(folder: &Path, round_trip: Duration) -> Result<[Vec<Cost>; 3], Failure> {
    let proxy = Proxy::start(round_trip).await?;
    let mut till = Till::first_start(folder, proxy).await?;
    let mut costs: [Vec<Cost>; 3] = Default::default();
    for _ in 0..RUNS {
        till = till.next_day().await?;
        till.prepare().await?;
        costs[0].push(till.create_link().await?);
        costs[1].push(till.create_link().await?);
        till.pause_an_hour().await;
        till.prepare().await?;
        costs[2].push(till.create_link().await?);
    }
    Ok(costs)
}

fn line(
    out: &mut impl Write,
    round_trip: Duration,
    case: &str,
    disk: &[Cost],
    memory: &[Cost],
) -> Result<bool, Failure> {
    // One run that costs more is as bad as all.
    let all = disk.iter().chain(memory).map(|cost| cost.counts);
    let unkept = all.clone().find(|counts| *counts != PROMISED);
    let counts = unkept.unwrap_or(PROMISED);
    let to_request = median(memory, |cost| cost.to_request);
    let after = median(memory, |cost| cost.after_answer);
    let with_syncs = median(disk, |cost| cost.to_request) + median(disk, |cost| cost.after_answer);
    let time = |time: Duration| format!("{time:.2?}");
    writeln!(
        out,
        "{:>10} {case:<22} {:>8} {:>11} {:>11} {:>10} {:>14} {:>10} {:>10} {:>10}",
        format!("{round_trip:?}"),
        counts.requests,
        counts.connections,
        counts.round_trips,
        time(median(disk, |cost| cost.total)),
        time(to_request),
        time(after),
        time(to_request + after),
        time(with_syncs.saturating_sub(to_request + after)),
    )?;
    Ok(unkept.is_none())
}

fn median(costs: &[Cost], of: fn(&Cost) -> Duration) -> Duration {
    let mut times: Vec<Duration> = costs.iter().map(of).collect();
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}
