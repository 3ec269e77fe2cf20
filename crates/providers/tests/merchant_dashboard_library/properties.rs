//! What holds for any bytes at all.

use proptest::prelude::*;
use providers::merchant_dashboard::{
    DashboardError, LinkChange, Metadata, Next, StaffToken, Start, Words, customer, gone_reason,
    links,
};
use serde_json::{Value, json};

use crate::stage::{TOKEN, UUID, at, base, headers, new_link, request, response, uuid};

/// Bytes that look like an answer as far as they go.
fn like_json() -> impl Strategy<Value = Vec<u8>> {
    let start = prop_oneof![
        Just(format!("{{\"uuid\":\"{UUID}\",")),
        Just(format!("[{{\"uuid\":\"{UUID}\",")),
        Just("{\"results\":[{\"id\":\"t1\",".to_owned()),
        Just("{\"checkout_url\":\"https://".to_owned()),
        Just("{\"name\":[".to_owned()),
        Just(String::new()),
    ];
    let inside = "[\\{\\}\\[\\]\",:a-z0-9_\\\\.<>&;/!=%\\-ქ😀 ]{0,80}";
    (start, inside).prop_map(|(start, inside)| format!("{start}{inside}").into_bytes())
}

/// Well-formed JSON with the names of the API, and any value in any place.
fn any_json() -> impl Strategy<Value = Value> {
    let name = prop_oneof![
        Just("uuid"),
        Just("products"),
        Just("product_id"),
        Just("total"),
        Just("currency"),
        Just("expires_at"),
        Just("max_uses"),
        Just("times_used"),
        Just("is_active"),
        Just("metadata"),
        Just("next"),
        Just("results"),
        Just("count"),
        Just("id"),
        Just("organization"),
        Just("checkout_url"),
        Just("detail"),
        Just("non_field_errors"),
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(|number| json!(number)),
        "\\PC{0,12}".prop_map(Value::from),
        Just(json!(UUID)),
        Just(json!("EUR")),
        Just(json!("12.50")),
        Just(json!("2026-11-21T12:00:00Z")),
        Just(json!("?page=2")),
    ];
    leaf.prop_recursive(4, 48, 8, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            proptest::collection::vec((name.clone(), inner), 0..8)
                .prop_map(|all| all.into_iter().map(|(name, it)| (name.to_owned(), it)).collect()),
        ]
    })
}

fn any_body() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..200),
        like_json(),
        any_json().prop_map(|json| json.to_string().into_bytes()),
    ]
}

/// A success is read or unreadable, and nothing else is.
fn judge<A>(status: u16, read: Result<A, DashboardError>) -> Option<A> {
    let success = (200..=299).contains(&status);
    match read {
        Ok(answer) => {
            assert!(success);
            Some(answer)
        }
        Err(error) => {
            assert_eq!(success, matches!(error, DashboardError::Unreadable(_)), "{error:?}");
            None
        }
    }
}

proptest! {
    #[test]
    fn no_bytes_make_a_reader_fall_over(
        body in any_body(),
        status in prop_oneof![Just(200_u16), 100..600_u16],
    ) {
        let answer = response(status, body);
        let change = LinkChange { is_active: Some(false), ..LinkChange::default() };
        let detail = links::detail(&uuid()).read(Ok(&answer));
        let _ = gone_reason(detail.as_ref(), at("2026-11-21T12:00:00Z"));
        judge(status, detail);
        judge(status, links::create(&new_link()).unwrap().read(Ok(&answer)));
        judge(status, links::change(&uuid(), &change).unwrap().read(Ok(&answer)));
        judge(status, links::delete(&uuid()).read(Ok(&answer)));
        judge(status, links::payments(&uuid()).read(Ok(&answer)));
        judge(status, customer::preview(&uuid()).read(Ok(&answer)));
        judge(status, customer::start(&uuid(), &Start::default()).unwrap().read(Ok(&answer)));
        let page = judge(status, links::list().read(Ok(&answer)));
        if let Some(Next::More(next)) = page.map(|page| page.next) {
            let _ = next.call(&base());
        }
    }

    #[test]
    fn whatever_leads_on_a_token_goes_to_the_list_and_nowhere_else(
        next in "\\PC{0,40}|https://dash\\.example\\.com/[a-z/?.%2e]{0,30}|[a-z:/\\\\@?#.%]{0,30}",
    ) {
        let told = json!({ "next": next, "results": [] }).to_string();
        let page = links::list().read(Ok(&response(200, told))).unwrap();
        if let Next::More(next) = page.next && let Ok(call) = next.call(&base()) {
            let request = request(&call);
            let url = url::Url::parse(&request.url).unwrap();
            prop_assert_eq!(url.origin().ascii_serialization(), "https://dash.example.com");
            prop_assert_eq!((url.path(), url.fragment()), ("/api/payment-links/", None));
            prop_assert!(url.query().is_some());
        }
    }

    #[test]
    fn a_token_that_is_taken_can_stand_in_a_header(text in "\\PC{0,20}|(Token )?[ -~]{0,2010}") {
        if let Ok(token) = StaffToken::new(text.clone().into()) {
            let signed = links::list().request(&base(), &token);
            let (_, value) = headers(&signed).remove(1);
            let shown = value.strip_prefix("Token ").unwrap();
            prop_assert!((8..=2_000).contains(&shown.len()));
            prop_assert!(shown.bytes().all(|byte| byte.is_ascii_graphic()));
            prop_assert!(text.ends_with(shown));
            let debug = format!("{token:?}");
            prop_assert!(!debug.contains(shown));
        }
    }

    #[test]
    fn no_words_are_longer_than_people_read_or_repeat_a_token(
        before in "(?s).{0,300}",
        behind in "(?s)( .{0,50})?",
    ) {
        prop_assert!(Words::new(&before).as_str().chars().count() <= 200);
        let words = Words::new(&format!("{before} {TOKEN}{behind}"));
        prop_assert!(!words.as_str().contains("Canary"));
    }

    #[test]
    fn metadata_that_is_taken_keeps_within_its_limits(
        pairs in proptest::collection::vec(("\\PC{0,42}", "\\PC{0,30}"), 0..60),
    ) {
        if let Ok(metadata) = Metadata::new(pairs) {
            prop_assert!(metadata.iter().count() <= 50);
            for (name, value) in metadata.iter() {
                prop_assert!((1..=40).contains(&name.chars().count()));
                prop_assert!(value.chars().count() <= 500);
            }
        }
    }
}
