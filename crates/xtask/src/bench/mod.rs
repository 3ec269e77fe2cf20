//! `cargo xtask bench`: what the design promises, measured.

mod start;
mod window;

use std::cell::RefCell;

use clap::ValueEnum;

use crate::{
    failure::Failure,
    interface, packages,
    program::Program,
    steps::{self, Done, Step, Verdict},
    system::System,
};

/// The benches, by the names that `--only` takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Name {
    /// Encode, render and check a QR code
    Qr,
    /// From the click on Create payment link to the request, behind several delays
    CreateLink,
    /// From a payment to its being known, on screen and among 4,000 open links
    Watch,
    /// From the program's start to a usable window, against an empty Tauri window
    WindowStart,
    /// From a key in the search box to the first rows, with 100,000 and 1,000,000 sales in the book
    Search,
    /// The list of 100,000 sales in the real window: the longest frame while it is scrolled
    Scrolling,
    /// What the program holds after 1,000 sales, against the first ten; takes long
    Memory,
}

impl Name {
    fn text(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }
}

/// Runs the named benches, or all of them. One that misses its promise fails.
pub(crate) fn bench(system: &mut dyn System, only: &[Name]) -> Result<Verdict, Failure> {
    packages::provide(system, &[packages::BUILD])?;
    let system = &RefCell::new(system);
    let asked = |name: &Name| only.is_empty() || only.contains(name);
    let steps = Name::value_variants().iter().copied().filter(asked).map(|name| Step {
        name: name.text(),
        needs: Vec::new(),
        work: Box::new(move || work(name, *system.borrow_mut())),
    });
    Ok(steps::take(steps.collect()))
}

fn work(name: Name, system: &mut dyn System) -> Result<Done, Failure> {
    match name {
        Name::Qr => Program::cargo().args(&["bench", "--package", "qr"]).run()?,
        Name::CreateLink => {
            Program::cargo()
                .args(&["bench", "--package", "desk", "--bench", "create_link"])
                .run()?;
        }
        Name::Watch => {
            Program::cargo().args(&["bench", "--package", "desk", "--bench", "watch"]).run()?;
        }
        Name::Search => {
            Program::cargo().args(&["bench", "--package", "ledger", "--bench", "search"]).run()?;
        }
        Name::WindowStart => {
            build_page()?;
            return start::window_start(system);
        }
        Name::Scrolling => {
            build_page()?;
            return window::measure(system, "bench::scrolling");
        }
        Name::Memory => {
            build_page()?;
            return window::measure(system, "bench::memory");
        }
    }
    Ok(Done::Passed)
}

/// The program that is measured has the newest page in it.
fn build_page() -> Result<(), Failure> {
    interface::check_node()?;
    interface::install_packages()?;
    interface::build_if_stale()
}
