//! What staff's look at a link shows of why customers find it gone.

use providers::{
    TransportFault,
    merchant_dashboard::{DashboardError, GoneReason, Told, Words, gone_reason, links},
};
use serde_json::{Value, json};

use crate::stage::{at, link, response, told_link, uuid, with, without};

const END: &str = "2026-11-21T12:00:00Z";

fn reason_at(told: &Value, now: &str) -> GoneReason {
    gone_reason(Ok(&link(told).unwrap()), at(now))
}

/// At a moment before the end of the told link.
fn reason(told: &Value) -> GoneReason {
    reason_at(told, "2026-11-21T11:59:59Z")
}

fn used(times_used: u32) -> Value {
    with(told_link(), "times_used", times_used.into())
}

fn off(told: Value) -> Value {
    with(told, "is_active", false.into())
}

#[test]
fn each_reason_is_told_by_what_proves_it() {
    assert_eq!(reason(&used(1)), GoneReason::UsedUp);
    assert_eq!(reason(&used(2)), GoneReason::UsedUp);
    assert_eq!(reason_at(&told_link(), END), GoneReason::Expired);
    assert_eq!(reason_at(&told_link(), "2027-01-01T00:00:00Z"), GoneReason::Expired);
    assert_eq!(reason(&off(told_link())), GoneReason::SwitchedOff);
    assert_eq!(reason(&told_link()), GoneReason::Unknown);
}

#[test]
fn a_counter_and_an_end_speak_before_a_switch_that_may_follow_from_them() {
    assert_eq!(reason(&off(used(1))), GoneReason::UsedUp);
    assert_eq!(reason_at(&off(used(1)), END), GoneReason::UsedUp);
    assert_eq!(reason_at(&used(1), END), GoneReason::UsedUp);
    assert_eq!(reason_at(&off(told_link()), END), GoneReason::Expired);
}

#[test]
fn what_is_not_told_proves_nothing() {
    assert_eq!(reason(&without(used(1), "max_uses")), GoneReason::Unknown);
    assert_eq!(reason(&with(used(1), "max_uses", json!(null))), GoneReason::Unknown);
    assert_eq!(reason(&with(used(1), "max_uses", json!("once"))), GoneReason::Unknown);
    assert_eq!(reason(&without(used(1), "times_used")), GoneReason::Unknown);
    for end in [json!(null), json!("soon"), json!(0)] {
        let told = with(told_link(), "expires_at", end);
        assert_eq!(reason_at(&told, "2030-01-01T00:00:00Z"), GoneReason::Unknown);
    }
    for active in [json!(null), json!("off"), json!({})] {
        assert_eq!(reason(&with(told_link(), "is_active", active)), GoneReason::Unknown);
    }
    assert_eq!(link(&without(told_link(), "is_active")).unwrap().is_active, Told::NotTold);
    assert_eq!(reason(&without(told_link(), "is_active")), GoneReason::Unknown);
}

#[test]
fn only_the_dashboards_own_word_shows_a_deletion() {
    let failed = |status, body: &str| {
        let error = links::detail(&uuid()).read(Ok(&response(status, body))).unwrap_err();
        gone_reason(Err(&error), at(END))
    };
    assert_eq!(failed(404, r#"{"detail":"Not found."}"#), GoneReason::Deleted);
    for page in ["", "<html>no such page</html>", "Not Found", "[]"] {
        assert_eq!(failed(404, page), GoneReason::Unknown, "{page}");
    }
    for status in [301, 400, 401, 403, 410, 429, 500, 503] {
        assert_eq!(failed(status, r#"{"detail":"no"}"#), GoneReason::Unknown, "{status}");
    }
    for error in [
        DashboardError::Network(TransportFault::TimedOut),
        DashboardError::NotFound { is_from_api: false, message: Words::default() },
    ] {
        assert_eq!(gone_reason(Err(&error), at(END)), GoneReason::Unknown);
    }
}
