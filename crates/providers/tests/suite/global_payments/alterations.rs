//! Links ended before their time, and changed (3.6).

use domain::{account::ProviderId, error::Doubt, link::ProviderLinkState};
use providers::{Altered, provider};
use serde_json::{Value, json};

use super::{
    errors::{broken, not_in_this_state},
    records::link,
    states::state_of,
    turns::{get_link, patch_link, turns},
};
use crate::{
    answers::{Answer, ok, text, with, without},
    asks::new_terms,
    due::Due,
    script::{About, Lie, Play, Script, Words},
    told::Told,
};

fn off() -> Value {
    with(link(), "status", "INACTIVE")
}

fn is(status: &str) -> Answer {
    ok(&with(link(), "status", status))
}

fn altered(altered: Altered) -> Told {
    Told::Altered(altered)
}

fn as_wished(state: ProviderLinkState) -> Told {
    altered(Altered::AsWished(state))
}

const OPEN: ProviderLinkState = ProviderLinkState::Open;
const CLOSED: ProviderLinkState = ProviderLinkState::Closed;

/// Other links, which are never written to.
fn others(own: &Value) -> Vec<Lie> {
    let lie = |about, body, due| Lie { about, script: 0, step: 0, body, due };
    let other = || Due::Unclear(Doubt::Different);
    vec![
        lie(About::Id, with(own.clone(), "id", "LNK_other"), other()),
        lie(About::Reference, with(own.clone(), "reference", "another"), other()),
        lie(About::Id, with(own.clone(), "status", ""), Due::Unclear(Doubt::Unreadable)),
    ]
}

pub(super) fn cancel() -> Play {
    let script = |name, answers, told| {
        Script::new(name, turns([get_link(), patch_link(), get_link()], answers), told)
    };
    let write = |name, answers, told| script(name, answers, told).writing(1);
    let read_back = |body, due| Lie { about: About::Id, script: 0, step: 2, body, due };
    let mut lies = others(&link());
    lies.extend([
        // The answer to the write is not believed (3.6), but what is read then.
        read_back(link(), Due::Done(altered(Altered::NotYet(OPEN)))),
        read_back(with(off(), "id", "LNK_other"), Due::Unclear(Doubt::Different)),
        read_back(with(off(), "reference", "another"), Due::Unclear(Doubt::Different)),
    ]);
    // Without these there is no whole set to write back.
    for own in [
        without(link(), "name"),
        without(link(), "usage_mode"),
        with(link(), "transactions/amount", ""),
        with(link(), "usage_limit", "many"),
    ] {
        let due = Due::Unclear(Doubt::Unreadable);
        lies.push(Lie { about: About::Terms, script: 0, step: 0, body: own, due });
    }
    Play {
        scripts: vec![
            write("switched off", vec![ok(&link()), ok(&off()), ok(&off())], as_wished(CLOSED)),
            write(
                "an answer without words",
                vec![ok(&link()), text(204, ""), ok(&off())],
                as_wished(CLOSED),
            ),
            write(
                "broken, but it took",
                vec![ok(&link()), broken(), ok(&off())],
                as_wished(CLOSED),
            ),
            write(
                "a no, because it took before",
                vec![ok(&link()), not_in_this_state(), ok(&off())],
                as_wished(CLOSED),
            ),
            write(
                "paid meanwhile",
                vec![ok(&link()), not_in_this_state(), is("PAID")],
                altered(Altered::Over(ProviderLinkState::Paid)),
            ),
            script("off already", vec![ok(&off())], as_wished(CLOSED)),
            script("paid", vec![is("PAID")], altered(Altered::Over(ProviderLinkState::Paid))),
            script(
                "expired",
                vec![is("EXPIRED")],
                altered(Altered::Over(ProviderLinkState::Expired)),
            ),
        ],
        lies,
        words: vec![Words {
            script: 0,
            step: 2,
            at: "/status",
            known: &["ACTIVE", "INACTIVE", "CLOSED", "EXPIRED", "PAID", "SLEEPING"],
            due: Box::new(|word| {
                Due::Done(altered(match (word, state_of(word)) {
                    ("INACTIVE" | "CLOSED", state) => Altered::AsWished(state),
                    ("EXPIRED" | "PAID", state) => Altered::Over(state),
                    (_, state) => Altered::NotYet(state),
                }))
            }),
            tells_of_money: false,
        }],
    }
}

/// The link with the new terms.
fn changed() -> Value {
    let terms = new_terms(provider(ProviderId::GlobalPayments).capabilities());
    let link = with(with(link(), "usage_mode", "MULTIPLE"), "usage_limit", "5");
    let link = with(with(link, "shippable", "YES"), "shipping_amount", "350");
    let link = with(with(link, "name", terms.name), "description", terms.description);
    let link = with(link, "expiration_date", "2026-12-02T10:15:30.000Z");
    with(link, "transactions/amount", "1008")
}

pub(super) fn change() -> Play {
    let script = |name, answers, told| {
        Script::new(name, turns([get_link(), patch_link(), get_link()], answers), told)
    };
    let write = |name, answers, told| script(name, answers, told).writing(1);
    let mut lies = others(&link());
    // Its currency can't be changed (3.6).
    lies.push(Lie {
        about: About::Currency,
        script: 0,
        step: 0,
        body: with(link(), "transactions/currency", "GBP"),
        due: Due::Unclear(Doubt::Different),
    });
    for (about, path, value) in [
        (About::Amount, "transactions/amount", json!("1999")),
        (About::Amount, "transactions/amount", json!("")),
        (About::Currency, "transactions/currency", json!("GBP")),
        (About::Terms, "usage_mode", json!("SINGLE")),
        (About::Terms, "usage_limit", json!("4")),
        (About::Terms, "shippable", json!("NO")),
        (About::Terms, "shipping_amount", json!("351")),
        (About::Terms, "expiration_date", json!("2026-12-01")),
        (About::Terms, "expiration_date", json!("2026-12-03T10:15:31Z")),
    ] {
        lies.push(Lie {
            about,
            script: 0,
            step: 2,
            body: with(changed(), path, value),
            due: Due::Done(altered(Altered::NotYet(OPEN))),
        });
    }
    Play {
        scripts: vec![
            write("changed", vec![ok(&link()), ok(&changed()), ok(&changed())], as_wished(OPEN)),
            write(
                "broken, but it took",
                vec![ok(&link()), broken(), ok(&changed())],
                as_wished(OPEN),
            ),
            write(
                "expired meanwhile",
                vec![ok(&link()), not_in_this_state(), is("EXPIRED")],
                altered(Altered::Over(ProviderLinkState::Expired)),
            ),
            script("switched off", vec![ok(&off())], altered(Altered::Over(CLOSED))),
        ],
        lies,
        words: Vec::new(),
    }
}
