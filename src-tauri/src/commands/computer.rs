use desk::domain::TillError;
use tauri::{AppHandle, Runtime, State};

use crate::{
    manners::{ClosingWay, ThisComputer},
    till::Till,
    windows,
};

#[tauri::command]
pub(crate) async fn this_computer(till: State<'_, Till>) -> Result<ThisComputer, TillError> {
    let opened = till.opened()?;
    opened.manners.this_computer(&opened.desk).await
}

#[tauri::command]
pub(crate) async fn set_start_at_login(
    till: State<'_, Till>,
    on: bool,
) -> Result<ThisComputer, TillError> {
    let opened = till.opened()?;
    opened.manners.start_at_login(on).await.map_err(|_| TillError::LoginStartFailed)?;
    opened.manners.this_computer(&opened.desk).await
}

/// Staff were asked what closing the counter means.
#[tauri::command]
pub(crate) async fn end_closing<R: Runtime>(
    app: AppHandle<R>,
    till: State<'_, Till>,
    way: ClosingWay,
) -> Result<(), TillError> {
    till.opened()?.manners.answered_closing();
    match way {
        ClosingWay::Tray => windows::hide(&app),
        ClosingWay::Quit => app.exit(0),
        ClosingWay::Stay => {}
    }
    Ok(())
}
