//! Looking for a link whose making got no clear answer.

use domain::{Outcome, error::Doubt};
use providers::{CreatedLink, TransportFault};
use serde_json::{Value, json};

use crate::{
    support::{
        Answer, LINK, ask, global_payments, link, list, not_found, now, ok, path, play, query,
        response, sandbox, with,
    },
    troubles::{Became, became},
};

fn found(answers: Vec<Answer>) -> (Outcome<Option<CreatedLink>>, Vec<providers::Request>) {
    play(global_payments().find_link(&sandbox(), ask(), now()), answers)
}

#[test]
fn the_search_names_a_window_that_no_zone_can_shift_past_the_link() {
    let (outcome, sent) = found(vec![list("links", &[])]);
    assert_eq!(outcome, Outcome::Done(None));
    assert_eq!(path(&sent[0]), "/ucp/links");
    let expected = [
        ("page", "1"),
        ("page_size", "100"),
        ("from_time_created", "2026-11-19"),
        ("to_time_created", "2026-11-21"),
        ("order", "ASC"),
        ("order_by", "TIME_CREATED"),
        ("reference", "Table 7 #2-0123456789"),
    ];
    let sent: Vec<_> = query(&sent[0]);
    let sent: Vec<_> = sent.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    assert_eq!(sent, expected);
}

#[test]
fn the_link_with_exactly_our_reference_is_read_and_judged() {
    let near = with(with(link(), "reference", "table 7 #2-0123456789"), "id", "LNK_near");
    let (outcome, sent) = found(vec![list("links", &[near.clone(), link()]), ok(&link())]);
    assert!(matches!(outcome, Outcome::Done(Some(CreatedLink::Usable(_)))));
    assert_eq!(path(&sent[1]), format!("/ucp/links/{LINK}"));

    assert_eq!(found(vec![list("links", &[near])]).0, Outcome::Done(None));

    let other = with(link(), "transactions/amount", "1");
    let (outcome, _) = found(vec![list("links", &[link()]), ok(&other)]);
    assert!(matches!(outcome, Outcome::Done(Some(CreatedLink::Unusable { .. }))));
}

#[test]
fn of_two_links_with_our_reference_none_is_chosen() {
    let second = with(link(), "id", "LNK_second");
    for rows in [[link(), second.clone()], [second, link()]] {
        let (outcome, sent) = found(vec![list("links", &rows)]);
        assert_eq!(became(&outcome), Some(Became::Unclear(Doubt::Different)));
        assert_eq!(sent.len(), 1);
    }
    // One that moved to the next page while it was read is one.
    let (outcome, _) = found(vec![list("links", &[link(), link()]), ok(&link())]);
    assert!(matches!(outcome, Outcome::Done(Some(CreatedLink::Usable(_)))));
}

#[test]
fn a_link_that_is_listed_but_not_readable_is_not_absent() {
    for answer in [not_found(), Err(TransportFault::TimedOut), Ok(response(500, ""))] {
        let (outcome, _) = found(vec![list("links", &[link()]), answer]);
        assert!(became(&outcome).is_some());
    }
}

fn page(rows: &[Value], total: usize) -> Answer {
    ok(&json!({ "total_record_count": total.to_string(), "links": rows }))
}

#[test]
fn every_page_is_read_before_a_link_is_called_absent() {
    let other = with(link(), "reference", "another");
    let (outcome, sent) =
        found(vec![page(&[other.clone(), other.clone()], 3), page(&[link()], 3), ok(&link())]);
    assert!(matches!(outcome, Outcome::Done(Some(CreatedLink::Usable(_)))));
    assert_eq!(query(&sent[1])[0], ("page".to_owned(), "2".to_owned()));

    // The list says that there is more than it shows.
    let (outcome, _) = found(vec![page(&[other], 3), page(&[], 3)]);
    assert_eq!(became(&outcome), Some(Became::Unclear(Doubt::Unreadable)));
    let (outcome, _) = found(vec![page(&[], 1)]);
    assert_eq!(became(&outcome), Some(Became::Unclear(Doubt::Unreadable)));
}

#[test]
fn a_list_that_never_ends_is_left() {
    let other = with(link(), "reference", "another");
    let answers = (0..20).map(|_| page(std::slice::from_ref(&other), 1_000_000)).collect();
    assert_eq!(became(&found(answers).0), Some(Became::Unclear(Doubt::Unreadable)));
}
