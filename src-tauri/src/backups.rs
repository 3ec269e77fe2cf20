//! The backups of this computer: the daily ones, and the one that somebody is looking into.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use desk::{
    Desk,
    backup::{Restorer, backups_in},
    domain::TillError,
    seams::{Clock, Vault},
    view::BackupRow,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::chosen_place::ChosenPlace;

/// Where the daily backups lie, in the folder of the book.
const FOLDER: &str = "backups";

/// The windows come first.
const AFTER_THE_START: Duration = Duration::from_secs(30);

/// How often the till asks whether the day's backup is due.
const ASKS_EVERY: Duration = Duration::from_mins(10);

/// The backups that the till makes by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub(crate) struct BackupsView {
    /// Where they are, as the system writes it.
    folder: String,
    /// The daily ones, the newest first.
    daily: Vec<BackupRow>,
    /// Why the last one was not made; `None` where it was.
    problem: Option<TillError>,
}

/// Which backup somebody wants to look into.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum BackupSource {
    /// One of the daily ones.
    Daily {
        /// The name of its file.
        name: String,
    },
    /// A file that they choose now.
    File,
}

/// What makes and restores backups on this computer, with a book that is open or without one.
pub(crate) struct Backups {
    folder: PathBuf,
    chosen_place: Box<dyn ChosenPlace>,
    /// What reads them, and lays one ready.
    pub(crate) restorer: Restorer,
    /// The one that was looked into last: the only one that a page can have restored, because it names no file itself.
    looked_into: Mutex<Option<PathBuf>>,
    problem: Mutex<Option<TillError>>,
}

impl Backups {
    pub(crate) fn new(
        data: &Path,
        keychain: Vault,
        clock: Arc<dyn Clock>,
        chosen_place: Box<dyn ChosenPlace>,
    ) -> Self {
        let folder = data.join(FOLDER);
        let restorer = Restorer::new(data.to_owned(), folder.clone(), keychain, clock);
        let (looked_into, problem) = (Mutex::default(), Mutex::default());
        Self { folder, chosen_place, restorer, looked_into, problem }
    }

    pub(crate) fn view(&self) -> BackupsView {
        BackupsView {
            folder: self.folder.display().to_string(),
            daily: backups_in(&self.folder),
            problem: self.problem.lock().unwrap_or_else(PoisonError::into_inner).clone(),
        }
    }

    /// Has somebody choose a folder.
    pub(crate) fn choose_folder(&self) -> Option<PathBuf> {
        self.chosen_place.folder()
    }

    /// The file of a backup; `None` where nobody chose one.
    ///
    /// # Errors
    /// `NotFound` where no daily backup has the name.
    pub(crate) fn file_of(&self, source: &BackupSource) -> Result<Option<PathBuf>, TillError> {
        match source {
            BackupSource::File => Ok(self.chosen_place.backup()),
            BackupSource::Daily { name } => {
                let known = backups_in(&self.folder).into_iter().find(|row| row.name == *name);
                let known = known.ok_or(TillError::NotFound)?;
                Ok(Some(self.folder.join(known.name)))
            }
        }
    }

    /// Remembers the file that was looked into.
    pub(crate) fn note_look(&self, file: PathBuf) {
        *self.looked_into.lock().unwrap_or_else(PoisonError::into_inner) = Some(file);
    }

    /// The file that was looked into last.
    pub(crate) fn looked_into(&self) -> Result<PathBuf, TillError> {
        let file = self.looked_into.lock().unwrap_or_else(PoisonError::into_inner).clone();
        file.ok_or(TillError::NotFound)
    }

    /// Makes the day's backup whenever one is due. It does not end by itself.
    pub(crate) async fn keep(self: Arc<Self>, desk: Arc<Desk>) {
        tokio::time::sleep(AFTER_THE_START).await;
        loop {
            let made = desk.back_up_daily(&self.folder).await;
            if let Err(error) = &made {
                tracing::warn!(%error, "the day's backup was not made");
            }
            *self.problem.lock().unwrap_or_else(PoisonError::into_inner) = made.err();
            tokio::time::sleep(ASKS_EVERY).await;
        }
    }
}
