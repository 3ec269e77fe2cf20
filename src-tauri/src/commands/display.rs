use std::sync::Arc;

use desk::{
    Change, Desk,
    domain::{TillError, ids::SaleId},
    view::{CustomerPage, TillEvent},
};
use tauri::{AppHandle, Runtime, State, ipc::Channel};
use tokio::sync::broadcast::error::RecvError;

use crate::{
    gate::By,
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
            let news = match changes.recv().await {
                Ok(Change::Sale(sale)) => match changed_sale(&desk, sale).await {
                    Ok(event) => vec![event],
                    Err(error) => {
                        tracing::warn!(%error, "a changed sale could not be read");
                        continue;
                    }
                },
                Ok(Change::Till) => vec![TillEvent::Till],
                Ok(Change::Session) => vec![TillEvent::Session],
                // What was missed may have been of any kind.
                Err(RecvError::Lagged(_)) => vec![TillEvent::Session, TillEvent::Till],
                Err(RecvError::Closed) => return,
            };
            // The page was closed or loaded again; a new one watches by itself.
            if news.into_iter().any(|event| events.send(event).is_err()) {
                return;
            }
        }
    });
    Ok(())
}

/// What the page is told of a sale that changed: the sale as it is now, or only that something changed, where the till is
/// locked or who is signed in may not see it.
async fn changed_sale(desk: &Desk, sale: SaleId) -> Result<TillEvent, TillError> {
    let Ok(by) = desk.actor() else {
        return Ok(TillEvent::Till);
    };
    match desk.see(by, &sale.to_string()).await {
        Ok(sale) => Ok(TillEvent::Sale { sale: Box::new(desk.sale(sale).await?) }),
        Err(TillError::NotFound) => Ok(TillEvent::Till),
        Err(error) => Err(error),
    }
}

#[tauri::command]
pub(crate) async fn show_to_customer(
    By(by): By,
    till: State<'_, Till>,
    sale: Option<String>,
) -> Result<(), TillError> {
    let opened = till.opened()?;
    let sale = match sale {
        Some(sale) => Some(opened.desk.see(by, &sale).await?),
        None => None,
    };
    opened.desk.look_at(sale);
    let before = opened.display.show(&opened.desk, sale).await?;
    if before.is_some() && sale.is_none() {
        // A page that begins with no sale has left none: it must not lock who has just signed in.
        opened.desk.leave_sale();
    }
    Ok(())
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
