//! What staff's calls send: methods, addresses, headers, bodies.

use providers::{
    Class, Method, TimeLimit,
    merchant_dashboard::{
        Call, LinkChange, LinkCurrency, NewLink, Next, Page, PricingMode, Replace, links,
    },
};
use serde_json::{Value, json};

use crate::stage::{
    OTHER, TOKEN, at, base, headers, metadata, new_link, product, read, request, uuid,
};

const OF_LINK: &str = "/api/payment-links/0b9f3c52-6a0e-4c38-9d55-0e5d9a1f7c11/";

/// Asserts method, path and body of `call`, and that it is signed in.
#[track_caller]
fn sends<A>(call: &Call<A>, method: Method, path: &str, body: Option<&Value>) {
    let request = request(call);
    assert_eq!(request.method, method);
    assert_eq!(request.url, format!("https://dash.example.com{path}"));
    let sent = request.body.as_deref().map(|body| serde_json::from_str::<Value>(body).unwrap());
    assert_eq!(sent.as_ref(), body);
    let reads = method == Method::Get;
    assert_eq!(request.class, if reads { Class::Reads } else { Class::Writes });
    assert_eq!(request.limit, if reads { TimeLimit::Read } else { TimeLimit::Write });
    let mut expected = vec![
        ("accept", "application/json".to_owned()),
        ("authorization", format!("Token {TOKEN}")),
    ];
    expected.extend(body.map(|_| ("content-type", "application/json".to_owned())));
    assert_eq!(headers(&request), expected);
    // The call holds no token, and does not ask for one.
    assert!(headers(&call.unsigned(&base())).iter().all(|(name, _)| *name != "authorization"));
}

#[test]
fn a_link_is_asked_for_with_all_that_was_given() {
    let call = links::create(&NewLink {
        name: "ყავა \"ორი\" 😀".into(),
        products: vec![product("prd_espresso", 2), product("prd/cake#1?", 999)],
        currency: LinkCurrency::Usd,
        pricing_mode: Some(PricingMode::TaxExclusive),
        expires_at: Some(at("2026-11-21T12:00:00.5+02:00")),
        max_uses: Some(1),
        metadata: metadata(&[("intent_id", "i-1"), ("reference", "T4")]),
    });
    let body = json!({
        "name": "ყავა \"ორი\" 😀",
        "products": [
            { "product_id": "prd_espresso", "quantity": 2 },
            { "product_id": "prd/cake#1?", "quantity": 999 },
        ],
        "currency": "USD", "pricing_mode": "TAX_EXCLUSIVE",
        "expires_at": "2026-11-21T10:00:00.500Z", "max_uses": 1,
        "metadata": { "intent_id": "i-1", "reference": "T4" },
    });
    sends(&call.unwrap(), Method::Post, "/api/payment-links/", Some(&body));
}

#[test]
fn what_was_not_given_is_not_sent_but_the_currency_always_is() {
    let body = json!({
        "name": "Two coffees", "currency": "EUR",
        "products": [{ "product_id": "prd_espresso", "quantity": 2 }],
    });
    let call = links::create(&new_link()).unwrap();
    sends(&call, Method::Post, "/api/payment-links/", Some(&body));
}

#[test]
fn the_modes_and_currencies_are_sent_by_their_names() {
    for (mode, word) in
        [(PricingMode::TaxInclusive, "TAX_INCLUSIVE"), (PricingMode::TaxExclusive, "TAX_EXCLUSIVE")]
    {
        let call = links::create(&NewLink { pricing_mode: Some(mode), ..new_link() }).unwrap();
        let body: Value = serde_json::from_str(&request(&call).body.unwrap()).unwrap();
        assert_eq!(body["pricing_mode"], word);
    }
    for code in ["USD", "EUR"] {
        let currency: domain::Currency = code.parse().unwrap();
        assert_eq!(LinkCurrency::try_from(currency).unwrap().code(), code);
    }
    for code in ["GEL", "GBP", "JPY"] {
        assert!(LinkCurrency::try_from(code.parse::<domain::Currency>().unwrap()).is_err());
    }
}

#[test]
fn reads_and_deletions_have_no_body_and_each_path_ends_in_a_slash() {
    sends(&links::list(), Method::Get, "/api/payment-links/", None);
    sends(&links::detail(&uuid()), Method::Get, OF_LINK, None);
    sends(&links::delete(&uuid()), Method::Delete, OF_LINK, None);
    sends(&links::payments(&uuid()), Method::Get, &format!("{OF_LINK}payments/"), None);
}

#[test]
fn a_change_sends_what_shall_change_and_nothing_else() {
    for (change, body) in [
        (LinkChange { is_active: Some(false), ..<_>::default() }, json!({ "is_active": false })),
        (LinkChange { name: Some("N".into()), ..<_>::default() }, json!({ "name": "N" })),
        (
            LinkChange { max_uses: Some(Replace::With(3)), ..<_>::default() },
            json!({ "max_uses": 3 }),
        ),
        (
            LinkChange { max_uses: Some(Replace::WithNothing), ..<_>::default() },
            json!({ "max_uses": null }),
        ),
        (
            LinkChange { expires_at: Some(Replace::WithNothing), ..<_>::default() },
            json!({ "expires_at": null }),
        ),
        (LinkChange { metadata: Some(metadata(&[])), ..<_>::default() }, json!({ "metadata": {} })),
        (
            LinkChange {
                name: Some("N".into()),
                is_active: Some(true),
                expires_at: Some(Replace::With(at("2026-12-01T00:00:00Z"))),
                max_uses: Some(Replace::With(1_000)),
                metadata: Some(metadata(&[("intent_id", "i-1")])),
            },
            json!({
                "name": "N", "is_active": true, "expires_at": "2026-12-01T00:00:00.000Z",
                "max_uses": 1000, "metadata": { "intent_id": "i-1" },
            }),
        ),
    ] {
        sends(&links::change(&uuid(), &change).unwrap(), Method::Patch, OF_LINK, Some(&body));
    }
}

#[test]
fn the_next_page_is_asked_for_as_the_dashboard_names_it() {
    let next = |list: &Call<Page<_>>, address: String| {
        let told = json!({ "count": 9, "next": address, "previous": null, "results": [] });
        let Next::More(next) = read(list, &told).unwrap().next else { panic!() };
        next.call(&base()).unwrap()
    };
    let path = "/api/payment-links/?page=2&page_size=50";
    let second = next(&links::list(), format!("https://dash.example.com{path}"));
    sends(&second, Method::Get, path, None);
    let third = next(&second, "https://dash.example.com:443/api/payment-links/?page=3".to_owned());
    sends(&third, Method::Get, "/api/payment-links/?page=3", None);
    for address in ["/api/payment-links/?cursor=a%2Fb", "?cursor=a%2Fb"] {
        let relative = next(&second, address.to_owned());
        sends(&relative, Method::Get, "/api/payment-links/?cursor=a%2Fb", None);
    }
}

#[test]
fn an_uuid_is_sent_in_lower_case() {
    let upper = OTHER.to_uppercase().parse().unwrap();
    let path = format!("/api/payment-links/{OTHER}/");
    sends(&links::detail(&upper), Method::Get, &path, None);
}
