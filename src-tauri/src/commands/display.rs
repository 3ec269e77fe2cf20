use std::sync::Arc;

use desk::{
    Change, Desk,
    domain::{TillError, ids::SaleId, till_settings::DisplayChoice},
    view::TillEvent,
};
use tauri::{State, ipc::Channel};
use tokio::sync::broadcast::error::RecvError;

use crate::{
    chosen_file,
    customer_scene::CustomerScene,
    displays::{CustomerScreen, DisplaysView},
    gate::By,
    start_mark,
    till::{Opened, Till},
};

#[tauri::command]
pub(crate) async fn watch_till(
    till: State<'_, Till>,
    events: Channel<TillEvent>,
) -> Result<(), TillError> {
    let opened = till.opened()?;
    let desk = Arc::clone(&opened.desk);
    let mut screens = opened.screen.changes();
    let mut told = opened.manners.events();
    // The page asks for this once it has drawn itself from the till's state: from here on it is usable.
    start_mark::set();
    // A page before it may have been asked what closing means, and took the question with it.
    opened.manners.answered_closing();
    tracing::debug!("the counter's page has begun");
    let mut changes = desk.changes();
    let telling = tauri::async_runtime::spawn(async move {
        loop {
            let change = tokio::select! {
                change = changes.recv() => change,
                Ok(event) = told.recv() => {
                    if events.send(event).is_err() {
                        return;
                    }
                    continue;
                }
                Ok(()) = screens.changed() => {
                    if events.send(TillEvent::Displays).is_err() {
                        return;
                    }
                    continue;
                }
            };
            let news = match change {
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
            if news.into_iter().any(|event| events.send(event).is_err()) {
                return;
            }
        }
    });
    opened.told_page.now_by(telling);
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
pub(crate) async fn raise_customer_display(
    till: State<'_, Till>,
) -> Result<CustomerScreen, TillError> {
    let opened = till.opened()?;
    let choice = opened.desk.settings().await?.display;
    Ok(opened.screen.raise(choice).await)
}

#[tauri::command]
pub(crate) async fn displays(till: State<'_, Till>) -> Result<DisplaysView, TillError> {
    view(till.opened()?).await
}

#[tauri::command]
pub(crate) async fn choose_display(
    By(by): By,
    till: State<'_, Till>,
    choice: DisplayChoice,
) -> Result<DisplaysView, TillError> {
    let opened = till.opened()?;
    opened.desk.change_display(by, choice).await?;
    view(opened).await
}

#[tauri::command]
pub(crate) async fn fill_display(till: State<'_, Till>) -> Result<DisplaysView, TillError> {
    let opened = till.opened()?;
    opened.screen.fill_where_it_lies().await;
    view(opened).await
}

#[tauri::command]
pub(crate) async fn set_idle_picture(
    By(by): By,
    till: State<'_, Till>,
    file: String,
) -> Result<DisplaysView, TillError> {
    let opened = till.opened()?;
    let bytes =
        chosen_file::picture_bytes(&file).map_err(|fault| TillError::PictureRefused { fault })?;
    opened.desk.set_idle_picture(by, bytes).await?;
    view(opened).await
}

#[tauri::command]
pub(crate) async fn clear_idle_picture(
    By(by): By,
    till: State<'_, Till>,
) -> Result<DisplaysView, TillError> {
    let opened = till.opened()?;
    opened.desk.clear_idle_picture(by).await?;
    view(opened).await
}

async fn view(opened: &Opened) -> Result<DisplaysView, TillError> {
    let choice = opened.desk.settings().await?.display;
    let picture = opened.desk.idle_picture().await?.map(|picture| picture.to_string());
    Ok(opened.screen.view(choice, picture).await)
}

#[tauri::command]
pub(crate) async fn customer_display(
    till: State<'_, Till>,
    scenes: Channel<CustomerScene>,
) -> Result<(), TillError> {
    let opened = till.opened()?;
    tracing::debug!("the customer's page has begun");
    opened.display.connect(&opened.desk, scenes).await
}
