//! The tests must leave alone what belongs to the person who runs them: the app's real data, settings and cache.

use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use serde::Deserialize;

use crate::{failure::Failure, repository};

/// Runs the work and fails if a file of the app's real folders appeared, changed or went away meanwhile.
pub(crate) fn left_alone<T>(work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    let folders = app_folders()?;
    let before = files(&folders);
    let done = work()?;
    match first_difference(&before, &files(&folders)) {
        Some(path) => Err(Failure::OwnDataTouched(path)),
        None => Ok(done),
    }
}

/// The part of `tauri.conf.json` that names the app's folders.
#[derive(Deserialize)]
struct Configuration {
    identifier: String,
}

/// Where the app keeps its things on this system, as Tauri's path resolver has it.
fn app_folders() -> Result<Vec<PathBuf>, Failure> {
    let path = repository::root().join("tauri.conf.json");
    let text = fs::read_to_string(&path).map_err(Failure::file(&path))?;
    let configuration: Configuration = serde_json::from_str(&text)
        .map_err(|error| Failure::Format { path, reason: error.to_string() })?;

    let below_home = |folder: &str| env::home_dir().map(|home| home.join(folder));
    let set = |name: &str| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let bases = if cfg!(windows) {
        vec![set("APPDATA"), set("LOCALAPPDATA")]
    } else if cfg!(target_os = "macos") {
        ["Library/Application Support", "Library/Caches", "Library/WebKit"].map(below_home).to_vec()
    } else {
        vec![
            set("XDG_DATA_HOME").or_else(|| below_home(".local/share")),
            set("XDG_CONFIG_HOME").or_else(|| below_home(".config")),
            set("XDG_CACHE_HOME").or_else(|| below_home(".cache")),
        ]
    };
    Ok(bases.into_iter().flatten().map(|base| base.join(&configuration.identifier)).collect())
}

/// Each file and folder with the time of its last change and its length.
type Files = BTreeMap<PathBuf, (Option<SystemTime>, u64)>;

fn files(folders: &[PathBuf]) -> Files {
    let mut found = Files::new();
    for folder in folders {
        note(folder, &mut found);
    }
    found
}

fn note(path: &Path, found: &mut Files) {
    let Ok(about) = fs::symlink_metadata(path) else {
        return;
    };
    found.insert(path.to_owned(), (about.modified().ok(), about.len()));
    let entries = if about.is_dir() { fs::read_dir(path).ok() } else { None };
    for entry in entries.into_iter().flatten().filter_map(Result::ok) {
        note(&entry.path(), found);
    }
}

fn first_difference(before: &Files, after: &Files) -> Option<PathBuf> {
    let changed = after.iter().find(|(path, about)| before.get(*path) != Some(*about));
    let removed = before.iter().find(|(path, _)| !after.contains_key(*path));
    changed.or(removed).map(|(path, _)| path.clone())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{files, first_difference};

    #[test]
    fn a_new_a_changed_and_a_removed_file_are_noticed() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("app");
        let folders = [folder.clone()];
        let nothing = files(&folders);
        assert_eq!(first_difference(&nothing, &files(&folders)), None);

        let book = folder.join("deep/book");
        fs::create_dir_all(folder.join("deep")).unwrap();
        fs::write(&book, "1").unwrap();
        let one = files(&folders);
        assert_eq!(first_difference(&nothing, &one), Some(folder));
        assert_eq!(first_difference(&one, &files(&folders)), None);

        fs::write(&book, "1, 2").unwrap();
        assert_eq!(first_difference(&one, &files(&folders)), Some(book.clone()));

        fs::remove_file(&book).unwrap();
        assert!(first_difference(&one, &files(&folders)).is_some());
    }
}
