//! What staff ask for when they make or change a link (fact sheet, Staff routes).

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

use super::behaviour::Behaviour;
use super::catalogue::{self, SeededProduct};
use super::currency::Currency;
use super::form::{self, Form, Given};
use super::link::Terms;
use super::pricing::PricingMode;
use super::refusal::Refusal;

const CREATE_FIELDS: &[&str] =
    &["name", "products", "currency", "pricing_mode", "expires_at", "max_uses", "metadata"];
const CHANGE_FIELDS: &[&str] = &["name", "is_active", "expires_at", "max_uses", "metadata"];

/// The longest label, in characters.
const LONGEST_NAME: usize = 255;
/// The most of one product.
const LARGEST_QUANTITY: u32 = 1_000;
/// The most uses that can be asked for.
const MOST_USES: u32 = 1_000_000;

/// A product and how many of it.
pub(super) type Wanted = (&'static SeededProduct, u32);

/// A link that staff want.
#[derive(Debug)]
pub(super) struct LinkOrder {
    pub(super) products: Vec<Wanted>,
    pub(super) currency: Currency,
    pub(super) pricing_mode: PricingMode,
    pub(super) terms: Terms,
}

impl LinkOrder {
    pub(super) fn read(
        fields: &Map<String, Value>,
        behaviour: &Behaviour,
        now: DateTime<Utc>,
    ) -> Result<Self, Refusal> {
        let mut form = Form::of(fields, CREATE_FIELDS);
        let name = form.required("name", |value| form::text(value, LONGEST_NAME));
        let products = form.required("products", products);
        let currency = form.optional("currency", currency);
        let pricing_mode = form.optional("pricing_mode", pricing_mode);
        let expires_at = form.given("expires_at", |value| form::moment_to_come(value, now));
        let max_uses = form.given("max_uses", |value| form::count(value, MOST_USES));
        let metadata = form.given("metadata", form::texts);
        form.finish()?;
        let terms = Terms {
            name: name.unwrap_or_default(),
            is_active: true,
            expires_at: expires_at.value(),
            max_uses: max_uses.value(),
            metadata: metadata.value().unwrap_or_default(),
        };
        Ok(Self {
            products: products.unwrap_or_default(),
            currency: currency.unwrap_or_default(),
            pricing_mode: pricing_mode.unwrap_or(behaviour.pricing_mode),
            terms,
        })
    }
}

/// New terms; what is absent stays.
#[derive(Debug)]
pub(super) struct LinkChange {
    name: Option<String>,
    is_active: Option<bool>,
    expires_at: Given<DateTime<Utc>>,
    max_uses: Given<u32>,
    metadata: Given<BTreeMap<String, String>>,
}

impl LinkChange {
    pub(super) fn read(fields: &Map<String, Value>, now: DateTime<Utc>) -> Result<Self, Refusal> {
        let mut form = Form::of(fields, CHANGE_FIELDS);
        let change = Self {
            name: form.optional("name", |value| form::text(value, LONGEST_NAME)),
            is_active: form.optional("is_active", form::boolean),
            expires_at: form.given("expires_at", |value| form::moment_to_come(value, now)),
            max_uses: form.given("max_uses", |value| form::count(value, MOST_USES)),
            metadata: form.given("metadata", form::texts),
        };
        form.finish()?;
        Ok(change)
    }

    /// Changes `terms`. `metadata` replaces all that was there: the fact sheet does not say whether
    /// it would be merged, and who sends all of it is right in both.
    pub(super) fn apply(self, terms: &mut Terms) {
        if let Some(name) = self.name {
            terms.name = name;
        }
        if let Some(is_active) = self.is_active {
            terms.is_active = is_active;
        }
        terms.expires_at = self.expires_at.over(terms.expires_at);
        terms.max_uses = self.max_uses.over(terms.max_uses);
        let metadata = Some(std::mem::take(&mut terms.metadata));
        terms.metadata = self.metadata.over(metadata).unwrap_or_default();
    }
}

fn currency(value: &Value) -> Result<Currency, String> {
    value.as_str().and_then(Currency::of_code).ok_or_else(|| not_a_choice(value))
}

fn pricing_mode(value: &Value) -> Result<PricingMode, String> {
    value.as_str().and_then(PricingMode::of_word).ok_or_else(|| not_a_choice(value))
}

fn not_a_choice(value: &Value) -> String {
    format!("{value} is not a valid choice.")
}

fn products(value: &Value) -> Result<Vec<Wanted>, String> {
    let rows = value.as_array().ok_or("Expected a list of items.")?;
    if rows.is_empty() {
        return Err("This list may not be empty.".to_owned());
    }
    rows.iter().map(product).collect()
}

fn product(row: &Value) -> Result<Wanted, String> {
    let fields = row.as_object().ok_or("Expected objects with product_id and quantity.")?;
    if fields.keys().any(|name| !matches!(name.as_str(), "product_id" | "quantity")) {
        return Err("Only product_id and quantity are known here.".to_owned());
    }
    let id = fields.get("product_id").and_then(Value::as_str).ok_or("product_id is required.")?;
    let product = catalogue::product(id).ok_or_else(|| format!("There is no product {id}."))?;
    let quantity = fields.get("quantity").ok_or("quantity is required.")?;
    let quantity = form::count(quantity, LARGEST_QUANTITY)
        .map_err(|_| format!("quantity of {id} is not from 1 to {LARGEST_QUANTITY}."))?;
    Ok((product, quantity))
}
