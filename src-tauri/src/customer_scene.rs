//! All that the customer's window is ever told: what it draws, and how.

use desk::{
    domain::{
        language::Language,
        till_settings::{Theme, TillSettings},
    },
    view::CustomerPage,
};
use serde::Serialize;
use ts_rs::TS;

/// What the customer's window draws, and how. Nothing of staff's is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CustomerScene {
    /// What it draws.
    pub(crate) page: CustomerPage,
    /// The language that customers read; `None` for the computer's.
    pub(crate) language: Option<Language>,
    /// Light or dark.
    pub(crate) theme: Theme,
    /// The shop's time zone by its IANA name; `None` for the computer's.
    pub(crate) time_zone: Option<String>,
    /// The name of the picture to show while there is nothing to pay; `None` for none, and on every other page.
    pub(crate) picture: Option<String>,
    /// How large the screen is, where the system knows it.
    pub(crate) screen: Option<ScreenSize>,
}

/// How wide a screen is, in its two measures: the code is drawn as large as a phone needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub(crate) struct ScreenSize {
    /// In physical pixels.
    pub(crate) pixels: u32,
    /// In millimetres.
    pub(crate) millimetres: u32,
}

impl CustomerScene {
    /// The page as the shop wants it shown on a screen of this size. `picture` is the shop's idle picture.
    pub(crate) fn of(
        page: CustomerPage,
        settings: TillSettings,
        picture: Option<String>,
        screen: Option<ScreenSize>,
    ) -> Self {
        let is_idle = matches!(page, CustomerPage::Idle { .. });
        Self {
            page,
            language: settings.customer_language.or(settings.language),
            theme: settings.theme,
            time_zone: settings.time_zone,
            picture: picture.filter(|_| is_idle),
            screen,
        }
    }
}
