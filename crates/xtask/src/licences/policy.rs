//! The rule: which licences are allowed, and which packages are exceptions.

use std::fmt;

use serde::Deserialize;
use spdx::{Expression, ParseMode};

use super::{Package, Registry};

/// `licences.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Policy {
    allowed: Vec<String>,
    #[serde(default, rename = "exception")]
    exceptions: Vec<Exception>,
}

/// One package that may have another licence, or whose licence was read by a person.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Exception {
    registry: Registry,
    name: String,
    licence: String,
    reason: String,
}

/// Why the check fails.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Problem {
    NotAllowed { package: String, licence: String },
    NotUnderstood { package: String, licence: String },
    NotDeclared { package: String },
    ExceptionNotNeeded { name: String },
}

impl Policy {
    /// Reads the file's text. An exception without a reason is none.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let policy: Self = toml::from_str(text).map_err(|error| error.to_string())?;
        match policy.exceptions.iter().find(|exception| exception.reason.trim().is_empty()) {
            Some(exception) => Err(format!("the exception for {} gives no reason", exception.name)),
            None => Ok(policy),
        }
    }

    pub(super) fn problems(&self, packages: &[Package]) -> Vec<Problem> {
        let unneeded = self
            .exceptions
            .iter()
            .filter(|exception| {
                !packages.iter().any(|one| exception.fits(one) && self.verdict(one).is_some())
            })
            .map(|exception| Problem::ExceptionNotNeeded { name: exception.name.clone() });
        packages
            .iter()
            .filter(|package| !self.exceptions.iter().any(|exception| exception.fits(package)))
            .filter_map(|package| self.verdict(package))
            .chain(unneeded)
            .collect()
    }

    /// What is wrong with a package if there were no exceptions.
    fn verdict(&self, package: &Package) -> Option<Problem> {
        let named = format!("{} {}", package.name, package.version);
        let Some(licence) = package.licence.clone() else {
            return Some(Problem::NotDeclared { package: named });
        };
        // Older crates write `MIT/Apache-2.0`, which the lax mode reads as OR.
        let Ok(expression) = Expression::parse_mode(&licence, ParseMode::LAX) else {
            return Some(Problem::NotUnderstood { package: named, licence });
        };
        let allowed =
            expression.evaluate(|wanted| self.allowed.iter().any(|one| *one == wanted.to_string()));
        (!allowed).then_some(Problem::NotAllowed { package: named, licence })
    }
}

impl Exception {
    /// A package that changes its licence is no longer the one that was looked at.
    fn fits(&self, package: &Package) -> bool {
        self.registry == package.registry
            && self.name == package.name
            && package.licence.as_ref().is_none_or(|declared| *declared == self.licence)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAllowed { package, licence } => {
                write!(out, "{package}: {licence} is not allowed by licences.toml")
            }
            Self::NotUnderstood { package, licence } => {
                write!(out, "{package}: \"{licence}\" is no SPDX expression")
            }
            Self::NotDeclared { package } => write!(out, "{package}: declares no licence"),
            Self::ExceptionNotNeeded { name } => {
                write!(out, "{name}: its exception in licences.toml is not needed; remove it")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Policy, Problem};
    use crate::licences::{Package, Registry};

    const POLICY: &str = r#"
        allowed = ["MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "ISC"]
        [[exception]]
        registry = "npm"
        name = "font"
        licence = "OFL-1.1"
        reason = "a font"
    "#;

    fn package(registry: Registry, name: &str, licence: Option<&str>) -> Package {
        Package {
            registry,
            name: name.to_owned(),
            version: "1.2.3".to_owned(),
            licence: licence.map(str::to_owned),
        }
    }

    fn font() -> Package {
        package(Registry::Npm, "font", Some("OFL-1.1"))
    }

    fn problems(licence: Option<&str>) -> Vec<Problem> {
        let policy = Policy::read(POLICY).unwrap();
        policy.problems(&[package(Registry::Crates, "some", licence), font()])
    }

    fn named() -> String {
        "some 1.2.3".to_owned()
    }

    #[test]
    fn what_may_be_used_under_an_allowed_licence_passes() {
        for licence in [
            "MIT",
            "GPL-3.0-only OR MIT",
            "MIT/Unlicense",
            "Apache-2.0 / MIT",
            "(MIT OR GPL-2.0-or-later) AND ISC",
            "(Apache-2.0 WITH LLVM-exception)",
        ] {
            assert_eq!(problems(Some(licence)), [], "{licence}");
        }
    }

    #[test]
    fn what_needs_another_licence_is_named_with_version_and_licence() {
        for licence in [
            "GPL-3.0-only",
            "MIT AND GPL-3.0-only",
            "GPL-3.0-only OR AGPL-3.0-only",
            "GPL-2.0-only WITH Classpath-exception-2.0",
            "LicenseRef-Commercial",
        ] {
            let expected = Problem::NotAllowed { package: named(), licence: licence.to_owned() };
            assert_eq!(
                expected.to_string(),
                format!("some 1.2.3: {licence} is not allowed by licences.toml")
            );
            assert_eq!(problems(Some(licence)), [expected], "{licence}");
        }
    }

    #[test]
    fn a_missing_or_unreadable_licence_is_a_problem() {
        assert_eq!(problems(None), [Problem::NotDeclared { package: named() }]);
        let licence = "SEE LICENSE IN readme".to_owned();
        assert_eq!(
            problems(Some(&licence)),
            [Problem::NotUnderstood { package: named(), licence }]
        );
    }

    #[test]
    fn an_exception_holds_for_its_package_registry_and_licence_alone() {
        let policy = Policy::read(POLICY).unwrap();
        let other_registry = package(Registry::Crates, "font", Some("OFL-1.1"));
        let other_licence = package(Registry::Npm, "font", Some("GPL-3.0-only"));
        assert_eq!(policy.problems(&[font()]), []);
        assert_eq!(policy.problems(&[package(Registry::Npm, "font", None)]), []);
        assert_eq!(policy.problems(&[font(), other_registry]).len(), 1);
        assert_eq!(policy.problems(&[font(), other_licence]).len(), 1);
    }

    #[test]
    fn an_exception_that_nobody_needs_is_a_problem() {
        let policy = Policy::read(POLICY).unwrap();
        let unneeded = Problem::ExceptionNotNeeded { name: "font".to_owned() };
        assert_eq!(policy.problems(&[]), [unneeded]);
    }

    #[test]
    fn an_exception_needs_a_reason() {
        assert!(Policy::read(&POLICY.replace("a font", " ")).is_err());
    }
}
