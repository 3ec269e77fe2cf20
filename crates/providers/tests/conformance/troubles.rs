//! One table of trouble, played against every operation.

use std::time::Duration;

use domain::{
    Outcome, Timestamp,
    error::{Doubt, Fault},
    hold::HoldEndKind,
    link::{Alteration, ProviderLinkState},
    outcome::{NotSent, RejectionClass},
};
use providers::{Altered, BoxedExchange, Response, RetryAfter, SweepAsk, TransportFault};
use serde_json::Value;

use crate::support::{
    Answer, ask, error, global_payments, hold_end, key, link, link_query, link_to_alter,
    link_to_read, new_terms, now, ok, outcome, payment_to_read, refund_of, refunds_to_find,
    response, sandbox, transaction_query, with,
};

/// What an outcome is, without its details.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Became {
    Rejected(RejectionClass),
    NotSent(Fault),
    Unclear(Doubt),
}

pub(crate) fn became<T>(outcome: &Outcome<T>) -> Option<Became> {
    match outcome {
        Outcome::Done(_) => None,
        Outcome::Rejected(rejection) => Some(Became::Rejected(rejection.class)),
        Outcome::NotSent(not_sent) => Some(Became::NotSent(not_sent.fault)),
        Outcome::Unclear(doubt) => Some(Became::Unclear(*doubt)),
    }
}

/// What the trouble is, the answer, and what it means for a write.
type Trouble = (&'static str, Answer, Became);

/// Every trouble that the first answer may bring.
fn troubles() -> Vec<Trouble> {
    [faults(), refusals(), nonsense()].concat()
}

fn html(status: u16) -> Response {
    response(status, "<html><body>Service</body></html>")
}

/// The network's.
fn faults() -> Vec<Trouble> {
    use Became::{NotSent, Unclear};
    vec![
        ("no network", Err(TransportFault::Dns), NotSent(Fault::Dns)),
        ("no connection", Err(TransportFault::Connect), NotSent(Fault::Connect)),
        ("no safe connection", Err(TransportFault::Tls), NotSent(Fault::Tls)),
        ("time-out", Err(TransportFault::TimedOut), Unclear(Doubt::TimedOut)),
        ("reset", Err(TransportFault::ConnectionLost), Unclear(Doubt::ConnectionLost)),
        ("too large", Err(TransportFault::TooLarge), Unclear(Doubt::Refused)),
        ("redirect", Err(TransportFault::Redirected), Unclear(Doubt::Refused)),
    ]
}

/// The provider's own.
fn refusals() -> Vec<Trouble> {
    use Became::{NotSent, Rejected, Unclear};
    vec![
        ("429", error(429, "TOO_MANY", "1", ""), NotSent(Fault::TooManyRequests)),
        ("429 as HTML", Ok(html(429)), NotSent(Fault::TooManyRequests)),
        ("500", error(500, "SYSTEM_ERROR_DOWNSTREAM", "50134", ""), Unclear(Doubt::ProviderError)),
        ("502", error(502, "ACTION_FAILED", "500010", ""), Unclear(Doubt::ProviderError)),
        ("503 as HTML", Ok(html(503)), Unclear(Doubt::ProviderError)),
        (
            "a token that is refused again",
            error(401, "NOT_AUTHENTICATED", "40001", ""),
            NotSent(Fault::SignIn),
        ),
        (
            "403, unknown app",
            error(403, "ACTION_NOT_AUTHORIZED", "40004", ""),
            Rejected(RejectionClass::Credentials),
        ),
        (
            "403, no permission",
            error(403, "ACTION_NOT_AUTHORIZED", "40212", ""),
            Rejected(RejectionClass::Permission),
        ),
        (
            "400, wrong account",
            error(400, "ACTION_NOT_AUTHORIZED", "40003", ""),
            Rejected(RejectionClass::Permission),
        ),
        ("404", error(404, "RESOURCE_NOT_FOUND", "40008", ""), Rejected(RejectionClass::NotFound)),
        ("400", error(400, "INVALID_REQUEST_DATA", "40087", ""), Rejected(RejectionClass::Refused)),
        (
            "422",
            error(422, "MANDATORY_DATA_MISSING", "40251", ""),
            Rejected(RejectionClass::Refused),
        ),
        (
            "an error wrapped once more, its code a number",
            Ok(response(
                400,
                r#"{"error":{"error_code":"INVALID_REQUEST_DATA","detailed_error_code":40213}}"#,
            )),
            Rejected(RejectionClass::Refused),
        ),
        (
            "409, still busy with it",
            error(409, "RESOURCE_LOCKED", "40300", "The request is in progress"),
            Unclear(Doubt::ProviderError),
        ),
        (
            "409 that names nothing",
            error(409, "DUPLICATE_ACTION", "40039", "Idempotency Key seen before"),
            Unclear(Doubt::SeenBefore),
        ),
        (
            "409 that names something else",
            error(409, "DUPLICATE_ACTION", "40039", "id=ACT_12345, status=ACTIVE"),
            Unclear(Doubt::SeenBefore),
        ),
    ]
}

/// Answers that no provider gives.
fn nonsense() -> Vec<Trouble> {
    use Became::Unclear;
    vec![
        ("a proxy's 403", Ok(html(403)), Unclear(Doubt::Unreadable)),
        ("a proxy's 404", Ok(html(404)), Unclear(Doubt::Unreadable)),
        (
            "somebody's JSON with 400",
            Ok(response(400, r#"{"message":"no"}"#)),
            Unclear(Doubt::Unreadable),
        ),
        ("HTML with 200", Ok(html(200)), Unclear(Doubt::Unreadable)),
        ("half a body", Ok(response(200, r#"{"id":"LNK_1","url"#)), Unclear(Doubt::Unreadable)),
        ("nothing with 200", Ok(response(200, "")), Unclear(Doubt::Unreadable)),
        ("an empty object", Ok(response(200, "{}")), Unclear(Doubt::Unreadable)),
        ("an empty list", Ok(response(200, "[]")), Unclear(Doubt::Unreadable)),
    ]
}

#[test]
fn trouble_while_a_link_is_made() {
    for (name, answer, meaning) in troubles() {
        let create = global_payments().create_link(&sandbox(), ask(), key());
        assert_eq!(became(&outcome(create, vec![answer])), Some(meaning), "{name}");
    }
}

#[test]
fn trouble_while_a_refund_is_made() {
    for (name, answer, meaning) in troubles() {
        let refund = global_payments().refund(&sandbox(), refund_of(500), key());
        assert_eq!(became(&outcome(refund, vec![answer])), Some(meaning), "{name}");
    }
}

#[test]
fn trouble_while_a_reservation_is_ended() {
    for kind in [HoldEndKind::Capture, HoldEndKind::Release] {
        for (name, answer, meaning) in troubles() {
            let end = global_payments().end_hold(&sandbox(), hold_end(kind, 1999), key());
            let mut answers = vec![answer];
            if meaning == Became::Unclear(Doubt::SeenBefore) {
                // The payment is known by its own id, whatever the words name.
                answers.push(Ok(html(503)));
            }
            assert_eq!(became(&outcome(end, answers)), Some(meaning), "{name}");
        }
    }
}

/// What a link was read as, after a write whose answer was trouble.
fn altered(
    alteration: &Alteration,
    trouble: Answer,
    read_back: Option<&Value>,
) -> Outcome<Altered> {
    let alter = global_payments().alter_link(&sandbox(), link_to_alter(alteration.clone()));
    let answers = [ok(&link()), trouble].into_iter().chain(read_back.map(ok)).collect();
    outcome(alter, answers)
}

/// A write of the whole set may go again, so trouble costs time alone; but nothing is called done that was not read.
#[test]
fn trouble_while_a_link_is_altered() {
    let off = with(link(), "status", "INACTIVE");
    for (name, answer, meaning) in troubles() {
        let ends_at_once = matches!(
            meaning,
            Became::NotSent(_) | Became::Unclear(Doubt::TimedOut | Doubt::ConnectionLost)
        );
        let cancel = |read_back: &Value| {
            let read_back = (!ends_at_once).then_some(read_back);
            altered(&Alteration::Cancel, answer.clone(), read_back)
        };
        // JSON that is no link at all is a yes to a write, of which nothing is believed.
        let is_yes = matches!(name, "an empty object" | "an empty list");
        let still_open = became(&cancel(&link()));
        assert_eq!(still_open, (!is_yes).then_some(meaning), "{name}");
        let became_off = cancel(&off);
        if ends_at_once {
            assert_eq!(became(&became_off), Some(meaning), "{name}");
        } else {
            let as_wished = Altered::AsWished(ProviderLinkState::Closed);
            assert_eq!(became_off, Outcome::Done(as_wished), "{name}");
        }
    }
}

#[test]
fn trouble_while_a_link_is_read_before_it_is_altered() {
    for alteration in [Alteration::Cancel, Alteration::Change(new_terms())] {
        for (name, answer, meaning) in troubles() {
            let alter = global_payments().alter_link(&sandbox(), link_to_alter(alteration.clone()));
            let became = became(&outcome(alter, vec![answer]));
            if matches!(name, "an empty object" | "an empty list") {
                // A link that names no id is another link.
                assert_eq!(became, Some(Became::Unclear(Doubt::Different)));
            } else {
                assert_eq!(became, Some(meaning), "{name}");
            }
        }
    }
}

/// A look-up that fails must never be taken for 'nothing there'.
#[test]
fn trouble_while_something_is_looked_up() {
    fn check<T>(look_up: impl Fn() -> BoxedExchange<T>) {
        for (name, answer, meaning) in troubles() {
            assert_eq!(became(&outcome(look_up(), vec![answer])), Some(meaning), "{name}");
        }
    }
    check(|| global_payments().find_link(&sandbox(), ask(), now()));
    check(|| global_payments().refunds_of(&sandbox(), refunds_to_find()));
    check(|| global_payments().read_payment(&sandbox(), payment_to_read()));
    check(|| global_payments().list_links(&sandbox(), link_query()));
    check(|| global_payments().list_transactions(&sandbox(), transaction_query()));
    check(|| global_payments().sweep(&sandbox(), SweepAsk { since: now(), page: 1 }));
}

#[test]
fn trouble_while_a_link_is_read() {
    for (name, answer, meaning) in troubles() {
        let read = global_payments().read_link(&sandbox(), link_to_read());
        // What the link does not tell is looked for by reference, but not where the network or the
        // provider is at fault.
        let ends_at_once = matches!(
            meaning,
            Became::NotSent(_) | Became::Unclear(Doubt::TimedOut | Doubt::ConnectionLost)
        );
        let answers = if ends_at_once {
            vec![answer]
        } else {
            vec![answer, crate::support::list("transactions", &[])]
        };
        let became = became(&outcome(read, answers));
        if matches!(name, "an empty object" | "an empty list") {
            // A link that names no id is another link.
            assert_eq!(became, Some(Became::Unclear(Doubt::Different)));
        } else {
            assert_eq!(became, Some(meaning), "{name}");
        }
    }
}

#[test]
fn a_refusal_keeps_the_providers_code_and_words_but_not_endlessly() {
    let words = format!("refund above 115 %\n{}", "x".repeat(500));
    let answer = error(400, "INVALID_REQUEST_DATA", "40087", &words);
    let refund = global_payments().refund(&sandbox(), refund_of(500), key());
    let Outcome::Rejected(rejection) = outcome(refund, vec![answer]) else {
        panic!("the refusal is gone");
    };
    assert_eq!(rejection.provider_code, "40087");
    assert!(rejection.detail.starts_with("refund above 115 %x"));
    assert_eq!(rejection.detail.chars().count(), 200);
}

#[test]
fn the_wish_to_wait_is_obeyed_within_bounds() {
    let at = |text| RetryAfter::At(Timestamp::parse(text).unwrap());
    for (said, wait) in [
        (None, None),
        (Some(RetryAfter::Wait(Duration::from_secs(7))), Some(7)),
        (Some(RetryAfter::Wait(Duration::ZERO)), Some(1)),
        (Some(RetryAfter::Wait(Duration::from_hours(100))), Some(900)),
        // The answer's own date is 14:03:00.
        (Some(at("2026-11-20T14:03:30Z")), Some(30)),
        (Some(at("2026-11-20T14:02:00Z")), Some(1)),
    ] {
        let mut answer = response(429, "");
        answer.retry_after = said;
        let create = global_payments().create_link(&sandbox(), ask(), key());
        assert_eq!(
            outcome(create, vec![Ok(answer)]).map(|_| ()),
            Outcome::NotSent(NotSent {
                fault: Fault::TooManyRequests,
                retry_after: wait.map(Duration::from_secs),
            }),
            "{said:?}"
        );
    }
}
