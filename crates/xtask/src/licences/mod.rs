//! The licence check: every package of both dependency trees against `licences.toml`.

mod policy;
mod trees;

use std::fs;

use policy::Policy;

use crate::{failure::Failure, repository, say};

/// Where a package comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
enum Registry {
    #[serde(rename = "crates.io")]
    Crates,
    #[serde(rename = "npm")]
    Npm,
}

/// A package as its tree describes it.
#[derive(Debug)]
struct Package {
    registry: Registry,
    name: String,
    version: String,
    /// The SPDX expression that the package declares, if it declares one.
    licence: Option<String>,
}

/// Names every package whose licence is not allowed, and every exception that is not needed.
pub(crate) fn check() -> Result<(), Failure> {
    let path = repository::root().join("licences.toml");
    let text = fs::read_to_string(&path).map_err(Failure::file(&path))?;
    let policy = Policy::read(&text).map_err(|reason| Failure::Format { path, reason })?;

    let mut packages = trees::rust_packages()?;
    packages.extend(trees::npm_packages()?);
    let problems = policy.problems(&packages);
    for problem in &problems {
        say::line(&problem.to_string());
    }
    if !problems.is_empty() {
        return Err(Failure::Licences(problems.len()));
    }
    say::line(&format!("{} packages, every licence is allowed", packages.len()));
    Ok(())
}
