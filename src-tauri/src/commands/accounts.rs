use desk::{
    domain::{TillError, account::ProviderId},
    view::{
        AccountChange, ConnectForm, ConnectionReport, NewKeyForm, NotificationVerdict, TillState,
    },
};
use tauri::{AppHandle, Runtime, State};

use crate::{browser, till::Till};

#[tauri::command]
pub(crate) async fn till_state(till: State<'_, Till>) -> Result<TillState, TillError> {
    till.desk()?.till_state().await
}

#[tauri::command]
pub(crate) async fn start_practice(
    till: State<'_, Till>,
    provider: ProviderId,
    shop_name: String,
    description: String,
) -> Result<TillState, TillError> {
    let opened = till.opened()?;
    opened.desk.name_shop(&shop_name).await?;
    opened.practice.lock().await.begin(&opened.desk, provider, &shop_name, &description).await?;
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
    form: NewKeyForm,
) -> Result<TillState, TillError> {
    let desk = till.desk()?;
    desk.replace_key(form).await?;
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

#[tauri::command]
pub(crate) async fn check_notification(
    till: State<'_, Till>,
    account: String,
    body: String,
    signature: String,
) -> Result<NotificationVerdict, TillError> {
    till.desk()?.check_notification(&account, &body, &signature).await
}

#[tauri::command]
pub(crate) async fn open_dashboard<R: Runtime>(
    app: AppHandle<R>,
    till: State<'_, Till>,
    account: String,
) -> Result<(), TillError> {
    let opened = till.opened()?;
    opened.practice.lock().await.serve_for(&opened.desk, &account).await?;
    browser::open(&app, opened.desk.dashboard_of(&account).await?)
}
