//! What is measured in the real window, by the benches among its tests.

use crate::{
    failure::Failure,
    own_data,
    program::Program,
    session::{self, Session},
    steps::Done,
    system::{Probe, System},
};

/// Builds the program as it is shipped and runs the benches whose names begin like this.
pub(super) fn measure(system: &dyn System, benches: &str) -> Result<Done, Failure> {
    if let Some(why) = session::obstacle(system) {
        return Ok(Done::Skipped(why));
    }
    if !system.has(Probe::Program("WebKitWebDriver")) {
        return Ok(Done::Skipped("WebKitWebDriver is missing".to_owned()));
    }
    own_data::left_alone(|| {
        let session = Session::start()?;
        Program::cargo()
            .args(&["test", "--release", "--package", "tillside", "--test", "real_window", "--"])
            .args(&[benches, "--ignored", "--test-threads=1", "--nocapture"])
            .envs(session.environment())
            .env("TILLSIDE_WINDOW_TESTS", "1")
            .env("TAURI_AUTOMATION", "true")
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .run()
    })?;
    Ok(Done::Passed)
}
