use desk::{
    domain::TillError,
    view::{ChangeForm, CustomerCheck, HoldEndForm, SaleView, TotalForm},
};
use tauri::State;

use crate::{gate::By, till::Till};

#[tauri::command]
pub(crate) async fn cancel_link(
    By(by): By,
    till: State<'_, Till>,
    sale: String,
) -> Result<SaleView, TillError> {
    till.desk()?.cancel_link(by, &sale).await
}

#[tauri::command]
pub(crate) async fn try_with(
    By(by): By,
    till: State<'_, Till>,
    sale: String,
    account: String,
    press: String,
) -> Result<SaleView, TillError> {
    till.desk()?.try_with(by, &sale, &account, &press).await
}

#[tauri::command]
pub(crate) async fn recent_words(
    By(by): By,
    till: State<'_, Till>,
) -> Result<Vec<String>, TillError> {
    till.desk()?.recent_words(by).await
}

#[tauri::command]
pub(crate) async fn change_link(
    By(by): By,
    till: State<'_, Till>,
    form: ChangeForm,
) -> Result<SaleView, TillError> {
    till.desk()?.change_link(by, form).await
}

#[tauri::command]
pub(crate) async fn end_hold(
    By(by): By,
    till: State<'_, Till>,
    form: HoldEndForm,
) -> Result<SaleView, TillError> {
    till.desk()?.end_hold(by, form).await
}

#[tauri::command]
pub(crate) async fn set_charges(
    By(by): By,
    till: State<'_, Till>,
    sale: String,
    stop: bool,
) -> Result<SaleView, TillError> {
    till.desk()?.set_charges(by, &sale, stop).await
}

#[tauri::command]
pub(crate) async fn settle_total(
    By(by): By,
    till: State<'_, Till>,
    form: TotalForm,
) -> Result<SaleView, TillError> {
    till.desk()?.settle_total(by, form).await
}

#[tauri::command]
pub(crate) async fn check_as_customer(
    By(by): By,
    till: State<'_, Till>,
    sale: String,
) -> Result<CustomerCheck, TillError> {
    let desk = till.desk()?;
    desk.see(by, &sale).await?;
    desk.check_as_customer(&sale).await
}
