//! The watcher, driven in the rig's own time: what it finds by itself, and how much it asks for that.

mod late;
mod lists;
mod on_screen;
mod refunds;
mod trouble;

use std::time::Duration;

use desk::{seams::Clock, view::SaleView};
use providers::Lane;

use crate::rig::{Rig, word};

/// Lets the watcher work for as long as `span` of the rig's time.
pub(crate) async fn let_watch(rig: &Rig, span: Duration) {
    let desk = rig.desk();
    let end = rig.clock.elapsed() + span;
    loop {
        let mut next = Duration::MAX;
        for lane in [Lane::OnScreen, Lane::Settling, Lane::Sweep] {
            next = next.min(desk.work_due(lane).await);
        }
        let left = end.saturating_sub(rig.clock.elapsed());
        rig.clock.advance(next.min(left));
        if next > left {
            return;
        }
    }
}

async fn word_after(rig: &Rig, span: Duration, sale: &SaleView) -> String {
    let_watch(rig, span).await;
    word(&rig.sale(sale).await)
}

const fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

const fn minutes(minutes: u64) -> Duration {
    Duration::from_mins(minutes)
}

const fn hours(hours: u64) -> Duration {
    Duration::from_hours(hours)
}
