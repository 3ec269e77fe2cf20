//! `cargo xtask fuzz`: strange bytes against what reads the messages and answers of others.
//!
//! The targets lie in `fuzz/`, a workspace of its own. They are built with the pinned toolchain: the coverage that
//! libFuzzer steers by comes from LLVM, and only its address checks, which safe code does not need, would ask for more.

use std::{fs, path::PathBuf};

use clap::ValueEnum;

use crate::{
    failure::Failure,
    program::Program,
    repository,
    steps::Done,
    system::{Probe, System},
};

/// The targets, by their names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Target {
    /// PaymentFlow's messages and their signatures
    #[value(name = "paymentflow_webhook")]
    PaymentflowWebhook,
    /// PaymentFlow's answers to each call
    #[value(name = "paymentflow_answer")]
    PaymentflowAnswer,
}

/// How long each target runs as a step of `cargo xtask test --long`.
const LONG_SECONDS: u64 = 120;

const MANIFEST: &str = "fuzz/Cargo.toml";

/// Counts which branches run, for libFuzzer to find new ones.
const COVERAGE: &str = "-Cpasses=sancov-module \
    -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table \
    --cfg fuzzing";

impl Target {
    fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }
}

/// Every target, if a long test was asked for; otherwise only whether they still compile, for no other step looks at them.
pub(crate) fn step(system: &dyn System, long: bool) -> Result<Done, Failure> {
    if !system.family().is_linux() {
        return Ok(Done::Skipped("the fuzz targets run on Linux".to_owned()));
    }
    if !system.has(Probe::Program("c++")) {
        return Ok(Done::Skipped("c++ is missing, which libFuzzer is built with".to_owned()));
    }
    if !long {
        check()?;
        return Ok(Done::Passed);
    }
    for target in Target::value_variants() {
        run(*target, LONG_SECONDS)?;
    }
    Ok(Done::Passed)
}

fn check() -> Result<(), Failure> {
    Program::cargo()
        .args(&["check", "--locked", "--manifest-path", MANIFEST, "--target-dir"])
        .path_arg(&built())
        .run()
}

/// What is built of the targets, which are a workspace of their own.
fn built() -> PathBuf {
    repository::target().join("fuzz")
}

/// Builds `target` and runs it for so long, from the inputs in the repository and those that earlier runs found. An input
/// that makes it fail is kept in a file, which libFuzzer names.
pub(crate) fn run(target: Target, seconds: u64) -> Result<(), Failure> {
    let name = target.name();
    let built = built();
    let host = host()?;
    Program::cargo()
        .args(&["build", "--locked", "--manifest-path", MANIFEST, "--bin", &name])
        // With a target named, build scripts and macros are built without the counters.
        .args(&["--target", &host, "--target-dir"])
        .path_arg(&built)
        .env("RUSTFLAGS", COVERAGE)
        .run()?;
    let found = folder(built.join("found").join(&name))?;
    let failing = folder(built.join("failing").join(&name))?;
    Program::new(built.join(&host).join("debug").join(&name))
        .args(&[&format!("-max_total_time={seconds}"), "-timeout=10", "-print_final_stats=1"])
        .args(&[&format!("-artifact_prefix={}/", failing.display())])
        // New inputs go to the first folder; the others are only read.
        .path_arg(&found)
        .path_arg(&repository::root().join("fuzz/corpus").join(&name))
        .run()
}

fn folder(path: PathBuf) -> Result<PathBuf, Failure> {
    fs::create_dir_all(&path).map_err(Failure::file(&path))?;
    Ok(path)
}

/// The system that the compiler builds for by itself.
fn host() -> Result<String, Failure> {
    let program = Program::new("rustc").args(&["-vV"]);
    let command = program.shown().to_owned();
    let told = program.answer();
    let host =
        told.as_deref().and_then(|told| told.lines().find_map(|it| it.strip_prefix("host: ")));
    host.map(ToOwned::to_owned)
        .ok_or(Failure::Command { command, status: "it named no host".to_owned() })
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum;

    use super::Target;
    use crate::repository;

    #[test]
    fn each_target_has_its_source_and_its_first_inputs() {
        let fuzz = repository::root().join("fuzz");
        for target in Target::value_variants() {
            let name = target.name();
            assert!(fuzz.join("fuzz_targets").join(&name).with_extension("rs").is_file(), "{name}");
            let inputs = std::fs::read_dir(fuzz.join("corpus").join(&name)).unwrap();
            assert!(inputs.count() > 1, "{name}");
        }
    }
}
