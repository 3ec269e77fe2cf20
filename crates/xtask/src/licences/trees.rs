//! Reads the two dependency trees: cargo's, with all features and all systems, and npm's lock file.

use std::{collections::BTreeMap, fs};

use cargo_metadata::{CargoOpt, MetadataCommand};
use serde::Deserialize;

use super::{Package, Registry};
use crate::{failure::Failure, repository};

pub(super) fn rust_packages() -> Result<Vec<Package>, Failure> {
    let metadata = MetadataCommand::new()
        .manifest_path(repository::root().join("Cargo.toml"))
        .features(CargoOpt::AllFeatures)
        .exec()?;
    let packages = metadata.packages.into_iter().map(|package| Package {
        registry: Registry::Crates,
        name: package.name.to_string(),
        version: package.version.to_string(),
        licence: package.license,
    });
    Ok(packages.collect())
}

pub(super) fn npm_packages() -> Result<Vec<Package>, Failure> {
    let path = repository::interface().join("package-lock.json");
    let text = fs::read_to_string(&path).map_err(Failure::file(&path))?;
    read_npm_lock(&text).map_err(|error| Failure::Format { path, reason: error.to_string() })
}

/// npm's lock file, version 3: one entry for each folder, the empty name is our own package.
#[derive(Deserialize)]
struct Lock {
    packages: BTreeMap<String, LockEntry>,
}

#[derive(Deserialize)]
struct LockEntry {
    /// Present where a folder is installed under another name than the package's.
    name: Option<String>,
    version: Option<String>,
    license: Option<String>,
    /// A symbolic link into our own tree; its target has an entry of its own.
    #[serde(default)]
    link: bool,
}

fn read_npm_lock(text: &str) -> Result<Vec<Package>, serde_json::Error> {
    let lock: Lock = serde_json::from_str(text)?;
    let packages =
        lock.packages.into_iter().filter(|(_, entry)| !entry.link).map(|(folder, entry)| {
            let from_folder =
                folder.rsplit_once("node_modules/").map_or(folder.as_str(), |(_, name)| name);
            Package {
                registry: Registry::Npm,
                name: entry.name.unwrap_or_else(|| from_folder.to_owned()),
                version: entry.version.unwrap_or_default(),
                licence: entry.license,
            }
        });
    Ok(packages.collect())
}

#[cfg(test)]
mod tests {
    use super::{read_npm_lock, rust_packages};

    const LOCK: &str = r#"{
        "lockfileVersion": 3,
        "packages": {
            "": { "name": "ours", "version": "1.0.0", "license": "Apache-2.0" },
            "node_modules/@scope/one": { "version": "2.1.0", "license": "MIT" },
            "node_modules/@scope/one/node_modules/two": { "version": "3.0.0" },
            "node_modules/alias": { "name": "real", "version": "4.0.0", "license": "ISC" },
            "node_modules/linked": { "resolved": "other", "link": true }
        }
    }"#;

    #[test]
    fn an_npm_lock_gives_every_package_with_its_licence() {
        let read = read_npm_lock(LOCK).unwrap();
        let read: Vec<_> = read
            .iter()
            .map(|package| {
                (package.name.as_str(), package.version.as_str(), package.licence.as_deref())
            })
            .collect();
        assert_eq!(
            read,
            [
                ("ours", "1.0.0", Some("Apache-2.0")),
                ("@scope/one", "2.1.0", Some("MIT")),
                ("two", "3.0.0", None),
                ("real", "4.0.0", Some("ISC")),
            ]
        );
    }

    #[test]
    fn an_old_lock_is_refused_rather_than_passed() {
        assert!(read_npm_lock(r#"{ "lockfileVersion": 1, "dependencies": {} }"#).is_err());
    }

    #[test]
    fn the_rust_tree_holds_packages_of_every_system() {
        let names: Vec<String> = rust_packages().unwrap().into_iter().map(|one| one.name).collect();
        for system in ["webkit2gtk", "webview2-com", "objc2-web-kit"] {
            assert!(names.iter().any(|name| name == system), "{system} is missing");
        }
    }
}
