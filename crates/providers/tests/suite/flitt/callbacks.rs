//! Messages to a shop's own server (4).

use providers::{Genuine, Notification, Says, Signer};
use serde_json::{Value, json};

use super::{
    records::{order, signed, unpaid},
    wrapping::signature_of,
};
use crate::{
    answers::with,
    asks::{APP_KEY, PAYOUT_KEY, REFERENCE, money},
    subject::Message,
};

/// The object alone, without an envelope (4.1), signed with `key`.
fn flat(facts: &Value, key: &str) -> Value {
    let answer = signed(facts).unwrap();
    let answer: Value = serde_json::from_slice(&answer.body).unwrap();
    let mut object = answer["response"].clone();
    let members = object.as_object_mut().unwrap();
    let signature = signature_of(members, key);
    members.insert("signature".to_owned(), signature.into());
    object
}

/// The same as form pairs, in which every value is a text (1.2).
fn pairs(object: &Value) -> String {
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in object.as_object().unwrap() {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        form.append_pair(name, &text);
    }
    form.finish()
}

fn genuine() -> Genuine {
    Genuine {
        signed_by: Signer::Main,
        is_ours: true,
        says: Says::Approved,
        order: REFERENCE.to_owned(),
        link: None,
        is_fresh: true,
        state: "approved".to_owned(),
        amount: Some(money(1999, "EUR")),
    }
}

pub(super) fn all() -> Vec<Message> {
    let message =
        |name, body: String, worth| Message { name, body, signature: String::new(), worth };
    let json = |name, object: &Value, worth| message(name, object.to_string(), worth);
    let is = Notification::Genuine;
    let paid = || flat(&order(), APP_KEY);
    let back = Genuine { says: Says::Refund, amount: Some(money(500, "EUR")), ..genuine() };
    let refunded = with(order(), "reversal_amount", "500");
    let declined = Genuine { says: Says::NotApproved, state: "declined".to_owned(), ..genuine() };
    vec![
        json("a payment", &paid(), is(genuine())),
        message("a payment as a form", pairs(&paid()), is(genuine())),
        message("with blanks around it", format!("\n {} \r\n", paid()), is(genuine())),
        // `approved` stays after a part went back, and is no payment then (4.1).
        json("a refund", &flat(&refunded, APP_KEY), is(back.clone())),
        json(
            "a refund that says so",
            &flat(&with(refunded, "tran_type", "reverse"), APP_KEY),
            is(back),
        ),
        json("a decline", &flat(&unpaid("declined"), APP_KEY), is(declined)),
        json(
            "of another merchant",
            &flat(&with(order(), "merchant_id", 1_549_902), APP_KEY),
            is(Genuine { is_ours: false, ..genuine() }),
        ),
        json(
            "signed with the payout key",
            &flat(&order(), PAYOUT_KEY),
            is(Genuine { signed_by: Signer::Payout, ..genuine() }),
        ),
        json("signed with no key of ours", &flat(&order(), "another"), Notification::NotGenuine),
        json("with another sum", &with(paid(), "amount", "199"), Notification::NotGenuine),
        json("with one more field", &with(paid(), "note", "x"), Notification::NotGenuine),
        json("with an empty signature", &with(paid(), "signature", ""), Notification::NotGenuine),
        json("with none", &with(paid(), "signature", json!(null)), Notification::NotGenuine),
        json(
            "signed in capitals",
            &with(paid(), "signature", paid()["signature"].as_str().unwrap().to_uppercase()),
            Notification::NotGenuine,
        ),
        message("half of one", paid().to_string()[..200].to_owned(), Notification::Unreadable),
        message(
            "one with a name that stands there twice",
            paid().to_string().replacen('{', "{\"order_status\":\"approved\",", 1),
            Notification::Unreadable,
        ),
        message("nothing", String::new(), Notification::Unreadable),
        message("a page", "<html></html>".to_owned(), Notification::Unreadable),
        message("words", "was this paid?".to_owned(), Notification::Unreadable),
    ]
}
