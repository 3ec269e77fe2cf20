use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

use tempfile::TempDir;

/// The app's name in its folders: the identifier of `tauri.conf.json`.
const APP: &str = "app.tillside.till";

/// The folders of one till: its own home, so that a test begins at a first start. They are gone with it.
pub(crate) struct Home(TempDir);

impl Home {
    pub(crate) fn new() -> Self {
        let home = tempfile::Builder::new().prefix("tillside-home-").tempdir().unwrap();
        for (_, folder) in FOLDERS {
            fs::create_dir_all(home.path().join(folder)).unwrap();
        }
        Self(home)
    }

    /// The variables that lead a program to these folders.
    pub(crate) fn environment(&self) -> Vec<(&'static str, PathBuf)> {
        let below = |(name, folder): &(&'static str, &str)| (*name, self.0.path().join(folder));
        FOLDERS.iter().map(below).collect()
    }

    /// All of them.
    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Where the till keeps its book.
    pub(crate) fn data(&self) -> PathBuf {
        self.0.path().join("data").join(APP)
    }

    /// Has the desktop's own settings say this (`GtkSettings`).
    pub(crate) fn set_desktop(&self, settings: &str) {
        let folder = self.0.path().join("config/gtk-3.0");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("settings.ini"), format!("[Settings]\n{settings}\n")).unwrap();
    }

    /// What the program printed, over all its starts.
    pub(crate) fn log(&self) -> PathBuf {
        self.0.path().join("printed.log")
    }

    pub(crate) fn open_log(&self) -> File {
        let mut options = File::options();
        options.create(true).append(true).open(self.log()).unwrap()
    }
}

/// `HOME` too: what does not know the others must not write into the tester's own. The last one is what the till takes
/// where its system would ask a person for a folder.
const FOLDERS: [(&str, &str); 6] = [
    ("HOME", ""),
    ("XDG_DATA_HOME", "data"),
    ("XDG_CONFIG_HOME", "config"),
    ("XDG_CACHE_HOME", "cache"),
    ("XDG_STATE_HOME", "state"),
    ("TILLSIDE_CHOSEN_PLACE", "chosen"),
];
