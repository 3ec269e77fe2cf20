//! Nothing that is secret or a person's is ever shown.

use domain::link::NewLink;
use providers::CustomersToFind;
use secrecy::ExposeSecret;

use crate::support::{
    KEY, NoRandom, WEBHOOK_SECRET, ask, in_state, key, keys, link_to_read, list, no, ok,
    paymentflow, play, refund_of, session, shop, with,
};

#[test]
fn a_key_stands_in_one_header_and_shows_nowhere() {
    let email = "nino@shop.example";
    let wanted = NewLink { customer_email: Some(email.to_owned().try_into().unwrap()), ..ask() };
    let find = CustomersToFind { email: Some(email.to_owned().try_into().unwrap()), after: None };
    let refused = || vec![no(422, "x", None)];
    let sent = [
        vec![paymentflow().sign_in(&shop(), &keys(), &NoRandom)],
        play(paymentflow().create_link(&shop(), wanted, key()), refused()).1,
        play(paymentflow().refund(&shop(), refund_of(5), key()), refused()).1,
        play(paymentflow().read_link(&shop(), link_to_read()), refused()).1,
        play(paymentflow().find_customers(&shop(), find), vec![list(&[])]).1,
    ]
    .concat();
    assert_eq!(sent.len(), 5);
    for request in sent {
        let holding: Vec<_> = request
            .headers
            .iter()
            .filter(|header| header.value.expose_secret().contains(KEY))
            .map(|header| header.name)
            .collect();
        assert_eq!(holding, ["authorization"]);
        let body = request.body.clone().unwrap_or_default();
        assert!(!request.url.contains("canary") && !body.contains("canary"), "{}", request.url);
        let shown = format!("{request:?}");
        assert!(!shown.contains("canary") && !shown.contains("nino"), "{shown}");
    }
}

#[test]
fn a_session_and_an_outcome_show_no_key_and_no_person() {
    let session = session(&shop(), &keys());
    let shown = format!("{:?} {session:?} {:?}", keys(), session.report());
    assert!(!shown.contains("canary") && !shown.contains(WEBHOOK_SECRET), "{shown}");
    let answer = with(in_state("succeeded"), "customer_email", "nino@shop.example");
    let read = paymentflow().read_link(&shop(), link_to_read());
    let shown = format!("{:?}", play(read, vec![ok(&answer)]).0);
    assert!(!shown.contains("nino") && !shown.contains("chairs"), "{shown}");
}
