//! The steps that need a desktop: a real keychain, and the real window.

use super::TESTED;
use crate::{
    failure::Failure,
    own_data,
    program::Program,
    session::{self, Session},
    steps::Done,
    system::{Probe, System},
};

/// The vault's tests against an unlocked keychain.
pub(super) fn keychain(system: &dyn System) -> Result<Done, Failure> {
    if let Some(why) = session::obstacle(system) {
        return Ok(Done::Skipped(why));
    }
    own_data::left_alone(|| {
        let session = Session::start()?;
        Program::cargo()
            .args(TESTED)
            .args(&["--test", "real_keychain", "--", "--ignored", "--test-threads=1"])
            .envs(session.environment())
            .run()
    })?;
    Ok(Done::Passed)
}

/// The whole program in its real windows. The test starts `WebKitWebDriver` itself.
pub(super) fn window(system: &dyn System) -> Result<Done, Failure> {
    if let Some(why) = session::obstacle(system) {
        return Ok(Done::Skipped(why));
    }
    if !system.has(Probe::Program("WebKitWebDriver")) {
        return Ok(Done::Skipped("WebKitWebDriver is missing".to_owned()));
    }
    own_data::left_alone(|| {
        let session = Session::start()?;
        Program::cargo()
            .args(TESTED)
            .args(&["--test", "real_window", "--"])
            .args(&["--ignored", "--test-threads=1", "--nocapture", "--skip", "bench::"])
            .envs(session.environment())
            .env("TILLSIDE_WINDOW_TESTS", "1")
            .env("TAURI_AUTOMATION", "true")
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .run()
    })?;
    Ok(Done::Passed)
}
