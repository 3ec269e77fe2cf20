//! Looking for the link that a create may have made.

use std::time::Duration;

use domain::{Outcome, account::Account, error::Doubt, outcome::RejectionClass};
use providers::{CreatedLink, TransportFault};
use serde_json::{Value, json};

use crate::support::{
    Answer, BASE, Became, LINK_ID, LINKS, REFERENCE, UNREADABLE, UUID, ago, ahead, ask, became,
    dashboard, key, last_page, link, links_page, list, no, now, ok, other_uuid, outcome, page,
    paths, play, response, shop, stranger, template, unusable, with, without,
};

const MINUTE: u64 = 60;

/// Looks for what was asked for a minute ago.
fn find(answers: Vec<Answer>) -> (Outcome<Option<CreatedLink>>, Vec<String>) {
    let since = now().minus(Duration::from_mins(1));
    let (outcome, sent) = play(dashboard().find_link(&shop(), ask(), since), answers);
    (outcome, paths(&sent).into_iter().map(str::to_owned).collect())
}

fn found(answers: Vec<Answer>) -> Became {
    let (outcome, _) = find(answers);
    match outcome {
        Outcome::Done(None) => panic!("it is called absent"),
        other => became(&other),
    }
}

fn is_absent(answers: Vec<Answer>) -> bool {
    find(answers).0 == Outcome::Done(None)
}

/// A row that does not tell its metadata.
fn mute(row: Value) -> Value {
    without(row, "metadata")
}

/// A row that tells neither its metadata nor its label.
fn dumb(row: Value) -> Value {
    without(mute(row), "name")
}

#[test]
fn it_is_found_by_our_id_and_read_before_it_is_adopted() {
    let row = without(without(link(), "public_url"), "total");
    let (came, asked) = find(vec![list(&[stranger(1, 0), row]), ok(&link())]);
    let create = dashboard().create_link(&shop(), ask(), key());
    let created = outcome(create, vec![ok(&link())]);
    assert_eq!(came, created.map(Some));
    assert_eq!(asked, [String::new(), format!("{UUID}/")]);
}

#[test]
fn what_was_made_in_another_way_than_asked_is_found_and_never_shown() {
    let other = with(link(), "max_uses", 5);
    let (came, _) = find(vec![list(std::slice::from_ref(&other)), ok(&other)]);
    assert_eq!(came, Outcome::Done(Some(unusable(Doubt::Different))));
}

#[test]
fn nothing_of_ours_in_all_of_the_list_is_absent() {
    assert!(is_absent(vec![list(&[])]));
    // The first page is short of what the list itself counts.
    assert_eq!(found(vec![last_page(&[])]), UNREADABLE);
    assert!(is_absent(vec![list(&[stranger(1, 0), stranger(2, 9_000)])]));
}

#[test]
fn a_list_is_read_page_by_page_back_to_when_it_was_asked_for() {
    let first = || page(&[stranger(3, 0), stranger(2, 2 * MINUTE)], &links_page(2));
    let past = page(&[stranger(1, 7 * MINUTE)], &links_page(3));
    let (came, asked) = find(vec![first(), past]);
    assert_eq!(came, Outcome::Done(None));
    assert_eq!(asked, ["", "?page=2"]);
    // Clocks differ: what seems to be a little older may be ours.
    let near = page(&[stranger(1, 5 * MINUTE)], &links_page(3));
    let (came, asked) = find(vec![first(), near, last_page(&[link()]), ok(&link())]);
    assert_eq!(became(&came), Became::Done);
    assert_eq!(asked[..3], ["", "?page=2", "?page=3"]);
}

#[test]
fn an_old_row_ends_only_a_list_that_goes_from_new_to_old() {
    let old = || stranger(1, 9_000);
    let from_old_to_new = stranger(5, 9_001);
    let without_a_moment = without(stranger(5, 0), "created_at");
    let without_an_id = without(without_a_moment.clone(), "uuid");
    for first in [from_old_to_new, without_a_moment, without_an_id] {
        let listed = page(&[first.clone(), old()], &links_page(2));
        let came = found(vec![listed, last_page(&[link()]), ok(&link())]);
        assert_eq!(came, Became::Done, "{first}");
    }
}

#[test]
fn a_list_that_leads_elsewhere_in_circles_or_nowhere_is_left_and_nothing_is_absent() {
    let rows = [stranger(2, 0), stranger(1, 0)];
    for next in [
        "https://evil.example/api/payment-links/?page=2".to_owned(),
        "http://test.dash.example.com/api/payment-links/?page=2".to_owned(),
        format!("{BASE}/api/users/?page=2"),
        format!("{BASE}{LINKS}"),
        "::".to_owned(),
    ] {
        let (came, asked) = find(vec![page(&rows, &next)]);
        assert_eq!((became(&came), asked.len()), (UNREADABLE, 1), "{next}");
    }
    // The same rows again and again.
    let again = vec![page(&rows, &links_page(2)), page(&rows, &links_page(3))];
    assert_eq!(found(again), UNREADABLE);
    // What was found is there all the same.
    let found_first = page(&[link(), stranger(1, 0)], "::");
    assert_eq!(found(vec![found_first.clone(), ok(&link())]), Became::Done);
    let another = with(link(), "metadata", json!({ "intent_id": "another" }));
    assert_eq!(found(vec![found_first, ok(&another)]), UNREADABLE);
    // Nothing says whether more follow.
    assert_eq!(found(vec![ok(&json!({ "results": rows }))]), UNREADABLE);
    assert_eq!(found(vec![ok(&json!({ "results": rows, "next": 17 }))]), UNREADABLE);
}

#[test]
fn a_list_that_never_ends_is_left_after_fifty_pages() {
    let pages = (0_u32..50).map(|n| page(&[stranger(n.into(), 0)], &links_page(n + 2))).collect();
    assert_eq!(found(pages), UNREADABLE);
}

#[test]
fn a_list_without_metadata_is_looked_into_by_the_label() {
    let rows = [mute(stranger(1, 0)), mute(link())];
    let (came, asked) = find(vec![list(&rows), ok(&link())]);
    assert_eq!(became(&came), Became::Done);
    assert_eq!(asked[1..], [format!("{UUID}/")]);
    // A reference that only begins like ours is another one.
    let longer = with(mute(link()), "name", format!("{REFERENCE}0 Two mugs"));
    assert!(is_absent(vec![list(&[longer])]));
    // An empty id tells nothing.
    let empty = with(link(), "metadata", json!({ "intent_id": "" }));
    assert_eq!(found(vec![list(&[empty]), ok(&link())]), Became::Done);
    // Our references are unique: where no metadata is told at all, the label is enough.
    assert_eq!(found(vec![list(&[mute(link())]), ok(&mute(link()))]), Became::Done);
    assert!(is_absent(vec![
        list(&[mute(link())]),
        ok(&stranger(0, 0)).map(|answer| with_our_uuid(&answer))
    ]));
}

/// The same answer about the link that was asked for.
fn with_our_uuid(answer: &providers::Response) -> providers::Response {
    let body: Value = serde_json::from_slice(&answer.body).unwrap();
    response(200, with(body, "uuid", UUID).to_string())
}

#[test]
fn a_row_that_tells_nothing_is_read_by_itself() {
    let rows = [dumb(stranger(1, 0)), dumb(stranger(2, 9_000)), dumb(link())];
    let (came, asked) = find(vec![list(&rows), ok(&stranger(1, 0)), ok(&link())]);
    assert_eq!(became(&came), Became::Done);
    assert_eq!(asked[1..], [format!("{}/", other_uuid(1)), format!("{UUID}/")]);
    // Where the link itself does not tell, nobody knows.
    assert_eq!(found(vec![list(&rows[2..]), ok(&rows[2])]), UNREADABLE);
    let many: Vec<_> = (0..21).map(|nth| dumb(stranger(nth, 0))).collect();
    assert_eq!(found(vec![list(&many)]), UNREADABLE);
}

#[test]
fn a_row_that_can_not_be_read_is_not_absent() {
    let marked = |intent: &str| json!({ "uuid": "?", "metadata": { "intent_id": intent }, "created_at": now().rfc3339() });
    assert_eq!(found(vec![list(&[marked(LINK_ID)])]), UNREADABLE);
    assert_eq!(found(vec![list(&[json!("?")])]), UNREADABLE);
    assert!(is_absent(vec![list(&[marked("another")])]));
    let old = json!({ "uuid": "?", "created_at": "2026-11-20T13:00:00Z" });
    assert!(is_absent(vec![list(&[old])]));
    let broken = with(link(), "metadata", json!({ "intent_id": LINK_ID }));
    let text = broken.to_string().replace("{\"intent_id\"", "{\"a\":1,\"a\":2,\"intent_id\"");
    let row = Ok(response(200, format!("[{text}]")));
    assert_eq!(found(vec![row, ok(&link())]), Became::Done);
}

#[test]
fn what_the_list_has_shown_to_be_ours_is_never_called_absent() {
    let marked = |metadata: Value| with(link(), "metadata", metadata);
    for other in [marked(json!({ "intent_id": "another" })), marked(json!({}))] {
        assert_eq!(found(vec![list(&[link()]), ok(&other)]), UNREADABLE, "{other}");
    }
    // Staff changed the label meanwhile, and the link itself tells no metadata.
    let renamed = with(mute(link()), "name", "Renamed");
    for row in [link(), mute(link())] {
        assert_eq!(found(vec![list(&[row]), ok(&renamed)]), UNREADABLE);
    }
}

#[test]
fn a_link_on_two_pages_is_one() {
    let moved = vec![page(&[link()], &links_page(2)), last_page(&[link(), stranger(1, 0)])];
    assert_eq!(found([moved, vec![ok(&link())]].concat()), Became::Done);
}

#[test]
fn what_was_not_answered_is_not_absent() {
    for answer in [
        Ok(response(500, "")),
        Ok(response(404, "<html>")),
        ok(&json!({})),
        no(404),
        Err(TransportFault::TimedOut),
        Err(TransportFault::TooLarge),
    ] {
        assert_ne!(found(vec![answer.clone()]), Became::Done, "{answer:?}");
        assert_ne!(found(vec![list(&[link()]), answer.clone()]), Became::Done, "{answer:?}");
        let second = vec![page(&[stranger(1, 0)], &links_page(2)), answer.clone()];
        assert_ne!(found(second), Became::Done, "{answer:?}");
    }
    assert_eq!(found(vec![no(401)]), Became::Rejected(RejectionClass::Credentials));
    // It stood in the list.
    assert_eq!(found(vec![list(&[link()]), no(404)]), UNREADABLE);
}

#[test]
fn a_link_that_nobody_can_pay_any_more_is_not_shown() {
    let over = [
        with(link(), "is_active", false),
        with(link(), "times_used", 1),
        with(link(), "expires_at", ago(0)),
    ];
    // Its address may be made from a template, too.
    let pay_page = Some(template("https://pay.dash.example.com/l/{uuid}"));
    let shop = Account { pay_page, ..shop() };
    for link in over {
        for link in [link.clone(), without(link, "public_url")] {
            let came = outcome(
                dashboard().find_link(&shop, ask(), now()),
                vec![list(std::slice::from_ref(&link)), ok(&link)],
            );
            assert_eq!(came, Outcome::Done(Some(unusable(Doubt::Different))), "{link}");
        }
    }
    for open in [with(link(), "expires_at", ahead(1)), without(link(), "is_active")] {
        let came = outcome(
            dashboard().find_link(&shop, ask(), now()),
            vec![list(std::slice::from_ref(&open)), ok(&open)],
        );
        assert!(matches!(came, Outcome::Done(Some(CreatedLink::Usable(_)))), "{came:?}");
    }
}
