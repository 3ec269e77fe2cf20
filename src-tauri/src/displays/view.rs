use desk::domain::till_settings::{DisplayChoice, MonitorIdentity};
use serde::Serialize;
use ts_rs::TS;

/// Where the customer's page is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum CustomerScreen {
    /// On a screen of its own.
    Own,
    /// Which screen faces the customer is not sure: somebody at the counter says so. Until then it is as `Shared`.
    Ask,
    /// One screen serves both: the counter window draws it.
    Shared,
}

/// The screens of this computer, and what the customer sees on them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DisplaysView {
    /// The monitors that are plugged in, as the system lists them.
    pub(crate) monitors: Vec<MonitorView>,
    /// Where the customer's page is to be drawn.
    pub(crate) choice: DisplayChoice,
    /// Where it is drawn.
    pub(crate) screen: CustomerScreen,
    /// False where the till can't place its windows: somebody moves the customer's, and has it fill the screen.
    pub(crate) places_windows: bool,
    /// The name of the picture that is shown while there is nothing to pay; `None` for the shop's name alone.
    pub(crate) idle_picture: Option<String>,
}

/// A monitor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MonitorView {
    /// What tells it from the others.
    pub(crate) monitor: MonitorIdentity,
    /// True for the one that staff work at.
    pub(crate) is_counters: bool,
    /// True for the one that the customer's window fills.
    pub(crate) faces_customer: bool,
}
