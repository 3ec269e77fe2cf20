//! Orders read: the link, and the one payment that can be on it (3.7).

use domain::{
    error::Doubt,
    link::ProviderLinkState,
    payment::{PaymentStatus, SeenPayment},
};
use providers::Response;
use serde_json::{Value, json};

use super::{
    records::{order, signed, unpaid},
    states::{ORDER_STATUSES, cardless, payment, payment_of, state_of, status_of, unknown},
    turns::{STATUS, turns},
};
use crate::{
    answers::with,
    due::Due,
    script::{About, Lie, Play, Script, Words},
    told::{Told, report},
};

const DIFFERENT: Due = Due::Unclear(Doubt::Different);

/// Another one's answer says nothing of ours.
const NOT_OURS: Due = Due::Unclear(Doubt::Unreadable);

/// A read of an order as this.
pub(super) fn script(name: &'static str, record: &Value, told: Told) -> Script {
    Script::new(name, turns([STATUS], vec![signed(record)]), told)
}

/// What must be doubted of an order, whatever kind of link it is. It starts from the first script's order; `told` is what
/// is told of a payment.
pub(super) fn lies(order: &Value, told: impl Fn(SeenPayment) -> Told) -> Vec<Lie> {
    let lie = |about, path: &str, value: Value, due| Lie {
        about,
        script: 0,
        step: 0,
        body: with(order.clone(), path, value),
        due,
    };
    let no_sums = |about, path: &'static str| {
        [json!("19.99"), json!("-1999"), json!(19.99), json!("99999999999999999999"), json!("x")]
            .map(|value| lie(about, path, value, Due::NoMoney))
    };
    let mut lies = vec![
        lie(About::Reference, "order_id", json!("Table 7 #2-9876543210"), NOT_OURS),
        lie(About::Reference, "order_id", json!("table 7 #2-0123456789"), NOT_OURS),
        lie(About::Reference, "order_id", json!(""), Due::NotDone),
        lie(About::Belonging, "merchant_id", json!(1_549_902), NOT_OURS),
        lie(About::Belonging, "merchant_id", json!("1549902"), NOT_OURS),
        lie(
            About::Belonging,
            "tran_type",
            json!("p2p credit"),
            Due::Done(told(payment(unknown("p2p credit")))),
        ),
        lie(About::Currency, "currency", json!("GBP"), DIFFERENT),
        lie(About::Currency, "currency", json!("XXQ"), Due::NoMoney),
        lie(About::Currency, "currency", json!(""), Due::NoMoney),
        lie(About::Amount, "amount", json!(""), Due::NoMoney),
        lie(About::Amount, "actual_amount", json!("0"), Due::NoMoney),
        lie(About::Id, "payment_id", json!(""), Due::NotDone),
        lie(About::Id, "payment_id", json!("../x"), Due::NotDone),
    ];
    lies.extend(no_sums(About::Amount, "amount"));
    lies.extend(no_sums(About::Amount, "actual_amount"));
    lies
}

pub(super) fn words(
    at: &'static str,
    known: &'static [&'static str],
    due: impl Fn(&str) -> Due + 'static,
) -> Words {
    Words { script: 0, step: 0, at, known, due: Box::new(due), tells_of_money: true }
}

/// The words of an order that asks for money at once; `told` is what is told of a state and its payment, if there is one.
fn words_of_a_charge(told: fn(&str, Option<SeenPayment>) -> Told) -> Vec<Words> {
    let paid = move |status| Due::Done(told("approved", Some(payment(status))));
    vec![
        words("/order_status", ORDER_STATUSES, move |word| {
            // Where nobody tried there is no payment, though its id is there.
            let tried = !["created", "expired"].contains(&word);
            Due::Done(told(word, tried.then(|| payment(status_of(word)))))
        }),
        words("/response_status", &["success"], move |word| match word {
            "success" => paid(PaymentStatus::Paid),
            _ => Due::NotDone,
        }),
        // A partial refund may be the last thing that happened.
        words("/tran_type", &["purchase", "reverse", ""], move |word| match word {
            "purchase" | "reverse" | "" => paid(PaymentStatus::Paid),
            other => paid(unknown(other)),
        }),
        // A hold, where none was asked for: the money is not there.
        words(
            "/additional_info/capture_status",
            &["captured", "hold", "reversed", ""],
            move |word| match word {
                "captured" | "" => paid(PaymentStatus::Paid),
                "hold" => paid(PaymentStatus::Reserved),
                other => paid(unknown(other)),
            },
        ),
    ]
}

pub(super) fn told_of_link(word: &str, payment: Option<SeenPayment>) -> Told {
    report(state_of(word), payment.into_iter().collect())
}

/// A try that the bank declined; the customer may try again (8, trap 21).
pub(super) fn declined_try() -> Value {
    let order = with(order(), "order_status", "processing");
    with(with(order, "response_code", json!(1037)), "response_description", "Insufficient funds")
}

pub(super) fn read_link() -> Play {
    let paid = |seen| report(ProviderLinkState::Paid, vec![seen]);
    let open = |payments| report(ProviderLinkState::Open, payments);
    let over = |payments| report(ProviderLinkState::Expired, payments);
    let whole = || payment(PaymentStatus::Paid);
    // More than was asked, or in the customer's own currency, is not the shop's; less is what came (3.7.2).
    let charged = |minor: &str, currency: &str| {
        with(with(order(), "actual_amount", minor), "actual_currency", currency)
    };
    // An object where text is documented: both are accepted (3.7.2). It is the same to the signature, which is over text.
    let mut lies = lies(&order(), paid);
    let another = with(order(), "payment_id", 804_876_013);
    let other_id =
        SeenPayment { provider_id: "804876013".to_owned().try_into().unwrap(), ..whole() };
    lies.extend([
        Lie { about: About::Id, script: 0, step: 0, body: another, due: Due::Done(paid(other_id)) },
        Lie {
            about: About::Amount,
            script: 0,
            step: 0,
            body: with(charged("1998", "EUR"), "amount", "1998"),
            due: Due::Done(paid(payment_of(1998, PaymentStatus::Paid))),
        },
        // Less than was asked is what came.
        Lie {
            about: About::Amount,
            script: 0,
            step: 0,
            body: charged("1500", "EUR"),
            due: Due::Done(paid(payment_of(1500, PaymentStatus::Paid))),
        },
    ]);
    Play {
        scripts: vec![
            script("paid", &order(), paid(whole())),
            script("nobody tried", &unpaid("created"), open(vec![])),
            Script::new(
                "paid, with HTTP 201",
                turns(
                    [STATUS],
                    vec![signed(&order()).map(|answer| Response { status: 201, ..answer })],
                ),
                paid(whole()),
            ),
            script(
                "at the bank",
                &unpaid("processing"),
                open(vec![cardless(PaymentStatus::Pending)]),
            ),
            script(
                "declined, and may be tried again",
                &declined_try(),
                open(vec![payment(PaymentStatus::Refused)]),
            ),
            script(
                "declined for good",
                &with(declined_try(), "order_status", "declined"),
                over(vec![payment(PaymentStatus::Refused)]),
            ),
            script("its life is over", &unpaid("expired"), over(vec![])),
            script(
                "tried in vain, and its life is over",
                &with(declined_try(), "order_status", "expired"),
                over(vec![payment(PaymentStatus::Refused)]),
            ),
            script("given back in part", &with(order(), "reversal_amount", "500"), paid(whole())),
            script(
                "given back",
                &with(with(order(), "order_status", "reversed"), "reversal_amount", "1999"),
                paid(whole()),
            ),
            script("charged more", &charged("2100", "EUR"), paid(whole())),
            script("charged in lari", &charged("7012", "GEL"), paid(whole())),
            script("without what was charged", &charged("", ""), paid(whole())),
        ],
        lies,
        words: words_of_a_charge(told_of_link),
    }
}

pub(super) fn read_payment() -> Play {
    let told = Told::Payment;
    let another = with(order(), "payment_id", 804_876_013);
    let mut lies = lies(&order(), told);
    lies.extend([
        Lie { about: About::Id, script: 0, step: 0, body: another, due: DIFFERENT },
        Lie {
            about: About::Amount,
            script: 0,
            step: 0,
            body: with(with(order(), "amount", "1998"), "actual_amount", "1998"),
            due: Due::Done(told(payment_of(1998, PaymentStatus::Paid))),
        },
    ]);
    Play {
        scripts: vec![
            script("paid", &order(), told(payment(PaymentStatus::Paid))),
            script("begun", &unpaid("processing"), told(cardless(PaymentStatus::Pending))),
            script("declined", &declined_try(), told(payment(PaymentStatus::Refused))),
        ],
        lies,
        words: words_of_a_charge(|word, seen| {
            // The payment was asked for: it is told of whatever the order's state.
            Told::Payment(seen.unwrap_or_else(|| payment(status_of(word))))
        }),
    }
}
