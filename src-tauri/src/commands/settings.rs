use desk::domain::{TillError, till_settings::TillSettings};
use tauri::State;

use crate::{gate::By, till::Till};

#[tauri::command]
pub(crate) async fn till_settings(till: State<'_, Till>) -> Result<TillSettings, TillError> {
    till.desk()?.settings().await
}

#[tauri::command]
pub(crate) async fn change_settings(
    By(by): By,
    till: State<'_, Till>,
    settings: TillSettings,
) -> Result<TillSettings, TillError> {
    till.desk()?.change_settings(by, settings).await
}
