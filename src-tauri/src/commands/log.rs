use std::sync::Arc;

use desk::domain::TillError;
use tauri::{AppHandle, Runtime, State};

use crate::{
    exported_list::folders, exported_log::LogPreview, gate::ByIfOpen, saved_files::SavedFile,
    till::Till,
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
    ByIfOpen(by): ByIfOpen,
    till: State<'_, Till>,
) -> Result<SavedFile, TillError> {
    let text = till.log()?.shown().ok_or(TillError::NotFound)?;
    let (files, stem) = match by {
        Some(by) => {
            let opened = till.opened()?;
            opened.desk.note_log_exported(by).await?;
            let now = opened.desk.shop_time(opened.clock.now()).await?;
            (Arc::clone(&opened.saved), format!("tillside-log-{}", now.format("%Y-%m-%d")))
        }
        // What the clocks in the shop show is in the book.
        None => (Arc::default(), "tillside-log".to_owned()),
    };
    let folders = folders(&app);
    let saved =
        tauri::async_runtime::spawn_blocking(move || files.save(&folders, &stem, ENDING, &text));
    // Each folder that takes no file is in the log.
    saved.await.ok().and_then(Result::ok).ok_or(TillError::FileNotSaved)
}
