//! The two commands of the README, `cargo xtask run` and `cargo xtask test`, and what stands beside them.

mod bench;
mod failure;
mod fuzz;
mod interface;
mod licences;
mod machine;
mod own_data;
mod packages;
mod program;
mod repository;
mod run;
mod say;
mod session;
mod steps;
mod stopwatch;
mod system;
mod test;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::{failure::Failure, machine::Machine, steps::Verdict};

/// Builds, runs and checks Tillside.
#[derive(Parser)]
#[command(bin_name = "cargo xtask", disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    command: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Install what is missing, build the app and open it
    ///
    /// On Debian, Ubuntu and Fedora missing system libraries come from the system's package manager. A person at a
    /// terminal is asked first. On other systems the command says what to install.
    Run {
        /// Build with optimisation, as it is shipped
        #[arg(long)]
        release: bool,
    },
    /// Run everything that CI runs, step by step
    ///
    /// A step that cannot run on this system is skipped and the summary says why. The command fails if a step fails.
    Test {
        /// Run this step alone; may be given more than once
        #[arg(long, value_name = "STEP", value_enum)]
        only: Vec<test::Name>,
        /// Try many more cases in each property test, and many more simulated runs
        #[arg(long)]
        long: bool,
    },
    /// Measure what the design promises: link creation, QR codes, start of the window, search, long lists, memory
    Bench {
        /// Run this bench alone; may be given more than once
        #[arg(long, value_name = "BENCH", value_enum)]
        only: Vec<bench::Name>,
    },
    /// Run one seed of the simulation again, and tell its story
    Simulate {
        /// The seed
        #[arg(long)]
        seed: u64,
        /// Switch this rule of the money protocol off, such as read-before-repeat; may be given more than once
        #[arg(long, value_name = "RULE")]
        without: Vec<String>,
    },
    /// Throw strange bytes at what reads the messages and answers of others
    Fuzz {
        /// What is fuzzed
        #[arg(value_enum)]
        target: fuzz::Target,
        /// For how long
        #[arg(long, default_value_t = 60)]
        seconds: u64,
    },
    /// Check the licence of every Rust and npm package against licences.toml
    Licences,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mut machine = Machine;
    let verdict = match arguments.command {
        Task::Run { release } => run::run(&mut machine, release).map(|()| Verdict::Good),
        Task::Test { only, long } => Ok(test::test(&mut machine, &only, long)),
        Task::Bench { only } => bench::bench(&mut machine, &only),
        Task::Simulate { seed, without } => {
            test::simulation::again(seed, &without).map(|()| Verdict::Good)
        }
        Task::Fuzz { target, seconds } => fuzz::run(target, seconds).map(|()| Verdict::Good),
        Task::Licences => licences::check().map(|()| Verdict::Good),
    };
    exit_code(verdict)
}

fn exit_code(verdict: Result<Verdict, Failure>) -> ExitCode {
    match verdict {
        Ok(Verdict::Good) => ExitCode::SUCCESS,
        Ok(Verdict::Bad) => ExitCode::FAILURE,
        Err(failure) => {
            say::trouble(&failure.to_string());
            ExitCode::FAILURE
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::Arguments;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }
}
