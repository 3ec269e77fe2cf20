//! What the design promises of the real window, measured. `cargo xtask bench` runs these with optimisation, and
//! `cargo xtask test` leaves them out.

#[path = "../../../crates/ledger/benches/search/copies.rs"]
mod copies;
mod memory;
mod scrolling;

use std::error::Error;

type Failure = Box<dyn Error + Send + Sync>;

/// Tells a figure, for whoever runs the bench.
#[expect(clippy::print_stdout, reason = "figures are what a bench is for")]
fn tell(figure: &str) {
    println!("{figure}");
}
