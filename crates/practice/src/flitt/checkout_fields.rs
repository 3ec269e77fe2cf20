//! What a checkout request asks for (fact sheet, 3.1).

use super::behaviour::Behaviour;
use super::envelope::{Protocol, Unpacked};
use super::ids::OrderId;
use super::money::Currency;
use super::order::{Order, OrderKind};
use super::params::Params;
use super::refusal::Refusal;
use super::sign;
use super::subscription::Subscription;
use super::terms::Terms;
use crate::minor_units::MinorUnits;

/// Ten hours, in seconds.
const DEFAULT_LIFETIME: u32 = 36_000;
/// 800 days, in seconds.
const LONGEST_LIFETIME: u32 = 69_120_000;

const LANGUAGES: &[&str] = &[
    "az", "cs", "da", "de", "en", "es", "fi", "fr", "hu", "it", "ka", "ko", "lv", "nl", "pl", "ro",
    "ru", "sk", "uk", "zh",
];

const PAYMENT_SYSTEMS: &[&str] =
    &["card", "opb", "installments", "paybypayme", "banklinks_eu", "banklinks_pl", "wallets"];

/// A checkout request that can become an order.
#[derive(Debug)]
pub(super) struct Wish {
    pub(super) id: OrderId,
    pub(super) kind: OrderKind,
    pub(super) description: String,
    pub(super) amount: MinorUnits,
    pub(super) currency: Currency,
    /// In seconds.
    pub(super) lifetime: u32,
    pub(super) terms: Terms,
    pub(super) subscription: Option<Subscription>,
}

impl Wish {
    pub(super) fn read(asked: &Unpacked, behaviour: &Behaviour) -> Result<Self, Refusal> {
        let params = &asked.params;
        let id = OrderId(params.required("order_id", 1024)?);
        let description = params.required("order_desc", 1024)?;
        let amount = params.amount("amount")?;
        let currency = read_currency(params)?;
        let terms = read_terms(params, asked.protocol)?;
        if terms.preauth && behaviour.preauth_forbidden {
            return Err(Refusal::preauth_not_allowed());
        }
        check_the_rest(params)?;
        let verifies = params.flag("verification")? == Some(true);
        let kind = if verifies { OrderKind::Verification } else { OrderKind::Purchase };
        let lifetime = read_lifetime(params)?;
        let subscription = Subscription::read(params, behaviour)?;
        Ok(Self { id, kind, description, amount, currency, lifetime, terms, subscription })
    }

    /// Whether `order` came of the same request.
    pub(super) fn is_of(&self, order: &Order) -> bool {
        self.amount == order.amount
            && self.currency == order.currency
            && self.description == order.description
            && self.kind == order.kind
            && self.terms == order.terms
            && self.subscription == order.subscription
            && order.time_created + chrono::TimeDelta::seconds(self.lifetime.into())
                == order.expires
    }
}

/// The currency of a request, which the merchant must offer.
pub(super) fn read_currency(params: &Params) -> Result<Currency, Refusal> {
    let code = params.required("currency", 3)?;
    Currency::offered(&code).ok_or_else(|| Refusal::currency(&code))
}

/// The wishes of a request.
pub(super) fn read_terms(params: &Params, protocol: Protocol) -> Result<Terms, Refusal> {
    let echoed = |name, most| params.text(name, most).map(Option::unwrap_or_default);
    Ok(Terms {
        preauth: params.flag("preauth")?.unwrap_or(false),
        several_tries: params.flag("delayed")?.unwrap_or(true),
        keeps_card: params.flag("required_rectoken")?.unwrap_or(false),
        enveloped: protocol == Protocol::V2,
        language: read_language(params)?,
        sender_email: read_email(params)?,
        product_id: echoed("product_id", 1024)?,
        merchant_data: echoed("merchant_data", 2048)?,
        reservation_data: read_reservation_data(params)?,
        server_callback_url: read_url(params, "server_callback_url")?,
        response_url: read_url(params, "response_url")?,
    })
}

/// Whole seconds, from 1 to 800 days.
fn read_lifetime(params: &Params) -> Result<u32, Refusal> {
    let Some(seconds) = params.integer("lifetime")? else { return Ok(DEFAULT_LIFETIME) };
    let fits = (1..=i128::from(LONGEST_LIFETIME)).contains(&seconds);
    let seconds = u32::try_from(seconds).ok().filter(|_| fits);
    seconds.ok_or_else(|| Refusal::incorrect("lifetime"))
}

/// A language that is not in the list is refused, as a third party saw it (fact sheet, 3.1).
fn read_language(params: &Params) -> Result<String, Refusal> {
    let language = params.text("lang", 2)?.unwrap_or_else(|| "en".to_owned());
    if LANGUAGES.contains(&language.as_str()) {
        Ok(language)
    } else {
        Err(Refusal::incorrect("lang"))
    }
}

fn read_email(params: &Params) -> Result<String, Refusal> {
    let email = params.text("sender_email", 256)?.unwrap_or_default();
    let plausible = email.is_empty()
        || email.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty() && host.contains('.') && !email.contains(char::is_whitespace)
        });
    if plausible { Ok(email) } else { Err(Refusal::email()) }
}

/// An `http` or `https` address of at most 2,048 characters.
pub(super) fn read_url(params: &Params, name: &'static str) -> Result<Option<String>, Refusal> {
    let Some(text) = params.text(name, 2048)? else { return Ok(None) };
    match url::Url::parse(&text) {
        Ok(address) if matches!(address.scheme(), "http" | "https") => Ok(Some(text)),
        _ => Err(Refusal::incorrect(name)),
    }
}

/// Base64 of a JSON object (fact sheet, 3.14).
fn read_reservation_data(params: &Params) -> Result<Option<String>, Refusal> {
    let Some(text) = params.text("reservation_data", 10_000)? else { return Ok(None) };
    if sign::is_object_in_base64(&text) {
        Ok(Some(text))
    } else {
        Err(Refusal::incorrect("reservation_data"))
    }
}

/// Parameters that only must be right.
fn check_the_rest(params: &Params) -> Result<(), Refusal> {
    params.text("version", 10)?;
    match params.text("verification_type", 25)?.as_deref() {
        None | Some("amount" | "code") => {}
        Some(_) => return Err(Refusal::incorrect("verification_type")),
    }
    // The practice merchant has no design of its own.
    if params.text("design_id", 6)?.is_some() {
        return Err(Refusal::design_unknown());
    }
    for name in ["cancel_url", "chargeback_callback_url"] {
        read_url(params, name)?;
    }
    let systems = params.text("payment_systems", 1024)?.unwrap_or_default();
    let mut systems = systems.split([',', ';']).map(str::trim).filter(|system| !system.is_empty());
    if !systems.all(|system| PAYMENT_SYSTEMS.contains(&system)) {
        return Err(Refusal::no_payment_system());
    }
    params.text("default_payment_system", 25)?;
    Ok(())
}
