//! Links ended before their time, and changed ('Staff routes'): all but what they ask for.

use domain::{error::Doubt, link::ProviderLinkState};
use providers::Altered;
use serde_json::{Value, json};

use super::{
    errors::{broken, refused},
    records::{link, used},
    turns::{get_link, patch_link, turns},
};
use crate::{
    answers::{Answer, html, ok, text, with, without},
    asks::REFERENCE,
    due::Due,
    script::{About, Lie, Play, Script},
    told::Told,
};

const DIFFERENT: Due = Due::Unclear(Doubt::Different);
const OTHER: &str = "00000000-0000-4000-8000-000000000002";

fn altered(altered: Altered) -> Told {
    Told::Altered(altered)
}

fn off() -> Value {
    with(link(), "is_active", false)
}

fn over() -> Value {
    with(link(), "expires_at", "2026-11-20T14:02:59Z")
}

fn script(name: &'static str, answers: Vec<Answer>, told: Altered) -> Script {
    let asked = [get_link(), patch_link(), get_link()];
    Script::new(name, turns(asked, answers), altered(told))
}

fn write(name: &'static str, answers: Vec<Answer>, told: Altered) -> Script {
    script(name, answers, told).writing(1)
}

/// What must be doubted of the link that is read before the write, and after it.
fn lies(before: &Value, after: &Value) -> Vec<Lie> {
    let mut lies = Vec::new();
    for (step, own) in [(0, before), (2, after)] {
        let other = |about, path: &str, value: Value, due| Lie {
            about,
            script: 0,
            step,
            body: with(own.clone(), path, value),
            due,
        };
        lies.extend([
            other(About::Id, "uuid", json!(OTHER), Due::Nonsense),
            other(About::Id, "uuid", json!(""), Due::NotDone),
            other(About::Reference, "metadata/reference", json!("another"), DIFFERENT),
            other(About::Reference, "metadata", json!({ "campaign": "spring" }), DIFFERENT),
            // Whether it is switched on must be told.
            other(About::Whole, "is_active", Value::Null, Due::NotDone),
            other(About::Whole, "is_active", json!("perhaps"), Due::NotDone),
        ]);
    }
    lies
}

pub(super) fn cancel() -> Play {
    let closed = || Altered::AsWished(ProviderLinkState::Closed);
    let paid = || Altered::Over(ProviderLinkState::Paid);
    let on = || ok(&link());
    let is_off = || ok(&off());
    let mut lies = lies(&link(), &off());
    // The answer to the write is not believed, but what is read then.
    lies.push(Lie {
        about: About::Terms,
        script: 0,
        step: 2,
        body: link(),
        due: Due::Done(altered(Altered::NotYet(ProviderLinkState::Open))),
    });
    Play {
        scripts: vec![
            write("switched off", vec![on(), is_off(), is_off()], closed()),
            write("an answer that says otherwise", vec![on(), on(), is_off()], closed()),
            write("broken, but it took", vec![on(), broken(), is_off()], closed()),
            write("a page, but it took", vec![on(), html(502), is_off()], closed()),
            write("no words, but it took", vec![on(), text(204, ""), is_off()], closed()),
            write("a no, because it took before", vec![on(), refused(), is_off()], closed()),
            write("paid meanwhile", vec![on(), refused(), ok(&used())], paid()),
            script("switched off already", vec![is_off()], closed()),
            script("paid", vec![ok(&used())], paid()),
            script(
                "paid, and so switched off",
                vec![ok(&with(used(), "is_active", false))],
                paid(),
            ),
            script("over", vec![ok(&over())], Altered::Over(ProviderLinkState::Expired)),
        ],
        lies,
        words: Vec::new(),
    }
}

/// The link with the new terms.
fn changed() -> Value {
    let link = with(link(), "name", format!("{REFERENCE} One chair"));
    with(with(link, "max_uses", 5), "expires_at", "2026-12-02T10:15:30.500Z")
}

pub(super) fn change() -> Play {
    let as_wished = || Altered::AsWished(ProviderLinkState::Open);
    let not_yet = || Due::Done(altered(Altered::NotYet(ProviderLinkState::Open)));
    let on = || ok(&link());
    let is_changed = || ok(&changed());
    let mut lies = lies(&link(), &changed());
    let after = |about, path: &str, value: Value| Lie {
        about,
        script: 0,
        step: 2,
        body: with(changed(), path, value),
        due: not_yet(),
    };
    lies.extend([
        after(About::Terms, "max_uses", json!(1)),
        after(About::Terms, "max_uses", Value::Null),
        after(About::Terms, "max_uses", json!("five")),
        after(About::Terms, "expires_at", json!("2026-11-20T14:18:00Z")),
        after(About::Terms, "expires_at", Value::Null),
        after(About::Amount, "total", json!("20.00")),
        after(About::Currency, "currency", json!("USD")),
        // Its sum is another one already, and stays so.
        Lie {
            about: About::Amount,
            script: 0,
            step: 0,
            body: with(link(), "total", "20.00"),
            due: Due::NotDone,
        },
    ]);
    Play {
        scripts: vec![
            write("changed", vec![on(), is_changed(), is_changed()], as_wished()),
            write(
                "the end is kept in whole minutes",
                vec![on(), on(), ok(&with(changed(), "expires_at", "2026-12-02T10:15:00Z"))],
                as_wished(),
            ),
            write("broken, but it took", vec![on(), broken(), is_changed()], as_wished()),
            write(
                "without a word of the sum",
                vec![on(), on(), ok(&without(changed(), "total"))],
                as_wished(),
            ),
            write(
                "used up meanwhile",
                vec![on(), refused(), ok(&used())],
                Altered::Over(ProviderLinkState::Paid),
            ),
            script("used up", vec![ok(&used())], Altered::Over(ProviderLinkState::Paid)),
            script("switched off", vec![ok(&off())], Altered::Over(ProviderLinkState::Closed)),
        ],
        lies,
        words: Vec::new(),
    }
}
