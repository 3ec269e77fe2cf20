//! Orders of the other kinds of link, read: those that reserve money, and those that confirm a card.

use domain::{link::ProviderLinkState, payment::PaymentStatus};
use serde_json::{Value, json};

use super::{
    orders::{declined_try, lies, script, told_of_link, words},
    records::{captured, held, order, unpaid},
    states::{ORDER_STATUSES, payment, payment_of, status_of, unknown},
};
use crate::{
    answers::with,
    due::Due,
    script::{About, Lie, Play},
    told::report,
};

/// The order only reserves money: approved, it is held until it is captured (3.7.3, 3.8).
pub(super) fn read_reserved() -> Play {
    let paid = |seen| report(ProviderLinkState::Paid, vec![seen]);
    let reserved = move |minor| paid(payment_of(minor, PaymentStatus::Reserved));
    let released = with(held(), "order_status", "reversed");
    let taken = |minor| paid(payment_of(minor, PaymentStatus::Paid));
    Play {
        scripts: vec![
            script("held", &held(), reserved(1999)),
            // All that is held is what a capture of the whole must name (3.8).
            script(
                "more is held than was asked",
                &with(held(), "actual_amount", "2100"),
                reserved(2100),
            ),
            script("held, and not said so", &order(), reserved(1999)),
            script(
                "released",
                &with(released.clone(), "reversal_amount", "1999"),
                paid(payment(PaymentStatus::Reversed)),
            ),
            script(
                "released, and said so",
                &with(released, "additional_info/capture_status", "reversed"),
                paid(payment(PaymentStatus::Reversed)),
            ),
            // Nobody knows here what was captured; as pence, 12.5 would be none.
            script("captured by somebody else", &captured(&json!(12.5)), taken(1250)),
            script("nobody tried", &unpaid("created"), report(ProviderLinkState::Open, vec![])),
            script(
                "declined, and may be tried again",
                &declined_try(),
                report(ProviderLinkState::Open, vec![payment(PaymentStatus::Refused)]),
            ),
        ],
        lies: lies(&held(), paid)
            .into_iter()
            .chain([
                // Twelve euros or twelve pence: nobody can tell.
                Lie {
                    about: About::Amount,
                    script: 0,
                    step: 0,
                    body: captured(&json!(12)),
                    due: Due::Done(paid(payment(PaymentStatus::Taken))),
                },
                // A hold is never captured beyond its sum.
                Lie {
                    about: About::Amount,
                    script: 0,
                    step: 0,
                    body: captured(&json!("20.01")),
                    due: Due::Done(paid(payment(PaymentStatus::Taken))),
                },
            ])
            .collect(),
        words: vec![words(
            "/additional_info/capture_status",
            &["hold", "", "captured", "reversed"],
            move |word| match word {
                "hold" | "" => Due::Done(reserved(1999)),
                // Captured, and nobody knows how much: proves no sum.
                "captured" => Due::NoMoney,
                other => Due::Done(paid(payment(unknown(other)))),
            },
        )],
    }
}

/// The same after the book has seen 12 euros of it captured. The figure that tells so counts major units in the one
/// example there is, and may count minor ones (8, traps 15 and 16).
pub(super) fn read_captured() -> Play {
    let paid = |seen| report(ProviderLinkState::Paid, vec![seen]);
    let taken = || paid(payment_of(1200, PaymentStatus::Paid));
    let other = |value: Value, seen| Lie {
        about: About::Amount,
        script: 0,
        step: 0,
        body: captured(&value),
        due: Due::Done(paid(seen)),
    };
    let mut lies = lies(&captured(&json!(12.0)), paid);
    // Somebody else captured it: a point tells of euros, and beyond what was held there is only one meaning.
    let elsewhere = [(json!(19.99), 1999), (json!("11.99"), 1199), (json!("1300"), 1300)];
    lies.extend(elsewhere.map(|(told, minor)| other(told, payment_of(minor, PaymentStatus::Paid))));
    lies.push(other(json!(""), payment(PaymentStatus::Taken)));
    Play {
        scripts: vec![
            script("in euros", &captured(&json!(12.0)), taken()),
            script("in euros, as text", &captured(&json!("12.00")), taken()),
            script("in pence", &captured(&json!(1200)), taken()),
            script(
                "given back in full",
                &with(captured(&json!(12.0)), "order_status", "reversed"),
                taken(),
            ),
            script("not yet", &held(), paid(payment(PaymentStatus::Reserved))),
        ],
        lies,
        words: Vec::new(),
    }
}

/// The order only confirms a card: what was held for that goes back by itself (3.4).
pub(super) fn read_checked() -> Play {
    let paid = |seen| report(ProviderLinkState::Paid, vec![seen]);
    let confirmed = move || paid(payment(PaymentStatus::CardConfirmed));
    let checked =
        |status: &str| with(with(order(), "tran_type", "verification"), "order_status", status);
    let verified = |status: &str| with(checked(status), "verification_status", "verified");
    let back = |order: Value| with(order, "reversal_amount", "1999");
    Play {
        scripts: vec![
            script("confirmed", &verified("approved"), confirmed()),
            script("gone back", &back(checked("reversed")), confirmed()),
            script("gone back, and the state lags", &back(checked("approved")), confirmed()),
            script("gone back, and verified", &back(verified("reversed")), confirmed()),
            // The customer has yet to enter the code.
            script("held", &checked("approved"), paid(payment(PaymentStatus::Pending))),
            // The merchant may not check cards: the customer was charged.
            script("charged", &order(), paid(payment(PaymentStatus::Paid))),
            script(
                "charged, and given back",
                &back(with(order(), "order_status", "reversed")),
                confirmed(),
            ),
            script("nobody tried", &unpaid("created"), report(ProviderLinkState::Open, vec![])),
        ],
        lies: lies(&verified("approved"), paid),
        words: vec![
            words("/order_status", ORDER_STATUSES, |word| {
                let status = match word {
                    "approved" | "reversed" => PaymentStatus::CardConfirmed,
                    other => status_of(other),
                };
                let tried = !["created", "expired"].contains(&word);
                Due::Done(told_of_link(word, tried.then(|| payment(status))))
            }),
            // Only the one word is known (3.4).
            words("/verification_status", &["verified", ""], move |word| match word {
                "verified" => Due::Done(confirmed()),
                "" => Due::Done(paid(payment(PaymentStatus::Pending))),
                other => Due::Done(paid(payment(unknown(other)))),
            }),
        ],
    }
}
