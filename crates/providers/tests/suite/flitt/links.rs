//! Links: made, and looked for again (3.1, 3.2, 3.4, 3.5).

use domain::{TillError, error::Doubt, ids::ProviderLinkId, link::MadeLink, pay_url::PayUrl};
use providers::CreatedLink;
use serde_json::{Value, json};

use super::{
    errors::{failure, unknown_order},
    records::{LINK, URL, made, nested, order, plain, signed, unpaid},
    turns::{CHECKOUT, STATUS, turns},
};
use crate::{
    answers::{Answer, with, without},
    asks::new_link,
    due::Due,
    script::{About, Lie, Play, Script, Words},
    told::Told,
};

/// Another one's answer says nothing of ours.
const NOT_OURS: Due = Due::Unclear(Doubt::Unreadable);

fn link_id() -> ProviderLinkId {
    ProviderLinkId::try_from(LINK.to_owned()).unwrap()
}

/// No answer tells when a link ends (8, trap 25): it ends when it was asked to.
fn usable() -> CreatedLink {
    CreatedLink::Usable(MadeLink {
        provider_id: link_id(),
        url: PayUrl::stored(URL.to_owned()),
        expires_at: Some(new_link().expires_at),
        total: None,
    })
}

fn unusable(error: TillError) -> CreatedLink {
    CreatedLink::Unusable { provider_id: Some(link_id()), error }
}

/// Addresses that are no pay page of the gateway's (8, trap 46), and why each may not be shown.
fn addresses() -> Vec<(&'static str, TillError)> {
    let elsewhere = |host: &str| TillError::ForeignHost { host: host.to_owned() };
    let malformed = || TillError::InvalidResponse { doubt: Doubt::Unreadable };
    vec![
        ("https://evil.example/x", elsewhere("evil.example")),
        ("https://pay.flitt.com.evil.example/x", elsewhere("pay.flitt.com.evil.example")),
        ("https://portal.flitt.com/x", elsewhere("portal.flitt.com")),
        ("https://pay.flitt.com:8443/x", elsewhere("pay.flitt.com")),
        ("http://127.0.0.1:7702/x", elsewhere("127.0.0.1")),
        ("http://pay.flitt.com/x", malformed()),
        ("https://staff@pay.flitt.com/x", malformed()),
        ("javascript:alert(1)", malformed()),
    ]
}

/// A link that is asked for, of whatever kind; `wrap` is how its answers come.
fn create(wrap: fn(&Value) -> Answer) -> Play {
    let told = || Told::Link(usable());
    let script =
        |name, answers| Script::new(name, turns([CHECKOUT, STATUS], answers), told()).writing(0);
    let lie = |body, due| Lie { about: About::Address, script: 0, step: 0, body, due };
    let addresses = addresses()
        .into_iter()
        .map(|(url, error)| lie(made(url), Due::Done(Told::Link(unusable(error)))));
    let nowhere = [without(made(URL), "checkout_url"), made("")];
    // The order may be there all the same.
    let nowhere = nowhere.map(|body| lie(body, Due::Unclear(Doubt::Unreadable)));
    let nameless = |id: Value| wrap(&with(made(URL), "payment_id", id));
    Play {
        scripts: vec![
            script("made", vec![wrap(&made(URL))]),
            script("made, and the id is a number", vec![nameless(json!(804_876_012))]),
            script(
                "made, and the id is told by the order alone",
                vec![nameless(json!("")), signed(&unpaid("created"))],
            ),
        ],
        lies: addresses.chain(nowhere).collect(),
        words: vec![Words {
            script: 0,
            step: 0,
            at: "/response_status",
            known: &["success"],
            due: Box::new(move |word| match word {
                "success" => Due::Done(told()),
                _ => Due::NotDone,
            }),
            tells_of_money: false,
        }],
    }
}

pub(super) fn pay() -> Play {
    create(plain)
}

pub(super) fn reserve() -> Play {
    create(plain)
}

pub(super) fn check_card() -> Play {
    create(plain)
}

/// Nested data needs protocol 2.0 (2.3, 3.5), in which errors come as they are (1.3).
pub(super) fn subscribe() -> Play {
    create(nested)
}

/// An order that is there shows its address to nobody a second time.
pub(super) fn find() -> Play {
    let found = |error| Told::Found(Some(unusable(error)));
    let lost = move || found(TillError::AddressLost);
    let other = || Due::Done(found(TillError::InvalidResponse { doubt: Doubt::Different }));
    let script = |name, answer, told| Script::new(name, turns([STATUS], vec![answer]), told);
    let lie = |about, path, value: Value, due| Lie {
        about,
        script: 0,
        step: 0,
        body: with(unpaid("created"), path, value),
        due,
    };
    Play {
        scripts: vec![
            script("made, and nobody paid", signed(&unpaid("created")), lost()),
            script("made and paid", signed(&order()), lost()),
            script("never made", unknown_order(), Told::Found(None)),
            script(
                "never made, with a number for its code",
                failure(&json!(1018)),
                Told::Found(None),
            ),
        ],
        lies: vec![
            lie(About::Amount, "amount", json!("2000"), other()),
            lie(About::Amount, "amount", json!("199900"), other()),
            lie(About::Currency, "currency", json!("GBP"), other()),
            lie(About::Reference, "order_id", json!("Table 7 #2-9876543210"), NOT_OURS),
            lie(About::Reference, "order_id", json!(""), Due::NotDone),
            lie(About::Belonging, "merchant_id", json!(1_549_902), NOT_OURS),
            lie(About::Id, "payment_id", json!(""), Due::NotDone),
            lie(About::Id, "payment_id", json!("../x"), Due::NotDone),
        ],
        words: vec![Words {
            script: 0,
            step: 0,
            at: "/order_status",
            known: &["created", "processing", "approved", "declined", "expired", "reversed"],
            due: Box::new(move |_| Due::Done(lost())),
            tells_of_money: false,
        }],
    }
}
