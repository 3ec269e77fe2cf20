//! What a shop tells about its customer and goods: `reservation_data` (fact sheet, 3.14).

use std::fmt;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Map, Value};

use super::{
    params::{self, Fault, FieldFault, Params},
    sign::SEPARATOR,
};

/// The parameter, and its longest value in characters.
const FIELD: &str = "reservation_data";
const LONGEST: usize = 10_000;

/// Longest text where the sources name no limit.
const UNSAID: usize = 1024;

/// What a shop tells about its customer and goods. Only Latin letters, digits and separators are taken.
#[derive(Clone, Default)]
pub struct ReservationData {
    /// The customer's phone.
    pub phone: Option<String>,
    /// Street and house.
    pub customer_address: Option<String>,
    /// Two letters.
    pub customer_country: Option<String>,
    /// State or region.
    pub customer_state: Option<String>,
    /// The customer's name.
    pub customer_name: Option<String>,
    /// Town.
    pub customer_city: Option<String>,
    /// Post code.
    pub customer_zip: Option<String>,
    /// The customer's account at the shop.
    pub account: Option<String>,
    /// The customer's id at the shop.
    pub uuid: Option<String>,
    /// The shop's id of the settlement.
    pub settlement_id: Option<String>,
    /// Any further member, such as `products`, `fields_custom` or `3ds_mandatory`. The sources do not say of which types
    /// their values are; of their texts each is as the others.
    pub further: Map<String, Value>,
}

impl ReservationData {
    /// The base64 text that is sent and signed.
    fn encoded(&self) -> Result<String, FieldFault> {
        if !self.further.iter().all(|(name, value)| is_latin(name) && holds_latin(value)) {
            return Err(params::fault(FIELD, Fault::Malformed));
        }
        let mut object = self.further.clone();
        for (name, text, limit) in [
            ("phonemobile", &self.phone, 16),
            ("customer_address", &self.customer_address, 1024),
            ("customer_country", &self.customer_country, 2),
            ("customer_state", &self.customer_state, UNSAID),
            ("customer_name", &self.customer_name, 1024),
            ("customer_city", &self.customer_city, 1024),
            ("customer_zip", &self.customer_zip, 250),
            ("account", &self.account, 250),
            ("uuid", &self.uuid, 250),
            ("settlement_id", &self.settlement_id, 32),
        ] {
            let Some(text) = text.as_deref().filter(|text| !text.is_empty()) else { continue };
            let text = params::checked(name, text, limit)?;
            if !is_latin(text) {
                return Err(params::fault(name, Fault::Malformed));
            }
            object.insert(name.to_owned(), text.into());
        }
        Ok(STANDARD.encode(Value::Object(object).to_string()))
    }
}

/// True for letters, digits and separators, but not the one of signed texts.
fn is_latin(text: &str) -> bool {
    text.chars().all(|c| c == ' ' || c.is_ascii_graphic() && c != SEPARATOR)
}

/// [`is_latin`] of every name and text in `value`.
fn holds_latin(value: &Value) -> bool {
    match value {
        Value::String(text) => is_latin(text),
        Value::Array(values) => values.iter().all(holds_latin),
        Value::Object(object) => {
            object.iter().all(|(name, value)| is_latin(name) && holds_latin(value))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => true,
    }
}

impl fmt::Debug for ReservationData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReservationData(..)")
    }
}

impl Params {
    /// `reservation_data`, if there is any.
    pub(super) fn reservation(&mut self, data: Option<&ReservationData>) -> Result<(), FieldFault> {
        let encoded = data.map(ReservationData::encoded).transpose()?;
        self.optional(FIELD, encoded.as_deref(), LONGEST)
    }
}
