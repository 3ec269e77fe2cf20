//! How much the till asks by itself.

use std::time::Duration;

use domain::{
    Outcome, account::Environment, capabilities::RateLimit, error::Fault, outcome::NotSent,
};
use providers::{CreatedLink, Lane};

use super::{InPocket, LINKS, Stage, TOKEN, look_in, stage_with, sunshine, token, watch};
use crate::support::{Became, ask, global_payments, key, link, list, ok, path, response, sandbox};

const HELD_BACK: Option<Became> = Some(Became::NotSent(Fault::TooManyRequests));

/// Looks in this lane until nothing leaves any more, and counts the looks.
async fn exhaust(stage: &Stage, lane: Lane) -> usize {
    for looks in 0..1_000 {
        if look_in(lane, stage, &InPocket).await.is_some() {
            return looks;
        }
    }
    panic!("nothing holds the till back");
}

fn sixty_a_minute() -> Stage {
    stage_with(sunshine, |executor| executor.with_rate(RateLimit { per_minute: 60, burst: 10 }))
}

#[tokio::test]
async fn the_till_waits_for_its_turn_and_a_person_does_not() {
    let stage = sixty_a_minute();
    let account = sandbox();
    assert_eq!(stage.executor.wait_for(&account, Lane::Sweep), Duration::ZERO);
    exhaust(&stage, Lane::Sweep).await;
    let sent = stage.paths().len();
    let wait = stage.executor.wait_for(&account, Lane::Sweep);
    assert!(wait > Duration::ZERO && wait < Duration::from_secs(3), "{wait:?}");

    let find = global_payments().find_link(&account, ask(), super::at());
    let told = stage.executor.run(&account, &InPocket, Lane::Sweep, find).await;
    let Outcome::NotSent(NotSent { fault: Fault::TooManyRequests, retry_after: Some(told) }) = told
    else {
        panic!("it left: {told:?}");
    };
    assert_eq!(told, wait.max(Duration::from_secs(1)));
    assert_eq!(stage.paths().len(), sent);
    assert_eq!(stage.executor.traffic(&account).requests, u64::try_from(sent).unwrap());
    assert_eq!(stage.executor.traffic(&account).held_back, 2);

    assert_eq!(stage.executor.wait_for(&account, Lane::Person), Duration::ZERO);
    assert_eq!(look_in(Lane::Person, &stage, &InPocket).await, None);
    stage.clock.pass(stage.executor.wait_for(&account, Lane::Sweep));
    assert_eq!(watch(&stage, &InPocket).await, None);
}

#[tokio::test]
async fn a_busy_sweep_does_not_hold_back_the_link_on_screen() {
    let stage = sixty_a_minute();
    exhaust(&stage, Lane::Sweep).await;
    assert_eq!(look_in(Lane::OnScreen, &stage, &InPocket).await, None);
    assert_eq!(look_in(Lane::Settling, &stage, &InPocket).await, None);
}

#[tokio::test]
async fn a_write_that_settles_something_leaves_though_its_look_took_the_last_token() {
    let stage = sixty_a_minute();
    for lane in [Lane::Sweep, Lane::OnScreen, Lane::Settling] {
        exhaust(&stage, lane).await;
    }
    let account = sandbox();
    let create = global_payments().create_link(&account, ask(), key());
    let made = stage.executor.run(&account, &InPocket, Lane::Settling, create).await;
    assert!(matches!(made, Outcome::Done(CreatedLink::Usable(_))), "{made:?}");
}

#[tokio::test]
async fn the_rate_is_the_one_of_the_providers_capabilities() {
    let stage = stage_with(sunshine, |executor| executor);
    let rate = global_payments().capabilities().rate(Environment::Sandbox);
    for lane in [Lane::Sweep, Lane::OnScreen, Lane::Settling] {
        exhaust(&stage, lane).await;
    }
    let mut most = usize::try_from(rate.burst).unwrap();
    // An operation that began with a sign-in went on with its look.
    most += 1;
    let sent = stage.paths().len();
    assert!(sent > 1 && sent <= most, "{sent} of {most}");
    // However long the till was left alone, it does not make up for all of it at once.
    stage.clock.pass(Duration::from_hours(1));
    assert!(exhaust(&stage, Lane::Sweep).await <= most);
}

#[tokio::test]
async fn a_provider_that_is_asked_too_often_is_asked_half_as_often() {
    let stage = stage_with(
        |request, place| match (path(request).as_str(), place) {
            (TOKEN, place) => token(place),
            (LINKS, 1) => Ok(response(429, "")),
            _ if request.body.is_some() => ok(&link()),
            _ => list("links", &[]),
        },
        |executor| executor.with_rate(RateLimit { per_minute: 6_000, burst: 10 }),
    );
    assert_eq!(watch(&stage, &InPocket).await, HELD_BACK);
    assert_eq!(stage.executor.traffic(&sandbox()).too_many_requests, 1);
    stage.clock.pass(Duration::from_secs(30));
    let within_a_second = async || {
        exhaust(&stage, Lane::Sweep).await;
        let mut looks = 0;
        for _ in 0..100 {
            stage.clock.pass(Duration::from_millis(10));
            looks += exhaust(&stage, Lane::Sweep).await;
        }
        looks
    };
    assert_eq!(within_a_second().await, 50);
    stage.clock.pass(Duration::from_mins(10));
    assert_eq!(within_a_second().await, 100);
}
