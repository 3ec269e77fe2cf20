//! Links made of products ('Staff routes'), and when they may be shown.

use domain::{
    TillError, Timestamp, error::Doubt, ids::ProviderLinkId, link::MadeLink,
    outcome::RejectionClass, pay_url::PayUrl,
};
use providers::{CreatedLink, Response};
use serde_json::{Value, json};

use super::{
    errors::{gone, noes},
    records::{LINK, URL, link, preview},
    turns::{CREATE, get_link, get_preview, turns},
};
use crate::{
    answers::{Answer, ok, with, without},
    asks::{CHAIR, TABLE, amount, new_link},
    due::Due,
    script::{About, Lie, Play, Script},
    told::Told,
};

const UNREADABLE: Due = Due::Unclear(Doubt::Unreadable);

pub(super) fn link_id() -> ProviderLinkId {
    ProviderLinkId::try_from(LINK.to_owned()).unwrap()
}

fn end() -> Timestamp {
    new_link().expires_at
}

/// The link, where its total is not what was asked.
fn usable_for(minor: Option<u64>) -> CreatedLink {
    CreatedLink::Usable(MadeLink {
        provider_id: link_id(),
        url: PayUrl::stored(URL.to_owned()),
        expires_at: Some(end()),
        total: minor.map(|minor| amount(minor, "EUR")),
    })
}

pub(super) fn usable() -> CreatedLink {
    usable_for(None)
}

pub(super) fn unusable(doubt: Doubt) -> CreatedLink {
    because(TillError::InvalidResponse { doubt })
}

fn because(error: TillError) -> CreatedLink {
    CreatedLink::Unusable { provider_id: Some(link_id()), error }
}

/// Links that are not the one asked for, or can't be shown, and what becomes of each.
pub(super) fn unlike() -> Vec<(About, Value, CreatedLink)> {
    let other = |about, path: &str, value: Value| {
        (about, with(link(), path, value), unusable(Doubt::Different))
    };
    let total =
        |text: &str, minor| (About::Amount, with(link(), "total", text), usable_for(Some(minor)));
    let elsewhere = |url: &str, host: &str| {
        let error = TillError::ForeignHost { host: host.to_owned() };
        (About::Address, with(link(), "public_url", url), because(error))
    };
    let malformed =
        |url: &str| (About::Address, with(link(), "public_url", url), unusable(Doubt::Unreadable));
    let no_total =
        |total: Value| (About::Amount, with(link(), "total", total), unusable(Doubt::Unreadable));
    let product = |id: &str, quantity: u32| json!({ "product_id": id, "quantity": quantity });
    let products = |of: Value| other(About::Terms, "products", of);
    vec![
        // Put to staff before anybody sees it.
        total("20.00", 2_000),
        total("19.98", 1_998),
        total("199.90", 19_990),
        total("1999", 199_900),
        no_total(Value::Null),
        no_total(json!("")),
        no_total(json!("19.999")),
        no_total(json!("19,99")),
        no_total(json!("-19.99")),
        no_total(json!("19.99 EUR")),
        other(About::Amount, "total", json!("0.00")),
        other(About::Currency, "currency", json!("USD")),
        other(About::Reference, "metadata/reference", json!("Table 7 #2-9876543210")),
        other(About::Reference, "metadata/reference", json!("table 7 #2-0123456789")),
        elsewhere("https://evil.example/l/1", "evil.example"),
        elsewhere(
            "https://pay.sandbox.shop.example.evil.example/l/1",
            "pay.sandbox.shop.example.evil.example",
        ),
        // Real money's, and the dashboard itself, which was never confirmed.
        elsewhere("https://pay.shop.example/l/1", "pay.shop.example"),
        elsewhere("https://dash.sandbox.shop.example/pay/1", "dash.sandbox.shop.example"),
        elsewhere("http://127.0.0.1:7704/pay/1", "127.0.0.1"),
        malformed("http://pay.sandbox.shop.example/l/1"),
        malformed("https://staff@pay.sandbox.shop.example/l/1"),
        malformed("javascript:alert(1)"),
        // It could be paid more often than a counter sale.
        other(About::Terms, "max_uses", json!(2)),
        other(About::Terms, "max_uses", Value::Null),
        // Or longer.
        other(About::Terms, "expires_at", json!("2026-11-20T14:18:02Z")),
        other(About::Terms, "expires_at", Value::Null),
        products(json!([])),
        products(Value::Null),
        products(json!([product(CHAIR, 2)])),
        products(json!([product(CHAIR, 1), product(TABLE, 1)])),
        products(json!([product(CHAIR, 2), product("prod_Other", 1)])),
        products(json!([product(CHAIR, 2), product(CHAIR, 1)])),
        products(json!([product(CHAIR, 2), product(TABLE, 1), product("prod_Other", 1)])),
    ]
}

/// What of a link can't be read, and must not be taken for what was asked.
pub(super) fn unread() -> Vec<(About, Value)> {
    let other = |about, path: &str, value: Value| (about, with(link(), path, value));
    vec![
        other(About::Currency, "currency", json!("XXQ")),
        other(About::Currency, "currency", json!("")),
        other(About::Terms, "max_uses", json!("once")),
        other(About::Terms, "expires_at", json!("tomorrow")),
        other(About::Terms, "expires_at", json!("2026-11-20T14:18:00")),
        other(About::Terms, "products", json!("two chairs")),
        other(About::Terms, "products", json!([1, 2])),
        other(About::Terms, "products/0/quantity", json!("two")),
        other(About::Reference, "metadata", json!({ "campaign": "spring" })),
        other(About::Reference, "metadata", json!({})),
    ]
}

/// Links of which it can't be told which they are.
pub(super) fn nameless() -> [Value; 4] {
    [
        without(link(), "uuid"),
        with(link(), "uuid", "../public"),
        with(link(), "uuid", "7c9e6679742540de944be07fc1f90ae7"),
        with(link(), "uuid", Value::Null),
    ]
}

/// Previews that are not of the link that was made, or don't say what a customer pays, and the doubt about it.
pub(super) fn strange_previews() -> Vec<(About, Value, Doubt)> {
    vec![
        (About::Amount, with(preview(), "total", "20.00"), Doubt::Different),
        (About::Currency, with(preview(), "currency", "USD"), Doubt::Different),
        (About::Amount, with(preview(), "total", Value::Null), Doubt::Unreadable),
        (About::Amount, with(preview(), "total", "19.999"), Doubt::Unreadable),
        (About::Amount, without(preview(), "total"), Doubt::Unreadable),
        (About::Currency, without(preview(), "currency"), Doubt::Unreadable),
    ]
}

/// What no preview is, so that it may be one another time.
pub(super) fn no_previews() -> [Value; 3] {
    [
        with(preview(), "uuid", "00000000-0000-4000-8000-000000000002"),
        json!({ "organization_name": "Corner shop" }),
        json!([]),
    ]
}

/// The same link without an address of its own.
pub(super) fn plain() -> Value {
    without(link(), "public_url")
}

fn made(told: CreatedLink) -> Told {
    Told::Link(told)
}

/// A link that gives no address: it is shown where customers see it too, and for the same sum.
fn with_preview(name: &'static str, record: &Value, preview: Answer, told: CreatedLink) -> Script {
    let turns = turns([CREATE.to_owned(), get_preview()], vec![ok(record), preview]);
    let script = Script::new(name, turns, made(told)).writing(0);
    // Customers are told that there is none for them. That they do not find what is new may pass.
    let hidden = || made(unusable(Doubt::Different));
    let absent = Due::Rejected(RejectionClass::NotFound);
    noes()
        .into_iter()
        .filter(|no| *no != absent)
        .fold(script, |script, no| script.surviving(1, no, hidden()))
}

fn scripts() -> Vec<Script> {
    let script = |name, answer, told| {
        Script::new(name, turns([CREATE], vec![answer]), made(told)).writing(0)
    };
    let read_by_itself = |name, record: &Value| {
        let turns = turns([CREATE.to_owned(), get_link()], vec![ok(record), ok(&link())]);
        Script::new(name, turns, made(usable())).writing(0)
    };
    let dearer = |record: Value| with(record, "total", "21.49");
    let bare = json!({ "uuid": LINK, "currency": "EUR", "total": "19.99", "max_uses": 1,
        "expires_at": end().rfc3339(), "public_url": URL });
    vec![
        script("made", ok(&link()), usable()),
        script(
            "made, with HTTP 201",
            ok(&link()).map(|answer| Response { status: 201, ..answer }),
            usable(),
        ),
        script("nothing told that need not be", ok(&bare), usable()),
        script("with null metadata", ok(&with(link(), "metadata", Value::Null)), usable()),
        script("for another total", ok(&dearer(link())), usable_for(Some(2_149))),
        with_preview("without an address", &plain(), ok(&preview()), usable()),
        with_preview(
            "with a null address",
            &with(link(), "public_url", Value::Null),
            ok(&preview()),
            usable(),
        ),
        with_preview(
            "without an address, for another total",
            &dearer(plain()),
            ok(&dearer(preview())),
            usable_for(Some(2_149)),
        ),
        with_preview("which no customer finds", &plain(), gone(), unusable(Doubt::Different)),
        read_by_itself("without a total", &without(link(), "total")),
        read_by_itself("without a word how often", &without(link(), "max_uses")),
        read_by_itself("with nothing but its id", &json!({ "uuid": LINK })),
    ]
}

pub(super) fn create() -> Play {
    let scripts = scripts();
    let nth = |name: &str| scripts.iter().position(|script| script.name == name).unwrap();
    let (shown, read) = (nth("without an address"), nth("with nothing but its id"));
    let lie = |script, step, about, body, due| Lie { about, script, step, body, due };
    let unlike = || unlike().into_iter().map(|(about, body, told)| (about, body, made(told)));
    let mut lies = Vec::new();
    for (script, step) in [(0, 0), (read, 1)] {
        lies.extend(
            unlike().map(|(about, body, told)| lie(script, step, about, body, Due::Done(told))),
        );
        for (about, body) in unread() {
            lies.push(lie(script, step, about, body, Due::NothingToShow));
        }
    }
    lies.extend(nameless().map(|body| lie(0, 0, About::Id, body, UNREADABLE)));
    let another = "00000000-0000-4000-8000-000000000002";
    lies.push(lie(read, 1, About::Id, with(link(), "uuid", another), Due::There));
    lies.extend(
        strange_previews().into_iter().map(|(about, body, doubt)| {
            lie(shown, 1, about, body, Due::Done(made(unusable(doubt))))
        }),
    );
    lies.extend(no_previews().map(|body| lie(shown, 1, About::Id, body, Due::There)));
    Play { scripts, lies, words: Vec::new() }
}
