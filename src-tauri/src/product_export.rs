//! Where a file of the shop's products goes, and what it is called.

use std::path::PathBuf;

use chrono::{DateTime, Local, NaiveDate};
use desk::{domain::account::Environment, seams::Timestamp};
use tauri::{AppHandle, Manager, Runtime};

/// How the file's name ends.
pub(crate) const ENDING: &str = "csv";

/// The folders that it may go to, the best one first: not every desktop has a folder of downloads.
pub(crate) fn folders<R: Runtime>(app: &AppHandle<R>) -> Vec<PathBuf> {
    let paths = app.path();
    [paths.download_dir(), paths.document_dir(), paths.home_dir()].into_iter().flatten().collect()
}

/// The file's name without its ending. The day is the shop's own.
pub(crate) fn stem(environment: Environment, at: Timestamp) -> String {
    let at = DateTime::from_timestamp_millis(at.millis()).unwrap_or_default();
    stem_of_day(environment, at.with_timezone(&Local).date_naive())
}

fn stem_of_day(environment: Environment, day: NaiveDate) -> String {
    let environment = match environment {
        Environment::Live => "live",
        Environment::Sandbox => "SANDBOX",
        Environment::Practice => "PRACTICE",
    };
    format!("tillside-products-{environment}-{}", day.format("%Y-%m-%d"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_that_is_not_the_shops_own_says_so_in_its_name() {
        let day = NaiveDate::from_ymd_opt(2026, 3, 9).unwrap();
        assert_eq!(stem_of_day(Environment::Live, day), "tillside-products-live-2026-03-09");
        assert_eq!(stem_of_day(Environment::Sandbox, day), "tillside-products-SANDBOX-2026-03-09");
        assert_eq!(
            stem_of_day(Environment::Practice, day),
            "tillside-products-PRACTICE-2026-03-09"
        );
    }
}
