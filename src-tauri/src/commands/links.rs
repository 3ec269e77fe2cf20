use desk::{
    domain::TillError,
    view::{ChangeForm, CustomerCheck, HoldEndForm, SaleView, TotalForm},
};
use tauri::State;

use crate::till::Till;

#[tauri::command]
pub(crate) async fn cancel_link(
    till: State<'_, Till>,
    sale: String,
) -> Result<SaleView, TillError> {
    till.desk()?.cancel_link(&sale).await
}

#[tauri::command]
pub(crate) async fn change_link(
    till: State<'_, Till>,
    form: ChangeForm,
) -> Result<SaleView, TillError> {
    till.desk()?.change_link(form).await
}

#[tauri::command]
pub(crate) async fn end_hold(
    till: State<'_, Till>,
    form: HoldEndForm,
) -> Result<SaleView, TillError> {
    till.desk()?.end_hold(form).await
}

#[tauri::command]
pub(crate) async fn set_charges(
    till: State<'_, Till>,
    sale: String,
    stop: bool,
) -> Result<SaleView, TillError> {
    till.desk()?.set_charges(&sale, stop).await
}

#[tauri::command]
pub(crate) async fn settle_total(
    till: State<'_, Till>,
    form: TotalForm,
) -> Result<SaleView, TillError> {
    till.desk()?.settle_total(form).await
}

#[tauri::command]
pub(crate) async fn check_as_customer(
    till: State<'_, Till>,
    sale: String,
) -> Result<CustomerCheck, TillError> {
    till.desk()?.check_as_customer(&sale).await
}
