//! Looking for a link whose making got no clear answer.

use domain::{Outcome, error::Doubt};
use providers::CreatedLink;
use serde_json::{Value, json};

use crate::support::{
    Answer, Became, ask, became, global_payments, link, list, now, ok, path, play, query, sandbox,
    with,
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

fn page(rows: &[Value], total: usize) -> Answer {
    ok(&json!({ "total_record_count": total.to_string(), "links": rows }))
}

#[test]
fn a_list_that_never_ends_is_left() {
    let other = with(link(), "reference", "another");
    let answers = (0..20).map(|_| page(std::slice::from_ref(&other), 1_000_000)).collect();
    assert_eq!(became(&found(answers).0), Some(Became::Unclear(Doubt::Unreadable)));
}
