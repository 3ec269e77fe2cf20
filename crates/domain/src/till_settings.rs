//! What the owner set about this till: its languages, its day, its screens and its sounds. None of it is a rule about
//! money: those stand in [`crate::till_rules`].

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{TillError, error::Field, language::Language};

/// Noon: nobody's day ends later than that.
const LATEST_DAY_END: u16 = 12 * 60 - 1;

/// A minute: shorter, and the customer's phone is not out yet.
const SHORTEST_LIFE: u32 = 60;

/// A year: no provider keeps a link for longer.
const LONGEST_LIFE: u32 = 365 * 24 * 60 * 60;

/// Seconds: shorter, and nobody saw that it was paid.
const SHORTEST_PAID_SCREEN: u16 = 3;

/// Five minutes: longer, and the next customer sees it.
const LONGEST_PAID_SCREEN: u16 = 5 * 60;

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

/// The longest name of a monitor, in characters: what systems call one is far shorter.
const LONGEST_MONITOR_NAME: usize = 200;

impl DisplayChoice {
    /// True for what can be chosen: a monitor has a size, and no name without an end.
    pub fn is_possible(&self) -> bool {
        match self {
            Self::Find | Self::OneScreen => true,
            Self::Monitor { monitor } => {
                let name = monitor.name.as_deref().unwrap_or_default();
                let is_named = name.chars().count() <= LONGEST_MONITOR_NAME;
                monitor.width > 0 && monitor.height > 0 && is_named
            }
        }
    }
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

impl TillSettings {
    /// The shop's time zone; `None` for the computer's, and where nobody knows the one that is named.
    pub fn zone(&self) -> Option<Tz> {
        self.time_zone.as_deref().and_then(|name| name.parse().ok())
    }

    /// Checks what somebody set.
    ///
    /// # Errors
    /// `InvalidField` with the first that makes no sense.
    pub fn check(&self) -> Result<(), TillError> {
        let lives = SHORTEST_LIFE..=LONGEST_LIFE;
        let screens = SHORTEST_PAID_SCREEN..=LONGEST_PAID_SCREEN;
        let checks = [
            (Field::TimeZone, self.time_zone.is_none() || self.zone().is_some()),
            (Field::DayEnd, self.day_ends_at <= LATEST_DAY_END),
            (Field::CounterLife, lives.contains(&self.counter_payable_for)),
            (Field::SentLife, lives.contains(&self.sent_payable_for)),
            (Field::SoundVolume, (1..=100).contains(&self.sounds.volume)),
            (Field::PaidScreen, self.paid_screen_for.is_none_or(|time| screens.contains(&time))),
            (Field::ClipboardKeys, self.clipboard_keys.as_deref().is_none_or(are_keys)),
        ];
        match checks.into_iter().find(|(_, holds)| !holds) {
            Some((field, _)) => Err(TillError::InvalidField { field }),
            None => Ok(()),
        }
    }
}

/// True for one plain key held down with others, `Ctrl+Alt+P`: a letter, a digit or F1 to F24. Shift alone is how people
/// write, so it needs another one beside it.
fn are_keys(text: &str) -> bool {
    let Some((held, key)) = text.rsplit_once('+') else {
        return false;
    };
    let held: Vec<&str> = held.split('+').collect();
    let known = held.iter().all(|name| matches!(*name, "Ctrl" | "Alt" | "Shift" | "Super"));
    let once = held.iter().enumerate().all(|(place, name)| !held[..place].contains(name));
    let plain = match key.as_bytes() {
        [only] => only.is_ascii_uppercase() || only.is_ascii_digit(),
        [b'F', number @ ..] => {
            number.first().is_some_and(|digit| *digit != b'0')
                && key[1..].parse().is_ok_and(|number: u8| (1..=24).contains(&number))
        }
        _ => false,
    };
    known && once && plain && held != ["Shift"]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_of_an_older_book_are_as_in_a_new_one_where_they_say_nothing() {
        let read: TillSettings =
            serde_json::from_str(r#"{"theme":"DARK","sounds":{"paid":true}}"#).unwrap();
        let sounds = Sounds { paid: true, ..Sounds::default() };
        assert_eq!(read, TillSettings { theme: Theme::Dark, sounds, ..TillSettings::default() });
    }

    #[test]
    fn a_new_till_makes_no_sound_and_its_settings_make_sense() {
        let new = TillSettings::default();
        assert_eq!((new.sounds.paid, new.sounds.attention), (false, false));
        assert_eq!(new.check(), Ok(()));
    }

    #[test]
    fn settings_that_make_no_sense_are_refused() {
        let base = TillSettings::default;
        let zone = |name: &str| TillSettings { time_zone: Some(name.into()), ..base() };
        let sounds = |volume| TillSettings { sounds: Sounds { volume, ..base().sounds }, ..base() };
        let screen = |time| TillSettings { paid_screen_for: Some(time), ..base() };
        for (good, bad, field) in [
            (zone("Asia/Tbilisi"), zone("Asia/Nowhere"), Field::TimeZone),
            (zone("UTC"), zone(""), Field::TimeZone),
            (
                TillSettings { day_ends_at: 719, ..base() },
                TillSettings { day_ends_at: 720, ..base() },
                Field::DayEnd,
            ),
            (
                TillSettings { counter_payable_for: 60, ..base() },
                TillSettings { counter_payable_for: 59, ..base() },
                Field::CounterLife,
            ),
            (
                TillSettings { sent_payable_for: 31_536_000, ..base() },
                TillSettings { sent_payable_for: 31_536_001, ..base() },
                Field::SentLife,
            ),
            (sounds(1), sounds(0), Field::SoundVolume),
            (sounds(100), sounds(101), Field::SoundVolume),
            (screen(3), screen(2), Field::PaidScreen),
            (screen(300), screen(301), Field::PaidScreen),
        ] {
            assert_eq!(good.check(), Ok(()), "{field:?}");
            assert_eq!(bad.check(), Err(TillError::InvalidField { field }));
        }
    }

    #[test]
    fn only_plain_keys_are_taken() {
        let taken = |keys: &str| {
            TillSettings { clipboard_keys: Some(keys.into()), ..TillSettings::default() }.check()
        };
        for keys in ["Ctrl+Alt+P", "Ctrl+Shift+7", "Super+F12", "Alt+F1", "Ctrl+F", "Shift+Alt+Z"] {
            assert_eq!(taken(keys), Ok(()), "{keys}");
        }
        let refused = Err(TillError::InvalidField { field: Field::ClipboardKeys });
        for keys in [
            "",
            "P",
            "+",
            "Ctrl+",
            "Ctrl+p",
            "Shift+P",
            "Ctrl+Ctrl+P",
            "Hyper+P",
            "Ctrl+F25",
            "Ctrl+F01",
            "Ctrl+F+1",
            "Ctrl+Alt+Enter",
            "ctrl+P",
        ] {
            assert_eq!(taken(keys), refused, "{keys}");
        }
    }
}
