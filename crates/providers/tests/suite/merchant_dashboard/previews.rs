//! What a customer sees of a link, and why there is nothing to see ('Customer routes').

use domain::{error::Doubt, outcome::RejectionClass};
use providers::{GoneReason, Preview, PreviewLine, PreviewPage};
use serde_json::{Value, json};

use super::{
    errors::gone,
    records::{link, preview as record, used},
    turns::{get_link, get_preview, turns},
};
use crate::{
    answers::{Answer, ok, with, without},
    asks::money,
    due::Due,
    script::{About, Lie, Play, Script},
    told::Told,
};

const UNREADABLE: Due = Due::Unclear(Doubt::Unreadable);

fn page() -> PreviewPage {
    let line = |name: &str, quantity, total| PreviewLine {
        name: name.to_owned(),
        quantity,
        total: Some(money(total, "EUR")),
    };
    PreviewPage {
        shop: "Corner shop".to_owned(),
        lines: vec![line("Chair", 2, 1_000), line("Table", 1, 999)],
        tax: Some(money(0, "EUR")),
        total: money(1_999, "EUR"),
    }
}

fn shown(page: PreviewPage) -> Told {
    Told::Preview(Preview::Shown(page))
}

fn is_gone(why: GoneReason) -> Told {
    Told::Preview(Preview::Gone(why))
}

/// That it is gone is known by then; why it is may stay untold.
fn asking_why(name: &'static str, detail: Answer, why: GoneReason) -> Script {
    let untold = || is_gone(GoneReason::Untold);
    Script::new(name, turns([get_preview(), get_link()], vec![gone(), detail]), is_gone(why))
        // Staff do not find it either.
        .surviving(1, not_there(), is_gone(GoneReason::SwitchedOff))
        .surviving_all(1, untold())
}

fn not_there() -> Due {
    Due::Rejected(RejectionClass::NotFound)
}

pub(super) fn play() -> Play {
    let script =
        |name, body: &Value, told| Script::new(name, turns([get_preview()], vec![ok(body)]), told);
    let bare_lines = json!([{ "name": "Chair", "quantity": 2 }, { "product_id": "prod_T4ble" }]);
    let untold =
        |name: &str, quantity| PreviewLine { name: name.to_owned(), quantity, total: None };
    let over = || with(link(), "expires_at", "2026-11-20T14:02:59Z");
    let off = |record: Value| with(record, "is_active", false);
    let lie = |about, script, step, body, due| Lie { about, script, step, body, due };
    Play {
        scripts: vec![
            script("shown", &record(), shown(page())),
            script(
                "with nothing but the sum",
                &json!({ "currency": "EUR", "total": "19.99" }),
                shown(PreviewPage {
                    shop: String::new(),
                    lines: vec![],
                    tax: None,
                    total: money(1_999, "EUR"),
                }),
            ),
            script(
                "products without prices",
                &with(record(), "products", bare_lines),
                shown(PreviewPage { lines: vec![untold("Chair", 2), untold("", 1)], ..page() }),
            ),
            script(
                "for another sum",
                &with(record(), "total", "21.49"),
                shown(PreviewPage { total: money(2_149, "EUR"), ..page() }),
            ),
            asking_why("used up", ok(&used()), GoneReason::UsedUp),
            asking_why("over", ok(&over()), GoneReason::Expired),
            asking_why("switched off", ok(&off(link())), GoneReason::SwitchedOff),
            // A dashboard may switch off by itself what is used up or over.
            asking_why("used up and switched off", ok(&off(used())), GoneReason::UsedUp),
            asking_why("over and switched off", ok(&off(over())), GoneReason::Expired),
            asking_why("gone for no reason", ok(&link()), GoneReason::Untold),
        ],
        lies: vec![
            lie(About::Amount, 0, 0, with(record(), "total", "19.999"), UNREADABLE),
            lie(About::Amount, 0, 0, with(record(), "total", "-19.99"), UNREADABLE),
            lie(About::Amount, 0, 0, with(record(), "total", Value::Null), UNREADABLE),
            lie(About::Amount, 0, 0, without(record(), "total"), UNREADABLE),
            lie(About::Currency, 0, 0, with(record(), "currency", "USD"), Due::Nonsense),
            lie(About::Currency, 0, 0, with(record(), "currency", "XXQ"), UNREADABLE),
            lie(About::Currency, 0, 0, without(record(), "currency"), UNREADABLE),
            lie(
                About::Id,
                0,
                0,
                with(record(), "uuid", "00000000-0000-4000-8000-000000000002"),
                UNREADABLE,
            ),
            lie(About::Terms, 0, 0, with(record(), "products", "two chairs"), UNREADABLE),
            lie(About::Terms, 0, 0, with(record(), "products/0/quantity", "two"), UNREADABLE),
            // Why another link is gone says nothing of ours.
            lie(
                About::Reference,
                4,
                1,
                with(used(), "metadata/reference", "Table 7 #2-9876543210"),
                Due::Unclear(Doubt::Different),
            ),
            lie(
                About::Id,
                4,
                1,
                with(used(), "uuid", "00000000-0000-4000-8000-000000000002"),
                Due::Done(is_gone(GoneReason::Untold)),
            ),
        ],
        words: Vec::new(),
    }
}
