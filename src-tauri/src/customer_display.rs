//! What the customer display shows. It is told through one channel and asks for nothing.

use std::sync::{Mutex, MutexGuard, PoisonError};

use desk::{
    Change, Desk,
    domain::{TillError, ids::SaleId},
    view::CustomerPage,
};
use tauri::ipc::Channel;
use tokio::sync::broadcast::error::RecvError;

/// What the customer display shows.
#[derive(Default)]
pub(crate) struct CustomerDisplay(Mutex<Shown>);

#[derive(Default)]
struct Shown {
    sale: Option<SaleId>,
    pages: Option<Channel<CustomerPage>>,
    last: Option<CustomerPage>,
}

impl CustomerDisplay {
    /// Connects the window. A page that was loaded again takes the place of the one before.
    pub(crate) async fn connect(
        &self,
        desk: &Desk,
        pages: Channel<CustomerPage>,
    ) -> Result<(), TillError> {
        {
            let mut shown = self.shown();
            shown.pages = Some(pages);
            shown.last = None;
        }
        self.draw(desk).await
    }

    /// Shows a sale, or the idle page.
    pub(crate) async fn show(&self, desk: &Desk, sale: Option<SaleId>) -> Result<(), TillError> {
        self.shown().sale = sale;
        self.draw(desk).await
    }

    /// Draws again whenever what is shown may have changed, until the till ends.
    pub(crate) async fn follow(&self, desk: &Desk) {
        let mut changes = desk.changes();
        loop {
            let may_show = match changes.recv().await {
                Ok(Change::Sale(sale)) => self.shown().sale == Some(sale),
                Ok(Change::Till) | Err(RecvError::Lagged(_)) => true,
                Err(RecvError::Closed) => return,
            };
            if may_show && let Err(error) = self.draw(desk).await {
                tracing::warn!(%error, "the customer display could not be drawn");
            }
        }
    }

    async fn draw(&self, desk: &Desk) -> Result<(), TillError> {
        let sale = self.shown().sale;
        let page = page(desk, sale).await?;
        let mut shown = self.shown();
        // Another sale may have been chosen meanwhile: its own drawing follows.
        if shown.sale == sale && shown.last.as_ref() != Some(&page) {
            if let Some(pages) = &shown.pages
                && let Err(error) = pages.send(page.clone())
            {
                tracing::warn!(%error, "the customer display is not there");
            }
            shown.last = Some(page);
        }
        Ok(())
    }

    fn shown(&self) -> MutexGuard<'_, Shown> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn page(desk: &Desk, sale: Option<SaleId>) -> Result<CustomerPage, TillError> {
    match sale {
        Some(sale) => Ok(desk.sale(sale).await?.customer),
        None => Ok(CustomerPage::Idle {
            shop_name: desk.shop_name().await?,
            environment: desk.environment().await?,
        }),
    }
}
