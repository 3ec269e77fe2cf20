//! The shop's customers (Customers).

use domain::{
    customer::{CustomerDetails, KeptCustomer},
    error::Doubt,
};
use providers::CustomersFound;
use serde_json::{Value, json};

use super::{
    records::{customer as record, more, page},
    turns::{CUSTOMERS, of_customer, turns},
};
use crate::{
    answers::{ok, with, without},
    asks::{CUSTOMER_ID, customer, customer_details, customer_id},
    due::Due,
    script::{About, Lie, Play, Script},
    told::Told,
};

const UNREADABLE: Due = Due::Unclear(Doubt::Unreadable);

/// The customer without what nobody has to say.
fn bare() -> Told {
    let details = CustomerDetails { name: String::new(), phone: None, ..customer_details() };
    Told::Customer(KeptCustomer { details, ..customer() })
}

fn nothing_more() -> Value {
    with(with(record(), "name", Value::Null), "phone", Value::Null)
}

fn whole() -> Told {
    Told::Customer(customer())
}

fn lie(about: About, body: Value, due: Due) -> Lie {
    Lie { about, script: 0, step: 0, body, due }
}

/// Records of which it can't be told who that is, or how to write to them.
fn lies() -> Vec<Lie> {
    vec![
        lie(About::Id, without(record(), "id"), UNREADABLE),
        lie(About::Id, with(record(), "id", "../payments"), UNREADABLE),
        lie(About::Terms, without(record(), "email"), UNREADABLE),
        lie(About::Terms, with(record(), "email", ""), UNREADABLE),
        lie(About::Terms, with(record(), "email", "nobody"), UNREADABLE),
    ]
}

/// The same of a customer who was asked for by name.
fn lies_of_the_one() -> Vec<Lie> {
    let mut lies = lies();
    lies.push(lie(About::Id, with(record(), "id", "cus_other"), UNREADABLE));
    lies
}

fn scripts(asked: &str) -> Vec<Script> {
    let script = |name, body: &Value, told| {
        Script::new(name, turns([asked.to_owned()], vec![ok(body)]), told)
    };
    vec![
        script("whole", &record(), whole()),
        script("an address alone", &nothing_more(), bare()),
        script("an address and nothing said", &without(without(record(), "name"), "phone"), bare()),
        script("of whom nothing else is kept", &without(record(), "metadata"), whole()),
    ]
}

pub(super) fn read() -> Play {
    Play { scripts: scripts(&of_customer("GET")), lies: lies_of_the_one(), words: Vec::new() }
}

pub(super) fn create() -> Play {
    let scripts = scripts("POST /customers").into_iter().map(|script| script.writing(0)).collect();
    Play { scripts, lies: lies(), words: Vec::new() }
}

pub(super) fn change() -> Play {
    let scripts =
        scripts(&of_customer("PATCH")).into_iter().map(|script| script.writing(0)).collect();
    Play { scripts, lies: lies_of_the_one(), words: Vec::new() }
}

pub(super) fn delete() -> Play {
    let gone = |id: &str, deleted: Value| json!({ "id": id, "deleted": deleted });
    Play {
        scripts: vec![
            Script::new(
                "deleted",
                turns([of_customer("DELETE")], vec![ok(&gone(CUSTOMER_ID, json!(true)))]),
                Told::CustomerDeleted,
            )
            .writing(0),
        ],
        lies: vec![
            lie(About::Id, gone("cus_other", json!(true)), UNREADABLE),
            lie(About::Whole, gone(CUSTOMER_ID, json!(false)), Due::NotDone),
            lie(About::Whole, json!({ "id": CUSTOMER_ID }), Due::NotDone),
            lie(About::Whole, gone(CUSTOMER_ID, json!("perhaps")), Due::NotDone),
        ],
        words: Vec::new(),
    }
}

pub(super) fn find() -> Play {
    let script = |name, body: &Value, told| {
        Script::new(name, turns([CUSTOMERS], vec![ok(body)]), Told::Customers(told))
    };
    let found = |customers: Vec<KeptCustomer>, goes_on: bool| CustomersFound {
        customers,
        more_after: goes_on.then(customer_id),
    };
    let nobody = || Due::Done(Told::Customers(found(vec![], false)));
    Play {
        scripts: vec![
            script("one", &page(&[record()]), found(vec![customer()], false)),
            script("nobody", &page(&[]), found(vec![], false)),
            script("more follow", &more(&[record()]), found(vec![customer()], true)),
            script(
                "somebody without an address",
                &page(&[with(record(), "email", Value::Null)]),
                found(vec![], false),
            ),
            script(
                "somebody without an address, and more follow",
                &more(&[with(record(), "email", Value::Null)]),
                found(vec![], true),
            ),
        ],
        lies: vec![
            // Nobody who can't be asked for.
            lie(About::Id, page(&[with(record(), "id", "a/b")]), nobody()),
            lie(About::Id, page(&[without(record(), "id")]), nobody()),
            lie(About::Whole, without(page(&[]), "data"), UNREADABLE),
            lie(About::Whole, with(page(&[]), "data", json!({})), UNREADABLE),
            lie(About::Whole, with(page(&[]), "data", Value::Null), UNREADABLE),
        ],
        words: Vec::new(),
    }
}
