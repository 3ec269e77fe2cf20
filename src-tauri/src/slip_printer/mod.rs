//! Slips on paper, through the system's print dialog.

#[cfg(target_os = "linux")]
mod drawn;
#[cfg(not(target_os = "linux"))]
mod page;

use serde::Serialize;
use ts_rs::TS;

#[cfg(target_os = "linux")]
pub(crate) use self::drawn::print;
#[cfg(not(target_os = "linux"))]
pub(crate) use self::page::print;

/// What became of a slip that staff wanted to print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum SlipPrint {
    /// It went to the printer.
    #[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "other systems do not tell"))]
    Sent,
    /// Staff left the dialog without printing.
    #[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "other systems do not tell"))]
    Left,
    /// The system was asked to print it, and does not tell what became of that.
    Asked,
}
