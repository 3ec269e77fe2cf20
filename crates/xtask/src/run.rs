//! `cargo xtask run`.

use crate::{
    failure::Failure,
    interface, packages,
    program::Program,
    say,
    system::{Family, System},
};

/// Installs what is missing, builds, and opens the app.
pub(crate) fn run(system: &mut dyn System, release: bool) -> Result<(), Failure> {
    packages::provide(system, &[packages::BUILD])?;
    if system.family() == Family::Windows {
        say::line(
            "The window needs the WebView2 runtime, which is part of Windows 11 and of an up-to-date Windows 10.",
        );
        say::line(
            "If the window does not open: https://developer.microsoft.com/microsoft-edge/webview2",
        );
    }
    interface::check_node()?;
    interface::install_packages()?;
    interface::build_if_stale()?;
    let profile: &[&str] = if release { &["--release"] } else { &[] };
    Program::cargo()
        .args(&["run", "--package", "tillside", "--bin", "tillside"])
        .args(profile)
        .run()
}
