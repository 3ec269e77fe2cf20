use desk::{
    domain::TillError,
    view::{Decision, PersonCase, SaleView},
};
use tauri::State;

use crate::{gate::By, till::Till};

#[tauri::command]
pub(crate) async fn person_case(
    By(by): By,
    till: State<'_, Till>,
    sale: String,
) -> Result<PersonCase, TillError> {
    let desk = till.desk()?;
    desk.see(by, &sale).await?;
    desk.person_case(&sale).await
}

#[tauri::command]
pub(crate) async fn decide_case(
    By(by): By,
    till: State<'_, Till>,
    decision: Decision,
) -> Result<SaleView, TillError> {
    till.desk()?.decide_case(by, decision).await
}
