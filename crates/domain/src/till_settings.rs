//! What the owner set about this till: its languages, its day, its screens and its sounds. None of it is a rule about
//! money: those stand in [`crate::till_rules`].

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::language::Language;

/// How this till looks, speaks and sounds, and when its day ends. What is missing in an older book is as in a new one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct TillSettings {
    /// The language of the counter; `None` for the computer's.
    pub language: Option<Language>,
    /// The language of what customers read: the customer display, emails and slips; `None` for the counter's.
    pub customer_language: Option<Language>,
    /// Light or dark.
    pub theme: Theme,
    /// The shop's time zone by its IANA name, `Europe/Berlin`; `None` for the computer's.
    pub time_zone: Option<String>,
    /// Minutes after midnight at which the shop's day ends, 0 to 719: sales until then belong to the day before.
    pub day_ends_at: u16,
    /// How long a link at the counter is payable, in seconds.
    pub counter_payable_for: u32,
    /// How long a link that is sent is payable, in seconds.
    pub sent_payable_for: u32,
    /// After how many seconds the paid screen gives way; `None` where it stays until somebody goes on.
    pub paid_screen_for: Option<u16>,
    /// What is heard.
    pub sounds: Sounds,
    /// True where the system shows a notification when a payment comes while the till is not in front.
    pub notifications: bool,
    /// True where a tray icon counts open sales.
    pub tray: bool,
    /// The keys that take an amount from the clipboard wherever the cursor is, `Ctrl+Alt+P`; `None` for none.
    pub clipboard_keys: Option<String>,
    /// Where the customer's page is drawn.
    pub display: DisplayChoice,
}

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// What is heard at the counter. All of it is off in a new till, and stays as it is when the program is updated. A sound
/// is never the proof of a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct Sounds {
    /// When a payment is proven.
    pub paid: bool,
    /// When a card is declined, a link ends unpaid, or somebody has to look.
    pub attention: bool,
    /// How loud, 1 to 100.
    pub volume: u8,
}

impl Default for Sounds {
    fn default() -> Self {
        Self { paid: false, attention: false, volume: 70 }
    }
}

/// Where the customer's page is drawn.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DisplayChoice {
    /// On the second monitor, where there is exactly one; with more, the till asks.
    #[default]
    Find,
    /// On this one, whenever it is plugged in.
    Monitor {
        /// Which.
        monitor: MonitorIdentity,
    },
    /// On none: one screen serves both, and the counter window lends it to the customer.
    OneScreen,
}

/// What tells a monitor from another. Positions change when monitors are plugged in again, names when ports do: the
/// more of it fits, the surer.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MonitorIdentity {
    /// The system's name for it, where it has one.
    pub name: Option<String>,
    /// Its width in physical pixels.
    pub width: u32,
    /// Its height in physical pixels.
    pub height: u32,
    /// Where its left edge lies on the desktop, in physical pixels.
    pub x: i32,
    /// Where its top edge lies.
    pub y: i32,
}

impl Default for TillSettings {
    fn default() -> Self {
        Self {
            language: None,
            customer_language: None,
            theme: Theme::default(),
            time_zone: None,
            day_ends_at: 0,
            counter_payable_for: 15 * 60,
            sent_payable_for: 10 * 24 * 60 * 60,
            paid_screen_for: Some(10),
            sounds: Sounds::default(),
            notifications: true,
            tray: true,
            clipboard_keys: None,
            display: DisplayChoice::default(),
        }
    }
}
