//! Links ended before their time: only while they are pending (Payments).

use domain::{error::Doubt, link::ProviderLinkState};
use providers::Altered;
use serde_json::{Value, json};

use super::{
    errors::{broken, not_pending},
    records::{payment, pending},
    states::{STATUSES, state_of},
    turns::{cancel, get_payment, turns},
};
use crate::{
    answers::{Answer, html, ok, text, with},
    due::Due,
    script::{About, Lie, Play, Script, Words},
    told::Told,
};

const DIFFERENT: Due = Due::Unclear(Doubt::Different);

fn altered(altered: Altered) -> Told {
    Told::Altered(altered)
}

fn is(status: &str) -> Answer {
    ok(&payment(status))
}

pub(super) fn play() -> Play {
    let closed = || altered(Altered::AsWished(ProviderLinkState::Closed));
    let paid = || altered(Altered::Over(ProviderLinkState::Paid));
    let open = || altered(Altered::NotYet(ProviderLinkState::Open));
    let script = |name, answers, told| {
        Script::new(name, turns([get_payment(), cancel(), get_payment()], answers), told)
    };
    let write = |name, answers, told| script(name, answers, told).writing(1);
    let lie = |about, step, body: Value, due| Lie { about, script: 0, step, body, due };
    let other = |path: &str, value: Value, about, step: usize, due| {
        let own = if step == 0 { pending() } else { payment("cancelled") };
        lie(about, step, with(own, path, value), due)
    };
    let mut lies = Vec::new();
    for step in [0, 2] {
        lies.extend([
            other("id", json!("pay_other"), About::Id, step, Due::Nonsense),
            other("id", json!(""), About::Id, step, Due::NotDone),
            other("metadata/reference", json!("another"), About::Reference, step, DIFFERENT),
            other("metadata", json!({ "order_id": "1" }), About::Reference, step, DIFFERENT),
        ]);
    }
    // The answer to the write is not believed, but what is read then.
    lies.push(lie(About::Id, 2, pending(), Due::Done(open())));
    Play {
        scripts: vec![
            write("cancelled", vec![is("pending"), is("cancelled"), is("cancelled")], closed()),
            write(
                "an answer without words",
                vec![is("pending"), text(204, ""), is("cancelled")],
                closed(),
            ),
            write(
                "an answer that says otherwise",
                vec![is("pending"), is("pending"), is("cancelled")],
                closed(),
            ),
            write("broken, but it took", vec![is("pending"), broken(), is("cancelled")], closed()),
            write("a page, but it took", vec![is("pending"), html(502), is("cancelled")], closed()),
            write(
                "a no, because it took before",
                vec![is("pending"), not_pending(), is("cancelled")],
                closed(),
            ),
            write("paid meanwhile", vec![is("pending"), not_pending(), is("succeeded")], paid()),
            write(
                "being paid meanwhile",
                vec![is("pending"), not_pending(), is("processing")],
                open(),
            ),
            script("cancelled already", vec![is("cancelled")], closed()),
            script("paid", vec![is("succeeded")], paid()),
            // Nobody can stop it now, and it may come back.
            script("being paid", vec![is("processing")], open()),
        ],
        lies,
        words: vec![Words {
            script: 0,
            step: 2,
            at: "/status",
            known: STATUSES,
            due: Box::new(|word| {
                Due::Done(altered(match (word, state_of(word)) {
                    ("cancelled", state) => Altered::AsWished(state),
                    ("succeeded" | "failed", state) => Altered::Over(state),
                    (_, state) => Altered::NotYet(state),
                }))
            }),
            tells_of_money: false,
        }],
    }
}
