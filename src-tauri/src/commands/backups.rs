use std::sync::Arc;

use desk::{
    Actor, Desk,
    domain::TillError,
    view::{BackupPreview, BackupReport, RestoreForm},
};
use tauri::{AppHandle, Runtime, State};

use crate::{
    backups::{BackupSource, Backups, BackupsView},
    gate::{By, ByIfOpen},
    till::Till,
};

#[tauri::command]
pub(crate) async fn backups(till: State<'_, Till>) -> Result<BackupsView, TillError> {
    let backups = till.backups()?;
    on_a_thread(move || backups.view()).await
}

#[tauri::command]
pub(crate) async fn back_up(
    By(by): By,
    till: State<'_, Till>,
) -> Result<Option<BackupReport>, TillError> {
    let (opened, backups) = (till.opened()?, till.backups()?);
    let Some(folder) = on_a_thread(move || backups.choose_folder()).await? else {
        return Ok(None);
    };
    let report = opened.desk.back_up(by, &folder).await?;
    opened.saved.note(folder.join(&report.backup.name));
    Ok(Some(report))
}

#[tauri::command]
pub(crate) async fn look_into_backup(
    ByIfOpen(by): ByIfOpen,
    till: State<'_, Till>,
    source: BackupSource,
) -> Result<Option<BackupPreview>, TillError> {
    let backups = till.backups()?;
    let choosing = Arc::clone(&backups);
    let Some(file) = on_a_thread(move || choosing.file_of(&source)).await?? else {
        return Ok(None);
    };
    let who = who(&till, by)?;
    let preview = backups.restorer.look(who, &file).await?;
    backups.note_look(file);
    Ok(Some(preview))
}

#[tauri::command]
pub(crate) async fn restore_backup<R: Runtime>(
    app: AppHandle<R>,
    ByIfOpen(by): ByIfOpen,
    till: State<'_, Till>,
    form: RestoreForm,
) -> Result<(), TillError> {
    let backups: Arc<Backups> = till.backups()?;
    let file = backups.looked_into()?;
    let who = who(&till, by)?;
    backups.restorer.restore(who, &file, &form).await?;
    app.request_restart();
    Ok(())
}

/// Whoever is at the till that is open; nobody where no book can be opened.
fn who(till: &Till, by: Option<Actor>) -> Result<Option<(&Desk, Actor)>, TillError> {
    match by {
        Some(by) => Ok(Some((till.desk()?, by))),
        None => Ok(None),
    }
}

/// Does `work` on a thread that may wait for the disk, or for a person.
async fn on_a_thread<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, TillError> {
    tauri::async_runtime::spawn_blocking(work).await.map_err(|_| TillError::UnknownError)
}
