use std::sync::Arc;

use desk::{
    Change,
    domain::{TillError, ids::SaleId},
    view::{CustomerPage, TillEvent},
};
use tauri::{AppHandle, Runtime, State, ipc::Channel};
use tokio::sync::broadcast::error::RecvError;

use crate::{
    start_mark,
    till::Till,
    windows::{self, CustomerScreen},
};

#[tauri::command]
pub(crate) async fn watch_till(
    till: State<'_, Till>,
    events: Channel<TillEvent>,
) -> Result<(), TillError> {
    let desk = Arc::clone(&till.opened()?.desk);
    // The page asks for this once it has drawn itself from the till's state: from here on it is usable.
    start_mark::set();
    let mut changes = desk.changes();
    tauri::async_runtime::spawn(async move {
        loop {
            let event = match changes.recv().await {
                Ok(Change::Sale(sale)) => match desk.sale(sale).await {
                    Ok(sale) => TillEvent::Sale { sale: Box::new(sale) },
                    Err(error) => {
                        tracing::warn!(%error, "a changed sale could not be read");
                        continue;
                    }
                },
                Ok(Change::Till) | Err(RecvError::Lagged(_)) => TillEvent::Till,
                Err(RecvError::Closed) => return,
            };
            // The page was closed or loaded again; a new one watches by itself.
            if events.send(event).is_err() {
                return;
            }
        }
    });
    Ok(())
}

#[tauri::command]
pub(crate) async fn show_to_customer(
    till: State<'_, Till>,
    sale: Option<String>,
) -> Result<(), TillError> {
    let opened = till.opened()?;
    let sale: Option<SaleId> =
        sale.map(|sale| sale.parse()).transpose().map_err(|_| TillError::NotFound)?;
    opened.desk.look_at(sale);
    opened.display.show(&opened.desk, sale).await
}

#[tauri::command]
pub(crate) async fn raise_customer_display<R: Runtime>(
    app: AppHandle<R>,
) -> Result<CustomerScreen, TillError> {
    windows::raise_customer(&app).map_err(|error| {
        tracing::warn!(%error, "the customer display could not be opened");
        TillError::UnknownError
    })
}

#[tauri::command]
pub(crate) async fn customer_display(
    till: State<'_, Till>,
    pages: Channel<CustomerPage>,
) -> Result<(), TillError> {
    let opened = till.opened()?;
    opened.display.connect(&opened.desk, pages).await
}
