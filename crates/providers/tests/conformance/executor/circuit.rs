//! A provider that fails is left alone for a while, but not by people.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use domain::error::{Doubt, Fault};
use providers::{Failing, Health, Lane, TransportFault};
use tokio::task::JoinSet;

use super::{InPocket, LINKS, Stage, TOKEN, look_in, stage, token, watch};
use crate::support::{Answer, Became, error, list, path, response, sandbox};

const HELD_BACK: Option<Became> = Some(Became::NotSent(Fault::TooManyRequests));

/// A provider whose reads fail until it is mended.
fn broken(trouble: Answer) -> (Stage, Arc<AtomicBool>) {
    let mended = Arc::new(AtomicBool::new(false));
    let is_mended = Arc::clone(&mended);
    let stage = stage(move |request, place| match path(request).as_str() {
        TOKEN => token(place),
        _ if is_mended.load(Ordering::SeqCst) => list("links", &[]),
        _ => trouble.clone(),
    });
    (stage, mended)
}

/// Lets the till look until it leaves the provider alone, and counts the looks.
async fn open(stage: &Stage) -> usize {
    for looks in 0..100 {
        if watch(stage, &InPocket).await == HELD_BACK {
            return looks;
        }
    }
    panic!("it is never left alone");
}

#[tokio::test]
async fn a_provider_that_fails_is_left_alone_until_a_person_finds_it_again() {
    for (trouble, why) in [
        (Ok(response(500, "")), Failing::ProviderError),
        (Err(TransportFault::TimedOut), Failing::NoAnswer),
        (Err(TransportFault::Dns), Failing::NoConnection),
    ] {
        let (stage, mended) = broken(trouble);
        assert_eq!(open(&stage).await, 5);
        assert_eq!(stage.count(LINKS), 5);
        let left = stage.executor.wait_for(&sandbox(), Lane::OnScreen);
        assert!(left > Duration::ZERO);
        assert_eq!(stage.executor.health(&sandbox()), Health::Resting { why, left });
        for lane in [Lane::OnScreen, Lane::Settling] {
            assert_eq!(look_in(lane, &stage, &InPocket).await, HELD_BACK);
        }
        assert_eq!(stage.count(LINKS), 5);
        // A person always asks, and what they find counts for all.
        mended.store(true, Ordering::SeqCst);
        assert_eq!(look_in(Lane::Person, &stage, &InPocket).await, None);
        assert_eq!(stage.executor.health(&sandbox()), Health::Good);
        assert_eq!(watch(&stage, &InPocket).await, None);
    }
}

#[tokio::test]
async fn after_the_rest_one_look_finds_out_for_all() {
    let (stage, mended) = broken(Err(TransportFault::TimedOut));
    open(&stage).await;
    let mut sent = stage.count(LINKS);
    for _ in 0..3 {
        stage.clock.pass(stage.executor.wait_for(&sandbox(), Lane::Sweep));
        // The trial fails, and the rest begins anew.
        assert_eq!(watch(&stage, &InPocket).await, Some(Became::Unclear(Doubt::TimedOut)));
        assert_eq!(watch(&stage, &InPocket).await, HELD_BACK);
        sent += 1;
        assert_eq!(stage.count(LINKS), sent);
    }
    stage.clock.pass(stage.executor.wait_for(&sandbox(), Lane::Sweep));
    mended.store(true, Ordering::SeqCst);
    let stage = Arc::new(stage);
    let mut looks = JoinSet::new();
    for _ in 0..10 {
        let stage = Arc::clone(&stage);
        looks.spawn(async move { watch(&stage, &InPocket).await });
    }
    let found = looks.join_all().await;
    assert_eq!(found.iter().filter(|became| became.is_none()).count(), 1, "{found:?}");
    assert_eq!(stage.count(LINKS), sent + 1);
    assert_eq!(watch(&stage, &InPocket).await, None);
}

#[tokio::test]
async fn a_provider_that_says_no_has_not_failed() {
    let (stage, _) = broken(error(400, "INVALID_REQUEST_DATA", "40213", "no"));
    for _ in 0..20 {
        assert_ne!(watch(&stage, &InPocket).await, HELD_BACK);
    }
    assert_eq!(stage.executor.health(&sandbox()), Health::Good);
}

#[tokio::test]
async fn a_sign_in_that_fails_counts_as_well() {
    let stage = stage(|_, _| Ok(response(503, "")));
    assert_eq!(open(&stage).await, 5);
    assert_eq!(stage.paths(), [TOKEN; 5]);
}
