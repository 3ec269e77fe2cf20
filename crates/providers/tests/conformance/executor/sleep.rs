//! A computer that sleeps while a request is on its way.

use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};

use domain::{Outcome, Timestamp, error::Doubt};
use providers::{CreatedLink, Lane};

use super::{InPocket, LINKS, Stage, stage, sunshine};
use crate::support::{HandClock, ask, global_payments, path, sandbox};

/// A provider without trouble, and a computer that sleeps for an hour over every answer but a sign-in's.
fn sleepy() -> Stage {
    let clock: Arc<OnceLock<Arc<HandClock>>> = Arc::default();
    let its_clock = Arc::clone(&clock);
    let stage = stage(move |request, place| {
        if path(request) == LINKS {
            its_clock.get().unwrap().pass(Duration::from_hours(1));
        }
        sunshine(request, place)
    });
    assert!(clock.set(Arc::clone(&stage.clock)).is_ok());
    stage
}

/// The time that every answer tells, and that the till learned at sign-in.
const TOLD: &str = "2026-11-20T14:03:00Z";

fn an_hour_after_sign_in() -> Timestamp {
    Timestamp::parse(TOLD).unwrap().plus(Duration::from_hours(1))
}

#[tokio::test]
async fn a_read_that_was_slept_over_tells_nothing_of_now() {
    let stage = sleepy();
    let account = sandbox();
    let since = Timestamp::parse(TOLD).unwrap();
    let find = global_payments().find_link(&account, ask(), since);
    let found = stage.executor.run(&account, &InPocket, Lane::Settling, find).await;
    assert_eq!(found, Outcome::Unclear(Doubt::TimedOut));
    assert_eq!(stage.executor.provider_time(&account), an_hour_after_sign_in());
}

#[tokio::test]
async fn what_a_write_made_is_made_and_only_its_time_is_old() {
    let stage = sleepy();
    let made = stage.create().await;
    assert!(matches!(made, Outcome::Done(CreatedLink::Usable(_))), "{made:?}");
    assert_eq!(stage.executor.provider_time(&sandbox()), an_hour_after_sign_in());
}
