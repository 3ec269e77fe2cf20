//! A client that somebody else wrote, against the pretend Flitt.

use super::TESTED;
use crate::{
    failure::Failure,
    own_data,
    program::Program,
    steps::Done,
    system::{Probe, System},
};

/// Runs it, if a long test was asked for: it is fetched from the Python package index each time.
pub(super) fn run(system: &dyn System, long: bool) -> Result<Done, Failure> {
    if !long {
        return Ok(Done::Skipped("fetches a package: with --long only".to_owned()));
    }
    if !system.has(Probe::PythonModule("ensurepip")) {
        return Ok(Done::Skipped("Python 3 with venv is missing".to_owned()));
    }
    own_data::left_alone(|| {
        Program::cargo()
            .args(TESTED)
            .args(&["--test", "flitt_python_sdk", "--", "--ignored", "--nocapture"])
            .run()
    })?;
    Ok(Done::Passed)
}
