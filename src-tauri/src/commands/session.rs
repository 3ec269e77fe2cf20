use desk::{
    domain::TillError,
    view::{RecoverForm, SessionView, SignInForm},
};
use tauri::State;

use crate::till::Till;

#[tauri::command]
pub(crate) async fn session(till: State<'_, Till>) -> Result<SessionView, TillError> {
    till.desk()?.session().await
}

#[tauri::command]
pub(crate) async fn sign_in(
    till: State<'_, Till>,
    form: SignInForm,
) -> Result<SessionView, TillError> {
    till.desk()?.sign_in(form).await
}

#[tauri::command]
pub(crate) async fn lock(till: State<'_, Till>) -> Result<SessionView, TillError> {
    till.desk()?.lock().await
}

#[tauri::command]
pub(crate) async fn still_here(till: State<'_, Till>) -> Result<(), TillError> {
    till.desk()?.still_here();
    Ok(())
}

#[tauri::command]
pub(crate) async fn recover(
    till: State<'_, Till>,
    form: RecoverForm,
) -> Result<SessionView, TillError> {
    till.desk()?.recover(form).await
}
