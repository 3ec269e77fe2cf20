use desk::{
    domain::TillError,
    view::{Decision, PersonCase, SaleView},
};
use tauri::State;

use crate::till::Till;

#[tauri::command]
pub(crate) async fn person_case(
    till: State<'_, Till>,
    sale: String,
) -> Result<PersonCase, TillError> {
    till.desk()?.person_case(&sale).await
}

#[tauri::command]
pub(crate) async fn decide_case(
    till: State<'_, Till>,
    decision: Decision,
) -> Result<SaleView, TillError> {
    till.desk()?.decide_case(decision).await
}
