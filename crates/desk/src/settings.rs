//! How the till looks, speaks and sounds, and when its day ends.

use chrono::{DateTime, FixedOffset};
use domain::{
    TillError, Timestamp,
    rights::Right,
    shop_day::ShopDay,
    till_settings::{DisplayChoice, TillSettings},
};
use ledger::Ledger;

use crate::{
    actor::Actor,
    desk::{Change, Desk},
};

impl Desk {
    /// The settings, as they stand in the book.
    ///
    /// # Errors
    /// The book can't be read.
    pub async fn settings(&self) -> Result<TillSettings, TillError> {
        self.book.ask(Ledger::till_settings).await
    }

    /// Changes the settings. Where the customer's page is drawn stays as it is: [`Self::change_display`] changes that, also
    /// while somebody else has the settings open.
    ///
    /// # Errors
    /// `NotAllowed`; `InvalidField` where they make no sense; the book can't be written.
    pub async fn change_settings(
        &self,
        by: Actor,
        settings: TillSettings,
    ) -> Result<TillSettings, TillError> {
        by.allow(Right::ChangeSettings)?;
        settings.check()?;
        self.set(by, move |before| TillSettings { display: before.display, ..settings }).await
    }

    /// Changes where the customer's page is drawn, and nothing else. Whoever stands at the counter sees the screens.
    ///
    /// # Errors
    /// `NotAllowed`; `NotFound` for what can be no monitor; the book can't be written.
    pub async fn change_display(
        &self,
        by: Actor,
        display: DisplayChoice,
    ) -> Result<TillSettings, TillError> {
        by.allow(Right::TakePayments)?;
        if !display.is_possible() {
            return Err(TillError::NotFound);
        }
        self.set(by, move |before| TillSettings { display, ..before }).await
    }

    /// What the clocks in the shop show at `moment`, with their offset from UTC: for what leaves the till.
    ///
    /// # Errors
    /// The book can't be read.
    pub async fn shop_time(&self, moment: Timestamp) -> Result<DateTime<FixedOffset>, TillError> {
        let day = ShopDay::of(&self.settings().await?);
        Ok(self.clock.shop_time(day, moment))
    }

    async fn set(
        &self,
        by: Actor,
        change: impl FnOnce(TillSettings) -> TillSettings + Send + 'static,
    ) -> Result<TillSettings, TillError> {
        let entry = by.entry(self.clock.now());
        let settings =
            self.book.ask(move |ledger| ledger.change_till_settings(entry, change)).await?;
        self.tell(Change::Till);
        self.tell(Change::Session);
        Ok(settings)
    }
}
