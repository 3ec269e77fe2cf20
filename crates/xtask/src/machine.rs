//! The real computer behind [`System`].

use std::{
    env, fs,
    io::{self, IsTerminal},
    path::Path,
};

use crate::{
    failure::Failure,
    program::Program,
    say,
    system::{Family, Probe, Rights, System, in_ci},
};

/// This computer.
pub(crate) struct Machine;

impl System for Machine {
    fn family(&self) -> Family {
        if cfg!(target_os = "macos") {
            return Family::MacOs;
        }
        if cfg!(windows) {
            return Family::Windows;
        }
        Family::from_os_release(&fs::read_to_string("/etc/os-release").unwrap_or_default())
    }

    fn has(&self, probe: Probe) -> bool {
        match probe {
            Probe::Program(name) => on_search_path(name),
            Probe::Library(name) => Program::new("pkg-config").args(&["--exists", name]).succeeds(),
            Probe::PythonModule(name) => {
                Program::new("python3").args(&["-c", &format!("import {name}")]).succeeds()
            }
        }
    }

    fn rights(&self) -> Rights {
        if Program::new("id").args(&["-u"]).answer().is_some_and(|id| id.trim() == "0") {
            return Rights::Root;
        }
        if !on_search_path("sudo") {
            return Rights::None;
        }
        if Program::new("sudo").args(&["-n", "true"]).succeeds() {
            return Rights::Sudo;
        }
        Rights::SudoWithPassword
    }

    fn person_present(&self) -> bool {
        !in_ci() && io::stdin().is_terminal() && io::stdout().is_terminal()
    }

    fn ask(&mut self, question: &str) -> bool {
        say::question(&format!("{question} [y/N]"));
        let mut answer = String::new();
        io::stdin().read_line(&mut answer).is_ok() && is_yes(&answer)
    }

    fn run(&mut self, command: &[String]) -> Result<(), Failure> {
        let Some((program, rest)) = command.split_first() else {
            return Ok(());
        };
        let rest: Vec<&str> = rest.iter().map(String::as_str).collect();
        Program::new(program).args(&rest).run()
    }
}

fn is_yes(answer: &str) -> bool {
    matches!(answer.trim().to_lowercase().as_str(), "y" | "yes")
}

/// Whether a program of this name lies on the search path.
fn on_search_path(name: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    let runnable = |folder: &Path| {
        let file = folder.join(name);
        file.is_file() || (cfg!(windows) && file.with_extension("exe").is_file())
    };
    env::split_paths(&path).any(|folder| runnable(&folder))
}

#[cfg(test)]
mod tests {
    use super::is_yes;

    #[test]
    fn only_a_clear_yes_is_yes() {
        assert!(is_yes("y\n") && is_yes("YES\n"));
        for no in ["", "\n", "n\n", "yesterday\n", "1\n"] {
            assert!(!is_yes(no), "{no:?}");
        }
    }
}
