use desk::{
    domain::TillError,
    view::{ChainReport, HistoryPage, HistoryQuery},
};
use tauri::{AppHandle, Runtime, State};

use crate::{exported_list::ExportedList, gate::By, saved_files::SavedFile, till::Till};

#[tauri::command]
pub(crate) async fn history(
    By(by): By,
    till: State<'_, Till>,
    query: HistoryQuery,
) -> Result<HistoryPage, TillError> {
    till.desk()?.history(by, query).await
}

#[tauri::command]
pub(crate) async fn verify_history(
    By(by): By,
    till: State<'_, Till>,
) -> Result<ChainReport, TillError> {
    till.desk()?.verify_history(by).await
}

#[tauri::command]
pub(crate) async fn export_history<R: Runtime>(
    app: AppHandle<R>,
    By(by): By,
    till: State<'_, Till>,
    query: HistoryQuery,
) -> Result<SavedFile, TillError> {
    let opened = till.opened()?;
    let text = opened.desk.history_file(by, query).await?;
    ExportedList::History.save(&app, opened, text).await
}
