//! What a log may hold.

use providers::merchant_dashboard::{Billing, LinkChange, NewLink, Next, Start, customer, links};
use serde_json::json;

use crate::stage::{
    TOKEN, base, link, metadata, new_link, read, request, response, token, told_link, uuid, with,
};

#[track_caller]
fn hides(shown: &str) {
    for hidden in [TOKEN, "Canary", "canary"] {
        assert!(!shown.contains(hidden), "{shown}");
    }
}

#[test]
fn neither_requests_nor_calls_show_a_token_or_a_person() {
    let asked = NewLink {
        name: "canary's cake".into(),
        metadata: metadata(&[("note", "canary")]),
        ..new_link()
    };
    let create = links::create(&asked).unwrap();
    let changed = LinkChange {
        name: Some("canary".into()),
        metadata: Some(metadata(&[("note", "canary")])),
        ..<_>::default()
    };
    let change = links::change(&uuid(), &changed).unwrap();
    let billing = Billing {
        email: Some("canary@shop.example".into()),
        first_name: Some("canary".into()),
        ..<_>::default()
    };
    let asked_start = Start { billing, ..<_>::default() };
    let start = customer::start(&uuid(), &asked_start).unwrap();
    let shown = format!("{asked:?} {create:?} {:?} {changed:?} {change:?}", request(&create));
    hides(&shown);
    assert!(shown.contains("/api/payment-links/"));
    hides(&format!("{:?} {asked_start:?} {start:?}", request(&change)));
    hides(&format!("{:?} {:?}", start.request(&base()), token()));
}

#[test]
fn what_is_known_of_a_person_is_not_shown() {
    let told = with(told_link(), "name", "canary".into());
    let told = with(told, "metadata", json!({ "note": "canary" }));
    let seen = link(&told).unwrap();
    let paid = json!([{ "id": "t1", "customer_email": "canary@shop.example" }, { "id": "a/b",
        "customer_email": "canary@shop.example", "metadata": { "note": "canary" } }]);
    let paid = read(&links::payments(&uuid()), &paid).unwrap();
    let more = json!({ "next": "?cursor=canary", "results": [] });
    let more = read(&links::list(), &more).unwrap();
    assert!(matches!(more.next, Next::More(_)));
    hides(&format!("{seen:?} {paid:?} {more:?} {:?}", response(200, told.to_string())));
}
