//! Lists: two forms, rows that can't be read, and addresses of next pages that lead away.

use providers::merchant_dashboard::{
    ApiBase, Call, DashboardError, Link, Named, Next, NextFault, Page, Unreadable, links,
};
use serde_json::{Value, json};

use crate::stage::{OTHER, UUID, base, read, told_link, uuid, with};

fn page(told: &Value) -> Page<Link> {
    read(&links::list(), told).unwrap()
}

fn paged(next: &Value, count: u64) -> Value {
    json!({ "count": count, "next": next, "previous": null, "results": [told_link()] })
}

/// What comes of following `address`.
fn follow(base: &ApiBase, address: &str) -> Result<Call<Page<Link>>, NextFault> {
    match page(&paged(&json!(address), 100)).next {
        Next::More(next) => next.call(base),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_bare_array_is_the_whole_list() {
    let all = page(&json!([told_link(), with(told_link(), "uuid", OTHER.into())]));
    let ids: Vec<_> = all.rows().map(|link| link.uuid.as_str()).collect();
    assert_eq!(ids, [UUID, OTHER]);
    assert_eq!((all.count, &all.next, all.is_whole()), (None, &Next::End, true));
    let none = page(&json!([]));
    assert_eq!((none.data.len(), none.next), (0, Next::End));
}

#[test]
fn a_page_says_whether_the_list_goes_on() {
    let last = page(&paged(&json!(null), 1));
    assert_eq!((last.rows().count(), last.count, last.next), (1, Some(1), Next::End));
    assert_eq!(page(&paged(&json!(""), 1)).next, Next::End);
    let first = page(&paged(&json!("https://dash.example.com/api/payment-links/?page=2"), 2));
    assert!(matches!(first.next, Next::More(_)));
}

#[test]
fn where_nobody_knows_whether_more_follow_it_is_not_the_end() {
    let untold = json!({ "count": 1, "previous": null, "results": [] });
    assert_eq!(page(&untold).next, Next::Unknown);
    for odd in [json!(2), json!(true), json!({}), json!(["x"])] {
        let page = page(&paged(&odd, 1));
        assert_eq!((page.rows().count(), page.next), (1, Next::Unknown));
    }
    // The only page, and fewer rows than there are.
    assert_eq!(page(&paged(&json!(null), 2)).next, Next::Unknown);
    // The last of several pages has fewer rows, of course.
    let second = follow(&base(), "?page=2").unwrap();
    assert_eq!(read(&second, &paged(&json!(null), 21)).unwrap().next, Next::End);
}

#[test]
fn only_an_address_within_the_list_is_followed() {
    for (address, fault) in [
        ("https://evil.example/api/payment-links/?page=2", NextFault::ForeignOrigin),
        ("//evil.example/api/payment-links/?page=2", NextFault::ForeignOrigin),
        ("http://dash.example.com/api/payment-links/?page=2", NextFault::ForeignOrigin),
        ("https://dash.example.com:8443/api/payment-links/?page=2", NextFault::ForeignOrigin),
        ("https://dash.example.com.evil.example/api/payment-links/", NextFault::ForeignOrigin),
        ("https://dash.example.com./api/payment-links/?page=2", NextFault::ForeignOrigin),
        ("file:///api/payment-links/?page=2", NextFault::ForeignOrigin),
        ("data:text/plain,x", NextFault::ForeignOrigin),
        ("https://a@dash.example.com/api/payment-links/?page=2", NextFault::Malformed),
        ("https://a:b@dash.example.com/api/payment-links/?page=2", NextFault::Malformed),
        ("https://", NextFault::Malformed),
        ("/api/payment-links?page=2", NextFault::OtherPath),
        ("/api/payment-links/../users/?page=2", NextFault::OtherPath),
        ("/api/payment-links/%2e%2e/users/?page=2", NextFault::OtherPath),
        ("/api/payment-links/public/x/", NextFault::OtherPath),
        ("/api/payment-links/x/payments/", NextFault::OtherPath),
        ("/?page=2", NextFault::OtherPath),
        ("/api/payment-links/", NextFault::SamePage),
        ("/api/payment-links/?", NextFault::SamePage),
        ("#page=2", NextFault::SamePage),
    ] {
        assert_eq!(follow(&base(), address).err(), Some(fault), "{address}");
    }
    let long = format!("?cursor={}", "a".repeat(2_048));
    assert_eq!(follow(&base(), &long).err(), Some(NextFault::Malformed));
    // A port of one's own is part of the origin.
    let local = ApiBase::new("http://127.0.0.1:8080").unwrap();
    assert!(follow(&local, "http://127.0.0.1:8080/api/payment-links/?page=2").is_ok());
    let other = follow(&local, "http://127.0.0.1:8081/api/payment-links/?page=2");
    assert_eq!(other.err(), Some(NextFault::ForeignOrigin));
}

#[test]
fn a_page_that_leads_to_itself_is_not_asked_for_without_end() {
    let second = follow(&base(), "?page=2").unwrap();
    let told = paged(&json!("https://dash.example.com/api/payment-links/?page=2"), 100);
    let Next::More(again) = read(&second, &told).unwrap().next else { panic!() };
    assert_eq!(again.call(&base()).err(), Some(NextFault::SamePage));
}

#[test]
fn payments_of_a_link_are_followed_within_that_link() {
    let list = links::payments(&uuid());
    let next = |address: String| {
        let told = json!({ "count": 9, "next": address, "results": [{ "id": "t1" }] });
        match read(&list, &told).unwrap().next {
            Next::More(next) => next.call(&base()),
            other => panic!("{other:?}"),
        }
    };
    let second = next(format!("/api/payment-links/{UUID}/payments/?page=2")).unwrap();
    let url = second.unsigned(&base()).url;
    let ours = format!("https://dash.example.com/api/payment-links/{UUID}/payments/?page=2");
    assert_eq!(url, ours);
    let others = next(format!("/api/payment-links/{OTHER}/payments/?page=2"));
    assert_eq!(others.err(), Some(NextFault::OtherPath));
}

#[test]
fn a_row_that_cannot_be_read_hides_none_of_the_others_and_is_named() {
    let nameless = with(told_link(), "uuid", json!("a/b"));
    let torn = format!(r#"{{"uuid":"{OTHER}","metadata":{{"intent_id":"a","intent_id":"b"}}}}"#);
    let rows = format!(
        r#"[{},{nameless},{torn},42,null,"x",[{{}}],{{"uuid":"x","uuid":"y"}},{{}}]"#,
        told_link()
    );
    for body in [rows.clone(), format!(r#"{{"results":{rows},"next":null}}"#)] {
        let page = links::list().read(Ok(&crate::stage::response(200, body))).unwrap();
        assert_eq!(page.rows().map(|row| row.uuid.as_str()).collect::<Vec<_>>(), [UUID]);
        assert!(!page.is_whole());
        let bad = page.data[1].as_ref().unwrap_err();
        assert_eq!(bad.id.as_deref(), Some("a/b"));
        assert_eq!(bad.why, Unreadable::Malformed { name: "uuid" });
        assert_eq!(bad.metadata.named("intent_id"), Named::With("i-1"));
        assert_eq!(bad.created_at.known(), Some(&crate::stage::at("2026-11-20T12:00:00Z")));
        let torn = page.data[2].as_ref().unwrap_err();
        assert_eq!(torn.id.as_deref(), Some(OTHER));
        assert_eq!(torn.why, Unreadable::Malformed { name: "metadata" });
        assert_eq!(torn.metadata.named("intent_id"), Named::NotTold);
        for row in &page.data[3..8] {
            assert_eq!(row.as_ref().unwrap_err().why, Unreadable::Format);
        }
        let empty = page.data[8].as_ref().unwrap_err();
        assert_eq!(empty.why, Unreadable::Missing { name: "uuid" });
    }
}

#[test]
fn a_payment_whose_id_could_be_anything_is_no_payment() {
    let told = json!([{ "id": "a/b", "status": "paid" }, { "status": "paid" }, { "id": "t1" }]);
    let page = read(&links::payments(&uuid()), &told).unwrap();
    assert_eq!(page.rows().count(), 1);
    let odd = page.data[0].as_ref().unwrap_err();
    assert_eq!((odd.id.as_deref(), odd.why), (Some("a/b"), Unreadable::Malformed { name: "id" }));
    assert_eq!(page.data[1].as_ref().unwrap_err().why, Unreadable::Missing { name: "id" });
}

#[test]
fn a_list_that_is_refused_is_no_empty_one() {
    let read = links::list().read(Ok(&crate::stage::response(403, "[]")));
    assert!(matches!(read, Err(DashboardError::Forbidden { .. })));
}
