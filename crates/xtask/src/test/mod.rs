//! `cargo xtask test`: the steps that CI runs, in an order that lets later steps use what earlier ones built.

mod desktop;
mod flitt_sdk;
pub(crate) mod simulation;
mod targets;

use std::cell::RefCell;

use clap::ValueEnum;

use crate::{
    failure::Failure,
    fuzz, interface, licences, own_data, packages,
    program::Program,
    steps::{self, Done, Step, Verdict},
    system::{System, colours_wanted},
};

/// The steps, by the names that `--only` takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Name {
    /// Install what the build and the tests need from the system
    SystemPackages,
    /// npm ci
    NpmPackages,
    /// rustfmt
    Format,
    /// The licence of every package, see licences.toml
    Licences,
    /// Which crate may know which, and the tests of these commands
    Architecture,
    /// Types, accessibility and style of the interface
    InterfaceCheck,
    /// The interface's own tests
    InterfaceTests,
    /// The pages that go into the app
    InterfaceBuild,
    /// clippy, warnings denied
    Lints,
    /// rustdoc, warnings denied
    Docs,
    /// Unit, property, conformance, fault and crash tests
    RustTests,
    /// The provider's own Python SDK against the pretend Flitt; with --long
    FlittSdk,
    /// Simulated runs of two tills against a provider that fails
    Simulation,
    /// Strange bytes against what reads messages and answers: whether the targets compile; with --long they run
    Fuzzing,
    /// The vault against a real, unlocked keychain
    Keychain,
    /// The first sale in the real window
    Window,
    /// The app's types for Windows
    WindowsTypes,
    /// The app's types for macOS
    MacosTypes,
}

impl Name {
    fn text(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }

    /// Without these a step makes no sense.
    fn needs(self) -> &'static [Self] {
        match self {
            Self::InterfaceCheck | Self::InterfaceTests | Self::InterfaceBuild => {
                &[Self::NpmPackages]
            }
            Self::Lints
            | Self::Docs
            | Self::RustTests
            | Self::FlittSdk
            | Self::Simulation
            | Self::Fuzzing
            | Self::Keychain => &[Self::SystemPackages],
            Self::Window => &[Self::SystemPackages, Self::InterfaceBuild],
            _ => &[],
        }
    }
}

/// Everything but this crate, whose program is running and cannot be replaced on Windows. The same selection in every
/// step gives every step the same features, so that nothing is built twice.
const TESTED: &[&str] = &["test", "--workspace", "--exclude", "xtask"];

/// The client library with what takes card numbers.
const CARD_DATA: &[&str] = &["--package", "providers", "--features", "card-data"];

/// How many cases each property test tries with `--long`; without, proptest's own 256.
const LONG_CASES: &str = "20000";

/// Takes the named steps, or all of them.
pub(crate) fn test(system: &mut dyn System, only: &[Name], long: bool) -> Verdict {
    let system = &RefCell::new(system);
    let asked = |name: &Name| only.is_empty() || only.contains(name);
    let steps = Name::value_variants().iter().copied().filter(asked).map(|name| Step {
        name: name.text(),
        needs: name.needs().iter().map(|need| need.text()).collect(),
        work: Box::new(move || work(name, *system.borrow_mut(), long)),
    });
    steps::take(steps.collect())
}

fn work(name: Name, system: &mut dyn System, long: bool) -> Result<Done, Failure> {
    let outcome = match name {
        Name::SystemPackages => packages::provide(system, &[packages::BUILD, packages::TEST]),
        Name::NpmPackages => interface::check_node().and_then(|()| interface::install_packages()),
        Name::Format => format(),
        Name::Licences => licences::check(),
        Name::Architecture => Program::cargo().args(&["test", "--package", "xtask"]).run(),
        Name::InterfaceCheck => interface::script("check").and_then(|()| interface::script("lint")),
        Name::InterfaceTests => interface::script("test"),
        Name::InterfaceBuild => interface::build(),
        Name::Lints => lints(),
        Name::Docs => Program::cargo()
            .args(&["doc", "--workspace", "--no-deps"])
            .env("RUSTDOCFLAGS", "-D warnings")
            .run(),
        Name::RustTests => own_data::left_alone(|| rust_tests(long)),
        Name::FlittSdk => return flitt_sdk::run(system, long),
        Name::Simulation => simulation::runs(long),
        Name::Fuzzing => return fuzz::step(system, long),
        Name::Keychain => return desktop::keychain(system),
        Name::Window => return desktop::window(system),
        Name::WindowsTypes => return targets::windows(system),
        Name::MacosTypes => return targets::macos(system),
    };
    outcome.map(|()| Done::Passed)
}

fn lints() -> Result<(), Failure> {
    let deny = ["--", "-D", "warnings"];
    Program::cargo().args(&["clippy", "--workspace", "--all-targets"]).args(&deny).run()?;
    // What only the simulation is built of.
    Program::cargo()
        .args(&["clippy", "--all-targets"])
        .args(simulation::BUILT)
        .args(&deny)
        .run()?;
    Program::cargo().args(&["clippy", "--all-targets"]).args(CARD_DATA).args(&deny).run()
}

/// rustfmt does not listen to cargo's wish for no colours.
fn format() -> Result<(), Failure> {
    let colour = if colours_wanted() { "auto" } else { "never" };
    Program::cargo().args(&["fmt", "--all", "--", "--check", "--color", colour]).run()
}

fn rust_tests(long: bool) -> Result<(), Failure> {
    let cases = |tests: Program| if long { tests.env("PROPTEST_CASES", LONG_CASES) } else { tests };
    cases(Program::cargo().args(TESTED)).run()?;
    // What no build of the app has.
    cases(Program::cargo().args(&["test"]).args(CARD_DATA).args(&[
        "--lib",
        "--test",
        "flitt_library",
    ]))
    .run()
}
