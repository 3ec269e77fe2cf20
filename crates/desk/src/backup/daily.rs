//! The backup that the till makes by itself: one a day, when something has changed.

use std::{fs, ops::RangeInclusive, path::Path};

use domain::{TillError, Timestamp, shop_day::ShopDay};
use ledger::Ledger;

use super::rows::manifests_in;
use crate::desk::Desk;

/// How many are kept.
const KEPT: usize = 7;

impl Desk {
    /// Makes the day's backup in `folder`, unless there is one or nothing has changed since the last. The oldest go once a
    /// new one is there. True where one was made.
    ///
    /// # Errors
    /// `BackupRefused`, `LedgerDiskFull`; those of the keychain, which seals it, and of the book.
    pub async fn back_up_daily(&self, folder: &Path) -> Result<bool, TillError> {
        let day = ShopDay::of(&self.settings().await?);
        let now = self.clock.now();
        let day_began = self.clock.start_of_day(day, now);
        let head = self.book.ask(Ledger::head).await?;
        let kept = manifests_in(folder);
        let made: Vec<_> =
            kept.iter().map(|(_, manifest)| (manifest.made_at, manifest.hash.as_str())).collect();
        if !is_due(&made, head.as_ref().map(|(_, hash)| hash.as_str()), &(day_began..=now)) {
            return Ok(false);
        }
        self.make_backup(folder).await?;
        let mut kept = manifests_in(folder);
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

/// Whether a backup is to be made: not twice a day, and not twice of the same book. `made` tells when each that is there
/// was made, and the hash of its newest event. One from the future, of a clock that was wrong, holds no day's place.
fn is_due(
    made: &[(Timestamp, &str)],
    head: Option<&str>,
    today: &RangeInclusive<Timestamp>,
) -> bool {
    head.is_some_and(|head| {
        made.iter().all(|(made_at, hash)| *hash != head && !today.contains(made_at))
    })
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
        assert!(is_due(&[], Some("new")));
        assert!(!is_due(&[], None), "nothing stands in the book yet");
        assert!(is_due(&[(before, "old")], Some("new")));
        assert!(!is_due(&[(before, "new")], Some("new")));
        assert!(!is_due(&[(after, "old")], Some("new")));
        let wrong = at("2099-01-01T00:00:00Z");
        assert!(is_due(&[(wrong, "older"), (before, "old")], Some("new")));
    }
}
