//! Simulated runs of two tills on one book against a provider that fails: many of them as a step of the tests, and one
//! again to read what happened.

use crate::{failure::Failure, program::Program};

/// The package and the feature that the simulation is built with. No build of the app has it.
pub(super) const BUILT: &[&str] = &["--package", "desk", "--features", "simulation"];

/// How many seeds are run, every fourth one at each provider.
const SEEDS: &str = "200";

/// How many with `--long`.
const LONG_SEEDS: &str = "10000";

/// Runs many seeds, and shows that each rule of the money protocol would be missed.
pub(super) fn runs(long: bool) -> Result<(), Failure> {
    let seeds = if long { LONG_SEEDS } else { SEEDS };
    simulation().env("TILLSIDE_SIMULATED_SEEDS", seeds).run()
}

/// Runs one seed again and tells its story; `without` names the rules that do not hold in it.
pub(crate) fn again(seed: u64, without: &[String]) -> Result<(), Failure> {
    simulation()
        .args(&["--", "--ignored", "--exact", "--nocapture", "runs::one_seed"])
        .env("TILLSIDE_SIMULATED_SEED", seed.to_string())
        .env("TILLSIDE_SIMULATED_WITHOUT", without.join(","))
        // The story is what is wanted, not where in the test it was told.
        .env("RUST_BACKTRACE", "0")
        .run()
}

fn simulation() -> Program {
    Program::cargo().args(&["test"]).args(BUILT).args(&["--test", "simulation"])
}
