//! Starting other programs: each one is shown before it runs.

use std::{
    ffi::{OsStr, OsString},
    path::Path,
    process::{Child, Command, Stdio},
};

use crate::{failure::Failure, repository, say};

/// A program to start, with its arguments. It starts in the repository's root unless told otherwise.
pub(crate) struct Program {
    command: Command,
    shown: String,
}

impl Program {
    pub(crate) fn new(name: impl AsRef<OsStr>) -> Self {
        let mut command = Command::new(name.as_ref());
        command.current_dir(repository::root());
        forget_the_outer_cargo(&mut command);
        Self { shown: name.as_ref().to_string_lossy().into_owned(), command }
    }

    /// The cargo that started this command, so that the pinned toolchain holds.
    pub(crate) fn cargo() -> Self {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut program = Self::new(cargo);
        "cargo".clone_into(&mut program.shown);
        if !crate::system::colours_wanted() {
            program.command.env("CARGO_TERM_COLOR", "never");
        }
        program
    }

    /// npm, in the interface's folder.
    pub(crate) fn npm() -> Self {
        let name = if cfg!(windows) { "npm.cmd" } else { "npm" };
        Self::new(name).folder(&repository::interface())
    }

    pub(crate) fn args(mut self, args: &[&str]) -> Self {
        for arg in args {
            self.shown.push(' ');
            self.shown.push_str(arg);
        }
        self.command.args(args);
        self
    }

    pub(crate) fn path_arg(mut self, path: &Path) -> Self {
        self.shown.push(' ');
        self.shown.push_str(&path.to_string_lossy());
        self.command.arg(path);
        self
    }

    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    pub(crate) fn envs(mut self, pairs: &[(&'static str, OsString)]) -> Self {
        self.command.envs(pairs.iter().map(|(name, value)| (name, value)));
        self
    }

    pub(crate) fn folder(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// The command line, for a person to read or repeat.
    pub(crate) fn shown(&self) -> &str {
        &self.shown
    }

    /// Shows the command and runs it to its end; its output goes to the terminal.
    pub(crate) fn run(mut self) -> Result<(), Failure> {
        say::line(&format!("$ {}", self.shown));
        let status = self.command.status().map_err(|source| self.not_started(source))?;
        if status.success() {
            return Ok(());
        }
        Err(Failure::Command { command: self.shown, status: status.to_string() })
    }

    /// What the program printed, if it started and succeeded.
    pub(crate) fn answer(mut self) -> Option<String> {
        let output = self.command.stdin(Stdio::null()).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Whether the program started and succeeded; its output is dropped.
    pub(crate) fn succeeds(self) -> bool {
        self.answer().is_some()
    }

    /// Starts it and lets it run beside this program.
    pub(crate) fn spawn(mut self, change: impl FnOnce(&mut Command)) -> Result<Child, Failure> {
        change(&mut self.command);
        self.command.spawn().map_err(|source| self.not_started(source))
    }

    fn not_started(&self, source: std::io::Error) -> Failure {
        Failure::Start { program: self.shown.clone(), source }
    }
}

/// `cargo run` describes the package it runs in the environment. Some build scripts (ring's) watch these variables and
/// would run again at every change between `cargo xtask test` and a plain `cargo test`.
fn forget_the_outer_cargo(command: &mut Command) {
    for (name, _) in std::env::vars_os() {
        let name_text = name.to_string_lossy();
        if name_text.starts_with("CARGO_PKG_") || name_text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Program;
    use crate::failure::Failure;

    #[test]
    fn the_line_that_is_shown_is_the_line_that_runs() {
        let program = Program::new("git").args(&["log", "--oneline"]);
        assert_eq!(program.shown(), "git log --oneline");
    }

    #[test]
    fn a_program_that_is_not_there_is_named() {
        let outcome = Program::new("no-such-program-here").run();
        assert!(
            matches!(outcome, Err(Failure::Start { program, .. }) if program == "no-such-program-here")
        );
    }
}
