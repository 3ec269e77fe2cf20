//! A list that leaves the till as a file: what the file is called, and where it goes.

use std::{path::PathBuf, sync::Arc};

use chrono::NaiveDate;
use desk::domain::{TillError, account::Environment};
use tauri::{AppHandle, Manager, Runtime};

use crate::{saved_files::SavedFile, till::Opened};

/// How the file's name ends.
const ENDING: &str = "csv";

/// Which list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ExportedList {
    /// The products of an environment.
    Products(Environment),
    /// Sales of an environment.
    Sales(Environment),
    /// Who did what.
    History,
}

impl ExportedList {
    /// Saves the list's text in the best folder that takes it.
    pub(crate) async fn save<R: Runtime>(
        self,
        app: &AppHandle<R>,
        opened: &Opened,
        text: String,
    ) -> Result<SavedFile, TillError> {
        let (files, folders) = (Arc::clone(&opened.saved), folders(app));
        let now = opened.desk.shop_time(opened.clock.now()).await?;
        let stem = self.stem(now.date_naive());
        let saved = tauri::async_runtime::spawn_blocking(move || {
            files.save(&folders, &stem, ENDING, &text)
        });
        match saved.await {
            Ok(Ok(saved)) => Ok(saved),
            // Each folder that takes no file is in the log.
            Ok(Err(_)) | Err(_) => Err(TillError::FileNotSaved),
        }
    }

    /// The file's name without its ending. The day is the one in the shop.
    fn stem(self, day: NaiveDate) -> String {
        let list = match self {
            Self::Products(Environment::Live) => "products-live",
            Self::Products(Environment::Sandbox) => "products-SANDBOX",
            Self::Products(Environment::Practice) => "products-PRACTICE",
            Self::Sales(Environment::Live) => "sales-live",
            Self::Sales(Environment::Sandbox) => "sales-SANDBOX",
            Self::Sales(Environment::Practice) => "sales-PRACTICE",
            Self::History => "history",
        };
        format!("tillside-{list}-{}", day.format("%Y-%m-%d"))
    }
}

/// The folders that a file may go to, the best one first: not every desktop has a folder of downloads.
pub(crate) fn folders<R: Runtime>(app: &AppHandle<R>) -> Vec<PathBuf> {
    let paths = app.path();
    [paths.download_dir(), paths.document_dir(), paths.home_dir()].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_that_is_not_the_shops_own_says_so_in_its_name() {
        let name = |list: ExportedList| list.stem(NaiveDate::from_ymd_opt(2026, 3, 9).unwrap());
        let products = ExportedList::Products;
        assert_eq!(name(products(Environment::Live)), "tillside-products-live-2026-03-09");
        assert_eq!(name(products(Environment::Sandbox)), "tillside-products-SANDBOX-2026-03-09");
        assert_eq!(name(products(Environment::Practice)), "tillside-products-PRACTICE-2026-03-09");
        let sales = ExportedList::Sales;
        assert_eq!(name(sales(Environment::Live)), "tillside-sales-live-2026-03-09");
        assert_eq!(name(sales(Environment::Sandbox)), "tillside-sales-SANDBOX-2026-03-09");
        assert_eq!(name(sales(Environment::Practice)), "tillside-sales-PRACTICE-2026-03-09");
        assert_eq!(name(ExportedList::History), "tillside-history-2026-03-09");
    }
}
