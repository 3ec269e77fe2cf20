//! What these commands ask of the computer they run on, as a seam: tests give a made-up one.

use std::io::{self, IsTerminal};

use crate::failure::Failure;

/// The operating system, and on Linux whose packages it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    Debian,
    Fedora,
    Arch,
    OtherLinux,
    MacOs,
    Windows,
}

impl Family {
    pub(crate) fn is_linux(self) -> bool {
        !matches!(self, Self::MacOs | Self::Windows)
    }

    /// Reads the text of `/etc/os-release` (`ID` and `ID_LIKE`, see `man os-release`).
    pub(crate) fn from_os_release(text: &str) -> Self {
        let names: Vec<&str> = text
            .lines()
            .filter_map(|line| line.strip_prefix("ID=").or_else(|| line.strip_prefix("ID_LIKE=")))
            .flat_map(|value| value.trim_matches('"').split_whitespace())
            .collect();
        let is = |known: &[&str]| names.iter().any(|name| known.contains(name));
        if is(&["debian", "ubuntu"]) {
            Self::Debian
        } else if is(&["fedora", "rhel"]) {
            Self::Fedora
        } else if is(&["arch"]) {
            Self::Arch
        } else {
            Self::OtherLinux
        }
    }
}

/// How something is found to be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Probe {
    /// A program on the search path.
    Program(&'static str),
    /// A library that pkg-config knows.
    Library(&'static str),
    /// A Python module that can be imported.
    PythonModule(&'static str),
}

/// What this person may do without being asked for a password by this program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rights {
    Root,
    /// sudo works without a password.
    Sudo,
    /// sudo is there but will ask.
    SudoWithPassword,
    None,
}

/// The computer.
pub(crate) trait System {
    fn family(&self) -> Family;
    fn has(&self, probe: Probe) -> bool;
    fn rights(&self) -> Rights;
    /// Somebody sits at a terminal and can answer a question.
    fn person_present(&self) -> bool;
    /// A yes-or-no question; anything but a clear yes is no.
    fn ask(&mut self, question: &str) -> bool;
    /// Runs a command of the package manager.
    fn run(&mut self, command: &[String]) -> Result<(), Failure>;
}

/// CI is told by its usual variable. Empty and `false` mean no.
pub(crate) fn in_ci() -> bool {
    std::env::var("CI").is_ok_and(|value| !value.is_empty() && value != "false")
}

/// Colours are for a person at a terminal.
pub(crate) fn colours_wanted() -> bool {
    !in_ci() && io::stdout().is_terminal()
}

#[cfg(test)]
mod tests {
    use super::Family;

    #[test]
    fn distributions_are_told_apart() {
        let cases = [
            ("ID=debian\nVERSION_ID=\"12\"", Family::Debian),
            ("NAME=\"Linux Mint\"\nID=linuxmint\nID_LIKE=\"ubuntu debian\"", Family::Debian),
            ("ID=fedora", Family::Fedora),
            ("ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"", Family::Fedora),
            ("ID=endeavouros\nID_LIKE=\"arch\"", Family::Arch),
            ("ID=alpine", Family::OtherLinux),
            ("VERSION_ID=debian", Family::OtherLinux),
            ("", Family::OtherLinux),
        ];
        for (text, family) in cases {
            assert_eq!(Family::from_os_release(text), family, "{text}");
        }
    }
}
