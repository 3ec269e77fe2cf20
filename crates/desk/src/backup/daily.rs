//! The backup that the till makes by itself: one a day, when something has changed.

use std::{
    fs,
    ops::RangeInclusive,
    path::{Path, PathBuf},
    time::Duration,
};

use domain::{TillError, Timestamp, shop_day::ShopDay};
use ledger::Manifest;

use super::rows::manifests_in;
use crate::desk::Desk;

/// How many are kept.
const KEPT: usize = 7;

/// What kind of backup these are, in their names. Whatever else lies in the folder is left alone: what was kept before a
/// restore, what somebody put there, and what is of another book.
const KIND: &str = "daily";

const A_DAY: Duration = Duration::from_hours(24);

impl Desk {
    /// Makes the day's backup in `folder`, unless there is one or nothing has changed since the last. The oldest go once a
    /// new one is there. True where one was made.
    ///
    /// # Errors
    /// `BackupRefused`, `LedgerDiskFull`; those of the keychain, which seals it, and of the book.
    pub async fn back_up_daily(&self, folder: &Path) -> Result<bool, TillError> {
        let day = ShopDay::of(&self.settings().await?);
        let now = self.clock.now();
        // Where the day's beginning can't be told, there is one a day all the same.
        let day_began = self.clock.start_of_day(day, now).unwrap_or(now.minus(A_DAY));
        let stands = self.book.ask(|ledger| Ok(ledger.head()?.zip(ledger.book_id()?))).await?;
        let Some(((_, head), book)) = stands else {
            return Ok(false);
        };
        let kept = daily_in(folder, &book);
        let made: Vec<_> =
            kept.iter().map(|(_, manifest)| (manifest.made_at, manifest.hash.as_str())).collect();
        if !is_due(&made, &head, &(day_began..=now)) {
            return Ok(false);
        }
        self.make_backup(folder, KIND, None).await?;
        let mut kept = daily_in(folder, &book);
        let now = self.clock.now();
        // One from the future was made while the clock was wrong: it goes before any other.
        kept.sort_by_key(|(_, manifest)| manifest.made_at > now);
        for (old, _) in kept.iter().skip(KEPT) {
            if let Err(error) = fs::remove_file(old) {
                tracing::warn!(%error, "an old backup stays");
            }
        }
        Ok(true)
    }
}

/// Those that the till made by itself of this book, the newest first.
fn daily_in(folder: &Path, book: &str) -> Vec<(PathBuf, Manifest)> {
    let beginning = format!("tillside-{KIND}-");
    let mut found = manifests_in(folder);
    found.retain(|(path, manifest)| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with(&beginning) && manifest.book == book
    });
    found
}

/// Whether a backup is to be made: not twice a day, and not twice of the same book. `made` tells when each that is there
/// was made, and the hash of its newest event. One from the future, of a clock that was wrong, holds no day's place.
fn is_due(made: &[(Timestamp, &str)], head: &str, today: &RangeInclusive<Timestamp>) -> bool {
    made.iter().all(|(made_at, hash)| *hash != head && !today.contains(made_at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_a_day_when_something_has_changed() {
        let at = |text: &str| Timestamp::parse(text).unwrap();
        let (began, now) = (at("2026-11-20T23:00:00Z"), at("2026-11-21T10:00:00Z"));
        let is_due = |made: &[_], head| is_due(made, head, &(began..=now));
        let (before, after) = (at("2026-11-20T22:59:59Z"), at("2026-11-20T23:00:00Z"));
        assert!(is_due(&[], "new"));
        assert!(is_due(&[(before, "old")], "new"));
        assert!(!is_due(&[(before, "new")], "new"));
        assert!(!is_due(&[(after, "old")], "new"));
        let wrong = at("2099-01-01T00:00:00Z");
        assert!(is_due(&[(wrong, "older"), (before, "old")], "new"));
    }
}
