//! Links that the dashboard made twice for one intent, while its answer was lost.

use domain::{Outcome, link::MadeLink, outcome::RejectionClass};
use providers::{CreatedLink, Method, Request, TransportFault};
use serde_json::{Value, json};

use crate::support::{
    Answer, BASE, Became, DIFFERENT, IS_THERE, LINK_ID, LINKS, UUID, ago, ask, became, body,
    dashboard, link, list, no, now, ok, other_uuid, page, paths, payment, play, response, shop,
    with, without,
};

/// The link that the dashboard made first, by its own clock.
fn older() -> Value {
    with(link(), "created_at", ago(20))
}

/// The same once more.
fn younger() -> Value {
    with(with(link(), "uuid", other_uuid(9)), "created_at", ago(10))
}

fn off(link: Value) -> Value {
    with(link, "is_active", false)
}

fn listed() -> Vec<Answer> {
    vec![list(&[younger(), older()]), ok(&younger()), ok(&older())]
}

fn find(answers: Vec<Answer>) -> (Outcome<Option<CreatedLink>>, Vec<Request>) {
    play(dashboard().find_link(&shop(), ask(), now()), answers)
}

/// What comes of two links after these answers, and what was written.
fn after(read: Vec<Answer>, answers: Vec<Answer>) -> (Became, Vec<(Method, String)>) {
    let (came, sent) = find([read, answers].concat());
    assert_ne!(came, Outcome::Done(None), "they are called absent");
    let writes = sent.iter().filter(|request| request.method != Method::Get);
    (became(&came), writes.map(|request| (request.method, request.url.clone())).collect())
}

fn uuid(came: Outcome<Option<CreatedLink>>) -> String {
    match came {
        Outcome::Done(Some(CreatedLink::Usable(MadeLink { provider_id, .. }))) => {
            provider_id.as_str().to_owned()
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_older_one_is_the_link_and_the_younger_is_switched_off_and_read_back() {
    let answers = vec![list(&[]), ok(&off(younger())), ok(&off(younger()))];
    let (came, sent) = find([listed(), answers].concat());
    assert_eq!(uuid(came), UUID);
    let other = format!("{}/", other_uuid(9));
    let due = [
        String::new(),
        other.clone(),
        format!("{UUID}/"),
        format!("{other}payments/"),
        other.clone(),
        other,
    ];
    assert_eq!(paths(&sent), due);
    assert_eq!((sent[4].method, body(&sent[4])), (Method::Patch, json!({ "is_active": false })));
    let reads = sent.iter().filter(|request| request.method == Method::Get).count();
    assert_eq!(reads, sent.len() - 1);
}

#[test]
fn one_that_is_off_is_never_the_link() {
    // The look before was broken off: nothing is written again.
    let rows = [older(), off(younger())];
    let read = vec![list(&rows), ok(&rows[0]), ok(&rows[1])];
    let (came, sent) = find([read, vec![list(&[])]].concat());
    assert_eq!(uuid(came), UUID);
    assert!(sent.iter().all(|request| request.method == Method::Get));
    let rows = [off(older()), younger()];
    let read = vec![list(&rows), ok(&rows[0]), ok(&rows[1])];
    let (came, _) = find([read, vec![list(&[])]].concat());
    assert_eq!(uuid(came), other_uuid(9));
    let rows = [off(older()), off(younger())];
    let read = vec![list(&rows), ok(&rows[0]), ok(&rows[1])];
    assert_eq!(after(read, vec![]), (DIFFERENT, vec![]));
}

#[test]
fn each_of_three_but_the_oldest_is_switched_off() {
    let third = || with(with(link(), "uuid", other_uuid(8)), "created_at", ago(5));
    let rows = [third(), younger(), older()];
    let read: Vec<_> = [list(&rows)].into_iter().chain(rows.iter().map(ok)).collect();
    let ended = |link: Value| vec![list(&[]), ok(&off(link.clone())), ok(&off(link))];
    let (came, written) = after(read, [ended(younger()), ended(third())].concat());
    assert_eq!(came, Became::Done);
    let patch = |nth| (Method::Patch, format!("{BASE}{LINKS}{}/", other_uuid(nth)));
    assert_eq!(written, [patch(9), patch(8)]);
}

#[test]
fn what_somebody_may_have_begun_to_pay_is_left_as_it_is() {
    for begun in [payment("pending"), payment("paid"), payment("failed"), json!("?")] {
        assert_eq!(after(listed(), vec![list(&[begun])]), (DIFFERENT, vec![]));
    }
    let next = format!("{BASE}{LINKS}{}/payments/?page=2", other_uuid(9));
    let paged = vec![page(&[payment("paid")], &next)];
    assert_eq!(after(listed(), paged), (DIFFERENT, vec![]));
    for count in ["times_used", "paid_count"] {
        let used = with(younger(), count, 1);
        let read = vec![list(&[used.clone(), older()]), ok(&used), ok(&older())];
        assert_eq!(after(read, vec![list(&[])]), (DIFFERENT, vec![]), "{count}");
        // It was used meanwhile.
        let meanwhile = vec![list(&[]), ok(&off(younger())), ok(&off(used))];
        assert_eq!(after(listed(), meanwhile).0, DIFFERENT, "{count}");
    }
}

#[test]
fn links_that_are_not_alike_are_left_as_they_are() {
    let unlike = [
        with(younger(), "total", "42.23"),
        with(younger(), "max_uses", 2),
        with(younger(), "public_url", "https://evil.example/l/1"),
        // A label alone is anybody's.
        without(younger(), "metadata"),
    ];
    for other in unlike {
        let read = vec![list(&[younger(), older()]), ok(&other), ok(&older())];
        assert_eq!(after(read, vec![]), (DIFFERENT, vec![]), "{other}");
    }
    // Nor where nobody knows whether the older one is open.
    let untold = without(older(), "is_active");
    let read = vec![list(&[younger(), older()]), ok(&younger()), ok(&untold)];
    assert_eq!(after(read, vec![]), (DIFFERENT, vec![]));
}

#[test]
fn where_one_can_not_be_switched_off_now_they_are_looked_for_again() {
    let troubles = || {
        [
            no(403),
            no(404),
            Ok(response(500, "")),
            Ok(response(429, "")),
            Ok(response(200, "<html>")),
            Err(TransportFault::TimedOut),
            Err(TransportFault::Connect),
        ]
    };
    let before = [vec![], vec![list(&[])], vec![list(&[]), ok(&off(younger()))]];
    for answers in before {
        for trouble in troubles() {
            let came = after(listed(), [answers.clone(), vec![trouble.clone()]].concat()).0;
            assert_eq!(came, IS_THERE, "{trouble:?}");
        }
        let over = after(listed(), [answers, vec![no(401)]].concat()).0;
        assert_eq!(over, Became::Rejected(RejectionClass::Credentials));
    }
    // The dashboard took the write, and the link is open all the same, or another's.
    for read_back in
        [younger(), with(off(younger()), "metadata", json!({ "intent_id": "another" }))]
    {
        let answers = vec![list(&[]), ok(&off(younger())), ok(&read_back)];
        assert_eq!(after(listed(), answers).0, DIFFERENT);
    }
    assert_eq!(younger()["metadata"]["intent_id"], LINK_ID);
}
