//! Capturing what was only authorised.

use domain::{Outcome, Timestamp, hold::HoldEndKind};
use providers::MadeHoldEnd;

use crate::support::{
    REFUND, global_payments, hold_end, key, ok, outcome, payment_id, sale, sandbox, with,
};

/// Nobody says that the answer bears the payment's own id (fact sheet, 4.5).
#[test]
fn the_time_of_another_record_is_not_the_payments() {
    let captured = |answer| {
        let ask = hold_end(HoldEndKind::Capture, 1999);
        let capture = global_payments().end_hold(&sandbox(), ask, key());
        match outcome(capture, vec![ok(&answer)]) {
            Outcome::Done(MadeHoldEnd::Done(payment)) => payment,
            other => panic!("not captured: {other:?}"),
        }
    };
    let payment = captured(with(sale(), "id", REFUND));
    assert_eq!((payment.provider_id, payment.at), (payment_id(), None));
    assert_eq!(captured(sale()).at, Timestamp::parse("2026-11-20T14:05:36.709Z"));
    for loose in ["currency", "type", "parent_resource_id", "payment_method", "time_created"] {
        assert_eq!(captured(with(sale(), loose, "")).provider_id, payment_id(), "{loose}");
    }
}
