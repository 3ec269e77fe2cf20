use domain::{
    language::Language,
    till_settings::{Theme, TillSettings},
};
use serde::Serialize;
use ts_rs::TS;

/// How the counter looks and speaks, also before anybody has signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Look {
    /// Its language; `None` for the computer's.
    pub language: Option<Language>,
    /// Light or dark.
    pub theme: Theme,
    /// The shop's time zone by its IANA name; `None` for the computer's.
    pub time_zone: Option<String>,
    /// Minutes after midnight at which the shop's day ends.
    pub day_ends_at: u16,
}

impl From<TillSettings> for Look {
    fn from(settings: TillSettings) -> Self {
        let TillSettings { language, theme, time_zone, day_ends_at, .. } = settings;
        Self { language, theme, time_zone, day_ends_at }
    }
}
