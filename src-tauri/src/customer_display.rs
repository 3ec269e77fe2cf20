//! What the customer display shows. It is told through one channel and asks for nothing.

#[cfg(test)]
mod tests;

use std::sync::Arc;

use desk::{
    Change, Desk,
    domain::{TillError, ids::SaleId},
    view::CustomerPage,
};
use tauri::ipc::Channel;
use tokio::sync::{Mutex, broadcast::error::RecvError};
use words::Key;

use crate::{awake::Awake, customer_scene::CustomerScene, displays::ScreenKeeper, spoken};

/// What the customer display shows. One drawing at a time, from the reading of the sale to the sending of its scene: an
/// older one never comes after a newer one.
pub(crate) struct CustomerDisplay(Mutex<Shown>);

struct Shown {
    sale: Option<SaleId>,
    scenes: Option<Channel<CustomerScene>>,
    last: Option<CustomerScene>,
    /// True while nobody is signed in at the counter.
    is_alone: bool,
    /// Where the window is, and how large that is.
    screen: Arc<ScreenKeeper>,
    awake: Arc<dyn Awake>,
}

impl CustomerDisplay {
    pub(crate) fn new(screen: Arc<ScreenKeeper>, awake: Arc<dyn Awake>) -> Self {
        let shown = Shown { sale: None, scenes: None, last: None, is_alone: false, screen, awake };
        Self(Mutex::new(shown))
    }

    /// Connects the window. A page that was loaded again takes the place of the one before.
    pub(crate) async fn connect(
        &self,
        desk: &Desk,
        scenes: Channel<CustomerScene>,
    ) -> Result<(), TillError> {
        let mut shown = self.0.lock().await;
        shown.scenes = Some(scenes);
        shown.last = None;
        shown.draw(desk).await
    }

    /// Shows a sale, or the idle page; gives the sale that was shown before.
    pub(crate) async fn show(
        &self,
        desk: &Desk,
        sale: Option<SaleId>,
    ) -> Result<Option<SaleId>, TillError> {
        let mut shown = self.0.lock().await;
        let before = std::mem::replace(&mut shown.sale, sale);
        shown.draw(desk).await.map(|()| before)
    }

    /// True where the customer's page draws the code of this link.
    pub(crate) async fn draws_code(&self, of_link: &str) -> bool {
        let shown = self.0.lock().await;
        matches!(shown.page(), Some(CustomerPage::Pay { link, .. }) if link == of_link)
    }

    /// Draws again whenever what is shown may have changed, until the till ends.
    pub(crate) async fn follow(&self, desk: &Desk) {
        let mut changes = desk.changes();
        let mut screens = self.0.lock().await.screen.changes();
        loop {
            let change = tokio::select! {
                change = changes.recv() => change,
                // Another screen has another size.
                Ok(()) = screens.changed() => Ok(Change::Till),
            };
            let of_sale = match change {
                Ok(Change::Sale(sale)) => Some(sale),
                Ok(Change::Till) | Err(RecvError::Lagged(_)) => None,
                Ok(Change::Session) => {
                    if let Err(error) = self.0.lock().await.note_session(desk).await {
                        tracing::warn!(%error, "the customer display could not be drawn");
                    }
                    continue;
                }
                Err(RecvError::Closed) => return,
            };
            let mut shown = self.0.lock().await;
            if (of_sale.is_none() || of_sale == shown.sale)
                && let Err(error) = shown.draw(desk).await
            {
                tracing::warn!(%error, "the customer display could not be drawn");
            }
        }
    }
}

impl Shown {
    /// What the customer sees goes on while the till is locked. Whoever comes back to it finds nothing there that is done:
    /// their next customer must not take another's payment for their own.
    async fn note_session(&mut self, desk: &Desk) -> Result<(), TillError> {
        let is_alone = desk.actor().is_err();
        let is_back = std::mem::replace(&mut self.is_alone, is_alone) && !is_alone;
        let is_done = matches!(
            self.page(),
            Some(CustomerPage::Paid { .. } | CustomerPage::CardConfirmed { .. })
        );
        if is_back && is_done {
            self.sale = None;
            return self.draw(desk).await;
        }
        Ok(())
    }

    fn page(&self) -> Option<&CustomerPage> {
        self.last.as_ref().map(|scene| &scene.page)
    }

    async fn draw(&mut self, desk: &Desk) -> Result<(), TillError> {
        let settings = desk.settings().await?;
        let reason = spoken::to_staff(&settings).text(Key::DisplayAwake);
        let scene = CustomerScene::of(
            page(desk, self.sale).await?,
            settings,
            desk.idle_picture().await?.map(|picture| picture.to_string()),
            self.screen.drawn().size,
        );
        let is_paying =
            matches!(scene.page, CustomerPage::Pay { .. } | CustomerPage::Paying { .. });
        self.awake.keep(is_paying.then_some(reason));
        if self.last.as_ref() == Some(&scene) {
            return Ok(());
        }
        if let Some(scenes) = &self.scenes
            && let Err(error) = scenes.send(scene.clone())
        {
            tracing::warn!(%error, "the customer display is not there");
        }
        self.last = Some(scene);
        Ok(())
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
