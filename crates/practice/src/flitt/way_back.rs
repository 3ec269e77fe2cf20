//! The customer's way from the page back to the shop (fact sheet, 4.1).

use chrono::{DateTime, Utc};
use serde_json::Value;
use url::Url;

use super::envelope::{self, Protocol};
use super::gateway::Gateway;
use super::order::Order;
use super::payment_answer;
use crate::page::{Html, fill};

const FORM: &str = include_str!("pages/back.html");
const PAIR: &str = include_str!("pages/pair.html");

/// A form that posts the signed result of an order to the shop.
#[derive(Debug)]
pub(super) struct WayBack {
    /// The scheme and host that it goes to.
    pub(super) origin: String,
    /// The form.
    pub(super) form: Html,
}

/// The way back of `order`, if the shop asked for one. The pairs are those of a callback, in the
/// protocol of the order.
pub(super) fn of(gateway: &Gateway, order: &Order, now: DateTime<Utc>) -> Option<WayBack> {
    let address = order.terms.response_url.as_deref()?;
    let origin = origin(address)?;
    let behaviour = gateway.behaviour();
    let result = payment_answer::of(gateway, &behaviour, order, now);
    let protocol = if order.terms.enveloped { Protocol::V2 } else { Protocol::V1 };
    let key = &gateway.shop().credentials.payment_key;
    let sealed = envelope::seal(protocol, key, behaviour.seal, result);
    let pairs = sealed.as_object()?.iter().map(|(name, value)| pair(name, value).0).collect();
    let form = fill(FORM, &[("address", &Html::of_text(address)), ("pairs", &Html(pairs))]);
    Some(WayBack { origin, form })
}

fn pair(name: &str, value: &Value) -> Html {
    let text = value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
    fill(PAIR, &[("name", &Html::of_text(name)), ("value", &Html::of_text(&text))])
}

/// Scheme and host, if they can stand in a header without saying anything else there.
fn origin(address: &str) -> Option<String> {
    let origin = Url::parse(address).ok()?.origin().ascii_serialization();
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-.:/[]".contains(&byte);
    origin.bytes().all(plain).then_some(origin)
}
