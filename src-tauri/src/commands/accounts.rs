use desk::{
    domain::TillError,
    view::{AccountChange, ConnectForm, ConnectionReport, TillState},
};
use secrecy::SecretString;
use tauri::State;

use crate::till::Till;

#[tauri::command]
pub(crate) async fn till_state(till: State<'_, Till>) -> Result<TillState, TillError> {
    till.desk()?.till_state().await
}

#[tauri::command]
pub(crate) async fn start_practice(
    till: State<'_, Till>,
    shop_name: String,
    description: String,
) -> Result<TillState, TillError> {
    let opened = till.opened()?;
    opened.desk.name_shop(&shop_name).await?;
    opened.practice.lock().await.begin(&opened.desk, &shop_name, &description).await?;
    opened.desk.till_state().await
}

#[tauri::command]
pub(crate) async fn name_shop(
    till: State<'_, Till>,
    shop_name: String,
) -> Result<TillState, TillError> {
    let desk = till.desk()?;
    desk.name_shop(&shop_name).await?;
    desk.till_state().await
}

#[tauri::command]
pub(crate) async fn connect_account(
    till: State<'_, Till>,
    form: ConnectForm,
) -> Result<TillState, TillError> {
    let desk = till.desk()?;
    desk.add_account(form.into()).await?;
    desk.till_state().await
}

#[tauri::command]
pub(crate) async fn test_connection(
    till: State<'_, Till>,
    account: String,
) -> Result<ConnectionReport, TillError> {
    till.desk()?.test_connection(&account).await
}

#[tauri::command]
pub(crate) async fn replace_key(
    till: State<'_, Till>,
    account: String,
    app_key: SecretString,
    session_only: bool,
) -> Result<TillState, TillError> {
    let desk = till.desk()?;
    desk.replace_key(&account, &app_key, session_only).await?;
    desk.till_state().await
}

#[tauri::command]
pub(crate) async fn change_account(
    till: State<'_, Till>,
    form: AccountChange,
) -> Result<TillState, TillError> {
    let desk = till.desk()?;
    desk.change_account(form).await?;
    desk.till_state().await
}

#[tauri::command]
pub(crate) async fn forget_account(
    till: State<'_, Till>,
    account: String,
) -> Result<TillState, TillError> {
    let desk = till.desk()?;
    desk.forget_account(&account).await?;
    desk.till_state().await
}

#[tauri::command]
pub(crate) async fn choose_account(
    till: State<'_, Till>,
    account: String,
) -> Result<TillState, TillError> {
    let desk = till.desk()?;
    desk.choose_account(&account).await?;
    desk.till_state().await
}

#[tauri::command]
pub(crate) async fn prepare_account(
    till: State<'_, Till>,
    account: String,
) -> Result<(), TillError> {
    till.desk()?.prepare(&account).await
}
