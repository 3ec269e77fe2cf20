//! Dates as the gateway writes them: in three ways, and never with a zone (fact sheet, section 8, trap 40).

use domain::Timestamp;

use super::params::{Fault, FieldFault, fault};

/// `YYYY-MM-DD`, with or without ` HH:MM:SS`: when a subscription begins or ends. Which of the two the gateway wants is
/// not settled: official clients send bare dates, the documentation shows times (fact sheet, 3.5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScheduleTime(String);

impl ScheduleTime {
    /// The moment `text`.
    pub fn new(text: &str) -> Result<Self, FieldFault> {
        let is_day = moment(text, "00:00:00").is_some();
        let is_time = text.split_once(' ').is_some_and(|(day, time)| moment(day, time).is_some());
        if is_day || is_time {
            Ok(Self(text.to_owned()))
        } else {
            Err(fault("recurring_data", Fault::Malformed))
        }
    }

    /// As it is sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// `DD.MM.YYYY HH:MM:SS`: where an old report begins or ends. Of which zone, the sources disagree (fact sheet, 3.12).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportTime {
    text: String,
    moment: Timestamp,
}

impl ReportTime {
    /// The moment `text`.
    pub fn new(text: &str) -> Option<Self> {
        let (day, time) = text.split_once(' ')?;
        let [d, m, y] = day.split('.').collect::<Vec<_>>().try_into().ok()?;
        let moment = moment(&format!("{y}-{m}-{d}"), time)?;
        Some(Self { text: text.to_owned(), moment })
    }

    /// As it is sent.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Milliseconds that grow with the time, as if it were UTC.
    pub(super) fn rank(&self) -> i64 {
        self.moment.millis()
    }
}

/// The moment `day` (`YYYY-MM-DD`) at `time` (`HH:MM:SS`), if the calendar knows it.
fn moment(day: &str, time: &str) -> Option<Timestamp> {
    let fits = day.len() == 10 && time.len() == 8;
    fits.then(|| Timestamp::parse(&format!("{day}T{time}Z"))).flatten()
}
