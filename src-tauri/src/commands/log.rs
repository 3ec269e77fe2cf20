use std::sync::Arc;

use desk::domain::TillError;
use tauri::{AppHandle, Runtime, State};

use crate::{
    exported_list::folders, exported_log::LogPreview, gate::By, saved_files::SavedFile, till::Till,
};

/// How the name of the file ends.
const ENDING: &str = "txt";

#[tauri::command]
pub(crate) async fn preview_log(till: State<'_, Till>) -> Result<LogPreview, TillError> {
    let log = till.log()?;
    let shown = tauri::async_runtime::spawn_blocking(move || log.show());
    match shown.await {
        Ok(Ok(preview)) => Ok(preview),
        Ok(Err(error)) => {
            tracing::warn!(%error, "the log can't be read");
            Err(TillError::UnknownError)
        }
        Err(_) => Err(TillError::UnknownError),
    }
}

#[tauri::command]
pub(crate) async fn export_log<R: Runtime>(
    app: AppHandle<R>,
    By(by): By,
    till: State<'_, Till>,
) -> Result<SavedFile, TillError> {
    let opened = till.opened()?;
    let text = till.log()?.shown().ok_or(TillError::NotFound)?;
    opened.desk.note_log_exported(by).await?;
    let now = opened.desk.shop_time(opened.clock.now()).await?;
    let stem = format!("tillside-log-{}", now.format("%Y-%m-%d"));
    let (files, folders) = (Arc::clone(&opened.saved), folders(&app));
    let saved =
        tauri::async_runtime::spawn_blocking(move || files.save(&folders, &stem, ENDING, &text));
    match saved.await {
        Ok(Ok(saved)) => Ok(saved),
        // Each folder that takes no file is in the log.
        Ok(Err(_)) | Err(_) => Err(TillError::UnknownError),
    }
}
