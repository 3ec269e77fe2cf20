//! The interface's npm packages and its build, each done again only when it is out of date.

use std::{
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use crate::{failure::Failure, program::Program, repository, say};

/// Vite 8 and its plugins need it.
const OLDEST_NODE: u32 = 20;

/// Folders of `ui/` that are made from the rest.
const MADE: &[&str] = &["node_modules", "dist", "paraglide"];

/// Node and npm are there and new enough.
pub(crate) fn check_node() -> Result<(), Failure> {
    let refuse = |found: String| Failure::Node { wanted: OLDEST_NODE, found };
    let Some(version) = Program::new("node").args(&["--version"]).answer() else {
        return Err(refuse("node is not on the search path".to_owned()));
    };
    if major(&version).is_none_or(|major| major < OLDEST_NODE) {
        return Err(refuse(format!("node says {}", version.trim())));
    }
    if !Program::npm().args(&["--version"]).succeeds() {
        return Err(refuse("npm is not on the search path".to_owned()));
    }
    Ok(())
}

/// `v20.20.2` gives 20.
fn major(version: &str) -> Option<u32> {
    version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

/// `npm ci`, if the lock file is not the one that was installed last.
pub(crate) fn install_packages() -> Result<(), Failure> {
    let lock = repository::interface().join("package-lock.json");
    let installed = repository::interface().join("node_modules").join(".installed-lock.json");
    let wanted = fs::read(&lock).map_err(Failure::file(&lock))?;
    if fs::read(&installed).is_ok_and(|present| present == wanted) {
        say::line("npm packages: as in package-lock.json");
        return Ok(());
    }
    Program::npm().args(&["ci", "--no-audit", "--no-fund"]).run()?;
    fs::write(&installed, wanted).map_err(Failure::file(&installed))
}

/// One of the interface's own npm scripts.
pub(crate) fn script(name: &str) -> Result<(), Failure> {
    Program::npm().args(&["run", name]).run()
}

/// `npm run build`, if a source is newer than the last build.
pub(crate) fn build_if_stale() -> Result<(), Failure> {
    let folder = repository::interface();
    if is_fresh(&folder, &stamp()) {
        say::line("interface: already built");
        return Ok(());
    }
    build()
}

/// `npm run build`.
pub(crate) fn build() -> Result<(), Failure> {
    script("build")?;
    let stamp = stamp();
    fs::create_dir_all(repository::scratch()).map_err(Failure::file(repository::scratch()))?;
    fs::write(&stamp, "").map_err(Failure::file(&stamp))
}

/// Written when a build ends. It is not in `dist`, which goes into the app as it is.
fn stamp() -> PathBuf {
    repository::scratch().join("interface-built")
}

/// Nothing is newer than the stamp: no source, and no built page either. A newer page comes from another hand: the
/// app's build script writes one that says that the interface is not built.
fn is_fresh(folder: &Path, stamp: &Path) -> bool {
    let (Some(built), Some(page)) = (changed(stamp), changed(&folder.join("dist/index.html")))
    else {
        return false;
    };
    page <= built && newest(folder).is_some_and(|source| source <= built)
}

fn changed(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).ok()?.modified().ok()
}

/// When the youngest source below this folder changed, counting folders: a removed file shows there.
fn newest(folder: &Path) -> Option<SystemTime> {
    let entries = fs::read_dir(folder).ok()?.filter_map(Result::ok);
    let inside = entries.filter_map(|entry| {
        if MADE.iter().any(|made| entry.file_name() == *made) {
            return None;
        }
        let path = entry.path();
        if path.is_dir() { changed(&path).max(newest(&path)) } else { changed(&path) }
    });
    inside.max()
}

#[cfg(test)]
mod tests {
    use std::{
        fs::{self, File},
        path::Path,
        time::{Duration, SystemTime},
    };

    use super::{is_fresh, major};

    #[test]
    fn the_version_of_node_is_read() {
        assert_eq!(major("v20.20.2\n"), Some(20));
        assert_eq!(major("v8.17.0"), Some(8));
        assert_eq!(major("command not found"), None);
    }

    /// Sets a file's time to so many seconds after 1970, and makes it if need be.
    fn at(path: &Path, second: u64) {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let file = File::options().create(true).append(true).open(path).unwrap();
        file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(second)).unwrap();
    }

    #[cfg(unix)]
    fn folder_at(path: &Path, second: u64) {
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(second);
        File::open(path).unwrap().set_modified(time).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn a_build_is_fresh_until_a_source_changes_or_the_pages_are_replaced() {
        let place = tempfile::tempdir().unwrap();
        let stamp = place.path().join("stamp");
        let ui = place.path().join("ui");
        at(&ui.join("src/lib/page.svelte"), 100);
        at(&ui.join("package.json"), 100);
        at(&ui.join("dist/index.html"), 200);
        folder_at(&ui.join("src"), 100);
        folder_at(&ui.join("src/lib"), 100);
        assert!(!is_fresh(&ui, &stamp), "never built");

        at(&stamp, 201);
        assert!(is_fresh(&ui, &stamp));

        at(&ui.join("node_modules/some/index.js"), 300);
        at(&ui.join("dist/assets/page.js"), 300);
        assert!(is_fresh(&ui, &stamp), "what is made from the sources does not count");

        at(&ui.join("src/lib/page.svelte"), 300);
        assert!(!is_fresh(&ui, &stamp), "a source changed");
        at(&ui.join("src/lib/page.svelte"), 100);

        folder_at(&ui.join("src/lib"), 300);
        assert!(!is_fresh(&ui, &stamp), "a source was removed");
        folder_at(&ui.join("src/lib"), 100);

        at(&ui.join("dist/index.html"), 300);
        assert!(!is_fresh(&ui, &stamp), "somebody else wrote the page");
        fs::remove_file(ui.join("dist/index.html")).unwrap();
        assert!(!is_fresh(&ui, &stamp), "the page is gone");
    }
}
