use desk::{
    domain::{TillError, account::ProviderId},
    view::{
        AccountChange, ConnectForm, ConnectionReport, NewKeyForm, NotificationVerdict, TillState,
    },
};
use tauri::{AppHandle, Runtime, State};

use crate::{browser, gate::By, till::Till};

#[tauri::command]
pub(crate) async fn till_state(By(by): By, till: State<'_, Till>) -> Result<TillState, TillError> {
    till.desk()?.till_state(by).await
}

#[tauri::command]
pub(crate) async fn start_practice(
    By(by): By,
    till: State<'_, Till>,
    provider: ProviderId,
    shop_name: String,
    description: String,
) -> Result<TillState, TillError> {
    let opened = till.opened()?;
    opened.desk.name_shop(by, &shop_name).await?;
    opened
        .practice
        .lock()
        .await
        .begin(&opened.desk, by, provider, &shop_name, &description)
        .await?;
    opened.desk.till_state(by).await
}

#[tauri::command]
pub(crate) async fn name_shop(
    By(by): By,
    till: State<'_, Till>,
    shop_name: String,
) -> Result<TillState, TillError> {
    let desk = till.desk()?;
    desk.name_shop(by, &shop_name).await?;
    desk.till_state(by).await
}

#[tauri::command]
pub(crate) async fn connect_account(
    By(by): By,
    till: State<'_, Till>,
    form: ConnectForm,
) -> Result<TillState, TillError> {
    let desk = till.desk()?;
    desk.add_account(by, form.into()).await?;
    desk.till_state(by).await
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
    By(by): By,
    till: State<'_, Till>,
    form: NewKeyForm,
) -> Result<TillState, TillError> {
    let desk = till.desk()?;
    desk.replace_key(by, form).await?;
    desk.till_state(by).await
}

#[tauri::command]
pub(crate) async fn change_account(
    By(by): By,
    till: State<'_, Till>,
    form: AccountChange,
) -> Result<TillState, TillError> {
    let desk = till.desk()?;
    desk.change_account(by, form).await?;
    desk.till_state(by).await
}

#[tauri::command]
pub(crate) async fn forget_account(
    By(by): By,
    till: State<'_, Till>,
    account: String,
) -> Result<TillState, TillError> {
    let desk = till.desk()?;
    desk.forget_account(by, &account).await?;
    desk.till_state(by).await
}

#[tauri::command]
pub(crate) async fn choose_account(
    By(by): By,
    till: State<'_, Till>,
    account: String,
) -> Result<TillState, TillError> {
    let desk = till.desk()?;
    desk.choose_account(by, &account).await?;
    desk.till_state(by).await
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
