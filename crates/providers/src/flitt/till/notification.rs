//! Whether a callback that somebody pasted is genuine, and what it says (fact sheet, 4.2).

use domain::{Money, account::Account};
use secrecy::SecretString;
use url::form_urlencoded;

use super::{sum, units};
use crate::{
    flitt::{Callback, CallbackFault, Key, Meaning, MerchantId, Order, OrderStatus},
    notification::{Genuine, Notification, Says, Signer},
    session::Keys,
};

/// Reads a body as it was received, in JSON or as form pairs.
pub(super) fn read(account: &Account, keys: &Keys, body: &str) -> Notification {
    let body = body.trim();
    let Some(content_type) = content_type(body) else {
        return Notification::Unreadable;
    };
    let signers = [(Signer::Main, Some(&keys.main)), (Signer::Payout, keys.payout.as_ref())];
    for (signed_by, key) in signers {
        let Some(key) = key.and_then(usable) else { continue };
        match Callback::read(content_type, body.as_bytes(), &key) {
            Ok(callback) => {
                return Notification::Genuine(genuine(account, signed_by, &callback.order));
            }
            Err(CallbackFault::NotProven(_)) => {}
            Err(CallbackFault::ContentType | CallbackFault::Unreadable(_)) => {
                return Notification::Unreadable;
            }
        }
    }
    Notification::NotGenuine
}

/// Who pastes a body has no headers any more. Any text can be read as a form, so one must name an order.
fn content_type(body: &str) -> Option<&'static str> {
    if body.starts_with('{') {
        return Some("application/json");
    }
    let names_an_order =
        form_urlencoded::parse(body.as_bytes()).any(|(name, _)| name == "order_id");
    names_an_order.then_some("application/x-www-form-urlencoded")
}

fn usable(key: &SecretString) -> Option<Key> {
    Key::new(key.clone()).ok()
}

fn genuine(account: &Account, signed_by: Signer, order: &Order) -> Genuine {
    let ours: Option<MerchantId> = account.key_id.parse().ok();
    let says = says(order);
    Genuine {
        signed_by,
        is_ours: ours.is_some() && order.merchant_id == ours,
        says,
        order: order.order_id.clone(),
        // Our order id is the link's name.
        link: None,
        is_fresh: true,
        state: order.status.word().to_owned(),
        amount: match says {
            Says::Refund => went_back(order),
            Says::Approved | Says::NotApproved | Says::Other => sum::asked(order),
        },
    }
}

fn says(order: &Order) -> Says {
    match Meaning::of(order) {
        Meaning::Paid => Says::Approved,
        Meaning::Refunded { .. } => Says::Refund,
        // Of the check of a card or a payout its own state tells all: what goes back after a check is no refund.
        Meaning::OtherKind(_) if order.status == OrderStatus::Approved => Says::Approved,
        Meaning::OtherKind(_) | Meaning::NotPaid(_) => Says::NotApproved,
    }
}

/// All that went back by then. Where two currencies differ, no source says which one it is in.
fn went_back(order: &Order) -> Option<Money> {
    let asked = order.amount?.currency();
    let is_plain = order.actual.is_none_or(|actual| actual.currency() == asked);
    units::read(order.reversal_amount.filter(|_| is_plain)?, asked)
}
