//! Nothing that is secret, signed or a payer's is ever shown.

use domain::{Outcome, hold::HoldEndKind, link_kind::LinkKind};
use providers::{Keys, SweepAsk};
use serde_json::json;

use crate::support::{
    KEY, NoRandom, ask, flitt, hold_end, key, keys, link_to_read, now, order, own, play, refund_of,
    refusal, session, shop, signed, unsigned,
};

#[test]
fn a_request_shows_neither_its_body_nor_a_key() {
    let account = domain::account::Account { reports_id: Some("1019".to_owned()), ..shop() };
    let no = || vec![refusal("1018", "")];
    let sweep = flitt().sweep(&account, SweepAsk { since: now(), page: 1, after: None });
    let sent = [
        vec![flitt().sign_in(&account, &keys(), &NoRandom)],
        play(&account, flitt().create_link(&account, ask(), key()), no()).1,
        play(&account, flitt().refund(&account, refund_of(500), key()), no()).1,
        play(&account, flitt().end_hold(&account, hold_end(HoldEndKind::Capture, 5), key()), no())
            .1,
        play(&account, sweep, vec![unsigned(&json!({}))]).1,
    ]
    .concat();
    assert_eq!(sent.len(), 5);
    for request in sent {
        let body = request.body.clone().unwrap();
        assert!(!body.contains(KEY) && !body.contains("canary"), "a key leaves");
        let shown = format!("{request:?}");
        assert!(!shown.contains("signature") && !shown.contains("1549901"), "{shown}");
    }
}

#[test]
fn a_session_and_an_outcome_show_no_key_and_no_payer() {
    let keys = Keys { reports: Some("canary-reports".into()), ..keys() };
    let shown = format!("{keys:?} {:?}", session(&shop(), &keys));
    assert!(!shown.contains("canary"), "{shown}");
    let read = flitt().read_link(&shop(), link_to_read(own(LinkKind::Payment)));
    let shown = format!("{:?}", play(&shop(), read, vec![signed(&order())]).0);
    assert!(!shown.contains("payer@example.com") && !shown.contains("444455"), "{shown}");
}

#[test]
fn the_words_of_a_wrong_signature_are_dropped_for_they_repeat_what_was_signed() {
    let words = "Invalid signature: abc123 response_signature_string: ****|1020|GEL|1549901";
    for code in ["1014", "1007"] {
        let read = flitt().read_link(&shop(), link_to_read(own(LinkKind::Payment)));
        match play(&shop(), read, vec![refusal(code, words)]).0 {
            Outcome::Rejected(no) => {
                assert_eq!((no.provider_code.as_str(), no.detail.as_str()), (code, ""));
            }
            other => panic!("{other:?}"),
        }
    }
}
