//! One payment: read, captured, released (4.1, 4.5, 4.6).

use domain::{
    error::Doubt,
    outcome::{Rejection, RejectionClass},
    payment::{PaymentStatus, SeenPayment},
};
use providers::MadeHoldEnd;
use serde_json::{Value, json};

use super::{
    records::{PAYMENT, REFUND, sale, sale_of, seen_before},
    states::{STATUSES, payment, status_of},
    turns::{get_transaction, post_to_payment, turns},
};
use crate::{
    answers::{ok, with, without},
    asks::money,
    due::Due,
    script::{About, Lie, Play, Script, Words},
    told::Told,
};

const DIFFERENT: Due = Due::Unclear(Doubt::Different);
const UNREADABLE: Due = Due::Unclear(Doubt::Unreadable);
const REFUSED: Due = Due::Rejected(RejectionClass::Refused);

pub(super) fn read_payment() -> Play {
    let told = |status| Told::Payment(payment(status));
    let script = |name, record: Value, status| {
        Script::new(name, turns([get_transaction(PAYMENT)], vec![ok(&record)]), told(status))
    };
    let lie = |about, path: &str, value: Value, due| Lie {
        about,
        script: 0,
        step: 0,
        body: with(sale(), path, value),
        due,
    };
    let another_sum =
        |amount| Due::Done(Told::Payment(SeenPayment { amount, ..payment(PaymentStatus::Paid) }));
    Play {
        scripts: vec![
            script("paid", sale(), PaymentStatus::Paid),
            // A record may leave the reference out; the id is ours already (4.1).
            script("without a reference", with(sale(), "reference", ""), PaymentStatus::Paid),
            script("reserved", sale_of("PREAUTHORIZED", "1999", "EUR"), PaymentStatus::Reserved),
        ],
        lies: vec![
            lie(About::Id, "id", json!("TRN_other"), DIFFERENT),
            lie(About::Id, "id", json!(""), UNREADABLE),
            lie(About::Reference, "reference", json!("another"), DIFFERENT),
            lie(About::Belonging, "type", json!("REFUND"), DIFFERENT),
            lie(About::Amount, "amount", json!("19.99"), UNREADABLE),
            lie(About::Amount, "amount", json!(""), UNREADABLE),
            lie(About::Currency, "currency", json!("XXQ"), UNREADABLE),
            lie(About::Currency, "currency", json!(""), UNREADABLE),
            // Another sum is the payment's own, and for the sale to judge.
            lie(About::Amount, "amount", json!("1998"), another_sum(money(1998, "EUR"))),
            lie(About::Currency, "currency", json!("GBP"), another_sum(money(1999, "GBP"))),
        ],
        words: vec![
            Words {
                script: 0,
                step: 0,
                at: "/status",
                known: STATUSES,
                due: Box::new(move |word| Due::Done(told(status_of(word)))),
                tells_of_money: true,
            },
            Words {
                script: 0,
                step: 0,
                at: "/type",
                known: &["SALE", "REFUND", ""],
                due: Box::new(move |word| match word {
                    "SALE" | "" => Due::Done(told(PaymentStatus::Paid)),
                    "REFUND" => DIFFERENT,
                    other => Due::Done(told(PaymentStatus::Unknown(other.to_owned()))),
                }),
                tells_of_money: true,
            },
        ],
    }
}

pub(super) fn capture() -> Play {
    end("capture", PaymentStatus::Paid, "CAPTURED")
}

pub(super) fn release() -> Play {
    end("reversal", PaymentStatus::Reversed, "REVERSED")
}

fn done(status: PaymentStatus) -> Told {
    Told::HoldEnd(MadeHoldEnd::Done(payment(status)))
}

/// The decline's own code and words (4.3).
fn refused(code: &str, detail: &str) -> Told {
    Told::HoldEnd(MadeHoldEnd::Refused(Rejection {
        class: RejectionClass::Refused,
        provider_code: code.to_owned(),
        detail: detail.to_owned(),
    }))
}

/// A reservation that ends in the state `ended`, which the provider calls `word`.
fn end(action: &str, ended: PaymentStatus, word: &'static str) -> Play {
    let record = || sale_of(word, "1999", "EUR");
    let script = |name, answers, told| {
        let asked = [post_to_payment(action), get_transaction(PAYMENT)];
        Script::new(name, turns(asked, answers), told).writing(0)
    };
    let lie = |step, about, body, due| Lie { about, script: step, step, body, due };
    let declined = with(
        with(record(), "status", "DECLINED"),
        "payment_method",
        json!({ "result": "101", "message": "DECLINED BY ISSUER", "card": record()["payment_method"]["card"] }),
    );
    let unsaid = with(without(declined.clone(), "status"), "action/result_code", "DECLINED");
    let no = refused("101", "DECLINED BY ISSUER");
    let mut lies = vec![
        // Nobody says that the answer bears the payment's own id (4.5); what was read by that id does.
        lie(1, About::Id, with(record(), "id", "TRN_other"), DIFFERENT),
        lie(1, About::Id, with(record(), "id", REFUND), DIFFERENT),
        lie(
            1,
            About::Amount,
            with(record(), "amount", "19.99"),
            // The key was used: nothing may free it for a second end.
            Due::Unclear(Doubt::SeenBefore),
        ),
    ];
    for step in [0, 1] {
        lies.extend([
            lie(step, About::Amount, with(record(), "amount", "1998"), DIFFERENT),
            lie(step, About::Currency, with(record(), "currency", "GBP"), DIFFERENT),
            lie(step, About::Belonging, with(record(), "type", "REFUND"), DIFFERENT),
            lie(
                step,
                About::Belonging,
                with(record(), "parent_resource_id", "TRN_other"),
                DIFFERENT,
            ),
        ]);
    }
    lies.extend([
        lie(0, About::Id, without(record(), "id"), UNREADABLE),
        lie(0, About::Amount, with(record(), "amount", "19.99"), UNREADABLE),
        lie(0, About::Amount, without(record(), "amount"), UNREADABLE),
        lie(0, About::Currency, with(record(), "currency", "XXQ"), UNREADABLE),
        // A no like any other: an earlier request may have worked.
        lie(0, About::Belonging, declined.clone(), REFUSED),
        lie(0, About::Belonging, unsaid, REFUSED),
    ]);
    let due = {
        let ended = ended.clone();
        move |refused: Due, open: Due, word: &str| match status_of(word) {
            status if status == ended => Due::Done(done(ended.clone())),
            // A decline comes with HTTP 200 (4.3).
            PaymentStatus::Refused => refused,
            PaymentStatus::Paid | PaymentStatus::Reversed => DIFFERENT,
            _ => open,
        }
    };
    let read_back = due.clone();
    Play {
        scripts: vec![
            script("ended", vec![ok(&record())], done(ended.clone())),
            // Whatever id the words name: the payment is read by its own.
            script("ended before", vec![seen_before(PAYMENT), ok(&record())], done(ended.clone())),
            script(
                "ended before, under another id",
                vec![seen_before(REFUND), ok(&record())],
                done(ended),
            ),
            // What the very key did was refused: no earlier attempt can have worked.
            script("declined before", vec![seen_before(PAYMENT), ok(&declined)], no),
        ],
        lies,
        words: vec![
            Words {
                script: 0,
                step: 0,
                at: "/status",
                known: STATUSES,
                due: Box::new(move |word| due(REFUSED, UNREADABLE, word)),
                tells_of_money: true,
            },
            // The record may lag behind (3.7).
            Words {
                script: 1,
                step: 1,
                at: "/status",
                known: STATUSES,
                due: Box::new(move |word| {
                    let by_record = Due::Done(refused("00", "SUCCESS"));
                    read_back(by_record, Due::Unclear(Doubt::SeenBefore), word)
                }),
                tells_of_money: true,
            },
        ],
    }
}
