//! Whether the desktop can show a tray icon.

use crate::manners::computer::TrayState;

/// Why there can be no icon; `None` where there can. The library for it ends the program where it is missing, so it is
/// looked for before.
#[cfg(target_os = "linux")]
pub(super) fn obstacle() -> Option<TrayState> {
    if !linux::has_library() {
        return Some(TrayState::NoLibrary);
    }
    (!linux::has_place()).then_some(TrayState::NoPlace)
}

#[cfg(not(target_os = "linux"))]
pub(super) fn obstacle() -> Option<TrayState> {
    None
}

#[cfg(target_os = "linux")]
mod linux {
    use std::{
        env, fs,
        path::{Path, PathBuf},
    };

    use zbus::{blocking::Connection, blocking::fdo::DBusProxy, names::BusName};

    /// What libappindicator-sys loads: the first that is there.
    const LIBRARIES: [&str; 2] = ["libayatana-appindicator3.so.1", "libappindicator3.so.1"];
    /// Where the system's loader keeps what it knows.
    const LOADER_CACHE: &str = "/etc/ld.so.cache";
    /// Where it looks on systems without that.
    const LIBRARY_FOLDERS: [&str; 4] = ["/lib", "/lib64", "/usr/lib", "/usr/lib64"];
    /// Whoever owns this name on the session's bus draws the icons (Status Notifier Item specification).
    const WATCHER: &str = "org.kde.StatusNotifierWatcher";

    pub(super) fn has_library() -> bool {
        let named = env::var_os("LD_LIBRARY_PATH").unwrap_or_default();
        let folders = env::split_paths(&named).chain(LIBRARY_FOLDERS.map(PathBuf::from));
        fs::read(LOADER_CACHE).is_ok_and(|cache| names_library(&cache))
            || folders.into_iter().any(|folder| holds_library(&folder))
    }

    fn holds_library(folder: &Path) -> bool {
        LIBRARIES.iter().any(|library| folder.join(library).is_file())
    }

    /// The cache holds the names of libraries, each ended by a zero byte.
    fn names_library(cache: &[u8]) -> bool {
        cache
            .split(|byte| *byte == 0)
            .any(|name| LIBRARIES.iter().any(|library| name.ends_with(library.as_bytes())))
    }

    pub(super) fn has_place() -> bool {
        let asked = || -> zbus::Result<bool> {
            let bus = DBusProxy::new(&Connection::session()?)?;
            Ok(bus.name_has_owner(BusName::try_from(WATCHER)?)?)
        };
        asked().unwrap_or_else(|error| {
            tracing::info!(%error, "the session's bus does not say who draws tray icons");
            false
        })
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn the_loaders_cache_names_the_library() {
            let cache =
                |name: &str| format!("ld.so-1.7.0\0\u{1}libc.so.6\0/lib/libc.so.6\0{name}\0");
            for library in LIBRARIES {
                assert!(names_library(cache(library).as_bytes()), "{library}");
                assert!(names_library(cache(&format!("/usr/lib/{library}")).as_bytes()));
            }
            // Without the version at its end it is for building programs, and is not loaded.
            assert!(!names_library(cache("libayatana-appindicator3.so").as_bytes()));
            assert!(!names_library(cache("libX11.so.6").as_bytes()));
        }

        #[test]
        fn a_folder_holds_the_library() {
            let folder = tempfile::tempdir().unwrap();
            assert!(!holds_library(folder.path()));
            fs::write(folder.path().join(LIBRARIES[1]), "").unwrap();
            assert!(holds_library(folder.path()));
        }
    }
}
