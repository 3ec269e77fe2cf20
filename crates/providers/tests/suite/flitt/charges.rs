//! A subscription's charges, stopped and started again (3.5).

use domain::error::Doubt;
use serde_json::{Value, json};

use super::{
    records::{charges, nested},
    turns::{SUBSCRIPTION, turns},
};
use crate::{
    answers::{Answer, with, without},
    due::Due,
    script::{About, Lie, Play, Script, Words},
    told::Told,
};

/// Another one's answer says nothing of ours.
const NOT_OURS: Due = Due::Unclear(Doubt::Unreadable);

/// The words that tell whether a subscription charges.
const STATUSES: &[&str] = &["active", "disabled"];

fn set(status: &'static str, charging: bool) -> Play {
    let script = |name, answer: Answer, told| {
        Script::new(name, turns([SUBSCRIPTION], vec![answer]), Told::Charges(told)).writing(0)
    };
    let lie = |about, path: &str, value: Value, due| Lie {
        about,
        script: 0,
        step: 0,
        body: with(charges(status), path, value),
        due,
    };
    let wordless = Lie {
        about: About::Terms,
        script: 0,
        step: 0,
        body: without(charges(status), "status"),
        due: Due::NotDone,
    };
    let other = if charging { "disabled" } else { "active" };
    Play {
        scripts: vec![
            script("as it was wished", nested(&charges(status)), charging),
            // It is told what it does now, and the till judges that.
            script("not as it was wished", nested(&charges(other)), !charging),
        ],
        lies: vec![
            lie(About::Reference, "order_id", json!("another"), NOT_OURS),
            lie(About::Belonging, "merchant_id", json!(1_549_902), NOT_OURS),
            wordless,
        ],
        words: vec![Words {
            script: 0,
            step: 0,
            at: "/status",
            known: STATUSES,
            due: Box::new(|word| match word {
                "active" => Due::Done(Told::Charges(true)),
                "disabled" => Due::Done(Told::Charges(false)),
                _ => Due::Open,
            }),
            tells_of_money: false,
        }],
    }
}

pub(super) fn stop() -> Play {
    set("disabled", false)
}

pub(super) fn resume() -> Play {
    set("active", true)
}
