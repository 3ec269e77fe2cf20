//! Refunds: made under a key (3.9), and read as what went back in all (3.7.2).

use domain::{
    error::Doubt,
    ids::{ProviderPaymentId, ProviderRefundId},
    outcome::{Rejection, RejectionClass},
    refund::{RefundOrigin, SeenRefund},
};
use providers::{MadeRefund, RefundedTotal, RefundsSeen};
use serde_json::{Value, json};

use super::{
    records::{PAYMENT, REFUND, order, reverse_of, signed},
    turns::{REVERSE, STATUS, turns},
};
use crate::{
    answers::with,
    asks::{key, key_number, money},
    due::Due,
    script::{About, Lie, Play, Script, Words},
    told::Told,
};

const DIFFERENT: Due = Due::Unclear(Doubt::Different);

/// Another one's answer says nothing of ours.
const NOT_OURS: Due = Due::Unclear(Doubt::Unreadable);

/// The words of section 3.9: the six states of an order, of which three are those of the older brands.
pub(super) const REVERSE_STATUSES: &[&str] =
    &["created", "processing", "approved", "declined", "expired", "reversed"];

/// What a word makes of a reverse whose answer names our key.
pub(super) fn judged(word: &str, made: Told, refused: Told) -> Due {
    match word {
        "approved" | "reversed" => Due::Done(made),
        "declined" | "expired" => Due::Done(refused),
        // The gateway has it.
        "created" | "processing" => Due::Unclear(Doubt::InWork),
        // Nobody knows.
        _ => Due::Open,
    }
}

/// What must be doubted of the answer to a reverse.
pub(super) fn lies_about(record: &Value) -> Vec<Lie> {
    let lie = |about, path: &str, value: Value, due| Lie {
        about,
        script: 0,
        step: 0,
        body: with(record.clone(), path, value),
        due,
    };
    let nonsense = || Due::Nonsense;
    vec![
        lie(About::Amount, "reversal_amount", json!("400"), DIFFERENT),
        lie(About::Amount, "reversal_amount", json!("50000"), DIFFERENT),
        lie(About::Amount, "reversal_amount", json!("5.00"), nonsense()),
        lie(About::Amount, "reversal_amount", json!("-500"), nonsense()),
        lie(About::Amount, "reversal_amount", json!(""), nonsense()),
        lie(About::Currency, "currency", json!("GBP"), NOT_OURS),
        lie(About::Reference, "order_id", json!("another"), NOT_OURS),
        lie(About::Belonging, "merchant_id", json!(1_549_902), NOT_OURS),
        // Another refund's answer.
        lie(About::Id, "reverse_id", json!(key_number(2).to_string()), NOT_OURS),
    ]
}

fn seen() -> SeenRefund {
    SeenRefund {
        provider_id: ProviderRefundId::try_from(REFUND.to_owned()).unwrap(),
        payment: Some(ProviderPaymentId::try_from(PAYMENT.to_owned()).unwrap()),
        amount: money(500, "EUR"),
        at: None,
        stands: true,
        origin: RefundOrigin::NotTold,
    }
}

fn stands() -> Told {
    Told::Refund(MadeRefund::Stands(seen()))
}

fn refused(code: &str, detail: &str) -> Told {
    Told::Refund(MadeRefund::Refused(Rejection {
        class: RejectionClass::Refused,
        provider_code: code.to_owned(),
        detail: detail.to_owned(),
    }))
}

pub(super) fn make() -> Play {
    let record = || reverse_of("500", &key().to_string());
    let script = |name, record: &Value, told| {
        Script::new(name, turns([REVERSE], vec![signed(record)]), told).writing(0)
    };
    // The sum of all that went back, as the order's state tells it (3.9).
    let of_all = |record: Value| with(record, "reversal_amount", "800");
    let with_all = Script::new(
        "made, with the sum of all",
        turns([REVERSE, STATUS], vec![signed(&of_all(record())), signed(&of_all(order()))]),
        stands(),
    )
    .writing(0);
    // A success that is a no (3.9, 5.1).
    let declined = with(
        with(with(record(), "reverse_status", "declined"), "response_code", json!(1069)),
        "response_description",
        "Turnover too small",
    );
    let mut lies = lies_about(&record());
    // Without our key it may be of any refund, and an earlier one of ours may have worked.
    lies.push(Lie {
        about: About::Belonging,
        script: 0,
        step: 0,
        body: with(declined.clone(), "reverse_id", ""),
        due: Due::Rejected(RejectionClass::Refused),
    });
    let back = |about, path: &str, value: Value| Lie {
        about,
        script: 3,
        step: 1,
        body: with(of_all(order()), path, value),
        due: DIFFERENT,
    };
    lies.extend([
        back(About::Amount, "reversal_amount", json!("801")),
        back(About::Amount, "reversal_amount", json!("500")),
        back(About::Amount, "reversal_amount", json!("")),
        back(About::Currency, "currency", json!("GBP")),
        back(About::Id, "payment_id", json!(804_876_013)),
        back(About::Belonging, "merchant_id", json!(1_549_902)),
    ]);
    Play {
        scripts: vec![
            script("made", &record(), stands()),
            // The example names none (2.5).
            script("made, without its key", &with(record(), "reverse_id", ""), stands()),
            script("refused for good", &declined, refused("1069", "Turnover too small")),
            with_all,
        ],
        lies,
        words: vec![Words {
            script: 0,
            step: 0,
            at: "/reverse_status",
            known: REVERSE_STATUSES,
            due: Box::new(|word| judged(word, stands(), refused("", ""))),
            tells_of_money: false,
        }],
    }
}

/// The answers show no refund by itself, only the sum of them all.
pub(super) fn refunds_of() -> Play {
    let script = |name, record: &Value, minor| {
        let told = Told::Refunds(RefundsSeen::Total(RefundedTotal {
            gone: money(minor, "EUR"),
            at_most: Some(money(1_999, "EUR")),
        }));
        Script::new(name, turns([STATUS], vec![signed(record)]), told)
    };
    let of = |units: &str| with(order(), "reversal_amount", units);
    let lie = |about, path: &str, value: Value, due| Lie {
        about,
        script: 0,
        step: 0,
        body: with(of("500"), path, value),
        due,
    };
    let nonsense = || Due::Nonsense;
    Play {
        scripts: vec![
            script("some", &of("500"), 500),
            script("none", &of("0"), 0),
            script("all", &with(of("1999"), "order_status", "reversed"), 1999),
        ],
        lies: vec![
            // Too little would allow too much.
            lie(About::Amount, "reversal_amount", json!("5.00"), nonsense()),
            lie(About::Amount, "reversal_amount", json!("-500"), nonsense()),
            lie(About::Amount, "reversal_amount", json!("x"), nonsense()),
            lie(About::Amount, "reversal_amount", json!(""), nonsense()),
            lie(About::Currency, "currency", json!("GBP"), DIFFERENT),
            lie(About::Currency, "currency", json!("XXQ"), nonsense()),
            lie(About::Reference, "order_id", json!("another"), NOT_OURS),
            lie(About::Belonging, "merchant_id", json!(1_549_902), NOT_OURS),
            lie(About::Id, "payment_id", json!(804_876_013), DIFFERENT),
            lie(About::Id, "payment_id", json!(""), nonsense()),
        ],
        words: Vec::new(),
    }
}
