use desk::domain::TillError;
use tauri::{AppHandle, Runtime, State};

use crate::till::Till;

/// The counter's page has drawn many sales, and nobody is at it: both pages begin again in fresh processes. Only on Linux:
/// what the other systems' web views keep was not measured. There, they go on as they are.
#[tauri::command]
pub(crate) async fn fresh_page<R: Runtime>(
    app: AppHandle<R>,
    till: State<'_, Till>,
) -> Result<(), TillError> {
    till.opened()?;
    #[cfg(target_os = "linux")]
    crate::page_process::renew_all(&app);
    #[cfg(not(target_os = "linux"))]
    let _ = app;
    Ok(())
}
