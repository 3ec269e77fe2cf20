//! Nothing that is secret or a person's is ever shown.

use secrecy::ExposeSecret;

use crate::support::{
    NoRandom, TOKEN, ask, dashboard, key, keys, link, link_to_read, list, no, ok, payment, play,
    session, shop, to_preview,
};

#[test]
fn a_token_stands_in_one_header_of_staffs_requests_and_shows_nowhere() {
    let sent = [
        vec![dashboard().sign_in(&shop(), &keys(), &NoRandom)],
        play(dashboard().create_link(&shop(), ask(), key()), vec![no(400)]).1,
        play(dashboard().read_link(&shop(), link_to_read()), vec![ok(&link()), list(&[])]).1,
        play(dashboard().preview_link(&shop(), to_preview()), vec![no(410), ok(&link())]).1,
    ]
    .concat();
    assert_eq!(sent.len(), 6);
    for request in sent {
        let holding: Vec<_> = request
            .headers
            .iter()
            .filter(|header| header.value.expose_secret().contains(TOKEN))
            .map(|header| header.name)
            .collect();
        let is_public = request.url.contains("/public/");
        let due: &[_] = if is_public { &[] } else { &["authorization"] };
        assert_eq!(holding, due, "{}", request.url);
        let body = request.body.clone().unwrap_or_default();
        assert!(!request.url.contains("canary") && !body.contains("canary"), "{}", request.url);
        let shown = format!("{request:?}");
        assert!(!shown.contains("canary") && !shown.contains("mugs"), "{shown}");
    }
}

#[test]
fn a_session_and_an_outcome_show_no_token_and_no_person() {
    let session = session(&shop(), &keys());
    let shown = format!("{:?} {session:?} {:?}", keys(), session.report());
    assert!(!shown.contains("canary"), "{shown}");
    let read = dashboard().read_link(&shop(), link_to_read());
    let shown = format!("{:?}", play(read, vec![ok(&link()), list(&[payment("paid")])]).0);
    assert!(!shown.contains("nino") && !shown.contains("mugs"), "{shown}");
}
