use desk::domain::TillError;
use tauri::State;

use crate::{practice_trouble::PracticeTrouble, till::Till};

#[tauri::command]
pub(crate) async fn plan_trouble(
    till: State<'_, Till>,
    trouble: PracticeTrouble,
) -> Result<Vec<PracticeTrouble>, TillError> {
    till.opened()?.practice.lock().await.plan(trouble)
}

#[tauri::command]
pub(crate) async fn planned_troubles(
    till: State<'_, Till>,
) -> Result<Vec<PracticeTrouble>, TillError> {
    till.opened()?.practice.lock().await.planned()
}

#[tauri::command]
pub(crate) async fn clear_troubles(
    till: State<'_, Till>,
) -> Result<Vec<PracticeTrouble>, TillError> {
    till.opened()?.practice.lock().await.clear()
}
