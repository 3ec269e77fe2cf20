use super::*;
use crate::transport::RetryAfter;

const SECOND: Duration = Duration::from_secs(1);

/// The lanes that the till fills by itself.
const OWN: [Lane; 3] = [Lane::OnScreen, Lane::Settling, Lane::Sweep];

struct Longest;

impl Random for Longest {
    fn sixteen_bytes(&self) -> [u8; 16] {
        [0xFF; 16]
    }
}

fn gate() -> Gate {
    Gate::new(RateLimit { per_minute: 60, burst: 10 }, Duration::ZERO)
}

#[expect(clippy::unnecessary_wraps, reason = "a script mixes answers with faults")]
fn answered(status: u16) -> Result<Response, TransportFault> {
    Ok(Response { status, date: None, retry_after: None, body: Vec::new() })
}

fn admit(gate: &mut Gate, lane: Lane, class: Class, now: Duration) -> Result<(), Duration> {
    gate.admit(&mut Pass::new(lane), class, now)
}

/// Lets the till see this, as the answer to reads of its own.
fn see(gate: &mut Gate, result: &Result<Response, TransportFault>, times: usize, now: Duration) {
    let mut pass = Pass::new(Lane::Person);
    gate.admit(&mut pass, Class::Reads, now).unwrap();
    pass.lane = Lane::Sweep;
    for _ in 0..times {
        gate.learn(&pass, Class::Reads, result, now, &Longest);
    }
}

#[test]
fn a_no_is_no_failure_and_a_fault_is() {
    for status in [200, 400, 401, 403, 404, 409, 422] {
        let mut gate = gate();
        see(&mut gate, &answered(status), 20, Duration::ZERO);
        assert_eq!(gate.resting(Duration::ZERO), None, "{status}");
    }
    for (result, why) in [
        (answered(500), Failing::ProviderError),
        (answered(503), Failing::ProviderError),
        (Err(TransportFault::Dns), Failing::NoConnection),
        (Err(TransportFault::Connect), Failing::NoConnection),
        (Err(TransportFault::Tls), Failing::NoConnection),
        (Err(TransportFault::TimedOut), Failing::NoAnswer),
        (Err(TransportFault::ConnectionLost), Failing::NoAnswer),
        (Err(TransportFault::TooLarge), Failing::NoAnswer),
        (Err(TransportFault::TooDeep), Failing::NoAnswer),
        (Err(TransportFault::Redirected), Failing::NoAnswer),
    ] {
        let mut gate = gate();
        see(&mut gate, &result, 5, Duration::ZERO);
        assert_eq!(gate.resting(Duration::ZERO).map(|(why, _)| why), Some(why), "{result:?}");
        for lane in OWN {
            assert_eq!(
                Err(gate.wait(lane, Duration::ZERO)),
                admit(&mut gate, lane, Class::Reads, Duration::ZERO)
            );
        }
        assert_eq!(admit(&mut gate, Lane::Person, Class::Reads, Duration::ZERO), Ok(()));
    }
}

#[test]
fn a_write_that_settles_needs_no_token_of_its_lane() {
    let mut gate = gate();
    for lane in OWN {
        while admit(&mut gate, lane, Class::Reads, Duration::ZERO).is_ok() {}
    }
    assert!(admit(&mut gate, Lane::Settling, Class::Reads, Duration::ZERO).is_err());
    assert_eq!(admit(&mut gate, Lane::Settling, Class::Writes, Duration::ZERO), Ok(()));
}

#[test]
fn an_operation_that_has_begun_is_finished_but_not_against_the_providers_wish() {
    let mut gate = gate();
    let mut pass = Pass::new(Lane::Sweep);
    for _ in 0..20 {
        assert_eq!(gate.admit(&mut pass, Class::Reads, Duration::ZERO), Ok(()));
    }
    assert!(admit(&mut gate, Lane::Sweep, Class::Reads, Duration::ZERO).is_err());
    let wait = answered(429)
        .map(|answer| Response { retry_after: Some(RetryAfter::Wait(20 * SECOND)), ..answer });
    gate.learn(&pass, Class::Reads, &wait, Duration::ZERO, &Longest);
    assert_eq!(gate.admit(&mut pass, Class::Reads, SECOND), Err(19 * SECOND));
    assert_eq!(gate.asked_wait(SECOND), Some(19 * SECOND));
    assert_eq!(gate.asked_wait(20 * SECOND), None);
    assert_eq!(gate.traffic().too_many_requests, 1);
    assert_eq!(gate.traffic().held_back, 2);
}

#[test]
fn a_provider_that_is_away_and_says_for_how_long_is_left_alone_so_long() {
    for status in [500, 502, 503, 504] {
        let mut gate = gate();
        see(&mut gate, &answered(status), 1, Duration::ZERO);
        assert_eq!(gate.asked_wait(Duration::ZERO), None, "{status}");
        let away = answered(status)
            .map(|answer| Response { retry_after: Some(RetryAfter::Wait(90 * SECOND)), ..answer });
        see(&mut gate, &away, 1, Duration::ZERO);
        for lane in OWN {
            let wait = admit(&mut gate, lane, Class::Reads, SECOND);
            assert_eq!(wait, Err(89 * SECOND), "{status}");
            assert_eq!(gate.wait(lane, SECOND), 89 * SECOND, "{status}");
        }
        assert_eq!(admit(&mut gate, Lane::Person, Class::Reads, SECOND), Ok(()));
        // Nobody said that it was asked too often.
        assert_eq!(gate.traffic().too_many_requests, 0);
    }
}

#[test]
fn no_write_begins_where_writes_rest_though_its_operation_has_begun() {
    let mut gate = gate();
    let mut pass = Pass::new(Lane::Settling);
    gate.admit(&mut pass, Class::Reads, Duration::ZERO).unwrap();
    for _ in 0..5 {
        let lost = Err(TransportFault::TimedOut);
        gate.learn(&pass, Class::Writes, &lost, Duration::ZERO, &Longest);
    }
    assert!(gate.admit(&mut pass, Class::Writes, Duration::ZERO).is_err());
    assert_eq!(gate.admit(&mut pass, Class::Reads, Duration::ZERO), Ok(()));
    assert_eq!(admit(&mut gate, Lane::Person, Class::Writes, Duration::ZERO), Ok(()));
}
