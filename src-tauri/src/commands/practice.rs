use desk::domain::TillError;
use tauri::State;

use crate::{practice_providers::PracticeTrouble, till::Till};

#[tauri::command]
pub(crate) async fn plan_trouble(
    till: State<'_, Till>,
    account: String,
    trouble: PracticeTrouble,
) -> Result<Vec<PracticeTrouble>, TillError> {
    till.opened()?.practice.lock().await.plan(&account, trouble)
}

#[tauri::command]
pub(crate) async fn planned_troubles(
    till: State<'_, Till>,
    account: String,
) -> Result<Vec<PracticeTrouble>, TillError> {
    till.opened()?.practice.lock().await.planned(&account)
}

#[tauri::command]
pub(crate) async fn clear_troubles(
    till: State<'_, Till>,
    account: String,
) -> Result<Vec<PracticeTrouble>, TillError> {
    till.opened()?.practice.lock().await.clear(&account)
}
