//! The system's own packages: what is missing, how this distribution calls it, and how it is installed.

use crate::{
    failure::Failure,
    say,
    system::{Family, Probe, Rights, System},
};

/// Something that must be on the system, and the package that brings it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Need {
    probe: Probe,
    /// For a person on a system whose packages we do not know.
    what: &'static str,
    debian: &'static str,
    fedora: &'static str,
    arch: &'static str,
}

/// What building and opening the app needs.
pub(crate) const BUILD: &[Need] = &[
    Need {
        probe: Probe::Program("cc"),
        what: "a C compiler",
        debian: "build-essential",
        fedora: "gcc",
        arch: "base-devel",
    },
    Need {
        probe: Probe::Program("pkg-config"),
        what: "pkg-config",
        debian: "pkg-config",
        fedora: "pkgconf-pkg-config",
        arch: "pkgconf",
    },
    Need {
        probe: Probe::Library("webkit2gtk-4.1"),
        what: "the development files of WebKitGTK 4.1",
        debian: "libwebkit2gtk-4.1-dev",
        fedora: "webkit2gtk4.1-devel",
        arch: "webkit2gtk-4.1",
    },
];

/// What the tests need besides: a display, a keychain, a driver and tray icons for the real window; a C compiler for
/// Windows; a place to install another one for macOS.
pub(crate) const TEST: &[Need] = &[
    Need {
        probe: Probe::Program("Xvfb"),
        what: "Xvfb",
        debian: "xvfb",
        fedora: "xorg-x11-server-Xvfb",
        arch: "xorg-server-xvfb",
    },
    Need {
        probe: Probe::Program("WebKitWebDriver"),
        what: "WebKitWebDriver",
        debian: "webkit2gtk-driver",
        fedora: "/usr/bin/WebKitWebDriver",
        arch: "webkitgtk-6.0",
    },
    Need {
        probe: Probe::Program("dbus-daemon"),
        what: "dbus-daemon",
        debian: "dbus",
        fedora: "dbus-daemon",
        arch: "dbus",
    },
    Need {
        probe: Probe::Program("gdbus"),
        what: "gdbus",
        debian: "libglib2.0-bin",
        fedora: "glib2",
        arch: "glib2",
    },
    Need {
        probe: Probe::Program("gnome-keyring-daemon"),
        what: "gnome-keyring",
        debian: "gnome-keyring",
        fedora: "gnome-keyring",
        arch: "gnome-keyring",
    },
    Need {
        probe: Probe::Library("ayatana-appindicator3-0.1"),
        what: "the library for tray icons",
        debian: "libayatana-appindicator3-dev",
        fedora: "libayatana-appindicator-gtk3-devel",
        arch: "libayatana-appindicator",
    },
    Need {
        probe: Probe::Program("x86_64-w64-mingw32-gcc"),
        what: "the MinGW-w64 C compiler",
        debian: "gcc-mingw-w64-x86-64",
        fedora: "mingw64-gcc",
        arch: "mingw-w64-gcc",
    },
    Need {
        probe: Probe::PythonModule("ensurepip"),
        what: "Python 3 with venv and pip",
        debian: "python3-venv",
        fedora: "python3",
        arch: "python",
    },
];

/// The needs of the window and the keychain among [`TEST`], as programs.
pub(crate) const DESKTOP_PROGRAMS: &[&str] =
    &["Xvfb", "dbus-daemon", "gdbus", "gnome-keyring-daemon"];

/// Installs what is missing. On Linux only: the other systems bring their web view and keychain along.
pub(crate) fn provide(system: &mut dyn System, needs: &[&[Need]]) -> Result<(), Failure> {
    let family = system.family();
    if !family.is_linux() {
        return Ok(());
    }
    let missing = missing(system, needs);
    if missing.is_empty() {
        return Ok(());
    }
    let Some(manager) = Manager::of(family) else {
        return Err(install_yourself(family, &missing));
    };
    let rights = system.rights();
    let commands = manager.install(&missing, rights);
    let shown: Vec<String> =
        commands.iter().map(|command| format!("  {}", command.join(" "))).collect();
    let shown = shown.join("\n");
    say::line(&format!("Missing on this system: {}", list(&missing, |need| need.what)));
    say::line(&format!("To install it with the system's package manager:\n{shown}"));
    if system.person_present() {
        if !system.ask("Run this now?") {
            return Err(Failure::Declined(shown));
        }
    } else if !matches!(rights, Rights::Root | Rights::Sudo) {
        return Err(Failure::NotAllowedToInstall(shown));
    }
    for command in &commands {
        system.run(command)?;
    }
    let left = self::missing(system, needs);
    if left.is_empty() { Ok(()) } else { Err(Failure::StillMissing(list(&left, |need| need.what))) }
}

fn missing(system: &dyn System, needs: &[&[Need]]) -> Vec<Need> {
    needs.iter().copied().flatten().filter(|need| !system.has(need.probe)).copied().collect()
}

fn list(needs: &[Need], name: impl Fn(&Need) -> &'static str) -> String {
    needs.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// How a package manager that we know is called.
struct Manager {
    /// The last command takes the packages.
    commands: &'static [&'static [&'static str]],
    package: fn(&Need) -> &'static str,
}

impl Manager {
    fn of(family: Family) -> Option<Self> {
        match family {
            Family::Debian => Some(Self {
                commands: &[
                    &["apt-get", "update"],
                    &["apt-get", "install", "--yes", "--no-install-recommends"],
                ],
                package: |need| need.debian,
            }),
            Family::Fedora => Some(Self {
                commands: &[&["dnf", "install", "--assumeyes"]],
                package: |need| need.fedora,
            }),
            Family::Arch | Family::OtherLinux | Family::MacOs | Family::Windows => None,
        }
    }

    fn install(&self, missing: &[Need], rights: Rights) -> Vec<Vec<String>> {
        let sudo: &[&str] = if rights == Rights::Root { &[] } else { &["sudo"] };
        let full =
            |command: &&[&str]| sudo.iter().chain(*command).map(ToString::to_string).collect();
        let mut commands: Vec<Vec<String>> = self.commands.iter().map(full).collect();
        if let Some(last) = commands.last_mut() {
            last.extend(missing.iter().map(|need| (self.package)(need).to_owned()));
        }
        commands
    }
}

fn install_yourself(family: Family, missing: &[Need]) -> Failure {
    let hint = if family == Family::Arch {
        format!(" Packages: {}", list(missing, |need| need.arch).replace(',', ""))
    } else {
        format!(
            " On Debian the packages are: {}",
            list(missing, |need| need.debian).replace(',', "")
        )
    };
    Failure::InstallYourself { missing: list(missing, |need| need.what), hint }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{BUILD, TEST, provide};
    use crate::{
        failure::Failure,
        system::{Family, Probe, Rights, System},
    };

    /// A made-up computer that writes down what is run on it.
    struct Computer {
        family: Family,
        missing: HashSet<&'static str>,
        rights: Rights,
        /// What a person would answer, if one is there.
        answer: Option<bool>,
        asked: usize,
        ran: Vec<String>,
        packages_help: bool,
    }

    impl Computer {
        fn new(family: Family, missing: &[&'static str]) -> Self {
            Self {
                family,
                missing: missing.iter().copied().collect(),
                rights: Rights::Root,
                answer: None,
                asked: 0,
                ran: Vec::new(),
                packages_help: true,
            }
        }
    }

    impl System for Computer {
        fn family(&self) -> Family {
            self.family
        }
        fn has(&self, probe: Probe) -> bool {
            let (Probe::Program(name) | Probe::Library(name) | Probe::PythonModule(name)) = probe;
            !self.missing.contains(name)
        }
        fn rights(&self) -> Rights {
            self.rights
        }
        fn person_present(&self) -> bool {
            self.answer.is_some()
        }
        fn ask(&mut self, _question: &str) -> bool {
            self.asked += 1;
            self.answer == Some(true)
        }
        fn run(&mut self, command: &[String]) -> Result<(), Failure> {
            self.ran.push(command.join(" "));
            if self.packages_help && command.iter().any(|word| word == "install") {
                self.missing.clear();
            }
            Ok(())
        }
    }

    const WEBKIT: &str = "webkit2gtk-4.1";

    #[test]
    fn nothing_missing_runs_and_asks_nothing() {
        let mut computer = Computer::new(Family::Debian, &[]);
        computer.answer = Some(false);
        provide(&mut computer, &[BUILD, TEST]).unwrap();
        assert!(computer.ran.is_empty() && computer.asked == 0);
    }

    #[test]
    fn a_fresh_debian_gets_exactly_what_is_missing() {
        let mut computer = Computer::new(Family::Debian, &[WEBKIT, "Xvfb"]);
        provide(&mut computer, &[BUILD, TEST]).unwrap();
        assert_eq!(
            computer.ran,
            [
                "apt-get update",
                "apt-get install --yes --no-install-recommends libwebkit2gtk-4.1-dev xvfb",
            ]
        );
    }

    #[test]
    fn run_does_not_install_what_only_tests_need() {
        let mut computer = Computer::new(Family::Debian, &["Xvfb"]);
        provide(&mut computer, &[BUILD]).unwrap();
        assert!(computer.ran.is_empty());
    }

    #[test]
    fn fedora_uses_dnf_and_its_own_names() {
        let mut computer = Computer::new(Family::Fedora, &[WEBKIT]);
        computer.rights = Rights::Sudo;
        provide(&mut computer, &[BUILD]).unwrap();
        assert_eq!(computer.ran, ["sudo dnf install --assumeyes webkit2gtk4.1-devel"]);
    }

    #[test]
    fn a_person_is_asked_first_and_no_means_nothing_is_run() {
        let mut computer = Computer::new(Family::Debian, &[WEBKIT]);
        computer.answer = Some(false);
        let outcome = provide(&mut computer, &[BUILD]);
        assert!(
            matches!(outcome, Err(Failure::Declined(shown)) if shown.contains("libwebkit2gtk-4.1-dev"))
        );
        assert!(computer.ran.is_empty() && computer.asked == 1);
    }

    #[test]
    fn a_person_who_agrees_may_give_a_password_to_sudo() {
        let mut computer = Computer::new(Family::Debian, &[WEBKIT]);
        computer.answer = Some(true);
        computer.rights = Rights::SudoWithPassword;
        provide(&mut computer, &[BUILD]).unwrap();
        assert_eq!(computer.ran.first().map(String::as_str), Some("sudo apt-get update"));
    }

    #[test]
    fn without_a_person_and_without_rights_the_command_is_told() {
        for rights in [Rights::SudoWithPassword, Rights::None] {
            let mut computer = Computer::new(Family::Debian, &[WEBKIT]);
            computer.rights = rights;
            let outcome = provide(&mut computer, &[BUILD]);
            assert!(matches!(
                outcome,
                Err(Failure::NotAllowedToInstall(shown)) if shown.contains("sudo apt-get install")
            ));
            assert!(computer.ran.is_empty());
        }
    }

    #[test]
    fn other_distributions_are_told_the_packages() {
        for (family, package) in [
            (Family::Arch, "Packages: webkit2gtk-4.1"),
            (Family::OtherLinux, "libwebkit2gtk-4.1-dev"),
        ] {
            let mut computer = Computer::new(family, &[WEBKIT]);
            computer.answer = Some(true);
            let message = provide(&mut computer, &[BUILD]).unwrap_err().to_string();
            assert!(message.contains("WebKitGTK") && message.contains(package), "{message}");
            assert!(computer.ran.is_empty());
        }
    }

    #[test]
    fn macos_and_windows_need_no_packages() {
        for family in [Family::MacOs, Family::Windows] {
            let mut computer = Computer::new(family, &[WEBKIT, "Xvfb", "cc"]);
            provide(&mut computer, &[BUILD, TEST]).unwrap();
            assert!(computer.ran.is_empty());
        }
    }

    #[test]
    fn an_installation_that_did_not_help_is_told() {
        let mut computer = Computer::new(Family::Debian, &[WEBKIT]);
        computer.packages_help = false;
        let outcome = provide(&mut computer, &[BUILD]);
        assert!(matches!(outcome, Err(Failure::StillMissing(what)) if what.contains("WebKitGTK")));
    }
}
