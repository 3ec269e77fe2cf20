//! Answers of success that can't be understood: each of them proves no more than no answer at all.

use providers::merchant_dashboard::{Call, DashboardError, Link, Unreadable, links};
use serde_json::json;

use crate::stage::{OTHER, UUID, link, new_link, read, response, told_link, uuid, with};

#[track_caller]
fn unreadable<A: std::fmt::Debug>(call: &Call<A>, body: impl Into<Vec<u8>>) -> Unreadable {
    match call.read(Ok(&response(200, body))) {
        Err(DashboardError::Unreadable(why)) => why,
        other => panic!("{other:?}"),
    }
}

fn create() -> Call<Link> {
    links::create(&new_link()).unwrap()
}

#[test]
fn what_is_no_object_is_no_link() {
    let whole = told_link().to_string();
    for body in [
        "",
        " ",
        "null",
        "true",
        "0",
        "\"x\"",
        "[]",
        "[{}]",
        "<html>maintenance</html>",
        &whole[..whole.len() - 2],
        "{",
        "{\"uuid\"",
        &whole.replacen('{', "{\"uuid\":\"x\",", 1),
        "{\"name\":\"\\ud800\"}",
        &format!("{whole}{{}}"),
    ] {
        assert_eq!(unreadable(&create(), body), Unreadable::Format, "{body}");
        assert_eq!(unreadable(&links::detail(&uuid()), body), Unreadable::Format, "{body}");
    }
    assert_eq!(unreadable(&create(), b"{\"uuid\":\"\xff\"}".as_slice()), Unreadable::Format);
}

#[test]
fn what_is_neither_a_list_nor_a_page_is_none_and_never_an_empty_one() {
    let missing = Unreadable::Missing { name: "results" };
    let malformed = Unreadable::Malformed { name: "results" };
    for (body, why) in [
        ("", Unreadable::Format),
        ("null", Unreadable::Format),
        ("\"[]\"", Unreadable::Format),
        ("[{}", Unreadable::Format),
        ("<html></html>", Unreadable::Format),
        ("{\"results\":[],\"results\":[]}", Unreadable::Format),
        ("{}", missing),
        ("{\"count\":0,\"next\":null}", missing),
        ("{\"detail\":\"no\"}", missing),
        ("{\"results\":null}", malformed),
        ("{\"results\":{}}", malformed),
        ("{\"results\":\"[]\"}", malformed),
        ("{\"results\":0}", malformed),
    ] {
        assert_eq!(unreadable(&links::list(), body), why, "{body}");
        assert_eq!(unreadable(&links::payments(&uuid()), body), why, "{body}");
    }
}

#[test]
fn deep_nesting_never_ends_the_program() {
    let deep = format!("{}1{}", "[".repeat(50_000), "]".repeat(50_000));
    let body = format!("{{\"uuid\":\"{UUID}\",\"products\":{deep},\"metadata\":{deep}}}");
    let _ = create().read(Ok(&response(200, body.clone())));
    let _ = links::list().read(Ok(&response(200, deep.clone())));
    let _ = links::list().read(Ok(&response(200, body)));
    assert!(create().read(Ok(&response(400, deep))).is_err());
}

#[test]
fn a_link_without_a_uuid_is_none() {
    for id in [json!(null), json!("")] {
        let told = with(told_link(), "uuid", id);
        let missing = Unreadable::Missing { name: "uuid" };
        assert_eq!(read(&create(), &told).err(), Some(missing.into()));
    }
    for id in [
        json!(".."),
        json!("public"),
        json!(7),
        json!({}),
        json!(UUID.replace('-', "")),
        json!(format!("{{{UUID}}}")),
        json!(format!("{UUID}/")),
        json!(UUID.replacen('0', "g", 1)),
        json!(UUID.replacen('-', "0", 1)),
    ] {
        let told = with(told_link(), "uuid", id);
        let malformed = Unreadable::Malformed { name: "uuid" };
        assert_eq!(read(&create(), &told).err(), Some(malformed.into()), "{told}");
    }
}

#[test]
fn an_answer_about_another_link_is_refused() {
    let other = with(told_link(), "uuid", OTHER.into());
    let not_ours = DashboardError::Unreadable(Unreadable::NotOurs { name: "uuid" });
    assert_eq!(link(&other).err(), Some(not_ours.clone()));
    let off =
        providers::merchant_dashboard::LinkChange { is_active: Some(false), ..<_>::default() };
    let change = links::change(&uuid(), &off).unwrap();
    assert_eq!(read(&change, &other).err(), Some(not_ours));
    // A new one may have any, and capitals are the same.
    assert!(read(&create(), &other).is_ok());
    assert!(link(&with(told_link(), "uuid", UUID.to_uppercase().into())).is_ok());
}
